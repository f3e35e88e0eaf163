/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-error.h"
#include "ump-test-stream.h"
#include "ump-test.h"
#include "ump-transport-private.h"
#include "ump-watchdog.h"


static void
test_plain (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *reply = ump_test_chat_reply ("Hel", "lo", NULL);
  const UmpResponseRecord *record;
  const UmpTestRequest *request;

  ump_test_chat_end (reply);
  ump_test_server_push (server, reply);
  client->contender->price_in = 2;
  client->contender->price_out = 10;
  ump_test_client_start (client, "Say “hello”.");
  record = ump_test_client_wait (client);

  g_assert_cmpstr (record->error, ==, NULL);
  g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpstr (record->text, ==, "Hello");
  g_assert_null (record->reasoning);
  g_assert_cmpstr (record->finish, ==, "stop");
  g_assert_cmpstr (record->returned_model, ==, "test-model-0");
  g_assert_cmpint (record->usage.input, ==, 7);
  g_assert_cmpint (record->usage.output, ==, 3);
  /* 7 × 2 $ + 3 × 10 $, for a million each. */
  g_assert_cmpfloat_with_epsilon (record->usage.cost, 44e-6, 1e-12);
  g_assert_cmpfloat (record->first_token_ms, >, 0);
  g_assert_cmpfloat (record->duration_ms, >=, record->first_token_ms);
  g_assert_cmpint (record->started_at, >, 0);
  g_assert_cmpint (record->error_code, ==, -1);
  g_assert_cmpuint (client->n_changed, >=, 1);

  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 1);
  request = ump_test_server_get_request (server, 0);
  g_assert_true (g_str_has_prefix (request->head, "POST /v1/chat/completions HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (request->head, "\r\nAuthorization: Bearer " UMP_TEST_KEY "\r\n"));
  g_assert_nonnull (strstr (request->head, "\r\nContent-Type: application/json\r\n"));
  g_assert_null (strstr (request->head, "Cookie"));
  g_assert_cmpstr (request->body, ==, record->request);
  g_assert_null (strstr (record->request, UMP_TEST_KEY));
  g_assert_nonnull (strstr (record->request, "\"stream\":true"));
}


/* Events cut at every byte arrive as one answer; “changed” comes at most once
 * for a read. */
static void
test_split (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *reply = ump_test_reply_new (200, "Text/Event-Stream; charset=latin-1");
  g_autofree char *one = ump_test_chat_event ("grüße 🦉");
  const UmpResponseRecord *record;

  ump_test_reply_send (reply, "\xEF\xBB\xBF: a comment\r\n\r\n");
  for (const char *p = one; *p != '\0'; p++)
    ump_test_reply_send_bytes (reply, p, 1);
  ump_test_chat_end (reply);
  ump_test_server_push (server, reply);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpstr (record->text, ==, "grüße 🦉");
  g_assert_cmpuint (client->n_changed, ==, 1);
}


static gboolean
is_alone (gpointer user_data)
{
  UmpTestClient *client = user_data;

  return G_OBJECT (client->stream)->ref_count == 1;
}


/* A POST on a connection that was idle may be lost, and libsoup would send it
 * again: no idle connection is used, so that nothing is paid twice. A stream
 * that has ended lets go of everything. */
static void
test_connections (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *reply = ump_test_chat_reply ("yes", NULL);

  ump_test_chat_end (reply);
  ump_test_server_push (server, reply);
  for (guint i = 0; i < 5; i++) {
    g_assert_cmpint (ump_test_client_ask (client, "hi")->ending, ==, UMP_ENDING_STOP);
    ump_test_wait_until (is_alone, client, 5);
  }
  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 5);
  g_assert_cmpuint (ump_test_server_count_connections (server), ==, 5);
}


/* A server that never closes the body after its terminator does not keep the
 * answer open. */
static void
test_open_end (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *with_done = ump_test_chat_reply ("yes", NULL);
  UmpTestReply *without_done = ump_test_chat_reply ("no", NULL);
  const UmpResponseRecord *record;

  ump_test_reply_send (with_done, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
  ump_test_reply_stall (with_done);
  ump_test_reply_send (without_done, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}\n\n");
  ump_test_reply_stall (without_done);
  ump_test_server_push (server, with_done);
  ump_test_server_push (server, without_done);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpfloat (record->duration_ms, <, 1400);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_LENGTH);
  g_assert_cmpstr (record->text, ==, "no");
}


/* The usage may come a while after the reason; it is waited for, but the wait
 * is no part of how long the answer took. */
static void
test_late_usage (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *reply = ump_test_chat_reply ("yes", NULL);
  const UmpResponseRecord *record;

  ump_test_reply_send (reply, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
  ump_test_reply_wait (reply, 1500);
  ump_test_reply_send (reply, "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\n");
  ump_test_reply_stall (reply);
  ump_test_server_push (server, reply);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpint (record->usage.input, ==, 7);
  g_assert_cmpint (record->usage.output, ==, 3);
  g_assert_cmpfloat (record->duration_ms, >=, record->first_token_ms);
  g_assert_cmpfloat (record->duration_ms, <, 1400);
}


/* One that has shown some reasoning may think for longer. */
static void
test_idle_limits (void)
{
  g_autoptr (UmpContender) plain = ump_contender_new ("p", "plain");
  g_autoptr (UmpContender) thinker = ump_contender_new ("p", "deepseek-r1");

  g_assert_cmpuint (ump_watchdog_get_limit (plain, FALSE), ==, 30000);
  g_assert_cmpuint (ump_watchdog_get_limit (plain, TRUE), ==, 180000);
  g_assert_cmpuint (ump_watchdog_get_limit (thinker, FALSE), ==, 180000);
}


/* One short answer of each dialect, over the wire: bodies as the vendors'
 * references show them. */
static void
test_dialects (void)
{
  static const struct {
    const char *service;
    const char *type;
    const char *path;
    const char *key_header;
    const char *body;
  } cases[] = {
    { "anthropic", "text/event-stream; charset=utf-8", "POST /v1/messages ", "\r\nx-api-key: " UMP_TEST_KEY "\r\n",
      "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"x\",\"content\":[],\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}}\n\n"
      "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
      "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}\n\n"
      "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":3}}\n\n"
      "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n" },
    { "gemini", "text/event-stream", "POST /v1beta/models/test-model:streamGenerateContent?alt=sse ", "\r\nx-goog-api-key: " UMP_TEST_KEY "\r\n",
      "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"H\"}],\"role\":\"model\"},\"index\":0}]}\r\n\r\n"
      "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"i\"}],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":3}}\r\n\r\n" },
    { "ollama", "application/x-ndjson", "POST /api/chat ", "\r\nAuthorization: Bearer " UMP_TEST_KEY "\r\n",
      "{\"model\":\"x\",\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"done\":false}\n"
      "{\"model\":\"x\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":7,\"eval_count\":3}\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new (cases[i].service, ump_test_server_get_url (server));
    UmpTestReply *reply = ump_test_reply_new (200, cases[i].type);
    const UmpResponseRecord *record;

    g_test_message ("%s", cases[i].service);
    ump_test_reply_send (reply, cases[i].body);
    ump_test_reply_end (reply);
    ump_test_server_push (server, reply);
    record = ump_test_client_ask (client, "hi");
    g_assert_cmpstr (record->error, ==, NULL);
    g_assert_cmpstr (record->text, ==, "Hi");
    g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
    g_assert_cmpint (record->usage.input, ==, 7);
    g_assert_cmpint (record->usage.output, ==, 3);
    g_assert_true (g_str_has_prefix (ump_test_server_get_request (server, 0)->head, cases[i].path));
    g_assert_nonnull (strcasestr (ump_test_server_get_request (server, 0)->head, cases[i].key_header));
  }
}


static void
test_no_key (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *reply = ump_test_chat_reply ("yes", NULL);

  ump_test_chat_end (reply);
  ump_test_server_push (server, reply);
  ump_keyring_set_session_key (ump_transport_get_keyring (client->transport), client->provider->id, NULL);
  client->provider->keyless = TRUE;
  g_assert_cmpint (ump_test_client_ask (client, "hi")->ending, ==, UMP_ENDING_STOP);
  g_assert_null (strstr (ump_test_server_get_request (server, 0)->head, "Authorization"));
}


/* What cannot be judged by a reader allows no vote. */
static void
test_empty_answers (void)
{
  static const char *const bodies[] = {
    "data: {\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
    "data: {\"choices\":[{\"delta\":{\"content\":\" \\n\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
    "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"},\"finish_reason\":\"length\"}]}\n\ndata: [DONE]\n\n",
    "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n",
    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"content_filter\"}]}\n\ndata: [DONE]\n\n",
  };
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    UmpTestReply *reply = ump_test_reply_new (200, "text/event-stream");
    const UmpResponseRecord *record;

    ump_test_reply_send (reply, bodies[i]);
    ump_test_reply_end (reply);
    ump_test_server_push (server, reply);
    record = ump_test_client_ask (client, "hi");
    g_assert_cmpint (record->ending, ==, UMP_ENDING_EMPTY);
    g_assert_false (ump_ending_allows_vote (record->ending));
  }
}


static gboolean
has_text (gpointer user_data)
{
  UmpTestClient *client = user_data;

  return client->n_changed > 0;
}


static gboolean
is_closed (gpointer user_data)
{
  return ump_test_server_count_closed (user_data) > 0;
}


/* The server notices, so that it can stop to work for nobody. */
static void
test_cancel (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *reply = ump_test_chat_reply ("so far", NULL);
  const UmpResponseRecord *record;

  ump_test_reply_stall (reply);
  ump_test_server_push (server, reply);
  ump_test_client_start (client, "hi");
  ump_test_wait_until (has_text, client, 10);
  ump_response_stream_cancel (client->stream);
  g_assert_cmpuint (client->n_ended, ==, 0);
  record = ump_test_client_wait (client);
  g_assert_cmpint (record->ending, ==, UMP_ENDING_INTERRUPTED);
  g_assert_cmpstr (record->text, ==, "so far");
  g_assert_null (record->error);
  ump_test_wait_until (is_closed, server, 10);
}


/* Cancelling works before anything was sent, while the headers are awaited,
 * and while a repetition is. */
static void
test_cancel_early (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *silent = ump_test_reply_new (200, NULL);
  UmpTestReply *busy = ump_test_reply_new (503, "application/json");

  ump_test_reply_stall (silent);
  ump_test_server_push (server, silent);
  ump_test_client_start (client, "hi");
  ump_response_stream_cancel (client->stream);
  g_assert_cmpint (ump_test_client_wait (client)->ending, ==, UMP_ENDING_INTERRUPTED);

  ump_test_client_start (client, "hi");
  while (ump_test_server_count_requests (server) == 0)
    g_main_context_iteration (NULL, FALSE);
  ump_response_stream_cancel (client->stream);
  g_assert_cmpint (ump_test_client_wait (client)->ending, ==, UMP_ENDING_INTERRUPTED);

  ump_test_reply_header (busy, "Retry-After", "60");
  ump_test_reply_end (busy);
  ump_test_server_push (server, busy);
  ump_test_client_start (client, "hi");
  while (ump_response_stream_get_retry_at (client->stream) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (ump_response_stream_get_retry_at (client->stream), >, g_get_real_time () + 50 * G_USEC_PER_SEC);
  ump_response_stream_cancel (client->stream);
  g_assert_cmpuint (client->n_ended, ==, 0);
  g_assert_cmpint (ump_test_client_wait (client)->ending, ==, UMP_ENDING_INTERRUPTED);
  g_assert_cmpint (ump_response_stream_get_retry_at (client->stream), ==, 0);
}


/* The watchdog only reports; the user decides. Comments count as life. */
static void
test_stall (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *reply = ump_test_chat_reply ("one", NULL);
  UmpTestReply *lively = ump_test_chat_reply ("one", NULL);
  const UmpResponseRecord *record;

  ump_transport_set_idle_timeout (client->transport, 150);
  ump_test_reply_wait (reply, 400);
  ump_test_chat_end (reply);
  ump_test_server_push (server, reply);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpuint (client->n_stalled, ==, 1);
  g_assert_cmpuint (client->n_resumed, ==, 1);

  for (guint i = 0; i < 10; i++) {
    ump_test_reply_wait (lively, 40);
    ump_test_reply_send (lively, ": still thinking\n\n");
  }
  ump_test_chat_end (lively);
  ump_test_server_push (server, lively);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpuint (client->n_stalled, ==, 0);
}


/* One slot: the second request is sent when the first has ended. */
static void
test_slots (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) first = ump_test_client_new ("custom", ump_test_server_get_url (server));
  g_autoptr (UmpTestClient) second = ump_test_client_new ("custom", ump_test_server_get_url (server));
  g_autoptr (UmpTestClient) third = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *reply = ump_test_chat_reply ("one", NULL);
  UmpTestReply *next = ump_test_chat_reply ("two", NULL);

  first->provider->slots = 1;
  g_set_object (&second->transport, first->transport);
  g_set_object (&third->transport, first->transport);
  ump_provider_free (second->provider);
  ump_provider_free (third->provider);
  second->provider = ump_provider_copy (first->provider);
  third->provider = ump_provider_copy (first->provider);

  ump_test_reply_stall (reply);
  ump_test_chat_end (next);
  ump_test_server_push (server, reply);
  ump_test_server_push (server, next);
  ump_test_client_start (first, "hi");
  ump_test_client_start (second, "hi");
  ump_test_client_start (third, "hi");
  ump_test_wait_until (has_text, first, 10);
  for (guint i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 1);
  g_assert_cmpint (ump_response_stream_get_record (second->stream)->started_at, ==, 0);

  /* Leaving the queue takes no slot. */
  ump_response_stream_cancel (second->stream);
  g_assert_cmpint (ump_test_client_wait (second)->ending, ==, UMP_ENDING_INTERRUPTED);
  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 1);

  ump_response_stream_cancel (first->stream);
  g_assert_cmpint (ump_test_client_wait (first)->ending, ==, UMP_ENDING_INTERRUPTED);
  g_assert_cmpint (ump_test_client_wait (third)->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 2);
}


/* A limit that is changed holds for who waits already, and for who comes with
 * the number that was loaded before. */
static void
test_more_slots (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) first = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *replies[] = { ump_test_chat_reply ("one", NULL), ump_test_chat_reply ("two", NULL) };
  UmpTestClient *waiting[2];

  first->provider->slots = 1;
  for (guint i = 0; i < G_N_ELEMENTS (waiting); i++) {
    waiting[i] = ump_test_client_new ("custom", ump_test_server_get_url (server));
    g_set_object (&waiting[i]->transport, first->transport);
    ump_provider_free (waiting[i]->provider);
    waiting[i]->provider = ump_provider_copy (first->provider);
    ump_test_reply_stall (replies[i]);
    ump_test_server_push (server, replies[i]);
  }
  ump_test_client_start (first, "hi");
  ump_test_client_start (waiting[0], "hi");
  ump_test_wait_until (has_text, first, 10);
  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 1);

  ump_transport_set_slots (first->transport, first->provider->id, 2);
  ump_test_wait_until (has_text, waiting[0], 10);
  ump_test_client_start (waiting[1], "hi");
  for (guint i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 2);
  ump_transport_set_slots (first->transport, first->provider->id, 0);
  ump_test_wait_until (has_text, waiting[1], 10);

  ump_response_stream_cancel (first->stream);
  ump_test_client_wait (first);
  for (guint i = 0; i < G_N_ELEMENTS (waiting); i++) {
    ump_response_stream_cancel (waiting[i]->stream);
    ump_test_client_wait (waiting[i]);
    ump_test_client_free (waiting[i]);
  }
}


/* The owner lets go while the stream runs: it ends by itself, and nobody is
 * told about it. */
static void
test_abandoned (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *reply = ump_test_chat_reply ("yes", NULL);
  UmpResponseStream *stream;

  ump_test_chat_end (reply);
  ump_test_server_push (server, reply);
  ump_test_client_start (client, "hi");
  stream = client->stream;
  g_object_add_weak_pointer (G_OBJECT (stream), (gpointer *) &stream);
  g_signal_handlers_disconnect_by_data (client->stream, client);
  g_clear_object (&client->stream);
  while (stream != NULL)
    g_main_context_iteration (NULL, TRUE);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_add_func ("/response-stream/plain", test_plain);
  g_test_add_func ("/response-stream/split", test_split);
  g_test_add_func ("/response-stream/connections", test_connections);
  g_test_add_func ("/response-stream/open-end", test_open_end);
  g_test_add_func ("/response-stream/late-usage", test_late_usage);
  g_test_add_func ("/response-stream/idle-limits", test_idle_limits);
  g_test_add_func ("/response-stream/dialects", test_dialects);
  g_test_add_func ("/response-stream/no-key", test_no_key);
  g_test_add_func ("/response-stream/empty-answers", test_empty_answers);
  g_test_add_func ("/response-stream/cancel", test_cancel);
  g_test_add_func ("/response-stream/cancel-early", test_cancel_early);
  g_test_add_func ("/response-stream/stall", test_stall);
  g_test_add_func ("/response-stream/slots", test_slots);
  g_test_add_func ("/response-stream/more-slots", test_more_slots);
  g_test_add_func ("/response-stream/abandoned", test_abandoned);
  return g_test_run ();
}
