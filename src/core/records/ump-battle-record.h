/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-conditions.h"
#include "ump-contender.h"
#include "ump-response-record.h"
#include "ump-verdict.h"

/**
 * UmpBattleState:
 *
 * Where a battle stands. The numbers are stored; do not renumber.
 */
typedef enum {
  UMP_BATTLE_OPEN = 0,        /* no verdict yet; blind */
  UMP_BATTLE_INTERRUPTED = 1, /* open when the program died; blind, can be resumed */
  UMP_BATTLE_VOTED = 2,       /* revealed by a verdict */
  UMP_BATTLE_SKIPPED = 3,     /* revealed without one; never rated */
  UMP_BATTLE_VOID = 4,        /* given up because a side failed; revealed, never rated */
} UmpBattleState;

/**
 * UmpTurn:
 * @id: random id
 * @index: counts from 0
 * @prompt: what the user asked, valid UTF-8
 * @created_at: microseconds since the epoch
 * @responses: the last attempt of each side; %NULL where none was begun
 *
 * One user prompt and its two responses.
 */
typedef struct {
  char *id;
  guint index;
  char *prompt;
  gint64 created_at;
  UmpResponseRecord *responses[UMP_N_SIDES];
} UmpTurn;

UmpTurn *ump_turn_new (guint index, const char *prompt);
UmpTurn *ump_turn_copy (const UmpTurn *self);
void ump_turn_free (UmpTurn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpTurn, ump_turn_free)

/**
 * UmpBattleRecord:
 * @id: random id
 * @created_at: microseconds since the epoch
 * @state: where it stands
 * @practice: fought by practice partners
 * @category: (nullable): tag
 * @contenders: the two sides; both %NULL while the battle is blind, unless the
 *   record was loaded by the arena to go on with it
 * @verdict: the standing verdict, %UMP_VERDICT_NONE where there is none
 * @voted_at: when it was cast, 0 where it was not
 * @retracted: the last verdict was retracted
 * @conditions: (nullable): as of the standing verdict, or of the draw
 * @turns: (element-type UmpTurn): in order; empty in a list of battles
 * @first_prompt: the first prompt, for lists
 *
 * One battle as it is kept. In what the store hands to the interface the
 * response's request, returned model, error, usage and times are %NULL or
 * unknown too while the battle is blind.
 */
typedef struct {
  char *id;
  gint64 created_at;
  UmpBattleState state;
  gboolean practice;
  char *category;
  UmpContender *contenders[UMP_N_SIDES];
  UmpVerdict verdict;
  gint64 voted_at;
  gboolean retracted;
  UmpConditions *conditions;
  GPtrArray *turns;
  char *first_prompt;
} UmpBattleRecord;

UmpBattleRecord *ump_battle_record_new (void);
UmpBattleRecord *ump_battle_record_copy (const UmpBattleRecord *self);
void ump_battle_record_free (UmpBattleRecord *self);
gboolean ump_battle_state_is_blind (UmpBattleState state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpBattleRecord, ump_battle_record_free)
