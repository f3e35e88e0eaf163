/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/**
 * UmpJsonField:
 * @name: of the member
 * @type: of the struct's member
 * @offset: of the struct's member
 * @required: a text that must not be null or absent
 * @names: (nullable): for an enum: its values' names, in order
 *
 * One member of a struct as a member of a JSON object. A table of these, ended
 * by one without a name, both writes and reads a struct.
 */
typedef enum {
  UMP_JSON_TEXT,       /* char *, nullable */
  UMP_JSON_BOOL,       /* gboolean */
  UMP_JSON_INT,        /* int or guint */
  UMP_JSON_INT64,      /* gint64 */
  UMP_JSON_TIME,       /* gint64, microseconds from 1970 to the end of 9999 */
  UMP_JSON_DOUBLE,     /* double; null is NaN */
  UMP_JSON_ENUM,       /* an enum */
  UMP_JSON_CONDITIONS, /* UmpConditions *, nullable */
} UmpJsonType;

typedef struct {
  const char *name;
  UmpJsonType type;
  gsize offset;
  gboolean required;
  const char *const *names;
} UmpJsonField;

void ump_json_fields_write (const UmpJsonField *fields, gconstpointer record, JsonBuilder *builder);
gboolean ump_json_fields_read (const UmpJsonField *fields, gpointer record, JsonNode *node, const char *place, GError **error);
