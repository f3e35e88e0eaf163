/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-answer.h"
#include "ump-fuzz.h"

/* The whole path from the bytes of a body to the record of an answer. Dialect
 * chosen by the first byte, what the header calls the body by the second, size
 * of the reads by the third. What comes out must be valid UTF-8, and the same
 * however the body is cut. */

#define N_CHOICES 3

/* Those that the framing depends on, and none. */
static const char *const content_types[] = { NULL, "text/event-stream", "application/json; charset=utf-8", "application/x-ndjson" };


static UmpResponseRecord *
run (const UmpDialect *dialect, const char *content_type, const guint8 *data, gsize size, gsize step, gboolean *good)
{
  UmpResponseRecord *record = ump_response_record_new (UMP_SIDE_A);
  UmpAnswer *answer = ump_answer_new (record, dialect, content_type, 0);
  g_autoptr (GError) error = NULL;

  *good = TRUE;
  for (gsize at = 0; *good && at < size; at += step)
    *good = ump_answer_push (answer, data + at, MIN (step, size - at), &error);
  if (*good)
    *good = ump_answer_end_of_body (answer, &error);
  ump_fuzz_require (*good == (error == NULL), "a failure says why");
  ump_answer_judge (answer);
  ump_answer_free (answer);
  ump_fuzz_require_utf8 (record->text, "the text is UTF-8");
  ump_fuzz_require_utf8 (record->reasoning, "the reasoning is UTF-8");
  ump_fuzz_require_utf8 (record->finish, "the finish reason is UTF-8");
  ump_fuzz_require_utf8 (record->returned_model, "the model is UTF-8");
  if (error != NULL)
    ump_fuzz_require_utf8 (error->message, "the error is UTF-8");
  return record;
}


int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  UmpResponseRecord *whole, *pieces;
  gboolean whole_is_good, pieces_are_good;
  const UmpDialect *dialect;
  const char *type;

  if (size < N_CHOICES)
    return 0;
  dialect = ump_fuzz_choose_dialect (data[0]);
  type = content_types[data[1] % G_N_ELEMENTS (content_types)];
  whole = run (dialect, type, data + N_CHOICES, size - N_CHOICES, G_MAXSIZE / 2, &whole_is_good);
  pieces = run (dialect, type, data + N_CHOICES, size - N_CHOICES, data[2] + 1, &pieces_are_good);
  ump_fuzz_require (whole_is_good == pieces_are_good, "cuts do not decide about errors");
  ump_fuzz_require (strcmp (whole->text, pieces->text) == 0, "cuts do not change the text");
  ump_fuzz_require (g_strcmp0 (whole->reasoning, pieces->reasoning) == 0, "cuts do not change the reasoning");
  ump_fuzz_require (whole->ending == pieces->ending, "cuts do not change the ending");
  ump_fuzz_require (whole->usage.output == pieces->usage.output, "cuts do not change the usage");
  ump_response_record_free (whole);
  ump_response_record_free (pieces);
  return 0;
}
