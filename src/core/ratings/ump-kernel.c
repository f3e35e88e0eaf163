/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-pair-fit.h"


/* ln s(x) without overflow. */
static double
log_logistic (double x)
{
  return x >= 0 ? -log1p (exp (-x)) : x - log1p (exp (x));
}


static double
logistic (double x)
{
  return x >= 0 ? 1 / (1 + exp (-x)) : exp (x) / (1 + exp (x));
}


static void
eval_bt (const UmpComparison *c, double d, UmpKernelTerms *terms)
{
  double n = c->wins_a + c->wins_b + c->ties;
  double points = c->wins_a + c->ties / 2;
  double small = exp (-fabs (d));
  double p = (d >= 0 ? 1 : small) / (1 + small);

  terms->g_d = points - n * p;
  terms->h_dd = n * small / ((1 + small) * (1 + small));
  terms->g_extra = terms->h_dextra = terms->h_extra = 0;
}


static void
eval_davidson (const UmpComparison *c, double d, double log_nu, UmpKernelTerms *terms)
{
  double n = c->wins_a + c->wins_b + c->ties;
  /* The three are divided by the larger win, so that nothing overflows. */
  double half = fabs (d) / 2;
  double small = exp (-2 * half);
  double tie = exp (log_nu - half);
  double sum = 1 + small + tie;
  double p_a = (d >= 0 ? 1 : small) / sum;
  double p_b = (d >= 0 ? small : 1) / sum;
  double p_tie = tie / sum;

  terms->g_d = (c->wins_a - c->wins_b - n * (p_a - p_b)) / 2;
  terms->g_extra = c->ties - n * p_tie;
  terms->h_dd = n * (p_a + p_b - (p_a - p_b) * (p_a - p_b)) / 4;
  terms->h_dextra = -n * (p_a - p_b) * p_tie / 2;
  terms->h_extra = n * p_tie * (1 - p_tie);
}


/* P(tie) = (kappa^2 - 1) s(d - eta) s(-d - eta) */
static void
eval_rao_kupper (const UmpComparison *c, double d, double eta, UmpKernelTerms *terms)
{
  double p_a = logistic (d - eta), p_b = logistic (-d - eta);
  double at_least_a = c->wins_a + c->ties, at_least_b = c->wins_b + c->ties;
  double v_a = at_least_a * p_a * (1 - p_a), v_b = at_least_b * p_b * (1 - p_b);
  double g_a = at_least_a * (1 - p_a), g_b = at_least_b * (1 - p_b);

  terms->g_d = g_a - g_b;
  terms->g_extra = -g_a - g_b;
  terms->h_dd = v_a + v_b;
  terms->h_dextra = v_b - v_a;
  terms->h_extra = v_a + v_b;
  if (c->ties > 0) {
    double over = expm1 (2 * eta);

    terms->g_extra += c->ties * 2 * (1 + 1 / over);
    terms->h_extra += c->ties * 4 * (1 + over) / (over * over);
  }
}


/**
 * ump_kernel_eval:
 * @kernel: which likelihood
 * @comparison: what was observed
 * @d: difference of the log-strengths, the side's effect included
 * @extra: ln nu or eta
 * @terms: (out): the derivatives
 */
void
ump_kernel_eval (UmpKernel kernel, const UmpComparison *comparison, double d, double extra, UmpKernelTerms *terms)
{
  switch (kernel) {
  case UMP_KERNEL_DAVIDSON:
    eval_davidson (comparison, d, extra, terms);
    break;
  case UMP_KERNEL_RAO_KUPPER:
    eval_rao_kupper (comparison, d, extra, terms);
    break;
  default:
    eval_bt (comparison, d, terms);
    break;
  }
}


/**
 * ump_kernel_get_value:
 * @kernel: which likelihood
 * @comparison: what was observed
 * @d: difference of the log-strengths, the side's effect included
 * @extra: ln nu or eta
 *
 * Returns: the log-likelihood
 */
double
ump_kernel_get_value (UmpKernel kernel, const UmpComparison *comparison, double d, double extra)
{
  const UmpComparison *c = comparison;
  double n = c->wins_a + c->wins_b + c->ties;
  double points = c->wins_a + c->ties / 2;
  double half = fabs (d) / 2;

  switch (kernel) {
  case UMP_KERNEL_DAVIDSON:
    return (c->wins_a - c->wins_b) * d / 2 + (c->ties > 0 ? c->ties * extra : 0)
           - n * (log (1 + exp (-2 * half) + exp (extra - half)) + half);
  case UMP_KERNEL_RAO_KUPPER:
    if (c->ties > 0 && !(extra > 0))
      return -INFINITY;
    return (c->wins_a + c->ties) * log_logistic (d - extra) + (c->wins_b + c->ties) * log_logistic (-d - extra)
           + (c->ties > 0 ? c->ties * log (expm1 (2 * extra)) : 0);
  default:
    /* ln s(d) = min(d, 0) - ln(1 + e^-|d|) */
    return points * fmin (d, 0) + (n - points) * fmin (-d, 0) - n * log1p (exp (-fabs (d)));
  }
}
