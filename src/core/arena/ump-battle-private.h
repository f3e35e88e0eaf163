/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-battle.h"
#include "ump-pacer.h"
#include "ump-response-stream.h"

/* What the files of the battle share. The interface never sees this header:
 * it knows who answers. */

/**
 * UmpBattleTurn:
 * @turn: its prompt, and the last attempt of each side once it has ended
 * @streams: (nullable): what still runs
 * @waiting: the side is to be asked when the other one has ended
 * @attempts: how often each side was asked
 * @lengths: bytes of the text of each ended response
 * @unsaved: the end of the response is not yet on the disk
 * @saving: it is on its way there; the vote does not open meanwhile
 * @pacer: what is visible of it
 */
typedef struct {
  UmpTurn *turn;
  UmpResponseStream *streams[UMP_N_SIDES];
  gboolean waiting[UMP_N_SIDES];
  guint attempts[UMP_N_SIDES];
  gsize lengths[UMP_N_SIDES];
  gboolean unsaved[UMP_N_SIDES];
  gboolean saving[UMP_N_SIDES];
  UmpPacer pacer;
} UmpBattleTurn;

struct _UmpBattle {
  GObject parent_instance;

  UmpStore *store;
  UmpTransport *transport;
  char *id;
  gboolean practice;
  UmpBattleState state;
  UmpContender *contenders[UMP_N_SIDES];
  UmpProvider *providers[UMP_N_SIDES];
  /* The facts so far; a copy goes with each verdict. */
  UmpConditions *conditions;
  GPtrArray *turns;
  int max_tokens;

  UmpDuelStatus status;
  gint64 retry_at;
  gboolean adding_turn;
  gboolean stopped;
  gboolean seen[UMP_N_SIDES];
  gint64 ready_at;
  /* A vote, skip or void on its way. */
  GTask *closing;

  guint tick;
  guint flush;
  guint checkpoint;
};

/* ump-battle.c */
UmpBattle *ump_battle_new_internal (UmpStore *store, UmpTransport *transport, const UmpBattleRecord *record, GPtrArray *providers, int max_tokens);
UmpBattleTurn *ump_battle_append_turn (UmpBattle *self, UmpTurn *turn);
UmpBattleTurn *ump_battle_get_turn (UmpBattle *self, guint index);
UmpBattleTurn *ump_battle_get_last_turn (UmpBattle *self);
gboolean ump_battle_turn_side_can_be_judged (const UmpBattleTurn *turn, UmpSide side);
gboolean ump_battle_turn_side_is_open (const UmpBattleTurn *turn, UmpSide side);
gboolean ump_battle_is_running (UmpBattle *self);
gboolean ump_battle_can_be_judged (UmpBattle *self);
void ump_battle_fill_inputs (UmpBattleTurn *turn, UmpPacerInput *inputs);
void ump_battle_queue_update (UmpBattle *self);
void ump_battle_update_status (UmpBattle *self);
void ump_battle_take_response (UmpBattleTurn *turn, UmpSide side, UmpResponseRecord *response);
void ump_battle_restart_text (UmpBattle *self, UmpSide side);
void ump_battle_report_store_error (UmpBattle *self, const GError *error);
gboolean ump_battle_is_over_capacity (const UmpResponseRecord *response);

/* ump-battle-run.c */
gboolean ump_battle_is_sequential (const UmpProvider *a, const UmpProvider *b);
void ump_battle_ask_both (UmpBattle *self);
void ump_battle_save_response (UmpBattle *self, UmpBattleTurn *turn, UmpSide side);
void ump_battle_abandon (UmpBattle *self);

/* ump-battle-vote.c */
void ump_battle_continue_closing (UmpBattle *self);

/* ump-battle-reveal.c */
UmpReveal *ump_battle_make_reveal (UmpBattle *self, UmpVerdict verdict, const UmpConditions *conditions);
