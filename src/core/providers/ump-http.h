/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "ump-dialect.h"
#include "ump-provider.h"

#define UMP_HTTP_MAX_ERROR_BODY (64 * 1024)

/* How long the body of an error may take: the status says enough to go on. */
#define UMP_HTTP_ERROR_BODY_MS (5 * 1000)

/* How long a name, a connection and its handshake may take. An answer may
 * take as long as it likes. */
#define UMP_HTTP_CONNECT_MS (30 * 1000)

SoupMessage *ump_http_message_new (const UmpRequest *request, const UmpProvider *provider, GError **error);
GError *ump_http_explain_network (const GError *error, SoupMessage *message);
GError *ump_http_explain_tunnel (SoupMessage *message);
GError *ump_http_explain_failure (const UmpFailure *failure, guint status, const char *key);
GError *ump_http_explain_stream_error (const GError *error, const char *key);
char *ump_http_mask_key (const char *text, const char *key);
gint64 ump_http_get_retry_after (SoupMessageHeaders *headers, gint64 now);
void ump_http_send_async (SoupSession *session, SoupMessage *message, guint connect_ms, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GInputStream *ump_http_send_finish (GAsyncResult *result, GError **error);
void ump_http_read_body_async (GInputStream *stream, gsize limit, guint milliseconds, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GBytes *ump_http_read_body_finish (GAsyncResult *result, GError **error);
