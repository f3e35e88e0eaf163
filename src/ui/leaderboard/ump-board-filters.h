/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

GListModel *ump_board_filters_create_categories (void);
const char *ump_board_filters_get_category (guint position);
GListModel *ump_board_filters_create_periods (void);
gint64 ump_board_filters_get_since (guint position, gint64 now);
