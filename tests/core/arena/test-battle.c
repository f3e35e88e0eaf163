/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-battle.h"
#include "ump-error.h"
#include "ump-matchmaker.h"
#include "ump-test.h"

/**
 * Fixture:
 *
 * A store in memory, the real transport, and practice partners in a hurry.
 */
typedef struct {
  UmpStore *store;
  UmpTransport *transport;
  GAsyncResult *result;
} Fixture;


static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();

  fixture->store = ump_store_new (":memory:");
  fixture->transport = ump_transport_new (keyring);
  ump_transport_set_practice_speed (fixture->transport, 50);
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ump_store_close (fixture->store);
  g_clear_object (&fixture->store);
  g_clear_object (&fixture->transport);
}


static UmpBattle *
start (Fixture *fixture, const char *prompt, UmpPace pace, GError **error)
{
  UmpBattleOptions options = { .practice = TRUE, .pace = pace, .max_tokens = 4096, .matchmaking = UMP_MATCHMAKING_AUTOMATIC };
  g_autoptr (GAsyncResult) result = NULL;

  ump_battle_start_async (fixture->store, fixture->transport, prompt, &options, NULL, ump_test_take_result, &fixture->result);
  result = ump_test_await (&fixture->result, 10);
  return ump_battle_start_finish (result, error);
}


static UmpBattle *
start_practice (Fixture *fixture, const char *prompt, UmpPace pace)
{
  g_autoptr (GError) error = NULL;
  UmpBattle *battle = start (fixture, prompt, pace, &error);

  g_assert_no_error (error);
  return battle;
}


static gboolean
is_ready (gpointer user_data)
{
  return ump_battle_get_status (user_data) == UMP_DUEL_READY;
}


static gboolean
is_stopped (gpointer user_data)
{
  return ump_battle_get_status (user_data) == UMP_DUEL_STOPPED;
}


static gboolean
has_two_turns (gpointer user_data)
{
  return ump_battle_get_n_turns (user_data) == 2;
}


static UmpReveal *
vote (Fixture *fixture, UmpBattle *battle, UmpVerdict verdict, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ump_battle_vote_async (battle, verdict, NULL, ump_test_take_result, &fixture->result);
  result = ump_test_await (&fixture->result, 10);
  return ump_battle_vote_finish (battle, result, error);
}


static UmpBattleRecord *
load (Fixture *fixture, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UmpBattleRecord *record;

  ump_store_load_battle_async (fixture->store, id, NULL, ump_test_take_result, &fixture->result);
  result = ump_test_await (&fixture->result, 10);
  record = ump_store_load_battle_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return record;
}


static void
count_cb (UmpBattle *battle, guint turn, guint *count)
{
  (*count)++;
}


static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = start_practice (fixture, "What is a blind test?", UMP_PACE_EVEN);
  g_autoptr (UmpBattleRecord) blind = load (fixture, ump_battle_get_id (battle));
  g_autoptr (UmpBattleRecord) voted = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (GError) error = NULL;
  guint n_changes = 0;

  /* It is on the disk, and masked, before an answer has come. */
  g_assert_cmpint (blind->state, ==, UMP_BATTLE_OPEN);
  g_assert_null (blind->contenders[UMP_SIDE_A]);
  g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_ANSWERING);
  g_assert_false (ump_battle_get_can_vote (battle));
  g_assert_true (ump_battle_get_practice (battle));
  g_assert_cmpstr (ump_battle_get_prompt (battle, 0), ==, "What is a blind test?");
  g_signal_connect (battle, "text-changed", G_CALLBACK (count_cb), &n_changes);

  ump_test_wait_until (is_ready, battle, 20);
  g_assert_cmpuint (n_changes, >, 0);
  ump_battle_set_seen (battle, UMP_SIDE_A);
  ump_battle_set_seen (battle, UMP_SIDE_B);
  reveal = vote (fixture, battle, UMP_VERDICT_B, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_REVEALED);
  g_assert_cmpint (reveal->state, ==, UMP_BATTLE_VOTED);
  g_assert_cmpint (reveal->verdict, ==, UMP_VERDICT_B);
  g_assert_true (reveal->clean);
  g_assert_null (reveal->reasons[0]);

  voted = load (fixture, ump_battle_get_id (battle));
  g_assert_cmpint (voted->state, ==, UMP_BATTLE_VOTED);
  g_assert_cmpint (voted->verdict, ==, UMP_VERDICT_B);
  g_assert_true (voted->conditions->both_seen);
  g_assert_cmpint (voted->conditions->time_to_vote_ms, >=, 0);
  g_assert_cmpuint (voted->conditions->pool_size, >=, 4);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    const UmpResponseRecord *response = ((UmpTurn *) g_ptr_array_index (voted->turns, 0))->responses[side];
    gsize length;
    const char *text = ump_battle_get_text (battle, 0, side, &length);

    g_assert_cmpstr (reveal->sides[side].contender->id, ==, voted->contenders[side]->id);
    g_assert_cmpint (reveal->sides[side].tokens, >, 0);
    g_assert_cmpfloat (reveal->sides[side].first_token_ms, >=, 0);
    g_assert_nonnull (reveal->sides[side].provider_name);
    g_assert_true (ump_battle_get_text_complete (battle, 0, side));
    g_assert_cmpint (response->ending, ==, UMP_ENDING_STOP);
    g_assert_cmpmem (text, length, response->text, strlen (response->text));
    g_assert_nonnull (response->request);
  }
  g_assert_cmpstr (reveal->sides[0].contender->id, !=, reveal->sides[1].contender->id);
}


/* Text only grows, in whole characters, and at most once in an iteration. */
static void
test_growth (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = start_practice (fixture, "Tell me a long story with a table", GPOINTER_TO_INT (data));
  gsize before[UMP_N_SIDES] = { 0, 0 };
  guint n_changes = 0;

  g_signal_connect (battle, "text-changed", G_CALLBACK (count_cb), &n_changes);
  while (ump_battle_get_status (battle) == UMP_DUEL_ANSWERING) {
    n_changes = 0;
    g_main_context_iteration (NULL, TRUE);
    g_assert_cmpuint (n_changes, <=, 1);
    for (int side = 0; side < UMP_N_SIDES; side++) {
      gsize length;
      const char *text = ump_battle_get_text (battle, 0, side, &length);

      g_assert_cmpuint (length, >=, before[side]);
      g_assert_true (g_utf8_validate_len (text, length, NULL));
      before[side] = length;
    }
  }
  g_assert_true (is_ready (battle));
  g_assert_cmpuint (before[UMP_SIDE_A], >, 0);
  g_assert_cmpuint (before[UMP_SIDE_B], >, 0);
}


static void
test_follow_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = start_practice (fixture, "Hello", UMP_PACE_LIVE);
  g_autoptr (UmpBattleRecord) record = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (GError) error = NULL;
  guint n_added = 0;

  g_signal_connect (battle, "turn-added", G_CALLBACK (count_cb), &n_added);
  /* Not before both have answered, and never without words. */
  ump_battle_follow_up (battle, "Too early");
  ump_test_wait_until (is_ready, battle, 20);
  ump_battle_follow_up (battle, " \n");
  g_assert_true (ump_battle_get_can_vote (battle));
  ump_battle_follow_up (battle, "And then?");
  g_assert_false (ump_battle_get_can_vote (battle));
  ump_test_wait_until (has_two_turns, battle, 10);
  g_assert_cmpuint (n_added, ==, 1);
  g_assert_cmpstr (ump_battle_get_prompt (battle, 1), ==, "And then?");
  ump_test_wait_until (is_ready, battle, 20);
  reveal = vote (fixture, battle, UMP_VERDICT_TIE, &error);
  g_assert_no_error (error);
  /* Nobody said that the answers were seen. */
  g_assert_false (reveal->clean);
  g_assert_cmpuint (g_strv_length (reveal->reasons), ==, 1);

  record = load (fixture, ump_battle_get_id (battle));
  g_assert_cmpuint (record->turns->len, ==, 2);
  g_assert_cmpuint (record->conditions->turns, ==, 2);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    const UmpTurn *first = g_ptr_array_index (record->turns, 0);
    const UmpTurn *second = g_ptr_array_index (record->turns, 1);
    g_autofree char *start_of_answer = g_utf8_substring (first->responses[side]->text, 0, 5);

    /* The second request holds the side's own first answer. */
    g_assert_nonnull (strstr (second->responses[side]->request, "And then?"));
    g_assert_nonnull (strstr (second->responses[side]->request, start_of_answer));
  }
}


static void
test_stop_and_retry (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = NULL;
  g_autoptr (UmpBattleRecord) record = NULL;
  g_autoptr (UmpReveal) refused = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (GError) error = NULL;

  ump_transport_set_practice_speed (fixture->transport, 0.5);
  battle = start_practice (fixture, "A long story, please", UMP_PACE_EVEN);
  ump_battle_stop (battle);
  ump_test_wait_until (is_stopped, battle, 10);
  g_assert_true (ump_battle_get_side_failed (battle, UMP_SIDE_A));
  g_assert_true (ump_battle_get_side_failed (battle, UMP_SIDE_B));
  refused = vote (fixture, battle, UMP_VERDICT_A, &error);
  g_assert_null (refused);
  g_assert_error (error, UMP_ERROR, UMP_ERROR_INVALID);
  g_clear_error (&error);

  ump_transport_set_practice_speed (fixture->transport, 50);
  ump_battle_retry_side (battle, UMP_SIDE_A);
  ump_battle_retry_side (battle, UMP_SIDE_B);
  ump_battle_retry_side (battle, UMP_SIDE_B);
  ump_test_wait_until (is_ready, battle, 20);
  reveal = vote (fixture, battle, UMP_VERDICT_A, &error);
  g_assert_no_error (error);
  record = load (fixture, ump_battle_get_id (battle));
  for (int side = 0; side < UMP_N_SIDES; side++) {
    g_assert_cmpuint (record->conditions->retries[side], ==, 1);
    g_assert_cmpuint (record->conditions->errors[side], ==, 0);
    g_assert_cmpuint (((UmpTurn *) g_ptr_array_index (record->turns, 0))->responses[side]->attempt, ==, 2);
  }
}


static void
test_skip_and_void (Fixture *fixture, gconstpointer data)
{
  gboolean is_void = GPOINTER_TO_INT (data);
  g_autoptr (UmpBattle) battle = NULL;
  g_autoptr (UmpBattleRecord) record = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (UmpReveal) unblinded = NULL;
  g_autoptr (GError) error = NULL;

  ump_transport_set_practice_speed (fixture->transport, 0.5);
  battle = start_practice (fixture, "A long story, please", UMP_PACE_EVEN);
  /* While it runs: it is broken off first. */
  if (is_void) {
    ump_battle_void_async (battle, NULL, ump_test_take_result, &fixture->result);
    g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_SAVING);
    result = ump_test_await (&fixture->result, 10);
    reveal = ump_battle_void_finish (battle, result, &error);
  } else {
    ump_battle_skip_async (battle, NULL, ump_test_take_result, &fixture->result);
    g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_SAVING);
    result = ump_test_await (&fixture->result, 10);
    reveal = ump_battle_skip_finish (battle, result, &error);
  }
  g_assert_no_error (error);
  g_assert_cmpint (reveal->state, ==, is_void ? UMP_BATTLE_VOID : UMP_BATTLE_SKIPPED);
  g_assert_cmpint (reveal->verdict, ==, UMP_VERDICT_NONE);
  g_assert_false (reveal->clean);
  g_assert_nonnull (reveal->sides[UMP_SIDE_A].contender);
  record = load (fixture, ump_battle_get_id (battle));
  g_assert_cmpint (record->state, ==, reveal->state);
  unblinded = vote (fixture, battle, UMP_VERDICT_A, &error);
  g_assert_null (unblinded);
  g_assert_error (error, UMP_ERROR, UMP_ERROR_INVALID);
}


/* A second verdict, with the names on the screen, is kept and never rated. */
static void
test_unblinded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = start_practice (fixture, "Hello", UMP_PACE_TOGETHER);
  g_autoptr (UmpReveal) first = NULL;
  g_autoptr (UmpReveal) second = NULL;
  g_autoptr (GAsyncResult) retracted = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GPtrArray) ballots = NULL;
  g_autoptr (GError) error = NULL;

  ump_battle_set_seen (battle, UMP_SIDE_A);
  ump_battle_set_seen (battle, UMP_SIDE_B);
  ump_test_wait_until (is_ready, battle, 20);
  first = vote (fixture, battle, UMP_VERDICT_A, &error);
  g_assert_no_error (error);
  g_assert_true (first->clean);
  ump_store_retract_async (fixture->store, ump_battle_get_id (battle), NULL, ump_test_take_result, &fixture->result);
  retracted = ump_test_await (&fixture->result, 10);
  g_assert_true (ump_store_retract_finish (fixture->store, retracted, &error));
  g_assert_no_error (error);
  second = vote (fixture, battle, UMP_VERDICT_B, &error);
  g_assert_no_error (error);
  g_assert_false (second->clean);
  ump_store_load_ballots_async (fixture->store, TRUE, NULL, ump_test_take_result, &fixture->result);
  loaded = ump_test_await (&fixture->result, 10);
  ballots = ump_store_load_ballots_finish (fixture->store, loaded, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ballots->len, ==, 1);
  g_assert_true (((UmpBallot *) g_ptr_array_index (ballots, 0))->unblinded);
}


static void
test_refused (Fixture *fixture, gconstpointer data)
{
  UmpBattleOptions options = { .practice = FALSE };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (start (fixture, " \n\t", UMP_PACE_EVEN, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (start (fixture, "\xff", UMP_PACE_EVEN, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_INVALID);
  g_clear_error (&error);
  /* Nobody to be asked. */
  ump_battle_start_async (fixture->store, fixture->transport, "Hello", &options, NULL, ump_test_take_result, &fixture->result);
  result = ump_test_await (&fixture->result, 10);
  g_assert_null (ump_battle_start_finish (result, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_INVALID);
}


/* A prompt of a megabyte, with names and without an end of line. */
static void
test_large_prompt (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) prompt = g_string_new ("Summarize: ");
  g_autoptr (UmpBattle) battle = NULL;
  g_autoptr (UmpBattleRecord) record = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (GError) error = NULL;

  while (prompt->len < 1024 * 1024)
    g_string_append (prompt, "ChatGPT und Größe ");
  battle = start_practice (fixture, prompt->str, UMP_PACE_TOGETHER);
  ump_test_wait_until (is_ready, battle, 30);
  reveal = vote (fixture, battle, UMP_VERDICT_A, &error);
  g_assert_no_error (error);
  record = load (fixture, ump_battle_get_id (battle));
  g_assert_cmpstr (((UmpTurn *) g_ptr_array_index (record->turns, 0))->prompt, ==, prompt->str);
  g_assert_true (record->conditions->prompt_named);
}


/* “Same prompt, other pair”. */
static void
test_other_pair (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = start_practice (fixture, "Hello", UMP_PACE_LIVE);
  g_autoptr (UmpReveal) reveal = NULL;

  ump_test_wait_until (is_ready, battle, 20);
  reveal = vote (fixture, battle, UMP_VERDICT_A, NULL);
  for (guint i = 0; i < 8; i++) {
    UmpBattleOptions options = { .practice = TRUE, .avoid_battle_id = ump_battle_get_id (battle) };
    g_autoptr (GAsyncResult) started = NULL;
    g_autoptr (GAsyncResult) skipped = NULL;
    g_autoptr (UmpBattle) other = NULL;
    g_autoptr (UmpReveal) shown = NULL;
    const char *old[UMP_N_SIDES];
    const char *new[UMP_N_SIDES];

    ump_battle_start_async (fixture->store, fixture->transport, "Hello", &options, NULL, ump_test_take_result, &fixture->result);
    started = ump_test_await (&fixture->result, 10);
    other = ump_battle_start_finish (started, NULL);
    ump_battle_skip_async (other, NULL, ump_test_take_result, &fixture->result);
    skipped = ump_test_await (&fixture->result, 10);
    shown = ump_battle_skip_finish (other, skipped, NULL);
    for (int side = 0; side < UMP_N_SIDES; side++) {
      old[side] = reveal->sides[side].contender->id;
      new[side] = shown->sides[side].contender->id;
    }
    g_assert_false ((g_str_equal (old[0], new[0]) && g_str_equal (old[1], new[1])) || (g_str_equal (old[0], new[1]) && g_str_equal (old[1], new[0])));
  }
}


/* Dropped in mid-stream, then taken up again. */
static void
test_resume (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = NULL;
  g_autoptr (UmpBattle) resumed = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) again = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  ump_transport_set_practice_speed (fixture->transport, 0.5);
  battle = start_practice (fixture, "A long story, please", UMP_PACE_EVEN);
  id = g_strdup (ump_battle_get_id (battle));
  g_object_add_weak_pointer (G_OBJECT (battle), (gpointer *) &battle);
  g_object_unref (battle);
  g_assert_null (battle);

  ump_transport_set_practice_speed (fixture->transport, 50);
  ump_battle_resume_async (fixture->store, fixture->transport, id, NULL, ump_test_take_result, &fixture->result);
  result = ump_test_await (&fixture->result, 10);
  resumed = ump_battle_resume_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ump_battle_get_status (resumed), ==, UMP_DUEL_STOPPED);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    g_assert_true (ump_battle_get_side_failed (resumed, side));
    ump_battle_retry_side (resumed, side);
  }
  ump_test_wait_until (is_ready, resumed, 20);
  reveal = vote (fixture, resumed, UMP_VERDICT_BOTH_BAD, &error);
  g_assert_no_error (error);
  g_assert_cmpint (reveal->verdict, ==, UMP_VERDICT_BOTH_BAD);

  ump_battle_resume_async (fixture->store, fixture->transport, id, NULL, ump_test_take_result, &fixture->result);
  again = ump_test_await (&fixture->result, 10);
  g_assert_null (ump_battle_resume_finish (again, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_INVALID);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/battle/whole", Fixture, NULL, set_up, test_whole, tear_down);
  g_test_add ("/battle/growth/even", Fixture, GINT_TO_POINTER (UMP_PACE_EVEN), set_up, test_growth, tear_down);
  g_test_add ("/battle/growth/together", Fixture, GINT_TO_POINTER (UMP_PACE_TOGETHER), set_up, test_growth, tear_down);
  g_test_add ("/battle/growth/live", Fixture, GINT_TO_POINTER (UMP_PACE_LIVE), set_up, test_growth, tear_down);
  g_test_add ("/battle/follow-up", Fixture, NULL, set_up, test_follow_up, tear_down);
  g_test_add ("/battle/stop-and-retry", Fixture, NULL, set_up, test_stop_and_retry, tear_down);
  g_test_add ("/battle/skip", Fixture, GINT_TO_POINTER (FALSE), set_up, test_skip_and_void, tear_down);
  g_test_add ("/battle/void", Fixture, GINT_TO_POINTER (TRUE), set_up, test_skip_and_void, tear_down);
  g_test_add ("/battle/unblinded", Fixture, NULL, set_up, test_unblinded, tear_down);
  g_test_add ("/battle/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/battle/large-prompt", Fixture, NULL, set_up, test_large_prompt, tear_down);
  g_test_add ("/battle/other-pair", Fixture, NULL, set_up, test_other_pair, tear_down);
  g_test_add ("/battle/resume", Fixture, NULL, set_up, test_resume, tear_down);
  return g_test_run ();
}
