/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-tally.h"

/* What the next vote would be worth, pair by pair. Matrices are n x n,
 * row-major, symmetric, with nought on the diagonal. */

bool ump_advice_expected_drops (const UmpVote *votes, size_t n_votes, size_t n_contenders, const double *costs, double *drops);
bool ump_advice_next_pair (const UmpVote *votes, size_t n_votes, size_t n_contenders, const double *costs, double *weights);
bool ump_advice_next_pair_of_tally (const UmpTally *tally, const double *costs, double *weights);
