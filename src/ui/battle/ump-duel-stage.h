/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ump-battle.h"
#include "ump-duel-pane.h"

#define UMP_TYPE_DUEL_STAGE (ump_duel_stage_get_type ())
G_DECLARE_FINAL_TYPE (UmpDuelStage, ump_duel_stage, UMP, DUEL_STAGE, GtkWidget)

GtkWidget *ump_duel_stage_new (UmpBattle *battle, GSettings *settings);
UmpDuelPane *ump_duel_stage_get_pane (UmpDuelStage *self, UmpSide side);
gboolean ump_duel_stage_get_stacked (UmpDuelStage *self);
void ump_duel_stage_set_failed (UmpDuelStage *self, UmpSide side, gboolean failed, gboolean stopped);
void ump_duel_stage_copy (UmpDuelStage *self, UmpSide side);
void ump_duel_stage_copy_prompt (UmpDuelStage *self);
void ump_duel_stage_find (UmpDuelStage *self);
void ump_duel_stage_find_step (UmpDuelStage *self, gboolean forward);
gboolean ump_duel_stage_focus_next_side (UmpDuelStage *self, GtkWidget *focus);
