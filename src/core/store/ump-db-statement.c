/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>

#include "ump-db-private.h"


static gboolean
bind (UmpDb *self, sqlite3_stmt *statement, const char *types, va_list arguments)
{
  int result = SQLITE_OK;

  for (int i = 0; types[i] != '\0' && result == SQLITE_OK; i++) {
    switch (types[i]) {
    case 't':
      result = sqlite3_bind_text (statement, i + 1, va_arg (arguments, const char *), -1, SQLITE_TRANSIENT);
      break;
    case 'i':
      result = sqlite3_bind_int64 (statement, i + 1, va_arg (arguments, gint64));
      break;
    case 'n':
      result = sqlite3_bind_int (statement, i + 1, va_arg (arguments, int));
      break;
    case 'd':
      result = sqlite3_bind_double (statement, i + 1, va_arg (arguments, double));
      break;
    default:
      g_assert_not_reached ();
    }
  }
  return result == SQLITE_OK;
}


static sqlite3_stmt *
query_valist (UmpDb *self, GError **error, const char *sql, const char *types, va_list arguments)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement == NULL) {
    if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) {
      ump_db_set_error (self, 0, error);
      return NULL;
    }
    g_hash_table_insert (self->statements, g_strdup (sql), statement);
  }
  sqlite3_reset (statement);
  g_assert (sqlite3_bind_parameter_count (statement) == (int) strlen (types));
  if (!bind (self, statement, types, arguments)) {
    ump_db_set_error (self, 0, error);
    return NULL;
  }
  return statement;
}


/**
 * ump_db_query:
 * @self: the database
 * @error: return location for an error
 * @sql: one statement
 * @types: letters for what follows
 * @...: values of its parameters
 *
 * Returns: (transfer none): the statement, to be stepped with ump_db_step()
 *   until there is no row; the same @sql cannot be nested
 */
sqlite3_stmt *
ump_db_query (UmpDb *self, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list arguments;

  va_start (arguments, types);
  statement = query_valist (self, error, sql, types, arguments);
  va_end (arguments);
  return statement;
}


/**
 * ump_db_step:
 * @self: the database
 * @statement: of ump_db_query()
 * @row: (out): whether there is another row
 * @error: return location for an error
 *
 * Returns: whether the step succeeded
 */
gboolean
ump_db_step (UmpDb *self, sqlite3_stmt *statement, gboolean *row, GError **error)
{
  int result, system_errno;

  errno = 0;
  result = sqlite3_step (statement);
  system_errno = errno;
  *row = result == SQLITE_ROW;
  if (result == SQLITE_ROW)
    return TRUE;
  if (result != SQLITE_DONE)
    ump_db_set_error (self, system_errno, error);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return result == SQLITE_DONE;
}


/**
 * ump_db_run:
 * @self: the database
 * @error: return location for an error
 * @sql: one statement
 * @types: letters for what follows
 * @...: values of its parameters
 *
 * Runs a statement whose rows, if any, do not matter.
 *
 * Returns: whether it succeeded
 */
gboolean
ump_db_run (UmpDb *self, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  gboolean row = TRUE;
  va_list arguments;

  va_start (arguments, types);
  statement = query_valist (self, error, sql, types, arguments);
  va_end (arguments);
  if (statement == NULL)
    return FALSE;
  while (row)
    if (!ump_db_step (self, statement, &row, error))
      return FALSE;
  return TRUE;
}


/**
 * ump_db_get_int:
 * @self: the database
 * @value: (out): first column of the first row; unchanged where there is none
 * @error: return location for an error
 * @sql: one statement
 * @types: letters for what follows
 * @...: values of its parameters
 *
 * Returns: whether it succeeded
 */
gboolean
ump_db_get_int (UmpDb *self, gint64 *value, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  gboolean row = FALSE;
  va_list arguments;

  va_start (arguments, types);
  statement = query_valist (self, error, sql, types, arguments);
  va_end (arguments);
  if (statement == NULL || !ump_db_step (self, statement, &row, error))
    return FALSE;
  if (row) {
    *value = sqlite3_column_int64 (statement, 0);
    sqlite3_reset (statement);
  }
  return TRUE;
}


/**
 * ump_db_script:
 * @self: the database
 * @sql: statements without parameters
 * @error: return location for an error
 *
 * Returns: whether all succeeded
 */
gboolean
ump_db_script (UmpDb *self, const char *sql, GError **error)
{
  if (sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  ump_db_set_error (self, 0, error);
  return FALSE;
}


/**
 * ump_db_changes:
 * @self: the database
 *
 * Returns: how many rows the last statement changed
 */
int
ump_db_changes (UmpDb *self)
{
  return sqlite3_changes (self->handle);
}


/**
 * ump_column_text:
 * @statement: at a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): a copy
 */
char *
ump_column_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}


/**
 * ump_column_double:
 * @statement: at a row
 * @column: from 0
 *
 * Returns: the number, NaN for NULL
 */
double
ump_column_double (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL ? NAN : sqlite3_column_double (statement, column);
}


/**
 * ump_db_begin:
 * @self: the database
 * @error: return location for an error
 *
 * Begins a transaction that may write. It takes the lock at once, so that it
 * cannot find itself without it halfway.
 *
 * Returns: whether it was begun
 */
gboolean
ump_db_begin (UmpDb *self, GError **error)
{
  return ump_db_run (self, error, "BEGIN IMMEDIATE", "");
}


/**
 * ump_db_end:
 * @self: the database
 * @success: whether everything in the transaction succeeded
 * @error: return location for an error of the commit
 *
 * Commits, or takes everything back. Afterwards no transaction is open,
 * whatever went wrong, so that the caller can try again.
 *
 * Returns: whether the transaction is on the disk
 */
gboolean
ump_db_end (UmpDb *self, gboolean success, GError **error)
{
  if (success && ump_db_run (self, error, "COMMIT", ""))
    return TRUE;
  /* After some errors SQLite has rolled back by itself. */
  if (!sqlite3_get_autocommit (self->handle))
    ump_db_run (self, NULL, "ROLLBACK", "");
  return FALSE;
}
