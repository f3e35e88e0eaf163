/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-board-filters.h"
#include "ump-board-headline.h"
#include "ump-interval-chart.h"
#include "ump-leaderboard-page.h"
#include "ump-practice.h"
#include "ump-standing-item.h"
#include "ump-standing-table.h"
#include "ump-test-records.h"
#include "ump-ui-test.h"

typedef struct {
  char *folder;
  char *path;
  UmpDb *db; /* until the store is opened */
  UmpStore *store;
  GSettings *settings;
  GtkWidget *window;
  GtkWidget *page;
  int started; /* -1 not, else the board */
  char *opened;
} Fixture;


static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = ump_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "umpire.db", NULL);
  fixture->db = ump_db_open (fixture->path, &error);
  g_assert_no_error (error);
  fixture->settings = ump_ui_settings_new ();
  fixture->started = -1;
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ump_store_close (fixture->store);
  g_assert_finalize_object (fixture->store);
  g_object_unref (fixture->settings);
  ump_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->opened);
}


static void
start_cb (Fixture *fixture, gboolean practice)
{
  fixture->started = practice;
}


static void
open_cb (Fixture *fixture, const char *battle_id)
{
  g_free (fixture->opened);
  fixture->opened = g_strdup (battle_id);
}


static void
open_page (Fixture *fixture, int width, int height)
{
  g_clear_pointer (&fixture->db, ump_db_close);
  fixture->store = ump_store_new (fixture->path);
  fixture->page = ump_leaderboard_page_new (fixture->store, fixture->settings);
  g_signal_connect_swapped (fixture->page, "start-battle", G_CALLBACK (start_cb), fixture);
  g_signal_connect_swapped (fixture->page, "open-battle", G_CALLBACK (open_cb), fixture);
  fixture->window = ump_ui_show (fixture->page, width, height);
}


static void
test_empty (Fixture *fixture, gconstpointer data)
{
  open_page (fixture, 900, 700);
  ump_ui_wait_titled (fixture->window, ADW_TYPE_STATUS_PAGE, "No Votes Yet");
  ump_ui_shoot (fixture->window, "board-empty");
  ump_ui_click (fixture->window, "_Start a Battle");
  g_assert_cmpint (fixture->started, ==, FALSE);

  g_settings_set_boolean (fixture->settings, "leaderboard-practice", TRUE);
  ump_ui_wait_titled (fixture->window, ADW_TYPE_STATUS_PAGE, "No Practice Votes Yet");
  ump_ui_shoot (fixture->window, "board-empty-practice");
  ump_ui_click (fixture->window, "_Start a Practice Battle");
  g_assert_cmpint (fixture->started, ==, TRUE);
}


/* Whoever practises comes to the board of practice, and back with the end of it. */
static void
test_follows_practice (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, "practice", TRUE);
  open_page (fixture, 900, 700);
  ump_ui_wait_titled (fixture->window, ADW_TYPE_STATUS_PAGE, "No Practice Votes Yet");
  g_settings_set_boolean (fixture->settings, "practice", FALSE);
  ump_ui_wait_titled (fixture->window, ADW_TYPE_STATUS_PAGE, "No Votes Yet");
}


/* Whoever has only practised finds these votes; the empty board is one click away. */
static void
test_only_practice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) partners = ump_practice_get_contenders ();

  g_free (ump_ui_add_battle (fixture->db, g_ptr_array_index (partners, 0), g_ptr_array_index (partners, 1), "A tea?", UMP_VERDICT_A, NULL));
  open_page (fixture, 900, 700);
  ump_ui_wait_text (fixture->window, "Contender");
  g_assert_true (g_settings_get_boolean (fixture->settings, "leaderboard-practice"));

  g_settings_set_boolean (fixture->settings, "leaderboard-practice", FALSE);
  ump_ui_wait_titled (fixture->window, ADW_TYPE_STATUS_PAGE, "No Votes Yet");
  g_assert_false (g_settings_get_boolean (fixture->settings, "leaderboard-practice"));
}


/* A method of a later version, for example: trying again starts no battle. */
static void
test_failed (Fixture *fixture, gconstpointer data)
{
  ump_ui_fill_board (fixture->db);
  g_settings_set_string (fixture->settings, "leaderboard-method", "unheard-of");
  open_page (fixture, 900, 700);
  ump_ui_wait_titled (fixture->window, ADW_TYPE_STATUS_PAGE, "The Leaderboard Could Not Be Computed");
  ump_ui_shoot (fixture->window, "board-failed");
  ump_ui_click (fixture->window, "_Try Again");
  g_assert_cmpint (fixture->started, ==, -1);
  g_settings_set_string (fixture->settings, "leaderboard-method", "davidson");
  ump_ui_wait_text (fixture->window, "Contender");
}


static void
test_board (Fixture *fixture, gconstpointer data)
{
  GtkWidget *chart;

  ump_ui_fill_board (fixture->db);
  open_page (fixture, 1000, 1150);
  ump_ui_wait_text (fixture->window, "Contender");
  ump_ui_shoot (fixture->window, "board");
  chart = ump_ui_find_type (fixture->window, UMP_TYPE_INTERVAL_CHART, 0);
  g_assert_cmpuint (ump_interval_chart_get_n_rows (UMP_INTERVAL_CHART (chart)), ==, 7);
  /* Three votes of ten. */
  ump_ui_wait_text (ump_ui_find_type (fixture->window, UMP_TYPE_STANDING_TABLE, 0), "provisional, 7 votes to go");
  g_assert_nonnull (ump_ui_find_titled (fixture->window, ADW_TYPE_ACTION_ROW, "No ballot is left out"));
}


static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  GtkWidget *table;
  int minimum;

  ump_ui_fill_board (fixture->db);
  open_page (fixture, 360, 1150);
  ump_ui_wait_text (fixture->window, "Contender");
  ump_ui_settle (fixture->window);
  ump_ui_shoot (fixture->window, "board-360");
  table = ump_ui_find_type (fixture->window, UMP_TYPE_STANDING_TABLE, 0);
  ump_ui_wait_text (table, "provisional\n7 votes to go");
  ump_ui_wait_text (table, "Rank");
  gtk_widget_measure (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (ump_ui_find_type (table, GTK_TYPE_SCROLLED_WINDOW, 0))), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, gtk_widget_get_width (table));
  g_assert_cmpint (gtk_widget_get_width (fixture->page), <=, 400);
}


/* With one vote nobody has a rank, and a column of dashes would cost the names. */
static void
test_narrow_young (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpProvider) provider = ump_ui_add_provider (fixture->db, "Local");
  g_autoptr (UmpContender) a = ump_ui_add_contender (fixture->db, provider, "mistral-large-instruct-2411");
  g_autoptr (UmpContender) b = ump_ui_add_contender (fixture->db, provider, "b");

  g_free (ump_ui_add_battle (fixture->db, a, b, "What is a monad?", UMP_VERDICT_A, NULL));
  open_page (fixture, 360, 850);
  ump_ui_wait_text (fixture->window, "provisional\n9 votes to go");
  ump_ui_settle (fixture->window);
  ump_ui_shoot (fixture->window, "board-360-young");
  g_assert_null (ump_ui_find_text (fixture->window, "Rank"));
}


static void
test_right_to_left (Fixture *fixture, gconstpointer data)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  ump_ui_fill_board (fixture->db);
  open_page (fixture, 1000, 1150);
  ump_ui_wait_text (fixture->window, "Contender");
  ump_ui_shoot (fixture->window, "board-rtl");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}


static void
test_left_out (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;
  g_autoptr (GListModel) windows = NULL;
  GtkWidget *list = NULL;

  ump_ui_fill_board (fixture->db);
  ump_ui_add_unclean (fixture->db);
  open_page (fixture, 900, 1000);
  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "1 ballot is left out");
  row = ump_ui_find_titled (fixture->window, ADW_TYPE_ACTION_ROW, "1 ballot is left out");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "In 1 battle an answer named its own model or maker.");
  ump_ui_activate_row (row);

  windows = g_object_ref (gtk_window_get_toplevels ());
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (g_str_equal (gtk_window_get_title (GTK_WINDOW (window)) ? gtk_window_get_title (GTK_WINDOW (window)) : "", "Ballots Left Out"))
      list = window;
  }
  g_assert_nonnull (list);
  ump_ui_wait_titled (list, ADW_TYPE_ACTION_ROW, "Who are you?");
  ump_ui_shoot (list, "board-left-out");
  ump_ui_activate_row (ump_ui_find_titled (list, ADW_TYPE_ACTION_ROW, "Who are you?"));
  g_assert_nonnull (fixture->opened);

  g_settings_set_boolean (fixture->settings, "include-unclean", TRUE);
  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "No ballot is left out");
}


/* None of the prompts is about mathematics, and all are of today. */
static void
test_filters (Fixture *fixture, gconstpointer data)
{
  GtkWidget *category;
  GtkWidget *period;

  ump_ui_fill_board (fixture->db);
  open_page (fixture, 1000, 900);
  ump_ui_wait_text (fixture->window, "Contender");
  category = ump_ui_find_type (fixture->window, GTK_TYPE_DROP_DOWN, 0);
  period = ump_ui_find_type (fixture->window, GTK_TYPE_DROP_DOWN, 1);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (period), 1);
  ump_ui_settle (fixture->window);
  ump_ui_wait_text (fixture->window, "Contender");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (category), 2);
  ump_ui_wait_titled (fixture->window, ADW_TYPE_STATUS_PAGE, "No Votes Here");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (category), 0);
  ump_ui_wait_text (fixture->window, "Contender");
}


/* Only one of many jobs is shown, and it is the newest. */
static void
test_newest_wins (Fixture *fixture, gconstpointer data)
{
  ump_ui_fill_board (fixture->db);
  open_page (fixture, 900, 700);
  for (guint i = 0; i < 21; i++)
    g_settings_set_boolean (fixture->settings, "leaderboard-practice", i % 2 == 0);
  ump_ui_wait_titled (fixture->window, ADW_TYPE_STATUS_PAGE, "No Practice Votes Yet");
  ump_ui_settle (fixture->window);
  g_assert_null (ump_ui_find_type (fixture->window, UMP_TYPE_STANDING_TABLE, 0));
}


static void
test_item (void)
{
  g_autoptr (UmpContender) contender = ump_contender_new ("p", "model-x");
  UmpStanding standing = {
    .contender = contender, .rated = TRUE, .rank = 1, .rank_low = 1, .rank_high = 3, .rating = 1083.6,
    .low = 1037.5, .high = 1131.5, .se = 24, .p_best = 0.623, .votes = 38, .wins = 24, .losses = 9, .ties = 4, .both_bad = 1,
  };
  UmpStanding young = { .contender = contender, .rated = TRUE, .provisional = TRUE, .rating = 990.2, .low = 800, .high = 1180, .p_best = 0.001, .votes = 9, .wins = 9 };
  static const char *const texts[] = { "1–3", "model-x", "1084", "1038–1132", "38", "24–9–4–1", "62 %" };
  g_autoptr (UmpStandingItem) a = ump_standing_item_new (&standing, "model-x");
  g_autoptr (UmpStandingItem) b = ump_standing_item_new (&young, "model-x");
  g_autofree char *sentence = ump_standing_item_get_sentence (a);
  g_autofree char *young_sentence = ump_standing_item_get_sentence (b);
  g_autofree char *rank = ump_standing_item_get_text (b, UMP_STANDING_RANK);
  g_autofree char *chance = ump_standing_item_get_text (b, UMP_STANDING_P_BEST);

  for (guint field = 0; field < UMP_N_STANDING_FIELDS; field++) {
    g_autofree char *text = ump_standing_item_get_text (a, field);

    g_assert_cmpstr (text, ==, texts[field]);
  }
  g_assert_cmpstr (sentence, ==, "model-x: 1084, 95 % interval 1038 to 1132, from 38 votes");
  g_assert_cmpstr (young_sentence, ==, "model-x: 990, 95 % interval 800 to 1180, provisional, 1 vote to go");
  g_assert_cmpstr (rank, ==, "—");
  g_assert_cmpstr (chance, ==, "< 1 %");
  g_assert_cmpint (ump_standing_item_compare (a, b, UMP_STANDING_RANK), <, 0);
  g_assert_cmpint (ump_standing_item_compare (a, b, UMP_STANDING_RATING), >, 0);
  g_assert_cmpint (ump_standing_item_compare (a, b, UMP_STANDING_INTERVAL), <, 0);
  g_assert_cmpint (ump_standing_item_compare (a, b, UMP_STANDING_RECORD), >, 0);
}


static UmpStandingItem *
create_item (const char *model, guint votes, double p_best)
{
  g_autoptr (UmpContender) contender = ump_contender_new ("p", model);
  UmpStanding standing = { .contender = contender, .rated = TRUE, .provisional = votes < UMP_VOTES_FOR_RANK, .rating = 1000, .low = 900, .high = 1100, .p_best = p_best, .votes = votes };

  return ump_standing_item_new (&standing, model);
}


static void
test_headline (void)
{
  static const struct {
    guint votes[2];
    double p_best;
    const char *headline;
    const char *details;
  } cases[] = {
    { { 3, 9 }, 0.9, "It is too early to say.", "A contender gets a rank with its tenth vote. The nearest one needs 1 more." },
    { { 0, 4 }, 0.9, "It is too early to say.", "A contender gets a rank with its tenth vote. The nearest one needs 6 more." },
    { { 10, 9 }, 0.6, "x is the first with a rank.", "The others need ten votes each before they can be compared with it." },
    { { 9, 10 }, 0.6, "y is the first with a rank.", "The others need ten votes each before they can be compared with it." },
    { { 20, 20 }, 0.62, "x leads, but it is not decided.", "It is the best with a probability of 62 %. More votes between those whose intervals overlap will settle it." },
    { { 20, 20 }, 0.97, "x is the best of this board.", "The votes say so with a probability of 97 %." },
    { { 20, 20 }, 0.9999, "x is the best of this board.", "The votes say so with a probability of 99 %." },
    { { 20, 20 }, NAN, "x leads.", "This method does not say how sure that is; look at the intervals." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
    g_autofree char *headline = NULL;
    g_autofree char *details = NULL;

    g_ptr_array_add (items, create_item ("x", cases[i].votes[0], cases[i].p_best));
    g_ptr_array_add (items, create_item ("y", cases[i].votes[1], cases[i].p_best));
    ump_board_headline_compose (items, &headline, &details);
    g_assert_cmpstr (headline, ==, cases[i].headline);
    g_assert_cmpstr (details, ==, cases[i].details);
  }
}


/* Three that are as good as equal lead nobody, and the first line is not always
 * the likeliest: its interval may be the narrowest. */
static void
test_headline_leader (void)
{
  static const struct {
    double p_best[3];
    const char *headline;
  } cases[] = {
    { { 0.22, 0.21, 0.20 }, "There is no leader yet." },
    { { 0.30, 0.55, 0.15 }, "y leads, but it is not decided." },
    { { 0.01, 0.02, 0.97 }, "z is the best of this board." },
    { { NAN, NAN, NAN }, "x leads." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    static const char *const models[] = { "x", "y", "z" };
    g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
    g_autofree char *headline = NULL;
    g_autofree char *details = NULL;

    for (guint j = 0; j < 3; j++) {
      g_autoptr (UmpStandingItem) equal = create_item (models[j], 20, cases[i].p_best[j]);
      UmpStanding standing = *ump_standing_item_get_standing (equal);

      standing.rank_low = 1;
      standing.rank_high = 3;
      g_ptr_array_add (items, ump_standing_item_new (&standing, models[j]));
    }
    ump_board_headline_compose (items, &headline, &details);
    g_assert_cmpstr (headline, ==, cases[i].headline);
  }
}


static void
test_periods (void)
{
  g_assert_cmpint (ump_board_filters_get_since (0, 100 * G_TIME_SPAN_DAY), ==, 0);
  g_assert_cmpint (ump_board_filters_get_since (1, 100 * G_TIME_SPAN_DAY), ==, 93 * G_TIME_SPAN_DAY);
  g_assert_cmpint (ump_board_filters_get_since (2, 100 * G_TIME_SPAN_DAY), ==, 70 * G_TIME_SPAN_DAY);
  g_assert_cmpint (ump_board_filters_get_since (99, 100 * G_TIME_SPAN_DAY), ==, 0);
  g_assert_null (ump_board_filters_get_category (0));
  g_assert_cmpstr (ump_board_filters_get_category (1), ==, "coding");
  g_assert_null (ump_board_filters_get_category (99));
}


int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ump_ui_load_style ();
  g_test_add_func ("/leaderboard-page/item", test_item);
  g_test_add_func ("/leaderboard-page/headline", test_headline);
  g_test_add_func ("/leaderboard-page/headline-leader", test_headline_leader);
  g_test_add_func ("/leaderboard-page/periods", test_periods);
#define ADD(name, function) g_test_add ("/leaderboard-page/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("empty", test_empty);
  ADD ("follows-practice", test_follows_practice);
  ADD ("only-practice", test_only_practice);
  ADD ("failed", test_failed);
  ADD ("board", test_board);
  ADD ("narrow", test_narrow);
  ADD ("narrow-young", test_narrow_young);
  ADD ("right-to-left", test_right_to_left);
  ADD ("left-out", test_left_out);
  ADD ("filters", test_filters);
  ADD ("newest-wins", test_newest_wins);
  return g_test_run ();
}
