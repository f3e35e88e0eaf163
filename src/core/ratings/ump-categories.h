/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-rating-table.h"

bool ump_categories_rate (const UmpTally *tallies, size_t n_categories, size_t category, const UmpRatingOptions *options, UmpRatingTable *table);
