/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-response-stream.h"
#include "ump-test-server.h"

#define UMP_TEST_KEY "sk-test-7f3a9c51e2d84b60"

/**
 * UmpTestClient:
 * @transport: with short waits
 * @provider: the test server, as a service of the table
 * @contender: one model of it
 * @stream: the last one that was started
 * @n_changed: how often it said so
 * @n_stalled: how often it stalled
 * @n_resumed: how often it went on
 *
 * What is needed to ask a test server something.
 */
typedef struct {
  UmpTransport *transport;
  UmpProvider *provider;
  UmpContender *contender;
  UmpResponseStream *stream;
  guint n_changed;
  guint n_stalled;
  guint n_resumed;
  guint n_ended;
} UmpTestClient;

UmpTestClient *ump_test_client_new (const char *service, const char *base_url);
void ump_test_client_free (UmpTestClient *self);
void ump_test_client_start (UmpTestClient *self, const char *prompt);
const UmpResponseRecord *ump_test_client_wait (UmpTestClient *self);
const UmpResponseRecord *ump_test_client_ask (UmpTestClient *self, const char *prompt);
char *ump_test_chat_event (const char *text);
UmpTestReply *ump_test_chat_reply (const char *first, ...) G_GNUC_NULL_TERMINATED;
void ump_test_chat_end (UmpTestReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpTestClient, ump_test_client_free)
