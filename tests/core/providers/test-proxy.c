/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-error.h"
#include "ump-test-stream.h"
#include "ump-test.h"

/* A system whose proxy is used for everything: GIO takes it for the user's. */

static char *proxy_url;

#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GObject)

struct _TestResolver {
  GObject parent_instance;
};

static void test_resolver_implement (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestResolver, test_resolver, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, test_resolver_implement)
                               g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME, g_define_type_id, "test", 0))


static gboolean
is_supported (GProxyResolver *resolver)
{
  return TRUE;
}


static char **
lookup (GProxyResolver *resolver, const char *uri, GCancellable *cancellable, GError **error)
{
  return g_strsplit (proxy_url, " ", -1);
}


static void
lookup_async (GProxyResolver *resolver, const char *uri, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, lookup (resolver, uri, NULL, NULL), (GDestroyNotify) g_strfreev);
}


static char **
lookup_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}


static void
test_resolver_implement (GProxyResolverInterface *iface)
{
  iface->is_supported = is_supported;
  iface->lookup = lookup;
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
}


static void
test_resolver_class_init (TestResolverClass *klass)
{
}


static void
test_resolver_init (TestResolver *self)
{
}


static void
use_proxy (UmpTestServer *proxy)
{
  g_free (proxy_url);
  proxy_url = g_strdup (ump_test_server_get_url (proxy));
}


/* The key and the prompt for a server on this computer stay on it. */
static void
test_loopback (void)
{
  static const char *const hosts[] = { "127.0.0.1", "localhost" };
  g_autoptr (UmpTestServer) proxy = ump_test_server_new (NULL);

  use_proxy (proxy);
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++) {
    g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
    g_autofree char *url = g_strconcat ("http://", hosts[i], strrchr (ump_test_server_get_url (server), ':'), NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", url);
    UmpTestReply *reply = ump_test_chat_reply ("here", NULL);
    const UmpResponseRecord *record;

    ump_test_chat_end (reply);
    ump_test_server_push (server, reply);
    record = ump_test_client_ask (client, "hi");
    g_assert_cmpstr (record->error, ==, NULL);
    g_assert_cmpstr (record->text, ==, "here");
    g_assert_cmpuint (ump_test_server_count_connections (server), ==, 1);
  }
  g_assert_cmpuint (ump_test_server_count_connections (proxy), ==, 0);
}


/* Everything else goes the way that the system wants. */
static void
test_foreign (void)
{
  g_autoptr (UmpTestServer) proxy = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", "http://umpire.example.invalid/v1");
  UmpTestReply *reply = ump_test_chat_reply ("there", NULL);

  use_proxy (proxy);
  client->provider->allow_http = TRUE;
  ump_test_chat_end (reply);
  ump_test_server_push (proxy, reply);
  g_assert_cmpstr (ump_test_client_ask (client, "hi")->text, ==, "there");
  g_assert_true (g_str_has_prefix (ump_test_server_get_request (proxy, 0)->head, "POST http://umpire.example.invalid/v1/chat/completions "));
}


/* What the proxy says instead of connecting is not the service's answer: it
 * is neither a bad key nor a busy service, and is not asked again. */
static void
test_refused_tunnel (void)
{
  static const guint statuses[] = { 403, 407, 503, 404, 502 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (UmpTestServer) proxy = ump_test_server_new (NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", "https://umpire.example.invalid/v1");
    UmpTestReply *reply = ump_test_reply_new (statuses[i], "text/html");
    const UmpResponseRecord *record;

    use_proxy (proxy);
    ump_test_reply_send (reply, "<html>The proxy does not like it</html>");
    ump_test_reply_end (reply);
    ump_test_server_push (proxy, reply);
    record = ump_test_client_ask (client, "hi");
    g_test_message ("%u: %s", statuses[i], record->error);
    g_assert_cmpint (record->ending, ==, UMP_ENDING_ERROR);
    g_assert_cmpint (record->error_code, ==, UMP_ERROR_NETWORK);
    g_assert_cmpstr (record->error, ==, "The network’s proxy refused the connection to “umpire.example.invalid”.");
    g_assert_null (record->notes);
    g_assert_cmpuint (ump_test_server_count_requests (proxy), ==, 1);
    g_assert_null (strstr (ump_test_server_get_request (proxy, 0)->head, UMP_TEST_KEY));
  }
}


int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "test", TRUE);
  /* The extension point is there once GIO has looked for its own. */
  g_io_extension_point_register (G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  g_type_ensure (TEST_TYPE_RESOLVER);
  g_assert_true (TEST_IS_RESOLVER (g_proxy_resolver_get_default ()));
  g_test_add_func ("/proxy/loopback", test_loopback);
  g_test_add_func ("/proxy/foreign", test_foreign);
  g_test_add_func ("/proxy/refused-tunnel", test_refused_tunnel);
  result = g_test_run ();
  g_free (proxy_url);
  return result;
}
