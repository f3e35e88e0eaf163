/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-markdown-view.h"

struct _UmpMarkdownView {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *text_view;
  GtkTextBuffer *buffer;
  GString *source;
  guint shown;
  guint tick;
};

enum {
  ACTIVATE_LINK,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UmpMarkdownView, ump_markdown_view, GTK_TYPE_WIDGET)


static gboolean
show_new_text_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  UmpMarkdownView *self = UMP_MARKDOWN_VIEW (widget);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_insert (self->buffer, &end, self->source->str + self->shown, (int) (self->source->len - self->shown));
  self->shown = (guint) self->source->len;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}


static void
ump_markdown_view_dispose (GObject *object)
{
  UmpMarkdownView *self = UMP_MARKDOWN_VIEW (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  if (self->source != NULL)
    g_string_free (g_steal_pointer (&self->source), TRUE);
  G_OBJECT_CLASS (ump_markdown_view_parent_class)->dispose (object);
}


static void
ump_markdown_view_class_init (UmpMarkdownViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_markdown_view_dispose;

  signals[ACTIVATE_LINK] = g_signal_new ("activate-link", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "markdown");
}


static void
ump_markdown_view_init (UmpMarkdownView *self)
{
  self->source = g_string_new (NULL);
  self->text_view = gtk_text_view_new ();
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->text_view), FALSE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (self->text_view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->text_view), GTK_WRAP_WORD_CHAR);
  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text_view));
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->text_view);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
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
 * @text: the whole text so far, in Markdown; need not be valid UTF-8
 * @length: bytes of @text, or -1 when it ends with a NUL
 * @complete: whether nothing more will come
 *
 * Text that continues what is shown is appended; the view changes at most
 * once a frame. May be called for every delta.
 */
void
ump_markdown_view_set_text (UmpMarkdownView *self, const char *text, gssize length, gboolean complete)
{
  g_autofree char *valid = NULL;

  g_return_if_fail (UMP_IS_MARKDOWN_VIEW (self));
  g_return_if_fail (text != NULL || length == 0);

  if (length < 0)
    length = (gssize) strlen (text);
  valid = g_utf8_make_valid (text != NULL ? text : "", length);
  if (!g_str_has_prefix (valid, self->source->str)) {
    gtk_text_buffer_set_text (self->buffer, "", 0);
    self->shown = 0;
  }
  g_string_assign (self->source, valid);
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), show_new_text_cb, NULL, NULL);
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

  return g_strdup (self->source->str);
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

  return g_strdup (self->source->str);
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
  GtkAdjustment *adjustment = ump_markdown_view_get_vadjustment (self);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
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
  g_return_val_if_fail (UMP_IS_MARKDOWN_VIEW (self), FALSE);

  return gtk_text_buffer_get_has_selection (self->buffer);
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
  g_return_if_fail (UMP_IS_MARKDOWN_VIEW (self));

  gtk_text_buffer_copy_clipboard (self->buffer, gtk_widget_get_clipboard (GTK_WIDGET (self)));
}


/**
 * ump_markdown_view_select_all:
 * @self: a view
 */
void
ump_markdown_view_select_all (UmpMarkdownView *self)
{
  GtkTextIter start, end;

  g_return_if_fail (UMP_IS_MARKDOWN_VIEW (self));

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_select_range (self->buffer, &start, &end);
}


/**
 * ump_markdown_view_unselect:
 * @self: a view
 */
void
ump_markdown_view_unselect (UmpMarkdownView *self)
{
  GtkTextIter start;

  g_return_if_fail (UMP_IS_MARKDOWN_VIEW (self));

  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_place_cursor (self->buffer, &start);
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
  GtkTextIter place, start, end;
  guint hits = 0;

  g_return_val_if_fail (UMP_IS_MARKDOWN_VIEW (self), 0);

  if (needle == NULL || *needle == '\0')
    return 0;
  gtk_text_buffer_get_start_iter (self->buffer, &place);
  while (gtk_text_iter_forward_search (&place, needle, GTK_TEXT_SEARCH_CASE_INSENSITIVE, &start, &end, NULL)) {
    place = end;
    hits++;
  }
  return hits;
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
  g_return_val_if_fail (UMP_IS_MARKDOWN_VIEW (self), FALSE);

  return FALSE;
}
