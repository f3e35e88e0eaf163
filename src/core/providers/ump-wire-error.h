/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "ump-dialect.h"

void ump_wire_error_parse (guint status, const char *body, gsize length, UmpFailure *failure);
gboolean ump_wire_error_read (JsonNode *root, guint status, UmpFailure *failure);
GError *ump_wire_error_in_stream (JsonObject *object);
GError *ump_wire_error_no_answer (GError **parse_error);
gboolean ump_wire_frame_is_empty (const UmpFrame *frame);
