/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-provider-saver.h"

typedef struct {
  UmpStore *store;
  UmpKeyring *keyring;
  UmpProvider *provider;
  char *key;
  gboolean session_only;
  GPtrArray *contenders;
} Save;


static void
save_free (Save *save)
{
  g_object_unref (save->store);
  g_object_unref (save->keyring);
  ump_provider_free (save->provider);
  ump_keyring_free_key (save->key);
  g_ptr_array_unref (save->contenders);
  g_free (save);
}


static void
contenders_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (ump_store_add_contenders_finish (UMP_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}


static void
save_contenders (GTask *task)
{
  Save *save = g_task_get_task_data (task);

  if (save->contenders->len == 0) {
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return;
  }
  ump_store_add_contenders_async (save->store, (UmpContender *const *) save->contenders->pdata, save->contenders->len,
                                   g_task_get_cancellable (task), contenders_saved_cb, task);
}


static void
key_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (ump_keyring_store_finish (UMP_KEYRING (source), result, &error)) {
    save_contenders (task);
  } else {
    g_task_return_error (task, error);
    g_object_unref (task);
  }
}


static void
provider_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Save *save = g_task_get_task_data (task);
  GError *error = NULL;

  if (!ump_store_save_provider_finish (UMP_STORE (source), result, &error)) {
    g_task_return_error (task, error);
    g_object_unref (task);
  } else if (save->key == NULL) {
    save_contenders (task);
  } else if (save->session_only) {
    ump_keyring_set_session_key (save->keyring, save->provider->id, save->key);
    save_contenders (task);
  } else {
    ump_keyring_store_async (save->keyring, save->provider->id, save->provider->name, save->key,
                             g_task_get_cancellable (task), key_stored_cb, task);
  }
}


/**
 * ump_provider_saver_save_async:
 * @store: where the provider and its contenders go
 * @keyring: where the key goes
 * @provider: new or known
 * @key: (nullable): its key; %NULL where there is none
 * @session_only: keep the key in memory instead of the keyring
 * @contenders: (element-type UmpContender): who may fight
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when all is kept, or at the first failure
 * @user_data: for @callback
 *
 * Keeps the provider, then its key, then its contenders: a key never lies in
 * the keyring without a row that says whose it is. Calling it again after a
 * failure continues where it stopped, since every step may be repeated.
 */
void
ump_provider_saver_save_async (UmpStore *store, UmpKeyring *keyring, const UmpProvider *provider, const char *key, gboolean session_only, GPtrArray *contenders, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Save *save = g_new0 (Save, 1);

  g_task_set_source_tag (task, ump_provider_saver_save_async);
  g_task_set_task_data (task, save, (GDestroyNotify) save_free);
  save->store = g_object_ref (store);
  save->keyring = g_object_ref (keyring);
  save->provider = ump_provider_copy (provider);
  save->key = g_strdup (key);
  save->session_only = session_only;
  save->contenders = g_ptr_array_ref (contenders);
  ump_store_save_provider_async (store, provider, cancellable, provider_saved_cb, task);
}


/**
 * ump_provider_saver_save_finish:
 * @result: what the callback was given
 * @error: of %UMP_ERROR: the store's or the keyring's
 *
 * Returns: %TRUE where everything is kept
 */
gboolean
ump_provider_saver_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ump_provider_saver_save_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
