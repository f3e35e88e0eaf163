/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "ump-db.h"
#include "ump-error.h"
#include "ump-migrations.h"
#include "ump-test-records.h"
#include "ump-test.h"

typedef struct {
  char *folder;
  char *path;
} Fixture;


static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = ump_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "umpire.db", NULL);
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ump_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}


static void
run_sql (const char *path, const char *sql)
{
  sqlite3 *raw = NULL;

  g_assert_cmpint (sqlite3_open (path, &raw), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (raw, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (raw);
}


static char *
read_text (const char *path, const char *sql)
{
  sqlite3 *raw = NULL;
  sqlite3_stmt *statement = NULL;
  char *text;

  g_assert_cmpint (sqlite3_open_v2 (path, &raw, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (raw, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (raw);
  return text;
}


static char *
digest (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  gsize length;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guint8 *) content, length);
}


/* @path is refused with @code and not a byte of it changes. */
static void
assert_left_alone (const char *path, int code)
{
  g_autofree char *before = digest (path);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (ump_db_open (path, &error));
  g_assert_error (error, UMP_ERROR, code);
  g_assert_nonnull (strstr (error->message, path));
  after = digest (path);
  g_assert_cmpstr (before, ==, after);
}


static void
test_new_database (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpDb) db = ump_db_open (fixture->path, &error);
  g_autofree char *backup = g_strconcat (fixture->path, ".version-0.backup", NULL);

  g_assert_no_error (error);
  g_assert_cmpint (ump_db_get_version (db), ==, UMP_SCHEMA_VERSION);
  /* There was nothing to be backed up. */
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));
}


static void
test_newer_is_refused (Fixture *fixture, gconstpointer data)
{
  ump_db_close (ump_db_open (fixture->path, NULL));
  run_sql (fixture->path, "PRAGMA user_version = 99; CREATE TABLE future (x)");
  assert_left_alone (fixture->path, UMP_ERROR_NEWER_STORE);
}


static void
test_foreign_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  run_sql (fixture->path, "CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('Kaiserschmarrn')");
  assert_left_alone (fixture->path, UMP_ERROR_STORE);
  g_remove (fixture->path);
  g_file_set_contents (fixture->path, "This is no database at all, but it is longer than a header: "
                                      "0123456789012345678901234567890123456789012345678901234567890123456789", -1, &error);
  g_assert_no_error (error);
  assert_left_alone (fixture->path, UMP_ERROR_STORE);
}


/* Steps 2 and 3 of a future program; the third one fails halfway. */
static char *
read_future (int number, GError **error)
{
  if (number == UMP_SCHEMA_VERSION + 1)
    return g_strdup ("ALTER TABLE providers ADD COLUMN colour TEXT; UPDATE providers SET colour = 'blue';");
  if (number == UMP_SCHEMA_VERSION + 2)
    return g_strdup ("CREATE TABLE half (x INTEGER) STRICT; INSERT INTO nowhere VALUES (1);");
  g_assert_not_reached ();
}


/* A backup has its name when it is whole, and leaves nothing else. */
static void
assert_no_parts (Fixture *fixture)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    g_assert_false (g_str_has_suffix (name, ".part"));
}


static void
test_backup_before_each_step (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = g_strdup_printf ("%s.version-%d.backup", fixture->path, UMP_SCHEMA_VERSION);
  g_autofree char *second = g_strdup_printf ("%s.version-%d.backup", fixture->path, UMP_SCHEMA_VERSION + 1);
  g_autofree char *colour = NULL;
  g_autofree char *old = NULL;
  g_autofree char *half = NULL;
  g_autofree char *check = NULL;
  g_autoptr (GError) error = NULL;
  struct stat info;
  UmpDb *db = ump_db_open (fixture->path, &error);

  g_assert_no_error (error);
  g_assert_true (ump_db_set_note (db, "draft", "still here", &error));
  g_assert_false (ump_migrations_run (db, read_future, UMP_SCHEMA_VERSION + 2, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "nowhere"));
  g_assert_cmpint (ump_db_get_version (db), ==, UMP_SCHEMA_VERSION + 1);
  ump_db_close (db);

  colour = read_text (fixture->path, "SELECT colour FROM providers");
  g_assert_cmpstr (colour, ==, "blue");
  half = read_text (fixture->path, "SELECT count (*) FROM sqlite_schema WHERE name = 'half'");
  g_assert_cmpstr (half, ==, "0");
  old = read_text (first, "SELECT count (*) FROM pragma_table_info ('providers') WHERE name = 'colour'");
  g_assert_cmpstr (old, ==, "0");
  check = read_text (second, "SELECT text || ' ' || colour FROM notes, providers, pragma_integrity_check WHERE integrity_check = 'ok'");
  g_assert_cmpstr (check, ==, "still here blue");
  g_assert_cmpint (stat (second, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  assert_no_parts (fixture);
}


static char *
read_breaking (int number, GError **error)
{
  return g_strdup ("DELETE FROM providers;");
}


/* A step that would leave rows pointing nowhere is taken back. */
static void
test_references_are_checked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpDb) db = ump_db_open (fixture->path, &error);
  g_autoptr (UmpBattleRecord) battle = ump_test_make_battle ("p", "a", "b");
  g_autoptr (UmpBattleRecord) loaded = NULL;

  g_assert_true (ump_db_begin_battle (db, battle, &error));
  g_assert_false (ump_migrations_run (db, read_breaking, UMP_SCHEMA_VERSION + 1, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_STORE);
  g_clear_error (&error);
  g_assert_cmpint (ump_db_get_version (db), ==, UMP_SCHEMA_VERSION);
  loaded = ump_db_load_unmasked (db, battle->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (loaded->contenders[UMP_SIDE_A]->provider_name, ==, "Practice");
}


/* Every old schema, as it was dumped with one battle of each kind, opens and
 * says the same. */
static void
test_dumps (void)
{
  for (int version = 1; version <= UMP_SCHEMA_VERSION; version++) {
    Fixture fixture;
    g_autofree char *name = g_strdup_printf ("schemas/%03d.sql", version);
    g_autoptr (GBytes) dump = ump_test_read_data (name);
    g_autofree char *sql = g_strndup (g_bytes_get_data (dump, NULL), g_bytes_get_size (dump));
    g_autoptr (UmpDb) db = NULL;
    g_autoptr (GPtrArray) battles = NULL;
    g_autoptr (GPtrArray) ballots = NULL;
    g_autoptr (UmpBattleRecord) battle = NULL;
    g_autofree char *draft = NULL;
    g_autofree char *backup = NULL;
    g_autoptr (GError) error = NULL;
    const UmpTurn *turn;

    set_up (&fixture, NULL);
    run_sql (fixture.path, sql);
    db = ump_db_open (fixture.path, &error);
    g_assert_no_error (error);
    g_assert_cmpint (ump_db_get_version (db), ==, UMP_SCHEMA_VERSION);
    battles = ump_db_list_battles (db, NULL, NULL, 0, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (battles->len, ==, 3);
    g_assert_cmpint (((UmpBattleRecord *) g_ptr_array_index (battles, 0))->state, ==, UMP_BATTLE_INTERRUPTED);
    g_assert_cmpint (((UmpBattleRecord *) g_ptr_array_index (battles, 1))->state, ==, UMP_BATTLE_SKIPPED);
    battle = ump_db_load_battle (db, ((UmpBattleRecord *) g_ptr_array_index (battles, 2))->id, &error);
    g_assert_no_error (error);
    g_assert_cmpint (battle->verdict, ==, UMP_VERDICT_B);
    g_assert_cmpstr (battle->contenders[UMP_SIDE_A]->model, ==, "eliza");
    turn = g_ptr_array_index (battle->turns, 0);
    g_assert_cmpstr (turn->prompt, ==, "Men are all alike.");
    g_assert_cmpstr (turn->responses[UMP_SIDE_A]->text, ==, "In what way?");
    g_assert_cmpint (turn->responses[UMP_SIDE_A]->usage.output, ==, 4);
    ballots = ump_db_load_ballots (db, TRUE, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (ballots->len, ==, 1);
    draft = ump_db_get_note (db, "draft", &error);
    g_assert_cmpstr (draft, ==, "They're always bugging us");
    backup = g_strdup_printf ("%s.version-%d.backup", fixture.path, version);
    g_assert_true (g_file_test (backup, G_FILE_TEST_EXISTS) == (version < UMP_SCHEMA_VERSION));
    g_clear_pointer (&db, ump_db_close);
    tear_down (&fixture, NULL);
  }
}


/* Of prices that are older than the third schema nobody knows who named them:
 * they are kept as if the user had. */
static void
test_old_prices (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) dump = ump_test_read_data ("schemas/002.sql");
  g_autofree char *sql = g_strndup (g_bytes_get_data (dump, NULL), g_bytes_get_size (dump));
  g_autoptr (UmpDb) db = NULL;
  g_autoptr (GPtrArray) contenders = NULL;
  g_autoptr (GError) error = NULL;

  run_sql (fixture->path, sql);
  run_sql (fixture->path, "UPDATE contenders SET price_out = 2.5 WHERE model = 'eliza'");
  db = ump_db_open (fixture->path, &error);
  g_assert_no_error (error);
  contenders = ump_db_load_contenders (db, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contenders->len, >=, 2);
  for (guint i = 0; i < contenders->len; i++) {
    const UmpContender *contender = g_ptr_array_index (contenders, i);

    g_assert_true (contender->price_typed == g_str_equal (contender->model, "eliza"));
  }
}


static gpointer
open_in_thread (gpointer data)
{
  g_autoptr (GError) error = NULL;
  UmpDb *db = ump_db_open (data, &error);

  if (db == NULL)
    g_test_message ("%s", error->message);
  return db;
}


/* Window and command started at the same moment, on a new database. */
static void
test_opened_at_once (Fixture *fixture, gconstpointer data)
{
  GThread *threads[4];

  for (int round = 0; round < 5; round++) {
    g_autofree char *path = g_strdup_printf ("%s-%d", fixture->path, round);

    for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
      threads[i] = g_thread_new ("open", open_in_thread, path);
    for (guint i = 0; i < G_N_ELEMENTS (threads); i++) {
      UmpDb *db = g_thread_join (threads[i]);

      g_assert_nonnull (db);
      g_assert_cmpint (ump_db_get_version (db), ==, UMP_SCHEMA_VERSION);
      ump_db_close (db);
    }
  }
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/migrations/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("new-database", test_new_database);
  ADD ("newer-is-refused", test_newer_is_refused);
  ADD ("foreign-is-refused", test_foreign_is_refused);
  ADD ("backup-before-each-step", test_backup_before_each_step);
  ADD ("references-are-checked", test_references_are_checked);
  ADD ("opened-at-once", test_opened_at_once);
  ADD ("old-prices", test_old_prices);
  g_test_add_func ("/migrations/dumps", test_dumps);
  return g_test_run ();
}
