/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-store-private.h"


static gboolean
run_load_providers (UmpStoreJob *job, UmpDb *db, GError **error)
{
  job->result = ump_db_load_providers (db, error);
  return job->result != NULL;
}


static gboolean
run_save_provider (UmpStoreJob *job, UmpDb *db, GError **error)
{
  return ump_db_save_provider (db, job->provider, error);
}


static gboolean
run_remove_provider (UmpStoreJob *job, UmpDb *db, GError **error)
{
  return ump_db_remove_provider (db, job->id, error);
}


static gboolean
run_load_contenders (UmpStoreJob *job, UmpDb *db, GError **error)
{
  job->result = ump_db_load_contenders (db, job->number, error);
  return job->result != NULL;
}


static gboolean
run_add_contenders (UmpStoreJob *job, UmpDb *db, GError **error)
{
  return ump_db_add_contenders (db, (UmpContender *const *) job->contenders->pdata, job->contenders->len, error);
}


static gboolean
run_set_contenders (UmpStoreJob *job, UmpDb *db, GError **error)
{
  return ump_db_set_contenders (db, job->number, (UmpContender *const *) job->contenders->pdata, job->contenders->len, error);
}


static gboolean
run_retire_model (UmpStoreJob *job, UmpDb *db, GError **error)
{
  return ump_db_retire_model (db, job->id, job->text, error);
}


static gboolean
run_set_listed (UmpStoreJob *job, UmpDb *db, GError **error)
{
  return ump_db_set_listed (db, job->id, (const char *const *) job->names, error);
}


static gboolean
run_set_note (UmpStoreJob *job, UmpDb *db, GError **error)
{
  return ump_db_set_note (db, job->id, job->text, error);
}


static gboolean
run_get_note (UmpStoreJob *job, UmpDb *db, GError **error)
{
  g_autoptr (GError) local = NULL;

  job->result = ump_db_get_note (db, job->id, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}


static GPtrArray *
copy_contenders (UmpContender *const *contenders, gsize n_contenders)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_contender_free);

  for (gsize i = 0; i < n_contenders; i++)
    g_ptr_array_add (copies, ump_contender_copy (contenders[i]));
  return copies;
}


/**
 * ump_store_load_providers_async:
 * @self: a store
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Loads the user's providers.
 */
void
ump_store_load_providers_async (UmpStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_read (run_load_providers, (GDestroyNotify) g_ptr_array_unref);

  g_return_if_fail (UMP_IS_STORE (self));

  ump_store_push (self, job, ump_store_load_providers_async, cancellable, callback, user_data);
}


/**
 * ump_store_load_providers_finish:
 * @self: a store
 * @result: of ump_store_load_providers_async()
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type UmpProvider): them, without removed ones
 *   and without that of the practice partners
 */
GPtrArray *
ump_store_load_providers_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_read (self, result, error);
}


/**
 * ump_store_save_provider_async:
 * @self: a store
 * @provider: new, or known by its id
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Saves a provider. Its key is not part of it.
 */
void
ump_store_save_provider_async (UmpStore *self, const UmpProvider *provider, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_write (run_save_provider, UMP_STORE_PROVIDERS);

  g_return_if_fail (UMP_IS_STORE (self));

  job->provider = ump_provider_copy (provider);
  ump_store_push (self, job, ump_store_save_provider_async, cancellable, callback, user_data);
}


/**
 * ump_store_save_provider_finish:
 * @self: a store
 * @result: of ump_store_save_provider_async()
 * @error: return location for an error
 *
 * Returns: whether it is saved
 */
gboolean
ump_store_save_provider_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}


/**
 * ump_store_remove_provider_async:
 * @self: a store
 * @provider_id: of the provider
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Marks it as removed and its contenders as disabled; its history stays.
 */
void
ump_store_remove_provider_async (UmpStore *self, const char *provider_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_write (run_remove_provider, UMP_STORE_PROVIDERS);

  g_return_if_fail (UMP_IS_STORE (self));

  job->id = g_strdup (provider_id);
  ump_store_push (self, job, ump_store_remove_provider_async, cancellable, callback, user_data);
}


/**
 * ump_store_remove_provider_finish:
 * @self: a store
 * @result: of ump_store_remove_provider_async()
 * @error: return location for an error
 *
 * Returns: whether it is saved
 */
gboolean
ump_store_remove_provider_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}


/**
 * ump_store_load_contenders_async:
 * @self: a store
 * @all_versions: also superseded ones and those of removed providers
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Loads contenders, practice partners that fought among them.
 */
void
ump_store_load_contenders_async (UmpStore *self, gboolean all_versions, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_read (run_load_contenders, (GDestroyNotify) g_ptr_array_unref);

  g_return_if_fail (UMP_IS_STORE (self));

  job->number = all_versions;
  ump_store_push (self, job, ump_store_load_contenders_async, cancellable, callback, user_data);
}


/**
 * ump_store_load_contenders_finish:
 * @self: a store
 * @result: of ump_store_load_contenders_async()
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type UmpContender): them
 */
GPtrArray *
ump_store_load_contenders_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_read (self, result, error);
}


/**
 * ump_store_add_contenders_async:
 * @self: a store
 * @contenders: (array length=n_contenders): new ones
 * @n_contenders: how many
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Inserts new contenders; known ones stay as they are. All or none are saved.
 */
void
ump_store_add_contenders_async (UmpStore *self, UmpContender *const *contenders, gsize n_contenders, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_write (run_add_contenders, UMP_STORE_PROVIDERS);

  g_return_if_fail (UMP_IS_STORE (self));

  job->contenders = copy_contenders (contenders, n_contenders);
  ump_store_push (self, job, ump_store_add_contenders_async, cancellable, callback, user_data);
}


/**
 * ump_store_add_contenders_finish:
 * @self: a store
 * @result: of ump_store_add_contenders_async()
 * @error: return location for an error
 *
 * Returns: whether all are saved
 */
gboolean
ump_store_add_contenders_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}


/**
 * ump_store_set_contenders_async:
 * @self: a store
 * @facts: what to take of them
 * @contenders: (array length=n_contenders): known ones
 * @n_contenders: how many
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Sets @facts and nothing else. All or none are saved.
 */
void
ump_store_set_contenders_async (UmpStore *self, UmpContenderFact facts, UmpContender *const *contenders, gsize n_contenders, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_write (run_set_contenders, UMP_STORE_PROVIDERS);

  g_return_if_fail (UMP_IS_STORE (self));

  job->number = facts;
  job->contenders = copy_contenders (contenders, n_contenders);
  ump_store_push (self, job, ump_store_set_contenders_async, cancellable, callback, user_data);
}


/**
 * ump_store_set_contenders_finish:
 * @self: a store
 * @result: of ump_store_set_contenders_async()
 * @error: return location for an error
 *
 * Returns: whether all is saved
 */
gboolean
ump_store_set_contenders_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}


/**
 * ump_store_retire_model_async:
 * @self: a store
 * @provider_id: of a provider
 * @model: one that it does not know any more
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Retires every contender of that model.
 */
void
ump_store_retire_model_async (UmpStore *self, const char *provider_id, const char *model, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_write (run_retire_model, UMP_STORE_PROVIDERS);

  g_return_if_fail (UMP_IS_STORE (self));

  job->id = g_strdup (provider_id);
  job->text = g_strdup (model);
  ump_store_push (self, job, ump_store_retire_model_async, cancellable, callback, user_data);
}


/**
 * ump_store_retire_model_finish:
 * @self: a store
 * @result: of ump_store_retire_model_async()
 * @error: return location for an error
 *
 * Returns: whether it is saved
 */
gboolean
ump_store_retire_model_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}


/**
 * ump_store_set_listed_async:
 * @self: a store
 * @provider_id: of a provider
 * @models: (array zero-terminated=1): all that it lists now
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Retires what it has listed and does not list any more, and takes back what
 * it lists again.
 */
void
ump_store_set_listed_async (UmpStore *self, const char *provider_id, const char *const *models, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_write (run_set_listed, UMP_STORE_PROVIDERS);

  g_return_if_fail (UMP_IS_STORE (self));

  job->id = g_strdup (provider_id);
  job->names = g_strdupv ((char **) models);
  ump_store_push (self, job, ump_store_set_listed_async, cancellable, callback, user_data);
}


/**
 * ump_store_set_listed_finish:
 * @self: a store
 * @result: of ump_store_set_listed_async()
 * @error: return location for an error
 *
 * Returns: whether it is saved
 */
gboolean
ump_store_set_listed_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}


/**
 * ump_store_set_note_async:
 * @self: a store
 * @name: of the note
 * @text: (nullable): what it says; %NULL removes it
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Keeps a small text that must survive a restart.
 */
void
ump_store_set_note_async (UmpStore *self, const char *name, const char *text, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_write (run_set_note, UMP_STORE_PROVIDERS);

  g_return_if_fail (UMP_IS_STORE (self));

  /* Nobody shows a note, so nobody is told. */
  job->writes = FALSE;
  job->id = g_strdup (name);
  job->text = g_strdup (text);
  ump_store_push (self, job, ump_store_set_note_async, cancellable, callback, user_data);
}


/**
 * ump_store_set_note_finish:
 * @self: a store
 * @result: of ump_store_set_note_async()
 * @error: return location for an error
 *
 * Returns: whether it is saved
 */
gboolean
ump_store_set_note_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}


/**
 * ump_store_get_note_async:
 * @self: a store
 * @name: of the note
 * @cancellable: (nullable): gives up what has not begun
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Reads what ump_store_set_note_async() kept.
 */
void
ump_store_get_note_async (UmpStore *self, const char *name, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  UmpStoreJob *job = ump_store_job_new_read (run_get_note, g_free);

  g_return_if_fail (UMP_IS_STORE (self));

  job->id = g_strdup (name);
  ump_store_push (self, job, ump_store_get_note_async, cancellable, callback, user_data);
}


/**
 * ump_store_get_note_finish:
 * @self: a store
 * @result: of ump_store_get_note_async()
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the text, or %NULL without an error
 *   where there is none
 */
char *
ump_store_get_note_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_read (self, result, error);
}
