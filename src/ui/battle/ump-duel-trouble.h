/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-battle.h"

char *ump_duel_trouble_describe (UmpBattle *battle);
