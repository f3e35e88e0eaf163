/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-store-private.h"
#include "ump-store-unmasked.h"


static gboolean
run_list_battles (UmpStoreJob *job, UmpDb *db, GError **error)
{
  job->result = ump_db_list_battles (db, job->text, job->id, job->number, error);
  return job->result != NULL;
}


static gboolean
run_load_battle (UmpStoreJob *job, UmpDb *db, GError **error)
{
  job->result = ump_db_load_battle (db, job->id, error);
  return job->result != NULL;
}


static gboolean
run_load_unmasked (UmpStoreJob *job, UmpDb *db, GError **error)
{
  job->result = ump_db_load_unmasked (db, job->id, error);
  return job->result != NULL;
}


static gboolean
run_load_ballots (UmpStoreJob *job, UmpDb *db, GError **error)
{
  job->result = ump_db_load_ballots (db, job->number, error);
  return job->result != NULL;
}


/**
 * ump_store_list_battles_async:
 * @self: a store
 * @search: (nullable): what a prompt, an answer or a revealed name contains
 * @before_id: (nullable): only those that come behind this battle
 * @limit: at most so many; 0 for all
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Lists battles without their turns, newest first, masked while blind.
 */
void
ump_store_list_battles_async (UmpStore *self, const char *search, const char *before_id, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_read (run_list_battles, (GDestroyNotify) g_ptr_array_unref);

  g_return_if_fail (UMP_IS_STORE (self));

  job->text = g_strdup (search);
  job->id = g_strdup (before_id);
  job->number = MIN (limit, G_MAXINT);
  ump_store_push (self, job, ump_store_list_battles_async, cancellable, callback, user_data);
}


/**
 * ump_store_list_battles_finish:
 * @self: a store
 * @result: of ump_store_list_battles_async()
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type UmpBattleRecord): them
 */
GPtrArray *
ump_store_list_battles_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_read (self, result, error);
}


/**
 * ump_store_load_battle_async:
 * @self: a store
 * @battle_id: of a battle
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Loads one battle with its turns, masked while it is blind.
 */
void
ump_store_load_battle_async (UmpStore *self, const char *battle_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_read (run_load_battle, (GDestroyNotify) ump_battle_record_free);

  g_return_if_fail (UMP_IS_STORE (self));

  job->id = g_strdup (battle_id);
  ump_store_push (self, job, ump_store_load_battle_async, cancellable, callback, user_data);
}


/**
 * ump_store_load_battle_finish:
 * @self: a store
 * @result: of ump_store_load_battle_async()
 * @error: return location for an error
 *
 * Returns: (transfer full): the battle
 */
UmpBattleRecord *
ump_store_load_battle_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_read (self, result, error);
}


/**
 * ump_store_load_unmasked_async:
 * @self: a store
 * @battle_id: of a battle
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Loads one battle with everything, for the arena to go on with it or to
 * reveal it.
 */
void
ump_store_load_unmasked_async (UmpStore *self, const char *battle_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_read (run_load_unmasked, (GDestroyNotify) ump_battle_record_free);

  g_return_if_fail (UMP_IS_STORE (self));

  job->id = g_strdup (battle_id);
  ump_store_push (self, job, ump_store_load_unmasked_async, cancellable, callback, user_data);
}


/**
 * ump_store_load_unmasked_finish:
 * @self: a store
 * @result: of ump_store_load_unmasked_async()
 * @error: return location for an error
 *
 * Returns: (transfer full): the battle
 */
UmpBattleRecord *
ump_store_load_unmasked_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_read (self, result, error);
}


/**
 * ump_store_load_ballots_async:
 * @self: a store
 * @practice: of the practice board
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Loads the standing verdicts of one board, oldest first.
 */
void
ump_store_load_ballots_async (UmpStore *self, gboolean practice, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_read (run_load_ballots, (GDestroyNotify) g_ptr_array_unref);

  g_return_if_fail (UMP_IS_STORE (self));

  job->number = practice;
  ump_store_push (self, job, ump_store_load_ballots_async, cancellable, callback, user_data);
}


/**
 * ump_store_load_ballots_finish:
 * @self: a store
 * @result: of ump_store_load_ballots_async()
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type UmpBallot): them
 */
GPtrArray *
ump_store_load_ballots_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_read (self, result, error);
}
