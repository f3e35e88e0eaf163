/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-conditions-rule.h"
#include "ump-db-private.h"
#include "ump-test-duel.h"
#include "ump-test-records.h"
#include "ump-test-window.h"
#include "ump-test.h"
#include "ump-transport-private.h"

#define TAKEN_BACK "Your vote was taken back. The names are known now: a new vote is kept, but not rated."

/* What becomes of a battle that is not on the screen, or that goes wrong. */

typedef struct {
  UmpTestDuel duel;
  UmpTestWindow window;
} Fixture;


static void
open_window (Fixture *fixture)
{
  ump_test_window_adopt (&fixture->window, fixture->duel.store, fixture->duel.transport);
  ump_test_window_open (&fixture->window);
  ump_test_window_wait_for_text (&fixture->window, "Ask Anything");
}


static void
set_up (Fixture *fixture, gconstpointer data)
{
  ump_test_duel_set_up (&fixture->duel, NULL);
  open_window (fixture);
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ump_test_window_release (&fixture->window);
  ump_test_duel_tear_down (&fixture->duel, NULL);
}


static void
answer (Fixture *fixture)
{
  static const char *const models[] = { UMP_TEST_DUEL_X, UMP_TEST_DUEL_Y };

  ump_test_window_send (&fixture->window, "Fruit?");
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_ANSWERING);
  ump_test_wait_until (ump_test_duel_both_asked, &fixture->duel, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++) {
    ump_test_models_say (fixture->duel.models, models[i], "An apple.");
    ump_test_models_finish (fixture->duel.models, models[i], "stop");
  }
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_READY);
  ump_test_window_wait_for_action (&fixture->window, "vote-a", TRUE);
}


static void
run_sql (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpDb) db = ump_db_open (fixture->duel.path, &error);

  g_assert_no_error (error);
  ump_db_script (db, sql, &error);
  g_assert_no_error (error);
}


static void
set_verdicts_refused (Fixture *fixture, gboolean refused)
{
  run_sql (fixture, refused ? "CREATE TRIGGER refused BEFORE INSERT ON verdicts BEGIN SELECT RAISE (ABORT, 'refused'); END"
                            : "DROP TRIGGER refused");
}


/* The next battle is begun while the vote on the last one is on its way. */
static void
test_vote_fails_unseen (Fixture *fixture, gconstpointer data)
{
  UmpBattle *battle;

  answer (fixture);
  set_verdicts_refused (fixture, TRUE);
  battle = ump_test_window_get_battle (&fixture->window);
  ump_test_window_act (&fixture->window, "vote-a");
  g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_SAVING);
  ump_test_window_act (&fixture->window, "new");
  g_assert_null (ump_test_window_get_battle (&fixture->window));
  ump_test_window_wait_for_text (&fixture->window, "Go Back");
  ump_test_window_act (&fixture->window, "go-back");
  g_assert_true (ump_test_window_get_battle (&fixture->window) == battle);
  ump_test_window_wait_for_action (&fixture->window, "vote-again", TRUE);

  set_verdicts_refused (fixture, FALSE);
  ump_test_window_act (&fixture->window, "vote-again");
  ump_test_window_wait_for_text (&fixture->window, "Vote counted");
}


/* The same where the vote is saved: there is nothing to go back to. */
static void
test_vote_saved_unseen (Fixture *fixture, gconstpointer data)
{
  answer (fixture);
  ump_test_window_act (&fixture->window, "vote-a");
  ump_test_window_act (&fixture->window, "new");
  ump_test_window_wait_for_text (&fixture->window, "Vote counted");
  ump_test_window_act (&fixture->window, "go-back");
  g_assert_null (ump_test_window_get_battle (&fixture->window));
}


static gboolean
offers_undo_after_failure (gpointer user_data)
{
  Fixture *fixture = user_data;

  return ump_test_find_text (fixture->window.window, "Vote counted") == NULL && ump_test_find_text (fixture->window.window, "Undo") != NULL;
}


static void
test_undo_again (Fixture *fixture, gconstpointer data)
{
  answer (fixture);
  ump_test_window_act (&fixture->window, "vote-a");
  ump_test_window_wait_for_text (&fixture->window, "Vote counted");
  set_verdicts_refused (fixture, TRUE);
  ump_test_window_act (&fixture->window, "undo");
  /* The next toast waits for this one to go. */
  g_signal_emit_by_name (gtk_widget_get_last_child (ump_test_find_type (fixture->window.window, "AdwToastWidget")), "clicked");
  ump_test_wait_until (offers_undo_after_failure, fixture, 20);
  set_verdicts_refused (fixture, FALSE);
  ump_test_window_act (&fixture->window, "undo");
  ump_test_window_wait_for_text (&fixture->window, TAKEN_BACK);

  /* What is said now that cannot be saved can be said again. */
  set_verdicts_refused (fixture, TRUE);
  ump_test_window_act (&fixture->window, "vote-b");
  ump_test_window_wait_for_text (&fixture->window, "Your vote was not saved. The database refused this: refused");
  set_verdicts_refused (fixture, FALSE);
  ump_test_window_act (&fixture->window, "vote-again");
  ump_test_window_wait_for_text (&fixture->window, "Vote kept, not rated");
}


static GPtrArray *
load_ballots (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  GPtrArray *ballots;

  ump_store_load_ballots_async (fixture->duel.store, FALSE, NULL, ump_test_take_result, &slot);
  result = ump_test_await (&slot, 10);
  ballots = ump_store_load_ballots_finish (fixture->duel.store, result, &error);
  g_assert_no_error (error);
  return ballots;
}


static void
focus_button (Fixture *fixture, const char *label)
{
  GtkWidget *found = ump_test_find_text (fixture->window.window, label);

  if (!GTK_IS_BUTTON (found))
    found = gtk_widget_get_ancestor (found, GTK_TYPE_BUTTON);
  g_assert_true (gtk_widget_grab_focus (found));
}


static void
assert_composer_has_focus (Fixture *fixture)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->window.window));

  g_assert_nonnull (focus);
  g_assert_nonnull (gtk_widget_get_ancestor (focus, g_type_from_name ("UmpComposer")));
}


/* Whoever hit the wrong button can take it back as long as the battle is on
 * the screen, and say what was meant. It is kept; it is not counted. */
static void
test_undo_in_reveal (Fixture *fixture, gconstpointer data)
{
  UmpTestWindow *window = &fixture->window;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) one = NULL;
  const UmpBallot *ballot;

  answer (fixture);
  g_assert_null (ump_test_find_text (window->window, "Undo Vote"));
  ump_test_window_act (window, "vote-a");
  ump_test_window_wait_for_text (window, "Vote counted");
  g_signal_emit_by_name (gtk_widget_get_last_child (ump_test_find_type (window->window, "AdwToastWidget")), "clicked");
  g_assert_nonnull (ump_test_find_text (window->window, "Undo Vote"));
  g_bytes_unref (ump_test_window_draw (window, "undo-vote"));

  focus_button (fixture, "Undo Vote");
  ump_test_window_act (window, "undo-vote");
  g_assert_false (ump_test_window_can (window, "undo-vote"));
  ump_test_window_wait_for_text (window, TAKEN_BACK);
  g_assert_null (ump_test_find_text (window->window, "Undo Vote"));
  assert_composer_has_focus (fixture);
  g_assert_nonnull (ump_test_find_text (window->window, "B is better"));
  g_assert_nonnull (ump_test_find_text (window->window, UMP_TEST_DUEL_X));
  none = load_ballots (fixture);
  g_assert_cmpuint (none->len, ==, 0);
  g_bytes_unref (ump_test_window_draw (window, "taken-back"));

  ump_test_window_act (window, "vote-b");
  ump_test_window_wait_for_text (window, "Your vote is kept, but not rated. The names had been shown before this verdict. An earlier verdict on this battle was taken back.");
  g_assert_false (ump_test_window_can (window, "vote-a"));
  g_assert_true (ump_test_window_can (window, "undo-vote"));
  g_assert_nonnull (ump_test_find_text (window->window, UMP_TEST_DUEL_X));
  one = load_ballots (fixture);
  g_assert_cmpuint (one->len, ==, 1);
  ballot = g_ptr_array_index (one, 0);
  g_assert_cmpint (ballot->verdict, ==, UMP_VERDICT_B);
  g_assert_true (ballot->unblinded);
  g_assert_false (ump_conditions_rule_may_rate (ump_conditions_rule_check (ballot->conditions, ballot->unblinded), TRUE));
}


/* Who stopped too early does not want one answer after the other, and a vote
 * on what came then counts. */
static void
test_retry_both (Fixture *fixture, gconstpointer data)
{
  static const char *const models[] = { UMP_TEST_DUEL_X, UMP_TEST_DUEL_Y };
  UmpTestWindow *window = &fixture->window;

  ump_test_window_send (window, "Fruit?");
  ump_test_window_wait_for_status (window, UMP_DUEL_ANSWERING);
  ump_test_wait_until (ump_test_duel_both_asked, &fixture->duel, 10);
  g_assert_null (ump_test_find_text (window->window, "Retry Both Sides"));
  ump_test_window_act (window, "stop");
  ump_test_window_wait_for_status (window, UMP_DUEL_STOPPED);
  ump_test_window_settle (window);
  g_assert_nonnull (ump_test_find_text (window->window, "Retry Both Sides"));
  g_assert_nonnull (ump_test_find_text (window->window, "Retry This Side"));
  g_bytes_unref (ump_test_window_draw (window, "stopped"));

  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    fixture->duel.before[i] = ump_test_models_count (fixture->duel.models, models[i]);
  focus_button (fixture, "Retry Both Sides");
  ump_test_window_act (window, "retry-both");
  g_assert_false (ump_test_window_can (window, "retry-both"));
  ump_test_wait_until (ump_test_duel_both_asked, &fixture->duel, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++) {
    ump_test_models_say (fixture->duel.models, models[i], "A pear.");
    ump_test_models_finish (fixture->duel.models, models[i], "stop");
  }
  ump_test_window_wait_for_action (window, "vote-tie", TRUE);
  g_assert_null (ump_test_find_text (window->window, "Retry Both Sides"));
  assert_composer_has_focus (fixture);
  ump_test_window_act (window, "vote-tie");
  ump_test_window_wait_for_text (window, "Vote counted");
}


/* A button that goes leaves the focus to the response that it is about. */
static void
test_retry_focus (Fixture *fixture, gconstpointer data)
{
  static const char *const buttons[] = { "Retry This Side", "Void Battle" };
  static const char *const actions[] = { "retry-a", "void" };
  static const UmpDuelStatus wanted[] = { UMP_DUEL_ANSWERING, UMP_DUEL_REVEALED };
  UmpTestWindow *window = &fixture->window;

  ump_test_window_send (window, "Fruit?");
  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++) {
    GtkWidget *focus, *view, *stage;

    ump_test_window_wait_for_status (window, UMP_DUEL_ANSWERING);
    ump_test_window_act (window, "stop");
    ump_test_window_wait_for_status (window, UMP_DUEL_STOPPED);
    ump_test_window_settle (window);
    focus_button (fixture, buttons[i]);
    ump_test_window_act (window, actions[i]);
    ump_test_window_wait_for_status (window, wanted[i]);
    ump_test_window_settle (window);
    focus = gtk_root_get_focus (GTK_ROOT (window->window));
    g_assert_nonnull (focus);
    view = gtk_widget_get_ancestor (focus, UMP_TYPE_MARKDOWN_VIEW);
    stage = ump_test_find_type (window->window, "UmpDuelStage");
    g_assert_nonnull (view);
    if (i == 0)
      g_assert_true (view == GTK_WIDGET (ump_duel_pane_get_view (ump_duel_stage_get_pane (UMP_DUEL_STAGE (stage), UMP_SIDE_A))));
  }
}


/* A toast that is still there for the vote on another battle takes back that. */
static void
test_undo_elsewhere (Fixture *fixture, gconstpointer data)
{
  answer (fixture);
  ump_test_window_act (&fixture->window, "vote-a");
  ump_test_window_wait_for_text (&fixture->window, "Vote counted");
  ump_test_window_act (&fixture->window, "new");
  g_assert_false (ump_test_window_can (&fixture->window, "undo-vote"));
  ump_test_window_act (&fixture->window, "undo");
  ump_test_window_wait_for_text (&fixture->window, "Vote taken back");
  g_assert_null (ump_test_find_text (fixture->window.window, "Vote counted"));
}


static gboolean
shows_search (gpointer user_data)
{
  Fixture *fixture = user_data;

  return ump_test_find_type (fixture->window.window, "GtkSearchEntry") != NULL;
}


/* A battle that is not on the screen leaves the keys to what is. */
static void
test_keys_of_other_pages (Fixture *fixture, gconstpointer data)
{
  GActionGroup *actions;
  GtkWidget *focus;

  answer (fixture);
  actions = ump_test_window_get_actions (&fixture->window);
  g_assert_true (g_action_group_get_action_enabled (actions, "find"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window.window), "win.page", "s", "history");
  ump_test_window_settle (&fixture->window);
  g_assert_false (g_action_group_get_action_enabled (actions, "find"));
  g_assert_false (g_action_group_get_action_enabled (actions, "vote-a"));
  ump_test_wait_until (shows_search, fixture, 20);
  gtk_widget_grab_focus (ump_test_find_type (fixture->window.window, "GtkListView"));
  if (ump_test_window_press (&fixture->window, "ctrl+f")) {
    ump_test_window_settle (&fixture->window);
    focus = gtk_window_get_focus (GTK_WINDOW (fixture->window.window));
    g_assert_nonnull (focus);
    g_assert_nonnull (gtk_widget_get_ancestor (focus, GTK_TYPE_SEARCH_ENTRY));
  }
  gtk_widget_activate_action (GTK_WIDGET (fixture->window.window), "win.page", "s", "battle");
  ump_test_window_settle (&fixture->window);
  g_assert_true (g_action_group_get_action_enabled (actions, "vote-a"));
}


static gboolean
offers_no_way_on (gpointer user_data)
{
  Fixture *fixture = user_data;

  return ump_test_find_text (fixture->window.window, "Go On With the Interrupted Battle") == NULL;
}


/* What a dead program left is offered until it is voted on, or deleted. */
static void
test_interrupted_is_decided (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) battle = ump_test_make_battle ("Complete and not voted on", "one", "two");
  UmpTurn *turn = g_ptr_array_index (battle->turns, 0);
  g_autoptr (GError) error = NULL;

  ump_test_duel_set_up (&fixture->duel, NULL);
  for (int side = 0; side < UMP_N_SIDES; side++)
    turn->responses[side] = ump_test_make_response (side, "An answer.", UMP_ENDING_STOP);
  ump_store_close (fixture->duel.store);
  g_clear_object (&fixture->duel.store);
  {
    g_autoptr (UmpDb) db = ump_db_open (fixture->duel.path, &error);

    g_assert_no_error (error);
    g_assert_true (ump_db_begin_battle (db, battle, &error));
  }
  fixture->duel.store = ump_store_new (fixture->duel.path);
  open_window (fixture);
  ump_test_window_wait_for_text (&fixture->window, "Go On With the Interrupted Battle");
  if (data != NULL) {
    ump_store_delete_battle_async (fixture->duel.store, battle->id, NULL, NULL, NULL);
  } else {
    g_signal_emit_by_name (gtk_widget_get_ancestor (ump_test_find_text (fixture->window.window, "Go On With the Interrupted Battle"), GTK_TYPE_BUTTON), "clicked");
    ump_test_window_wait_for_action (&fixture->window, "vote-a", TRUE);
    ump_test_window_act (&fixture->window, "vote-a");
    ump_test_window_wait_for_text (&fixture->window, "Vote counted");
    ump_test_window_act (&fixture->window, "new");
    ump_test_window_wait_for_text (&fixture->window, "Ask Anything");
  }
  ump_test_wait_until (offers_no_way_on, fixture, 20);
}


static gboolean
x_is_asked (gpointer user_data)
{
  return ump_test_models_is_asked (user_data, UMP_TEST_DUEL_X);
}


static gboolean
third_is_asked (gpointer user_data)
{
  return ump_test_models_is_asked (user_data, "third-model");
}


/* Nobody has room for one of the two: the battle is given up, it is said who
 * it was, and the next pair is without it. */
static void
test_over_capacity (Fixture *fixture, gconstpointer data)
{
  UmpTestModels *models = fixture->duel.models;
  g_autoptr (UmpContender) third = ump_contender_new (fixture->duel.provider->id, "third-model");
  g_autofree char *id = NULL;
  UmpBattle *battle;
  guint asked = 0;

  ump_transport_set_retry_delay (fixture->duel.transport, 1);
  ump_test_models_fail_next (models, UMP_TEST_DUEL_Y, 503, "application/json", "{\"error\":{\"message\":\"busy\"}}");
  ump_test_window_send (&fixture->window, "Fruit?");
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_ANSWERING);
  ump_store_add_contenders_async (fixture->duel.store, &third, 1, NULL, NULL, NULL);
  battle = ump_test_window_get_battle (&fixture->window);
  id = g_strdup (ump_battle_get_id (battle));
  while (!ump_battle_get_over_capacity (battle)) {
    if (ump_test_models_count (models, UMP_TEST_DUEL_Y) != asked) {
      asked = ump_test_models_count (models, UMP_TEST_DUEL_Y);
      ump_test_models_fail_next (models, UMP_TEST_DUEL_Y, 503, "application/json", "{\"error\":{\"message\":\"busy\"}}");
    }
    g_main_context_iteration (NULL, TRUE);
  }
  ump_test_wait_until (x_is_asked, models, 20);
  ump_test_models_say (models, UMP_TEST_DUEL_X, "An apple.");
  ump_test_models_finish (models, UMP_TEST_DUEL_X, "stop");
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_FAILED);

  ump_test_window_act (&fixture->window, "other-pair");
  ump_test_window_wait_for_text (&fixture->window, UMP_TEST_DUEL_Y ": The service has no capacity at the moment: busy");
  ump_test_wait_until (third_is_asked, models, 20);
  g_assert_cmpuint (ump_test_models_count (models, UMP_TEST_DUEL_Y), ==, asked);
  g_assert_cmpstr (ump_battle_get_id (ump_test_window_get_battle (&fixture->window)), !=, id);
  {
    g_autoptr (UmpBattleRecord) record = ump_test_duel_load_unmasked (&fixture->duel, id);

    g_assert_cmpint (record->state, ==, UMP_BATTLE_VOID);
  }
}


/* A network that is down is nobody's doing, so it is named. */
static void
test_no_network (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->duel.provider->base_url);
  fixture->duel.provider->base_url = g_strdup ("http://127.0.0.1:1/v1");
  ump_test_duel_save (&fixture->duel);
  ump_test_window_send (&fixture->window, "Fruit?");
  ump_test_window_wait_for_text (&fixture->window, "The services could not be reached. Check the network, then retry.");
  g_assert_nonnull (ump_test_find_text (fixture->window.window, "This response could not be completed."));
  g_bytes_unref (ump_test_window_draw (&fixture->window, "no-network"));

  /* What was said of it goes when it does not hold any more. */
  ump_test_window_send (&fixture->window, "And then?");
  ump_test_window_wait_for_text (&fixture->window, "Retry what is incomplete first, or begin a new battle. Your text is kept.");
  ump_test_window_act (&fixture->window, "retry-a");
  g_assert_null (ump_test_find_text (fixture->window.window, "Retry what is incomplete first, or begin a new battle. Your text is kept."));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)


int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("/battle-keep/vote-fails-unseen", test_vote_fails_unseen);
  ADD ("/battle-keep/vote-saved-unseen", test_vote_saved_unseen);
  ADD ("/battle-keep/undo-again", test_undo_again);
  ADD ("/battle-keep/undo-in-reveal", test_undo_in_reveal);
  ADD ("/battle-keep/retry-both", test_retry_both);
  ADD ("/battle-keep/retry-focus", test_retry_focus);
  ADD ("/battle-keep/undo-elsewhere", test_undo_elsewhere);
  ADD ("/battle-keep/keys-of-other-pages", test_keys_of_other_pages);
  g_test_add ("/battle-keep/interrupted-is-voted", Fixture, NULL, NULL, test_interrupted_is_decided, tear_down);
  g_test_add ("/battle-keep/interrupted-is-deleted", Fixture, "deleted", NULL, test_interrupted_is_decided, tear_down);
  ADD ("/battle-keep/over-capacity", test_over_capacity);
  ADD ("/battle-keep/no-network", test_no_network);
  return g_test_run ();
}
