/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-markdown-piece.h"

G_BEGIN_DECLS

/* Pieces that have left the screen and wait, hidden, to show another item: to
 * make one costs more than to fill it. */
typedef struct _UmpMarkdownSpares UmpMarkdownSpares;

UmpMarkdownSpares *ump_markdown_spares_new  (void);
void               ump_markdown_spares_free (UmpMarkdownSpares *self);
void               ump_markdown_spares_give (UmpMarkdownSpares *self, GtkWidget *piece);
GtkWidget         *ump_markdown_spares_take (UmpMarkdownSpares *self, const UmpMarkdownItem *item, const UmpMarkdownStyle *style);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpMarkdownSpares, ump_markdown_spares_free)

G_END_DECLS
