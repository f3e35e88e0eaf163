/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-tally.h"

/* Up to so many votes every set is tried. */
#define UMP_ROBUSTNESS_EXHAUSTIVE 12

/**
 * UmpRobustness:
 * @leader: who leads
 * @successor: who leads without those votes
 * @n_removed: how many votes; 0 where no set was found
 * @removed: (array length=n_kinds): how many of each kind
 * @kinds: (array length=n_kinds): pair and outcome: one of wins_a, wins_b, ties
 *   is 1
 * @exact: whether no smaller set exists; else it is the smallest that was found
 *
 * The votes on which the first place hangs.
 */
typedef struct {
  size_t leader;
  size_t successor;
  size_t n_removed;
  size_t n_kinds;
  uint32_t *removed;
  struct {
    uint32_t a;
    uint32_t b;
    UmpOutcome outcome;
    uint32_t count;
  } *kinds;
  bool exact;
} UmpRobustness;

bool ump_robustness_find (UmpRobustness *self, const UmpTally *tally);
void ump_robustness_clear (UmpRobustness *self);
