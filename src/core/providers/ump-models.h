/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-dialect.h"
#include "ump-json-document.h"

/**
 * UmpModelFunc:
 * @entry: one entry of a model list
 * @info: with id and name set; to be completed
 *
 * Returns: whether the entry is a model to be listed
 */
typedef gboolean (*UmpModelFunc) (const UmpJson *entry, UmpModelInfo *info);

GPtrArray *ump_models_read (UmpJsonDocument *document, const char *body, gsize length, UmpModelFunc func, const UmpJson **root, GError **error);
gboolean ump_models_name_is_not_chat (const char *id);
gboolean ump_models_lacks (const UmpJson *list, const char *word);
