/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "ump-dialect.h"

gboolean ump_body_takes (const UmpPrompt *prompt, guint field);
int ump_body_get_max_tokens (const UmpPrompt *prompt);
const char *ump_body_get_system (const UmpPrompt *prompt);
const char *ump_body_get_effort (const UmpPrompt *prompt, guint field);
void ump_body_set_number (JsonObject *object, const char *name, double value, const UmpPrompt *prompt, guint field, guint *fields);
void ump_body_set_int (JsonObject *object, const char *name, gint64 value, gboolean wanted, const UmpPrompt *prompt, guint field, guint *fields);
JsonObject *ump_body_new_text (const char *type, const char *text);
gboolean ump_body_finish (UmpRequest *request, JsonObject *root, const UmpPrompt *prompt, const char *conversation, guint fields, GError **error);
