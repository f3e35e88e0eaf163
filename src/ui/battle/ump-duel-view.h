/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ump-battle.h"
#include "ump-duel-stage.h"

#define UMP_TYPE_DUEL_VIEW (ump_duel_view_get_type ())
G_DECLARE_FINAL_TYPE (UmpDuelView, ump_duel_view, UMP, DUEL_VIEW, GtkWidget)

GtkWidget *ump_duel_view_new (UmpBattle *battle, UmpStore *store, GSettings *settings);
UmpBattle *ump_duel_view_get_battle (UmpDuelView *self);
UmpDuelStage *ump_duel_view_get_stage (UmpDuelView *self);

gboolean ump_duel_view_get_can_vote (UmpDuelView *self);
gboolean ump_duel_view_get_can_retract (UmpDuelView *self);
gboolean ump_duel_view_get_both_failed (UmpDuelView *self);
void ump_duel_view_vote (UmpDuelView *self, UmpVerdict verdict);
void ump_duel_view_skip (UmpDuelView *self);
void ump_duel_view_void (UmpDuelView *self);
void ump_duel_view_try_again (UmpDuelView *self);
void ump_duel_view_retract (UmpDuelView *self);
void ump_duel_view_keep_waiting (UmpDuelView *self);
gboolean ump_duel_view_focus_next_area (UmpDuelView *self, GtkWidget *focus);
