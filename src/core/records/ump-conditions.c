/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <math.h>

#include "ump-conditions.h"
#include "ump-error.h"


/**
 * ump_leak_copy:
 * @self: a leak
 *
 * Returns: (transfer full): a deep copy
 */
UmpLeak *
ump_leak_copy (const UmpLeak *self)
{
  UmpLeak *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->family = g_strdup (self->family);
  return copy;
}


/**
 * ump_leak_free:
 * @self: (transfer full) (nullable): a leak
 */
void
ump_leak_free (UmpLeak *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->family);
  g_free (self);
}


/**
 * ump_conditions_new:
 *
 * Returns: (transfer full): conditions of a battle of which nothing is known yet
 */
UmpConditions *
ump_conditions_new (void)
{
  UmpConditions *self = g_new0 (UmpConditions, 1);

  self->pair_probability = NAN;
  self->time_to_vote_ms = -1;
  self->leaks = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_leak_free);
  return self;
}


/**
 * ump_conditions_copy:
 * @self: conditions
 *
 * Returns: (transfer full): a deep copy
 */
UmpConditions *
ump_conditions_copy (const UmpConditions *self)
{
  UmpConditions *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->matchmaking = g_strdup (self->matchmaking);
  for (int side = 0; side < UMP_N_SIDES; side++)
    copy->returned_models[side] = g_strdup (self->returned_models[side]);
  copy->leaks = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_leak_free);
  for (guint i = 0; i < self->leaks->len; i++)
    g_ptr_array_add (copy->leaks, ump_leak_copy (g_ptr_array_index (self->leaks, i)));
  return copy;
}


/**
 * ump_conditions_free:
 * @self: (transfer full) (nullable): conditions
 */
void
ump_conditions_free (UmpConditions *self)
{
  if (self == NULL)
    return;
  g_free (self->matchmaking);
  for (int side = 0; side < UMP_N_SIDES; side++)
    g_free (self->returned_models[side]);
  g_ptr_array_unref (self->leaks);
  g_free (self);
}


static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}


static void
add_bool (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}


static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}


static void
add_leak (JsonBuilder *builder, const UmpLeak *leak)
{
  json_builder_begin_object (builder);
  add_int (builder, "side", leak->side);
  add_int (builder, "turn", leak->turn);
  add_int (builder, "offset", leak->offset);
  add_int (builder, "length", leak->length);
  add_string (builder, "name", leak->name);
  add_string (builder, "family", leak->family);
  add_bool (builder, "own", leak->own);
  add_bool (builder, "claimed", leak->claimed);
  json_builder_end_object (builder);
}


static void
add_sides (JsonBuilder *builder, const UmpConditions *self)
{
  json_builder_set_member_name (builder, "sides");
  json_builder_begin_array (builder);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    json_builder_begin_object (builder);
    add_int (builder, "retries", self->retries[side]);
    add_int (builder, "errors", self->errors[side]);
    add_int (builder, "ending", self->endings[side]);
    add_string (builder, "returned_model", self->returned_models[side]);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}


/**
 * ump_conditions_to_json:
 * @self: conditions
 *
 * Returns: (transfer full): the form in which they are stored and exported
 */
char *
ump_conditions_to_json (const UmpConditions *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  json_builder_begin_object (builder);
  add_int (builder, "pool_size", self->pool_size);
  json_builder_set_member_name (builder, "pair_probability");
  if (isnan (self->pair_probability))
    json_builder_add_null_value (builder);
  else
    json_builder_add_double_value (builder, self->pair_probability);
  add_string (builder, "matchmaking", self->matchmaking);
  add_int (builder, "pace", self->pace);
  add_bool (builder, "blind_style", self->blind_style);
  add_bool (builder, "stacked", self->stacked);
  add_bool (builder, "right_to_left", self->right_to_left);
  add_bool (builder, "sequential", self->sequential);
  add_bool (builder, "both_seen", self->both_seen);
  add_int (builder, "turns", self->turns);
  add_int (builder, "time_to_vote_ms", self->time_to_vote_ms);
  add_bool (builder, "prompt_named", self->prompt_named);
  add_bool (builder, "revealed_before", self->revealed_before);
  add_bool (builder, "retracted_before", self->retracted_before);
  add_bool (builder, "interrupted", self->interrupted);
  add_sides (builder, self);
  json_builder_set_member_name (builder, "leaks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->leaks->len; i++)
    add_leak (builder, g_ptr_array_index (self->leaks, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}


/* The member where it is a value of that type. What it should be otherwise
 * counts as absent: an archive may come from anywhere. */
static JsonNode *
get_value (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type ? node : NULL;
}


static gint64
get_int (JsonObject *object, const char *name, gint64 fallback)
{
  JsonNode *node = get_value (object, name, G_TYPE_INT64);

  return node != NULL ? json_node_get_int (node) : fallback;
}


/* A number of an enum of which @last is the last one, else the first. */
static int
get_enum (JsonObject *object, const char *name, int last)
{
  gint64 value = get_int (object, name, 0);

  return value >= 0 && value <= last ? value : 0;
}


static gboolean
get_bool (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name, G_TYPE_BOOLEAN);

  return node != NULL && json_node_get_boolean (node);
}


static char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name, G_TYPE_STRING);

  /* Half of a surrogate pair, escaped, comes out of json-glib as it is. */
  return node != NULL ? g_utf8_make_valid (json_node_get_string (node), -1) : NULL;
}


/* A whole number is an integer to the parser. */
static double
get_double (JsonObject *object, const char *name)
{
  JsonNode *node = get_value (object, name, G_TYPE_DOUBLE);

  if (node == NULL)
    node = get_value (object, name, G_TYPE_INT64);
  return node != NULL ? json_node_get_double (node) : NAN;
}


static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}


static JsonObject *
get_element (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}


static UmpLeak *
read_leak (JsonObject *object)
{
  UmpLeak *leak = g_new0 (UmpLeak, 1);

  leak->side = get_enum (object, "side", UMP_SIDE_B);
  leak->turn = get_int (object, "turn", 0);
  leak->offset = get_int (object, "offset", 0);
  leak->length = get_int (object, "length", 0);
  leak->name = get_string (object, "name");
  leak->family = get_string (object, "family");
  leak->own = get_bool (object, "own");
  leak->claimed = get_bool (object, "claimed");
  return leak;
}


static void
read_lists (UmpConditions *self, JsonObject *object)
{
  JsonArray *sides = get_array (object, "sides");
  JsonArray *leaks = get_array (object, "leaks");

  for (guint side = 0; sides != NULL && side < MIN (UMP_N_SIDES, json_array_get_length (sides)); side++) {
    JsonObject *item = get_element (sides, side);

    if (item == NULL)
      continue;
    self->retries[side] = get_int (item, "retries", 0);
    self->errors[side] = get_int (item, "errors", 0);
    self->endings[side] = get_enum (item, "ending", UMP_ENDING_INTERRUPTED);
    self->returned_models[side] = get_string (item, "returned_model");
  }
  for (guint i = 0; leaks != NULL && i < json_array_get_length (leaks); i++) {
    JsonObject *item = get_element (leaks, i);

    if (item != NULL)
      g_ptr_array_add (self->leaks, read_leak (item));
  }
}


/**
 * ump_conditions_from_json:
 * @json: what ump_conditions_to_json() wrote, by this version or an older one
 * @error: return location for an error
 *
 * A member that is absent keeps the value that ump_conditions_new() gives it.
 *
 * Returns: (transfer full): the conditions, or %NULL with @error set where
 *   @json is no JSON object
 */
UmpConditions *
ump_conditions_from_json (const char *json, GError **error)
{
  g_autoptr (JsonNode) root = json_from_string (json, error);
  g_autoptr (UmpConditions) self = NULL;
  JsonObject *object;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)) {
    if (error != NULL && *error == NULL)
      g_set_error_literal (error, UMP_ERROR, UMP_ERROR_FORMAT, "The conditions of a ballot are not a JSON object");
    return NULL;
  }
  object = json_node_get_object (root);
  self = ump_conditions_new ();
  self->pool_size = get_int (object, "pool_size", 0);
  self->pair_probability = get_double (object, "pair_probability");
  self->matchmaking = get_string (object, "matchmaking");
  self->pace = get_enum (object, "pace", UMP_PACE_LIVE);
  self->blind_style = get_bool (object, "blind_style");
  self->stacked = get_bool (object, "stacked");
  self->right_to_left = get_bool (object, "right_to_left");
  self->sequential = get_bool (object, "sequential");
  self->both_seen = get_bool (object, "both_seen");
  self->turns = get_int (object, "turns", 0);
  self->time_to_vote_ms = get_int (object, "time_to_vote_ms", -1);
  self->prompt_named = get_bool (object, "prompt_named");
  self->revealed_before = get_bool (object, "revealed_before");
  self->retracted_before = get_bool (object, "retracted_before");
  self->interrupted = get_bool (object, "interrupted");
  read_lists (self, object);
  return g_steal_pointer (&self);
}
