/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-rating-table.h"

typedef enum {
  UMP_RATE_FORMAT_TABLE,
  UMP_RATE_FORMAT_CSV,
  UMP_RATE_FORMAT_JSON,
} UmpRateFormat;

char *ump_rate_print_board (const UmpRatingTable *table, GPtrArray *names, UmpRateFormat format);
char *ump_rate_print_pairs (const UmpRatingTable *table, const UmpTally *tally, GPtrArray *names, UmpRateFormat format);
