/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ump-battle.h"
#include "ump-markdown-view.h"
#include "ump-rating-change.h"

#define UMP_TYPE_DUEL_PANE (ump_duel_pane_get_type ())
G_DECLARE_FINAL_TYPE (UmpDuelPane, ump_duel_pane, UMP, DUEL_PANE, GtkWidget)

GtkWidget *ump_duel_pane_new (UmpSide side);
UmpSide ump_duel_pane_get_side (UmpDuelPane *self);

void ump_duel_pane_set_style (UmpDuelPane *self, gboolean plain, double scale);
void ump_duel_pane_set_text (UmpDuelPane *self, guint turn, const char *text, gsize length, gboolean complete);
void ump_duel_pane_show_turn (UmpDuelPane *self, guint turn);
UmpMarkdownView *ump_duel_pane_get_view (UmpDuelPane *self);
void ump_duel_pane_set_finished (UmpDuelPane *self, gboolean finished);
const char *ump_duel_pane_describe_failure (gboolean stopped);
void ump_duel_pane_set_failed (UmpDuelPane *self, gboolean failed, gboolean stopped);

void ump_duel_pane_reveal (UmpDuelPane *self, const UmpReveal *reveal, UmpBattle *battle);
void ump_duel_pane_set_rating (UmpDuelPane *self, const UmpRatingChange *change);
void ump_duel_pane_take_back_verdict (UmpDuelPane *self);
