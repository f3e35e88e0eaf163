/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ump-error.h"
#include "ump-wire-json.h"


static gboolean
is_too_deep (const char *data, gsize length)
{
  guint depth = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++) {
    char c = data[i];

    if (in_string) {
      if (c == '\\')
        i++;
      else if (c == '"')
        in_string = FALSE;
    } else if (c == '"') {
      in_string = TRUE;
    } else if (c == '[' || c == '{') {
      if (++depth > UMP_WIRE_JSON_MAX_NESTING)
        return TRUE;
    } else if ((c == ']' || c == '}') && depth > 0) {
      depth--;
    }
  }
  return FALSE;
}


/* The code unit of a \uXXXX escape at @at, or -1. */
static int
read_escape (const char *data, gsize length, gsize at)
{
  int unit = 0;

  if (at + 6 > length || data[at] != '\\' || data[at + 1] != 'u')
    return -1;
  for (int i = 2; i < 6; i++) {
    int digit = g_ascii_xdigit_value (data[at + i]);

    if (digit < 0)
      return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}


static gboolean
is_high (int unit)
{
  return unit >= 0xD800 && unit <= 0xDBFF;
}


static gboolean
is_low (int unit)
{
  return unit >= 0xDC00 && unit <= 0xDFFF;
}


/* Rewrites the escapes that json-glib fails on or cuts strings at: lone halves
 * of surrogate pairs, and \u0000. */
static void
repair_escape (GString *out, const char *data, gsize length, gsize *at, gboolean opens_string)
{
  int unit = read_escape (data, length, *at);
  gboolean closes_string = *at + 6 < length && data[*at + 6] == '"';

  if (is_high (unit) && is_low (read_escape (data, length, *at + 6))) {
    g_string_append_len (out, data + *at, 12);
    *at += 12;
  } else if (is_high (unit) || is_low (unit) || unit == 0) {
    gunichar c = 0xFFFD;

    if (is_high (unit) && closes_string)
      c = UMP_WIRE_HIGH_HALF + (unit - 0xD800);
    else if (is_low (unit) && opens_string)
      c = UMP_WIRE_LOW_HALF + (unit - 0xDC00);
    g_string_append_unichar (out, c);
    *at += 6;
  } else {
    gsize n = MIN (length - *at, 2);

    g_string_append_len (out, data + *at, n);
    *at += n;
  }
}


static char *
repair_escapes (const char *data, gsize length)
{
  GString *out = g_string_sized_new (length + 16);
  gboolean in_string = FALSE;
  gboolean opens_string = FALSE;

  for (gsize at = 0; at < length;) {
    gboolean opened = FALSE;

    if (in_string && data[at] == '\\') {
      repair_escape (out, data, length, &at, opens_string);
      opens_string = FALSE;
      continue;
    }
    if (data[at] == '"') {
      in_string = !in_string;
      opened = in_string;
    }
    g_string_append_c (out, data[at++]);
    opens_string = opened;
  }
  return g_string_free (out, FALSE);
}


/**
 * ump_wire_json_parse:
 * @data: (array length=length): one JSON text from the network; may be anything
 * @length: bytes
 * @error: %UMP_ERROR_PROTOCOL where it is no JSON
 *
 * Parses what json-glib 1.6 by itself would crash on (nesting), refuse (invalid
 * UTF-8, halves of surrogate pairs) or cut (NUL). Strings in the result are
 * valid UTF-8; see %UMP_WIRE_HIGH_HALF for halves of characters.
 *
 * Returns: (transfer full): the root, or %NULL
 */
JsonNode *
ump_wire_json_parse (const char *data, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autofree char *repaired = NULL;
  g_autofree char *valid = NULL;
  JsonNode *root;

  if (is_too_deep (data, length)) {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_PROTOCOL, _("The server’s answer is nested too deeply."));
    return NULL;
  }
  if (!g_utf8_validate_len (data, length, NULL)) {
    valid = g_utf8_make_valid (data, length);
    data = valid;
    length = strlen (valid);
  }
  if (memmem (data, length, "\\u", 2) != NULL) {
    repaired = repair_escapes (data, length);
    data = repaired;
    length = strlen (repaired);
  }
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, data, length, NULL)
      || (root = json_parser_steal_root (parser)) == NULL) {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_PROTOCOL, _("The server sent something that is not JSON."));
    return NULL;
  }
  return root;
}


static JsonNode *
get (JsonObject *object, const char *name)
{
  return object != NULL ? json_object_get_member (object, name) : NULL;
}


/**
 * ump_wire_json_object:
 * @node: (nullable): any node
 *
 * Returns: (transfer none) (nullable): its object, or %NULL where it is none
 */
JsonObject *
ump_wire_json_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}


/**
 * ump_wire_json_get_object:
 * @object: (nullable): any object
 * @name: of a member
 *
 * Returns: (transfer none) (nullable): the member, or %NULL where it is no object
 */
JsonObject *
ump_wire_json_get_object (JsonObject *object, const char *name)
{
  return ump_wire_json_object (get (object, name));
}


/**
 * ump_wire_json_get_array:
 * @object: (nullable): any object
 * @name: of a member
 *
 * Returns: (transfer none) (nullable): the member, or %NULL where it is no array
 */
JsonArray *
ump_wire_json_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = get (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}


/**
 * ump_wire_json_element:
 * @array: (nullable): any array
 * @index: from 0
 *
 * Returns: (transfer none) (nullable): the element, or %NULL where there is
 *   none or it is no object
 */
JsonObject *
ump_wire_json_element (JsonArray *array, guint index)
{
  if (array == NULL || index >= json_array_get_length (array))
    return NULL;
  return ump_wire_json_object (json_array_get_element (array, index));
}


/**
 * ump_wire_json_get_string:
 * @object: (nullable): any object
 * @name: of a member
 *
 * Returns: (transfer none) (nullable): the member, or %NULL where it is no string
 */
const char *
ump_wire_json_get_string (JsonObject *object, const char *name)
{
  JsonNode *node = get (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}


/**
 * ump_wire_json_get_number:
 * @object: (nullable): any object
 * @name: of a member
 *
 * Returns: the member, also where it is a decimal string, or NaN where it is
 *   no number
 */
double
ump_wire_json_get_number (JsonObject *object, const char *name)
{
  JsonNode *node = get (object, name);
  const char *string = ump_wire_json_get_string (object, name);

  if (string != NULL) {
    char *end = NULL;
    double value = g_ascii_strtod (string, &end);

    return end != string && *end == '\0' ? value : NAN;
  }
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NAN;
  if (json_node_get_value_type (node) != G_TYPE_INT64 && json_node_get_value_type (node) != G_TYPE_DOUBLE)
    return NAN;
  return json_node_get_double (node);
}


/**
 * ump_wire_json_get_int:
 * @object: (nullable): any object
 * @name: of a member
 * @fallback: where it is no number
 *
 * Returns: the member, rounded toward zero
 */
gint64
ump_wire_json_get_int (JsonObject *object, const char *name, gint64 fallback)
{
  double value = ump_wire_json_get_number (object, name);

  return isnan (value) || fabs (value) > 9e15 ? fallback : (gint64) value;
}


/**
 * ump_wire_json_get_true:
 * @object: (nullable): any object
 * @name: of a member
 *
 * Returns: whether the member is %TRUE
 */
gboolean
ump_wire_json_get_true (JsonObject *object, const char *name)
{
  JsonNode *node = get (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN
         && json_node_get_boolean (node);
}


/**
 * ump_wire_json_plain:
 * @text: (nullable): a string of a parsed document that is not a delta
 *
 * Returns: (transfer full) (nullable): the same with U+FFFD for each half of a character
 */
char *
ump_wire_json_plain (const char *text)
{
  GString *out;

  if (text == NULL)
    return NULL;
  out = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (out, c >= UMP_WIRE_HIGH_HALF && c <= 0x10FFFF ? 0xFFFD : c);
  }
  return g_string_free (out, FALSE);
}
