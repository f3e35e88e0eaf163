/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-battle-page.h"

void ump_battle_actions_add (GActionMap *map, UmpBattlePage *page, GSettings *settings);
void ump_battle_actions_update (GActionMap *map, UmpBattlePage *page);
