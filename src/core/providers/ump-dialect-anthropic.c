/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ump-address.h"
#include "ump-body.h"
#include "ump-dialect-anthropic.h"
#include "ump-models.h"
#include "ump-parser.h"

/* The Messages protocol, version 2023-06-01. */

#define VERSION_HEADER "anthropic-version"
#define VERSION "2023-06-01"

/* The field is required; this is sent where nobody set a limit, or where the
 * limit that was set is more than the model can do. Every model can do this. */
#define DEFAULT_MAX_TOKENS 4096
#define MIN_BUDGET 1024

/* Between the parts of a model's id. */
#define SEPARATORS "-._/@:"


/* The first number of the name, which stands before or behind that of the
 * family: "claude-opus-4-7", "claude-3-5-sonnet-20241022". 0 where @model is
 * no Claude. */
static int
read_version (const char *model)
{
  const char *at = strstr (model, "claude");
  int version = 0;

  for (; at != NULL && version == 0; at = strpbrk (at, SEPARATORS)) {
    at += strspn (at, SEPARATORS);
    version = ump_models_read_version (at, SEPARATORS);
  }
  return version;
}


static void
add_message (JsonArray *messages, UmpRole role, const char *text)
{
  JsonObject *message = json_object_new ();
  JsonArray *content = json_array_new ();

  json_array_add_object_element (content, ump_body_new_text ("text", text));
  json_object_set_string_member (message, "role", role == UMP_ROLE_USER ? "user" : "assistant");
  json_object_set_array_member (message, "content", content);
  json_array_add_object_element (messages, message);
}


/* Empty text blocks are refused, so a turn that stayed empty is left out. */
static JsonArray *
make_messages (const UmpPrompt *prompt)
{
  JsonArray *messages = json_array_new ();

  for (gsize i = 0; i < prompt->n_messages; i++) {
    const char *text = prompt->messages[i].text;

    if (text[strspn (text, " \t\r\n")] != '\0')
      add_message (messages, prompt->messages[i].role, text);
  }
  return messages;
}


/* How many tokens a model of before 4.6 may think for, 0 where it cannot. */
static int
choose_budget (const char *effort, int max_tokens)
{
  int budget = MIN_BUDGET;

  if (g_str_equal (effort, "medium"))
    budget = max_tokens / 2;
  else if (!g_str_equal (effort, "minimal") && !g_str_equal (effort, "low"))
    budget = max_tokens / 5 * 4;
  budget = MAX (budget, MIN_BUDGET);
  return budget < max_tokens ? budget : 0;
}


/* The levels are low, medium, high and max; from 4.7 on xhigh as well. */
static const char *
choose_level (const char *effort, int version)
{
  if (g_str_equal (effort, "minimal"))
    return "low";
  return g_str_equal (effort, "xhigh") && version > 0 && version < UMP_MODEL_VERSION (4, 7) ? "high" : effort;
}


/* Returns whether the model will think; then it takes no sampling parameters. */
static gboolean
set_effort (UmpRequest *request, JsonObject *root, const UmpPrompt *prompt, int max_tokens, guint *fields)
{
  const char *effort = ump_body_get_effort (prompt, UMP_FIELD_REASONING_EFFORT);
  int version = read_version (prompt->contender->model);
  gboolean by_budget = version >= UMP_MODEL_VERSION (3, 7) && version <= UMP_MODEL_VERSION (4, 5);
  g_autoptr (JsonObject) thinking = NULL;
  gboolean off;

  if (effort == NULL || (version > 0 && version < UMP_MODEL_VERSION (3, 7)))
    return FALSE;
  off = g_str_equal (effort, "none");
  if (by_budget && !off && choose_budget (effort, max_tokens) == 0)
    return FALSE;
  thinking = json_object_new ();
  json_object_set_string_member (thinking, "type", off ? "disabled" : by_budget ? "enabled" : "adaptive");
  if (by_budget && !off) {
    json_object_set_int_member (thinking, "budget_tokens", choose_budget (effort, max_tokens));
  } else if (!off) {
    JsonObject *output = json_object_new ();
    const char *level = choose_level (effort, version);

    json_object_set_string_member (output, "effort", level);
    if (!g_str_equal (level, effort))
      ump_request_take_note (request, UMP_FIELD_REASONING_EFFORT,
                             g_strdup_printf (_("“reasoning_effort” was sent as “%s”, the nearest that this model takes."), level));
    json_object_set_object_member (root, "output_config", output);
  }
  json_object_set_object_member (root, "thinking", g_steal_pointer (&thinking));
  *fields |= UMP_FIELD_REASONING_EFFORT;
  return !off;
}


/* Models after 4.6 refuse both parameters; those of 4.0 to 4.6 refuse the two
 * together. */
static void
set_sampling (JsonObject *root, const UmpPrompt *prompt, guint *fields)
{
  const UmpContender *contender = prompt->contender;
  int version = read_version (contender->model);

  if (version > UMP_MODEL_VERSION (4, 6))
    return;
  ump_body_set_number (root, "temperature", contender->temperature, prompt, UMP_FIELD_TEMPERATURE, fields);
  if (version < UMP_MODEL_VERSION (4, 0) || (*fields & UMP_FIELD_TEMPERATURE) == 0)
    ump_body_set_number (root, "top_p", contender->top_p, prompt, UMP_FIELD_TOP_P, fields);
}


static UmpRequest *
build_request (const UmpPrompt *prompt, GError **error)
{
  g_autofree char *base = ump_address_add_version (prompt->base_url, NULL, "/v1");
  g_autoptr (UmpRequest) request = ump_request_new ("POST", base, "/messages");
  JsonObject *root = json_object_new ();
  const char *system = ump_body_get_system (prompt);
  int max_tokens = ump_body_takes (prompt, UMP_FIELD_MAX_TOKENS) ? ump_body_get_max_tokens (prompt) : 0;
  guint fields = max_tokens > 0 ? UMP_FIELD_MAX_TOKENS : 0;

  if (max_tokens == 0) {
    max_tokens = DEFAULT_MAX_TOKENS;
    if (ump_body_get_max_tokens (prompt) > 0)
      ump_request_take_note (request, UMP_FIELD_MAX_TOKENS,
                             g_strdup_printf (_("“max_tokens” was sent as %d, because the service refuses the limit that was set."), max_tokens));
  }
  json_object_set_string_member (root, "model", prompt->contender->model);
  json_object_set_int_member (root, "max_tokens", max_tokens);
  if (system != NULL) {
    json_object_set_string_member (root, "system", system);
    fields |= UMP_FIELD_SYSTEM;
  }
  json_object_set_array_member (root, "messages", make_messages (prompt));
  json_object_set_boolean_member (root, "stream", TRUE);
  if (!set_effort (request, root, prompt, max_tokens, &fields))
    set_sampling (root, prompt, &fields);
  ump_request_add_header (request, VERSION_HEADER, VERSION);
  if (!ump_body_finish (request, root, prompt, "messages", fields, error))
    return NULL;
  return g_steal_pointer (&request);
}


static void
add_key (UmpRequest *request, const char *key)
{
  /* Tokens of a subscription are no keys. */
  if (g_str_has_prefix (key, "sk-ant-oat"))
    ump_request_add_bearer (request, key);
  else
    ump_request_add_header (request, "x-api-key", key);
}


static UmpEnding
judge_reason (const char *reason)
{
  if (g_strcmp0 (reason, "max_tokens") == 0 || g_strcmp0 (reason, "model_context_window_exceeded") == 0)
    return UMP_ENDING_LENGTH;
  if (g_strcmp0 (reason, "refusal") == 0)
    return UMP_ENDING_FILTER;
  return UMP_ENDING_STOP;
}


/* Totals are cumulative, and a later event may correct an earlier one: what is
 * left out keeps its value. The parts of the input are counted apart. */
static void
read_usage (UmpParser *parser, const UmpJson *report)
{
  ump_parser_count (parser, &parser->usage.cached, report, "cache_read_input_tokens");
  ump_parser_count (parser, &parser->usage.output, report, "output_tokens");
  ump_parser_count (parser, &parser->usage.reasoning, ump_json_get (report, "output_tokens_details"), "thinking_tokens");
  ump_parser_count (parser, &parser->fresh_input, report, "input_tokens");
  ump_parser_count (parser, &parser->written_input, report, "cache_creation_input_tokens");
  if (parser->fresh_input >= 0)
    parser->usage.input = parser->fresh_input + MAX (0, parser->usage.cached) + MAX (0, parser->written_input);
}


/* A block, or a delta of one. Blocks overlap, so each event is taken for what
 * it is and not for the block that is open. */
static void
read_block (UmpParser *parser, const UmpJson *block)
{
  ump_parser_add_reasoning (parser, ump_json_get (block, "thinking"));
  ump_parser_add_text (parser, ump_json_get (block, "text"));
}


static void
read_stop (UmpParser *parser, const UmpJson *object)
{
  const char *reason = ump_json_get_string (object, "stop_reason");

  if (reason != NULL)
    ump_parser_set_finish (parser, reason);
}


/* One document in answer to a stream request. */
static void
read_message (UmpParser *parser, const UmpJson *message)
{
  const UmpJson *content = ump_json_get (message, "content");

  ump_parser_set_model (parser, ump_json_get_string (message, "model"));
  for (const UmpJson *block = ump_json_first (content); block != NULL; block = ump_json_next (content, block))
    read_block (parser, block);
  read_usage (parser, ump_json_get (message, "usage"));
  read_stop (parser, message);
  ump_parser_terminate (parser, judge_reason (parser->finish));
}


static void
read_event (UmpParser *parser, const UmpJson *root, const char *type)
{
  if (g_str_equal (type, "message_start")) {
    const UmpJson *message = ump_json_get (root, "message");

    /* It may come again in the middle of a stream, with another id. */
    if (parser->has_deltas)
      return;
    parser->has_deltas = TRUE;
    ump_parser_set_model (parser, ump_json_get_string (message, "model"));
    read_usage (parser, ump_json_get (message, "usage"));
  } else if (g_str_equal (type, "content_block_start")) {
    read_block (parser, ump_json_get (root, "content_block"));
  } else if (g_str_equal (type, "content_block_delta")) {
    read_block (parser, ump_json_get (root, "delta"));
  } else if (g_str_equal (type, "message_delta")) {
    read_stop (parser, ump_json_get (root, "delta"));
    read_usage (parser, ump_json_get (root, "usage"));
  } else if (g_str_equal (type, "message_stop")) {
    ump_parser_terminate (parser, judge_reason (parser->finish));
  } else if (g_str_equal (type, "message")) {
    read_message (parser, root);
  }
}


static void
parse_event (UmpParser *parser, const UmpFrame *frame, UmpDelta *delta)
{
  const UmpJson *root = ump_parser_begin (parser, frame);
  const char *type = ump_json_get_string (root, "type");

  if (root != NULL && (g_str_equal (frame->event, "error") || ump_failure_is_reported (root)))
    ump_parser_fail (parser, root);
  else if (type != NULL)
    read_event (parser, root, type);
  ump_parser_end (parser, delta);
  /* The reason comes before the terminator; alone it does not end anything. */
  if (!parser->terminated)
    delta->finish = NULL;
}


static UmpRequest *
build_models_request (const UmpService *service, const char *base_url, const char *page)
{
  g_autofree char *base = ump_address_add_version (base_url, NULL, "/v1");
  g_autofree char *after = page != NULL ? g_uri_escape_string (page, NULL, FALSE) : NULL;
  g_autofree char *path = g_strconcat (service->models_path, "?limit=1000", after != NULL ? "&after_id=" : NULL, after, NULL);
  UmpRequest *request = ump_request_new ("GET", base, path);

  ump_request_add_header (request, VERSION_HEADER, VERSION);
  return request;
}


static gboolean
read_model (const UmpJson *entry, UmpModelInfo *info)
{
  info->context = MAX (0, ump_json_get_int (entry, "max_input_tokens", 0));
  info->not_chat = ump_models_name_is_not_chat (info->id);
  return TRUE;
}


static GPtrArray *
parse_models (const char *body, gsize length, char **next_page, GError **error)
{
  g_autoptr (UmpJsonDocument) document = ump_json_document_new ();
  const UmpJson *root;
  GPtrArray *models = ump_models_read (document, body, length, read_model, &root, error);

  *next_page = NULL;
  if (models != NULL && ump_json_get_true (root, "has_more"))
    *next_page = g_strdup (ump_json_get_string (root, "last_id"));
  return models;
}


const UmpDialect ump_dialect_anthropic = {
  .name = "anthropic",
  .framing = UMP_FRAMING_SSE,
  .build_request = build_request,
  .add_key = add_key,
  .parse_event = parse_event,
  .parse_error = ump_failure_read,
  .build_models_request = build_models_request,
  .parse_models = parse_models,
};
