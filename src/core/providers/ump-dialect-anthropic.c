/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ump-dialect-anthropic.h"
#include "ump-error.h"
#include "ump-parser.h"
#include "ump-wire-error.h"
#include "ump-wire-json.h"
#include "ump-wire-models.h"
#include "ump-wire-request.h"

/* The Messages protocol, version 2023-06-01. */

/* max_tokens is required; this is what is asked for where nobody said. */
#define FALLBACK_MAX_TOKENS 4096


static void
add_version_header (UmpRequest *request)
{
  ump_request_add_header (request, "anthropic-version", "2023-06-01");
}


/* Messages of one role in a row are joined and empty ones left out, since
 * both are refused. */
static JsonArray *
make_messages (const UmpPrompt *prompt)
{
  JsonArray *messages = json_array_new ();
  gsize i = 0;

  while (i < prompt->n_messages) {
    UmpRole role = prompt->messages[i].role;
    g_autoptr (GString) text = g_string_new (NULL);
    JsonObject *message;

    for (; i < prompt->n_messages && prompt->messages[i].role == role; i++) {
      if (text->len > 0)
        g_string_append (text, "\n\n");
      g_string_append (text, prompt->messages[i].text);
    }
    if (text->len == 0)
      continue;
    message = json_object_new ();
    json_object_set_string_member (message, "role", role == UMP_ROLE_USER ? "user" : "assistant");
    json_object_set_string_member (message, "content", text->str);
    json_array_add_object_element (messages, message);
  }
  return messages;
}


static void
add_effort (JsonObject *body, const char *effort)
{
  JsonObject *thinking = json_object_new ();
  JsonObject *output = json_object_new ();

  json_object_set_string_member (thinking, "type", "adaptive");
  json_object_set_object_member (body, "thinking", thinking);
  json_object_set_string_member (output, "effort", effort);
  json_object_set_object_member (body, "output_config", output);
}


static UmpRequest *
build_request (const UmpPrompt *prompt, GError **error)
{
  const UmpContender *contender = prompt->contender;
  g_autofree char *base = ump_wire_request_add_version (prompt->base_url, "/v1");
  g_autoptr (UmpRequest) request = ump_request_new ("POST", base, "/messages");
  g_autoptr (JsonObject) body = json_object_new ();
  guint fields = prompt->service->fields & ~prompt->dropped;
  int max_tokens = contender->max_tokens > 0 ? contender->max_tokens : prompt->max_tokens;

  json_object_set_string_member (body, "model", contender->model);
  json_object_set_int_member (body, "max_tokens", max_tokens > 0 ? max_tokens : FALLBACK_MAX_TOKENS);
  if (contender->system_prompt != NULL && *contender->system_prompt != '\0')
    json_object_set_string_member (body, "system", contender->system_prompt);
  json_object_set_boolean_member (body, "stream", TRUE);
  json_object_set_array_member (body, "messages", make_messages (prompt));
  request->fields = UMP_FIELD_MAX_TOKENS | UMP_FIELD_SYSTEM;
  if (contender->reasoning_effort != NULL && fields & UMP_FIELD_REASONING_EFFORT) {
    /* With thinking on, the sampling parameters are refused. */
    add_effort (body, contender->reasoning_effort);
    request->fields |= UMP_FIELD_REASONING_EFFORT;
    fields &= ~(UMP_FIELD_TEMPERATURE | UMP_FIELD_TOP_P);
  }
  if (!isnan (contender->temperature) && fields & UMP_FIELD_TEMPERATURE) {
    json_object_set_double_member (body, "temperature", contender->temperature);
    request->fields |= UMP_FIELD_TEMPERATURE;
  }
  if (!isnan (contender->top_p) && fields & UMP_FIELD_TOP_P) {
    json_object_set_double_member (body, "top_p", contender->top_p);
    request->fields |= UMP_FIELD_TOP_P;
  }
  add_version_header (request);
  if (!ump_wire_request_set_body (request, body, contender->extra_json, error))
    return NULL;
  return g_steal_pointer (&request);
}


static void
add_key (UmpRequest *request, const char *key)
{
  ump_request_add_header (request, "x-api-key", key);
}


static void
take_usage (UmpParser *parser, JsonObject *usage)
{
  gint64 fresh, written, cached;

  if (usage == NULL)
    return;
  parser->has_usage = TRUE;
  fresh = ump_wire_json_get_int (usage, "input_tokens", -1);
  written = ump_wire_json_get_int (usage, "cache_creation_input_tokens", 0);
  cached = ump_wire_json_get_int (usage, "cache_read_input_tokens", -1);
  if (fresh >= 0) {
    parser->usage.input = fresh + written + MAX (cached, 0);
    parser->usage.cached = cached;
  }
  parser->usage.output = ump_wire_json_get_int (usage, "output_tokens", parser->usage.output);
  parser->usage.reasoning = ump_wire_json_get_int (ump_wire_json_get_object (usage, "output_tokens_details"), "thinking_tokens",
                                                   parser->usage.reasoning);
}


/* A content block, or a delta of one: both carry their text under the same names. */
static void
take_block (UmpParser *parser, JsonObject *block)
{
  const char *type = ump_wire_json_get_string (block, "type");

  ump_parser_add_text (parser, ump_wire_json_get_string (block, "text"));
  ump_parser_add_reasoning (parser, ump_wire_json_get_string (block, "thinking"));
  if (g_strcmp0 (type, "tool_use") == 0)
    parser->tool_call = TRUE;
}


static UmpEnding
read_stop_reason (const char *reason)
{
  if (g_strcmp0 (reason, "max_tokens") == 0 || g_strcmp0 (reason, "model_context_window_exceeded") == 0)
    return UMP_ENDING_LENGTH;
  if (g_strcmp0 (reason, "refusal") == 0)
    return UMP_ENDING_FILTER;
  if (g_strcmp0 (reason, "tool_use") == 0 || g_strcmp0 (reason, "pause_turn") == 0)
    return UMP_ENDING_EMPTY;
  return UMP_ENDING_STOP;
}


/* The reason comes one event before the terminator and waits in the parser. */
static void
keep_stop_reason (UmpParser *parser, JsonObject *object)
{
  const char *reason = ump_wire_json_get_string (object, "stop_reason");

  if (reason == NULL)
    return;
  g_free (parser->finish);
  parser->finish = ump_wire_json_plain (reason);
}


static void
finish (UmpParser *parser)
{
  g_autofree char *reason = g_strdup (parser->finish);

  ump_parser_finish (parser, read_stop_reason (reason), reason);
}


static void
take_message (UmpParser *parser, JsonObject *message)
{
  JsonArray *content = ump_wire_json_get_array (message, "content");

  /* It may come twice in one stream, with another id; later ones are ignored. */
  if (parser->model == NULL)
    ump_parser_set_model (parser, ump_wire_json_get_string (message, "model"));
  take_usage (parser, ump_wire_json_get_object (message, "usage"));
  for (guint i = 0; content != NULL && i < json_array_get_length (content); i++)
    take_block (parser, ump_wire_json_element (content, i));
  keep_stop_reason (parser, message);
}


static void
take_event (UmpParser *parser, JsonObject *object)
{
  const char *type = ump_wire_json_get_string (object, "type");

  if (g_strcmp0 (type, "message_start") == 0) {
    take_message (parser, ump_wire_json_get_object (object, "message"));
  } else if (g_strcmp0 (type, "content_block_start") == 0) {
    take_block (parser, ump_wire_json_get_object (object, "content_block"));
  } else if (g_strcmp0 (type, "content_block_delta") == 0) {
    take_block (parser, ump_wire_json_get_object (object, "delta"));
  } else if (g_strcmp0 (type, "message_delta") == 0) {
    keep_stop_reason (parser, ump_wire_json_get_object (object, "delta"));
    take_usage (parser, ump_wire_json_get_object (object, "usage"));
  } else if (g_strcmp0 (type, "message_stop") == 0) {
    finish (parser);
  } else if (g_strcmp0 (type, "message") == 0) {
    take_message (parser, object);
    finish (parser);
  }
}


static void
parse_event (UmpParser *parser, const UmpFrame *frame, UmpDelta *delta)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  GError *reported = NULL;
  JsonObject *object;

  ump_parser_begin (parser, delta);
  if (!ump_wire_frame_is_empty (frame)) {
    root = ump_wire_json_parse (frame->data, frame->length, &error);
    object = ump_wire_json_object (root);
    if (object != NULL && (json_object_has_member (object, "error") || g_str_equal (frame->event, "error")))
      reported = ump_wire_error_in_stream (object);
    if (reported != NULL)
      ump_parser_fail (parser, reported);
    else if (object == NULL)
      ump_parser_fail (parser, ump_wire_error_no_answer (&error));
    else
      take_event (parser, object);
  }
  ump_parser_end (parser, delta);
  /* What waits for the terminator is not said before it. */
  if (!parser->finished)
    delta->finish = NULL;
}


static UmpRequest *
build_models_request (const UmpService *service, const char *base_url, const char *page)
{
  g_autofree char *base = ump_wire_request_add_version (base_url, "/v1");
  g_autofree char *escaped = page != NULL ? g_uri_escape_string (page, NULL, FALSE) : NULL;
  g_autofree char *path = g_strconcat (service->models_path, "?limit=1000", page != NULL ? "&after_id=" : "", escaped, NULL);
  UmpRequest *request = ump_request_new ("GET", base, path);

  add_version_header (request);
  return request;
}


const UmpDialect ump_dialect_anthropic = {
  .name = "anthropic",
  .framing = UMP_FRAMING_SSE,
  .build_request = build_request,
  .add_key = add_key,
  .parse_event = parse_event,
  .parse_error = ump_wire_error_parse,
  .build_models_request = build_models_request,
  .parse_models = ump_wire_models_parse,
};
