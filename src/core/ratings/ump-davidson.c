/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-davidson.h"
#include "ump-matrix.h"

/* The hyperprior of the width is half-normal with one natural unit (174 Elo),
 * the prior of ln nu is N(0, 2^2). */
#define LOG_NU_SD 2.0

/* Equal steps in the logarithm, nearly; the step is what turns the density of
 * the width into a probability of a grid cell. */
static const double widths[UMP_N_WIDTHS] = { 40, 60, 90, 130, 190, 280, 400, 600 };


/* Log of evidence (by Laplace) x hyperprior x width of the grid cell. */
static double
log_weight (const UmpPairFit *fit, double width)
{
  double sd = width / UMP_ELO_PER_UNIT;

  return fit->log_posterior - fit->n * log (sd) - ump_matrix_log_det (fit->factor, fit->size) / 2 - sd * sd / 2 + log (sd);
}


static void
normalise_weights (UmpDavidson *self, const double *logs)
{
  double largest = -INFINITY, sum = 0;

  for (unsigned k = 0; k < self->n_fits; k++)
    largest = fmax (largest, logs[k]);
  for (unsigned k = 0; k < self->n_fits; k++)
    sum += self->weights[k] = exp (logs[k] - largest);
  for (unsigned k = 0; k < self->n_fits; k++)
    self->weights[k] /= sum;
}


/* Mean and covariance of the mixture. */
static bool
mix (UmpDavidson *self)
{
  size_t n = self->n;
  double *one = malloc (n * n * sizeof *one);

  if (one == NULL)
    return false;
  for (unsigned k = 0; k < self->n_fits; k++) {
    const double *x = self->fits[k].x;

    /* A width that is this improbable changes no digit that is shown. */
    if (self->weights[k] < 1e-12) {
      self->weights[k] = 0;
      continue;
    }
    if (!ump_pair_fit_covariance (&self->fits[k], one)) {
      free (one);
      return false;
    }
    for (size_t i = 0; i < n; i++) {
      self->sds[k * n + i] = sqrt (fmax (one[i * n + i], 0));
      self->rating[i] += self->weights[k] * x[i];
      for (size_t j = 0; j < n; j++)
        self->covariance[i * n + j] += self->weights[k] * (one[i * n + j] + x[i] * x[j]);
    }
  }
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++) {
      self->covariance[i * n + j] -= self->rating[i] * self->rating[j];
      self->covariance[i * n + j] *= UMP_ELO_PER_UNIT * UMP_ELO_PER_UNIT;
    }
  for (size_t i = 0; i < n; i++)
    self->rating[i] = UMP_ELO_MEAN + UMP_ELO_PER_UNIT * self->rating[i];
  free (one);
  return true;
}


/**
 * ump_davidson_fit:
 * @self: (out): becomes the fit; to be cleared in any case
 * @comparisons: (array length=n_comparisons): what was observed
 * @n_comparisons: how many
 * @n: contenders, at most UMP_DAVIDSON_MAX
 *
 * Log-strengths theta ~ N(0, width^2), ln nu ~ N(0, 2^2), the width learnt on a
 * grid of eight: one Newton fit for each, weighted by Laplace's evidence. The
 * result is the mean and the covariance of the mixture; as votes grow it
 * becomes the maximum-likelihood fit. Intervals are the mixture's quantiles.
 *
 * Returns: false only where memory ran out
 */
bool
ump_davidson_fit (UmpDavidson *self, const UmpComparison *comparisons, size_t n_comparisons, size_t n)
{
  double logs[UMP_N_WIDTHS];

  memset (self, 0, sizeof *self);
  self->n = n;
  self->sds = calloc (UMP_N_WIDTHS * n + 1, sizeof *self->sds);
  self->rating = calloc (n + 1, sizeof *self->rating);
  self->covariance = calloc (n * n + 1, sizeof *self->covariance);
  if (self->sds == NULL || self->rating == NULL || self->covariance == NULL)
    return false;
  if (n == 0)
    return true;
  for (unsigned k = 0; k < UMP_N_WIDTHS; k++) {
    double sd = widths[k] / UMP_ELO_PER_UNIT;
    UmpPairModel model = {
      .kernel = UMP_KERNEL_DAVIDSON,
      .n = n,
      .comparisons = comparisons,
      .n_comparisons = n_comparisons,
      .prior_precision = 1 / (sd * sd),
      .extra_precision = 1 / (LOG_NU_SD * LOG_NU_SD),
    };

    self->widths[k] = widths[k];
    self->n_fits = k + 1;
    if (!ump_pair_fit (&self->fits[k], &model, k > 0 ? self->fits[k - 1].x : NULL))
      return false;
    logs[k] = log_weight (&self->fits[k], widths[k]);
  }
  normalise_weights (self, logs);
  return mix (self);
}


/**
 * ump_davidson_get_quantile:
 * @self: a fit
 * @i: a contender
 * @q: from 0 to 1
 *
 * A mixture of normal distributions of different widths is skewed where the
 * votes are few, and its quantiles hold the truth more often than the mean and
 * two standard errors do.
 *
 * Returns: the quantile of its rating, Elo
 */
double
ump_davidson_get_quantile (const UmpDavidson *self, size_t i, double q)
{
  double lo = INFINITY, hi = -INFINITY;

  for (unsigned k = 0; k < self->n_fits; k++) {
    double reach = 9 * self->sds[k * self->n + i];

    if (self->weights[k] > 0) {
      lo = fmin (lo, self->fits[k].x[i] - reach);
      hi = fmax (hi, self->fits[k].x[i] + reach);
    }
  }
  while (hi - lo > 1e-9) {
    double middle = (lo + hi) / 2, below = 0;

    for (unsigned k = 0; k < self->n_fits; k++)
      if (self->weights[k] > 0)
        below += self->weights[k] * erfc ((self->fits[k].x[i] - middle) / (self->sds[k * self->n + i] * M_SQRT2)) / 2;
    if (below < q)
      lo = middle;
    else
      hi = middle;
  }
  return UMP_ELO_MEAN + UMP_ELO_PER_UNIT * lo;
}


/**
 * ump_davidson_get_nu:
 * @self: a fit
 *
 * Returns: how readily ties are given: the mixture's mean of ln nu, as nu
 */
double
ump_davidson_get_nu (const UmpDavidson *self)
{
  double mean = 0;

  for (unsigned k = 0; k < self->n_fits; k++)
    mean += self->weights[k] * self->fits[k].x[self->n];
  return exp (mean);
}


/**
 * ump_davidson_get_width:
 * @self: a fit
 *
 * Returns: the mean of the prior's width in Elo points
 */
double
ump_davidson_get_width (const UmpDavidson *self)
{
  double mean = 0;

  for (unsigned k = 0; k < self->n_fits; k++)
    mean += self->weights[k] * self->widths[k];
  return mean;
}


/**
 * ump_davidson_clear:
 * @self: a fit
 *
 * Frees what @self holds.
 */
void
ump_davidson_clear (UmpDavidson *self)
{
  for (unsigned k = 0; k < UMP_N_WIDTHS; k++)
    ump_pair_fit_clear (&self->fits[k]);
  free (self->sds);
  free (self->rating);
  free (self->covariance);
  memset (self, 0, sizeof *self);
}
