/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-tally.h"

#define DENSE_LIMIT 512
#define OUTCOME_BITS 3
#define INDEX_BITS 30


/* The entry of an ordered pair in the log: left, right, outcome. */
static uint64_t
pack (uint32_t a, uint32_t b, UmpOutcome outcome)
{
  return ((uint64_t) a << (INDEX_BITS + OUTCOME_BITS)) | ((uint64_t) b << OUTCOME_BITS) | outcome;
}


static uint32_t
packed_left (uint64_t entry)
{
  return entry >> (INDEX_BITS + OUTCOME_BITS);
}


static uint32_t
packed_right (uint64_t entry)
{
  return (entry >> OUTCOME_BITS) & ((1u << INDEX_BITS) - 1);
}


static bool
grow_log (UmpTally *self)
{
  size_t capacity = self->log_capacity > 0 ? self->log_capacity * 2 : 1 << 16;
  uint64_t *log = realloc (self->log, capacity * sizeof *log);

  if (log == NULL) {
    self->failed = true;
    return false;
  }
  self->log = log;
  self->log_capacity = capacity;
  return true;
}


static bool
append (UmpTally *self, uint64_t entry)
{
  if (self->log_length == self->log_capacity && !grow_log (self))
    return false;
  self->log[self->log_length++] = entry;
  return true;
}


/* From the table of counters to the log: there are too many contenders. */
static bool
go_sparse (UmpTally *self)
{
  size_t capacity = self->capacity;

  if (!grow_log (self))
    return false;
  for (size_t a = 0; a < capacity; a++)
    for (size_t b = 0; b < capacity; b++)
      for (unsigned outcome = 1; outcome <= 4; outcome++)
        for (uint32_t i = 0; i < self->cells[(a * capacity + b) * 4 + outcome - 1]; i++)
          if (!append (self, pack (a, b, outcome)))
            return false;
  free (self->cells);
  self->cells = NULL;
  self->capacity = 0;
  return true;
}


/* Sorts the log by one index in one pass; stable. */
static bool
sort_by (UmpTally *self, uint64_t *to, uint32_t (*get) (uint64_t entry))
{
  size_t *starts = calloc (self->n + 1, sizeof *starts);

  if (starts == NULL)
    return false;
  for (size_t i = 0; i < self->log_length; i++)
    starts[get (self->log[i]) + 1]++;
  for (size_t i = 0; i < self->n; i++)
    starts[i + 1] += starts[i];
  for (size_t i = 0; i < self->log_length; i++)
    to[starts[get (self->log[i])]++] = self->log[i];
  free (starts);
  return true;
}


static uint32_t
get_smaller (uint64_t entry)
{
  uint32_t a = packed_left (entry), b = packed_right (entry);

  return a < b ? a : b;
}


static uint32_t
get_larger (uint64_t entry)
{
  uint32_t a = packed_left (entry), b = packed_right (entry);

  return a < b ? b : a;
}


static void
add_to_pair (UmpPair *pair, bool swapped, unsigned outcome, uint32_t count)
{
  switch (outcome) {
  case UMP_OUTCOME_A:
    (swapped ? pair->wins_b : pair->wins_a)[swapped] += count;
    break;
  case UMP_OUTCOME_B:
    (swapped ? pair->wins_a : pair->wins_b)[swapped] += count;
    break;
  case UMP_OUTCOME_TIE:
    pair->ties[swapped] += count;
    break;
  default:
    pair->both_bad[swapped] += count;
    break;
  }
}


static bool
finish_sparse (UmpTally *self)
{
  uint64_t *other = malloc ((self->log_length + 1) * sizeof *other);
  uint64_t *swap;
  size_t n_pairs = 0;
  uint64_t previous = UINT64_MAX;

  if (other == NULL || !sort_by (self, other, get_larger)) {
    free (other);
    return false;
  }
  swap = self->log;
  self->log = other;
  other = swap;
  if (!sort_by (self, other, get_smaller)) {
    free (other);
    return false;
  }
  free (self->log);
  self->log = other;
  self->log_capacity = self->log_length + 1;

  for (size_t i = 0; i < self->log_length; i++) {
    uint64_t key = pack (get_smaller (self->log[i]), get_larger (self->log[i]), 0);

    n_pairs += key != previous;
    previous = key;
  }
  self->pairs = calloc (n_pairs + 1, sizeof *self->pairs);
  if (self->pairs == NULL)
    return false;
  for (size_t i = 0; i < self->log_length; i++) {
    uint32_t a = get_smaller (self->log[i]), b = get_larger (self->log[i]);
    UmpPair *pair = self->n_pairs > 0 ? &self->pairs[self->n_pairs - 1] : NULL;

    if (pair == NULL || pair->a != a || pair->b != b) {
      pair = &self->pairs[self->n_pairs++];
      pair->a = a;
      pair->b = b;
    }
    add_to_pair (pair, packed_left (self->log[i]) != a, self->log[i] & ((1u << OUTCOME_BITS) - 1), 1);
  }
  return true;
}


static bool
finish_dense (UmpTally *self)
{
  size_t n = self->capacity;
  size_t n_pairs = 0;

  for (int pass = 0; pass < 2; pass++) {
    for (size_t a = 0; a < n; a++)
      for (size_t b = a + 1; b < n; b++) {
        const uint32_t *cells[2] = { self->cells + (a * self->capacity + b) * 4, self->cells + (b * self->capacity + a) * 4 };
        UmpPair pair = { a, b };
        bool met = false;

        for (int swapped = 0; swapped < 2; swapped++)
          for (unsigned outcome = 1; outcome <= 4; outcome++)
            if (cells[swapped][outcome - 1] > 0) {
              add_to_pair (&pair, swapped, outcome, cells[swapped][outcome - 1]);
              met = true;
            }
        if (met && pass == 1)
          self->pairs[self->n_pairs++] = pair;
        n_pairs += met && pass == 0;
        /* The fast way of adding does not look at the number of contenders. */
        if (met && b >= self->n)
          self->n = b + 1;
      }
    if (pass == 0 && (self->pairs = calloc (n_pairs + 1, sizeof *self->pairs)) == NULL)
      return false;
  }
  return true;
}


/**
 * ump_tally_init:
 * @self: (out): becomes an empty tally
 */
void
ump_tally_init (UmpTally *self)
{
  memset (self, 0, sizeof *self);
}


/**
 * ump_tally_clear:
 * @self: a tally
 *
 * Frees what @self holds.
 */
void
ump_tally_clear (UmpTally *self)
{
  free (self->pairs);
  free (self->cells);
  free (self->log);
  ump_tally_init (self);
}


/**
 * ump_tally_grow:
 * @self: a tally
 * @n: number of contenders known by now
 *
 * Makes room; called before a vote of a new contender for speed, and for
 * contenders who have no vote.
 *
 * Returns: false only where memory ran out
 */
bool
ump_tally_grow (UmpTally *self, size_t n)
{
  size_t capacity = self->capacity > 0 ? self->capacity : 16;
  uint32_t *cells;

  if (n > self->n)
    self->n = n;
  if (n <= self->capacity || self->log != NULL)
    return true;
  if (n > DENSE_LIMIT)
    return go_sparse (self);

  while (capacity < n)
    capacity *= 2;
  cells = calloc (capacity * capacity * 4, sizeof *cells);
  if (cells == NULL) {
    self->failed = true;
    return false;
  }
  for (size_t i = 0; i < self->capacity; i++)
    memcpy (cells + i * capacity * 4, self->cells + i * self->capacity * 4, self->capacity * 4 * sizeof *cells);
  free (self->cells);
  self->cells = cells;
  self->capacity = capacity;
  return true;
}


/**
 * ump_tally_add_slowly:
 * @self: a tally
 * @a: index of the contender on the left
 * @b: index of the contender on the right
 * @outcome: what was said
 *
 * The part of ump_tally_add() that is rarely needed.
 *
 * Returns: false only where memory ran out
 */
bool
ump_tally_add_slowly (UmpTally *self, uint32_t a, uint32_t b, UmpOutcome outcome)
{
  if (!ump_tally_grow (self, (size_t) (a > b ? a : b) + 1))
    return false;
  if (a == b) {
    self->n_self++;
    return true;
  }
  if (self->log != NULL)
    return append (self, pack (a, b, outcome));
  self->cells[(a * self->capacity + b) * 4 + outcome - 1]++;
  return true;
}


/**
 * ump_tally_finish:
 * @self: a tally
 *
 * Sums up: afterwards the pairs may be read and nothing may be added.
 *
 * Returns: false only where memory ran out, now or before
 */
bool
ump_tally_finish (UmpTally *self)
{
  if (self->failed)
    return false;
  if (!(self->log != NULL ? finish_sparse (self) : finish_dense (self)))
    return false;
  for (size_t i = 0; i < self->n_pairs; i++) {
    const UmpPair *pair = &self->pairs[i];

    for (int side = 0; side < 2; side++)
      self->n_votes += (size_t) pair->wins_a[side] + pair->wins_b[side] + pair->ties[side] + pair->both_bad[side];
  }
  free (self->cells);
  free (self->log);
  self->cells = NULL;
  self->log = NULL;
  self->capacity = self->log_capacity = self->log_length = 0;
  return true;
}


static void
swap_pair (UmpPair *pair)
{
  UmpPair old = *pair;

  *pair = (UmpPair) { .a = old.b, .b = old.a };
  for (int side = 0; side < 2; side++) {
    pair->wins_a[side] = old.wins_b[!side];
    pair->wins_b[side] = old.wins_a[!side];
    pair->ties[side] = old.ties[!side];
    pair->both_bad[side] = old.both_bad[!side];
  }
}


/* Sorts the pairs by one index in one pass; stable. */
static bool
sort_pairs_by (UmpTally *self, bool larger)
{
  size_t *starts = calloc (self->n + 1, sizeof *starts);
  UmpPair *to = malloc ((self->n_pairs + 1) * sizeof *to);

  if (starts == NULL || to == NULL) {
    free (starts);
    free (to);
    return false;
  }
  for (size_t i = 0; i < self->n_pairs; i++)
    starts[(larger ? self->pairs[i].b : self->pairs[i].a) + 1]++;
  for (size_t i = 0; i < self->n; i++)
    starts[i + 1] += starts[i];
  for (size_t i = 0; i < self->n_pairs; i++)
    to[starts[larger ? self->pairs[i].b : self->pairs[i].a]++] = self->pairs[i];
  free (starts);
  free (self->pairs);
  self->pairs = to;
  return true;
}


/**
 * ump_tally_relabel:
 * @self: a finished tally
 * @places: (array): the new index of each contender
 * @n: how many contenders there are afterwards
 *
 * Gives the contenders other indices, as for an order by name: results then do
 * not depend on the order of the votes in any digit.
 *
 * Returns: false only where memory ran out
 */
bool
ump_tally_relabel (UmpTally *self, const uint32_t *places, size_t n)
{
  for (size_t i = 0; i < self->n_pairs; i++) {
    UmpPair *pair = &self->pairs[i];

    pair->a = places[pair->a];
    pair->b = places[pair->b];
    if (pair->a > pair->b)
      swap_pair (pair);
  }
  self->n = n;
  return sort_pairs_by (self, true) && sort_pairs_by (self, false);
}


/**
 * ump_tally_merge:
 * @self: a tally, finished or empty
 * @other: a finished tally of the same contenders
 *
 * Adds the counts of @other.
 *
 * Returns: false only where memory ran out
 */
bool
ump_tally_merge (UmpTally *self, const UmpTally *other)
{
  UmpPair *pairs = malloc ((self->n_pairs + other->n_pairs + 1) * sizeof *pairs);
  size_t i = 0, j = 0, n = 0;

  if (pairs == NULL)
    return false;
  while (i < self->n_pairs || j < other->n_pairs) {
    const UmpPair *mine = i < self->n_pairs ? &self->pairs[i] : NULL;
    const UmpPair *theirs = j < other->n_pairs ? &other->pairs[j] : NULL;
    bool take_mine = theirs == NULL || (mine != NULL && (mine->a < theirs->a || (mine->a == theirs->a && mine->b <= theirs->b)));
    bool same = mine != NULL && theirs != NULL && mine->a == theirs->a && mine->b == theirs->b;

    pairs[n] = take_mine ? *mine : *theirs;
    for (int side = 0; same && side < 2; side++) {
      pairs[n].wins_a[side] += theirs->wins_a[side];
      pairs[n].wins_b[side] += theirs->wins_b[side];
      pairs[n].ties[side] += theirs->ties[side];
      pairs[n].both_bad[side] += theirs->both_bad[side];
    }
    n++;
    i += take_mine;
    j += !take_mine || same;
  }
  free (self->pairs);
  self->pairs = pairs;
  self->n_pairs = n;
  self->n = self->n > other->n ? self->n : other->n;
  self->n_votes += other->n_votes;
  self->n_self += other->n_self;
  return true;
}


/**
 * ump_tally_from_votes:
 * @self: (out): becomes a finished tally
 * @votes: (array length=n_votes): votes
 * @n_votes: how many
 * @n_contenders: how many contenders there are, with and without votes
 *
 * Votes with an index or an outcome out of range are left out.
 *
 * Returns: false only where memory ran out; @self is to be cleared anyway
 */
bool
ump_tally_from_votes (UmpTally *self, const UmpVote *votes, size_t n_votes, size_t n_contenders)
{
  ump_tally_init (self);
  if (!ump_tally_grow (self, n_contenders))
    return false;
  for (size_t i = 0; i < n_votes; i++) {
    const UmpVote *vote = &votes[i];

    if (vote->a >= n_contenders || vote->b >= n_contenders || vote->outcome < UMP_OUTCOME_A || vote->outcome > UMP_OUTCOME_BOTH_BAD)
      continue;
    if (!ump_tally_add (self, vote->a, vote->b, vote->outcome))
      return false;
  }
  return ump_tally_finish (self);
}


/**
 * ump_tally_fill_rows:
 * @self: a finished tally
 * @rows: (out) (array): one for each contender
 *
 * Writes the counts, and "unknown" into all that a method fills.
 */
void
ump_tally_fill_rows (const UmpTally *self, UmpRatingRow *rows)
{
  for (size_t i = 0; i < self->n; i++)
    rows[i] = (UmpRatingRow) { .rating = NAN, .lo = NAN, .hi = NAN, .se = NAN, .p_best = NAN };
  for (size_t i = 0; i < self->n_pairs; i++) {
    const UmpPair *pair = &self->pairs[i];
    uint32_t wins_a = pair->wins_a[0] + pair->wins_a[1];
    uint32_t wins_b = pair->wins_b[0] + pair->wins_b[1];
    uint32_t ties = pair->ties[0] + pair->ties[1];
    uint32_t both_bad = pair->both_bad[0] + pair->both_bad[1];

    for (int k = 0; k < 2; k++) {
      UmpRatingRow *row = &rows[k == 0 ? pair->a : pair->b];

      row->wins += k == 0 ? wins_a : wins_b;
      row->losses += k == 0 ? wins_b : wins_a;
      row->ties += ties;
      row->both_bad += both_bad;
      row->votes += wins_a + wins_b + ties + both_bad;
    }
  }
}
