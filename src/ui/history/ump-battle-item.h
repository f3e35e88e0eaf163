/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "ump-battle-record.h"

/**
 * UmpBattleItem:
 *
 * One battle in the list of all, with its texts. A blind one has no names.
 */
#define UMP_TYPE_BATTLE_ITEM (ump_battle_item_get_type ())
G_DECLARE_FINAL_TYPE (UmpBattleItem, ump_battle_item, UMP, BATTLE_ITEM, GObject)

UmpBattleItem *ump_battle_item_new (const UmpBattleRecord *battle);
const UmpBattleRecord *ump_battle_item_get_battle (UmpBattleItem *self);
const char *ump_battle_item_get_title (UmpBattleItem *self);
const char *ump_battle_item_get_outcome (UmpBattleItem *self);
const char *ump_battle_item_get_date (UmpBattleItem *self);
gboolean ump_battle_item_equal (UmpBattleItem *a, UmpBattleItem *b);

char *ump_battle_outcome_describe (const UmpBattleRecord *battle);
char *ump_battle_date_describe (gint64 time, gint64 now);
