/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ump-dialect-gemini.h"
#include "ump-error.h"
#include "ump-parser.h"
#include "ump-wire-error.h"
#include "ump-wire-json.h"
#include "ump-wire-models.h"
#include "ump-wire-request.h"

/* Google's generateContent protocol, v1beta, as server-sent events. */


static JsonObject *
make_content (const char *role, const char *text)
{
  JsonObject *content = json_object_new ();
  JsonObject *part = json_object_new ();
  JsonArray *parts = json_array_new ();

  json_object_set_string_member (part, "text", text);
  json_array_add_object_element (parts, part);
  if (role != NULL)
    json_object_set_string_member (content, "role", role);
  json_object_set_array_member (content, "parts", parts);
  return content;
}


static guint
add_config (JsonObject *body, const UmpPrompt *prompt, guint fields)
{
  const UmpContender *contender = prompt->contender;
  JsonObject *config = json_object_new ();
  int max_tokens = contender->max_tokens > 0 ? contender->max_tokens : prompt->max_tokens;
  guint sent = 0;

  if (!isnan (contender->temperature) && fields & UMP_FIELD_TEMPERATURE) {
    json_object_set_double_member (config, "temperature", contender->temperature);
    sent |= UMP_FIELD_TEMPERATURE;
  }
  if (!isnan (contender->top_p) && fields & UMP_FIELD_TOP_P) {
    json_object_set_double_member (config, "topP", contender->top_p);
    sent |= UMP_FIELD_TOP_P;
  }
  if (max_tokens > 0 && fields & UMP_FIELD_MAX_TOKENS) {
    json_object_set_int_member (config, "maxOutputTokens", max_tokens);
    sent |= UMP_FIELD_MAX_TOKENS;
  }
  if (contender->seed >= 0 && fields & UMP_FIELD_SEED) {
    json_object_set_int_member (config, "seed", contender->seed);
    sent |= UMP_FIELD_SEED;
  }
  if (contender->reasoning_effort != NULL && fields & UMP_FIELD_REASONING_EFFORT) {
    JsonObject *thinking = json_object_new ();

    json_object_set_string_member (thinking, "thinkingLevel", contender->reasoning_effort);
    json_object_set_boolean_member (thinking, "includeThoughts", TRUE);
    json_object_set_object_member (config, "thinkingConfig", thinking);
    sent |= UMP_FIELD_REASONING_EFFORT;
  }
  json_object_set_object_member (body, "generationConfig", config);
  return sent;
}


static UmpRequest *
build_request (const UmpPrompt *prompt, GError **error)
{
  const UmpContender *contender = prompt->contender;
  const char *model = g_str_has_prefix (contender->model, "models/") ? contender->model + strlen ("models/") : contender->model;
  g_autofree char *base = ump_wire_request_add_version (prompt->base_url, "/v1beta");
  g_autofree char *escaped = g_uri_escape_string (model, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/models/", escaped, ":streamGenerateContent?alt=sse", NULL);
  g_autoptr (UmpRequest) request = ump_request_new ("POST", base, path);
  g_autoptr (JsonObject) body = json_object_new ();
  JsonArray *contents = json_array_new ();
  guint fields = prompt->service->fields & ~prompt->dropped;

  if (contender->system_prompt != NULL && *contender->system_prompt != '\0') {
    json_object_set_object_member (body, "systemInstruction", make_content (NULL, contender->system_prompt));
    request->fields |= UMP_FIELD_SYSTEM;
  }
  for (gsize i = 0; i < prompt->n_messages; i++)
    json_array_add_object_element (contents, make_content (prompt->messages[i].role == UMP_ROLE_USER ? "user" : "model", prompt->messages[i].text));
  json_object_set_array_member (body, "contents", contents);
  request->fields |= add_config (body, prompt, fields);
  if (!ump_wire_request_set_body (request, body, contender->extra_json, error))
    return NULL;
  return g_steal_pointer (&request);
}


static void
add_key (UmpRequest *request, const char *key)
{
  ump_request_add_header (request, "x-goog-api-key", key);
}


static void
take_usage (UmpParser *parser, JsonObject *usage)
{
  gint64 answer, thoughts;

  if (usage == NULL)
    return;
  parser->has_usage = TRUE;
  parser->usage.input = ump_wire_json_get_int (usage, "promptTokenCount", parser->usage.input);
  parser->usage.cached = ump_wire_json_get_int (usage, "cachedContentTokenCount", parser->usage.cached);
  thoughts = ump_wire_json_get_int (usage, "thoughtsTokenCount", -1);
  answer = ump_wire_json_get_int (usage, "candidatesTokenCount", -1);
  if (thoughts >= 0)
    parser->usage.reasoning = thoughts;
  /* candidatesTokenCount leaves the thoughts out. */
  if (answer >= 0 || thoughts >= 0)
    parser->usage.output = MAX (answer, 0) + MAX (thoughts, 0);
}


static UmpEnding
read_reason (const char *reason)
{
  static const char *const filtered[] = { "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE", "IMAGE_SAFETY", NULL };

  if (g_str_equal (reason, "MAX_TOKENS"))
    return UMP_ENDING_LENGTH;
  if (g_strv_contains (filtered, reason))
    return UMP_ENDING_FILTER;
  if (strstr (reason, "FUNCTION_CALL") != NULL || strstr (reason, "TOOL_CALL") != NULL)
    return UMP_ENDING_EMPTY;
  return UMP_ENDING_STOP;
}


static void
take_candidate (UmpParser *parser, JsonObject *candidate)
{
  JsonArray *parts = ump_wire_json_get_array (ump_wire_json_get_object (candidate, "content"), "parts");
  const char *reason = ump_wire_json_get_string (candidate, "finishReason");

  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++) {
    JsonObject *part = ump_wire_json_element (parts, i);
    const char *text = ump_wire_json_get_string (part, "text");

    if (ump_wire_json_get_object (part, "functionCall") != NULL)
      parser->tool_call = TRUE;
    if (ump_wire_json_get_true (part, "thought"))
      ump_parser_add_reasoning (parser, text);
    else
      ump_parser_add_text (parser, text);
  }
  if (reason != NULL && !g_str_equal (reason, "FINISH_REASON_UNSPECIFIED"))
    ump_parser_finish (parser, parser->tool_call ? UMP_ENDING_EMPTY : read_reason (reason), reason);
}


static void
take_chunk (UmpParser *parser, JsonObject *object)
{
  const char *blocked = ump_wire_json_get_string (ump_wire_json_get_object (object, "promptFeedback"), "blockReason");
  GError *reported = json_object_has_member (object, "error") ? ump_wire_error_in_stream (object) : NULL;

  if (reported != NULL) {
    ump_parser_fail (parser, reported);
    return;
  }
  ump_parser_set_model (parser, ump_wire_json_get_string (object, "modelVersion"));
  take_usage (parser, ump_wire_json_get_object (object, "usageMetadata"));
  take_candidate (parser, ump_wire_json_element (ump_wire_json_get_array (object, "candidates"), 0));
  if (blocked != NULL)
    ump_parser_finish (parser, UMP_ENDING_FILTER, blocked);
}


static void
parse_event (UmpParser *parser, const UmpFrame *frame, UmpDelta *delta)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;

  ump_parser_begin (parser, delta);
  if (!ump_wire_frame_is_empty (frame)) {
    root = ump_wire_json_parse (frame->data, frame->length, &error);
    if (root != NULL && JSON_NODE_HOLDS_ARRAY (root)) {
      /* Without alt=sse, as some gateways pass it on, the chunks come in one array. */
      JsonArray *chunks = json_node_get_array (root);

      for (guint i = 0; i < json_array_get_length (chunks) && parser->error == NULL; i++)
        if (ump_wire_json_element (chunks, i) != NULL)
          take_chunk (parser, ump_wire_json_element (chunks, i));
    } else if (ump_wire_json_object (root) != NULL) {
      take_chunk (parser, ump_wire_json_object (root));
    } else {
      ump_parser_fail (parser, ump_wire_error_no_answer (&error));
    }
  }
  ump_parser_end (parser, delta);
}


static UmpRequest *
build_models_request (const UmpService *service, const char *base_url, const char *page)
{
  g_autofree char *base = ump_wire_request_add_version (base_url, "/v1beta");
  g_autofree char *escaped = page != NULL ? g_uri_escape_string (page, NULL, FALSE) : NULL;
  g_autofree char *path = g_strconcat (service->models_path, "?pageSize=1000", page != NULL ? "&pageToken=" : "", escaped, NULL);

  return ump_request_new ("GET", base, path);
}


const UmpDialect ump_dialect_gemini = {
  .name = "gemini",
  .framing = UMP_FRAMING_SSE,
  .build_request = build_request,
  .add_key = add_key,
  .parse_event = parse_event,
  .parse_error = ump_wire_error_parse,
  .build_models_request = build_models_request,
  .parse_models = ump_wire_models_parse,
};
