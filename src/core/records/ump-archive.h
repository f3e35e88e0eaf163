/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-battle-record.h"
#include "ump-provider.h"

/**
 * UmpArchivedVerdict:
 * @id: random id
 * @verdict: what was said; %UMP_VERDICT_NONE for a retraction
 * @cast_at: microseconds since the epoch
 * @unblinded: cast after a reveal
 * @conditions: (nullable): how it was cast
 * @retracts: (nullable): id of the verdict that this retracts
 */
typedef struct {
  char *id;
  UmpVerdict verdict;
  gint64 cast_at;
  gboolean unblinded;
  UmpConditions *conditions;
  char *retracts;
} UmpArchivedVerdict;

/**
 * UmpArchivedTurn:
 * @id: random id
 * @index: counts from 0
 * @prompt: what the user asked
 * @created_at: microseconds since the epoch
 * @responses: (element-type UmpResponseRecord): every attempt of both sides
 */
typedef struct {
  char *id;
  guint index;
  char *prompt;
  gint64 created_at;
  GPtrArray *responses;
} UmpArchivedTurn;

/**
 * UmpArchivedBattle:
 * @id: random id
 * @created_at: microseconds since the epoch
 * @state: voted, skipped or void; a blind battle is in no archive
 * @practice: fought by practice partners
 * @category: (nullable): tag
 * @contender_ids: the two sides
 * @conditions: (nullable): as of the draw, or of the end without a verdict
 * @turns: (element-type UmpArchivedTurn): in order
 * @verdicts: (element-type UmpArchivedVerdict): in the order in which they
 *   were cast, retractions among them
 */
typedef struct {
  char *id;
  gint64 created_at;
  UmpBattleState state;
  gboolean practice;
  char *category;
  char *contender_ids[UMP_N_SIDES];
  UmpConditions *conditions;
  GPtrArray *turns;
  GPtrArray *verdicts;
} UmpArchivedBattle;

/**
 * UmpArchive:
 * @providers: (element-type UmpProvider): without keys
 * @contenders: (element-type UmpContender): all that the battles name
 * @battles: (element-type UmpArchivedBattle): oldest first
 *
 * Everything that was said and done, without what is still blind. The ids are
 * random, so that archives of two computers can be merged, in any order and
 * as often as one likes.
 */
typedef struct {
  GPtrArray *providers;
  GPtrArray *contenders;
  GPtrArray *battles;
} UmpArchive;

UmpArchive *ump_archive_new (void);
void ump_archive_free (UmpArchive *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpArchive, ump_archive_free)

UmpArchivedBattle *ump_archived_battle_new (void);
void ump_archived_battle_free (UmpArchivedBattle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpArchivedBattle, ump_archived_battle_free)

UmpArchivedTurn *ump_archived_turn_new (void);
void ump_archived_turn_free (UmpArchivedTurn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpArchivedTurn, ump_archived_turn_free)

void ump_archived_verdict_free (UmpArchivedVerdict *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpArchivedVerdict, ump_archived_verdict_free)
