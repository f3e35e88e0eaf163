/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "ump-error.h"
#include "ump-test-stream.h"
#include "ump-test.h"
#include "ump-transport-private.h"

/* HTTP/2 as the big services speak it: nginx stands in front of the server,
 * and breaks things in ways of its own. */

static const char configuration[] =
  "daemon off; pid %1$s/pid; error_log %1$s/error.log; worker_processes 1;\n"
  "events {}\n"
  "http { access_log off; client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2; fastcgi_temp_path %1$s/t3; uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;\n"
  "  server { listen 127.0.0.1:%2$u ssl http2; ssl_certificate %1$s/cert.pem; ssl_certificate_key %1$s/key.pem;\n"
  "    location / { proxy_pass %3$s; proxy_http_version 1.1; proxy_buffering off; proxy_set_header X-Client-Protocol $server_protocol; } } }\n";

typedef struct {
  char *folder;
  UmpTestServer *server;
  GSubprocess *nginx;
  UmpTestClient *client;
} Fixture;


/* A port that was free a moment ago. */
static guint
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();

  return g_socket_listener_add_any_inet_port (listener, NULL, NULL);
}


static gboolean
answers_cb (gpointer user_data)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (client, "127.0.0.1", GPOINTER_TO_UINT (user_data), NULL, NULL);

  return connection != NULL;
}


static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}


static void
set_up (Fixture *fixture, gconstpointer data)
{
  guint port = find_port ();
  g_autofree char *content = NULL;
  g_autofree char *file = NULL;
  g_autofree char *script = NULL;
  const char *command[] = { "sh", "-c", NULL, NULL };
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u", port);
  g_autofree char *certificate = NULL;
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  guint tick = g_timeout_add (20, tick_cb, NULL);

  fixture->folder = ump_test_make_folder ();
  fixture->server = ump_test_server_new (NULL);
  script = g_strdup_printf ("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
                            " -keyout %1$s/key.pem -out %1$s/cert.pem >%1$s/openssl.log 2>&1", fixture->folder);
  command[2] = script;
  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  content = g_strdup_printf (configuration, fixture->folder, port, ump_test_server_get_url (fixture->server));
  file = g_build_filename (fixture->folder, "nginx.conf", NULL);
  g_file_set_contents (file, content, -1, &error);
  g_assert_no_error (error);
  fixture->nginx = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "nginx", "-p", fixture->folder, "-c", file, NULL);
  g_assert_no_error (error);
  ump_test_wait_until (answers_cb, GUINT_TO_POINTER (port), 10);
  g_source_remove (tick);

  certificate = g_build_filename (fixture->folder, "cert.pem", NULL);
  database = g_tls_file_database_new (certificate, &error);
  g_assert_no_error (error);
  fixture->client = ump_test_client_new ("custom", url);
  ump_transport_set_tls_database (fixture->client->transport, database);
}


static void
session_gone_cb (gpointer user_data, GObject *session)
{
  *(gboolean *) user_data = TRUE;
}


static gboolean
is_true (gpointer user_data)
{
  return *(gboolean *) user_data;
}


/* The rest of a body is read for a moment after the answer has ended, and holds
 * the session. That comes to its end here, while the server is still there, and
 * not in the next test. */
static void
free_client (Fixture *fixture)
{
  gboolean gone = FALSE;

  g_object_weak_ref (G_OBJECT (ump_transport_get_session (fixture->client->transport)), session_gone_cb, &gone);
  g_clear_pointer (&fixture->client, ump_test_client_free);
  ump_test_wait_until (is_true, &gone, 10);
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->client != NULL)
    free_client (fixture);
  g_subprocess_send_signal (fixture->nginx, SIGTERM);
  g_subprocess_wait (fixture->nginx, NULL, NULL);
  g_object_unref (fixture->nginx);
  ump_test_server_free (fixture->server);
  ump_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}


static void
test_answer (Fixture *fixture, gconstpointer data)
{
  UmpTestReply *reply = ump_test_chat_reply ("over ", "two", NULL);
  const UmpResponseRecord *record;

  ump_test_chat_end (reply);
  ump_test_server_push (fixture->server, reply);
  record = ump_test_client_ask (fixture->client, "hi");
  g_assert_cmpstr (record->error, ==, NULL);
  g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpstr (record->text, ==, "over two");
  g_assert_nonnull (strstr (ump_test_server_get_request (fixture->server, 0)->head, "X-Client-Protocol: HTTP/2.0\r\n"));
  g_assert_nonnull (strstr (ump_test_server_get_request (fixture->server, 0)->head, "Bearer " UMP_TEST_KEY "\r\n"));
}


/* One connection carries the second answer too; its status is the service's. */
static void
test_status (Fixture *fixture, gconstpointer data)
{
  UmpTestReply *reply = ump_test_reply_new (401, "application/json");

  ump_test_reply_send (reply, "{\"error\":{\"message\":\"no\"}}");
  ump_test_reply_end (reply);
  ump_test_server_push (fixture->server, reply);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (ump_test_client_ask (fixture->client, "hi")->error_code, ==, UMP_ERROR_BAD_KEY);
}


static gboolean
has_stalled (gpointer user_data)
{
  UmpTestClient *client = user_data;

  return client->n_stalled > 0 || client->n_ended > 0;
}


/* Whether libsoup reports the broken stream or never returns: there is a
 * warning or an end within the bound, cancelling works, and the answer does
 * not count as complete. */
static void
assert_not_complete (Fixture *fixture, const char *text)
{
  const UmpResponseRecord *record;

  ump_test_wait_until (has_stalled, fixture->client, 10);
  ump_response_stream_cancel (fixture->client->stream);
  record = ump_test_client_wait (fixture->client);
  g_assert_true (record->ending == UMP_ENDING_INTERRUPTED || record->ending == UMP_ENDING_NO_TERMINATOR || record->ending == UMP_ENDING_ERROR);
  g_assert_cmpstr (record->text, ==, text);
}


static void
test_stream_reset (Fixture *fixture, gconstpointer data)
{
  UmpTestReply *reply = ump_test_chat_reply ("so far", NULL);

  /* The server goes away in the middle, so nginx resets the stream. */
  ump_test_reply_wait (reply, 50);
  ump_test_reply_reset (reply);
  ump_test_server_push (fixture->server, reply);
  ump_transport_set_idle_timeout (fixture->client->transport, 400);
  ump_test_client_start (fixture->client, "hi");
  assert_not_complete (fixture, "so far");
}


static gboolean
has_text (gpointer user_data)
{
  return ((UmpTestClient *) user_data)->n_changed > 0;
}


static void
test_connection_lost (Fixture *fixture, gconstpointer data)
{
  UmpTestReply *reply = ump_test_chat_reply ("so far", NULL);

  ump_test_reply_stall (reply);
  ump_test_server_push (fixture->server, reply);
  ump_transport_set_idle_timeout (fixture->client->transport, 400);
  ump_test_client_start (fixture->client, "hi");
  ump_test_wait_until (has_text, fixture->client, 10);
  g_subprocess_send_signal (fixture->nginx, SIGTERM);
  assert_not_complete (fixture, "so far");
}


/* The program is left in the middle of an answer. */
static void
test_left (Fixture *fixture, gconstpointer data)
{
  UmpTestReply *reply = ump_test_chat_reply ("so far", NULL);

  ump_test_reply_stall (reply);
  ump_test_server_push (fixture->server, reply);
  ump_test_client_start (fixture->client, "hi");
  ump_test_wait_until (has_text, fixture->client, 10);
  ump_response_stream_cancel (fixture->client->stream);
  free_client (fixture);
}


static gboolean
is_asked (gpointer user_data)
{
  return ump_test_server_count_requests (user_data) > 0;
}


/* A model that thinks before its first word need not be waited for. */
static void
test_cancel_early (Fixture *fixture, gconstpointer data)
{
  UmpTestReply *reply = ump_test_reply_new (200, "text/event-stream");
  guint tick = g_timeout_add (20, tick_cb, NULL);

  ump_test_reply_stall (reply);
  ump_test_server_push (fixture->server, reply);
  ump_test_client_start (fixture->client, "hi");
  ump_test_wait_until (is_asked, fixture->server, 10);
  g_source_remove (tick);
  ump_response_stream_cancel (fixture->client->stream);
  g_assert_cmpint (ump_test_client_wait (fixture->client)->ending, ==, UMP_ENDING_INTERRUPTED);
}


int __lsan_is_turned_off (void);


/* LeakSanitizer of GCC 12 crashes where it looks into the thread-local storage
 * of threads that end while a TLS library is loaded. Leaks of this code show in
 * the tests without TLS. */
int
__lsan_is_turned_off (void)
{
  return 1;
}


int
main (int argc, char **argv)
{
  g_autofree char *nginx = g_find_program_in_path ("nginx");
  g_autofree char *openssl = g_find_program_in_path ("openssl");

  g_test_init (&argc, &argv, NULL);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  if (nginx == NULL || openssl == NULL) {
    g_print ("1..0 # SKIP nginx or openssl is not installed\n");
    return 0;
  }
  g_test_add ("/http2/answer", Fixture, NULL, set_up, test_answer, tear_down);
  g_test_add ("/http2/status", Fixture, NULL, set_up, test_status, tear_down);
  g_test_add ("/http2/stream-reset", Fixture, NULL, set_up, test_stream_reset, tear_down);
  g_test_add ("/http2/connection-lost", Fixture, NULL, set_up, test_connection_lost, tear_down);
  g_test_add ("/http2/left", Fixture, NULL, set_up, test_left, tear_down);
  g_test_add ("/http2/cancel-early", Fixture, NULL, set_up, test_cancel_early, tear_down);
  return g_test_run ();
}
