/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ump-board-export.h"
#include "ump-board-filters.h"
#include "ump-board-headline.h"
#include "ump-contender-names.h"
#include "ump-interval-chart.h"
#include "ump-leaderboard-page.h"
#include "ump-leaderboard.h"
#include "ump-left-out-window.h"
#include "ump-rating-names.h"
#include "ump-standing-item.h"
#include "ump-standing-table.h"
#include "ump-wrap-layout.h"

/* Mean of the Elo scale. */
#define MEAN_RATING 1000

struct _UmpLeaderboardPage {
  AdwBin parent_instance;

  AdwToastOverlay *toasts;
  GtkToggleButton *practice_button;
  GtkDropDown *category_drop;
  GtkDropDown *period_drop;
  GtkDropDown *method_drop;
  GtkMenuButton *export_button;
  GtkWidget *practice_banner;
  GtkStack *stack;
  AdwStatusPage *empty_page;
  GtkButton *empty_button;
  GtkLabel *headline_label;
  GtkLabel *details_label;
  UmpIntervalChart *chart;
  UmpStandingTable *table;
  GtkLabel *method_label;
  GtkWidget *ballots_box;
  AdwActionRow *left_out_row;
  GtkWidget *left_out_arrow;
  GtkSwitch *unclean_switch;

  UmpStore *store;
  GSettings *settings;
  GCancellable *cancellable; /* of the newest job */
  gboolean failed;           /* the newest job did */
  gboolean opened;           /* a board has been chosen to begin with */
  GPtrArray *items;          /* (element-type UmpStandingItem): what is shown */
  GPtrArray *left_out;       /* (element-type utf8): battles whose ballots are not counted */
};

G_DEFINE_FINAL_TYPE (UmpLeaderboardPage, ump_leaderboard_page, ADW_TYPE_BIN)

enum {
  SIGNAL_START_BATTLE,
  SIGNAL_OPEN_BATTLE,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];


static gboolean
is_practice (UmpLeaderboardPage *self)
{
  return g_settings_get_boolean (self->settings, "leaderboard-practice");
}


static gboolean
is_filtered (UmpLeaderboardPage *self)
{
  return gtk_drop_down_get_selected (self->category_drop) != 0 || gtk_drop_down_get_selected (self->period_drop) != 0;
}


static void
toast (UmpLeaderboardPage *self, const char *sentence)
{
  g_autofree char *escaped = g_markup_escape_text (sentence, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}


static void
show_empty (UmpLeaderboardPage *self, const char *title, const char *description)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->empty_page, title);
  adw_status_page_set_description (self->empty_page, escaped);
  if (self->failed)
    gtk_button_set_label (self->empty_button, _("_Try Again"));
  else
    gtk_button_set_label (self->empty_button, is_practice (self) ? _("_Start a Practice Battle") : _("_Start a Battle"));
  /* In the middle of what the window has left; a board begins at the top. */
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}


static void
show_chart (UmpLeaderboardPage *self)
{
  g_autofree UmpChartInterval *rows = g_new0 (UmpChartInterval, self->items->len);
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  gsize n_rows = 0;

  for (guint i = 0; i < self->items->len; i++) {
    UmpStandingItem *item = g_ptr_array_index (self->items, i);
    const UmpStanding *standing = ump_standing_item_get_standing (item);
    char *sentence = ump_standing_item_get_sentence (item);

    g_ptr_array_add (sentences, sentence);
    if (!standing->rated)
      continue;
    rows[n_rows++] = (UmpChartInterval) {
      .name = ump_standing_item_get_name (item),
      .text = sentence,
      .value = standing->rating,
      .low = isnan (standing->low) ? standing->rating : standing->low,
      .high = isnan (standing->high) ? standing->rating : standing->high,
      .faint = standing->provisional,
    };
  }
  ump_interval_chart_set_rows (self->chart, rows, n_rows, MEAN_RATING);
}


static void
show_ballots (UmpLeaderboardPage *self, const UmpLeaderboard *board)
{
  gboolean any = board->n_left_out > 0;
  g_autofree char *title = any ? g_strdup_printf (ngettext ("%u ballot is left out", "%u ballots are left out", board->n_left_out), board->n_left_out)
                               : g_strdup (_("No ballot is left out"));
  g_autofree char *reasons = any ? g_strjoinv (" ", board->reasons) : g_strdup ("");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->left_out_row), title);
  adw_action_row_set_subtitle (self->left_out_row, reasons);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->left_out_row), any);
  gtk_widget_set_visible (self->left_out_arrow, any);
  gtk_widget_set_visible (self->ballots_box, board->n_ballots + board->n_left_out > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->category_drop), board->n_ballots + board->n_left_out > 0 || is_filtered (self));
  gtk_widget_set_visible (GTK_WIDGET (self->period_drop), board->n_ballots + board->n_left_out > 0 || is_filtered (self));
  g_ptr_array_set_size (self->left_out, 0);
  for (guint i = 0; i < board->left_out->len; i++)
    g_ptr_array_add (self->left_out, g_strdup (g_ptr_array_index (board->left_out, i)));
}


static void
explain_empty (UmpLeaderboardPage *self, const UmpLeaderboard *board)
{
  if (board->n_left_out > 0)
    show_empty (self, _("No Clean Ballot Yet"), _("All ballots are left out, for the reasons below."));
  else if (is_filtered (self))
    show_empty (self, _("No Votes Here"), _("No vote falls into this category and period. Choose others above, or start a battle."));
  else if (is_practice (self))
    show_empty (self, _("No Practice Votes Yet"), _("Ask the practice partners something, vote for the better answer, and watch the board grow."));
  else
    show_empty (self, _("No Votes Yet"), _("Each vote moves the contenders on this board. After ten votes a contender gets a rank."));
}


static void
fill_items (UmpLeaderboardPage *self, const UmpLeaderboard *board)
{
  g_autoptr (GPtrArray) contenders = g_ptr_array_new ();
  g_autoptr (GHashTable) names = NULL;

  for (guint i = 0; i < board->standings->len; i++)
    g_ptr_array_add (contenders, ((UmpStanding *) g_ptr_array_index (board->standings, i))->contender);
  names = ump_contender_names_new (contenders);
  g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; i < board->standings->len; i++) {
    const UmpStanding *standing = g_ptr_array_index (board->standings, i);

    g_ptr_array_add (self->items, ump_standing_item_new (standing, g_hash_table_lookup (names, standing->contender->id)));
  }
}


static void
show_board (UmpLeaderboardPage *self, const UmpLeaderboard *board)
{
  g_autofree char *headline = NULL;
  g_autofree char *details = NULL;
  g_autofree char *method = g_settings_get_string (self->settings, "leaderboard-method");
  g_autofree char *note = ump_rating_names_describe (method, board->n_ballots);

  fill_items (self, board);
  show_ballots (self, board);
  gtk_widget_set_sensitive (GTK_WIDGET (self->export_button), board->n_ballots > 0);
  if (board->n_ballots == 0) {
    explain_empty (self, board);
    return;
  }
  ump_board_headline_compose (self->items, &headline, &details);
  gtk_label_set_text (self->headline_label, headline);
  gtk_label_set_text (self->details_label, details);
  gtk_label_set_text (self->method_label, note);
  show_chart (self);
  ump_standing_table_set_items (self->table, self->items);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "board");
}


static void recompute (UmpLeaderboardPage *self);


static void
practice_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpLeaderboardPage) self = user_data;
  g_autoptr (GPtrArray) ballots = ump_store_load_ballots_finish (UMP_STORE (source), result, NULL);

  if (self->settings == NULL)
    return;
  if (ballots != NULL && ballots->len > 0)
    g_settings_set_boolean (self->settings, "leaderboard-practice", TRUE);
  else
    recompute (self);
}


/* Who has only practised so far finds the board that holds something. Once:
 * whoever chooses the empty one afterwards sees it. */
static gboolean
choose_board (UmpLeaderboardPage *self, const UmpLeaderboard *board)
{
  if (self->opened)
    return FALSE;
  self->opened = TRUE;
  if (is_practice (self) || is_filtered (self) || board->n_ballots + board->n_left_out > 0)
    return FALSE;
  ump_store_load_ballots_async (self->store, TRUE, NULL, practice_loaded_cb, g_object_ref (self));
  return TRUE;
}


static void
computed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpLeaderboardPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpLeaderboard) board = ump_leaderboard_compute_finish (result, &error);

  /* A newer job has been started, or the page is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->failed = board == NULL;
  if (board == NULL) {
    gtk_widget_set_visible (self->ballots_box, FALSE);
    gtk_widget_set_sensitive (GTK_WIDGET (self->export_button), FALSE);
    show_empty (self, _("The Leaderboard Could Not Be Computed"), error->message);
    return;
  }
  if (!choose_board (self, board))
    show_board (self, board);
}


static void
recompute (UmpLeaderboardPage *self)
{
  g_autofree char *method = g_settings_get_string (self->settings, "leaderboard-method");
  UmpScope scope = {
    .practice = is_practice (self),
    .method = method,
    .include_unclean = g_settings_get_boolean (self->settings, "include-unclean"),
    .category = ump_board_filters_get_category (gtk_drop_down_get_selected (self->category_drop)),
    .since = ump_board_filters_get_since (gtk_drop_down_get_selected (self->period_drop), g_get_real_time ()),
  };

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_visible (self->practice_banner, scope.practice);
  ump_leaderboard_compute_async (self->store, &scope, self->cancellable, computed_cb, g_object_ref (self));
}


static void
store_changed_cb (UmpLeaderboardPage *self, UmpStoreTopic topic)
{
  if (topic != UMP_STORE_BATTLES)
    recompute (self);
}


static void
start_cb (UmpLeaderboardPage *self)
{
  g_signal_emit (self, signals[SIGNAL_START_BATTLE], 0, is_practice (self));
}


static void
empty_clicked_cb (UmpLeaderboardPage *self)
{
  if (self->failed)
    recompute (self);
  else
    start_cb (self);
}


/* Who practises wants to see what came of it, and who ends that the others. */
static void
follow_practice_cb (UmpLeaderboardPage *self)
{
  g_settings_set_boolean (self->settings, "leaderboard-practice", g_settings_get_boolean (self->settings, "practice"));
}


static void
open_battle_cb (UmpLeaderboardPage *self, const char *battle_id)
{
  g_signal_emit (self, signals[SIGNAL_OPEN_BATTLE], 0, battle_id);
}


static void
show_left_out_cb (UmpLeaderboardPage *self)
{
  GtkWindow *window = ump_left_out_window_new (self->store, self->left_out, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  g_signal_connect_object (window, "open-battle", G_CALLBACK (open_battle_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (window);
}


static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpLeaderboardPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = ump_board_export_finish (result, &error);
  g_autofree char *name = NULL;
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (file == NULL) {
    toast (self, error->message);
    return;
  }
  name = g_file_get_basename (file);
  /* Translators: %s is the name of a file. */
  sentence = g_strdup_printf (_("Exported to “%s”"), name);
  toast (self, sentence);
}


static void
export_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  UmpLeaderboardPage *self = UMP_LEADERBOARD_PAGE (widget);
  const UmpExporter *exporter = ump_exporters_find (g_variant_get_string (parameter, NULL));

  if (exporter != NULL)
    ump_board_export_async (GTK_WINDOW (gtk_widget_get_root (widget)), exporter, self->items, NULL, exported_cb, g_object_ref (self));
}


static void
method_selected_cb (UmpLeaderboardPage *self)
{
  const char *method = ump_rating_names_get_method (gtk_drop_down_get_selected (self->method_drop));
  g_autofree char *current = g_settings_get_string (self->settings, "leaderboard-method");

  if (method != NULL && g_strcmp0 (method, current) != 0)
    g_settings_set_string (self->settings, "leaderboard-method", method);
}


static void
fill_methods (UmpLeaderboardPage *self)
{
  g_autofree char *current = g_settings_get_string (self->settings, "leaderboard-method");
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; ump_rating_names_get_method (i) != NULL; i++) {
    const char *method = ump_rating_names_get_method (i);

    gtk_string_list_append (names, ump_rating_names_get_name (method));
    if (g_str_equal (method, current))
      selected = i;
  }
  gtk_drop_down_set_model (self->method_drop, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->method_drop, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->method_drop), g_list_model_get_n_items (G_LIST_MODEL (names)) > 1);
  g_signal_connect_object (self->method_drop, "notify::selected", G_CALLBACK (method_selected_cb), self, G_CONNECT_SWAPPED);
}


static void
fill_filters (UmpLeaderboardPage *self)
{
  g_autoptr (GListModel) categories = ump_board_filters_create_categories ();
  g_autoptr (GListModel) periods = ump_board_filters_create_periods ();

  gtk_drop_down_set_model (self->category_drop, categories);
  gtk_drop_down_set_model (self->period_drop, periods);
  g_signal_connect_object (self->category_drop, "notify::selected", G_CALLBACK (recompute), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->period_drop, "notify::selected", G_CALLBACK (recompute), self, G_CONNECT_SWAPPED);
}


static void
fill_exports (UmpLeaderboardPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  const UmpExporter *const *exporters;
  guint n_exporters;

  exporters = ump_exporters_get_all (&n_exporters);
  for (guint i = 0; i < n_exporters; i++) {
    g_autoptr (GMenuItem) item = NULL;

    if (exporters[i]->write_board == NULL)
      continue;
    item = g_menu_item_new (_(exporters[i]->name), NULL);
    g_menu_item_set_action_and_target (item, "leaderboard.export", "s", exporters[i]->id);
    g_menu_append_item (menu, item);
  }
  gtk_menu_button_set_menu_model (self->export_button, G_MENU_MODEL (menu));
}


static void
ump_leaderboard_page_dispose (GObject *object)
{
  UmpLeaderboardPage *self = UMP_LEADERBOARD_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (ump_leaderboard_page_parent_class)->dispose (object);
}


static void
ump_leaderboard_page_finalize (GObject *object)
{
  UmpLeaderboardPage *self = UMP_LEADERBOARD_PAGE (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->left_out);
  G_OBJECT_CLASS (ump_leaderboard_page_parent_class)->finalize (object);
}


static void
ump_leaderboard_page_class_init (UmpLeaderboardPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_leaderboard_page_dispose;
  object_class->finalize = ump_leaderboard_page_finalize;

  signals[SIGNAL_START_BATTLE] = g_signal_new ("start-battle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_OPEN_BATTLE] = g_signal_new ("open-battle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "leaderboard.export", "s", export_action);
  g_type_ensure (UMP_TYPE_INTERVAL_CHART);
  g_type_ensure (UMP_TYPE_STANDING_TABLE);
  g_type_ensure (UMP_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/leaderboard/ump-leaderboard-page.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, practice_button);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, category_drop);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, period_drop);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, method_drop);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, export_button);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, practice_banner);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, stack);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, empty_button);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, headline_label);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, details_label);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, chart);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, table);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, method_label);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, ballots_box);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, left_out_row);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, left_out_arrow);
  gtk_widget_class_bind_template_child (widget_class, UmpLeaderboardPage, unclean_switch);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, empty_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_left_out_cb);
}


static void
ump_leaderboard_page_init (UmpLeaderboardPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->left_out = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  ump_interval_chart_set_axis_title (self->chart, _("Rating on the Elo scale, with its 95 % interval"));
}


/**
 * ump_leaderboard_page_new:
 * @store: where ballots come from
 * @settings: the program's settings
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
ump_leaderboard_page_new (UmpStore *store, GSettings *settings)
{
  UmpLeaderboardPage *self = g_object_new (UMP_TYPE_LEADERBOARD_PAGE, NULL);

  self->store = g_object_ref (store);
  self->settings = g_object_ref (settings);
  fill_methods (self);
  fill_filters (self);
  fill_exports (self);
  if (g_settings_get_boolean (settings, "practice"))
    follow_practice_cb (self);
  g_signal_connect_object (settings, "changed::practice", G_CALLBACK (follow_practice_cb), self, G_CONNECT_SWAPPED);
  g_settings_bind (settings, "leaderboard-practice", self->practice_button, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "include-unclean", self->unclean_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed::leaderboard-practice", G_CALLBACK (recompute), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::leaderboard-method", G_CALLBACK (recompute), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::include-unclean", G_CALLBACK (recompute), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  recompute (self);
  return GTK_WIDGET (self);
}
