/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-markdown-selector.h"

/* Pixels that a press may move before it is a drag. */
#define DRAG_THRESHOLD 4

struct _UmpMarkdownSelector {
  UmpMarkdownCanvas *canvas;
  UmpMarkdownMarks *marks;
  UmpMdDocument *document;

  GtkGesture *drag;
  GtkGesture *click;
  GtkEventController *keys;
  gboolean dragging;
  double x;
  double y;
  guint tick;
};


static const UmpMdBlock *
get_block (UmpMarkdownSelector *self, guint index)
{
  GPtrArray *blocks = ump_md_document_get_blocks (self->document);

  return index < blocks->len ? g_ptr_array_index (blocks, index) : NULL;
}


static void
publish (UmpMarkdownSelector *self)
{
  GdkClipboard *primary = gtk_widget_get_primary_clipboard (GTK_WIDGET (self->canvas));
  UmpMdPlace start, end;
  g_autofree char *text = NULL;

  if (!ump_markdown_marks_get_selection (self->marks, &start, &end))
    return;
  text = ump_md_write_plain (ump_md_document_get_blocks (self->document), start, end);
  gdk_clipboard_set_text (primary, text);
}


static void
select_to (UmpMarkdownSelector *self, UmpMdPlace focus)
{
  UmpMdPlace anchor, old;

  if (!ump_markdown_marks_get_ends (self->marks, &anchor, &old))
    anchor = focus;
  ump_markdown_marks_select (self->marks, anchor, focus);
  ump_markdown_canvas_marks_changed (self->canvas);
}

/* By mouse. */

static gboolean
drag_on_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  UmpMarkdownSelector *self = user_data;
  int height = gtk_widget_get_height (widget);
  double over = self->y < 0 ? self->y : self->y > height ? self->y - height : 0;

  if (over != 0) {
    GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget));

    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + CLAMP (over * .3, -60, 60));
    select_to (self, ump_markdown_canvas_get_place (self->canvas, self->x, CLAMP (self->y, 0, height)));
  }
  return G_SOURCE_CONTINUE;
}


static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, UmpMarkdownSelector *self)
{
  GdkModifierType modifiers = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  self->dragging = FALSE;
  if ((modifiers & GDK_SHIFT_MASK) != 0) {
    select_to (self, ump_markdown_canvas_get_place (self->canvas, x, y));
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    self->dragging = TRUE;
  }
}


static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, UmpMarkdownSelector *self)
{
  double x, y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (!self->dragging) {
    UmpMdPlace place = ump_markdown_canvas_get_place (self->canvas, x, y);

    if (dx * dx + dy * dy < DRAG_THRESHOLD * DRAG_THRESHOLD)
      return;
    self->dragging = TRUE;
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
    ump_markdown_marks_select (self->marks, place, place);
  }
  self->x = x + dx;
  self->y = y + dy;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->canvas), drag_on_cb, self, NULL);
  select_to (self, ump_markdown_canvas_get_place (self->canvas, self->x, CLAMP (self->y, 0, gtk_widget_get_height (GTK_WIDGET (self->canvas)))));
}


static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, UmpMarkdownSelector *self)
{
  if (self->tick != 0) {
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->canvas), self->tick);
    self->tick = 0;
  }
  if (self->dragging)
    publish (self);
}


static guint
find_word_edge (const UmpMdBlock *block, guint offset, gboolean forward)
{
  g_autofree PangoLogAttr *attrs = NULL;
  glong n = g_utf8_strlen (block->text, -1);
  glong at = g_utf8_pointer_to_offset (block->text, block->text + MIN (offset, block->length));

  attrs = g_new0 (PangoLogAttr, n + 1);
  pango_get_log_attrs (block->text, (int) block->length, -1, pango_language_get_default (), attrs, (int) n + 1);
  if (forward) {
    for (at = at + 1; at < n && !attrs[at].is_word_end && !attrs[at].is_word_start; at++);
  } else {
    for (; at > 0 && !attrs[at].is_word_start && !attrs[at].is_word_end; at--);
  }
  at = CLAMP (at, 0, n);
  return (guint) (g_utf8_offset_to_pointer (block->text, at) - block->text);
}


static void
pressed_cb (GtkGestureClick *gesture, int presses, double x, double y, UmpMarkdownSelector *self)
{
  GdkModifierType modifiers = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  UmpMdPlace place = ump_markdown_canvas_get_place (self->canvas, x, y);
  const UmpMdBlock *block = get_block (self, place.block);

  if (block == NULL || (modifiers & GDK_SHIFT_MASK) != 0)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  if (presses == 1) {
    ump_markdown_marks_select (self->marks, place, place);
  } else if (presses == 2 && block->length < 65536) {
    UmpMdPlace start = { place.block, find_word_edge (block, place.offset, FALSE) };
    UmpMdPlace end = { place.block, find_word_edge (block, place.offset, TRUE) };

    ump_markdown_marks_select (self->marks, start, end);
  } else if (presses >= 3) {
    ump_markdown_marks_select (self->marks, (UmpMdPlace) { place.block, 0 }, (UmpMdPlace) { place.block, block->length });
  }
  ump_markdown_canvas_marks_changed (self->canvas);
  if (presses > 1)
    publish (self);
}

/* By keyboard. */

static UmpMdPlace
move_character (UmpMarkdownSelector *self, UmpMdPlace place, gboolean forward)
{
  const UmpMdBlock *block = get_block (self, place.block);

  if (block == NULL)
    return place;
  place.offset = MIN (place.offset, block->length);
  if (forward) {
    if (place.offset < block->length)
      place.offset = (guint) (g_utf8_next_char (block->text + place.offset) - block->text);
    else if (get_block (self, place.block + 1) != NULL)
      place = (UmpMdPlace) { place.block + 1, 0 };
  } else {
    if (place.offset > 0)
      place.offset = (guint) (g_utf8_prev_char (block->text + place.offset) - block->text);
    else if (place.block > 0)
      place = (UmpMdPlace) { place.block - 1, get_block (self, place.block - 1)->length };
  }
  return place;
}


static UmpMdPlace
move_word (UmpMarkdownSelector *self, UmpMdPlace place, gboolean forward)
{
  const UmpMdBlock *block = get_block (self, place.block);

  if (block == NULL || (forward ? place.offset >= block->length : place.offset == 0))
    return move_character (self, place, forward);
  if (!forward)
    place = move_character (self, place, FALSE);
  place.offset = find_word_edge (block, place.offset, forward);
  return place;
}


static UmpMdPlace
move_line (UmpMarkdownSelector *self, UmpMdPlace place, gboolean forward)
{
  GdkRectangle rect;
  UmpMdPlace moved = place;

  if (!ump_markdown_canvas_get_rect (self->canvas, place, &rect))
    return place;
  /* Over the gap between two blocks. */
  for (int step = 4; step < 120 && ump_md_place_compare (moved, place) == 0; step += 8)
    moved = ump_markdown_canvas_get_place (self->canvas, rect.x, forward ? rect.y + rect.height + step : rect.y - step);
  return moved;
}


static UmpMdPlace
get_end (UmpMarkdownSelector *self)
{
  GPtrArray *blocks = ump_md_document_get_blocks (self->document);
  guint last = blocks->len > 0 ? blocks->len - 1 : 0;
  const UmpMdBlock *block = get_block (self, last);

  return (UmpMdPlace) { last, block != NULL ? block->length : 0 };
}


static gboolean
extend (UmpMarkdownSelector *self, guint key, gboolean control)
{
  UmpMdPlace anchor, focus;
  gboolean left = gtk_widget_get_direction (GTK_WIDGET (self->canvas)) == GTK_TEXT_DIR_RTL;

  if (!ump_markdown_marks_get_ends (self->marks, &anchor, &focus))
    focus = ump_markdown_canvas_get_place (self->canvas, 0, 0);
  switch (key) {
  case GDK_KEY_Left:
  case GDK_KEY_Right: {
    gboolean forward = (key == GDK_KEY_Right) != left;

    focus = control ? move_word (self, focus, forward) : move_character (self, focus, forward);
    break;
  }
  case GDK_KEY_Up:
  case GDK_KEY_Down:
    focus = move_line (self, focus, key == GDK_KEY_Down);
    break;
  case GDK_KEY_Home:
    focus = (UmpMdPlace) { control ? 0 : focus.block, 0 };
    break;
  case GDK_KEY_End:
    focus = control ? get_end (self) : (UmpMdPlace) { focus.block, get_block (self, focus.block) != NULL ? get_block (self, focus.block)->length : 0 };
    break;
  default:
    return FALSE;
  }
  select_to (self, focus);
  ump_markdown_canvas_scroll_to (self->canvas, focus);
  publish (self);
  return TRUE;
}


static gboolean
scroll (UmpMarkdownSelector *self, guint key)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->canvas));
  double page = gtk_adjustment_get_page_size (adjustment);
  double value = gtk_adjustment_get_value (adjustment);

  switch (key) {
  case GDK_KEY_Up:
    value -= 40;
    break;
  case GDK_KEY_Down:
    value += 40;
    break;
  case GDK_KEY_Page_Up:
    value -= page * .9;
    break;
  case GDK_KEY_Page_Down:
  case GDK_KEY_space:
    value += page * .9;
    break;
  case GDK_KEY_Home:
    value = 0;
    break;
  case GDK_KEY_End:
    value = gtk_adjustment_get_upper (adjustment);
    break;
  default:
    return FALSE;
  }
  gtk_adjustment_set_value (adjustment, value);
  return TRUE;
}


static gboolean
pressed_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, UmpMarkdownSelector *self)
{
  gboolean control = (state & GDK_CONTROL_MASK) != 0;

  if ((state & GDK_ALT_MASK) != 0)
    return FALSE;
  if ((state & GDK_SHIFT_MASK) != 0)
    return extend (self, key, control);
  if (key == GDK_KEY_Escape && !control) {
    UmpMdPlace start, end;
    gboolean selected = ump_markdown_marks_get_selection (self->marks, &start, &end);

    ump_markdown_marks_unselect (self->marks);
    ump_markdown_canvas_marks_changed (self->canvas);
    return selected;
  }
  return !control && scroll (self, key);
}


/**
 * ump_markdown_selector_new:
 * @canvas: what is selected in; outlives the selector
 * @marks: where the selection is kept
 * @document: the answer
 *
 * Returns: (transfer full): a selector at work
 */
UmpMarkdownSelector *
ump_markdown_selector_new (UmpMarkdownCanvas *canvas, UmpMarkdownMarks *marks, UmpMdDocument *document)
{
  UmpMarkdownSelector *self = g_new0 (UmpMarkdownSelector, 1);

  self->canvas = canvas;
  self->marks = marks;
  self->document = document;
  self->click = gtk_gesture_click_new ();
  g_signal_connect (self->click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (self->click));
  self->drag = gtk_gesture_drag_new ();
  g_signal_connect (self->drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (self->drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (self->drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (self->drag));
  gtk_gesture_group (self->click, self->drag);
  self->keys = gtk_event_controller_key_new ();
  g_signal_connect (self->keys, "key-pressed", G_CALLBACK (pressed_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (canvas), self->keys);
  return self;
}


/**
 * ump_markdown_selector_free:
 * @self: (transfer full): a selector
 */
void
ump_markdown_selector_free (UmpMarkdownSelector *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->canvas), self->tick);
  gtk_widget_remove_controller (GTK_WIDGET (self->canvas), GTK_EVENT_CONTROLLER (self->drag));
  gtk_widget_remove_controller (GTK_WIDGET (self->canvas), GTK_EVENT_CONTROLLER (self->click));
  gtk_widget_remove_controller (GTK_WIDGET (self->canvas), self->keys);
  g_free (self);
}
