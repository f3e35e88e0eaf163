/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ump-ballot.h"
#include "ump-battle-record.h"
#include "ump-contender.h"
#include "ump-provider.h"

/**
 * UmpStore:
 *
 * The asynchronous face of the database: one thread owns the connection and
 * runs jobs in the order in which they were asked for. Every function copies
 * what it is given before it returns. Results arrive in the caller's main
 * context. Errors are of %UMP_ERROR: _STORE, _BUSY, _NEWER_STORE, _NOT_FOUND.
 *
 * Emits "changed" (with a #UmpStoreTopic) in the main context after a
 * transaction that changed something was committed.
 */
#define UMP_TYPE_STORE (ump_store_get_type ())
G_DECLARE_FINAL_TYPE (UmpStore, ump_store, UMP, STORE, GObject)

typedef enum {
  UMP_STORE_PROVIDERS,  /* providers or contenders */
  UMP_STORE_BATTLES,    /* a battle began, grew, or changed its state */
  UMP_STORE_BALLOTS,    /* a verdict was cast or retracted */
} UmpStoreTopic;

/* Opens in the store's thread; every later call waits for it and fails with
 * its error. On open, battles left open by a dead process become interrupted.
 * @path may be ":memory:". */
UmpStore *ump_store_new (const char *path);
char *ump_store_get_default_path (void);
const char *ump_store_get_library_version (void);
void ump_store_open_async (UmpStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_open_finish (UmpStore *self, GAsyncResult *result, GError **error);
/* Waits until every job is done and closes; for the end of the program. */
void ump_store_close (UmpStore *self);

/* Providers: (element-type UmpProvider), without removed ones. */
void ump_store_load_providers_async (UmpStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *ump_store_load_providers_finish (UmpStore *self, GAsyncResult *result, GError **error);
void ump_store_save_provider_async (UmpStore *self, const UmpProvider *provider, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_save_provider_finish (UmpStore *self, GAsyncResult *result, GError **error);
/* Marks it removed and its contenders disabled; history stays. */
void ump_store_remove_provider_async (UmpStore *self, const char *provider_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_remove_provider_finish (UmpStore *self, GAsyncResult *result, GError **error);

/* Contenders: (element-type UmpContender). With all_versions, also superseded
 * ones and those of removed providers (for leaderboard and history); without,
 * the newest version of each lineage of each present provider. */
void ump_store_load_contenders_async (UmpStore *self, gboolean all_versions, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *ump_store_load_contenders_finish (UmpStore *self, GAsyncResult *result, GError **error);
/* Inserts new ids; known ones stay as they are. All in one transaction. */
void ump_store_add_contenders_async (UmpStore *self, UmpContender *const *contenders, gsize n_contenders, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_add_contenders_finish (UmpStore *self, GAsyncResult *result, GError **error);
/* Sets those facts and nothing else. All in one transaction. */
void ump_store_set_contenders_async (UmpStore *self, UmpContenderFact facts, UmpContender *const *contenders, gsize n_contenders, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_set_contenders_finish (UmpStore *self, GAsyncResult *result, GError **error);
/* Retires every contender of a model that its provider does not know any more. */
void ump_store_retire_model_async (UmpStore *self, const char *provider_id, const char *model, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_retire_model_finish (UmpStore *self, GAsyncResult *result, GError **error);
/* Takes a provider's list of models: what it has listed and no longer lists is
 * retired, what it lists again is not. */
void ump_store_set_listed_async (UmpStore *self, const char *provider_id, const char *const *models, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_set_listed_finish (UmpStore *self, GAsyncResult *result, GError **error);

/* A battle's life. begin_battle writes the battle with its contenders, draw
 * conditions and first turn before anything is sent. */
void ump_store_begin_battle_async (UmpStore *self, const UmpBattleRecord *battle, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_begin_battle_finish (UmpStore *self, GAsyncResult *result, GError **error);
void ump_store_add_turn_async (UmpStore *self, const char *battle_id, const UmpTurn *turn, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_add_turn_finish (UmpStore *self, GAsyncResult *result, GError **error);
/* Inserts or updates one response (a new attempt has a new id). Used for
 * checkpoints and for the end. */
void ump_store_save_response_async (UmpStore *self, const char *battle_id, const char *turn_id, const UmpResponseRecord *response, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_save_response_finish (UmpStore *self, GAsyncResult *result, GError **error);
/* One transaction, durable when it finishes: verdict and conditions. A verdict
 * on a battle that is no longer blind is kept as unblinded. */
void ump_store_cast_verdict_async (UmpStore *self, const char *battle_id, UmpVerdict verdict, const UmpConditions *conditions, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_cast_verdict_finish (UmpStore *self, GAsyncResult *result, GError **error);
/* UMP_BATTLE_SKIPPED or UMP_BATTLE_VOID. */
void ump_store_end_battle_async (UmpStore *self, const char *battle_id, UmpBattleState state, const UmpConditions *conditions, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_end_battle_finish (UmpStore *self, GAsyncResult *result, GError **error);
/* Retracts the standing verdict as a new row. */
void ump_store_retract_async (UmpStore *self, const char *battle_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_retract_finish (UmpStore *self, GAsyncResult *result, GError **error);
void ump_store_set_category_async (UmpStore *self, const char *battle_id, const char *category, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_set_category_finish (UmpStore *self, GAsyncResult *result, GError **error);

/* History: (element-type UmpBattleRecord) without turns, newest first, those
 * behind the battle @before_id (nullable: all) and whose text matches @search (nullable). */
void ump_store_list_battles_async (UmpStore *self, const char *search, const char *before_id, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *ump_store_list_battles_finish (UmpStore *self, GAsyncResult *result, GError **error);
/* One battle with turns; masked while it is blind. */
void ump_store_load_battle_async (UmpStore *self, const char *battle_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
UmpBattleRecord *ump_store_load_battle_finish (UmpStore *self, GAsyncResult *result, GError **error);
/* Deletes a battle for good, with its verdicts. */
void ump_store_delete_battle_async (UmpStore *self, const char *battle_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_delete_battle_finish (UmpStore *self, GAsyncResult *result, GError **error);

/* (element-type UmpBallot): all standing verdicts of one board, oldest first. */
void ump_store_load_ballots_async (UmpStore *self, gboolean practice, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *ump_store_load_ballots_finish (UmpStore *self, GAsyncResult *result, GError **error);

/* Small texts that must survive a restart, such as the draft. Never a key. */
void ump_store_set_note_async (UmpStore *self, const char *name, const char *text, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_set_note_finish (UmpStore *self, GAsyncResult *result, GError **error);
void ump_store_get_note_async (UmpStore *self, const char *name, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char *ump_store_get_note_finish (UmpStore *self, GAsyncResult *result, GError **error);
