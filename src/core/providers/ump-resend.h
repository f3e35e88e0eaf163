/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "ump-dialect.h"

/**
 * UmpResendKind:
 * @UMP_RESEND_NEVER: the failure stands
 * @UMP_RESEND_WITHOUT_FIELD: at once, without a field that was refused
 * @UMP_RESEND_LATER: the same once more, after a wait
 */
typedef enum {
  UMP_RESEND_NEVER,
  UMP_RESEND_WITHOUT_FIELD,
  UMP_RESEND_LATER,
} UmpResendKind;

/**
 * UmpResend:
 * @kind: whether, and how
 * @field: a #UmpField to leave out
 * @wait_ms: how long to wait
 */
typedef struct {
  UmpResendKind kind;
  guint field;
  gint64 wait_ms;
} UmpResend;

UmpResend ump_resend_decide (guint status, SoupMessageHeaders *headers, const UmpFailure *failure, guint sent_fields, guint attempt, guint delay_ms);
char *ump_resend_describe (const UmpResend *self, guint status);
