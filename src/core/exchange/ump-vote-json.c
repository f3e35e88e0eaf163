/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "ump-error.h"
#include "ump-vote-reader-private.h"

/* JSON-GLib builds a tree of a whole document, which for the public dump of
 * 2 GB would take tens of times that in memory. Votes need a few members of
 * each object, so what is here walks over an object and skips the rest. */

typedef enum {
  WALK_DONE,
  WALK_MORE,
  WALK_WRONG,
} Walk;

typedef struct {
  const char *p;
  const char *end;
} Cursor;

typedef gboolean (*MemberFunc) (const UmpSlice *key, const UmpSlice *value, gpointer user_data);

/* The row that is being put together. Unescaped and computed text is kept in
 * the reader's scratch and pointed at when that has stopped growing. */
typedef struct {
  UmpVoteReader *reader;
  UmpSlice fields[UMP_N_FIELDS];
  gsize offsets[UMP_N_FIELDS];
  gboolean in_scratch[UMP_N_FIELDS];
  guint preferences[UMP_N_FIELDS];
} Row;


static void
skip_space (Cursor *cursor)
{
  while (cursor->p < cursor->end && (*cursor->p == ' ' || *cursor->p == '\n' || *cursor->p == '\r' || *cursor->p == '\t'))
    cursor->p++;
}


/* At an opening quote; ends behind the closing one. */
static Walk
skip_string (Cursor *cursor)
{
  const char *start = cursor->p + 1;
  const char *from = start;

  for (;;) {
    const char *quote = from < cursor->end ? memchr (from, '"', cursor->end - from) : NULL;
    gsize backslashes = 0;

    if (quote == NULL)
      return WALK_MORE;
    while (quote - backslashes > start && quote[-1 - (gssize) backslashes] == '\\')
      backslashes++;
    from = quote + 1;
    if (backslashes % 2 == 0) {
      cursor->p = from;
      return WALK_DONE;
    }
  }
}


/* At an opening bracket; ends behind its closing one. */
static Walk
skip_nested (Cursor *cursor)
{
  gsize depth = 0;

  while (cursor->p < cursor->end) {
    char c = *cursor->p;

    if (c == '"') {
      Walk walk = skip_string (cursor);

      if (walk != WALK_DONE)
        return walk;
      continue;
    }
    cursor->p++;
    if (c == '{' || c == '[')
      depth++;
    else if ((c == '}' || c == ']') && --depth == 0)
      return WALK_DONE;
  }
  return WALK_MORE;
}


static Walk
skip_value (Cursor *cursor)
{
  const char *start;

  if (cursor->p == cursor->end)
    return WALK_MORE;
  if (*cursor->p == '"')
    return skip_string (cursor);
  if (*cursor->p == '{' || *cursor->p == '[')
    return skip_nested (cursor);
  start = cursor->p;
  while (cursor->p < cursor->end && (g_ascii_isalnum (*cursor->p) || *cursor->p == '-' || *cursor->p == '+' || *cursor->p == '.'))
    cursor->p++;
  if (cursor->p == cursor->end)
    return WALK_MORE;
  return cursor->p > start ? WALK_DONE : WALK_WRONG;
}


/* At an opening brace; calls @func for each member. Ends behind the brace. */
static Walk
walk_object (Cursor *cursor, MemberFunc func, gpointer user_data)
{
  cursor->p++;
  skip_space (cursor);
  if (cursor->p < cursor->end && *cursor->p == '}') {
    cursor->p++;
    return WALK_DONE;
  }
  for (;;) {
    UmpSlice key, value;
    Walk walk;

    skip_space (cursor);
    if (cursor->p == cursor->end)
      return WALK_MORE;
    if (*cursor->p != '"')
      return WALK_WRONG;
    key.text = cursor->p + 1;
    if ((walk = skip_string (cursor)) != WALK_DONE)
      return walk;
    key.length = cursor->p - 1 - key.text;
    skip_space (cursor);
    if (cursor->p == cursor->end)
      return WALK_MORE;
    if (*cursor->p++ != ':')
      return WALK_WRONG;
    skip_space (cursor);
    value.text = cursor->p;
    if ((walk = skip_value (cursor)) != WALK_DONE)
      return walk;
    value.length = cursor->p - value.text;
    if (!func (&key, &value, user_data))
      return WALK_WRONG;
    skip_space (cursor);
    if (cursor->p == cursor->end)
      return WALK_MORE;
    if (*cursor->p == '}') {
      cursor->p++;
      return WALK_DONE;
    }
    if (*cursor->p++ != ',')
      return WALK_WRONG;
  }
}


static gboolean
is_key (const UmpSlice *key, const char *name)
{
  return key->length == strlen (name) && memcmp (key->text, name, key->length) == 0;
}


/* Four hexadecimal digits, or -1. */
static int
read_hex (const char *p, const char *end)
{
  int number = 0;

  if (end - p < 4)
    return -1;
  for (guint i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (p[i]);

    if (digit < 0)
      return -1;
    number = number * 16 + digit;
  }
  return number;
}


/* Appends a string without its escapes; FALSE where one is wrong. */
static gboolean
unescape (GString *to, const char *p, const char *end)
{
  static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";

  while (p < end) {
    const char *place;

    if (*p != '\\') {
      g_string_append_c (to, *p++);
      continue;
    }
    if (++p == end)
      return FALSE;
    if (*p == 'u') {
      int unit = read_hex (p + 1, end), low;

      p += 5;
      if (unit >= 0xd800 && unit < 0xdc00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u') {
        low = read_hex (p + 2, end);
        if (low < 0xdc00 || low > 0xdfff)
          return FALSE;
        unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        p += 6;
      }
      if (unit <= 0 || (unit >= 0xd800 && unit <= 0xdfff))
        return FALSE;
      g_string_append_unichar (to, unit);
      continue;
    }
    place = *p != '\0' ? strchr (from, *p) : NULL;
    if (place == NULL)
      return FALSE;
    g_string_append_c (to, into[place - from]);
    p++;
  }
  return TRUE;
}


/* Keeps a member's value as a field, unless a better one is already there. */
static gboolean
keep_value (Row *row, UmpField field, guint preference, const UmpSlice *value)
{
  UmpSlice text = *value;

  if (preference > row->preferences[field] || (value->length == 4 && memcmp (value->text, "null", 4) == 0))
    return TRUE;
  row->preferences[field] = preference;
  row->in_scratch[field] = FALSE;
  if (*value->text == '"') {
    text.text++;
    text.length -= 2;
    if (memchr (text.text, '\\', text.length) != NULL) {
      row->offsets[field] = row->reader->scratch->len;
      row->in_scratch[field] = TRUE;
      if (!unescape (row->reader->scratch, text.text, text.text + text.length))
        return FALSE;
      text.length = row->reader->scratch->len - row->offsets[field];
    }
  }
  row->fields[field] = text;
  return TRUE;
}


static gboolean
add_count (const UmpSlice *key, const UmpSlice *value, gpointer user_data)
{
  double *sum = user_data;
  char text[32];

  if (value->length < sizeof text) {
    memcpy (text, value->text, value->length);
    text[value->length] = '\0';
    *sum += g_ascii_strtod (text, NULL);
  }
  return TRUE;
}


/* LMArena's counts: a number, or an object whose members are summed. */
static gboolean
take_metadata (const UmpSlice *key, const UmpSlice *value, gpointer user_data)
{
  static const char *const keys[2 * UMP_N_STYLES] = {
    "sum_assistant_a_tokens", "sum_assistant_b_tokens", "header_count_a", "header_count_b",
    "list_count_a", "list_count_b", "bold_count_a", "bold_count_b",
  };
  Row *row = user_data;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    UmpField field = UMP_FIELD_STYLE_FIRST + i;
    Cursor inner = { value->text, value->text + value->length };
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    double sum = 0;

    if (!is_key (key, keys[i]) || row->preferences[field] == 0)
      continue;
    if (*value->text != '{')
      return keep_value (row, field, 1, value);
    if (walk_object (&inner, add_count, &sum) != WALK_DONE)
      return FALSE;
    row->preferences[field] = 1;
    row->in_scratch[field] = TRUE;
    row->offsets[field] = row->reader->scratch->len;
    g_string_append (row->reader->scratch, g_ascii_dtostr (number, sizeof number, sum));
    row->fields[field].length = row->reader->scratch->len - row->offsets[field];
  }
  return TRUE;
}


static gboolean
take_member (const UmpSlice *key, const UmpSlice *value, gpointer user_data)
{
  Row *row = user_data;
  guint preference = 0;
  UmpField field;

  if (is_key (key, "conv_metadata") && *value->text == '{' && (row->reader->columns & UMP_VOTE_COLUMN_STYLE)) {
    Cursor inner = { value->text, value->text + value->length };

    return walk_object (&inner, take_metadata, row) == WALK_DONE;
  }
  field = ump_vote_reader_find_field (row->reader, key->text, key->length, &preference);
  return field == UMP_FIELD_NONE || keep_value (row, field, preference, value);
}


/* At an opening brace: one vote. */
static Walk
take_object (UmpVoteReader *self, Cursor *cursor)
{
  Row row = { .reader = self };
  Walk walk;

  for (guint i = 0; i < UMP_N_FIELDS; i++)
    row.preferences[i] = G_MAXUINT;
  g_string_truncate (self->scratch, 0);
  walk = walk_object (cursor, take_member, &row);
  if (walk != WALK_DONE)
    return walk;
  for (guint i = 0; i < UMP_N_FIELDS; i++)
    if (row.in_scratch[i])
      row.fields[i].text = self->scratch->str + row.offsets[i];
  ump_vote_reader_take_row (self, row.fields, self->line);
  return WALK_DONE;
}


static guint64
count_lines (const char *p, const char *end)
{
  guint64 lines = 0;

  while (p < end && (p = memchr (p, '\n', end - p)) != NULL) {
    lines++;
    p++;
  }
  return lines;
}


/* One object a line: a line that is wrong is one bad row. */
static void
parse_lines (UmpVoteReader *self, const char *data, gsize length, gboolean last, gsize *consumed)
{
  const char *p = data, *end = data + length;

  while (p < end) {
    const char *newline = memchr (p, '\n', end - p);
    Cursor cursor = { p, newline != NULL ? newline : end };

    if (newline == NULL && !last)
      break;
    skip_space (&cursor);
    if (cursor.p < cursor.end) {
      Walk walk = *cursor.p == '{' ? take_object (self, &cursor) : WALK_WRONG;

      skip_space (&cursor);
      if (walk != WALK_DONE)
        ump_vote_reader_reject (self, self->line, _("this is not a JSON object"));
      else if (cursor.p < cursor.end)
        ump_vote_reader_reject (self, self->line, _("there is text after the JSON object"));
    }
    self->line++;
    p = newline != NULL ? newline + 1 : end;
  }
  *consumed = p - data;
}


static gboolean
fail (UmpVoteReader *self, const char *why, GError **error)
{
  g_set_error (error, UMP_ERROR, UMP_ERROR_FORMAT, _("%s, line %" PRIu64 ": %s"), self->file, self->line, why);
  return FALSE;
}


/* One element of the array. */
static Walk
parse_element (UmpVoteReader *self, Cursor *cursor)
{
  const char *start = cursor->p;
  Walk walk;

  if (*start == '{')
    walk = take_object (self, cursor);
  else if ((walk = skip_value (cursor)) == WALK_DONE)
    ump_vote_reader_reject (self, self->line, _("this is not a JSON object"));
  if (walk == WALK_DONE)
    self->line += count_lines (start, cursor->p);
  return walk;
}


static void
skip_space_and_count (UmpVoteReader *self, Cursor *cursor)
{
  const char *start = cursor->p;

  skip_space (cursor);
  self->line += count_lines (start, cursor->p);
}


/* What stands between elements; WALK_DONE where an element follows, WALK_MORE
 * where the data ends. */
static Walk
parse_between (UmpVoteReader *self, Cursor *cursor)
{
  for (;;) {
    skip_space_and_count (self, cursor);
    if (cursor->p == cursor->end)
      return WALK_MORE;
    if (self->ended)
      return WALK_WRONG;
    if (*cursor->p == ']' && self->place != UMP_JSON_AFTER_COMMA) {
      self->ended = TRUE;
    } else if (*cursor->p == ',' && self->place == UMP_JSON_AFTER_ELEMENT) {
      self->place = UMP_JSON_AFTER_COMMA;
    } else {
      return self->place != UMP_JSON_AFTER_ELEMENT ? WALK_DONE : WALK_WRONG;
    }
    cursor->p++;
  }
}


static gboolean
parse_array (UmpVoteReader *self, const char *data, gsize length, gboolean last, gsize *consumed, GError **error)
{
  Cursor cursor = { data, data + length };

  if (!self->started) {
    skip_space_and_count (self, &cursor);
    cursor.p++;
    self->started = TRUE;
    self->place = UMP_JSON_AFTER_BRACKET;
  }
  for (;;) {
    Walk walk = parse_between (self, &cursor);

    *consumed = cursor.p - data;
    if (walk == WALK_WRONG)
      return fail (self, self->ended ? _("there is text after the JSON array") : _("this is not JSON"), error);
    if (walk == WALK_MORE)
      return last && !self->ended ? fail (self, _("the JSON array is cut off"), error) : TRUE;
    walk = parse_element (self, &cursor);
    if (walk == WALK_WRONG)
      return fail (self, _("this is not JSON"), error);
    if (walk == WALK_MORE)
      return last ? fail (self, _("the JSON array is cut off"), error) : TRUE;
    self->place = UMP_JSON_AFTER_ELEMENT;
  }
}


/* Parses complete objects of JSON; see the declaration. */
gboolean
ump_vote_reader_parse_json (UmpVoteReader *self, const char *data, gsize length, gboolean last, gsize *consumed, GError **error)
{
  Cursor cursor = { data, data + length };

  if (!self->started) {
    skip_space (&cursor);
    self->json_lines = *cursor.p == '{';
  }
  if (self->json_lines) {
    self->started = TRUE;
    parse_lines (self, data, length, last, consumed);
    return TRUE;
  }
  return parse_array (self, data, length, last, consumed, error);
}
