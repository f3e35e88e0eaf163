/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ump-json.h"


/**
 * ump_json_is:
 * @self: (nullable): a value
 * @type: a type
 *
 * Returns: whether there is such a value, of that type
 */
gboolean
ump_json_is (const UmpJson *self, UmpJsonType type)
{
  return self != NULL && self->type == type;
}


/**
 * ump_json_first:
 * @list: (nullable): a value
 *
 * Returns: (nullable): the first item where @list is an array that has one
 */
const UmpJson *
ump_json_first (const UmpJson *list)
{
  return ump_json_is (list, UMP_JSON_ARRAY) && list->span > 1 ? list + 1 : NULL;
}


/**
 * ump_json_next:
 * @list: an array
 * @item: one of its items
 *
 * Returns: (nullable): the item after it
 */
const UmpJson *
ump_json_next (const UmpJson *list, const UmpJson *item)
{
  const UmpJson *next = item + item->span;

  return next < list + list->span ? next : NULL;
}


/**
 * ump_json_get:
 * @self: (nullable): a value
 * @name: a member's name
 *
 * Returns: (nullable): the member where @self is an object that has it, and it
 *   is not null
 */
const UmpJson *
ump_json_get (const UmpJson *self, const char *name)
{
  gsize length = strlen (name);

  if (!ump_json_is (self, UMP_JSON_OBJECT))
    return NULL;
  for (const UmpJson *key = self + 1; key < self + self->span; key += 1 + key[1].span)
    if (key->length == length && *key->text == *name && memcmp (key->text, name, length) == 0)
      return key[1].type != UMP_JSON_NULL ? key + 1 : NULL;
  return NULL;
}


/**
 * ump_json_get_first_of:
 * @self: (nullable): a value
 * @name: name of a member that is an array
 *
 * Returns: (nullable): that array's first item
 */
const UmpJson *
ump_json_get_first_of (const UmpJson *self, const char *name)
{
  return ump_json_first (ump_json_get (self, name));
}


/**
 * ump_json_string:
 * @self: (nullable): a value
 *
 * Returns: (nullable): its text where it is a string
 */
const char *
ump_json_string (const UmpJson *self)
{
  return ump_json_is (self, UMP_JSON_STRING) ? self->text : NULL;
}


/**
 * ump_json_get_string:
 * @self: (nullable): a value
 * @name: a member's name
 *
 * Returns: (nullable): the member's text where it is a string
 */
const char *
ump_json_get_string (const UmpJson *self, const char *name)
{
  return ump_json_string (ump_json_get (self, name));
}


/**
 * ump_json_get_double:
 * @self: (nullable): a value
 * @name: a member's name
 *
 * Returns: the member's value where it is a number, or a string that is one
 *   (prices are); NaN elsewhere
 */
double
ump_json_get_double (const UmpJson *self, const char *name)
{
  const UmpJson *value = ump_json_get (self, name);
  char *stop;
  double number;

  if (!ump_json_is (value, UMP_JSON_NUMBER) && !ump_json_is (value, UMP_JSON_STRING))
    return NAN;
  number = g_ascii_strtod (value->text, &stop);
  return value->length > 0 && stop == value->text + value->length && isfinite (number) ? number : NAN;
}


/**
 * ump_json_get_int:
 * @self: (nullable): a value
 * @name: a member's name
 * @otherwise: what to return where there is no such number
 *
 * Returns: the member's value without its fraction; @otherwise where a
 *   double could not hold it exactly
 */
gint64
ump_json_get_int (const UmpJson *self, const char *name, gint64 otherwise)
{
  double number = ump_json_get_double (self, name);

  return fabs (number) <= 9007199254740992.0 ? (gint64) number : otherwise;
}


/**
 * ump_json_get_true:
 * @self: (nullable): a value
 * @name: a member's name
 *
 * Returns: whether the member is there and true
 */
gboolean
ump_json_get_true (const UmpJson *self, const char *name)
{
  return ump_json_is (ump_json_get (self, name), UMP_JSON_TRUE);
}
