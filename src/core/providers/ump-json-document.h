/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-json.h"

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

#define UMP_JSON_MAX_DEPTH 64
#define UMP_JSON_MAX_VALUES (1024 * 1024)

/**
 * UmpJsonDocument:
 *
 * Reads one JSON text after another into the same memory, since an answer has
 * thousands of them. It is strict, bounded in depth and in the number of
 * values, and does not recurse. A general library would first have to be
 * guarded by a scanner of the same size: json-glib 1.6 overflows the stack
 * on deep nesting, loses the whole text to half of a surrogate pair (which
 * services send), and returns strings that are not UTF-8.
 */
typedef struct _UmpJsonDocument UmpJsonDocument;

UmpJsonDocument *ump_json_document_new (void);
void ump_json_document_free (UmpJsonDocument *self);
const UmpJson *ump_json_document_parse (UmpJsonDocument *self, const char *data, gsize length, UmpJsonFault *fault);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpJsonDocument, ump_json_document_free)
