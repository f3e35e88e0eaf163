/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-body.h"
#include "ump-extra-json.h"


/* What only some models take, and OpenRouter drops without a word for the
 * others. A limit of the length is always asked for. */
static const struct {
  guint field;
  const char *name;
} parameters[] = {
  { UMP_FIELD_TEMPERATURE, "temperature" },
  { UMP_FIELD_TOP_P, "top_p" },
  { UMP_FIELD_SEED, "seed" },
  { UMP_FIELD_REASONING_OBJECT, "reasoning" },
};


static gboolean
model_takes (const UmpContender *contender, guint field)
{
  g_auto (GStrv) words = contender->parameters != NULL ? g_strsplit (contender->parameters, " ", -1) : NULL;

  for (guint i = 0; words != NULL && i < G_N_ELEMENTS (parameters); i++)
    if (parameters[i].field == field)
      return g_strv_contains ((const char *const *) words, parameters[i].name);
  return TRUE;
}


/**
 * ump_body_takes:
 * @prompt: what is asked
 * @field: one #UmpField
 *
 * Returns: whether the service and, as far as that is known, the model take the
 *   field, and the service has not refused it before
 */
gboolean
ump_body_takes (const UmpPrompt *prompt, guint field)
{
  return (prompt->service->fields & ~prompt->dropped & field) != 0 && model_takes (prompt->contender, field);
}


/**
 * ump_body_get_max_tokens:
 * @prompt: what is asked
 *
 * Returns: the contender's limit, else the program's; 0 where there is none
 */
int
ump_body_get_max_tokens (const UmpPrompt *prompt)
{
  return prompt->contender->max_tokens > 0 ? prompt->contender->max_tokens : MAX (0, prompt->max_tokens);
}


/**
 * ump_body_get_system:
 * @prompt: what is asked
 *
 * Returns: (nullable): the system prompt, where there is one and it can be sent
 */
const char *
ump_body_get_system (const UmpPrompt *prompt)
{
  const char *system = prompt->contender->system_prompt;

  return system != NULL && *system != '\0' && ump_body_takes (prompt, UMP_FIELD_SYSTEM) ? system : NULL;
}


/**
 * ump_body_get_effort:
 * @prompt: what is asked
 * @field: the #UmpField that carries it
 *
 * Returns: (nullable): the reasoning effort, where one is set and can be sent
 */
const char *
ump_body_get_effort (const UmpPrompt *prompt, guint field)
{
  const char *effort = prompt->contender->reasoning_effort;

  return effort != NULL && *effort != '\0' && ump_body_takes (prompt, field) ? effort : NULL;
}


/**
 * ump_body_set_number:
 * @object: grows
 * @name: name of the field in this dialect
 * @value: NaN where it is not set
 * @prompt: what is asked
 * @field: one #UmpField
 * @fields: (inout): what is sent
 *
 * Sets the field where it is wanted and taken.
 */
void
ump_body_set_number (JsonObject *object, const char *name, double value, const UmpPrompt *prompt, guint field, guint *fields)
{
  if (!isfinite (value) || !ump_body_takes (prompt, field))
    return;
  json_object_set_double_member (object, name, value);
  *fields |= field;
}


/**
 * ump_body_set_int:
 * @object: grows
 * @name: name of the field in this dialect
 * @value: its value
 * @wanted: whether it is set
 * @prompt: what is asked
 * @field: one #UmpField
 * @fields: (inout): what is sent
 *
 * Sets the field where it is wanted and taken.
 */
void
ump_body_set_int (JsonObject *object, const char *name, gint64 value, gboolean wanted, const UmpPrompt *prompt, guint field, guint *fields)
{
  if (!wanted || !ump_body_takes (prompt, field))
    return;
  json_object_set_int_member (object, name, value);
  *fields |= field;
}


/**
 * ump_body_new_text:
 * @type: (nullable): value of "type"
 * @text: value of "text"
 *
 * Returns: (transfer full): a part of a message
 */
JsonObject *
ump_body_new_text (const char *type, const char *text)
{
  JsonObject *part = json_object_new ();

  if (type != NULL)
    json_object_set_string_member (part, "type", type);
  json_object_set_string_member (part, "text", text);
  return part;
}


/* Objects join, so that one option beside those of the program can be set
 * below "options" or "generationConfig"; everything else replaces. */
static void
merge (JsonObject *target, JsonObject *extra)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, extra);
  while (json_object_iter_next (&iter, &name, &node)) {
    JsonNode *old = json_object_get_member (target, name);

    if (old != NULL && JSON_NODE_HOLDS_OBJECT (old) && JSON_NODE_HOLDS_OBJECT (node))
      merge (json_node_get_object (old), json_node_get_object (node));
    else
      json_object_set_member (target, name, json_node_copy (node));
  }
}


static gboolean
merge_extra (JsonObject *root, const UmpPrompt *prompt, const char *conversation, GError **error)
{
  const char *const reserved[] = { "model", "stream", conversation };
  g_autoptr (JsonNode) extra = NULL;

  if (!ump_extra_json_parse (prompt->contender->extra_json, &extra, error))
    return FALSE;
  if (extra == NULL)
    return TRUE;
  /* Who is asked, and what, is not for this field to change. */
  for (guint i = 0; i < G_N_ELEMENTS (reserved); i++)
    json_object_remove_member (json_node_get_object (extra), reserved[i]);
  merge (root, json_node_get_object (extra));
  return TRUE;
}


/**
 * ump_body_finish:
 * @request: gets the body
 * @root: (transfer full): the body's JSON
 * @prompt: what is asked
 * @conversation: name of the member that holds the messages
 * @fields: #UmpField flags that are in @root
 * @error: %UMP_ERROR_INVALID where the contender's extra fields cannot be read
 *
 * Returns: whether the request is ready
 */
gboolean
ump_body_finish (UmpRequest *request, JsonObject *root, const UmpPrompt *prompt, const char *conversation, guint fields, GError **error)
{
  g_autoptr (JsonNode) node = json_node_alloc ();

  json_node_init_object (node, root);
  json_object_unref (root);
  if (!merge_extra (root, prompt, conversation, error))
    return FALSE;
  request->body = json_to_string (node, FALSE);
  request->fields = fields;
  ump_request_add_header (request, "Content-Type", "application/json");
  return TRUE;
}
