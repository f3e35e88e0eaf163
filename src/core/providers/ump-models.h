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
/* Version 4.5 as a number that can be compared. */
#define UMP_MODEL_VERSION(major, minor) ((major) * 100 + (minor))

int ump_models_read_version (const char *text, const char *separators);
gboolean ump_models_name_is_not_chat (const char *id);
gboolean ump_models_lacks (const UmpJson *list, const char *word);
