/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-markdown-state.h"

G_BEGIN_DECLS

/* The items of an answer, one below the other: their heights, measured or
 * estimated, and so their places. */
typedef struct _UmpMarkdownStack UmpMarkdownStack;

UmpMarkdownStack *ump_markdown_stack_new             (const UmpMarkdownStyle *style);
void              ump_markdown_stack_free            (UmpMarkdownStack *self);
void              ump_markdown_stack_set_blocks      (UmpMarkdownStack *self, GPtrArray *blocks, guint changed);
void              ump_markdown_stack_set_style       (UmpMarkdownStack *self, const UmpMarkdownStyle *style);
void              ump_markdown_stack_set_width       (UmpMarkdownStack *self, double width);
void              ump_markdown_stack_set_context     (UmpMarkdownStack *self, PangoContext *context);
void              ump_markdown_stack_show_more       (UmpMarkdownStack *self, guint block);
void              ump_markdown_stack_prepare         (UmpMarkdownStack *self, guint index, PangoContext *context, double width);

guint             ump_markdown_stack_get_n_items     (UmpMarkdownStack *self);
UmpMarkdownItem  *ump_markdown_stack_get_item        (UmpMarkdownStack *self, guint index);
UmpMarkdownState *ump_markdown_stack_get_state       (UmpMarkdownStack *self, guint block);
GtkWidget        *ump_markdown_stack_get_next_widget (UmpMarkdownStack *self, guint index);
gboolean          ump_markdown_stack_set_height      (UmpMarkdownStack *self, guint index, double height);
double            ump_markdown_stack_get_height      (UmpMarkdownStack *self);
double            ump_markdown_stack_get_y           (UmpMarkdownStack *self, guint index);
guint             ump_markdown_stack_find            (UmpMarkdownStack *self, double y);
guint             ump_markdown_stack_find_place      (UmpMarkdownStack *self, guint block, guint offset);

G_END_DECLS
