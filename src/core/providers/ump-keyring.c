/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>
#include <string.h>

#include "ump-error.h"
#include "ump-keyring.h"

#define ATTRIBUTE "provider"

struct _UmpKeyring {
  GObject parent_instance;

  GHashTable *session_keys;
};

G_DEFINE_FINAL_TYPE (UmpKeyring, ump_keyring, G_TYPE_OBJECT)

static const SecretSchema schema = {
  UMP_APP_ID ".ProviderKey",
  SECRET_SCHEMA_NONE,
  {
    { ATTRIBUTE, SECRET_SCHEMA_ATTRIBUTE_STRING },
  },
};


/* The Secret Service reports a prompt that was closed and a prompt that could
 * not be shown alike. Without a display no prompt can have been seen. */
static void
set_locked_error (GError **error)
{
  if (g_getenv ("WAYLAND_DISPLAY") == NULL && g_getenv ("DISPLAY") == NULL)
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_KEYRING_LOCKED,
                         _("The keyring is locked, and there is no display to ask for its password on."));
  else
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_KEYRING_DISMISSED,
                         _("The keyring is still locked, because the question for its password was closed."));
}


static void
set_absent_error (GError **error)
{
  g_set_error_literal (error, UMP_ERROR, UMP_ERROR_KEYRING_ABSENT,
                       _("The keyring holds no key for this provider."));
}


static GError *
translate_error (GError *error)
{
  GError *translated = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return error;
  g_debug ("The keyring said: %s (%s, %d)", error->message, g_quark_to_string (error->domain), error->code);
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    set_locked_error (&translated);
  else if (error->domain == SECRET_ERROR)
    g_set_error (&translated, UMP_ERROR, UMP_ERROR_KEYRING_FAILED, _("The keyring reported an error: %s"), error->message);
  else
    g_set_error_literal (&translated, UMP_ERROR, UMP_ERROR_NO_KEYRING,
                         _("There is no keyring service on this computer, or it cannot be reached."));
  g_error_free (error);
  return translated;
}


static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UmpKeyring *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!secret_password_store_finish (result, &error)) {
    g_task_return_error (task, translate_error (error));
    return;
  }
  g_hash_table_remove (self->session_keys, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}


/* Nothing was found without an error: absent, or an item that is still locked. */
static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (error == NULL && items == NULL)
    set_absent_error (&error);
  else if (error == NULL)
    set_locked_error (&error);
  else
    error = translate_error (error);
  g_list_free_full (items, g_object_unref);
  g_task_return_error (task, error);
}


static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *secret = secret_password_lookup_nonpageable_finish (result, &error);

  if (error != NULL) {
    g_task_return_error (task, translate_error (error));
  } else if (secret != NULL) {
    g_task_return_pointer (task, g_strdup (secret), (GDestroyNotify) ump_keyring_free_key);
    secret_password_free (secret);
  } else {
    GCancellable *cancellable = g_task_get_cancellable (task);
    const char *provider_id = g_task_get_task_data (task);

    secret_password_search (&schema, SECRET_SEARCH_ALL, cancellable, searched_cb, g_steal_pointer (&task), ATTRIBUTE, provider_id, NULL);
  }
}


static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (error == NULL && items == NULL)
    set_absent_error (&error);
  else if (error != NULL)
    error = translate_error (error);
  g_list_free_full (items, g_object_unref);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}


static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    g_task_return_error (task, translate_error (error));
  else
    g_task_return_boolean (task, TRUE);
}


static void
ump_keyring_finalize (GObject *object)
{
  UmpKeyring *self = UMP_KEYRING (object);

  g_hash_table_unref (self->session_keys);
  G_OBJECT_CLASS (ump_keyring_parent_class)->finalize (object);
}


static void
ump_keyring_class_init (UmpKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ump_keyring_finalize;
}


static void
ump_keyring_init (UmpKeyring *self)
{
  self->session_keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) ump_keyring_free_key);
}


/**
 * ump_keyring_new:
 *
 * Touches no bus: that happens with the first key.
 *
 * Returns: (transfer full): a keyring
 */
UmpKeyring *
ump_keyring_new (void)
{
  return g_object_new (UMP_TYPE_KEYRING, NULL);
}


/**
 * ump_keyring_store_async:
 * @self: a keyring
 * @provider_id: whose key
 * @label: what a keyring program shows for it
 * @key: the key; copied by libsecret, not kept here
 * @cancellable: (nullable): ends an unlock prompt that nobody answers
 * @callback: called when done
 * @user_data: for @callback
 *
 * Puts the key into the default collection, in place of an older one. A key
 * that was held for this session only is forgotten then.
 */
void
ump_keyring_store_async (UmpKeyring *self, const char *provider_id, const char *label, const char *key, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, ump_keyring_store_async);
  g_task_set_task_data (task, g_strdup (provider_id), g_free);
  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, key, cancellable, stored_cb, task, ATTRIBUTE, provider_id, NULL);
}


/**
 * ump_keyring_store_finish:
 * @self: a keyring
 * @result: from the callback
 * @error: of %UMP_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the key is in the keyring now
 */
gboolean
ump_keyring_store_finish (UmpKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}


/**
 * ump_keyring_lookup_async:
 * @self: a keyring
 * @provider_id: whose key
 * @cancellable: (nullable): ends an unlock prompt that nobody answers
 * @callback: called when done
 * @user_data: for @callback
 *
 * Finds the key: the one for this session first, then the Secret Service's.
 */
void
ump_keyring_lookup_async (UmpKeyring *self, const char *provider_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const char *session_key = g_hash_table_lookup (self->session_keys, provider_id);

  g_task_set_source_tag (task, ump_keyring_lookup_async);
  if (session_key != NULL) {
    g_task_return_pointer (task, g_strdup (session_key), (GDestroyNotify) ump_keyring_free_key);
    return;
  }
  g_task_set_task_data (task, g_strdup (provider_id), g_free);
  secret_password_lookup (&schema, cancellable, looked_up_cb, g_steal_pointer (&task), ATTRIBUTE, provider_id, NULL);
}


/**
 * ump_keyring_lookup_finish:
 * @self: a keyring
 * @result: from the callback
 * @error: of %UMP_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the key, to be freed with
 *   ump_keyring_free_key(); %NULL always comes with an error
 */
char *
ump_keyring_lookup_finish (UmpKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}


/**
 * ump_keyring_has_key_async:
 * @self: a keyring
 * @provider_id: whose key
 * @cancellable: (nullable): to give up
 * @callback: called when done
 * @user_data: for @callback
 *
 * Looks whether the Secret Service holds a key, locked or not. The key is not
 * read, and nobody is asked for a password.
 */
void
ump_keyring_has_key_async (UmpKeyring *self, const char *provider_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, ump_keyring_has_key_async);
  secret_password_search (&schema, SECRET_SEARCH_ALL, cancellable, found_cb, task, ATTRIBUTE, provider_id, NULL);
}


/**
 * ump_keyring_has_key_finish:
 * @self: a keyring
 * @result: from the callback
 * @error: %UMP_ERROR_KEYRING_ABSENT where there is none, another of
 *   %UMP_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether there is a key
 */
gboolean
ump_keyring_has_key_finish (UmpKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}


/**
 * ump_keyring_clear_async:
 * @self: a keyring
 * @provider_id: whose key
 * @cancellable: (nullable): ends an unlock prompt that nobody answers
 * @callback: called when done
 * @user_data: for @callback
 *
 * Removes the key from the Secret Service and from memory. No key being there
 * is no error.
 */
void
ump_keyring_clear_async (UmpKeyring *self, const char *provider_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, ump_keyring_clear_async);
  g_hash_table_remove (self->session_keys, provider_id);
  secret_password_clear (&schema, cancellable, cleared_cb, task, ATTRIBUTE, provider_id, NULL);
}


/**
 * ump_keyring_clear_finish:
 * @self: a keyring
 * @result: from the callback
 * @error: of %UMP_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether there is no key now
 */
gboolean
ump_keyring_clear_finish (UmpKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}


/**
 * ump_keyring_set_session_key:
 * @self: a keyring
 * @provider_id: whose key
 * @key: (nullable): the key; copied. %NULL forgets it
 *
 * Holds a key in memory until the program ends or another one takes its place.
 */
void
ump_keyring_set_session_key (UmpKeyring *self, const char *provider_id, const char *key)
{
  g_return_if_fail (UMP_IS_KEYRING (self));

  if (key == NULL)
    g_hash_table_remove (self->session_keys, provider_id);
  else
    g_hash_table_replace (self->session_keys, g_strdup (provider_id), g_strdup (key));
}


/**
 * ump_keyring_has_session_key:
 * @self: a keyring
 * @provider_id: whose key
 *
 * Returns: whether a key is held for this session only
 */
gboolean
ump_keyring_has_session_key (UmpKeyring *self, const char *provider_id)
{
  g_return_val_if_fail (UMP_IS_KEYRING (self), FALSE);

  return g_hash_table_contains (self->session_keys, provider_id);
}


/**
 * ump_keyring_free_key:
 * @key: (transfer full) (nullable): a key
 *
 * Overwrites the key's memory, then frees it.
 */
void
ump_keyring_free_key (char *key)
{
  if (key == NULL)
    return;
  explicit_bzero (key, strlen (key));
  g_free (key);
}
