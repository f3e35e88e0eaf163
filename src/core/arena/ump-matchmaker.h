/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ump-ballot.h"
#include "ump-contender.h"

/**
 * UmpMatchmaking:
 *
 * How pairs are drawn; the numbers are those of the setting.
 */
typedef enum {
  UMP_MATCHMAKING_AUTOMATIC = 0, /* uniform for ten votes, informative from then on */
  UMP_MATCHMAKING_UNIFORM = 1,
  UMP_MATCHMAKING_BALANCED = 2,
  UMP_MATCHMAKING_INFORMATIVE = 3,
} UmpMatchmaking;

/**
 * UmpDraw:
 * @contenders: indices into the pool, side A first
 * @probability: of this unordered pair
 * @pool_size: contenders that could have been drawn
 * @method: name of what was used in the end
 */
typedef struct {
  guint contenders[UMP_N_SIDES];
  double probability;
  guint pool_size;
  const char *method;
} UmpDraw;

/* Returns a number from 0 to bound - 1; ump_random_below() outside of tests. */
typedef guint32 (*UmpRandomFunc) (guint32 bound);

gboolean ump_matchmaker_draw (GPtrArray *pool, GPtrArray *ballots, UmpMatchmaking matchmaking, const char *const *avoid_pair, UmpRandomFunc random, UmpDraw *draw, GError **error);
