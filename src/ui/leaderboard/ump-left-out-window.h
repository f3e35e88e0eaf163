/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-store.h"

/**
 * UmpLeftOutWindow:
 *
 * The ballots that a leaderboard leaves out, and why. Signal: "open-battle"
 * (const char *battle_id).
 */
#define UMP_TYPE_LEFT_OUT_WINDOW (ump_left_out_window_get_type ())
G_DECLARE_FINAL_TYPE (UmpLeftOutWindow, ump_left_out_window, UMP, LEFT_OUT_WINDOW, AdwWindow)

GtkWindow *ump_left_out_window_new (UmpStore *store, GPtrArray *battle_ids, GtkWindow *parent);
