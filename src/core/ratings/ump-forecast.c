/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-bootstrap.h"
#include "ump-davidson.h"
#include "ump-forecast.h"
#include "ump-matrix.h"
#include "ump-standing.h"

#define LOG_NU_PRECISION 0.25
#define FIRST_STEP 4
#define STEP_GROWTH 1.2

/* One future: the votes so far, those to come, and what is true in it. */
typedef struct {
  size_t n;
  UmpComparison *comparisons;
  size_t n_comparisons;
  double *truth;
  double width;
} Future;


static size_t
get_pair_index (size_t n, size_t a, size_t b)
{
  return a * n - a * (a + 1) / 2 + (b - a - 1);
}


/* Every pair has a place, met or not, for in the future it may. */
static bool
init_future (Future *self, size_t n)
{
  self->n = n;
  self->n_comparisons = n * (n - 1) / 2;
  self->comparisons = calloc (self->n_comparisons + 1, sizeof *self->comparisons);
  self->truth = malloc ((n + UMP_PAIR_FIT_MAX_EXTRA) * sizeof *self->truth);
  return self->comparisons != NULL && self->truth != NULL;
}


static void
reset_future (Future *self, const UmpComparison *past, size_t n_past)
{
  for (size_t a = 0, k = 0; a < self->n; a++)
    for (size_t b = a + 1; b < self->n; b++, k++)
      self->comparisons[k] = (UmpComparison) { .a = a, .b = b };
  for (size_t i = 0; i < n_past; i++)
    self->comparisons[get_pair_index (self->n, past[i].a, past[i].b)] = past[i];
}


static void
draw_truth (Future *self, const UmpDavidson *davidson, UmpRandom *random)
{
  double u = ump_random_uniform (random);
  unsigned k = 0;

  while (k + 1 < davidson->n_fits && u > davidson->weights[k])
    u -= davidson->weights[k++];
  for (size_t i = 0; i < davidson->fits[k].size; i++)
    self->truth[i] = ump_random_normal (random);
  ump_matrix_solve_upper (davidson->fits[k].factor, davidson->fits[k].size, self->truth);
  for (size_t i = 0; i < davidson->fits[k].size; i++)
    self->truth[i] += davidson->fits[k].x[i];
}


/* Votes to come: pairs drawn evenly, outcomes as Davidson's model says. */
static void
vote (Future *self, size_t n_votes, UmpRandom *random)
{
  double nu = exp (self->truth[self->n]);

  for (size_t i = 0; i < n_votes; i++) {
    UmpComparison *c = &self->comparisons[ump_random_next (random) % self->n_comparisons];
    double d = self->truth[c->a] - self->truth[c->b];
    double a = exp (d / 2), b = exp (-d / 2);
    double u = ump_random_uniform (random) * (a + b + nu);

    if (u < a)
      c->wins_a++;
    else if (u < a + b)
      c->wins_b++;
    else
      c->ties++;
  }
}


/* Whether somebody is the best with probability @threshold: at least one less
 * the sum of the probabilities that each of the others is better. */
static bool
is_decided (const Future *self, double threshold, double *covariance, bool *failed)
{
  size_t n = self->n, leader = 0;
  double sd = self->width / UMP_ELO_PER_UNIT, doubt = 0;
  UmpPairModel model = {
    .kernel = UMP_KERNEL_DAVIDSON,
    .n = n,
    .comparisons = self->comparisons,
    .n_comparisons = self->n_comparisons,
    .prior_precision = 1 / (sd * sd),
    .extra_precision = LOG_NU_PRECISION,
  };
  UmpPairFit fit;

  *failed = !ump_pair_fit (&fit, &model, self->truth) || fit.factor == NULL || !ump_pair_fit_covariance (&fit, covariance);
  for (size_t i = 1; !*failed && i < n; i++)
    if (fit.x[i] > fit.x[leader])
      leader = i;
  for (size_t j = 0; !*failed && j < n; j++) {
    double variance = covariance[leader * n + leader] + covariance[j * n + j] - 2 * covariance[leader * n + j];

    if (j != leader)
      doubt += erfc ((fit.x[leader] - fit.x[j]) / sqrt (2 * variance)) / 2;
  }
  ump_pair_fit_clear (&fit);
  return !*failed && doubt <= 1 - threshold;
}


static double
count_votes (Future *self, double threshold, double *covariance, UmpRandom *random, bool *failed)
{
  double total = 0, step = FIRST_STEP;

  while (total < UMP_FORECAST_MAX) {
    vote (self, (size_t) step, random);
    total += floor (step);
    if (is_decided (self, threshold, covariance, failed) || *failed)
      break;
    step = fmax (FIRST_STEP, total * (STEP_GROWTH - 1));
  }
  return fmin (total, UMP_FORECAST_MAX);
}


static int
compare_doubles (const void *a, const void *b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}


static bool
simulate (UmpForecast *self, const UmpDavidson *davidson, const UmpComparison *past, size_t n_past, double threshold, unsigned rounds, UmpRandom *random)
{
  Future future = { .width = ump_davidson_get_width (davidson) };
  double *totals = malloc ((rounds + 1) * sizeof *totals);
  double *covariance = malloc (davidson->n * davidson->n * sizeof *covariance);
  bool failed = totals == NULL || covariance == NULL || !init_future (&future, davidson->n);

  for (unsigned round = 0; !failed && round < rounds; round++) {
    reset_future (&future, past, n_past);
    draw_truth (&future, davidson, random);
    totals[round] = count_votes (&future, threshold, covariance, random, &failed);
  }
  if (!failed && rounds > 0) {
    qsort (totals, rounds, sizeof *totals, compare_doubles);
    self->votes = ump_bootstrap_get_quantile (totals, rounds, 0.5);
    self->lo = ump_bootstrap_get_quantile (totals, rounds, 0.1);
    self->hi = ump_bootstrap_get_quantile (totals, rounds, 0.9);
  }
  free (totals);
  free (covariance);
  free (future.comparisons);
  free (future.truth);
  return !failed;
}


/**
 * ump_forecast_leader:
 * @self: (out): becomes the forecast
 * @tally: a finished tally of at most UMP_DAVIDSON_MAX contenders
 * @threshold: the leader is decided where somebody is the best with this probability
 * @rounds: futures to simulate
 * @seed: of what is drawn
 *
 * Votes still needed until the leader is decided: draws what may be true from
 * the posterior, lets votes on evenly drawn pairs follow, and counts.
 *
 * Returns: false only where memory ran out
 */
bool
ump_forecast_leader (UmpForecast *self, const UmpTally *tally, double threshold, unsigned rounds, uint64_t seed)
{
  UmpDavidson davidson = { 0 };
  size_t n_comparisons;
  UmpComparison *comparisons = ump_comparisons_from_tally (tally, false, &n_comparisons);
  UmpRatingRow *rows = calloc (tally->n + 1, sizeof *rows);
  UmpRandom random;
  bool done;

  memset (self, 0, sizeof *self);
  ump_random_seed (&random, seed);
  done = comparisons != NULL && rows != NULL
         && ump_davidson_fit (&davidson, comparisons, n_comparisons, tally->n)
         && ump_rows_set_best_mixture (rows, &davidson, &random);
  if (done && tally->n > 0) {
    for (size_t i = 1; i < tally->n; i++)
      if (davidson.rating[i] > davidson.rating[self->leader])
        self->leader = i;
    self->p_best = rows[self->leader].p_best;
    self->decided = self->p_best >= threshold;
    if (!self->decided)
      done = simulate (self, &davidson, comparisons, n_comparisons, threshold, rounds, &random);
  }
  ump_davidson_clear (&davidson);
  free (comparisons);
  free (rows);
  return done;
}
