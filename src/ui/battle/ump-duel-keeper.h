/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-duel-view.h"

/**
 * UmpDuelKeeper:
 *
 * Keeps two duels that may have left the screen: the undecided one that the
 * last one took the place of, and the one whose vote can be taken back. It
 * says with toasts what became of them.
 */
#define UMP_TYPE_DUEL_KEEPER (ump_duel_keeper_get_type ())
G_DECLARE_FINAL_TYPE (UmpDuelKeeper, ump_duel_keeper, UMP, DUEL_KEEPER, GObject)

UmpDuelKeeper *ump_duel_keeper_new (AdwToastOverlay *toasts);
void ump_duel_keeper_watch (UmpDuelKeeper *self, UmpDuelView *duel);
void ump_duel_keeper_park (UmpDuelKeeper *self, UmpDuelView *duel);
gboolean ump_duel_keeper_has_parked (UmpDuelKeeper *self, const char *battle_id);
UmpDuelView *ump_duel_keeper_take_parked (UmpDuelKeeper *self);
void ump_duel_keeper_undo (UmpDuelKeeper *self);
