/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ump-dialect.h"
#include "ump-provider.h"
#include "ump-transport.h"

/**
 * UmpLocalServer:
 * @service: row of the services table it answered like
 * @base_url: where it was found
 * @n_models: how many models it lists
 * @needs_key: it shows its list only to those who have its key
 */
typedef struct {
  const UmpService *service;
  char *base_url;
  guint n_models;
  gboolean needs_key;
} UmpLocalServer;

void ump_local_server_free (UmpLocalServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpLocalServer, ump_local_server_free)

/* Asks for the provider's model list, all pages. @key is used instead of the
 * keyring's where it is not NULL, so that a key can be tried before it is kept. */
void ump_catalog_list_models_async (UmpTransport *transport, const UmpProvider *provider, const char *key, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *ump_catalog_list_models_finish (GAsyncResult *result, GError **error);

/* Checks the key the way that the service needs. */
void ump_catalog_check_key_async (UmpTransport *transport, const UmpProvider *provider, const char *key, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_catalog_check_key_finish (GAsyncResult *result, GError **error);

/* Looks at the loopback ports of the services table, all at once, each with a
 * bound of two seconds. */
void ump_catalog_discover_async (UmpTransport *transport, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *ump_catalog_discover_finish (GAsyncResult *result, GError **error);
