/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-pair-fit.h"

#define UMP_N_WIDTHS 8
/* With more contenders the width is learnt in a simpler way. */
#define UMP_DAVIDSON_MAX 600

/**
 * UmpDavidson:
 * @n: contenders
 * @fits: one fit for each prior width, @n_fits of them
 * @widths: the widths in Elo points
 * @weights: posterior probability of each width
 * @sds: (array length=n_fits*n): of each centred log-strength at each width,
 *   natural units
 * @rating: (array length=n): mean of the mixture, Elo
 * @covariance: (array length=n*n): of the centred ratings, squared Elo
 *
 * Davidson's model with a prior whose width is learnt.
 */
typedef struct {
  size_t n;
  unsigned n_fits;
  UmpPairFit fits[UMP_N_WIDTHS];
  double widths[UMP_N_WIDTHS];
  double weights[UMP_N_WIDTHS];
  double *sds;
  double *rating;
  double *covariance;
} UmpDavidson;

bool ump_davidson_fit (UmpDavidson *self, const UmpComparison *comparisons, size_t n_comparisons, size_t n);
double ump_davidson_get_quantile (const UmpDavidson *self, size_t i, double q);
double ump_davidson_get_nu (const UmpDavidson *self);
double ump_davidson_get_width (const UmpDavidson *self);
void ump_davidson_clear (UmpDavidson *self);
