/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-battle-page.h"
#include "ump-store.h"
#include "ump-transport.h"
#include "ump-window.h"

/**
 * UmpTestWindow:
 *
 * The program's window with a store of its own and practice partners that
 * answer at once.
 */
typedef struct {
  AdwApplication *application;
  char *folder;
  UmpStore *store;
  UmpTransport *transport;
  GSettings *settings;
  UmpWindow *window;
} UmpTestWindow;

void ump_test_window_set_up (UmpTestWindow *self, gconstpointer data);
void ump_test_window_tear_down (UmpTestWindow *self, gconstpointer data);
void ump_test_window_adopt (UmpTestWindow *self, UmpStore *store, UmpTransport *transport);
void ump_test_window_release (UmpTestWindow *self);
void ump_test_window_open (UmpTestWindow *self);
void ump_test_window_close (UmpTestWindow *self);
void ump_test_window_resize (UmpTestWindow *self, int width, int height);

/* The first widget below @root of that type, or with that name for a screen
 * reader, or that label; shown ones only. */
GtkWidget *ump_test_find_type (gpointer root, const char *type_name);
GtkWidget *ump_test_find_text (gpointer root, const char *text);
char *ump_test_get_name (GtkWidget *widget);

GActionGroup *ump_test_window_get_actions (UmpTestWindow *self);
gboolean ump_test_window_can (UmpTestWindow *self, const char *action);
void ump_test_window_act (UmpTestWindow *self, const char *action);
void ump_test_window_type (UmpTestWindow *self, const char *text);
void ump_test_window_send (UmpTestWindow *self, const char *text);
UmpBattlePage *ump_test_window_get_page (UmpTestWindow *self);
UmpBattle *ump_test_window_get_battle (UmpTestWindow *self);
void ump_test_window_wait_for_status (UmpTestWindow *self, UmpDuelStatus status);
void ump_test_window_wait_for_text (UmpTestWindow *self, const char *text);
void ump_test_window_wait_for_action (UmpTestWindow *self, const char *action, gboolean enabled);
void ump_test_window_settle (UmpTestWindow *self);

char *ump_test_window_describe (UmpTestWindow *self);
char *ump_test_window_describe_at_rest (UmpTestWindow *self);
GBytes *ump_test_window_draw (UmpTestWindow *self, const char *shot_name);
void ump_test_window_assert_named (UmpTestWindow *self);
gboolean ump_test_window_press (UmpTestWindow *self, const char *keys);
