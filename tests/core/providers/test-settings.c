/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-settings.h"

/* What a user set and what is sent may differ: then it is told, once. */

#define UNTAKEN(name) "“" name "” was not sent, because the service or this model does not take it."
#define REFUSED(name) "“" name "” was left out, because the service refuses it for this model."

static const struct {
  const char *service;
  const char *model;
  guint dropped;
  int max_tokens;
  const char *notes;
} cases[] = {
  /* The row of the services table lists no seed; the model does not reason. */
  { "openai", "gpt-4.1", 0, 100, UNTAKEN ("reasoning_effort") },
  { "deepseek", "d", 0, 100, UNTAKEN ("seed") "\n" UNTAKEN ("reasoning_effort") },
  { "mistral", "m", 0, 100, NULL },
  { "ollama", "qwen3", 0, 100, NULL },
  { "openrouter", "x/y", 0, 100, NULL },
  { "gemini", "gemini-2.5-flash", 0, 100, NULL },
  { "gemini", "gemini-2.0-flash", 0, 100, UNTAKEN ("reasoning_effort") },
  /* OpenAI's reasoning models take no sampling. */
  { "openai", "gpt-5", 0, 100, UNTAKEN ("temperature") "\n" UNTAKEN ("top_p") },
  { "openai-responses", "gpt-5", 0, 100, UNTAKEN ("temperature") "\n" UNTAKEN ("top_p") "\n" UNTAKEN ("seed") },
  { "openai-responses", "gpt-4.1", 0, 5, UNTAKEN ("seed") "\n" UNTAKEN ("reasoning_effort") "\n"
    "“max_tokens” was sent as 16, which is the least that the service takes." },
  /* A thinking Claude takes none either; one that cannot think takes both. */
  { "anthropic", "claude-opus-4-8", 0, 2000, UNTAKEN ("temperature") "\n" UNTAKEN ("top_p") "\n" UNTAKEN ("seed") },
  { "anthropic", "claude-3-opus-20240229", 0, 2000, UNTAKEN ("seed") "\n" UNTAKEN ("reasoning_effort") },
  /* The field is required, so that leaving it out is no choice. */
  { "anthropic", "claude-3-opus-20240229", UMP_FIELD_MAX_TOKENS, 2000000, UNTAKEN ("seed") "\n" UNTAKEN ("reasoning_effort") "\n"
    "“max_tokens” was sent as 4096, because the service refuses the limit that was set." },
  { "custom", "m", UMP_FIELD_TEMPERATURE | UMP_FIELD_SYSTEM, 100, REFUSED ("temperature") "\n" UNTAKEN ("reasoning_effort") "\n" REFUSED ("system") },
};


static void
test_notes (void)
{
  static const UmpMessage messages[] = { { UMP_ROLE_USER, "hi" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (UmpContender) contender = ump_contender_new ("p", cases[i].model);
    const UmpService *service = ump_services_find (cases[i].service);
    UmpPrompt prompt = {
      .contender = contender,
      .service = service,
      .base_url = *service->base_url != '\0' ? service->base_url : "http://127.0.0.1:9",
      .messages = messages,
      .n_messages = G_N_ELEMENTS (messages),
      .dropped = cases[i].dropped,
    };
    g_autoptr (UmpRequest) request = NULL;
    g_autofree char *notes = NULL;
    g_autoptr (GError) error = NULL;

    contender->system_prompt = g_strdup ("Be brief.");
    contender->temperature = 0.5;
    contender->top_p = 0.25;
    contender->seed = 7;
    contender->max_tokens = cases[i].max_tokens;
    contender->reasoning_effort = g_strdup ("low");
    g_test_message ("%s %s", cases[i].service, cases[i].model);
    request = ump_dialect_find (service->dialect)->build_request (&prompt, &error);
    g_assert_no_error (error);
    notes = ump_settings_describe_unsent (&prompt, request);
    g_assert_cmpstr (notes, ==, cases[i].notes);
    /* What is not told is in the body. */
    for (guint field = 1; field <= UMP_FIELD_SYSTEM; field <<= 1)
      if (ump_settings_is_one (field))
        g_assert_cmpuint (ump_settings_read_request (request->body) & field & ~UMP_FIELD_MAX_TOKENS, ==, request->fields & field & ~UMP_FIELD_MAX_TOKENS);
  }
}


/* OpenRouter says what each model takes, and drops all else without a word. */
static void
test_parameters (void)
{
  static const UmpMessage messages[] = { { UMP_ROLE_USER, "hi" } };
  g_autoptr (UmpContender) contender = ump_contender_new ("p", "x/y");
  UmpPrompt prompt = {
    .contender = contender, .service = ump_services_find ("openrouter"), .base_url = "http://127.0.0.1:9",
    .messages = messages, .n_messages = G_N_ELEMENTS (messages),
  };
  g_autoptr (UmpRequest) request = NULL;
  g_autofree char *notes = NULL;
  g_autoptr (GError) error = NULL;

  contender->temperature = 0.5;
  contender->top_p = 0.25;
  contender->seed = 7;
  contender->max_tokens = 100;
  contender->reasoning_effort = g_strdup ("low");
  contender->parameters = g_strdup ("tools temperature reasoning_effort");
  request = ump_dialect_find ("openai-chat")->build_request (&prompt, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ump_settings_read_request (request->body), ==, UMP_FIELD_TEMPERATURE | UMP_FIELD_MAX_TOKENS);
  notes = ump_settings_describe_unsent (&prompt, request);
  g_assert_cmpstr (notes, ==, UNTAKEN ("top_p") "\n" UNTAKEN ("seed") "\n" UNTAKEN ("reasoning_effort"));
}


/* What is not set is not missed. */
static void
test_nothing_set (void)
{
  guint n;
  const UmpService *const *services = ump_services_get_all (&n);
  static const UmpMessage messages[] = { { UMP_ROLE_USER, "hi" } };

  for (guint i = 0; i < n; i++) {
    g_autoptr (UmpContender) contender = ump_contender_new ("p", "m");
    UmpPrompt prompt = { .contender = contender, .service = services[i], .base_url = "http://127.0.0.1:9", .messages = messages, .n_messages = 1 };
    g_autoptr (UmpRequest) request = ump_dialect_find (services[i]->dialect)->build_request (&prompt, NULL);

    g_assert_null (ump_settings_describe_unsent (&prompt, request));
  }
}


static void
test_broken_request (void)
{
  g_assert_cmpuint (ump_settings_read_request (""), ==, 0);
  g_assert_cmpuint (ump_settings_read_request ("[{\"temperature\":1}"), ==, 0);
  g_assert_cmpuint (ump_settings_read_request ("{\"messages\":[{\"role\":\"system\"}],\"options\":{\"top_p\":1}}"), ==, UMP_FIELD_SYSTEM | UMP_FIELD_TOP_P);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/notes", test_notes);
  g_test_add_func ("/settings/parameters", test_parameters);
  g_test_add_func ("/settings/nothing-set", test_nothing_set);
  g_test_add_func ("/settings/broken-request", test_broken_request);
  return g_test_run ();
}
