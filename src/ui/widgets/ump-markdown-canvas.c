/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-compat.h"
#include "ump-markdown-canvas-private.h"
#include "ump-markdown-code.h"

#define PADDING UMP_MARKDOWN_CANVAS_PADDING
#define NARROW_PADDING 12
#define NARROW 420
#define MAX_WIDTH 920
#define OVERSCAN 320
/* How near to the end the user still is at the end. */
#define END_SLACK 3

enum {
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

G_DEFINE_FINAL_TYPE_WITH_CODE (UmpMarkdownCanvas, ump_markdown_canvas, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))


static double
get_padding (UmpMarkdownCanvas *self)
{
  return self->width < NARROW ? NARROW_PADDING : PADDING;
}


static double
get_content_width (UmpMarkdownCanvas *self)
{
  return MAX (40, MIN (self->width - 2 * get_padding (self), MAX_WIDTH * MAX (1, self->style.scale)));
}


/**
 * ump_markdown_canvas_get_left:
 * @self: a canvas
 *
 * Returns: left edge of the text
 */
double
ump_markdown_canvas_get_left (UmpMarkdownCanvas *self)
{
  return floor (MAX (get_padding (self), (self->width - get_content_width (self)) / 2));
}


static double
get_total (UmpMarkdownCanvas *self)
{
  return ump_markdown_stack_get_height (self->stack) + 2 * PADDING;
}


/**
 * ump_markdown_canvas_get_y:
 * @self: a canvas
 * @index: an item
 *
 * Returns: its top edge in the whole text
 */
double
ump_markdown_canvas_get_y (UmpMarkdownCanvas *self, guint index)
{
  return PADDING + ump_markdown_stack_get_y (self->stack, index);
}


/* Where the viewport's top is to be, by what the user looks at. */
double
ump_markdown_canvas_get_wanted_value (UmpMarkdownCanvas *self)
{
  double last = MAX (0, get_total (self) - self->page);
  guint n = ump_markdown_stack_get_n_items (self->stack);

  if (self->follow)
    return last;
  if (n == 0)
    return 0;
  return CLAMP (ump_markdown_canvas_get_y (self, MIN (self->anchor, n - 1)) + self->anchor_offset, 0, last);
}


void
ump_markdown_canvas_remember_anchor (UmpMarkdownCanvas *self, double value)
{
  if (ump_markdown_stack_get_n_items (self->stack) == 0)
    return;
  self->anchor = ump_markdown_stack_find (self->stack, value - PADDING);
  self->anchor_offset = value - ump_markdown_canvas_get_y (self, self->anchor);
}


static void
show_marks (UmpMarkdownCanvas *self, UmpMarkdownItem *item)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, TRUE, sizeof (UmpMarkdownRange));

  ump_markdown_marks_append_ranges (self->marks, item->block_index, ranges);
  ump_markdown_piece_set_ranges (UMP_MARKDOWN_PIECE (item->widget), ranges);
}


static gboolean
measure_item (UmpMarkdownCanvas *self, guint index)
{
  UmpMarkdownItem *item = ump_markdown_stack_get_item (self->stack, index);
  int height;

  gtk_widget_measure (item->widget, GTK_ORIENTATION_VERTICAL, (int) get_content_width (self), &height, NULL, NULL, NULL);
  return ump_markdown_stack_set_height (self->stack, index, height);
}


static gboolean
ensure_widget (UmpMarkdownCanvas *self, guint index)
{
  UmpMarkdownItem *item = ump_markdown_stack_get_item (self->stack, index);

  if (item->widget == NULL) {
    ump_markdown_stack_prepare (self->stack, index, gtk_widget_get_pango_context (GTK_WIDGET (self)), get_content_width (self));
    item->widget = ump_markdown_spares_take (self->spares, item, &self->style);
    if (item->widget == NULL)
      item->widget = ump_markdown_piece_new (item, &self->style);
    ump_markdown_canvas_place_widget (self, index);
    ump_markdown_piece_set_item (UMP_MARKDOWN_PIECE (item->widget), item,
                                 ump_markdown_stack_get_state (self->stack, item->block_index), &self->style);
    show_marks (self, item);
  } else if (item->measured) {
    return FALSE;
  }
  return measure_item (self, index);
}


static void
configure (UmpMarkdownCanvas *self, double value)
{
  if (self->vadjustment == NULL)
    return;
  self->configuring = TRUE;
  gtk_adjustment_configure (self->vadjustment, value, 0, MAX (get_total (self), self->page),
                            self->page * .1, self->page * .9, self->page);
  if (self->hadjustment != NULL)
    gtk_adjustment_configure (self->hadjustment, 0, 0, self->width, 1, 1, self->width);
  self->configuring = FALSE;
}


/* A scrolled window resizes itself when its bar comes or goes. In the middle of
 * a layout that can leave a parent without an allocation, so it waits for the
 * next frame. */
static gboolean
bar_comes_or_goes (UmpMarkdownCanvas *self)
{
  gboolean has_bar;

  if (self->vadjustment == NULL)
    return FALSE;
  has_bar = gtk_adjustment_get_upper (self->vadjustment) > gtk_adjustment_get_page_size (self->vadjustment);
  return has_bar != (get_total (self) > self->page);
}


static void
get_range (UmpMarkdownCanvas *self, double value, double overscan, guint *first, guint *end)
{
  guint n = ump_markdown_stack_get_n_items (self->stack);

  *first = ump_markdown_stack_find (self->stack, value - overscan - PADDING);
  *end = n == 0 ? 0 : ump_markdown_stack_find (self->stack, value + self->page + overscan - PADDING) + 1;
}


static void
drop_widgets_outside (UmpMarkdownCanvas *self, guint first, guint end)
{
  guint n = ump_markdown_stack_get_n_items (self->stack);

  for (guint i = self->first; i < MIN (self->end, n); i++) {
    UmpMarkdownItem *item = ump_markdown_stack_get_item (self->stack, i);

    if (i >= first && i < end)
      continue;
    if (item->widget != NULL)
      ump_markdown_spares_give (self->spares, g_steal_pointer (&item->widget));
    if (item->kind == UMP_MARKDOWN_ITEM_CODE)
      ump_markdown_code_forget (ump_markdown_stack_get_state (self->stack, item->block_index));
  }
  self->first = first;
  self->end = end;
  ump_markdown_canvas_drop_frames (self);
}


static double
ensure_height (UmpMarkdownCanvas *self, guint index)
{
  ensure_widget (self, index);
  return ump_markdown_stack_get_item (self->stack, index)->height;
}


/* Makes widgets from what the user looks at on, downwards and upwards, until
 * the viewport is full. */
static void
ensure_widgets (UmpMarkdownCanvas *self, guint *first, guint *end)
{
  guint n = ump_markdown_stack_get_n_items (self->stack);
  guint start = self->follow || n == 0 ? n : MIN (self->anchor, n - 1);
  double above = self->follow || n == 0 ? -self->page : self->anchor_offset;
  double below = -above;

  for (*end = start; *end < n && below < self->page + OVERSCAN; (*end)++)
    below += ensure_height (self, *end);
  /* Where the text ends within the viewport, more of what is above is seen. */
  if (below < self->page)
    above -= self->page - below;
  for (*first = start; *first > 0 && above < OVERSCAN; (*first)--)
    above += ensure_height (self, *first - 1);
}


/* Makes the widgets that the viewport needs. Not while sizes are allocated. */
void
ump_markdown_canvas_update (UmpMarkdownCanvas *self)
{
  guint first, end;

  if (self->width <= 0)
    return;
  ensure_widgets (self, &first, &end);
  drop_widgets_outside (self, first, end);
  configure (self, ump_markdown_canvas_get_wanted_value (self));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}


static gboolean
update_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  UmpMarkdownCanvas *self = UMP_MARKDOWN_CANVAS (widget);

  self->tick = 0;
  ump_markdown_canvas_update (self);
  return G_SOURCE_REMOVE;
}


static void
queue_update (UmpMarkdownCanvas *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), update_cb, NULL, NULL);
}


static void
value_changed_cb (UmpMarkdownCanvas *self)
{
  double value = gtk_adjustment_get_value (self->vadjustment);

  if (self->configuring)
    return;
  self->follow = value >= get_total (self) - self->page - END_SLACK;
  ump_markdown_canvas_remember_anchor (self, value);
  if (self->allocating)
    queue_update (self);
  else
    ump_markdown_canvas_update (self);
}


static void
ump_markdown_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = 0;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 400 : 200;
}


static void
ump_markdown_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  UmpMarkdownCanvas *self = UMP_MARKDOWN_CANVAS (widget);
  double value;
  guint first, end;

  self->allocating = TRUE;
  self->page = height;
  if (width != self->width) {
    self->width = width;
    ump_markdown_stack_set_width (self->stack, get_content_width (self));
  }
  for (guint i = self->first; i < MIN (self->end, ump_markdown_stack_get_n_items (self->stack)); i++) {
    UmpMarkdownItem *item = ump_markdown_stack_get_item (self->stack, i);

    if (item->widget != NULL) {
      ump_markdown_stack_prepare (self->stack, i, gtk_widget_get_pango_context (widget), get_content_width (self));
      measure_item (self, i);
    }
  }
  value = ump_markdown_canvas_get_wanted_value (self);
  if (bar_comes_or_goes (self))
    queue_update (self);
  else
    configure (self, value);
  ump_markdown_canvas_allocate_items (self, get_content_width (self), value);
  get_range (self, value, 0, &first, &end);
  if (first < self->first || end > self->end)
    queue_update (self);
  self->allocating = FALSE;
}


static void
set_adjustment (UmpMarkdownCanvas *self, GtkAdjustment **place, GtkAdjustment *adjustment, gboolean vertical)
{
  if (*place == adjustment)
    return;
  if (*place != NULL && vertical)
    g_signal_handlers_disconnect_by_func (*place, value_changed_cb, self);
  g_clear_object (place);
  if (adjustment == NULL)
    return;
  *place = g_object_ref_sink (adjustment);
  if (vertical)
    g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}


static void
ump_markdown_canvas_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UmpMarkdownCanvas *self = UMP_MARKDOWN_CANVAS (object);

  switch (id) {
  case PROP_HADJUSTMENT:
    set_adjustment (self, &self->hadjustment, g_value_get_object (value), FALSE);
    break;
  case PROP_VADJUSTMENT:
    set_adjustment (self, &self->vadjustment, g_value_get_object (value), TRUE);
    break;
  case PROP_HSCROLL_POLICY:
    self->hscroll_policy = g_value_get_enum (value);
    break;
  case PROP_VSCROLL_POLICY:
    self->vscroll_policy = g_value_get_enum (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
ump_markdown_canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UmpMarkdownCanvas *self = UMP_MARKDOWN_CANVAS (object);

  switch (id) {
  case PROP_HADJUSTMENT:
    g_value_set_object (value, self->hadjustment);
    break;
  case PROP_VADJUSTMENT:
    g_value_set_object (value, self->vadjustment);
    break;
  case PROP_HSCROLL_POLICY:
    g_value_set_enum (value, self->hscroll_policy);
    break;
  case PROP_VSCROLL_POLICY:
    g_value_set_enum (value, self->vscroll_policy);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
ump_markdown_canvas_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  UmpMarkdownCanvas *self = UMP_MARKDOWN_CANVAS (widget);

  GTK_WIDGET_CLASS (ump_markdown_canvas_parent_class)->css_changed (widget, change);
  ump_markdown_stack_set_context (self->stack, gtk_widget_get_pango_context (widget));
}


static void
ump_markdown_canvas_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ump_markdown_canvas_parent_class)->root (widget);
  g_signal_connect_swapped (gtk_widget_get_root (widget), "notify::focus-widget", G_CALLBACK (ump_markdown_canvas_show_focus), widget);
}


static void
ump_markdown_canvas_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), ump_markdown_canvas_show_focus, widget);
  GTK_WIDGET_CLASS (ump_markdown_canvas_parent_class)->unroot (widget);
}


static void
ump_markdown_canvas_dispose (GObject *object)
{
  UmpMarkdownCanvas *self = UMP_MARKDOWN_CANVAS (object);

  set_adjustment (self, &self->vadjustment, NULL, TRUE);
  set_adjustment (self, &self->hadjustment, NULL, FALSE);
  g_clear_pointer (&self->stack, ump_markdown_stack_free);
  g_clear_pointer (&self->spares, ump_markdown_spares_free);
  g_clear_pointer (&self->frames, g_ptr_array_unref);
  G_OBJECT_CLASS (ump_markdown_canvas_parent_class)->dispose (object);
}


static void
ump_markdown_canvas_class_init (UmpMarkdownCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = ump_markdown_canvas_set_property;
  object_class->get_property = ump_markdown_canvas_get_property;
  object_class->dispose = ump_markdown_canvas_dispose;
  widget_class->measure = ump_markdown_canvas_measure;
  widget_class->size_allocate = ump_markdown_canvas_size_allocate;
  widget_class->snapshot = ump_markdown_canvas_snapshot;
  widget_class->root = ump_markdown_canvas_root;
  widget_class->unroot = ump_markdown_canvas_unroot;
  widget_class->css_changed = ump_markdown_canvas_css_changed;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  gtk_widget_class_set_css_name (widget_class, "markdowncanvas");
  gtk_widget_class_set_accessible_role (widget_class, ump_role_article ());
}


static void
ump_markdown_canvas_init (UmpMarkdownCanvas *self)
{
  self->style.scale = 1;
  self->stack = ump_markdown_stack_new (&self->style);
  self->spares = ump_markdown_spares_new ();
  self->frames = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->follow = TRUE;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}


/**
 * ump_markdown_canvas_new:
 * @marks: what is selected and found; outlives the canvas
 *
 * Returns: (transfer floating): an empty canvas, to be put into a #GtkScrolledWindow
 */
GtkWidget *
ump_markdown_canvas_new (UmpMarkdownMarks *marks)
{
  UmpMarkdownCanvas *self = g_object_new (UMP_TYPE_MARKDOWN_CANVAS, NULL);

  self->marks = marks;
  return GTK_WIDGET (self);
}


/**
 * ump_markdown_canvas_set_blocks:
 * @self: a canvas
 * @blocks: (element-type UmpMdBlock): the blocks of the answer
 * @changed: index of the first that is not as it was
 */
void
ump_markdown_canvas_set_blocks (UmpMarkdownCanvas *self, GPtrArray *blocks, guint changed)
{
  ump_markdown_stack_set_blocks (self->stack, blocks, changed);
  self->first = MIN (self->first, ump_markdown_stack_get_n_items (self->stack));
  ump_markdown_canvas_update (self);
}


/**
 * ump_markdown_canvas_set_style:
 * @self: a canvas
 * @style: how blocks are shown from now on
 */
void
ump_markdown_canvas_set_style (UmpMarkdownCanvas *self, const UmpMarkdownStyle *style)
{
  UmpMdPlace top = { 0, 0 };
  guint n = ump_markdown_stack_get_n_items (self->stack);

  if (n > 0) {
    const UmpMarkdownItem *item = ump_markdown_stack_get_item (self->stack, MIN (self->anchor, n - 1));

    top = (UmpMdPlace) { item->block_index, item->start };
  }
  self->anchor_offset *= style->scale / self->style.scale;
  self->style = *style;
  ump_markdown_stack_set_style (self->stack, style);
  self->first = self->end = 0;
  /* What the user looks at may not be the same item any more: pictures come between. */
  self->anchor = ump_markdown_stack_find_place (self->stack, top.block, top.offset);
  ump_markdown_canvas_update (self);
}


/**
 * ump_markdown_canvas_start_over:
 * @self: a canvas
 * @follow: whether to follow the end
 *
 * Forgets all blocks and goes to the top, for another answer.
 */
void
ump_markdown_canvas_start_over (UmpMarkdownCanvas *self, gboolean follow)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  ump_markdown_stack_set_blocks (self->stack, none, 0);
  self->first = self->end = 0;
  self->anchor = 0;
  self->anchor_offset = -PADDING;
  self->follow = follow;
}


/**
 * ump_markdown_canvas_set_follows:
 * @self: a canvas
 * @follow: whether to stay at the end when it moves
 */
void
ump_markdown_canvas_set_follows (UmpMarkdownCanvas *self, gboolean follow)
{
  self->follow = follow;
  if (follow)
    ump_markdown_canvas_update (self);
}


/**
 * ump_markdown_canvas_get_follows:
 * @self: a canvas
 *
 * Returns: whether the user is at the end
 */
gboolean
ump_markdown_canvas_get_follows (UmpMarkdownCanvas *self)
{
  return self->follow;
}


/**
 * ump_markdown_canvas_show_more:
 * @self: a canvas
 * @block: index of a table with hidden rows
 */
void
ump_markdown_canvas_show_more (UmpMarkdownCanvas *self, guint block)
{
  self->follow = FALSE;
  ump_markdown_stack_show_more (self->stack, block);
  ump_markdown_canvas_update (self);
}


/**
 * ump_markdown_canvas_marks_changed:
 * @self: a canvas
 *
 * Shows what is selected and found now.
 */
void
ump_markdown_canvas_marks_changed (UmpMarkdownCanvas *self)
{
  for (guint i = self->first; i < MIN (self->end, ump_markdown_stack_get_n_items (self->stack)); i++) {
    UmpMarkdownItem *item = ump_markdown_stack_get_item (self->stack, i);

    if (item->widget != NULL)
      show_marks (self, item);
  }
}
