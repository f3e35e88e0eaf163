/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-markdown-canvas-private.h"
#include "ump-markdown-frame.h"

#define FOCUS_MARGIN 24

/* Where text is on the canvas, and which text is where. */


/**
 * ump_markdown_canvas_get_place:
 * @self: a canvas
 * @x: a point in the canvas
 * @y: the same
 *
 * Returns: the place in the text that is nearest to the point
 */
UmpMdPlace
ump_markdown_canvas_get_place (UmpMarkdownCanvas *self, double x, double y)
{
  double value = self->vadjustment != NULL ? gtk_adjustment_get_value (self->vadjustment) : 0;
  guint n = ump_markdown_stack_get_n_items (self->stack), index;
  UmpMarkdownItem *item;
  UmpMdPlace place = { 0, 0 };

  if (n == 0)
    return place;
  index = ump_markdown_stack_find (self->stack, value + y - UMP_MARKDOWN_CANVAS_PADDING);
  item = ump_markdown_stack_get_item (self->stack, index);
  place.block = item->block_index;
  if (item->widget != NULL)
    place.offset = ump_markdown_piece_get_place (UMP_MARKDOWN_PIECE (item->widget), x - ump_markdown_canvas_get_left (self), y + value - ump_markdown_canvas_get_y (self, index));
  else
    place.offset = item->start;
  return place;
}


/**
 * ump_markdown_canvas_get_rect:
 * @self: a canvas
 * @place: a place in the text
 * @rect: (out): where it is in the canvas
 *
 * Returns: whether it is near the viewport, so that this is known
 */
gboolean
ump_markdown_canvas_get_rect (UmpMarkdownCanvas *self, UmpMdPlace place, GdkRectangle *rect)
{
  guint index = ump_markdown_stack_find_place (self->stack, place.block, place.offset);
  double value = self->vadjustment != NULL ? gtk_adjustment_get_value (self->vadjustment) : 0;
  UmpMarkdownItem *item;

  if (ump_markdown_stack_get_n_items (self->stack) == 0)
    return FALSE;
  item = ump_markdown_stack_get_item (self->stack, index);
  if (item->widget == NULL)
    return FALSE;
  if (!ump_markdown_piece_get_rect (UMP_MARKDOWN_PIECE (item->widget), place.offset, rect))
    *rect = (GdkRectangle) { 0, 0, 1, (int) item->height };
  rect->x += (int) ump_markdown_canvas_get_left (self);
  rect->y += (int) (ump_markdown_canvas_get_y (self, index) - value);
  return TRUE;
}


/**
 * ump_markdown_canvas_scroll_to:
 * @self: a canvas
 * @place: a place in the text
 *
 * Scrolls there unless it is well within the viewport.
 */
void
ump_markdown_canvas_scroll_to (UmpMarkdownCanvas *self, UmpMdPlace place)
{
  guint index = ump_markdown_stack_find_place (self->stack, place.block, place.offset);
  UmpMarkdownItem *item;
  double y, value, part;

  if (ump_markdown_stack_get_n_items (self->stack) == 0 || self->vadjustment == NULL)
    return;
  item = ump_markdown_stack_get_item (self->stack, index);
  part = item->end > item->start ? (double) (place.offset - MIN (place.offset, item->start)) / (item->end - item->start) : 0;
  part = item->kind == UMP_MARKDOWN_ITEM_ROW ? 0 : part;
  y = ump_markdown_canvas_get_y (self, index) + MIN (part, 1) * item->height;
  value = gtk_adjustment_get_value (self->vadjustment);
  if (y > value + self->page * .1 && y < value + self->page * .85)
    return;
  self->follow = FALSE;
  self->anchor = index;
  self->anchor_offset = MIN (part, 1) * item->height - self->page * .3;
  ump_markdown_canvas_update (self);
  ump_markdown_canvas_remember_anchor (self, ump_markdown_canvas_get_wanted_value (self));
}


/* What the keyboard goes to is brought into the viewport. */
void
ump_markdown_canvas_show_focus (UmpMarkdownCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  graphene_rect_t bounds;
  double value, below;

  if (focus == NULL || focus == widget || self->vadjustment == NULL || self->allocating || !gtk_widget_is_ancestor (focus, widget) ||
      !GTK_IS_WINDOW (root) || !gtk_window_get_focus_visible (GTK_WINDOW (root)) || !gtk_widget_compute_bounds (focus, widget, &bounds))
    return;
  value = gtk_adjustment_get_value (self->vadjustment);
  below = bounds.origin.y + bounds.size.height + FOCUS_MARGIN - self->page;
  if (bounds.origin.y < 0)
    gtk_adjustment_set_value (self->vadjustment, value + bounds.origin.y - FOCUS_MARGIN);
  else if (below > 0)
    gtk_adjustment_set_value (self->vadjustment, value + MIN (below, bounds.origin.y - FOCUS_MARGIN));
}


/**
 * ump_markdown_canvas_count_widgets:
 * @self: a canvas
 *
 * Returns: number of items that have a widget now
 */
guint
ump_markdown_canvas_count_widgets (UmpMarkdownCanvas *self)
{
  guint count = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    count++;
    for (GtkWidget *piece = UMP_IS_MARKDOWN_FRAME (child) ? gtk_widget_get_first_child (child) : NULL; piece != NULL; piece = gtk_widget_get_next_sibling (piece))
      count++;
  }
  return count;
}
