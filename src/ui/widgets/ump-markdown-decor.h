/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-markdown-item.h"

G_BEGIN_DECLS

/* What stands before the text of an item because of the quotes and lists that
 * it is in: bars, bullets, numbers, boxes of tasks. */
typedef struct _UmpMarkdownDecor UmpMarkdownDecor;

UmpMarkdownDecor *ump_markdown_decor_new        (GtkWidget *parent);
void              ump_markdown_decor_free       (UmpMarkdownDecor *self);
void              ump_markdown_decor_set        (UmpMarkdownDecor *self, const UmpMdBlock *block, gboolean first, const UmpMarkdownStyle *style);
double            ump_markdown_decor_get_indent (UmpMarkdownDecor *self, double width);
double            ump_markdown_decor_get_height (UmpMarkdownDecor *self);
void              ump_markdown_decor_allocate   (UmpMarkdownDecor *self, double width, double height, double margin, guint joined, double baseline, gboolean mirrored);
void              ump_markdown_decor_snapshot   (UmpMarkdownDecor *self, GtkSnapshot *snapshot);

G_END_DECLS
