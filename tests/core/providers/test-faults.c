/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-error.h"
#include "ump-resend.h"
#include "ump-http.h"
#include "ump-test-stream.h"
#include "ump-test.h"
#include "ump-transport-private.h"

/* What must follow from a status and its body. The kinds are those of the
 * vendors' error tables; a request is repeated, at most twice, only where the
 * service says that it was not accepted. */
static const struct {
  guint status;
  const char *type;
  const char *body;
  const char *header;
  const char *value;
  int code;
  guint n_requests;
  const char *says;
} statuses[] = {
  { 401, "application/json", "{\"error\":{\"message\":\"Incorrect API key provided: " UMP_TEST_KEY ".\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"}}", NULL, NULL, UMP_ERROR_BAD_KEY, 1, "The service does not accept the key: Incorrect API key provided: …" },
  { 402, "application/json", "{\"error\":{\"message\":\"Insufficient credits\",\"code\":402}}", NULL, NULL, UMP_ERROR_NO_MONEY, 1, "The account has no credit left: Insufficient credits" },
  { 403, "application/json", "{\"error\":{\"message\":\"Country not supported\",\"code\":\"unsupported_country\"}}", NULL, NULL, UMP_ERROR_NOT_ALLOWED, 1, "The service does not allow this: Country not supported" },
  { 404, "application/json", "{\"error\":{\"message\":\"The model does not exist\",\"code\":\"model_not_found\"}}", NULL, NULL, UMP_ERROR_NO_MODEL, 1, "The service does not know this model or address: The model does not exist" },
  { 404, "text/html", "<html>not here</html>", NULL, NULL, UMP_ERROR_NOT_THIS_SERVICE, 1, "This is not the service that was expected. Check the address." },
  { 408, "application/json", "{\"error\":{\"message\":\"timeout\"}}", NULL, NULL, UMP_ERROR_FAILED, 3, "The service reported an error: timeout" },
  { 408, "application/json", "{\"error\":{\"message\":\"timeout\"}}", "x-should-retry", "false", UMP_ERROR_FAILED, 1, "The service reported an error: timeout" },
  { 409, "application/json", "{\"error\":{\"message\":\"conflict\"}}", NULL, NULL, UMP_ERROR_FAILED, 3, "The service reported an error: conflict" },
  { 413, "application/json", "{\"error\":{\"message\":\"too large\"}}", NULL, NULL, UMP_ERROR_TOO_LONG, 1, "The prompt is too long for this model: too large" },
  { 422, "application/json", "{\"detail\":[{\"loc\":[\"body\",\"unheard_of\"],\"msg\":\"extra fields not permitted\",\"type\":\"extra_forbidden\"}]}", NULL, NULL, UMP_ERROR_BAD_PARAMETER, 1, "The service refused the request: unheard_of: extra fields not permitted" },
  { 429, "application/json", "{\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}}", NULL, NULL, UMP_ERROR_RATE_LIMIT, 3, "The service asks to send less often: slow down" },
  { 429, "application/json", "{\"error\":{\"message\":\"slow down\"}}", "retry-after-ms", "3", UMP_ERROR_RATE_LIMIT, 3, "The service asks to send less often: slow down" },
  { 429, "application/json", "{\"error\":{\"message\":\"slow down\"}}", "Retry-After", "0.004", UMP_ERROR_RATE_LIMIT, 3, "The service asks to send less often: slow down" },
  { 429, "application/json", "{\"error\":{\"message\":\"slow down\"}}", "Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT", UMP_ERROR_RATE_LIMIT, 3, "The service asks to send less often: slow down" },
  { 429, "application/json", "{\"error\":{\"message\":\"slow down\"}}", "Retry-After", "3600", UMP_ERROR_RATE_LIMIT, 1, "The service asks to send less often: slow down" },
  { 429, "application/json", "{\"error\":{\"message\":\"slow down\"}}", "x-should-retry", "false", UMP_ERROR_RATE_LIMIT, 1, "The service asks to send less often: slow down" },
  { 429, "application/json", "{\"error\":{\"message\":\"You exceeded your current quota\",\"code\":\"insufficient_quota\"}}", NULL, NULL, UMP_ERROR_NO_MONEY, 1, "The account has no credit left: You exceeded your current quota" },
  { 500, "application/json", "{\"error\":{\"message\":\"oops\"}}", "x-should-retry", "true", UMP_ERROR_FAILED, 3, "The service reported an error: oops" },
  { 400, "application/json", "{\"error\":{\"message\":\"oops\"}}", "x-should-retry", "TRUE", UMP_ERROR_BAD_PARAMETER, 3, "The service refused the request: oops" },
  { 402, "application/json", "{\"error\":{\"message\":\"oops\"}}", "x-should-retry", "true", UMP_ERROR_NO_MONEY, 1, "The account has no credit left: oops" },
  { 500, "application/json", "{\"error\":{\"message\":\"oops\",\"type\":\"server_error\"}}", NULL, NULL, UMP_ERROR_FAILED, 1, "The service reported an error: oops" },
  { 502, "text/html", "<html><h1>502 Bad Gateway</h1></html>", NULL, NULL, UMP_ERROR_OVERLOADED, 1, "The service has no capacity at the moment." },
  { 503, "text/plain", "", NULL, NULL, UMP_ERROR_OVERLOADED, 3, "The service has no capacity at the moment." },
  { 529, "application/json", "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}", NULL, NULL, UMP_ERROR_OVERLOADED, 3, "The service has no capacity at the moment: Overloaded" },
};


static void
test_statuses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
    UmpTestReply *reply = ump_test_reply_new (statuses[i].status, statuses[i].type);
    const UmpResponseRecord *record;

    g_test_message ("%u %s %s", statuses[i].status, statuses[i].body, statuses[i].value != NULL ? statuses[i].value : "");
    if (statuses[i].header != NULL)
      ump_test_reply_header (reply, statuses[i].header, statuses[i].value);
    ump_test_reply_send (reply, statuses[i].body);
    ump_test_reply_end (reply);
    ump_test_server_push (server, reply);
    record = ump_test_client_ask (client, "hi");
    g_assert_cmpint (record->ending, ==, UMP_ENDING_ERROR);
    g_assert_cmpint (record->error_code, ==, statuses[i].code);
    g_assert_cmpstr (record->error, ==, statuses[i].says);
    g_assert_null (strstr (record->error, UMP_TEST_KEY));
    g_assert_cmpuint (ump_test_server_count_requests (server), ==, statuses[i].n_requests);
    g_assert_cmpuint (client->n_stalled, ==, 0);
  }
}


/* The body of an error that never ends: after a moment the status is judged,
 * with what came of it. */
static void
test_endless_error (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *reply = ump_test_reply_new (401, "application/json");
  const UmpResponseRecord *record;

  ump_test_reply_send (reply, "{\"error\":{\"message\":\"No such key\"}}");
  ump_test_reply_stall (reply);
  ump_test_server_push (server, reply);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_ERROR);
  g_assert_cmpint (record->error_code, ==, UMP_ERROR_BAD_KEY);
  g_assert_cmpstr (record->error, ==, "The service does not accept the key: No such key");
}


/* The third attempt is answered: an answer, with a note of how it came. */
static void
test_repeated (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  UmpTestReply *good = ump_test_chat_reply ("at last", NULL);
  const UmpResponseRecord *record;

  for (guint i = 0; i < 2; i++) {
    UmpTestReply *busy = ump_test_reply_new (503, "application/json");

    ump_test_reply_end (busy);
    ump_test_server_push (server, busy);
  }
  ump_test_chat_end (good);
  ump_test_server_push (server, good);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpstr (record->text, ==, "at last");
  g_assert_null (record->error);
  g_assert_nonnull (strstr (record->notes, "503"));
  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 3);
}


/* The key must not arrive at another host, nor the prompt. */
static void
test_redirects (void)
{
  static const guint redirects[] = { 301, 302, 303, 307, 308 };
  g_autoptr (UmpTestServer) thief = ump_test_server_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (redirects); i++) {
    g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new (i % 2 ? "custom" : "anthropic", ump_test_server_get_url (server));
    UmpTestReply *reply = ump_test_reply_new (redirects[i], "text/html");
    const UmpResponseRecord *record;

    ump_test_reply_header (reply, "Location", ump_test_server_get_url (thief));
    ump_test_reply_end (reply);
    ump_test_server_push (server, reply);
    record = ump_test_client_ask (client, "hi");
    g_assert_cmpint (record->error_code, ==, UMP_ERROR_NOT_THIS_SERVICE);
    g_assert_cmpuint (ump_test_server_count_requests (server), ==, 1);
  }
  g_assert_cmpuint (ump_test_server_count_connections (thief), ==, 0);
}


static const struct {
  const char *name;
  const char *type;
  const char *body;
  UmpEnding ending;
  int code;
  const char *text;
  const char *says;
} bodies[] = {
  { "web page", "text/html", "<!DOCTYPE html><html>log in</html>", UMP_ENDING_ERROR, UMP_ERROR_NOT_THIS_SERVICE, "", "The server answered with a web page instead of a model’s answer. Check the provider’s address." },
  { "web page that calls itself a stream", "text/event-stream", "\n\n<html>", UMP_ENDING_ERROR, UMP_ERROR_NOT_THIS_SERVICE, "", "The server answered with a web page instead of a model’s answer. Check the provider’s address." },
  { "nothing", "text/event-stream", "", UMP_ENDING_NO_TERMINATOR, UMP_ERROR_NO_TERMINATOR, "", "The server ended its answer before any of it came. Is the address that of this kind of service?" },
  { "one document", "application/json", "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"whole\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}", UMP_ENDING_STOP, -1, "whole", NULL },
  { "one document that calls itself a stream", "text/event-stream", " \r\n {\"choices\":[{\"message\":{\"content\":\"whole\"},\"finish_reason\":\"stop\"}]}", UMP_ENDING_STOP, -1, "whole", NULL },
  { "one document, cut", "application/json", "{\"choices\":[{\"message\":{\"content\":\"who", UMP_ENDING_NO_TERMINATOR, UMP_ERROR_NO_TERMINATOR, "", "The server ended its answer before any of it came. Is the address that of this kind of service?" },
  { "error with 200", "application/json", "{\"error\":{\"message\":\"Provider returned error\",\"code\":502}}", UMP_ENDING_ERROR, UMP_ERROR_OVERLOADED, "", "The service has no capacity at the moment: Provider returned error" },
  { "stream without a type", "application/octet-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n", UMP_ENDING_STOP, -1, "a", NULL },
  { "no terminator", "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n", UMP_ENDING_NO_TERMINATOR, UMP_ERROR_NO_TERMINATOR, "a", "The connection ended before the answer was complete." },
  { "done without a finish", "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: [DONE]\n\n", UMP_ENDING_NO_TERMINATOR, UMP_ERROR_NO_TERMINATOR, "a", "The connection ended before the answer was complete." },
  { "error in the middle", "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"error\":{\"message\":\"overloaded\",\"type\":\"overloaded_error\"}}\n\n", UMP_ENDING_ERROR, UMP_ERROR_OVERLOADED, "a", "The service has no capacity at the moment: overloaded" },
  { "carriage returns", "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\r\rdata: [DONE]\r\r", UMP_ENDING_STOP, -1, "a", NULL },
  { "half an emoji, then the rest", "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"\\ud83d\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"\\udc4b\"},\"finish_reason\":\"stop\"}]}\n\n", UMP_ENDING_STOP, -1, "👋", NULL },
  { "half an emoji only", "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"a\\ud83d\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}\n\n", UMP_ENDING_STOP, -1, "a\xEF\xBF\xBD" "b", NULL },
  { "invalid UTF-8", "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"a\xFF" "b\"},\"finish_reason\":\"stop\"}]}\n\n", UMP_ENDING_STOP, -1, "a\xEF\xBF\xBD" "b", NULL },
  { "bare error", "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n{\"error\":{\"message\":\"died\"}}\n\n", UMP_ENDING_ERROR, UMP_ERROR_FAILED, "a", "The service reported an error: died" },
  { "a NUL in the text", "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"a\\u0000b\"},\"finish_reason\":\"stop\"}]}\n\n", UMP_ENDING_STOP, -1, "a\xEF\xBF\xBD" "b", NULL },
};


static void
test_bodies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
    UmpTestReply *reply = ump_test_reply_new (200, bodies[i].type);
    const UmpResponseRecord *record;

    g_test_message ("%s", bodies[i].name);
    ump_test_reply_send (reply, bodies[i].body);
    ump_test_reply_end (reply);
    ump_test_server_push (server, reply);
    record = ump_test_client_ask (client, "hi");
    g_assert_cmpstr (record->text, ==, bodies[i].text);
    g_assert_cmpint (record->ending, ==, bodies[i].ending);
    g_assert_cmpint (record->error_code, ==, bodies[i].code);
    g_assert_cmpstr (record->error, ==, bodies[i].says);
    /* A request that was accepted is never sent again. */
    g_assert_cmpuint (ump_test_server_count_requests (server), ==, 1);
  }
}


static gboolean
has_stalled (gpointer user_data)
{
  return ((UmpTestClient *) user_data)->n_stalled > 0;
}


/* Silence in every phase is told, and can be left: before the headers, and
 * between them and the first byte. */
static void
test_silence (void)
{
  static const char *const types[] = { NULL, "text/event-stream" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
    UmpTestReply *reply = ump_test_reply_new (200, types[i]);
    const UmpResponseRecord *record;

    ump_test_reply_stall (reply);
    ump_test_server_push (server, reply);
    ump_transport_set_idle_timeout (client->transport, 150);
    ump_test_client_start (client, "hi");
    ump_test_wait_until (has_stalled, client, 10);
    g_assert_true (ump_response_stream_get_stalled (client->stream));
    g_assert_cmpuint (client->n_ended, ==, 0);
    ump_response_stream_cancel (client->stream);
    record = ump_test_client_wait (client);
    g_assert_cmpint (record->ending, ==, UMP_ENDING_INTERRUPTED);
    g_assert_cmpfloat (record->first_token_ms, <, 0);
    g_assert_cmpuint (client->n_stalled, ==, 1);
    g_assert_cmpuint (ump_test_server_count_requests (server), ==, 1);
  }
}


/* NUL bytes: alone on a line they say nothing; inside an event they are no JSON. */
static void
test_nul_bytes (void)
{
  static const char good[] = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n\0\n\0\0\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  static const char bad[] = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choices\0\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}\n\n";
  static const char only[] = "\0\0\0\0";
  static const struct {
    const char *bytes;
    gsize length;
    UmpEnding ending;
    const char *text;
  } cases[] = {
    { good, sizeof good - 1, UMP_ENDING_STOP, "a" },
    { bad, sizeof bad - 1, UMP_ENDING_ERROR, "a" },
    { only, sizeof only - 1, UMP_ENDING_NO_TERMINATOR, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
    UmpTestReply *reply = ump_test_reply_new (200, "text/event-stream");
    const UmpResponseRecord *record;

    ump_test_reply_send_bytes (reply, cases[i].bytes, cases[i].length);
    ump_test_reply_end (reply);
    ump_test_server_push (server, reply);
    record = ump_test_client_ask (client, "hi");
    g_test_message ("%u: %d %s %s", i, record->ending, record->text, record->error);
    g_assert_cmpstr (record->text, ==, cases[i].text);
    g_assert_cmpint (record->ending, ==, cases[i].ending);
  }
}


/* The body of an error may be anything: its status is told. */
static void
test_deep_error (void)
{
  static const char *const starts[] = { "", "{\"error\":", "{\"error\":{\"message\":" };
  g_autofree char *brackets = g_strnfill (60000, '[');

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++) {
    g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
    UmpTestReply *reply = ump_test_reply_new (402, "application/json");
    const UmpResponseRecord *record;

    ump_test_reply_send (reply, starts[i]);
    ump_test_reply_send (reply, brackets);
    ump_test_reply_end (reply);
    ump_test_server_push (server, reply);
    record = ump_test_client_ask (client, "hi");
    g_assert_cmpint (record->error_code, ==, UMP_ERROR_NO_MONEY);
    g_assert_true (g_str_has_prefix (record->error, "The account has no credit left"));
    g_assert_cmpuint (strlen (record->error), <, 2000);
  }
}


/* A date to wait for: soon enough it is waited for, else it is not. */
static void
test_wait_for_date (void)
{
  for (guint i = 0; i < 2; i++) {
    g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
    g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
    g_autoptr (GDateTime) then = g_date_time_add_seconds (now, i == 0 ? 2 : 3600);
    g_autofree char *date = soup_date_time_to_string (then, SOUP_DATE_HTTP);
    UmpTestReply *busy = ump_test_reply_new (429, "application/json");
    UmpTestReply *good = ump_test_chat_reply ("at last", NULL);
    gint64 begun = g_get_monotonic_time ();

    ump_test_reply_header (busy, "Retry-After", date);
    ump_test_reply_end (busy);
    ump_test_chat_end (good);
    ump_test_server_push (server, busy);
    ump_test_server_push (server, good);
    g_assert_cmpint (ump_test_client_ask (client, "hi")->ending, ==, i == 0 ? UMP_ENDING_STOP : UMP_ENDING_ERROR);
    g_assert_cmpuint (ump_test_server_count_requests (server), ==, i == 0 ? 2 : 1);
    /* The date has whole seconds. */
    if (i == 0)
      g_assert_cmpint (g_get_monotonic_time () - begun, >, 900 * 1000);
  }
}


/* Big and deep things are refused, not swallowed. */
static void
test_limits (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  g_autofree char *long_line = g_strnfill (17 * 1024 * 1024, 'x');
  g_autofree char *brackets = g_strnfill (200000, '[');
  g_autofree char *mebibyte = g_strnfill (1024 * 1024, 'y');
  g_autofree char *big_event = ump_test_chat_event (mebibyte);
  UmpTestReply *reply = ump_test_reply_new (200, "text/event-stream");
  const UmpResponseRecord *record;

  ump_test_reply_send (reply, "data: ");
  ump_test_reply_send (reply, long_line);
  ump_test_reply_send (reply, "\n\n");
  ump_test_reply_end (reply);
  ump_test_server_push (server, reply);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_ERROR);
  g_assert_cmpint (record->error_code, ==, UMP_ERROR_PROTOCOL);

  reply = ump_test_reply_new (200, "text/event-stream");
  ump_test_reply_send (reply, "data: ");
  ump_test_reply_send (reply, brackets);
  ump_test_reply_send (reply, "\n\n");
  ump_test_reply_end (reply);
  ump_test_server_push (server, reply);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_ERROR);
  g_assert_cmpint (record->error_code, ==, UMP_ERROR_PROTOCOL);

  reply = ump_test_reply_new (200, "text/event-stream");
  for (guint i = 0; i < 5; i++)
    ump_test_reply_send (reply, big_event);
  ump_test_chat_end (reply);
  ump_test_server_push (server, reply);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_ERROR);
  g_assert_cmpint (record->error_code, ==, UMP_ERROR_PROTOCOL);
  g_assert_cmpuint (strlen (record->text), >=, 4 * 1024 * 1024);

  reply = ump_test_reply_new (500, "application/json");
  ump_test_reply_send (reply, long_line);
  ump_test_reply_stall (reply);
  ump_test_server_push (server, reply);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_ERROR);
  g_assert_cmpuint (strlen (record->error), <, 2000);
}


typedef enum { CUT_BETWEEN_CHUNKS, CUT_INSIDE_CHUNK, CUT_RESET, CUT_BAD_CHUNK, CUT_LENGTH, N_CUTS } Cut;


/* libsoup calls most of these a clean end; only the terminator tells. */
static void
test_cuts (void)
{
  for (Cut cut = 0; cut < N_CUTS; cut++) {
    g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
    UmpTestReply *reply = cut == CUT_LENGTH ? ump_test_reply_new (200, NULL) : ump_test_chat_reply ("so far", NULL);
    const UmpResponseRecord *record;

    g_test_message ("cut %d", cut);
    if (cut == CUT_LENGTH) {
      g_autofree char *event = ump_test_chat_event ("so far");

      ump_test_reply_raw (reply, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 100000\r\n\r\n");
      ump_test_reply_raw (reply, event);
    }
    if (cut == CUT_INSIDE_CHUNK)
      ump_test_reply_raw (reply, "80\r\ndata: {\"choices\":");
    if (cut == CUT_BAD_CHUNK)
      ump_test_reply_raw (reply, "xyz\r\nwhat\r\n");
    if (cut == CUT_RESET) {
      /* A reset overtakes what is not yet read. */
      ump_test_reply_wait (reply, 100);
      ump_test_reply_reset (reply);
    }
    ump_test_server_push (server, reply);
    record = ump_test_client_ask (client, "hi");
    g_assert_cmpint (record->ending, ==, UMP_ENDING_NO_TERMINATOR);
    g_assert_cmpint (record->error_code, ==, UMP_ERROR_NO_TERMINATOR);
    g_assert_cmpstr (record->text, ==, "so far");
    g_assert_cmpuint (ump_test_server_count_requests (server), ==, 1);
  }
}


/* Before any answer: the connection is lost, refused, or leads nowhere. */
static void
test_no_answer (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  g_autoptr (UmpTestServer) gone = ump_test_server_new (NULL);
  g_autofree char *gone_url = g_strdup (ump_test_server_get_url (gone));
  const UmpResponseRecord *record;
  UmpTestReply *silent = ump_test_reply_new (200, NULL);
  UmpTestReply *babble = ump_test_reply_new (200, NULL);

  ump_test_server_push (server, silent);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->error_code, ==, UMP_ERROR_NETWORK);
  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 1);

  ump_test_reply_raw (babble, "220 mail.example.org ESMTP\r\n\r\n");
  ump_test_server_push (server, babble);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_ERROR);
  g_assert_true (record->error_code == UMP_ERROR_NOT_THIS_SERVICE || record->error_code == UMP_ERROR_NETWORK);

  g_clear_pointer (&gone, ump_test_server_free);
  g_free (client->provider->base_url);
  client->provider->base_url = g_steal_pointer (&gone_url);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->error_code, ==, UMP_ERROR_NETWORK);
  g_assert_nonnull (strstr (record->error, "127.0.0.1"));

  g_free (client->provider->base_url);
  client->provider->base_url = g_strdup ("https://no-such-host.invalid/v1");
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->error_code, ==, UMP_ERROR_NETWORK);
}


/* Nothing is sent in the clear to a foreign host unless the user said so. */
static void
test_addresses (void)
{
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", "http://192.0.2.1/v1");
  static const char *const wrong[] = { "http://192.0.2.1/v1", "ftp://127.0.0.1/v1", "127.0.0.1", "", "https://", "http://127.0.0.1.example.invalid/v1" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    const UmpResponseRecord *record;

    g_free (client->provider->base_url);
    client->provider->base_url = g_strdup (wrong[i]);
    record = ump_test_client_ask (client, "hi");
    g_assert_cmpint (record->ending, ==, UMP_ENDING_ERROR);
    g_assert_cmpint (record->error_code, ==, UMP_ERROR_INVALID);
  }
  client->provider->allow_http = TRUE;
  g_free (client->provider->base_url);
  client->provider->base_url = g_strdup ("http://no-such-host.invalid/v1");
  g_assert_cmpint (ump_test_client_ask (client, "hi")->error_code, ==, UMP_ERROR_NETWORK);
}


static void
test_gzip (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  static const char body[] = "data: {\"choices\":[{\"delta\":{\"content\":\"packed\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
  guint8 packed[1024];
  gsize n_read, n_written;
  UmpTestReply *reply = ump_test_reply_new (200, "text/event-stream");

  g_assert_cmpint (g_converter_convert (G_CONVERTER (compressor), body, strlen (body), packed, sizeof packed, G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL), ==, G_CONVERTER_FINISHED);
  ump_test_reply_header (reply, "Content-Encoding", "gzip");
  ump_test_reply_send_bytes (reply, packed, n_written);
  ump_test_reply_end (reply);
  ump_test_server_push (server, reply);
  g_assert_cmpstr (ump_test_client_ask (client, "hi")->text, ==, "packed");
}


static void
test_masking (void)
{
  static const struct {
    const char *text;
    const char *key;
    const char *masked;
  } cases[] = {
    { "Incorrect key sk-test-12345678.", "sk-test-12345678", "Incorrect key …." },
    { "Incorrect key sk-tes******5678.", "sk-test-12345678", "Incorrect key …" },
    { "ends in 345678, begins with sk-test", "sk-test-12345678", "ends in …, begins with …" },
    { "nothing of it", "sk-test-12345678", "nothing of it" },
    { "no key at all", NULL, "no key at all" },
    { "short key: abc", "abc", "short key: …" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *masked = ump_http_mask_key (cases[i].text, cases[i].key);

    g_assert_cmpstr (masked, ==, cases[i].masked);
  }
}


static void
test_retry_after (void)
{
  static const struct {
    const char *name;
    const char *value;
    gint64 wait;
  } cases[] = {
    { "Retry-After", "2", 2000 },
    { "Retry-After", "0.5", 500 },
    { "Retry-After", "Thu, 01 Jan 1970 00:01:40 GMT", 90000 },
    { "Retry-After", "Thu, 01 Jan 1970 00:00:01 GMT", 0 },
    { "Retry-After", "soon", -1 },
    { "Retry-After", "-3", -1 },
    { "retry-after-ms", "1500", 1500 },
    { "X-Other", "1", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);

    soup_message_headers_append (headers, cases[i].name, cases[i].value);
    /* “Now” is ten seconds after the epoch. */
    g_assert_cmpint (ump_http_get_retry_after (headers, 10 * G_USEC_PER_SEC), ==, cases[i].wait);
    soup_message_headers_unref (headers);
  }
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_add_func ("/faults/statuses", test_statuses);
  g_test_add_func ("/faults/repeated", test_repeated);
  g_test_add_func ("/faults/endless-error", test_endless_error);
  g_test_add_func ("/faults/redirects", test_redirects);
  g_test_add_func ("/faults/bodies", test_bodies);
  g_test_add_func ("/faults/silence", test_silence);
  g_test_add_func ("/faults/nul-bytes", test_nul_bytes);
  g_test_add_func ("/faults/deep-error", test_deep_error);
  g_test_add_func ("/faults/wait-for-date", test_wait_for_date);
  g_test_add_func ("/faults/limits", test_limits);
  g_test_add_func ("/faults/cuts", test_cuts);
  g_test_add_func ("/faults/no-answer", test_no_answer);
  g_test_add_func ("/faults/addresses", test_addresses);
  g_test_add_func ("/faults/gzip", test_gzip);
  g_test_add_func ("/faults/masking", test_masking);
  g_test_add_func ("/faults/retry-after", test_retry_after);
  return g_test_run ();
}
