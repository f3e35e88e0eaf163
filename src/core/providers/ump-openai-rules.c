/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-models.h"
#include "ump-openai-rules.h"


/* 0 where @model is no GPT. Azure calls 3.5 "gpt-35". */
static int
read_gpt_version (const char *model)
{
  if (!g_str_has_prefix (model, "gpt-") || g_str_has_prefix (model, "gpt-35"))
    return 0;
  return ump_models_read_version (model + strlen ("gpt-"), ".");
}


/* Gateways put the maker before the name. */
static const char *
skip_maker (const char *model)
{
  const char *slash = strrchr (model, '/');

  return slash != NULL ? slash + 1 : model;
}


/**
 * ump_openai_add_key:
 * @request: a request
 * @key: the key
 *
 * Azure takes keys in a header of its own, and only tokens of its directory as
 * a bearer's.
 */
void
ump_openai_add_key (UmpRequest *request, const char *key)
{
  static const char *const hosts[] = { ".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com" };
  g_autoptr (GUri) uri = g_uri_parse (request->url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  for (guint i = 0; host != NULL && i < G_N_ELEMENTS (hosts); i++)
    if (g_str_has_suffix (host, hosts[i])) {
      ump_request_add_header (request, "api-key", key);
      return;
    }
  ump_request_add_bearer (request, key);
}


/**
 * ump_openai_model_reasons:
 * @model: a model's id, also as a gateway writes it
 *
 * The family test of the Vercel AI SDK: o1, o3 … and GPT-5 and later, but not
 * its chat variant.
 *
 * Returns: whether it is one of OpenAI's reasoning models
 */
gboolean
ump_openai_model_reasons (const char *model)
{
  model = skip_maker (model);
  if (model[0] == 'o' && g_ascii_isdigit (model[1]))
    return TRUE;
  return read_gpt_version (model) >= UMP_MODEL_VERSION (5, 0) && !g_str_has_prefix (model, "gpt-5-chat");
}


/**
 * ump_openai_model_takes_sampling:
 * @model: a model's id
 * @effort: (nullable): the reasoning effort that is sent
 *
 * Reasoning models refuse "temperature" and "top_p"; from GPT-5.1 on they take
 * both while the effort is "none".
 *
 * Returns: whether the two may be sent
 */
gboolean
ump_openai_model_takes_sampling (const char *model, const char *effort)
{
  if (!ump_openai_model_reasons (model))
    return TRUE;
  return g_strcmp0 (effort, "none") == 0 && read_gpt_version (skip_maker (model)) >= UMP_MODEL_VERSION (5, 1);
}
