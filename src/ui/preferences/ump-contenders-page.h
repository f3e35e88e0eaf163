/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-store.h"

/**
 * UmpContendersPage:
 *
 * Who may fight.
 */
#define UMP_TYPE_CONTENDERS_PAGE (ump_contenders_page_get_type ())
G_DECLARE_FINAL_TYPE (UmpContendersPage, ump_contenders_page, UMP, CONTENDERS_PAGE, AdwBin)

GtkWidget *ump_contenders_page_new (UmpStore *store);
