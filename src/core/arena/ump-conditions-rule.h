/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-conditions.h"

/**
 * UmpUnclean:
 * @UMP_UNCLEAN_UNBLINDED: the names had been shown before this verdict
 * @UMP_UNCLEAN_RETRACTED: an earlier verdict on the same battle was retracted
 * @UMP_UNCLEAN_NAMED_ITSELF: an answer held its own model's, family's or maker's name
 * @UMP_UNCLEAN_CLAIMED: an answer claimed in the first person to be some model
 * @UMP_UNCLEAN_NOT_SEEN: one of the answers was never on the screen
 * @UMP_UNCLEAN_INCOMPLETE: an answer did not end in a way that can be judged
 * @UMP_UNCLEAN_UNKNOWN: nothing is known about how the ballot was cast
 *
 * Why a ballot is not clean. Zero is clean.
 */
typedef enum {
  UMP_UNCLEAN_UNBLINDED = 1 << 0,
  UMP_UNCLEAN_RETRACTED = 1 << 1,
  UMP_UNCLEAN_NAMED_ITSELF = 1 << 2,
  UMP_UNCLEAN_CLAIMED = 1 << 3,
  UMP_UNCLEAN_NOT_SEEN = 1 << 4,
  UMP_UNCLEAN_INCOMPLETE = 1 << 5,
  UMP_UNCLEAN_UNKNOWN = 1 << 6,
} UmpUnclean;
#define UMP_N_UNCLEAN 7

UmpUnclean ump_conditions_rule_check (const UmpConditions *conditions, gboolean unblinded);
gboolean ump_conditions_rule_may_rate (UmpUnclean unclean, gboolean include_unclean);
const char *ump_unclean_describe (UmpUnclean reason, gboolean sealed);
char *ump_unclean_describe_count (UmpUnclean reason, guint n_ballots, gboolean sealed);
char **ump_unclean_describe_all (UmpUnclean unclean, gboolean sealed);
