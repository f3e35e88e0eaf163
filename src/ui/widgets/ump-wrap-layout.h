/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/**
 * UmpWrapLayout:
 *
 * Lays children in a line and begins a new one where there is no room. A child
 * that expands takes what is left of its line. Property "spacing".
 */
#define UMP_TYPE_WRAP_LAYOUT (ump_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (UmpWrapLayout, ump_wrap_layout, UMP, WRAP_LAYOUT, GtkLayoutManager)

GtkLayoutManager *ump_wrap_layout_new (int spacing);
