/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-db-private.h"


/* contains (text, words): whether @words occur in @text in any case. SQLite's
 * LIKE folds ASCII alone. ASCII bytes are never part of another character, so
 * only words outside of ASCII need the folding of whole texts, which is a
 * hundred times slower. */
static void
contains_cb (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const char *text = (const char *) sqlite3_value_text (values[0]);
  const char *words = (const char *) sqlite3_value_text (values[1]);
  gboolean found = FALSE;

  if (text == NULL || words == NULL) {
    sqlite3_result_null (context);
    return;
  }
  if (g_str_is_ascii (words)) {
    found = strcasestr (text, words) != NULL;
  } else if (!g_str_is_ascii (text)) {
    g_autofree char *folded_text = g_utf8_casefold (text, -1);
    g_autofree char *folded_words = g_utf8_casefold (words, -1);

    found = strstr (folded_text, folded_words) != NULL;
  }
  sqlite3_result_int (context, found);
}


/* Gives the connection what the search of the history needs. */
void
ump_db_add_search (UmpDb *self)
{
  sqlite3_create_function_v2 (self->handle, "contains", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                              NULL, contains_cb, NULL, NULL, NULL);
}
