/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ump-compat.h"
#include "ump-markdown-code.h"
#include "ump-markdown-piece-private.h"
#include "ump-markdown-turns.h"

/* What a piece shows, by the kind of its item. Where it is shown is in
 * ump-markdown-piece.c. */


gboolean
ump_markdown_piece_scrolls (UmpMarkdownPiece *self)
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
    if (block->n_containers > 0 && block->containers[block->n_containers - 1].first && item->first && !style->plain)
      return GTK_ACCESSIBLE_ROLE_LIST_ITEM;
    return ump_role_paragraph ();
  }
}


/* Of a heading, or how many lists a list item stands in: all of them are one
 * list for assistive tools. */
static int
get_level (UmpMarkdownPiece *self)
{
  int level = 0;

  if (self->role == GTK_ACCESSIBLE_ROLE_HEADING)
    return (int) self->block->level;
  for (guint i = 0; i < self->block->n_containers; i++)
    level += self->block->containers[i].kind != UMP_MD_QUOTE;
  return level;
}


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
  g_autoptr (GString) name = g_string_new (NULL);

  g_ptr_array_set_size (self->fields, (int) MIN (self->fields->len, columns));
  for (guint i = 0; i < columns; i++) {
    UmpMdSpan cell = ump_md_block_get_cell (self->block, self->row, i);
    UmpMarkdownField *field = get_field (self, i);

    ump_markdown_field_set (field, self->block, cell.start, cell.end, &self->style, NULL, self->block->aligns[i]);
    g_string_append_printf (name, "%s%s", i > 0 ? ", " : "", ump_markdown_field_get_spoken (field));
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str, -1);
}


/* Headings and list items are called what stands in them. */
static void
set_text (UmpMarkdownPiece *self)
{
  UmpMarkdownField *field = get_field (self, 0);

  ump_markdown_field_set (field, self->block, self->start, self->end, &self->style, self->state, UMP_MD_ALIGN_DEFAULT);
  if (self->role == GTK_ACCESSIBLE_ROLE_MATH)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, ump_markdown_field_get_spoken (field), -1);
  if (self->role != GTK_ACCESSIBLE_ROLE_HEADING && self->role != GTK_ACCESSIBLE_ROLE_LIST_ITEM)
    return;
  if (self->named_by != ump_markdown_field_get_widget (field))
    gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY, ump_markdown_field_get_widget (field), NULL, -1);
  self->named_by = ump_markdown_field_get_widget (field);
}


static void
copy_code_cb (GtkButton *button, UmpMarkdownPiece *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "markdown.copy-code", "u", self->block_index);
}


static void
add_header (UmpMarkdownPiece *self)
{
  GtkWidget *button = gtk_button_new ();

  self->copy_icon = gtk_image_new_from_icon_name ("edit-copy-symbolic");
  gtk_button_set_child (GTK_BUTTON (button), self->copy_icon);
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


static gboolean
color_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  UmpMarkdownPiece *self = UMP_MARKDOWN_PIECE (widget);

  if (!ump_markdown_turns_take (widget, clock))
    return G_SOURCE_CONTINUE;
  self->color_tick = 0;
  /* Another piece of the block may have left the screen, and the colours with it. */
  if (!ump_markdown_code_is_loaded (self->state))
    ump_markdown_code_load (self->state, self->block);
  ump_markdown_field_set (get_field (self, 0), self->block, self->start, self->end, &self->style, self->state, UMP_MD_ALIGN_DEFAULT);
  return G_SOURCE_REMOVE;
}


/* Not at once: the first block of a language costs some frames. */
static gboolean
load_code_cb (gpointer user_data)
{
  UmpMarkdownPiece *self = user_data;

  self->loading = 0;
  if (!ump_markdown_code_is_loaded (self->state))
    ump_markdown_code_load (self->state, self->block);
  if (self->color_tick == 0)
    self->color_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), color_cb, NULL, NULL);
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
  if (self->header != NULL) {
    g_autoptr (PangoAttrList) attrs = pango_attr_list_new ();

    pango_attr_list_insert (attrs, pango_attr_scale_new (self->style.scale));
    gtk_label_set_attributes (GTK_LABEL (self->language), attrs);
    /* Translators: over code whose language is not said. */
    gtk_label_set_text (GTK_LABEL (self->language), language != NULL ? language : _("Text"));
    gtk_image_set_pixel_size (GTK_IMAGE (self->copy_icon), (int) (16 * self->style.scale));
    /* The padding of the code grows with the text too. */
    gtk_widget_set_margin_start (self->language, (int) MAX (0, (self->style.scale - 1) * 12));
    gtk_widget_set_margin_top (self->language, (int) MAX (0, (self->style.scale - 1) * 4));
    gtk_widget_set_margin_bottom (self->language, (int) MAX (0, (self->style.scale - 1) * 4));
  }
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
  /* Translators: rows of a long table or of long code that are not shown. */
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
    self->backdrop = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "can-target", FALSE, NULL);
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


void
ump_markdown_piece_forget_state (UmpMarkdownPiece *self)
{
  if (self->state != NULL)
    g_clear_signal_handler (&self->scrolled, self->state->hadjustment);
  self->state = NULL;
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
  self->frame = item->frame;
  if (ump_markdown_piece_scrolls (self)) {
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
 * Returns: whether @self can show @item; roles are fixed, and so is whether it
 *   stands in a list or a table
 */
gboolean
ump_markdown_piece_fits (UmpMarkdownPiece *self, const UmpMarkdownItem *item, const UmpMarkdownStyle *style)
{
  return self->kind == item->kind && self->frame == item->frame && self->role == get_role (item, style) && (self->row == 0) == (item->row == 0);
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
  ump_markdown_piece_forget_state (self);
  self->state = state;
  if (ump_markdown_piece_scrolls (self))
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
  if (ump_markdown_piece_scrolls (self) && self->last && self->scrollbar == NULL) {
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
    set_text (self);
    break;
  }
  if (self->role == GTK_ACCESSIBLE_ROLE_HEADING || self->role == GTK_ACCESSIBLE_ROLE_LIST_ITEM)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LEVEL, get_level (self), -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}


/**
 * ump_markdown_piece_rest:
 * @self: a piece
 *
 * Hides it and lets go of its item, until ump_markdown_piece_set_item() gives
 * it another one.
 */
void
ump_markdown_piece_rest (UmpMarkdownPiece *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_clear_handle_id (&self->loading, g_source_remove);
  if (self->color_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->color_tick);
  self->color_tick = 0;
  ump_markdown_piece_forget_state (self);
  g_clear_pointer (&self->block, ump_md_block_unref);
  g_array_set_size (self->ranges, 0);
}
