/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-battle.h"
#include "ump-test-models.h"

#define UMP_TEST_DUEL_X "gpt-test-1"
#define UMP_TEST_DUEL_Y "claude-test-2"

/**
 * UmpTestDuel:
 * @sides: which model is which side of the battle that was begun last
 * @before: how often each model had been asked before it
 *
 * A fixture: two scripted models of one provider, a store in a file, the real
 * transport.
 */
typedef struct {
  char *folder;
  char *path;
  UmpStore *store;
  UmpTransport *transport;
  UmpTestModels *models;
  UmpProvider *provider;
  UmpContender *contenders[2];
  GAsyncResult *result;
  const char *sides[UMP_N_SIDES];
  guint before[2];
} UmpTestDuel;

void ump_test_duel_save (UmpTestDuel *duel);
void ump_test_duel_set_up (UmpTestDuel *duel, gconstpointer data);
void ump_test_duel_tear_down (UmpTestDuel *duel, gconstpointer data);
UmpBattleRecord *ump_test_duel_load_unmasked (UmpTestDuel *duel, const char *id);
const UmpResponseRecord *ump_test_duel_get_response (UmpBattleRecord *record, guint turn, UmpSide side);
UmpReveal *ump_test_duel_close_battle (UmpTestDuel *duel, UmpBattle *battle, UmpBattleState state, UmpVerdict verdict, GError **error);
gboolean ump_test_duel_both_asked (gpointer user_data);
gboolean ump_test_duel_a_is_asked (gpointer user_data);
UmpBattle *ump_test_duel_start (UmpTestDuel *duel, UmpPace pace);
void ump_test_duel_say (UmpTestDuel *duel, UmpSide side, const char *text);
void ump_test_duel_finish (UmpTestDuel *duel, UmpSide side, const char *reason);
void ump_test_duel_await_text (UmpBattle *battle, UmpSide side, gsize length);
void ump_test_duel_await_status (UmpBattle *battle, UmpDuelStatus status);
void ump_test_duel_await_failure (UmpBattle *battle, UmpSide side);
void ump_test_duel_answer_both (UmpTestDuel *duel, UmpBattle *battle);
