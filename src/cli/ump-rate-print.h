/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-rating-table.h"

char *ump_rate_print_board (const UmpRatingTable *table, GPtrArray *names, const char *format);
char *ump_rate_print_pairs (const UmpRatingTable *table, const UmpTally *tally, GPtrArray *names, const char *format);
