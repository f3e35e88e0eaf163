/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

GPtrArray *ump_wire_models_parse (const char *body, gsize length, char **next_page, GError **error);
gboolean ump_wire_models_is_not_chat (const char *id);
