/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

#include "ump-error.h"
#include "ump-vote-reader-private.h"

#define BUFFER_SIZE (256 * 1024)
#define MAX_ROW (64 * 1024 * 1024)

static void
free_bad_row (gpointer data)
{
  UmpBadRow *row = data;

  g_free (row->file);
  g_free (row->why);
  g_free (row);
}


/* Counts a bad row, and keeps it as long as there are few. */
void
ump_vote_reader_reject (UmpVoteReader *self, guint64 line, const char *why)
{
  UmpBadRow *row;

  self->n_bad++;
  if (self->bad_rows->len >= UMP_MAX_BAD_ROWS)
    return;
  row = g_new0 (UmpBadRow, 1);
  row->file = g_strdup (self->file);
  row->line = line;
  row->why = g_strdup (why);
  g_ptr_array_add (self->bad_rows, row);
}


static gboolean
equals (const UmpSlice *slice, const char *text, gsize length)
{
  return slice->length == length && memcmp (slice->text, text, length) == 0;
}


/* All labels in use, and nothing else: a typo is not a tie. */
static UmpVerdict
parse_winner (const UmpSlice *slice)
{
  switch (slice->length) {
  case 3:
    return equals (slice, "tie", 3) ? UMP_VERDICT_TIE : UMP_VERDICT_NONE;
  case 7:
    if (equals (slice, "model_a", 7))
      return UMP_VERDICT_A;
    if (equals (slice, "model_b", 7))
      return UMP_VERDICT_B;
    return equals (slice, "bothbad", 7) ? UMP_VERDICT_BOTH_BAD : UMP_VERDICT_NONE;
  case 8:
    return equals (slice, "both_bad", 8) ? UMP_VERDICT_BOTH_BAD : UMP_VERDICT_NONE;
  case 13:
    return equals (slice, "tie (bothbad)", 13) ? UMP_VERDICT_BOTH_BAD : UMP_VERDICT_NONE;
  default:
    return UMP_VERDICT_NONE;
  }
}


static gboolean
is_truth (const UmpSlice *slice, gboolean truth)
{
  static const char *const words[2][4] = { { "0", "false", "False", "0.0" }, { "1", "true", "True", "1.0" } };

  for (guint i = 0; slice->text != NULL && i < G_N_ELEMENTS (words[0]); i++)
    if (equals (slice, words[truth][i], strlen (words[truth][i])))
      return TRUE;
  return FALSE;
}


/* Kaggle's three columns, exactly one of which is 1. */
static UmpVerdict
parse_split_winner (const UmpSlice *fields)
{
  static const UmpVerdict verdicts[3] = { UMP_VERDICT_A, UMP_VERDICT_B, UMP_VERDICT_TIE };
  UmpVerdict verdict = UMP_VERDICT_NONE;

  for (guint i = 0; i < 3; i++) {
    const UmpSlice *slice = &fields[UMP_FIELD_WINNER_A + i];

    if (is_truth (slice, FALSE))
      continue;
    if (!is_truth (slice, TRUE) || verdict != UMP_VERDICT_NONE)
      return UMP_VERDICT_NONE;
    verdict = verdicts[i];
  }
  return verdict;
}


static double
parse_number (const UmpSlice *slice)
{
  char text[64];
  char *end;
  double number;

  if (slice->text == NULL || slice->length == 0 || slice->length >= sizeof text)
    return NAN;
  memcpy (text, slice->text, slice->length);
  text[slice->length] = '\0';
  number = g_ascii_strtod (text, &end);
  return *end == '\0' && isfinite (number) ? number : NAN;
}


/* Seconds since the epoch, as a number or as an ISO 8601 date, UTC where it
 * does not say. */
static double
parse_time (const UmpSlice *slice)
{
  double number = parse_number (slice);
  g_autofree char *text = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (isfinite (number) || slice->text == NULL || slice->length >= 64)
    return number;
  text = slice->length == 10 ? g_strdup_printf ("%.10s 00:00:00", slice->text) : g_strndup (slice->text, slice->length);
  zone = g_time_zone_new_utc ();
  time = g_date_time_new_from_iso8601 (text, zone);
  return time != NULL ? g_date_time_to_unix (time) + g_date_time_get_microsecond (time) / 1e6 : NAN;
}


static gboolean
take_optional (UmpVoteReader *self, const UmpSlice *fields, guint64 line, UmpReadVote *vote)
{
  if (fields[UMP_FIELD_TIME].text != NULL) {
    vote->time = parse_time (&fields[UMP_FIELD_TIME]);
    if (isnan (vote->time)) {
      ump_vote_reader_reject (self, line, _("the time cannot be read"));
      return FALSE;
    }
    self->found |= UMP_VOTE_COLUMN_TIME;
  }
  if (fields[UMP_FIELD_CLUSTER].text != NULL && fields[UMP_FIELD_CLUSTER].length > 0) {
    vote->cluster = ump_name_table_lookup (&self->clusters, fields[UMP_FIELD_CLUSTER].text, fields[UMP_FIELD_CLUSTER].length);
    self->found |= UMP_VOTE_COLUMN_CLUSTER;
  }
  if (fields[UMP_FIELD_CATEGORY].text != NULL) {
    vote->category = ump_name_table_lookup (&self->categories, fields[UMP_FIELD_CATEGORY].text, fields[UMP_FIELD_CATEGORY].length);
    self->found |= UMP_VOTE_COLUMN_CATEGORY;
  }
  for (guint k = 0; k < UMP_N_STYLES; k++) {
    const UmpSlice *pair = &fields[UMP_FIELD_STYLE_FIRST + 2 * k];

    if (pair[0].text != NULL && pair[1].text != NULL) {
      double a = parse_number (&pair[0]), b = parse_number (&pair[1]);

      vote->styles[k] = (a - b) / (a + b + 1);
      self->found |= UMP_VOTE_COLUMN_STYLE;
    }
  }
  return TRUE;
}


/* One row of any format: checks it, counts it, hands it on. */
void
ump_vote_reader_take_row (UmpVoteReader *self, const UmpSlice *fields, guint64 line)
{
  UmpReadVote vote = { .time = NAN, .cluster = UMP_NO_NUMBER, .category = UMP_NO_NUMBER };
  const UmpSlice *a = &fields[UMP_FIELD_MODEL_A], *b = &fields[UMP_FIELD_MODEL_B], *winner = &fields[UMP_FIELD_WINNER];

  if (G_UNLIKELY (a->text == NULL || b->text == NULL)) {
    ump_vote_reader_reject (self, line, _("a model is missing"));
    return;
  }
  if (winner->text != NULL)
    vote.verdict = parse_winner (winner);
  else
    vote.verdict = parse_split_winner (fields);
  if (G_UNLIKELY (vote.verdict == UMP_VERDICT_NONE)) {
    g_autofree char *label = winner->text != NULL ? g_utf8_make_valid (winner->text, MIN (winner->length, 40)) : NULL;
    g_autofree char *why = label != NULL ? g_strdup_printf (_("“%s” is no winner"), label) : NULL;

    ump_vote_reader_reject (self, line, why != NULL ? why : _("the winner is missing"));
    return;
  }
  if (G_UNLIKELY (fields[UMP_FIELD_ANONYMOUS].text != NULL && is_truth (&fields[UMP_FIELD_ANONYMOUS], FALSE))) {
    self->n_named++;
    return;
  }
  vote.a = ump_name_table_lookup (&self->models, a->text, a->length);
  vote.b = ump_name_table_lookup (&self->models, b->text, b->length);
  if (G_UNLIKELY (vote.a == UMP_NO_NAME || vote.b == UMP_NO_NAME)) {
    ump_vote_reader_reject (self, line, _("a model’s name is empty or is not UTF-8"));
    return;
  }
  if (self->columns != 0) {
    for (guint k = 0; k < UMP_N_STYLES; k++)
      vote.styles[k] = NAN;
    if (!take_optional (self, fields, line, &vote))
      return;
  }
  self->n_rows++;
  self->func (&vote, self->user_data);
}


/* What a file is, from its first bytes. */
static gboolean
start_file (UmpVoteReader *self, const char **data, gsize *length, GError **error)
{
  gsize skip = 0;

  if (*length >= 3 && memcmp (*data, "\xef\xbb\xbf", 3) == 0) {
    *data += 3;
    *length -= 3;
  }
  while (skip < *length && g_ascii_isspace ((*data)[skip]))
    skip++;
  if (skip == *length) {
    g_set_error (error, UMP_ERROR, UMP_ERROR_FORMAT, _("%s is empty"), self->file);
    return FALSE;
  }
  self->json = (*data)[skip] == '[' || (*data)[skip] == '{';
  if (memchr (*data, '\0', MIN (*length, 4096)) != NULL) {
    g_set_error (error, UMP_ERROR, UMP_ERROR_FORMAT, _("%s is not text: votes are read as CSV, JSON or JSON Lines in UTF-8"), self->file);
    return FALSE;
  }
  return TRUE;
}


/* Reads until the buffer is full or the stream ends. */
static gboolean
fill_buffer (GInputStream *stream, GByteArray *buffer, gsize *used, gboolean *last, GError **error)
{
  while (*used < buffer->len && !*last) {
    gssize got = g_input_stream_read (stream, buffer->data + *used, buffer->len - *used, NULL, error);

    if (got < 0)
      return FALSE;
    *last = got == 0;
    *used += got;
  }
  return TRUE;
}


/* Hands on what is there, in pieces of the size that was asked for. */
static gboolean
parse (UmpVoteReader *self, const char *data, gsize length, gboolean last, gsize *consumed, GError **error)
{
  gsize piece = self->piece_size;

  *consumed = 0;
  for (;;) {
    gsize left = length - *consumed, given = MIN (left, piece), taken = 0;

    if (!(self->json ? ump_vote_reader_parse_json : ump_vote_reader_parse_csv) (self, data + *consumed, given, last && given == left, &taken, error))
      return FALSE;
    *consumed += taken;
    if (given == left)
      return TRUE;
    piece = taken > 0 ? self->piece_size : piece * 2;
  }
}


static gboolean
read_all (UmpVoteReader *self, GInputStream *stream, GError **error)
{
  g_autoptr (GByteArray) buffer = g_byte_array_sized_new (BUFFER_SIZE);
  gsize used = 0;
  gboolean last = FALSE, started = FALSE;

  g_byte_array_set_size (buffer, BUFFER_SIZE);
  while (!last) {
    const char *data = (const char *) buffer->data;
    gsize length, consumed = 0;

    if (!fill_buffer (stream, buffer, &used, &last, error))
      return FALSE;
    length = used;
    if (!started && !start_file (self, &data, &length, error))
      return FALSE;
    started = TRUE;
    if (!parse (self, data, length, last, &consumed, error))
      return FALSE;
    consumed += data - (const char *) buffer->data;
    if (consumed == 0 && !last) {
      if (buffer->len >= MAX_ROW) {
        g_set_error (error, UMP_ERROR, UMP_ERROR_FORMAT, _("%s, line %" PRIu64 ": one row is longer than 64 MiB"), self->file, self->line);
        return FALSE;
      }
      g_byte_array_set_size (buffer, buffer->len * 2);
    }
    memmove (buffer->data, buffer->data + consumed, used - consumed);
    used -= consumed;
  }
  return TRUE;
}


/**
 * ump_vote_reader_new:
 * @columns: what to read besides the models and the winner
 * @func: is called for each vote
 * @user_data: for @func
 *
 * Reads votes from files: CSV with quoting (RFC 4180), a JSON array of objects
 * or one object a line, with the columns of FastChat, LMArena and Kaggle, each
 * also compressed by gzip. One reader may read several files; a model has one
 * number throughout. Memory does not grow with the number of votes.
 *
 * Returns: (transfer full): a reader
 */
UmpVoteReader *
ump_vote_reader_new (UmpVoteColumns columns, UmpVoteFunc func, gpointer user_data)
{
  UmpVoteReader *self = g_new0 (UmpVoteReader, 1);

  self->columns = columns;
  self->func = func;
  self->user_data = user_data;
  self->piece_size = G_MAXSIZE;
  ump_name_table_init (&self->models);
  ump_name_table_init (&self->clusters);
  ump_name_table_init (&self->categories);
  self->bad_rows = g_ptr_array_new_with_free_func (free_bad_row);
  self->scratch = g_string_new (NULL);
  return self;
}


/**
 * ump_vote_reader_free:
 * @self: (transfer full) (nullable): a reader
 */
void
ump_vote_reader_free (UmpVoteReader *self)
{
  if (self == NULL)
    return;
  ump_name_table_clear (&self->models);
  ump_name_table_clear (&self->clusters);
  ump_name_table_clear (&self->categories);
  g_ptr_array_unref (self->bad_rows);
  g_string_free (self->scratch, TRUE);
  g_free (self->field_of_column);
  g_free (self);
}


/**
 * ump_vote_reader_set_piece_size:
 * @self: a reader
 * @piece_size: bytes that are parsed at once, above 0
 *
 * For tests: what is read must not depend on where the pieces end. Unless set,
 * all that fits into the buffer is one piece.
 */
void
ump_vote_reader_set_piece_size (UmpVoteReader *self, gsize piece_size)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (piece_size > 0);

  self->piece_size = piece_size;
}


/**
 * ump_vote_reader_read_stream:
 * @self: a reader
 * @stream: uncompressed bytes
 * @name: for messages
 * @error: return location for a #GError
 *
 * Reads @stream to its end. Bad rows are no error here.
 *
 * Returns: FALSE where the stream cannot be read or is not what it should be
 */
gboolean
ump_vote_reader_read_stream (UmpVoteReader *self, GInputStream *stream, const char *name, GError **error)
{
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), FALSE);

  self->file = name;
  self->line = 1;
  self->started = FALSE;
  self->ended = FALSE;
  self->n_wanted = 0;
  g_clear_pointer (&self->field_of_column, g_free);
  done = read_all (self, stream, error);
  self->file = NULL;
  return done;
}


/**
 * ump_vote_reader_read_file:
 * @self: a reader
 * @path: of a file, "-" for standard input
 * @error: return location for a #GError
 *
 * As ump_vote_reader_read_stream(); a file that starts with the magic number
 * of gzip is decompressed on the way.
 *
 * Returns: FALSE where the file cannot be read or is not what it should be
 */
gboolean
ump_vote_reader_read_file (UmpVoteReader *self, const char *path, GError **error)
{
  int fd = g_str_equal (path, "-") ? 0 : open (path, O_RDONLY | O_CLOEXEC);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GInputStream) buffered = NULL;
  g_autoptr (GConverter) inflater = NULL;
  g_autoptr (GInputStream) inflated = NULL;
  const guint8 *magic;
  gsize available;

  if (fd < 0) {
    int reason = errno;

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (reason), "%s: %s", path, g_strerror (reason));
    return FALSE;
  }
  stream = g_unix_input_stream_new (fd, fd != 0);
  buffered = g_buffered_input_stream_new_sized (stream, 4096);
  if (g_buffered_input_stream_fill (G_BUFFERED_INPUT_STREAM (buffered), 2, NULL, error) < 0) {
    g_prefix_error (error, "%s: ", path);
    return FALSE;
  }
  magic = g_buffered_input_stream_peek_buffer (G_BUFFERED_INPUT_STREAM (buffered), &available);
  if (available < 2 || magic[0] != 0x1f || magic[1] != 0x8b)
    return ump_vote_reader_read_stream (self, buffered, path, error);
  inflater = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  inflated = g_converter_input_stream_new (buffered, inflater);
  if (ump_vote_reader_read_stream (self, inflated, path, error))
    return TRUE;
  if (error != NULL && *error != NULL && (*error)->domain == G_IO_ERROR)
    g_prefix_error (error, "%s: ", path);
  return FALSE;
}


/**
 * ump_vote_reader_get_models:
 * @self: a reader
 *
 * Returns: (transfer none) (element-type utf8): the models by their numbers
 */
GPtrArray *
ump_vote_reader_get_models (UmpVoteReader *self)
{
  return self->models.names;
}


/**
 * ump_vote_reader_get_categories:
 * @self: a reader
 *
 * Returns: (transfer none) (element-type utf8): the categories by their numbers
 */
GPtrArray *
ump_vote_reader_get_categories (UmpVoteReader *self)
{
  return self->categories.names;
}


/**
 * ump_vote_reader_get_found:
 * @self: a reader
 *
 * Returns: which of the columns asked for were there at all
 */
UmpVoteColumns
ump_vote_reader_get_found (UmpVoteReader *self)
{
  return self->found;
}


/**
 * ump_vote_reader_get_n_rows:
 * @self: a reader
 *
 * Returns: how many votes were handed on
 */
guint64
ump_vote_reader_get_n_rows (UmpVoteReader *self)
{
  return self->n_rows;
}


/**
 * ump_vote_reader_get_n_bad:
 * @self: a reader
 *
 * Returns: how many rows could not be used
 */
guint64
ump_vote_reader_get_n_bad (UmpVoteReader *self)
{
  return self->n_bad;
}


/**
 * ump_vote_reader_get_n_named:
 * @self: a reader
 *
 * Returns: how many votes were left out because they were cast with the names
 *   in sight ("anony" is false)
 */
guint64
ump_vote_reader_get_n_named (UmpVoteReader *self)
{
  return self->n_named;
}


/**
 * ump_vote_reader_get_bad_rows:
 * @self: a reader
 *
 * Returns: (transfer none) (element-type UmpBadRow): the first bad rows
 */
GPtrArray *
ump_vote_reader_get_bad_rows (UmpVoteReader *self)
{
  return self->bad_rows;
}
