/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-markdown-canvas.h"
#include "ump-markdown-spares.h"
#include "ump-markdown-stack.h"

G_BEGIN_DECLS

#define UMP_MARKDOWN_CANVAS_PADDING 16

struct _UmpMarkdownCanvas {
  GtkWidget parent_instance;

  GtkAdjustment *hadjustment;
  GtkAdjustment *vadjustment;
  GtkScrollablePolicy hscroll_policy;
  GtkScrollablePolicy vscroll_policy;

  UmpMarkdownStack *stack;
  UmpMarkdownSpares *spares;
  GPtrArray *frames;
  UmpMarkdownStyle style;
  /* Owned by the view. */
  UmpMarkdownMarks *marks;

  /* Items that have a widget: [first, end). */
  guint first;
  guint end;
  double width;
  double page;

  /* The item at the top of the viewport and how much of it is above. */
  guint anchor;
  double anchor_offset;
  gboolean follow;
  gboolean configuring;
  gboolean allocating;
  guint tick;
};

double ump_markdown_canvas_get_left         (UmpMarkdownCanvas *self);
double ump_markdown_canvas_get_y            (UmpMarkdownCanvas *self, guint index);
double ump_markdown_canvas_get_wanted_value (UmpMarkdownCanvas *self);
void   ump_markdown_canvas_remember_anchor  (UmpMarkdownCanvas *self, double value);
void   ump_markdown_canvas_update           (UmpMarkdownCanvas *self);
void   ump_markdown_canvas_place_widget     (UmpMarkdownCanvas *self, guint index);
void   ump_markdown_canvas_drop_frames      (UmpMarkdownCanvas *self);
void   ump_markdown_canvas_allocate_items   (UmpMarkdownCanvas *self, double width, double value);
void   ump_markdown_canvas_snapshot         (GtkWidget *widget, GtkSnapshot *snapshot);
void   ump_markdown_canvas_show_focus       (UmpMarkdownCanvas *self);

G_END_DECLS
