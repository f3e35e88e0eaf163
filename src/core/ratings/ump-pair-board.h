/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-rating-table.h"
#include "ump-pair-fit.h"

/**
 * UmpPairBoard:
 * @data: what is rated
 * @n: contenders that are
 * @places: (array): for each contender of @data where it is among those, or
 *   UMP_NOT_RATED
 * @members: (array length=n): the other way round
 * @comparisons: (array length=n_comparisons): what was observed among them
 * @n_comparisons: how many
 * @ties: votes among them that were ties
 * @decisive: votes among them that were not
 *
 * The contenders that a method can rate, numbered without gaps.
 */
typedef struct {
  const UmpRatingData *data;
  size_t n;
  uint32_t *places;
  uint32_t *members;
  UmpComparison *comparisons;
  size_t n_comparisons;
  double ties;
  double decisive;
} UmpPairBoard;

bool ump_pair_board_init (UmpPairBoard *self, const UmpRatingData *data, bool identified_only, UmpRatingTable *table);
bool ump_pair_board_fill (const UmpPairBoard *self, const UmpPairModel *model, const UmpPairFit *fit, const double *rating, const UmpRatingOptions *options, UmpRatingTable *table);
bool ump_pair_board_fill_normal (const UmpPairBoard *self, const double *rating, double *covariance, const UmpRatingOptions *options, UmpRatingTable *table);
void ump_pair_board_clear (UmpPairBoard *self);
