/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-error.h"
#include "ump-failure.h"
#include "ump-models.h"


/* Gemini lists resource names and takes both in a request. */
static const char *
find_id (const UmpJson *entry)
{
  static const char *const names[] = { "id", "name", "model" };
  const char *id = ump_json_string (entry);

  for (guint i = 0; i < G_N_ELEMENTS (names) && (id == NULL || *id == '\0'); i++)
    id = ump_json_get_string (entry, names[i]);
  if (id != NULL && g_str_has_prefix (id, "models/"))
    id += strlen ("models/");
  return id != NULL && *id != '\0' ? id : NULL;
}


static UmpModelInfo *
read_entry (const UmpJson *entry, const char *id, UmpModelFunc func)
{
  g_autoptr (UmpModelInfo) info = g_new0 (UmpModelInfo, 1);
  const char *name = ump_json_get_string (entry, "display_name");

  if (name == NULL)
    name = ump_json_get_string (entry, "name");
  info->id = g_strdup (id);
  info->name = name != NULL && *name != '\0' && strcmp (name, id) != 0 ? g_strdup (name) : NULL;
  info->price_in = NAN;
  info->price_out = NAN;
  return func (entry, info) ? g_steal_pointer (&info) : NULL;
}


/* One model may be known under several names (Mistral), each of which can be
 * asked for; not every name has an entry of its own. */
static void
add_aliases (GPtrArray *models, GHashTable *seen, const UmpJson *list, UmpModelFunc func)
{
  for (const UmpJson *entry = ump_json_first (list); entry != NULL; entry = ump_json_next (list, entry)) {
    const UmpJson *aliases = ump_json_get (entry, "aliases");

    for (const UmpJson *alias = ump_json_first (aliases); alias != NULL; alias = ump_json_next (aliases, alias)) {
      const char *id = ump_json_string (alias);
      UmpModelInfo *info;

      if (id == NULL || *id == '\0' || !g_hash_table_add (seen, g_strdup (id)))
        continue;
      info = read_entry (entry, id, func);
      if (info != NULL)
        g_ptr_array_add (models, info);
    }
  }
}


static gboolean
set_not_a_list (const char *body, gsize length, const UmpJson *root, GError **error)
{
  UmpFailure failure = { 0 };

  if (ump_failure_is_reported (root))
    ump_failure_read_node (&failure, 200, root);
  if (failure.message != NULL)
    g_set_error_literal (error, UMP_ERROR, failure.code, failure.message);
  else
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_NOT_THIS_SERVICE,
                         _("What the server sent is not a list of models. Check the provider’s address."));
  ump_failure_clear (&failure);
  return FALSE;
}


/**
 * ump_models_read:
 * @document: memory to read into
 * @body: (array length=length): what should be a model list
 * @length: bytes
 * @func: (scope call): completes each entry
 * @root: (out): the list's document
 * @error: %UMP_ERROR_NOT_THIS_SERVICE where it is none, or what the service reports
 *
 * Reads a list below "data" or "models", or a bare array; of a document with
 * both, the one with more in each entry, "data".
 *
 * Returns: (transfer full) (element-type UmpModelInfo): the models, each id once
 */
GPtrArray *
ump_models_read (UmpJsonDocument *document, const char *body, gsize length, UmpModelFunc func, const UmpJson **root, GError **error)
{
  g_autoptr (GPtrArray) models = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_model_info_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const UmpJson *list;

  *root = ump_json_document_parse (document, body, length, NULL);
  list = ump_json_get (*root, "data");
  if (list == NULL)
    list = ump_json_get (*root, "models");
  if (list == NULL)
    list = *root;
  if (!ump_json_is (list, UMP_JSON_ARRAY)) {
    set_not_a_list (body, length, *root, error);
    return NULL;
  }
  for (const UmpJson *entry = ump_json_first (list); entry != NULL; entry = ump_json_next (list, entry)) {
    const char *id = find_id (entry);
    UmpModelInfo *info;

    if (id == NULL || g_hash_table_contains (seen, id))
      continue;
    info = read_entry (entry, id, func);
    if (info == NULL)
      continue;
    g_ptr_array_add (models, info);
    g_hash_table_add (seen, g_strdup (id));
  }
  add_aliases (models, seen, list, func);
  return g_steal_pointer (&models);
}


/* A number of one or two digits, or -1: what has more is a date. */
static int
read_number (const char *text)
{
  gsize n_digits = strspn (text, "0123456789");

  return n_digits == 1 || n_digits == 2 ? atoi (text) : -1;
}


/**
 * ump_models_read_version:
 * @text: part of a model's id
 * @separators: characters of which one stands between the two numbers
 *
 * Returns: the version that @text begins with, such as "4-5-20250929" or
 *   "10.1-mini", as %UMP_MODEL_VERSION; 0 where it begins with none
 */
int
ump_models_read_version (const char *text, const char *separators)
{
  int major = read_number (text);
  const char *next = text + strspn (text, "0123456789");
  int minor = *next != '\0' && strchr (separators, *next) != NULL ? read_number (next + 1) : -1;

  return major < 0 ? 0 : UMP_MODEL_VERSION (major, MAX (0, minor));
}


/**
 * ump_models_name_is_not_chat:
 * @id: a model's id
 *
 * For services whose list does not say what a model is for.
 *
 * Returns: whether a word of the name says that it makes vectors, pictures,
 *   sound or judgements
 */
gboolean
ump_models_name_is_not_chat (const char *id)
{
  static const char *const words[] = {
    "embed", "embedding", "embeddings", "whisper", "tts", "transcribe", "realtime", "audio", "dall", "image", "imagen",
    "sora", "veo", "flux", "moderation", "rerank", "reranker", "babbage", "davinci",
  };
  g_autofree char *folded = g_ascii_strdown (id, -1);
  g_auto (GStrv) parts = g_strsplit_set (folded, "-_./:@ ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (words); j++)
      if (g_str_equal (parts[i], words[j]))
        return TRUE;
  return FALSE;
}


/**
 * ump_models_lacks:
 * @list: (nullable): a list of words
 * @word: one
 *
 * Returns: whether there is such a list, with something in it, and without @word
 */
gboolean
ump_models_lacks (const UmpJson *list, const char *word)
{
  const UmpJson *item = ump_json_first (list);

  if (item == NULL)
    return FALSE;
  for (; item != NULL; item = ump_json_next (list, item))
    if (g_strcmp0 (ump_json_string (item), word) == 0)
      return FALSE;
  return TRUE;
}
