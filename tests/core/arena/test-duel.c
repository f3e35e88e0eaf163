/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "ump-db-private.h"
#include "ump-error.h"
#include "ump-test-duel.h"
#include "ump-test.h"
#include "ump-transport-private.h"

/* Battles between two scripted models: what happens when one side, or the
 * disk, fails. */


static guint
count_retired (UmpTestDuel *duel)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) contenders = NULL;
  guint n = 0;

  ump_store_load_contenders_async (duel->store, FALSE, NULL, ump_test_take_result, &duel->result);
  result = ump_test_await (&duel->result, 10);
  contenders = ump_store_load_contenders_finish (duel->store, result, NULL);
  for (guint i = 0; i < contenders->len; i++)
    n += ((UmpContender *) g_ptr_array_index (contenders, i))->retired;
  return n;
}


/* What a service says of a failure is for after the reveal. */
static void
test_failure (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = NULL;
  g_autoptr (UmpBattleRecord) record = NULL;
  g_autoptr (UmpBattleRecord) blind = NULL;
  g_autoptr (UmpReveal) refused = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (GError) error = NULL;
  UmpSide failing;

  ump_test_models_fail_next (duel->models, UMP_TEST_DUEL_Y, 401, "application/json", "{\"error\":{\"message\":\"no key for claude-test-2\"}}");
  battle = ump_test_duel_start (duel, UMP_PACE_EVEN);
  failing = g_str_equal (duel->sides[UMP_SIDE_A], UMP_TEST_DUEL_Y) ? UMP_SIDE_A : UMP_SIDE_B;
  ump_test_duel_await_failure (battle, failing);
  g_assert_false (ump_battle_get_side_failed (battle, 1 - failing));
  g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_ANSWERING);
  while (!ump_test_models_is_asked (duel->models, UMP_TEST_DUEL_X))
    g_main_context_iteration (NULL, TRUE);
  ump_test_duel_say (duel, 1 - failing, "An answer.");
  ump_test_duel_finish (duel, 1 - failing, "stop");
  ump_test_duel_await_status (battle, UMP_DUEL_FAILED);
  g_assert_false (ump_battle_get_side_failed (battle, 1 - failing));
  /* What a resumed battle would go on with. */
  blind = ump_test_duel_load_unmasked (duel, ump_battle_get_id (battle));
  g_assert_cmpuint (blind->conditions->errors[failing], ==, 1);
  g_assert_cmpuint (blind->conditions->errors[1 - failing], ==, 0);
  refused = ump_test_duel_close_battle (duel, battle, UMP_BATTLE_VOTED, UMP_VERDICT_A, &error);
  g_assert_null (refused);
  g_assert_error (error, UMP_ERROR, UMP_ERROR_INVALID);
  g_clear_error (&error);
  reveal = ump_test_duel_close_battle (duel, battle, UMP_BATTLE_VOID, UMP_VERDICT_NONE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (reveal->sides[failing].error, "no key for claude-test-2"));
  g_assert_null (reveal->sides[1 - failing].error);
  record = ump_test_duel_load_unmasked (duel, ump_battle_get_id (battle));
  g_assert_cmpint (record->state, ==, UMP_BATTLE_VOID);
  g_assert_cmpuint (record->conditions->errors[failing], ==, 1);
  g_assert_cmpint (record->conditions->endings[failing], ==, UMP_ENDING_ERROR);
  g_assert_cmpint (ump_test_duel_get_response (record, 0, failing)->error_code, ==, UMP_ERROR_BAD_KEY);
}


/* A model that its service does not know any more is retired, but not before
 * the reveal: the list of models would tell who it was. */
static void
test_retired (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (GError) error = NULL;
  UmpSide failing;

  ump_test_models_fail_next (duel->models, UMP_TEST_DUEL_Y, 404, "application/json", "{\"error\":{\"message\":\"The model does not exist\",\"code\":\"model_not_found\"}}");
  battle = ump_test_duel_start (duel, UMP_PACE_EVEN);
  failing = g_str_equal (duel->sides[UMP_SIDE_A], UMP_TEST_DUEL_Y) ? UMP_SIDE_A : UMP_SIDE_B;
  ump_test_duel_await_failure (battle, failing);
  g_assert_cmpuint (count_retired (duel), ==, 0);
  reveal = ump_test_duel_close_battle (duel, battle, UMP_BATTLE_VOID, UMP_VERDICT_NONE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_retired (duel), ==, 1);
  g_assert_true (reveal->sides[failing].contender->retired);
  g_assert_nonnull (reveal->sides[failing].notes);
}


/* The model page was opened, and a seal set, while the battle went on: its end
 * takes neither back, and the seal holds in its reveal. A contender of the
 * same model goes too. */
static void
test_sealed_meanwhile (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (UmpContender) twin = ump_contender_new (duel->provider->id, UMP_TEST_DUEL_Y);
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GAsyncResult) sealed = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) contenders = NULL;
  g_autoptr (GError) error = NULL;
  UmpSide failing;

  ump_test_models_fail_next (duel->models, UMP_TEST_DUEL_Y, 404, "application/json", "{\"error\":{\"message\":\"The model does not exist\",\"code\":\"model_not_found\"}}");
  battle = ump_test_duel_start (duel, UMP_PACE_EVEN);
  failing = g_str_equal (duel->sides[UMP_SIDE_A], UMP_TEST_DUEL_Y) ? UMP_SIDE_A : UMP_SIDE_B;
  ump_test_duel_await_failure (battle, failing);
  ump_store_add_contenders_async (duel->store, &twin, 1, NULL, ump_test_take_result, &duel->result);
  added = ump_test_await (&duel->result, 10);
  for (int i = 0; i < 2; i++) {
    duel->contenders[i]->sealed = TRUE;
    duel->contenders[i]->codename = g_strdup (i == 0 ? "Heron" : "Quartz");
  }
  ump_store_set_contenders_async (duel->store, UMP_CONTENDER_SEAL, duel->contenders, 2, NULL, ump_test_take_result, &duel->result);
  sealed = ump_test_await (&duel->result, 10);
  reveal = ump_test_duel_close_battle (duel, battle, UMP_BATTLE_VOID, UMP_VERDICT_NONE, &error);
  g_assert_no_error (error);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    g_assert_true (reveal->sides[side].contender->sealed);
    g_assert_cmpstr (reveal->sides[side].contender->model, ==, side == (int) failing ? "Quartz" : "Heron");
    g_assert_null (reveal->sides[side].error);
  }
  ump_store_load_contenders_async (duel->store, FALSE, NULL, ump_test_take_result, &duel->result);
  result = ump_test_await (&duel->result, 10);
  contenders = ump_store_load_contenders_finish (duel->store, result, NULL);
  g_assert_cmpuint (contenders->len, ==, 3);
  for (guint i = 0; i < contenders->len; i++) {
    const UmpContender *contender = g_ptr_array_index (contenders, i);

    g_assert_cmpint (contender->retired, ==, g_str_equal (contender->model, UMP_TEST_DUEL_Y));
    g_assert_cmpint (contender->sealed, ==, !g_str_equal (contender->id, twin->id));
  }
}


static void
remember_error_cb (UmpBattle *battle, const char *message, char **remembered)
{
  g_free (*remembered);
  *remembered = g_strdup (message);
}


/* The kernel lets no file grow: the vote says so, and can be cast again. */
static void
test_disk_full (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = ump_test_duel_start (duel, UMP_PACE_LIVE);
  g_autoptr (UmpBattleRecord) record = NULL;
  g_autoptr (UmpReveal) refused = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  struct rlimit limit, small;
  gsize length;

  g_signal_connect (battle, "store-failed", G_CALLBACK (remember_error_cb), &message);
  ump_test_wait_until (ump_test_duel_both_asked, duel, 10);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 1;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  ump_test_duel_answer_both (duel, battle);
  /* The ends of the answers could not be written, and somebody was told. */
  g_assert_nonnull (message);
  refused = ump_test_duel_close_battle (duel, battle, UMP_BATTLE_VOTED, UMP_VERDICT_B, &error);
  g_assert_null (refused);
  g_assert_error (error, UMP_ERROR, UMP_ERROR_STORE);
  g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_READY);
  g_assert_true (ump_battle_get_can_vote (battle));
  ump_battle_get_text (battle, 0, UMP_SIDE_A, &length);
  g_assert_cmpuint (length, ==, 10);
  /* A follow-up that cannot be written is not sent. */
  g_clear_pointer (&message, g_free);
  ump_battle_follow_up (battle, "And now?");
  ump_test_duel_await_status (battle, UMP_DUEL_READY);
  g_assert_nonnull (message);
  g_assert_cmpuint (ump_battle_get_n_turns (battle), ==, 1);
  g_assert_cmpuint (ump_test_models_count (duel->models, UMP_TEST_DUEL_X), ==, 1);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_clear_error (&error);
  reveal = ump_test_duel_close_battle (duel, battle, UMP_BATTLE_VOTED, UMP_VERDICT_B, &error);
  g_assert_no_error (error);
  g_assert_cmpint (reveal->verdict, ==, UMP_VERDICT_B);
  record = ump_test_duel_load_unmasked (duel, ump_battle_get_id (battle));
  g_assert_cmpint (record->verdict, ==, UMP_VERDICT_B);
  for (int side = 0; side < UMP_N_SIDES; side++)
    g_assert_cmpstr (ump_test_duel_get_response (record, 0, side)->text, ==, "An answer.");
}


static gboolean
x_is_asked_again (gpointer user_data)
{
  UmpTestDuel *duel = user_data;

  return ump_test_models_count (duel->models, UMP_TEST_DUEL_X) == 2;
}


/* The battle is dropped in mid-stream: what had come is there, still blind, and
 * the complete side does not have to be asked again. */
static void
test_dropped (UmpTestDuel *duel, gconstpointer data)
{
  UmpBattle *battle = ump_test_duel_start (duel, UMP_PACE_LIVE);
  g_autoptr (UmpBattle) resumed = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (UmpBattleRecord) record = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strdup (ump_battle_get_id (battle));
  UmpSide x = g_str_equal (duel->sides[UMP_SIDE_A], UMP_TEST_DUEL_X) ? UMP_SIDE_A : UMP_SIDE_B;
  gsize length;

  ump_test_wait_until (ump_test_duel_both_asked, duel, 10);
  ump_test_duel_say (duel, 1 - x, "Whole.");
  ump_test_duel_finish (duel, 1 - x, "stop");
  ump_test_duel_say (duel, x, "Half");
  ump_test_duel_await_text (battle, x, 4);
  ump_test_duel_await_text (battle, 1 - x, 6);
  while (ump_battle_get_text_complete (battle, 0, 1 - x) == FALSE)
    g_main_context_iteration (NULL, TRUE);
  g_object_add_weak_pointer (G_OBJECT (battle), (gpointer *) &battle);
  g_object_unref (battle);
  /* A save that is under way keeps it for a moment. */
  while (battle != NULL)
    g_main_context_iteration (NULL, TRUE);

  record = ump_test_duel_load_unmasked (duel, id);
  g_assert_cmpint (record->state, ==, UMP_BATTLE_OPEN);
  g_assert_cmpint (ump_test_duel_get_response (record, 0, x)->ending, ==, UMP_ENDING_INTERRUPTED);
  g_assert_cmpstr (ump_test_duel_get_response (record, 0, x)->text, ==, "Half");
  g_assert_cmpstr (ump_test_duel_get_response (record, 0, 1 - x)->text, ==, "Whole.");

  ump_battle_resume_async (duel->store, duel->transport, id, NULL, ump_test_take_result, &duel->result);
  result = ump_test_await (&duel->result, 10);
  resumed = ump_battle_resume_finish (result, &error);
  g_assert_no_error (error);
  g_assert_true (ump_battle_get_side_failed (resumed, x));
  g_assert_false (ump_battle_get_side_failed (resumed, 1 - x));
  g_assert_true (strncmp (ump_battle_get_text (resumed, 0, x, &length), "Half", 4) == 0);
  g_assert_cmpuint (length, ==, 4);
  ump_battle_retry_side (resumed, x);
  ump_test_wait_until (x_is_asked_again, duel, 10);
  ump_test_duel_say (duel, x, "Now whole.");
  ump_test_duel_finish (duel, x, "stop");
  ump_test_duel_await_status (resumed, UMP_DUEL_READY);
  g_assert_cmpuint (ump_test_models_count (duel->models, UMP_TEST_DUEL_X), ==, 2);
  g_assert_cmpuint (ump_test_models_count (duel->models, UMP_TEST_DUEL_Y), ==, 1);
  reveal = ump_test_duel_close_battle (duel, resumed, UMP_BATTLE_VOTED, UMP_VERDICT_TIE, &error);
  g_assert_no_error (error);
}


/* A stream that broke off before any of it could be shown: the names show it. */
static void
test_broken_is_revealed (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = ump_test_duel_start (duel, UMP_PACE_TOGETHER);
  g_autoptr (UmpReveal) reveal = NULL;
  gsize length;

  ump_test_wait_until (ump_test_duel_both_asked, duel, 10);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    ump_test_duel_say (duel, side, "Half");
    ump_test_models_cut (duel->models, duel->sides[side]);
  }
  ump_test_duel_await_status (battle, UMP_DUEL_FAILED);
  ump_battle_get_text (battle, 0, UMP_SIDE_A, &length);
  g_assert_cmpuint (length, ==, 0);
  reveal = ump_test_duel_close_battle (duel, battle, UMP_BATTLE_VOID, UMP_VERDICT_NONE, NULL);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    g_assert_cmpint (strncmp (ump_battle_get_text (battle, 0, side, &length), "Half", 4), ==, 0);
    g_assert_cmpuint (length, ==, 4);
  }
}


/* No room, however long one waits: another pair is to be offered. */
static void
test_over_capacity (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = NULL;
  UmpSide failing;

  ump_transport_set_retry_delay (duel->transport, 1);
  ump_test_models_fail_next (duel->models, UMP_TEST_DUEL_Y, 429, "application/json", "{\"error\":{\"message\":\"no credit left\",\"code\":\"insufficient_quota\"}}");
  battle = ump_test_duel_start (duel, UMP_PACE_EVEN);
  failing = g_str_equal (duel->sides[UMP_SIDE_A], UMP_TEST_DUEL_Y) ? UMP_SIDE_A : UMP_SIDE_B;
  ump_test_duel_await_failure (battle, failing);
  /* An empty account is not a full house. */
  g_assert_false (ump_battle_get_over_capacity (battle));
  for (guint asked = ump_test_models_count (duel->models, UMP_TEST_DUEL_Y); !ump_battle_get_over_capacity (battle);) {
    if (ump_battle_get_side_failed (battle, failing)) {
      g_assert_cmpuint (asked, <, 20);
      ump_battle_retry_side (battle, failing);
    }
    ump_test_models_fail_next (duel->models, UMP_TEST_DUEL_Y, 503, "application/json", "{\"error\":{\"message\":\"busy\"}}");
    g_main_context_iteration (NULL, TRUE);
    asked = ump_test_models_count (duel->models, UMP_TEST_DUEL_Y);
  }
  g_assert_true (ump_battle_get_side_failed (battle, failing));
}


static gboolean
is_waiting (gpointer user_data)
{
  return ump_battle_get_retry_at (user_data) > 0;
}


/* Busy, but not for long: that is said of the duel, then it goes on. */
static void
test_busy (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = NULL;

  ump_transport_set_retry_delay (duel->transport, 400);
  ump_test_models_fail_next (duel->models, UMP_TEST_DUEL_X, 503, "application/json", "{\"error\":{\"message\":\"busy\"}}");
  battle = ump_test_duel_start (duel, UMP_PACE_EVEN);
  ump_test_wait_until (is_waiting, battle, 10);
  g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_ANSWERING);
  while (!ump_test_models_is_asked (duel->models, UMP_TEST_DUEL_X) || !ump_test_models_is_asked (duel->models, UMP_TEST_DUEL_Y))
    g_main_context_iteration (NULL, TRUE);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    ump_test_duel_say (duel, side, "An answer.");
    ump_test_duel_finish (duel, side, "stop");
  }
  ump_test_duel_await_status (battle, UMP_DUEL_READY);
  g_assert_cmpint (ump_battle_get_retry_at (battle), ==, 0);
}


/* One side is silent for too long: that is said of the duel, not of the side. */
static void
test_stalled (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = NULL;

  ump_transport_set_idle_timeout (duel->transport, 150);
  battle = ump_test_duel_start (duel, UMP_PACE_EVEN);
  ump_test_wait_until (ump_test_duel_both_asked, duel, 10);
  ump_test_duel_say (duel, UMP_SIDE_A, "Something.");
  ump_test_duel_await_status (battle, UMP_DUEL_STALLED);
  ump_test_duel_finish (duel, UMP_SIDE_A, "stop");
  ump_test_duel_say (duel, UMP_SIDE_B, "Something.");
  ump_test_duel_await_status (battle, UMP_DUEL_ANSWERING);
  ump_test_duel_finish (duel, UMP_SIDE_B, "stop");
  ump_test_duel_await_status (battle, UMP_DUEL_READY);
}


/* With one slot, a stop meets a side that has not been asked yet. */
static void
test_stop_one_slot (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) record = NULL;
  g_autoptr (UmpBattle) battle = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (GError) error = NULL;
  const char *a, *b;

  duel->provider->slots = 1;
  ump_test_duel_save (duel);
  battle = ump_test_duel_start (duel, UMP_PACE_EVEN);
  a = duel->sides[UMP_SIDE_A];
  b = duel->sides[UMP_SIDE_B];
  ump_test_wait_until (ump_test_duel_a_is_asked, duel, 10);
  ump_test_duel_say (duel, UMP_SIDE_A, "Half of an answer");
  ump_battle_stop (battle);
  ump_test_duel_await_status (battle, UMP_DUEL_STOPPED);
  g_assert_cmpuint (ump_test_models_count (duel->models, b), ==, 0);
  record = ump_test_duel_load_unmasked (duel, ump_battle_get_id (battle));
  g_assert_true (record->conditions->sequential);
  for (int side = 0; side < UMP_N_SIDES; side++)
    g_assert_true (ump_battle_get_side_failed (battle, side));

  ump_battle_retry_side (battle, UMP_SIDE_B);
  ump_battle_retry_side (battle, UMP_SIDE_A);
  while (ump_test_models_count (duel->models, b) < 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (ump_test_models_count (duel->models, a), ==, 1);
  ump_test_duel_say (duel, UMP_SIDE_B, "The second first.");
  ump_test_duel_finish (duel, UMP_SIDE_B, "stop");
  while (ump_test_models_count (duel->models, a) < 2)
    g_main_context_iteration (NULL, TRUE);
  ump_test_duel_say (duel, UMP_SIDE_A, "The first second.");
  ump_test_duel_finish (duel, UMP_SIDE_A, "stop");
  ump_test_duel_await_status (battle, UMP_DUEL_READY);
  reveal = ump_test_duel_close_battle (duel, battle, UMP_BATTLE_VOTED, UMP_VERDICT_TIE, &error);
  g_assert_no_error (error);
}


static void
run_sql (UmpTestDuel *duel, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpDb) db = ump_db_open (duel->path, &error);

  g_assert_no_error (error);
  ump_db_script (db, sql, &error);
  g_assert_no_error (error);
}


static gboolean
both_are_asked (gpointer user_data)
{
  return ump_test_models_is_asked (user_data, UMP_TEST_DUEL_X) && ump_test_models_is_asked (user_data, UMP_TEST_DUEL_Y);
}


/* Given up while a follow-up is being written, and the end cannot be saved:
 * the turn is on the disk, so it is part of the battle, and can be asked. */
static void
test_skip_at_follow_up (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = ump_test_duel_start (duel, UMP_PACE_LIVE);
  g_autoptr (UmpReveal) refused = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (GError) error = NULL;

  ump_test_wait_until (ump_test_duel_both_asked, duel, 10);
  ump_test_duel_answer_both (duel, battle);
  run_sql (duel, "CREATE TRIGGER refused BEFORE UPDATE OF state ON battles BEGIN SELECT RAISE (ABORT, 'refused'); END");
  ump_battle_follow_up (battle, "And then?");
  refused = ump_test_duel_close_battle (duel, battle, UMP_BATTLE_SKIPPED, UMP_VERDICT_NONE, &error);
  g_assert_null (refused);
  g_assert_error (error, UMP_ERROR, UMP_ERROR_STORE);
  g_clear_error (&error);
  g_assert_cmpuint (ump_battle_get_n_turns (battle), ==, 2);
  run_sql (duel, "DROP TRIGGER refused");

  for (int side = 0; side < UMP_N_SIDES; side++) {
    g_assert_true (ump_battle_get_side_failed (battle, side));
    ump_battle_retry_side (battle, side);
  }
  ump_test_wait_until (both_are_asked, duel->models, 10);
  ump_test_duel_answer_both (duel, battle);
  reveal = ump_test_duel_close_battle (duel, battle, UMP_BATTLE_VOTED, UMP_VERDICT_TIE, &error);
  g_assert_no_error (error);
}


/* A long answer is complete but still being shown: a stop shows the rest. */
static void
test_stop_waiting (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = ump_test_duel_start (duel, UMP_PACE_EVEN);
  g_autofree char *answer = g_strnfill (200000, 'x');
  gint64 began;
  gsize length;

  ump_test_wait_until (ump_test_duel_both_asked, duel, 10);
  ump_test_duel_say (duel, UMP_SIDE_A, answer);
  ump_test_duel_finish (duel, UMP_SIDE_A, "stop");
  ump_test_duel_say (duel, UMP_SIDE_B, "Short.");
  ump_test_duel_finish (duel, UMP_SIDE_B, "stop");
  /* At the default cadence the rest would take minutes. */
  while (!ump_battle_get_text_complete (battle, 0, UMP_SIDE_B))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_ANSWERING);
  began = g_get_monotonic_time ();
  ump_battle_stop (battle);
  ump_test_duel_await_status (battle, UMP_DUEL_READY);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 10 * G_USEC_PER_SEC);
  ump_battle_get_text (battle, 0, UMP_SIDE_A, &length);
  g_assert_cmpuint (length, ==, 200000);
  g_assert_false (ump_battle_get_side_failed (battle, UMP_SIDE_A));
}


static gboolean
ring_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}


/* How often something happens on the main loop in so many seconds. */
static guint
count_wakeups (guint seconds)
{
  gboolean rung = FALSE;
  guint n_wakeups = 0;

  g_timeout_add_seconds (seconds, ring_cb, &rung);
  while (!rung)
    n_wakeups += g_main_context_iteration (NULL, TRUE);
  return n_wakeups - 1;
}


/* Nothing wakes the program once both answers are there. */
static void
test_quiet (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = ump_test_duel_start (duel, UMP_PACE_EVEN);

  ump_test_duel_answer_both (duel, battle);
  /* The last checkpoint timer, and the connections that come to rest. */
  g_assert_cmpuint (count_wakeups (4), <, 20);
  g_assert_cmpuint (count_wakeups (1), ==, 0);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/duel/" path, UmpTestDuel, NULL, ump_test_duel_set_up, function, ump_test_duel_tear_down)
  ADD ("failure", test_failure);
  ADD ("retired", test_retired);
  ADD ("sealed-meanwhile", test_sealed_meanwhile);
  ADD ("skip-at-follow-up", test_skip_at_follow_up);
  ADD ("over-capacity", test_over_capacity);
  ADD ("busy", test_busy);
  ADD ("stalled", test_stalled);
  ADD ("disk-full", test_disk_full);
  ADD ("stop-one-slot", test_stop_one_slot);
  ADD ("stop-waiting", test_stop_waiting);
  ADD ("dropped", test_dropped);
  ADD ("broken-is-revealed", test_broken_is_revealed);
  ADD ("quiet", test_quiet);
#undef ADD
  return g_test_run ();
}
