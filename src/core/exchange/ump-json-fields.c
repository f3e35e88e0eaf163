/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ump-conditions.h"
#include "ump-error.h"
#include "ump-json-fields.h"

/* The last second of the year 9999: no calendar goes on after it. */
#define LAST_TIME (G_GINT64_CONSTANT (253402300799) * G_USEC_PER_SEC)


static void
write_conditions (JsonBuilder *builder, const UmpConditions *conditions)
{
  g_autofree char *json = NULL;

  if (conditions == NULL) {
    json_builder_add_null_value (builder);
    return;
  }
  json = ump_conditions_to_json (conditions);
  json_builder_add_value (builder, json_from_string (json, NULL));
}


static void
write_text (JsonBuilder *builder, const char *text)
{
  if (text == NULL)
    json_builder_add_null_value (builder);
  else
    json_builder_add_string_value (builder, text);
}


/**
 * ump_json_fields_write:
 * @fields: table of @record's struct
 * @record: a struct
 * @builder: within an object
 *
 * Adds the members of @record.
 */
void
ump_json_fields_write (const UmpJsonField *fields, gconstpointer record, JsonBuilder *builder)
{
  for (const UmpJsonField *field = fields; field->name != NULL; field++) {
    gconstpointer member = (const char *) record + field->offset;

    json_builder_set_member_name (builder, field->name);
    switch (field->type) {
    case UMP_JSON_TEXT:
      write_text (builder, *(char *const *) member);
      break;
    case UMP_JSON_BOOL:
      json_builder_add_boolean_value (builder, *(const gboolean *) member);
      break;
    case UMP_JSON_INT:
      json_builder_add_int_value (builder, *(const int *) member);
      break;
    case UMP_JSON_INT64:
    case UMP_JSON_TIME:
      json_builder_add_int_value (builder, *(const gint64 *) member);
      break;
    case UMP_JSON_DOUBLE:
      if (isfinite (*(const double *) member))
        json_builder_add_double_value (builder, *(const double *) member);
      else
        json_builder_add_null_value (builder);
      break;
    case UMP_JSON_ENUM:
      json_builder_add_string_value (builder, field->names[*(const int *) member]);
      break;
    case UMP_JSON_CONDITIONS:
      write_conditions (builder, *(UmpConditions *const *) member);
      break;
    default:
      g_assert_not_reached ();
    }
  }
}


static gboolean
refuse (const char *place, const char *name, GError **error)
{
  g_set_error (error, UMP_ERROR, UMP_ERROR_FORMAT, _("“%s” in “%s” is missing or is not what it should be."), name, place);
  return FALSE;
}


static gboolean
read_enum (const UmpJsonField *field, const char *text, int *value)
{
  for (int i = 0; text != NULL && field->names[i] != NULL; i++) {
    if (g_str_equal (field->names[i], text)) {
      *value = i;
      return TRUE;
    }
  }
  return FALSE;
}


static gboolean
read_conditions (JsonNode *node, UmpConditions **value)
{
  g_autofree char *raw = NULL;
  g_autofree char *json = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  raw = json_to_string (node, FALSE);
  json = g_utf8_make_valid (raw, -1);
  *value = ump_conditions_from_json (json, NULL);
  return *value != NULL;
}


/* The member's value; @node is not null. */
static gboolean
read_value (const UmpJsonField *field, gpointer member, JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  gboolean number = type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;

  switch (field->type) {
  case UMP_JSON_TEXT:
    if (type != G_TYPE_STRING)
      return FALSE;
    /* Half of a surrogate pair, escaped, comes out of json-glib as it is. */
    *(char **) member = g_utf8_make_valid (json_node_get_string (node), -1);
    return TRUE;
  case UMP_JSON_BOOL:
    *(gboolean *) member = type == G_TYPE_BOOLEAN && json_node_get_boolean (node);
    return type == G_TYPE_BOOLEAN;
  case UMP_JSON_INT:
    if (type != G_TYPE_INT64 || json_node_get_int (node) < G_MININT || json_node_get_int (node) > G_MAXINT)
      return FALSE;
    *(int *) member = json_node_get_int (node);
    return TRUE;
  case UMP_JSON_INT64:
    *(gint64 *) member = type == G_TYPE_INT64 ? json_node_get_int (node) : 0;
    return type == G_TYPE_INT64;
  case UMP_JSON_TIME:
    *(gint64 *) member = type == G_TYPE_INT64 ? json_node_get_int (node) : 0;
    return type == G_TYPE_INT64 && *(gint64 *) member >= 0 && *(gint64 *) member <= LAST_TIME;
  case UMP_JSON_DOUBLE:
    *(double *) member = number ? json_node_get_double (node) : NAN;
    return number;
  case UMP_JSON_ENUM:
    return type == G_TYPE_STRING && read_enum (field, json_node_get_string (node), member);
  case UMP_JSON_CONDITIONS:
    return read_conditions (node, member);
  default:
    g_assert_not_reached ();
  }
}


/**
 * ump_json_fields_read:
 * @fields: table of @record's struct
 * @record: a struct that holds what a member keeps where it is absent or null
 * @node: what should be an object
 * @place: where it is, for the error
 * @error: return location for an %UMP_ERROR_FORMAT
 *
 * Members that the table does not know are passed over, so that a newer
 * version can add some.
 *
 * Returns: whether every required member is there and all are of their types
 */
gboolean
ump_json_fields_read (const UmpJsonField *fields, gpointer record, JsonNode *node, const char *place, GError **error)
{
  JsonObject *object;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (place, "{}", error);
  object = json_node_get_object (node);
  for (const UmpJsonField *field = fields; field->name != NULL; field++) {
    JsonNode *member = json_object_get_member (object, field->name);
    gboolean absent = member == NULL || JSON_NODE_HOLDS_NULL (member);

    if (absent ? field->required : !read_value (field, (char *) record + field->offset, member))
      return refuse (place, field->name, error);
  }
  return TRUE;
}
