/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "ump-davidson.h"
#include "ump-head-to-head.h"
#include "ump-random.h"

/* How often the default method's 95 % intervals hold the truth, by simulation:
 * skills N(0, sd), ties by Davidson's model, pairs drawn evenly; truth and
 * rating are both centred. And how often the head-to-head statement is made of
 * two equal contenders when it is looked at after every vote. */

#define NU 0.7
#define ALPHA 0.05
#define LOOKS 200
#define FLOOR 0.90
#define MEAN_LO 0.94
#define MEAN_HI 0.98

static const double sds[] = { 40, 100, 200 };
static const unsigned models[] = { 4, 6, 8, 10 };
static const unsigned votes[] = { 10, 30, 50, 100, 200 };

#define LENGTH(list) (sizeof (list) / sizeof *(list))


static void
draw_votes (UmpTally *tally, const double *skills, unsigned n, unsigned n_votes, UmpRandom *random)
{
  ump_tally_init (tally);
  if (!ump_tally_grow (tally, n))
    abort ();
  for (unsigned v = 0; v < n_votes; v++) {
    unsigned i = ump_random_next (random) % n, j = ump_random_next (random) % (n - 1);
    double a, b, u;
    UmpOutcome outcome;

    j += j >= i;
    a = exp ((skills[i] - skills[j]) / 2);
    b = 1 / a;
    u = ump_random_uniform (random) * (a + b + NU);
    outcome = u < a ? UMP_OUTCOME_A : u < a + b ? UMP_OUTCOME_B : UMP_OUTCOME_TIE;
    if (!ump_tally_add (tally, i, j, outcome))
      abort ();
  }
  if (!ump_tally_finish (tally))
    abort ();
}


/* The share of intervals that hold the truth in one cell. */
static double
run_cell (double sd, unsigned n, unsigned n_votes, unsigned runs, UmpRandom *random)
{
  double covered = 0;

  for (unsigned run = 0; run < runs; run++) {
    double skills[16], mean = 0;
    UmpTally tally;
    UmpDavidson davidson;
    UmpComparison *comparisons;
    size_t n_comparisons;

    for (unsigned i = 0; i < n; i++) {
      skills[i] = ump_random_normal (random) * sd / UMP_ELO_PER_UNIT;
      mean += skills[i] / n;
    }
    draw_votes (&tally, skills, n, n_votes, random);
    comparisons = ump_comparisons_from_tally (&tally, false, &n_comparisons);
    if (comparisons == NULL || !ump_davidson_fit (&davidson, comparisons, n_comparisons, n))
      abort ();
    for (unsigned i = 0; i < n; i++) {
      double truth = UMP_ELO_MEAN + UMP_ELO_PER_UNIT * (skills[i] - mean);

      covered += truth >= ump_davidson_get_quantile (&davidson, i, 0.025) && truth <= ump_davidson_get_quantile (&davidson, i, 0.975);
    }
    ump_davidson_clear (&davidson);
    ump_tally_clear (&tally);
    free (comparisons);
  }
  return covered / runs / n;
}


static double
run_looks (unsigned runs, UmpRandom *random)
{
  unsigned false_claims = 0;

  for (unsigned run = 0; run < runs; run++) {
    unsigned wins[2] = { 0, 0 };

    for (unsigned look = 0; look < LOOKS; look++) {
      wins[ump_random_next (random) >> 63]++;
      if (ump_head_to_head_decide (wins[0], wins[1], ALPHA) != 0) {
        false_claims++;
        break;
      }
    }
  }
  return (double) false_claims / runs;
}


static bool
print_line (const char *name, double value, const char *reference, double ratio, const char *goal, bool met)
{
  printf ("%s %.2f %%  %s  %.3f  goal %s  %s\n", name, 100 * value, reference, ratio, goal, met ? "met" : "missed");
  return met;
}


int
main (int argc, char **argv)
{
  unsigned runs = argc > 1 ? strtoul (argv[1], NULL, 10) : 2000;
  double sum = 0, least = 1, looks;
  UmpRandom random;
  bool met = true;
  char name[80];

  ump_random_seed (&random, 20261124);
  for (size_t s = 0; s < LENGTH (sds); s++)
    for (size_t m = 0; m < LENGTH (models); m++)
      for (size_t v = 0; v < LENGTH (votes); v++) {
        double share = run_cell (sds[s], models[m], votes[v], runs, &random);

        snprintf (name, sizeof name, "coverage-sd%g-models%u-votes%u", sds[s], models[m], votes[v]);
        met = print_line (name, share, "nominal 95 %", share / 0.95, "≥ 90 %", share >= FLOOR) && met;
        sum += share;
        least = fmin (least, share);
      }
  sum /= LENGTH (sds) * LENGTH (models) * LENGTH (votes);
  met = print_line ("coverage-least", least, "nominal 95 %", least / 0.95, "≥ 90 %", least >= FLOOR) && met;
  met = print_line ("coverage-mean", sum, "nominal 95 %", sum / 0.95, "94–98 %", sum >= MEAN_LO && sum <= MEAN_HI) && met;
  looks = run_looks (runs, &random);
  met = print_line ("false-winner-in-200-looks", looks, "Wald 51 %", looks / 0.51, "≤ 5 %", looks <= ALPHA) && met;
  return met ? 0 : 1;
}
