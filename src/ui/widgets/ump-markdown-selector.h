/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-markdown-canvas.h"
#include "ump-md-document.h"

G_BEGIN_DECLS

/* Selecting across blocks, by drag, by two and three clicks and by keyboard. */
typedef struct _UmpMarkdownSelector UmpMarkdownSelector;

UmpMarkdownSelector *ump_markdown_selector_new  (UmpMarkdownCanvas *canvas, UmpMarkdownMarks *marks, UmpMdDocument *document);
void                 ump_markdown_selector_free (UmpMarkdownSelector *self);

G_END_DECLS
