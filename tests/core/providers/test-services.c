/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-dialect.h"
#include "ump-error.h"
#include "ump-services.h"


static void
test_table (void)
{
  static const char *const wanted[] = { "openai", "openai-responses", "anthropic", "gemini", "openrouter", "mistral", "groq", "deepseek", "xai",
                                        "together", "fireworks", "cerebras", "ollama", "llamacpp", "lmstudio", "vllm", "custom" };
  guint n;
  const UmpService *const *services = ump_services_get_all (&n);

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_nonnull (ump_services_find (wanted[i]));
  g_assert_null (ump_services_find ("nobody"));
  g_assert_null (ump_services_find (NULL));
  for (guint i = 0; i < n; i++) {
    const UmpService *service = services[i];

    g_assert_nonnull (ump_dialect_find (service->dialect));
    g_assert_false (g_str_has_suffix (service->base_url, "/"));
    g_assert_true (g_str_has_prefix (service->models_path, "/"));
    g_assert_true (service->fields & UMP_FIELD_SYSTEM);
    g_assert_true (service->local == (service->ports != NULL));
    if (service->local)
      g_assert_true (ump_services_url_is_loopback (service->base_url));
    else if (*service->base_url != '\0')
      g_assert_true (g_str_has_prefix (service->base_url, "https://"));
    if (!service->keyless)
      g_assert_nonnull (service->key_url);
    /* A model is given one limit, under one name. */
    g_assert_true (!(service->fields & UMP_FIELD_MAX_TOKENS) != !(service->fields & UMP_FIELD_MAX_COMPLETION_TOKENS));
    g_assert_true ((service->effort_values != NULL) == ((service->fields & (UMP_FIELD_REASONING_EFFORT | UMP_FIELD_REASONING_OBJECT)) != 0));
  }
}


/* The levels that the services' own descriptions name, first and last. */
static void
test_efforts (void)
{
  static const char *const efforts[][3] = {
    { "openai", "none", "max" }, { "openai-responses", "none", "max" }, { "openrouter", "none", "max" }, { "anthropic", "none", "max" },
    { "gemini", "none", "high" }, { "mistral", "none", "xhigh" }, { "ollama", "none", "max" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (efforts); i++) {
    const char *const *values = ump_services_find (efforts[i][0])->effort_values;

    g_test_message ("%s", efforts[i][0]);
    g_assert_cmpstr (values[0], ==, efforts[i][1]);
    g_assert_cmpstr (values[g_strv_length ((char **) values) - 1], ==, efforts[i][2]);
  }
}


static gpointer
read_table_cb (gpointer data)
{
  guint n;

  return (gpointer) ump_services_get_all (&n);
}


static void
test_threads (void)
{
  GThread *threads[8];
  gconstpointer table = read_table_cb (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, read_table_cb, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_true (g_thread_join (threads[i]) == table);
}


static void
test_base_urls (void)
{
  static const char *const good[][2] = {
    { "https://api.openai.com/v1", "https://api.openai.com/v1" },
    { "  https://api.openai.com/v1/ \n", "https://api.openai.com/v1" },
    { "https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1" },
    { "https://api.openai.com/v1/chat/completions/", "https://api.openai.com/v1" },
    { "https://api.openai.com/v1/models", "https://api.openai.com/v1" },
    { "https://api.anthropic.com/v1/messages", "https://api.anthropic.com/v1" },
    { "api.example.com/v1", "https://api.example.com/v1" },
    { "localhost:8080", "http://localhost:8080" },
    { "127.0.0.1:11434/api/chat", "http://127.0.0.1:11434" },
    { "http://[::1]:8080/v1", "http://[::1]:8080/v1" },
    { "http://192.168.1.5:8000/v1", "http://192.168.1.5:8000/v1" },
    { "https://x.example.com/openai?api-version=2024-10-21", "https://x.example.com/openai?api-version=2024-10-21" },
    { "https://example.com", "https://example.com" },
    { "https://example.com/", "https://example.com" },
    { "HTTPS://Example.com/v1", "https://Example.com/v1" },
    { "https://example.com/a%2Fb/v1", "https://example.com/a%2Fb/v1" },
  };
  static const char *const bad[] = { "", "  ", "https://", "ftp://example.com", "https://user:secret@example.com/v1", "https://exa mple.com",
                                     "https://example.com/v1\nhttps://other", "https://exämple.com", "file:///etc/passwd", "http://:80/" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *url = ump_services_normalize_base_url (good[i][0], &error);

    g_assert_no_error (error);
    g_assert_cmpstr (url, ==, good[i][1]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (ump_services_normalize_base_url (bad[i], &error));
    g_assert_error (error, UMP_ERROR, UMP_ERROR_INVALID);
    g_assert_null (strstr (error->message, "secret"));
  }
}


static void
test_loopback (void)
{
  static const char *const own[] = { "http://localhost/", "http://LOCALHOST:1", "http://a.localhost", "http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:1/v1" };
  static const char *const foreign[] = { "http://example.com", "http://localhost.example.com", "http://0.0.0.0", "http://10.0.0.1", "http://1270.0.1",
                                         "http://example.com/?127.0.0.1", "http://127.0.0.1@example.com", "http://mylocalhost", "nonsense", "" };

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    g_assert_true (ump_services_url_is_loopback (own[i]));
  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    g_assert_false (ump_services_url_is_loopback (foreign[i]));
}


static void
test_keys (void)
{
  static const char *const bad[] = { "", " \n", "sk-half otherhalf", "sk-half\notherhalf", "sk-half\r\notherhalf", "sk-half\totherhalf", "sk-sch\xC3\xBCssel", "sk-a\x7F" "b", "sk-a\x01" "b" };
  g_autoptr (GError) none = NULL;
  g_autofree char *key = ump_services_check_key (" \n\tsk-proj-AZaz09_-.~+/=\r\n", &none);

  g_assert_no_error (none);
  g_assert_cmpstr (key, ==, "sk-proj-AZaz09_-.~+/=");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (ump_services_check_key (bad[i], &error));
    g_assert_error (error, UMP_ERROR, UMP_ERROR_INVALID);
    g_assert_null (strstr (error->message, "sk-"));
  }
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/services/table", test_table);
  g_test_add_func ("/services/efforts", test_efforts);
  g_test_add_func ("/services/threads", test_threads);
  g_test_add_func ("/services/base-urls", test_base_urls);
  g_test_add_func ("/services/loopback", test_loopback);
  g_test_add_func ("/services/keys", test_keys);
  return g_test_run ();
}
