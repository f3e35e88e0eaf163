/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-battle-record.h"
#include "ump-ids.h"


/**
 * ump_battle_state_is_blind:
 * @state: where a battle stands
 *
 * Returns: whether nothing about its contenders may be shown
 */
gboolean
ump_battle_state_is_blind (UmpBattleState state)
{
  return state == UMP_BATTLE_OPEN || state == UMP_BATTLE_INTERRUPTED;
}


/**
 * ump_turn_new:
 * @index: counts from 0
 * @prompt: what the user asked
 *
 * Returns: (transfer full): a turn with a new id and no response, made now
 */
UmpTurn *
ump_turn_new (guint index, const char *prompt)
{
  UmpTurn *self = g_new0 (UmpTurn, 1);

  self->id = ump_id_new ();
  self->index = index;
  self->prompt = g_strdup (prompt);
  self->created_at = g_get_real_time ();
  return self;
}


/**
 * ump_turn_copy:
 * @self: a turn
 *
 * Returns: (transfer full): a deep copy
 */
UmpTurn *
ump_turn_copy (const UmpTurn *self)
{
  UmpTurn *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->prompt = g_strdup (self->prompt);
  for (int side = 0; side < UMP_N_SIDES; side++)
    if (self->responses[side] != NULL)
      copy->responses[side] = ump_response_record_copy (self->responses[side]);
  return copy;
}


/**
 * ump_turn_free:
 * @self: (transfer full) (nullable): a turn
 */
void
ump_turn_free (UmpTurn *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->prompt);
  for (int side = 0; side < UMP_N_SIDES; side++)
    ump_response_record_free (self->responses[side]);
  g_free (self);
}


/**
 * ump_battle_record_new:
 *
 * Returns: (transfer full): an open battle with a new id and no turn, made now
 */
UmpBattleRecord *
ump_battle_record_new (void)
{
  UmpBattleRecord *self = g_new0 (UmpBattleRecord, 1);

  self->id = ump_id_new ();
  self->created_at = g_get_real_time ();
  self->turns = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_turn_free);
  return self;
}


/**
 * ump_battle_record_copy:
 * @self: a battle
 *
 * Returns: (transfer full): a deep copy
 */
UmpBattleRecord *
ump_battle_record_copy (const UmpBattleRecord *self)
{
  UmpBattleRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->category = g_strdup (self->category);
  copy->first_prompt = g_strdup (self->first_prompt);
  for (int side = 0; side < UMP_N_SIDES; side++)
    if (self->contenders[side] != NULL)
      copy->contenders[side] = ump_contender_copy (self->contenders[side]);
  if (self->conditions != NULL)
    copy->conditions = ump_conditions_copy (self->conditions);
  copy->turns = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_turn_free);
  for (guint i = 0; i < self->turns->len; i++)
    g_ptr_array_add (copy->turns, ump_turn_copy (g_ptr_array_index (self->turns, i)));
  return copy;
}


/**
 * ump_battle_record_free:
 * @self: (transfer full) (nullable): a battle
 */
void
ump_battle_record_free (UmpBattleRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->category);
  g_free (self->first_prompt);
  for (int side = 0; side < UMP_N_SIDES; side++)
    ump_contender_free (self->contenders[side]);
  ump_conditions_free (self->conditions);
  g_ptr_array_unref (self->turns);
  g_free (self);
}
