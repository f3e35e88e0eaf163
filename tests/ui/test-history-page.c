/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-battle-item.h"
#include "ump-battle-list.h"
#include "ump-db-private.h"
#include "ump-history-page.h"
#include "ump-markdown-view.h"
#include "ump-test-records.h"
#include "ump-transcript.h"
#include "ump-ui-test.h"

typedef struct {
  char *folder;
  char *path;
  UmpDb *db; /* until the store is opened */
  UmpProvider *provider;
  UmpContender *a;
  UmpContender *b;
  UmpStore *store;
  GSettings *settings;
  GtkWidget *window;
  GtkWidget *page;
  gboolean started;
  char *resumed;
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
  fixture->provider = ump_ui_add_provider (fixture->db, "OpenRouter");
  fixture->a = ump_ui_add_contender (fixture->db, fixture->provider, "claude-sonnet-4.5");
  fixture->b = ump_ui_add_contender (fixture->db, fixture->provider, "gpt-5");
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ump_store_close (fixture->store);
  g_assert_finalize_object (fixture->store);
  g_object_unref (fixture->settings);
  ump_provider_free (fixture->provider);
  ump_contender_free (fixture->a);
  ump_contender_free (fixture->b);
  ump_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->resumed);
}


static void
start_cb (Fixture *fixture)
{
  fixture->started = TRUE;
}


static void
resume_cb (Fixture *fixture, const char *battle_id)
{
  fixture->resumed = g_strdup (battle_id);
}


static void
open_page (Fixture *fixture, int width, int height)
{
  g_clear_pointer (&fixture->db, ump_db_close);
  fixture->store = ump_store_new (fixture->path);
  fixture->page = ump_history_page_new (fixture->store, fixture->settings);
  g_signal_connect_swapped (fixture->page, "start-battle", G_CALLBACK (start_cb), fixture);
  g_signal_connect_swapped (fixture->page, "resume-battle", G_CALLBACK (resume_cb), fixture);
  fixture->window = ump_ui_show (fixture->page, width, height);
}


static void
fill (Fixture *fixture)
{
  g_free (ump_ui_add_battle (fixture->db, fixture->a, fixture->b, "What is a monad, and why does everyone write a tutorial about it?", UMP_VERDICT_A, NULL));
  g_free (ump_ui_add_battle (fixture->db, fixture->b, fixture->a, "Sort a list in C.", UMP_VERDICT_TIE, NULL));
  g_free (ump_ui_add_battle (fixture->db, fixture->a, fixture->b, "Write a haiku about umpires.\nIn Japanese: 俳句", UMP_VERDICT_BOTH_BAD, NULL));
  g_free (ump_ui_add_battle (fixture->db, fixture->a, fixture->b, "Is the open one masked?", UMP_VERDICT_NONE, NULL));
}


/* Also where it is not seen. */
static GtkWidget *
find_any (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_any (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}


static void
activate (Fixture *fixture, guint position)
{
  GtkWidget *list_view = find_any (fixture->page, GTK_TYPE_LIST_VIEW);

  g_assert_nonnull (list_view);
  g_signal_emit_by_name (list_view, "activate", position);
}


static void
test_empty (Fixture *fixture, gconstpointer data)
{
  open_page (fixture, 900, 640);
  ump_ui_wait_titled (fixture->window, ADW_TYPE_STATUS_PAGE, "No Battles Yet");
  ump_ui_shoot (fixture->window, "history-empty");
  ump_ui_click (fixture->window, "_Start a Battle");
  g_assert_true (fixture->started);
}


static gboolean
is_alone (gpointer user_data)
{
  GtkWidget *window = user_data;

  return ump_ui_find_text (window, "Sort a list in C.") != NULL && ump_ui_find_text (window, "Is the open one masked?") == NULL;
}


static void
test_list (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  open_page (fixture, 900, 640);
  ump_ui_wait_text (fixture->window, "claude-sonnet-4.5 was better than gpt-5");
  ump_ui_wait_text (fixture->window, "A tie between gpt-5 and claude-sonnet-4.5");
  ump_ui_wait_text (fixture->window, "Both were bad, claude-sonnet-4.5 and gpt-5");
  /* The store says of what was open before it that it was interrupted. */
  ump_ui_wait_text (fixture->window, "Interrupted battle — resume to vote");
  ump_ui_wait_text (fixture->window, "Write a haiku about umpires. In Japanese: 俳句");
  ump_ui_shoot (fixture->window, "history-list");

  gtk_editable_set_text (GTK_EDITABLE (ump_ui_find_type (fixture->window, GTK_TYPE_SEARCH_ENTRY, 0)), "no such word");
  ump_ui_wait_titled (fixture->window, ADW_TYPE_STATUS_PAGE, "Nothing Found");
  gtk_editable_set_text (GTK_EDITABLE (ump_ui_find_type (fixture->window, GTK_TYPE_SEARCH_ENTRY, 0)), "sort a list");
  /* Replacing the text empties it for a moment, so all are seen again first. */
  ump_test_wait_until (is_alone, fixture->window, 10);
  g_assert_nonnull (ump_ui_find_text (fixture->window, "Sort a list in C."));
}


static void
test_transcript (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  open_page (fixture, 1000, 700);
  ump_ui_wait_text (fixture->window, "Sort a list in C.");
  activate (fixture, 3);
  ump_ui_wait_text (fixture->window, "What is a monad, and why does everyone write a tutorial about it?");
  ump_ui_wait_text (fixture->window, "Better");
  g_assert_nonnull (ump_ui_find_type (fixture->window, UMP_TYPE_TRANSCRIPT, 0));
  g_assert_nonnull (ump_ui_find_text (fixture->window, "OpenRouter · 120 ms to first token · 30 tokens · $0.25"));
  g_assert_null (ump_ui_find_titled (fixture->window, GTK_TYPE_BUTTON, "_Resume"));
  ump_ui_shoot (fixture->window, "history-transcript");
}


static void
find_names (GtkWidget *widget)
{
  g_autofree char *tooltip = g_strdup (gtk_widget_get_tooltip_text (widget));

  /* GTK keeps one hidden window for all tooltips, with its last text. */
  if (GTK_IS_NATIVE (widget) && !gtk_widget_get_visible (widget))
    return;
  if (GTK_IS_LABEL (widget)) {
    const char *text = gtk_label_get_text (GTK_LABEL (widget));

    g_assert_null (strstr (text, "claude"));
    g_assert_null (strstr (text, "gpt"));
    g_assert_null (strstr (text, "OpenRouter"));
    g_assert_null (strstr (text, "token"));
    g_assert_null (strstr (text, "secret"));
  }
  if (tooltip != NULL) {
    g_assert_null (strstr (tooltip, "claude"));
    g_assert_null (strstr (tooltip, "gpt"));
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    find_names (child);
}


static void
test_masked (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = ump_ui_add_battle (fixture->db, fixture->a, fixture->b, "Who is behind this?", UMP_VERDICT_NONE, NULL);

  open_page (fixture, 1000, 700);
  ump_ui_wait_text (fixture->window, "Interrupted battle — resume to vote");
  find_names (fixture->window);
  activate (fixture, 0);
  ump_ui_wait_titled (fixture->window, GTK_TYPE_BUTTON, "_Resume");
  ump_ui_shoot (fixture->window, "history-masked");
  find_names (fixture->window);
  ump_ui_click (fixture->window, "_Resume");
  g_assert_cmpstr (fixture->resumed, ==, id);
}


/* After a reveal nothing of a sealed contender is shown either. */
static void
test_sealed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  UmpContender *sealed[] = { fixture->a, fixture->b };

  g_free (ump_ui_add_battle (fixture->db, fixture->a, fixture->b, "Who is behind this?", UMP_VERDICT_A, NULL));
  fixture->a->sealed = fixture->b->sealed = TRUE;
  fixture->a->codename = g_strdup ("Heron");
  fixture->b->codename = g_strdup ("Quartz");
  ump_db_set_contenders (fixture->db, UMP_CONTENDER_SEAL, sealed, 2, &error);
  g_assert_no_error (error);
  open_page (fixture, 1000, 700);
  ump_ui_wait_text (fixture->window, "Heron was better than Quartz");
  activate (fixture, 0);
  ump_ui_wait_text (fixture->window, "Better");
  g_assert_null (ump_ui_find_text (fixture->window, "claude-sonnet-4.5"));
  g_assert_null (ump_ui_find_text (fixture->window, "gpt-5"));
  g_assert_null (ump_ui_find_text (fixture->window, "Secret Service says no\nSecret Service took no temperature"));
}


static void
test_masked_narrow (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  open_page (fixture, 360, 640);
  ump_ui_wait_text (fixture->window, "Sort a list in C.");
  activate (fixture, 0);
  ump_ui_wait_titled (fixture->window, GTK_TYPE_BUTTON, "_Resume");
  ump_ui_settle (fixture->window);
  ump_ui_shoot (fixture->window, "history-masked-360");
  g_assert_cmpint (gtk_widget_get_width (fixture->page), <=, 360);
}


static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  open_page (fixture, 360, 640);
  ump_ui_wait_text (fixture->window, "Sort a list in C.");
  ump_ui_shoot (fixture->window, "history-360");
  activate (fixture, 3);
  ump_ui_wait_text (fixture->window, "Better");
  ump_ui_settle (fixture->window);
  ump_ui_shoot (fixture->window, "history-transcript-360");
  g_assert_cmpint (gtk_widget_get_width (fixture->page), <=, 400);
}


static void
test_category (Fixture *fixture, gconstpointer data)
{
  GtkWidget *drop;

  fill (fixture);
  open_page (fixture, 1000, 700);
  ump_ui_wait_text (fixture->window, "Sort a list in C.");
  activate (fixture, 3);
  ump_ui_wait_text (fixture->window, "Better");
  drop = ump_ui_find_type (fixture->window, GTK_TYPE_DROP_DOWN, 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop), 1);
  g_signal_emit_by_name (ump_ui_find_type (fixture->window, UMP_TYPE_TRANSCRIPT, 0), "back");
  activate (fixture, 2);
  ump_ui_wait_text (fixture->window, "Tie");
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop)), ==, 0);
  g_signal_emit_by_name (ump_ui_find_type (fixture->window, UMP_TYPE_TRANSCRIPT, 0), "back");
  activate (fixture, 3);
  ump_ui_wait_text (fixture->window, "Better");
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop)), ==, 1);
}


static gboolean
keep_drawing_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}


static gboolean
has_run_out (gpointer user_data)
{
  return --*(guint *) user_data == 0;
}


/* Who goes back before a battle is loaded stays with the list; who then asks
 * for another gets that one. */
static void
test_back_early (Fixture *fixture, gconstpointer data)
{
  guint n_iterations = 300;

  fill (fixture);
  open_page (fixture, 1000, 700);
  ump_ui_wait_text (fixture->window, "Sort a list in C.");
  for (guint i = 0; i < 20; i++) {
    activate (fixture, 3);
    g_main_context_iteration (NULL, FALSE);
    g_signal_emit_by_name (find_any (fixture->page, UMP_TYPE_TRANSCRIPT), "back");
    activate (fixture, 2);
  }
  ump_ui_wait_text (fixture->window, "Tie");
  ump_ui_settle (fixture->window);
  g_assert_nonnull (ump_ui_find_text (fixture->window, "A tie between gpt-5 and claude-sonnet-4.5"));
  activate (fixture, 3);
  g_signal_emit_by_name (find_any (fixture->page, UMP_TYPE_TRANSCRIPT), "back");
  gtk_widget_add_tick_callback (fixture->window, keep_drawing_cb, NULL, NULL);
  ump_test_wait_until (has_run_out, &n_iterations, 20);
  g_assert_null (ump_ui_find_type (fixture->window, UMP_TYPE_TRANSCRIPT, 0));
}


static gboolean
has_all (gpointer user_data)
{
  return g_list_model_get_n_items (G_LIST_MODEL (user_data)) == 130;
}


static gboolean
is_ready (gpointer user_data)
{
  return ump_battle_list_get_ready (user_data);
}


static gboolean
newest_is_in_sight (gpointer user_data)
{
  Fixture *fixture = user_data;
  GtkWidget *newest = ump_ui_find_text (fixture->window, "The newest?");
  GtkWidget *scrolled = newest != NULL ? gtk_widget_get_ancestor (newest, GTK_TYPE_SCROLLED_WINDOW) : NULL;
  graphene_rect_t bounds;

  return newest != NULL && gtk_widget_get_height (newest) > 0 && gtk_widget_compute_bounds (newest, scrolled, &bounds) && bounds.origin.y >= 0;
}


/* Whoever comes back sees what was fought meanwhile. */
static void
test_newest_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) record = ump_battle_record_new ();
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  for (guint i = 0; i < 30; i++)
    g_free (ump_ui_add_battle (fixture->db, fixture->a, fixture->b, "Again?", UMP_VERDICT_A, NULL));
  open_page (fixture, 900, 640);
  ump_ui_wait_text (fixture->window, "Again?");
  gtk_widget_set_visible (fixture->page, FALSE);
  record->created_at = g_get_real_time ();
  record->conditions = ump_conditions_new ();
  record->first_prompt = g_strdup ("The newest?");
  record->contenders[UMP_SIDE_A] = ump_contender_copy (fixture->a);
  record->contenders[UMP_SIDE_B] = ump_contender_copy (fixture->b);
  g_ptr_array_add (record->turns, ump_turn_new (0, "The newest?"));
  ump_store_begin_battle_async (fixture->store, record, NULL, ump_test_take_result, &result);
  begun = ump_test_await (&result, 10);
  ump_store_begin_battle_finish (fixture->store, begun, &error);
  g_assert_no_error (error);
  gtk_widget_set_visible (fixture->page, TRUE);
  ump_test_wait_until (newest_is_in_sight, fixture, 10);
  ump_ui_shoot (fixture->window, "history-newest");
}


static void
test_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleList) list = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 130; i++)
    g_free (ump_ui_add_battle (fixture->db, fixture->a, fixture->b, "Again?", UMP_VERDICT_A, NULL));
  open_page (fixture, 900, 640);
  list = ump_battle_list_new (fixture->store);
  ump_test_wait_until (is_ready, list, 10);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 51);
  while (g_list_model_get_n_items (G_LIST_MODEL (list)) < 130) {
    ump_battle_list_load_more (list);
    g_main_context_iteration (NULL, TRUE);
  }
  ump_test_wait_until (has_all, list, 10);
  for (guint i = 0; i < 130; i++) {
    g_autoptr (UmpBattleItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

    g_assert_true (g_hash_table_add (seen, g_strdup (ump_battle_item_get_battle (item)->id)));
  }
}


static void
test_outcomes (void)
{
  g_autoptr (UmpBattleRecord) battle = ump_test_make_battle ("?", "x", "y");
  static const struct {
    UmpBattleState state;
    UmpVerdict verdict;
    const char *text;
  } cases[] = {
    { UMP_BATTLE_OPEN, UMP_VERDICT_NONE, "Open battle — resume to vote" },
    { UMP_BATTLE_INTERRUPTED, UMP_VERDICT_NONE, "Interrupted battle — resume to vote" },
    { UMP_BATTLE_VOTED, UMP_VERDICT_A, "x was better than y" },
    { UMP_BATTLE_VOTED, UMP_VERDICT_B, "y was better than x" },
    { UMP_BATTLE_VOTED, UMP_VERDICT_TIE, "A tie between x and y" },
    { UMP_BATTLE_VOTED, UMP_VERDICT_BOTH_BAD, "Both were bad, x and y" },
    { UMP_BATTLE_VOTED, UMP_VERDICT_NONE, "x and y, verdict taken back" },
    { UMP_BATTLE_SKIPPED, UMP_VERDICT_NONE, "x and y, revealed without a vote" },
    { UMP_BATTLE_VOID, UMP_VERDICT_NONE, "x and y, given up" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = NULL;

    battle->state = cases[i].state;
    battle->verdict = cases[i].verdict;
    text = ump_battle_outcome_describe (battle);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}


static gboolean
focus_is_in_list (gpointer user_data)
{
  Fixture *fixture = user_data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  return focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_VIEW) != NULL;
}


/* It is asked for before the first battle is read. */
static void
test_focus (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  open_page (fixture, 900, 700);
  gtk_widget_grab_focus (fixture->page);
  ump_test_wait_until (focus_is_in_list, fixture, 10);
}


static gboolean
focus_is_on_a_button (gpointer user_data)
{
  Fixture *fixture = user_data;

  return GTK_IS_BUTTON (gtk_window_get_focus (GTK_WINDOW (fixture->window)));
}


static void
test_try_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpDb) db = NULL;

  fill (fixture);
  open_page (fixture, 900, 700);
  ump_ui_wait_text (fixture->window, "Sort a list in C.");
  db = ump_db_open (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (ump_db_script (db, "ALTER TABLE battles RENAME TO elsewhere", &error));
  ump_battle_list_reload (UMP_BATTLE_LIST (gtk_no_selection_get_model (GTK_NO_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (find_any (fixture->page, GTK_TYPE_LIST_VIEW)))))));
  ump_ui_wait_titled (fixture->window, ADW_TYPE_STATUS_PAGE, "The History Could Not Be Read");
  gtk_widget_grab_focus (fixture->page);
  ump_test_wait_until (focus_is_on_a_button, fixture, 10);
  ump_ui_shoot (fixture->window, "history-failed");
  g_assert_true (ump_db_script (db, "ALTER TABLE elsewhere RENAME TO battles", &error));
  ump_ui_click (fixture->window, "_Try Again");
  ump_ui_wait_text (fixture->window, "Sort a list in C.");
  ump_test_wait_until (focus_is_in_list, fixture, 10);
}


int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ump_ui_load_style ();
  g_test_add_func ("/history-page/outcomes", test_outcomes);
#define ADD(name, function) g_test_add ("/history-page/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("empty", test_empty);
  ADD ("list", test_list);
  ADD ("focus", test_focus);
  ADD ("try-again", test_try_again);
  ADD ("transcript", test_transcript);
  ADD ("masked", test_masked);
  ADD ("sealed", test_sealed);
  ADD ("narrow", test_narrow);
  ADD ("masked-narrow", test_masked_narrow);
  ADD ("category", test_category);
  ADD ("back-early", test_back_early);
  ADD ("pages", test_pages);
  ADD ("newest-first", test_newest_first);
  return g_test_run ();
}
