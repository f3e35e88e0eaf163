/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-db-archive.h"
#include "ump-db-private.h"
#include "ump-error.h"

/* Reads one row into @data. */
typedef void (*ReadRow) (UmpDb *self, sqlite3_stmt *statement, gpointer data);


static gboolean
for_each_row (UmpDb *self, sqlite3_stmt *statement, ReadRow read_row, gpointer data, GError **error)
{
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (TRUE) {
    if (!ump_db_step (self, statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    read_row (self, statement, data);
  }
}


static void
read_battle_row (UmpDb *self, sqlite3_stmt *statement, gpointer data)
{
  UmpArchivedBattle *battle = ump_archived_battle_new ();

  battle->id = ump_column_text (statement, 0);
  battle->created_at = sqlite3_column_int64 (statement, 1);
  battle->state = sqlite3_column_int (statement, 2);
  battle->practice = sqlite3_column_int (statement, 3);
  battle->category = ump_column_text (statement, 4);
  battle->contender_ids[UMP_SIDE_A] = ump_column_text (statement, 5);
  battle->contender_ids[UMP_SIDE_B] = ump_column_text (statement, 6);
  battle->conditions = ump_db_parse_conditions ((const char *) sqlite3_column_text (statement, 7));
  g_ptr_array_add (data, battle);
}


static void
read_turn_row (UmpDb *self, sqlite3_stmt *statement, gpointer data)
{
  UmpArchivedTurn *turn = ump_archived_turn_new ();

  turn->id = ump_column_text (statement, 0);
  turn->index = sqlite3_column_int (statement, 1);
  turn->prompt = ump_column_text (statement, 2);
  turn->created_at = sqlite3_column_int64 (statement, 3);
  g_ptr_array_add (data, turn);
}


static void
read_response_row (UmpDb *self, sqlite3_stmt *statement, gpointer data)
{
  g_ptr_array_add (data, ump_db_read_response (statement, 0));
}


static void
read_verdict_row (UmpDb *self, sqlite3_stmt *statement, gpointer data)
{
  UmpArchivedVerdict *verdict = g_new0 (UmpArchivedVerdict, 1);

  verdict->id = ump_column_text (statement, 0);
  verdict->verdict = sqlite3_column_int (statement, 1);
  verdict->cast_at = sqlite3_column_int64 (statement, 2);
  verdict->unblinded = sqlite3_column_int (statement, 3);
  verdict->conditions = ump_db_parse_conditions ((const char *) sqlite3_column_text (statement, 4));
  verdict->retracts = ump_column_text (statement, 5);
  g_ptr_array_add (data, verdict);
}


static gboolean
load_battle_parts (UmpDb *self, UmpArchivedBattle *battle, GError **error)
{
  if (!for_each_row (self, ump_db_query (self, error, "SELECT id, number, prompt, created_at FROM turns"
                                         " WHERE battle_id = ?1 ORDER BY number", "t", battle->id),
                     read_turn_row, battle->turns, error))
    return FALSE;
  for (guint i = 0; i < battle->turns->len; i++) {
    UmpArchivedTurn *turn = g_ptr_array_index (battle->turns, i);

    if (!for_each_row (self, ump_db_query (self, error, "SELECT " UMP_RESPONSE_COLUMNS " FROM responses AS r"
                                           " WHERE r.turn_id = ?1 ORDER BY r.side, r.attempt, r.rowid", "t", turn->id),
                       read_response_row, turn->responses, error))
      return FALSE;
  }
  return for_each_row (self, ump_db_query (self, error, "SELECT id, verdict, cast_at, unblinded, conditions, retracts"
                                           " FROM verdicts WHERE battle_id = ?1 ORDER BY seq", "t", battle->id),
                       read_verdict_row, battle->verdicts, error);
}


/* A practice partner is known from its first battle on, so one that fights
 * only in a battle that is still blind would give itself away. */
static gboolean
load_contenders (UmpDb *self, UmpArchive *archive, GError **error)
{
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) all = ump_db_load_contenders (self, TRUE, error);

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < archive->battles->len; i++)
    for (int side = 0; side < UMP_N_SIDES; side++)
      g_hash_table_add (named, ((UmpArchivedBattle *) g_ptr_array_index (archive->battles, i))->contender_ids[side]);
  for (guint i = 0; i < all->len; i++) {
    const UmpContender *contender = g_ptr_array_index (all, i);

    if (!contender->practice || g_hash_table_contains (named, contender->id))
      g_ptr_array_add (archive->contenders, ump_contender_copy (contender));
  }
  return TRUE;
}


static gboolean
load_all (UmpDb *self, UmpArchive *archive, GError **error)
{
  g_autoptr (GPtrArray) providers = ump_db_load_all_providers (self, error);

  if (providers == NULL)
    return FALSE;
  for (guint i = 0; i < providers->len; i++)
    g_ptr_array_add (archive->providers, ump_provider_copy (g_ptr_array_index (providers, i)));
  if (!for_each_row (self, ump_db_query (self, error, "SELECT id, created_at, state, practice, category, contender_a, contender_b,"
                                         " conditions FROM battles WHERE state > 1 ORDER BY created_at, id", ""),
                     read_battle_row, archive->battles, error))
    return FALSE;
  for (guint i = 0; i < archive->battles->len; i++)
    if (!load_battle_parts (self, g_ptr_array_index (archive->battles, i), error))
      return FALSE;
  return load_contenders (self, archive, error);
}


/**
 * ump_db_load_archive:
 * @self: the database
 * @error: return location for an error
 *
 * Everything but what is still blind, as of one moment.
 *
 * Returns: (transfer full): an archive
 */
UmpArchive *
ump_db_load_archive (UmpDb *self, GError **error)
{
  g_autoptr (UmpArchive) archive = ump_archive_new ();
  gboolean ok;

  if (!ump_db_run (self, error, "BEGIN", ""))
    return NULL;
  ok = load_all (self, archive, error);
  return ump_db_end (self, ok, error) ? g_steal_pointer (&archive) : NULL;
}


/* History is merged, accounts are not: what came in a file must not be asked
 * anything without the user having added it. */
static gboolean
merge_accounts (UmpDb *self, const UmpArchive *archive, GError **error)
{
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < archive->providers->len; i++) {
    const UmpProvider *p = g_ptr_array_index (archive->providers, i);

    ok = ump_db_run (self, error,
                     "INSERT INTO providers (id, name, service, base_url, keyless, slots, removed, created_at)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7) ON CONFLICT (id) DO NOTHING", "ttttnni",
                     p->id, p->name, p->service, p->base_url, p->keyless, (int) p->slots, p->created_at);
  }
  for (guint i = 0; ok && i < archive->contenders->len; i++) {
    g_autoptr (UmpContender) contender = ump_contender_copy (g_ptr_array_index (archive->contenders, i));

    contender->enabled = contender->enabled && contender->practice;
    ok = ump_db_insert_contender (self, contender, error);
  }
  return ok;
}


static gboolean
merge_turn (UmpDb *self, const UmpArchivedBattle *battle, const UmpArchivedTurn *turn, GError **error)
{
  gint64 mine = 0;
  gboolean ok;

  ok = ump_db_run (self, error,
                   "INSERT INTO turns (id, battle_id, number, prompt, created_at) VALUES (?1, ?2, ?3, ?4, ?5)"
                   " ON CONFLICT DO NOTHING", "ttnti", turn->id, battle->id, (int) turn->index, turn->prompt, turn->created_at) &&
       ump_db_get_int (self, &mine, error, "SELECT count (*) FROM turns WHERE id = ?1 AND battle_id = ?2", "tt", turn->id, battle->id);
  /* Two copies of one open battle that went on apart: this one's turn stays. */
  if (!ok || mine == 0)
    return ok;
  for (guint i = 0; ok && i < turn->responses->len; i++) {
    const UmpResponseRecord *response = g_ptr_array_index (turn->responses, i);
    gint64 ended = 0;

    ok = ump_db_get_int (self, &ended, error, "SELECT count (*) FROM responses WHERE id = ?1 AND ending NOT IN (0, 7)", "t", response->id) &&
         (ended > 0 || ump_db_put_response (self, turn->id, response, error));
  }
  return ok;
}


/* A second blind verdict on one battle, cast on a copy of the database, is
 * kept as unblinded. A verdict that is retracted here already is not retracted
 * twice. */
static gboolean
merge_verdict (UmpDb *self, const UmpArchivedBattle *battle, const UmpArchivedVerdict *v, UmpMergeCount *count, GError **error)
{
  g_autofree char *json = v->conditions != NULL ? ump_conditions_to_json (v->conditions) : NULL;

  if (!ump_db_run (self, error,
                   "INSERT INTO verdicts (id, battle_id, verdict, cast_at, unblinded, conditions, retracts)"
                   " SELECT ?1, ?2, ?3, ?4, ?5 OR (?3 <> 0 AND EXISTS (SELECT 1 FROM verdicts"
                   "   WHERE battle_id = ?2 AND verdict <> 0 AND unblinded = 0)), ?6, ?7"
                   " WHERE NOT EXISTS (SELECT 1 FROM verdicts WHERE id = ?1 OR retracts = ?7)",
                   "ttnintt", v->id, battle->id, (int) v->verdict, v->cast_at, v->unblinded, json, v->retracts))
    return FALSE;
  count->verdicts += ump_db_changes (self);
  return TRUE;
}


static gboolean
merge_battle (UmpDb *self, const UmpArchivedBattle *battle, UmpMergeCount *count, GError **error)
{
  const UmpArchivedTurn *first = battle->turns->len > 0 ? g_ptr_array_index (battle->turns, 0) : NULL;
  g_autofree char *json = battle->conditions != NULL ? ump_conditions_to_json (battle->conditions) : NULL;
  gboolean ok;

  ok = ump_db_run (self, error,
                   "INSERT INTO battles (id, created_at, state, practice, category, contender_a, contender_b, conditions, cluster, session)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0) ON CONFLICT (id) DO NOTHING", "tinntttti",
                   battle->id, battle->created_at, (int) battle->state, battle->practice, battle->category,
                   battle->contender_ids[UMP_SIDE_A], battle->contender_ids[UMP_SIDE_B], json,
                   ump_db_hash_prompt (first != NULL ? first->prompt : NULL));
  if (!ok)
    return FALSE;
  count->battles += ump_db_changes (self);
  /* What is blind here was revealed there. */
  ok = ump_db_run (self, error, "UPDATE battles SET state = ?2 WHERE id = ?1 AND state < 2", "tn", battle->id, (int) battle->state);
  for (guint i = 0; ok && i < battle->turns->len; i++)
    ok = merge_turn (self, battle, g_ptr_array_index (battle->turns, i), error);
  for (guint i = 0; ok && i < battle->verdicts->len; i++)
    ok = merge_verdict (self, battle, g_ptr_array_index (battle->verdicts, i), count, error);
  return ok;
}


/**
 * ump_db_merge_archive:
 * @self: the database
 * @archive: of this computer or another
 * @count: (out): what was new
 * @error: return location for an error
 *
 * Adds what is not here yet and changes nothing that is. Doing it again adds
 * nothing. Providers come as removed and contenders as disabled.
 *
 * Returns: whether all of it is on the disk; else none of it is
 */
gboolean
ump_db_merge_archive (UmpDb *self, const UmpArchive *archive, UmpMergeCount *count, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean ok;

  *count = (UmpMergeCount) { 0, 0 };
  if (!ump_db_begin (self, error))
    return FALSE;
  ok = merge_accounts (self, archive, &local);
  for (guint i = 0; ok && i < archive->battles->len; i++)
    ok = merge_battle (self, g_ptr_array_index (archive->battles, i), count, &local);
  ok = ump_db_end (self, ok, ok ? &local : NULL);
  if (ok)
    return TRUE;
  /* The file names something that neither it nor the database holds. */
  if (g_error_matches (local, UMP_ERROR, UMP_ERROR_NOT_FOUND))
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_FORMAT, _("The archive is not complete: it names something that it does not hold. Export it once more."));
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
