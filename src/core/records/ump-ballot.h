/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-conditions.h"
#include "ump-verdict.h"

/* A contender has a rank once so many votes concern it. */
#define UMP_VOTES_FOR_RANK 10

/**
 * UmpBallot:
 * @battle_id: its battle
 * @contender_ids: the two sides
 * @verdict: what was said
 * @cast_at: microseconds since the epoch
 * @practice: of the practice board
 * @unblinded: cast after a reveal, so never rated
 * @category: (nullable): the battle's tag
 * @cluster: a hash of the first prompt: ballots of one prompt belong together
 * @tokens: output tokens of each side over all turns, -1 where unknown
 * @conditions: (nullable): how it was cast, where that is known
 *
 * One standing verdict as the leaderboard takes it.
 */
typedef struct {
  char *battle_id;
  char *contender_ids[UMP_N_SIDES];
  UmpVerdict verdict;
  gint64 cast_at;
  gboolean practice;
  gboolean unblinded;
  char *category;
  guint32 cluster;
  gint64 tokens[UMP_N_SIDES];
  UmpConditions *conditions;
} UmpBallot;

void ump_ballot_free (UmpBallot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpBallot, ump_ballot_free)
