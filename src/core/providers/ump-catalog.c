/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ump-catalog.h"
#include "ump-dialect.h"
#include "ump-error.h"
#include "ump-failure.h"
#include "ump-http.h"
#include "ump-json-document.h"
#include "ump-transport-private.h"

/* OpenRouter's list is several megabytes. */
#define MAX_LIST (32 * 1024 * 1024)
#define MAX_PAGES 50

/* Unlike an answer, a list is not thought about. */
#define LIST_SECONDS 60
#define DISCOVER_SECONDS 2

/* One or more GET requests, and what they led to. */
typedef struct {
  UmpTransport *transport;
  UmpProvider *provider;
  const UmpService *service;
  const UmpDialect *dialect;
  char *key;
  gboolean key_given;
  gboolean check_only;
  guint seconds;
  guint pages;
  char *next_page;
  GPtrArray *models;
  SoupMessage *message;
  GCancellable *cancellable;
  gulong cancelled;
  guint timeout;
  gboolean timed_out;
} Query;

typedef struct {
  GBytes *bytes;
  const UmpDialect *dialect;
  char *next_page;
} Parsing;

typedef struct {
  GPtrArray *found;
  guint pending;
} Discovery;

static void send_query (GTask *task);


static void
query_free (Query *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->transport);
  ump_provider_free (self->provider);
  ump_keyring_free_key (self->key);
  g_free (self->next_page);
  g_clear_pointer (&self->models, g_ptr_array_unref);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);
  g_free (self);
}


static void
discovery_free (Discovery *self)
{
  g_ptr_array_unref (self->found);
  g_free (self);
}


/* Every way out of a query goes through here, so that its timer and its tie
 * to the caller's cancellable end with it. */
static void
finish_query (GTask *task, GError *error)
{
  Query *query = g_task_get_task_data (task);

  g_clear_handle_id (&query->timeout, g_source_remove);
  if (query->cancelled != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), query->cancelled);
  query->cancelled = 0;
  if (error == NULL) {
    g_task_return_pointer (task, g_steal_pointer (&query->models), (GDestroyNotify) g_ptr_array_unref);
  } else if (query->timed_out && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_error_free (error);
    g_task_return_new_error (task, UMP_ERROR, UMP_ERROR_NETWORK, _("“%s” did not answer in time."), query->provider->base_url);
  } else {
    g_task_return_error (task, error);
  }
}


static gboolean
timeout_cb (gpointer user_data)
{
  Query *query = user_data;

  query->timeout = 0;
  query->timed_out = TRUE;
  g_cancellable_cancel (query->cancellable);
  return G_SOURCE_REMOVE;
}


static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}


static void
parsing_free (Parsing *self)
{
  g_bytes_unref (self->bytes);
  g_free (self->next_page);
  g_free (self);
}


/* Lists of megabytes are parsed beside the main loop; the dialect is pure, so
 * nothing is shared. */
static void
parse_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Parsing *parsing = task_data;
  gsize length = g_bytes_get_size (parsing->bytes);
  g_autofree char *body = g_strndup (g_bytes_get_data (parsing->bytes, NULL), length);
  GError *error = NULL;
  GPtrArray *models = parsing->dialect->parse_models (body, length, &parsing->next_page, &error);

  if (models == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, models, (GDestroyNotify) g_ptr_array_unref);
}


static void
parsed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Query *query = g_task_get_task_data (task);
  GError *error = NULL;
  Parsing *parsing = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) models = g_task_propagate_pointer (G_TASK (result), &error);

  if (models == NULL) {
    finish_query (task, error);
    return;
  }
  if (query->models == NULL)
    query->models = g_steal_pointer (&models);
  else
    g_ptr_array_extend_and_steal (query->models, g_steal_pointer (&models));
  g_free (query->next_page);
  query->next_page = g_steal_pointer (&parsing->next_page);
  if (query->next_page != NULL && ++query->pages < MAX_PAGES)
    send_query (g_steal_pointer (&task));
  else
    finish_query (task, NULL);
}


/* A page that a captive portal or a wrong address answers with proves no key. */
static void
finish_check (GTask *task, GBytes *bytes)
{
  Query *query = g_task_get_task_data (task);
  g_autoptr (UmpJsonDocument) document = ump_json_document_new ();
  gsize length = g_bytes_get_size (bytes);
  const UmpJson *root = ump_json_document_parse (document, g_bytes_get_data (bytes, NULL), length, NULL);

  if (ump_failure_is_reported (root)) {
    UmpFailure failure = { 0 };

    ump_failure_read_node (&failure, SOUP_STATUS_OK, root);
    finish_query (task, ump_http_explain_failure (&failure, SOUP_STATUS_OK, query->key));
    ump_failure_clear (&failure);
  } else if (!ump_json_is (root, UMP_JSON_OBJECT) && !ump_json_is (root, UMP_JSON_ARRAY)) {
    finish_query (task, g_error_new_literal (UMP_ERROR, UMP_ERROR_NOT_THIS_SERVICE,
                                             _("The server’s answer is not that of such a service, so the key could not be tested. Check the provider’s address.")));
  } else {
    query->models = g_ptr_array_new ();
    finish_query (task, NULL);
  }
}


/* Some services have no list. Where nothing else would prove a key, that
 * proves nothing against it either: the server is there, and answers. Returns
 * %NULL then. */
static GError *
explain_failure (Query *query, guint status, const UmpFailure *failure)
{
  gboolean no_list = status == SOUP_STATUS_NOT_FOUND || status == SOUP_STATUS_METHOD_NOT_ALLOWED;

  if (no_list && query->check_only && query->service->key_path == NULL) {
    query->models = g_ptr_array_new ();
    return NULL;
  }
  if (no_list && !query->check_only)
    return g_error_new_literal (UMP_ERROR, UMP_ERROR_NOT_THIS_SERVICE,
                                _("The server lists no models at this address. Type the name of the model yourself, or check the provider’s address."));
  return ump_http_explain_failure (failure, status, query->key);
}


static void
body_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Query *query = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = ump_http_read_body_finish (result, &error);
  guint status = soup_message_get_status (query->message);

  if (error != NULL) {
    finish_query (task, ump_http_explain_network (error, query->message));
  } else if (!SOUP_STATUS_IS_SUCCESSFUL (status)) {
    UmpFailure failure = { .code = UMP_ERROR_FAILED, .retry_after_ms = -1 };
    g_autofree char *body = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

    query->dialect->parse_error (status, body, g_bytes_get_size (bytes), &failure);
    finish_query (task, explain_failure (query, status, &failure));
    ump_failure_clear (&failure);
  } else if (g_bytes_get_size (bytes) >= MAX_LIST) {
    finish_query (task, g_error_new_literal (UMP_ERROR, UMP_ERROR_PROTOCOL, _("The list of models is longer than this program reads.")));
  } else if (query->check_only) {
    finish_check (task, bytes);
  } else {
    g_autoptr (GTask) parsing_task = g_task_new (NULL, NULL, parsed_cb, g_steal_pointer (&task));
    Parsing *parsing = g_new0 (Parsing, 1);

    parsing->bytes = g_steal_pointer (&bytes);
    parsing->dialect = query->dialect;
    g_task_set_task_data (parsing_task, parsing, (GDestroyNotify) parsing_free);
    g_task_run_in_thread (parsing_task, parse_in_thread);
  }
}


static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Query *query = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) body = ump_http_send_finish (result, &error);
  gboolean good;

  if (body == NULL) {
    finish_query (task, ump_http_explain_network (error, query->message));
    return;
  }
  error = ump_http_explain_tunnel (query->message);
  if (error != NULL) {
    finish_query (task, g_steal_pointer (&error));
    return;
  }
  good = SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (query->message));
  ump_http_read_body_async (body, good ? MAX_LIST : UMP_HTTP_MAX_ERROR_BODY, good ? 0 : UMP_HTTP_ERROR_BODY_MS, query->cancellable, body_cb, g_steal_pointer (&task));
}


/* The path that proves a key is asked for as the list is, since a dialect knows
 * the version that belongs before it, and headers that the service wants. */
static UmpRequest *
make_request (Query *query)
{
  UmpService service = *query->service;
  UmpRequest *request;

  if (query->check_only && service.key_path != NULL)
    service.models_path = service.key_path;
  request = query->dialect->build_models_request (&service, query->provider->base_url, query->next_page);
  if (query->key != NULL && *query->key != '\0')
    query->dialect->add_key (request, query->key);
  return request;
}


/* Takes @task. */
static void
send_query (GTask *task)
{
  Query *query = g_task_get_task_data (task);
  g_autoptr (UmpRequest) request = make_request (query);
  GError *error = NULL;

  g_clear_object (&query->message);
  query->message = ump_http_message_new (request, query->provider, &error);
  if (query->message == NULL) {
    finish_query (task, error);
    g_object_unref (task);
    return;
  }
  ump_http_send_async (ump_transport_get_session (query->transport), query->message, UMP_HTTP_CONNECT_MS,
                       query->cancellable, sent_cb, task);
}


/* Takes @task. The time limit is the server's: the user may need longer to
 * unlock the keyring. */
static void
start_query (GTask *task)
{
  Query *query = g_task_get_task_data (task);

  query->timeout = g_timeout_add_seconds (query->seconds, timeout_cb, query);
  send_query (task);
}


static void
key_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Query *query = g_task_get_task_data (task);
  GError *error = NULL;

  query->key = ump_transport_find_key_finish (UMP_TRANSPORT (source), result, &error);
  if (error != NULL)
    finish_query (task, error);
  else
    start_query (g_steal_pointer (&task));
}


static Query *
query_new (UmpTransport *transport, const UmpProvider *provider, const char *key)
{
  Query *query = g_new0 (Query, 1);

  query->transport = g_object_ref (transport);
  query->provider = ump_provider_copy (provider);
  query->service = ump_services_find (provider->service);
  query->dialect = query->service != NULL ? ump_dialect_find (query->service->dialect) : NULL;
  query->key = g_strdup (key);
  query->key_given = key != NULL;
  query->cancellable = g_cancellable_new ();
  query->seconds = LIST_SECONDS;
  return query;
}


static void
run_query (GTask *task, Query *query)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_task_set_task_data (task, query, (GDestroyNotify) query_free);
  if (query->dialect == NULL) {
    finish_query (task, g_error_new (UMP_ERROR, UMP_ERROR_INVALID, _("There is no service “%s”."), query->provider->service));
    g_object_unref (task);
    return;
  }
  if (cancellable != NULL)
    query->cancelled = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), g_object_ref (query->cancellable), g_object_unref);
  if (query->key_given)
    start_query (task);
  else
    ump_transport_find_key_async (query->transport, query->provider, query->cancellable, key_cb, task);
}


/* A page that asks for a password is not such a server; they all answer with
 * JSON, also where they turn a request away. */
static gboolean
asks_for_key (const Query *query, const GError *error)
{
  SoupMessageHeaders *headers = query->message != NULL ? soup_message_get_response_headers (query->message) : NULL;

  return g_error_matches (error, UMP_ERROR, UMP_ERROR_BAD_KEY)
         && g_strcmp0 (soup_message_headers_get_content_type (headers, NULL), "application/json") == 0;
}


static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Discovery *discovery = g_task_get_task_data (task);
  Query *query = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) models = g_task_propagate_pointer (G_TASK (result), &error);
  gboolean needs_key = asks_for_key (query, error);
  gboolean known = FALSE;

  /* Two services share a port: the one that comes first in the table has it. */
  for (guint i = 0; i < discovery->found->len; i++)
    known |= g_str_equal (((UmpLocalServer *) discovery->found->pdata[i])->base_url, query->provider->base_url);
  if ((models != NULL || needs_key) && !known) {
    UmpLocalServer *server = g_new0 (UmpLocalServer, 1);

    server->service = query->service;
    server->base_url = g_strdup (query->provider->base_url);
    server->n_models = models != NULL ? models->len : 0;
    server->needs_key = needs_key;
    g_ptr_array_add (discovery->found, server);
  }
  if (--discovery->pending == 0)
    g_task_return_pointer (task, g_ptr_array_ref (discovery->found), (GDestroyNotify) g_ptr_array_unref);
}


/* The service's own address, at another port of this computer. */
static char *
make_loopback_url (const UmpService *service, guint16 port)
{
  g_autoptr (GUri) uri = g_uri_parse (service->base_url, G_URI_FLAGS_NONE, NULL);
  const char *path = uri != NULL ? g_uri_get_path (uri) : "";

  return g_strdup_printf ("http://127.0.0.1:%u%s", port, path);
}


static void
look_at (GTask *task, UmpTransport *transport, const UmpService *service, guint16 port)
{
  Discovery *discovery = g_task_get_task_data (task);
  g_autofree char *base_url = make_loopback_url (service, port);
  g_autoptr (UmpProvider) provider = ump_provider_new (service->name, service->id, base_url);
  /* An empty key is none, and is not looked for. */
  Query *query = query_new (transport, provider, "");

  query->seconds = DISCOVER_SECONDS;
  discovery->pending++;
  run_query (g_task_new (transport, g_task_get_cancellable (task), looked_cb, g_object_ref (task)), query);
}


/**
 * ump_local_server_free:
 * @self: (transfer full) (nullable): a server that was found
 */
void
ump_local_server_free (UmpLocalServer *self)
{
  if (self == NULL)
    return;
  g_free (self->base_url);
  g_free (self);
}


/**
 * ump_catalog_list_models_async:
 * @transport: the way to the network
 * @provider: whose models
 * @key: (nullable): a key to use instead of the keyring's; "" for none
 * @cancellable: (nullable): ends it
 * @callback: called when done
 * @user_data: for @callback
 */
void
ump_catalog_list_models_async (UmpTransport *transport, const UmpProvider *provider, const char *key, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (transport, cancellable, callback, user_data);

  g_task_set_source_tag (task, ump_catalog_list_models_async);
  run_query (task, query_new (transport, provider, key));
}


/**
 * ump_catalog_list_models_finish:
 * @result: from the callback
 * @error: of %UMP_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type UmpModelInfo): all pages of the list
 */
GPtrArray *
ump_catalog_list_models_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}


/**
 * ump_catalog_check_key_async:
 * @transport: the way to the network
 * @provider: whose key
 * @key: (nullable): a key to use instead of the keyring's
 * @cancellable: (nullable): ends it
 * @callback: called when done
 * @user_data: for @callback
 *
 * Asks for what only a valid key may read: at some services that is not the
 * list of models, which they show to everybody. Where a service has nothing
 * that would prove a key, it is enough that it answers.
 */
void
ump_catalog_check_key_async (UmpTransport *transport, const UmpProvider *provider, const char *key, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (transport, cancellable, callback, user_data);
  Query *query = query_new (transport, provider, key);

  g_task_set_source_tag (task, ump_catalog_check_key_async);
  query->check_only = TRUE;
  run_query (task, query);
}


/**
 * ump_catalog_check_key_finish:
 * @result: from the callback
 * @error: of %UMP_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the service took the key, as far as it can be known
 *   without paying
 */
gboolean
ump_catalog_check_key_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GPtrArray) nothing = g_task_propagate_pointer (G_TASK (result), error);

  return nothing != NULL;
}


/**
 * ump_catalog_discover_async:
 * @transport: the way to the network
 * @cancellable: (nullable): ends it
 * @callback: called when done
 * @user_data: for @callback
 *
 * Looks for servers on this computer. To be called only when the user asks.
 */
void
ump_catalog_discover_async (UmpTransport *transport, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (transport, cancellable, callback, user_data);
  Discovery *discovery = g_new0 (Discovery, 1);
  guint n_services;
  const UmpService *const *services = ump_services_get_all (&n_services);

  g_task_set_source_tag (task, ump_catalog_discover_async);
  discovery->found = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_local_server_free);
  g_task_set_task_data (task, discovery, (GDestroyNotify) discovery_free);
  for (guint i = 0; i < n_services; i++)
    for (guint j = 0; services[i]->ports != NULL && services[i]->ports[j] != 0; j++)
      look_at (task, transport, services[i], services[i]->ports[j]);
  if (discovery->pending == 0)
    g_task_return_pointer (task, g_ptr_array_ref (discovery->found), (GDestroyNotify) g_ptr_array_unref);
}


/**
 * ump_catalog_discover_finish:
 * @result: from the callback
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type UmpLocalServer): the servers that
 *   answered and list models, or would with a key
 */
GPtrArray *
ump_catalog_discover_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
