/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ump-catalog.h"
#include "ump-error.h"
#include "ump-test-stream.h"
#include "ump-test.h"


static UmpTestReply *
json_reply (guint status, const char *body)
{
  UmpTestReply *reply = ump_test_reply_new (status, "application/json");

  ump_test_reply_send (reply, body);
  ump_test_reply_end (reply);
  return reply;
}


static GPtrArray *
list (UmpTestClient *client, const char *key, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  ump_catalog_list_models_async (client->transport, client->provider, key, NULL, ump_test_take_result, &slot);
  result = ump_test_await (&slot, 20);
  return ump_catalog_list_models_finish (result, error);
}


static gboolean
check (UmpTestClient *client, const char *key, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  ump_catalog_check_key_async (client->transport, client->provider, key, NULL, ump_test_take_result, &slot);
  result = ump_test_await (&slot, 20);
  return ump_catalog_check_key_finish (result, error);
}


static void
test_list (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("openrouter", ump_test_server_get_url (server));
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GError) error = NULL;
  const UmpModelInfo *first;

  ump_test_server_push (server, json_reply (200, "{\"data\":[{\"id\":\"maker/one\",\"name\":\"One\",\"context_length\":8192,\"pricing\":{\"prompt\":\"0.000003\",\"completion\":\"0.000015\"}},{\"id\":\"maker/two\"}]}"));
  models = list (client, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (models->len, ==, 2);
  first = models->pdata[0];
  g_assert_cmpstr (first->id, ==, "maker/one");
  g_assert_cmpint (first->context, ==, 8192);
  g_assert_cmpfloat_with_epsilon (first->price_in, 3, 1e-9);
  g_assert_cmpfloat_with_epsilon (first->price_out, 15, 1e-9);
  g_assert_true (isnan (((UmpModelInfo *) models->pdata[1])->price_in));
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 0)->head, "/models HTTP/1.1"));
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 0)->head, "Bearer " UMP_TEST_KEY));
}


/* A key that is tried before it is kept goes in place of the one that is kept. */
static void
test_tried_key (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GError) error = NULL;

  ump_test_server_push (server, json_reply (200, "{\"data\":[]}"));
  models = list (client, "sk-another", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (models->len, ==, 0);
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 0)->head, "Bearer sk-another\r\n"));
  g_clear_pointer (&models, g_ptr_array_unref);
  models = list (client, "", &error);
  g_assert_no_error (error);
  g_assert_null (strstr (ump_test_server_get_request (server, 1)->head, "Authorization"));
}


/* Anthropic's list comes in pages, each asked for after the last id. */
static void
test_pages (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("anthropic", ump_test_server_get_url (server));
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GError) error = NULL;

  ump_test_server_push (server, json_reply (200, "{\"data\":[{\"id\":\"m-a\",\"type\":\"model\",\"display_name\":\"A\"},{\"id\":\"m-b\",\"type\":\"model\"}],\"has_more\":true,\"first_id\":\"m-a\",\"last_id\":\"m-b\"}"));
  ump_test_server_push (server, json_reply (200, "{\"data\":[{\"id\":\"m-c\",\"type\":\"model\"}],\"has_more\":false,\"first_id\":\"m-c\",\"last_id\":\"m-c\"}"));
  models = list (client, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (models->len, ==, 3);
  g_assert_cmpstr (((UmpModelInfo *) models->pdata[2])->id, ==, "m-c");
  g_assert_cmpuint (ump_test_server_count_requests (server), ==, 2);
  g_assert_null (strstr (ump_test_server_get_request (server, 0)->head, "after_id"));
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 1)->head, "after_id=m-b"));
  g_assert_nonnull (strcasestr (ump_test_server_get_request (server, 1)->head, "\r\nx-api-key: " UMP_TEST_KEY "\r\n"));
}


/* A server whose pages never end is left after a while. */
static void
test_endless_pages (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("anthropic", ump_test_server_get_url (server));
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GError) error = NULL;

  ump_test_server_push (server, json_reply (200, "{\"data\":[{\"id\":\"m\"}],\"has_more\":true,\"last_id\":\"m\"}"));
  models = list (client, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ump_test_server_count_requests (server), <=, 50);
}


static void
test_failures (void)
{
  static const struct {
    guint status;
    const char *type;
    const char *body;
    int code;
  } cases[] = {
    { 401, "application/json", "{\"error\":{\"message\":\"Invalid key " UMP_TEST_KEY "\",\"code\":\"invalid_api_key\"}}", UMP_ERROR_BAD_KEY },
    { 404, "text/html", "<html></html>", UMP_ERROR_NOT_THIS_SERVICE },
    { 200, "text/html", "<html>hello</html>", UMP_ERROR_NOT_THIS_SERVICE },
    { 200, "application/json", "{\"hello\":1}", UMP_ERROR_NOT_THIS_SERVICE },
    { 302, "text/html", "", UMP_ERROR_NOT_THIS_SERVICE },
    { 500, "text/plain", "", UMP_ERROR_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
    UmpTestReply *reply = ump_test_reply_new (cases[i].status, cases[i].type);
    g_autoptr (GError) error = NULL;

    ump_test_reply_send (reply, cases[i].body);
    ump_test_reply_end (reply);
    ump_test_server_push (server, reply);
    g_assert_null (list (client, NULL, &error));
    g_test_message ("%u: %s", cases[i].status, error->message);
    g_assert_cmpint (error->domain, ==, UMP_ERROR);
    g_assert_true (error->code == cases[i].code || (i == 3 && error->code == UMP_ERROR_PROTOCOL));
    g_assert_null (strstr (error->message, UMP_TEST_KEY));
  }
}


static void
test_check_key (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("openrouter", ump_test_server_get_url (server));
  g_autoptr (GError) error = NULL;

  ump_test_server_push (server, json_reply (200, "{\"data\":{\"label\":\"sk-or…\"}}"));
  ump_test_server_push (server, json_reply (401, "{\"error\":{\"message\":\"No auth credentials found\",\"code\":401}}"));
  g_assert_true (check (client, "sk-or-good", &error));
  g_assert_no_error (error);
  /* OpenRouter shows its models to everybody: only this path proves a key. */
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 0)->head, "/key HTTP/1.1"));
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 0)->head, "Bearer sk-or-good\r\n"));
  g_assert_false (check (client, "sk-or-bad", &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_BAD_KEY);
}


/* Only what such a service would say proves a key. */
static void
test_check_answers (void)
{
  static const struct {
    const char *service;
    guint status;
    const char *body;
    int code;
    const char *says;
  } cases[] = {
    { "openai", 200, "{\"data\":[]}", -1, NULL },
    { "together", 200, "[]", -1, NULL },
    { "openai", 200, "<html>Log in to the network</html>", UMP_ERROR_NOT_THIS_SERVICE, "could not be tested" },
    { "openai", 200, "", UMP_ERROR_NOT_THIS_SERVICE, "could not be tested" },
    { "openai", 200, "\"ok\"", UMP_ERROR_NOT_THIS_SERVICE, "could not be tested" },
    { "openai", 200, "{\"error\":{\"message\":\"Bad key\",\"code\":\"invalid_api_key\"}}", UMP_ERROR_BAD_KEY, "does not accept the key: Bad key" },
    { "openai", 404, "{\"error\":{\"message\":\"no\"}}", UMP_ERROR_NOT_THIS_SERVICE, "not the service that was expected" },
    /* These have nothing that would prove a key. */
    { "perplexity", 404, "<html>404</html>", -1, NULL },
    { "custom", 405, "", -1, NULL },
    { "custom", 401, "", UMP_ERROR_BAD_KEY, "does not accept the key" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new (cases[i].service, ump_test_server_get_url (server));
    g_autoptr (GError) error = NULL;

    g_test_message ("%s %u %s", cases[i].service, cases[i].status, cases[i].body);
    ump_test_server_push (server, json_reply (cases[i].status, cases[i].body));
    g_assert_true (check (client, NULL, &error) == (cases[i].code == -1));
    if (cases[i].code == -1)
      continue;
    g_assert_error (error, UMP_ERROR, cases[i].code);
    g_assert_nonnull (strstr (error->message, cases[i].says));
  }
}


/* A server without a list is no wrong server; brackets without end are no list. */
static void
test_no_list (void)
{
  static const guint statuses[] = { 404, 405, 200 };
  g_autofree char *brackets = g_strnfill (200000, '[');

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
    g_autoptr (GError) error = NULL;

    ump_test_server_push (server, json_reply (statuses[i], brackets));
    g_assert_null (list (client, NULL, &error));
    g_assert_error (error, UMP_ERROR, UMP_ERROR_NOT_THIS_SERVICE);
    g_assert_nonnull (strstr (error->message, statuses[i] == 200 ? "is not a list of models" : "Type the name of the model yourself"));
  }
}


static void
test_cancel (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", ump_test_server_get_url (server));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  UmpTestReply *reply = ump_test_reply_new (200, "application/json");
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  ump_test_reply_stall (reply);
  ump_test_server_push (server, reply);
  ump_catalog_list_models_async (client->transport, client->provider, NULL, cancellable, ump_test_take_result, &slot);
  while (ump_test_server_count_requests (server) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  result = ump_test_await (&slot, 5);
  g_assert_null (ump_catalog_list_models_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}


static GPtrArray *
discover (UmpTestClient *client)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *servers;

  ump_catalog_discover_async (client->transport, NULL, ump_test_take_result, &slot);
  result = ump_test_await (&slot, 20);
  servers = ump_catalog_discover_finish (result, &error);
  g_assert_no_error (error);
  return servers;
}


/* Whatever runs on this computer: it comes to an end within its bound, and
 * what is found is on loopback. */
static void
test_discover (void)
{
  g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", "http://127.0.0.1:9");
  g_autoptr (GPtrArray) servers = discover (client);

  for (guint i = 0; i < servers->len; i++)
    g_assert_true (ump_services_url_is_loopback (((UmpLocalServer *) servers->pdata[i])->base_url));
}


/* Servers that were started with --api-key show their list to nobody else:
 * llama.cpp and vLLM answer so. A page that asks for a password is neither. */
static void
test_discover_key (void)
{
  static const struct {
    const char *type;
    const char *body;
    gboolean found;
  } cases[] = {
    { "application/json; charset=utf-8", "{\"error\":{\"message\":\"Invalid API Key\",\"type\":\"authentication_error\",\"code\":401}}", TRUE },
    { "application/json", "{\"error\":\"Unauthorized\"}", TRUE },
    { "text/html", "<html>Sign in</html>", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
    g_autoptr (UmpTestClient) client = ump_test_client_new ("custom", "http://127.0.0.1:9");
    g_autoptr (GPtrArray) servers = NULL;
    UmpTestReply *reply = ump_test_reply_new (401, cases[i].type);

    ump_test_reply_send (reply, cases[i].body);
    ump_test_reply_end (reply);
    ump_test_server_push (server, reply);
    ump_test_server_be_local (server, "vllm");
    servers = discover (client);
    g_assert_cmpuint (servers->len, ==, cases[i].found);
    g_assert_null (strstr (ump_test_server_get_request (server, 0)->head, "Authorization"));
    if (cases[i].found) {
      const UmpLocalServer *found = servers->pdata[0];
      g_autofree char *url = g_strconcat (ump_test_server_get_url (server), "/v1", NULL);

      g_assert_true (found->needs_key);
      g_assert_cmpstr (found->service->id, ==, "vllm");
      g_assert_cmpstr (found->base_url, ==, url);
    }
  }
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_add_func ("/catalog/list", test_list);
  g_test_add_func ("/catalog/tried-key", test_tried_key);
  g_test_add_func ("/catalog/pages", test_pages);
  g_test_add_func ("/catalog/endless-pages", test_endless_pages);
  g_test_add_func ("/catalog/failures", test_failures);
  g_test_add_func ("/catalog/check-key", test_check_key);
  g_test_add_func ("/catalog/check-answers", test_check_answers);
  g_test_add_func ("/catalog/no-list", test_no_list);
  g_test_add_func ("/catalog/cancel", test_cancel);
  g_test_add_func ("/catalog/discover", test_discover);
  g_test_add_func ("/catalog/discover-key", test_discover_key);
  return g_test_run ();
}
