/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-advice.h"
#include "ump-components.h"
#include "ump-davidson.h"

/* So much of the weight is spread evenly over all pairs: no pair can be ruled
 * out by who has counted along, and a wrong model cannot starve one. */
#define UNIFORM_SHARE 0.1
/* The rest goes by this power of the expected drop: near the best pair, but
 * not to be foretold from the leaderboard. */
#define SHARPNESS 4


/* What one more vote between @i and @j takes off the summed variance of all
 * contenders: with information w along x = e_i - e_j the covariance V loses
 * w (V x)(V x)' / (1 + w x' V x). */
static double
get_drop (const double *covariance, size_t n, size_t i, size_t j, double information)
{
  double along = covariance[i * n + i] + covariance[j * n + j] - 2 * covariance[i * n + j];
  double sum = 0;

  for (size_t k = 0; k < n; k++) {
    double change = covariance[k * n + i] - covariance[k * n + j];

    sum += change * change;
  }
  return information * sum / (1 + information * along);
}


static bool
fit_tally (UmpDavidson *davidson, UmpComponents *components, const UmpTally *tally)
{
  size_t n_comparisons;
  UmpComparison *comparisons = ump_comparisons_from_tally (tally, false, &n_comparisons);
  bool done;

  memset (davidson, 0, sizeof *davidson);
  done = ump_components_find (components, tally)
         && comparisons != NULL
         && ump_davidson_fit (davidson, comparisons, n_comparisons, tally->n);
  free (comparisons);
  return done;
}


static void
fill_drops (const UmpDavidson *davidson, const double *costs, double *drops)
{
  size_t n = davidson->n;
  double log_nu = log (ump_davidson_get_nu (davidson));
  UmpComparison one = { .wins_a = 1 };

  for (size_t i = 0; i < n; i++) {
    drops[i * n + i] = 0;
    for (size_t j = 0; j < i; j++) {
      UmpKernelTerms terms;
      double cost = costs != NULL ? costs[i] + costs[j] : 1;

      ump_kernel_eval (UMP_KERNEL_DAVIDSON, &one, (davidson->rating[i] - davidson->rating[j]) / UMP_ELO_PER_UNIT, log_nu, &terms);
      drops[i * n + j] = get_drop (davidson->covariance, n, i, j, terms.h_dd / (UMP_ELO_PER_UNIT * UMP_ELO_PER_UNIT));
      if (cost > 0)
        drops[i * n + j] /= cost;
      drops[j * n + i] = drops[i * n + j];
    }
  }
}


/* Where groups never met, only pairs that bridge two of them keep their drop. */
static void
keep_bridges (const UmpComponents *components, double *drops)
{
  size_t n = components->n;

  if (components->n_weak < 2)
    return;
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      if (components->weak[i] == components->weak[j])
        drops[i * n + j] = 0;
}


/**
 * ump_advice_expected_drops:
 * @votes: (array length=n_votes): votes so far
 * @n_votes: how many
 * @n_contenders: contenders, with and without votes, at most a thousand
 * @costs: (array length=n_contenders) (nullable): what an answer of each costs;
 *   the drop of a pair is divided by the cost of both
 * @drops: (out) (array length=n_contenders*n_contenders): squared Elo, per unit
 *   of cost
 *
 * By how much one more vote of each pair is expected to lower the posterior
 * variance, summed over all contenders. What ump_advice_next_pair() weighs, for
 * those who want to see the numbers themselves: its tests.
 *
 * Returns: false only where memory ran out
 */
bool
ump_advice_expected_drops (const UmpVote *votes, size_t n_votes, size_t n_contenders, const double *costs, double *drops)
{
  UmpDavidson davidson = { 0 };
  UmpComponents components = { 0 };
  UmpTally tally;
  bool done = ump_tally_from_votes (&tally, votes, n_votes, n_contenders) && fit_tally (&davidson, &components, &tally);

  if (done)
    fill_drops (&davidson, costs, drops);
  ump_davidson_clear (&davidson);
  ump_components_clear (&components);
  ump_tally_clear (&tally);
  return done;
}


/**
 * ump_advice_next_pair:
 * @votes: (array length=n_votes): votes so far
 * @n_votes: how many
 * @n_contenders: contenders, with and without votes, at most a thousand
 * @costs: (array length=n_contenders) (nullable): as for
 *   ump_advice_expected_drops()
 * @weights: (out) (array length=n_contenders*n_contenders): how often each pair
 *   should be drawn; the pairs sum to 1, each counted once
 *
 * Pairs from which most is to be learnt get most of the weight; as long as
 * there are groups that never met, only pairs that bridge them do. A tenth is
 * spread evenly.
 *
 * Returns: false only where memory ran out
 */
bool
ump_advice_next_pair (const UmpVote *votes, size_t n_votes, size_t n_contenders, const double *costs, double *weights)
{
  UmpTally tally;
  bool done = ump_tally_from_votes (&tally, votes, n_votes, n_contenders) && ump_advice_next_pair_of_tally (&tally, costs, weights);

  ump_tally_clear (&tally);
  return done;
}


/**
 * ump_advice_next_pair_of_tally:
 * @tally: votes so far, finished
 * @costs: (array) (nullable): what an answer of each contender costs
 * @weights: (out) (array): how often each pair should be drawn
 *
 * As ump_advice_next_pair(), from votes that are counted already.
 *
 * Returns: false only where memory ran out
 */
bool
ump_advice_next_pair_of_tally (const UmpTally *tally, const double *costs, double *weights)
{
  UmpDavidson davidson;
  UmpComponents components;
  size_t n = tally->n;
  double n_pairs = n * (n - 1.0) / 2;
  double largest = 0, sum = 0;
  bool done = fit_tally (&davidson, &components, tally);

  if (done && n > 1) {
    fill_drops (&davidson, costs, weights);
    keep_bridges (&components, weights);
    for (size_t k = 0; k < n * n; k++)
      largest = fmax (largest, weights[k]);
    for (size_t k = 0; k < n * n; k++)
      sum += weights[k] = largest > 0 ? pow (weights[k] / largest, SHARPNESS) : 0;
    for (size_t i = 0; i < n; i++)
      for (size_t j = 0; j < n; j++) {
        double informed = sum > 0 ? 2 * weights[i * n + j] / sum : 1 / n_pairs;

        weights[i * n + j] = i != j ? UNIFORM_SHARE / n_pairs + (1 - UNIFORM_SHARE) * informed : 0;
      }
  } else if (done && n == 1) {
    weights[0] = 0;
  }
  ump_davidson_clear (&davidson);
  ump_components_clear (&components);
  return done;
}
