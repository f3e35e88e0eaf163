/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define UMP_FIT_WIDTH 360
#define UMP_FIT_HEIGHT 720

/**
 * UmpFit:
 * @screen: what is shown, for the report
 * @pseudo: all is to be in the pseudo language
 * @width: of the window, at most
 * @height: of the window, at most, in the pseudo language
 */
typedef struct {
  const char *screen;
  gboolean pseudo;
  int width;
  int height;
} UmpFit;

/* What is wrong with a window, put into words: wider than it may be, a text
 * that is cut off or stands outside, and, where the language is that of the
 * pseudo translation, a word that stayed English. */
void ump_fit_test_check (GtkWidget *window, const UmpFit *fit, GString *faults);
