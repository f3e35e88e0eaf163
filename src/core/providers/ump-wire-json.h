/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Above any nesting that a service uses, and far below what overflows the
 * stack of json-glib 1.6 (200,000 brackets do). */
#define UMP_WIRE_JSON_MAX_NESTING 256

/* Half of a surrogate pair at the edge of a string is carried through the JSON
 * parser as a character of these private-use ranges, because the other half
 * may open the next delta. */
#define UMP_WIRE_HIGH_HALF 0x10F800
#define UMP_WIRE_LOW_HALF 0x10FC00

JsonNode *ump_wire_json_parse (const char *data, gsize length, GError **error);
JsonObject *ump_wire_json_object (JsonNode *node);
JsonObject *ump_wire_json_get_object (JsonObject *object, const char *name);
JsonArray *ump_wire_json_get_array (JsonObject *object, const char *name);
JsonObject *ump_wire_json_element (JsonArray *array, guint index);
const char *ump_wire_json_get_string (JsonObject *object, const char *name);
gint64 ump_wire_json_get_int (JsonObject *object, const char *name, gint64 fallback);
double ump_wire_json_get_number (JsonObject *object, const char *name);
gboolean ump_wire_json_get_true (JsonObject *object, const char *name);
char *ump_wire_json_plain (const char *text);
