/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ump-contender.h"
#include "ump-store.h"

/**
 * UmpStanding:
 * @contender: who
 * @rated: has a rating at all
 * @provisional: fewer than ten votes: no rank, faint interval
 * @rank: best rank that the interval still allows, 0 where provisional
 * @rating: Elo scale; NaN where not @rated, as for all that follow
 * @low: lower end of the 95 % interval
 * @high: upper end
 * @se: standard error
 * @p_best: probability that it is the best of the board
 * @votes: rated votes it took part in
 * @wins: and how they ended, as for @losses, @ties, @both_bad
 *
 * One line of a leaderboard.
 */
typedef struct {
  UmpContender *contender;
  gboolean rated;
  gboolean provisional;
  guint rank;
  guint rank_low;
  guint rank_high;
  double rating;
  double low;
  double high;
  double se;
  double p_best;
  guint votes;
  guint wins;
  guint losses;
  guint ties;
  guint both_bad;
} UmpStanding;

/**
 * UmpScope:
 * @practice: the practice board
 * @method: name of a rating method
 * @include_unclean: also count ballots that are not clean
 * @category: (nullable): only battles with this tag; Davidson's model lets the
 *   others say something too
 * @provider_id: (nullable): only contenders of this provider
 * @since: only ballots cast since then, microseconds since the epoch, 0 for all
 * @exclude_battle_id: (nullable): leave this ballot out; for "rating before"
 */
typedef struct {
  gboolean practice;
  const char *method;
  gboolean include_unclean;
  const char *category;
  const char *provider_id;
  gint64 since;
  const char *exclude_battle_id;
} UmpScope;

/**
 * UmpLeaderboard:
 * @standings: (element-type UmpStanding): best first, provisional ones by rating among them
 * @n_ballots: rated ballots
 * @n_left_out: ballots of the scope that are not rated
 * @left_out: (element-type utf8): ids of their battles
 * @reasons: (array zero-terminated=1): why, one sentence for each reason with its count
 */
typedef struct {
  GPtrArray *standings;
  guint n_ballots;
  guint n_left_out;
  GPtrArray *left_out;
  char **reasons;
} UmpLeaderboard;

void ump_leaderboard_free (UmpLeaderboard *self);
const UmpStanding *ump_leaderboard_find (const UmpLeaderboard *self, const char *contender_id);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpLeaderboard, ump_leaderboard_free)

/* The computation itself, in the caller's thread. */
UmpLeaderboard *ump_leaderboard_fit (GPtrArray *contenders, GPtrArray *ballots, const UmpScope *scope, GError **error);

/* Copies the ballots and fits in a worker thread. Starting another one of the
 * same owner makes an older result come back as G_IO_ERROR_CANCELLED through
 * its cancellable. */
void ump_leaderboard_compute_async (UmpStore *store, const UmpScope *scope, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
UmpLeaderboard *ump_leaderboard_compute_finish (GAsyncResult *result, GError **error);
