/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "ump-error.h"
#include "ump-vote-reader-private.h"


/* One field that starts at @p, within @end, which is the end of the data.
 * Returns where the next one starts, or NULL where more data is needed; @row_ends says
 * whether the field was the last of its row. Quotes are taken off; where one
 * is doubled inside, the text goes to @scratch. */
static const char *
read_field (const char *p, const char *end, gboolean last, GString *scratch, UmpSlice *slice, gboolean *row_ends, gboolean *bad, guint64 *lines)
{
  const char *start = p;
  gboolean copied = FALSE;
  gsize offset = scratch->len;

  if (p == end || *p != '"') {
    while (p < end && *p != ',' && *p != '\n')
      p++;
    if (p == end && !last)
      return NULL;
    *slice = (UmpSlice) { start, p - start };
  } else {
    start = ++p;
    for (;;) {
      const char *quote = memchr (p, '"', end - p);

      if (quote == NULL || (quote + 1 == end && !last))
        return NULL;
      for (const char *line = start; (line = memchr (line, '\n', quote - line)) != NULL; line++)
        ++*lines;
      if (quote + 1 < end && quote[1] == '"') {
        g_string_append_len (scratch, start, quote + 1 - start);
        copied = TRUE;
        p = start = quote + 2;
        continue;
      }
      if (copied)
        g_string_append_len (scratch, start, quote - start);
      *slice = (UmpSlice) { copied ? NULL : start, copied ? scratch->len - offset : (gsize) (quote - start) };
      p = quote + 1;
      break;
    }
    if (p < end && *p == '\r')
      p++;
    *bad = *bad || (p < end && *p != ',' && *p != '\n');
    while (p < end && *p != ',' && *p != '\n')
      p++;
    if (p == end && !last)
      return NULL;
  }
  *row_ends = p == end || *p == '\n';
  if (*row_ends && slice->text != NULL && slice->length > 0 && slice->text[slice->length - 1] == '\r' && slice->text + slice->length == p)
    slice->length--;
  return p == end ? p : p + 1;
}


/* The general way through a row: with quotes anywhere. @fields is by field,
 * @columns (nullable) gets every column as text. Returns the start of the next
 * row or NULL where the row is not complete. */
static const char *
read_row (UmpVoteReader *self, const char *p, const char *end, gboolean last, UmpSlice *fields, GPtrArray *columns, gboolean *bad, guint64 *lines)
{
  gsize offsets[UMP_N_FIELDS];
  gboolean row_ends = FALSE;

  g_string_truncate (self->scratch, 0);
  for (guint column = 0; !row_ends; column++) {
    UmpField field = column < self->n_columns ? self->field_of_column[column] : UMP_FIELD_NONE;
    UmpSlice slice;
    gsize offset = self->scratch->len;

    p = read_field (p, end, last, self->scratch, &slice, &row_ends, bad, lines);
    if (p == NULL)
      return NULL;
    if (columns != NULL)
      g_ptr_array_add (columns, g_strndup (slice.text != NULL ? slice.text : self->scratch->str + offset, slice.length));
    else if (field != UMP_FIELD_NONE) {
      fields[field] = slice;
      offsets[field] = offset;
    }
    if (columns == NULL && (slice.text != NULL || field == UMP_FIELD_NONE))
      g_string_truncate (self->scratch, offset);
  }
  /* The scratch text moves while it grows, so its slices are set at the end. */
  for (guint i = 0; columns == NULL && i < UMP_N_FIELDS; i++)
    if (fields[i].text == NULL && fields[i].length > 0)
      fields[i].text = self->scratch->str + offsets[i];
  return p;
}


static gboolean
has_field (const UmpVoteReader *self, UmpField field)
{
  return memchr (self->field_of_column, field, self->n_columns) != NULL;
}


static gboolean
check_header (UmpVoteReader *self, GError **error)
{
  const char *missing = NULL;

  if (!has_field (self, UMP_FIELD_MODEL_A))
    missing = "model_a";
  else if (!has_field (self, UMP_FIELD_MODEL_B))
    missing = "model_b";
  else if (!has_field (self, UMP_FIELD_WINNER)
           && !(has_field (self, UMP_FIELD_WINNER_A) && has_field (self, UMP_FIELD_WINNER_B) && has_field (self, UMP_FIELD_WINNER_TIE)))
    missing = "winner";
  if (missing != NULL)
    g_set_error (error, UMP_ERROR, UMP_ERROR_FORMAT, _("%s: the first line names no column “%s”"), self->file, missing);
  return missing == NULL;
}


/* Which column is which field; of several for one field the preferred. */
static gboolean
take_header (UmpVoteReader *self, GPtrArray *columns, GError **error)
{
  guint preferences[UMP_N_FIELDS];

  for (guint i = 0; i < UMP_N_FIELDS; i++)
    preferences[i] = G_MAXUINT;
  self->n_columns = columns->len;
  self->field_of_column = g_malloc (columns->len);
  memset (self->field_of_column, UMP_FIELD_NONE, columns->len);
  for (guint column = 0; column < columns->len; column++) {
    const char *name = g_strstrip (g_ptr_array_index (columns, column));
    guint preference;
    UmpField field = ump_vote_reader_find_field (self, name, strlen (name), &preference);
    guint8 *before;

    if (field == UMP_FIELD_NONE || preference >= preferences[field])
      continue;
    before = memchr (self->field_of_column, field, self->n_columns);
    if (before != NULL)
      *before = UMP_FIELD_NONE;
    self->field_of_column[column] = field;
    preferences[field] = preference;
  }
  for (guint column = 0; column < columns->len; column++)
    if (self->field_of_column[column] != UMP_FIELD_NONE)
      self->n_wanted = column + 1;
  return check_header (self, error);
}


/* The short way through a row without quotes: only as many columns as are
 * wanted. @fields keeps its place from row to row, so a field that is not
 * written holds what it held in the row before. */
static void
split_row (const UmpVoteReader *self, const char *p, const char *end, UmpSlice *fields)
{
  guint column;

  for (column = 0; column < self->n_wanted && p <= end; column++) {
    const char *comma = memchr (p, ',', end - p);
    UmpField field = self->field_of_column[column];

    if (comma == NULL)
      comma = end;
    if (field != UMP_FIELD_NONE)
      fields[field] = (UmpSlice) { p, comma - p };
    p = comma + 1;
  }
  for (; column < self->n_wanted; column++)
    if (self->field_of_column[column] != UMP_FIELD_NONE)
      fields[self->field_of_column[column]] = (UmpSlice) { NULL, 0 };
}


/* A row with quotes, as a whole. Returns where the next one starts, NULL where
 * it is not complete. */
static const char *
take_quoted_row (UmpVoteReader *self, const char *p, const char *end, gboolean last)
{
  UmpSlice fields[UMP_N_FIELDS] = { 0 };
  gboolean bad = FALSE;
  guint64 lines = 0;
  const char *next = read_row (self, p, end, last, fields, NULL, &bad, &lines);

  if (next == NULL)
    return NULL;
  if (bad)
    ump_vote_reader_reject (self, self->line, _("there is text after a closing quote"));
  else
    ump_vote_reader_take_row (self, fields, self->line);
  self->line += lines + 1;
  return next;
}


static void
take_plain_row (UmpVoteReader *self, const char *p, const char *end, UmpSlice *fields)
{
  if (end > p && end[-1] == '\r')
    end--;
  if (end > p) {
    split_row (self, p, end, fields);
    ump_vote_reader_take_row (self, fields, self->line);
  }
  self->line++;
}


/* The next quote, or @end. */
static const char *
find_quote (const char *p, const char *end)
{
  const char *quote = memchr (p, '"', end - p);

  return quote != NULL ? quote : end;
}


static gboolean
fail_open_quote (UmpVoteReader *self, GError **error)
{
  g_set_error (error, UMP_ERROR, UMP_ERROR_FORMAT, _("%s, line %" PRIu64 ": a quote is opened and never closed"), self->file, self->line);
  return FALSE;
}


static gboolean
parse_header (UmpVoteReader *self, const char **p, const char *end, gboolean last, GError **error)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (g_free);
  gboolean bad = FALSE;
  guint64 lines = 1;
  const char *next = read_row (self, *p, end, last, NULL, columns, &bad, &lines);

  if (next == NULL)
    return last ? fail_open_quote (self, error) : TRUE;
  if (!take_header (self, columns, error))
    return FALSE;
  self->started = TRUE;
  self->line += lines;
  *p = next;
  return TRUE;
}


/* Parses complete rows of CSV; see the declaration. */
gboolean
ump_vote_reader_parse_csv (UmpVoteReader *self, const char *data, gsize length, gboolean last, gsize *consumed, GError **error)
{
  const char *p = data, *end = data + length, *quote;
  UmpSlice fields[UMP_N_FIELDS] = { 0 };

  *consumed = 0;
  if (!self->started) {
    if (!parse_header (self, &p, end, last, error))
      return FALSE;
    if (!self->started)
      return TRUE;
  }
  quote = find_quote (p, end);
  while (p < end) {
    const char *newline = memchr (p, '\n', end - p);
    const char *row_end = newline != NULL ? newline : end;

    if (newline == NULL && !last)
      break;
    if (G_UNLIKELY (quote < row_end)) {
      const char *next = take_quoted_row (self, p, end, last);

      if (next == NULL && last)
        return fail_open_quote (self, error);
      if (next == NULL)
        break;
      p = next;
      quote = find_quote (p, end);
    } else {
      take_plain_row (self, p, row_end, fields);
      p = newline != NULL ? newline + 1 : end;
    }
  }
  *consumed = p - data;
  return TRUE;
}
