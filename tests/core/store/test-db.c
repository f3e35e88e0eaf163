/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "ump-db-private.h"
#include "ump-error.h"
#include "ump-test-records.h"
#include "ump-test.h"

typedef struct {
  char *folder;
  char *path;
  UmpDb *db;
} Fixture;


static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = ump_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "data", "umpire", "umpire.db", NULL);
  fixture->db = ump_db_open (fixture->path, &error);
  g_assert_no_error (error);
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ump_db_close (fixture->db);
  ump_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}


static sqlite3 *
open_raw (Fixture *fixture)
{
  sqlite3 *raw = NULL;

  g_assert_cmpint (sqlite3_open_v2 (fixture->path, &raw, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (raw, 2000);
  return raw;
}


static void
assert_refused (sqlite3 *raw, const char *sql, const char *why)
{
  g_assert_cmpint (sqlite3_exec (raw, sql, NULL, NULL, NULL), ==, SQLITE_CONSTRAINT);
  g_test_message ("%s: %s", sql, sqlite3_errmsg (raw));
  g_assert_nonnull (strstr (sqlite3_errmsg (raw), why));
}


static gint64
read_int (sqlite3 *raw, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  gint64 value;

  g_assert_cmpint (sqlite3_prepare_v2 (raw, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return value;
}


/* A begun battle with both responses complete. */
static UmpBattleRecord *
add_battle (Fixture *fixture, const char *prompt)
{
  UmpBattleRecord *battle = ump_test_make_battle (prompt, "secret-model", "other-model");
  const UmpTurn *turn = g_ptr_array_index (battle->turns, 0);
  g_autoptr (GError) error = NULL;

  g_assert_true (ump_db_begin_battle (fixture->db, battle, &error));
  g_assert_no_error (error);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    g_autoptr (UmpResponseRecord) response = ump_test_make_response (side, side == UMP_SIDE_A ? "Yes." : "No.", UMP_ENDING_STOP);

    g_assert_true (ump_db_save_response (fixture->db, battle->id, turn->id, response, &error));
    g_assert_no_error (error);
  }
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


static UmpBattleRecord *
load (Fixture *fixture, const UmpBattleRecord *battle)
{
  g_autoptr (GError) error = NULL;
  UmpBattleRecord *loaded = ump_db_load_battle (fixture->db, battle->id, &error);

  g_assert_no_error (error);
  return loaded;
}


static const UmpResponseRecord *
response_of (const UmpBattleRecord *battle, guint turn, UmpSide side)
{
  return ((UmpTurn *) g_ptr_array_index (battle->turns, turn))->responses[side];
}


static void
test_settings (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *sessions = g_strconcat (fixture->path, "-sessions", NULL);
  const char *const files[] = { fixture->path, wal, sessions };
  g_autoptr (UmpBattleRecord) battle = add_battle (fixture, "p");
  struct stat info;
  sqlite3 *raw = open_raw (fixture);

  g_assert_cmpint (stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_assert_cmpint (stat (files[i], &info), ==, 0);
    g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  }
  g_assert_cmpint (read_int (raw, "SELECT count (*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"), ==, 1);
  g_assert_cmpint (read_int (raw, "SELECT count (*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
                                  " AND strict = 0 AND name NOT LIKE 'sqlite_%'"), ==, 0);
  g_assert_cmpint (read_int (raw, "SELECT count (*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 1"), ==, 8);
  sqlite3_close (raw);
}


static void
test_battle_grows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) battle = add_battle (fixture, "First?");
  g_autoptr (UmpTurn) turn = ump_turn_new (1, "Second?");
  g_autoptr (UmpResponseRecord) failed = ump_test_make_response (UMP_SIDE_A, "", UMP_ENDING_ERROR);
  g_autoptr (UmpResponseRecord) again = ump_test_make_response (UMP_SIDE_A, "Half", UMP_ENDING_OPEN);
  g_autoptr (UmpBattleRecord) loaded = NULL;
  g_autoptr (GError) error = NULL;
  const UmpResponseRecord *response;

  g_assert_true (ump_db_add_turn (fixture->db, battle->id, turn, &error));
  g_assert_true (ump_db_save_response (fixture->db, battle->id, turn->id, failed, &error));
  again->attempt = 2;
  g_assert_true (ump_db_save_response (fixture->db, battle->id, turn->id, again, &error));
  g_free (again->text);
  again->text = g_strdup ("Half and whole.");
  again->ending = UMP_ENDING_LENGTH;
  g_assert_true (ump_db_save_response (fixture->db, battle->id, turn->id, again, &error));
  /* A checkpoint that comes too late changes nothing. */
  again->ending = UMP_ENDING_OPEN;
  g_free (again->text);
  again->text = g_strdup ("Half");
  g_assert_true (ump_db_save_response (fixture->db, battle->id, turn->id, again, &error));
  g_assert_no_error (error);

  loaded = ump_db_load_unmasked (fixture->db, battle->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->turns->len, ==, 2);
  g_assert_cmpstr (loaded->first_prompt, ==, "First?");
  g_assert_cmpstr (((UmpTurn *) g_ptr_array_index (loaded->turns, 1))->prompt, ==, "Second?");
  g_assert_null (response_of (loaded, 1, UMP_SIDE_B));
  response = response_of (loaded, 1, UMP_SIDE_A);
  g_assert_cmpstr (response->id, ==, again->id);
  g_assert_cmpuint (response->attempt, ==, 2);
  g_assert_cmpstr (response->text, ==, "Half and whole.");
  g_assert_cmpint (response->ending, ==, UMP_ENDING_LENGTH);
  g_assert_cmpstr (response->reasoning, ==, "a thought of secret-model");
  g_assert_cmpstr (response->finish, ==, "secret-finish");
  g_assert_cmpint (response->usage.input, ==, 11);
  g_assert_cmpint (response->usage.cached, ==, 2);
  g_assert_cmpint (response->usage.output, ==, 30);
  g_assert_cmpint (response->usage.reasoning, ==, 7);
  g_assert_cmpfloat (response->usage.cost, ==, 0.25);
  g_assert_cmpint (response->started_at, ==, 1700000000000000);
  g_assert_cmpfloat (response->first_token_ms, ==, 120.5);
  g_assert_cmpfloat (response->duration_ms, ==, 2400.25);
  g_assert_cmpstr (response->request, ==, "{\"model\":\"secret-model\"}");
  g_assert_cmpstr (response->returned_model, ==, "secret-model-0613");
  g_assert_cmpint (response->error_code, ==, 7);
  g_assert_cmpstr (response->error, ==, "Secret Service says no");
  g_assert_cmpstr (response->notes, ==, "Secret Service took no temperature");
  g_assert_cmpstr (loaded->contenders[UMP_SIDE_A]->model, ==, "secret-model");
  g_assert_cmpstr (loaded->contenders[UMP_SIDE_B]->model, ==, "other-model");
  g_assert_cmpuint (loaded->conditions->pool_size, ==, 2);

  /* What belongs to no battle is refused. */
  g_assert_false (ump_db_save_response (fixture->db, battle->id, "nowhere", again, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (ump_db_add_turn (fixture->db, "nowhere", turn, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND);
}


static void
assert_masked (const UmpBattleRecord *battle)
{
  g_assert_true (ump_battle_state_is_blind (battle->state));
  g_assert_null (battle->conditions);
  g_assert_null (battle->contenders[UMP_SIDE_A]);
  g_assert_null (battle->contenders[UMP_SIDE_B]);
  for (guint i = 0; i < battle->turns->len; i++) {
    for (int side = 0; side < UMP_N_SIDES; side++) {
      const UmpResponseRecord *response = response_of (battle, i, side);

      if (response == NULL)
        continue;
      g_assert_null (response->reasoning);
      g_assert_null (response->finish);
      g_assert_null (response->request);
      g_assert_null (response->returned_model);
      g_assert_null (response->error);
      g_assert_null (response->notes);
      g_assert_cmpint (response->error_code, ==, -1);
      g_assert_cmpint (response->usage.input, ==, -1);
      g_assert_cmpint (response->usage.cached, ==, -1);
      g_assert_cmpint (response->usage.output, ==, -1);
      g_assert_cmpint (response->usage.reasoning, ==, -1);
      g_assert_true (isnan (response->usage.cost));
      g_assert_cmpint (response->started_at, ==, 0);
      g_assert_cmpfloat (response->first_token_ms, ==, -1);
      g_assert_cmpfloat (response->duration_ms, ==, -1);
    }
  }
}


static void
test_blind_is_masked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) battle = add_battle (fixture, "Who are you?");
  g_autoptr (UmpTurn) turn = ump_turn_new (1, "And now?");
  g_autoptr (UmpResponseRecord) limited = ump_test_make_response (UMP_SIDE_A, "Longer", UMP_ENDING_LENGTH);
  g_autoptr (UmpBattleRecord) masked = load (fixture, battle);
  g_autoptr (UmpBattleRecord) running = NULL;
  g_autoptr (UmpBattleRecord) revealed = NULL;
  g_autoptr (GPtrArray) list = ump_db_list_battles (fixture->db, NULL, NULL, 0, NULL);
  g_autoptr (GError) error = NULL;

  assert_masked (masked);
  g_assert_cmpstr (response_of (masked, 0, UMP_SIDE_A)->text, ==, "Yes.");
  g_assert_cmpint (response_of (masked, 0, UMP_SIDE_A)->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpuint (list->len, ==, 1);
  assert_masked (g_ptr_array_index (list, 0));

  /* Which side is the faster one is not to be seen here either: while one
   * still runs, the turn has no text at all. */
  g_assert_true (ump_db_add_turn (fixture->db, battle->id, turn, &error));
  g_assert_true (ump_db_save_response (fixture->db, battle->id, turn->id, limited, &error));
  running = load (fixture, battle);
  assert_masked (running);
  g_assert_null (response_of (running, 1, UMP_SIDE_A));
  g_assert_null (response_of (running, 1, UMP_SIDE_B));
  g_assert_nonnull (response_of (running, 0, UMP_SIDE_A));

  vote (fixture, battle, UMP_VERDICT_A);
  revealed = load (fixture, battle);
  g_assert_cmpint (revealed->state, ==, UMP_BATTLE_VOTED);
  g_assert_cmpint (revealed->verdict, ==, UMP_VERDICT_A);
  g_assert_cmpint (revealed->voted_at, >, battle->created_at);
  g_assert_true (revealed->conditions->both_seen);
  g_assert_cmpstr (revealed->contenders[UMP_SIDE_A]->model, ==, "secret-model");
  g_assert_cmpstr (response_of (revealed, 0, UMP_SIDE_A)->returned_model, ==, "secret-model-0613");
  g_assert_cmpint (response_of (revealed, 1, UMP_SIDE_A)->ending, ==, UMP_ENDING_LENGTH);
}


/* A sealed contender stays behind its codename after the reveal. */
static void
test_sealed_after_reveal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) battle = add_battle (fixture, "Who?");
  UmpContender *sealed = battle->contenders[UMP_SIDE_A];
  g_autoptr (UmpBattleRecord) revealed = NULL;
  g_autoptr (GError) error = NULL;
  const UmpResponseRecord *response;

  sealed->sealed = TRUE;
  sealed->codename = g_strdup ("Heron");
  g_assert_true (ump_db_set_contenders (fixture->db, UMP_CONTENDER_SEAL, &sealed, 1, &error));
  vote (fixture, battle, UMP_VERDICT_A);
  revealed = load (fixture, battle);
  g_assert_cmpstr (ump_contender_get_display_name (revealed->contenders[UMP_SIDE_A]), ==, "Heron");
  response = response_of (revealed, 0, UMP_SIDE_A);
  /* What would tell who it is. */
  g_assert_true (isnan (response->usage.cost));
  g_assert_null (response->reasoning);
  g_assert_null (response->finish);
  g_assert_cmpfloat (response_of (revealed, 0, UMP_SIDE_B)->usage.cost, ==, 0.25);
  g_assert_null (response->request);
  g_assert_null (response->returned_model);
  g_assert_null (response->error);
  g_assert_null (response->notes);
  g_assert_cmpint (response->usage.output, ==, 30);
  g_assert_cmpstr (response_of (revealed, 0, UMP_SIDE_B)->returned_model, ==, "secret-model-0613");
}


/* Conditions that are absent or cannot be read are not known. */
static void
test_unreadable_conditions (Fixture *fixture, gconstpointer data)
{
  static const char *const odd[] = { "NULL", "'[1]'", "'{'" };
  g_autoptr (UmpBattleRecord) battle = add_battle (fixture, "p");
  sqlite3 *raw = open_raw (fixture);

  vote (fixture, battle, UMP_VERDICT_A);
  sqlite3_exec (raw, "DROP TRIGGER verdicts_are_not_updated", NULL, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++) {
    g_autofree char *sql = g_strdup_printf ("UPDATE verdicts SET conditions = %s; UPDATE battles SET conditions = %s", odd[i], odd[i]);
    g_autoptr (GPtrArray) ballots = NULL;
    g_autoptr (UmpBattleRecord) loaded = NULL;

    g_assert_cmpint (sqlite3_exec (raw, sql, NULL, NULL, NULL), ==, SQLITE_OK);
    ballots = ump_db_load_ballots (fixture->db, TRUE, NULL);
    g_assert_cmpuint (ballots->len, ==, 1);
    g_assert_null (((UmpBallot *) g_ptr_array_index (ballots, 0))->conditions);
    loaded = load (fixture, battle);
    g_assert_null (loaded->conditions);
  }
  sqlite3_close (raw);
}


/* Endings that can be judged look alike, and so do those that cannot. */
static void
test_masked_endings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) battle = ump_test_make_battle ("p", "a", "b");
  UmpTurn *turn = g_ptr_array_index (battle->turns, 0);
  g_autoptr (UmpBattleRecord) masked = NULL;
  g_autoptr (GError) error = NULL;

  turn->responses[UMP_SIDE_A] = ump_test_make_response (UMP_SIDE_A, "text", UMP_ENDING_FILTER);
  turn->responses[UMP_SIDE_B] = ump_test_make_response (UMP_SIDE_B, "", UMP_ENDING_NO_TERMINATOR);
  g_assert_true (ump_db_begin_battle (fixture->db, battle, &error));
  g_assert_no_error (error);
  ump_db_close (fixture->db);
  fixture->db = ump_db_open (fixture->path, &error);
  g_assert_no_error (error);
  masked = load (fixture, battle);
  assert_masked (masked);
  g_assert_cmpint (masked->state, ==, UMP_BATTLE_INTERRUPTED);
  g_assert_cmpint (response_of (masked, 0, UMP_SIDE_A)->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpint (response_of (masked, 0, UMP_SIDE_B)->ending, ==, UMP_ENDING_INTERRUPTED);
}


static guint
count_matches (Fixture *fixture, const char *search)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) battles = ump_db_list_battles (fixture->db, search, NULL, 0, &error);

  g_assert_no_error (error);
  return battles->len;
}


static void
test_list_and_search (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) first = NULL;
  g_autoptr (UmpBattleRecord) second = NULL;
  g_autoptr (UmpBattleRecord) third = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (GPtrArray) rest = NULL;

  first = add_battle (fixture, "100% of what?");
  second = add_battle (fixture, "GRÜSSE an_alle");
  third = add_battle (fixture, "third");
  all = ump_db_list_battles (fixture->db, NULL, NULL, 0, NULL);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpstr (((UmpBattleRecord *) g_ptr_array_index (all, 0))->id, ==, third->id);
  g_assert_cmpstr (((UmpBattleRecord *) g_ptr_array_index (all, 0))->first_prompt, ==, "third");
  g_assert_cmpuint (((UmpBattleRecord *) g_ptr_array_index (all, 0))->turns->len, ==, 0);
  page = ump_db_list_battles (fixture->db, NULL, NULL, 2, NULL);
  g_assert_cmpuint (page->len, ==, 2);
  rest = ump_db_list_battles (fixture->db, NULL, second->id, 2, NULL);
  g_assert_cmpuint (rest->len, ==, 1);
  g_assert_cmpstr (((UmpBattleRecord *) g_ptr_array_index (rest, 0))->id, ==, first->id);

  /* Nothing in a search is a pattern. */
  g_assert_cmpuint (count_matches (fixture, ""), ==, 3);
  g_assert_cmpuint (count_matches (fixture, "%"), ==, 1);
  g_assert_cmpuint (count_matches (fixture, "_"), ==, 1);
  g_assert_cmpuint (count_matches (fixture, "\\"), ==, 0);
  g_assert_cmpuint (count_matches (fixture, "THIRD"), ==, 1);
  g_assert_cmpuint (count_matches (fixture, "grüsse"), ==, 1);

  /* Names, and answers on their way, are found only once they may be seen. */
  g_assert_cmpuint (count_matches (fixture, "secret-model"), ==, 0);
  g_assert_cmpuint (count_matches (fixture, "Yes."), ==, 0);
  g_assert_cmpuint (count_matches (fixture, "Practice"), ==, 0);
  vote (fixture, third, UMP_VERDICT_TIE);
  g_assert_cmpuint (count_matches (fixture, "secret-model"), ==, 1);
  g_assert_cmpuint (count_matches (fixture, "Yes."), ==, 1);
  g_assert_cmpuint (count_matches (fixture, "practice"), ==, 1);
}


/* Battles of one moment, as an archive may bring them: no page loses one. */
static void
test_pages_of_one_moment (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *last = NULL;

  for (int i = 0; i < 5; i++) {
    g_autoptr (UmpBattleRecord) battle = ump_test_make_battle ("p", "a", "b");

    battle->created_at = 1700000000000000;
    g_assert_true (ump_db_begin_battle (fixture->db, battle, NULL));
  }
  for (int page = 0; page < 3; page++) {
    g_autoptr (GPtrArray) battles = ump_db_list_battles (fixture->db, NULL, last, 2, NULL);

    g_assert_cmpuint (battles->len, ==, page < 2 ? 2 : 1);
    for (guint i = 0; i < battles->len; i++) {
      g_free (last);
      last = g_strdup (((UmpBattleRecord *) g_ptr_array_index (battles, i))->id);
      g_hash_table_add (seen, g_strdup (last));
    }
  }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 5);
}


/* What is gone is an error that says so, never nothing. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ump_db_load_unmasked (fixture->db, "00000000000000000000000000000009", &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (ump_db_load_battle (fixture->db, "00000000000000000000000000000009", &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND);
  /* Nothing is left open. */
  g_assert_true (ump_db_begin (fixture->db, NULL));
  g_assert_true (ump_db_end (fixture->db, TRUE, NULL));
}


/* A battle stays open while the program that runs it lives, whoever else opens
 * the database, and is interrupted and still blind when it is gone. */
static void
test_interruption (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) battle = add_battle (fixture, "p");
  const UmpTurn *turn = g_ptr_array_index (battle->turns, 0);
  g_autoptr (UmpResponseRecord) half = ump_test_make_response (UMP_SIDE_B, "Hal", UMP_ENDING_OPEN);
  g_autoptr (UmpBattleRecord) open = NULL;
  g_autoptr (UmpBattleRecord) interrupted = NULL;
  g_autoptr (UmpBattleRecord) resumed = NULL;
  g_autoptr (GError) error = NULL;
  UmpDb *other;

  half->attempt = 2;
  g_assert_true (ump_db_save_response (fixture->db, battle->id, turn->id, half, &error));
  other = ump_db_open (fixture->path, &error);
  g_assert_no_error (error);
  open = ump_db_load_battle (other, battle->id, &error);
  g_assert_cmpint (open->state, ==, UMP_BATTLE_OPEN);
  ump_db_close (other);

  ump_db_close (fixture->db);
  fixture->db = ump_db_open (fixture->path, &error);
  g_assert_no_error (error);
  interrupted = load (fixture, battle);
  g_assert_cmpint (interrupted->state, ==, UMP_BATTLE_INTERRUPTED);
  assert_masked (interrupted);
  g_assert_cmpstr (response_of (interrupted, 0, UMP_SIDE_A)->text, ==, "Yes.");
  g_assert_cmpint (response_of (interrupted, 0, UMP_SIDE_A)->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpstr (response_of (interrupted, 0, UMP_SIDE_B)->text, ==, "Hal");
  g_assert_cmpint (response_of (interrupted, 0, UMP_SIDE_B)->ending, ==, UMP_ENDING_INTERRUPTED);

  /* Asked again, it is open again, and this program's. */
  g_free (half->id);
  half->id = g_strdup ("00000000000000000000000000000003");
  half->attempt = 3;
  g_assert_true (ump_db_save_response (fixture->db, battle->id, turn->id, half, &error));
  resumed = load (fixture, battle);
  g_assert_cmpint (resumed->state, ==, UMP_BATTLE_OPEN);
  vote (fixture, battle, UMP_VERDICT_BOTH_BAD);
}


/* What triggers refuse, whoever speaks to the file. */
static void
test_triggers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) battle = add_battle (fixture, "p");
  g_autoptr (UmpBattleRecord) loaded = NULL;
  sqlite3 *raw = open_raw (fixture);

  vote (fixture, battle, UMP_VERDICT_A);
  sqlite3_exec (raw, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
  assert_refused (raw, "UPDATE verdicts SET verdict = 2", "never changes");
  assert_refused (raw, "UPDATE verdicts SET conditions = NULL", "never changes");
  assert_refused (raw, "DELETE FROM verdicts", "never deleted");
  assert_refused (raw, "DELETE FROM battles", "never deleted");
  assert_refused (raw, "INSERT OR REPLACE INTO verdicts SELECT seq, id, battle_id, 2, cast_at, 1, conditions, retracts FROM verdicts", "never replaced");
  assert_refused (raw, "INSERT OR REPLACE INTO verdicts SELECT NULL, id, battle_id, 2, cast_at, 1, conditions, retracts FROM verdicts", "never replaced");
  assert_refused (raw, "INSERT INTO verdicts SELECT NULL, 'x', battle_id, 2, cast_at, 0, conditions, retracts FROM verdicts", "one blind verdict");
  assert_refused (raw, "UPDATE battles SET state = 0", "never blind again");
  assert_refused (raw, "UPDATE battles SET contender_a = contender_b, contender_b = contender_a", "never change");
  assert_refused (raw, "UPDATE contenders SET model = 'x'", "never changes");
  g_assert_cmpint (read_int (raw, "SELECT count (*) FROM verdicts WHERE verdict = 1"), ==, 1);
  sqlite3_close (raw);
  loaded = load (fixture, battle);
  g_assert_cmpint (loaded->verdict, ==, UMP_VERDICT_A);
}


static void
test_delete_on_purpose (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) kept = add_battle (fixture, "kept");
  g_autoptr (UmpBattleRecord) gone = add_battle (fixture, "gone");
  g_autoptr (GError) error = NULL;
  sqlite3 *raw;

  vote (fixture, kept, UMP_VERDICT_A);
  vote (fixture, gone, UMP_VERDICT_A);
  g_assert_true (ump_db_retract (fixture->db, gone->id, &error));
  g_assert_true (ump_db_delete_battle (fixture->db, gone->id, &error));
  g_assert_no_error (error);
  g_assert_null (ump_db_load_battle (fixture->db, gone->id, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (ump_db_delete_battle (fixture->db, gone->id, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND);

  raw = open_raw (fixture);
  g_assert_cmpint (read_int (raw, "SELECT count (*) FROM battles"), ==, 1);
  g_assert_cmpint (read_int (raw, "SELECT count (*) FROM turns"), ==, 1);
  g_assert_cmpint (read_int (raw, "SELECT count (*) FROM responses"), ==, 2);
  g_assert_cmpint (read_int (raw, "SELECT count (*) FROM verdicts"), ==, 1);
  g_assert_cmpint (read_int (raw, "SELECT count (*) FROM deletions"), ==, 0);
  /* The permission ended with it. */
  assert_refused (raw, "DELETE FROM verdicts", "never deleted");
  sqlite3_close (raw);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/db/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("settings", test_settings);
  ADD ("battle-grows", test_battle_grows);
  ADD ("blind-is-masked", test_blind_is_masked);
  ADD ("sealed-after-reveal", test_sealed_after_reveal);
  ADD ("unreadable-conditions", test_unreadable_conditions);
  ADD ("masked-endings", test_masked_endings);
  ADD ("list-and-search", test_list_and_search);
  ADD ("pages-of-one-moment", test_pages_of_one_moment);
  ADD ("gone", test_gone);
  ADD ("interruption", test_interruption);
  ADD ("triggers", test_triggers);
  ADD ("delete-on-purpose", test_delete_on_purpose);
  return g_test_run ();
}
