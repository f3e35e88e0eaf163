/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-db-private.h"
#include "ump-error.h"
#include "ump-ids.h"

/* Output tokens of a side of battle b, over the last attempt of each turn;
 * one that is unknown makes the sum unknown. */
#define TOKENS_OF(side) \
  "(SELECT CASE WHEN count (*) = 0 OR min (r.output_tokens) < 0 THEN -1 ELSE sum (r.output_tokens) END" \
  " FROM turns AS t JOIN responses AS r ON r.turn_id = t.id AND r.side = " side \
  " WHERE t.battle_id = b.id AND NOT EXISTS (SELECT 1 FROM responses AS n WHERE n.turn_id = r.turn_id" \
  "  AND n.side = r.side AND (n.attempt, n.rowid) > (r.attempt, r.rowid)))"


/* Conditions as they are stored; NULL where there are none or they cannot be
 * read, which makes a ballot one of which nothing is known rather than the
 * whole board unreadable. */
UmpConditions *
ump_db_parse_conditions (const char *json)
{
  return json != NULL ? ump_conditions_from_json (json, NULL) : NULL;
}


/* The store knows better than its caller whether names were shown before. */
static char *
describe_conditions (const UmpConditions *conditions, gboolean unblinded, gboolean retracted)
{
  g_autoptr (UmpConditions) copy = conditions != NULL ? ump_conditions_copy (conditions) : ump_conditions_new ();

  copy->revealed_before |= unblinded;
  copy->retracted_before |= retracted;
  return ump_conditions_to_json (copy);
}


/**
 * ump_db_cast_verdict:
 * @self: the database
 * @battle_id: of a battle
 * @verdict: what was said, not %UMP_VERDICT_NONE
 * @conditions: (nullable): how it was cast
 * @error: return location for an error
 *
 * Verdict, conditions and the battle's new state in one transaction. On a
 * battle that is no longer blind the verdict is kept as unblinded.
 *
 * Returns: whether it is on the disk
 */
gboolean
ump_db_cast_verdict (UmpDb *self, const char *battle_id, UmpVerdict verdict, const UmpConditions *conditions, GError **error)
{
  g_autofree char *id = ump_id_new ();
  g_autofree char *json = NULL;
  UmpBattleState state = UMP_BATTLE_OPEN;
  gint64 retractions = 0;
  gboolean ok, unblinded;

  g_return_val_if_fail (verdict >= UMP_VERDICT_A && verdict <= UMP_VERDICT_BOTH_BAD, FALSE);

  if (!ump_db_begin (self, error))
    return FALSE;
  ok = ump_db_get_state (self, battle_id, &state, error) &&
       ump_db_get_int (self, &retractions, error,
                       "SELECT count (*) FROM verdicts WHERE battle_id = ?1 AND verdict = 0", "t", battle_id);
  unblinded = !ump_battle_state_is_blind (state);
  json = describe_conditions (conditions, unblinded, retractions > 0);
  ok = ok && ump_db_run (self, error,
                         "INSERT INTO verdicts (id, battle_id, verdict, cast_at, unblinded, conditions)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "ttnint",
                         id, battle_id, (int) verdict, g_get_real_time (), unblinded, json);
  if (ok && !unblinded)
    ok = ump_db_run (self, error, "UPDATE battles SET state = 2 WHERE id = ?1", "t", battle_id);
  return ump_db_end (self, ok, error);
}


/**
 * ump_db_retract:
 * @self: the database
 * @battle_id: of a battle with a verdict
 * @error: return location for an error
 *
 * Retracts whatever was said of this battle, as new rows: nothing is changed.
 *
 * Returns: whether it is on the disk; %UMP_ERROR_NOT_FOUND where no verdict
 *   stands
 */
gboolean
ump_db_retract (UmpDb *self, const char *battle_id, GError **error)
{
  UmpBattleState state;
  gboolean ok;

  if (!ump_db_begin (self, error))
    return FALSE;
  ok = ump_db_get_state (self, battle_id, &state, error) &&
       ump_db_run (self, error,
                   "INSERT INTO verdicts (id, battle_id, verdict, cast_at, unblinded, conditions, retracts)"
                   " SELECT lower (hex (randomblob (16))), v.battle_id, 0, ?2, 1, NULL, v.id FROM verdicts AS v"
                   " WHERE v.battle_id = ?1 AND v.verdict <> 0"
                   "  AND NOT EXISTS (SELECT 1 FROM verdicts AS r WHERE r.retracts = v.id)"
                   " ORDER BY v.seq", "ti", battle_id, g_get_real_time ());
  if (ok && ump_db_changes (self) == 0) {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_NOT_FOUND, _("There is no vote on this battle that could be taken back."));
    ok = FALSE;
  }
  return ump_db_end (self, ok, error);
}


static UmpBallot *
read_ballot (sqlite3_stmt *statement)
{
  UmpBallot *ballot = g_new0 (UmpBallot, 1);

  ballot->battle_id = ump_column_text (statement, 0);
  ballot->contender_ids[UMP_SIDE_A] = ump_column_text (statement, 1);
  ballot->contender_ids[UMP_SIDE_B] = ump_column_text (statement, 2);
  ballot->verdict = sqlite3_column_int (statement, 3);
  ballot->cast_at = sqlite3_column_int64 (statement, 4);
  ballot->practice = sqlite3_column_int (statement, 5);
  ballot->unblinded = sqlite3_column_int (statement, 6);
  ballot->category = ump_column_text (statement, 7);
  ballot->cluster = sqlite3_column_int64 (statement, 8);
  ballot->conditions = ump_db_parse_conditions ((const char *) sqlite3_column_text (statement, 9));
  for (int side = 0; side < UMP_N_SIDES; side++)
    ballot->tokens[side] = sqlite3_column_int64 (statement, 10 + side);
  return ballot;
}


/**
 * ump_db_load_ballots:
 * @self: the database
 * @practice: of the practice board
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type UmpBallot): the standing verdicts,
 *   oldest first. Tokens are summed over the last attempt of each turn; one
 *   that is unknown makes the sum unknown
 */
GPtrArray *
ump_db_load_ballots (UmpDb *self, gboolean practice, GError **error)
{
  g_autoptr (GPtrArray) ballots = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_ballot_free);
  gboolean row = TRUE;
  sqlite3_stmt *statement = ump_db_query (self, error,
    "SELECT b.id, b.contender_a, b.contender_b, s.verdict, s.cast_at, b.practice, s.unblinded, b.category, b.cluster,"
    "  s.conditions, " TOKENS_OF ("0") ", " TOKENS_OF ("1")
    " FROM standing AS s JOIN battles AS b ON b.id = s.battle_id"
    " WHERE b.practice = ?1 ORDER BY s.cast_at, s.seq", "n", practice != FALSE);

  if (statement == NULL)
    return NULL;
  while (TRUE) {
    if (!ump_db_step (self, statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&ballots);
    g_ptr_array_add (ballots, read_ballot (statement));
  }
}
