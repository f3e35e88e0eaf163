/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "ump-bootstrap.h"
#include "ump-random.h"
#include "ump-standing.h"

#define MAX_THREADS 64

/* What all threads share; each takes every @n_threads-th round. */
typedef struct {
  const UmpPairModel *model;
  const double *start;
  unsigned rounds;
  unsigned n_threads;
  uint64_t seed;
  double *draws;
  unsigned char *finite;
} Shared;

typedef struct {
  const Shared *shared;
  unsigned number;
  bool failed;
} Worker;


/* One multinomial over the distinct rows (pair, outcome), as a chain of
 * binomials. */
static void
redraw (const UmpPairModel *model, UmpComparison *to, UmpRandom *random)
{
  double total = 0, left;
  uint64_t votes;

  for (size_t i = 0; i < model->n_comparisons; i++)
    total += model->comparisons[i].wins_a + model->comparisons[i].wins_b + model->comparisons[i].ties;
  left = total;
  votes = (uint64_t) (total + 0.5);
  for (size_t i = 0; i < model->n_comparisons; i++) {
    const UmpComparison *from = &model->comparisons[i];
    const double weights[3] = { from->wins_a, from->wins_b, from->ties };
    double drawn[3];

    for (unsigned k = 0; k < 3; k++) {
      uint64_t count = weights[k] > 0 ? ump_random_binomial (random, votes, weights[k] / left) : 0;

      drawn[k] = count;
      votes -= count;
      left -= weights[k];
    }
    to[i] = *from;
    to[i].wins_a = drawn[0];
    to[i].wins_b = drawn[1];
    to[i].ties = drawn[2];
  }
}


/* Marks who can be reached from the first contender along points taken (or
 * lost); strongly connected is who reaches and is reached by all. */
static bool
reaches_all (const UmpComparison *comparisons, size_t n_comparisons, size_t n, bool taken, unsigned char *seen)
{
  size_t count = 1;
  bool more = true;

  memset (seen, 0, n);
  seen[0] = 1;
  while (more && count < n) {
    more = false;
    for (size_t i = 0; i < n_comparisons; i++) {
      const UmpComparison *c = &comparisons[i];
      bool a_took = c->wins_a + c->ties > 0, b_took = c->wins_b + c->ties > 0;

      if (seen[c->a] && !seen[c->b] && (taken ? a_took : b_took)) {
        seen[c->b] = 1;
        count++;
        more = true;
      } else if (seen[c->b] && !seen[c->a] && (taken ? b_took : a_took)) {
        seen[c->a] = 1;
        count++;
        more = true;
      }
    }
  }
  return count == n;
}


static bool
has_optimum (const UmpPairModel *model, unsigned char *seen)
{
  if (model->prior_precision > 0)
    return true;
  return reaches_all (model->comparisons, model->n_comparisons, model->n, true, seen)
         && reaches_all (model->comparisons, model->n_comparisons, model->n, false, seen);
}


static void *
run_worker (void *data)
{
  Worker *worker = data;
  const Shared *shared = worker->shared;
  const UmpPairModel *model = shared->model;
  UmpComparison *comparisons = malloc ((model->n_comparisons + 1) * sizeof *comparisons);
  unsigned char *seen = malloc (model->n + 1);

  worker->failed = comparisons == NULL || seen == NULL;
  for (unsigned round = worker->number; !worker->failed && round < shared->rounds; round += shared->n_threads) {
    UmpPairModel redrawn = *model;
    UmpPairFit fit;
    UmpRandom random;

    /* Each round has its own numbers, so that threads change nothing. */
    ump_random_seed (&random, shared->seed + 0x632be59bd9b4e019u * (round + 1));
    redraw (model, comparisons, &random);
    redrawn.comparisons = comparisons;
    shared->finite[round] = has_optimum (&redrawn, seen);
    if (!shared->finite[round])
      continue;
    worker->failed = !ump_pair_fit (&fit, &redrawn, shared->start);
    if (!worker->failed)
      memcpy (shared->draws + (size_t) round * model->n, fit.x, model->n * sizeof (double));
    ump_pair_fit_clear (&fit);
  }
  free (comparisons);
  free (seen);
  return NULL;
}


/**
 * ump_bootstrap_run:
 * @self: (out): becomes the draws; to be cleared in any case
 * @model: what to refit
 * @start: its optimum, from which the refits start
 * @rounds: how many
 * @seed: of the numbers drawn; the same seed gives the same draws whatever
 *   @threads
 * @threads: how many to use
 *
 * Redraws the counts of the distinct rows by one multinomial a round and
 * refits. Rounds without a finite optimum are left out and counted.
 *
 * Returns: false only where memory ran out
 */
bool
ump_bootstrap_run (UmpBootstrap *self, const UmpPairModel *model, const double *start, unsigned rounds, uint64_t seed, unsigned threads)
{
  Shared shared = { .model = model, .start = start, .rounds = rounds, .seed = seed };
  Worker workers[MAX_THREADS];
  pthread_t handles[MAX_THREADS];
  bool started[MAX_THREADS] = { false };
  bool done = true;

  memset (self, 0, sizeof *self);
  self->n = model->n;
  shared.n_threads = threads < 1 ? 1 : threads > MAX_THREADS ? MAX_THREADS : threads;
  shared.draws = self->draws = malloc (((size_t) rounds * model->n + 1) * sizeof *self->draws);
  shared.finite = calloc (rounds + 1, 1);
  if (self->draws == NULL || shared.finite == NULL) {
    free (shared.finite);
    return false;
  }
  for (unsigned i = 0; i < shared.n_threads; i++) {
    workers[i] = (Worker) { .shared = &shared, .number = i };
    started[i] = i > 0 && pthread_create (&handles[i], NULL, run_worker, &workers[i]) == 0;
    if (i > 0 && !started[i])
      run_worker (&workers[i]);
  }
  run_worker (&workers[0]);
  for (unsigned i = 0; i < shared.n_threads; i++) {
    if (started[i])
      pthread_join (handles[i], NULL);
    done = done && !workers[i].failed;
  }
  for (unsigned round = 0; done && round < rounds; round++) {
    if (!shared.finite[round]) {
      self->n_failed++;
      continue;
    }
    memmove (self->draws + self->n_rounds * self->n, self->draws + (size_t) round * self->n, self->n * sizeof *self->draws);
    self->n_rounds++;
  }
  free (shared.finite);
  return done;
}


static int
compare_doubles (const void *a, const void *b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}


/**
 * ump_bootstrap_get_quantile:
 * @sorted: (array length=n): numbers in ascending order
 * @n: how many, at least one
 * @q: from 0 to 1
 *
 * Returns: the quantile, interpolated linearly
 */
double
ump_bootstrap_get_quantile (double *sorted, size_t n, double q)
{
  double place = q * (n - 1);
  size_t below = (size_t) place;

  if (below + 1 >= n)
    return sorted[n - 1];
  return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
}


static void
count_orders (const UmpBootstrap *self, UmpRatingRow *rows, double *better)
{
  size_t n = self->n;

  for (size_t i = 0; i < n; i++)
    rows[i].p_best = 0;
  memset (better, 0, n * n * sizeof *better);
  for (size_t round = 0; round < self->n_rounds; round++) {
    const double *x = self->draws + round * n;
    size_t first = 0;

    for (size_t i = 1; i < n; i++)
      if (x[i] > x[first])
        first = i;
    rows[first].p_best += 1.0 / self->n_rounds;
    for (size_t i = 0; i < n; i++)
      for (size_t j = 0; j < n; j++)
        better[i * n + j] += (x[i] > x[j] ? 1 : x[i] == x[j] ? 0.5 : 0) / self->n_rounds;
  }
}


/**
 * ump_bootstrap_fill_rows:
 * @self: the draws
 * @rating: (array length=n): what is shown, Elo
 * @fitted: (array length=n): the optimum that the draws scatter around,
 *   natural units
 * @anchor: index of the contender that all others are compared to, or n for
 *   the mean of all
 * @rows: (array length=n): lines to fill
 * @better: (out) (array length=n*n): share of the rounds in which i came before j
 *
 * Quantiles at 2.5 % and 97.5 %, and the standard deviation of the draws.
 *
 * Returns: false only where memory ran out
 */
bool
ump_bootstrap_fill_rows (const UmpBootstrap *self, const double *rating, const double *fitted, size_t anchor, UmpRatingRow *rows, double *better)
{
  size_t n = self->n, rounds = self->n_rounds;
  double *column = malloc ((rounds + 1) * sizeof *column);

  if (column == NULL)
    return false;
  for (size_t i = 0; i < n; i++) {
    double sum = 0, squares = 0;

    rows[i].rating = rating[i];
    if (rounds < 2)
      continue;
    for (size_t round = 0; round < rounds; round++) {
      const double *x = self->draws + round * n;
      double zero = anchor < n ? x[anchor] - fitted[anchor] : 0;

      column[round] = rating[i] + UMP_ELO_PER_UNIT * (x[i] - zero - fitted[i]);
      sum += column[round];
    }
    sum /= rounds;
    for (size_t round = 0; round < rounds; round++)
      squares += (column[round] - sum) * (column[round] - sum);
    qsort (column, rounds, sizeof *column, compare_doubles);
    rows[i].se = sqrt (squares / (rounds - 1));
    rows[i].lo = ump_bootstrap_get_quantile (column, rounds, 0.025);
    rows[i].hi = ump_bootstrap_get_quantile (column, rounds, 0.975);
  }
  if (rounds >= 2)
    count_orders (self, rows, better);
  ump_rows_set_ranks (rows, n);
  free (column);
  return true;
}


/**
 * ump_bootstrap_clear:
 * @self: draws
 *
 * Frees what @self holds.
 */
void
ump_bootstrap_clear (UmpBootstrap *self)
{
  free (self->draws);
  memset (self, 0, sizeof *self);
}
