/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/socket.h>

#include "ump-services.h"
#include "ump-test-server.h"

/* That of the discard service, which nobody runs any more. */
#define CLOSED_PORT 9

typedef enum { STEP_RAW, STEP_CHUNK, STEP_WAIT, STEP_STALL, STEP_END, STEP_RESET } StepKind;

typedef struct {
  StepKind kind;
  GBytes *bytes;
  guint milliseconds;
} Step;

struct _UmpTestReply {
  GString *head;
  GPtrArray *steps;
};

struct _UmpTestServer {
  GSocketService *service;
  GTlsCertificate *certificate;
  char *url;
  GCancellable *cancellable;
  GMutex mutex;
  GCond done;
  GPtrArray *replies;
  guint next_reply;
  GPtrArray *requests;
  guint n_open;
  gboolean closes;
  guint n_opened;
  guint n_closed;
};


static void
step_free (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->bytes, g_bytes_unref);
  g_free (step);
}


static void
reply_free (gpointer data)
{
  UmpTestReply *reply = data;

  g_string_free (reply->head, TRUE);
  g_ptr_array_unref (reply->steps);
  g_free (reply);
}


static void
request_free (gpointer data)
{
  UmpTestRequest *request = data;

  g_free (request->head);
  g_free (request->body);
  g_free (request);
}


static void
add_step (UmpTestReply *self, StepKind kind, gconstpointer bytes, gsize length, guint milliseconds)
{
  Step *step = g_new0 (Step, 1);

  step->kind = kind;
  step->bytes = g_bytes_new (bytes, length);
  step->milliseconds = milliseconds;
  g_ptr_array_add (self->steps, step);
}


/* Reads one request; NULL at the end of the connection. */
static UmpTestRequest *
read_request (UmpTestServer *self, GInputStream *input)
{
  g_autoptr (GString) head = g_string_new (NULL);
  UmpTestRequest *request;
  const char *field;
  gsize length;
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n")) {
    if (g_input_stream_read (input, &byte, 1, self->cancellable, NULL) != 1)
      return NULL;
    g_string_append_c (head, byte);
  }
  request = g_new0 (UmpTestRequest, 1);
  request->head = g_strdup (head->str);
  field = strcasestr (head->str, "\r\nContent-Length:");
  length = field != NULL ? g_ascii_strtoull (field + strlen ("\r\nContent-Length:"), NULL, 10) : 0;
  request->body = g_malloc0 (length + 1);
  g_input_stream_read_all (input, request->body, length, NULL, self->cancellable, NULL);
  return request;
}


/* Waits, unless the client closes the connection or the test ends. */
static void
pause_for (UmpTestServer *self, GSocket *socket, gint64 microseconds)
{
  char byte;

  if (g_socket_condition_timed_wait (socket, G_IO_IN | G_IO_HUP, microseconds, self->cancellable, NULL))
    g_socket_receive (socket, &byte, 1, self->cancellable, NULL);
}


/* Returns whether the connection may be used again. */
static gboolean
play (UmpTestServer *self, UmpTestReply *reply, GIOStream *stream, GSocket *socket)
{
  GOutputStream *output = g_io_stream_get_output_stream (stream);
  struct linger linger = { 1, 0 };

  if (reply->head->len > 0 && !g_output_stream_write_all (output, reply->head->str, reply->head->len, NULL, self->cancellable, NULL))
    return FALSE;
  for (guint i = 0; i < reply->steps->len; i++) {
    Step *step = reply->steps->pdata[i];
    gsize length;
    const char *data = g_bytes_get_data (step->bytes, &length);
    g_autofree char *size = g_strdup_printf ("%" G_GSIZE_MODIFIER "x\r\n", length);
    gboolean ok = TRUE;

    switch (step->kind) {
    case STEP_CHUNK:
      ok = g_output_stream_write_all (output, size, strlen (size), NULL, self->cancellable, NULL)
           && g_output_stream_write_all (output, data, length, NULL, self->cancellable, NULL)
           && g_output_stream_write_all (output, "\r\n", 2, NULL, self->cancellable, NULL);
      break;
    case STEP_RAW:
      ok = g_output_stream_write_all (output, data, length, NULL, self->cancellable, NULL);
      break;
    case STEP_WAIT:
      pause_for (self, socket, step->milliseconds * (gint64) 1000);
      break;
    case STEP_STALL:
      pause_for (self, socket, -1);
      return FALSE;
    case STEP_END:
      return g_output_stream_write_all (output, "0\r\n\r\n", 5, NULL, self->cancellable, NULL);
    case STEP_RESET:
    default:
      setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
      return FALSE;
    }
    if (!ok)
      return FALSE;
  }
  return FALSE;
}


static UmpTestReply *
next_reply (UmpTestServer *self, UmpTestRequest *request)
{
  UmpTestReply *reply = NULL;

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->requests, request);
  if (self->next_reply < self->replies->len)
    reply = self->replies->pdata[self->next_reply++];
  else if (self->replies->len > 0)
    reply = self->replies->pdata[self->replies->len - 1];
  g_mutex_unlock (&self->mutex);
  g_main_context_wakeup (NULL);
  return reply;
}


static gboolean
run_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  UmpTestServer *self = user_data;
  GSocket *socket = g_socket_connection_get_socket (connection);
  g_autoptr (GIOStream) stream = g_object_ref (G_IO_STREAM (connection));
  UmpTestRequest *request;
  UmpTestReply *reply;

  g_mutex_lock (&self->mutex);
  self->n_open++;
  self->n_opened++;
  g_mutex_unlock (&self->mutex);
  g_socket_set_option (socket, 6, 1, 1, NULL); /* no delay: a chunk is to arrive when it is sent */
  if (self->certificate != NULL) {
    GIOStream *secure = g_tls_server_connection_new (stream, self->certificate, NULL);

    g_set_object (&stream, secure);
    g_object_unref (secure);
  }
  while (!self->closes && (request = read_request (self, g_io_stream_get_input_stream (stream))) != NULL) {
    reply = next_reply (self, request);
    if (reply == NULL || !play (self, reply, stream, socket))
      break;
  }
  /* The plain socket: a cut has no goodbye. */
  g_socket_close (socket, NULL);
  g_mutex_lock (&self->mutex);
  self->n_open--;
  self->n_closed++;
  g_cond_broadcast (&self->done);
  g_mutex_unlock (&self->mutex);
  /* Whoever waits for this in the main loop looks again. */
  g_main_context_wakeup (NULL);
  return TRUE;
}


/**
 * ump_test_reply_new:
 * @status: HTTP status
 * @content_type: (nullable): of the body; %NULL for a reply without any head,
 *   whose steps write all bytes themselves
 *
 * Returns: (transfer full): a reply whose body is sent in chunks
 */
UmpTestReply *
ump_test_reply_new (guint status, const char *content_type)
{
  UmpTestReply *self = g_new0 (UmpTestReply, 1);

  self->head = g_string_new (NULL);
  self->steps = g_ptr_array_new_with_free_func (step_free);
  if (content_type != NULL)
    g_string_printf (self->head, "HTTP/1.1 %u Whatever\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n", status, content_type);
  return self;
}


/**
 * ump_test_reply_header:
 * @self: a reply
 * @name: of a header
 * @value: of it
 */
void
ump_test_reply_header (UmpTestReply *self, const char *name, const char *value)
{
  g_string_truncate (self->head, self->head->len - 2);
  g_string_append_printf (self->head, "%s: %s\r\n\r\n", name, value);
}


/**
 * ump_test_reply_send:
 * @self: a reply
 * @text: sent as one chunk
 */
void
ump_test_reply_send (UmpTestReply *self, const char *text)
{
  ump_test_reply_send_bytes (self, text, strlen (text));
}


/**
 * ump_test_reply_send_bytes:
 * @self: a reply
 * @bytes: sent as one chunk
 * @length: how many
 */
void
ump_test_reply_send_bytes (UmpTestReply *self, gconstpointer bytes, gsize length)
{
  if (length > 0)
    add_step (self, STEP_CHUNK, bytes, length, 0);
}


/**
 * ump_test_reply_raw:
 * @self: a reply
 * @text: sent as it is, outside of any chunk
 */
void
ump_test_reply_raw (UmpTestReply *self, const char *text)
{
  add_step (self, STEP_RAW, text, strlen (text), 0);
}


/**
 * ump_test_reply_wait:
 * @self: a reply
 * @milliseconds: how long nothing is sent
 */
void
ump_test_reply_wait (UmpTestReply *self, guint milliseconds)
{
  add_step (self, STEP_WAIT, "", 0, milliseconds);
}


/**
 * ump_test_reply_stall:
 * @self: a reply, which sends nothing more and does not close
 */
void
ump_test_reply_stall (UmpTestReply *self)
{
  add_step (self, STEP_STALL, "", 0, 0);
}


/**
 * ump_test_reply_end:
 * @self: a reply, whose body ends as HTTP wants it
 */
void
ump_test_reply_end (UmpTestReply *self)
{
  add_step (self, STEP_END, "", 0, 0);
}


/**
 * ump_test_reply_reset:
 * @self: a reply, which resets the connection
 */
void
ump_test_reply_reset (UmpTestReply *self)
{
  add_step (self, STEP_RESET, "", 0, 0);
}


/**
 * ump_test_server_new:
 * @certificate: (nullable): speaks TLS with it
 *
 * Returns: (transfer full): a server that listens on 127.0.0.1
 */
UmpTestServer *
ump_test_server_new (GTlsCertificate *certificate)
{
  UmpTestServer *self = g_new0 (UmpTestServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->service = g_threaded_socket_service_new (64);
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->done);
  self->replies = g_ptr_array_new_with_free_func (reply_free);
  self->requests = g_ptr_array_new_with_free_func (request_free);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any_port, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("%s://127.0.0.1:%u", certificate != NULL ? "https" : "http",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);
  return self;
}


/**
 * ump_test_server_free:
 * @self: (transfer full): a server; its connections are closed
 */
void
ump_test_server_free (UmpTestServer *self)
{
  g_socket_service_stop (self->service);
  g_cancellable_cancel (self->cancellable);
  g_mutex_lock (&self->mutex);
  while (self->n_open > 0)
    g_cond_wait (&self->done, &self->mutex);
  g_mutex_unlock (&self->mutex);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_clear_object (&self->certificate);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->replies);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->done);
  g_free (self->url);
  g_free (self);
}


/**
 * ump_test_server_get_url:
 * @self: a server
 *
 * Returns: (transfer none): its address, without a trailing slash
 */
const char *
ump_test_server_get_url (UmpTestServer *self)
{
  return self->url;
}


/**
 * ump_test_server_be_local:
 * @self: a server
 * @service: one that is looked for on this computer
 *
 * From now on that service is looked for at this server's port only, and every
 * other at one where nothing answers.
 */
void
ump_test_server_be_local (UmpTestServer *self, const char *service)
{
  g_autoptr (GUri) uri = g_uri_parse (self->url, G_URI_FLAGS_NONE, NULL);
  guint n_services;
  const UmpService *const *services = ump_services_get_all (&n_services);

  for (guint i = 0; i < n_services; i++)
    for (guint16 *port = (guint16 *) services[i]->ports; port != NULL && *port != 0; port++)
      *port = g_str_equal (services[i]->id, service) ? g_uri_get_port (uri) : CLOSED_PORT;
}


/**
 * ump_test_server_close_at_once:
 * @self: a server, which closes each connection before it reads anything
 */
void
ump_test_server_close_at_once (UmpTestServer *self)
{
  self->closes = TRUE;
}


/**
 * ump_test_server_push:
 * @self: a server
 * @reply: (transfer full): for the next request that has none; the last reply
 *   is for all that follow
 */
void
ump_test_server_push (UmpTestServer *self, UmpTestReply *reply)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->replies, reply);
  g_mutex_unlock (&self->mutex);
}


/**
 * ump_test_server_count_requests:
 * @self: a server
 *
 * Returns: how many requests came
 */
guint
ump_test_server_count_requests (UmpTestServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->requests->len;
  g_mutex_unlock (&self->mutex);
  return n;
}


/**
 * ump_test_server_get_request:
 * @self: a server
 * @index: from 0
 *
 * Returns: (transfer none): that request
 */
const UmpTestRequest *
ump_test_server_get_request (UmpTestServer *self, guint index)
{
  const UmpTestRequest *request;

  g_mutex_lock (&self->mutex);
  g_assert_cmpuint (index, <, self->requests->len);
  request = self->requests->pdata[index];
  g_mutex_unlock (&self->mutex);
  return request;
}


/**
 * ump_test_server_count_connections:
 * @self: a server
 *
 * Returns: how many connections were made
 */
guint
ump_test_server_count_connections (UmpTestServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_opened;
  g_mutex_unlock (&self->mutex);
  return n;
}


/**
 * ump_test_server_count_closed:
 * @self: a server
 *
 * Returns: how many connections are closed on the server's side
 */
guint
ump_test_server_count_closed (UmpTestServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_closed;
  g_mutex_unlock (&self->mutex);
  return n;
}
