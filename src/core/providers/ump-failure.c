/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-error.h"
#include "ump-failure.h"
#include "ump-json-document.h"
#include "ump-utf8.h"

#define MAX_MESSAGE 500

/* How much of a message is searched for phrases; inside a stream it may have
 * megabytes. */
#define MAX_SEARCHED 4000

/* What an error body says, wherever it says it. Nothing is owned. */
typedef struct {
  const UmpJson *error;   /* the object that describes it */
  const char *message;
  const char *location;   /* what the message is about */
  const char *parameter;
  const char *words[4];   /* code, type, status, reason: any may be NULL */
  guint status;
  gint64 retry_after_ms;
} Report;

/* Words of the services and what they mean, the first match counts. Sources:
 * the services' error references and their own client libraries. */
static const struct {
  const char *word;
  int code;
} words[] = {
  { "insufficient_quota", UMP_ERROR_NO_MONEY },
  { "credit_balance_exhausted", UMP_ERROR_NO_MONEY },
  { "billing_error", UMP_ERROR_NO_MONEY },
  { "payment_required", UMP_ERROR_NO_MONEY },
  { "invalid_api_key", UMP_ERROR_BAD_KEY },
  { "authentication_error", UMP_ERROR_BAD_KEY },
  { "UNAUTHENTICATED", UMP_ERROR_BAD_KEY },
  { "API_KEY_INVALID", UMP_ERROR_BAD_KEY },
  { "permission_error", UMP_ERROR_NOT_ALLOWED },
  { "PERMISSION_DENIED", UMP_ERROR_NOT_ALLOWED },
  { "FAILED_PRECONDITION", UMP_ERROR_NOT_ALLOWED },
  { "context_length_exceeded", UMP_ERROR_TOO_LONG },
  { "exceed_context_size_error", UMP_ERROR_TOO_LONG },
  { "request_too_large", UMP_ERROR_TOO_LONG },
  { "model_not_found", UMP_ERROR_NO_MODEL },
  { "invalid_model", UMP_ERROR_NO_MODEL },
  { "rate_limit_exceeded", UMP_ERROR_RATE_LIMIT },
  { "rate_limit_error", UMP_ERROR_RATE_LIMIT },
  { "RESOURCE_EXHAUSTED", UMP_ERROR_RATE_LIMIT },
  { "overloaded_error", UMP_ERROR_OVERLOADED },
  { "server_is_overloaded", UMP_ERROR_OVERLOADED },
  { "provider_overloaded", UMP_ERROR_OVERLOADED },
  { "unavailable_error", UMP_ERROR_OVERLOADED },
  { "UNAVAILABLE", UMP_ERROR_OVERLOADED },
  { "unsupported_parameter", UMP_ERROR_BAD_PARAMETER },
  { "unsupported_value", UMP_ERROR_BAD_PARAMETER },
  { "extra_forbidden", UMP_ERROR_BAD_PARAMETER },
  { "wrong_api_format", UMP_ERROR_BAD_PARAMETER },
};

/* Where a code says nothing, the sentence may. Compared without case. */
static const struct {
  const char *phrase;
  int code;
} phrases[] = {
  { "credit balance", UMP_ERROR_NO_MONEY },
  { "insufficient balance", UMP_ERROR_NO_MONEY },
  { "incorrect api key", UMP_ERROR_BAD_KEY },
  { "invalid api key", UMP_ERROR_BAD_KEY },
  { "api key not valid", UMP_ERROR_BAD_KEY },
  { "prompt is too long", UMP_ERROR_TOO_LONG },
  { "maximum context length", UMP_ERROR_TOO_LONG },
  { "context window", UMP_ERROR_TOO_LONG },
  { "data policy", UMP_ERROR_NOT_ALLOWED }, /* OpenRouter: the account's settings leave out who has the model */
};


static gboolean
mentions (const char *text, const char *phrase)
{
  g_autofree char *folded = NULL;

  if (text == NULL)
    return FALSE;
  folded = g_ascii_strdown (text, strnlen (text, MAX_SEARCHED));
  return strstr (folded, phrase) != NULL;
}


static int
classify_words (const Report *report)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (guint j = 0; j < G_N_ELEMENTS (report->words); j++)
      if (g_strcmp0 (report->words[j], words[i].word) == 0)
        return words[i].code;
  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (mentions (report->message, phrases[i].phrase))
      return phrases[i].code;
  return -1;
}


/* A model that is not there is told apart from an address that is not there:
 * the first retires a contender. Servers quote the address that was asked for,
 * which says nothing about models, whatever words are in it. */
static int
classify_missing (const Report *report)
{
  static const char *const signs[] = { "model", "no endpoints", "deployment" };
  g_autoptr (GRegex) address = g_regex_new ("(?<![\\w.-])/\\S*|\\S*://\\S*", 0, 0, NULL);
  g_autofree char *message = report->message != NULL ? g_regex_replace_literal (address, report->message, strnlen (report->message, MAX_SEARCHED), 0, "", 0, NULL) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (mentions (message, signs[i]) || mentions (report->words[0], signs[i]) || mentions (report->parameter, signs[i]))
      return UMP_ERROR_NO_MODEL;
  return UMP_ERROR_NOT_THIS_SERVICE;
}


static int
classify_status (const Report *report)
{
  switch (report->status) {
  case 401:
    return UMP_ERROR_BAD_KEY;
  case 402:
    return UMP_ERROR_NO_MONEY;
  case 403:
  case 451:
    return UMP_ERROR_NOT_ALLOWED;
  case 404:
  case 410:
    return classify_missing (report);
  case 413:
    return UMP_ERROR_TOO_LONG;
  case 400:
  case 422:
    return UMP_ERROR_BAD_PARAMETER;
  case 429:
    return UMP_ERROR_RATE_LIMIT;
  case 498:
  case 502:
  case 503:
  case 529:
    return UMP_ERROR_OVERLOADED;
  default:
    return report->status >= 300 && report->status < 400 ? UMP_ERROR_NOT_THIS_SERVICE : UMP_ERROR_FAILED;
  }
}


/* The answer itself says that the request was turned away before any work.
 * 500, 502 and 504 do not: the work may have been done and paid. */
static gboolean
was_turned_away (guint status)
{
  return (status >= 400 && status < 500) || status == 503 || status == 529;
}


/* FastAPI and Mistral: a list of what is wrong, each with a place. */
static void
read_details (Report *report, const UmpJson *details)
{
  const UmpJson *place;

  if (ump_json_is (details, UMP_JSON_STRING)) {
    report->message = details->text;
    return;
  }
  details = ump_json_first (details);
  if (details == NULL)
    return;
  report->message = ump_json_get_string (details, "msg");
  report->words[1] = ump_json_get_string (details, "type");
  place = ump_json_get (details, "loc");
  for (const UmpJson *part = ump_json_first (place); part != NULL; part = ump_json_next (place, part))
    if (ump_json_is (part, UMP_JSON_STRING))
      report->parameter = report->location = part->text;
}


/* Google: the reason of a bad key and the time to wait are in a list. */
static void
read_google_details (Report *report, const UmpJson *details)
{
  for (const UmpJson *detail = ump_json_first (details); detail != NULL; detail = ump_json_next (details, detail)) {
    const char *reason = ump_json_get_string (detail, "reason");
    const char *delay = ump_json_get_string (detail, "retryDelay");
    double seconds = delay != NULL ? g_ascii_strtod (delay, NULL) : -1;

    if (reason != NULL)
      report->words[3] = reason;
    if (seconds >= 0 && seconds < 1e9)
      report->retry_after_ms = (gint64) (seconds * 1000);
  }
}


static void
read_message (Report *report, const UmpJson *message)
{
  if (ump_json_is (message, UMP_JSON_STRING))
    report->message = message->text;
  else if (ump_json_is (message, UMP_JSON_ARRAY))
    report->message = ump_json_string (ump_json_first (message));
  else if (ump_json_get (message, "detail") != NULL)
    read_details (report, ump_json_get (message, "detail"));
  else
    report->message = ump_json_get_string (message, "message");
}


static void
read_report (Report *report, const UmpJson *root)
{
  const UmpJson *error;
  gint64 status;

  if (ump_json_is (root, UMP_JSON_ARRAY))
    root = ump_json_first (root);
  error = ump_json_get (root, "error");
  if (ump_json_is (error, UMP_JSON_STRING)) {
    report->message = error->text;
    report->words[0] = ump_json_get_string (root, "code");
    report->error = root;
    return;
  }
  if (!ump_json_is (error, UMP_JSON_OBJECT))
    error = root;
  report->error = error;
  report->words[0] = ump_json_get_string (error, "code");
  report->words[1] = ump_json_get_string (error, "type");
  report->words[2] = ump_json_get_string (error, "status");
  report->words[3] = ump_json_get_string (ump_json_get (error, "metadata"), "error_type");
  report->parameter = ump_json_get_string (error, "param");
  read_message (report, ump_json_get (error, "message"));
  if (report->message == NULL)
    read_details (report, ump_json_get (error, "detail"));
  read_google_details (report, ump_json_get (error, "details"));
  /* Inside a stream the status line said 200; a number says what it would be. */
  status = ump_json_get_int (error, "code", -1);
  if (report->status < 300 && status >= 400 && status < 600)
    report->status = status;
}


/* OpenRouter's own sentence says only that there was an error; the provider's
 * body is beside it, often as a string. Returns a message to be freed. */
static char *
read_raw (const Report *report)
{
  const char *raw = ump_json_get_string (ump_json_get (report->error, "metadata"), "raw");
  g_autoptr (UmpJsonDocument) document = NULL;
  Report inner = { 0 };

  if (raw == NULL || *raw == '\0')
    return NULL;
  document = ump_json_document_new ();
  read_report (&inner, ump_json_document_parse (document, raw, strlen (raw), NULL));
  return g_strdup (inner.message != NULL ? inner.message : raw);
}


/* Sentences that name a field in their own words, or by a part of it. */
static const struct {
  const char *phrase;
  const char *parameter;
} sentences[] = {
  { "support thinking", "thinking" },       /* Ollama */
  { "thinking is not", "thinking" },
  { "thinking level", "thinking" },         /* Gemini, as are the next */
  { "thinking budget", "thinking" },
  { "thinking mode", "thinking" },
  { "thinkinglevel", "thinking" },
  { "thinkingbudget", "thinking" },
  { "thinking_level", "thinking" },
  { "thinking_budget", "thinking" },
  { "thinking_config", "thinking" },
  { "developer instruction", "system" },
  { "system instruction", "system" },
};


/* The name of the field where only the sentence has it: "temperature: extra
 * inputs …", "property 'seed' is unsupported", "Argument not supported on this
 * model: reasoningEffort". */
static char *
find_parameter (const char *message)
{
  g_autoptr (GRegex) regex = g_regex_new ("^([A-Za-z][A-Za-z0-9_.]*):|['\"`]([A-Za-z][A-Za-z0-9_.]{0,60})['\"`]|not supported on this model: ([A-Za-z_]+)", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (message == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (mentions (message, sentences[i].phrase))
      return g_strdup (sentences[i].parameter);
  if (!g_regex_match (regex, message, 0, &match))
    return NULL;
  for (int group = 1; group <= 3; group++) {
    g_autofree char *name = g_match_info_fetch (match, group);

    if (name != NULL && *name != '\0')
      return g_steal_pointer (&name);
  }
  return NULL;
}


/* Services quote keys in part, so the whole key need not be in the text for a
 * piece of it to be. A key is long and has a digit: names of models begin with
 * the same letters. */
static char *
mask_keys (const char *message)
{
  static GRegex *regex;

  if (g_once_init_enter (&regex)) {
    GRegex *made = g_regex_new ("\\b((sk|gsk|xai|key|pplx|csk|fw|tgp|AQ)[-_.]|AIza)(?=[A-Za-z_\\-*.]*[0-9])[A-Za-z0-9_\\-*.]{16,}", G_REGEX_OPTIMIZE, 0, NULL);

    g_once_init_leave (&regex, made);
  }
  return g_regex_replace_literal (regex, message, -1, 0, "…", 0, NULL);
}


static char *
cut_message (const char *message, const char *location)
{
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;

  if (message == NULL || *message == '\0')
    return NULL;
  whole = location != NULL ? g_strdup_printf ("%s: %s", location, message) : g_strdup (message);
  g_strstrip (whole);
  cut = g_utf8_substring (whole, 0, MIN (g_utf8_strlen (whole, -1), MAX_MESSAGE));
  return mask_keys (cut);
}


static void
fill (UmpFailure *self, Report *report)
{
  g_autofree char *raw = read_raw (report);

  if (raw != NULL) {
    report->message = raw;
    report->location = NULL;
  }
  self->code = classify_words (report);
  if (self->code == -1)
    self->code = classify_status (report);
  self->message = cut_message (report->message, report->location);
  self->parameter = report->parameter != NULL ? g_strdup (report->parameter) : NULL;
  if (self->parameter == NULL && self->code == UMP_ERROR_BAD_PARAMETER)
    self->parameter = find_parameter (self->message);
  self->retry_after_ms = report->retry_after_ms;
}


/**
 * ump_failure_read_node:
 * @self: (out): filled
 * @status: the HTTP status
 * @root: (nullable): what the service sent
 *
 * Reads every known shape of an error.
 */
void
ump_failure_read_node (UmpFailure *self, guint status, const UmpJson *root)
{
  Report report = { .status = status, .retry_after_ms = -1 };

  memset (self, 0, sizeof *self);
  read_report (&report, root);
  fill (self, &report);
  self->not_accepted = was_turned_away (status);
}


/**
 * ump_failure_read:
 * @status: the HTTP status
 * @body: (array length=length): JSON, a web page, a sentence, or nothing
 * @length: bytes
 * @self: (out): filled
 *
 * Reads an error body: a #UmpDialect.parse_error for every dialect, since
 * gateways mix the shapes. A web page is not quoted.
 */
void
ump_failure_read (guint status, const char *body, gsize length, UmpFailure *self)
{
  g_autoptr (UmpJsonDocument) document = ump_json_document_new ();
  const UmpJson *root = ump_json_document_parse (document, body, length, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  Report report = { .status = status, .retry_after_ms = -1 };

  if (root != NULL && !ump_json_is (root, UMP_JSON_STRING)) {
    ump_failure_read_node (self, status, root);
    return;
  }
  memset (self, 0, sizeof *self);
  ump_utf8_append_repaired (text, body, length);
  g_strstrip (text->str);
  if (*text->str == '<') {
    if (status < 300 || status == 404)
      report.status = 302;
  } else {
    report.message = root != NULL ? root->text : text->str;
  }
  fill (self, &report);
  self->not_accepted = was_turned_away (status);
}


/**
 * ump_failure_is_reported:
 * @root: (nullable): an event, or the body of a successful response
 *
 * Returns: whether it is an error, in one of the shapes that can come with
 *   status 200
 */
gboolean
ump_failure_is_reported (const UmpJson *root)
{
  const UmpJson *error;

  if (ump_json_is (root, UMP_JSON_ARRAY))
    root = ump_json_first (root);
  error = ump_json_get (root, "error");
  if (ump_json_is (error, UMP_JSON_OBJECT) || (ump_json_is (error, UMP_JSON_STRING) && error->length > 0))
    return TRUE;
  if (g_strcmp0 (ump_json_get_string (root, "object"), "error") == 0 || g_strcmp0 (ump_json_get_string (root, "type"), "error") == 0)
    return TRUE;
  if (ump_json_get (root, "detail") != NULL)
    return TRUE;
  return ump_json_get (root, "message") != NULL && ump_json_get (root, "choices") == NULL
         && (ump_json_get (root, "code") != NULL || g_strcmp0 (ump_json_get_string (root, "status"), "failure") == 0);
}
