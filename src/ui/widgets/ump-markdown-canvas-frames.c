/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-markdown-canvas-private.h"
#include "ump-markdown-frame.h"

/* Lists and tables around the pieces, made when the first of their items gets a
 * widget and dropped when the last one has lost it. */


static GtkWidget *
find_neighbours_frame (UmpMarkdownCanvas *self, guint index)
{
  const UmpMarkdownItem *item = ump_markdown_stack_get_item (self->stack, index);
  guint n = ump_markdown_stack_get_n_items (self->stack);

  for (guint i = index > 0 ? index - 1 : 0; i < MIN (n, index + 2); i++) {
    const UmpMarkdownItem *other = ump_markdown_stack_get_item (self->stack, i);

    if (i != index && other->widget != NULL && other->frame == item->frame && other->frame_block == item->frame_block)
      return gtk_widget_get_parent (other->widget);
  }
  return NULL;
}


static GtkWidget *
ensure_frame (UmpMarkdownCanvas *self, guint index, GtkWidget *next)
{
  const UmpMarkdownItem *item = ump_markdown_stack_get_item (self->stack, index);
  GtkWidget *frame;

  if (item->frame == UMP_MARKDOWN_FRAME_NONE)
    return GTK_WIDGET (self);
  frame = find_neighbours_frame (self, index);
  if (frame != NULL)
    return frame;
  frame = ump_markdown_frame_new (item->frame);
  gtk_widget_insert_before (frame, GTK_WIDGET (self), next);
  g_ptr_array_add (self->frames, frame);
  return frame;
}


/* Assistive tools read children in their order. */
void
ump_markdown_canvas_place_widget (UmpMarkdownCanvas *self, guint index)
{
  GtkWidget *widget = ump_markdown_stack_get_item (self->stack, index)->widget;
  GtkWidget *next = ump_markdown_stack_get_next_widget (self->stack, index);
  GtkWidget *next_on_canvas = next != NULL && UMP_IS_MARKDOWN_FRAME (gtk_widget_get_parent (next)) ? gtk_widget_get_parent (next) : next;
  GtkWidget *parent = ensure_frame (self, index, next_on_canvas);

  if (parent == GTK_WIDGET (self))
    next = next_on_canvas;
  else if (next != NULL && gtk_widget_get_parent (next) != parent)
    next = NULL;
  /* A piece that rested elsewhere. */
  g_object_ref_sink (widget);
  if (gtk_widget_get_parent (widget) != NULL && gtk_widget_get_parent (widget) != parent)
    gtk_widget_unparent (widget);
  gtk_widget_insert_before (widget, parent, next);
  g_object_unref (widget);
}


void
ump_markdown_canvas_drop_frames (UmpMarkdownCanvas *self)
{
  for (guint i = self->frames->len; i > 0; i--) {
    GtkWidget *frame = g_ptr_array_index (self->frames, i - 1);

    if (gtk_widget_get_first_child (frame) == NULL)
      g_ptr_array_remove_index (self->frames, i - 1);
    else
      gtk_widget_set_visible (frame, ump_markdown_frame_is_used (UMP_MARKDOWN_FRAME (frame)));
  }
}


static void
allocate_frame (UmpMarkdownCanvas *self, GtkWidget *frame, double left, double width, double value)
{
  double top = G_MAXDOUBLE, bottom = 0;
  int minimum;

  for (guint i = self->first; i < MIN (self->end, ump_markdown_stack_get_n_items (self->stack)); i++) {
    const UmpMarkdownItem *item = ump_markdown_stack_get_item (self->stack, i);

    if (item->widget == NULL || gtk_widget_get_parent (item->widget) != frame)
      continue;
    top = MIN (top, ump_markdown_canvas_get_y (self, i));
    bottom = MAX (bottom, ump_markdown_canvas_get_y (self, i) + item->height);
  }
  if (bottom <= top)
    return;
  gtk_widget_measure (frame, GTK_ORIENTATION_VERTICAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_size_allocate (frame, &(GtkAllocation) { (int) left, (int) (floor (top) - floor (value)), (int) width, (int) ceil (bottom - top) }, -1);
}


void
ump_markdown_canvas_allocate_items (UmpMarkdownCanvas *self, double width, double value)
{
  double left = ump_markdown_canvas_get_left (self);

  for (guint i = 0; i < self->frames->len; i++) {
    if (gtk_widget_get_visible (g_ptr_array_index (self->frames, i)))
      allocate_frame (self, g_ptr_array_index (self->frames, i), left, width, value);
  }
  for (guint i = self->first; i < MIN (self->end, ump_markdown_stack_get_n_items (self->stack)); i++) {
    UmpMarkdownItem *item = ump_markdown_stack_get_item (self->stack, i);
    GtkAllocation place = { (int) left, (int) (floor (ump_markdown_canvas_get_y (self, i)) - floor (value)), (int) width, (int) item->height };
    graphene_point_t moved;

    if (item->widget == NULL)
      continue;
    if (UMP_IS_MARKDOWN_FRAME (gtk_widget_get_parent (item->widget)) &&
        gtk_widget_compute_point (GTK_WIDGET (self), gtk_widget_get_parent (item->widget), &GRAPHENE_POINT_INIT ((float) place.x, (float) place.y), &moved)) {
      place.x = (int) roundf (moved.x);
      place.y = (int) roundf (moved.y);
    }
    gtk_widget_size_allocate (item->widget, &place, -1);
  }
}


void
ump_markdown_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UmpMarkdownCanvas *self = UMP_MARKDOWN_CANVAS (widget);
  double value = self->vadjustment != NULL ? gtk_adjustment_get_value (self->vadjustment) : 0;

  /* What is ready beyond the viewport need not be drawn. */
  for (guint i = self->first; i < MIN (self->end, ump_markdown_stack_get_n_items (self->stack)); i++) {
    UmpMarkdownItem *item = ump_markdown_stack_get_item (self->stack, i);
    double top = ump_markdown_canvas_get_y (self, i) - value;

    if (item->widget != NULL && gtk_widget_get_parent (item->widget) == widget && top < self->page && top + item->height > 0)
      gtk_widget_snapshot_child (widget, item->widget, snapshot);
  }
  /* An empty one has no place, and goes with the next update. */
  for (guint i = 0; i < self->frames->len; i++) {
    if (ump_markdown_frame_is_used (g_ptr_array_index (self->frames, i)))
      gtk_widget_snapshot_child (widget, g_ptr_array_index (self->frames, i), snapshot);
  }
}
