/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-conditions-rule.h"
#include "ump-left-out-window.h"

#define WIDTH 560
#define HEIGHT 520

struct _UmpLeftOutWindow {
  AdwWindow parent_instance;

  GtkListBox *list_box;

  UmpStore *store;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (UmpLeftOutWindow, ump_left_out_window, ADW_TYPE_WINDOW)

enum {
  SIGNAL_OPEN_BATTLE,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];


static char *
get_reasons (const UmpBattleRecord *battle)
{
  UmpUnclean unclean = ump_conditions_rule_check (battle->conditions, FALSE);
  gboolean sealed = FALSE;
  g_auto (GStrv) reasons = NULL;

  for (int side = 0; side < UMP_N_SIDES; side++)
    sealed |= battle->contenders[side] != NULL && battle->contenders[side]->sealed;
  if (unclean == 0)
    return g_strdup (ump_unclean_describe (UMP_UNCLEAN_UNBLINDED, sealed));
  reasons = ump_unclean_describe_all (unclean, sealed);
  return g_strjoinv (" ", reasons);
}


static void
row_activated_cb (UmpLeftOutWindow *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_OPEN_BATTLE], 0, g_object_get_data (G_OBJECT (row), "battle-id"));
  gtk_window_close (GTK_WINDOW (self));
}


static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpLeftOutWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpBattleRecord) battle = ump_store_load_battle_finish (UMP_STORE (source), result, &error);
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *date = NULL;
  g_autofree char *reasons = NULL;
  GtkWidget *row;

  if (battle == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  time = g_date_time_new_from_unix_local (battle->created_at / G_USEC_PER_SEC);
  date = time != NULL ? g_date_time_format (time, "%x") : g_strdup (_("Unknown date"));
  reasons = get_reasons (battle);
  row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title-lines", 1, "subtitle-lines", 0, "activatable", TRUE, NULL);
  /* Only now: while it is constructed, the row still reads markup. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), battle->first_prompt != NULL ? battle->first_prompt : "");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), reasons);
  {
    GtkWidget *date_label = gtk_label_new (date);

    gtk_widget_add_css_class (date_label, "dim-label");
    gtk_widget_add_css_class (date_label, "caption");
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), date_label);
  }
  g_object_set_data_full (G_OBJECT (row), "battle-id", g_strdup (battle->id), g_free);
  gtk_list_box_append (self->list_box, row);
}


static void
ump_left_out_window_dispose (GObject *object)
{
  UmpLeftOutWindow *self = UMP_LEFT_OUT_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (ump_left_out_window_parent_class)->dispose (object);
}


static void
ump_left_out_window_finalize (GObject *object)
{
  UmpLeftOutWindow *self = UMP_LEFT_OUT_WINDOW (object);

  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (ump_left_out_window_parent_class)->finalize (object);
}


static void
ump_left_out_window_class_init (UmpLeftOutWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_left_out_window_dispose;
  object_class->finalize = ump_left_out_window_finalize;

  signals[SIGNAL_OPEN_BATTLE] = g_signal_new ("open-battle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/leaderboard/ump-left-out-window.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpLeftOutWindow, list_box);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}


static void
ump_left_out_window_init (UmpLeftOutWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}


/**
 * ump_left_out_window_new:
 * @store: where battles are kept
 * @battle_ids: (element-type utf8): whose ballots are left out
 * @parent: the window that it belongs to
 *
 * Returns: (transfer none): a modal window, owned by GTK until it is closed
 */
GtkWindow *
ump_left_out_window_new (UmpStore *store, GPtrArray *battle_ids, GtkWindow *parent)
{
  UmpLeftOutWindow *self = g_object_new (UMP_TYPE_LEFT_OUT_WINDOW, "transient-for", parent,
                                         "application", parent != NULL ? gtk_window_get_application (parent) : NULL, NULL);

  /* Not wider than what it lies over. */
  if (parent != NULL && gtk_widget_get_width (GTK_WIDGET (parent)) > 0)
    gtk_window_set_default_size (GTK_WINDOW (self), MIN (WIDTH, gtk_widget_get_width (GTK_WIDGET (parent))), HEIGHT);
  self->store = g_object_ref (store);
  for (guint i = 0; i < battle_ids->len; i++)
    ump_store_load_battle_async (store, g_ptr_array_index (battle_ids, i), self->cancellable, loaded_cb, g_object_ref (self));
  return GTK_WINDOW (self);
}
