/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-address.h"
#include "ump-body.h"
#include "ump-dialect-openai-chat.h"
#include "ump-models.h"
#include "ump-openai-rules.h"
#include "ump-parser.h"

/* OpenAI's chat completions, and the many services that speak like it. */


static void
add_message (JsonArray *messages, const char *role, const char *text)
{
  JsonObject *message = json_object_new ();

  json_object_set_string_member (message, "role", role);
  json_object_set_string_member (message, "content", text);
  json_array_add_object_element (messages, message);
}


static JsonArray *
make_messages (const UmpPrompt *prompt, guint *fields)
{
  JsonArray *messages = json_array_new ();
  const char *system = ump_body_get_system (prompt);

  if (system != NULL) {
    add_message (messages, "system", system);
    *fields |= UMP_FIELD_SYSTEM;
  }
  for (gsize i = 0; i < prompt->n_messages; i++)
    add_message (messages, prompt->messages[i].role == UMP_ROLE_USER ? "user" : "assistant", prompt->messages[i].text);
  return messages;
}


static void
set_stream (JsonObject *root, const UmpPrompt *prompt, guint *fields)
{
  gboolean stream = (prompt->dropped & UMP_FIELD_STREAM) == 0;

  json_object_set_boolean_member (root, "stream", stream);
  if (!stream)
    return;
  *fields |= UMP_FIELD_STREAM;
  if (ump_body_takes (prompt, UMP_FIELD_STREAM_OPTIONS)) {
    JsonObject *options = json_object_new ();

    json_object_set_boolean_member (options, "include_usage", TRUE);
    json_object_set_object_member (root, "stream_options", options);
    *fields |= UMP_FIELD_STREAM_OPTIONS;
  }
}


static void
set_effort (JsonObject *root, const UmpPrompt *prompt, guint *fields)
{
  const char *effort = ump_body_get_effort (prompt, UMP_FIELD_REASONING_EFFORT);
  JsonObject *reasoning;

  /* OpenAI's other models refuse it. */
  if (g_str_equal (prompt->service->id, "openai") && !ump_openai_model_reasons (prompt->contender->model))
    return;
  if (effort != NULL) {
    json_object_set_string_member (root, "reasoning_effort", effort);
    *fields |= UMP_FIELD_REASONING_EFFORT;
    return;
  }
  effort = ump_body_get_effort (prompt, UMP_FIELD_REASONING_OBJECT);
  if (effort != NULL) {
    reasoning = json_object_new ();
    json_object_set_string_member (reasoning, "effort", effort);
    json_object_set_object_member (root, "reasoning", reasoning);
    *fields |= UMP_FIELD_REASONING_OBJECT;
  }
}


/* What is not in the service's row is never sent: Mistral, Groq and Cerebras
 * turn a request away for one field that they do not know. */
static void
set_options (JsonObject *root, const UmpPrompt *prompt, guint *fields)
{
  const UmpContender *contender = prompt->contender;
  int max_tokens = ump_body_get_max_tokens (prompt);

  if (ump_body_takes (prompt, UMP_FIELD_MAX_COMPLETION_TOKENS))
    ump_body_set_int (root, "max_completion_tokens", max_tokens, max_tokens > 0, prompt, UMP_FIELD_MAX_COMPLETION_TOKENS, fields);
  else
    ump_body_set_int (root, "max_tokens", max_tokens, max_tokens > 0, prompt, UMP_FIELD_MAX_TOKENS, fields);
  if (ump_openai_model_takes_sampling (contender->model, contender->reasoning_effort)) {
    ump_body_set_number (root, "temperature", contender->temperature, prompt, UMP_FIELD_TEMPERATURE, fields);
    ump_body_set_number (root, "top_p", contender->top_p, prompt, UMP_FIELD_TOP_P, fields);
  }
  ump_body_set_int (root, "seed", contender->seed, contender->seed >= 0, prompt, UMP_FIELD_SEED, fields);
  ump_body_set_int (root, "random_seed", contender->seed, contender->seed >= 0, prompt, UMP_FIELD_RANDOM_SEED, fields);
  set_effort (root, prompt, fields);
  if (ump_body_takes (prompt, UMP_FIELD_USAGE_INCLUDE)) {
    JsonObject *usage = json_object_new ();

    json_object_set_boolean_member (usage, "include", TRUE);
    json_object_set_object_member (root, "usage", usage);
    *fields |= UMP_FIELD_USAGE_INCLUDE;
  }
  if (ump_body_takes (prompt, UMP_FIELD_STORE)) {
    json_object_set_boolean_member (root, "store", FALSE);
    *fields |= UMP_FIELD_STORE;
  }
}


static UmpRequest *
build_request (const UmpPrompt *prompt, GError **error)
{
  g_autofree char *base = ump_address_add_version (prompt->base_url, prompt->service, "/v1");
  g_autoptr (UmpRequest) request = ump_request_new ("POST", base, "/chat/completions");
  JsonObject *root = json_object_new ();
  guint fields = 0;

  json_object_set_string_member (root, "model", prompt->contender->model);
  json_object_set_array_member (root, "messages", make_messages (prompt, &fields));
  set_stream (root, prompt, &fields);
  set_options (root, prompt, &fields);
  if (!ump_body_finish (request, root, prompt, "messages", fields, error))
    return NULL;
  return g_steal_pointer (&request);
}


/* Mistral: content is a list of parts while it reasons. */
static void
read_parts (UmpParser *parser, const UmpJson *parts)
{
  for (const UmpJson *part = ump_json_first (parts); part != NULL; part = ump_json_next (parts, part)) {
    const UmpJson *thinking = ump_json_get (part, "thinking");

    ump_parser_add_reasoning (parser, thinking);
    for (const UmpJson *piece = ump_json_first (thinking); piece != NULL; piece = ump_json_next (thinking, piece))
      ump_parser_add_reasoning (parser, ump_json_get (piece, "text"));
    if (thinking == NULL)
      ump_parser_add_text (parser, ump_json_get (part, "text"));
  }
}


static gboolean
is_empty (const UmpJson *string)
{
  return ump_json_string (string) == NULL || (string->length == 0 && string->first_half == 0 && string->last_half == 0);
}


/* The names of reasoning text. Servers may send two with the same text, and
 * OpenRouter's list of details beside one of them. */
static void
read_reasoning (UmpParser *parser, const UmpJson *delta)
{
  const UmpJson *reasoning = ump_json_get (delta, "reasoning_content");
  const UmpJson *details = ump_json_get (delta, "reasoning_details");

  if (is_empty (reasoning))
    reasoning = ump_json_get (delta, "reasoning");
  ump_parser_add_reasoning (parser, reasoning);
  if (!is_empty (reasoning))
    return;
  for (const UmpJson *detail = ump_json_first (details); detail != NULL; detail = ump_json_next (details, detail)) {
    ump_parser_add_reasoning (parser, ump_json_get (detail, "text"));
    ump_parser_add_reasoning (parser, ump_json_get (detail, "summary"));
  }
}


static UmpEnding
judge_finish (const UmpParser *parser, const char *finish)
{
  static const struct {
    const char *finish;
    UmpEnding ending;
  } endings[] = {
    { "length", UMP_ENDING_LENGTH },
    { "model_length", UMP_ENDING_LENGTH },
    { "max_tokens", UMP_ENDING_LENGTH },
    { "content_filter", UMP_ENDING_FILTER },
    { "error", UMP_ENDING_ERROR },
    { "insufficient_system_resource", UMP_ENDING_ERROR },
  };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_equal (finish, endings[i].finish))
      return endings[i].ending;
  return parser->refused ? UMP_ENDING_FILTER : UMP_ENDING_STOP;
}


static void
read_choice (UmpParser *parser, const UmpJson *choice)
{
  const UmpJson *delta = ump_json_get (choice, "delta");
  const char *finish = ump_json_get_string (choice, "finish_reason");
  const UmpJson *refusal;
  gboolean whole = FALSE;

  if (delta != NULL) {
    parser->has_deltas = TRUE;
  } else if (!parser->has_deltas) {
    /* One document in answer to a stream request. */
    delta = ump_json_get (choice, "message");
    whole = delta != NULL;
  }
  read_reasoning (parser, delta);
  ump_parser_add_text (parser, ump_json_get (delta, "content"));
  read_parts (parser, ump_json_get (delta, "content"));
  refusal = ump_json_get (delta, "refusal");
  if (ump_json_is (refusal, UMP_JSON_STRING) && refusal->length > 0) {
    parser->refused = TRUE;
    ump_parser_add_text (parser, refusal);
  }
  if (finish != NULL && *finish != '\0') {
    ump_parser_set_finish (parser, finish);
    ump_parser_terminate (parser, judge_finish (parser, finish));
  } else if (whole) {
    ump_parser_terminate (parser, parser->refused ? UMP_ENDING_FILTER : UMP_ENDING_STOP);
  }
}


static void
read_usage (UmpParser *parser, const UmpJson *report)
{
  UmpUsage *usage = &parser->usage;
  gint64 total = ump_json_get_int (report, "total_tokens", -1);

  if (!ump_json_is (report, UMP_JSON_OBJECT))
    return;
  ump_parser_count (parser, &usage->input, report, "prompt_tokens");
  ump_parser_count (parser, &usage->cached, report, "prompt_cache_hit_tokens");
  ump_parser_count (parser, &usage->cached, ump_json_get (report, "prompt_tokens_details"), "cached_tokens");
  ump_parser_count (parser, &usage->output, report, "completion_tokens");
  ump_parser_count (parser, &usage->reasoning, ump_json_get (report, "completion_tokens_details"), "reasoning_tokens");
  /* xAI counts reasoning beside the output; the total tells. */
  if (usage->reasoning > 0 && usage->input >= 0 && ump_json_get (report, "completion_tokens") != NULL
      && total == usage->input + usage->output + usage->reasoning)
    usage->output += usage->reasoning;
  ump_parser_count_cost (parser, report);
}


static void
read_chunk (UmpParser *parser, const UmpJson *root, const char *event)
{
  const UmpJson *groq = ump_json_get (root, "x_groq");
  const UmpJson *choices = ump_json_get (root, "choices");

  if (g_str_equal (event, "error") || ump_failure_is_reported (root))
    ump_parser_fail (parser, root);
  else if (ump_json_get (groq, "error") != NULL)
    ump_parser_fail (parser, groq);
  ump_parser_set_model (parser, ump_json_get_string (root, "model"));
  read_usage (parser, ump_json_get (groq, "usage"));
  read_usage (parser, ump_json_get (root, "usage"));
  for (const UmpJson *choice = ump_json_first (choices); choice != NULL; choice = ump_json_next (choices, choice)) {
    if (ump_json_get_int (choice, "index", 0) != 0)
      continue;
    if (ump_json_get (choice, "error") != NULL)
      ump_parser_fail (parser, choice);
    read_usage (parser, ump_json_get (choice, "usage"));
    read_choice (parser, choice);
  }
}


static void
parse_event (UmpParser *parser, const UmpFrame *frame, UmpDelta *delta)
{
  const UmpJson *root = ump_parser_begin (parser, frame);

  if (root != NULL)
    read_chunk (parser, root, frame->event);
  else if (g_str_equal (frame->data, "[DONE]") && !parser->terminated)
    /* The sentinel without a finish reason closes the stream, but the answer
     * may lack its end: a server that failed inside writes it too. */
    ump_parser_terminate (parser, UMP_ENDING_NO_TERMINATOR);
  ump_parser_end (parser, delta);
}


static UmpRequest *
build_models_request (const UmpService *service, const char *base_url, const char *page)
{
  g_autofree char *base = ump_address_add_version (base_url, service, "/v1");

  return ump_request_new ("GET", base, service->models_path != NULL ? service->models_path : "/models");
}


static void
read_context (const UmpJson *entry, UmpModelInfo *info)
{
  static const char *const names[] = { "context_length", "max_model_len", "context_window", "max_context_length" };

  for (guint i = 0; i < G_N_ELEMENTS (names) && info->context == 0; i++)
    info->context = MAX (0, ump_json_get_int (entry, names[i], 0));
  if (info->context == 0)
    info->context = MAX (0, ump_json_get_int (ump_json_get (entry, "meta"), "n_ctx", 0));
}


/* OpenRouter: dollars for one token, as text, negative where they vary.
 * Together: dollars for a million, as numbers. */
static void
read_prices (const UmpJson *pricing, UmpModelInfo *info)
{
  double in = ump_json_get_double (pricing, "prompt") * 1e6;
  double out = ump_json_get_double (pricing, "completion") * 1e6;

  if (isnan (in) && isnan (out)) {
    in = ump_json_get_double (pricing, "input");
    out = ump_json_get_double (pricing, "output");
  }
  info->price_in = in >= 0 ? in : NAN;
  info->price_out = out >= 0 ? out : NAN;
}


/* OpenRouter. */
static char *
read_parameters (const UmpJson *list)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (const UmpJson *item = ump_json_first (list); item != NULL; item = ump_json_next (list, item)) {
    const char *name = ump_json_string (item);

    if (name != NULL && *name != '\0')
      g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", name);
  }
  return words->len > 0 ? g_strdup (words->str) : NULL;
}


/* Where the service says what a model is for, its word counts, else the name. */
static gboolean
is_not_chat (const UmpJson *entry, const char *id)
{
  static const char *const other_types[] = { "embedding", "image", "audio", "video", "moderation", "rerank", "transcribe" };
  const UmpJson *capability = ump_json_get (ump_json_get (entry, "capabilities"), "completion_chat");
  const UmpJson *modalities = ump_json_get (ump_json_get (entry, "architecture"), "output_modalities");
  const char *type = ump_json_get_string (entry, "type");

  if (capability != NULL)
    return !ump_json_is (capability, UMP_JSON_TRUE);
  if (ump_json_first (modalities) != NULL)
    return ump_models_lacks (modalities, "text");
  for (guint i = 0; i < G_N_ELEMENTS (other_types); i++)
    if (g_strcmp0 (type, other_types[i]) == 0)
      return TRUE;
  return ump_models_name_is_not_chat (id);
}


static gboolean
read_model (const UmpJson *entry, UmpModelInfo *info)
{
  read_context (entry, info);
  read_prices (ump_json_get (entry, "pricing"), info);
  info->parameters = read_parameters (ump_json_get (entry, "supported_parameters"));
  info->not_chat = is_not_chat (entry, info->id);
  return TRUE;
}


static GPtrArray *
parse_models (const char *body, gsize length, char **next_page, GError **error)
{
  g_autoptr (UmpJsonDocument) document = ump_json_document_new ();
  const UmpJson *root;

  *next_page = NULL;
  return ump_models_read (document, body, length, read_model, &root, error);
}


const UmpDialect ump_dialect_openai_chat = {
  .name = "openai-chat",
  .framing = UMP_FRAMING_SSE,
  .build_request = build_request,
  .add_key = ump_openai_add_key,
  .parse_event = parse_event,
  .parse_error = ump_failure_read,
  .build_models_request = build_models_request,
  .parse_models = parse_models,
};
