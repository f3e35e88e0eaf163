/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-davidson.h"
#include "ump-head-to-head.h"
#include "ump-matrix.h"
#include "ump-side-bias.h"

#define LOG_NU_PRECISION 0.25


static void
count_sides (UmpSideBias *self, const UmpTally *tally)
{
  for (size_t i = 0; i < tally->n_pairs; i++) {
    const UmpPair *pair = &tally->pairs[i];

    self->left += (uint64_t) pair->wins_a[0] + pair->wins_b[1];
    self->decisive += (uint64_t) pair->wins_a[0] + pair->wins_b[1] + pair->wins_a[1] + pair->wins_b[0];
  }
  self->share = self->decisive > 0 ? (double) self->left / self->decisive : NAN;
  ump_head_to_head_interval (self->left, self->decisive, 0.05, &self->share_lo, &self->share_hi);
}


static bool
fit_side (UmpSideBias *self, const UmpPairModel *model)
{
  UmpPairFit fit;
  double *column = NULL;
  bool done = ump_pair_fit (&fit, model, NULL) && (column = calloc (fit.size, sizeof *column)) != NULL;

  if (done && fit.factor != NULL) {
    double se;

    column[fit.size - 1] = 1;
    ump_matrix_solve (fit.factor, fit.size, column);
    se = UMP_ELO_PER_UNIT * sqrt (column[fit.size - 1]);
    self->elo = UMP_ELO_PER_UNIT * fit.x[fit.size - 1];
    self->lo = self->elo - UMP_Z95 * se;
    self->hi = self->elo + UMP_Z95 * se;
  }
  free (column);
  ump_pair_fit_clear (&fit);
  return done;
}


/**
 * ump_side_bias_find:
 * @self: (out): becomes the bias
 * @tally: a finished tally of at most UMP_DAVIDSON_MAX contenders
 *
 * The share of decisive votes that went to the left, and Davidson's model with
 * one more column, +1 for the left and -1 for the right (Davidson and Beaver
 * 1977). The figures in Elo points are NaN as long as the left has never won or
 * never lost.
 *
 * Returns: false only where memory ran out
 */
bool
ump_side_bias_find (UmpSideBias *self, const UmpTally *tally)
{
  UmpDavidson davidson = { 0 };
  UmpComparison *merged, *comparisons;
  size_t n_merged, n_comparisons;
  bool done;

  memset (self, 0, sizeof *self);
  self->elo = self->lo = self->hi = NAN;
  count_sides (self, tally);
  if (self->left == 0 || self->left == self->decisive)
    return true;
  merged = ump_comparisons_from_tally (tally, false, &n_merged);
  comparisons = ump_comparisons_from_tally (tally, true, &n_comparisons);
  done = merged != NULL && comparisons != NULL && ump_davidson_fit (&davidson, merged, n_merged, tally->n);
  if (done) {
    double sd = ump_davidson_get_width (&davidson) / UMP_ELO_PER_UNIT;
    UmpPairModel model = {
      .kernel = UMP_KERNEL_DAVIDSON,
      .with_side = true,
      .n = tally->n,
      .comparisons = comparisons,
      .n_comparisons = n_comparisons,
      .prior_precision = 1 / (sd * sd),
      .extra_precision = LOG_NU_PRECISION,
    };

    done = fit_side (self, &model);
  }
  ump_davidson_clear (&davidson);
  free (merged);
  free (comparisons);
  return done;
}
