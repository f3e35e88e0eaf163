/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define UMP_TYPE_BROAD_LAYOUT (ump_broad_layout_get_type ())
G_DECLARE_FINAL_TYPE (UmpBroadLayout, ump_broad_layout, UMP, BROAD_LAYOUT, GtkLayoutManager)
