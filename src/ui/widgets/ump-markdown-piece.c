/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ump-markdown-piece-private.h"

#define CODE_PADDING 12
#define CODE_BOTTOM 10
#define CELL_PADDING_Y 6
#define RULE_HEIGHT 13
#define MAX_PICTURE 480.

G_DEFINE_FINAL_TYPE (UmpMarkdownPiece, ump_markdown_piece, GTK_TYPE_WIDGET)

static const char * const mark_classes[] = { "selected", "hit", "current-hit" };


/* Geometry. */

static double
scaled (UmpMarkdownPiece *self, double padding)
{
  return floor (padding * self->style.scale);
}


static double
get_header_height (UmpMarkdownPiece *self)
{
  int height;

  if (self->header == NULL)
    return self->kind == UMP_MARKDOWN_ITEM_CODE && self->first ? scaled (self, CODE_BOTTOM) : 0;
  gtk_widget_measure (self->header, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  return height;
}


static double
get_scrollbar_height (UmpMarkdownPiece *self, double room)
{
  int height;

  if (self->scrollbar == NULL || self->state == NULL || self->state->content_width <= room + .5)
    return 0;
  gtk_widget_measure (self->scrollbar, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  return height;
}


static double
measure_row (UmpMarkdownPiece *self)
{
  double height = 0;

  for (guint i = 0; i < self->fields->len && i < self->state->n_columns; i++)
    height = MAX (height, ump_markdown_field_get_height (g_ptr_array_index (self->fields, i), self->state->columns[i]));
  return height + 2 * scaled (self, CELL_PADDING_Y);
}


/* As large as it is, unless there is less room. */
static void
get_picture_size (UmpMarkdownPiece *self, double room, double *width, double *height)
{
  GdkPaintable *picture = gtk_picture_get_paintable (GTK_PICTURE (self->special));
  double wanted = picture != NULL ? gdk_paintable_get_intrinsic_width (picture) : 0;
  double high = picture != NULL ? gdk_paintable_get_intrinsic_height (picture) : 0;
  double scale = wanted > 0 && high > 0 ? MIN (1, MIN (room / wanted, MAX_PICTURE / high)) : 0;

  *width = wanted * scale;
  *height = high * scale;
}


static double
measure_special (UmpMarkdownPiece *self, double room)
{
  int height;

  if (self->kind == UMP_MARKDOWN_ITEM_PICTURE) {
    double width, high;

    get_picture_size (self, room, &width, &high);
    return high;
  }
  gtk_widget_measure (self->special, GTK_ORIENTATION_VERTICAL, (int) room, NULL, &height, NULL, NULL);
  return height;
}


static double
measure_content (UmpMarkdownPiece *self, double room)
{
  UmpMarkdownField *field = self->fields->len > 0 ? g_ptr_array_index (self->fields, 0) : NULL;

  if (self->kind == UMP_MARKDOWN_ITEM_CODE || self->kind == UMP_MARKDOWN_ITEM_MATH)
    self->state->content_width = MAX (self->state->content_width, ump_markdown_field_get_width (field));
  switch (self->kind) {
  case UMP_MARKDOWN_ITEM_CODE:
    return get_header_height (self) + ump_markdown_field_get_height (field, -1) + (self->last ? scaled (self, CODE_BOTTOM) : 0) +
           get_scrollbar_height (self, room - 2 * scaled (self, CODE_PADDING));
  case UMP_MARKDOWN_ITEM_ROW:
    return measure_row (self) + get_scrollbar_height (self, room);
  case UMP_MARKDOWN_ITEM_MATH:
    return ump_markdown_field_get_height (field, -1) + get_scrollbar_height (self, room);
  case UMP_MARKDOWN_ITEM_RULE:
    return RULE_HEIGHT;
  case UMP_MARKDOWN_ITEM_MORE:
  case UMP_MARKDOWN_ITEM_PICTURE:
    return measure_special (self, room);
  case UMP_MARKDOWN_ITEM_TEXT:
  default:
    return ump_markdown_field_get_height (field, room);
  }
}


static void
ump_markdown_piece_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  UmpMarkdownPiece *self = UMP_MARKDOWN_PIECE (widget);

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL || self->block == NULL) {
    *minimum = *natural = 1;
    return;
  }
  for_size = for_size < 0 ? 400 : for_size;
  *minimum = *natural = (int) ceil (self->margin + MAX (measure_content (self, for_size - ump_markdown_decor_get_indent (self->decor, for_size)),
                                         ump_markdown_decor_get_height (self->decor)));
}


static void
allocate (GtkWidget *child, double x, double y, double width, double height)
{
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_size_allocate (child,
                            &(GtkAllocation) { (int) floor (x), (int) floor (y), MAX (minimum, (int) ceil (width)), (int) ceil (height) },
                            -1);
}


static void
allocate_row (UmpMarkdownPiece *self, double x, double y, double room, double height, gboolean mirrored)
{
  double scrolled = gtk_adjustment_get_value (self->state->hadjustment);
  double at = 0;

  for (guint i = 0; i < self->fields->len && i < self->state->n_columns; i++) {
    double width = self->state->columns[i];
    double left = at + scaled (self, UMP_MARKDOWN_CELL_PADDING) - scrolled;

    if (mirrored)
      left = room - left - width;
    ump_markdown_field_allocate (g_ptr_array_index (self->fields, i), x + left, y + scaled (self, CELL_PADDING_Y), width, height - 2 * scaled (self, CELL_PADDING_Y));
    at += width + 2 * scaled (self, UMP_MARKDOWN_CELL_PADDING);
  }
}


static void
allocate_fields (UmpMarkdownPiece *self, double x, double y, double room, double height, gboolean mirrored)
{
  double scrolled = self->state != NULL && ump_markdown_piece_scrolls (self) ? gtk_adjustment_get_value (self->state->hadjustment) : 0;
  UmpMarkdownField *field = self->fields->len > 0 ? g_ptr_array_index (self->fields, 0) : NULL;
  double top = get_header_height (self);

  graphene_rect_init (&self->content, (float) x, (float) y, (float) room, (float) height);
  if (self->kind == UMP_MARKDOWN_ITEM_ROW) {
    allocate_row (self, x, y, room, height - get_scrollbar_height (self, room), mirrored);
  } else if (self->kind == UMP_MARKDOWN_ITEM_CODE) {
    graphene_rect_init (&self->content, (float) x + scaled (self, CODE_PADDING), (float) y, (float) room - 2 * scaled (self, CODE_PADDING), (float) height);
    ump_markdown_field_allocate (field, x + scaled (self, CODE_PADDING) - scrolled, y + top,
                                 MAX (ump_markdown_field_get_width (field), room - 2 * scaled (self, CODE_PADDING)),
                                 ump_markdown_field_get_height (field, -1));
  } else if (self->kind == UMP_MARKDOWN_ITEM_MATH) {
    double width = ump_markdown_field_get_width (field);

    ump_markdown_field_allocate (field, x + MAX (0, (room - width) / 2) - scrolled, y, width, ump_markdown_field_get_height (field, -1));
  } else if (field != NULL) {
    ump_markdown_field_allocate (field, x, y, room, height);
  }
}


/* A child that is added while its parent is being allocated is a resize in the
 * middle of a layout, so boxes are made before the next frame. */
static gboolean
make_boxes_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  UmpMarkdownPiece *self = UMP_MARKDOWN_PIECE (widget);

  self->boxes_tick = 0;
  for (guint i = 0; i < UMP_MARKDOWN_N_MARKS; i++) {
    while (self->boxes[i]->len < self->n_boxes[i]) {
      GtkWidget *box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "can-target", FALSE, NULL);

      gtk_widget_add_css_class (box, mark_classes[i]);
      gtk_widget_insert_after (box, widget, self->backdrop);
      g_ptr_array_add (self->boxes[i], box);
    }
  }
  gtk_widget_queue_allocate (widget);
  return G_SOURCE_REMOVE;
}


static void
allocate_boxes (UmpMarkdownPiece *self)
{
  gboolean missing = FALSE;

  memset (self->n_boxes, 0, sizeof (self->n_boxes));
  for (guint i = 0; i < self->fields->len; i++) {
    UmpMarkdownField *field = g_ptr_array_index (self->fields, i);

    for (guint j = 0; j < self->ranges->len; j++) {
      const UmpMarkdownRange *range = &g_array_index (self->ranges, UmpMarkdownRange, j);
      g_autoptr (GArray) rects = ump_markdown_field_get_rects (field, range->start, range->end);

      for (guint k = 0; k < rects->len; k++) {
        const GdkRectangle *rect = &g_array_index (rects, GdkRectangle, k);
        guint used = self->n_boxes[range->mark]++;

        if (used < self->boxes[range->mark]->len)
          allocate (g_ptr_array_index (self->boxes[range->mark], used), rect->x, rect->y, rect->width, rect->height);
        else
          missing = TRUE;
      }
    }
  }
  for (guint i = 0; i < UMP_MARKDOWN_N_MARKS; i++) {
    for (guint j = 0; j < self->boxes[i]->len; j++)
      gtk_widget_set_child_visible (g_ptr_array_index (self->boxes[i], j), j < self->n_boxes[i]);
  }
  if (missing && self->boxes_tick == 0)
    self->boxes_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), make_boxes_cb, NULL, NULL);
}


static void
allocate_scrollbar (UmpMarkdownPiece *self, double x, double room, int height)
{
  double inner = self->kind == UMP_MARKDOWN_ITEM_CODE ? room - 2 * scaled (self, CODE_PADDING) : room;
  double bar = get_scrollbar_height (self, inner);

  if (self->state == NULL || !ump_markdown_piece_scrolls (self))
    return;
  g_object_freeze_notify (G_OBJECT (self->state->hadjustment));
  gtk_adjustment_configure (self->state->hadjustment, gtk_adjustment_get_value (self->state->hadjustment),
                            0, MAX (inner, self->state->content_width), 24, inner * .8, inner);
  g_object_thaw_notify (G_OBJECT (self->state->hadjustment));
  if (self->scrollbar != NULL) {
    gtk_widget_set_child_visible (self->scrollbar, bar > 0);
    if (bar > 0)
      allocate (self->scrollbar, x, height - bar, room, bar);
  }
}


static void
allocate_backdrop (UmpMarkdownPiece *self, double x, double room, int height, gboolean mirrored)
{
  double width = room, bar = 0, y = self->margin;

  if (self->backdrop == NULL)
    return;
  if (self->kind == UMP_MARKDOWN_ITEM_ROW) {
    width = MIN (room, self->state->content_width);
    bar = get_scrollbar_height (self, room);
  } else if (self->kind == UMP_MARKDOWN_ITEM_RULE) {
    y += floor ((height - y) / 2);
    bar = height - y - 1;
  }
  allocate (self->backdrop, mirrored ? x + room - width : x, y, width, height - y - bar);
}


static void
allocate_special (UmpMarkdownPiece *self, double x, double room, double height, gboolean mirrored)
{
  double width = room;

  if (self->kind == UMP_MARKDOWN_ITEM_PICTURE)
    get_picture_size (self, room, &width, &height);
  allocate (self->special, mirrored ? x + room - width : x, self->margin, width, height);
}


static void
ump_markdown_piece_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  UmpMarkdownPiece *self = UMP_MARKDOWN_PIECE (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  double indent, x, room, baseline_of_text = -1;

  if (self->block == NULL)
    return;
  indent = ump_markdown_decor_get_indent (self->decor, width);
  x = mirrored ? 0 : indent;
  room = width - indent;
  allocate_scrollbar (self, x, room, height);
  allocate_backdrop (self, x, room, height, mirrored);
  if (self->header != NULL)
    allocate (self->header, x, self->margin, room, get_header_height (self));
  if (self->special != NULL)
    allocate_special (self, x, room, height - self->margin, mirrored);
  allocate_fields (self, x, self->margin, room, height - self->margin, mirrored);
  if (self->kind == UMP_MARKDOWN_ITEM_TEXT)
    baseline_of_text = ump_markdown_field_get_baseline (g_ptr_array_index (self->fields, 0));
  ump_markdown_decor_allocate (self->decor, width, height, self->margin, self->joined, baseline_of_text, mirrored);
  allocate_boxes (self);
}


static void
ump_markdown_piece_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UmpMarkdownPiece *self = UMP_MARKDOWN_PIECE (widget);
  gboolean clip = ump_markdown_piece_scrolls (self);

  if (self->backdrop != NULL)
    gtk_widget_snapshot_child (widget, self->backdrop, snapshot);
  ump_markdown_decor_snapshot (self->decor, snapshot);
  if (self->header != NULL)
    gtk_widget_snapshot_child (widget, self->header, snapshot);
  if (clip)
    gtk_snapshot_push_clip (snapshot, &self->content);
  for (guint i = 0; i < UMP_MARKDOWN_N_MARKS; i++) {
    for (guint j = 0; j < self->boxes[i]->len; j++)
      gtk_widget_snapshot_child (widget, g_ptr_array_index (self->boxes[i], j), snapshot);
  }
  for (guint i = 0; i < self->fields->len; i++)
    ump_markdown_field_snapshot (g_ptr_array_index (self->fields, i), snapshot);
  if (clip)
    gtk_snapshot_pop (snapshot);
  if (self->special != NULL)
    gtk_widget_snapshot_child (widget, self->special, snapshot);
  if (self->scrollbar != NULL)
    gtk_widget_snapshot_child (widget, self->scrollbar, snapshot);
}


static void
ump_markdown_piece_dispose (GObject *object)
{
  UmpMarkdownPiece *self = UMP_MARKDOWN_PIECE (object);

  g_clear_handle_id (&self->loading, g_source_remove);
  ump_markdown_piece_forget_state (self);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->ranges, g_array_unref);
  for (guint i = 0; i < UMP_MARKDOWN_N_MARKS; i++)
    g_clear_pointer (&self->boxes[i], g_ptr_array_unref);
  g_clear_pointer (&self->decor, ump_markdown_decor_free);
  g_clear_pointer (&self->backdrop, gtk_widget_unparent);
  g_clear_pointer (&self->header, gtk_widget_unparent);
  g_clear_pointer (&self->special, gtk_widget_unparent);
  g_clear_pointer (&self->scrollbar, gtk_widget_unparent);
  g_clear_pointer (&self->block, ump_md_block_unref);
  G_OBJECT_CLASS (ump_markdown_piece_parent_class)->dispose (object);
}


static void
ump_markdown_piece_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  UmpMarkdownPiece *self = UMP_MARKDOWN_PIECE (widget);

  GTK_WIDGET_CLASS (ump_markdown_piece_parent_class)->css_changed (widget, change);
  for (guint i = 0; i < self->fields->len; i++)
    ump_markdown_field_forget_size (g_ptr_array_index (self->fields, i));
}


static GtkSizeRequestMode
ump_markdown_piece_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}


static void
ump_markdown_piece_class_init (UmpMarkdownPieceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_markdown_piece_dispose;
  widget_class->get_request_mode = ump_markdown_piece_get_request_mode;
  widget_class->measure = ump_markdown_piece_measure;
  widget_class->size_allocate = ump_markdown_piece_size_allocate;
  widget_class->snapshot = ump_markdown_piece_snapshot;
  widget_class->css_changed = ump_markdown_piece_css_changed;
  gtk_widget_class_set_css_name (widget_class, "markdownpiece");
}


static void
ump_markdown_piece_init (UmpMarkdownPiece *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_markdown_field_free);
  self->ranges = g_array_new (FALSE, FALSE, sizeof (UmpMarkdownRange));
  for (guint i = 0; i < UMP_MARKDOWN_N_MARKS; i++)
    self->boxes[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->decor = ump_markdown_decor_new (GTK_WIDGET (self));
}


/**
 * ump_markdown_piece_set_ranges:
 * @self: a piece
 * @ranges: (element-type UmpMarkdownRange): what is selected or found, in
 *   bytes of the block's text
 */
void
ump_markdown_piece_set_ranges (UmpMarkdownPiece *self, GArray *ranges)
{
  if (ranges->len == self->ranges->len &&
      (ranges->len == 0 || memcmp (ranges->data, self->ranges->data, ranges->len * sizeof (UmpMarkdownRange)) == 0))
    return;
  g_array_set_size (self->ranges, 0);
  g_array_append_vals (self->ranges, ranges->data, ranges->len);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}


/**
 * ump_markdown_piece_get_place:
 * @self: a piece
 * @x: a point in it
 * @y: the same
 *
 * Returns: the byte of the block's text next to the point
 */
guint
ump_markdown_piece_get_place (UmpMarkdownPiece *self, double x, double y)
{
  UmpMarkdownField *best = NULL;
  double nearest = G_MAXDOUBLE;

  for (guint i = 0; i < self->fields->len; i++) {
    UmpMarkdownField *field = g_ptr_array_index (self->fields, i);
    double distance = ump_markdown_field_get_distance (field, x);

    if (distance < nearest) {
      nearest = distance;
      best = field;
    }
  }
  if (best == NULL)
    return y > gtk_widget_get_height (GTK_WIDGET (self)) / 2 ? self->end : self->start;
  return ump_markdown_field_get_place (best, x, y);
}


/**
 * ump_markdown_piece_get_rect:
 * @self: a piece
 * @place: byte of the block's text
 * @rect: (out): where that is in the piece
 *
 * Returns: whether the piece shows it
 */
gboolean
ump_markdown_piece_get_rect (UmpMarkdownPiece *self, guint place, GdkRectangle *rect)
{
  for (guint i = 0; i < self->fields->len; i++) {
    g_autoptr (GArray) rects = ump_markdown_field_get_rects (g_ptr_array_index (self->fields, i), place, place + 1);

    if (rects->len > 0) {
      *rect = g_array_index (rects, GdkRectangle, 0);
      return TRUE;
    }
  }
  return FALSE;
}
