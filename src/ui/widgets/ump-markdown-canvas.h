/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-markdown-marks.h"

G_BEGIN_DECLS

#define UMP_TYPE_MARKDOWN_CANVAS (ump_markdown_canvas_get_type ())

/* Stacks the items of an answer in a scrolled window, and makes widgets only of
 * those near the viewport. Heights of the others are estimated; when one turns
 * out otherwise, what the user reads stays where it is. */
G_DECLARE_FINAL_TYPE (UmpMarkdownCanvas, ump_markdown_canvas, UMP, MARKDOWN_CANVAS, GtkWidget)

GtkWidget       *ump_markdown_canvas_new           (UmpMarkdownMarks *marks);
void             ump_markdown_canvas_set_blocks    (UmpMarkdownCanvas *self, GPtrArray *blocks, guint changed);
void             ump_markdown_canvas_set_style     (UmpMarkdownCanvas *self, const UmpMarkdownStyle *style);
void             ump_markdown_canvas_start_over    (UmpMarkdownCanvas *self, gboolean follow);
void             ump_markdown_canvas_set_follows   (UmpMarkdownCanvas *self, gboolean follow);
gboolean         ump_markdown_canvas_get_follows   (UmpMarkdownCanvas *self);
void             ump_markdown_canvas_show_more     (UmpMarkdownCanvas *self, guint block);
void             ump_markdown_canvas_marks_changed (UmpMarkdownCanvas *self);
UmpMdPlace       ump_markdown_canvas_get_place     (UmpMarkdownCanvas *self, double x, double y);
gboolean         ump_markdown_canvas_get_rect      (UmpMarkdownCanvas *self, UmpMdPlace place, GdkRectangle *rect);
void             ump_markdown_canvas_scroll_to     (UmpMarkdownCanvas *self, UmpMdPlace       place);
guint            ump_markdown_canvas_count_widgets (UmpMarkdownCanvas *self);

G_END_DECLS
