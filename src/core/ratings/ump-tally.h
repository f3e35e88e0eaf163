/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-rating.h"

/**
 * UmpPair:
 * @a: the smaller index
 * @b: the larger index
 * @wins_a: votes for @a: [0] with @a on the left, [1] with @b on the left
 * @wins_b: the same for @b
 * @ties: the same for ties
 * @both_bad: the same for both bad
 *
 * All that two contenders have done to each other.
 */
typedef struct {
  uint32_t a;
  uint32_t b;
  uint32_t wins_a[2];
  uint32_t wins_b[2];
  uint32_t ties[2];
  uint32_t both_bad[2];
} UmpPair;

/**
 * UmpTally:
 * @n: contenders: one more than the largest index seen, or more
 * @n_votes: votes counted
 * @n_self: votes of a contender against itself: left out
 * @pairs: (array length=n_pairs): ordered by a, then b; valid after
 *   ump_tally_finish()
 *
 * Votes counted in one pass. Up to 512 contenders it is a table of counters;
 * with more, most of whom never meet, the votes are kept and sorted.
 */
typedef struct {
  size_t n;
  size_t n_votes;
  size_t n_self;
  UmpPair *pairs;
  size_t n_pairs;

  uint32_t *cells;
  size_t capacity;
  uint64_t *log;
  size_t log_length;
  size_t log_capacity;
  bool failed;
} UmpTally;

void ump_tally_init (UmpTally *self);
void ump_tally_clear (UmpTally *self);
bool ump_tally_grow (UmpTally *self, size_t n);
bool ump_tally_add_slowly (UmpTally *self, uint32_t a, uint32_t b, UmpOutcome outcome);
bool ump_tally_finish (UmpTally *self);
bool ump_tally_relabel (UmpTally *self, const uint32_t *places, size_t n);
bool ump_tally_merge (UmpTally *self, const UmpTally *other);
bool ump_tally_from_votes (UmpTally *self, const UmpVote *votes, size_t n_votes, size_t n_contenders);
void ump_tally_fill_rows (const UmpTally *self, UmpRatingRow *rows);


/**
 * ump_tally_add:
 * @self: a tally
 * @a: index of the contender on the left
 * @b: index of the contender on the right
 * @outcome: what was said
 *
 * Counts one vote. Here because reading a file of a million votes spends most
 * of its time around this line.
 *
 * Returns: false only where memory ran out
 */
static inline bool
ump_tally_add (UmpTally *self, uint32_t a, uint32_t b, UmpOutcome outcome)
{
  if (a < self->capacity && b < self->capacity && a != b) {
    self->cells[(a * self->capacity + b) * 4 + outcome - 1]++;
    return true;
  }
  return ump_tally_add_slowly (self, a, b, outcome);
}
