/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * UmpKeyring:
 *
 * Keys of providers: in the Secret Service through libsecret, or, where the
 * user said "for this session only", in this object's memory. Never anywhere
 * else. Errors are of %UMP_ERROR with one of %UMP_ERROR_KEYRING_LOCKED,
 * _DISMISSED, _ABSENT and %UMP_ERROR_NO_KEYRING, told apart as the Secret
 * Service allows.
 */
#define UMP_TYPE_KEYRING (ump_keyring_get_type ())
G_DECLARE_FINAL_TYPE (UmpKeyring, ump_keyring, UMP, KEYRING, GObject)

UmpKeyring *ump_keyring_new (void);
void ump_keyring_store_async (UmpKeyring *self, const char *provider_id, const char *label, const char *key, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_keyring_store_finish (UmpKeyring *self, GAsyncResult *result, GError **error);
void ump_keyring_lookup_async (UmpKeyring *self, const char *provider_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char *ump_keyring_lookup_finish (UmpKeyring *self, GAsyncResult *result, GError **error);
void ump_keyring_has_key_async (UmpKeyring *self, const char *provider_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_keyring_has_key_finish (UmpKeyring *self, GAsyncResult *result, GError **error);
void ump_keyring_clear_async (UmpKeyring *self, const char *provider_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_keyring_clear_finish (UmpKeyring *self, GAsyncResult *result, GError **error);
void ump_keyring_set_session_key (UmpKeyring *self, const char *provider_id, const char *key);
gboolean ump_keyring_has_session_key (UmpKeyring *self, const char *provider_id);
void ump_keyring_free_key (char *key);
