/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

gboolean ump_extra_json_parse (const char *text, JsonNode **node, GError **error);
