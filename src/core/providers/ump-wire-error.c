/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ump-error.h"
#include "ump-wire-error.h"
#include "ump-wire-json.h"

#define MAX_MESSAGE 500

/* What an error body may say, collected from whichever shape it has. */
typedef struct {
  char *message;
  char *code;
  char *type;
  char *parameter;
} Said;


static void
said_clear (Said *said)
{
  g_free (said->message);
  g_free (said->code);
  g_free (said->type);
  g_free (said->parameter);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Said, said_clear)


static void
keep (char **slot, const char *value)
{
  if (*slot == NULL && value != NULL && *value != '\0')
    *slot = ump_wire_json_plain (value);
}


/* "code" may be a string or a number. */
static void
keep_code (Said *said, JsonObject *object)
{
  double number = ump_wire_json_get_number (object, "code");

  keep (&said->code, ump_wire_json_get_string (object, "code"));
  if (said->code == NULL && !isnan (number))
    said->code = g_strdup_printf ("%d", (int) CLAMP (number, 0, 100000));
}


/* FastAPI's and Mistral's lists: [{"loc": ["body", "seed"], "msg": "…", "type": "extra_forbidden"}] */
static void
read_detail (Said *said, JsonArray *details)
{
  JsonObject *first = ump_wire_json_element (details, 0);
  JsonArray *place = ump_wire_json_get_array (first, "loc");
  guint n = place != NULL ? json_array_get_length (place) : 0;

  keep (&said->message, ump_wire_json_get_string (first, "msg"));
  keep (&said->type, ump_wire_json_get_string (first, "type"));
  if (n > 0) {
    JsonNode *last = json_array_get_element (place, n - 1);

    if (JSON_NODE_HOLDS_VALUE (last) && json_node_get_value_type (last) == G_TYPE_STRING)
      keep (&said->parameter, json_node_get_string (last));
  }
}


/* OpenRouter: the provider's own body, often as a JSON text in a string. */
static void
read_metadata (Said *said, JsonObject *metadata)
{
  const char *raw = ump_wire_json_get_string (metadata, "raw");

  keep (&said->type, ump_wire_json_get_string (metadata, "error_type"));
  if (raw != NULL) {
    g_autoptr (JsonNode) node = ump_wire_json_parse (raw, strlen (raw), NULL);
    JsonObject *object = ump_wire_json_object (node);
    JsonObject *inner = ump_wire_json_get_object (object, "error");

    keep (&said->message, ump_wire_json_get_string (inner != NULL ? inner : object, "message"));
    if (object == NULL)
      keep (&said->message, raw);
  }
}


static void
read_object (Said *said, JsonObject *object)
{
  JsonObject *message = ump_wire_json_get_object (object, "message");

  read_metadata (said, ump_wire_json_get_object (object, "metadata"));
  keep (&said->message, ump_wire_json_get_string (object, "message"));
  if (message != NULL)
    read_detail (said, ump_wire_json_get_array (message, "detail"));
  keep (&said->message, ump_wire_json_get_string (object, "detail"));
  read_detail (said, ump_wire_json_get_array (object, "detail"));
  keep (&said->type, ump_wire_json_get_string (object, "type"));
  keep (&said->type, ump_wire_json_get_string (object, "status"));
  keep (&said->parameter, ump_wire_json_get_string (object, "param"));
  keep_code (said, object);
}


/* Gemini names the reason of a bad key only in its details. */
static void
read_reasons (Said *said, JsonObject *error)
{
  JsonArray *details = ump_wire_json_get_array (error, "details");

  for (guint i = 0; details != NULL && i < json_array_get_length (details); i++) {
    const char *reason = ump_wire_json_get_string (ump_wire_json_element (details, i), "reason");

    if (reason != NULL) {
      g_free (said->code);
      said->code = g_strdup (reason);
    }
  }
}


static gboolean
read_root (Said *said, JsonNode *root)
{
  JsonObject *object = ump_wire_json_object (root);
  JsonObject *error;

  if (object == NULL && JSON_NODE_HOLDS_ARRAY (root))
    object = ump_wire_json_element (json_node_get_array (root), 0);
  if (object == NULL)
    return FALSE;
  error = ump_wire_json_get_object (object, "error");
  if (error != NULL) {
    read_reasons (said, error);
    read_object (said, error);
  }
  keep (&said->message, ump_wire_json_get_string (object, "error"));
  if (error == NULL)
    read_object (said, object);
  return said->message != NULL || error != NULL;
}


static gboolean
says (const Said *said, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++) {
    if (said->code != NULL && strcasestr (said->code, words[i]) != NULL)
      return TRUE;
    if (said->type != NULL && strcasestr (said->type, words[i]) != NULL)
      return TRUE;
    if (strchr (words[i], ' ') != NULL && said->message != NULL && strcasestr (said->message, words[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}


/* Words weigh more than the status: several services answer 400 to a bad key
 * and 429 to an empty account. */
static int
classify (guint status, const Said *said)
{
  static const char *const bad_key[] = { "invalid_api_key", "API_KEY_INVALID", "authentication_error", "UNAUTHENTICATED",
                                         "incorrect api key", "invalid api key", "api key not valid", NULL };
  static const char *const no_money[] = { "insufficient_quota", "credit_balance_exhausted", "billing_error", "payment_required",
                                          "credit balance is too low", "insufficient balance", NULL };
  static const char *const too_long[] = { "context_length_exceeded", "exceed_context_size", "prompt is too long",
                                          "maximum context length", "context window", "too many tokens", NULL };
  static const char *const no_model[] = { "model_not_found", "model not found", "does not exist", "unknown model", NULL };
  static const char *const overloaded[] = { "overloaded", "UNAVAILABLE", "server_is_overloaded", "capacity_exceeded", NULL };
  static const char *const slow_down[] = { "rate_limit", "RESOURCE_EXHAUSTED", "slow_down", NULL };

  if (says (said, no_money) || status == 402)
    return UMP_ERROR_NO_MONEY;
  if (says (said, bad_key) || status == 401)
    return UMP_ERROR_BAD_KEY;
  if (says (said, too_long) || status == 413)
    return UMP_ERROR_TOO_LONG;
  if (status == 404 || status == 410 || says (said, no_model))
    return UMP_ERROR_NO_MODEL;
  if (status == 429 || says (said, slow_down))
    return UMP_ERROR_RATE_LIMIT;
  if (status == 502 || status == 503 || status == 529 || status == 498 || says (said, overloaded))
    return UMP_ERROR_OVERLOADED;
  if (status == 403)
    return UMP_ERROR_NOT_ALLOWED;
  if (status == 400 || status == 422)
    return UMP_ERROR_BAD_PARAMETER;
  if (status >= 300 && status < 400)
    return UMP_ERROR_NOT_THIS_SERVICE;
  return UMP_ERROR_FAILED;
}


/* Error texts may echo part of the key. */
static char *
mask_keys (const char *message)
{
  static GRegex *regex;

  if (g_once_init_enter (&regex)) {
    GRegex *made = g_regex_new ("\\b(sk|gsk|xai|key|pplx|csk|fw|tgp|AIza|AQ)[-_.]?[A-Za-z0-9_\\-*.]{8,}", G_REGEX_OPTIMIZE, 0, NULL);

    g_once_init_leave (&regex, made);
  }
  return g_regex_replace_literal (regex, message, -1, 0, "…", 0, NULL);
}


static void
set_message (UmpFailure *failure, const char *message)
{
  g_autofree char *masked = mask_keys (message);

  failure->message = g_utf8_strlen (masked, -1) > MAX_MESSAGE ? g_utf8_substring (masked, 0, MAX_MESSAGE) : g_strdup (masked);
}


/* A 400 whose sentence names one of the fields that we can leave out. */
static void
guess_parameter (UmpFailure *failure)
{
  static const char *const names[] = { "stream_options", "max_completion_tokens", "max_tokens", "temperature", "top_p", "random_seed",
                                       "reasoning_effort", "seed", "store", "thinking", "think", NULL };

  for (guint i = 0; failure->parameter == NULL && failure->message != NULL && names[i] != NULL; i++)
    if (strstr (failure->message, names[i]) != NULL)
      failure->parameter = g_strdup (names[i]);
}


/**
 * ump_wire_error_read:
 * @root: (nullable): a JSON document that may be an error in any of the shapes in use
 * @status: HTTP status, 0 within a stream
 * @failure: (out): what it means
 *
 * Returns: whether it is an error at all; @failure is untouched where not
 */
gboolean
ump_wire_error_read (JsonNode *root, guint status, UmpFailure *failure)
{
  g_auto (Said) said = { NULL };

  if (root == NULL || !read_root (&said, root))
    return FALSE;
  failure->code = classify (status, &said);
  set_message (failure, said.message != NULL ? said.message : said.code != NULL ? said.code : said.type != NULL ? said.type : _("The service reported an error without a description."));
  failure->parameter = g_steal_pointer (&said.parameter);
  failure->retry_after_ms = -1;
  if (failure->code == UMP_ERROR_BAD_PARAMETER)
    guess_parameter (failure);
  failure->not_accepted = failure->code == UMP_ERROR_BAD_PARAMETER || failure->code == UMP_ERROR_RATE_LIMIT
                          || (failure->code == UMP_ERROR_OVERLOADED && (status == 503 || status == 529));
  return TRUE;
}


/**
 * ump_wire_error_parse:
 * @status: HTTP status
 * @body: (array length=length): NUL-terminated; JSON, a web page, plain text or nothing
 * @length: bytes
 * @failure: (out): what it means
 *
 * A #UmpDialect.parse_error for every dialect, since services mix the shapes.
 */
void
ump_wire_error_parse (guint status, const char *body, gsize length, UmpFailure *failure)
{
  g_autoptr (JsonNode) root = NULL;
  const Said nothing = { NULL };
  const char *start = body + strspn (body, " \t\r\n\xEF\xBB\xBF");

  memset (failure, 0, sizeof *failure);
  failure->retry_after_ms = -1;
  if (*start == '{' || *start == '[')
    root = ump_wire_json_parse (body, length, NULL);
  if (root != NULL && ump_wire_error_read (root, status, failure))
    return;

  failure->code = classify (status, &nothing);
  failure->not_accepted = failure->code == UMP_ERROR_RATE_LIMIT || status == 503 || status == 529;
  if (*start == '<') {
    if (failure->code == UMP_ERROR_NO_MODEL || failure->code == UMP_ERROR_FAILED || failure->code == UMP_ERROR_BAD_PARAMETER)
      failure->code = UMP_ERROR_NOT_THIS_SERVICE;
    failure->message = g_strdup_printf (_("The server answered with a web page (status %u). Check the provider’s address."), status);
  } else if (*start != '\0' && root == NULL) {
    g_autofree char *valid = g_utf8_make_valid (start, -1);

    set_message (failure, g_strchomp (valid));
  } else {
    failure->message = g_strdup_printf (_("The server answered with status %u and no explanation."), status);
  }
}


/**
 * ump_wire_error_in_stream:
 * @object: an event of a stream
 *
 * Returns: (transfer full) (nullable): the error that the event holds at its
 *   top level, or %NULL where it holds none
 */
GError *
ump_wire_error_in_stream (JsonObject *object)
{
  g_autoptr (JsonNode) node = NULL;
  UmpFailure failure = { 0 };
  GError *error;

  if (object == NULL)
    return NULL;
  node = json_node_init_object (json_node_alloc (), object);
  if (!ump_wire_error_read (node, 0, &failure))
    return NULL;
  error = g_error_new_literal (UMP_ERROR, failure.code, failure.message);
  ump_failure_clear (&failure);
  return error;
}


/**
 * ump_wire_error_no_answer:
 * @parse_error: (inout): why an event is no JSON; taken where it is set
 *
 * Returns: (transfer full): the error of an event that is no JSON object
 */
GError *
ump_wire_error_no_answer (GError **parse_error)
{
  if (*parse_error != NULL)
    return g_steal_pointer (parse_error);
  return g_error_new_literal (UMP_ERROR, UMP_ERROR_PROTOCOL, _("The server sent something that is not an answer."));
}


/**
 * ump_wire_frame_is_empty:
 * @frame: a frame
 *
 * Returns: whether it says nothing: blank data, or the sentinel "[DONE]"
 */
gboolean
ump_wire_frame_is_empty (const UmpFrame *frame)
{
  return frame->length == strspn (frame->data, " \t\r\n") || strncmp (frame->data, "[DONE]", strlen ("[DONE]")) == 0;
}
