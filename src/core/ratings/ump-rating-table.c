/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-rating-table.h"
#include "ump-standing.h"


/**
 * ump_rating_options_init:
 * @self: (out): becomes the options that hold when nothing is said
 */
void
ump_rating_options_init (UmpRatingOptions *self)
{
  *self = (UmpRatingOptions) {
    .interval = UMP_INTERVAL_DEFAULT,
    .seed = 1,
    .threads = 1,
    .k = 4,
  };
}


/* Moves all ratings so that one of them is what was asked for. Its own
 * interval then has no width, and those of the others are of their
 * difference to it. */
static void
apply_anchor (UmpRatingTable *self, const UmpRatingOptions *options)
{
  size_t n = self->n, m = options->anchor;
  double shift;

  if (m >= n || !isfinite (self->rows[m].rating))
    return;
  shift = options->anchor_rating - self->rows[m].rating;
  for (size_t i = 0; i < n; i++) {
    UmpRatingRow *row = &self->rows[i];

    row->rating += shift;
    row->lo += shift;
    row->hi += shift;
    if (self->covariance != NULL) {
      double variance = self->covariance[i * n + i] + self->covariance[m * n + m] - 2 * self->covariance[i * n + m];

      row->se = i == m ? 0 : sqrt (fmax (variance, 0));
      row->lo = row->rating - UMP_Z95 * row->se;
      row->hi = row->rating + UMP_Z95 * row->se;
    }
  }
  ump_rows_set_ranks (self->rows, n);
}


/**
 * ump_rating_table_init:
 * @self: (out): becomes a board with counts and without ratings; to be cleared
 *   in any case
 * @tally: a finished tally
 *
 * Returns: false only where memory ran out
 */
bool
ump_rating_table_init (UmpRatingTable *self, const UmpTally *tally)
{
  memset (self, 0, sizeof *self);
  self->n = tally->n;
  self->nu = self->kappa = self->prior_sd = self->log_likelihood = NAN;
  for (size_t i = 0; i < UMP_MAX_STYLES; i++)
    self->beta[i] = self->beta_se[i] = NAN;
  self->rows = calloc (self->n + 1, sizeof *self->rows);
  self->identified = calloc (self->n + 1, 1);
  if (self->rows == NULL || self->identified == NULL)
    return false;
  ump_tally_fill_rows (tally, self->rows);
  return true;
}


/**
 * ump_rating_table_compute:
 * @self: (out): becomes the board; to be cleared in any case
 * @method: how to rate
 * @data: what to rate; must have what @method needs
 * @options: choices; an interval that @method cannot find becomes its own
 *
 * Returns: false only where memory ran out
 */
bool
ump_rating_table_compute (UmpRatingTable *self, const UmpRatingMethod *method, const UmpRatingData *data, const UmpRatingOptions *options)
{
  UmpRatingOptions chosen = *options;

  if (!ump_rating_table_init (self, data->tally))
    return false;
  if (chosen.interval == UMP_INTERVAL_DEFAULT || !(method->intervals & (1u << chosen.interval)))
    chosen.interval = method->interval;
  if (chosen.rounds == 0)
    chosen.rounds = strcmp (method->name, "fastchat") == 0 ? UMP_ROUNDS_FASTCHAT : UMP_ROUNDS;
  self->interval = chosen.interval;
  if (!method->rate (data, &chosen, self))
    return false;
  if (chosen.anchored)
    apply_anchor (self, &chosen);
  return true;
}


/**
 * ump_rating_table_clear:
 * @self: a board
 *
 * Frees what @self holds.
 */
void
ump_rating_table_clear (UmpRatingTable *self)
{
  free (self->rows);
  free (self->identified);
  free (self->covariance);
  free (self->better);
  memset (self, 0, sizeof *self);
}
