/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-pair-fit.h"

/**
 * UmpBootstrap:
 * @n: contenders
 * @n_rounds: rounds that had a finite optimum
 * @n_failed: rounds that had none
 * @draws: (array length=n_rounds*n): the refitted log-strengths, round by round
 *
 * Refits to redrawn votes.
 */
typedef struct {
  size_t n;
  size_t n_rounds;
  size_t n_failed;
  double *draws;
} UmpBootstrap;

bool ump_bootstrap_run (UmpBootstrap *self, const UmpPairModel *model, const double *start, unsigned rounds, uint64_t seed, unsigned threads);
double ump_bootstrap_get_quantile (double *sorted, size_t n, double q);
bool ump_bootstrap_fill_rows (const UmpBootstrap *self, const double *rating, const double *fitted, size_t anchor, UmpRatingRow *rows, double *better);
void ump_bootstrap_clear (UmpBootstrap *self);
