/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-db-private.h"
#include "ump-error.h"

/* In the order in which read_battle() takes them. Of a blind battle neither
 * contenders nor conditions leave the database by these columns. */
#define BATTLE_COLUMNS \
  "b.id, b.created_at, b.state, b.practice, b.category," \
  " CASE WHEN b.state > 1 THEN b.contender_a END, CASE WHEN b.state > 1 THEN b.contender_b END," \
  " CASE WHEN b.state > 1 THEN coalesce (s.conditions, b.conditions) END," \
  " coalesce (s.verdict, 0), coalesce (s.cast_at, 0)," \
  " s.id IS NULL AND EXISTS (SELECT 1 FROM verdicts AS r WHERE r.battle_id = b.id AND r.verdict = 0)," \
  " (SELECT prompt FROM turns AS t WHERE t.battle_id = b.id ORDER BY t.number LIMIT 1)"
#define FROM_BATTLES " FROM battles AS b LEFT JOIN standing AS s ON s.battle_id = b.id "


/* Contenders are loaded afterwards, by the ids that this leaves in @ids. */
static UmpBattleRecord *
read_battle (sqlite3_stmt *statement, char **ids)
{
  UmpBattleRecord *battle = g_new0 (UmpBattleRecord, 1);
  const char *conditions = (const char *) sqlite3_column_text (statement, 7);

  battle->id = ump_column_text (statement, 0);
  battle->created_at = sqlite3_column_int64 (statement, 1);
  battle->state = sqlite3_column_int (statement, 2);
  battle->practice = sqlite3_column_int (statement, 3);
  battle->category = ump_column_text (statement, 4);
  for (int side = 0; side < UMP_N_SIDES; side++)
    ids[side] = ump_column_text (statement, 5 + side);
  battle->conditions = ump_db_parse_conditions (conditions);
  battle->verdict = sqlite3_column_int (statement, 8);
  battle->voted_at = sqlite3_column_int64 (statement, 9);
  battle->retracted = sqlite3_column_int (statement, 10);
  battle->first_prompt = ump_column_text (statement, 11);
  battle->turns = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_turn_free);
  return battle;
}


/* A response from UMP_RESPONSE_COLUMNS, of which the first is column @i. */
UmpResponseRecord *
ump_db_read_response (sqlite3_stmt *statement, int i)
{
  UmpResponseRecord *response = g_new0 (UmpResponseRecord, 1);

  response->id = ump_column_text (statement, i++);
  response->side = sqlite3_column_int (statement, i++);
  response->attempt = sqlite3_column_int (statement, i++);
  response->text = ump_column_text (statement, i++);
  response->ending = sqlite3_column_int (statement, i++);
  response->reasoning = ump_column_text (statement, i++);
  response->finish = ump_column_text (statement, i++);
  response->usage.input = sqlite3_column_int64 (statement, i++);
  response->usage.cached = sqlite3_column_int64 (statement, i++);
  response->usage.output = sqlite3_column_int64 (statement, i++);
  response->usage.reasoning = sqlite3_column_int64 (statement, i++);
  response->usage.cost = ump_column_double (statement, i++);
  response->started_at = sqlite3_column_int64 (statement, i++);
  response->first_token_ms = sqlite3_column_double (statement, i++);
  response->duration_ms = sqlite3_column_double (statement, i++);
  response->request = ump_column_text (statement, i++);
  response->returned_model = ump_column_text (statement, i++);
  response->error_code = sqlite3_column_int (statement, i++);
  response->error = ump_column_text (statement, i++);
  response->notes = ump_column_text (statement, i++);
  return response;
}


/* What may be known of a response while its battle is blind: its text, and
 * whether it is complete. How it ended otherwise, how long it took and what
 * it cost would tell the sides apart. */
static void
mask_response (UmpResponseRecord **slot)
{
  UmpResponseRecord *masked = ump_response_record_new ((*slot)->side);

  g_free (masked->id);
  masked->id = g_steal_pointer (&(*slot)->id);
  masked->attempt = (*slot)->attempt;
  g_free (masked->text);
  masked->text = g_steal_pointer (&(*slot)->text);
  if (ump_ending_allows_vote ((*slot)->ending))
    masked->ending = UMP_ENDING_STOP;
  else
    masked->ending = (*slot)->ending == UMP_ENDING_OPEN ? UMP_ENDING_OPEN : UMP_ENDING_INTERRUPTED;
  ump_response_record_free (*slot);
  *slot = masked;
}


/* While a battle runs, texts that are shown elsewhere at one pace must not
 * tell here which side is the faster one. */
static void
mask_running_turn (UmpTurn *turn)
{
  gboolean complete = TRUE;

  for (int side = 0; side < UMP_N_SIDES; side++)
    complete = complete && turn->responses[side] != NULL && turn->responses[side]->ending == UMP_ENDING_STOP;
  for (int side = 0; side < UMP_N_SIDES && !complete; side++)
    g_clear_pointer (&turn->responses[side], ump_response_record_free);
}


static void
mask (UmpBattleRecord *battle)
{
  for (guint i = 0; i < battle->turns->len; i++) {
    UmpTurn *turn = g_ptr_array_index (battle->turns, i);

    for (int side = 0; side < UMP_N_SIDES; side++)
      if (turn->responses[side] != NULL)
        mask_response (&turn->responses[side]);
    if (battle->state == UMP_BATTLE_OPEN)
      mask_running_turn (turn);
  }
}


/* A seal outlasts the reveal: what the service returned names the model too,
 * and so do its price, its way to reason and its own words for an end. */
static void
mask_sealed_side (UmpBattleRecord *battle, UmpSide side)
{
  for (guint i = 0; i < battle->turns->len; i++) {
    UmpResponseRecord *response = ((UmpTurn *) g_ptr_array_index (battle->turns, i))->responses[side];

    if (response == NULL)
      continue;
    g_clear_pointer (&response->request, g_free);
    g_clear_pointer (&response->returned_model, g_free);
    g_clear_pointer (&response->error, g_free);
    g_clear_pointer (&response->notes, g_free);
    g_clear_pointer (&response->reasoning, g_free);
    g_clear_pointer (&response->finish, g_free);
    response->usage.cost = NAN;
  }
  if (battle->conditions != NULL)
    g_clear_pointer (&battle->conditions->returned_models[side], g_free);
}


/* Turns in order, each with the last attempt of each side. */
static gboolean
load_turns (UmpDb *self, UmpBattleRecord *battle, GError **error)
{
  gboolean row = TRUE;
  UmpTurn *turn = NULL;
  sqlite3_stmt *statement = ump_db_query (self, error,
    "SELECT t.id, t.number, t.prompt, t.created_at, " UMP_RESPONSE_COLUMNS
    " FROM turns AS t LEFT JOIN responses AS r ON r.turn_id = t.id"
    " WHERE t.battle_id = ?1 ORDER BY t.number, r.side, r.attempt, r.rowid", "t", battle->id);

  if (statement == NULL)
    return FALSE;
  while (TRUE) {
    if (!ump_db_step (self, statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    if (turn == NULL || g_strcmp0 (turn->id, (const char *) sqlite3_column_text (statement, 0)) != 0) {
      turn = g_new0 (UmpTurn, 1);
      turn->id = ump_column_text (statement, 0);
      turn->index = sqlite3_column_int (statement, 1);
      turn->prompt = ump_column_text (statement, 2);
      turn->created_at = sqlite3_column_int64 (statement, 3);
      g_ptr_array_add (battle->turns, turn);
    }
    if (sqlite3_column_type (statement, 4) != SQLITE_NULL) {
      UmpResponseRecord *response = ump_db_read_response (statement, 4);

      ump_response_record_free (turn->responses[response->side]);
      turn->responses[response->side] = response;
    }
  }
}


static gboolean
load_sides (UmpDb *self, UmpBattleRecord *battle, char **ids, GError **error)
{
  for (int side = 0; side < UMP_N_SIDES; side++) {
    if (ids[side] == NULL)
      continue;
    battle->contenders[side] = ump_db_load_contender (self, ids[side], error);
    if (battle->contenders[side] == NULL)
      return FALSE;
  }
  return TRUE;
}


static UmpBattleRecord *
load_head (UmpDb *self, const char *battle_id, char **ids, GError **error)
{
  sqlite3_stmt *statement = ump_db_query (self, error, "SELECT " BATTLE_COLUMNS FROM_BATTLES "WHERE b.id = ?1", "t", battle_id);
  UmpBattleRecord *battle;
  gboolean row = FALSE;

  if (statement == NULL || !ump_db_step (self, statement, &row, error))
    return NULL;
  if (!row) {
    ump_db_set_battle_gone (error);
    return NULL;
  }
  battle = read_battle (statement, ids);
  sqlite3_reset (statement);
  return battle;
}


/* The battle as the interface may see it. */
static UmpBattleRecord *
load_masked (UmpDb *self, const char *battle_id, GError **error)
{
  char *ids[UMP_N_SIDES] = { NULL, NULL };
  g_autoptr (UmpBattleRecord) battle = load_head (self, battle_id, ids, error);
  g_autofree char *a = ids[UMP_SIDE_A];
  g_autofree char *b = ids[UMP_SIDE_B];

  if (battle == NULL || !load_sides (self, battle, ids, error) || !load_turns (self, battle, error))
    return NULL;
  if (ump_battle_state_is_blind (battle->state))
    mask (battle);
  for (int side = 0; side < UMP_N_SIDES; side++)
    if (battle->contenders[side] != NULL && battle->contenders[side]->sealed)
      mask_sealed_side (battle, side);
  return g_steal_pointer (&battle);
}


/* Attempts that failed are facts of the conditions, which are written when a
 * battle begins and when it ends: between, they are counted from what is kept.
 * What was stopped or cut off by a crash did not fail. */
static gboolean
count_errors (UmpDb *self, UmpBattleRecord *battle, GError **error)
{
  gboolean ok = TRUE;

  for (int side = 0; ok && battle->conditions != NULL && side < UMP_N_SIDES; side++) {
    gint64 n = 0;

    ok = ump_db_get_int (self, &n, error,
                         "SELECT count (*) FROM responses AS r JOIN turns AS t ON t.id = r.turn_id"
                         " WHERE t.battle_id = ?1 AND r.side = ?2 AND r.ending IN (4, 5, 6)", "tn", battle->id, side);
    battle->conditions->errors[side] = n;
  }
  return ok;
}


/* The battle with everything, for who goes on with it. */
static UmpBattleRecord *
load_unmasked (UmpDb *self, const char *battle_id, GError **error)
{
  char *ids[UMP_N_SIDES] = { NULL, NULL };
  g_autoptr (UmpBattleRecord) battle = load_head (self, battle_id, ids, error);
  g_autofree char *a = ids[UMP_SIDE_A];
  g_autofree char *b = ids[UMP_SIDE_B];
  sqlite3_stmt *statement;
  gboolean row = FALSE;

  if (battle == NULL || !load_turns (self, battle, error))
    return NULL;
  if (ump_battle_state_is_blind (battle->state)) {
    statement = ump_db_query (self, error, "SELECT contender_a, contender_b, conditions FROM battles WHERE id = ?1", "t", battle_id);
    if (statement == NULL || !ump_db_step (self, statement, &row, error))
      return NULL;
    if (!row) {
      ump_db_set_battle_gone (error);
      return NULL;
    }
    ids[UMP_SIDE_A] = a = ump_column_text (statement, 0);
    ids[UMP_SIDE_B] = b = ump_column_text (statement, 1);
    battle->conditions = ump_db_parse_conditions ((const char *) sqlite3_column_text (statement, 2));
    sqlite3_reset (statement);
    if (!count_errors (self, battle, error))
      return NULL;
  }
  return load_sides (self, battle, ids, error) ? g_steal_pointer (&battle) : NULL;
}


/* Another program may change a battle, or delete it, between two statements:
 * what belongs together is read as of one moment. */
static UmpBattleRecord *
load_at_once (UmpDb *self, UmpBattleRecord *(*load) (UmpDb *, const char *, GError **), const char *battle_id, GError **error)
{
  g_autoptr (UmpBattleRecord) battle = NULL;

  if (!ump_db_run (self, error, "BEGIN", ""))
    return NULL;
  battle = load (self, battle_id, error);
  return ump_db_end (self, battle != NULL, error) ? g_steal_pointer (&battle) : NULL;
}


/**
 * ump_db_load_battle:
 * @self: the database
 * @battle_id: of a battle
 * @error: return location for an error
 *
 * Returns: (transfer full): the battle with its turns; masked while it is
 *   blind. Of a sealed contender the record holds the names, for its display
 *   name, but no request and nothing that its service said
 */
UmpBattleRecord *
ump_db_load_battle (UmpDb *self, const char *battle_id, GError **error)
{
  return load_at_once (self, load_masked, battle_id, error);
}


/**
 * ump_db_load_unmasked:
 * @self: the database
 * @battle_id: of a battle
 * @error: return location for an error
 *
 * For the arena alone: to go on with a blind battle it must know who answers.
 *
 * Returns: (transfer full): the battle with its turns and contenders
 */
UmpBattleRecord *
ump_db_load_unmasked (UmpDb *self, const char *battle_id, GError **error)
{
  return load_at_once (self, load_unmasked, battle_id, error);
}


static GPtrArray *
list_battles (UmpDb *self, const char *search, const char *before_id, guint limit, GError **error)
{
  g_autoptr (GPtrArray) battles = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_battle_record_free);
  g_autoptr (GPtrArray) sides = g_ptr_array_new_with_free_func (g_free);
  const char *words = search != NULL && *search != '\0' ? search : NULL;
  gboolean row = TRUE;
  sqlite3_stmt *statement = ump_db_query (self, error,
    "SELECT " BATTLE_COLUMNS FROM_BATTLES
    "WHERE (?1 IS NULL OR (b.created_at, b.id) < (SELECT created_at, id FROM battles WHERE id = ?1)) AND (?2 IS NULL OR b.id IN ("
    "  SELECT t.battle_id FROM turns AS t WHERE contains (t.prompt, ?2)"
    "  UNION SELECT t.battle_id FROM turns AS t JOIN responses AS r ON r.turn_id = t.id JOIN battles AS o ON o.id = t.battle_id"
    "    WHERE o.state > 0 AND contains (r.text, ?2)"
    "  UNION SELECT o.id FROM battles AS o JOIN contenders AS c ON c.id IN (o.contender_a, o.contender_b)"
    "    JOIN providers AS p ON p.id = c.provider_id"
    "    WHERE o.state > 1 AND c.sealed = 0"
    "      AND (contains (c.model, ?2) OR contains (c.label, ?2) OR contains (p.name, ?2))))"
    " ORDER BY b.created_at DESC, b.id DESC LIMIT ?3", "ttn", before_id, words, limit > 0 ? (int) limit : -1);

  if (statement == NULL)
    return NULL;
  while (row) {
    char *ids[UMP_N_SIDES] = { NULL, NULL };

    if (!ump_db_step (self, statement, &row, error))
      return NULL;
    if (!row)
      break;
    g_ptr_array_add (battles, read_battle (statement, ids));
    for (int side = 0; side < UMP_N_SIDES; side++)
      g_ptr_array_add (sides, ids[side]);
  }
  for (guint i = 0; i < battles->len; i++)
    if (!load_sides (self, g_ptr_array_index (battles, i), (char **) sides->pdata + UMP_N_SIDES * i, error))
      return NULL;
  return g_steal_pointer (&battles);
}


/**
 * ump_db_list_battles:
 * @self: the database
 * @search: (nullable): words that a prompt or an answer contains, or, once a
 *   battle is revealed, the name of a model or provider
 * @before_id: (nullable): only those that come behind this battle; none where
 *   it is gone
 * @limit: at most so many; 0 for all
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type UmpBattleRecord): without turns,
 *   newest first
 */
GPtrArray *
ump_db_list_battles (UmpDb *self, const char *search, const char *before_id, guint limit, GError **error)
{
  g_autoptr (GPtrArray) battles = NULL;

  if (!ump_db_run (self, error, "BEGIN", ""))
    return NULL;
  battles = list_battles (self, search, before_id, limit, error);
  return ump_db_end (self, battles != NULL, error) ? g_steal_pointer (&battles) : NULL;
}
