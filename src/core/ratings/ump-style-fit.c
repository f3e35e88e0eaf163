/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-matrix.h"
#include "ump-sandwich.h"
#include "ump-style-fit.h"

#define MAX_ITERATIONS 100
#define SMALL_STEP 1e-10


static double
get_logit (const UmpStyleModel *model, const double *x, size_t row)
{
  const double *features = model->features + row * model->n_features;
  double logit = x[model->rows[row].a] - x[model->rows[row].b];

  for (size_t k = 0; k < model->n_features; k++)
    logit += x[model->n + k] * features[k];
  return logit;
}


static double
evaluate (const UmpStyleModel *model, const double *x, double *log_likelihood)
{
  double sum = 0, penalty = 0;

  for (size_t r = 0; r < model->n_rows; r++) {
    double d = get_logit (model, x, r);
    double points = model->rows[r].points;

    sum += points * fmin (d, 0) + (1 - points) * fmin (-d, 0) - log1p (exp (-fabs (d)));
  }
  *log_likelihood = sum;
  for (size_t i = 0; i < model->n; i++)
    penalty += model->prior_precision * x[i] * x[i];
  for (size_t k = 0; k < model->n_features; k++)
    penalty += model->feature_precision * x[model->n + k] * x[model->n + k];
  return sum - penalty / 2;
}


static void
assemble (const UmpStyleModel *model, const double *x, double *g, double *h, double *gauge)
{
  size_t n = model->n, m = model->n_features, size = n + m;
  double trace = 0;

  memset (g, 0, size * sizeof *g);
  memset (h, 0, size * size * sizeof *h);
  for (size_t r = 0; r < model->n_rows; r++) {
    const UmpStyleRow *row = &model->rows[r];
    const double *z = model->features + r * m;
    double p = 1 / (1 + exp (-get_logit (model, x, r)));
    double residual = row->points - p, weight = p * (1 - p);

    g[row->a] += residual;
    g[row->b] -= residual;
    h[row->a * size + row->a] += weight;
    h[row->b * size + row->b] += weight;
    h[(row->a > row->b ? row->a * size + row->b : row->b * size + row->a)] -= weight;
    for (size_t k = 0; k < m; k++) {
      double *line = h + (n + k) * size;

      g[n + k] += residual * z[k];
      line[row->a] += weight * z[k];
      line[row->b] -= weight * z[k];
      for (size_t l = 0; l <= k; l++)
        line[n + l] += weight * z[k] * z[l];
    }
  }
  for (size_t i = 0; i < size; i++) {
    double precision = i < n ? model->prior_precision : model->feature_precision;

    g[i] -= precision * x[i];
    h[i * size + i] += precision;
    if (i < n)
      trace += h[i * size + i];
  }
  *gauge = model->prior_precision > 0 ? 0 : trace / n;
  for (size_t i = 0; *gauge > 0 && i < n; i++)
    for (size_t j = 0; j <= i; j++)
      h[i * size + j] += *gauge / n;
}


/* One Newton step, halved as long as it makes things worse. */
static double
advance (UmpPairFit *self, const UmpStyleModel *model, const double *step, double *trial)
{
  double here = evaluate (model, self->x, &self->log_likelihood);
  double largest = 0;

  for (size_t i = 0; i < self->size; i++)
    largest = fmax (largest, fabs (step[i]));
  for (double scale = 1; scale > 1e-12; scale /= 2) {
    for (size_t i = 0; i < self->size; i++)
      trial[i] = self->x[i] + scale * step[i];
    self->log_posterior = evaluate (model, trial, &self->log_likelihood);
    if (self->log_posterior >= here - 1e-12 * fabs (here) || largest < 1e-8) {
      memcpy (self->x, trial, self->size * sizeof *trial);
      return scale * largest;
    }
  }
  return 0;
}


/**
 * ump_style_fit:
 * @self: (out): becomes the fit, its unknowns the log-strengths and then the
 *   coefficients; to be cleared in any case
 * @model: what to fit
 *
 * logit P(a is better) = theta_a - theta_b + beta' z by Newton's method.
 *
 * Returns: false only where memory ran out
 */
bool
ump_style_fit (UmpPairFit *self, const UmpStyleModel *model)
{
  size_t size = model->n + model->n_features;
  double *step = malloc (2 * (size + 1) * sizeof *step);
  double last = INFINITY;

  memset (self, 0, sizeof *self);
  self->n = model->n;
  self->size = size;
  self->x = calloc (size + 1, sizeof *self->x);
  self->factor = malloc ((size * size + 1) * sizeof *self->factor);
  if (self->x == NULL || self->factor == NULL || step == NULL) {
    free (step);
    return false;
  }
  for (self->iterations = 0; size > 0 && self->iterations < MAX_ITERATIONS; self->iterations++) {
    assemble (model, self->x, step, self->factor, &self->gauge);
    if (!ump_matrix_factor (self->factor, size)) {
      free (self->factor);
      self->factor = NULL;
      break;
    }
    if (last < SMALL_STEP)
      break;
    ump_matrix_solve (self->factor, size, step);
    last = advance (self, model, step, step + size);
  }
  free (step);
  return true;
}


static int
compare_clusters (const void *a, const void *b)
{
  const UmpStyleRow *const *first = a, *const *second = b;

  return ((*first)->cluster > (*second)->cluster) - ((*first)->cluster < (*second)->cluster);
}


static void
add_score (const UmpStyleModel *model, const UmpPairFit *fit, const UmpStyleRow *row, double *score)
{
  size_t r = row - model->rows;
  double residual = row->points - 1 / (1 + exp (-get_logit (model, fit->x, r)));

  score[row->a] += residual;
  score[row->b] -= residual;
  for (size_t k = 0; k < model->n_features; k++)
    score[model->n + k] += residual * model->features[r * model->n_features + k];
}


/**
 * ump_style_sandwich:
 * @model: what was fitted
 * @fit: its optimum
 * @clustered: sum the scores of a cluster first
 * @covariance: (out) (array length=n*n): of the centred log-strengths
 *
 * Returns: false only where memory ran out
 */
bool
ump_style_sandwich (const UmpStyleModel *model, const UmpPairFit *fit, bool clustered, double *covariance)
{
  size_t size = fit->size;
  const UmpStyleRow **sorted = malloc ((model->n_rows + 1) * sizeof *sorted);
  double *g = calloc (size * size + size + 1, sizeof *g);
  bool done = sorted != NULL && g != NULL;

  if (done) {
    double *score = g + size * size;

    for (size_t r = 0; r < model->n_rows; r++)
      sorted[r] = &model->rows[r];
    if (clustered)
      qsort (sorted, model->n_rows, sizeof *sorted, compare_clusters);
    for (size_t r = 0; r < model->n_rows; r++) {
      add_score (model, fit, sorted[r], score);
      if (clustered && r + 1 < model->n_rows && sorted[r + 1]->cluster == sorted[r]->cluster)
        continue;
      for (size_t i = 0; i < size; i++) {
        if (score[i] != 0)
          for (size_t j = 0; j < size; j++)
            g[i * size + j] += score[i] * score[j];
      }
      memset (score, 0, size * sizeof *score);
    }
    done = ump_sandwich_finish (fit, g, covariance);
  }
  free (sorted);
  free (g);
  return done;
}
