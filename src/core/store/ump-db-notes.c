/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-db-private.h"


/**
 * ump_db_set_note:
 * @self: the database
 * @name: of the note
 * @text: (nullable): what it says; %NULL removes it
 * @error: return location for an error
 *
 * Returns: whether it is saved
 */
gboolean
ump_db_set_note (UmpDb *self, const char *name, const char *text, GError **error)
{
  if (text == NULL)
    return ump_db_run (self, error, "DELETE FROM notes WHERE name = ?1", "t", name);
  return ump_db_run (self, error,
                     "INSERT INTO notes (name, text) VALUES (?1, ?2)"
                     " ON CONFLICT (name) DO UPDATE SET text = excluded.text", "tt", name, text);
}


/**
 * ump_db_get_note:
 * @self: the database
 * @name: of the note
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what it says, or %NULL without an error
 *   where there is none
 */
char *
ump_db_get_note (UmpDb *self, const char *name, GError **error)
{
  sqlite3_stmt *statement = ump_db_query (self, error, "SELECT text FROM notes WHERE name = ?1", "t", name);
  gboolean row = FALSE;
  char *text;

  if (statement == NULL || !ump_db_step (self, statement, &row, error) || !row)
    return NULL;
  text = ump_column_text (statement, 0);
  sqlite3_reset (statement);
  return text;
}
