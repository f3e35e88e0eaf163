/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "ump-matrix.h"
#include "ump-sandwich.h"

/* A vote's score is nought but for two contenders, the kernel's parameter and
 * the side. */
typedef struct {
  unsigned n;
  size_t places[2 + UMP_PAIR_FIT_MAX_EXTRA];
  double values[2 + UMP_PAIR_FIT_MAX_EXTRA];
} Score;


static Score
get_score (const UmpPairModel *model, const UmpPairFit *fit, const UmpComparison *one)
{
  const double *x = fit->x;
  bool has_extra = model->kernel != UMP_KERNEL_BT;
  double side = model->with_side ? x[fit->size - 1] : 0;
  UmpKernelTerms terms;
  Score score = { .n = 2, .places = { one->a, one->b } };

  ump_kernel_eval (model->kernel, one, x[one->a] - x[one->b] + side * one->side, has_extra ? x[model->n] : 0, &terms);
  score.values[0] = terms.g_d;
  score.values[1] = -terms.g_d;
  if (has_extra) {
    score.places[score.n] = model->n;
    score.values[score.n++] = terms.g_extra;
  }
  if (model->with_side) {
    score.places[score.n] = fit->size - 1;
    score.values[score.n++] = terms.g_d * one->side;
  }
  return score;
}


static void
add_outer (double *g, size_t size, const Score *score, double weight)
{
  for (unsigned k = 0; k < score->n; k++)
    for (unsigned l = 0; l < score->n; l++)
      g[score->places[k] * size + score->places[l]] += weight * score->values[k] * score->values[l];
}


/**
 * ump_sandwich_finish:
 * @fit: an optimum, with its factor
 * @g: (array): the sum of the scores' outer products, size x size
 * @covariance: (out) (array length=n*n): the centred log-strength part of
 *   H^-1 G H^-1
 *
 * Returns: false only where memory ran out
 */
bool
ump_sandwich_finish (const UmpPairFit *fit, const double *g, double *covariance)
{
  size_t n = fit->n, size = fit->size;
  double *inverse = malloc (2 * size * size * sizeof *inverse + n * sizeof *inverse);
  double *half = inverse + size * size, *means = half + size * size;
  double mean = 0;

  if (inverse == NULL || !ump_matrix_invert (fit->factor, size, inverse)) {
    free (inverse);
    return false;
  }
  memset (half, 0, size * size * sizeof *half);
  for (size_t i = 0; i < size; i++)
    for (size_t k = 0; k < size; k++) {
      double value = g[i * size + k];

      if (value != 0)
        for (size_t j = 0; j < n; j++)
          half[i * size + j] += value * inverse[k * size + j];
    }
  for (size_t i = 0; i < n; i++) {
    memset (covariance + i * n, 0, n * sizeof *covariance);
    for (size_t k = 0; k < size; k++)
      for (size_t j = 0; j < n; j++)
        covariance[i * n + j] += inverse[i * size + k] * half[k * size + j];
  }
  for (size_t i = 0; i < n; i++) {
    means[i] = 0;
    for (size_t j = 0; j < n; j++)
      means[i] += covariance[i * n + j] / n;
    mean += means[i] / n;
  }
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      covariance[i * n + j] += mean - means[i] - means[j];
  free (inverse);
  return true;
}


/**
 * ump_sandwich:
 * @model: what was fitted
 * @fit: its optimum, with its factor
 * @covariance: (out) (array length=n*n): of the centred log-strengths, in
 *   squared natural units
 *
 * White's estimator (1982) without correction for the number of votes (HC0):
 * H^-1 G H^-1, where G sums the outer products of each vote's score.
 *
 * Returns: false only where memory ran out
 */
bool
ump_sandwich (const UmpPairModel *model, const UmpPairFit *fit, double *covariance)
{
  double *g = calloc (fit->size * fit->size + 1, sizeof *g);
  bool done;

  if (g == NULL)
    return false;
  for (size_t i = 0; i < model->n_comparisons; i++) {
    const UmpComparison *c = &model->comparisons[i];
    UmpComparison one = { .a = c->a, .b = c->b, .side = c->side };
    double weights[3] = { c->wins_a, c->wins_b, c->ties };

    for (unsigned k = 0; k < 3; k++) {
      Score score;

      if (!(weights[k] > 0))
        continue;
      one.wins_a = k == 0;
      one.wins_b = k == 1;
      one.ties = k == 2;
      score = get_score (model, fit, &one);
      add_outer (g, fit->size, &score, weights[k]);
    }
  }
  done = ump_sandwich_finish (fit, g, covariance);
  free (g);
  return done;
}


static int
compare_clusters (const void *a, const void *b)
{
  const UmpVote *const *first = a, *const *second = b;

  return ((*first)->cluster > (*second)->cluster) - ((*first)->cluster < (*second)->cluster);
}


/* Adds the score of one vote to its cluster's sum; remembers what it touched. */
static void
add_score (double *sum, unsigned char *touched, size_t *list, size_t *length, const Score *score)
{
  for (unsigned k = 0; k < score->n; k++) {
    size_t place = score->places[k];

    sum[place] += score->values[k];
    if (!touched[place]) {
      touched[place] = 1;
      list[(*length)++] = place;
    }
  }
}


static void
close_cluster (double *g, size_t size, double *sum, unsigned char *touched, const size_t *list, size_t *length)
{
  for (size_t k = 0; k < *length; k++)
    for (size_t l = 0; l < *length; l++)
      g[list[k] * size + list[l]] += sum[list[k]] * sum[list[l]];
  for (size_t k = 0; k < *length; k++) {
    sum[list[k]] = 0;
    touched[list[k]] = 0;
  }
  *length = 0;
}


/**
 * ump_sandwich_clustered:
 * @model: what was fitted
 * @fit: its optimum, with its factor
 * @votes: (array length=n_votes): all votes with their clusters
 * @n_votes: how many
 * @places: where each contender of the votes is in the model, or UMP_NOT_RATED
 * @covariance: (out) (array length=n*n): as of ump_sandwich()
 *
 * The same with the scores of a cluster summed first, for votes on the same
 * prompt depend on each other.
 *
 * Returns: false only where memory ran out
 */
bool
ump_sandwich_clustered (const UmpPairModel *model, const UmpPairFit *fit, const UmpVote *votes, size_t n_votes, const uint32_t *places, double *covariance)
{
  size_t size = fit->size, length = 0;
  double *g = calloc (size * size + size + 1, sizeof *g);
  size_t *list = malloc (size * sizeof *list + size + 1);
  const UmpVote **sorted = malloc ((n_votes + 1) * sizeof *sorted);
  bool done = g != NULL && list != NULL && sorted != NULL;

  if (done) {
    unsigned char *touched = memset (list + size, 0, size);
    double *sum = g + size * size;

    for (size_t i = 0; i < n_votes; i++)
      sorted[i] = &votes[i];
    qsort (sorted, n_votes, sizeof *sorted, compare_clusters);
    for (size_t i = 0; i < n_votes; i++) {
      const UmpVote *vote = sorted[i];
      UmpComparison one = { .a = places[vote->a], .b = places[vote->b], .side = model->with_side };

      if (i > 0 && vote->cluster != sorted[i - 1]->cluster)
        close_cluster (g, size, sum, touched, list, &length);
      if (one.a == UMP_NOT_RATED || one.b == UMP_NOT_RATED || one.a == one.b)
        continue;
      one.wins_a = vote->outcome == UMP_OUTCOME_A;
      one.wins_b = vote->outcome == UMP_OUTCOME_B;
      one.ties = vote->outcome == UMP_OUTCOME_TIE || vote->outcome == UMP_OUTCOME_BOTH_BAD;
      {
        Score score = get_score (model, fit, &one);

        add_score (sum, touched, list, &length, &score);
      }
    }
    close_cluster (g, size, sum, touched, list, &length);
    done = ump_sandwich_finish (fit, g, covariance);
  }
  free (g);
  free (list);
  free (sorted);
  return done;
}
