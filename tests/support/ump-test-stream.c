/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-test-stream.h"
#include "ump-test.h"
#include "ump-transport-private.h"


static void
changed_cb (UmpResponseStream *stream, gpointer user_data)
{
  ((UmpTestClient *) user_data)->n_changed++;
}


static void
stalled_cb (UmpResponseStream *stream, gpointer user_data)
{
  ((UmpTestClient *) user_data)->n_stalled++;
}


static void
resumed_cb (UmpResponseStream *stream, gpointer user_data)
{
  ((UmpTestClient *) user_data)->n_resumed++;
}


static void
ended_cb (UmpResponseStream *stream, gpointer user_data)
{
  ((UmpTestClient *) user_data)->n_ended++;
}


static gboolean
has_ended (gpointer user_data)
{
  return ((UmpTestClient *) user_data)->n_ended > 0;
}


/**
 * ump_test_client_new:
 * @service: row of the services table
 * @base_url: of the server
 *
 * Returns: (transfer full): a client that sends %UMP_TEST_KEY
 */
UmpTestClient *
ump_test_client_new (const char *service, const char *base_url)
{
  UmpTestClient *self = g_new0 (UmpTestClient, 1);
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();

  self->transport = ump_transport_new (keyring);
  ump_transport_set_retry_delay (self->transport, 5);
  self->provider = ump_provider_new ("Test", service, base_url);
  self->contender = ump_contender_new (self->provider->id, "test-model");
  ump_keyring_set_session_key (keyring, self->provider->id, UMP_TEST_KEY);
  return self;
}


/**
 * ump_test_client_free:
 * @self: (transfer full): a client
 */
void
ump_test_client_free (UmpTestClient *self)
{
  if (self->stream != NULL)
    g_signal_handlers_disconnect_by_data (self->stream, self);
  g_clear_object (&self->stream);
  ump_contender_free (self->contender);
  ump_provider_free (self->provider);
  g_object_unref (self->transport);
  g_free (self);
}


/**
 * ump_test_client_start:
 * @self: a client
 * @prompt: what to ask
 *
 * Starts a new stream, in place of the one before.
 */
void
ump_test_client_start (UmpTestClient *self, const char *prompt)
{
  UmpMessage message = { UMP_ROLE_USER, prompt };

  if (self->stream != NULL)
    g_signal_handlers_disconnect_by_data (self->stream, self);
  g_clear_object (&self->stream);
  self->n_changed = self->n_stalled = self->n_resumed = self->n_ended = 0;
  self->stream = ump_response_stream_new (self->transport, self->provider, self->contender, UMP_SIDE_A);
  g_signal_connect (self->stream, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->stream, "stalled", G_CALLBACK (stalled_cb), self);
  g_signal_connect (self->stream, "resumed", G_CALLBACK (resumed_cb), self);
  g_signal_connect (self->stream, "ended", G_CALLBACK (ended_cb), self);
  ump_response_stream_start (self->stream, &message, 1);
  g_assert_cmpuint (self->n_ended, ==, 0);
}


/**
 * ump_test_client_wait:
 * @self: a client that has started
 *
 * Returns: (transfer none): the record of the stream, which has ended once
 */
const UmpResponseRecord *
ump_test_client_wait (UmpTestClient *self)
{
  ump_test_wait_until (has_ended, self, 20);
  g_assert_cmpuint (self->n_ended, ==, 1);
  return ump_response_stream_get_record (self->stream);
}


/**
 * ump_test_client_ask:
 * @self: a client
 * @prompt: what to ask
 *
 * Returns: (transfer none): the record of the stream, which has ended
 */
const UmpResponseRecord *
ump_test_client_ask (UmpTestClient *self, const char *prompt)
{
  ump_test_client_start (self, prompt);
  return ump_test_client_wait (self);
}


/**
 * ump_test_chat_event:
 * @text: JSON without its quotes
 *
 * Returns: (transfer full): an event of the openai-chat dialect
 */
char *
ump_test_chat_event (const char *text)
{
  return g_strdup_printf ("data: {\"model\":\"test-model-0\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}]}\n\n", text);
}


/**
 * ump_test_chat_reply:
 * @first: the first piece of text, as JSON without its quotes
 * @...: more pieces, then %NULL
 *
 * Returns: (transfer full): a streaming reply that has not ended
 */
UmpTestReply *
ump_test_chat_reply (const char *first, ...)
{
  UmpTestReply *reply = ump_test_reply_new (200, "text/event-stream");
  va_list pieces;

  va_start (pieces, first);
  for (const char *piece = first; piece != NULL; piece = va_arg (pieces, const char *)) {
    g_autofree char *event = ump_test_chat_event (piece);

    ump_test_reply_send (reply, event);
  }
  va_end (pieces);
  return reply;
}


/**
 * ump_test_chat_end:
 * @reply: a streaming reply, which ends as the protocol wants it
 */
void
ump_test_chat_end (UmpTestReply *reply)
{
  ump_test_reply_send (reply, "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
  ump_test_reply_send (reply, "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\ndata: [DONE]\n\n");
  ump_test_reply_end (reply);
}
