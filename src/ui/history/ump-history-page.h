/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-store.h"

/**
 * UmpHistoryPage:
 *
 * All battles, newest first, and one of them to read. Open ones stay masked.
 * Signals: "resume-battle" (const char *battle_id) where the user wants to go
 * on with an open one; "start-battle" where there is none yet.
 */
#define UMP_TYPE_HISTORY_PAGE (ump_history_page_get_type ())
G_DECLARE_FINAL_TYPE (UmpHistoryPage, ump_history_page, UMP, HISTORY_PAGE, AdwBin)

GtkWidget *ump_history_page_new (UmpStore *store, GSettings *settings);
void ump_history_page_show_battle (UmpHistoryPage *self, const char *battle_id);
