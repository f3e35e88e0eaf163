/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "ump-pair-board.h"
#include "ump-posterior.h"
#include "ump-rating-table.h"

/* The prior of bt-map unless another is asked for: one natural unit. */
#define MAP_SD UMP_ELO_PER_UNIT
#define EXACT_MAX_PAIRS 60
#define EXACT_DRAWS 20000


static double
to_precision (double sd)
{
  double natural = sd / UMP_ELO_PER_UNIT;

  return isfinite (sd) ? 1 / (natural * natural) : 0;
}


/* With few votes the normal approximation of the posterior is off by up to
 * three hundredths in the probability of being the best; draws from the
 * posterior itself are then cheap. Better than half of the draws must count. */
static bool
refine_probabilities (const UmpPairModel *model, const UmpPairFit *fit, const UmpRatingOptions *options, UmpRatingTable *table)
{
  UmpPosterior posterior = { 0 };
  UmpRandom random;
  double *best = malloc ((model->n + 1) * sizeof *best);
  bool done;

  ump_random_seed (&random, options->seed);
  done = best != NULL && ump_posterior_draw (&posterior, model, fit, EXACT_DRAWS, &random);
  if (done && posterior.effective > EXACT_DRAWS / 2.0) {
    ump_posterior_count_best (&posterior, best);
    ump_posterior_count_better (&posterior, table->better);
    for (size_t i = 0; i < model->n; i++)
      table->rows[i].p_best = best[i];
  }
  ump_posterior_clear (&posterior);
  free (best);
  return done;
}


/* Fits @kernel with a prior of @sd Elo points, infinity for none. */
static bool
rate (const UmpRatingData *data, const UmpRatingOptions *options, UmpKernel kernel, double sd, UmpRatingTable *table)
{
  UmpPairBoard board;
  UmpPairFit fit = { 0 };
  UmpPairModel model;
  bool done = ump_pair_board_init (&board, data, !isfinite (sd), table);

  /* Without a tie, or with nothing else, the tie parameter has no finite
   * optimum; the limit is the model without it. */
  if (board.ties == 0 || board.decisive == 0)
    kernel = UMP_KERNEL_BT;
  model = (UmpPairModel) {
    .kernel = kernel,
    .n = board.n,
    .comparisons = board.comparisons,
    .n_comparisons = board.n_comparisons,
    .prior_precision = to_precision (sd),
  };
  done = done && ump_pair_fit (&fit, &model, NULL) && ump_pair_board_fill (&board, &model, &fit, NULL, options, table);
  if (done && table->interval == UMP_INTERVAL_POSTERIOR && isfinite (sd) && board.n > 0 && board.n_comparisons <= EXACT_MAX_PAIRS)
    done = refine_probabilities (&model, &fit, options, table);
  if (done && kernel == UMP_KERNEL_DAVIDSON)
    table->nu = exp (fit.x[fit.n]);
  if (done && kernel == UMP_KERNEL_RAO_KUPPER)
    table->kappa = exp (fit.x[fit.n]);
  table->prior_sd = sd;
  ump_pair_fit_clear (&fit);
  ump_pair_board_clear (&board);
  return done;
}


/**
 * ump_rate_bt:
 * @data: what to rate
 * @options: choices
 * @table: (inout): the board
 *
 * Bradley-Terry by exact maximum likelihood, a tie half a win for each; rates
 * the largest group for which that exists and says why the others are not.
 *
 * Returns: false only where memory ran out
 */
bool
ump_rate_bt (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table)
{
  return rate (data, options, UMP_KERNEL_BT, INFINITY, table);
}


/**
 * ump_rate_bt_map:
 * @data: what to rate
 * @options: choices
 * @table: (inout): the board
 *
 * Bradley-Terry with log-strengths ~ N(0, sd^2): finite and unique for
 * everybody, the mean for who has no vote.
 *
 * Returns: false only where memory ran out
 */
bool
ump_rate_bt_map (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table)
{
  return rate (data, options, UMP_KERNEL_BT, options->prior_sd > 0 ? options->prior_sd : MAP_SD, table);
}


/**
 * ump_rate_rao_kupper:
 * @data: what to rate
 * @options: choices
 * @table: (inout): the board
 *
 * Rao and Kupper's model of ties (1967) by maximum likelihood.
 *
 * Returns: false only where memory ran out
 */
bool
ump_rate_rao_kupper (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table)
{
  return rate (data, options, UMP_KERNEL_RAO_KUPPER, INFINITY, table);
}


/**
 * ump_rate_davidson_mle:
 * @data: what to rate
 * @options: choices
 * @table: (inout): the board
 *
 * Davidson's model by maximum likelihood, without any prior.
 *
 * Returns: false only where memory ran out
 */
bool
ump_rate_davidson_mle (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table)
{
  return rate (data, options, UMP_KERNEL_DAVIDSON, INFINITY, table);
}
