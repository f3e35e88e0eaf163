/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "ump-random.h"
#include "ump-rating.h"

/* What one more vote costs the leaderboard: counting and rating again by the
 * default method. Prints the median of the worker's time in milliseconds. */

#define N_VOTES 10000
#define N_CONTENDERS 20
#define ROUNDS 51


static int
compare_doubles (const void *a, const void *b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}


int
main (void)
{
  static UmpVote votes[N_VOTES];
  UmpRatingRow rows[N_CONTENDERS];
  double times[ROUNDS];
  UmpRandom random;

  ump_random_seed (&random, 3);
  for (unsigned i = 0; i < N_VOTES; i++) {
    unsigned a = ump_random_next (&random) % N_CONTENDERS, b = ump_random_next (&random) % (N_CONTENDERS - 1);

    b += b >= a;
    votes[i] = (UmpVote) { a, b, ump_random_uniform (&random) < 0.2 ? UMP_OUTCOME_TIE : ump_random_uniform (&random) < 0.5 + 0.01 * ((double) a - b) ? UMP_OUTCOME_A : UMP_OUTCOME_B, i };
  }
  for (unsigned round = 0; round < ROUNDS; round++) {
    struct timespec start, end;

    clock_gettime (CLOCK_THREAD_CPUTIME_ID, &start);
    if (!ump_rating_method_find ("davidson")->fit (votes, N_VOTES, N_CONTENDERS, rows))
      return 1;
    clock_gettime (CLOCK_THREAD_CPUTIME_ID, &end);
    times[round] = (end.tv_sec - start.tv_sec) * 1e3 + (end.tv_nsec - start.tv_nsec) / 1e6;
  }
  qsort (times, ROUNDS, sizeof *times, compare_doubles);
  printf ("%.3f\n", times[ROUNDS / 2]);
  return 0;
}
