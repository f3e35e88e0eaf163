/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ump-battle-private.h"
#include "ump-db.h"
#include "ump-ids.h"
#include "ump-test-duel.h"
#include "ump-test.h"

/* A child fights real battles and says on a pipe what the program has promised
 * by then: that a battle is begun, that both answers are complete (the vote is
 * open), that a verdict is cast (the names are shown). The parent kills it,
 * reads what it said up to its death, opens the database and looks for all of
 * it. The next child resumes what was interrupted. */

#define ROUNDS 90

typedef struct {
  UmpStore *store;
  UmpTransport *transport;
  GMainLoop *loop;
  UmpBattle *battle;
  guint done;
} Child;

/* What was promised, by battle. */
typedef struct {
  guint turns_complete;
  char *digests[2]; /* of each complete turn */
  UmpVerdict verdict;
} Promise;

typedef enum {
  KILL_MID_STREAM,
  KILL_AT_COMPLETION,
  KILL_AFTER_VOTE,
  KILL_ANY_TIME,
  N_KILLS,
} Kill;


/* The child. */

static void child_start (Child *child);


static void
say (const char *format, ...)
{
  va_list arguments;
  g_autofree char *line = NULL;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (write (STDOUT_FILENO, line, strlen (line)) < 0)
    _exit (1);
}


static char *
digest_texts (const char *a, const char *b)
{
  g_autofree char *both = g_strdup_printf ("%s\x1f%s", a, b);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, both, -1);
}


static void
child_fail (const char *what, const GError *error)
{
  fprintf (stderr, "%s: %s\n", what, error != NULL ? error->message : "");
  _exit (2);
}


static void
voted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Child *child = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpReveal) reveal = ump_battle_vote_finish (child->battle, result, &error);

  if (reveal == NULL)
    child_fail ("vote", error);
  say ("voted %s %d\n", reveal->battle_id, reveal->verdict);
  g_signal_handlers_disconnect_by_data (child->battle, child);
  g_clear_object (&child->battle);
  child->done++;
  child_start (child);
}


static void
status_cb (UmpBattle *battle, GParamSpec *pspec, gpointer user_data)
{
  Child *child = user_data;
  guint last = ump_battle_get_n_turns (battle) - 1;
  g_autofree char *digest = NULL;
  gsize lengths[UMP_N_SIDES];

  if (ump_battle_get_status (battle) == UMP_DUEL_FAILED || ump_battle_get_status (battle) == UMP_DUEL_STOPPED) {
    for (int side = 0; side < UMP_N_SIDES; side++)
      if (ump_battle_get_side_failed (battle, side))
        ump_battle_retry_side (battle, side);
    return;
  }
  if (ump_battle_get_status (battle) != UMP_DUEL_READY)
    return;
  digest = digest_texts (ump_battle_get_text (battle, last, UMP_SIDE_A, &lengths[0]),
                         ump_battle_get_text (battle, last, UMP_SIDE_B, &lengths[1]));
  say ("complete %s %u %s\n", ump_battle_get_id (battle), last, digest);
  if (last == 0 && child->done % 3 == 2) {
    ump_battle_follow_up (battle, "And why is that?");
    return;
  }
  ump_battle_set_seen (battle, UMP_SIDE_A);
  ump_battle_set_seen (battle, UMP_SIDE_B);
  ump_battle_vote_async (battle, UMP_VERDICT_A + ump_random_below (4), NULL, voted_cb, child);
}


static void
child_take (Child *child, UmpBattle *battle)
{
  child->battle = battle;
  g_signal_connect (battle, "notify::status", G_CALLBACK (status_cb), child);
  status_cb (battle, NULL, child);
}


static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  UmpBattle *battle = ump_battle_start_finish (result, &error);

  if (battle == NULL)
    child_fail ("start", error);
  say ("begun %s\n", ump_battle_get_id (battle));
  child_take (user_data, battle);
}


static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  UmpBattle *battle = ump_battle_resume_finish (result, &error);

  if (battle == NULL)
    child_fail ("resume", error);
  say ("begun %s\n", ump_battle_get_id (battle));
  child_take (user_data, battle);
}


static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Child *child = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) battles = ump_store_list_battles_finish (child->store, result, &error);
  UmpBattleOptions options = { .practice = TRUE, .pace = UMP_PACE_LIVE };

  if (battles == NULL)
    child_fail ("list", error);
  for (guint i = 0; i < battles->len; i++) {
    const UmpBattleRecord *record = g_ptr_array_index (battles, i);

    if (record->state == UMP_BATTLE_INTERRUPTED) {
      ump_battle_resume_async (child->store, child->transport, record->id, NULL, resumed_cb, child);
      return;
    }
  }
  ump_battle_start_async (child->store, child->transport, "Tell me about tides, with a table.", &options, NULL, started_cb, child);
}


static void
child_start (Child *child)
{
  ump_store_list_battles_async (child->store, NULL, NULL, 0, NULL, listed_cb, child);
}


static int
run_child (const char *path, const char *speed)
{
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();
  Child child = { .loop = g_main_loop_new (NULL, FALSE) };

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  child.store = ump_store_new (path);
  child.transport = ump_transport_new (keyring);
  ump_transport_set_practice_speed (child.transport, g_ascii_strtod (speed, NULL));
  child_start (&child);
  g_main_loop_run (child.loop);
  return 0;
}


/* The parent. */

typedef struct {
  char *program;
  char *folder;
  char *path;
  GHashTable *promises;
  guint votes;
  guint interrupted;
} Parent;


static void
promise_free (gpointer data)
{
  Promise *promise = data;

  g_free (promise->digests[0]);
  g_free (promise->digests[1]);
  g_free (promise);
}


static void
note_promise (Parent *parent, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  Promise *promise;

  g_assert_cmpuint (g_strv_length (words), >=, 2);
  promise = g_hash_table_lookup (parent->promises, words[1]);
  if (promise == NULL) {
    promise = g_new0 (Promise, 1);
    g_hash_table_insert (parent->promises, g_strdup (words[1]), promise);
  }
  if (g_str_equal (words[0], "complete")) {
    guint turn = g_ascii_strtoull (words[2], NULL, 10);

    g_assert_cmpuint (turn, <, 2);
    promise->turns_complete = MAX (promise->turns_complete, turn + 1);
    g_free (promise->digests[turn]);
    promise->digests[turn] = g_strdup (words[3]);
  } else if (g_str_equal (words[0], "voted")) {
    g_assert_cmpint (promise->verdict, ==, UMP_VERDICT_NONE);
    promise->verdict = g_ascii_strtoull (words[2], NULL, 10);
    parent->votes++;
  } else {
    g_assert_cmpstr (words[0], ==, "begun");
  }
}


/* What the child says until its death; a line cut by it was no promise. */
static void
read_until_death (Parent *parent, GDataInputStream *lines)
{
  char *line;

  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)) != NULL) {
    note_promise (parent, line);
    g_free (line);
  }
}


static void
wait_for_line (Parent *parent, GDataInputStream *lines, const char *prefix)
{
  gboolean found = FALSE;

  while (!found) {
    g_autoptr (GError) error = NULL;
    g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

    g_assert_no_error (error);
    g_assert_nonnull (line);
    note_promise (parent, line);
    found = g_str_has_prefix (line, prefix);
  }
}


static void
assert_blind (const UmpBattleRecord *battle)
{
  g_assert_cmpint (battle->state, ==, UMP_BATTLE_INTERRUPTED);
  g_assert_null (battle->contenders[UMP_SIDE_A]);
  g_assert_null (battle->contenders[UMP_SIDE_B]);
  g_assert_null (battle->conditions);
  for (guint i = 0; i < battle->turns->len; i++) {
    const UmpTurn *turn = g_ptr_array_index (battle->turns, i);

    for (int side = 0; side < UMP_N_SIDES; side++)
      if (turn->responses[side] != NULL)
        g_assert_null (turn->responses[side]->request);
  }
}


static void
check_battle (Parent *parent, UmpDb *db, const char *id, const Promise *promise)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpBattleRecord) shown = ump_db_load_battle (db, id, &error);
  g_autoptr (UmpBattleRecord) battle = NULL;

  g_assert_no_error (error);
  battle = ump_db_load_unmasked (db, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (battle->first_prompt, ==, "Tell me about tides, with a table.");
  g_assert_cmpuint (battle->turns->len, >=, MAX (1, promise->turns_complete));
  for (guint i = 0; i < promise->turns_complete; i++) {
    const UmpTurn *turn = g_ptr_array_index (battle->turns, i);
    g_autofree char *digest = NULL;

    for (int side = 0; side < UMP_N_SIDES; side++) {
      g_assert_nonnull (turn->responses[side]);
      g_assert_true (ump_ending_allows_vote (turn->responses[side]->ending));
    }
    digest = digest_texts (turn->responses[UMP_SIDE_A]->text, turn->responses[UMP_SIDE_B]->text);
    g_assert_cmpstr (digest, ==, promise->digests[i]);
  }
  if (promise->verdict != UMP_VERDICT_NONE) {
    g_assert_cmpint (shown->state, ==, UMP_BATTLE_VOTED);
    g_assert_cmpint (shown->verdict, ==, promise->verdict);
    g_assert_nonnull (shown->contenders[UMP_SIDE_A]);
  } else if (shown->state != UMP_BATTLE_VOTED) {
    /* Where it is voted, the child died between the disk and the pipe. */
    assert_blind (shown);
    parent->interrupted++;
  }
}


static void
check_database (Parent *parent)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpDb) db = ump_db_open (parent->path, &error);
  GHashTableIter iter;
  gpointer id, promise;

  g_assert_no_error (error);
  g_hash_table_iter_init (&iter, parent->promises);
  while (g_hash_table_iter_next (&iter, &id, &promise))
    check_battle (parent, db, id, promise);
}


static void
kill_once (Parent *parent, Kill when, const char *speed, guint delay_ms)
{
  const char *const arguments[] = { parent->program, "--child", parent->path, speed, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_autoptr (GDataInputStream) lines = NULL;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  if (when == KILL_AT_COMPLETION)
    wait_for_line (parent, lines, "complete ");
  else if (when == KILL_AFTER_VOTE)
    wait_for_line (parent, lines, "voted ");
  else
    wait_for_line (parent, lines, "begun ");
  if (when == KILL_MID_STREAM || when == KILL_ANY_TIME)
    g_usleep (delay_ms * 1000);
  g_subprocess_force_exit (child);
  read_until_death (parent, lines);
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
  /* It was killed, and did not give up by itself. */
  g_assert_true (g_subprocess_get_if_signaled (child));
  check_database (parent);
}


static void
parent_init (Parent *parent)
{
  parent->program = g_file_read_link ("/proc/self/exe", NULL);
  parent->folder = ump_test_make_folder ();
  parent->path = g_build_filename (parent->folder, "umpire.db", NULL);
  parent->promises = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, promise_free);
}


static void
parent_clear (Parent *parent)
{
  ump_test_remove_folder (parent->folder);
  g_hash_table_unref (parent->promises);
  g_free (parent->program);
  g_free (parent->folder);
  g_free (parent->path);
}


static void
test_killed (void)
{
  Parent parent = { NULL };

  parent_init (&parent);
  for (guint round = 0; round < ROUNDS; round++) {
    Kill when = round % N_KILLS;

    kill_once (&parent, when, "60", ump_random_below (when == KILL_MID_STREAM ? 60 : 250));
  }
  g_test_message ("%u battles, %u verdicts acknowledged, %u rounds that left one interrupted", g_hash_table_size (parent.promises), parent.votes, parent.interrupted);
  /* Else the kills did not meet what they were meant for. */
  g_assert_cmpuint (parent.votes, >=, ROUNDS / N_KILLS);
  g_assert_cmpuint (parent.interrupted, >=, ROUNDS / N_KILLS);
  parent_clear (&parent);
}


typedef struct {
  const char *path;
  const char *id;
  char *texts[UMP_N_SIDES]; /* as said */
} Expected;


/* Read over a connection of its own, as the next start of the program would. */
static gboolean
is_on_the_disk (gpointer user_data)
{
  const Expected *expected = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpDb) db = ump_db_open (expected->path, &error);
  g_autoptr (UmpBattleRecord) battle = NULL;
  const UmpTurn *turn;

  g_assert_no_error (error);
  battle = ump_db_load_unmasked (db, expected->id, &error);
  g_assert_no_error (error);
  turn = g_ptr_array_index (battle->turns, 0);
  for (int side = 0; side < UMP_N_SIDES; side++)
    if (turn->responses[side] == NULL || g_strcmp0 (turn->responses[side]->text, expected->texts[side]) != 0)
      return FALSE;
  return TRUE;
}


static void
assert_due_in_two_seconds (GSource *checkpoint)
{
  gint64 due = g_source_get_ready_time (checkpoint);

  g_assert_cmpint (due, >, 0);
  g_assert_cmpint (due - g_get_monotonic_time (), <=, 2 * G_USEC_PER_SEC);
}


/* Of a long answer no more than the last two seconds are lost: from one
 * checkpoint to the next it is no longer than that, and each writes all that
 * has come. The clock is put forward, not waited for. */
static void
test_checkpoints (void)
{
  UmpTestDuel duel = { NULL };
  g_autoptr (UmpBattle) battle = NULL;
  Expected expected = { NULL };
  GSource *checkpoint;

  ump_test_duel_set_up (&duel, NULL);
  battle = ump_test_duel_start (&duel, UMP_PACE_LIVE);
  ump_test_wait_until (ump_test_duel_both_asked, &duel, 10);
  expected.path = duel.path;
  expected.id = ump_battle_get_id (battle);
  checkpoint = g_main_context_find_source_by_id (NULL, battle->checkpoint);
  g_assert_nonnull (checkpoint);
  for (guint step = 1; step <= 3; step++) {
    assert_due_in_two_seconds (checkpoint);
    for (int side = 0; side < UMP_N_SIDES; side++) {
      g_autofree char *said = expected.texts[side];
      g_autofree char *piece = g_strdup_printf ("Word %u. ", step);

      ump_test_duel_say (&duel, side, piece);
      expected.texts[side] = g_strconcat (said != NULL ? said : "", piece, NULL);
      ump_test_duel_await_text (battle, side, strlen (expected.texts[side]));
    }
    g_source_set_ready_time (checkpoint, 0);
    ump_test_wait_until (is_on_the_disk, &expected, 20);
  }
  assert_due_in_two_seconds (checkpoint);

  for (int side = 0; side < UMP_N_SIDES; side++)
    g_free (expected.texts[side]);
  g_clear_object (&battle);
  ump_test_duel_tear_down (&duel, NULL);
}


int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/durability/killed", test_killed);
  g_test_add_func ("/durability/checkpoints", test_checkpoints);
  return g_test_run ();
}
