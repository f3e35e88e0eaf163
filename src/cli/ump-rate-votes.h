/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ump-rating-table.h"
#include "ump-vote-reader.h"

/**
 * UmpRateVotes:
 * @reader: what read them
 * @names: (element-type utf8): contenders sorted by bytes; a contender's place
 *   is its number in all that follows
 * @n_tallies: 1, or one for each category where they are pooled
 * @tallies: (array length=n_tallies): the votes counted
 * @votes: (element-type UmpVote) (nullable): the votes one by one in the order
 *   of time
 * @styles: (element-type double) (nullable): @n_styles for each vote
 * @n_styles: features that the files have
 * @style_names: (array length=n_styles): which
 * @n_self: votes of a contender against itself
 *
 * The votes of some files, ready to be rated.
 */
typedef struct {
  UmpVoteReader *reader;
  GPtrArray *names;
  guint n_tallies;
  UmpTally *tallies;
  GArray *votes;
  GArray *styles;
  guint n_styles;
  const char *style_names[UMP_N_STYLES];
  guint64 n_self;

  GArray *raw_tallies;
  GArray *times;
  const char *wanted_category;
  gboolean pool;
  gboolean keep_votes;
  gboolean failed;
} UmpRateVotes;

/**
 * UmpRateNeeds:
 * @votes: the votes one by one
 * @order: in the order of time
 * @cluster: with their prompts
 * @style: with their style
 * @category: (nullable): only these
 * @pool: keep the other categories beside it
 */
typedef struct {
  gboolean votes;
  gboolean order;
  gboolean cluster;
  gboolean style;
  const char *category;
  gboolean pool;
} UmpRateNeeds;

gboolean ump_rate_votes_read (UmpRateVotes *self, char **files, const UmpRateNeeds *needs, GError **error);
void ump_rate_votes_clear (UmpRateVotes *self);
