/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-error.h"
#include "ump-test-stream.h"
#include "ump-test.h"

/* A service refuses a field: it is left out where that is what was refused. */


/* A refused field is left out, the user is told, and the next request does
 * not try it again. */
static void
test_refused_field (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *refused = ump_test_reply_new (400, "application/json");
  UmpTestReply *good = ump_test_chat_reply ("fine", NULL);
  const UmpResponseRecord *record;

  client->contender->temperature = 0.5;
  ump_test_reply_send (refused, "{\"error\":{\"message\":\"Unsupported value\",\"type\":\"invalid_request_error\",\"param\":\"temperature\",\"code\":\"unsupported_value\"}}");
  ump_test_reply_end (refused);
  ump_test_chat_end (good);
  ump_test_server_push (server, refused);
  ump_test_server_push (server, good);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
  g_assert_nonnull (strstr (record->notes, "temperature"));
  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 2);
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 0)->body, "temperature"));
  g_assert_null (strstr (ump_test_server_get_request (server, 1)->body, "temperature"));
  g_assert_null (strstr (record->request, "temperature"));

  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 3);
  g_assert_null (strstr (ump_test_server_get_request (server, 2)->body, "temperature"));
}


/* What was refused of one contender may be only the value that it had: another
 * contender of the same model is asked with its own. */
static void
test_refused_value (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *refused = ump_test_reply_new (400, "application/json");
  UmpTestReply *good = ump_test_chat_reply ("fine", NULL);
  const UmpResponseRecord *record;

  client->contender->temperature = 1.8;
  ump_test_reply_send (refused, "{\"error\":{\"message\":\"temperature must be at most 1\",\"param\":\"temperature\",\"code\":\"invalid_value\"}}");
  ump_test_reply_end (refused);
  ump_test_chat_end (good);
  ump_test_server_push (server, refused);
  ump_test_server_push (server, good);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpstr (record->notes, ==, "“temperature” was left out, because the service refuses it for this model.");

  /* The same once more: nothing is tried again, and it is told again. */
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 3);
  g_assert_cmpstr (record->notes, ==, "“temperature” was left out, because the service refuses it for this model.");

  ump_contender_free (client->contender);
  client->contender = ump_contender_new (client->provider->id, "test-model");
  client->contender->temperature = 0.5;
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
  g_assert_null (record->notes);
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 3)->body, "\"temperature\":0.5"));
}


/* Some accounts may not stream some models (OpenAI, unverified organisations):
 * the same request is answered in one piece. */
static void
test_refused_streaming (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("openai", ump_test_server_get_url (server));
  UmpTestReply *refused = ump_test_reply_new (400, "application/json");
  UmpTestReply *good = ump_test_reply_new (200, "application/json");
  const UmpResponseRecord *record;

  ump_test_reply_send (refused, "{\"error\":{\"message\":\"Your organization must be verified to stream this model.\",\"type\":\"invalid_request_error\",\"param\":\"stream\",\"code\":\"unsupported_value\"}}");
  ump_test_reply_end (refused);
  ump_test_reply_send (good, "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"whole\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}");
  ump_test_reply_end (good);
  ump_test_server_push (server, refused);
  ump_test_server_push (server, good);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpstr (record->error, ==, NULL);
  g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpstr (record->text, ==, "whole");
  g_assert_nonnull (record->notes);
  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 2);
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 0)->body, "\"stream\":true"));
  g_assert_null (strstr (ump_test_server_get_request (server, 1)->body, "\"stream\":true"));
  g_assert_null (strstr (ump_test_server_get_request (server, 1)->body, "stream_options"));
}


/* A field that goes on to be refused though it is no longer sent ends it. */
static void
test_refused_twice (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *refused = ump_test_reply_new (400, "application/json");

  client->contender->temperature = 0.5;
  ump_test_reply_send (refused, "{\"error\":{\"message\":\"no\",\"param\":\"temperature\",\"code\":\"unsupported_value\"}}");
  ump_test_reply_end (refused);
  ump_test_server_push (server, refused);
  g_assert_cmpint (ump_test_client_ask (client, "hi")->error_code, ==, UMP_ERROR_BAD_PARAMETER);
  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 2);
}


/* The refusals of Gemini and xAI name the setting in words of their own. */
static void
test_refused_in_words (void)
{
  static const struct {
    const char *service;
    const char *model;
    const char *body;
    const char *effort;
    const char *gone;
    const char *good;
    const char *note;
  } cases[] = {
    { "gemini", "gemini-3-flash", "{\"error\":{\"code\":400,\"message\":\"Thinking level is not supported for this model.\",\"status\":\"INVALID_ARGUMENT\"}}", "none", "thinkingLevel",
      "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"ok\"}]},\"finishReason\":\"STOP\"}]}\n\n", "reasoning_effort" },
    { "gemini", "gemma-3-27b-it", "{\"error\":{\"code\":400,\"message\":\"Developer instruction is not enabled for models/gemma-3-27b-it\",\"status\":\"INVALID_ARGUMENT\"}}", NULL, "systemInstruction",
      "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"ok\"}]},\"finishReason\":\"STOP\"}]}\n\n", "system" },
    { "xai", "grok-4", "{\"code\":\"Client specified an invalid argument\",\"error\":\"Argument not supported on this model: reasoningEffort\"}", "low", "reasoning_effort",
      "data: {\"choices\":[{\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", "reasoning_effort" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new (cases[i].service, ump_test_server_get_url (server));
    UmpTestReply *refused = ump_test_reply_new (400, "application/json");
    UmpTestReply *good = ump_test_reply_new (200, "text/event-stream");
    g_autofree char *note = g_strdup_printf ("“%s” was left out", cases[i].note);
    const UmpResponseRecord *record;

    g_free (client->contender->model);
    client->contender->model = g_strdup (cases[i].model);
    client->contender->reasoning_effort = g_strdup (cases[i].effort);
    client->contender->system_prompt = g_strdup ("Be brief.");
    ump_test_reply_send (refused, cases[i].body);
    ump_test_reply_end (refused);
    ump_test_reply_send (good, cases[i].good);
    ump_test_reply_end (good);
    ump_test_server_push (server, refused);
    ump_test_server_push (server, good);
    record = ump_test_client_ask (client, "hi");
    g_assert_cmpstr (record->error, ==, NULL);
    g_assert_cmpstr (record->text, ==, "ok");
    g_assert_true (g_str_has_prefix (record->notes, note));
    g_assert_null (strchr (record->notes, '\n'));
    g_assert_nonnull (strstr (ump_test_server_get_request (server, 0)->body, cases[i].gone));
    g_assert_null (strstr (ump_test_server_get_request (server, 1)->body, cases[i].gone));
  }
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_add_func ("/refusals/field", test_refused_field);
  g_test_add_func ("/refusals/value", test_refused_value);
  g_test_add_func ("/refusals/streaming", test_refused_streaming);
  g_test_add_func ("/refusals/twice", test_refused_twice);
  g_test_add_func ("/refusals/in-words", test_refused_in_words);
  return g_test_run ();
}
