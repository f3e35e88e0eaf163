/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "ump-dialect.h"

char *ump_wire_request_add_version (const char *base_url, const char *version);
JsonArray *ump_wire_request_messages (const UmpPrompt *prompt, guint fields);
guint ump_wire_request_add_parameters (JsonObject *body, const UmpPrompt *prompt, guint fields);
gboolean ump_wire_request_set_body (UmpRequest *request, JsonObject *body, const char *extra_json, GError **error);
gboolean ump_wire_request_is_reasoning_model (const char *model);
