/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "ump-db.h"
#include "ump-db-session.h"

struct _UmpDb {
  sqlite3 *handle;
  char *path;
  GHashTable *statements; /* SQL text -> sqlite3_stmt, kept prepared */
  UmpDbSession *session;
};

/* Statements. @types says what follows it, one letter for each parameter of
 * the SQL, in order: t const char *, nullable; i gint64; n int or gboolean;
 * d double, where NaN becomes NULL. */
sqlite3_stmt *ump_db_query (UmpDb *self, GError **error, const char *sql, const char *types, ...);
gboolean ump_db_run (UmpDb *self, GError **error, const char *sql, const char *types, ...);
gboolean ump_db_step (UmpDb *self, sqlite3_stmt *statement, gboolean *row, GError **error);
gboolean ump_db_script (UmpDb *self, const char *sql, GError **error);
int ump_db_changes (UmpDb *self);
gboolean ump_db_get_int (UmpDb *self, gint64 *value, GError **error, const char *sql, const char *types, ...);

/* Columns; a NULL text is NULL, a NULL number is NaN. */
char *ump_column_text (sqlite3_stmt *statement, int column);
double ump_column_double (sqlite3_stmt *statement, int column);

gboolean ump_db_begin (UmpDb *self, GError **error);
gboolean ump_db_end (UmpDb *self, gboolean success, GError **error);

/* Errors as sentences that say what to do. */
void ump_db_set_error (UmpDb *self, int system_errno, GError **error);
void ump_db_set_open_error (const char *path, int code, int system_errno, GError **error);

/* In the order in which ump_db_read_response() takes them, of responses AS r. */
#define UMP_RESPONSE_COLUMNS \
  "r.id, r.side, r.attempt, r.text, r.ending, r.reasoning, r.finish, r.input_tokens, r.cached_tokens," \
  " r.output_tokens, r.reasoning_tokens, r.cost, r.started_at, r.first_token_ms, r.duration_ms, r.request," \
  " r.returned_model, r.error_code, r.error, r.notes"

/* Shared by the parts of UmpDb. */
gint64 ump_db_hash_prompt (const char *prompt);
gboolean ump_db_put_response (UmpDb *self, const char *turn_id, const UmpResponseRecord *response, GError **error);
UmpResponseRecord *ump_db_read_response (sqlite3_stmt *statement, int first_column);
GPtrArray *ump_db_load_all_providers (UmpDb *self, GError **error);
void ump_db_add_search (UmpDb *self);
gboolean ump_db_insert_contender (UmpDb *self, const UmpContender *contender, GError **error);
UmpContender *ump_db_load_contender (UmpDb *self, const char *contender_id, GError **error);
gboolean ump_db_set_battle_gone (GError **error);
gboolean ump_db_get_state (UmpDb *self, const char *battle_id, UmpBattleState *state, GError **error);
UmpConditions *ump_db_parse_conditions (const char *json);
