/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-rating-table.h"
#include "ump-standing.h"

/* Everybody has a rating where there is a prior; nobody's is better known than
 * the prior lets it be. */
static bool
fill_from_posterior (const UmpDavidson *davidson, const UmpRatingOptions *options, UmpRatingTable *table)
{
  size_t n = davidson->n;
  UmpRandom random;

  table->nu = ump_davidson_get_nu (davidson);
  table->prior_sd = ump_davidson_get_width (davidson);
  if (options->interval == UMP_INTERVAL_NONE) {
    for (size_t i = 0; i < n; i++)
      table->rows[i].rating = davidson->rating[i];
    return true;
  }
  table->covariance = malloc ((n * n + 1) * sizeof *table->covariance);
  table->better = malloc ((n * n + 1) * sizeof *table->better);
  if (table->covariance == NULL || table->better == NULL)
    return false;
  memcpy (table->covariance, davidson->covariance, n * n * sizeof *table->covariance);
  ump_rows_set_normal (table->rows, n, davidson->rating, davidson->covariance);
  ump_random_seed (&random, options->seed);
  return ump_better_mixture (davidson, table->better) && ump_rows_set_best_mixture (table->rows, davidson, &random);
}


/**
 * ump_rate_davidson:
 * @data: what to rate
 * @options: choices; a prior sd replaces the learnt one
 * @table: (inout): the board
 *
 * The default method: see ump_davidson_fit().
 *
 * Returns: false only where memory ran out
 */
bool
ump_rate_davidson (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table)
{
  UmpDavidson davidson = { 0 };
  size_t n_comparisons;
  UmpComparison *comparisons = ump_comparisons_from_tally (data->tally, false, &n_comparisons);
  bool done;

  done = comparisons != NULL && ump_davidson_fit (&davidson, comparisons, n_comparisons, data->tally->n)
         && fill_from_posterior (&davidson, options, table);
  ump_davidson_clear (&davidson);
  free (comparisons);
  return done;
}
