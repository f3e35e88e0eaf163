/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-store.h"
#include "ump-transport.h"

/**
 * UmpAddProviderWindow:
 *
 * The way to add a provider: pick a service, enter the key, choose the models.
 * Signal: "added" (const char *name, guint n_models) when everything is kept:
 * what the provider is called, and how many of its models take part; the window
 * closes itself.
 */
#define UMP_TYPE_ADD_PROVIDER_WINDOW (ump_add_provider_window_get_type ())
G_DECLARE_FINAL_TYPE (UmpAddProviderWindow, ump_add_provider_window, UMP, ADD_PROVIDER_WINDOW, AdwWindow)

GtkWindow *ump_add_provider_window_new (UmpStore *store, UmpTransport *transport, GtkWindow *parent);
