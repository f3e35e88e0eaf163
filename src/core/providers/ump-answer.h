/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-dialect.h"
#include "ump-response-record.h"

#define UMP_ANSWER_MAX_TEXT (4 * 1024 * 1024)

/**
 * UmpAnswer:
 *
 * What one attempt received so far: bytes in, a record that grows out. It
 * chooses the framing, runs framer and parser, keeps the size limit, and
 * judges the ending. No I/O.
 */
typedef struct _UmpAnswer UmpAnswer;

UmpAnswer *ump_answer_new (UmpResponseRecord *record, const UmpDialect *dialect, const char *content_type, gint64 sent_at);
void ump_answer_free (UmpAnswer *self);
gboolean ump_answer_push (UmpAnswer *self, const guint8 *bytes, gsize length, GError **error);
gboolean ump_answer_end_of_body (UmpAnswer *self, GError **error);
gboolean ump_answer_is_terminated (UmpAnswer *self);
gboolean ump_answer_is_done (UmpAnswer *self);
gint64 ump_answer_get_end (UmpAnswer *self);
gsize ump_answer_get_text_length (UmpAnswer *self);
gsize ump_answer_get_reasoning_length (UmpAnswer *self);
gsize ump_answer_get_length (UmpAnswer *self);
void ump_answer_judge (UmpAnswer *self);
double ump_answer_measure_speed (const UmpResponseRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpAnswer, ump_answer_free)
