/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "ump-test-models.h"

struct _UmpTestModels {
  SoupServer *server;
  char *url;
  GHashTable *models;
};

/**
 * Model:
 * @message: (nullable): the request that waits
 * @failure: (nullable): what the next request gets, with @status and @type
 * @retry_after: seconds that it is told to wait; 0 for none
 */
typedef struct {
  guint count;
  char *body;
  SoupServerMessage *message;
  guint status;
  char *type;
  char *failure;
  guint retry_after;
} Model;


static void
model_free (Model *model)
{
  g_free (model->body);
  g_clear_object (&model->message);
  g_free (model->type);
  g_free (model->failure);
  g_free (model);
}


static Model *
get_model (UmpTestModels *self, const char *name)
{
  Model *model = g_hash_table_lookup (self->models, name);

  if (model == NULL) {
    model = g_new0 (Model, 1);
    g_hash_table_insert (self->models, g_strdup (name), model);
  }
  return model;
}


static void
finished_cb (SoupServerMessage *message, Model *model)
{
  if (model->message == message)
    g_clear_object (&model->message);
}


static void
chat_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  UmpTestModels *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  Model *model;

  g_assert_nonnull (root);
  model = get_model (self, json_object_get_string_member (json_node_get_object (root), "model"));
  model->count++;
  g_free (model->body);
  model->body = g_steal_pointer (&text);
  if (model->failure != NULL) {
    soup_server_message_set_status (message, model->status, NULL);
    soup_server_message_set_response (message, model->type, SOUP_MEMORY_COPY, model->failure, strlen (model->failure));
    if (model->retry_after > 0) {
      g_autofree char *seconds = g_strdup_printf ("%u", model->retry_after);

      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After", seconds);
    }
    g_clear_pointer (&model->failure, g_free);
    g_clear_pointer (&model->type, g_free);
    model->retry_after = 0;
    return;
  }
  /* One that its client has given up may still be there. */
  g_set_object (&model->message, message);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), model);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_set_content_type (soup_server_message_get_response_headers (message), "text/event-stream", NULL);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_CHUNKED);
  soup_server_message_pause (message);
}


/* Those that a test has named before. */
static void
list_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  UmpTestModels *self = user_data;
  g_autoptr (GString) body = g_string_new ("{\"object\":\"list\",\"data\":[");
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self->models), (GCompareFunc) strcmp);

  for (GList *l = names; l != NULL; l = l->next)
    g_string_append_printf (body, "%s{\"id\":\"%s\",\"object\":\"model\"}", l != names ? "," : "", (const char *) l->data);
  g_string_append (body, "]}");
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body->str, body->len);
}


static void
send_event (Model *model, const char *format, ...)
{
  va_list arguments;
  char *event;

  g_assert_nonnull (model->message);
  va_start (arguments, format);
  event = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  soup_message_body_append (soup_server_message_get_response_body (model->message), SOUP_MEMORY_TAKE, event, strlen (event));
  soup_server_message_unpause (model->message);
}


/**
 * ump_test_models_new:
 *
 * Returns: (transfer full): a server on a free loopback port
 */
UmpTestModels *
ump_test_models_new (void)
{
  UmpTestModels *self = g_new0 (UmpTestModels, 1);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->models = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) model_free);
  self->server = soup_server_new (NULL, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("http://127.0.0.1:%d/v1", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  soup_server_add_handler (self->server, "/v1/chat/completions", chat_cb, self, NULL);
  soup_server_add_handler (self->server, "/v1/models", list_cb, self, NULL);
  return self;
}


/**
 * ump_test_models_free:
 * @self: (transfer full): a server
 */
void
ump_test_models_free (UmpTestModels *self)
{
  GHashTableIter iter;
  gpointer model;

  g_hash_table_iter_init (&iter, self->models);
  while (g_hash_table_iter_next (&iter, NULL, &model))
    if (((Model *) model)->message != NULL)
      g_signal_handlers_disconnect_by_data (((Model *) model)->message, model);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_hash_table_unref (self->models);
  g_free (self->url);
  g_free (self);
}


/**
 * ump_test_models_get_url:
 * @self: a server
 *
 * Returns: (transfer none): its base URL
 */
const char *
ump_test_models_get_url (UmpTestModels *self)
{
  return self->url;
}


/**
 * ump_test_models_count:
 * @self: a server
 * @model: a model
 *
 * Returns: how often it was asked
 */
guint
ump_test_models_count (UmpTestModels *self, const char *model)
{
  return get_model (self, model)->count;
}


/**
 * ump_test_models_is_asked:
 * @self: a server
 * @model: a model
 *
 * Returns: whether a request waits for what it says
 */
gboolean
ump_test_models_is_asked (UmpTestModels *self, const char *model)
{
  return get_model (self, model)->message != NULL;
}


/**
 * ump_test_models_get_body:
 * @self: a server
 * @model: a model
 *
 * Returns: (transfer none) (nullable): the last request for it
 */
const char *
ump_test_models_get_body (UmpTestModels *self, const char *model)
{
  return get_model (self, model)->body;
}


/**
 * ump_test_models_say:
 * @self: a server
 * @model: a model that is asked
 * @text: what its answer grows by
 */
void
ump_test_models_say (UmpTestModels *self, const char *model, const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);
  g_autofree char *quoted = json_to_string (node, FALSE);

  ump_test_models_say_json (self, model, quoted);
}


/**
 * ump_test_models_say_json:
 * @self: a server
 * @model: a model that is asked
 * @quoted: what its answer grows by, as a JSON string
 */
void
ump_test_models_say_json (UmpTestModels *self, const char *model, const char *quoted)
{
  send_event (get_model (self, model), "data: {\"model\":\"%s\",\"choices\":[{\"index\":0,\"delta\":{\"content\":%s},\"finish_reason\":null}]}\n\n", model, quoted);
}


/**
 * ump_test_models_think:
 * @self: a server
 * @model: a model that is asked
 * @text: what its reasoning grows by
 */
void
ump_test_models_think (UmpTestModels *self, const char *model, const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);
  g_autofree char *quoted = json_to_string (node, FALSE);

  send_event (get_model (self, model), "data: {\"model\":\"%s\",\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":%s},\"finish_reason\":null}]}\n\n", model, quoted);
}


/**
 * ump_test_models_finish:
 * @self: a server
 * @model: a model that is asked
 * @finish: "stop", "length" …
 *
 * Ends the answer as the protocol wants it, with a usage of 10 tokens in and
 * 20 out.
 */
void
ump_test_models_finish (UmpTestModels *self, const char *model, const char *finish)
{
  Model *state = get_model (self, model);

  send_event (state,
              "data: {\"model\":\"%s\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"%s\"}],"
              "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":20,\"total_tokens\":30}}\n\ndata: [DONE]\n\n",
              model, finish);
  soup_message_body_complete (soup_server_message_get_response_body (state->message));
  g_clear_object (&state->message);
}


/**
 * ump_test_models_cut:
 * @self: a server
 * @model: a model that is asked
 *
 * Ends the body without the protocol's terminator.
 */
void
ump_test_models_cut (UmpTestModels *self, const char *model)
{
  Model *state = get_model (self, model);

  g_assert_nonnull (state->message);
  soup_message_body_complete (soup_server_message_get_response_body (state->message));
  soup_server_message_unpause (state->message);
  g_clear_object (&state->message);
}


/**
 * ump_test_models_fail_next:
 * @self: a server
 * @model: a model
 * @status: of the answer
 * @content_type: of @body
 * @body: the answer
 */
void
ump_test_models_fail_next (UmpTestModels *self, const char *model, guint status, const char *content_type, const char *body)
{
  Model *state = get_model (self, model);

  state->status = status;
  g_free (state->type);
  state->type = g_strdup (content_type);
  g_free (state->failure);
  state->failure = g_strdup (body);
}


/**
 * ump_test_models_set_retry_after:
 * @self: a server
 * @model: a model whose next request fails
 * @seconds: when it may come again
 */
void
ump_test_models_set_retry_after (UmpTestModels *self, const char *model, guint seconds)
{
  get_model (self, model)->retry_after = seconds;
}
