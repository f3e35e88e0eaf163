/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-matrix.h"
#include "ump-pair-board.h"
#include "ump-sandwich.h"
#include "ump-style-fit.h"

/* FastChat's ridge, 1/4 (|theta / ln 10|^2 + |beta|^2) against the summed loss,
 * read as a prior: the standard deviations are sqrt 2 ln 10 natural units, or
 * 565.7 Elo points, and sqrt 2 for a feature's standard deviation. */
#define THETA_SD (400 * M_SQRT2)
#define BETA_SD M_SQRT2

typedef struct {
  UmpStyleRow *rows;
  double *features;
  size_t n_rows;
  size_t n_features;
  size_t kept[UMP_MAX_STYLES];
} StyleData;


/* A feature that is not known for a vote leaves the vote out. */
static bool
is_usable (const UmpRatingData *data, const UmpPairBoard *board, size_t i)
{
  const UmpVote *vote = &data->votes[i];

  if (vote->a >= data->tally->n || vote->b >= data->tally->n || vote->a == vote->b)
    return false;
  if (board->places[vote->a] == UMP_NOT_RATED || board->places[vote->b] == UMP_NOT_RATED)
    return false;
  for (size_t k = 0; k < data->n_styles; k++)
    if (!isfinite (data->styles[i * data->n_styles + k]))
      return false;
  return true;
}


/* Takes the mean off each feature and divides it by its standard deviation;
 * drops those that do not vary. */
static void
standardise (StyleData *self, size_t n_styles)
{
  double *features = self->features;
  double means[UMP_MAX_STYLES] = { 0 }, sds[UMP_MAX_STYLES] = { 0 };

  for (size_t r = 0; r < self->n_rows; r++)
    for (size_t k = 0; k < n_styles; k++)
      means[k] += features[r * n_styles + k] / self->n_rows;
  for (size_t r = 0; r < self->n_rows; r++)
    for (size_t k = 0; k < n_styles; k++)
      sds[k] += pow (features[r * n_styles + k] - means[k], 2) / self->n_rows;
  for (size_t k = 0; k < n_styles; k++) {
    sds[k] = sqrt (sds[k]);
    if (sds[k] > 1e-12)
      self->kept[self->n_features++] = k;
  }
  for (size_t r = 0; r < self->n_rows; r++)
    for (size_t k = 0; k < self->n_features; k++) {
      size_t from = self->kept[k];

      features[r * self->n_features + k] = (features[r * n_styles + from] - means[from]) / sds[from];
    }
}


static bool
collect (StyleData *self, const UmpRatingData *data, const UmpPairBoard *board)
{
  size_t n_styles = data->styles != NULL ? data->n_styles : 0;

  memset (self, 0, sizeof *self);
  self->rows = malloc ((data->n_votes + 1) * sizeof *self->rows);
  self->features = malloc ((data->n_votes * n_styles + 1) * sizeof *self->features);
  if (self->rows == NULL || self->features == NULL)
    return false;
  for (size_t i = 0; i < data->n_votes; i++) {
    const UmpVote *vote = &data->votes[i];

    if (!is_usable (data, board, i))
      continue;
    if (n_styles > 0)
      memcpy (self->features + self->n_rows * n_styles, data->styles + i * n_styles, n_styles * sizeof (double));
    self->rows[self->n_rows++] = (UmpStyleRow) {
      .a = board->places[vote->a],
      .b = board->places[vote->b],
      .points = vote->outcome == UMP_OUTCOME_A ? 1 : vote->outcome == UMP_OUTCOME_B ? 0 : 0.5,
      .cluster = vote->cluster,
    };
  }
  if (self->n_rows > 0)
    standardise (self, n_styles);
  return true;
}


static bool
fill (const UmpPairBoard *board, const UmpStyleModel *model, const UmpPairFit *fit, const UmpRatingOptions *options, UmpRatingTable *table)
{
  size_t n = board->n;
  double *rating = malloc ((n + n * n + 1) * sizeof *rating);
  double *covariance = rating + n;
  double mean = 0;
  bool done = rating != NULL;

  for (size_t i = 0; i < n; i++)
    mean += fit->x[i] / n;
  for (size_t i = 0; done && i < n; i++) {
    rating[i] = UMP_ELO_MEAN + UMP_ELO_PER_UNIT * (fit->x[i] - mean);
    table->rows[board->members[i]].rating = rating[i];
  }
  if (options->interval == UMP_INTERVAL_NONE || fit->factor == NULL)
    table->interval = UMP_INTERVAL_NONE;
  else
    done = done
           && (options->interval == UMP_INTERVAL_POSTERIOR
                 ? ump_pair_fit_covariance (fit, covariance)
                 : ump_style_sandwich (model, fit, options->interval == UMP_INTERVAL_CLUSTER, covariance))
           && ump_pair_board_fill_normal (board, rating, covariance, options, table);
  free (rating);
  return done;
}


static bool
fill_coefficients (const StyleData *style, const UmpPairFit *fit, UmpRatingTable *table)
{
  double *column = malloc ((fit->size + 1) * sizeof *column);

  if (column == NULL)
    return false;
  for (size_t k = 0; k < style->n_features; k++) {
    size_t place = fit->n + k;

    table->beta[style->kept[k]] = fit->x[place];
    if (fit->factor == NULL)
      continue;
    memset (column, 0, fit->size * sizeof *column);
    column[place] = 1;
    ump_matrix_solve (fit->factor, fit->size, column);
    table->beta_se[style->kept[k]] = sqrt (column[place]);
  }
  free (column);
  return true;
}


static double
to_precision (double sd)
{
  return isfinite (sd) ? 1 / (sd * sd) : 0;
}


/**
 * ump_rate_style:
 * @data: what to rate, with styles
 * @options: choices; the priors' standard deviations, infinity for none
 * @table: (inout): the board
 *
 * Bradley-Terry that allows for length, headers, lists and bold text; see
 * ump_style_fit(). A feature that does not vary is dropped. The prior is
 * FastChat's, unless another one is asked for.
 *
 * Returns: false only where memory ran out
 */
bool
ump_rate_style (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table)
{
  double theta_sd = options->prior_sd > 0 ? options->prior_sd : THETA_SD;
  double beta_sd = options->style_prior_sd > 0 ? options->style_prior_sd : BETA_SD;
  UmpPairBoard board;
  StyleData style = { 0 };
  UmpPairFit fit = { 0 };
  bool done = ump_pair_board_init (&board, data, isinf (theta_sd), table) && collect (&style, data, &board);

  if (done) {
    UmpStyleModel model = {
      .n = board.n,
      .rows = style.rows,
      .n_rows = style.n_rows,
      .features = style.features,
      .n_features = style.n_features,
      .prior_precision = to_precision (theta_sd / UMP_ELO_PER_UNIT),
      .feature_precision = to_precision (beta_sd),
    };

    done = ump_style_fit (&fit, &model) && fill (&board, &model, &fit, options, table) && fill_coefficients (&style, &fit, table);
    table->log_likelihood = fit.log_likelihood;
    table->prior_sd = theta_sd;
  }
  ump_pair_fit_clear (&fit);
  ump_pair_board_clear (&board);
  free (style.rows);
  free (style.features);
  return done;
}
