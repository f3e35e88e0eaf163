/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-address.h"
#include "ump-body.h"
#include "ump-dialect-openai-chat.h"
#include "ump-dialect-openai-responses.h"
#include "ump-models.h"
#include "ump-openai-rules.h"
#include "ump-parser.h"

/* OpenAI's Responses protocol. Nothing is to be kept at the service. */

/* The least that the service takes. */
#define MIN_OUTPUT_TOKENS 16


static JsonArray *
make_input (const UmpPrompt *prompt)
{
  JsonArray *input = json_array_new ();

  for (gsize i = 0; i < prompt->n_messages; i++) {
    gboolean user = prompt->messages[i].role == UMP_ROLE_USER;
    JsonObject *item = json_object_new ();
    JsonArray *content = json_array_new ();

    json_array_add_object_element (content, ump_body_new_text (user ? "input_text" : "output_text", prompt->messages[i].text));
    json_object_set_string_member (item, "role", user ? "user" : "assistant");
    json_object_set_array_member (item, "content", content);
    json_array_add_object_element (input, item);
  }
  return input;
}


/* Only the reasoning models take the object. Its summary is left out: some
 * accounts may not ask for one. */
static void
set_effort (JsonObject *root, const UmpPrompt *prompt, guint *fields)
{
  const char *effort = ump_body_get_effort (prompt, UMP_FIELD_REASONING_OBJECT);
  JsonObject *reasoning;

  if (effort == NULL || !ump_openai_model_reasons (prompt->contender->model))
    return;
  reasoning = json_object_new ();
  json_object_set_string_member (reasoning, "effort", effort);
  json_object_set_object_member (root, "reasoning", reasoning);
  *fields |= UMP_FIELD_REASONING_OBJECT;
}


static UmpRequest *
build_request (const UmpPrompt *prompt, GError **error)
{
  const UmpContender *contender = prompt->contender;
  g_autofree char *base = ump_address_add_version (prompt->base_url, prompt->service, "/v1");
  g_autoptr (UmpRequest) request = ump_request_new ("POST", base, "/responses");
  JsonObject *root = json_object_new ();
  const char *system = ump_body_get_system (prompt);
  int max_tokens = ump_body_get_max_tokens (prompt);
  gboolean stream = (prompt->dropped & UMP_FIELD_STREAM) == 0;
  guint fields = stream ? UMP_FIELD_STREAM : 0;

  json_object_set_string_member (root, "model", contender->model);
  if (system != NULL) {
    json_object_set_string_member (root, "instructions", system);
    fields |= UMP_FIELD_SYSTEM;
  }
  json_object_set_array_member (root, "input", make_input (prompt));
  json_object_set_boolean_member (root, "stream", stream);
  if (ump_body_takes (prompt, UMP_FIELD_STORE)) {
    json_object_set_boolean_member (root, "store", FALSE);
    fields |= UMP_FIELD_STORE;
  }
  if (max_tokens > 0 && max_tokens < MIN_OUTPUT_TOKENS && ump_body_takes (prompt, UMP_FIELD_MAX_TOKENS))
    ump_request_take_note (request, UMP_FIELD_MAX_TOKENS,
                           g_strdup_printf (_("“max_tokens” was sent as %d, which is the least that the service takes."), MIN_OUTPUT_TOKENS));
  ump_body_set_int (root, "max_output_tokens", MAX (max_tokens, MIN_OUTPUT_TOKENS), max_tokens > 0, prompt, UMP_FIELD_MAX_TOKENS, &fields);
  if (ump_openai_model_takes_sampling (contender->model, contender->reasoning_effort)) {
    ump_body_set_number (root, "temperature", contender->temperature, prompt, UMP_FIELD_TEMPERATURE, &fields);
    ump_body_set_number (root, "top_p", contender->top_p, prompt, UMP_FIELD_TOP_P, &fields);
  }
  set_effort (root, prompt, &fields);
  if (!ump_body_finish (request, root, prompt, "input", fields, error))
    return NULL;
  return g_steal_pointer (&request);
}


static void
read_usage (UmpParser *parser, const UmpJson *report)
{
  ump_parser_count (parser, &parser->usage.input, report, "input_tokens");
  ump_parser_count (parser, &parser->usage.cached, ump_json_get (report, "input_tokens_details"), "cached_tokens");
  ump_parser_count (parser, &parser->usage.output, report, "output_tokens");
  ump_parser_count (parser, &parser->usage.reasoning, ump_json_get (report, "output_tokens_details"), "reasoning_tokens");
  ump_parser_count_cost (parser, report);
}


/* Some servers end an answer that was cut at the limit with "completed", and
 * some leave out the status: why it is incomplete says most. */
static void
finish (UmpParser *parser, const UmpJson *response, gboolean incomplete)
{
  const char *status = ump_json_get_string (response, "status");
  const char *reason = ump_json_get_string (ump_json_get (response, "incomplete_details"), "reason");
  UmpEnding ending = parser->refused ? UMP_ENDING_FILTER : UMP_ENDING_STOP;

  if (g_strcmp0 (reason, "content_filter") == 0)
    ending = UMP_ENDING_FILTER;
  else if (incomplete || g_strcmp0 (status, "incomplete") == 0 || g_strcmp0 (reason, "max_output_tokens") == 0 || g_strcmp0 (reason, "max_tokens") == 0)
    ending = UMP_ENDING_LENGTH;
  ump_parser_set_model (parser, ump_json_get_string (response, "model"));
  read_usage (parser, ump_json_get (response, "usage"));
  if (reason != NULL || status != NULL)
    ump_parser_set_finish (parser, reason != NULL ? reason : status);
  ump_parser_terminate (parser, ending);
}


static void
read_refusal (UmpParser *parser, const UmpJson *text)
{
  if (ump_json_is (text, UMP_JSON_STRING) && text->length > 0)
    parser->refused = TRUE;
  ump_parser_add_text (parser, text);
}


/* One document in answer to a stream request. */
static void
read_output (UmpParser *parser, const UmpJson *output)
{
  for (const UmpJson *item = ump_json_first (output); item != NULL; item = ump_json_next (output, item)) {
    gboolean reasoning = g_strcmp0 (ump_json_get_string (item, "type"), "reasoning") == 0;
    const UmpJson *lists[] = { ump_json_get (item, "summary"), ump_json_get (item, "content") };

    if (g_strcmp0 (ump_json_get_string (item, "type"), "message") == 0)
      ump_parser_break_text (parser);
    for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
      for (const UmpJson *part = ump_json_first (lists[i]); part != NULL; part = ump_json_next (lists[i], part)) {
        if (reasoning) {
          ump_parser_break_reasoning (parser);
          ump_parser_add_reasoning (parser, ump_json_get (part, "text"));
        } else {
          ump_parser_add_text (parser, ump_json_get (part, "text"));
          read_refusal (parser, ump_json_get (part, "refusal"));
        }
      }
  }
}


/* Some fifty further types exist, for tools, sound and pictures. */
static void
read_event (UmpParser *parser, const UmpJson *root, const char *type)
{
  const UmpJson *delta = ump_json_get (root, "delta");
  const UmpJson *response = ump_json_get (root, "response");

  if (g_str_equal (type, "response.output_item.added")) {
    if (g_strcmp0 (ump_json_get_string (ump_json_get (root, "item"), "type"), "message") == 0)
      ump_parser_break_text (parser);
  } else if (g_str_equal (type, "response.output_text.delta"))
    ump_parser_add_text (parser, delta);
  else if (g_str_equal (type, "response.refusal.delta"))
    read_refusal (parser, delta);
  else if (g_str_equal (type, "response.reasoning_summary_text.delta") || g_str_equal (type, "response.reasoning_text.delta"))
    ump_parser_add_reasoning (parser, delta);
  else if (g_str_equal (type, "response.reasoning_summary_part.added"))
    ump_parser_break_reasoning (parser);
  else if (g_str_equal (type, "response.completed") || g_str_equal (type, "response.incomplete"))
    finish (parser, response, g_str_equal (type, "response.incomplete"));
  else if (g_str_equal (type, "response.failed"))
    ump_parser_fail (parser, response);
  else
    ump_parser_set_model (parser, ump_json_get_string (response, "model"));
}


static void
parse_event (UmpParser *parser, const UmpFrame *frame, UmpDelta *delta)
{
  const UmpJson *root = ump_parser_begin (parser, frame);
  const char *type = ump_json_get_string (root, "type");

  if (root != NULL && (g_str_equal (frame->event, "error") || ump_failure_is_reported (root))) {
    ump_parser_fail (parser, root);
  } else if (type != NULL) {
    read_event (parser, root, type);
  } else if (ump_json_get (root, "output") != NULL) {
    read_output (parser, ump_json_get (root, "output"));
    finish (parser, root, FALSE);
  }
  ump_parser_end (parser, delta);
}


static UmpRequest *
build_models_request (const UmpService *service, const char *base_url, const char *page)
{
  return ump_dialect_openai_chat.build_models_request (service, base_url, page);
}


static GPtrArray *
parse_models (const char *body, gsize length, char **next_page, GError **error)
{
  return ump_dialect_openai_chat.parse_models (body, length, next_page, error);
}


const UmpDialect ump_dialect_openai_responses = {
  .name = "openai-responses",
  .framing = UMP_FRAMING_SSE,
  .build_request = build_request,
  .add_key = ump_openai_add_key,
  .parse_event = parse_event,
  .parse_error = ump_failure_read,
  .build_models_request = build_models_request,
  .parse_models = parse_models,
};
