/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-preferences-window.h"
#include "ump-test-server.h"
#include "ump-ui-test.h"

/* The preferences in a window, with a store and a server of their own. */
typedef struct {
  char *folder;
  char *path;
  UmpDb *db; /* until the store is opened */
  UmpStore *store;
  UmpKeyring *keyring;
  UmpTransport *transport;
  UmpTestServer *server;
  GSettings *settings;
  GtkWidget *window;
} UmpPreferencesTest;

void ump_preferences_test_set_up (UmpPreferencesTest *fixture, gconstpointer data);
void ump_preferences_test_tear_down (UmpPreferencesTest *fixture, gconstpointer data);
void ump_preferences_test_open_window (UmpPreferencesTest *fixture);
GtkWidget *ump_preferences_test_find_window (const char *title);
gboolean ump_preferences_test_is_gone (gpointer user_data);
gboolean ump_preferences_test_is_idle_row (gpointer user_data);
void ump_preferences_test_show_view (UmpPreferencesTest *fixture, const char *name);
GtkWidget *ump_preferences_test_find_row (GtkWidget *window, const char *title);
void ump_preferences_test_type_into (GtkWidget *window, const char *title, const char *text);
void ump_preferences_test_push_models (UmpPreferencesTest *fixture, guint n_models);
void ump_preferences_test_push_refusal (UmpPreferencesTest *fixture);
GtkWidget *ump_preferences_test_begin_adding (UmpPreferencesTest *fixture);
