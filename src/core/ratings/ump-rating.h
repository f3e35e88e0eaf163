/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Votes in, tables out: plain C and libm, no allocation but malloc. */

/**
 * UmpOutcome:
 *
 * What one vote said, with the numbers of the stored verdicts.
 */
typedef enum {
  UMP_OUTCOME_A = 1,
  UMP_OUTCOME_B = 2,
  UMP_OUTCOME_TIE = 3,
  UMP_OUTCOME_BOTH_BAD = 4,
} UmpOutcome;

/**
 * UmpVote:
 * @a: index of the contender on side A
 * @b: index of the contender on side B
 * @outcome: what was said
 * @cluster: votes with the same number belong together (same prompt)
 */
typedef struct {
  uint32_t a;
  uint32_t b;
  UmpOutcome outcome;
  uint32_t cluster;
} UmpVote;

/**
 * UmpRatingRow:
 *
 * One contender's line. Figures that a method does not have, or that are not
 * identified, are NaN (0 for ranks).
 */
typedef struct {
  double rating;
  double lo;
  double hi;
  double se;
  double p_best;
  uint32_t rank_low;
  uint32_t rank_high;
  uint32_t votes;
  uint32_t wins;
  uint32_t losses;
  uint32_t ties;
  uint32_t both_bad;
} UmpRatingRow;

/**
 * UmpInterval:
 * @UMP_INTERVAL_DEFAULT: the method's own
 * @UMP_INTERVAL_NONE: no figure beside the rating
 * @UMP_INTERVAL_POSTERIOR: from the posterior; without a prior from the
 *   inverse information
 * @UMP_INTERVAL_SANDWICH: robust (HC0)
 * @UMP_INTERVAL_CLUSTER: robust, votes of one cluster may depend on each other
 * @UMP_INTERVAL_BOOTSTRAP: quantiles of refits to redrawn votes
 *
 * How the uncertainty is found.
 */
typedef enum {
  UMP_INTERVAL_DEFAULT,
  UMP_INTERVAL_NONE,
  UMP_INTERVAL_POSTERIOR,
  UMP_INTERVAL_SANDWICH,
  UMP_INTERVAL_CLUSTER,
  UMP_INTERVAL_BOOTSTRAP,
} UmpInterval;

#define UMP_N_INTERVALS 6

/**
 * UmpNeeds:
 * @UMP_NEEDS_COUNTS: pair counts do
 * @UMP_NEEDS_VOTES: the votes one by one in the order of time
 * @UMP_NEEDS_STYLE: the votes one by one with their style features
 */
typedef enum {
  UMP_NEEDS_COUNTS,
  UMP_NEEDS_VOTES,
  UMP_NEEDS_STYLE,
} UmpNeeds;

typedef struct _UmpRatingData UmpRatingData;
typedef struct _UmpRatingOptions UmpRatingOptions;
typedef struct _UmpRatingTable UmpRatingTable;

/**
 * UmpRatingMethod:
 * @name: as on the command line and in the settings
 * @fit: fills @rows (array length=n_contenders) from @votes; returns false
 *   only where memory ran out
 * @needs: what @rate must be given
 * @intervals: bit (1 << UmpInterval) is set for each that it can find
 * @interval: its own, in place of UMP_INTERVAL_DEFAULT
 * @rate: the same as @fit with all that may be said and chosen; the table
 *   comes with the counts filled in
 *
 * A rating method. To add one, write a function of this shape and name it in
 * the table of ump-rating.c.
 */
typedef struct {
  const char *name;
  bool (*fit) (const UmpVote *votes, size_t n_votes, size_t n_contenders, UmpRatingRow *rows);
  UmpNeeds needs;
  unsigned intervals;
  UmpInterval interval;
  bool (*rate) (const UmpRatingData *data, const UmpRatingOptions *options, UmpRatingTable *table);
} UmpRatingMethod;

const UmpRatingMethod *const *ump_rating_methods_get_all (size_t *n_methods);
const UmpRatingMethod *ump_rating_method_find (const char *name);
