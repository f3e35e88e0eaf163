/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-store.h"

/**
 * UmpLeaderboardPage:
 *
 * The leaderboard with its chart. Signals: "start-battle" (gboolean practice)
 * where the user wants to add votes; "open-battle" (const char *battle_id)
 * where one battle is to be shown.
 */
#define UMP_TYPE_LEADERBOARD_PAGE (ump_leaderboard_page_get_type ())
G_DECLARE_FINAL_TYPE (UmpLeaderboardPage, ump_leaderboard_page, UMP, LEADERBOARD_PAGE, AdwBin)

GtkWidget *ump_leaderboard_page_new (UmpStore *store, GSettings *settings);
