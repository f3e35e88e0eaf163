/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-markdown-state.h"

G_BEGIN_DECLS

/* A stretch of text in a piece: a paragraph, some lines of code, the cell of a
 * table. Formulas are drawn over the text. Places are bytes
 * of the block's text, points are in the piece. */
typedef struct _UmpMarkdownField UmpMarkdownField;

UmpMarkdownField *ump_markdown_field_new          (GtkWidget *parent, UmpMarkdownItemKind kind, gboolean head);
void              ump_markdown_field_free         (UmpMarkdownField *self);
void              ump_markdown_field_set          (UmpMarkdownField *self, UmpMdBlock *block, guint start, guint end, const UmpMarkdownStyle *style, UmpMarkdownState *state, guint column_align);
void              ump_markdown_field_forget_size  (UmpMarkdownField *self);
GtkWidget        *ump_markdown_field_get_widget   (UmpMarkdownField *self);
const char       *ump_markdown_field_get_spoken   (UmpMarkdownField *self);
double            ump_markdown_field_get_width    (UmpMarkdownField *self);
double            ump_markdown_field_get_height   (UmpMarkdownField *self, double width);
void              ump_markdown_field_allocate     (UmpMarkdownField *self, double x, double y, double width, double height);
void              ump_markdown_field_snapshot     (UmpMarkdownField *self, GtkSnapshot *snapshot);
GArray           *ump_markdown_field_get_rects    (UmpMarkdownField *self, guint start, guint end);
double            ump_markdown_field_get_baseline (UmpMarkdownField *self);
guint             ump_markdown_field_get_place    (UmpMarkdownField *self, double x, double y);
double            ump_markdown_field_get_distance (UmpMarkdownField *self, double x);

G_END_DECLS
