/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ump-markdown-code.h"
#include "ump-markdown-decor.h"
#include "ump-markdown-field.h"
#include "ump-markdown-piece.h"

#define CODE_PADDING 12
#define CODE_BOTTOM 10
#define CELL_PADDING_Y 6
#define RULE_HEIGHT 13

struct _UmpMarkdownPiece {
  GtkWidget parent_instance;

  UmpMarkdownItemKind kind;
  GtkAccessibleRole role;
  UmpMdBlock *block;
  guint block_index;
  guint start;
  guint end;
  guint row;
  gboolean first;
  gboolean last;
  double margin;
  guint joined;
  UmpMarkdownStyle style;

  /* Shared with the other pieces of the block; kept by the view. */
  UmpMarkdownState *state;

  UmpMarkdownDecor *decor;
  GtkWidget *backdrop;
  GtkWidget *header;
  GtkWidget *language;
  GtkWidget *special;
  GtkWidget *scrollbar;
  GPtrArray *fields;
  GArray *ranges;
  GPtrArray *boxes[UMP_MARKDOWN_N_MARKS];
  guint n_boxes[UMP_MARKDOWN_N_MARKS];
  guint boxes_tick;

  /* Where the text is, set when it is allocated. */
  graphene_rect_t content;
  gulong scrolled;
  guint loading;
};

G_DEFINE_FINAL_TYPE (UmpMarkdownPiece, ump_markdown_piece, GTK_TYPE_WIDGET)

static const char * const mark_classes[] = { "selected", "hit", "current-hit" };


static gboolean
scrolls (UmpMarkdownPiece *self)
{
  return self->kind == UMP_MARKDOWN_ITEM_CODE || self->kind == UMP_MARKDOWN_ITEM_ROW || self->kind == UMP_MARKDOWN_ITEM_MATH;
}


static GtkAccessibleRole
get_role (const UmpMarkdownItem *item, const UmpMarkdownStyle *style)
{
  const UmpMdBlock *block = item->block;

  switch (item->kind) {
  case UMP_MARKDOWN_ITEM_ROW:
    return GTK_ACCESSIBLE_ROLE_ROW;
  case UMP_MARKDOWN_ITEM_RULE:
    return GTK_ACCESSIBLE_ROLE_SEPARATOR;
  case UMP_MARKDOWN_ITEM_MATH:
    return GTK_ACCESSIBLE_ROLE_MATH;
  case UMP_MARKDOWN_ITEM_PICTURE:
    return GTK_ACCESSIBLE_ROLE_IMG;
  case UMP_MARKDOWN_ITEM_CODE:
  case UMP_MARKDOWN_ITEM_MORE:
    return GTK_ACCESSIBLE_ROLE_GROUP;
  case UMP_MARKDOWN_ITEM_TEXT:
  default:
    if (block->kind == UMP_MD_HEADING && !style->plain)
      return GTK_ACCESSIBLE_ROLE_HEADING;
    if (block->n_containers > 0 && block->containers[block->n_containers - 1].kind != UMP_MD_QUOTE && !style->plain)
      return GTK_ACCESSIBLE_ROLE_LIST_ITEM;
    return GTK_ACCESSIBLE_ROLE_GROUP;
  }
}

/* Building. */

static UmpMarkdownField *
get_field (UmpMarkdownPiece *self, guint index)
{
  UmpMarkdownField *field;

  if (index < self->fields->len)
    return g_ptr_array_index (self->fields, index);
  field = ump_markdown_field_new (GTK_WIDGET (self), self->kind, self->row == 0);
  g_ptr_array_add (self->fields, field);
  return field;
}


static void
set_rows (UmpMarkdownPiece *self)
{
  guint columns = MIN (self->block->n_columns, UMP_MARKDOWN_MAX_COLUMNS);

  g_ptr_array_set_size (self->fields, (int) MIN (self->fields->len, columns));
  for (guint i = 0; i < columns; i++) {
    UmpMdSpan cell = ump_md_block_get_cell (self->block, self->row, i);
    UmpMarkdownField *field = get_field (self, i);

    ump_markdown_field_set (field, self->block, cell.start, cell.end, &self->style, NULL, self->block->aligns[i]);
  }
}


static void
copy_code_cb (GtkButton *button, UmpMarkdownPiece *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "markdown.copy-code", "u", self->block_index);
}


static void
add_header (UmpMarkdownPiece *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  self->language = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->language), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->language), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->language, "caption");
  gtk_widget_add_css_class (self->language, "dim-label");
  gtk_widget_set_hexpand (self->language, TRUE);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Copy Code"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Copy Code"), -1);
  g_signal_connect (button, "clicked", G_CALLBACK (copy_code_cb), self);
  self->header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->header, "code-header");
  gtk_widget_set_cursor_from_name (self->header, "default");
  gtk_box_append (GTK_BOX (self->header), self->language);
  gtk_box_append (GTK_BOX (self->header), button);
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));
}


/* Not at once: the first block of a language costs some frames. */
static gboolean
load_code_cb (gpointer user_data)
{
  UmpMarkdownPiece *self = user_data;

  self->loading = 0;
  if (!ump_markdown_code_is_loaded (self->state))
    ump_markdown_code_load (self->state, self->block);
  ump_markdown_field_set (get_field (self, 0), self->block, self->start, self->end, &self->style, self->state, UMP_MD_ALIGN_DEFAULT);
  return G_SOURCE_REMOVE;
}


static void
set_code (UmpMarkdownPiece *self)
{
  g_autofree char *language = ump_md_block_dup_language (self->block);
  g_autofree char *name = NULL;

  if (self->first && self->header == NULL)
    add_header (self);
  else if (!self->first)
    g_clear_pointer (&self->header, gtk_widget_unparent);
  if (self->header != NULL)
    gtk_label_set_text (GTK_LABEL (self->language), language != NULL ? language : _("Text"));
  name = language != NULL ? g_strdup_printf (C_("accessible name", "Code, %s"), language) : g_strdup (C_("accessible name", "Code"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  ump_markdown_field_set (get_field (self, 0), self->block, self->start, self->end, &self->style, self->state, UMP_MD_ALIGN_DEFAULT);
  if (language != NULL && self->loading == 0 && !ump_markdown_code_is_loaded (self->state))
    self->loading = g_idle_add (load_code_cb, self);
}


static void
show_more_cb (GtkButton *button, UmpMarkdownPiece *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "markdown.show-more", "u", self->block_index);
}


static void
set_more (UmpMarkdownPiece *self)
{
  g_autofree char *label = g_strdup_printf (ngettext ("Show More (%u row hidden)", "Show More (%u rows hidden)", self->row), self->row);

  if (self->special == NULL) {
    self->special = gtk_button_new ();
    gtk_widget_set_halign (self->special, GTK_ALIGN_START);
    g_signal_connect (self->special, "clicked", G_CALLBACK (show_more_cb), self);
    gtk_widget_set_parent (self->special, GTK_WIDGET (self));
  }
  gtk_button_set_label (GTK_BUTTON (self->special), label);
}


static GdkTexture *
decode_picture (const char *address)
{
  const char *comma = strchr (address, ',');
  g_autoptr (GBytes) bytes = NULL;
  guchar *data;
  gsize length;

  if (comma == NULL || memmem (address, (gsize) (comma - address), ";base64", 7) == NULL)
    return NULL;
  data = g_base64_decode (comma + 1, &length);
  bytes = g_bytes_new_take (data, length);
  return gdk_texture_new_from_bytes (bytes, NULL);
}


static void
set_picture (UmpMarkdownPiece *self)
{
  const UmpMdRun *run = &self->block->runs[self->row];
  g_autoptr (GdkTexture) texture = decode_picture (self->block->targets[run->target]);
  g_autofree char *alt = g_strndup (self->block->text + run->start, run->end - run->start);

  if (self->special == NULL) {
    self->special = gtk_picture_new ();
    gtk_picture_set_can_shrink (GTK_PICTURE (self->special), TRUE);
    gtk_widget_set_halign (self->special, GTK_ALIGN_START);
    gtk_widget_set_parent (self->special, GTK_WIDGET (self));
  }
  gtk_picture_set_paintable (GTK_PICTURE (self->special), texture != NULL ? GDK_PAINTABLE (texture) : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, alt, -1);
}


/* The direction of the first letter, as the Unicode rules for paragraphs have it
 * (UAX 9, P2 and P3). */
static GtkTextDirection
find_direction (const char *text, gsize size)
{
  for (const char *at = text; at < text + size; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (!g_unichar_isalpha (c))
      continue;
    switch (g_unichar_get_script (c)) {
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_HEBREW:
    case G_UNICODE_SCRIPT_SYRIAC:
    case G_UNICODE_SCRIPT_THAANA:
    case G_UNICODE_SCRIPT_NKO:
    case G_UNICODE_SCRIPT_MANDAIC:
    case G_UNICODE_SCRIPT_SAMARITAN:
    case G_UNICODE_SCRIPT_ADLAM:
      return GTK_TEXT_DIR_RTL;
    default:
      return GTK_TEXT_DIR_LTR;
    }
  }
  return GTK_TEXT_DIR_NONE;
}


static void
set_direction (UmpMarkdownPiece *self)
{
  GtkTextDirection direction = GTK_TEXT_DIR_NONE;

  if (self->kind == UMP_MARKDOWN_ITEM_CODE || self->kind == UMP_MARKDOWN_ITEM_MATH)
    direction = GTK_TEXT_DIR_LTR;
  else if (self->kind == UMP_MARKDOWN_ITEM_TEXT || self->kind == UMP_MARKDOWN_ITEM_ROW)
    direction = find_direction (self->block->text, MIN (self->block->length, 1024));
  gtk_widget_set_direction (GTK_WIDGET (self), direction);
}


static void
update_backdrop (UmpMarkdownPiece *self)
{
  if (self->kind != UMP_MARKDOWN_ITEM_CODE && self->kind != UMP_MARKDOWN_ITEM_ROW && self->kind != UMP_MARKDOWN_ITEM_RULE)
    return;
  if (self->backdrop == NULL) {
    self->backdrop = g_object_new (GTK_TYPE_BOX, "can-target", FALSE, NULL);
    gtk_widget_add_css_class (self->backdrop, self->kind == UMP_MARKDOWN_ITEM_CODE ? "code" : self->kind == UMP_MARKDOWN_ITEM_ROW ? "row" : "rule");
    gtk_widget_insert_after (self->backdrop, GTK_WIDGET (self), NULL);
  }
  if (self->first)
    gtk_widget_add_css_class (self->backdrop, "first");
  else
    gtk_widget_remove_css_class (self->backdrop, "first");
  if (self->last)
    gtk_widget_add_css_class (self->backdrop, "last");
  else
    gtk_widget_remove_css_class (self->backdrop, "last");
}

/* Geometry. */

static double
get_header_height (UmpMarkdownPiece *self)
{
  int height;

  if (self->header == NULL)
    return self->kind == UMP_MARKDOWN_ITEM_CODE && self->first ? CODE_BOTTOM : 0;
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
  return height + 2 * CELL_PADDING_Y;
}


static double
measure_special (UmpMarkdownPiece *self, double room)
{
  int height;

  gtk_widget_measure (self->special, GTK_ORIENTATION_VERTICAL, (int) room, NULL, &height, NULL, NULL);
  return MIN (height, 480);
}


static double
measure_content (UmpMarkdownPiece *self, double room)
{
  UmpMarkdownField *field = self->fields->len > 0 ? g_ptr_array_index (self->fields, 0) : NULL;

  if (self->kind == UMP_MARKDOWN_ITEM_CODE || self->kind == UMP_MARKDOWN_ITEM_MATH)
    self->state->content_width = MAX (self->state->content_width, ump_markdown_field_get_width (field));
  switch (self->kind) {
  case UMP_MARKDOWN_ITEM_CODE:
    return get_header_height (self) + ump_markdown_field_get_height (field, -1) + (self->last ? CODE_BOTTOM : 0) +
           get_scrollbar_height (self, room - 2 * CODE_PADDING);
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
    double left = at + UMP_MARKDOWN_CELL_PADDING - scrolled;

    if (mirrored)
      left = room - left - width;
    ump_markdown_field_allocate (g_ptr_array_index (self->fields, i), x + left, y + CELL_PADDING_Y, width, height - 2 * CELL_PADDING_Y);
    at += width + 2 * UMP_MARKDOWN_CELL_PADDING;
  }
}


static void
allocate_fields (UmpMarkdownPiece *self, double x, double y, double room, double height, gboolean mirrored)
{
  double scrolled = self->state != NULL && scrolls (self) ? gtk_adjustment_get_value (self->state->hadjustment) : 0;
  UmpMarkdownField *field = self->fields->len > 0 ? g_ptr_array_index (self->fields, 0) : NULL;
  double top = get_header_height (self);

  graphene_rect_init (&self->content, (float) x, (float) y, (float) room, (float) height);
  if (self->kind == UMP_MARKDOWN_ITEM_ROW) {
    allocate_row (self, x, y, room, height - get_scrollbar_height (self, room), mirrored);
  } else if (self->kind == UMP_MARKDOWN_ITEM_CODE) {
    graphene_rect_init (&self->content, (float) x + CODE_PADDING, (float) y, (float) room - 2 * CODE_PADDING, (float) height);
    ump_markdown_field_allocate (field, x + CODE_PADDING - scrolled, y + top,
                                 MAX (ump_markdown_field_get_width (field), room - 2 * CODE_PADDING),
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
      GtkWidget *box = g_object_new (GTK_TYPE_BOX, "can-target", FALSE, NULL);

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
  double inner = self->kind == UMP_MARKDOWN_ITEM_CODE ? room - 2 * CODE_PADDING : room;
  double bar = get_scrollbar_height (self, inner);

  if (self->state == NULL || !scrolls (self))
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
ump_markdown_piece_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  UmpMarkdownPiece *self = UMP_MARKDOWN_PIECE (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  double indent, x, room;

  if (self->block == NULL)
    return;
  indent = ump_markdown_decor_get_indent (self->decor, width);
  x = mirrored ? 0 : indent;
  room = width - indent;
  ump_markdown_decor_allocate (self->decor, width, height, self->margin, self->joined, mirrored);
  allocate_scrollbar (self, x, room, height);
  allocate_backdrop (self, x, room, height, mirrored);
  if (self->header != NULL)
    allocate (self->header, x, self->margin, room, get_header_height (self));
  if (self->special != NULL)
    allocate (self->special, x, self->margin, room, height - self->margin);
  allocate_fields (self, x, self->margin, room, height - self->margin, mirrored);
  allocate_boxes (self);
}


static void
ump_markdown_piece_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UmpMarkdownPiece *self = UMP_MARKDOWN_PIECE (widget);
  gboolean clip = scrolls (self);

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


static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, UmpMarkdownPiece *self)
{
  GdkModifierType modifiers = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  GtkAdjustment *adjustment = self->state != NULL ? self->state->hadjustment : NULL;
  double before;

  if ((modifiers & GDK_SHIFT_MASK) != 0 && dx == 0)
    dx = dy;
  if (adjustment == NULL || dx == 0)
    return GDK_EVENT_PROPAGATE;
  before = gtk_adjustment_get_value (adjustment);
  gtk_adjustment_set_value (adjustment, before + dx * (ABS (dx) <= 3 ? 40 : 1));
  return gtk_adjustment_get_value (adjustment) != before ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}


static void
forget_state (UmpMarkdownPiece *self)
{
  if (self->state != NULL)
    g_clear_signal_handler (&self->scrolled, self->state->hadjustment);
  self->state = NULL;
}


static void
ump_markdown_piece_dispose (GObject *object)
{
  UmpMarkdownPiece *self = UMP_MARKDOWN_PIECE (object);

  g_clear_handle_id (&self->loading, g_source_remove);
  forget_state (self);
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
 * ump_markdown_piece_new:
 * @item: what will be shown
 * @style: how
 *
 * Returns: (transfer floating): an empty piece of the item's kind
 */
GtkWidget *
ump_markdown_piece_new (const UmpMarkdownItem *item, const UmpMarkdownStyle *style)
{
  GtkAccessibleRole role = get_role (item, style);
  UmpMarkdownPiece *self = g_object_new (UMP_TYPE_MARKDOWN_PIECE, "accessible-role", role, NULL);

  self->kind = item->kind;
  self->role = role;
  if (scrolls (self)) {
    GtkEventController *controller = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

    g_signal_connect (controller, "scroll", G_CALLBACK (scroll_cb), self);
    gtk_widget_add_controller (GTK_WIDGET (self), controller);
  }
  return GTK_WIDGET (self);
}


/**
 * ump_markdown_piece_fits:
 * @self: a piece
 * @item: another item
 * @style: how it is to be shown
 *
 * Returns: whether @self can show @item; roles are fixed
 */
gboolean
ump_markdown_piece_fits (UmpMarkdownPiece *self, const UmpMarkdownItem *item, const UmpMarkdownStyle *style)
{
  return self->kind == item->kind && self->role == get_role (item, style) && (self->row == 0) == (item->row == 0);
}


/**
 * ump_markdown_piece_set_item:
 * @self: a piece
 * @item: an item that it fits
 * @state: what the items of the block share; kept until the next call
 * @style: how it is shown
 */
void
ump_markdown_piece_set_item (UmpMarkdownPiece *self, const UmpMarkdownItem *item, UmpMarkdownState *state, const UmpMarkdownStyle *style)
{
  forget_state (self);
  self->state = state;
  if (scrolls (self))
    self->scrolled = g_signal_connect_swapped (state->hadjustment, "value-changed", G_CALLBACK (gtk_widget_queue_allocate), self);
  ump_md_block_ref (item->block);
  g_clear_pointer (&self->block, ump_md_block_unref);
  self->block = item->block;
  self->block_index = item->block_index;
  self->start = item->start;
  self->end = item->end;
  self->row = item->row;
  self->first = item->first;
  self->last = item->last;
  self->margin = item->margin;
  self->joined = item->joined;
  self->style = *style;
  set_direction (self);
  update_backdrop (self);
  ump_markdown_decor_set (self->decor, self->block, item->first, style);
  if (scrolls (self) && self->last && self->scrollbar == NULL) {
    self->scrollbar = gtk_scrollbar_new (GTK_ORIENTATION_HORIZONTAL, state->hadjustment);
    gtk_widget_set_parent (self->scrollbar, GTK_WIDGET (self));
  } else if (!self->last) {
    g_clear_pointer (&self->scrollbar, gtk_widget_unparent);
  } else if (self->scrollbar != NULL) {
    gtk_scrollbar_set_adjustment (GTK_SCROLLBAR (self->scrollbar), state->hadjustment);
  }
  switch (self->kind) {
  case UMP_MARKDOWN_ITEM_ROW:
    set_rows (self);
    break;
  case UMP_MARKDOWN_ITEM_CODE:
    set_code (self);
    break;
  case UMP_MARKDOWN_ITEM_MORE:
    set_more (self);
    break;
  case UMP_MARKDOWN_ITEM_PICTURE:
    set_picture (self);
    break;
  case UMP_MARKDOWN_ITEM_RULE:
    break;
  case UMP_MARKDOWN_ITEM_MATH:
  case UMP_MARKDOWN_ITEM_TEXT:
  default:
    ump_markdown_field_set (get_field (self, 0), self->block, self->start, self->end, style, state, UMP_MD_ALIGN_DEFAULT);
    break;
  }
  if (self->role == GTK_ACCESSIBLE_ROLE_HEADING)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LEVEL, (int) self->block->level, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
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
