/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-db.h"
#include "ump-error.h"
#include "ump-test-records.h"
#include "ump-test.h"

typedef struct {
  UmpDb *db;
} Fixture;


static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->db = ump_db_open (":memory:", &error);
  g_assert_no_error (error);
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ump_db_close (fixture->db);
}


static UmpBattleRecord *
add_battle (Fixture *fixture, const char *prompt, gboolean practice)
{
  UmpBattleRecord *battle = ump_test_make_battle (prompt, "a", "b");
  g_autoptr (GError) error = NULL;

  battle->practice = practice;
  g_assert_true (ump_db_begin_battle (fixture->db, battle, &error));
  g_assert_no_error (error);
  return battle;
}


static void
vote (Fixture *fixture, const UmpBattleRecord *battle, UmpVerdict verdict)
{
  g_autoptr (UmpConditions) conditions = ump_test_make_conditions ();
  g_autoptr (GError) error = NULL;

  g_assert_true (ump_db_cast_verdict (fixture->db, battle->id, verdict, conditions, &error));
  g_assert_no_error (error);
}


static GPtrArray *
load_ballots (Fixture *fixture, gboolean practice)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *ballots = ump_db_load_ballots (fixture->db, practice, &error);

  g_assert_no_error (error);
  return ballots;
}


static void
test_boards_and_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) first = add_battle (fixture, "p", TRUE);
  g_autoptr (UmpBattleRecord) second = add_battle (fixture, "p", TRUE);
  g_autoptr (UmpBattleRecord) real = add_battle (fixture, "p", FALSE);
  g_autoptr (UmpBattleRecord) unvoted = add_battle (fixture, "p", TRUE);
  g_autoptr (GPtrArray) practice = NULL;
  g_autoptr (GPtrArray) board = NULL;
  const UmpBallot *ballot;

  vote (fixture, second, UMP_VERDICT_B);
  vote (fixture, first, UMP_VERDICT_BOTH_BAD);
  vote (fixture, real, UMP_VERDICT_TIE);
  practice = load_ballots (fixture, TRUE);
  g_assert_cmpuint (practice->len, ==, 2);
  /* In the order of the votes, not of the battles. */
  ballot = g_ptr_array_index (practice, 0);
  g_assert_cmpstr (ballot->battle_id, ==, second->id);
  g_assert_cmpint (ballot->verdict, ==, UMP_VERDICT_B);
  g_assert_cmpstr (ballot->contender_ids[UMP_SIDE_A], ==, second->contenders[UMP_SIDE_A]->id);
  g_assert_cmpstr (ballot->contender_ids[UMP_SIDE_B], ==, second->contenders[UMP_SIDE_B]->id);
  g_assert_true (ballot->practice);
  g_assert_false (ballot->unblinded);
  g_assert_true (ballot->conditions->both_seen);
  ballot = g_ptr_array_index (practice, 1);
  g_assert_cmpint (ballot->verdict, ==, UMP_VERDICT_BOTH_BAD);
  board = load_ballots (fixture, FALSE);
  g_assert_cmpuint (board->len, ==, 1);
  g_assert_cmpstr (((UmpBallot *) g_ptr_array_index (board, 0))->battle_id, ==, real->id);
}


static void
add_response (Fixture *fixture, const UmpBattleRecord *battle, const UmpTurn *turn, UmpSide side, guint attempt, gint64 tokens)
{
  g_autoptr (UmpResponseRecord) response = ump_test_make_response (side, "text", UMP_ENDING_STOP);
  g_autoptr (GError) error = NULL;

  response->attempt = attempt;
  response->usage.output = tokens;
  g_assert_true (ump_db_save_response (fixture->db, battle->id, turn->id, response, &error));
  g_assert_no_error (error);
}


/* Side A: 10 (a failed attempt of 99 does not count) and 32; side B: 5 and
 * unknown. */
static void
test_tokens_and_cluster (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) battle = add_battle (fixture, "hello", TRUE);
  g_autoptr (UmpBattleRecord) same = add_battle (fixture, "  hello\n", TRUE);
  g_autoptr (UmpBattleRecord) other = add_battle (fixture, "Hello", TRUE);
  g_autoptr (UmpTurn) turn = ump_turn_new (1, "more");
  g_autoptr (GPtrArray) ballots = NULL;
  g_autoptr (GError) error = NULL;
  const UmpBallot *ballot;

  add_response (fixture, battle, g_ptr_array_index (battle->turns, 0), UMP_SIDE_A, 2, 10);
  add_response (fixture, battle, g_ptr_array_index (battle->turns, 0), UMP_SIDE_A, 1, 99);
  add_response (fixture, battle, g_ptr_array_index (battle->turns, 0), UMP_SIDE_B, 1, 5);
  g_assert_true (ump_db_add_turn (fixture->db, battle->id, turn, &error));
  add_response (fixture, battle, turn, UMP_SIDE_A, 1, 32);
  add_response (fixture, battle, turn, UMP_SIDE_B, 1, -1);
  g_assert_true (ump_db_set_category (fixture->db, battle->id, "coding", &error));
  g_assert_no_error (error);
  vote (fixture, battle, UMP_VERDICT_A);
  vote (fixture, same, UMP_VERDICT_A);
  vote (fixture, other, UMP_VERDICT_A);

  ballots = load_ballots (fixture, TRUE);
  ballot = g_ptr_array_index (ballots, 0);
  g_assert_cmpint (ballot->tokens[UMP_SIDE_A], ==, 42);
  g_assert_cmpint (ballot->tokens[UMP_SIDE_B], ==, -1);
  g_assert_cmpstr (ballot->category, ==, "coding");
  /* echo -n hello | sha256sum: 2cf24dba… */
  g_assert_cmphex (ballot->cluster, ==, 0x2cf24dba);
  ballot = g_ptr_array_index (ballots, 1);
  g_assert_cmphex (ballot->cluster, ==, 0x2cf24dba);
  g_assert_null (ballot->category);
  g_assert_cmpint (ballot->tokens[UMP_SIDE_A], ==, -1);
  /* echo -n Hello | sha256sum: 185f8db3… */
  g_assert_cmphex (((UmpBallot *) g_ptr_array_index (ballots, 2))->cluster, ==, 0x185f8db3);
  g_assert_false (ump_db_set_category (fixture->db, "nowhere", "coding", &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND);
}


static void
test_undo_and_vote_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) battle = add_battle (fixture, "p", TRUE);
  g_autoptr (UmpBattleRecord) retracted = NULL;
  g_autoptr (UmpBattleRecord) again = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) empty = NULL;
  g_autoptr (GError) error = NULL;
  const UmpBallot *ballot;

  g_assert_false (ump_db_retract (fixture->db, battle->id, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND);
  g_clear_error (&error);
  vote (fixture, battle, UMP_VERDICT_A);
  g_assert_true (ump_db_retract (fixture->db, battle->id, &error));
  g_assert_no_error (error);
  none = load_ballots (fixture, TRUE);
  g_assert_cmpuint (none->len, ==, 0);
  retracted = ump_db_load_battle (fixture->db, battle->id, &error);
  g_assert_cmpint (retracted->state, ==, UMP_BATTLE_VOTED);
  g_assert_cmpint (retracted->verdict, ==, UMP_VERDICT_NONE);
  g_assert_cmpint (retracted->voted_at, ==, 0);
  g_assert_true (retracted->retracted);
  g_assert_nonnull (retracted->contenders[UMP_SIDE_A]);
  g_assert_false (ump_db_retract (fixture->db, battle->id, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* The names are known now: kept, as unblinded, whatever the caller says. */
  vote (fixture, battle, UMP_VERDICT_B);
  one = load_ballots (fixture, TRUE);
  g_assert_cmpuint (one->len, ==, 1);
  ballot = g_ptr_array_index (one, 0);
  g_assert_cmpint (ballot->verdict, ==, UMP_VERDICT_B);
  g_assert_true (ballot->unblinded);
  g_assert_true (ballot->conditions->revealed_before);
  g_assert_true (ballot->conditions->retracted_before);
  again = ump_db_load_battle (fixture->db, battle->id, &error);
  g_assert_cmpint (again->verdict, ==, UMP_VERDICT_B);
  g_assert_false (again->retracted);

  g_assert_true (ump_db_retract (fixture->db, battle->id, &error));
  empty = load_ballots (fixture, TRUE);
  g_assert_cmpuint (empty->len, ==, 0);
}


/* A second verdict after the reveal, say by a second click, does not take the
 * place of the first one; undoing takes back both. */
static void
test_blind_verdict_stands (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) battle = add_battle (fixture, "p", TRUE);
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;

  vote (fixture, battle, UMP_VERDICT_A);
  vote (fixture, battle, UMP_VERDICT_B);
  one = load_ballots (fixture, TRUE);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpint (((UmpBallot *) g_ptr_array_index (one, 0))->verdict, ==, UMP_VERDICT_A);
  g_assert_false (((UmpBallot *) g_ptr_array_index (one, 0))->unblinded);
  g_assert_false (((UmpBallot *) g_ptr_array_index (one, 0))->conditions->revealed_before);
  g_assert_true (ump_db_retract (fixture->db, battle->id, &error));
  none = load_ballots (fixture, TRUE);
  g_assert_cmpuint (none->len, ==, 0);
}


static void
test_skip_and_void (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) skipped = add_battle (fixture, "p", TRUE);
  g_autoptr (UmpBattleRecord) voided = add_battle (fixture, "p", TRUE);
  g_autoptr (UmpBattleRecord) voted = add_battle (fixture, "p", TRUE);
  g_autoptr (UmpConditions) conditions = ump_test_make_conditions ();
  g_autoptr (UmpBattleRecord) loaded = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) late = NULL;
  g_autoptr (GError) error = NULL;

  conditions->turns = 7;
  g_assert_true (ump_db_end_battle (fixture->db, skipped->id, UMP_BATTLE_SKIPPED, conditions, &error));
  g_assert_true (ump_db_end_battle (fixture->db, skipped->id, UMP_BATTLE_SKIPPED, NULL, &error));
  g_assert_true (ump_db_end_battle (fixture->db, voided->id, UMP_BATTLE_VOID, NULL, &error));
  g_assert_no_error (error);
  loaded = ump_db_load_battle (fixture->db, skipped->id, &error);
  g_assert_cmpint (loaded->state, ==, UMP_BATTLE_SKIPPED);
  g_assert_cmpint (loaded->verdict, ==, UMP_VERDICT_NONE);
  g_assert_cmpuint (loaded->conditions->turns, ==, 7);
  g_assert_nonnull (loaded->contenders[UMP_SIDE_B]);
  none = load_ballots (fixture, TRUE);
  g_assert_cmpuint (none->len, ==, 0);

  /* A vote on one that was skipped is kept as unblinded; it stays skipped. */
  vote (fixture, skipped, UMP_VERDICT_A);
  late = load_ballots (fixture, TRUE);
  g_assert_cmpuint (late->len, ==, 1);
  g_assert_true (((UmpBallot *) g_ptr_array_index (late, 0))->unblinded);

  vote (fixture, voted, UMP_VERDICT_A);
  g_assert_false (ump_db_end_battle (fixture->db, voted->id, UMP_BATTLE_VOID, NULL, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (ump_db_end_battle (fixture->db, skipped->id, UMP_BATTLE_VOID, NULL, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (ump_db_cast_verdict (fixture->db, "nowhere", UMP_VERDICT_A, NULL, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/ballots/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("boards-and-order", test_boards_and_order);
  ADD ("tokens-and-cluster", test_tokens_and_cluster);
  ADD ("undo-and-vote-again", test_undo_and_vote_again);
  ADD ("blind-verdict-stands", test_blind_verdict_stands);
  ADD ("skip-and-void", test_skip_and_void);
  return g_test_run ();
}
