/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-pair-fit.h"
#include "ump-random.h"

/**
 * UmpPosterior:
 * @n: contenders
 * @n_draws: how many
 * @draws: (array length=n_draws*n): centred log-strengths, draw by draw
 * @weights: (array length=n_draws): they sum to 1
 * @effective: how many equally weighted draws these are worth
 *
 * Draws from a posterior as it is, not as its normal approximation.
 */
typedef struct {
  size_t n;
  size_t n_draws;
  double *draws;
  double *weights;
  double effective;
} UmpPosterior;

bool ump_posterior_draw (UmpPosterior *self, const UmpPairModel *model, const UmpPairFit *fit, size_t n_draws, UmpRandom *random);
double ump_posterior_get_mean (const UmpPosterior *self, size_t i);
bool ump_posterior_get_quantiles (const UmpPosterior *self, size_t i, const double *levels, size_t n_levels, double *quantiles);
void ump_posterior_count_best (const UmpPosterior *self, double *best);
void ump_posterior_count_better (const UmpPosterior *self, double *better);
void ump_posterior_clear (UmpPosterior *self);
