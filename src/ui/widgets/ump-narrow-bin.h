/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define UMP_TYPE_NARROW_BIN (ump_narrow_bin_get_type ())
G_DECLARE_FINAL_TYPE (UmpNarrowBin, ump_narrow_bin, UMP, NARROW_BIN, GtkWidget)

GtkWidget *ump_narrow_bin_new (void);
GtkWidget *ump_narrow_bin_get_wide (UmpNarrowBin *self);
void ump_narrow_bin_set_wide (UmpNarrowBin *self, GtkWidget *wide);
GtkWidget *ump_narrow_bin_get_narrow (UmpNarrowBin *self);
void ump_narrow_bin_set_narrow (UmpNarrowBin *self, GtkWidget *narrow);
int ump_narrow_bin_get_threshold (UmpNarrowBin *self);
void ump_narrow_bin_set_threshold (UmpNarrowBin *self, int threshold);
gboolean ump_narrow_bin_get_is_narrow (UmpNarrowBin *self);
