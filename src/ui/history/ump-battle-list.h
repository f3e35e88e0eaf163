/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ump-store.h"

/**
 * UmpBattleList:
 *
 * A list model of #UmpBattleItem, newest first, that loads page by page and
 * follows the store. Property "ready": the first page has come. Signal
 * "failed" (const char *sentence).
 */
#define UMP_TYPE_BATTLE_LIST (ump_battle_list_get_type ())
G_DECLARE_FINAL_TYPE (UmpBattleList, ump_battle_list, UMP, BATTLE_LIST, GObject)

UmpBattleList *ump_battle_list_new (UmpStore *store);
void ump_battle_list_set_search (UmpBattleList *self, const char *search);
gboolean ump_battle_list_get_ready (UmpBattleList *self);
void ump_battle_list_reload (UmpBattleList *self);
void ump_battle_list_load_more (UmpBattleList *self);
void ump_battle_list_set_following (UmpBattleList *self, gboolean following);
