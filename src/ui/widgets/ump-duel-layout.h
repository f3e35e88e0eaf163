/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ump-verdict.h"

#define UMP_TYPE_DUEL_LAYOUT (ump_duel_layout_get_type ())
G_DECLARE_FINAL_TYPE (UmpDuelLayout, ump_duel_layout, UMP, DUEL_LAYOUT, GtkWidget)

/* Below this many pixels the sides are stacked. */
#define UMP_DUEL_LAYOUT_SIDE_BY_SIDE 600

GtkWidget *ump_duel_layout_new (void);
void ump_duel_layout_set_side (UmpDuelLayout *self, UmpSide side, GtkWidget *child);
GtkWidget *ump_duel_layout_get_side (UmpDuelLayout *self, UmpSide side);
void ump_duel_layout_set_switcher (UmpDuelLayout *self, GtkWidget *switcher);
gboolean ump_duel_layout_get_stacked (UmpDuelLayout *self);
UmpSide ump_duel_layout_get_front (UmpDuelLayout *self);
void ump_duel_layout_set_front (UmpDuelLayout *self, UmpSide front);
gboolean ump_duel_layout_is_shown (UmpDuelLayout *self, UmpSide side);
