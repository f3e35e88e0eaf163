/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "ump-contender.h"
#include "ump-transport.h"

/* What the response stream and the catalog need of the transport, and what
 * the tests set. */
SoupSession *ump_transport_get_session (UmpTransport *self);
double ump_transport_get_practice_speed (UmpTransport *self);

void ump_transport_find_key_async (UmpTransport *self, const UmpProvider *provider, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char *ump_transport_find_key_finish (UmpTransport *self, GAsyncResult *result, GError **error);

void ump_transport_take_slot_async (UmpTransport *self, const UmpProvider *provider, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_transport_take_slot_finish (UmpTransport *self, GAsyncResult *result, GError **error);
void ump_transport_release_slot (UmpTransport *self, const char *provider_id);

guint ump_transport_get_refused_fields (UmpTransport *self, const UmpContender *contender);
void ump_transport_add_refused_field (UmpTransport *self, const UmpContender *contender, guint field);

void ump_transport_set_tls_database (UmpTransport *self, GTlsDatabase *database);
void ump_transport_set_idle_timeout (UmpTransport *self, guint milliseconds);
guint ump_transport_get_idle_timeout (UmpTransport *self);
void ump_transport_set_retry_delay (UmpTransport *self, guint milliseconds);
guint ump_transport_get_retry_delay (UmpTransport *self);
