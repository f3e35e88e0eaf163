/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-tally.h"

/* One natural unit of log-strength is so many Elo points: 400 / ln 10. */
#define UMP_ELO_PER_UNIT 173.71779276130073
#define UMP_ELO_MEAN 1000.0
/* 97.5 % quantile of the normal distribution. */
#define UMP_Z95 1.959963984540054

/**
 * UmpKernel:
 * @UMP_KERNEL_BT: Bradley-Terry; a tie is half a win for each
 * @UMP_KERNEL_DAVIDSON: P(i) : P(j) : P(tie) = e^ti : e^tj : nu e^((ti+tj)/2);
 *   the extra parameter is ln nu (Davidson 1970)
 * @UMP_KERNEL_RAO_KUPPER: P(i) = s(ti - tj - eta), the rest is the tie; the
 *   extra parameter is eta = ln kappa >= 0 (Rao and Kupper 1967)
 */
typedef enum {
  UMP_KERNEL_BT,
  UMP_KERNEL_DAVIDSON,
  UMP_KERNEL_RAO_KUPPER,
} UmpKernel;

/**
 * UmpComparison:
 * @a: index
 * @b: index
 * @wins_a: weight of the votes for @a
 * @wins_b: weight of the votes for @b
 * @ties: weight of ties, both bad among them
 * @side: +1 where @a was on the left, -1 where @b was, 0 where it does not matter
 *
 * What enters a likelihood.
 */
typedef struct {
  uint32_t a;
  uint32_t b;
  double wins_a;
  double wins_b;
  double ties;
  double side;
} UmpComparison;

#define UMP_PAIR_FIT_MAX_EXTRA 2
/* With more contenders no covariance is computed. */
#define UMP_PAIR_FIT_DENSE_LIMIT 2000

/**
 * UmpPairModel:
 * @kernel: the likelihood
 * @with_side: whether there is a parameter for the left side as well
 * @n: contenders
 * @comparisons: (array length=n_comparisons): what was observed
 * @prior_precision: of each log-strength around 0; 0 for none
 * @prior_matrix: (array length=n*n) (nullable): precision matrix of the
 *   log-strengths in place of @prior_precision; not for the sparse solver
 * @extra_precision: of the kernel's extra parameter around 0; 0 for none
 */
typedef struct {
  UmpKernel kernel;
  bool with_side;
  size_t n;
  const UmpComparison *comparisons;
  size_t n_comparisons;
  double prior_precision;
  const double *prior_matrix;
  double extra_precision;
} UmpPairModel;

/**
 * UmpPairFit:
 * @size: unknowns: contenders, then the kernel's parameter, then the side
 * @n: contenders
 * @x: (array length=size): the optimum; log-strengths have mean 0 unless there
 *   is a prior matrix
 * @log_likelihood: at the optimum, without the prior
 * @log_posterior: the same with the prior's quadratic form
 * @factor: Cholesky factor of the information (with prior) at the optimum, to
 *   which 11'/n times @gauge was added for the log-strengths; NULL with more
 *   than UMP_PAIR_FIT_DENSE_LIMIT contenders, and where the information is
 *   singular within rounding
 * @gauge: 0 with a prior
 * @iterations: Newton steps taken
 */
typedef struct {
  size_t size;
  size_t n;
  double *x;
  double log_likelihood;
  double log_posterior;
  double *factor;
  double gauge;
  unsigned iterations;
} UmpPairFit;

/* What a kernel says about one comparison: the log-likelihood's first
 * derivatives and minus its second ones, in d = theta_a - theta_b and in the
 * extra parameter. */
typedef struct {
  double g_d, g_extra;
  double h_dd, h_dextra, h_extra;
} UmpKernelTerms;

UmpComparison *ump_comparisons_from_tally (const UmpTally *tally, bool by_side, size_t *n_comparisons);
void ump_kernel_eval (UmpKernel kernel, const UmpComparison *comparison, double d, double extra, UmpKernelTerms *terms);
double ump_kernel_get_value (UmpKernel kernel, const UmpComparison *comparison, double d, double extra);
double ump_pair_model_evaluate (const UmpPairModel *model, const double *x, double *log_likelihood);
size_t ump_pair_model_get_size (const UmpPairModel *model);
bool ump_pair_fit (UmpPairFit *self, const UmpPairModel *model, const double *start);
bool ump_pair_fit_covariance (const UmpPairFit *self, double *covariance);
void ump_pair_fit_clear (UmpPairFit *self);
