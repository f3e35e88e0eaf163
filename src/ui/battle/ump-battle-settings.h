/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ump-battle.h"

void ump_battle_settings_get_options (GSettings *settings, GtkTextDirection direction, UmpBattleOptions *options);
