/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-battle-item.h"
#include "ump-battle-list.h"
#include "ump-compat.h"
#include "ump-history-page.h"
#include "ump-transcript.h"

/* So far above the end the next page is loaded. */
#define LOAD_AHEAD 600

struct _UmpHistoryPage {
  AdwBin parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *pages;
  GtkWidget *search_clamp;
  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkScrolledWindow *scrolled;
  GtkListView *list_view;
  AdwStatusPage *failed_page;
  UmpTranscript *transcript;

  UmpStore *store;
  UmpBattleList *battles;
  GCancellable *cancellable; /* of the transcript that is being loaded */
  char *shown_id;            /* (nullable): battle of the transcript */
  gboolean focus_wanted;     /* by what is not there yet */
};

G_DEFINE_FINAL_TYPE (UmpHistoryPage, ump_history_page, ADW_TYPE_BIN)

enum {
  SIGNAL_RESUME_BATTLE,
  SIGNAL_START_BATTLE,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];


static void
toast (UmpHistoryPage *self, const char *sentence)
{
  g_autofree char *escaped = g_markup_escape_text (sentence, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}


static gboolean
is_searching (UmpHistoryPage *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0';
}


static gboolean
focus_state (UmpHistoryPage *self)
{
  return gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}


static void
show_state (UmpHistoryPage *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->battles)) > 0;

  if (!ump_battle_list_get_ready (self->battles))
    return;
  gtk_stack_set_visible_child_name (self->stack, any ? "battles" : is_searching (self) ? "nothing" : "empty");
  gtk_widget_set_visible (self->search_clamp, any || is_searching (self));
  if (self->focus_wanted)
    self->focus_wanted = !focus_state (self);
}


/* The list view keeps to the row that it shows first; what is newer would come
 * in above it, out of sight. */
static void
items_changed_cb (UmpHistoryPage *self, guint position, guint removed, guint added)
{
  show_state (self);
  if (position == 0 && added > 0 && gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scrolled)) == 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0);
}


static void
failed_cb (UmpHistoryPage *self, const char *sentence)
{
  g_autofree char *escaped = g_markup_escape_text (sentence, -1);

  adw_status_page_set_description (self->failed_page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "failed");
  if (self->focus_wanted)
    self->focus_wanted = !focus_state (self);
}


static void
try_again_cb (UmpHistoryPage *self)
{
  /* The button goes away with the failure. */
  self->focus_wanted = TRUE;
  ump_battle_list_reload (self->battles);
}


static void
search_changed_cb (UmpHistoryPage *self)
{
  ump_battle_list_set_search (self->battles, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}


static void
scrolled_cb (UmpHistoryPage *self, GtkAdjustment *adjustment)
{
  if (gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) > gtk_adjustment_get_upper (adjustment) - LOAD_AHEAD)
    ump_battle_list_load_more (self->battles);
}


static void
battle_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpHistoryPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpBattleRecord) battle = ump_store_load_battle_finish (UMP_STORE (source), result, &error);

  /* The store finishes a job that has begun, wanted or not. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  if (battle == NULL) {
    toast (self, error->message);
    gtk_stack_set_visible_child_name (self->pages, "list");
    return;
  }
  ump_transcript_set_battle (self->transcript, battle);
  gtk_stack_set_visible_child_name (self->pages, "battle");
}


static void
load_transcript (UmpHistoryPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  ump_store_load_battle_async (self->store, self->shown_id, self->cancellable, battle_loaded_cb, g_object_ref (self));
}


static void
activated_cb (UmpHistoryPage *self, guint position)
{
  g_autoptr (UmpBattleItem) item = g_list_model_get_item (G_LIST_MODEL (self->battles), position);

  ump_history_page_show_battle (self, ump_battle_item_get_battle (item)->id);
}


/* What is read may get its verdict on another page. */
static void
store_changed_cb (UmpHistoryPage *self, UmpStoreTopic topic)
{
  if (topic == UMP_STORE_BALLOTS && self->shown_id != NULL)
    load_transcript (self);
}


static void
back_cb (UmpHistoryPage *self)
{
  g_clear_pointer (&self->shown_id, g_free);
  g_cancellable_cancel (self->cancellable);
  gtk_stack_set_visible_child_name (self->pages, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}


static gboolean
back_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  UmpHistoryPage *self = UMP_HISTORY_PAGE (widget);

  if (self->shown_id == NULL)
    return FALSE;
  back_cb (self);
  return TRUE;
}


static gboolean
search_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  UmpHistoryPage *self = UMP_HISTORY_PAGE (widget);

  if (self->shown_id != NULL)
    return FALSE;
  return gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}


static void
resume_cb (UmpHistoryPage *self)
{
  g_autofree char *battle_id = g_strdup (self->shown_id);

  if (battle_id == NULL)
    return;
  back_cb (self);
  g_signal_emit (self, signals[SIGNAL_RESUME_BATTLE], 0, battle_id);
}


static void
start_cb (UmpHistoryPage *self)
{
  g_signal_emit (self, signals[SIGNAL_START_BATTLE], 0);
}


static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpHistoryPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (ump_store_delete_battle_finish (UMP_STORE (source), result, &error)) {
    toast (self, _("The battle was deleted"));
    back_cb (self);
  } else {
    toast (self, error->message);
  }
}


static void
delete_confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpHistoryPage) self = user_data;

  if (ump_confirm_finish (result, NULL) && self->shown_id != NULL)
    ump_store_delete_battle_async (self->store, self->shown_id, NULL, deleted_cb, g_object_ref (self));
}


static void
delete_cb (UmpHistoryPage *self)
{
  ump_confirm_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("Delete This Battle?"),
                     _("Both answers and your verdict are deleted for good, and the leaderboard forgets the vote."),
                     _("_Delete"), TRUE, NULL, delete_confirmed_cb, g_object_ref (self));
}


static void
category_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpHistoryPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!ump_store_set_category_finish (UMP_STORE (source), result, &error))
    toast (self, error->message);
}


static void
category_cb (UmpHistoryPage *self, const char *category)
{
  if (self->shown_id != NULL)
    ump_store_set_category_async (self->store, self->shown_id, category, NULL, category_set_cb, g_object_ref (self));
}


static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "ellipsize", PANGO_ELLIPSIZE_END, "hexpand", TRUE, "single-line-mode", TRUE, NULL);
  GtkWidget *date = gtk_label_new (NULL);
  GtkWidget *below = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *outcome = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  GtkWidget *practice = g_object_new (GTK_TYPE_LABEL, "label", _("Practice"), "valign", GTK_ALIGN_CENTER, NULL);

  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (date, "caption");
  gtk_widget_add_css_class (date, "dim-label");
  gtk_widget_add_css_class (date, "numeric");
  gtk_widget_add_css_class (practice, "chip");
  gtk_box_append (GTK_BOX (line), title);
  gtk_box_append (GTK_BOX (line), date);
  gtk_box_append (GTK_BOX (below), outcome);
  gtk_box_append (GTK_BOX (below), practice);
  gtk_box_append (GTK_BOX (row), line);
  gtk_box_append (GTK_BOX (row), below);
  gtk_list_item_set_child (item, row);
  g_object_set_data (G_OBJECT (item), "title", title);
  g_object_set_data (G_OBJECT (item), "date", date);
  g_object_set_data (G_OBJECT (item), "outcome", outcome);
  g_object_set_data (G_OBJECT (item), "practice", practice);
}


static void
name_row (GtkListItem *item, UmpBattleItem *battle)
{
  g_autofree char *name = NULL;

  if (ump_battle_item_get_battle (battle)->practice)
    /* Translators: a row of the history as a screen reader says it: the prompt, how the battle ended, when it was. */
    name = g_strdup_printf (C_("row of the history", "%1$s, %2$s, %3$s, practice"), ump_battle_item_get_title (battle),
                            ump_battle_item_get_outcome (battle), ump_battle_item_get_date (battle));
  else
    /* Translators: a row of the history as a screen reader says it: the prompt, how the battle ended, when it was. */
    name = g_strdup_printf (C_("row of the history", "%1$s, %2$s, %3$s"), ump_battle_item_get_title (battle),
                            ump_battle_item_get_outcome (battle), ump_battle_item_get_date (battle));
  ump_list_item_set_name (item, name);
}


static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  UmpBattleItem *battle = gtk_list_item_get_item (item);
  GtkWidget *outcome = g_object_get_data (G_OBJECT (item), "outcome");
  const UmpBattleRecord *record = ump_battle_item_get_battle (battle);

  gtk_label_set_text (g_object_get_data (G_OBJECT (item), "title"), ump_battle_item_get_title (battle));
  gtk_label_set_text (g_object_get_data (G_OBJECT (item), "date"), ump_battle_item_get_date (battle));
  gtk_label_set_text (GTK_LABEL (outcome), ump_battle_item_get_outcome (battle));
  if (ump_battle_state_is_blind (record->state)) {
    gtk_widget_remove_css_class (outcome, "dim-label");
    gtk_widget_add_css_class (outcome, "accent");
  } else {
    gtk_widget_remove_css_class (outcome, "accent");
    gtk_widget_add_css_class (outcome, "dim-label");
  }
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (item), "practice"), record->practice);
  name_row (item, battle);
}


/* To the battles rather than to the search above them, and not before it is
 * known whether there are any. */
static gboolean
ump_history_page_grab_focus (GtkWidget *widget)
{
  UmpHistoryPage *self = UMP_HISTORY_PAGE (widget);

  if (self->shown_id != NULL)
    return gtk_widget_child_focus (gtk_stack_get_visible_child (self->pages), GTK_DIR_TAB_FORWARD);
  self->focus_wanted = !focus_state (self);
  return TRUE;
}


static void
ump_history_page_map (GtkWidget *widget)
{
  UmpHistoryPage *self = UMP_HISTORY_PAGE (widget);

  GTK_WIDGET_CLASS (ump_history_page_parent_class)->map (widget);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  ump_battle_list_set_following (self->battles, TRUE);
}


static void
ump_history_page_unmap (GtkWidget *widget)
{
  UMP_HISTORY_PAGE (widget)->focus_wanted = FALSE;
  ump_battle_list_set_following (UMP_HISTORY_PAGE (widget)->battles, FALSE);
  GTK_WIDGET_CLASS (ump_history_page_parent_class)->unmap (widget);
}


static void
ump_history_page_dispose (GObject *object)
{
  UmpHistoryPage *self = UMP_HISTORY_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (ump_history_page_parent_class)->dispose (object);
}


static void
ump_history_page_finalize (GObject *object)
{
  UmpHistoryPage *self = UMP_HISTORY_PAGE (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->battles);
  g_free (self->shown_id);
  G_OBJECT_CLASS (ump_history_page_parent_class)->finalize (object);
}


static void
ump_history_page_class_init (UmpHistoryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_history_page_dispose;
  object_class->finalize = ump_history_page_finalize;
  widget_class->grab_focus = ump_history_page_grab_focus;
  widget_class->map = ump_history_page_map;
  widget_class->unmap = ump_history_page_unmap;

  signals[SIGNAL_RESUME_BATTLE] = g_signal_new ("resume-battle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_START_BATTLE] = g_signal_new ("start-battle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, back_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, search_key_cb, NULL);
  g_type_ensure (UMP_TYPE_TRANSCRIPT);
  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/history/ump-history-page.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpHistoryPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, UmpHistoryPage, pages);
  gtk_widget_class_bind_template_child (widget_class, UmpHistoryPage, search_clamp);
  gtk_widget_class_bind_template_child (widget_class, UmpHistoryPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, UmpHistoryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, UmpHistoryPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, UmpHistoryPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, UmpHistoryPage, failed_page);
  gtk_widget_class_bind_template_child (widget_class, UmpHistoryPage, transcript);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, resume_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_cb);
  gtk_widget_class_bind_template_callback (widget_class, category_cb);
}


static void
ump_history_page_init (UmpHistoryPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  gtk_list_view_set_factory (self->list_view, factory);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled), "value-changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
}


static void
scale_changed_cb (UmpHistoryPage *self, const char *key, GSettings *settings)
{
  ump_transcript_set_scale (self->transcript, g_settings_get_double (settings, "text-scale"));
}


/**
 * ump_history_page_new:
 * @store: where battles come from
 * @settings: the program's settings
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
ump_history_page_new (UmpStore *store, GSettings *settings)
{
  UmpHistoryPage *self = g_object_new (UMP_TYPE_HISTORY_PAGE, NULL);
  g_autoptr (GtkSelectionModel) selection = NULL;

  self->store = g_object_ref (store);
  self->battles = ump_battle_list_new (store);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->battles))));
  gtk_list_view_set_model (self->list_view, selection);
  g_signal_connect_object (self->battles, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->battles, "notify::ready", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->battles, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::text-scale", G_CALLBACK (scale_changed_cb), self, G_CONNECT_SWAPPED);
  scale_changed_cb (self, "text-scale", settings);
  return GTK_WIDGET (self);
}


/**
 * ump_history_page_show_battle:
 * @self: the page
 * @battle_id: a battle
 *
 * Opens one battle to read.
 */
void
ump_history_page_show_battle (UmpHistoryPage *self, const char *battle_id)
{
  g_return_if_fail (UMP_IS_HISTORY_PAGE (self));
  g_return_if_fail (battle_id != NULL);

  g_free (self->shown_id);
  self->shown_id = g_strdup (battle_id);
  load_transcript (self);
}
