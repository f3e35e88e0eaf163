/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-matrix.h"
#include "ump-standing.h"

/* Numbers drawn for P(best), and the fewest draws: with 4,000 its error is
 * below 0.008. */
#define NUMBERS_TO_DRAW 100000
#define MIN_DRAWS 4000
#define MAX_DRAWS 20000
#define MIN_SHARE 50


static double
normal_cdf (double x)
{
  return erfc (-x * M_SQRT1_2) / 2;
}




static size_t
count_draws (size_t n)
{
  size_t draws = NUMBERS_TO_DRAW / (n + 1);

  return draws < MIN_DRAWS ? MIN_DRAWS : draws > MAX_DRAWS ? MAX_DRAWS : draws;
}


/* Whoever is this many standard errors behind the first is not the best: less
 * than one chance in three million. */
#define OUT_OF_REACH 5.0


static size_t
list_candidates (const double *mean, const double *covariance, size_t n, size_t *candidates)
{
  size_t first = 0, n_candidates = 0;

  for (size_t i = 1; i < n; i++)
    if (mean[i] > mean[first])
      first = i;
  for (size_t i = 0; i < n; i++) {
    double variance = covariance[i * n + i] + covariance[first * n + first] - 2 * covariance[i * n + first];

    if (i == first || mean[first] - mean[i] <= OUT_OF_REACH * sqrt (fmax (variance, 0)))
      candidates[n_candidates++] = i;
  }
  return n_candidates;
}


/* Draws from the normal distribution and counts who comes first: adds up to
 * @weight to @best. */
static bool
draw_best (const double *mean, const double *covariance, size_t n, size_t draws, double weight, UmpRandom *random, double *best)
{
  size_t *candidates = malloc ((n + 1) * sizeof *candidates);
  size_t m = candidates != NULL ? list_candidates (mean, covariance, n, candidates) : 0;
  double *factor = malloc ((m * m + m + 1) * sizeof *factor);
  double ridge = 0;
  bool done = candidates != NULL && factor != NULL;

  /* Centred covariances are singular. What is added to all alike changes no
   * difference between two contenders. */
  for (size_t k = 0; done && k < m; k++)
    ridge = fmax (ridge, covariance[candidates[k] * n + candidates[k]]);
  ridge = ridge > 0 ? ridge : 1;
  for (size_t k = 0; done && k < m; k++)
    for (size_t l = 0; l <= k; l++)
      factor[k * m + l] = covariance[candidates[k] * n + candidates[l]] + ridge + (k == l ? ridge * 1e-10 : 0);
  if (done && m == 1) {
    best[candidates[0]] += weight;
  } else if (done && m > 1 && ump_matrix_factor (factor, m)) {
    double *z = factor + m * m;

    for (size_t draw = 0; draw < draws; draw++) {
      size_t first = 0;
      double highest = -INFINITY;

      for (size_t k = 0; k < m; k++) {
        double x = mean[candidates[k]];

        z[k] = ump_random_normal (random);
        for (size_t l = 0; l <= k; l++)
          x += factor[k * m + l] * z[l];
        if (x > highest) {
          highest = x;
          first = k;
        }
      }
      best[candidates[first]] += weight / draws;
    }
  }
  free (candidates);
  free (factor);
  return done;
}


/**
 * ump_rows_set_normal:
 * @rows: (array length=n): lines to fill
 * @n: contenders
 * @rating: (array length=n): Elo
 * @covariance: (array length=n*n): squared Elo
 *
 * Rating, standard error and 95 % interval, and from these the ranks.
 */
void
ump_rows_set_normal (UmpRatingRow *rows, size_t n, const double *rating, const double *covariance)
{
  for (size_t i = 0; i < n; i++) {
    rows[i].rating = rating[i];
    rows[i].se = sqrt (fmax (covariance[i * n + i], 0));
    rows[i].lo = rating[i] - UMP_Z95 * rows[i].se;
    rows[i].hi = rating[i] + UMP_Z95 * rows[i].se;
  }
  ump_rows_set_ranks (rows, n);
}


/**
 * ump_rows_set_ranks:
 * @rows: (array length=n): lines with intervals
 * @n: contenders
 *
 * The best rank still possible is one more than the number of contenders whose
 * interval lies wholly above; the worst is the number of those whose interval
 * does not lie wholly below. Lines without an interval have no rank.
 */
void
ump_rows_set_ranks (UmpRatingRow *rows, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    rows[i].rank_low = rows[i].rank_high = 0;
    if (!isfinite (rows[i].lo))
      continue;
    rows[i].rank_low = rows[i].rank_high = 1;
    for (size_t j = 0; j < n; j++) {
      if (j == i || !isfinite (rows[j].lo))
        continue;
      rows[i].rank_low += rows[j].lo > rows[i].hi;
      rows[i].rank_high += rows[j].hi > rows[i].lo;
    }
  }
}


/**
 * ump_rows_set_best_normal:
 * @rows: (array length=n): lines to fill
 * @n: contenders
 * @rating: (array length=n): Elo
 * @covariance: (array length=n*n): squared Elo, may be singular along 1
 * @random: a seeded generator
 *
 * The probability of being the best of those that are rated.
 *
 * Returns: false only where memory ran out
 */
bool
ump_rows_set_best_normal (UmpRatingRow *rows, size_t n, const double *rating, const double *covariance, UmpRandom *random)
{
  double *best = calloc (n + 1, sizeof *best);
  bool done = best != NULL && (n == 0 || draw_best (rating, covariance, n, count_draws (n), 1, random, best));

  for (size_t i = 0; done && i < n; i++)
    rows[i].p_best = best[i];
  free (best);
  return done;
}


/**
 * ump_rows_set_best_mixture:
 * @rows: (array): lines to fill
 * @davidson: a fit
 * @random: a seeded generator
 *
 * The same from the mixture over the prior's widths.
 *
 * Returns: false only where memory ran out
 */
bool
ump_rows_set_best_mixture (UmpRatingRow *rows, const UmpDavidson *davidson, UmpRandom *random)
{
  size_t n = davidson->n;
  size_t draws = count_draws (n);
  double *covariance = malloc ((n * n + 1) * sizeof *covariance);
  double *best = calloc (n + 1, sizeof *best);
  bool done = covariance != NULL && best != NULL;

  for (unsigned k = 0; done && n > 0 && k < davidson->n_fits; k++) {
    const UmpPairFit *fit = &davidson->fits[k];
    size_t share = (size_t) (davidson->weights[k] * draws + 0.5);

    /* Each width is weighted exactly, so few draws of an improbable one do. */
    if (davidson->weights[k] < 1e-9)
      continue;
    done = ump_pair_fit_covariance (fit, covariance)
           && draw_best (fit->x, covariance, n, share > MIN_SHARE ? share : MIN_SHARE, davidson->weights[k], random, best);
  }
  for (size_t i = 0; done && i < n; i++)
    rows[i].p_best = best[i];
  free (covariance);
  free (best);
  return done;
}


/**
 * ump_better_normal:
 * @rating: (array length=n): Elo; NaN for those without one
 * @covariance: (array length=n*n): squared Elo
 * @n: contenders
 * @better: (out) (array length=n*n): the probability that i is better than j
 *
 * With the standard error of the difference, not from two intervals.
 */
void
ump_better_normal (const double *rating, const double *covariance, size_t n, double *better)
{
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++) {
      double difference = rating[i] - rating[j];
      double variance = covariance[i * n + i] + covariance[j * n + j] - 2 * covariance[i * n + j];

      if (i == j)
        better[i * n + j] = 0.5;
      else if (variance > 0)
        better[i * n + j] = normal_cdf (difference / sqrt (variance));
      else
        better[i * n + j] = difference > 0 ? 1 : difference < 0 ? 0 : difference == 0 ? 0.5 : NAN;
    }
}


/**
 * ump_better_mixture:
 * @davidson: a fit
 * @better: (out) (array length=n*n): the probability that i is better than j
 *
 * Returns: false only where memory ran out
 */
bool
ump_better_mixture (const UmpDavidson *davidson, double *better)
{
  size_t n = davidson->n;
  double *covariance = malloc ((n * n + 1) * sizeof *covariance);
  double *one = malloc ((n * n + 1) * sizeof *one);
  bool done = covariance != NULL && one != NULL;

  if (done)
    memset (better, 0, n * n * sizeof *better);
  for (unsigned k = 0; done && k < davidson->n_fits; k++) {
    done = ump_pair_fit_covariance (&davidson->fits[k], covariance);
    if (!done)
      break;
    ump_better_normal (davidson->fits[k].x, covariance, n, one);
    for (size_t i = 0; i < n * n; i++)
      better[i] += davidson->weights[k] * one[i];
  }
  free (covariance);
  free (one);
  return done;
}
