/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-preferences-window.h"

/**
 * UmpSealPage:
 *
 * Marks a set of contenders whose names are hidden even after the vote.
 */
#define UMP_TYPE_SEAL_PAGE (ump_seal_page_get_type ())
G_DECLARE_FINAL_TYPE (UmpSealPage, ump_seal_page, UMP, SEAL_PAGE, AdwBin)

void ump_seal_page_push (UmpPreferencesWindow *window, UmpStore *store, GPtrArray *contenders);
