/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-tally.h"

#define UMP_MAX_STYLES 4
#define UMP_ROUNDS 1000
#define UMP_ROUNDS_FASTCHAT 100

/**
 * UmpRatingData:
 * @tally: the votes counted, finished
 * @votes: (array length=n_votes) (nullable): the votes one by one
 * @n_votes: how many
 * @styles: (array length=n_votes*n_styles) (nullable): (a - b)/(a + b + 1) of
 *   each style feature of each vote; a vote with a NaN is left out
 * @n_styles: features, at most UMP_MAX_STYLES
 *
 * What a method works on.
 */
struct _UmpRatingData {
  const UmpTally *tally;
  const UmpVote *votes;
  size_t n_votes;
  const double *styles;
  size_t n_styles;
};

/**
 * UmpRatingOptions:
 * @interval: how to find the uncertainty
 * @rounds: of the bootstrap; 0 for the method's own
 * @seed: of everything that is drawn
 * @threads: for the bootstrap
 * @prior_sd: of a rating, Elo points; 0 for the method's own, infinity for none
 * @style_prior_sd: of a style coefficient; 0 for the method's own
 * @k: Elo's step
 * @anchored: whether @anchor is held at @anchor_rating
 * @anchor: index
 * @anchor_rating: Elo
 */
struct _UmpRatingOptions {
  UmpInterval interval;
  unsigned rounds;
  uint64_t seed;
  unsigned threads;
  double prior_sd;
  double style_prior_sd;
  double k;
  bool anchored;
  uint32_t anchor;
  double anchor_rating;
};

/**
 * UmpIdentified:
 * @UMP_IDENTIFIED: it has a rating
 * @UMP_NEVER_LOST: it took every point there was
 * @UMP_NEVER_WON: it took none
 * @UMP_OTHER_GROUP: points did not go both ways between it and those rated
 * @UMP_NO_VOTES: it was in no vote
 *
 * Why a line has no rating.
 */
typedef enum {
  UMP_IDENTIFIED,
  UMP_NEVER_LOST,
  UMP_NEVER_WON,
  UMP_OTHER_GROUP,
  UMP_NO_VOTES,
} UmpIdentified;

/**
 * UmpRatingTable:
 * @n: contenders
 * @rows: (array length=n): one line each
 * @identified: (array length=n) (element-type UmpIdentified): why a line is empty
 * @covariance: (array length=n*n) (nullable): of the ratings, squared Elo
 * @better: (array length=n*n) (nullable): P(i is better than j)
 * @interval: what was used
 * @nu: Davidson's, or NaN
 * @kappa: Rao and Kupper's, or NaN
 * @prior_sd: of a rating in Elo points, the mean where it was learnt, or NaN
 * @log_likelihood: at the optimum, or NaN
 * @beta: of each style feature by its standard deviation, NaN where it was dropped
 * @beta_se: standard errors
 * @rounds_failed: bootstrap rounds whose votes had no finite optimum
 *
 * A board.
 */
struct _UmpRatingTable {
  size_t n;
  UmpRatingRow *rows;
  unsigned char *identified;
  double *covariance;
  double *better;
  UmpInterval interval;
  double nu;
  double kappa;
  double prior_sd;
  double log_likelihood;
  double beta[UMP_MAX_STYLES];
  double beta_se[UMP_MAX_STYLES];
  unsigned rounds_failed;
};

void ump_rating_options_init (UmpRatingOptions *self);
bool ump_rating_table_init (UmpRatingTable *self, const UmpTally *tally);
bool ump_rating_table_compute (UmpRatingTable *self, const UmpRatingMethod *method, const UmpRatingData *data, const UmpRatingOptions *options);
void ump_rating_table_clear (UmpRatingTable *self);

/* The methods of the table in ump-rating.c. */
bool ump_rate_bt (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table);
bool ump_rate_bt_map (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table);
bool ump_rate_davidson_mle (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table);
bool ump_rate_elo (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table);
bool ump_rate_rao_kupper (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table);
bool ump_rate_style (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table);
bool ump_rate_davidson (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table);
