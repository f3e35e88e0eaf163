/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ump-db.h"
#include "ump-error.h"
#include "ump-test-records.h"
#include "ump-test.h"

/* What a person must never lose: a vote that cannot be saved leaves the battle
 * as it was, says why, and can be cast again. */

#define NOBODY 65534

typedef struct {
  char *folder;
  char *path;
  UmpDb *db;
  UmpBattleRecord *battle;
  UmpConditions *conditions;
} Fixture;


static void
open_at (Fixture *fixture, char *path)
{
  g_autoptr (GError) error = NULL;

  fixture->path = path;
  fixture->db = ump_db_open (fixture->path, &error);
  g_assert_no_error (error);
  fixture->battle = ump_test_make_battle ("p", "a", "b");
  g_assert_true (ump_db_begin_battle (fixture->db, fixture->battle, &error));
  g_assert_no_error (error);
  fixture->conditions = ump_test_make_conditions ();
  /* Too large for a page that is there already. */
  fixture->conditions->matchmaking = g_strnfill (20000, 'x');
}


static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = ump_test_make_folder ();
  open_at (fixture, g_build_filename (fixture->folder, "umpire.db", NULL));
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ump_db_close (fixture->db);
  ump_test_remove_folder (fixture->folder);
  ump_battle_record_free (fixture->battle);
  ump_conditions_free (fixture->conditions);
  g_free (fixture->folder);
  g_free (fixture->path);
}


static void
assert_vote_fails (Fixture *fixture, int code, const char *words)
{
  g_autoptr (UmpBattleRecord) battle = NULL;
  g_autoptr (GPtrArray) ballots = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (ump_db_cast_verdict (fixture->db, fixture->battle->id, UMP_VERDICT_A, fixture->conditions, &error));
  g_assert_error (error, UMP_ERROR, code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
  g_clear_error (&error);
  battle = ump_db_load_battle (fixture->db, fixture->battle->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (battle->state, ==, UMP_BATTLE_OPEN);
  g_assert_null (battle->contenders[UMP_SIDE_A]);
  ballots = ump_db_load_ballots (fixture->db, TRUE, &error);
  g_assert_cmpuint (ballots->len, ==, 0);
}


static void
assert_vote_succeeds (Fixture *fixture)
{
  g_autoptr (GPtrArray) ballots = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (ump_db_cast_verdict (fixture->db, fixture->battle->id, UMP_VERDICT_A, fixture->conditions, &error));
  g_assert_no_error (error);
  ballots = ump_db_load_ballots (fixture->db, TRUE, &error);
  g_assert_cmpuint (ballots->len, ==, 1);
  g_assert_false (((UmpBallot *) g_ptr_array_index (ballots, 0))->unblinded);
}


static void
test_full_of_pages (Fixture *fixture, gconstpointer data)
{
  g_assert_true (ump_db_set_max_pages (fixture->db, 1, NULL));
  assert_vote_fails (fixture, UMP_ERROR_STORE, "disk is full");
  assert_vote_fails (fixture, UMP_ERROR_STORE, fixture->folder);
  g_assert_true (ump_db_set_max_pages (fixture->db, 100000, NULL));
  assert_vote_succeeds (fixture);
}


/* The kernel refuses to let the log grow. */
static void
test_file_size_limit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  struct rlimit limit, small;
  struct stat info;

  g_assert_cmpint (stat (wal, &info), ==, 0);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = info.st_size + 5000;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  assert_vote_fails (fixture, UMP_ERROR_STORE, "disk is full");
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  assert_vote_succeeds (fixture);
}


/* A real file system without room, where we may mount one. */
static void
test_full_file_system (void)
{
  g_autofree char *folder = ump_test_make_folder ();
  g_autofree char *ballast = g_build_filename (folder, "ballast", NULL);
  g_autofree char *bytes = g_malloc0 (8 << 20);
  Fixture fixture = { .folder = folder };

  if (mount ("umpire-test", folder, "tmpfs", 0, "size=1m,mode=700") != 0) {
    g_test_skip ("No file system can be mounted here");
    ump_test_remove_folder (folder);
    return;
  }
  open_at (&fixture, g_build_filename (folder, "umpire.db", NULL));
  {
    FILE *file = g_fopen (ballast, "w");

    fwrite (bytes, 1, 8 << 20, file);
    fclose (file);
  }
  assert_vote_fails (&fixture, UMP_ERROR_STORE, "disk is full");
  g_assert_cmpint (g_unlink (ballast), ==, 0);
  assert_vote_succeeds (&fixture);
  ump_db_close (fixture.db);
  g_assert_cmpint (umount (folder), ==, 0);
  ump_battle_record_free (fixture.battle);
  ump_conditions_free (fixture.conditions);
  g_free (fixture.path);
  ump_test_remove_folder (folder);
}


/* Another process that holds the write lock of @path until @release closes. */
static GPid
hold_lock (const char *path, int *release)
{
  int ready[2], go[2];
  char byte;
  GPid child;

  g_assert_cmpint (pipe (ready), ==, 0);
  g_assert_cmpint (pipe (go), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    sqlite3 *raw = NULL;

    close (go[1]);
    if (sqlite3_open (path, &raw) != SQLITE_OK || sqlite3_exec (raw, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
      _exit (1);
    if (write (ready[1], "x", 1) != 1 || read (go[0], &byte, 1) != 0)
      _exit (1);
    _exit (0);
  }
  close (ready[1]);
  close (go[0]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);
  *release = go[1];
  return child;
}


static void
test_held_by_another_process (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) readable = NULL;
  g_autoptr (GError) error = NULL;
  int release = -1, status = 0;
  GPid child = hold_lock (fixture->path, &release);

  ump_db_set_busy_timeout (fixture->db, 50);
  assert_vote_fails (fixture, UMP_ERROR_BUSY, "Another program");
  assert_vote_fails (fixture, UMP_ERROR_BUSY, fixture->path);
  /* Reading goes on. */
  readable = ump_db_load_battle (fixture->db, fixture->battle->id, &error);
  g_assert_no_error (error);
  close (release);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  assert_vote_succeeds (fixture);
}


/* A lock that is held for a short while is waited for. */
static void
test_short_lock_is_waited_for (Fixture *fixture, gconstpointer data)
{
  int release = -1;
  GPid child = hold_lock (fixture->path, &release);
  GPid killer = fork ();

  if (killer == 0) {
    g_usleep (200000);
    kill (child, SIGKILL);
    _exit (0);
  }
  close (release);
  assert_vote_succeeds (fixture);
  waitpid (killer, NULL, 0);
  waitpid (child, NULL, 0);
}


static void
assert_open_fails (const char *path, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ump_db_open (path, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_STORE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
}


/* As somebody who may not write there; root may always, so it steps down. */
static void
test_read_only_home (void)
{
  g_autofree char *folder = ump_test_make_folder ();
  g_autofree char *fresh = g_build_filename (folder, "umpire", "umpire.db", NULL);
  g_autofree char *path = g_build_filename (folder, "umpire.db", NULL);
  gboolean root = geteuid () == 0;
  uid_t owner = root ? NOBODY : geteuid ();

  ump_db_close (ump_db_open (path, NULL));
  if (root) {
    g_assert_cmpint (chown (path, owner, -1), ==, 0);
    g_assert_cmpint (chown (folder, owner, -1), ==, 0);
    g_assert_cmpint (seteuid (owner), ==, 0);
  }
  /* The folder cannot be made. */
  g_assert_cmpint (chmod (folder, 0500), ==, 0);
  assert_open_fails (fresh, "Check the permissions");
  /* The file can be written, but nothing beside it. */
  assert_open_fails (path, "and to its folder");
  /* The file cannot be written either. */
  g_assert_cmpint (chmod (path, 0400), ==, 0);
  assert_open_fails (path, "read-only");
  /* Nor read. */
  g_assert_cmpint (chmod (path, 0), ==, 0);
  assert_open_fails (path, "Check the permissions");
  g_assert_cmpint (chmod (path, 0600), ==, 0);
  g_assert_cmpint (chmod (folder, 0700), ==, 0);
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (UmpDb) db = ump_db_open (path, &error);

    g_assert_no_error (error);
  }
  if (root)
    g_assert_cmpint (seteuid (0), ==, 0);
  ump_test_remove_folder (folder);
}


/* Pages overwritten with noise: a sentence, at the latest when they are read. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) battles = NULL;
  FILE *file;

  ump_db_close (g_steal_pointer (&fixture->db));
  file = g_fopen (fixture->path, "r+");
  fseek (file, 4096, SEEK_SET);
  for (int i = 0; i < 30 * 4096; i++)
    fputc (i * 31 % 251, file);
  fclose (file);
  fixture->db = ump_db_open (fixture->path, &error);
  if (fixture->db != NULL)
    battles = ump_db_list_battles (fixture->db, NULL, NULL, 0, &error);
  g_assert_null (battles);
  g_assert_error (error, UMP_ERROR, UMP_ERROR_STORE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "damaged"));
  g_assert_nonnull (strstr (error->message, fixture->path));
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/failures/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("full-of-pages", test_full_of_pages);
  ADD ("file-size-limit", test_file_size_limit);
  g_test_add_func ("/failures/full-file-system", test_full_file_system);
  ADD ("held-by-another-process", test_held_by_another_process);
  ADD ("short-lock-is-waited-for", test_short_lock_is_waited_for);
  g_test_add_func ("/failures/read-only-home", test_read_only_home);
  ADD ("damaged", test_damaged);
  return g_test_run ();
}
