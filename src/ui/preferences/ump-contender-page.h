/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-contender.h"
#include "ump-preferences-window.h"

/**
 * UmpContenderPage:
 *
 * One contender to edit. What is rated never changes: an edit makes a new version.
 */
#define UMP_TYPE_CONTENDER_PAGE (ump_contender_page_get_type ())
G_DECLARE_FINAL_TYPE (UmpContenderPage, ump_contender_page, UMP, CONTENDER_PAGE, AdwBin)

void ump_contender_page_push (UmpPreferencesWindow *window, UmpStore *store, const UmpContender *contender);
