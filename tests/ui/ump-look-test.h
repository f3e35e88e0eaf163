/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-test-duel.h"
#include "ump-test-window.h"

/**
 * UmpLook:
 * @name: of the look, for the pictures
 * @direction: of the interface
 * @pseudo: in the language of make-pseudo.py, else in English
 * @dpi: of the fonts; 96 is the usual one
 * @wide: as large as the pictures of the metainfo, else a telephone
 * @dark: in the dark style
 * @contrast: with high contrast
 * @for_pictures: only where $UMPIRE_SHOTS asks for them: it finds little that
 *   the others do not, and all of them take a minute
 */
typedef struct {
  const char *name;
  GtkTextDirection direction;
  gboolean pseudo;
  int dpi;
  gboolean wide;
  gboolean dark;
  gboolean contrast;
  gboolean for_pictures;
} UmpLook;

/**
 * UmpLookTest:
 *
 * A fixture: the program's window over two scripted models, in one look.
 */
typedef struct {
  const UmpLook *look;
  UmpTestDuel duel;
  UmpTestWindow window;
  GtkCssProvider *contrast;
  GString *faults;
} UmpLookTest;

void ump_look_test_set_language (gboolean pseudo);
void ump_look_test_set_up (UmpLookTest *fixture, gconstpointer data);
void ump_look_test_tear_down (UmpLookTest *fixture, gconstpointer data);
void ump_look_test_open_window (UmpLookTest *fixture);
void ump_look_test_reopen_window (UmpLookTest *fixture);
void ump_look_test_check (UmpLookTest *fixture, GtkWindow *window, const char *screen);
GtkWidget *ump_look_test_find_tooltip (UmpLookTest *fixture, const char *tooltip);
void ump_look_test_check_menu (UmpLookTest *fixture, GtkWidget *button, const char *screen);
GtkWindow *ump_look_test_wait_for_dialog (UmpLookTest *fixture);
void ump_look_test_close_dialog (UmpLookTest *fixture, GtkWindow *dialog);
void ump_look_test_click (gpointer root, const char *text);
