/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-store.h"
#include "ump-transport.h"

/**
 * UmpPreferencesWindow:
 *
 * Providers, contenders, and how battles are fought.
 */
#define UMP_TYPE_PREFERENCES_WINDOW (ump_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (UmpPreferencesWindow, ump_preferences_window, UMP, PREFERENCES_WINDOW, AdwWindow)

GtkWindow *ump_preferences_window_new (UmpStore *store, UmpTransport *transport, GSettings *settings, GtkWindow *parent);
void ump_preferences_window_add_provider (UmpPreferencesWindow *self);
/* For its own pages. */
void ump_preferences_window_push (UmpPreferencesWindow *self, const char *title, GtkWidget *page, GtkWidget *button);
void ump_preferences_window_pop (UmpPreferencesWindow *self);
void ump_preferences_window_toast (UmpPreferencesWindow *self, const char *sentence);
