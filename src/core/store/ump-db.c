/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ump-db-private.h"
#include "ump-error.h"
#include "ump-migrations.h"

/* Long enough for another program's write, short enough to say so. */
#define BUSY_TIMEOUT_MS 5000


/* Makes the folder and the file, readable for the user alone: SQLite gives its
 * side files the permissions of the database. */
static gboolean
prepare_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat info;
  int file;

  if (g_mkdir_with_parents (folder, 0700) != 0) {
    ump_db_set_open_error (path, SQLITE_CANTOPEN, errno, error);
    return FALSE;
  }
  if (stat (path, &info) == 0) {
    /* Not opened: closing it would drop the locks that another connection of
     * this process has on it. */
    if ((info.st_mode & 0077) != 0)
      chmod (path, info.st_mode & 0700);
    return TRUE;
  }
  file = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 && errno != EEXIST) {
    ump_db_set_open_error (path, errno == EROFS || errno == EACCES ? SQLITE_READONLY : SQLITE_CANTOPEN, errno, error);
    return FALSE;
  }
  if (file >= 0)
    close (file);
  return TRUE;
}


/* What holds for this connection and leaves the file alone. */
static void
configure (UmpDb *self)
{
  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  ump_db_add_search (self);
}


/* SQLite does not wait by itself where two programs turn a new database to WAL
 * at the same moment, because each holds what the other one needs. */
static gboolean
set_wal (UmpDb *self, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + BUSY_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND;

  while (sqlite3_exec (self->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) != SQLITE_OK) {
    if (sqlite3_errcode (self->handle) != SQLITE_BUSY || g_get_monotonic_time () > deadline) {
      ump_db_set_error (self, 0, error);
      return FALSE;
    }
    g_usleep (5 * G_TIME_SPAN_MILLISECOND);
  }
  return TRUE;
}


/* WAL and FULL: a verdict that was said to be saved is on the disk. Triggers
 * on DELETE run for INSERT OR REPLACE too only with recursive triggers. */
static gboolean
set_durable (UmpDb *self, GError **error)
{
  return set_wal (self, error) &&
         ump_db_script (self,
                        "PRAGMA synchronous = FULL;"
                        "PRAGMA trusted_schema = OFF;"
                        "PRAGMA recursive_triggers = ON;"
                        "PRAGMA journal_size_limit = 4194304;"
                        "PRAGMA cache_size = -16384;",
                        error);
}


/* What belonged to a program that is gone is interrupted, with the responses
 * that were on their way. It stays blind. */
static gboolean
interrupt_abandoned (UmpDb *self, GError **error)
{
  g_autoptr (GArray) dead = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement = ump_db_query (self, error, "SELECT DISTINCT session FROM battles WHERE state = 0", "");
  gboolean row = FALSE;
  gboolean ok = statement != NULL && ump_db_step (self, statement, &row, error);

  while (ok && row) {
    gint64 number = sqlite3_column_int64 (statement, 0);

    if (!ump_db_session_is_alive (self->session, number))
      g_array_append_val (dead, number);
    ok = ump_db_step (self, statement, &row, error);
  }
  if (!ok || dead->len == 0)
    return ok;
  if (!ump_db_begin (self, error))
    return FALSE;
  for (guint i = 0; ok && i < dead->len; i++) {
    gint64 number = g_array_index (dead, gint64, i);

    ok = ump_db_run (self, error,
                     "UPDATE responses SET ending = 7 WHERE ending = 0 AND turn_id IN ("
                     "  SELECT t.id FROM turns AS t JOIN battles AS b ON b.id = t.battle_id"
                     "  WHERE b.state = 0 AND b.session = ?1)", "i", number) &&
         ump_db_run (self, error, "UPDATE battles SET state = 1 WHERE state = 0 AND session = ?1", "i", number);
  }
  return ump_db_end (self, ok, error);
}


/**
 * ump_db_open:
 * @path: of the file, or ":memory:"
 * @error: return location for an error
 *
 * Opens the database and makes it where there is none, brings its schema up
 * to date, and marks what a dead program left open as interrupted.
 *
 * Returns: (transfer full) (nullable): the database, or %NULL with an
 *   %UMP_ERROR_STORE, %UMP_ERROR_BUSY or %UMP_ERROR_NEWER_STORE
 */
UmpDb *
ump_db_open (const char *path, GError **error)
{
  g_autoptr (UmpDb) self = g_new0 (UmpDb, 1);
  int result;

  g_return_val_if_fail (path != NULL, NULL);

  self->path = g_strdup (path);
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) sqlite3_finalize);
  if (!g_str_equal (path, ":memory:") && !prepare_file (path, error))
    return NULL;
  result = sqlite3_open_v2 (path, &self->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
  if (result != SQLITE_OK) {
    ump_db_set_open_error (path, result, self->handle != NULL ? sqlite3_system_errno (self->handle) : 0, error);
    return NULL;
  }
  configure (self);
  if (sqlite3_db_readonly (self->handle, "main") == 1) {
    ump_db_set_open_error (path, SQLITE_READONLY, 0, error);
    return NULL;
  }
  if (!ump_migrations_check (self, UMP_SCHEMA_VERSION, error) ||
      !set_durable (self, error) ||
      !ump_migrations_run (self, ump_migrations_read, UMP_SCHEMA_VERSION, error))
    return NULL;
  self->session = ump_db_session_new (path);
  if (!interrupt_abandoned (self, error))
    return NULL;
  return g_steal_pointer (&self);
}


/**
 * ump_db_close:
 * @self: (transfer full) (nullable): the database
 */
void
ump_db_close (UmpDb *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->statements, g_hash_table_unref);
  sqlite3_close (self->handle);
  ump_db_session_free (self->session);
  g_free (self->path);
  g_free (self);
}


/**
 * ump_db_get_path:
 * @self: the database
 *
 * Returns: (transfer none): its path, or ":memory:"
 */
const char *
ump_db_get_path (UmpDb *self)
{
  return self->path;
}


/**
 * ump_db_set_busy_timeout:
 * @self: the database
 * @milliseconds: how long to wait for another program's lock
 */
void
ump_db_set_busy_timeout (UmpDb *self, int milliseconds)
{
  sqlite3_busy_timeout (self->handle, milliseconds);
}


/**
 * ump_db_set_max_pages:
 * @self: the database
 * @pages: how large it may grow, in pages; below its size it cannot grow at all
 * @error: return location for an error
 *
 * Makes a full disk for tests: SQLite then answers as it does for ENOSPC.
 *
 * Returns: whether it succeeded
 */
gboolean
ump_db_set_max_pages (UmpDb *self, gint64 pages, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA max_page_count = %" G_GINT64_FORMAT, pages);

  return ump_db_script (self, sql, error);
}


/**
 * ump_db_get_version:
 * @self: the database
 *
 * Returns: the version of its schema
 */
gint64
ump_db_get_version (UmpDb *self)
{
  gint64 version = -1;

  ump_db_get_int (self, &version, NULL, "PRAGMA user_version", "");
  return version;
}


/**
 * ump_db_get_foreign_changes:
 * @self: the database
 *
 * Returns: a number that is another one after another program has changed
 *   something, and stays the same for the own changes
 */
gint64
ump_db_get_foreign_changes (UmpDb *self)
{
  gint64 version = 0;

  ump_db_get_int (self, &version, NULL, "PRAGMA data_version", "");
  return version;
}
