/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ump-dialect.h"
#include "ump-error.h"
#include "ump-test.h"

/* Model lists: the recorded ones, and short ones after the services'
 * documentation. One line a model: id, name, context, prices, what it is not. */


/* What each model of the recorded list of OpenRouter takes. */
#define TAKES " takes tools tool_choice max_tokens temperature top_p stop reasoning"


static char *
describe (const UmpModelInfo *info)
{
  GString *line = g_string_new (info->id);

  if (info->name != NULL)
    g_string_append_printf (line, " “%s”", info->name);
  if (info->context > 0)
    g_string_append_printf (line, " %d", (int) info->context);
  if (!isnan (info->price_in))
    g_string_append_printf (line, " in %.3f", info->price_in);
  if (!isnan (info->price_out))
    g_string_append_printf (line, " out %.3f", info->price_out);
  if (info->parameters != NULL)
    g_string_append_printf (line, " takes %s", info->parameters);
  if (info->not_chat)
    g_string_append (line, " not-chat");
  return g_string_free (line, FALSE);
}


static void
check_list (const char *dialect, const char *body, gsize length, const char *expected, const char *expected_page)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *page = NULL;
  g_autoptr (GPtrArray) models = ump_dialect_find (dialect)->parse_models (body, length, &page, &error);
  g_autoptr (GString) lines = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < models->len; i++) {
    g_autofree char *line = describe (g_ptr_array_index (models, i));

    g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", line);
  }
  g_assert_cmpstr (lines->str, ==, expected);
  g_assert_cmpstr (page, ==, expected_page);
}


static void
check_text (const char *dialect, const char *body, const char *expected, const char *expected_page)
{
  check_list (dialect, body, strlen (body), expected, expected_page);
}


static void
check_capture (const char *dialect, const char *name, const char *expected)
{
  g_autofree char *path = g_strdup_printf ("wire/captures/%s.http", name);
  g_autoptr (GBytes) file = ump_test_read_data (path);
  gsize length;
  const char *data = g_bytes_get_data (file, &length);
  const char *body = g_strstr_len (data, length, "\r\n\r\n") + 4;

  check_list (dialect, body, length - (body - data), expected, NULL);
}


static void
test_captures (void)
{
  check_capture ("openai-chat", "aimock-openai-models", "gpt-4\ngpt-4o\nclaude-3-5-sonnet-20241022\ngemini-2.0-flash\ntext-embedding-3-small not-chat");
  check_capture ("openai-responses", "aimock-openai-models", "gpt-4\ngpt-4o\nclaude-3-5-sonnet-20241022\ngemini-2.0-flash\ntext-embedding-3-small not-chat");
  check_capture ("openai-chat", "llama-models", "tiny-bigram 2048");
  check_capture ("ollama", "aimock-ollama-tags", "gpt-4\ngpt-4o\nclaude-3-5-sonnet-20241022\ngemini-2.0-flash\ntext-embedding-3-small not-chat");
  check_capture ("openai-chat", "aimock-openrouter-models",
                 "openai/gpt-4o 128000 in 0.000 out 0.000" TAKES "\nanthropic/claude-3.5-sonnet 128000 in 0.000 out 0.000" TAKES "\n"
                 "google/gemini-2.0-flash-001 128000 in 0.000 out 0.000" TAKES);
}


static void
test_shapes (void)
{
  check_text ("openai-chat",
              "{\"data\":[{\"id\":\"a/b\",\"name\":\"A: B\",\"context_length\":200000,\"pricing\":{\"prompt\":\"0.00003\",\"completion\":\"0.00006\"},"
              "\"architecture\":{\"output_modalities\":[\"text\"]}},"
              "{\"id\":\"a/auto\",\"pricing\":{\"prompt\":\"-1\",\"completion\":\"-1\"}},"
              "{\"id\":\"a/painter\",\"architecture\":{\"output_modalities\":[\"image\"]}},"
              "{\"id\":\"a/image-reader\",\"architecture\":{\"output_modalities\":[\"text\"]}}]}",
              "a/b “A: B” 200000 in 30.000 out 60.000\na/auto\na/painter not-chat\na/image-reader", NULL);
  /* Together: a bare array; dollars for a million. */
  check_text ("openai-chat",
              "[{\"id\":\"m/x\",\"display_name\":\"X\",\"type\":\"chat\",\"context_length\":8192,\"pricing\":{\"input\":0.18,\"output\":0.59}},"
              "{\"id\":\"m/paint\",\"type\":\"image\"}]",
              "m/x “X” 8192 in 0.180 out 0.590\nm/paint not-chat", NULL);
  /* Mistral: the same model under its aliases. */
  check_text ("openai-chat",
              "{\"data\":[{\"id\":\"big-2411\",\"name\":\"big-2411\",\"max_context_length\":131072,\"aliases\":[\"big-latest\",\"big-old\"],\"capabilities\":{\"completion_chat\":true}},"
              "{\"id\":\"big-latest\",\"aliases\":[\"big-2411\"],\"capabilities\":{\"completion_chat\":true}},"
              "{\"id\":\"ocr\",\"capabilities\":{\"completion_chat\":false}}]}",
              "big-2411 131072\nbig-latest\nocr not-chat\nbig-old “big-2411” 131072", NULL);
  check_text ("openai-chat", "{\"models\":[{\"name\":\"n\"},{\"model\":\"m\"},\"bare\",{},null,3,{\"id\":\"\"},{\"id\":\"n\"}]}", "n\nm\nbare", NULL);
  check_text ("openai-chat", "{\"object\":\"list\",\"data\":[{\"id\":\"v\",\"max_model_len\":4096}]}", "v 4096", NULL);
  check_text ("openai-chat", "{\"data\":[]}", "", NULL);
  check_text ("anthropic",
              "{\"data\":[{\"id\":\"claude-x\",\"type\":\"model\",\"display_name\":\"Claude X\",\"max_input_tokens\":200000}],\"has_more\":true,\"last_id\":\"claude-x\"}",
              "claude-x “Claude X” 200000", "claude-x");
  check_text ("anthropic", "{\"data\":[{\"id\":\"claude-y\"}],\"has_more\":false,\"last_id\":\"claude-y\"}", "claude-y", NULL);
  check_text ("gemini",
              "{\"models\":[{\"name\":\"models/gemini-x\",\"displayName\":\"Gemini X\",\"inputTokenLimit\":1000,\"supportedGenerationMethods\":[\"generateContent\"]},"
              "{\"name\":\"models/vectors\",\"supportedGenerationMethods\":[\"embedContent\"]}],\"nextPageToken\":\"t\"}",
              "gemini-x “Gemini X” 1000\nvectors not-chat", "t");
  /* Found by a fuzzer: a resource without a name, and one name twice. */
  check_text ("gemini", "{\"models\":[{\"name\":\"models/\"},{\"name\":\"models/x\"},{\"name\":\"x\"}]}", "x", NULL);
  check_text ("ollama",
              "{\"models\":[{\"name\":\"qwen3:latest\",\"model\":\"qwen3:latest\",\"capabilities\":[\"completion\",\"thinking\"],\"details\":{\"context_length\":40960}},"
              "{\"name\":\"nomic\",\"capabilities\":[\"embedding\"]}]}",
              "qwen3:latest 40960\nnomic not-chat", NULL);
}


static void
test_no_lists (void)
{
  static const struct {
    const char *body;
    int code;
    const char *words;
  } cases[] = {
    { "", UMP_ERROR_NOT_THIS_SERVICE, NULL },
    { "<html>", UMP_ERROR_NOT_THIS_SERVICE, NULL },
    { "{}", UMP_ERROR_NOT_THIS_SERVICE, NULL },
    { "3", UMP_ERROR_NOT_THIS_SERVICE, NULL },
    { "{\"data\":{\"id\":\"x\"}}", UMP_ERROR_NOT_THIS_SERVICE, NULL },
    { "{\"data\":[{\"id\":\"x\"}", UMP_ERROR_NOT_THIS_SERVICE, NULL },
    { "{\"error\":{\"message\":\"Bad key\",\"code\":\"invalid_api_key\"}}", UMP_ERROR_BAD_KEY, "Bad key" },
  };
  guint n;
  const UmpDialect *const *dialects = ump_dialect_get_all (&n);

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < G_N_ELEMENTS (cases); j++) {
      g_autoptr (GError) error = NULL;
      g_autofree char *page = NULL;

      g_assert_null (dialects[i]->parse_models (cases[j].body, strlen (cases[j].body), &page, &error));
      g_assert_error (error, UMP_ERROR, cases[j].code);
      g_assert_null (page);
      if (cases[j].words != NULL)
        g_assert_cmpstr (error->message, ==, cases[j].words);
    }
}


static void
test_names (void)
{
  static const char *const others[] = { "whisper-1", "tts-1-hd", "gpt-4o-mini-tts", "dall-e-3", "gpt-image-1", "omni-moderation-latest",
                                        "gpt-4o-realtime-preview", "sora-2", "black-forest/FLUX.1-schnell", "rerank-v3" };
  static const char *const chats[] = { "gpt-4o", "gpt-5-chat-latest", "embers-7b", "attsumma", "imaginary-model", "o3" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autofree char *body = g_strdup_printf ("[\"%s\"]", others[i]);
    g_autofree char *expected = g_strdup_printf ("%s not-chat", others[i]);

    check_text ("openai-chat", body, expected, NULL);
  }
  for (guint i = 0; i < G_N_ELEMENTS (chats); i++) {
    g_autofree char *body = g_strdup_printf ("[\"%s\"]", chats[i]);

    check_text ("openai-chat", body, chats[i], NULL);
  }
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire-models/captures", test_captures);
  g_test_add_func ("/wire-models/shapes", test_shapes);
  g_test_add_func ("/wire-models/no-lists", test_no_lists);
  g_test_add_func ("/wire-models/names", test_names);
  return g_test_run ();
}
