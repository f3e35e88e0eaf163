/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-bootstrap.h"
#include "ump-components.h"
#include "ump-pair-board.h"
#include "ump-sandwich.h"
#include "ump-standing.h"


/* Says of those outside the largest group why they have no rating. */
static void
give_reasons (const UmpTally *tally, const UmpComponents *components, UmpRatingTable *table)
{
  for (size_t i = 0; i < tally->n; i++) {
    const UmpRatingRow *row = &table->rows[i];
    uint32_t both = row->ties + row->both_bad;

    if (components->strong[i] == components->largest)
      table->identified[i] = UMP_IDENTIFIED;
    else if (row->votes == 0)
      table->identified[i] = UMP_NO_VOTES;
    else if (row->losses + both == 0)
      table->identified[i] = UMP_NEVER_LOST;
    else if (row->wins + both == 0)
      table->identified[i] = UMP_NEVER_WON;
    else
      table->identified[i] = UMP_OTHER_GROUP;
  }
}


static void
keep_members (UmpPairBoard *self)
{
  size_t kept = 0;

  for (size_t i = 0; i < self->n_comparisons; i++) {
    UmpComparison c = self->comparisons[i];

    c.a = self->places[c.a];
    c.b = self->places[c.b];
    if (c.a == UMP_NOT_RATED || c.b == UMP_NOT_RATED)
      continue;
    self->ties += c.ties;
    self->decisive += c.wins_a + c.wins_b;
    self->comparisons[kept++] = c;
  }
  self->n_comparisons = kept;
}


/**
 * ump_pair_board_init:
 * @self: (out): becomes the board; to be cleared in any case
 * @data: what to rate
 * @identified_only: keep only the largest group whose maximum-likelihood
 *   strengths exist; else keep everybody
 * @table: (inout): gets the reasons of the others
 *
 * Returns: false only where memory ran out
 */
bool
ump_pair_board_init (UmpPairBoard *self, const UmpRatingData *data, bool identified_only, UmpRatingTable *table)
{
  const UmpTally *tally = data->tally;
  UmpComponents components = { 0 };

  memset (self, 0, sizeof *self);
  self->data = data;
  self->places = malloc ((tally->n + 1) * sizeof *self->places);
  self->members = malloc ((tally->n + 1) * sizeof *self->members);
  self->comparisons = ump_comparisons_from_tally (tally, false, &self->n_comparisons);
  if (self->places == NULL || self->members == NULL || self->comparisons == NULL)
    return false;
  if (identified_only) {
    if (!ump_components_find (&components, tally)) {
      ump_components_clear (&components);
      return false;
    }
    give_reasons (tally, &components, table);
    ump_components_clear (&components);
  }
  for (size_t i = 0; i < tally->n; i++) {
    self->places[i] = UMP_NOT_RATED;
    if (table->identified[i] == UMP_IDENTIFIED) {
      self->places[i] = self->n;
      self->members[self->n++] = i;
    }
  }
  keep_members (self);
  return true;
}


/* From the board's own numbers to those of the table. */
static bool
spread (const UmpPairBoard *self, const double *from, double **to)
{
  size_t n = self->data->tally->n;

  *to = malloc ((n * n + 1) * sizeof **to);
  if (*to == NULL)
    return false;
  for (size_t i = 0; i < n * n; i++)
    (*to)[i] = NAN;
  for (size_t i = 0; i < self->n; i++)
    for (size_t j = 0; j < self->n; j++)
      (*to)[self->members[i] * n + self->members[j]] = from[i * self->n + j];
  return true;
}


static bool
find_covariance (const UmpPairBoard *self, const UmpPairModel *model, const UmpPairFit *fit, UmpInterval interval, double *covariance)
{
  switch (interval) {
  case UMP_INTERVAL_SANDWICH:
    return ump_sandwich (model, fit, covariance);
  case UMP_INTERVAL_CLUSTER:
    return ump_sandwich_clustered (model, fit, self->data->votes, self->data->n_votes, self->places, covariance);
  default:
    return ump_pair_fit_covariance (fit, covariance);
  }
}


/**
 * ump_pair_board_fill_normal:
 * @self: the board
 * @rating: (array length=n): Elo
 * @covariance: (inout) (array length=n*n): squared natural units, becomes
 *   squared Elo
 * @options: the seed counts
 * @table: (inout): gets the lines of those rated, and the matrices
 *
 * Fills the lines from a normal distribution of the ratings.
 *
 * Returns: false only where memory ran out
 */
bool
ump_pair_board_fill_normal (const UmpPairBoard *self, const double *rating, double *covariance, const UmpRatingOptions *options, UmpRatingTable *table)
{
  size_t n = self->n;
  UmpRatingRow *rows = malloc ((n + 1) * sizeof *rows);
  double *better = malloc ((n * n + 1) * sizeof *better);
  UmpRandom random;
  bool done = rows != NULL && better != NULL;

  if (done) {
    for (size_t i = 0; i < n; i++)
      rows[i] = table->rows[self->members[i]];
    for (size_t i = 0; i < n * n; i++)
      covariance[i] *= UMP_ELO_PER_UNIT * UMP_ELO_PER_UNIT;
    ump_rows_set_normal (rows, n, rating, covariance);
    ump_better_normal (rating, covariance, n, better);
    ump_random_seed (&random, options->seed);
    done = ump_rows_set_best_normal (rows, n, rating, covariance, &random)
           && spread (self, covariance, &table->covariance) && spread (self, better, &table->better);
    for (size_t i = 0; i < n; i++)
      table->rows[self->members[i]] = rows[i];
  }
  free (rows);
  free (better);
  return done;
}


static bool
fill_normal (const UmpPairBoard *self, const UmpPairModel *model, const UmpPairFit *fit, const double *rating, const UmpRatingOptions *options, UmpRatingTable *table)
{
  double *covariance = malloc ((self->n * self->n + 1) * sizeof *covariance);
  bool done = covariance != NULL
              && find_covariance (self, model, fit, options->interval, covariance)
              && ump_pair_board_fill_normal (self, rating, covariance, options, table);

  free (covariance);
  return done;
}


static bool
fill_bootstrap (const UmpPairBoard *self, const UmpPairModel *model, const UmpPairFit *fit, const double *rating, const UmpRatingOptions *options, UmpRatingTable *table)
{
  size_t n = self->n;
  size_t anchor = n;
  UmpBootstrap bootstrap = { 0 };
  UmpRatingRow *rows = malloc ((n + 1) * sizeof *rows);
  double *better = calloc (n * n + 1, sizeof *better);
  bool done;

  if (options->anchored && options->anchor < self->data->tally->n && self->places[options->anchor] != UMP_NOT_RATED)
    anchor = self->places[options->anchor];
  for (size_t i = 0; rows != NULL && i < n; i++)
    rows[i] = table->rows[self->members[i]];
  done = rows != NULL && better != NULL
         && ump_bootstrap_run (&bootstrap, model, fit->x, options->rounds, options->seed, options->threads)
         && ump_bootstrap_fill_rows (&bootstrap, rating, fit->x, anchor, rows, better)
         && (bootstrap.n_rounds < 2 || spread (self, better, &table->better));
  for (size_t i = 0; done && i < n; i++)
    table->rows[self->members[i]] = rows[i];
  table->rounds_failed = bootstrap.n_failed;
  free (rows);
  ump_bootstrap_clear (&bootstrap);
  free (better);
  return done;
}


/**
 * ump_pair_board_fill:
 * @self: the board
 * @model: what was fitted
 * @fit: the optimum
 * @rating: (array length=n) (nullable): Elo, where it is not the optimum itself
 * @options: how to find the uncertainty
 * @table: (inout): gets the lines of those rated, and the matrices
 *
 * Returns: false only where memory ran out
 */
bool
ump_pair_board_fill (const UmpPairBoard *self, const UmpPairModel *model, const UmpPairFit *fit, const double *rating, const UmpRatingOptions *options, UmpRatingTable *table)
{
  size_t n = self->n;
  double *own = malloc ((n + 1) * sizeof *own);
  bool done = own != NULL;

  for (size_t i = 0; done && i < n; i++) {
    own[i] = rating != NULL ? rating[i] : UMP_ELO_MEAN + UMP_ELO_PER_UNIT * fit->x[i];
    table->rows[self->members[i]].rating = own[i];
  }
  table->log_likelihood = fit->log_likelihood;
  if (options->interval == UMP_INTERVAL_BOOTSTRAP)
    done = done && fill_bootstrap (self, model, fit, own, options, table);
  else if (options->interval != UMP_INTERVAL_NONE && fit->factor != NULL)
    done = done && fill_normal (self, model, fit, own, options, table);
  else
    table->interval = UMP_INTERVAL_NONE;
  free (own);
  return done;
}


/**
 * ump_pair_board_clear:
 * @self: a board
 *
 * Frees what @self holds.
 */
void
ump_pair_board_clear (UmpPairBoard *self)
{
  free (self->places);
  free (self->members);
  free (self->comparisons);
  memset (self, 0, sizeof *self);
}
