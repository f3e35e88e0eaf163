/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ump-body.h"
#include "ump-json-document.h"
#include "ump-settings.h"

#define SEED (UMP_FIELD_SEED | UMP_FIELD_RANDOM_SEED)
#define MAX_TOKENS (UMP_FIELD_MAX_TOKENS | UMP_FIELD_MAX_COMPLETION_TOKENS)
#define EFFORT (UMP_FIELD_REASONING_EFFORT | UMP_FIELD_REASONING_OBJECT)

/* What a user sets, under the name that he knows it by. A service takes each
 * in one field of several. */
static const struct {
  guint fields;
  const char *name;
} settings[] = {
  { UMP_FIELD_TEMPERATURE, "temperature" },
  { UMP_FIELD_TOP_P, "top_p" },
  { SEED, "seed" },
  { MAX_TOKENS, "max_tokens" },
  { EFFORT, "reasoning_effort" },
  { UMP_FIELD_SYSTEM, "system" },
};

/* The members of every dialect's request that carry a setting. */
static const struct {
  const char *name;
  guint field;
} members[] = {
  { "temperature", UMP_FIELD_TEMPERATURE },
  { "top_p", UMP_FIELD_TOP_P },
  { "topP", UMP_FIELD_TOP_P },
  { "seed", UMP_FIELD_SEED },
  { "random_seed", UMP_FIELD_RANDOM_SEED },
  { "max_tokens", UMP_FIELD_MAX_TOKENS },
  { "max_completion_tokens", UMP_FIELD_MAX_COMPLETION_TOKENS },
  { "max_output_tokens", UMP_FIELD_MAX_TOKENS },
  { "maxOutputTokens", UMP_FIELD_MAX_TOKENS },
  { "num_predict", UMP_FIELD_MAX_TOKENS },
  { "reasoning_effort", UMP_FIELD_REASONING_EFFORT },
  { "reasoning", UMP_FIELD_REASONING_OBJECT },
  { "thinking", UMP_FIELD_REASONING_EFFORT },
  { "think", UMP_FIELD_REASONING_EFFORT },
  { "thinkingConfig", UMP_FIELD_REASONING_EFFORT },
  { "system", UMP_FIELD_SYSTEM },
  { "instructions", UMP_FIELD_SYSTEM },
  { "systemInstruction", UMP_FIELD_SYSTEM },
};


static guint
list_wanted (const UmpPrompt *prompt)
{
  const UmpContender *contender = prompt->contender;
  guint wanted = 0;

  if (isfinite (contender->temperature))
    wanted |= UMP_FIELD_TEMPERATURE;
  if (isfinite (contender->top_p))
    wanted |= UMP_FIELD_TOP_P;
  if (contender->seed >= 0)
    wanted |= SEED;
  if (ump_body_get_max_tokens (prompt) > 0)
    wanted |= MAX_TOKENS;
  if (contender->reasoning_effort != NULL && *contender->reasoning_effort != '\0')
    wanted |= EFFORT;
  if (contender->system_prompt != NULL && *contender->system_prompt != '\0')
    wanted |= UMP_FIELD_SYSTEM;
  return wanted;
}


/**
 * ump_settings_describe_unsent:
 * @prompt: what was asked for
 * @request: what a dialect made of it
 *
 * A setting may be missing because the service's row does not list it, because
 * the family of the model refuses it, or because this service refused it
 * before. In each case the user is told, as where it was changed.
 *
 * Returns: (transfer full) (nullable): a sentence for each setting that is not
 *   sent as it was set, one a line; %NULL where all are
 */
char *
ump_settings_describe_unsent (const UmpPrompt *prompt, const UmpRequest *request)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  guint wanted = list_wanted (prompt);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    guint fields = settings[i].fields;

    if ((wanted & fields) == 0 || ((request->fields | request->changed) & fields) != 0)
      continue;
    if ((prompt->dropped & fields) != 0)
      g_ptr_array_add (notes, g_strdup_printf (_("“%s” was left out, because the service refuses it for this model."), settings[i].name));
    else
      g_ptr_array_add (notes, g_strdup_printf (_("“%s” was not sent, because the service or this model does not take it."), settings[i].name));
  }
  for (guint i = 0; request->notes != NULL && request->notes[i] != NULL; i++)
    g_ptr_array_add (notes, g_strdup (request->notes[i]));
  if (notes->len == 0)
    return NULL;
  g_ptr_array_add (notes, NULL);
  return g_strjoinv ("\n", (char **) notes->pdata);
}


/**
 * ump_settings_is_one:
 * @field: one #UmpField
 *
 * Returns: whether it carries something that a user sets
 */
gboolean
ump_settings_is_one (guint field)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if ((settings[i].fields & field) != 0)
      return TRUE;
  return FALSE;
}


/**
 * ump_settings_read_request:
 * @body: a request as it was sent, of any dialect
 *
 * Returns: #UmpField flags of the settings that are in it
 */
guint
ump_settings_read_request (const char *body)
{
  g_autoptr (UmpJsonDocument) document = ump_json_document_new ();
  const UmpJson *root = ump_json_document_parse (document, body, strlen (body), NULL);
  const UmpJson *places[] = { root, ump_json_get (root, "options"), ump_json_get (root, "generationConfig") };
  const char *role = ump_json_get_string (ump_json_get_first_of (root, "messages"), "role");
  guint fields = 0;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    for (guint j = 0; j < G_N_ELEMENTS (members); j++)
      if (ump_json_get (places[i], members[j].name) != NULL)
        fields |= members[j].field;
  if (g_strcmp0 (role, "system") == 0)
    fields |= UMP_FIELD_SYSTEM;
  return fields;
}
