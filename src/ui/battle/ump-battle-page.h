/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-duel-view.h"

/**
 * UmpBattlePage:
 *
 * The screen where battles are fought. Its actions are in the group "battle",
 * which the window inserts so that their keys work with the focus anywhere.
 *
 * Signal "ready" (gboolean): both answers of a turn are complete, or no longer.
 */
#define UMP_TYPE_BATTLE_PAGE (ump_battle_page_get_type ())
G_DECLARE_FINAL_TYPE (UmpBattlePage, ump_battle_page, UMP, BATTLE_PAGE, AdwBin)

GtkWidget *ump_battle_page_new (UmpStore *store, UmpTransport *transport, GSettings *settings);
GActionGroup *ump_battle_page_get_actions (UmpBattlePage *self);
UmpDuelView *ump_battle_page_get_duel (UmpBattlePage *self);

void ump_battle_page_load (UmpBattlePage *self);
void ump_battle_page_flush (UmpBattlePage *self);
void ump_battle_page_new_battle (UmpBattlePage *self);
void ump_battle_page_resume (UmpBattlePage *self, const char *battle_id);
void ump_battle_page_other_pair (UmpBattlePage *self);
void ump_battle_page_undo (UmpBattlePage *self);
void ump_battle_page_go_back (UmpBattlePage *self);
void ump_battle_page_focus_next_area (UmpBattlePage *self);
