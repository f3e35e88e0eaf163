/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define UMP_TYPE_WRAP_SCROLLER (ump_wrap_scroller_get_type ())
G_DECLARE_FINAL_TYPE (UmpWrapScroller, ump_wrap_scroller, UMP, WRAP_SCROLLER, GtkWidget)

GtkWidget *ump_wrap_scroller_new (GtkWidget *child, int max_height);
