/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * UmpJsonFault:
 * @UMP_JSON_WHOLE: one JSON text
 * @UMP_JSON_EMPTY: nothing but blanks
 * @UMP_JSON_CUT: the start of a JSON text
 * @UMP_JSON_BROKEN: no JSON text, or one that is too deep or too large
 */
typedef enum {
  UMP_JSON_WHOLE,
  UMP_JSON_EMPTY,
  UMP_JSON_CUT,
  UMP_JSON_BROKEN,
} UmpJsonFault;

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

#define UMP_JSON_MAX_DEPTH 64
#define UMP_JSON_MAX_VALUES (1024 * 1024)

/**
 * UmpJsonDocument:
 *
 * Reads one JSON text after another into the same memory, since an answer has
 * thousands of them. It is strict, bounded in depth and in the number of
 * values, and does not recurse. A general library would first have to be
 * guarded by a scanner of the same size: the one at hand overflows the stack
 * on deep nesting, loses the whole text to half of a surrogate pair (which
 * services send), and returns strings that are not UTF-8.
 */
typedef struct _UmpJsonDocument UmpJsonDocument;

UmpJsonDocument *ump_json_document_new (void);
void ump_json_document_free (UmpJsonDocument *self);
const UmpJson *ump_json_document_parse (UmpJsonDocument *self, const char *data, gsize length, UmpJsonFault *fault);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpJsonDocument, ump_json_document_free)

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
