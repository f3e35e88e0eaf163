/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-error.h"
#include "ump-fuzz.h"
#include "ump-rating-table.h"
#include "ump-vote-reader.h"

#define MAX_RATED 12

/* What came of one way of reading. */
typedef struct {
  UmpVoteReader *reader;
  GArray *votes;
  gboolean done;
  GError *error;
} Reading;


static void
add_vote_cb (const UmpReadVote *vote, gpointer user_data)
{
  Reading *self = user_data;
  UmpVote kept = { vote->a, vote->b, (UmpOutcome) vote->verdict, vote->cluster };

  ump_fuzz_require (vote->verdict >= UMP_VERDICT_A && vote->verdict <= UMP_VERDICT_BOTH_BAD, "a verdict");
  ump_fuzz_require (vote->a < ump_vote_reader_get_models (self->reader)->len, "a model on the left");
  ump_fuzz_require (vote->b < ump_vote_reader_get_models (self->reader)->len, "a model on the right");
  g_array_append_val (self->votes, kept);
}


static void
read_bytes (Reading *self, UmpVoteColumns columns, const uint8_t *data, size_t size, size_t piece_size)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, size, NULL);

  self->votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));
  self->reader = ump_vote_reader_new (columns, add_vote_cb, self);
  ump_vote_reader_set_piece_size (self->reader, piece_size);
  self->done = ump_vote_reader_read_stream (self->reader, stream, "votes", &self->error);
}


static void
clear (Reading *self)
{
  ump_vote_reader_free (self->reader);
  g_array_unref (self->votes);
  g_clear_error (&self->error);
}


/* Whatever was read, a board is finite or says why not. */
static void
rate (const Reading *reading, const char *method)
{
  UmpTally tally;
  UmpRatingTable table = { 0 };
  UmpRatingOptions options;
  UmpRatingData data = { .tally = &tally, .votes = (const UmpVote *) (gpointer) reading->votes->data, .n_votes = reading->votes->len };
  size_t n = ump_vote_reader_get_models (reading->reader)->len;

  ump_rating_options_init (&options);
  ump_fuzz_require (ump_tally_from_votes (&tally, data.votes, data.n_votes, n), "votes are counted");
  ump_fuzz_require (ump_rating_table_compute (&table, ump_rating_method_find (method), &data, &options), "and rated");
  for (size_t i = 0; i < n; i++)
    ump_fuzz_require (isfinite (table.rows[i].rating) == (table.identified[i] == UMP_IDENTIFIED), "a rating or why there is none");
  ump_rating_table_clear (&table);
  ump_tally_clear (&tally);
}


int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  Reading whole = { 0 }, pieces = { 0 };
  UmpVoteColumns columns;
  size_t piece_size;

  if (size < 2)
    return 0;
  columns = data[0] & 15;
  piece_size = 1 + data[1];
  read_bytes (&whole, columns, data + 2, size - 2, size);
  read_bytes (&pieces, columns, data + 2, size - 2, piece_size);
  ump_fuzz_require (whole.done == (whole.error == NULL), "done, or an error");
  ump_fuzz_require (whole.done == pieces.done, "pieces read as the whole does");
  ump_fuzz_require (whole.votes->len == pieces.votes->len, "as many votes");
  ump_fuzz_require (whole.votes->len == 0 || memcmp (whole.votes->data, pieces.votes->data, whole.votes->len * sizeof (UmpVote)) == 0, "the same votes");
  ump_fuzz_require (ump_vote_reader_get_n_bad (whole.reader) == ump_vote_reader_get_n_bad (pieces.reader), "as many bad rows");
  if (whole.error != NULL) {
    ump_fuzz_require (g_error_matches (whole.error, UMP_ERROR, UMP_ERROR_FORMAT), "an error of the format");
    ump_fuzz_require_utf8 (whole.error->message, "whose message is UTF-8");
  }
  for (guint i = 0; i < ump_vote_reader_get_bad_rows (whole.reader)->len; i++)
    ump_fuzz_require_utf8 (((UmpBadRow *) g_ptr_array_index (ump_vote_reader_get_bad_rows (whole.reader), i))->why, "a reason is UTF-8");
  if (ump_vote_reader_get_models (whole.reader)->len <= MAX_RATED) {
    rate (&whole, "bt");
    rate (&whole, "davidson");
    rate (&whole, "elo");
  }
  clear (&whole);
  clear (&pieces);
  return 0;
}
