/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-store.h"
#include "ump-transport.h"

/**
 * UmpProvidersPage:
 *
 * The providers, one row each.
 */
#define UMP_TYPE_PROVIDERS_PAGE (ump_providers_page_get_type ())
G_DECLARE_FINAL_TYPE (UmpProvidersPage, ump_providers_page, UMP, PROVIDERS_PAGE, AdwBin)

GtkWidget *ump_providers_page_new (UmpStore *store, UmpTransport *transport);
