/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define UMP_FIT_WIDTH 360
#define UMP_FIT_HEIGHT 720

/* What is wrong with a window, put into words: wider than it may be, a text
 * that is cut off or stands outside, and, where the language is that of the
 * pseudo translation, a word that stayed English. */
void ump_fit_test_check (GtkWidget *window, const char *screen, gboolean pseudo, GString *faults);
