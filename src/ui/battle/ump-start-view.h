/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-store.h"

#define UMP_TYPE_START_VIEW (ump_start_view_get_type ())
G_DECLARE_FINAL_TYPE (UmpStartView, ump_start_view, UMP, START_VIEW, AdwBin)

GtkWidget *ump_start_view_new (UmpStore *store, GSettings *settings);
void ump_start_view_load (UmpStartView *self);
gboolean ump_start_view_get_can_ask (UmpStartView *self);
