/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-find-bar.h"

/**
 * UmpFindBar:
 *
 * Looks for text in both responses of the turn that is shown: through A, then
 * through B, then from the start again. Emits "found" (int side) so that the
 * side with the hit can be brought to the front.
 */
struct _UmpFindBar {
  GtkWidget parent_instance;
  GtkSearchBar *content;
  GtkSearchEntry *entry;
  GtkLabel *count;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  UmpMarkdownView *views[UMP_N_SIDES];
  guint hits;
  UmpSide current;
};

G_DEFINE_FINAL_TYPE (UmpFindBar, ump_find_bar, GTK_TYPE_WIDGET)

enum {
  SIGNAL_FOUND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];


static void
show_count (UmpFindBar *self)
{
  g_autofree char *text = NULL;
  const char *needle = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (*needle != '\0')
    /* Translators: how often what is looked for occurs. */
    text = self->hits == 0 ? g_strdup (_("Not found")) : g_strdup_printf (ngettext ("%u match", "%u matches", self->hits), self->hits);
  gtk_label_set_label (self->count, text != NULL ? text : "");
  gtk_widget_set_sensitive (self->previous_button, self->hits > 0);
  gtk_widget_set_sensitive (self->next_button, self->hits > 0);
}


static void
search (UmpFindBar *self)
{
  const char *needle = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  self->hits = 0;
  self->current = UMP_SIDE_A;
  for (int side = 0; side < UMP_N_SIDES; side++) {
    if (self->views[side] != NULL)
      self->hits += ump_markdown_view_find (self->views[side], needle);
  }
  show_count (self);
}


static void
end_search (UmpFindBar *self)
{
  for (int side = 0; side < UMP_N_SIDES; side++) {
    if (self->views[side] != NULL)
      ump_markdown_view_find (self->views[side], NULL);
  }
  self->hits = 0;
}


static void
search_changed_cb (UmpFindBar *self)
{
  search (self);
  if (self->hits > 0)
    ump_find_bar_step (self, TRUE);
}


static void
next_cb (UmpFindBar *self)
{
  ump_find_bar_step (self, TRUE);
}


static void
previous_cb (UmpFindBar *self)
{
  ump_find_bar_step (self, FALSE);
}


static void
stop_cb (UmpFindBar *self)
{
  ump_find_bar_close (self);
}


static void
mode_cb (UmpFindBar *self)
{
  if (!gtk_search_bar_get_search_mode (self->content))
    end_search (self);
}


static void
ump_find_bar_dispose (GObject *object)
{
  UmpFindBar *self = UMP_FIND_BAR (object);

  for (int side = 0; side < UMP_N_SIDES; side++)
    g_clear_weak_pointer (&self->views[side]);
  if (self->content != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->content)));
  G_OBJECT_CLASS (ump_find_bar_parent_class)->dispose (object);
}


static void
ump_find_bar_class_init (UmpFindBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_find_bar_dispose;

  signals[SIGNAL_FOUND] = g_signal_new ("found", UMP_TYPE_FIND_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/ump-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpFindBar, content);
  gtk_widget_class_bind_template_child (widget_class, UmpFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, UmpFindBar, count);
  gtk_widget_class_bind_template_child (widget_class, UmpFindBar, previous_button);
  gtk_widget_class_bind_template_child (widget_class, UmpFindBar, next_button);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}


static void
ump_find_bar_init (UmpFindBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->content, GTK_EDITABLE (self->entry));
  g_signal_connect_swapped (self->content, "notify::search-mode-enabled", G_CALLBACK (mode_cb), self);
}


/**
 * ump_find_bar_set_views:
 * @self: a bar
 * @a: (nullable): where to look first
 * @b: (nullable): where to look then
 */
void
ump_find_bar_set_views (UmpFindBar *self, UmpMarkdownView *a, UmpMarkdownView *b)
{
  g_return_if_fail (UMP_IS_FIND_BAR (self));
  if (self->views[UMP_SIDE_A] == a && self->views[UMP_SIDE_B] == b)
    return;
  end_search (self);
  g_set_weak_pointer (&self->views[UMP_SIDE_A], a);
  g_set_weak_pointer (&self->views[UMP_SIDE_B], b);
  if (gtk_search_bar_get_search_mode (self->content))
    search (self);
}


/**
 * ump_find_bar_open:
 * @self: a bar
 *
 * Shows it with the focus in it; what was typed before is selected.
 */
void
ump_find_bar_open (UmpFindBar *self)
{
  g_return_if_fail (UMP_IS_FIND_BAR (self));
  gtk_search_bar_set_search_mode (self->content, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  search (self);
}


/**
 * ump_find_bar_close:
 * @self: a bar
 */
void
ump_find_bar_close (UmpFindBar *self)
{
  g_return_if_fail (UMP_IS_FIND_BAR (self));
  gtk_search_bar_set_search_mode (self->content, FALSE);
}


/**
 * ump_find_bar_step:
 * @self: a bar
 * @forward: to the next hit, not to the previous one
 */
void
ump_find_bar_step (UmpFindBar *self, gboolean forward)
{
  g_return_if_fail (UMP_IS_FIND_BAR (self));

  /* Twice through both: a hit in the side that was left last is found by
   * starting that side over. */
  for (int tries = 0; tries < 2 * UMP_N_SIDES && self->hits > 0; tries++) {
    UmpMarkdownView *view = self->views[self->current];

    if (view != NULL && ump_markdown_view_find_step (view, forward)) {
      g_signal_emit (self, signals[SIGNAL_FOUND], 0, self->current);
      return;
    }
    self->current = !self->current;
  }
}
