/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ump-answer.h"
#include "ump-body-reader.h"
#include "ump-error.h"
#include "ump-http.h"
#include "ump-practice-private.h"
#include "ump-resend.h"
#include "ump-response-stream.h"
#include "ump-settings.h"
#include "ump-transport-private.h"
#include "ump-watchdog.h"

struct _UmpResponseStream {
  GObject parent_instance;

  UmpTransport *transport;
  UmpProvider *provider;
  UmpContender *contender;
  const UmpService *service;
  const UmpDialect *dialect;
  int max_tokens;
  UmpMessage *messages;
  gsize n_messages;

  UmpResponseRecord *record;
  UmpAnswer *answer;
  GCancellable *cancellable;
  UmpWatchdog *watchdog;
  char *key;
  SoupMessage *message;
  UmpBodyReader *reader;
  guint attempt;
  guint sent_fields;
  char *unsent; /* what is told of the last request */
  gint64 sent_at;
  gint64 retry_at;
  guint retry_source;
  gboolean has_slot;
  gboolean cancelled;
  gboolean ended;
};

G_DEFINE_FINAL_TYPE (UmpResponseStream, ump_response_stream, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, SIGNAL_STALLED, SIGNAL_RESUMED, SIGNAL_ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void send_request (UmpResponseStream *self);


static void
end (UmpResponseStream *self)
{
  UmpResponseRecord *record = self->record;

  g_return_if_fail (!self->ended);

  self->ended = TRUE;
  ump_watchdog_stop (self->watchdog);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  self->retry_at = 0;
  g_clear_pointer (&self->reader, ump_body_reader_free);
  if (self->sent_at > 0)
    record->duration_ms = (ump_answer_get_end (self->answer) - self->sent_at) / 1000.0;
  if (self->unsent != NULL)
    ump_response_record_take_note (record, g_steal_pointer (&self->unsent));
  ump_response_record_estimate_cost (record, self->contender);
  g_clear_pointer (&self->key, ump_keyring_free_key);
  g_clear_object (&self->message);
  if (self->has_slot) {
    self->has_slot = FALSE;
    ump_transport_release_slot (self->transport, self->provider->id);
  }
  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
  /* The reference of ump_response_stream_start(). */
  g_object_unref (self);
}


static void
end_with_error (UmpResponseStream *self, const GError *error)
{
  UmpResponseRecord *record = self->record;

  if (self->cancelled || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    record->ending = UMP_ENDING_INTERRUPTED;
  } else {
    record->ending = g_error_matches (error, UMP_ERROR, UMP_ERROR_NO_TERMINATOR) ? UMP_ENDING_NO_TERMINATOR : UMP_ENDING_ERROR;
    record->error_code = error->domain == UMP_ERROR ? error->code : UMP_ERROR_FAILED;
    g_free (record->error);
    record->error = ump_http_mask_key (error->message, self->key);
  }
  end (self);
}


/* The body has ended, or nothing more of it can matter. */
static void
end_by_answer (UmpResponseStream *self)
{
  ump_answer_judge (self->answer);
  if (self->record->ending == UMP_ENDING_NO_TERMINATOR) {
    gboolean nothing = ump_answer_get_length (self->answer) == 0;
    g_autoptr (GError) error = g_error_new_literal (UMP_ERROR, UMP_ERROR_NO_TERMINATOR,
                                                    nothing ? _("The server ended its answer before any of it came. Is the address that of this kind of service?")
                                                            : _("The connection ended before the answer was complete."));

    end_with_error (self, error);
    return;
  }
  if (self->record->ending == UMP_ENDING_ERROR && self->record->error == NULL) {
    self->record->error_code = UMP_ERROR_FAILED;
    self->record->error = g_strdup (_("The service ended the answer with an error and did not say which."));
  }
  end (self);
}


static void
feed_watchdog (UmpResponseStream *self)
{
  gboolean has_reasoned = self->answer != NULL && ump_answer_get_reasoning_length (self->answer) > 0;
  guint idle_ms = ump_transport_get_idle_timeout (self->transport);

  ump_watchdog_feed (self->watchdog, idle_ms > 0 ? idle_ms : ump_watchdog_get_limit (self->contender, has_reasoned));
}


static void
idle_cb (gboolean stalled, gpointer user_data)
{
  g_signal_emit (user_data, signals[stalled ? SIGNAL_STALLED : SIGNAL_RESUMED], 0);
}


static void
handle_end (UmpResponseStream *self, const GError *read_error)
{
  g_autoptr (GError) error = NULL;

  if (self->cancelled)
    end_with_error (self, read_error);
  /* Where bytes were lost, they are not those of a complete answer. */
  else if (read_error != NULL || ump_answer_end_of_body (self->answer, &error))
    end_by_answer (self);
  else {
    g_autoptr (GError) explained = ump_http_explain_stream_error (error, self->key);

    end_with_error (self, explained);
  }
}


static void
body_cb (const guint8 *bytes, gsize length, const GError *read_error, gpointer user_data)
{
  UmpResponseStream *self = user_data;
  g_autoptr (GError) error = NULL;
  gsize before = ump_answer_get_length (self->answer);

  if (length == 0) {
    handle_end (self, read_error);
    return;
  }
  if (!ump_answer_push (self->answer, bytes, length, &error)) {
    g_autoptr (GError) explained = ump_http_explain_stream_error (error, self->key);

    end_with_error (self, explained);
    return;
  }
  feed_watchdog (self);
  if (ump_answer_get_length (self->answer) != before)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (ump_answer_is_terminated (self->answer))
    ump_body_reader_expect_end (self->reader, self->record->usage.output >= 0);
  if (ump_answer_is_done (self->answer))
    end_by_answer (self);
}


static void
read_answer (UmpResponseStream *self, GInputStream *body, const char *content_type)
{
  g_clear_pointer (&self->answer, ump_answer_free);
  self->answer = ump_answer_new (self->record, self->dialect, content_type, self->sent_at);
  self->reader = ump_body_reader_new (body, self->cancellable, body_cb, self);
}


static gboolean
retry_cb (gpointer user_data)
{
  UmpResponseStream *self = user_data;

  self->retry_source = 0;
  self->retry_at = 0;
  if (self->cancelled)
    end_with_error (self, NULL);
  else
    send_request (self);
  return G_SOURCE_REMOVE;
}


/* Returns whether the request will be sent once more. */
static gboolean
resend (UmpResponseStream *self, guint status, const UmpFailure *failure)
{
  UmpResend decision = ump_resend_decide (status, soup_message_get_response_headers (self->message), failure,
                                          self->sent_fields, self->attempt, ump_transport_get_retry_delay (self->transport));
  char *note = ump_resend_describe (&decision, status);

  if (note != NULL)
    ump_response_record_take_note (self->record, note);
  if (decision.kind == UMP_RESEND_WITHOUT_FIELD) {
    ump_transport_add_refused_field (self->transport, self->contender, decision.field);
    send_request (self);
  } else if (decision.kind == UMP_RESEND_LATER) {
    self->attempt++;
    self->retry_at = g_get_real_time () + decision.wait_ms * 1000;
    self->retry_source = g_timeout_add (decision.wait_ms, retry_cb, self);
    ump_watchdog_stop (self->watchdog);
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  }
  return decision.kind != UMP_RESEND_NEVER;
}


static void
error_body_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpResponseStream) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = ump_http_read_body_finish (result, &error);
  g_autofree char *body = NULL;
  guint status;
  gsize length = 0;
  UmpFailure failure = { .code = UMP_ERROR_FAILED, .retry_after_ms = -1 };

  if (self->ended)
    return;
  if (self->cancelled) {
    end_with_error (self, error);
    return;
  }
  if (bytes != NULL) {
    length = g_bytes_get_size (bytes);
    body = g_strndup (g_bytes_get_data (bytes, NULL), length);
  }
  /* A body that could not be read says nothing; the status still does. */
  status = soup_message_get_status (self->message);
  self->dialect->parse_error (status, body != NULL ? body : "", length, &failure);
  if (!resend (self, status, &failure)) {
    g_autoptr (GError) explained = ump_http_explain_failure (&failure, status, self->key);

    end_with_error (self, explained);
  }
  ump_failure_clear (&failure);
}


static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpResponseStream) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) body = ump_http_send_finish (result, &error);

  if (self->ended)
    return;
  if (error != NULL || self->cancelled) {
    g_autoptr (GError) explained = error != NULL ? ump_http_explain_network (error, self->message) : NULL;

    end_with_error (self, explained);
    return;
  }
  error = ump_http_explain_tunnel (self->message);
  if (error != NULL) {
    end_with_error (self, error);
    return;
  }
  feed_watchdog (self);
  if (SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (self->message)))
    read_answer (self, body, soup_message_headers_get_one (soup_message_get_response_headers (self->message), "Content-Type"));
  else
    ump_http_read_body_async (body, UMP_HTTP_MAX_ERROR_BODY, UMP_HTTP_ERROR_BODY_MS, self->cancellable, error_body_cb, g_object_ref (self));
}


static void
send_request (UmpResponseStream *self)
{
  UmpPrompt prompt = {
    .contender = self->contender,
    .service = self->service,
    .base_url = self->provider->base_url,
    .messages = self->messages,
    .n_messages = self->n_messages,
    .max_tokens = self->max_tokens,
    .dropped = ump_transport_get_refused_fields (self->transport, self->contender),
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpRequest) request = self->dialect->build_request (&prompt, &error);

  if (request == NULL) {
    end_with_error (self, error);
    return;
  }
  g_free (self->record->request);
  self->record->request = g_strdup (request->body);
  self->sent_fields = request->fields;
  g_free (self->unsent);
  self->unsent = ump_settings_describe_unsent (&prompt, request);
  self->sent_at = g_get_monotonic_time ();
  self->record->started_at = g_get_real_time ();
  feed_watchdog (self);

  if (g_str_equal (self->provider->id, UMP_PRACTICE_PROVIDER)) {
    g_autoptr (GInputStream) body = ump_practice_open (self->contender->model, request->body,
                                                       ump_transport_get_practice_speed (self->transport));

    read_answer (self, body, "text/event-stream");
    return;
  }
  if (self->key != NULL)
    self->dialect->add_key (request, self->key);
  g_clear_object (&self->message);
  self->message = ump_http_message_new (request, self->provider, &error);
  if (self->message == NULL) {
    end_with_error (self, error);
    return;
  }
  ump_http_send_async (ump_transport_get_session (self->transport), self->message, UMP_HTTP_CONNECT_MS,
                       self->cancellable, sent_cb, g_object_ref (self));
}


static void
key_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpResponseStream) self = user_data;
  g_autoptr (GError) error = NULL;

  self->key = ump_transport_find_key_finish (self->transport, result, &error);
  if (error != NULL || self->cancelled)
    end_with_error (self, error);
  else
    send_request (self);
}


static void
slot_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpResponseStream) self = user_data;
  g_autoptr (GError) error = NULL;

  self->has_slot = ump_transport_take_slot_finish (self->transport, result, &error);
  if (error == NULL && self->dialect == NULL)
    g_set_error (&error, UMP_ERROR, UMP_ERROR_INVALID, _("There is no service “%s”."), self->provider->service);
  if (error != NULL || self->cancelled)
    end_with_error (self, error);
  else
    ump_transport_find_key_async (self->transport, self->provider, self->cancellable, key_cb, g_object_ref (self));
}


static void
ump_response_stream_finalize (GObject *object)
{
  UmpResponseStream *self = UMP_RESPONSE_STREAM (object);

  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_pointer (&self->reader, ump_body_reader_free);
  g_clear_pointer (&self->watchdog, ump_watchdog_free);
  g_clear_pointer (&self->answer, ump_answer_free);
  g_clear_pointer (&self->key, ump_keyring_free_key);
  g_free (self->unsent);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);
  for (gsize i = 0; i < self->n_messages; i++)
    g_free ((char *) self->messages[i].text);
  g_free (self->messages);
  ump_response_record_free (self->record);
  ump_contender_free (self->contender);
  ump_provider_free (self->provider);
  g_clear_object (&self->transport);
  G_OBJECT_CLASS (ump_response_stream_parent_class)->finalize (object);
}


static void
ump_response_stream_class_init (UmpResponseStreamClass *klass)
{
  static const char *const names[N_SIGNALS] = { "changed", "stalled", "resumed", "ended" };

  G_OBJECT_CLASS (klass)->finalize = ump_response_stream_finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], UMP_TYPE_RESPONSE_STREAM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}


static void
ump_response_stream_init (UmpResponseStream *self)
{
  self->cancellable = g_cancellable_new ();
  self->watchdog = ump_watchdog_new (idle_cb, self);
  self->attempt = 1;
}


/**
 * ump_response_stream_new:
 * @transport: the way to the network
 * @provider: who is asked; copied
 * @contender: one of its models, with its parameters; copied
 * @side: A or B
 *
 * Returns: (transfer full): a stream that has not started
 */
UmpResponseStream *
ump_response_stream_new (UmpTransport *transport, const UmpProvider *provider, const UmpContender *contender, UmpSide side)
{
  UmpResponseStream *self = g_object_new (UMP_TYPE_RESPONSE_STREAM, NULL);

  self->transport = g_object_ref (transport);
  self->provider = ump_provider_copy (provider);
  self->contender = ump_contender_copy (contender);
  self->record = ump_response_record_new (side);
  self->service = g_str_equal (provider->id, UMP_PRACTICE_PROVIDER) ? ump_practice_get_service () : ump_services_find (provider->service);
  self->dialect = self->service != NULL ? ump_dialect_find (self->service->dialect) : NULL;
  return self;
}


/**
 * ump_response_stream_set_max_tokens:
 * @self: a stream that has not started
 * @max_tokens: the program's default, for a contender that has none
 */
void
ump_response_stream_set_max_tokens (UmpResponseStream *self, int max_tokens)
{
  g_return_if_fail (UMP_IS_RESPONSE_STREAM (self));

  self->max_tokens = max_tokens;
}


/**
 * ump_response_stream_start:
 * @self: a stream that has not started
 * @messages: (array length=n_messages): the conversation, oldest first; copied
 * @n_messages: how many
 *
 * Waits for a free slot and the key, then asks. The stream keeps itself alive
 * until it has ended.
 */
void
ump_response_stream_start (UmpResponseStream *self, const UmpMessage *messages, gsize n_messages)
{
  g_return_if_fail (UMP_IS_RESPONSE_STREAM (self));
  g_return_if_fail (self->messages == NULL);

  self->messages = g_memdup2 (messages, n_messages * sizeof *messages);
  self->n_messages = n_messages;
  for (gsize i = 0; i < n_messages; i++)
    self->messages[i].text = g_strdup (messages[i].text);
  g_object_ref (self);
  ump_transport_take_slot_async (self->transport, self->provider, self->cancellable, slot_cb, g_object_ref (self));
}


/**
 * ump_response_stream_cancel:
 * @self: a stream
 *
 * Ends it as %UMP_ENDING_INTERRUPTED, soon, from the main loop; what has
 * arrived is kept. Does nothing to one that has ended.
 */
void
ump_response_stream_cancel (UmpResponseStream *self)
{
  g_return_if_fail (UMP_IS_RESPONSE_STREAM (self));

  if (self->ended || self->cancelled)
    return;
  self->cancelled = TRUE;
  g_cancellable_cancel (self->cancellable);
  if (self->retry_source != 0) {
    g_source_remove (self->retry_source);
    self->retry_source = g_idle_add (retry_cb, self);
  }
}


/**
 * ump_response_stream_get_record:
 * @self: a stream
 *
 * Returns: (transfer none): the record, which grows
 */
const UmpResponseRecord *
ump_response_stream_get_record (UmpResponseStream *self)
{
  g_return_val_if_fail (UMP_IS_RESPONSE_STREAM (self), NULL);

  return self->record;
}


/**
 * ump_response_stream_get_text:
 * @self: a stream
 * @length: (out) (optional): bytes
 *
 * Returns: (transfer none): the text so far, without counting it anew
 */
const char *
ump_response_stream_get_text (UmpResponseStream *self, gsize *length)
{
  g_return_val_if_fail (UMP_IS_RESPONSE_STREAM (self), NULL);

  if (length != NULL)
    *length = self->answer != NULL ? ump_answer_get_text_length (self->answer) : 0;
  return self->record->text;
}


/**
 * ump_response_stream_get_reasoning:
 * @self: a stream
 * @length: (out) (optional): bytes
 *
 * Returns: (transfer none) (nullable): the reasoning so far
 */
const char *
ump_response_stream_get_reasoning (UmpResponseStream *self, gsize *length)
{
  g_return_val_if_fail (UMP_IS_RESPONSE_STREAM (self), NULL);

  if (length != NULL)
    *length = self->answer != NULL ? ump_answer_get_reasoning_length (self->answer) : 0;
  return self->record->reasoning;
}


/**
 * ump_response_stream_get_stalled:
 * @self: a stream
 *
 * Returns: whether nothing has come for unusually long
 */
gboolean
ump_response_stream_get_stalled (UmpResponseStream *self)
{
  g_return_val_if_fail (UMP_IS_RESPONSE_STREAM (self), FALSE);

  return ump_watchdog_is_stalled (self->watchdog);
}


/**
 * ump_response_stream_get_retry_at:
 * @self: a stream
 *
 * Returns: when a request that the service did not accept is sent again, in
 *   microseconds since the epoch; 0 where nothing is waited for
 */
gint64
ump_response_stream_get_retry_at (UmpResponseStream *self)
{
  g_return_val_if_fail (UMP_IS_RESPONSE_STREAM (self), 0);

  return self->retry_at;
}
