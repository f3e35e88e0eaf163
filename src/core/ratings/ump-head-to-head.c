/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-head-to-head.h"

/* The mixture over p is Jeffreys' Beta(1/2, 1/2). */
#define MIXTURE 0.5


static double
log_beta (double a, double b)
{
  return lgamma (a) + lgamma (b) - lgamma (a + b);
}


/* ln of how much better the mixture has foretold the votes than p has. */
static double
log_evidence (double wins, double losses, double p)
{
  double value = log_beta (MIXTURE + wins, MIXTURE + losses) - log_beta (MIXTURE, MIXTURE);

  if (wins > 0)
    value -= wins * log (p);
  if (losses > 0)
    value -= losses * log1p (-p);
  return value;
}


/* Where the evidence against p crosses the limit between @inside and @outside. */
static double
find_edge (double wins, double losses, double limit, double inside, double outside)
{
  for (int i = 0; i < 200; i++) {
    double middle = (inside + outside) / 2;

    if (middle == inside || middle == outside)
      break;
    if (log_evidence (wins, losses, middle) < limit)
      inside = middle;
    else
      outside = middle;
  }
  return inside;
}


/**
 * ump_head_to_head_interval:
 * @wins: decisive votes for the one
 * @n: decisive votes; ties are left out
 * @alpha: chance of ever being wrong, 0.05 for 95 %
 * @lo: (out): lower end of the share of wins
 * @hi: (out): upper end
 *
 * A beta-mixture confidence sequence (Ville 1939, Robbins 1970): the share lies
 * within at all times at once with probability 1 - @alpha, so it may be looked
 * at after every vote.
 */
void
ump_head_to_head_interval (uint64_t wins, uint64_t n, double alpha, double *lo, double *hi)
{
  double losses = (double) (n - wins);
  double limit = -log (alpha);
  double share = n > 0 ? (double) wins / n : 0.5;

  *lo = n > 0 && wins > 0 ? find_edge (wins, losses, limit, share, 0) : 0;
  *hi = n > 0 && losses > 0 ? find_edge (wins, losses, limit, share, 1) : 1;
}


/**
 * ump_head_to_head_decide:
 * @wins: decisive votes for the one
 * @losses: decisive votes for the other
 * @alpha: chance of ever being wrong
 *
 * Whether "the one beats the other" may be said, at any time and as often as
 * one likes.
 *
 * Returns: 1 where it may, -1 where the contrary may, 0 where neither
 */
int
ump_head_to_head_decide (uint64_t wins, uint64_t losses, double alpha)
{
  if (log_evidence (wins, losses, 0.5) < -log (alpha))
    return 0;
  return wins > losses ? 1 : -1;
}
