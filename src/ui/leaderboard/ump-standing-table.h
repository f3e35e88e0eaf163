/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ump-leaderboard.h"

/**
 * UmpStandingTable:
 *
 * A leaderboard as a table that sorts by each column. Where it is narrow it
 * keeps to rank, where one has a rank, contender and rating, with the votes
 * under the contender and the interval under the rating.
 */
#define UMP_TYPE_STANDING_TABLE (ump_standing_table_get_type ())
G_DECLARE_FINAL_TYPE (UmpStandingTable, ump_standing_table, UMP, STANDING_TABLE, GtkWidget)

void ump_standing_table_set_items (UmpStandingTable *self, GPtrArray *items);
