/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-http.h"

/* A request that is on its way to a server. */
typedef struct {
  SoupMessage *message;
  GCancellable *cancellable; /* cancelled with the caller's, or by the timer */
  GSocketConnection *connection;
  gulong chained;
  gulong connected;
  gulong written;
  guint timer;
  gboolean timed_out;
} Sending;


static void
sending_free (Sending *self)
{
  g_object_unref (self->message);
  g_object_unref (self->cancellable);
  g_clear_object (&self->connection);
  g_free (self);
}


/* While libsoup waits for the headers of an answer over HTTP/2 it looks at the
 * cancellable only when something comes (io_read_ready() and
 * soup_http2_message_data_check_status(), up to 3.8 at least), and a model may
 * think for minutes. With nothing more to read it looks at once, and closes the
 * connection. A POST has a new one; a list of models that joined it is asked for
 * again by libsoup unless its answer has begun, and then fails. */
static void
give_up (Sending *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->connection != NULL)
    g_socket_shutdown (g_socket_connection_get_socket (self->connection), TRUE, FALSE, NULL);
}


static gboolean
too_late_cb (gpointer user_data)
{
  Sending *sending = user_data;

  sending->timer = 0;
  sending->timed_out = TRUE;
  give_up (sending);
  return G_SOURCE_REMOVE;
}


static void
network_event_cb (SoupMessage *message, GSocketClientEvent event, GIOStream *connection, gpointer user_data)
{
  Sending *sending = user_data;

  if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION (connection))
    g_set_object (&sending->connection, G_SOCKET_CONNECTION (connection));
}


/* The connection stands, and the server has the request. */
static void
written_cb (SoupMessage *message, gpointer user_data)
{
  Sending *sending = user_data;

  g_clear_handle_id (&sending->timer, g_source_remove);
}


static void
chained_cb (GCancellable *cancellable, gpointer user_data)
{
  give_up (user_data);
}


static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;
  GInputStream *body = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  g_clear_handle_id (&sending->timer, g_source_remove);
  g_signal_handler_disconnect (sending->message, sending->connected);
  g_signal_handler_disconnect (sending->message, sending->written);
  if (sending->chained != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), sending->chained);
  if (body != NULL) {
    g_task_return_pointer (task, body, g_object_unref);
  } else if (sending->timed_out) {
    g_error_free (error);
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "No connection in time");
  } else {
    g_task_return_error (task, error);
  }
}


/**
 * ump_http_send_async:
 * @session: the session
 * @message: what to send
 * @connect_ms: how long it may take until the request is written
 * @cancellable: (nullable): ends it
 * @callback: called when the headers of the response are there
 * @user_data: for @callback
 *
 * Sends the message. The session itself has no time-out, since an answer may
 * be thought about for minutes; but a server that does not even take the
 * request need not be waited for.
 */
void
ump_http_send_async (SoupSession *session, SoupMessage *message, guint connect_ms, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (session, cancellable, callback, user_data);
  Sending *sending = g_new0 (Sending, 1);

  g_task_set_source_tag (task, ump_http_send_async);
  g_task_set_task_data (task, sending, (GDestroyNotify) sending_free);
  sending->message = g_object_ref (message);
  sending->cancellable = g_cancellable_new ();
  sending->timer = g_timeout_add (connect_ms, too_late_cb, sending);
  sending->connected = g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), sending);
  sending->written = g_signal_connect (message, "wrote-headers", G_CALLBACK (written_cb), sending);
  if (cancellable != NULL)
    sending->chained = g_cancellable_connect (cancellable, G_CALLBACK (chained_cb), sending, NULL);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, sending->cancellable, sent_cb, task);
}


/**
 * ump_http_send_finish:
 * @result: from the callback
 * @error: of libsoup's and GIO's domains
 *
 * Returns: (transfer full): the body of the response
 */
GInputStream *
ump_http_send_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
