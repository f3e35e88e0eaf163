/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "ump-markdown-turns.h"
#include "ump-markdown-view-private.h"
#include "ump-markdown-warm-up.h"

/* When parsing takes long (a block without end), the next time waits this many
 * times as long, so that the main loop stays free. */
#define REST 4
#define REST_FROM_USEC 4000

enum {
  ACTIVATE_LINK,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UmpMarkdownView, ump_markdown_view, GTK_TYPE_WIDGET)


static UmpMarkdownCanvas *
get_canvas (UmpMarkdownView *self)
{
  return UMP_MARKDOWN_CANVAS (self->canvas);
}


static void
update_new_text (UmpMarkdownView *self)
{
  if (ump_markdown_canvas_get_follows (get_canvas (self)))
    gtk_widget_set_visible (self->new_text, FALSE);
}


static void
show_text (UmpMarkdownView *self, gboolean complete)
{
  gint64 begun = g_get_monotonic_time (), taken;
  guint before = ump_md_document_get_blocks (self->document)->len;
  guint changed = ump_md_document_update (self->document, complete);
  GPtrArray *blocks;

  taken = g_get_monotonic_time () - begun;
  self->rest_until = taken > REST_FROM_USEC ? begun + taken * (REST + 1) : 0;
  blocks = ump_md_document_get_blocks (self->document);
  if (changed < blocks->len || before != blocks->len) {
    ump_markdown_canvas_set_blocks (get_canvas (self), blocks, changed);
    self->hits = ump_markdown_marks_search (self->marks, blocks, changed);
    ump_markdown_canvas_marks_changed (get_canvas (self));
    if (!ump_markdown_canvas_get_follows (get_canvas (self)) && before > 0 && !self->other_text)
      gtk_widget_set_visible (self->new_text, TRUE);
  }
  self->other_text = FALSE;
  update_new_text (self);
}


/* Parses and shows what has come. */
void
ump_markdown_view_flush (UmpMarkdownView *self)
{
  if (!self->pending)
    return;
  self->pending = FALSE;
  show_text (self, self->complete);
}


static gboolean
update_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  UmpMarkdownView *self = UMP_MARKDOWN_VIEW (widget);
  gboolean due = self->pending && (self->complete || g_get_monotonic_time () >= self->rest_until);

  self->compared = FALSE;
  if (due && !ump_markdown_turns_take (self->canvas, clock))
    return G_SOURCE_CONTINUE;
  /* The last words now, the whole text once more in the next frame: both would
   * be too much for one. */
  if (due && self->complete && !self->last_shown && ump_md_document_get_closed (self->document) > 0) {
    self->last_shown = TRUE;
    show_text (self, FALSE);
    return G_SOURCE_CONTINUE;
  }
  if (due)
    ump_markdown_view_flush (self);
  if (self->pending)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}


static void
queue_update (UmpMarkdownView *self)
{
  self->pending = TRUE;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), update_cb, NULL, NULL);
}


static UmpMdPlace
get_end (UmpMarkdownView *self)
{
  GPtrArray *blocks = ump_md_document_get_blocks (self->document);
  UmpMdBlock *last = blocks->len > 0 ? g_ptr_array_index (blocks, blocks->len - 1) : NULL;

  return (UmpMdPlace) { last != NULL ? blocks->len - 1 : 0, last != NULL ? last->length : 0 };
}


static void
add_new_text (UmpMarkdownView *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("go-bottom-symbolic"));
  gtk_box_append (GTK_BOX (content), gtk_label_new (_("New Text Below")));
  self->new_text = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->new_text), content);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->new_text), "markdown.scroll-to-end");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->new_text), GTK_ACCESSIBLE_PROPERTY_LABEL, _("New Text Below"), -1);
  gtk_widget_add_css_class (self->new_text, "pill");
  gtk_widget_add_css_class (self->new_text, "osd");
  gtk_widget_add_css_class (self->new_text, "new-text");
  gtk_widget_set_halign (self->new_text, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->new_text, GTK_ALIGN_END);
  gtk_widget_set_margin_bottom (self->new_text, 12);
  gtk_widget_set_visible (self->new_text, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->new_text);
}


static void
ump_markdown_view_dispose (GObject *object)
{
  UmpMarkdownView *self = UMP_MARKDOWN_VIEW (object);

  g_clear_pointer (&self->selector, ump_markdown_selector_free);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  g_clear_pointer (&self->document, ump_md_document_free);
  g_clear_pointer (&self->marks, ump_markdown_marks_free);
  G_OBJECT_CLASS (ump_markdown_view_parent_class)->dispose (object);
}


/* Once there is room, unless there is a text, which needs its fonts at once. */
static void
warm_up (UmpMarkdownView *self)
{
  gsize length;

  ump_md_document_get_text (self->document, &length);
  if (self->warm || length > 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->warm = TRUE;
  ump_markdown_warm_up (get_canvas (self));
}


static void
ump_markdown_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  UmpMarkdownView *self = UMP_MARKDOWN_VIEW (widget);

  gtk_widget_size_allocate (self->overlay, &(GtkAllocation) { 0, 0, width, height }, -1);
  gtk_popover_present (GTK_POPOVER (self->menu));
  if (width > 1)
    warm_up (self);
}


static void
ump_markdown_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (UMP_MARKDOWN_VIEW (widget)->overlay, orientation, for_size, minimum, natural, NULL, NULL);
}


static gboolean
ump_markdown_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (UMP_MARKDOWN_VIEW (widget)->canvas);
}


/* The default would grab the focus again on its way back out, since grabbing
 * goes to the text. */
static gboolean
ump_markdown_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (UMP_MARKDOWN_VIEW (widget)->overlay, direction);
}


/* Colours of code are not the theme's. */
static void
dark_changed_cb (UmpMarkdownView *self)
{
  ump_markdown_canvas_set_style (get_canvas (self), &self->style);
}


static void
ump_markdown_view_class_init (UmpMarkdownViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_markdown_view_dispose;
  widget_class->size_allocate = ump_markdown_view_size_allocate;
  widget_class->measure = ump_markdown_view_measure;
  widget_class->grab_focus = ump_markdown_view_grab_focus;
  widget_class->focus = ump_markdown_view_focus;

  /**
   * UmpMarkdownView::activate-link:
   * @self: the view
   * @uri: address of the link
   *
   * The user wants to follow a link. Whoever listens asks before it is opened.
   */
  signals[ACTIVATE_LINK] = g_signal_new ("activate-link", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  ump_markdown_view_install_actions (widget_class);
  gtk_widget_class_set_css_name (widget_class, "markdown");
}


static void
ump_markdown_view_init (UmpMarkdownView *self)
{
  self->style.scale = 1;
  self->document = ump_md_document_new ();
  self->marks = ump_markdown_marks_new ();
  self->canvas = ump_markdown_canvas_new (self->marks);
  gtk_widget_set_focusable (self->canvas, TRUE);
  gtk_widget_set_cursor_from_name (self->canvas, "text");
  self->selector = ump_markdown_selector_new (get_canvas (self), self->marks, self->document);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->canvas);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  self->overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), self->scroller);
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
  add_new_text (self);
  ump_markdown_view_add_menu (self);
  g_signal_connect_object (ump_markdown_view_get_vadjustment (self), "value-changed",
                           G_CALLBACK (update_new_text), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (dark_changed_cb), self, G_CONNECT_SWAPPED);
}


/**
 * ump_markdown_view_new:
 *
 * Returns: (transfer floating): an empty view that scrolls by itself
 */
GtkWidget *
ump_markdown_view_new (void)
{
  return g_object_new (UMP_TYPE_MARKDOWN_VIEW, NULL);
}


/**
 * ump_markdown_view_set_text:
 * @self: a view
 * @text: the whole text so far, in Markdown; any bytes
 * @length: bytes of @text, or -1 when it ends with a NUL
 * @complete: whether nothing more will come
 *
 * Text that continues what is shown is appended; the view changes at most
 * once a frame. May be called for every delta.
 */
void
ump_markdown_view_set_text (UmpMarkdownView *self, const char *text, gssize length, gboolean complete)
{
  gsize size, known;

  g_return_if_fail (UMP_IS_MARKDOWN_VIEW (self));
  g_return_if_fail (text != NULL || length == 0);

  text = text != NULL ? text : "";
  size = length < 0 ? strlen (text) : (gsize) length;
  ump_md_document_get_text (self->document, &known);
  /* Between two frames a look at the end will do. */
  if (!ump_md_document_add (self->document, text, size, !self->compared) || known == 0) {
    ump_markdown_canvas_start_over (get_canvas (self), !complete);
    ump_markdown_marks_unselect (self->marks);
    ump_markdown_marks_search (self->marks, ump_md_document_get_blocks (self->document), 0);
    gtk_widget_set_visible (self->new_text, FALSE);
    /* A whole answer in place of another one is not new text below it. */
    self->other_text = TRUE;
  }
  self->compared = TRUE;
  self->complete = complete;
  self->last_shown = FALSE;
  queue_update (self);
}


/**
 * ump_markdown_view_get_plain_text:
 * @self: a view
 *
 * Returns: (transfer full): the whole answer as a reader sees it
 */
char *
ump_markdown_view_get_plain_text (UmpMarkdownView *self)
{
  g_return_val_if_fail (UMP_IS_MARKDOWN_VIEW (self), NULL);

  ump_markdown_view_flush (self);
  return ump_md_write_plain (ump_md_document_get_blocks (self->document), (UmpMdPlace) { 0, 0 }, get_end (self));
}


/**
 * ump_markdown_view_get_markdown:
 * @self: a view
 *
 * Returns: (transfer full): the whole answer as it was sent
 */
char *
ump_markdown_view_get_markdown (UmpMarkdownView *self)
{
  g_return_val_if_fail (UMP_IS_MARKDOWN_VIEW (self), NULL);

  ump_markdown_view_flush (self);
  return g_strdup (ump_md_document_get_text (self->document, NULL));
}


/**
 * ump_markdown_view_set_plain_style:
 * @self: a view
 * @plain: whether headings, bold and bullets are shown like other text
 *
 * With it formatting habits do not give a model away.
 */
void
ump_markdown_view_set_plain_style (UmpMarkdownView *self, gboolean plain)
{
  g_return_if_fail (UMP_IS_MARKDOWN_VIEW (self));

  if (self->style.plain == !!plain)
    return;
  self->style.plain = !!plain;
  ump_markdown_canvas_set_style (get_canvas (self), &self->style);
}


/**
 * ump_markdown_view_set_revealed:
 * @self: a view
 * @revealed: whether pictures inside the answer (data: addresses) are shown
 */
void
ump_markdown_view_set_revealed (UmpMarkdownView *self, gboolean revealed)
{
  g_return_if_fail (UMP_IS_MARKDOWN_VIEW (self));

  if (self->style.revealed == !!revealed)
    return;
  self->style.revealed = !!revealed;
  ump_markdown_canvas_set_style (get_canvas (self), &self->style);
}


/**
 * ump_markdown_view_set_scale:
 * @self: a view
 * @scale: text size as a factor of the desktop's
 */
void
ump_markdown_view_set_scale (UmpMarkdownView *self, double scale)
{
  g_return_if_fail (UMP_IS_MARKDOWN_VIEW (self));
  g_return_if_fail (scale > 0);

  if (self->style.scale == scale)
    return;
  self->style.scale = CLAMP (scale, .5, 4);
  ump_markdown_canvas_set_style (get_canvas (self), &self->style);
}


/**
 * ump_markdown_view_set_title:
 * @self: a view
 * @title: what a screen reader calls the text
 */
void
ump_markdown_view_set_title (UmpMarkdownView *self, const char *title)
{
  g_return_if_fail (UMP_IS_MARKDOWN_VIEW (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}


/**
 * ump_markdown_view_get_vadjustment:
 * @self: a view
 *
 * Returns: (transfer none): its vertical scroll position, to link two views
 */
GtkAdjustment *
ump_markdown_view_get_vadjustment (UmpMarkdownView *self)
{
  g_return_val_if_fail (UMP_IS_MARKDOWN_VIEW (self), NULL);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
}


/**
 * ump_markdown_view_scroll_to_end:
 * @self: a view
 *
 * From then on the view follows the end until the user scrolls away.
 */
void
ump_markdown_view_scroll_to_end (UmpMarkdownView *self)
{
  g_return_if_fail (UMP_IS_MARKDOWN_VIEW (self));

  ump_markdown_view_flush (self);
  ump_markdown_canvas_set_follows (get_canvas (self), TRUE);
  update_new_text (self);
}


/**
 * ump_markdown_view_get_has_selection:
 * @self: a view
 *
 * Returns: whether any text is selected
 */
gboolean
ump_markdown_view_get_has_selection (UmpMarkdownView *self)
{
  UmpMdPlace start, end;

  g_return_val_if_fail (UMP_IS_MARKDOWN_VIEW (self), FALSE);

  return ump_markdown_marks_get_selection (self->marks, &start, &end);
}


/**
 * ump_markdown_view_copy_selection:
 * @self: a view
 *
 * Puts what is selected on the clipboard, as plain text and as Markdown.
 */
void
ump_markdown_view_copy_selection (UmpMarkdownView *self)
{
  GPtrArray *blocks;
  UmpMdPlace start, end;
  g_autofree char *plain = NULL;
  g_autofree char *markdown = NULL;

  g_return_if_fail (UMP_IS_MARKDOWN_VIEW (self));

  if (!ump_markdown_marks_get_selection (self->marks, &start, &end))
    return;
  blocks = ump_md_document_get_blocks (self->document);
  plain = ump_md_write_plain (blocks, start, end);
  markdown = ump_md_write_markdown (blocks, start, end);
  ump_markdown_view_set_clipboard (self, plain, markdown);
}


/**
 * ump_markdown_view_select_all:
 * @self: a view
 */
void
ump_markdown_view_select_all (UmpMarkdownView *self)
{
  g_return_if_fail (UMP_IS_MARKDOWN_VIEW (self));

  ump_markdown_view_flush (self);
  ump_markdown_marks_select (self->marks, (UmpMdPlace) { 0, 0 }, get_end (self));
  ump_markdown_canvas_marks_changed (get_canvas (self));
}


/**
 * ump_markdown_view_unselect:
 * @self: a view
 */
void
ump_markdown_view_unselect (UmpMarkdownView *self)
{
  g_return_if_fail (UMP_IS_MARKDOWN_VIEW (self));

  ump_markdown_marks_unselect (self->marks);
  ump_markdown_canvas_marks_changed (get_canvas (self));
}


/**
 * ump_markdown_view_find:
 * @self: a view
 * @needle: (nullable): what to look for, in any case; %NULL or "" ends the search
 *
 * Marks every hit. No hit is the current one until ump_markdown_view_find_step().
 *
 * Returns: number of hits
 */
guint
ump_markdown_view_find (UmpMarkdownView *self, const char *needle)
{
  g_return_val_if_fail (UMP_IS_MARKDOWN_VIEW (self), 0);

  ump_markdown_view_flush (self);
  ump_markdown_marks_set_needle (self->marks, needle);
  self->hits = ump_markdown_marks_search (self->marks, ump_md_document_get_blocks (self->document), 0);
  ump_markdown_canvas_marks_changed (get_canvas (self));
  return self->hits;
}


/**
 * ump_markdown_view_find_step:
 * @self: a view
 * @forward: to the next hit, not to the previous one
 *
 * Returns: whether there was a hit to go to. Where there was none, no hit is
 *   current any more and the next step starts from the other end, so a search
 *   can go on in another view
 */
gboolean
ump_markdown_view_find_step (UmpMarkdownView *self, gboolean forward)
{
  UmpMdPlace place;
  gboolean found;

  g_return_val_if_fail (UMP_IS_MARKDOWN_VIEW (self), FALSE);

  found = ump_markdown_marks_step (self->marks, forward, &place);
  if (found)
    ump_markdown_canvas_scroll_to (get_canvas (self), place);
  ump_markdown_canvas_marks_changed (get_canvas (self));
  return found;
}
