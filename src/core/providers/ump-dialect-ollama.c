/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ump-dialect-ollama.h"
#include "ump-error.h"
#include "ump-parser.h"
#include "ump-wire-error.h"
#include "ump-wire-json.h"
#include "ump-wire-models.h"
#include "ump-wire-request.h"

/* Ollama's own protocol: one JSON object a line. */


/* The address of its OpenAI-compatible face leads here as well. */
static char *
strip_version (const char *base_url)
{
  if (g_str_has_suffix (base_url, "/v1"))
    return g_strndup (base_url, strlen (base_url) - strlen ("/v1"));
  return g_strdup (base_url);
}


static guint
add_options (JsonObject *body, const UmpPrompt *prompt, guint fields)
{
  const UmpContender *contender = prompt->contender;
  JsonObject *options = json_object_new ();
  int max_tokens = contender->max_tokens > 0 ? contender->max_tokens : prompt->max_tokens;
  guint sent = fields & UMP_FIELD_SYSTEM;

  if (!isnan (contender->temperature) && fields & UMP_FIELD_TEMPERATURE) {
    json_object_set_double_member (options, "temperature", contender->temperature);
    sent |= UMP_FIELD_TEMPERATURE;
  }
  if (!isnan (contender->top_p) && fields & UMP_FIELD_TOP_P) {
    json_object_set_double_member (options, "top_p", contender->top_p);
    sent |= UMP_FIELD_TOP_P;
  }
  if (contender->seed >= 0 && fields & UMP_FIELD_SEED) {
    json_object_set_int_member (options, "seed", contender->seed);
    sent |= UMP_FIELD_SEED;
  }
  if (max_tokens > 0 && fields & UMP_FIELD_MAX_TOKENS) {
    json_object_set_int_member (options, "num_predict", max_tokens);
    sent |= UMP_FIELD_MAX_TOKENS;
  }
  json_object_set_object_member (body, "options", options);
  return sent;
}


static UmpRequest *
build_request (const UmpPrompt *prompt, GError **error)
{
  const char *effort = prompt->contender->reasoning_effort;
  g_autofree char *base = strip_version (prompt->base_url);
  g_autoptr (UmpRequest) request = ump_request_new ("POST", base, "/api/chat");
  g_autoptr (JsonObject) body = json_object_new ();
  guint fields = prompt->service->fields & ~prompt->dropped;

  json_object_set_string_member (body, "model", prompt->contender->model);
  json_object_set_array_member (body, "messages", ump_wire_request_messages (prompt, fields));
  json_object_set_boolean_member (body, "stream", TRUE);
  if (effort != NULL && fields & UMP_FIELD_REASONING_EFFORT) {
    if (g_str_equal (effort, "none"))
      json_object_set_boolean_member (body, "think", FALSE);
    else
      json_object_set_string_member (body, "think", effort);
    request->fields |= UMP_FIELD_REASONING_EFFORT;
  }
  request->fields |= add_options (body, prompt, fields);
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


static void
take_line (UmpParser *parser, JsonObject *object)
{
  JsonObject *message = ump_wire_json_get_object (object, "message");
  const char *reasoning = ump_wire_json_get_string (message, "thinking");
  const char *reason = ump_wire_json_get_string (object, "done_reason");
  JsonArray *tools = ump_wire_json_get_array (message, "tool_calls");
  gint64 count;

  ump_parser_set_model (parser, ump_wire_json_get_string (object, "model"));
  if (reasoning == NULL)
    reasoning = ump_wire_json_get_string (message, "reasoning_content");
  ump_parser_add_reasoning (parser, reasoning);
  ump_parser_add_text (parser, ump_wire_json_get_string (message, "content"));
  if (tools != NULL && json_array_get_length (tools) > 0)
    parser->tool_call = TRUE;
  if (!ump_wire_json_get_true (object, "done"))
    return;
  count = ump_wire_json_get_int (object, "eval_count", -1);
  if (count >= 0) {
    parser->has_usage = TRUE;
    parser->usage.output = count;
    /* Zero counts are left out: a prompt that was cached whole has none. */
    parser->usage.input = ump_wire_json_get_int (object, "prompt_eval_count", -1);
  }
  ump_parser_finish (parser,
                     parser->tool_call ? UMP_ENDING_EMPTY : g_strcmp0 (reason, "length") == 0 ? UMP_ENDING_LENGTH : UMP_ENDING_STOP,
                     reason);
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
    if (object != NULL && json_object_has_member (object, "error"))
      reported = ump_wire_error_in_stream (object);
    if (reported != NULL)
      ump_parser_fail (parser, reported);
    else if (object == NULL)
      ump_parser_fail (parser, ump_wire_error_no_answer (&error));
    else
      take_line (parser, object);
  }
  ump_parser_end (parser, delta);
}


static UmpRequest *
build_models_request (const UmpService *service, const char *base_url, const char *page)
{
  g_autofree char *base = strip_version (base_url);

  return ump_request_new ("GET", base, service->models_path);
}


const UmpDialect ump_dialect_ollama = {
  .name = "ollama",
  .framing = UMP_FRAMING_LINES,
  .build_request = build_request,
  .add_key = add_key,
  .parse_event = parse_event,
  .parse_error = ump_wire_error_parse,
  .build_models_request = build_models_request,
  .parse_models = ump_wire_models_parse,
};
