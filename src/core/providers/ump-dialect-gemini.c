/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ump-address.h"
#include "ump-body.h"
#include "ump-dialect-gemini.h"
#include "ump-models.h"
#include "ump-parser.h"

/* Google's generateContent protocol, v1beta, as server-sent events. */

#define LIST_PREFIX "models/"

/* Gemini 2.5 Pro thinks for at least so many tokens. */
#define MIN_PRO_BUDGET 128


/* 0 where @model names no version. */
static int
read_version (const char *model)
{
  return g_str_has_prefix (model, "gemini-") ? ump_models_read_version (model + strcspn (model, "0123456789"), ".") : 0;
}


static gboolean
is_pro (const char *model)
{
  return strstr (model, "-pro") != NULL;
}


/* Pro models have no lower level than low, and none has one above high. */
static const char *
choose_level (const char *effort, const char *model)
{
  if (g_str_equal (effort, "none") || g_str_equal (effort, "minimal"))
    return is_pro (model) ? "low" : "minimal";
  return g_str_equal (effort, "xhigh") || g_str_equal (effort, "max") ? "high" : effort;
}


static JsonObject *
make_content (const char *role, const char *text)
{
  JsonObject *content = json_object_new ();
  JsonArray *parts = json_array_new ();

  if (role != NULL)
    json_object_set_string_member (content, "role", role);
  json_array_add_object_element (parts, ump_body_new_text (NULL, text));
  json_object_set_array_member (content, "parts", parts);
  return content;
}


/* The 2.5 family takes a number of tokens, later ones a word; sending the
 * wrong one is an error, as is either for a model that does not think. */
static void
set_effort (UmpRequest *request, JsonObject *config, const UmpPrompt *prompt, const char *model, guint *fields)
{
  static const struct {
    const char *effort;
    int budget;
  } budgets[] = { { "none", 0 }, { "minimal", 512 }, { "low", 1024 }, { "medium", 8192 }, { "high", 24576 }, { "xhigh", 24576 }, { "max", 24576 } };
  const char *effort = ump_body_get_effort (prompt, UMP_FIELD_REASONING_EFFORT);
  int version = read_version (model);
  JsonObject *thinking;

  if (effort == NULL || (version > 0 && version < UMP_MODEL_VERSION (2, 5)))
    return;
  thinking = json_object_new ();
  if (version == UMP_MODEL_VERSION (2, 5)) {
    int budget = -1; /* the service chooses */

    for (guint i = 0; i < G_N_ELEMENTS (budgets); i++)
      if (g_str_equal (effort, budgets[i].effort))
        budget = budgets[i].budget;
    if (budget == 0 && is_pro (model)) {
      budget = MIN_PRO_BUDGET;
      ump_request_take_note (request, UMP_FIELD_REASONING_EFFORT,
                             g_strdup_printf (ngettext ("“reasoning_effort” was sent as %d token, because this model always thinks.", "“reasoning_effort” was sent as %d tokens, because this model always thinks.", budget), budget));
    }
    json_object_set_int_member (thinking, "thinkingBudget", budget);
  } else {
    const char *level = choose_level (effort, model);

    json_object_set_string_member (thinking, "thinkingLevel", level);
    if (!g_str_equal (level, effort))
      ump_request_take_note (request, UMP_FIELD_REASONING_EFFORT,
                             g_strdup_printf (_("“reasoning_effort” was sent as “%s”, the nearest that this model takes."), level));
  }
  json_object_set_boolean_member (thinking, "includeThoughts", TRUE);
  json_object_set_object_member (config, "thinkingConfig", thinking);
  *fields |= UMP_FIELD_REASONING_EFFORT;
}


static void
set_config (UmpRequest *request, JsonObject *root, const UmpPrompt *prompt, const char *model, guint *fields)
{
  const UmpContender *contender = prompt->contender;
  JsonObject *config = json_object_new ();
  int max_tokens = ump_body_get_max_tokens (prompt);

  ump_body_set_number (config, "temperature", contender->temperature, prompt, UMP_FIELD_TEMPERATURE, fields);
  ump_body_set_number (config, "topP", contender->top_p, prompt, UMP_FIELD_TOP_P, fields);
  ump_body_set_int (config, "maxOutputTokens", max_tokens, max_tokens > 0, prompt, UMP_FIELD_MAX_TOKENS, fields);
  ump_body_set_int (config, "seed", contender->seed, contender->seed >= 0, prompt, UMP_FIELD_SEED, fields);
  set_effort (request, config, prompt, model, fields);
  if (json_object_get_size (config) > 0)
    json_object_set_object_member (root, "generationConfig", config);
  else
    json_object_unref (config);
}


static UmpRequest *
build_request (const UmpPrompt *prompt, GError **error)
{
  const char *model = prompt->contender->model + (g_str_has_prefix (prompt->contender->model, LIST_PREFIX) ? strlen (LIST_PREFIX) : 0);
  const char *system = ump_body_get_system (prompt);
  g_autofree char *base = ump_address_add_version (prompt->base_url, NULL, "/v1beta");
  g_autofree char *escaped = g_uri_escape_string (model, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/models/", escaped, ":streamGenerateContent?alt=sse", NULL);
  g_autoptr (UmpRequest) request = ump_request_new ("POST", base, path);
  JsonObject *root = json_object_new ();
  JsonArray *contents = json_array_new ();
  guint fields = 0;

  if (system != NULL) {
    json_object_set_object_member (root, "systemInstruction", make_content (NULL, system));
    fields |= UMP_FIELD_SYSTEM;
  }
  for (gsize i = 0; i < prompt->n_messages; i++)
    json_array_add_object_element (contents, make_content (prompt->messages[i].role == UMP_ROLE_USER ? "user" : "model", prompt->messages[i].text));
  json_object_set_array_member (root, "contents", contents);
  set_config (request, root, prompt, model, &fields);
  if (!ump_body_finish (request, root, prompt, "contents", fields, error))
    return NULL;
  return g_steal_pointer (&request);
}


static void
add_key (UmpRequest *request, const char *key)
{
  ump_request_add_header (request, "x-goog-api-key", key);
}


/* Running totals; a chunk may leave out what has not changed. The thoughts are
 * counted beside the answer. */
static void
read_usage (UmpParser *parser, const UmpJson *report)
{
  ump_parser_count (parser, &parser->usage.input, report, "promptTokenCount");
  ump_parser_count (parser, &parser->usage.cached, report, "cachedContentTokenCount");
  ump_parser_count (parser, &parser->usage.reasoning, report, "thoughtsTokenCount");
  ump_parser_count (parser, &parser->answer_output, report, "candidatesTokenCount");
  if (parser->answer_output >= 0 || parser->usage.reasoning >= 0)
    parser->usage.output = MAX (0, parser->answer_output) + MAX (0, parser->usage.reasoning);
}


static UmpEnding
judge_reason (const char *reason)
{
  static const char *const filters[] = {
    "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE", "IMAGE_SAFETY", NULL,
  };

  if (g_str_equal (reason, "MAX_TOKENS"))
    return UMP_ENDING_LENGTH;
  return g_strv_contains (filters, reason) ? UMP_ENDING_FILTER : UMP_ENDING_STOP;
}


/* The last candidate may have a reason and no content, or content without parts. */
static void
read_candidate (UmpParser *parser, const UmpJson *candidate)
{
  const UmpJson *parts = ump_json_get (ump_json_get (candidate, "content"), "parts");
  const char *reason = ump_json_get_string (candidate, "finishReason");

  for (const UmpJson *part = ump_json_first (parts); part != NULL; part = ump_json_next (parts, part)) {
    if (ump_json_get_true (part, "thought"))
      ump_parser_add_reasoning (parser, ump_json_get (part, "text"));
    else
      ump_parser_add_text (parser, ump_json_get (part, "text"));
  }
  if (reason != NULL && *reason != '\0' && !g_str_equal (reason, "FINISH_REASON_UNSPECIFIED")) {
    ump_parser_set_finish (parser, reason);
    ump_parser_terminate (parser, judge_reason (reason));
  }
}


static void
read_chunk (UmpParser *parser, const UmpJson *root)
{
  const char *blocked = ump_json_get_string (ump_json_get (root, "promptFeedback"), "blockReason");

  if (ump_failure_is_reported (root)) {
    ump_parser_fail (parser, root);
    return;
  }
  ump_parser_set_model (parser, ump_json_get_string (root, "modelVersion"));
  read_usage (parser, ump_json_get (root, "usageMetadata"));
  read_candidate (parser, ump_json_get_first_of (root, "candidates"));
  if (blocked != NULL) {
    ump_parser_set_finish (parser, blocked);
    ump_parser_terminate (parser, UMP_ENDING_FILTER);
  }
}


static void
parse_event (UmpParser *parser, const UmpFrame *frame, UmpDelta *delta)
{
  const UmpJson *root = ump_parser_begin (parser, frame);

  /* A gateway that drops "alt=sse" passes on one array of chunks. */
  if (ump_json_is (root, UMP_JSON_ARRAY))
    for (const UmpJson *chunk = ump_json_first (root); chunk != NULL; chunk = ump_json_next (root, chunk))
      read_chunk (parser, chunk);
  else if (root != NULL)
    read_chunk (parser, root);
  ump_parser_end (parser, delta);
}


static UmpRequest *
build_models_request (const UmpService *service, const char *base_url, const char *page)
{
  g_autofree char *base = ump_address_add_version (base_url, NULL, "/v1beta");
  g_autofree char *token = page != NULL ? g_uri_escape_string (page, NULL, FALSE) : NULL;
  g_autofree char *path = g_strconcat (service->models_path, "?pageSize=1000", token != NULL ? "&pageToken=" : NULL, token, NULL);

  return ump_request_new ("GET", base, path);
}


static gboolean
read_model (const UmpJson *entry, UmpModelInfo *info)
{
  const char *name = ump_json_get_string (entry, "displayName");

  g_free (info->name);
  info->name = g_strdup (name);
  info->context = MAX (0, ump_json_get_int (entry, "inputTokenLimit", 0));
  info->not_chat = ump_models_lacks (ump_json_get (entry, "supportedGenerationMethods"), "generateContent")
                   || ump_models_name_is_not_chat (info->id);
  return TRUE;
}


static GPtrArray *
parse_models (const char *body, gsize length, char **next_page, GError **error)
{
  g_autoptr (UmpJsonDocument) document = ump_json_document_new ();
  const UmpJson *root;
  GPtrArray *models = ump_models_read (document, body, length, read_model, &root, error);
  const char *token = models != NULL ? ump_json_get_string (root, "nextPageToken") : NULL;

  *next_page = token != NULL && *token != '\0' ? g_strdup (token) : NULL;
  return models;
}


const UmpDialect ump_dialect_gemini = {
  .name = "gemini",
  .framing = UMP_FRAMING_SSE,
  .build_request = build_request,
  .add_key = add_key,
  .parse_event = parse_event,
  .parse_error = ump_failure_read,
  .build_models_request = build_models_request,
  .parse_models = parse_models,
};
