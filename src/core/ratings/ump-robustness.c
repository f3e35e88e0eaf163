/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-davidson.h"
#include "ump-robustness.h"

#define NOBODY ((size_t) -1)
/* Ratings nearer than this are equal: 1e-6 Elo. */
#define TIE 1e-6
/* Up to so many kinds of votes each is tried alone. */
#define MAX_SINGLES 300

/* The search: the votes by kind, and room for refits. */
typedef struct {
  UmpRobustness *result;
  size_t n;
  UmpComparison *all;
  UmpComparison *left;
  size_t n_pairs;
  uint32_t *trial;
  bool failed;
} Search;


static size_t
get_leader (const double *rating, size_t n)
{
  size_t leader = 0;

  for (size_t i = 1; i < n; i++)
    if (rating[i] > rating[leader])
      leader = i;
  return leader;
}


static double *
get_weight (UmpComparison *comparison, UmpOutcome outcome)
{
  return outcome == UMP_OUTCOME_A ? &comparison->wins_a : outcome == UMP_OUTCOME_B ? &comparison->wins_b : &comparison->ties;
}


/* Kinds are three for each pair, in the order of outcomes; empty ones too. */
static bool
list_kinds (Search *self)
{
  UmpRobustness *result = self->result;

  result->n_kinds = 3 * self->n_pairs;
  result->kinds = calloc (result->n_kinds + 1, sizeof *result->kinds);
  result->removed = calloc (result->n_kinds + 1, sizeof *result->removed);
  self->trial = calloc (result->n_kinds + 1, sizeof *self->trial);
  self->left = malloc ((self->n_pairs + 1) * sizeof *self->left);
  if (result->kinds == NULL || result->removed == NULL || self->trial == NULL || self->left == NULL)
    return false;
  for (size_t k = 0; k < result->n_kinds; k++) {
    UmpComparison *pair = &self->all[k / 3];

    result->kinds[k].a = pair->a;
    result->kinds[k].b = pair->b;
    result->kinds[k].outcome = UMP_OUTCOME_A + k % 3;
    result->kinds[k].count = *get_weight (pair, UMP_OUTCOME_A + k % 3);
  }
  return true;
}


/* Refits without the votes of the trial. Returns who leads then, if that is
 * not the leader, else NOBODY. */
static size_t
find_successor (Search *self)
{
  UmpDavidson davidson;
  size_t leader = self->result->leader, successor = NOBODY;

  memcpy (self->left, self->all, self->n_pairs * sizeof *self->left);
  for (size_t k = 0; k < self->result->n_kinds; k++)
    *get_weight (&self->left[k / 3], UMP_OUTCOME_A + k % 3) -= self->trial[k];
  if (ump_davidson_fit (&davidson, self->left, self->n_pairs, self->n)) {
    size_t first = get_leader (davidson.rating, self->n);

    if (first != leader && davidson.rating[first] > davidson.rating[leader] + TIE)
      successor = first;
  } else {
    self->failed = true;
  }
  ump_davidson_clear (&davidson);
  return successor;
}


static size_t
count_trial (const Search *self)
{
  size_t count = 0;

  for (size_t k = 0; k < self->result->n_kinds; k++)
    count += self->trial[k];
  return count;
}


static void
keep_trial (Search *self, size_t successor)
{
  size_t count = count_trial (self);

  if (self->result->n_removed > 0 && count >= self->result->n_removed)
    return;
  self->result->n_removed = count;
  self->result->successor = successor;
  memcpy (self->result->removed, self->trial, self->result->n_kinds * sizeof *self->trial);
}


/* Every set of @size more votes of kinds from @kind on. */
static bool
try_all (Search *self, size_t kind, size_t size)
{
  size_t successor;

  if (size == 0) {
    successor = find_successor (self);
    if (successor != NOBODY)
      keep_trial (self, successor);
    return successor != NOBODY;
  }
  for (size_t k = kind; k < self->result->n_kinds && !self->failed; k++) {
    if (self->trial[k] >= self->result->kinds[k].count)
      continue;
    self->trial[k]++;
    if (try_all (self, k, size - 1))
      return true;
    self->trial[k]--;
  }
  return false;
}


typedef struct {
  size_t kind;
  double influence;
} Influence;


static int
compare_influences (const void *a, const void *b)
{
  const Influence *first = a, *second = b;

  if (first->influence != second->influence)
    return first->influence > second->influence ? -1 : 1;
  return first->kind < second->kind ? -1 : first->kind > second->kind;
}


/* By how much one vote of each kind lifts the leader over @rival, to first
 * order: covariance times score. Largest first. */
static void
rank_kinds (const Search *self, const UmpDavidson *davidson, size_t rival, Influence *influences)
{
  size_t n = self->n, leader = self->result->leader;
  const double *v = davidson->covariance;
  double log_nu = log (ump_davidson_get_nu (davidson));

  for (size_t k = 0; k < self->result->n_kinds; k++) {
    UmpComparison one = { .a = self->result->kinds[k].a, .b = self->result->kinds[k].b };
    double lift_a = v[leader * n + one.a] - v[rival * n + one.a];
    double lift_b = v[leader * n + one.b] - v[rival * n + one.b];
    UmpKernelTerms terms;

    *get_weight (&one, self->result->kinds[k].outcome) = 1;
    ump_kernel_eval (UMP_KERNEL_DAVIDSON, &one, (davidson->rating[one.a] - davidson->rating[one.b]) / UMP_ELO_PER_UNIT, log_nu, &terms);
    influences[k] = (Influence) { k, terms.g_d * (lift_a - lift_b) };
  }
  qsort (influences, self->result->n_kinds, sizeof *influences, compare_influences);
}


/* Puts votes back one by one as long as the leader stays changed. */
static void
shrink_trial (Search *self, size_t successor)
{
  keep_trial (self, successor);
  for (size_t k = 0; k < self->result->n_kinds && !self->failed; k++)
    while (self->trial[k] > 0) {
      size_t other;

      self->trial[k]--;
      other = find_successor (self);
      if (other == NOBODY) {
        self->trial[k]++;
        break;
      }
      keep_trial (self, other);
    }
}


/* Takes the votes that hold the leader over @rival, most influential first:
 * doubling until it falls, then as few as will do. */
static void
try_rival (Search *self, const UmpDavidson *davidson, size_t rival, Influence *influences)
{
  size_t limit = self->result->n_removed > 0 ? self->result->n_removed - 1 : (size_t) -1;
  size_t enough = 0, too_few = 0, successor = NOBODY;

  rank_kinds (self, davidson, rival, influences);
  for (size_t size = 1; !self->failed; size = enough > 0 ? (too_few + enough) / 2 : size * 2) {
    size_t left = size > limit ? limit : size;
    bool capped = size >= limit;

    size = left;
    memset (self->trial, 0, self->result->n_kinds * sizeof *self->trial);
    for (size_t i = 0; i < self->result->n_kinds && left > 0; i++) {
      uint32_t count = self->result->kinds[influences[i].kind].count;

      if (influences[i].influence <= 0)
        break;
      self->trial[influences[i].kind] = count < left ? count : left;
      left -= self->trial[influences[i].kind];
    }
    successor = size > 0 ? find_successor (self) : NOBODY;
    if (successor != NOBODY) {
      keep_trial (self, successor);
      enough = size;
    } else {
      too_few = size;
    }
    if (enough > 0 ? enough <= too_few + 1 : capped || left > 0)
      break;
  }
  if (enough > 0 && self->result->n_removed > 0) {
    memcpy (self->trial, self->result->removed, self->result->n_kinds * sizeof *self->trial);
    shrink_trial (self, self->result->successor);
  }
}


static void
try_rivals (Search *self, const UmpDavidson *davidson)
{
  Influence *influences = malloc ((self->result->n_kinds + 1) * sizeof *influences);

  if (influences == NULL) {
    self->failed = true;
    return;
  }
  for (size_t rival = 0; rival < self->n && !self->failed; rival++)
    if (rival != self->result->leader)
      try_rival (self, davidson, rival, influences);
  free (influences);
}


/**
 * ump_robustness_find:
 * @self: (out): becomes what was found; to be cleared in any case
 * @tally: a finished tally of at most UMP_DAVIDSON_MAX contenders
 *
 * The smallest set of votes without which somebody else leads the default
 * board. Up to UMP_ROBUSTNESS_EXHAUSTIVE votes every set is tried; with more,
 * votes are taken in the order of their influence (as in Huang et al. 2025) for
 * each rival and every set is verified by a refit.
 *
 * Returns: false only where memory ran out
 */
bool
ump_robustness_find (UmpRobustness *self, const UmpTally *tally)
{
  Search search = { .result = self, .n = tally->n };
  UmpDavidson davidson = { 0 };
  bool done;

  memset (self, 0, sizeof *self);
  search.all = ump_comparisons_from_tally (tally, false, &search.n_pairs);
  done = search.all != NULL && list_kinds (&search) && ump_davidson_fit (&davidson, search.all, search.n_pairs, tally->n);
  if (done && tally->n > 1) {
    self->leader = get_leader (davidson.rating, tally->n);
    if (tally->n_votes <= UMP_ROBUSTNESS_EXHAUSTIVE) {
      for (size_t size = 1; size <= tally->n_votes && !search.failed; size++)
        if (try_all (&search, 0, size))
          break;
      self->exact = true;
    } else {
      self->exact = self->n_kinds <= MAX_SINGLES && try_all (&search, 0, 1);
      if (!self->exact)
        try_rivals (&search, &davidson);
    }
  }
  ump_davidson_clear (&davidson);
  free (search.all);
  free (search.left);
  free (search.trial);
  return done && !search.failed;
}


/**
 * ump_robustness_clear:
 * @self: what was found
 *
 * Frees what @self holds.
 */
void
ump_robustness_clear (UmpRobustness *self)
{
  free (self->removed);
  free (self->kinds);
  memset (self, 0, sizeof *self);
}
