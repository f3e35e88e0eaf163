/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-tally.h"

/**
 * UmpSideBias:
 * @left: decisive votes for the left answer
 * @decisive: decisive votes
 * @share: @left / @decisive, NaN without any
 * @share_lo: lower end of an interval that may be looked at after every vote
 * @share_hi: upper end
 * @elo: what being on the left is worth, in Elo points, the contenders'
 *   strengths allowed for
 * @lo: lower end of its 95 % interval
 * @hi: upper end
 *
 * Whether the left answer wins more often than it should.
 */
typedef struct {
  uint64_t left;
  uint64_t decisive;
  double share;
  double share_lo;
  double share_hi;
  double elo;
  double lo;
  double hi;
} UmpSideBias;

bool ump_side_bias_find (UmpSideBias *self, const UmpTally *tally);
