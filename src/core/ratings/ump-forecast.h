/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-tally.h"

/* Nobody votes more often than that. */
#define UMP_FORECAST_MAX 100000

/**
 * UmpForecast:
 * @leader: who leads now
 * @p_best: the probability that it is the best
 * @decided: whether that has reached the threshold already
 * @votes: votes still needed, the median
 * @lo: 10 % need no more than this
 * @hi: 90 % need no more than this; UMP_FORECAST_MAX means "or more"
 *
 * How far it is to a decision.
 */
typedef struct {
  size_t leader;
  double p_best;
  bool decided;
  double votes;
  double lo;
  double hi;
} UmpForecast;

bool ump_forecast_leader (UmpForecast *self, const UmpTally *tally, double threshold, unsigned rounds, uint64_t seed);
