/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef enum {
  UMP_JSON_NULL,
  UMP_JSON_FALSE,
  UMP_JSON_TRUE,
  UMP_JSON_NUMBER,
  UMP_JSON_STRING,
  UMP_JSON_ARRAY,
  UMP_JSON_OBJECT,
} UmpJsonType;

/**
 * UmpJson:
 * @text: of a string, unescaped, valid UTF-8 and NUL-terminated; of a number,
 *   its first digit
 * @length: bytes in @text
 * @span: how many values follow in the document before the next sibling, this
 *   one included
 * @first_half: low surrogate that stood alone at the string's start, or 0
 * @last_half: high surrogate that stood alone at the string's end, or 0
 * @type: what it is
 *
 * A value of foreign JSON. All functions take %NULL for a value that is not
 * there, so that chains need no checks, and none complains about a type.
 */
typedef struct {
  const char *text;
  guint32 length;
  guint32 span;
  guint16 first_half;
  guint16 last_half;
  guint8 type;
} UmpJson;

gboolean ump_json_is (const UmpJson *self, UmpJsonType type);
const UmpJson *ump_json_first (const UmpJson *list);
const UmpJson *ump_json_next (const UmpJson *list, const UmpJson *item);
const UmpJson *ump_json_get (const UmpJson *self, const char *name);
const UmpJson *ump_json_get_first_of (const UmpJson *self, const char *name);
const char *ump_json_string (const UmpJson *self);
const char *ump_json_get_string (const UmpJson *self, const char *name);
gint64 ump_json_get_int (const UmpJson *self, const char *name, gint64 otherwise);
double ump_json_get_double (const UmpJson *self, const char *name);
gboolean ump_json_get_true (const UmpJson *self, const char *name);
