/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ump-dialect-openai-responses.h"
#include "ump-error.h"
#include "ump-parser.h"
#include "ump-wire-error.h"
#include "ump-wire-json.h"
#include "ump-wire-models.h"
#include "ump-wire-request.h"

/* OpenAI's Responses protocol. Nothing is kept at the service: store is false. */


static JsonArray *
make_input (const UmpPrompt *prompt)
{
  JsonArray *input = json_array_new ();

  for (gsize i = 0; i < prompt->n_messages; i++) {
    gboolean user = prompt->messages[i].role == UMP_ROLE_USER;
    JsonObject *item = json_object_new ();
    JsonObject *part = json_object_new ();
    JsonArray *content = json_array_new ();

    json_object_set_string_member (part, "type", user ? "input_text" : "output_text");
    json_object_set_string_member (part, "text", prompt->messages[i].text);
    json_array_add_object_element (content, part);
    json_object_set_string_member (item, "role", user ? "user" : "assistant");
    json_object_set_array_member (item, "content", content);
    json_array_add_object_element (input, item);
  }
  return input;
}


static guint
add_parameters (JsonObject *body, const UmpPrompt *prompt, guint fields)
{
  const UmpContender *contender = prompt->contender;
  gboolean reasons = ump_wire_request_is_reasoning_model (contender->model);
  int max_tokens = contender->max_tokens > 0 ? contender->max_tokens : prompt->max_tokens;
  guint sent = UMP_FIELD_STORE;

  if (!reasons && !isnan (contender->temperature) && fields & UMP_FIELD_TEMPERATURE) {
    json_object_set_double_member (body, "temperature", contender->temperature);
    sent |= UMP_FIELD_TEMPERATURE;
  }
  if (!reasons && !isnan (contender->top_p) && fields & UMP_FIELD_TOP_P) {
    json_object_set_double_member (body, "top_p", contender->top_p);
    sent |= UMP_FIELD_TOP_P;
  }
  if (max_tokens > 0 && fields & UMP_FIELD_MAX_TOKENS) {
    json_object_set_int_member (body, "max_output_tokens", MAX (max_tokens, 16));
    sent |= UMP_FIELD_MAX_TOKENS;
  }
  if (reasons && contender->reasoning_effort != NULL && fields & UMP_FIELD_REASONING_OBJECT) {
    JsonObject *reasoning = json_object_new ();

    json_object_set_string_member (reasoning, "effort", contender->reasoning_effort);
    json_object_set_object_member (body, "reasoning", reasoning);
    sent |= UMP_FIELD_REASONING_OBJECT;
  }
  return sent;
}


static UmpRequest *
build_request (const UmpPrompt *prompt, GError **error)
{
  const UmpContender *contender = prompt->contender;
  g_autofree char *base = ump_wire_request_add_version (prompt->base_url, "/v1");
  g_autoptr (UmpRequest) request = ump_request_new ("POST", base, "/responses");
  g_autoptr (JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "model", contender->model);
  if (contender->system_prompt != NULL && *contender->system_prompt != '\0') {
    json_object_set_string_member (body, "instructions", contender->system_prompt);
    request->fields |= UMP_FIELD_SYSTEM;
  }
  json_object_set_array_member (body, "input", make_input (prompt));
  json_object_set_boolean_member (body, "stream", TRUE);
  json_object_set_boolean_member (body, "store", FALSE);
  request->fields |= add_parameters (body, prompt, prompt->service->fields & ~prompt->dropped);
  if (!ump_wire_request_set_body (request, body, contender->extra_json, error))
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


static void
take_usage (UmpParser *parser, JsonObject *usage)
{
  if (usage == NULL)
    return;
  parser->has_usage = TRUE;
  parser->usage.input = ump_wire_json_get_int (usage, "input_tokens", -1);
  parser->usage.output = ump_wire_json_get_int (usage, "output_tokens", -1);
  parser->usage.cached = ump_wire_json_get_int (ump_wire_json_get_object (usage, "input_tokens_details"), "cached_tokens", -1);
  parser->usage.reasoning = ump_wire_json_get_int (ump_wire_json_get_object (usage, "output_tokens_details"), "reasoning_tokens", -1);
}


static UmpEnding
read_incomplete (const char *reason)
{
  if (g_strcmp0 (reason, "content_filter") == 0)
    return UMP_ENDING_FILTER;
  return UMP_ENDING_LENGTH;
}


static void
take_parts (UmpParser *parser, JsonArray *parts)
{
  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++) {
    JsonObject *part = ump_wire_json_element (parts, i);
    const char *type = ump_wire_json_get_string (part, "type");

    if (g_strcmp0 (type, "reasoning_text") == 0 || g_strcmp0 (type, "summary_text") == 0)
      ump_parser_add_reasoning (parser, ump_wire_json_get_string (part, "text"));
    else if (g_strcmp0 (type, "refusal") == 0)
      ump_parser_add_text (parser, ump_wire_json_get_string (part, "refusal"));
    else
      ump_parser_add_text (parser, ump_wire_json_get_string (part, "text"));
  }
}


/* Of a whole document the output is taken; of a stream it has been already. */
static void
take_output (UmpParser *parser, JsonObject *response)
{
  JsonArray *output = ump_wire_json_get_array (response, "output");

  for (guint i = 0; output != NULL && i < json_array_get_length (output); i++) {
    JsonObject *item = ump_wire_json_element (output, i);

    take_parts (parser, ump_wire_json_get_array (item, "summary"));
    take_parts (parser, ump_wire_json_get_array (item, "content"));
    if (g_strcmp0 (ump_wire_json_get_string (item, "type"), "function_call") == 0)
      parser->tool_call = TRUE;
  }
}


static void
finish (UmpParser *parser, JsonObject *response)
{
  const char *status = ump_wire_json_get_string (response, "status");
  const char *reason = ump_wire_json_get_string (ump_wire_json_get_object (response, "incomplete_details"), "reason");

  ump_parser_set_model (parser, ump_wire_json_get_string (response, "model"));
  take_usage (parser, ump_wire_json_get_object (response, "usage"));
  if (g_strcmp0 (status, "incomplete") == 0)
    ump_parser_finish (parser, read_incomplete (reason), reason != NULL ? reason : status);
  else if (parser->tool_call)
    ump_parser_finish (parser, UMP_ENDING_EMPTY, "function_call");
  else
    ump_parser_finish (parser, parser->ending == UMP_ENDING_FILTER ? UMP_ENDING_FILTER : UMP_ENDING_STOP, status);
}


static void
fail (UmpParser *parser, JsonObject *object)
{
  GError *error = ump_wire_error_in_stream (object);

  if (error == NULL)
    error = g_error_new_literal (UMP_ERROR, UMP_ERROR_FAILED, _("The service reported an error without a description."));
  ump_parser_fail (parser, error);
}


static void
take_event (UmpParser *parser, JsonObject *object)
{
  const char *type = ump_wire_json_get_string (object, "type");
  const char *text = ump_wire_json_get_string (object, "delta");
  JsonObject *response = ump_wire_json_get_object (object, "response");

  if (g_strcmp0 (type, "response.output_text.delta") == 0) {
    ump_parser_add_text (parser, text);
  } else if (g_strcmp0 (type, "response.refusal.delta") == 0) {
    ump_parser_add_text (parser, text);
    parser->ending = UMP_ENDING_FILTER;
  } else if (g_strcmp0 (type, "response.reasoning_summary_text.delta") == 0 || g_strcmp0 (type, "response.reasoning_text.delta") == 0) {
    ump_parser_add_reasoning (parser, text);
  } else if (g_strcmp0 (type, "response.reasoning_summary_part.added") == 0) {
    if (ump_wire_json_get_int (object, "summary_index", 0) > 0)
      ump_parser_add_reasoning (parser, "\n\n");
  } else if (g_strcmp0 (type, "response.output_item.added") == 0) {
    if (g_strcmp0 (ump_wire_json_get_string (ump_wire_json_get_object (object, "item"), "type"), "function_call") == 0)
      parser->tool_call = TRUE;
  } else if (g_strcmp0 (type, "response.completed") == 0 || g_strcmp0 (type, "response.incomplete") == 0) {
    finish (parser, response);
  } else if (g_strcmp0 (type, "response.failed") == 0) {
    fail (parser, response);
  } else if (g_strcmp0 (type, "error") == 0) {
    fail (parser, object);
  } else if (type == NULL && ump_wire_json_get_array (object, "output") != NULL) {
    take_output (parser, object);
    finish (parser, object);
  } else if (type == NULL && json_object_has_member (object, "error")) {
    fail (parser, object);
  } else if (response != NULL) {
    ump_parser_set_model (parser, ump_wire_json_get_string (response, "model"));
  }
}


static void
parse_event (UmpParser *parser, const UmpFrame *frame, UmpDelta *delta)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;

  ump_parser_begin (parser, delta);
  if (!ump_wire_frame_is_empty (frame)) {
    root = ump_wire_json_parse (frame->data, frame->length, &error);
    if (ump_wire_json_object (root) != NULL)
      take_event (parser, ump_wire_json_object (root));
    else
      ump_parser_fail (parser, ump_wire_error_no_answer (&error));
  }
  ump_parser_end (parser, delta);
}


static UmpRequest *
build_models_request (const UmpService *service, const char *base_url, const char *page)
{
  g_autofree char *base = ump_wire_request_add_version (base_url, "/v1");

  return ump_request_new ("GET", base, service->models_path);
}


const UmpDialect ump_dialect_openai_responses = {
  .name = "openai-responses",
  .framing = UMP_FRAMING_SSE,
  .build_request = build_request,
  .add_key = add_key,
  .parse_event = parse_event,
  .parse_error = ump_wire_error_parse,
  .build_models_request = build_models_request,
  .parse_models = ump_wire_models_parse,
};
