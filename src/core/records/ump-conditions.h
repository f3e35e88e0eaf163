/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-response-record.h"
#include "ump-verdict.h"

/**
 * UmpPace:
 *
 * How answers appear. The numbers are those of the setting and are stored.
 */
typedef enum {
  UMP_PACE_EVEN = 0,     /* the same cadence on both sides */
  UMP_PACE_TOGETHER = 1, /* shown when both are complete */
  UMP_PACE_LIVE = 2,     /* as they arrive */
} UmpPace;

/**
 * UmpLeak:
 * @side: whose answer
 * @turn: index of the turn, from 0
 * @offset: where the name begins in the answer, in bytes
 * @length: bytes
 * @name: the words that were found
 * @family: row of the families table that they belong to
 * @own: it is the contender's own family or maker
 * @claimed: said in the first person ("I am …")
 *
 * A name that appeared in an answer.
 */
typedef struct {
  UmpSide side;
  guint turn;
  gsize offset;
  gsize length;
  char *name;
  char *family;
  gboolean own;
  gboolean claimed;
} UmpLeak;

/**
 * UmpConditions:
 * @pool_size: contenders that could have been drawn
 * @pair_probability: with which this pair was drawn, NaN where unknown
 * @matchmaking: (nullable): how pairs were drawn: "uniform", "balanced", "informative"
 * @pace: how answers appeared
 * @blind_style: both answers were shown in one plain style
 * @stacked: the panes were one above the other when the vote was cast
 * @right_to_left: A was on the right
 * @sequential: the two requests ran one after the other
 * @both_seen: both answers were on the screen before the vote
 * @turns: how many turns
 * @time_to_vote_ms: from the end of the last answer to the vote, -1 where unknown
 * @prompt_named: the user's prompt held a name of the families table
 * @revealed_before: names were shown before this verdict
 * @retracted_before: an earlier verdict on this battle was retracted
 * @interrupted: the battle was resumed after the program died
 * @retries: for each side, how often the user asked it again
 * @errors: for each side, how many attempts failed
 * @endings: for each side, how its last response ended
 * @returned_models: (nullable) for each side, the model string it returned
 * @leaks: (element-type UmpLeak): names that appeared in the answers
 *
 * Facts about how a ballot was cast, and no judgement: whether it is clean is
 * derived from them by a rule that judges old ballots too.
 */
typedef struct {
  guint pool_size;
  double pair_probability;
  char *matchmaking;
  UmpPace pace;
  gboolean blind_style;
  gboolean stacked;
  gboolean right_to_left;
  gboolean sequential;
  gboolean both_seen;
  guint turns;
  gint64 time_to_vote_ms;
  gboolean prompt_named;
  gboolean revealed_before;
  gboolean retracted_before;
  gboolean interrupted;
  guint retries[UMP_N_SIDES];
  guint errors[UMP_N_SIDES];
  UmpEnding endings[UMP_N_SIDES];
  char *returned_models[UMP_N_SIDES];
  GPtrArray *leaks;
} UmpConditions;

UmpConditions *ump_conditions_new (void);
UmpConditions *ump_conditions_copy (const UmpConditions *self);
void ump_conditions_free (UmpConditions *self);
char *ump_conditions_to_json (const UmpConditions *self);
UmpConditions *ump_conditions_from_json (const char *json, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpConditions, ump_conditions_free)

UmpLeak *ump_leak_copy (const UmpLeak *self);
void ump_leak_free (UmpLeak *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpLeak, ump_leak_free)
