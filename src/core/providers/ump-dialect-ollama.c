/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-body.h"
#include "ump-dialect-ollama.h"
#include "ump-models.h"
#include "ump-parser.h"

/* Ollama's own protocol: one JSON object a line. */


/* Addresses of its two faces, "/v1" and "/api", lead here as well. */
static char *
find_root (const char *base_url)
{
  static const char *const faces[] = { "/v1", "/api" };

  for (guint i = 0; i < G_N_ELEMENTS (faces); i++)
    if (g_str_has_suffix (base_url, faces[i]))
      return g_strndup (base_url, strlen (base_url) - strlen (faces[i]));
  return g_strdup (base_url);
}


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
set_options (JsonObject *root, const UmpPrompt *prompt, guint *fields)
{
  const UmpContender *contender = prompt->contender;
  JsonObject *options = json_object_new ();
  int max_tokens = ump_body_get_max_tokens (prompt);

  ump_body_set_number (options, "temperature", contender->temperature, prompt, UMP_FIELD_TEMPERATURE, fields);
  ump_body_set_number (options, "top_p", contender->top_p, prompt, UMP_FIELD_TOP_P, fields);
  ump_body_set_int (options, "seed", contender->seed, contender->seed >= 0, prompt, UMP_FIELD_SEED, fields);
  ump_body_set_int (options, "num_predict", max_tokens, max_tokens > 0, prompt, UMP_FIELD_MAX_TOKENS, fields);
  if (json_object_get_size (options) > 0)
    json_object_set_object_member (root, "options", options);
  else
    json_object_unref (options);
}


static UmpRequest *
build_request (const UmpPrompt *prompt, GError **error)
{
  g_autofree char *base = find_root (prompt->base_url);
  g_autoptr (UmpRequest) request = ump_request_new ("POST", base, "/api/chat");
  const char *effort = ump_body_get_effort (prompt, UMP_FIELD_REASONING_EFFORT);
  JsonObject *root = json_object_new ();
  guint fields = 0;

  json_object_set_string_member (root, "model", prompt->contender->model);
  json_object_set_array_member (root, "messages", make_messages (prompt, &fields));
  json_object_set_boolean_member (root, "stream", TRUE);
  /* Else a prompt that is too long loses its beginning, and nobody is told. */
  json_object_set_boolean_member (root, "truncate", FALSE);
  if (effort != NULL) {
    if (g_str_equal (effort, "none"))
      json_object_set_boolean_member (root, "think", FALSE);
    else
      json_object_set_string_member (root, "think", effort);
    fields |= UMP_FIELD_REASONING_EFFORT;
  }
  set_options (root, prompt, &fields);
  if (!ump_body_finish (request, root, prompt, "messages", fields, error))
    return NULL;
  return g_steal_pointer (&request);
}


static void
read_line (UmpParser *parser, const UmpJson *root)
{
  const UmpJson *message = ump_json_get (root, "message");
  const UmpJson *thinking = ump_json_get (message, "thinking");
  const char *reason = ump_json_get_string (root, "done_reason");

  if (thinking == NULL)
    thinking = ump_json_get (message, "reasoning_content");
  ump_parser_set_model (parser, ump_json_get_string (root, "model"));
  ump_parser_add_reasoning (parser, thinking);
  ump_parser_add_text (parser, ump_json_get (message, "content"));
  if (!ump_json_get_true (root, "done"))
    return;
  /* Counts of zero are left out: a prompt that was cached whole has none. */
  ump_parser_count (parser, &parser->usage.input, root, "prompt_eval_count");
  ump_parser_count (parser, &parser->usage.output, root, "eval_count");
  if (reason != NULL)
    ump_parser_set_finish (parser, reason);
  ump_parser_terminate (parser, g_strcmp0 (reason, "length") == 0 ? UMP_ENDING_LENGTH : UMP_ENDING_STOP);
}


static void
parse_event (UmpParser *parser, const UmpFrame *frame, UmpDelta *delta)
{
  const UmpJson *root = ump_parser_begin (parser, frame);

  if (root != NULL && ump_failure_is_reported (root))
    ump_parser_fail (parser, root);
  else if (root != NULL)
    read_line (parser, root);
  ump_parser_end (parser, delta);
}


static UmpRequest *
build_models_request (const UmpService *service, const char *base_url, const char *page)
{
  g_autofree char *base = find_root (base_url);

  return ump_request_new ("GET", base, service->models_path);
}


static gboolean
read_model (const UmpJson *entry, UmpModelInfo *info)
{
  info->context = MAX (0, ump_json_get_int (ump_json_get (entry, "details"), "context_length", 0));
  info->not_chat = ump_models_lacks (ump_json_get (entry, "capabilities"), "completion") || ump_models_name_is_not_chat (info->id);
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


const UmpDialect ump_dialect_ollama = {
  .name = "ollama",
  .framing = UMP_FRAMING_LINES,
  .build_request = build_request,
  .add_key = ump_request_add_bearer,
  .parse_event = parse_event,
  .parse_error = ump_failure_read,
  .build_models_request = build_models_request,
  .parse_models = parse_models,
};
