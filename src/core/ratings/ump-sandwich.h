/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-pair-fit.h"

#define UMP_NOT_RATED UINT32_MAX

bool ump_sandwich (const UmpPairModel *model, const UmpPairFit *fit, double *covariance);
bool ump_sandwich_clustered (const UmpPairModel *model, const UmpPairFit *fit, const UmpVote *votes, size_t n_votes, const uint32_t *places, double *covariance);
bool ump_sandwich_finish (const UmpPairFit *fit, const double *g, double *covariance);
