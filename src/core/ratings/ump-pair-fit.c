/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-matrix.h"
#include "ump-pair-fit.h"
#include "ump-sparse-fit.h"

#define MAX_ITERATIONS 200
/* Newton's error is squared in each step, so after a step of this size what is
 * left is rounding. */
#define SMALL_STEP 1e-9
/* The information changes by a factor of at most e^|change of d|, so a step of
 * this size cannot make things worse. */
#define SAFE_STEP 0.4
/* Above this the sparse solver is faster; a factor is still made, once. */
#define NEWTON_LIMIT 300

/* Work space of one fit. */
typedef struct {
  const UmpPairModel *model;
  size_t size;
  double *gradient;
  double *step;
  double *trial;
} Newton;


/**
 * ump_comparisons_from_tally:
 * @tally: a finished tally
 * @by_side: keep apart who was on the left
 * @n_comparisons: (out): how many
 *
 * Returns: (transfer full): an array to be freed, NULL where memory ran out
 */
UmpComparison *
ump_comparisons_from_tally (const UmpTally *tally, bool by_side, size_t *n_comparisons)
{
  UmpComparison *comparisons = calloc (tally->n_pairs * 2 + 1, sizeof *comparisons);
  size_t n = 0;

  if (comparisons == NULL)
    return NULL;
  for (size_t i = 0; i < tally->n_pairs; i++) {
    const UmpPair *pair = &tally->pairs[i];
    UmpComparison sides[2];

    for (int side = 0; side < 2; side++)
      sides[side] = (UmpComparison) {
        .a = pair->a,
        .b = pair->b,
        .wins_a = pair->wins_a[side],
        .wins_b = pair->wins_b[side],
        .ties = (double) pair->ties[side] + pair->both_bad[side],
        .side = side == 0 ? 1 : -1,
      };
    if (by_side) {
      for (int side = 0; side < 2; side++)
        if (sides[side].wins_a + sides[side].wins_b + sides[side].ties > 0)
          comparisons[n++] = sides[side];
    } else {
      sides[0].wins_a += sides[1].wins_a;
      sides[0].wins_b += sides[1].wins_b;
      sides[0].ties += sides[1].ties;
      sides[0].side = 0;
      comparisons[n++] = sides[0];
    }
  }
  *n_comparisons = n;
  return comparisons;
}


/**
 * ump_pair_model_get_size:
 * @model: a model
 *
 * Returns: how many unknowns it has
 */
size_t
ump_pair_model_get_size (const UmpPairModel *model)
{
  return model->n + (model->kernel != UMP_KERNEL_BT) + model->with_side;
}


static double
get_extra (const UmpPairModel *model, const double *x)
{
  return model->kernel != UMP_KERNEL_BT ? x[model->n] : 0;
}


static double
get_side (const UmpPairModel *model, const double *x)
{
  return model->with_side ? x[ump_pair_model_get_size (model) - 1] : 0;
}


/* Half the quadratic form of the prior at @x; where there is a gradient, takes
 * the prior's part off it. */
static double
get_penalty (const UmpPairModel *model, const double *x, double *gradient)
{
  double sum = 0;

  for (size_t i = 0; i < model->n; i++) {
    double pull = model->prior_precision * x[i];

    for (size_t j = 0; model->prior_matrix != NULL && j < model->n; j++)
      pull += model->prior_matrix[i * model->n + j] * x[j];
    sum += pull * x[i] / 2;
    if (gradient != NULL)
      gradient[i] -= pull;
  }
  return sum;
}


/**
 * ump_pair_model_evaluate:
 * @model: a model
 * @x: (array): a value for each unknown
 * @log_likelihood: (out) (nullable): without the prior
 *
 * Returns: the log-posterior at @x, but for a constant
 */
double
ump_pair_model_evaluate (const UmpPairModel *model, const double *x, double *log_likelihood)
{
  double extra = get_extra (model, x), side = get_side (model, x);
  double sum = 0;

  for (size_t i = 0; i < model->n_comparisons; i++) {
    const UmpComparison *c = &model->comparisons[i];

    sum += ump_kernel_get_value (model->kernel, c, x[c->a] - x[c->b] + side * c->side, extra);
  }
  if (log_likelihood != NULL)
    *log_likelihood = sum;
  return sum - get_penalty (model, x, NULL) - model->extra_precision * extra * extra / 2;
}


/* Gradient and information at @x. */
static void
assemble (const Newton *newton, const double *x, double *h, double *gauge)
{
  const UmpPairModel *model = newton->model;
  size_t n = model->n, size = newton->size;
  size_t extra_index = n, side_index = size - 1;
  bool has_extra = model->kernel != UMP_KERNEL_BT;
  double extra = get_extra (model, x), side = get_side (model, x);
  double *g = newton->gradient;
  double trace = 0;

  memset (h, 0, size * size * sizeof *h);
  memset (g, 0, size * sizeof *g);
  for (size_t i = 0; i < model->n_comparisons; i++) {
    const UmpComparison *c = &model->comparisons[i];
    UmpKernelTerms t;

    ump_kernel_eval (model->kernel, c, x[c->a] - x[c->b] + side * c->side, extra, &t);
    g[c->a] += t.g_d;
    g[c->b] -= t.g_d;
    h[c->a * size + c->a] += t.h_dd;
    h[c->b * size + c->b] += t.h_dd;
    h[(c->a > c->b ? c->a : c->b) * size + (c->a > c->b ? c->b : c->a)] -= t.h_dd;
    if (has_extra) {
      g[extra_index] += t.g_extra;
      h[extra_index * size + c->a] += t.h_dextra;
      h[extra_index * size + c->b] -= t.h_dextra;
      h[extra_index * size + extra_index] += t.h_extra;
    }
    if (model->with_side) {
      g[side_index] += t.g_d * c->side;
      h[side_index * size + c->a] += t.h_dd * c->side;
      h[side_index * size + c->b] -= t.h_dd * c->side;
      h[side_index * size + side_index] += t.h_dd * c->side * c->side;
      if (has_extra)
        h[side_index * size + extra_index] += t.h_dextra * c->side;
    }
  }
  for (size_t i = 0; i < n; i++) {
    h[i * size + i] += model->prior_precision;
    for (size_t j = 0; model->prior_matrix != NULL && j <= i; j++)
      h[i * size + j] += model->prior_matrix[i * n + j];
    trace += h[i * size + i];
  }
  get_penalty (model, x, g);
  if (has_extra) {
    g[extra_index] -= model->extra_precision * extra;
    h[extra_index * size + extra_index] += model->extra_precision;
  }
  /* Without a prior only differences are known: 11' fixes the mean. */
  *gauge = model->prior_precision > 0 || model->prior_matrix != NULL ? 0 : trace / n;
  if (*gauge > 0)
    for (size_t i = 0; i < n; i++)
      for (size_t j = 0; j <= i; j++)
        h[i * size + j] += *gauge / n;
}


/* Moves along the step, by half of it as long as that makes things worse.
 * Returns the largest change, or less than 0 where there was none. */
static double
line_search (const Newton *newton, double *x)
{
  const UmpPairModel *model = newton->model;
  double scale = 1, largest = 0, value;

  for (size_t i = 0; i < newton->size; i++)
    largest = fmax (largest, fabs (newton->step[i]));
  if (largest < SMALL_STEP || (largest < SAFE_STEP && model->kernel != UMP_KERNEL_RAO_KUPPER)) {
    for (size_t i = 0; i < newton->size; i++)
      x[i] += newton->step[i];
    return largest;
  }
  value = ump_pair_model_evaluate (model, x, NULL);
  for (int halvings = 0; halvings < 60; halvings++, scale /= 2) {
    for (size_t i = 0; i < newton->size; i++)
      newton->trial[i] = x[i] + scale * newton->step[i];
    if (model->kernel == UMP_KERNEL_RAO_KUPPER && !(newton->trial[model->n] > 0))
      continue;
    /* Near the optimum the value stands still within rounding. */
    if (ump_pair_model_evaluate (model, newton->trial, NULL) >= value - 1e-12 * fabs (value)) {
      memcpy (x, newton->trial, newton->size * sizeof *x);
      return scale * largest;
    }
  }
  return -1;
}


static void
centre (double *x, size_t n)
{
  double mean = 0;

  for (size_t i = 0; i < n; i++)
    mean += x[i] / n;
  for (size_t i = 0; i < n; i++)
    x[i] -= mean;
}


static bool
allocate (Newton *newton, UmpPairFit *fit, const UmpPairModel *model)
{
  newton->model = model;
  newton->size = fit->size;
  fit->factor = malloc (fit->size * fit->size * sizeof *fit->factor);
  newton->gradient = malloc (3 * fit->size * sizeof *newton->gradient);
  if (fit->factor == NULL || newton->gradient == NULL) {
    free (newton->gradient);
    return false;
  }
  newton->step = newton->gradient + fit->size;
  newton->trial = newton->step + fit->size;
  return true;
}


/* The factor at an optimum that was found in another way. */
static bool
factor_once (UmpPairFit *self, const UmpPairModel *model)
{
  Newton newton;

  if (!allocate (&newton, self, model))
    return false;
  assemble (&newton, self->x, self->factor, &self->gauge);
  if (!ump_matrix_factor (self->factor, self->size)) {
    free (self->factor);
    self->factor = NULL;
  }
  free (newton.gradient);
  return true;
}


static bool
fit_dense (UmpPairFit *self, const UmpPairModel *model)
{
  Newton newton;
  double last = INFINITY;

  if (!allocate (&newton, self, model))
    return false;

  /* One more factorisation than steps: the factor must be that of the optimum. */
  for (self->iterations = 0; self->iterations < MAX_ITERATIONS; self->iterations++) {
    assemble (&newton, self->x, self->factor, &self->gauge);
    if (!ump_matrix_factor (self->factor, self->size)) {
      free (self->factor);
      self->factor = NULL;
      break;
    }
    if (last < SMALL_STEP)
      break;
    memcpy (newton.step, newton.gradient, self->size * sizeof *newton.step);
    ump_matrix_solve (self->factor, self->size, newton.step);
    last = line_search (&newton, self->x);
  }
  free (newton.gradient);
  return true;
}


/**
 * ump_pair_fit:
 * @self: (out): becomes the fit; to be cleared in any case
 * @model: what to fit
 * @start: (nullable): where to start, size as ump_pair_model_get_size()
 *
 * Maximises the posterior (the likelihood where there is no prior) by Newton's
 * method. Without a prior the caller must have made sure that the optimum
 * exists. With thousands of contenders the fit keeps no factor.
 *
 * Returns: false only where memory ran out
 */
bool
ump_pair_fit (UmpPairFit *self, const UmpPairModel *model, const double *start)
{
  bool done;

  memset (self, 0, sizeof *self);
  self->n = model->n;
  self->size = ump_pair_model_get_size (model);
  self->x = calloc (self->size + 1, sizeof *self->x);
  if (self->x == NULL)
    return false;
  if (start != NULL)
    memcpy (self->x, start, self->size * sizeof *start);
  else if (model->kernel == UMP_KERNEL_RAO_KUPPER)
    self->x[model->n] = 0.5;
  if (model->n == 0)
    return true;

  if (model->n <= NEWTON_LIMIT || model->prior_matrix != NULL)
    done = fit_dense (self, model);
  else
    done = ump_sparse_fit (model, self->x, &self->iterations) && (model->n > UMP_PAIR_FIT_DENSE_LIMIT || factor_once (self, model));
  if (done) {
    if (model->prior_matrix == NULL)
      centre (self->x, self->n);
    self->log_posterior = ump_pair_model_evaluate (model, self->x, &self->log_likelihood);
  }
  return done;
}


/**
 * ump_pair_fit_covariance:
 * @self: a fit that kept its factor
 * @covariance: (out): n x n, in squared natural units
 *
 * The covariance of the centred log-strengths: theta minus the mean of all.
 *
 * Returns: false only where memory ran out
 */
bool
ump_pair_fit_covariance (const UmpPairFit *self, double *covariance)
{
  size_t n = self->n;
  double *inverse = malloc (self->size * self->size * sizeof *inverse);
  double *means = calloc (n + 1, sizeof *means);
  double mean = 0;

  if (inverse == NULL || means == NULL || !ump_matrix_invert (self->factor, self->size, inverse)) {
    free (inverse);
    free (means);
    return false;
  }
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++)
      means[i] += inverse[i * self->size + j] / n;
    mean += means[i] / n;
  }
  /* Centring takes out what the gauge put in: it lies along 1. */
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      covariance[i * n + j] = inverse[i * self->size + j] - means[i] - means[j] + mean;
  free (inverse);
  free (means);
  return true;
}


/**
 * ump_pair_fit_clear:
 * @self: a fit
 *
 * Frees what @self holds.
 */
void
ump_pair_fit_clear (UmpPairFit *self)
{
  free (self->x);
  free (self->factor);
  memset (self, 0, sizeof *self);
}
