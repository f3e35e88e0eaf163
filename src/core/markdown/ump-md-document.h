/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-md-block.h"

G_BEGIN_DECLS

/* A growing answer and its blocks. What stands before the last place where
 * the text can be cut is parsed once; only what follows is parsed again when
 * text is added. */
typedef struct _UmpMdDocument UmpMdDocument;

UmpMdDocument *ump_md_document_new        (void);
void           ump_md_document_free       (UmpMdDocument *self);
guint          ump_md_document_set_text   (UmpMdDocument *self, const char *text, gsize length, gboolean complete);
gboolean       ump_md_document_add        (UmpMdDocument *self, const char *text, gsize length, gboolean thorough);
guint          ump_md_document_update     (UmpMdDocument *self, gboolean complete);
GPtrArray     *ump_md_document_get_blocks (UmpMdDocument *self);
const char    *ump_md_document_get_text   (UmpMdDocument *self, gsize *length);
gsize          ump_md_document_get_closed (UmpMdDocument *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpMdDocument, ump_md_document_free)

G_END_DECLS
