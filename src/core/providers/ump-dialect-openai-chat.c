/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "ump-dialect-openai-chat.h"
#include "ump-error.h"
#include "ump-parser.h"
#include "ump-wire-error.h"
#include "ump-wire-json.h"
#include "ump-wire-models.h"
#include "ump-wire-request.h"

/* The chat completions protocol, as OpenAI documents it and as the services of
 * the table differ from it. */


static guint
choose_fields (const UmpPrompt *prompt)
{
  guint fields = prompt->service->fields & ~prompt->dropped;

  if (g_str_equal (prompt->service->id, "openai") && ump_wire_request_is_reasoning_model (prompt->contender->model))
    fields &= ~(UMP_FIELD_TEMPERATURE | UMP_FIELD_TOP_P | UMP_FIELD_MAX_TOKENS);
  if (g_str_equal (prompt->service->id, "openai") && !ump_wire_request_is_reasoning_model (prompt->contender->model))
    fields &= ~UMP_FIELD_REASONING_EFFORT;
  return fields;
}


static UmpRequest *
build_request (const UmpPrompt *prompt, GError **error)
{
  g_autoptr (UmpRequest) request = NULL;
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *base = ump_wire_request_add_version (prompt->base_url, "/v1");
  guint fields = choose_fields (prompt);

  request = ump_request_new ("POST", base, "/chat/completions");
  json_object_set_string_member (body, "model", prompt->contender->model);
  json_object_set_array_member (body, "messages", ump_wire_request_messages (prompt, fields));
  json_object_set_boolean_member (body, "stream", TRUE);
  request->fields = ump_wire_request_add_parameters (body, prompt, fields);
  if (!ump_wire_request_set_body (request, body, prompt->contender->extra_json, error))
    return NULL;
  return g_steal_pointer (&request);
}


static void
add_key (UmpRequest *request, const char *key)
{
  g_autofree char *value = g_strconcat ("Bearer ", key, NULL);

  ump_request_add_header (request, "Authorization", value);
  memset (value, 0, strlen (value));
}


/* Mistral: content may be a list of parts, {"type":"thinking","thinking":[…]}
 * and {"type":"text","text":"…"}. */
static void
add_parts (UmpParser *parser, JsonArray *parts, gboolean thinking)
{
  for (guint i = 0; i < json_array_get_length (parts); i++) {
    JsonObject *part = ump_wire_json_element (parts, i);
    JsonArray *inner = ump_wire_json_get_array (part, "thinking");
    const char *text = ump_wire_json_get_string (part, "text");

    if (inner != NULL && !thinking)
      add_parts (parser, inner, TRUE);
    else if (thinking)
      ump_parser_add_reasoning (parser, text);
    else
      ump_parser_add_text (parser, text);
  }
}


static void
take_message (UmpParser *parser, JsonObject *message)
{
  const char *reasoning = ump_wire_json_get_string (message, "reasoning_content");
  JsonArray *parts = ump_wire_json_get_array (message, "content");
  JsonArray *tools = ump_wire_json_get_array (message, "tool_calls");

  /* Some servers send the same text under both names: one is read. */
  if (reasoning == NULL)
    reasoning = ump_wire_json_get_string (message, "reasoning");
  ump_parser_add_reasoning (parser, reasoning);
  if (parts != NULL)
    add_parts (parser, parts, FALSE);
  else
    ump_parser_add_text (parser, ump_wire_json_get_string (message, "content"));
  ump_parser_add_text (parser, ump_wire_json_get_string (message, "refusal"));
  if (ump_wire_json_get_string (message, "refusal") != NULL)
    parser->ending = UMP_ENDING_FILTER;
  if (tools != NULL && json_array_get_length (tools) > 0)
    parser->tool_call = TRUE;
}


static UmpEnding
read_finish (UmpParser *parser, const char *finish)
{
  if (g_str_equal (finish, "length") || g_str_equal (finish, "model_length"))
    return UMP_ENDING_LENGTH;
  if (g_str_equal (finish, "content_filter"))
    return UMP_ENDING_FILTER;
  if (g_str_equal (finish, "tool_calls") || g_str_equal (finish, "function_call"))
    return UMP_ENDING_EMPTY;
  if (g_str_equal (finish, "error") || g_str_equal (finish, "insufficient_system_resource"))
    return UMP_ENDING_ERROR;
  return parser->ending == UMP_ENDING_FILTER ? UMP_ENDING_FILTER : UMP_ENDING_STOP;
}


static void
take_choice (UmpParser *parser, JsonObject *choice)
{
  JsonObject *message = ump_wire_json_get_object (choice, "delta");
  const char *finish = ump_wire_json_get_string (choice, "finish_reason");
  UmpEnding ending;

  if (message == NULL)
    message = ump_wire_json_get_object (choice, "message");
  if (message != NULL)
    take_message (parser, message);
  if (finish == NULL || *finish == '\0')
    return;
  ending = read_finish (parser, finish);
  if (ending == UMP_ENDING_ERROR)
    ump_parser_fail (parser, g_error_new (UMP_ERROR, UMP_ERROR_FAILED, _("The service ended the answer with an error (%s)."), finish));
  else
    ump_parser_finish (parser, ending, finish);
}


static void
take_usage (UmpParser *parser, JsonObject *usage, JsonObject *root)
{
  JsonObject *input = ump_wire_json_get_object (usage, "prompt_tokens_details");
  JsonObject *output = ump_wire_json_get_object (usage, "completion_tokens_details");
  double ticks = ump_wire_json_get_number (usage, "cost_in_usd_ticks");

  if (usage == NULL)
    return;
  parser->has_usage = TRUE;
  parser->usage.input = ump_wire_json_get_int (usage, "prompt_tokens", parser->usage.input);
  parser->usage.output = ump_wire_json_get_int (usage, "completion_tokens", parser->usage.output);
  parser->usage.cached = ump_wire_json_get_int (input, "cached_tokens",
                                                ump_wire_json_get_int (usage, "prompt_cache_hit_tokens", parser->usage.cached));
  parser->usage.reasoning = ump_wire_json_get_int (output, "reasoning_tokens", parser->usage.reasoning);
  parser->usage.cost = ump_wire_json_get_number (usage, "cost");
  if (isnan (parser->usage.cost))
    parser->usage.cost = ump_wire_json_get_number (ump_wire_json_get_object (usage, "cost"), "total_cost");
  /* xAI counts money in ticks of 1e-10 dollars and, alone among the services,
   * leaves the reasoning out of completion_tokens; its total gives it away. */
  if (isnan (parser->usage.cost) && !isnan (ticks))
    parser->usage.cost = ticks * 1e-10;
  if (parser->usage.reasoning > 0 && parser->usage.input >= 0 && parser->usage.output >= 0
      && ump_wire_json_get_int (usage, "total_tokens", -1) == parser->usage.input + parser->usage.output + parser->usage.reasoning)
    parser->usage.output += parser->usage.reasoning;
}


static void
parse_event (UmpParser *parser, const UmpFrame *frame, UmpDelta *delta)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  GError *reported;
  JsonObject *object;
  JsonArray *choices;

  ump_parser_begin (parser, delta);
  if (ump_wire_frame_is_empty (frame)) {
    ump_parser_end (parser, delta);
    return;
  }
  root = ump_wire_json_parse (frame->data, frame->length, &error);
  object = ump_wire_json_object (root);
  choices = ump_wire_json_get_array (object, "choices");
  reported = g_str_equal (frame->event, "error") || choices == NULL || json_object_has_member (object, "error")
                 ? ump_wire_error_in_stream (object)
                 : NULL;
  /* {"error": null} beside choices is no error. */
  if (reported != NULL && (choices == NULL || !json_object_get_null_member (object, "error")))
    ump_parser_fail (parser, g_steal_pointer (&reported));
  else if (object == NULL)
    ump_parser_fail (parser, ump_wire_error_no_answer (&error));
  g_clear_error (&reported);
  if (parser->error == NULL) {
    ump_parser_set_model (parser, ump_wire_json_get_string (object, "model"));
    take_usage (parser, ump_wire_json_get_object (object, "usage"), object);
    take_usage (parser, ump_wire_json_get_object (ump_wire_json_get_object (object, "x_groq"), "usage"), object);
    if (ump_wire_json_element (choices, 0) != NULL)
      take_choice (parser, ump_wire_json_element (choices, 0));
  }
  ump_parser_end (parser, delta);
}


static UmpRequest *
build_models_request (const UmpService *service, const char *base_url, const char *page)
{
  g_autofree char *base = ump_wire_request_add_version (base_url, "/v1");

  return ump_request_new ("GET", base, service->models_path);
}


const UmpDialect ump_dialect_openai_chat = {
  .name = "openai-chat",
  .framing = UMP_FRAMING_SSE,
  .build_request = build_request,
  .add_key = add_key,
  .parse_event = parse_event,
  .parse_error = ump_wire_error_parse,
  .build_models_request = build_models_request,
  .parse_models = ump_wire_models_parse,
};
