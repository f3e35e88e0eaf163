/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-error.h"
#include "ump-http.h"
#include "ump-test-stream.h"
#include "ump-test.h"
#include "ump-transport-private.h"

/* A certificate authority of its own for each run, made with openssl, so that
 * no certificate in the tree can expire. */
static char *folder;

static const char make_certificates[] =
  "set -e; cd '%s'; exec >openssl.log 2>&1\n"
  "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Test CA' -keyout ca.key -out ca.pem"
  " -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign\n"
  "openssl req -newkey rsa:2048 -nodes -subj '/CN=localhost' -keyout key.pem -out request.pem\n"
  "sign () { openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -extfile $1.ext -out $1.crt \"${@:2}\"; cat $1.crt key.pem >$1.pem; }\n"
  "printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\\nextendedKeyUsage=serverAuth\\n' >good.ext\n"
  "cp good.ext expired.ext\n"
  "printf 'subjectAltName=DNS:elsewhere.example\\nextendedKeyUsage=serverAuth\\n' >wrong-host.ext\n"
  "sign good -days 2\n"
  "sign wrong-host -days 2\n"
  "mkdir -p old; touch index.txt; echo 01 >serial\n"
  "printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=index.txt\\nserial=serial\\nnew_certs_dir=old\\ndefault_md=sha256\\npolicy=p\\n[p]\\ncommonName=supplied\\n' >ca.conf\n"
  "openssl ca -batch -config ca.conf -cert ca.pem -keyfile ca.key -in request.pem -extfile expired.ext"
  " -startdate 20200101000000Z -enddate 20200201000000Z -notext -out expired.crt\n"
  "cat expired.crt key.pem >expired.pem\n";


static GTlsCertificate *
load (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return certificate;
}


static void
ask (const char *certificate_name, gboolean trust, const char *host, int code, const char *says)
{
  g_autoptr (GTlsCertificate) certificate = load (certificate_name);
  g_autoptr (UmpTestServer) server = ump_test_server_new (certificate);
  const char *port = strrchr (ump_test_server_get_url (server), ':');
  g_autofree char *url = g_strdup_printf ("https://%s%s", host, port);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", url);
  g_autofree char *path = g_build_filename (folder, "ca.pem", NULL);
  g_autoptr (GTlsDatabase) database = trust ? g_tls_file_database_new (path, NULL) : NULL;
  UmpTestReply *reply = ump_test_chat_reply ("safe", NULL);
  const UmpResponseRecord *record;

  if (database != NULL)
    ump_transport_set_tls_database (client->transport, database);
  ump_test_chat_end (reply);
  ump_test_server_push (server, reply);
  record = ump_test_client_ask (client, "hi");
  if (code == -1) {
    g_assert_cmpstr (record->error, ==, NULL);
    g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
    g_assert_cmpstr (record->text, ==, "safe");
    return;
  }
  g_assert_cmpint (record->ending, ==, UMP_ENDING_ERROR);
  g_assert_cmpint (record->error_code, ==, code);
  g_assert_nonnull (strstr (record->error, says));
  /* Neither the key nor the prompt has left. */
  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 0);
}


static void
test_trusted (void)
{
  ask ("good.pem", TRUE, "127.0.0.1", -1, NULL);
  ask ("good.pem", TRUE, "localhost", -1, NULL);
}


static void
test_untrusted (void)
{
  ask ("good.pem", FALSE, "127.0.0.1", UMP_ERROR_TLS, "nobody this computer trusts");
}


static void
test_expired (void)
{
  ask ("expired.pem", TRUE, "127.0.0.1", UMP_ERROR_TLS, "expired");
}


static void
test_wrong_host (void)
{
  ask ("wrong-host.pem", TRUE, "127.0.0.1", UMP_ERROR_TLS, "another host");
}


/* The socket is closed without TLS's goodbye: libsoup calls it a clean end. */
static void
test_cut (void)
{
  g_autoptr (GTlsCertificate) certificate = load ("good.pem");
  g_autoptr (UmpTestServer) server = ump_test_server_new (certificate);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  g_autofree char *path = g_build_filename (folder, "ca.pem", NULL);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, NULL);
  const UmpResponseRecord *record;

  ump_transport_set_tls_database (client->transport, database);
  ump_test_server_push (server, ump_test_chat_reply ("so far", NULL));
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->ending, ==, UMP_ENDING_NO_TERMINATOR);
  g_assert_cmpstr (record->text, ==, "so far");
}


/* An error status that came through the handshake is the service's own, on a
 * connection that is used again too. */
static void
test_status (void)
{
  g_autoptr (GTlsCertificate) certificate = load ("good.pem");
  g_autoptr (UmpTestServer) server = ump_test_server_new (certificate);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  g_autofree char *path = g_build_filename (folder, "ca.pem", NULL);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, NULL);
  UmpTestReply *reply = ump_test_reply_new (403, "application/json");

  ump_transport_set_tls_database (client->transport, database);
  ump_test_reply_send (reply, "{\"error\":{\"message\":\"Country not supported\"}}");
  ump_test_reply_end (reply);
  ump_test_server_push (server, reply);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (ump_test_client_ask (client, "hi")->error_code, ==, UMP_ERROR_NOT_ALLOWED);
}


/* https:// towards a server that speaks http:// and says so, as web servers do. */
static void
test_no_tls (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autofree char *url = g_strconcat ("https", ump_test_server_get_url (server) + strlen ("http"), NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", url);
  const UmpResponseRecord *record;

  ump_test_server_close_at_once (server);
  record = ump_test_client_ask (client, "hi");
  g_assert_cmpint (record->error_code, ==, UMP_ERROR_TLS);
  g_assert_nonnull (strstr (record->error, "https://"));
}


static void
take_error_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;
  g_autoptr (GInputStream) body = ump_http_send_finish (result, error);

  g_assert_null (body);
}


static gboolean
has_error (gpointer user_data)
{
  return *(GError **) user_data != NULL;
}


/* A server that takes the connection and never answers the handshake. */
static void
test_connect_bound (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autofree char *url = g_strconcat ("https", ump_test_server_get_url (server) + strlen ("http"), NULL);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
  g_autoptr (GError) error = NULL;

  ump_http_send_async (session, message, 100, NULL, take_error_cb, &error);
  ump_test_wait_until (has_error, &error, 5);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
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
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autofree char *script = NULL;
  const char *command[] = { "bash", "-c", NULL, NULL };
  int status = -1;
  int result;

  g_test_init (&argc, &argv, NULL);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  if (openssl == NULL || !g_tls_backend_supports_tls (g_tls_backend_get_default ())) {
    g_print ("1..0 # SKIP openssl or glib-networking is not installed\n");
    return 0;
  }
  folder = ump_test_make_folder ();
  script = g_strdup_printf (make_certificates, folder);
  command[2] = script;
  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL);
  g_assert_cmpint (status, ==, 0);

  g_test_add_func ("/tls/trusted", test_trusted);
  g_test_add_func ("/tls/untrusted", test_untrusted);
  g_test_add_func ("/tls/expired", test_expired);
  g_test_add_func ("/tls/wrong-host", test_wrong_host);
  g_test_add_func ("/tls/cut", test_cut);
  g_test_add_func ("/tls/status", test_status);
  g_test_add_func ("/tls/no-tls", test_no_tls);
  g_test_add_func ("/tls/connect-bound", test_connect_bound);
  result = g_test_run ();
  ump_test_remove_folder (folder);
  g_free (folder);
  return result;
}
