/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-battle-private.h"
#include "ump-error.h"

/* All that the interface can ask of a battle before the verdict. What is added
 * here must say the same whoever answers. */


/**
 * ump_battle_get_id:
 * @self: a battle
 *
 * Returns: (transfer none): its random id
 */
const char *
ump_battle_get_id (UmpBattle *self)
{
  g_return_val_if_fail (UMP_IS_BATTLE (self), NULL);

  return self->id;
}


/**
 * ump_battle_get_practice:
 * @self: a battle
 *
 * Returns: whether practice partners fight it
 */
gboolean
ump_battle_get_practice (UmpBattle *self)
{
  g_return_val_if_fail (UMP_IS_BATTLE (self), FALSE);

  return self->practice;
}


/**
 * ump_battle_get_blind_style:
 * @self: a battle
 *
 * Returns: whether both answers are to be shown in one plain style
 */
gboolean
ump_battle_get_blind_style (UmpBattle *self)
{
  g_return_val_if_fail (UMP_IS_BATTLE (self), FALSE);

  return self->conditions->blind_style;
}


/**
 * ump_battle_get_status:
 * @self: a battle
 *
 * Returns: the one status of both sides
 */
UmpDuelStatus
ump_battle_get_status (UmpBattle *self)
{
  g_return_val_if_fail (UMP_IS_BATTLE (self), UMP_DUEL_FAILED);

  return self->status;
}


/**
 * ump_battle_get_n_turns:
 * @self: a battle
 *
 * Returns: how many prompts it has
 */
guint
ump_battle_get_n_turns (UmpBattle *self)
{
  g_return_val_if_fail (UMP_IS_BATTLE (self), 0);

  return self->turns->len;
}


/**
 * ump_battle_get_prompt:
 * @self: a battle
 * @turn: index of a turn
 *
 * Returns: (transfer none): what the user asked
 */
const char *
ump_battle_get_prompt (UmpBattle *self, guint turn)
{
  g_return_val_if_fail (UMP_IS_BATTLE (self) && turn < self->turns->len, NULL);

  return ump_battle_get_turn (self, turn)->turn->prompt;
}


/**
 * ump_battle_get_text:
 * @self: a battle
 * @turn: index of a turn
 * @side: A or B
 * @length: (out): bytes that may be shown
 *
 * Takes the same time however long the text is.
 *
 * Returns: (transfer none): the text, which goes on after @length; it holds
 *   until the next iteration of the main loop
 */
const char *
ump_battle_get_text (UmpBattle *self, guint turn, UmpSide side, gsize *length)
{
  UmpPacerInput inputs[UMP_N_SIDES];
  UmpBattleTurn *asked;

  g_return_val_if_fail (UMP_IS_BATTLE (self) && turn < self->turns->len && length != NULL, NULL);

  asked = ump_battle_get_turn (self, turn);
  ump_battle_fill_inputs (asked, inputs);
  /* With the names everything is shown, also what broke off unseen. */
  *length = self->status == UMP_DUEL_REVEALED ? inputs[side].available : MIN (asked->pacer.visible[side], inputs[side].available);
  return inputs[side].text;
}


/**
 * ump_battle_get_text_complete:
 * @self: a battle
 * @turn: index of a turn
 * @side: A or B
 *
 * Returns: whether ump_battle_get_text() will not grow any more
 */
gboolean
ump_battle_get_text_complete (UmpBattle *self, guint turn, UmpSide side)
{
  UmpPacerInput inputs[UMP_N_SIDES];
  UmpBattleTurn *asked;

  g_return_val_if_fail (UMP_IS_BATTLE (self) && turn < self->turns->len, FALSE);

  asked = ump_battle_get_turn (self, turn);
  ump_battle_fill_inputs (asked, inputs);
  return ump_pacer_side_is_done (&asked->pacer, side, inputs);
}


/**
 * ump_battle_get_side_failed:
 * @self: a battle
 * @side: A or B
 *
 * Returns: whether the side's last answer ended in a way that cannot be
 *   judged, so that it may be asked again
 */
gboolean
ump_battle_get_side_failed (UmpBattle *self, UmpSide side)
{
  UmpBattleTurn *turn;

  g_return_val_if_fail (UMP_IS_BATTLE (self), FALSE);

  turn = ump_battle_get_last_turn (self);
  return !self->adding_turn && !ump_battle_turn_side_is_open (turn, side) && !ump_battle_turn_side_can_be_judged (turn, side);
}


/**
 * ump_battle_get_can_vote:
 * @self: a battle
 *
 * Returns: whether the vote is open
 */
gboolean
ump_battle_get_can_vote (UmpBattle *self)
{
  g_return_val_if_fail (UMP_IS_BATTLE (self), FALSE);

  return self->status == UMP_DUEL_READY;
}


/**
 * ump_battle_get_retry_at:
 * @self: a battle
 *
 * Where both sides wait, it is the longer wait: of neither it is said alone.
 *
 * Returns: where a service was busy, when its request will be sent again, in
 *   microseconds since the epoch; else 0
 */
gint64
ump_battle_get_retry_at (UmpBattle *self)
{
  g_return_val_if_fail (UMP_IS_BATTLE (self), 0);

  return self->retry_at;
}


/**
 * ump_battle_get_over_capacity:
 * @self: a battle
 *
 * Returns: whether a side failed because its service had no room for it, even
 *   after waiting (429, 503, 529)
 */
gboolean
ump_battle_get_over_capacity (UmpBattle *self)
{
  UmpBattleTurn *turn;

  g_return_val_if_fail (UMP_IS_BATTLE (self), FALSE);

  turn = ump_battle_get_last_turn (self);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    const UmpResponseRecord *response = turn->turn->responses[side];

    if (response != NULL && ump_battle_is_over_capacity (response))
      return TRUE;
  }
  return FALSE;
}


static UmpDuelTrouble
find_trouble (const UmpResponseRecord *response)
{
  if (response == NULL || response->ending != UMP_ENDING_ERROR)
    return UMP_DUEL_TROUBLE_NONE;
  switch (response->error_code) {
  case UMP_ERROR_KEYRING_LOCKED:
  case UMP_ERROR_KEYRING_DISMISSED:
  case UMP_ERROR_KEYRING_ABSENT:
  case UMP_ERROR_NO_KEYRING:
  case UMP_ERROR_KEYRING_FAILED:
    return UMP_DUEL_TROUBLE_KEYRING;
  case UMP_ERROR_NETWORK:
    return UMP_DUEL_TROUBLE_NETWORK;
  default:
    return UMP_DUEL_TROUBLE_NONE;
  }
}


/**
 * ump_battle_get_trouble:
 * @self: a battle
 *
 * What strikes one side alone is not told: who has a key or a server of his
 * own could be known by it.
 *
 * Returns: why both sides failed, where it is the same and no service's doing
 */
UmpDuelTrouble
ump_battle_get_trouble (UmpBattle *self)
{
  UmpResponseRecord **responses;
  UmpDuelTrouble trouble;

  g_return_val_if_fail (UMP_IS_BATTLE (self), UMP_DUEL_TROUBLE_NONE);

  if (ump_battle_is_running (self))
    return UMP_DUEL_TROUBLE_NONE;
  responses = ump_battle_get_last_turn (self)->turn->responses;
  trouble = find_trouble (responses[UMP_SIDE_A]);
  return trouble == find_trouble (responses[UMP_SIDE_B]) ? trouble : UMP_DUEL_TROUBLE_NONE;
}


/**
 * ump_battle_set_max_tokens:
 * @self: a battle
 * @max_tokens: most tokens of one response, where the contender sets none; 0
 *   leaves it to the transport
 *
 * Holds for requests from now on.
 */
void
ump_battle_set_max_tokens (UmpBattle *self, int max_tokens)
{
  g_return_if_fail (UMP_IS_BATTLE (self));

  self->max_tokens = max_tokens;
}


/**
 * ump_battle_set_seen:
 * @self: a battle
 * @side: A or B
 *
 * Says that the side's answer has been on the screen.
 */
void
ump_battle_set_seen (UmpBattle *self, UmpSide side)
{
  g_return_if_fail (UMP_IS_BATTLE (self));

  self->seen[side] = TRUE;
}


/**
 * ump_battle_get_both_seen:
 * @self: a battle
 *
 * Returns: whether the last answers of both sides have been on the screen, to
 *   their ends; a follow-up or a retry starts anew
 */
gboolean
ump_battle_get_both_seen (UmpBattle *self)
{
  g_return_val_if_fail (UMP_IS_BATTLE (self), FALSE);

  return self->seen[UMP_SIDE_A] && self->seen[UMP_SIDE_B];
}


/**
 * ump_battle_set_stacked:
 * @self: a battle
 * @stacked: the panes are one above the other
 */
void
ump_battle_set_stacked (UmpBattle *self, gboolean stacked)
{
  g_return_if_fail (UMP_IS_BATTLE (self));

  self->conditions->stacked = stacked;
}
