/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * UmpTestReply:
 *
 * What the server does with one request, step by step. The body is sent in
 * chunks; ump_test_reply_raw() breaks out of them.
 */
typedef struct _UmpTestReply UmpTestReply;

UmpTestReply *ump_test_reply_new (guint status, const char *content_type);
void ump_test_reply_header (UmpTestReply *self, const char *name, const char *value);
void ump_test_reply_send (UmpTestReply *self, const char *text);
void ump_test_reply_send_bytes (UmpTestReply *self, gconstpointer bytes, gsize length);
void ump_test_reply_raw (UmpTestReply *self, const char *text);
void ump_test_reply_wait (UmpTestReply *self, guint milliseconds);
void ump_test_reply_stall (UmpTestReply *self);
void ump_test_reply_end (UmpTestReply *self);
void ump_test_reply_reset (UmpTestReply *self);

/**
 * UmpTestRequest:
 * @head: request line and headers
 * @body: NUL-terminated
 *
 * What the server received.
 */
typedef struct {
  char *head;
  char *body;
} UmpTestRequest;

/**
 * UmpTestServer:
 *
 * A web server on a free loopback port, in threads of this process, that
 * streams, stalls, cuts, splits and lies on command. A reply that was not
 * ended closes the connection.
 */
typedef struct _UmpTestServer UmpTestServer;

UmpTestServer *ump_test_server_new (GTlsCertificate *certificate);
void ump_test_server_free (UmpTestServer *self);
const char *ump_test_server_get_url (UmpTestServer *self);
void ump_test_server_be_local (UmpTestServer *self, const char *service);
void ump_test_server_close_at_once (UmpTestServer *self);
void ump_test_server_push (UmpTestServer *self, UmpTestReply *reply);
guint ump_test_server_count_requests (UmpTestServer *self);
const UmpTestRequest *ump_test_server_get_request (UmpTestServer *self, guint index);
guint ump_test_server_count_connections (UmpTestServer *self);
guint ump_test_server_count_closed (UmpTestServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpTestServer, ump_test_server_free)
