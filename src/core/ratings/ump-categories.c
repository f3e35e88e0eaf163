/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-categories.h"
#include "ump-davidson.h"
#include "ump-matrix.h"
#include "ump-standing.h"

/* Deviations of a category from the overall strength, in Elo points, with a
 * half-normal hyperprior: categories differ, but seldom by as much as
 * contenders do. */
#define N_DEVIATIONS 6
#define DEVIATION_SD 100.0
#define LOG_NU_PRECISION 0.25

static const double deviations[N_DEVIATIONS] = { 12, 24, 48, 90, 170, 320 };

/* The categories side by side: contender i of category c is number c n + i. */
typedef struct {
  size_t n;
  size_t n_categories;
  size_t size;
  UmpComparison *comparisons;
  size_t n_comparisons;
  double *prior;
  double width;
} Stack;


static bool
stack_tallies (Stack *self, const UmpTally *tallies)
{
  size_t total = 0;

  for (size_t c = 0; c < self->n_categories; c++)
    total += tallies[c].n_pairs;
  self->comparisons = malloc ((total + 1) * sizeof *self->comparisons);
  self->prior = malloc ((self->size * self->size + 1) * sizeof *self->prior);
  if (self->comparisons == NULL || self->prior == NULL)
    return false;
  for (size_t c = 0; c < self->n_categories; c++) {
    size_t n_comparisons;
    UmpComparison *comparisons = ump_comparisons_from_tally (&tallies[c], false, &n_comparisons);

    if (comparisons == NULL)
      return false;
    for (size_t i = 0; i < n_comparisons; i++) {
      UmpComparison *to = &self->comparisons[self->n_comparisons++];

      *to = comparisons[i];
      to->a += c * self->n;
      to->b += c * self->n;
    }
    free (comparisons);
  }
  return true;
}


/* The width of the prior of all, from all votes as if there were no categories. */
static bool
learn_width (Stack *self)
{
  UmpDavidson davidson;
  UmpComparison *merged = malloc ((self->n_comparisons + 1) * sizeof *merged);
  bool done = merged != NULL;

  for (size_t i = 0; done && i < self->n_comparisons; i++) {
    merged[i] = self->comparisons[i];
    merged[i].a %= self->n;
    merged[i].b %= self->n;
  }
  done = done && ump_davidson_fit (&davidson, merged, self->n_comparisons, self->n);
  if (done)
    self->width = ump_davidson_get_width (&davidson);
  if (merged != NULL)
    ump_davidson_clear (&davidson);
  free (merged);
  return done;
}


/* Precision of one contender's strengths over the categories, which share
 * N(0, s^2) and have N(0, t^2) each: (I - s^2/(t^2 + C s^2) J) / t^2. Returns
 * the logarithm of the whole matrix' determinant. */
static double
fill_prior (Stack *self, double deviation)
{
  double s2 = pow (self->width / UMP_ELO_PER_UNIT, 2);
  double t2 = pow (deviation / UMP_ELO_PER_UNIT, 2);
  double shared = s2 / (t2 + self->n_categories * s2);

  memset (self->prior, 0, self->size * self->size * sizeof *self->prior);
  for (size_t i = 0; i < self->n; i++)
    for (size_t c = 0; c < self->n_categories; c++)
      for (size_t d = 0; d < self->n_categories; d++)
        self->prior[(c * self->n + i) * self->size + d * self->n + i] = ((c == d) - shared) / t2;
  return -(double) self->n * ((self->n_categories - 1) * log (t2) + log (t2 + self->n_categories * s2));
}


/* Adds one deviation's mean and second moments of the category, centred. */
static bool
add_moments (const Stack *self, const UmpPairFit *fit, size_t category, double weight, double *mean, double *moments)
{
  size_t n = self->n, first = category * n;
  double *inverse = malloc ((fit->size * fit->size + 2 * n) * sizeof *inverse);
  double *row_means = inverse + fit->size * fit->size, *x = row_means + n;
  double all = 0, middle = 0;

  if (inverse == NULL || !ump_matrix_invert (fit->factor, fit->size, inverse)) {
    free (inverse);
    return false;
  }
  for (size_t i = 0; i < n; i++) {
    row_means[i] = 0;
    for (size_t j = 0; j < n; j++)
      row_means[i] += inverse[(first + i) * fit->size + first + j] / n;
    all += row_means[i] / n;
    middle += fit->x[first + i] / n;
  }
  for (size_t i = 0; i < n; i++) {
    x[i] = fit->x[first + i] - middle;
    mean[i] += weight * x[i];
  }
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      moments[i * n + j] += weight * (inverse[(first + i) * fit->size + first + j] - row_means[i] - row_means[j] + all + x[i] * x[j]);
  free (inverse);
  return true;
}


static bool
mix (Stack *self, size_t category, double *mean, double *moments, double *nu)
{
  UmpPairFit fits[N_DEVIATIONS] = { 0 };
  double logs[N_DEVIATIONS], largest = -INFINITY, sum = 0;
  bool done = true;

  for (unsigned k = 0; done && k < N_DEVIATIONS; k++) {
    double log_det = fill_prior (self, deviations[k]);
    UmpPairModel model = {
      .kernel = UMP_KERNEL_DAVIDSON,
      .n = self->size,
      .comparisons = self->comparisons,
      .n_comparisons = self->n_comparisons,
      .prior_matrix = self->prior,
      .extra_precision = LOG_NU_PRECISION,
    };

    done = ump_pair_fit (&fits[k], &model, k > 0 ? fits[k - 1].x : NULL) && fits[k].factor != NULL;
    if (!done)
      break;
    /* Laplace's evidence, the hyperprior, and the width of the grid's cell. */
    logs[k] = fits[k].log_posterior + log_det / 2 - ump_matrix_log_det (fits[k].factor, fits[k].size) / 2
              - pow (deviations[k] / DEVIATION_SD, 2) / 2 + log (deviations[k]);
    largest = fmax (largest, logs[k]);
  }
  for (unsigned k = 0; done && k < N_DEVIATIONS; k++)
    sum += exp (logs[k] - largest);
  *nu = 0;
  for (unsigned k = 0; done && k < N_DEVIATIONS; k++) {
    double weight = exp (logs[k] - largest) / sum;

    *nu += weight * fits[k].x[self->size];
    done = add_moments (self, &fits[k], category, weight, mean, moments);
  }
  *nu = exp (*nu);
  for (unsigned k = 0; k < N_DEVIATIONS; k++)
    ump_pair_fit_clear (&fits[k]);
  return done;
}


static bool
fill_table (size_t n, const double *mean, const double *moments, const UmpRatingOptions *options, UmpRatingTable *table)
{
  double *rating = malloc ((n + 1) * sizeof *rating);
  UmpRandom random;
  bool done;

  table->covariance = malloc ((n * n + 1) * sizeof (double));
  table->better = malloc ((n * n + 1) * sizeof (double));
  done = rating != NULL && table->covariance != NULL && table->better != NULL;
  if (done) {
    for (size_t i = 0; i < n; i++)
      rating[i] = UMP_ELO_MEAN + UMP_ELO_PER_UNIT * mean[i];
    for (size_t i = 0; i < n; i++)
      for (size_t j = 0; j < n; j++)
        table->covariance[i * n + j] = UMP_ELO_PER_UNIT * UMP_ELO_PER_UNIT * (moments[i * n + j] - mean[i] * mean[j]);
    ump_rows_set_normal (table->rows, n, rating, table->covariance);
    ump_better_normal (rating, table->covariance, n, table->better);
    ump_random_seed (&random, options->seed);
    done = ump_rows_set_best_normal (table->rows, n, rating, table->covariance, &random);
  }
  free (rating);
  return done;
}


/**
 * ump_categories_rate:
 * @tallies: (array length=n_categories): finished tallies of the same
 *   contenders, one for each category; a vote is in one of them
 * @n_categories: how many
 * @category: which one is rated
 * @options: the seed counts
 * @table: (out): the board of @category; to be cleared in any case
 *
 * Partial pooling: a contender's strength in a category is its strength over
 * all plus N(0, t^2), with t learnt on a grid as the prior's width is. With few
 * votes a category's board is the overall one, with many it is its own.
 *
 * The work grows with the third power of contenders times categories; a caller
 * with many categories merges those that are not asked for.
 *
 * Returns: false only where memory ran out
 */
bool
ump_categories_rate (const UmpTally *tallies, size_t n_categories, size_t category, const UmpRatingOptions *options, UmpRatingTable *table)
{
  Stack stack = { .n = tallies[category].n, .n_categories = n_categories };
  size_t n = stack.n;
  double *mean = calloc (n * n + n + 1, sizeof *mean);
  double *moments = mean + n;
  bool done;

  stack.size = n * n_categories;
  done = mean != NULL && ump_rating_table_init (table, &tallies[category]) && stack_tallies (&stack, tallies);
  if (done && n > 0)
    done = learn_width (&stack) && mix (&stack, category, mean, moments, &table->nu) && fill_table (n, mean, moments, options, table);
  table->interval = UMP_INTERVAL_POSTERIOR;
  table->prior_sd = stack.width;
  free (mean);
  free (stack.comparisons);
  free (stack.prior);
  return done;
}
