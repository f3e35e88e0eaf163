/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ump-battle-record.h"
#include "ump-contender.h"
#include "ump-provider.h"
#include "ump-store.h"
#include "ump-transport.h"

/**
 * UmpSideReveal:
 * @contender: who it was
 * @provider_name: its provider
 * @first_token_ms: of the last turn, -1 where unknown
 * @tokens: output tokens over all turns, -1 where unknown
 * @tokens_per_second: of the last turn, NaN where unknown
 * @cost: US dollars over all turns, NaN where unknown
 * @notes: (nullable): what the service made different, one sentence a line
 * @request: (nullable): the last that was sent
 * @error: (nullable): why it failed, in the service's words, where it did
 * @over_capacity: its service had no room for it
 * @leaks: (element-type UmpLeak): names that its answers contained
 * @reasoning: (nullable): of each turn, joined
 */
typedef struct {
  UmpContender *contender;
  char *provider_name;
  double first_token_ms;
  gint64 tokens;
  double tokens_per_second;
  double cost;
  char *notes;
  char *request;
  char *error;
  gboolean over_capacity;
  GPtrArray *leaks;
  char *reasoning;
} UmpSideReveal;

/**
 * UmpReveal:
 * @battle_id: its battle
 * @state: voted, skipped or void
 * @verdict: what was said
 * @clean: the ballot is rated
 * @reasons: (array zero-terminated=1): why it is not, as sentences; empty where it is
 * @sides: who was who
 *
 * The result of voting, and the only place where names come from.
 */
typedef struct {
  char *battle_id;
  UmpBattleState state;
  UmpVerdict verdict;
  gboolean clean;
  char **reasons;
  UmpSideReveal sides[UMP_N_SIDES];
} UmpReveal;

void ump_reveal_free (UmpReveal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpReveal, ump_reveal_free)

/**
 * UmpDuelStatus:
 *
 * The one status of both sides. There is none for a single side but that it
 * failed, which is said in the same words whoever it is.
 */
typedef enum {
  UMP_DUEL_ANSWERING,    /* at least one side still runs */
  UMP_DUEL_STALLED,      /* the same, and nothing has come for a while */
  UMP_DUEL_READY,        /* both complete: vote */
  UMP_DUEL_FAILED,       /* nothing runs, at least one side cannot be judged */
  UMP_DUEL_STOPPED,      /* the user stopped it */
  UMP_DUEL_SAVING,       /* a verdict is on its way to the disk */
  UMP_DUEL_REVEALED,
} UmpDuelStatus;

/**
 * UmpDuelTrouble:
 *
 * What can keep both sides from answering without any doing of theirs.
 */
typedef enum {
  UMP_DUEL_TROUBLE_NONE,
  UMP_DUEL_TROUBLE_KEYRING,
  UMP_DUEL_TROUBLE_NETWORK,
} UmpDuelTrouble;

/**
 * UmpBattle:
 *
 * The blind face of one battle: two responses as text, one status, the vote.
 * It has no getter for who answers: names are the result of
 * ump_battle_vote_finish(), ump_battle_skip_finish() and
 * ump_battle_void_finish().
 *
 * Properties: "status" (#UmpDuelStatus as int), "n-turns" (uint), both with
 * notify. Signals: "text-changed" (turn index) when visible text grew, at most
 * once an iteration; "turn-added" (turn index); "store-failed" (a sentence):
 * something that no caller waits for could not be written.
 */
#define UMP_TYPE_BATTLE (ump_battle_get_type ())
G_DECLARE_FINAL_TYPE (UmpBattle, ump_battle, UMP, BATTLE, GObject)

/* Draws the pair and the sides, writes the battle, then sends. */
typedef struct {
  gboolean practice;
  UmpPace pace;
  gboolean blind_style;
  gboolean right_to_left;
  int max_tokens;
  int matchmaking; /* #UmpMatchmaking */
  const char *avoid_battle_id; /* another pair than this battle's, and without those that had no room in it; or NULL */
} UmpBattleOptions;

void ump_battle_start_async (UmpStore *store, UmpTransport *transport, const char *prompt, const UmpBattleOptions *options, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
UmpBattle *ump_battle_start_finish (GAsyncResult *result, GError **error);
/* Goes on with an interrupted or open battle, still blind; sides that did not
 * complete are failed and can be retried. */
void ump_battle_resume_async (UmpStore *store, UmpTransport *transport, const char *battle_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
UmpBattle *ump_battle_resume_finish (GAsyncResult *result, GError **error);

const char *ump_battle_get_id (UmpBattle *self);
gboolean ump_battle_get_practice (UmpBattle *self);
gboolean ump_battle_get_blind_style (UmpBattle *self);
UmpDuelStatus ump_battle_get_status (UmpBattle *self);
guint ump_battle_get_n_turns (UmpBattle *self);
const char *ump_battle_get_prompt (UmpBattle *self, guint turn);
/* What may be shown by now; only ever grows until a retry. Borrowed until the
 * next iteration of the main loop. */
const char *ump_battle_get_text (UmpBattle *self, guint turn, UmpSide side, gsize *length);
gboolean ump_battle_get_text_complete (UmpBattle *self, guint turn, UmpSide side);
gboolean ump_battle_get_side_failed (UmpBattle *self, UmpSide side);
gboolean ump_battle_get_can_vote (UmpBattle *self);
/* A service was busy, and its request will be sent again; "status" is notified
 * when that changes. It is not said for which side. */
gint64 ump_battle_get_retry_at (UmpBattle *self);
/* A service had no room: the prompt is best sent to another pair. It is not
 * said on which side. */
gboolean ump_battle_get_over_capacity (UmpBattle *self);
/* What struck both sides alike, and so says nothing of either. */
UmpDuelTrouble ump_battle_get_trouble (UmpBattle *self);

/* For a battle that was resumed; the options say it for a new one. */
void ump_battle_set_max_tokens (UmpBattle *self, int max_tokens);
/* "turn-added" says that it was written and sent; until then keep the prompt. */
void ump_battle_follow_up (UmpBattle *self, const char *prompt);
void ump_battle_stop (UmpBattle *self);
void ump_battle_retry_side (UmpBattle *self, UmpSide side);
/* What only the screen knows, for the conditions. */
void ump_battle_set_seen (UmpBattle *self, UmpSide side);
gboolean ump_battle_get_both_seen (UmpBattle *self);
void ump_battle_set_stacked (UmpBattle *self, gboolean stacked);

void ump_battle_vote_async (UmpBattle *self, UmpVerdict verdict, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
UmpReveal *ump_battle_vote_finish (UmpBattle *self, GAsyncResult *result, GError **error);
void ump_battle_skip_async (UmpBattle *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
UmpReveal *ump_battle_skip_finish (UmpBattle *self, GAsyncResult *result, GError **error);
void ump_battle_void_async (UmpBattle *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
UmpReveal *ump_battle_void_finish (UmpBattle *self, GAsyncResult *result, GError **error);
