/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "ump-dialect.h"
#include "ump-error.h"
#include "ump-openai-rules.h"

/* What is sent, and above all what is not, to whom. Expected members are those
 * of each service's reference; services that are strict answer 400 or 422 to
 * any other. */


static UmpContender *
make_contender (const char *model)
{
  UmpContender *contender = ump_contender_new ("p", model);

  contender->system_prompt = g_strdup ("Be brief.");
  contender->temperature = 0.5;
  contender->top_p = 0.25;
  contender->seed = 7;
  contender->reasoning_effort = g_strdup ("low");
  return contender;
}


static UmpRequest *
build (const char *service_id, const UmpContender *contender, int max_tokens, guint dropped, const char *base_url, GError **error)
{
  static const UmpMessage messages[] = {
    { UMP_ROLE_USER, "“Hi” \\ \n👋" }, { UMP_ROLE_ASSISTANT, "Yes?" }, { UMP_ROLE_USER, "Go on." },
  };
  const UmpService *service = ump_services_find (service_id);
  UmpPrompt prompt = {
    .contender = contender,
    .service = service,
    .base_url = base_url != NULL ? base_url : service->base_url,
    .messages = messages,
    .n_messages = G_N_ELEMENTS (messages),
    .max_tokens = max_tokens,
    .dropped = dropped,
  };

  return ump_dialect_find (service->dialect)->build_request (&prompt, error);
}


static JsonObject *
parse_body (const UmpRequest *request)
{
  g_autoptr (JsonNode) node = json_from_string (request->body, NULL);

  g_assert_nonnull (node);
  return json_node_dup_object (node);
}


/* The body without its messages, as compact JSON with sorted names. */
static void
check (const char *service_id, const char *model, const char *url, const char *conversation, const char *expected)
{
  g_autoptr (UmpContender) contender = make_contender (model);
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpRequest) request = build (service_id, contender, 1000, 0, NULL, &error);
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (JsonNode) wanted = json_from_string (expected, NULL);
  g_autoptr (JsonNode) got = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->url, ==, url);
  body = parse_body (request);
  g_assert_true (json_object_has_member (body, conversation));
  json_object_remove_member (body, conversation);
  got = json_node_init_object (json_node_alloc (), body);
  if (!json_node_equal (got, wanted)) {
    g_autofree char *text = json_to_string (got, FALSE);

    g_error ("%s: %s", service_id, text);
  }
}


static void
test_services (void)
{
  check ("openai", "gpt-4.1", "https://api.openai.com/v1/chat/completions", "messages",
         "{\"model\":\"gpt-4.1\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"max_completion_tokens\":1000,\"temperature\":0.5,\"top_p\":0.25,\"seed\":7}");
  check ("openai", "gpt-5-mini", "https://api.openai.com/v1/chat/completions", "messages",
         "{\"model\":\"gpt-5-mini\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"max_completion_tokens\":1000,\"seed\":7,\"reasoning_effort\":\"low\"}");
  check ("mistral", "m", "https://api.mistral.ai/v1/chat/completions", "messages",
         "{\"model\":\"m\",\"stream\":true,\"max_tokens\":1000,\"temperature\":0.5,\"top_p\":0.25,\"random_seed\":7,\"reasoning_effort\":\"low\"}");
  check ("deepseek", "d", "https://api.deepseek.com/chat/completions", "messages",
         "{\"model\":\"d\",\"stream\":true,\"max_tokens\":1000,\"temperature\":0.5,\"top_p\":0.25}");
  check ("openrouter", "anthropic/x", "https://openrouter.ai/api/v1/chat/completions", "messages",
         "{\"model\":\"anthropic/x\",\"stream\":true,\"max_tokens\":1000,\"temperature\":0.5,\"top_p\":0.25,\"seed\":7,\"reasoning\":{\"effort\":\"low\"}}");
  check ("openai-responses", "gpt-5", "https://api.openai.com/v1/responses", "input",
         "{\"model\":\"gpt-5\",\"instructions\":\"Be brief.\",\"stream\":true,\"store\":false,\"max_output_tokens\":1000,\"reasoning\":{\"effort\":\"low\"}}");
  check ("openai-responses", "gpt-4.1", "https://api.openai.com/v1/responses", "input",
         "{\"model\":\"gpt-4.1\",\"instructions\":\"Be brief.\",\"stream\":true,\"store\":false,\"max_output_tokens\":1000,\"temperature\":0.5,\"top_p\":0.25}");
  check ("anthropic", "claude-opus-4-8", "https://api.anthropic.com/v1/messages", "messages",
         "{\"model\":\"claude-opus-4-8\",\"max_tokens\":1000,\"system\":\"Be brief.\",\"stream\":true,\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"low\"}}");
  check ("anthropic", "claude-3-5-haiku-20241022", "https://api.anthropic.com/v1/messages", "messages",
         "{\"model\":\"claude-3-5-haiku-20241022\",\"max_tokens\":1000,\"system\":\"Be brief.\",\"stream\":true,\"temperature\":0.5,\"top_p\":0.25}");
  check ("gemini", "models/gemini-2.5-flash", "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", "contents",
         "{\"systemInstruction\":{\"parts\":[{\"text\":\"Be brief.\"}]},\"generationConfig\":{\"temperature\":0.5,\"topP\":0.25,\"maxOutputTokens\":1000,\"seed\":7,"
         "\"thinkingConfig\":{\"thinkingBudget\":1024,\"includeThoughts\":true}}}");
  check ("gemini", "gemini-3-pro", "https://generativelanguage.googleapis.com/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse", "contents",
         "{\"systemInstruction\":{\"parts\":[{\"text\":\"Be brief.\"}]},\"generationConfig\":{\"temperature\":0.5,\"topP\":0.25,\"maxOutputTokens\":1000,\"seed\":7,"
         "\"thinkingConfig\":{\"thinkingLevel\":\"low\",\"includeThoughts\":true}}}");
  check ("gemini", "gemini-2.0-flash", "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.0-flash:streamGenerateContent?alt=sse", "contents",
         "{\"systemInstruction\":{\"parts\":[{\"text\":\"Be brief.\"}]},\"generationConfig\":{\"temperature\":0.5,\"topP\":0.25,\"maxOutputTokens\":1000,\"seed\":7}}");
  check ("ollama", "qwen3", "http://127.0.0.1:11434/api/chat", "messages",
         "{\"model\":\"qwen3\",\"stream\":true,\"truncate\":false,\"think\":\"low\",\"options\":{\"temperature\":0.5,\"top_p\":0.25,\"seed\":7,\"num_predict\":1000}}");
}


/* Every member of every service's request is one that its row allows. */
static void
test_strict (void)
{
  static const struct {
    const char *name;
    guint field;
  } members[] = {
    { "temperature", UMP_FIELD_TEMPERATURE }, { "top_p", UMP_FIELD_TOP_P }, { "seed", UMP_FIELD_SEED },
    { "random_seed", UMP_FIELD_RANDOM_SEED }, { "max_tokens", UMP_FIELD_MAX_TOKENS }, { "max_completion_tokens", UMP_FIELD_MAX_COMPLETION_TOKENS },
    { "stream_options", UMP_FIELD_STREAM_OPTIONS }, { "reasoning_effort", UMP_FIELD_REASONING_EFFORT }, { "reasoning", UMP_FIELD_REASONING_OBJECT },
    { "usage", UMP_FIELD_USAGE_INCLUDE }, { "store", UMP_FIELD_STORE }, { "model", ~0u }, { "messages", ~0u }, { "stream", ~0u },
  };
  guint n;
  const UmpService *const *services = ump_services_get_all (&n);

  for (guint i = 0; i < n; i++) {
    g_autoptr (UmpContender) contender = make_contender ("m");
    g_autoptr (UmpRequest) request = NULL;
    g_autoptr (JsonObject) body = NULL;
    g_autoptr (GList) names = NULL;

    if (!g_str_equal (services[i]->dialect, "openai-chat"))
      continue;
    request = build (services[i]->id, contender, 100, 0, *services[i]->base_url == '\0' ? "http://127.0.0.1:1/v1" : NULL, NULL);
    body = parse_body (request);
    names = json_object_get_members (body);
    for (GList *name = names; name != NULL; name = name->next) {
      guint field = 0;

      for (guint j = 0; j < G_N_ELEMENTS (members); j++)
        if (g_str_equal (name->data, members[j].name))
          field = members[j].field;
      g_assert_cmpuint (services[i]->fields & field, !=, 0);
      if (field != ~0u)
        g_assert_cmpuint (request->fields & field, ==, field);
    }
  }
}


static void
test_dropped (void)
{
  g_autoptr (UmpContender) contender = make_contender ("m");
  guint dropped = UMP_FIELD_TEMPERATURE | UMP_FIELD_STREAM_OPTIONS | UMP_FIELD_STREAM | UMP_FIELD_MAX_TOKENS;
  g_autoptr (UmpRequest) request = build ("custom", contender, 100, dropped, "http://127.0.0.1:9", NULL);
  g_autoptr (JsonObject) body = parse_body (request);

  g_assert_cmpstr (request->url, ==, "http://127.0.0.1:9/v1/chat/completions");
  g_assert_false (json_object_has_member (body, "temperature"));
  g_assert_false (json_object_has_member (body, "stream_options"));
  g_assert_false (json_object_has_member (body, "max_tokens"));
  g_assert_false (json_object_get_boolean_member (body, "stream"));
  g_assert_true (json_object_has_member (body, "top_p"));
  g_assert_cmpuint (request->fields & dropped, ==, 0);
}


/* A field that was refused is not sent again, or asking would have no end. */
static void
test_all_dropped (void)
{
  guint n;
  const UmpService *const *services = ump_services_get_all (&n);

  for (guint i = 0; i < n; i++) {
    g_autoptr (UmpContender) contender = make_contender ("m");
    g_autoptr (UmpRequest) request = build (services[i]->id, contender, 500000, ~0u, *services[i]->base_url == '\0' ? "http://127.0.0.1:1/v1" : NULL, NULL);

    g_assert_cmpuint (request->fields, ==, 0);
    g_assert_null (strstr (request->body, "500000"));
  }
}


static void
test_plain (void)
{
  g_autoptr (UmpContender) contender = ump_contender_new ("p", "m");
  guint n;
  const UmpService *const *services = ump_services_get_all (&n);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (UmpRequest) request = build (services[i]->id, contender, 0, 0, *services[i]->base_url == '\0' ? "http://127.0.0.1:1/v1" : NULL, &error);

    g_assert_no_error (error);
    g_assert_null (strstr (request->body, "temperature"));
    g_assert_null (strstr (request->body, "seed"));
    g_assert_null (strstr (request->body, "system"));
    g_assert_null (strstr (request->body, "effort"));
  }
}


static void
test_conversation (void)
{
  static const char *const services[][2] = {
    { "openai", "[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"“Hi” \\\\ \\n👋\"},{\"role\":\"assistant\",\"content\":\"Yes?\"},{\"role\":\"user\",\"content\":\"Go on.\"}]" },
    { "ollama", "[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"“Hi” \\\\ \\n👋\"},{\"role\":\"assistant\",\"content\":\"Yes?\"},{\"role\":\"user\",\"content\":\"Go on.\"}]" },
    { "anthropic", "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"“Hi” \\\\ \\n👋\"}]},{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Yes?\"}]},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Go on.\"}]}]" },
    { "openai-responses", "[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"“Hi” \\\\ \\n👋\"}]},{\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Yes?\"}]},{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Go on.\"}]}]" },
    { "gemini", "[{\"role\":\"user\",\"parts\":[{\"text\":\"“Hi” \\\\ \\n👋\"}]},{\"role\":\"model\",\"parts\":[{\"text\":\"Yes?\"}]},{\"role\":\"user\",\"parts\":[{\"text\":\"Go on.\"}]}]" },
  };
  static const char *const names[] = { "messages", "messages", "messages", "input", "contents" };

  for (guint i = 0; i < G_N_ELEMENTS (services); i++) {
    g_autoptr (UmpContender) contender = make_contender ("m");
    g_autoptr (UmpRequest) request = build (services[i][0], contender, 100, 0, NULL, NULL);
    g_autoptr (JsonObject) body = parse_body (request);
    g_autoptr (JsonNode) wanted = json_from_string (services[i][1], NULL);

    g_assert_true (json_node_equal (json_object_get_member (body, names[i]), wanted));
  }
}


static void
test_extra (void)
{
  g_autoptr (UmpContender) contender = make_contender ("qwen3");
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpRequest) request = NULL;
  g_autoptr (JsonObject) body = NULL;
  g_autofree char *brackets = g_strnfill (200000, '[');
  const char *const wrong[] = { "[1]", "{\"a\":", "{'a':1}", "{\"a\":1} // one", brackets };
  JsonObject *options;

  contender->extra_json = g_strdup ("{\"keep_alive\":\"5m\",\"options\":{\"num_ctx\":8192,\"top_p\":0.75},\"model\":\"other\",\"messages\":[],\"stream\":false}");
  request = build ("ollama", contender, 100, 0, "http://127.0.0.1:11434/v1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (request->url, ==, "http://127.0.0.1:11434/api/chat");
  body = parse_body (request);
  options = json_object_get_object_member (body, "options");
  g_assert_cmpstr (json_object_get_string_member (body, "keep_alive"), ==, "5m");
  g_assert_cmpstr (json_object_get_string_member (body, "model"), ==, "qwen3");
  g_assert_true (json_object_get_boolean_member (body, "stream"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (body, "messages")), ==, 4);
  g_assert_cmpint (json_object_get_int_member (options, "num_ctx"), ==, 8192);
  g_assert_cmpfloat (json_object_get_double_member (options, "top_p"), ==, 0.75);
  g_assert_cmpfloat (json_object_get_double_member (options, "temperature"), ==, 0.5);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) bad = NULL;

    g_free (contender->extra_json);
    contender->extra_json = g_strdup (wrong[i]);
    g_assert_null (build ("ollama", contender, 100, 0, NULL, &bad));
    g_assert_error (bad, UMP_ERROR, UMP_ERROR_INVALID);
    g_assert_nonnull (strstr (bad->message, "one JSON object"));
  }
}


static void
test_claude_versions (void)
{
  /* Of what each version is sent, the thinking and the sampling. */
  static const char *const cases[][2] = {
    { "claude-sonnet-4-5-20250929", "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}" },
    { "claude-opus-4-20250514", "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}" },
    { "claude-3-7-sonnet-latest", "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}" },
    { "claude-opus-4-6", "\"thinking\":{\"type\":\"adaptive\"}" },
    { "claude-opus-5", "\"thinking\":{\"type\":\"adaptive\"}" },
    { "claude-sonnet-5", "\"thinking\":{\"type\":\"adaptive\"}" },
    { "claude-3-opus-20240229", "\"temperature\":0.5" },
    { "claude-opus-10", "\"thinking\":{\"type\":\"adaptive\"}" },
    { "claude-opus-4-10-20290101", "\"thinking\":{\"type\":\"adaptive\"}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (UmpContender) contender = make_contender (cases[i][0]);
    g_autoptr (UmpRequest) request = build ("anthropic", contender, 4000, 0, NULL, NULL);
    gboolean thinks = strstr (cases[i][1], "thinking") != NULL;

    g_assert_nonnull (strstr (request->body, cases[i][1]));
    g_assert_true ((strstr (request->body, "temperature") != NULL) == !thinks);
  }
  /* Without thinking: 4.0 to 4.6 take one of the two, later models none. */
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (UmpContender) contender = make_contender (cases[i][0]);
    g_autoptr (UmpRequest) request = NULL;

    g_clear_pointer (&contender->reasoning_effort, g_free);
    request = build ("anthropic", contender, 4000, 0, NULL, NULL);
    g_assert_true ((request->fields & UMP_FIELD_TEMPERATURE) == (i == 4 || i == 5 || i > 6 ? 0 : UMP_FIELD_TEMPERATURE));
    g_assert_true ((request->fields & UMP_FIELD_TOP_P) == (i == 2 || i == 6 ? UMP_FIELD_TOP_P : 0));
  }
}


/* Which ids are those of reasoning models, also those of later ones. */
static void
test_gpt_versions (void)
{
  static const struct {
    const char *model;
    gboolean reasons;
    gboolean samples; /* with the effort "none" */
  } cases[] = {
    { "gpt-4.1", FALSE, TRUE }, { "gpt-4o-mini", FALSE, TRUE }, { "gpt-4-0613", FALSE, TRUE }, { "gpt-5-chat-latest", FALSE, TRUE },
    { "gpt-35-turbo", FALSE, TRUE }, { "gpt-oss-120b", FALSE, TRUE }, { "olmo-2", FALSE, TRUE },
    { "gpt-5", TRUE, FALSE }, { "gpt-5-2025-08-07", TRUE, FALSE }, { "openai/gpt-5.1", TRUE, TRUE }, { "gpt-5.10-mini", TRUE, TRUE },
    { "gpt-10", TRUE, TRUE }, { "gpt-10-mini", TRUE, TRUE }, { "o1", TRUE, FALSE }, { "o4-mini", TRUE, FALSE }, { "o10", TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].model);
    g_assert_true (ump_openai_model_reasons (cases[i].model) == cases[i].reasons);
    g_assert_true (ump_openai_model_takes_sampling (cases[i].model, "none") == cases[i].samples);
  }
}


/* A level that a model does not have is sent as the nearest one, and told. */
static void
test_efforts (void)
{
  static const struct {
    const char *service;
    const char *model;
    const char *effort;
    const char *sent;
    const char *note;
  } cases[] = {
    { "anthropic", "claude-opus-4-6", "minimal", "\"effort\":\"low\"", "“low”" },
    { "anthropic", "claude-opus-4-6", "xhigh", "\"effort\":\"high\"", "“high”" },
    { "anthropic", "claude-opus-4-7", "xhigh", "\"effort\":\"xhigh\"", NULL },
    { "anthropic", "claude-opus-4-6", "max", "\"effort\":\"max\"", NULL },
    { "gemini", "gemini-3-flash", "none", "\"thinkingLevel\":\"minimal\"", "“minimal”" },
    { "gemini", "gemini-3-pro-preview", "none", "\"thinkingLevel\":\"low\"", "“low”" },
    { "gemini", "gemini-3-pro-preview", "high", "\"thinkingLevel\":\"high\"", NULL },
    { "gemini", "gemini-3-flash", "max", "\"thinkingLevel\":\"high\"", "“high”" },
    { "gemini", "gemini-2.5-flash", "max", "\"thinkingBudget\":24576", NULL },
    { "gemini", "gemini-2.5-pro", "none", "\"thinkingBudget\":128", "128 tokens" },
    { "gemini", "gemini-2.5-flash", "none", "\"thinkingBudget\":0", NULL },
    { "gemini", "gemini-10-pro", "none", "\"thinkingLevel\":\"low\"", "“low”" },
    { "gemini", "gemini-10.1-flash", "high", "\"thinkingLevel\":\"high\"", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (UmpContender) contender = make_contender (cases[i].model);
    g_autoptr (UmpRequest) request = NULL;

    g_test_message ("%s %s", cases[i].model, cases[i].effort);
    g_free (contender->reasoning_effort);
    contender->reasoning_effort = g_strdup (cases[i].effort);
    request = build (cases[i].service, contender, 4000, 0, NULL, NULL);
    g_assert_nonnull (strstr (request->body, cases[i].sent));
    g_assert_true ((request->fields & UMP_FIELD_REASONING_EFFORT) != 0);
    if (cases[i].note == NULL)
      g_assert_null (request->notes);
    else
      g_assert_nonnull (strstr (request->notes[0], cases[i].note));
  }
}


static const char *
find_header (const UmpRequest *request, const char *name)
{
  for (guint i = 0; request->headers[i] != NULL; i += 2)
    if (g_str_equal (request->headers[i], name))
      return request->headers[i + 1];
  return NULL;
}


static void
test_keys (void)
{
  static const char *const headers[][3] = {
    { "openai-chat", "Authorization", "Bearer k-1" }, { "openai-responses", "Authorization", "Bearer k-1" },
    { "ollama", "Authorization", "Bearer k-1" }, { "anthropic", "x-api-key", "k-1" }, { "gemini", "x-goog-api-key", "k-1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
    const UmpDialect *dialect = ump_dialect_find (headers[i][0]);
    g_autoptr (UmpRequest) request = dialect->build_models_request (ump_services_find ("openai"), "https://example.com/v1", NULL);

    g_assert_null (find_header (request, headers[i][1]));
    dialect->add_key (request, "k-1");
    g_assert_cmpstr (find_header (request, headers[i][1]), ==, headers[i][2]);
    g_assert_null (strstr (request->url, "k-1"));
  }
  {
    g_autoptr (UmpRequest) request = ump_request_new ("GET", "https://example.com", "/v1");

    ump_dialect_find ("anthropic")->add_key (request, "sk-ant-oat01-x");
    g_assert_cmpstr (find_header (request, "Authorization"), ==, "Bearer sk-ant-oat01-x");
    g_assert_null (find_header (request, "x-api-key"));
  }
  {
    g_autoptr (UmpRequest) request = ump_request_new ("GET", "https://me.openai.azure.com/openai/v1?api-version=preview", "/models");

    g_assert_cmpstr (request->url, ==, "https://me.openai.azure.com/openai/v1/models?api-version=preview");
    ump_dialect_find ("openai-chat")->add_key (request, "k-1");
    g_assert_cmpstr (find_header (request, "api-key"), ==, "k-1");
    g_assert_null (find_header (request, "Authorization"));
  }
}


static void
test_model_requests (void)
{
  static const char *const cases[][4] = {
    { "openai", NULL, NULL, "https://api.openai.com/v1/models" },
    { "deepseek", NULL, NULL, "https://api.deepseek.com/models" },
    { "custom", "http://127.0.0.1:8080", NULL, "http://127.0.0.1:8080/v1/models" },
    { "custom", "https://x.example.com/openai?api-version=1", NULL, "https://x.example.com/openai/models?api-version=1" },
    { "anthropic", NULL, NULL, "https://api.anthropic.com/v1/models?limit=1000" },
    { "anthropic", "https://api.anthropic.com/v1", "a b", "https://api.anthropic.com/v1/models?limit=1000&after_id=a%20b" },
    { "gemini", NULL, "t/+", "https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000&pageToken=t%2F%2B" },
    { "ollama", NULL, NULL, "http://127.0.0.1:11434/api/tags" },
    { "ollama", "http://127.0.0.1:11434/v1", NULL, "http://127.0.0.1:11434/api/tags" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const UmpService *service = ump_services_find (cases[i][0]);
    g_autoptr (UmpRequest) request = NULL;

    request = ump_dialect_find (service->dialect)->build_models_request (service, cases[i][1] != NULL ? cases[i][1] : service->base_url, cases[i][2]);
    g_assert_cmpstr (request->method, ==, "GET");
    g_assert_cmpstr (request->url, ==, cases[i][3]);
    if (g_str_equal (service->dialect, "anthropic"))
      g_assert_cmpstr (find_header (request, "anthropic-version"), ==, "2023-06-01");
  }
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/requests/services", test_services);
  g_test_add_func ("/requests/strict", test_strict);
  g_test_add_func ("/requests/dropped", test_dropped);
  g_test_add_func ("/requests/all-dropped", test_all_dropped);
  g_test_add_func ("/requests/plain", test_plain);
  g_test_add_func ("/requests/conversation", test_conversation);
  g_test_add_func ("/requests/extra", test_extra);
  g_test_add_func ("/requests/claude-versions", test_claude_versions);
  g_test_add_func ("/requests/gpt-versions", test_gpt_versions);
  g_test_add_func ("/requests/efforts", test_efforts);
  g_test_add_func ("/requests/keys", test_keys);
  g_test_add_func ("/requests/model-requests", test_model_requests);
  return g_test_run ();
}
