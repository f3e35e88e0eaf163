/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-provider.h"
#include "ump-store.h"
#include "ump-transport.h"

/**
 * UmpProviderPage:
 *
 * One provider: its name, its key, its models, its end.
 */
#define UMP_TYPE_PROVIDER_PAGE (ump_provider_page_get_type ())
G_DECLARE_FINAL_TYPE (UmpProviderPage, ump_provider_page, UMP, PROVIDER_PAGE, AdwBin)

GtkWidget *ump_provider_page_new (UmpStore *store, UmpTransport *transport, const UmpProvider *provider);
