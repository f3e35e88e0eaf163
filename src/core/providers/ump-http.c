/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ump-error.h"
#include "ump-http.h"
#include "ump-services.h"

#define READ_SIZE (16 * 1024)

/* Shorter runs of a key's characters happen in ordinary words. */
#define MASK_RUN 6

typedef struct {
  GByteArray *body;
  gsize limit;
  GCancellable *cancellable; /* cancelled with the caller's, or by the timer */
  gulong chained;
  guint timer;
  gboolean timed_out;
} Reading;


static void
reading_free (Reading *self)
{
  g_byte_array_unref (self->body);
  g_object_unref (self->cancellable);
  g_free (self);
}


/* In what the service said about the certificate's flaws the first that helps
 * the user is named; an unknown issuer often comes with the others. */
static const char *
describe_certificate (GTlsCertificateFlags flags)
{
  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return _("The server’s certificate has expired, so the connection is not safe. Nothing was sent.");
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return _("The server’s certificate is not valid yet, so the connection is not safe. Is this computer’s clock right? Nothing was sent.");
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return _("The server’s certificate belongs to another host, so the connection is not safe. Nothing was sent.");
  if (flags & G_TLS_CERTIFICATE_REVOKED)
    return _("The server’s certificate was revoked, so the connection is not safe. Nothing was sent.");
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return _("The server’s certificate was issued by nobody this computer trusts, so the connection is not safe. Nothing was sent.");
  return _("The server’s certificate was not accepted, so the connection is not safe. Nothing was sent.");
}


static const char *
describe_network (const GError *error)
{
  if (error->domain == G_RESOLVER_ERROR)
    return _("The host “%s” was not found. Is the address right, and is there a network?");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return _("“%s” refuses connections. Is the server running?");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE))
    return _("“%s” cannot be reached. Is there a network?");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return _("“%s” did not answer in time.");
  if (error->domain == G_IO_ERROR
      && (error->code == G_IO_ERROR_PROXY_FAILED || error->code == G_IO_ERROR_PROXY_AUTH_FAILED
          || error->code == G_IO_ERROR_PROXY_NEED_AUTH || error->code == G_IO_ERROR_PROXY_NOT_ALLOWED))
    return _("The network’s proxy refused the connection to “%s”.");
  return _("The connection to “%s” was lost before it answered.");
}


/**
 * ump_http_message_new:
 * @request: what a dialect made, with its key header
 * @provider: whose request it is
 * @error: %UMP_ERROR_INVALID where the address cannot be used; nothing was sent
 *
 * Makes the message: it follows no redirect, since libsoup would send custom
 * headers, and so the key, to the new host. http:// towards a foreign host
 * needs the user's word.
 *
 * Returns: (transfer full): the message
 */
SoupMessage *
ump_http_message_new (const UmpRequest *request, const UmpProvider *provider, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (request->url, SOUP_HTTP_URI_FLAGS, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  SoupMessage *message;
  SoupMessageHeaders *headers;

  if (host == NULL || *host == '\0' || (!g_str_equal (scheme, "http") && !g_str_equal (scheme, "https"))) {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("The provider’s address is not a web address. It should begin with https:// or http://."));
    return NULL;
  }
  if (g_str_equal (scheme, "http") && !provider->allow_http && !ump_services_url_is_loopback (request->url)) {
    g_set_error (error, UMP_ERROR, UMP_ERROR_INVALID,
                 _("http:// would send the key and the prompt to “%s” for everybody on the way to read. Use https://, or allow http:// for this provider."), host);
    return NULL;
  }

  message = soup_message_new_from_uri (request->method, uri);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  /* It would ask for a password, which no service wants, and would read the
   * whole body of a 401 first, even one that never ends. */
  soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);
  if (request->body != NULL) {
    g_autoptr (GBytes) body = g_bytes_new (request->body, strlen (request->body));

    soup_message_set_request_body_from_bytes (message, "application/json", body);
  }
  headers = soup_message_get_request_headers (message);
  for (guint i = 0; request->headers[i] != NULL; i += 2)
    soup_message_headers_replace (headers, request->headers[i], request->headers[i + 1]);
  return message;
}


/**
 * ump_http_explain_network:
 * @error: what libsoup or GIO said
 * @message: (nullable): the message it happened to
 *
 * Returns: (transfer full): the same in the program's domain, with a sentence
 *   for the user; a cancelled operation stays one
 */
GError *
ump_http_explain_network (const GError *error, SoupMessage *message)
{
  const char *host = message != NULL ? g_uri_get_host (soup_message_get_uri (message)) : "";
  gboolean secure = message != NULL && g_str_equal (g_uri_get_scheme (soup_message_get_uri (message)), "https");

  if (error->domain == UMP_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return g_error_new_literal (UMP_ERROR, UMP_ERROR_TLS,
                                describe_certificate (message != NULL ? soup_message_get_tls_peer_certificate_errors (message) : 0));
  if (error->domain == G_TLS_ERROR)
    return g_error_new (UMP_ERROR, UMP_ERROR_TLS, _("No safe connection to “%s” could be made. Does the server speak https://?"), host);
  if (error->domain == SOUP_SESSION_ERROR)
    return g_error_new (UMP_ERROR, UMP_ERROR_NOT_THIS_SERVICE, _("“%s” did not answer as a web server does."), host);
  if (secure && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    return g_error_new (UMP_ERROR, UMP_ERROR_NOT_THIS_SERVICE, _("“%s” did not answer as a web server does."), host);
  return g_error_new (UMP_ERROR, UMP_ERROR_NETWORK, describe_network (error), host);
}


/**
 * ump_http_explain_tunnel:
 * @message: a message that was answered
 *
 * A proxy that will not connect answers in the service's place, with its own
 * words. There was no certificate to look at then, and nothing was sent.
 *
 * Returns: (transfer full) (nullable): the sentence for the user; %NULL where
 *   the answer is the service's
 */
GError *
ump_http_explain_tunnel (SoupMessage *message)
{
  GUri *uri = soup_message_get_uri (message);

  if (SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)) || !g_str_equal (g_uri_get_scheme (uri), "https")
      || soup_message_get_tls_peer_certificate (message) != NULL)
    return NULL;
  return g_error_new (UMP_ERROR, UMP_ERROR_NETWORK, _("The network’s proxy refused the connection to “%s”."), g_uri_get_host (uri));
}


/* How much of @key begins at @text, at any place of the key. */
static gsize
common_run (const char *text, const char *key)
{
  gsize longest = 0;

  for (const char *k = key; *k != '\0'; k++) {
    gsize n = 0;

    while (text[n] != '\0' && k[n] != '\0' && text[n] == k[n])
      n++;
    longest = MAX (longest, n);
  }
  return longest;
}


/**
 * ump_http_mask_key:
 * @text: a sentence from the service
 * @key: (nullable): the key that was sent
 *
 * Services like to echo a part of the key.
 *
 * Returns: (transfer full): @text with each run of six or more characters of
 *   @key, and each word that holds a row of asterisks, replaced by “…”
 */
char *
ump_http_mask_key (const char *text, const char *key)
{
  GString *masked = g_string_new (NULL);
  const char *p = text;

  while (*p != '\0') {
    gsize run = key != NULL ? common_run (p, key) : 0;
    gsize word = strcspn (p, " \t\r\n\"'");

    if ((p == text || strchr (" \t\r\n\"'", p[-1]) != NULL) && g_strstr_len (p, word, "***") != NULL) {
      g_string_append (masked, "…");
      p += word;
    } else if (run >= MASK_RUN || (key != NULL && run > 0 && run == strlen (key))) {
      g_string_append (masked, "…");
      p += run;
    } else {
      g_string_append_c (masked, *p++);
    }
  }
  return g_string_free (masked, FALSE);
}


static const char *
describe_code (int code, gboolean with_words)
{
  switch (code) {
  case UMP_ERROR_BAD_KEY:
    return with_words ? _("The service does not accept the key: %s") : _("The service does not accept the key.");
  case UMP_ERROR_NO_MONEY:
    return with_words ? _("The account has no credit left: %s") : _("The account has no credit left.");
  case UMP_ERROR_NOT_ALLOWED:
    return with_words ? _("The service does not allow this: %s") : _("The service does not allow this to the account, the key or the region.");
  case UMP_ERROR_NO_MODEL:
    return with_words ? _("The service does not know this model or address: %s") : _("The service does not know this model or address.");
  case UMP_ERROR_TOO_LONG:
    return with_words ? _("The prompt is too long for this model: %s") : _("The prompt is too long for this model.");
  case UMP_ERROR_BAD_PARAMETER:
    return with_words ? _("The service refused the request: %s") : _("The service refused the request.");
  case UMP_ERROR_RATE_LIMIT:
    return with_words ? _("The service asks to send less often: %s") : _("The service asks to send less often.");
  case UMP_ERROR_OVERLOADED:
    return with_words ? _("The service has no capacity at the moment: %s") : _("The service has no capacity at the moment.");
  case UMP_ERROR_NOT_THIS_SERVICE:
    return with_words ? _("This is not the service that was expected; check the address. It answered: %s") : _("This is not the service that was expected. Check the address.");
  default:
    return with_words ? _("The service reported an error: %s") : NULL;
  }
}


/**
 * ump_http_explain_failure:
 * @failure: what the dialect read in the body
 * @status: the HTTP status
 * @key: (nullable): the key that was sent, to keep it out of the sentence
 *
 * Returns: (transfer full): the sentence for the user, which holds the
 *   service's own words
 */
GError *
ump_http_explain_failure (const UmpFailure *failure, guint status, const char *key)
{
  g_autofree char *words = NULL;

  if (status >= 300 && status < 400)
    return g_error_new_literal (UMP_ERROR, UMP_ERROR_NOT_THIS_SERVICE,
                                _("The server sends us on to another address. The key was not sent there. Check the provider’s address."));
  if (failure->message != NULL && *failure->message != '\0')
    words = ump_http_mask_key (failure->message, key);
  if (words != NULL)
    return g_error_new (UMP_ERROR, failure->code, describe_code (failure->code, TRUE), words);
  if (describe_code (failure->code, FALSE) != NULL)
    return g_error_new_literal (UMP_ERROR, failure->code, describe_code (failure->code, FALSE));
  return g_error_new (UMP_ERROR, failure->code, _("The service answered with status %u and said nothing more."), status);
}


/**
 * ump_http_explain_stream_error:
 * @error: what came in the middle of an answer
 * @key: (nullable): the key that was sent, to keep it out of the sentence
 *
 * Returns: (transfer full): words of the service with a sentence around them;
 *   the program's own sentences as they are
 */
GError *
ump_http_explain_stream_error (const GError *error, const char *key)
{
  UmpFailure failure = { .code = error->code, .message = error->message };

  if (error->domain != UMP_ERROR || error->code == UMP_ERROR_PROTOCOL
      || error->code == UMP_ERROR_NOT_THIS_SERVICE || error->code == UMP_ERROR_NO_TERMINATOR)
    return g_error_copy (error);
  return ump_http_explain_failure (&failure, 200, key);
}


/**
 * ump_http_get_retry_after:
 * @headers: of the response
 * @now: microseconds since the epoch
 *
 * Reads “retry-after-ms”, then “Retry-After”, in seconds that may have a
 * fraction, or as a date.
 *
 * Returns: milliseconds to wait, -1 where the service did not say
 */
gint64
ump_http_get_retry_after (SoupMessageHeaders *headers, gint64 now)
{
  const char *text = soup_message_headers_get_one (headers, "retry-after-ms");
  char *end = NULL;
  double number;

  if (text != NULL) {
    number = g_ascii_strtod (text, &end);
    if (end != text && *end == '\0' && number >= 0 && number < 1e12)
      return (gint64) number;
  }
  text = soup_message_headers_get_one (headers, "Retry-After");
  if (text == NULL)
    return -1;
  number = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0')
    return number >= 0 && number < 1e9 ? (gint64) (number * 1000) : -1;
  else {
    g_autoptr (GDateTime) date = soup_date_time_new_from_http_string (text);

    return date != NULL ? MAX (0, g_date_time_to_unix (date) * 1000 - now / 1000) : -1;
  }
}


static gboolean
too_slow_cb (gpointer user_data)
{
  Reading *reading = user_data;

  reading->timer = 0;
  reading->timed_out = TRUE;
  g_cancellable_cancel (reading->cancellable);
  return G_SOURCE_REMOVE;
}


static void
chained_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}


/* A body that was not read to its end is closed with a cancelled cancellable,
 * since libsoup else reads on to the end, however long that takes. */
static void
finish_reading (GTask *task, GInputStream *stream, gboolean at_end, const GError *error)
{
  Reading *reading = g_task_get_task_data (task);

  g_clear_handle_id (&reading->timer, g_source_remove);
  if (reading->chained != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), reading->chained);
  if (!at_end)
    g_cancellable_cancel (reading->cancellable);
  g_input_stream_close_async (stream, G_PRIORITY_DEFAULT, reading->cancellable, NULL, NULL);
  if (error != NULL && !reading->timed_out)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_pointer (task, g_byte_array_free_to_bytes (g_byte_array_ref (reading->body)), (GDestroyNotify) g_bytes_unref);
}


static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GInputStream *stream = G_INPUT_STREAM (source);
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (stream, result, &error);
  gsize length = bytes != NULL ? g_bytes_get_size (bytes) : 0;

  if (length > 0)
    g_byte_array_append (reading->body, g_bytes_get_data (bytes, NULL), MIN (length, reading->limit - reading->body->len));
  if (length == 0 || reading->body->len >= reading->limit)
    finish_reading (task, stream, length == 0 && error == NULL, error);
  else
    g_input_stream_read_bytes_async (stream, READ_SIZE, G_PRIORITY_DEFAULT, reading->cancellable, read_cb, g_steal_pointer (&task));
}


/**
 * ump_http_read_body_async:
 * @stream: a response's body, which is closed at the end
 * @limit: bytes after which reading stops
 * @milliseconds: time after which it stops with what came; 0 where the caller
 *   bounds it
 * @cancellable: (nullable): ends it
 * @callback: called when done
 * @user_data: for @callback
 */
void
ump_http_read_body_async (GInputStream *stream, gsize limit, guint milliseconds, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  g_task_set_source_tag (task, ump_http_read_body_async);
  reading->body = g_byte_array_new ();
  reading->limit = limit;
  reading->cancellable = g_cancellable_new ();
  if (milliseconds > 0)
    reading->timer = g_timeout_add (milliseconds, too_slow_cb, reading);
  if (cancellable != NULL)
    reading->chained = g_cancellable_connect (cancellable, G_CALLBACK (chained_cb), g_object_ref (reading->cancellable), g_object_unref);
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  g_input_stream_read_bytes_async (stream, READ_SIZE, G_PRIORITY_DEFAULT, reading->cancellable, read_cb, task);
}


/**
 * ump_http_read_body_finish:
 * @result: from the callback
 * @error: of GIO's domains
 *
 * Returns: (transfer full): at most the limit's bytes
 */
GBytes *
ump_http_read_body_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
