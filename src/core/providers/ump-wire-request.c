/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ump-error.h"
#include "ump-wire-json.h"
#include "ump-wire-request.h"


static void
add_message (JsonArray *messages, const char *role, const char *text)
{
  JsonObject *message = json_object_new ();

  json_object_set_string_member (message, "role", role);
  json_object_set_string_member (message, "content", text);
  json_array_add_object_element (messages, message);
}


static void
add_effort (JsonObject *body, const char *effort, guint fields)
{
  if (fields & UMP_FIELD_REASONING_OBJECT) {
    JsonObject *reasoning = json_object_new ();

    json_object_set_string_member (reasoning, "effort", effort);
    json_object_set_object_member (body, "reasoning", reasoning);
  } else {
    json_object_set_string_member (body, "reasoning_effort", effort);
  }
}


/**
 * ump_wire_request_add_version:
 * @base_url: without a trailing slash
 * @version: such as "/v1"
 *
 * Returns: (transfer full): @base_url, followed by @version where it names a
 *   host and no path
 */
char *
ump_wire_request_add_version (const char *base_url, const char *version)
{
  const char *host = strstr (base_url, "://");

  if (host == NULL || strchr (host + 3, '/') == NULL)
    return g_strconcat (base_url, version, NULL);
  return g_strdup (base_url);
}


/**
 * ump_wire_request_messages:
 * @prompt: whom to ask what
 * @fields: #UmpField flags that may be used
 *
 * Returns: (transfer full): the conversation as the openai-chat family and
 *   Ollama take it, the system prompt first
 */
JsonArray *
ump_wire_request_messages (const UmpPrompt *prompt, guint fields)
{
  JsonArray *messages = json_array_new ();
  const char *system = prompt->contender->system_prompt;

  if (system != NULL && *system != '\0')
    add_message (messages, fields & UMP_FIELD_SYSTEM ? "system" : "user", system);
  for (gsize i = 0; i < prompt->n_messages; i++)
    add_message (messages, prompt->messages[i].role == UMP_ROLE_USER ? "user" : "assistant", prompt->messages[i].text);
  return messages;
}


/**
 * ump_wire_request_add_parameters:
 * @body: gets the members
 * @prompt: whom to ask what
 * @fields: #UmpField flags that may be used
 *
 * Adds the parameters of the contender under the names that the service takes,
 * and none that it does not.
 *
 * Returns: the #UmpField flags that were used
 */
guint
ump_wire_request_add_parameters (JsonObject *body, const UmpPrompt *prompt, guint fields)
{
  const UmpContender *contender = prompt->contender;
  int max_tokens = contender->max_tokens > 0 ? contender->max_tokens : prompt->max_tokens;
  guint sent = fields & UMP_FIELD_SYSTEM;

  if (fields & UMP_FIELD_TEMPERATURE && !isnan (contender->temperature)) {
    json_object_set_double_member (body, "temperature", contender->temperature);
    sent |= UMP_FIELD_TEMPERATURE;
  }
  if (fields & UMP_FIELD_TOP_P && !isnan (contender->top_p)) {
    json_object_set_double_member (body, "top_p", contender->top_p);
    sent |= UMP_FIELD_TOP_P;
  }
  if (max_tokens > 0 && fields & (UMP_FIELD_MAX_TOKENS | UMP_FIELD_MAX_COMPLETION_TOKENS)) {
    gboolean old_name = (fields & UMP_FIELD_MAX_TOKENS) != 0;

    json_object_set_int_member (body, old_name ? "max_tokens" : "max_completion_tokens", max_tokens);
    sent |= old_name ? UMP_FIELD_MAX_TOKENS : UMP_FIELD_MAX_COMPLETION_TOKENS;
  }
  if (contender->seed >= 0 && fields & (UMP_FIELD_SEED | UMP_FIELD_RANDOM_SEED)) {
    json_object_set_int_member (body, fields & UMP_FIELD_SEED ? "seed" : "random_seed", contender->seed);
    sent |= fields & (UMP_FIELD_SEED | UMP_FIELD_RANDOM_SEED);
  }
  if (contender->reasoning_effort != NULL && fields & (UMP_FIELD_REASONING_EFFORT | UMP_FIELD_REASONING_OBJECT)) {
    add_effort (body, contender->reasoning_effort, fields);
    sent |= fields & (UMP_FIELD_REASONING_EFFORT | UMP_FIELD_REASONING_OBJECT);
  }
  if (fields & UMP_FIELD_STREAM_OPTIONS) {
    JsonObject *options = json_object_new ();

    json_object_set_boolean_member (options, "include_usage", TRUE);
    json_object_set_object_member (body, "stream_options", options);
    sent |= UMP_FIELD_STREAM_OPTIONS;
  }
  if (fields & UMP_FIELD_STORE) {
    json_object_set_boolean_member (body, "store", FALSE);
    sent |= UMP_FIELD_STORE;
  }
  return sent;
}


/* The user's extra members come last and win, but for those that make the
 * request what it is. */
static gboolean
merge_extra (JsonObject *body, const char *extra_json, GError **error)
{
  g_autoptr (JsonNode) root = ump_wire_json_parse (extra_json, strlen (extra_json), NULL);
  JsonObject *extra = ump_wire_json_object (root);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (extra == NULL) {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("The extra request fields of this contender are not a JSON object. Edit the contender in the preferences."));
    return FALSE;
  }
  json_object_iter_init (&iter, extra);
  while (json_object_iter_next (&iter, &name, &value))
    if (!g_str_equal (name, "messages") && !g_str_equal (name, "stream") && !g_str_equal (name, "model"))
      json_object_set_member (body, name, json_node_copy (value));
  return TRUE;
}


/**
 * ump_wire_request_set_body:
 * @request: gets the body and its content type
 * @body: what to send
 * @extra_json: (nullable): the contender's extra members
 * @error: %UMP_ERROR_INVALID where @extra_json is no object
 *
 * Returns: whether the request can be sent
 */
gboolean
ump_wire_request_set_body (UmpRequest *request, JsonObject *body, const char *extra_json, GError **error)
{
  g_autoptr (JsonNode) root = NULL;

  if (extra_json != NULL && *extra_json != '\0' && !merge_extra (body, extra_json, error))
    return FALSE;
  root = json_node_init_object (json_node_alloc (), body);
  request->body = json_to_string (root, FALSE);
  ump_request_add_header (request, "Content-Type", "application/json");
  return TRUE;
}


/**
 * ump_wire_request_is_reasoning_model:
 * @model: a model's id, with or without its maker in front
 *
 * o1, o3-mini, gpt-5, gpt-5.1 … but not gpt-5-chat. Source: the tables of model
 * capabilities of the published OpenAI client libraries.
 *
 * Returns: whether OpenAI refuses sampling parameters for it
 */
gboolean
ump_wire_request_is_reasoning_model (const char *model)
{
  const char *name = strrchr (model, '/') != NULL ? strrchr (model, '/') + 1 : model;

  if (name[0] == 'o' && g_ascii_isdigit (name[1]))
    return TRUE;
  return g_str_has_prefix (name, "gpt-") && g_ascii_strtoull (name + strlen ("gpt-"), NULL, 10) >= 5
         && !g_str_has_prefix (name, "gpt-5-chat");
}
