/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-pair-fit.h"
#include "ump-rating-table.h"


/**
 * ump_rate_elo:
 * @data: what to rate; the votes in the order of time
 * @options: choices
 * @table: (inout): the board
 *
 * Online Elo: from 1000, each vote moves both by K times its surprise. Depends
 * on the order, so it says who is in form, not who is better; it has no
 * interval and no rank.
 *
 * Returns: true
 */
bool
ump_rate_elo (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table)
{
  for (size_t i = 0; i < table->n; i++)
    table->rows[i].rating = UMP_ELO_MEAN;
  for (size_t i = 0; i < data->n_votes; i++) {
    const UmpVote *vote = &data->votes[i];
    double points = vote->outcome == UMP_OUTCOME_A ? 1 : vote->outcome == UMP_OUTCOME_B ? 0 : 0.5;
    double *a, *b, expected, update;

    if (vote->a >= table->n || vote->b >= table->n || vote->a == vote->b)
      continue;
    a = &table->rows[vote->a].rating;
    b = &table->rows[vote->b].rating;
    expected = 1 / (1 + exp ((*b - *a) / UMP_ELO_PER_UNIT));
    update = options->k * (points - expected);
    *a += update;
    *b -= update;
  }
  return true;
}
