/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-pair-board.h"
#include "ump-standing.h"

#define LOG_NU_PRECISION 0.25
#define WIDTH_STEPS 50


static UmpPairModel
make_model (const UmpPairBoard *board, double width)
{
  double sd = width / UMP_ELO_PER_UNIT;

  return (UmpPairModel) {
    .kernel = UMP_KERNEL_DAVIDSON,
    .n = board->n,
    .comparisons = board->comparisons,
    .n_comparisons = board->n_comparisons,
    .prior_precision = 1 / (sd * sd),
    .extra_precision = LOG_NU_PRECISION,
  };
}


/* Mean, covariance and the rest from the mixture over the prior's widths. */
static bool
fill_from_mixture (const UmpDavidson *davidson, const UmpRatingOptions *options, UmpRatingTable *table)
{
  size_t n = davidson->n;
  UmpRandom random;

  table->covariance = malloc ((n * n + 1) * sizeof *table->covariance);
  table->better = malloc ((n * n + 1) * sizeof *table->better);
  if (table->covariance == NULL || table->better == NULL)
    return false;
  memcpy (table->covariance, davidson->covariance, n * n * sizeof *table->covariance);
  ump_rows_set_normal (table->rows, n, davidson->rating, davidson->covariance);
  for (size_t i = 0; i < n; i++) {
    table->rows[i].lo = ump_davidson_get_quantile (davidson, i, 0.025);
    table->rows[i].hi = ump_davidson_get_quantile (davidson, i, 0.975);
  }
  ump_rows_set_ranks (table->rows, n);
  ump_random_seed (&random, options->seed);
  return ump_better_mixture (davidson, table->better) && ump_rows_set_best_mixture (table->rows, davidson, &random);
}


/* One fit with a prior of that width; @rating in place of its optimum. */
static bool
rate_with_width (const UmpPairBoard *board, double width, const double *rating, const UmpRatingOptions *options, UmpRatingTable *table)
{
  UmpPairModel model = make_model (board, width);
  UmpPairFit fit;
  bool done = ump_pair_fit (&fit, &model, NULL) && ump_pair_board_fill (board, &model, &fit, rating, options, table);

  if (done)
    table->nu = exp (fit.x[fit.n]);
  table->prior_sd = width;
  ump_pair_fit_clear (&fit);
  return done;
}


static bool
rate_with_learnt_width (const UmpPairBoard *board, const UmpRatingOptions *options, UmpRatingTable *table)
{
  UmpDavidson davidson;
  bool done = ump_davidson_fit (&davidson, board->comparisons, board->n_comparisons, board->n);

  if (done && options->interval == UMP_INTERVAL_POSTERIOR)
    done = fill_from_mixture (&davidson, options, table);
  else if (done)
    /* Other intervals are those of a fit with the width that was learnt. */
    done = rate_with_width (board, ump_davidson_get_width (&davidson), davidson.rating, options, table);
  if (done) {
    table->nu = ump_davidson_get_nu (&davidson);
    table->prior_sd = ump_davidson_get_width (&davidson);
  }
  ump_davidson_clear (&davidson);
  return done;
}


/* Too many contenders for determinants: MacKay's fixed point of the width,
 * with the diagonal in place of the inverse. */
static bool
rate_sparse (const UmpPairBoard *board, const UmpRatingOptions *options, UmpRatingTable *table)
{
  double width = UMP_ELO_PER_UNIT;
  double *diagonal = malloc ((board->n + 1) * sizeof *diagonal);
  bool done = diagonal != NULL;

  for (int step = 0; done && step < WIDTH_STEPS; step++) {
    UmpPairModel model = make_model (board, width);
    UmpPairFit fit;
    double squares = 0, determined = 0, next;

    done = ump_pair_fit (&fit, &model, NULL);
    for (size_t i = 0; done && i < board->n; i++)
      diagonal[i] = model.prior_precision;
    for (size_t i = 0; done && i < board->n_comparisons; i++) {
      const UmpComparison *c = &board->comparisons[i];
      UmpKernelTerms terms;

      ump_kernel_eval (model.kernel, c, fit.x[c->a] - fit.x[c->b], fit.x[fit.n], &terms);
      diagonal[c->a] += terms.h_dd;
      diagonal[c->b] += terms.h_dd;
    }
    for (size_t i = 0; done && i < board->n; i++) {
      squares += fit.x[i] * fit.x[i];
      determined += 1 - model.prior_precision / diagonal[i];
    }
    ump_pair_fit_clear (&fit);
    next = determined > 0 ? UMP_ELO_PER_UNIT * sqrt (squares / determined) : width;
    if (!done || fabs (next - width) < 0.5)
      break;
    width = next;
  }
  free (diagonal);
  return done && rate_with_width (board, width, NULL, options, table);
}


/**
 * ump_rate_davidson:
 * @data: what to rate
 * @options: choices; a prior sd replaces the learnt one, infinity asks for
 *   maximum likelihood
 * @table: (inout): the board
 *
 * The default method: Davidson's model of ties (1970) with log-strengths
 * ~ N(0, width^2), the width learnt as ump_davidson_fit() says. Everybody has
 * a rating, whose interval is never wider than the prior's.
 *
 * Returns: false only where memory ran out
 */
bool
ump_rate_davidson (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table)
{
  UmpPairBoard board;
  bool done;

  if (isinf (options->prior_sd))
    return ump_rate_davidson_mle (data, options, table);
  done = ump_pair_board_init (&board, data, false, table);
  if (done && options->prior_sd > 0)
    done = rate_with_width (&board, options->prior_sd, NULL, options, table);
  else if (done && board.n > UMP_DAVIDSON_MAX)
    done = rate_sparse (&board, options, table);
  else if (done)
    done = rate_with_learnt_width (&board, options, table);
  ump_pair_board_clear (&board);
  return done;
}
