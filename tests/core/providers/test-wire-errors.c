/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-dialect.h"
#include "ump-error.h"

/* Every shape of an error body that services are known to send; see the
 * services' error references. Any of them may come behind any dialect, since
 * gateways mix them. */
typedef struct {
  const char *name;
  guint status;
  const char *body;
  int code;
  const char *message;
  const char *parameter;
  gboolean not_accepted;
  gint64 retry_after_ms;
} Case;

static const Case cases[] = {
  { "openai-parameter", 400,
    "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this model.\",\"type\":\"invalid_request_error\",\"param\":\"max_tokens\",\"code\":\"unsupported_parameter\"}}",
    UMP_ERROR_BAD_PARAMETER, "Unsupported parameter: 'max_tokens' is not supported with this model.", "max_tokens", TRUE, -1 },
  { "openai-no-quota", 429, "{\"error\":{\"message\":\"You exceeded your current quota\",\"type\":\"insufficient_quota\",\"param\":null,\"code\":\"insufficient_quota\"}}",
    UMP_ERROR_NO_MONEY, "You exceeded your current quota", NULL, TRUE, -1 },
  { "openai-model", 404, "{\"error\":{\"message\":\"The model `x` does not exist\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"model_not_found\"}}",
    UMP_ERROR_NO_MODEL, "The model `x` does not exist", NULL, TRUE, -1 },
  { "openai-context", 400, "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens\",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}",
    UMP_ERROR_TOO_LONG, "This model's maximum context length is 8192 tokens", "messages", TRUE, -1 },
  { "openai-stream", 400, "{\"error\":{\"message\":\"Your organization must be verified to stream this model.\",\"type\":\"invalid_request_error\",\"param\":\"stream\",\"code\":\"unsupported_value\"}}",
    UMP_ERROR_BAD_PARAMETER, "Your organization must be verified to stream this model.", "stream", TRUE, -1 },
  { "key-echoed", 401, "{\"error\":{\"message\":\"Incorrect API key provided: sk-proj-abcdefghijklmnop1234.\",\"code\":\"invalid_api_key\"}}",
    UMP_ERROR_BAD_KEY, "Incorrect API key provided: …", NULL, TRUE, -1 },
  { "number-code", 402, "{\"error\":{\"code\":402,\"message\":\"Insufficient credits\",\"metadata\":{}}}",
    UMP_ERROR_NO_MONEY, "Insufficient credits", NULL, TRUE, -1 },
  { "openrouter-raw", 400,
    "{\"error\":{\"code\":400,\"message\":\"Provider returned error\",\"metadata\":{\"provider_name\":\"X\",\"raw\":\"{\\\"error\\\":{\\\"message\\\":\\\"prompt is too long\\\"}}\"}}}",
    UMP_ERROR_TOO_LONG, "prompt is too long", NULL, TRUE, -1 },
  { "openrouter-raw-text", 502, "{\"error\":{\"code\":502,\"message\":\"Provider returned error\",\"metadata\":{\"raw\":\"upstream died\"}}}",
    UMP_ERROR_OVERLOADED, "upstream died", NULL, FALSE, -1 },
  { "anthropic-credit", 400, "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your credit balance is too low to access the API.\"},\"request_id\":\"r\"}",
    UMP_ERROR_NO_MONEY, "Your credit balance is too low to access the API.", NULL, TRUE, -1 },
  { "anthropic-temperature", 400, "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"temperature: Extra inputs are not permitted\"}}",
    UMP_ERROR_BAD_PARAMETER, "temperature: Extra inputs are not permitted", "temperature", TRUE, -1 },
  { "anthropic-overloaded", 529, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
    UMP_ERROR_OVERLOADED, "Overloaded", NULL, TRUE, -1 },
  { "gemini-key", 400,
    "{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"API_KEY_INVALID\"}]}}",
    UMP_ERROR_BAD_KEY, "API key not valid. Please pass a valid API key.", NULL, TRUE, -1 },
  { "gemini-array-wait", 429,
    "[{\"error\":{\"code\":429,\"message\":\"Quota exceeded\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"34.5s\"}]}}]",
    UMP_ERROR_RATE_LIMIT, "Quota exceeded", NULL, TRUE, 34500 },
  { "gemini-unknown-name", 400, "{\"error\":{\"code\":400,\"message\":\"Invalid JSON payload received. Unknown name \\\"seed\\\" at 'generation_config': Cannot find field.\",\"status\":\"INVALID_ARGUMENT\"}}",
    UMP_ERROR_BAD_PARAMETER, "Invalid JSON payload received. Unknown name \"seed\" at 'generation_config': Cannot find field.", "seed", TRUE, -1 },
  { "gemini-region", 400, "{\"error\":{\"code\":400,\"message\":\"User location is not supported\",\"status\":\"FAILED_PRECONDITION\"}}",
    UMP_ERROR_NOT_ALLOWED, "User location is not supported", NULL, TRUE, -1 },
  { "gemini-level-name", 400, "{\"error\":{\"code\":400,\"message\":\"Invalid JSON payload received. Unknown name \\\"thinkingLevel\\\" at 'generation_config.thinking_config': Cannot find field.\",\"status\":\"INVALID_ARGUMENT\"}}",
    UMP_ERROR_BAD_PARAMETER, "Invalid JSON payload received. Unknown name \"thinkingLevel\" at 'generation_config.thinking_config': Cannot find field.", "thinking", TRUE, -1 },
  { "gemini-level", 400, "{\"error\":{\"code\":400,\"message\":\"Thinking level is not supported for this model.\",\"status\":\"INVALID_ARGUMENT\"}}",
    UMP_ERROR_BAD_PARAMETER, "Thinking level is not supported for this model.", "thinking", TRUE, -1 },
  { "gemini-budget", 400, "{\"error\":{\"code\":400,\"message\":\"Budget 0 is invalid. This model only works in thinking mode.\",\"status\":\"INVALID_ARGUMENT\"}}",
    UMP_ERROR_BAD_PARAMETER, "Budget 0 is invalid. This model only works in thinking mode.", "thinking", TRUE, -1 },
  { "gemini-system", 400, "{\"error\":{\"code\":400,\"message\":\"Developer instruction is not enabled for models/gemma-3-27b-it\",\"status\":\"INVALID_ARGUMENT\"}}",
    UMP_ERROR_BAD_PARAMETER, "Developer instruction is not enabled for models/gemma-3-27b-it", "system", TRUE, -1 },
  { "xai-effort", 400, "{\"code\":\"Client specified an invalid argument\",\"error\":\"Argument not supported on this model: reasoningEffort\"}",
    UMP_ERROR_BAD_PARAMETER, "Argument not supported on this model: reasoningEffort", "reasoningEffort", TRUE, -1 },
  /* A wrong address, not a model that is gone. */
  { "lm-studio-path", 404, "{\"error\":\"Unexpected endpoint or method. (POST /v1/chat/completions)\"}",
    UMP_ERROR_NOT_THIS_SERVICE, "Unexpected endpoint or method. (POST /v1/chat/completions)", NULL, TRUE, -1 },
  { "express-path", 404, "{\"error\":\"Cannot POST /models/v1/chat/completions\"}", UMP_ERROR_NOT_THIS_SERVICE, "Cannot POST /models/v1/chat/completions", NULL, TRUE, -1 },
  { "quoted-address", 404, "{\"message\":\"Nothing at https://models.example.com/deployments/x\"}", UMP_ERROR_NOT_THIS_SERVICE, "Nothing at https://models.example.com/deployments/x", NULL, TRUE, -1 },
  { "gemini-model", 404, "{\"error\":{\"code\":404,\"message\":\"models/gemini-9 is not found for API version v1beta\",\"status\":\"NOT_FOUND\"}}",
    UMP_ERROR_NO_MODEL, "models/gemini-9 is not found for API version v1beta", NULL, TRUE, -1 },
  /* Names of models and fields that begin as keys do. */
  { "words-like-keys", 404, "{\"error\":{\"message\":\"The model `skywork-o1-open-llama-3.1-8b` and keyword_search_model do not exist, nor sk-learning-to-rank-models\",\"code\":\"model_not_found\"}}",
    UMP_ERROR_NO_MODEL, "The model `skywork-o1-open-llama-3.1-8b` and keyword_search_model do not exist, nor sk-learning-to-rank-models", NULL, TRUE, -1 },
  { "google-key-echoed", 400, "{\"error\":{\"message\":\"Bad AIzaSyA1234567890abcdefghijklmnopqrstu here\",\"status\":\"X\"}}", UMP_ERROR_BAD_PARAMETER, "Bad … here", NULL, TRUE, -1 },
  { "ollama-text", 404, "{\"error\":\"model 'qwen9' not found\"}", UMP_ERROR_NO_MODEL, "model 'qwen9' not found", NULL, TRUE, -1 },
  { "ollama-thinking", 400, "{\"error\":\"\\\"llama3\\\" does not support thinking\"}",
    UMP_ERROR_BAD_PARAMETER, "\"llama3\" does not support thinking", "thinking", TRUE, -1 },
  { "xai-code-beside", 400, "{\"code\":\"Client specified an invalid argument\",\"error\":\"Incorrect API key provided: xa***ey.\"}",
    UMP_ERROR_BAD_KEY, "Incorrect API key provided: xa***ey.", NULL, TRUE, -1 },
  { "cerebras-flat", 400, "{\"message\":\"Unsupported field: 'seed'\",\"type\":\"invalid_request_error\",\"param\":\"seed\",\"code\":\"wrong_api_format\"}",
    UMP_ERROR_BAD_PARAMETER, "Unsupported field: 'seed'", "seed", TRUE, -1 },
  { "groq-property", 400, "{\"error\":{\"message\":\"property 'seed' is unsupported\",\"type\":\"invalid_request_error\"}}",
    UMP_ERROR_BAD_PARAMETER, "property 'seed' is unsupported", "seed", TRUE, -1 },
  { "groq-flex", 498, "{\"error\":{\"message\":\"No capacity\",\"type\":\"x\"}}", UMP_ERROR_OVERLOADED, "No capacity", NULL, TRUE, -1 },
  { "mistral-object", 400, "{\"object\":\"error\",\"message\":\"Invalid model\",\"type\":\"invalid_model\",\"param\":null,\"code\":\"1500\"}",
    UMP_ERROR_NO_MODEL, "Invalid model", NULL, TRUE, -1 },
  { "mistral-validation", 422,
    "{\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"seed\"],\"msg\":\"Extra inputs are not permitted\"}]},\"type\":\"invalid_request_error\"}",
    UMP_ERROR_BAD_PARAMETER, "seed: Extra inputs are not permitted", "seed", TRUE, -1 },
  { "fastapi-text", 401, "{\"detail\":\"Unauthorized\"}", UMP_ERROR_BAD_KEY, "Unauthorized", NULL, TRUE, -1 },
  { "fastapi-list", 422, "{\"detail\":[{\"loc\":[\"body\",\"top_p\"],\"msg\":\"too large\",\"type\":\"value_error\"}]}",
    UMP_ERROR_BAD_PARAMETER, "top_p: too large", "top_p", TRUE, -1 },
  { "fastapi-path", 404, "{\"detail\":\"Not Found\"}", UMP_ERROR_NOT_THIS_SERVICE, "Not Found", NULL, TRUE, -1 },
  { "openrouter-no-endpoint", 404, "{\"error\":{\"code\":404,\"message\":\"No endpoints found for x/y.\"}}", UMP_ERROR_NO_MODEL, "No endpoints found for x/y.", NULL, TRUE, -1 },
  /* The model is there; the account's settings leave out who has it. */
  { "openrouter-policy", 404, "{\"error\":{\"code\":404,\"message\":\"No endpoints found matching your data policy (Free model publication).\"}}", UMP_ERROR_NOT_ALLOWED,
    "No endpoints found matching your data policy (Free model publication).", NULL, TRUE, -1 },
  { "portkey", 500, "{\"status\":\"failure\",\"message\":\"no such provider\"}", UMP_ERROR_FAILED, "no such provider", NULL, FALSE, -1 },
  { "message-list", 500, "{\"error\":{\"message\":[\"first\",\"second\"],\"code\":null}}", UMP_ERROR_FAILED, "first", NULL, FALSE, -1 },
  { "message-null", 500, "{\"error\":{\"message\":null,\"type\":null,\"code\":null}}", UMP_ERROR_FAILED, NULL, NULL, FALSE, -1 },
  { "all-null", 503, "{\"error\":null}", UMP_ERROR_OVERLOADED, NULL, NULL, TRUE, -1 },
  { "html", 502, "<html><body>502 Bad Gateway</body></html>", UMP_ERROR_OVERLOADED, NULL, NULL, FALSE, -1 },
  { "html-404", 404, "\n <!DOCTYPE html><title>404</title>", UMP_ERROR_NOT_THIS_SERVICE, NULL, NULL, TRUE, -1 },
  { "plain", 500, "  upstream connect error  ", UMP_ERROR_FAILED, "upstream connect error", NULL, FALSE, -1 },
  { "nothing", 401, "", UMP_ERROR_BAD_KEY, NULL, NULL, TRUE, -1 },
  { "redirect", 302, "", UMP_ERROR_NOT_THIS_SERVICE, NULL, NULL, FALSE, -1 },
  { "too-large", 413, "", UMP_ERROR_TOO_LONG, NULL, NULL, TRUE, -1 },
  { "gone", 410, "{\"error\":{\"message\":\"This model was retired\"}}", UMP_ERROR_NO_MODEL, "This model was retired", NULL, TRUE, -1 },
  { "region", 403, "{\"error\":{\"message\":\"Country not supported\",\"code\":\"unsupported_country_region_territory\"}}",
    UMP_ERROR_NOT_ALLOWED, "Country not supported", NULL, TRUE, -1 },
  { "timeout", 504, "", UMP_ERROR_FAILED, NULL, NULL, FALSE, -1 },
  { "cut-json", 400, "{\"error\":{\"message\":\"hal", UMP_ERROR_BAD_PARAMETER, "{\"error\":{\"message\":\"hal", "error", TRUE, -1 },
};


static void
run_case (gconstpointer user_data)
{
  const Case *wanted = user_data;
  guint n;
  const UmpDialect *const *dialects = ump_dialect_get_all (&n);

  g_assert_cmpuint (n, ==, 5);
  for (guint i = 0; i < n; i++) {
    UmpFailure failure = { 0 };

    dialects[i]->parse_error (wanted->status, wanted->body, strlen (wanted->body), &failure);
    g_assert_cmpint (failure.code, ==, wanted->code);
    g_assert_cmpstr (failure.message, ==, wanted->message);
    g_assert_cmpstr (failure.parameter, ==, wanted->parameter);
    g_assert_cmpint (failure.not_accepted, ==, wanted->not_accepted);
    g_assert_cmpint (failure.retry_after_ms, ==, wanted->retry_after_ms);
    ump_failure_clear (&failure);
  }
}


static void
test_long_message (void)
{
  g_autofree char *long_text = g_strnfill (5000, 'y');
  g_autofree char *body = g_strdup_printf ("{\"error\":\"é%s\"}", long_text);
  UmpFailure failure = { 0 };

  ump_dialect_find ("openai-chat")->parse_error (500, body, strlen (body), &failure);
  g_assert_cmpint (g_utf8_strlen (failure.message, -1), ==, 500);
  g_assert_true (g_utf8_validate (failure.message, -1, NULL));
  ump_failure_clear (&failure);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/wire-errors/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], run_case);
  }
  g_test_add_func ("/wire-errors/long-message", test_long_message);
  return g_test_run ();
}
