/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-matrix.h"
#include "ump-posterior.h"

/* Degrees of freedom of the proposals: heavier tails than the posterior's, so
 * that no draw gets a weight far above the others. */
#define FREEDOM 10


static void
centre (double *x, size_t n)
{
  double mean = 0;

  for (size_t i = 0; i < n; i++)
    mean += x[i] / n;
  for (size_t i = 0; i < n; i++)
    x[i] -= mean;
}


/* One proposal: multivariate t around the mode. Returns its log-density, but
 * for a constant. */
static double
propose (const UmpPairFit *fit, double *x, UmpRandom *random)
{
  double squares = 0, chi = 0, scale;

  for (size_t i = 0; i < fit->size; i++) {
    x[i] = ump_random_normal (random);
    squares += x[i] * x[i];
  }
  for (unsigned i = 0; i < FREEDOM; i++)
    chi += pow (ump_random_normal (random), 2);
  scale = sqrt (FREEDOM / chi);
  ump_matrix_solve_upper (fit->factor, fit->size, x);
  for (size_t i = 0; i < fit->size; i++)
    x[i] = fit->x[i] + scale * x[i];
  return -(FREEDOM + (double) fit->size) / 2 * log1p (scale * scale * squares / FREEDOM);
}


/**
 * ump_posterior_draw:
 * @self: (out): becomes the draws; to be cleared in any case
 * @model: a model with a prior
 * @fit: its optimum, with its factor
 * @n_draws: how many
 * @random: a seeded generator
 *
 * Importance sampling: t-distributed proposals around the mode, weighted by
 * the posterior itself. With few votes the posterior is skewed and its mean
 * and its quantiles lie some Elo points from where the normal approximation
 * has them.
 *
 * Returns: false only where memory ran out
 */
bool
ump_posterior_draw (UmpPosterior *self, const UmpPairModel *model, const UmpPairFit *fit, size_t n_draws, UmpRandom *random)
{
  double *x = malloc ((fit->size + 1) * sizeof *x);
  double largest = -INFINITY, sum = 0, squares = 0;

  memset (self, 0, sizeof *self);
  self->n = fit->n;
  self->n_draws = n_draws;
  self->draws = malloc ((n_draws * self->n + 1) * sizeof *self->draws);
  self->weights = malloc ((n_draws + 1) * sizeof *self->weights);
  if (x == NULL || self->draws == NULL || self->weights == NULL) {
    free (x);
    return false;
  }
  for (size_t draw = 0; draw < n_draws; draw++) {
    double log_proposal = propose (fit, x, random);

    self->weights[draw] = ump_pair_model_evaluate (model, x, NULL) - log_proposal;
    largest = fmax (largest, self->weights[draw]);
    centre (x, self->n);
    memcpy (self->draws + draw * self->n, x, self->n * sizeof *x);
  }
  for (size_t draw = 0; draw < n_draws; draw++)
    sum += self->weights[draw] = exp (self->weights[draw] - largest);
  for (size_t draw = 0; draw < n_draws; draw++) {
    self->weights[draw] /= sum;
    squares += self->weights[draw] * self->weights[draw];
  }
  self->effective = 1 / squares;
  free (x);
  return true;
}


/**
 * ump_posterior_get_mean:
 * @self: draws
 * @i: a contender
 *
 * Returns: the posterior mean of its centred log-strength
 */
double
ump_posterior_get_mean (const UmpPosterior *self, size_t i)
{
  double mean = 0;

  for (size_t draw = 0; draw < self->n_draws; draw++)
    mean += self->weights[draw] * self->draws[draw * self->n + i];
  return mean;
}


typedef struct {
  double value;
  double weight;
} Weighted;


static int
compare_weighted (const void *a, const void *b)
{
  const Weighted *first = a, *second = b;

  return (first->value > second->value) - (first->value < second->value);
}


/**
 * ump_posterior_get_quantiles:
 * @self: draws
 * @i: a contender
 * @levels: (array length=n_levels): from 0 to 1, ascending
 * @n_levels: how many
 * @quantiles: (out) (array length=n_levels): of its centred log-strength
 *
 * Returns: false only where memory ran out
 */
bool
ump_posterior_get_quantiles (const UmpPosterior *self, size_t i, const double *levels, size_t n_levels, double *quantiles)
{
  Weighted *sorted = malloc ((self->n_draws + 1) * sizeof *sorted);
  double sum = 0;
  size_t draw = 0;

  if (sorted == NULL)
    return false;
  for (size_t k = 0; k < self->n_draws; k++)
    sorted[k] = (Weighted) { self->draws[k * self->n + i], self->weights[k] };
  qsort (sorted, self->n_draws, sizeof *sorted, compare_weighted);
  for (size_t level = 0; level < n_levels; level++) {
    while (draw + 1 < self->n_draws && sum + sorted[draw].weight < levels[level])
      sum += sorted[draw++].weight;
    quantiles[level] = sorted[draw].value;
  }
  free (sorted);
  return true;
}


/**
 * ump_posterior_count_best:
 * @self: draws
 * @best: (out) (array length=n): the probability of each to be the best
 */
void
ump_posterior_count_best (const UmpPosterior *self, double *best)
{
  memset (best, 0, self->n * sizeof *best);
  for (size_t draw = 0; draw < self->n_draws; draw++) {
    const double *x = self->draws + draw * self->n;
    size_t first = 0;

    for (size_t i = 1; i < self->n; i++)
      if (x[i] > x[first])
        first = i;
    best[first] += self->weights[draw];
  }
}


/**
 * ump_posterior_count_better:
 * @self: draws
 * @better: (out) (array length=n*n): the probability that i is better than j
 */
void
ump_posterior_count_better (const UmpPosterior *self, double *better)
{
  size_t n = self->n;

  memset (better, 0, n * n * sizeof *better);
  for (size_t draw = 0; draw < self->n_draws; draw++) {
    const double *x = self->draws + draw * n;

    for (size_t i = 0; i < n; i++)
      for (size_t j = 0; j < i; j++)
        better[x[i] > x[j] ? i * n + j : j * n + i] += self->weights[draw];
  }
  for (size_t i = 0; i < n; i++)
    better[i * n + i] = 0.5;
}


/**
 * ump_posterior_clear:
 * @self: draws
 *
 * Frees what @self holds.
 */
void
ump_posterior_clear (UmpPosterior *self)
{
  free (self->draws);
  free (self->weights);
  memset (self, 0, sizeof *self);
}
