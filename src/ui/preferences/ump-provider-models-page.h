/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-preferences-window.h"
#include "ump-provider.h"

/**
 * UmpProviderModelsPage:
 *
 * Which of a provider's models may fight. A switch acts at once.
 */
#define UMP_TYPE_PROVIDER_MODELS_PAGE (ump_provider_models_page_get_type ())
G_DECLARE_FINAL_TYPE (UmpProviderModelsPage, ump_provider_models_page, UMP, PROVIDER_MODELS_PAGE, AdwBin)

void ump_provider_models_page_push (UmpPreferencesWindow *window, UmpStore *store, UmpTransport *transport, const UmpProvider *provider);
