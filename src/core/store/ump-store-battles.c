/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-store-private.h"


static gboolean
run_begin_battle (UmpStoreJob *job, UmpDb *db, GError **error)
{
  return ump_db_begin_battle (db, job->battle, error);
}


static gboolean
run_add_turn (UmpStoreJob *job, UmpDb *db, GError **error)
{
  return ump_db_add_turn (db, job->id, job->turn, error);
}


static gboolean
run_save_response (UmpStoreJob *job, UmpDb *db, GError **error)
{
  return ump_db_save_response (db, job->id, job->turn_id, job->response, error);
}


static gboolean
run_end_battle (UmpStoreJob *job, UmpDb *db, GError **error)
{
  return ump_db_end_battle (db, job->id, job->number, job->conditions, error);
}


static gboolean
run_set_category (UmpStoreJob *job, UmpDb *db, GError **error)
{
  return ump_db_set_category (db, job->id, job->text, error);
}


static gboolean
run_delete_battle (UmpStoreJob *job, UmpDb *db, GError **error)
{
  return ump_db_delete_battle (db, job->id, error);
}


static gboolean
run_cast_verdict (UmpStoreJob *job, UmpDb *db, GError **error)
{
  return ump_db_cast_verdict (db, job->id, job->number, job->conditions, error);
}


static gboolean
run_retract (UmpStoreJob *job, UmpDb *db, GError **error)
{
  return ump_db_retract (db, job->id, error);
}


/**
 * ump_store_begin_battle_async:
 * @self: a store
 * @battle: open, with its contenders, draw conditions and first turn
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Writes a battle before anything is sent.
 */
void
ump_store_begin_battle_async (UmpStore *self, const UmpBattleRecord *battle, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_write (run_begin_battle, UMP_STORE_BATTLES);

  g_return_if_fail (UMP_IS_STORE (self));

  job->battle = ump_battle_record_copy (battle);
  ump_store_push (self, job, ump_store_begin_battle_async, cancellable, callback, user_data);
}


/**
 * ump_store_begin_battle_finish:
 * @self: a store
 * @result: of ump_store_begin_battle_async()
 * @error: return location for an error
 *
 * Returns: whether it is on the disk
 */
gboolean
ump_store_begin_battle_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}


/**
 * ump_store_add_turn_async:
 * @self: a store
 * @battle_id: of a battle
 * @turn: a further turn
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Writes a further turn before anything of it is sent.
 */
void
ump_store_add_turn_async (UmpStore *self, const char *battle_id, const UmpTurn *turn, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_write (run_add_turn, UMP_STORE_BATTLES);

  g_return_if_fail (UMP_IS_STORE (self));

  job->id = g_strdup (battle_id);
  job->turn = ump_turn_copy (turn);
  ump_store_push (self, job, ump_store_add_turn_async, cancellable, callback, user_data);
}


/**
 * ump_store_add_turn_finish:
 * @self: a store
 * @result: of ump_store_add_turn_async()
 * @error: return location for an error
 *
 * Returns: whether it is on the disk
 */
gboolean
ump_store_add_turn_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}


/**
 * ump_store_save_response_async:
 * @self: a store
 * @battle_id: of its battle
 * @turn_id: of its turn
 * @response: as far as it has come; a new attempt has a new id
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Inserts or updates a response: a checkpoint, or its end.
 */
void
ump_store_save_response_async (UmpStore *self, const char *battle_id, const char *turn_id, const UmpResponseRecord *response, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_write (run_save_response, UMP_STORE_BATTLES);

  g_return_if_fail (UMP_IS_STORE (self));

  job->id = g_strdup (battle_id);
  job->turn_id = g_strdup (turn_id);
  job->response = ump_response_record_copy (response);
  ump_store_push (self, job, ump_store_save_response_async, cancellable, callback, user_data);
}


/**
 * ump_store_save_response_finish:
 * @self: a store
 * @result: of ump_store_save_response_async()
 * @error: return location for an error
 *
 * Returns: whether it is on the disk
 */
gboolean
ump_store_save_response_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}


/**
 * ump_store_end_battle_async:
 * @self: a store
 * @battle_id: of a battle
 * @state: %UMP_BATTLE_SKIPPED or %UMP_BATTLE_VOID
 * @conditions: (nullable): how it ended
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Ends a battle without a verdict; it is revealed and never rated.
 */
void
ump_store_end_battle_async (UmpStore *self, const char *battle_id, UmpBattleState state, const UmpConditions *conditions, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_write (run_end_battle, UMP_STORE_BATTLES);

  g_return_if_fail (UMP_IS_STORE (self));

  job->id = g_strdup (battle_id);
  job->number = state;
  job->conditions = conditions != NULL ? ump_conditions_copy (conditions) : NULL;
  ump_store_push (self, job, ump_store_end_battle_async, cancellable, callback, user_data);
}


/**
 * ump_store_end_battle_finish:
 * @self: a store
 * @result: of ump_store_end_battle_async()
 * @error: return location for an error
 *
 * Returns: whether it is on the disk
 */
gboolean
ump_store_end_battle_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}


/**
 * ump_store_set_category_async:
 * @self: a store
 * @battle_id: of a battle
 * @category: (nullable): its tag
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Tags a battle. What a board of one category shows depends on it, so this
 * announces %UMP_STORE_BALLOTS.
 */
void
ump_store_set_category_async (UmpStore *self, const char *battle_id, const char *category, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_write (run_set_category, UMP_STORE_BALLOTS);

  g_return_if_fail (UMP_IS_STORE (self));

  job->id = g_strdup (battle_id);
  job->text = g_strdup (category);
  ump_store_push (self, job, ump_store_set_category_async, cancellable, callback, user_data);
}


/**
 * ump_store_set_category_finish:
 * @self: a store
 * @result: of ump_store_set_category_async()
 * @error: return location for an error
 *
 * Returns: whether it is saved
 */
gboolean
ump_store_set_category_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}


/**
 * ump_store_delete_battle_async:
 * @self: a store
 * @battle_id: of a battle
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Deletes a battle for good, with its verdicts.
 */
void
ump_store_delete_battle_async (UmpStore *self, const char *battle_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_write (run_delete_battle, UMP_STORE_BALLOTS);

  g_return_if_fail (UMP_IS_STORE (self));

  job->id = g_strdup (battle_id);
  ump_store_push (self, job, ump_store_delete_battle_async, cancellable, callback, user_data);
}


/**
 * ump_store_delete_battle_finish:
 * @self: a store
 * @result: of ump_store_delete_battle_async()
 * @error: return location for an error
 *
 * Returns: whether it is gone
 */
gboolean
ump_store_delete_battle_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}


/**
 * ump_store_cast_verdict_async:
 * @self: a store
 * @battle_id: of a battle
 * @verdict: what was said
 * @conditions: (nullable): how it was cast
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Casts a verdict in one transaction with its conditions. On a battle that is
 * no longer blind it is kept as unblinded.
 */
void
ump_store_cast_verdict_async (UmpStore *self, const char *battle_id, UmpVerdict verdict, const UmpConditions *conditions, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_write (run_cast_verdict, UMP_STORE_BALLOTS);

  g_return_if_fail (UMP_IS_STORE (self));

  job->id = g_strdup (battle_id);
  job->number = verdict;
  job->conditions = conditions != NULL ? ump_conditions_copy (conditions) : NULL;
  ump_store_push (self, job, ump_store_cast_verdict_async, cancellable, callback, user_data);
}


/**
 * ump_store_cast_verdict_finish:
 * @self: a store
 * @result: of ump_store_cast_verdict_async()
 * @error: return location for an error
 *
 * Returns: whether it is on the disk; only then may names be shown
 */
gboolean
ump_store_cast_verdict_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}


/**
 * ump_store_retract_async:
 * @self: a store
 * @battle_id: of a battle
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Retracts what was said of a battle, as a new row.
 */
void
ump_store_retract_async (UmpStore *self, const char *battle_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_write (run_retract, UMP_STORE_BALLOTS);

  g_return_if_fail (UMP_IS_STORE (self));

  job->id = g_strdup (battle_id);
  ump_store_push (self, job, ump_store_retract_async, cancellable, callback, user_data);
}


/**
 * ump_store_retract_finish:
 * @self: a store
 * @result: of ump_store_retract_async()
 * @error: return location for an error
 *
 * Returns: whether it is on the disk
 */
gboolean
ump_store_retract_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}
