/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-battle-record.h"
#include "ump-provider.h"

UmpBattleRecord *ump_test_make_battle (const char *prompt, const char *model_a, const char *model_b);
UmpResponseRecord *ump_test_make_response (UmpSide side, const char *text, UmpEnding ending);
UmpConditions *ump_test_make_conditions (void);
