/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ump-dialect.h"
#include "ump-error.h"
#include "ump-wire-error.h"
#include "ump-wire-json.h"
#include "ump-wire-models.h"


static gint64
read_context (JsonObject *entry)
{
  static const char *const names[] = { "context_length", "max_context_length", "context_window", "max_model_len", "max_input_tokens", "inputTokenLimit" };
  JsonObject *meta = ump_wire_json_get_object (entry, "meta");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    gint64 value = ump_wire_json_get_int (entry, names[i], 0);

    if (value > 0)
      return value;
  }
  return ump_wire_json_get_int (meta, "n_ctx", 0);
}


/* OpenRouter gives dollars for one token, as decimal strings; -1 means that
 * the price varies. Together gives dollars for a million, as numbers. */
static double
read_price (JsonObject *pricing, const char *per_token, const char *per_million)
{
  double value = ump_wire_json_get_number (pricing, per_token);

  if (!isnan (value))
    return value < 0 ? NAN : value * 1e6;
  return ump_wire_json_get_number (pricing, per_million);
}


static gboolean
holds_string (JsonArray *array, const char *string)
{
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING && g_str_equal (json_node_get_string (node), string))
      return TRUE;
  }
  return FALSE;
}


static gboolean
outputs_text (JsonObject *entry)
{
  JsonArray *outputs = ump_wire_json_get_array (ump_wire_json_get_object (entry, "architecture"), "output_modalities");

  return outputs == NULL || holds_string (outputs, "text");
}


static gboolean
is_refused_chat (JsonObject *entry)
{
  JsonObject *capabilities = ump_wire_json_get_object (entry, "capabilities");
  const char *type = ump_wire_json_get_string (entry, "type");

  JsonArray *methods = ump_wire_json_get_array (entry, "supportedGenerationMethods");

  if (methods != NULL)
    return !holds_string (methods, "generateContent");
  if (capabilities != NULL && json_object_has_member (capabilities, "completion_chat"))
    return !ump_wire_json_get_true (capabilities, "completion_chat");
  return type != NULL && (g_str_equal (type, "embedding") || g_str_equal (type, "image") || g_str_equal (type, "audio")
                          || g_str_equal (type, "rerank") || g_str_equal (type, "moderation") || g_str_equal (type, "transcribe"));
}


static UmpModelInfo *
read_entry (JsonObject *entry)
{
  JsonObject *pricing = ump_wire_json_get_object (entry, "pricing");
  const char *id = ump_wire_json_get_string (entry, "id");
  const char *name = ump_wire_json_get_string (entry, "display_name");
  UmpModelInfo *info;

  if (id == NULL)
    id = ump_wire_json_get_string (entry, "model");
  if (id == NULL)
    id = ump_wire_json_get_string (entry, "name");
  if (id == NULL || *id == '\0')
    return NULL;
  if (name == NULL)
    name = ump_wire_json_get_string (entry, "displayName");
  if (name == NULL)
    name = ump_wire_json_get_string (entry, "name");
  /* Gemini lists resource names and takes both in a request. */
  if (g_str_has_prefix (id, "models/"))
    id += strlen ("models/");
  info = g_new0 (UmpModelInfo, 1);
  info->id = ump_wire_json_plain (id);
  info->name = g_strcmp0 (name, id) != 0 ? ump_wire_json_plain (name) : NULL;
  info->context = read_context (entry);
  info->price_in = read_price (pricing, "prompt", "input");
  info->price_out = read_price (pricing, "completion", "output");
  info->not_chat = is_refused_chat (entry) || !outputs_text (entry) || ump_wire_models_is_not_chat (info->id);
  return info;
}


/* Anthropic goes on after the last id, Gemini with a token. */
static char *
read_next_page (JsonObject *object)
{
  const char *token = ump_wire_json_get_string (object, "nextPageToken");

  if (token == NULL && ump_wire_json_get_true (object, "has_more"))
    token = ump_wire_json_get_string (object, "last_id");
  return token != NULL && *token != '\0' ? g_strdup (token) : NULL;
}


/**
 * ump_wire_models_is_not_chat:
 * @id: a model's id
 *
 * Lists mix chat models with embeddings, speech and images and often say
 * nothing but the name.
 *
 * Returns: whether the name is one of a model that cannot chat
 */
gboolean
ump_wire_models_is_not_chat (const char *id)
{
  static const char *const words[] = { "embed", "whisper", "tts", "dall-e", "moderation", "transcribe", "-image", "image-", "imagen",
                                       "realtime", "-audio", "sora", "rerank", "veo-", "davinci-002", "babbage-002", "lyria", "aqa",
                                       "-ocr", "guard", "flux", "stable-diffusion", "bge-", "-instruct-vision-embedding" };
  g_autofree char *lower = g_ascii_strdown (id, -1);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (lower, words[i]) != NULL)
      return TRUE;
  return FALSE;
}


/**
 * ump_wire_models_parse:
 * @body: (array length=length): a model list: {"data": […]}, {"models": […]} or a bare array
 * @length: bytes
 * @next_page: (out) (nullable): what to ask for next, %NULL at the end
 * @error: %UMP_ERROR_PROTOCOL where it is no list, or the error that it holds
 *
 * Returns: (transfer full) (element-type UmpModelInfo): each model once, in the list's order
 */
GPtrArray *
ump_wire_models_parse (const char *body, gsize length, char **next_page, GError **error)
{
  g_autoptr (JsonNode) root = ump_wire_json_parse (body, length, error);
  g_autoptr (GPtrArray) models = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_model_info_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObject *object = ump_wire_json_object (root);
  JsonArray *list;

  if (next_page != NULL)
    *next_page = NULL;
  if (root == NULL)
    return NULL;
  list = ump_wire_json_get_array (object, "data");
  if (list == NULL)
    list = ump_wire_json_get_array (object, "models");
  if (list == NULL && JSON_NODE_HOLDS_ARRAY (root))
    list = json_node_get_array (root);
  if (list == NULL) {
    GError *reported = ump_wire_error_in_stream (object);

    if (reported != NULL)
      g_propagate_error (error, reported);
    else
      g_set_error_literal (error, UMP_ERROR, UMP_ERROR_NOT_THIS_SERVICE, _("The server’s answer is not a list of models."));
    return NULL;
  }
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonObject *entry = ump_wire_json_element (list, i);
    UmpModelInfo *info = entry != NULL ? read_entry (entry) : NULL;

    if (info == NULL)
      continue;
    if (g_hash_table_add (seen, info->id))
      g_ptr_array_add (models, info);
    else
      ump_model_info_free (info);
  }
  if (next_page != NULL)
    *next_page = read_next_page (object);
  return g_steal_pointer (&models);
}
