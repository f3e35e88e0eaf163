/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-db-private.h"
#include "ump-error.h"


/* Ballots of one prompt belong together: the first 32 bits of SHA-256 of the
 * prompt without blanks around it, so that it is the same on every computer. */
gint64
ump_db_hash_prompt (const char *prompt)
{
  g_autofree char *stripped = g_strstrip (g_strdup (prompt != NULL ? prompt : ""));
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, stripped, -1);

  digest[8] = '\0';
  return g_ascii_strtoll (digest, NULL, 16);
}


/* Returns FALSE. */
gboolean
ump_db_set_battle_gone (GError **error)
{
  g_set_error_literal (error, UMP_ERROR, UMP_ERROR_NOT_FOUND, _("This battle is not in the database; it may have been deleted."));
  return FALSE;
}


/* Where a battle stands; UMP_ERROR_NOT_FOUND where there is none. */
gboolean
ump_db_get_state (UmpDb *self, const char *battle_id, UmpBattleState *state, GError **error)
{
  gint64 value = -1;

  if (!ump_db_get_int (self, &value, error, "SELECT state FROM battles WHERE id = ?1", "t", battle_id))
    return FALSE;
  if (value < 0)
    return ump_db_set_battle_gone (error);
  *state = value;
  return TRUE;
}


/* What goes on belongs to this program and is open again. */
static gboolean
take_over (UmpDb *self, const char *battle_id, GError **error)
{
  return ump_db_run (self, error, "UPDATE battles SET state = 0, session = ?2 WHERE id = ?1 AND state = 1", "ti",
                     battle_id, ump_db_session_get_number (self->session));
}


static gboolean
insert_turn (UmpDb *self, const char *battle_id, const UmpTurn *turn, GError **error)
{
  return ump_db_run (self, error,
                     "INSERT INTO turns (id, battle_id, number, prompt, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                     "ttnti", turn->id, battle_id, (int) turn->index, turn->prompt, turn->created_at);
}


/* A response that ended is never made open again by a late checkpoint. */
gboolean
ump_db_put_response (UmpDb *self, const char *turn_id, const UmpResponseRecord *r, GError **error)
{
  return ump_db_run (self, error,
                     "INSERT INTO responses (id, turn_id, side, attempt, text, reasoning, ending, finish, input_tokens,"
                     "  cached_tokens, output_tokens, reasoning_tokens, cost, started_at, first_token_ms, duration_ms,"
                     "  request, returned_model, error_code, error, notes)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)"
                     " ON CONFLICT (id) DO UPDATE SET text = excluded.text, reasoning = excluded.reasoning,"
                     "  ending = excluded.ending, finish = excluded.finish, input_tokens = excluded.input_tokens,"
                     "  cached_tokens = excluded.cached_tokens, output_tokens = excluded.output_tokens,"
                     "  reasoning_tokens = excluded.reasoning_tokens, cost = excluded.cost, started_at = excluded.started_at,"
                     "  first_token_ms = excluded.first_token_ms, duration_ms = excluded.duration_ms,"
                     "  request = excluded.request, returned_model = excluded.returned_model,"
                     "  error_code = excluded.error_code, error = excluded.error, notes = excluded.notes"
                     "  WHERE responses.ending = 0 OR excluded.ending <> 0",
                     "ttnnttntiiiididdttntt", r->id, turn_id, (int) r->side, (int) r->attempt, r->text != NULL ? r->text : "",
                     r->reasoning, (int) r->ending, r->finish, r->usage.input, r->usage.cached, r->usage.output,
                     r->usage.reasoning, r->usage.cost, r->started_at, r->first_token_ms, r->duration_ms, r->request,
                     r->returned_model, r->error_code, r->error, r->notes);
}


static gboolean
put_turn_with_responses (UmpDb *self, const char *battle_id, const UmpTurn *turn, GError **error)
{
  gboolean ok = insert_turn (self, battle_id, turn, error);

  for (int side = 0; ok && side < UMP_N_SIDES; side++)
    if (turn->responses[side] != NULL)
      ok = ump_db_put_response (self, turn->id, turn->responses[side], error);
  return ok;
}


/**
 * ump_db_begin_battle:
 * @self: the database
 * @battle: open, with its contenders, draw conditions and first turn
 * @error: return location for an error
 *
 * Writes the battle before anything is sent. Contenders that are not known
 * yet, such as practice partners, are inserted with it.
 *
 * Returns: whether it is on the disk
 */
gboolean
ump_db_begin_battle (UmpDb *self, const UmpBattleRecord *battle, GError **error)
{
  g_autofree char *conditions = battle->conditions != NULL ? ump_conditions_to_json (battle->conditions) : NULL;
  const UmpTurn *first = battle->turns->len > 0 ? g_ptr_array_index (battle->turns, 0) : NULL;
  gboolean ok = TRUE;

  g_return_val_if_fail (battle->contenders[UMP_SIDE_A] != NULL && battle->contenders[UMP_SIDE_B] != NULL, FALSE);

  if (!ump_db_begin (self, error))
    return FALSE;
  for (int side = 0; ok && side < UMP_N_SIDES; side++)
    ok = ump_db_insert_contender (self, battle->contenders[side], error);
  ok = ok && ump_db_run (self, error,
                         "INSERT INTO battles (id, created_at, state, practice, category, contender_a, contender_b,"
                         "  conditions, cluster, session) VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                         "tinttttii", battle->id, battle->created_at, battle->practice, battle->category,
                         battle->contenders[UMP_SIDE_A]->id, battle->contenders[UMP_SIDE_B]->id, conditions,
                         ump_db_hash_prompt (first != NULL ? first->prompt : battle->first_prompt),
                         ump_db_session_get_number (self->session));
  for (guint i = 0; ok && i < battle->turns->len; i++)
    ok = put_turn_with_responses (self, battle->id, g_ptr_array_index (battle->turns, i), error);
  return ump_db_end (self, ok, error);
}


/**
 * ump_db_add_turn:
 * @self: the database
 * @battle_id: of a battle
 * @turn: a further turn; its responses, if any, are saved too
 * @error: return location for an error
 *
 * Returns: whether it is on the disk
 */
gboolean
ump_db_add_turn (UmpDb *self, const char *battle_id, const UmpTurn *turn, GError **error)
{
  UmpBattleState state;
  gboolean ok;

  if (!ump_db_begin (self, error))
    return FALSE;
  ok = ump_db_get_state (self, battle_id, &state, error) &&
       take_over (self, battle_id, error) &&
       put_turn_with_responses (self, battle_id, turn, error);
  return ump_db_end (self, ok, error);
}


/**
 * ump_db_save_response:
 * @self: the database
 * @battle_id: of its battle
 * @turn_id: of its turn
 * @response: as far as it has come; a new attempt has a new id
 * @error: return location for an error
 *
 * Returns: whether it is on the disk
 */
gboolean
ump_db_save_response (UmpDb *self, const char *battle_id, const char *turn_id, const UmpResponseRecord *response, GError **error)
{
  gint64 turns = 0;
  gboolean ok;

  if (!ump_db_begin (self, error))
    return FALSE;
  ok = ump_db_get_int (self, &turns, error, "SELECT count (*) FROM turns WHERE id = ?1 AND battle_id = ?2", "tt", turn_id, battle_id);
  if (ok && turns == 0)
    ok = ump_db_set_battle_gone (error);
  if (ok && response->ending == UMP_ENDING_OPEN)
    ok = take_over (self, battle_id, error);
  ok = ok && ump_db_put_response (self, turn_id, response, error);
  return ump_db_end (self, ok, error);
}


/**
 * ump_db_end_battle:
 * @self: the database
 * @battle_id: of a battle that is blind
 * @state: %UMP_BATTLE_SKIPPED or %UMP_BATTLE_VOID
 * @conditions: (nullable): how it ended
 * @error: return location for an error
 *
 * Ending one that has ended the same way already changes nothing.
 *
 * Returns: whether it is on the disk
 */
gboolean
ump_db_end_battle (UmpDb *self, const char *battle_id, UmpBattleState state, const UmpConditions *conditions, GError **error)
{
  g_autofree char *json = conditions != NULL ? ump_conditions_to_json (conditions) : NULL;
  UmpBattleState now;
  gboolean ok;

  g_return_val_if_fail (state == UMP_BATTLE_SKIPPED || state == UMP_BATTLE_VOID, FALSE);

  if (!ump_db_begin (self, error))
    return FALSE;
  ok = ump_db_get_state (self, battle_id, &now, error);
  if (ok && !ump_battle_state_is_blind (now) && now != state) {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("This battle has been revealed already."));
    ok = FALSE;
  }
  if (ok && now != state)
    ok = ump_db_run (self, error, "UPDATE battles SET state = ?2, conditions = coalesce (?3, conditions) WHERE id = ?1", "tnt",
                     battle_id, (int) state, json);
  return ump_db_end (self, ok, error);
}


/**
 * ump_db_set_category:
 * @self: the database
 * @battle_id: of a battle
 * @category: (nullable): its tag
 * @error: return location for an error
 *
 * Returns: whether it is saved
 */
gboolean
ump_db_set_category (UmpDb *self, const char *battle_id, const char *category, GError **error)
{
  if (!ump_db_run (self, error, "UPDATE battles SET category = ?2 WHERE id = ?1", "tt", battle_id, category))
    return FALSE;
  return ump_db_changes (self) > 0 || ump_db_set_battle_gone (error);
}


/**
 * ump_db_delete_battle:
 * @self: the database
 * @battle_id: of a battle
 * @error: return location for an error
 *
 * Deletes a battle with its turns and verdicts. The row in "deletions" is
 * what allows it: without one, a trigger refuses to delete a verdict.
 *
 * Returns: whether it is gone
 */
gboolean
ump_db_delete_battle (UmpDb *self, const char *battle_id, GError **error)
{
  UmpBattleState state;
  gboolean ok;

  if (!ump_db_begin (self, error))
    return FALSE;
  ok = ump_db_get_state (self, battle_id, &state, error) &&
       ump_db_run (self, error, "INSERT INTO deletions (battle_id) VALUES (?1)", "t", battle_id) &&
       ump_db_run (self, error, "DELETE FROM battles WHERE id = ?1", "t", battle_id) &&
       ump_db_run (self, error, "DELETE FROM deletions WHERE battle_id = ?1", "t", battle_id);
  return ump_db_end (self, ok, error);
}
