/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-davidson.h"
#include "ump-random.h"

void ump_rows_set_normal (UmpRatingRow *rows, size_t n, const double *rating, const double *covariance);
void ump_rows_set_ranks (UmpRatingRow *rows, size_t n);
bool ump_rows_set_best_normal (UmpRatingRow *rows, size_t n, const double *rating, const double *covariance, UmpRandom *random);
bool ump_rows_set_best_mixture (UmpRatingRow *rows, const UmpDavidson *davidson, UmpRandom *random);
void ump_better_normal (const double *rating, const double *covariance, size_t n, double *better);
bool ump_better_mixture (const UmpDavidson *davidson, double *better);
