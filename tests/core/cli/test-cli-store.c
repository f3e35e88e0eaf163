/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "ump-db.h"
#include "ump-store.h"
#include "ump-test-records.h"
#include "ump-test.h"

typedef struct {
  char *folder;
  char *file;
  int status;
  char *output;
  char *errors;
} Fixture;


static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = ump_test_make_folder ();
  fixture->file = g_build_filename (fixture->folder, "out.json", NULL);
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ump_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->file);
  g_free (fixture->output);
  g_free (fixture->errors);
}


/* Runs the command with @home as the folder of its data. */
static void
run (Fixture *fixture, const char *home, ...)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *data = g_build_filename (fixture->folder, home, NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  const char *argument;
  va_list rest;

  g_ptr_array_add (arguments, g_build_filename (g_getenv ("UMPIRE_BUILDDIR"), "src", "umpire", NULL));
  va_start (rest, home);
  while ((argument = va_arg (rest, const char *)) != NULL)
    g_ptr_array_add (arguments, g_strdup (argument));
  va_end (rest);
  g_ptr_array_add (arguments, NULL);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", data, TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments->pdata, &error);
  g_assert_no_error (error);
  g_clear_pointer (&fixture->output, g_free);
  g_clear_pointer (&fixture->errors, g_free);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &fixture->output, &fixture->errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  fixture->status = g_subprocess_get_exit_status (process);
}


/* One practice battle, decided for side A, and an open one. */
static void
fill (Fixture *fixture, const char *home)
{
  g_autofree char *path = g_build_filename (fixture->folder, home, "umpire", "umpire.db", NULL);
  g_autoptr (UmpBattleRecord) battle = ump_test_make_battle ("Sums?", "plus", "minus");
  g_autoptr (UmpBattleRecord) open = ump_test_make_battle ("Hidden?", "veiled", "cloaked");
  g_autoptr (UmpConditions) conditions = ump_test_make_conditions ();
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpDb) db = ump_db_open (path, &error);

  g_assert_no_error (error);
  g_assert_true (ump_db_begin_battle (db, battle, &error));
  g_assert_true (ump_db_begin_battle (db, open, &error));
  g_assert_true (ump_db_cast_verdict (db, battle->id, UMP_VERDICT_A, conditions, &error));
  g_assert_no_error (error);
}


static void
test_leaderboard (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) cells = NULL;

  fill (fixture, "here");
  run (fixture, "here", "leaderboard", "--practice", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  /* 1058.713 and 941.287: the reference's case "single_win". No rank yet. */
  g_assert_nonnull (strstr (fixture->output, "–  plus "));
  g_assert_nonnull (strstr (fixture->output, "1059"));
  g_assert_nonnull (strstr (fixture->output, "941"));
  g_assert_null (strstr (fixture->output, "veiled"));

  run (fixture, "here", "leaderboard", "--practice", "--format", "csv", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  lines = g_strsplit (fixture->output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_prefix (lines[0], "model,rating,"));
  cells = g_strsplit (lines[1], ",", -1);
  g_assert_cmpstr (cells[0], ==, "plus");
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cells[1], NULL), 1058.713, 0.05);
  /* rank_low and rank_high: below ten votes there is no rank. */
  g_assert_cmpstr (cells[10], ==, "");
  g_assert_cmpstr (cells[11], ==, "");
}


/* Two contenders of one name are two players, not one. */
static void
test_equal_names (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { ",\"plus, Practice\",", ",\"plus, Practice (2)\",", ",\"minus, Practice\",", ",\"minus, Practice (2)\"," };

  fill (fixture, "here");
  fill (fixture, "here");
  run (fixture, "here", "export", "--format", "csv", "--practice", "-", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  /* Who of two bears the number is decided by their ids, which are random. */
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_nonnull (strstr (fixture->output, names[i]));
}


/* Nothing there yet is no failure, and reading makes nothing. */
static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autofree char *home = g_build_filename (fixture->folder, "nobody", NULL);

  run (fixture, "nobody", "leaderboard", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->errors, "No vote counts here yet"));
  g_assert_false (g_file_test (home, G_FILE_TEST_EXISTS));
}


static void
test_export_and_import (Fixture *fixture, gconstpointer data)
{
  g_autofree char *archive = NULL;
  struct stat info;

  fill (fixture, "here");
  run (fixture, "here", "export", fixture->file, NULL);
  g_assert_cmpstr (fixture->errors, ==, "");
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_cmpint (stat (fixture->file, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (fixture->file, &archive, NULL, NULL));
  g_assert_nonnull (strstr (archive, "Sums?"));
  g_assert_null (strstr (archive, "Hidden?"));
  g_assert_null (strstr (archive, "veiled"));

  run (fixture, "there", "import", fixture->file, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->output, "new battles: 1, new verdicts: 1\n"));
  run (fixture, "there", "import", fixture->file, NULL);
  g_assert_nonnull (strstr (fixture->output, "new battles: 0, new verdicts: 0\n"));
  run (fixture, "there", "leaderboard", "--practice", NULL);
  g_assert_nonnull (strstr (fixture->output, "plus"));
}


/* The votes as a file that the rating command reads. */
static void
test_votes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "votes.csv", NULL);
  g_auto (GStrv) lines = NULL;

  fill (fixture, "here");
  run (fixture, "here", "export", "--format", "csv", "--practice", "-", NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  lines = g_strsplit (fixture->output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_nonnull (strstr (lines[1], ",plus,minus,model_a,"));
  g_assert_true (g_str_has_suffix (lines[1], ",true,,"));
  run (fixture, "here", "export", "--format", "csv", "--practice", path, NULL);
  run (fixture, "here", "rate", path, NULL);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->output, "1059"));
}


static void
assert_one_line (Fixture *fixture, int status, const char *words)
{
  g_assert_cmpint (fixture->status, ==, status);
  g_assert_cmpstr (fixture->output, ==, "");
  g_assert_nonnull (strstr (fixture->errors, words));
  g_assert_true (strchr (fixture->errors, '\n') == fixture->errors + strlen (fixture->errors) - 1);
}


static void
test_failures (Fixture *fixture, gconstpointer data)
{
  g_autofree char *database = NULL;

  run (fixture, "here", "leaderboard", "--method", "tea leaves", NULL);
  assert_one_line (fixture, 2, "tea leaves");
  run (fixture, "here", "leaderboard", "--format", "stone", NULL);
  assert_one_line (fixture, 2, "stone");
  run (fixture, "here", "leaderboard", "--colour", NULL);
  assert_one_line (fixture, 2, "--colour");
  run (fixture, "here", "leaderboard", "--provider", "Nobody", NULL);
  assert_one_line (fixture, 1, "Nobody");
  run (fixture, "here", "export", NULL);
  assert_one_line (fixture, 2, "--help");
  run (fixture, "here", "export", "/nowhere/at/all.json", NULL);
  assert_one_line (fixture, 1, "/nowhere/at/all.json");
  run (fixture, "here", "import", NULL);
  assert_one_line (fixture, 2, "--help");
  run (fixture, "here", "import", "/nowhere/at/all.json", NULL);
  assert_one_line (fixture, 1, "/nowhere/at/all.json");
  g_assert_true (g_file_set_contents (fixture->file, "{}", -1, NULL));
  run (fixture, "here", "import", fixture->file, NULL);
  assert_one_line (fixture, 1, "not an archive");
  database = g_build_filename (fixture->folder, "here", "umpire", "umpire.db", NULL);
  g_assert_true (g_file_set_contents (database, "not a database, and longer than sixteen bytes", -1, NULL));
  run (fixture, "here", "leaderboard", NULL);
  assert_one_line (fixture, 1, "damaged");
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/cli-store/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("leaderboard", test_leaderboard);
  ADD ("equal-names", test_equal_names);
  ADD ("empty", test_empty);
  ADD ("export-and-import", test_export_and_import);
  ADD ("votes", test_votes);
  ADD ("failures", test_failures);
  return g_test_run ();
}
