/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <math.h>

#include "ump-contender.h"
#include "ump-verdict.h"

/**
 * UmpEnding:
 *
 * How a response ended. The numbers are stored; do not renumber.
 */
typedef enum {
  UMP_ENDING_OPEN = 0,          /* still streaming */
  UMP_ENDING_STOP = 1,
  UMP_ENDING_LENGTH = 2,        /* token limit, text present */
  UMP_ENDING_FILTER = 3,        /* refusal or filter, text present */
  UMP_ENDING_EMPTY = 4,         /* nothing, reasoning only, or a tool call only */
  UMP_ENDING_ERROR = 5,
  UMP_ENDING_NO_TERMINATOR = 6, /* the stream ended before its protocol said so */
  UMP_ENDING_INTERRUPTED = 7,   /* stopped by the user, or the program died */
} UmpEnding;

gboolean ump_ending_allows_vote (UmpEnding ending);

/**
 * UmpUsage:
 *
 * Tokens as the service counted them, -1 where it did not say. @output
 * includes @reasoning. @cost is in US dollars, NaN where unknown.
 */
typedef struct {
  gint64 input;
  gint64 cached;
  gint64 output;
  gint64 reasoning;
  double cost;
} UmpUsage;

#define UMP_USAGE_UNKNOWN ((UmpUsage) { -1, -1, -1, -1, (double) NAN })

/**
 * UmpResponseRecord:
 * @id: random id
 * @side: A or B
 * @attempt: 1, and one more for each retry of this side
 * @text: what the model answered so far, valid UTF-8
 * @reasoning: (nullable): what it thought aloud
 * @ending: how it ended
 * @finish: (nullable): the service's own word for it
 * @usage: tokens
 * @started_at: microseconds since the epoch, 0 where not yet started
 * @first_token_ms: from sending to the first text or reasoning, -1 where none came
 * @duration_ms: from sending to the end, -1 while open
 * @request: (nullable): the request's body as sent; never the key
 * @returned_model: (nullable): the model string in the answer
 * @error_code: a #UmpError, or -1
 * @error: (nullable): the sentence; names services, so never shown before the reveal
 * @notes: (nullable): what the user is told after the reveal, such as a field
 *   that the service refused and that was left out
 */
typedef struct {
  char *id;
  UmpSide side;
  guint attempt;
  char *text;
  char *reasoning;
  UmpEnding ending;
  char *finish;
  UmpUsage usage;
  gint64 started_at;
  double first_token_ms;
  double duration_ms;
  char *request;
  char *returned_model;
  int error_code;
  char *error;
  char *notes;
} UmpResponseRecord;

UmpResponseRecord *ump_response_record_new (UmpSide side);
UmpResponseRecord *ump_response_record_copy (const UmpResponseRecord *self);
void ump_response_record_free (UmpResponseRecord *self);
void ump_response_record_take_note (UmpResponseRecord *self, char *note);
void ump_response_record_estimate_cost (UmpResponseRecord *self, const UmpContender *contender);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpResponseRecord, ump_response_record_free)
