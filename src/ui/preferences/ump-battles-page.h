/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/**
 * UmpBattlesPage:
 *
 * How battles are fought: everything here is a setting.
 */
#define UMP_TYPE_BATTLES_PAGE (ump_battles_page_get_type ())
G_DECLARE_FINAL_TYPE (UmpBattlesPage, ump_battles_page, UMP, BATTLES_PAGE, AdwBin)

GtkWidget *ump_battles_page_new (GSettings *settings);
