/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-pair-fit.h"

/**
 * UmpStyleRow:
 * @a: index
 * @b: index
 * @points: 1, 1/2 or 0 for @a
 * @cluster: votes with the same number belong together
 *
 * One vote whose features are known.
 */
typedef struct {
  uint32_t a;
  uint32_t b;
  float points;
  uint32_t cluster;
} UmpStyleRow;

/**
 * UmpStyleModel:
 * @n: contenders
 * @rows: (array length=n_rows): votes
 * @features: (array length=n_rows*n_features): standardised
 * @prior_precision: of a log-strength, 0 for none
 * @feature_precision: of a coefficient, 0 for none
 *
 * Bradley-Terry with the style of the answers in the logit.
 */
typedef struct {
  size_t n;
  const UmpStyleRow *rows;
  size_t n_rows;
  const double *features;
  size_t n_features;
  double prior_precision;
  double feature_precision;
} UmpStyleModel;

bool ump_style_fit (UmpPairFit *self, const UmpStyleModel *model);
bool ump_style_sandwich (const UmpStyleModel *model, const UmpPairFit *fit, bool clustered, double *covariance);
