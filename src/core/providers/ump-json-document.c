/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-json-document.h"
#include "ump-utf8.h"

/* Memory that one large text has stretched is given back with the next. */
#define KEEP_BUFFER (256 * 1024)
#define KEEP_VALUES 8192

#define IS_HIGH(unit) ((unit) >= 0xD800 && (unit) <= 0xDBFF)
#define IS_LOW(unit) ((unit) >= 0xDC00 && (unit) <= 0xDFFF)

struct _UmpJsonDocument {
  GString *buffer;
  UmpJson *values;
  guint n_values;
  guint n_allocated;
  char *at;
  char *end;
  guint32 open[UMP_JSON_MAX_DEPTH];
  guint depth;
};


static UmpJson *
add_value (UmpJsonDocument *self, UmpJsonType type)
{
  UmpJson *value;

  if (self->n_values == self->n_allocated) {
    if (self->n_allocated >= UMP_JSON_MAX_VALUES)
      return NULL;
    self->n_allocated = MAX (64, self->n_allocated * 2);
    self->values = g_renew (UmpJson, self->values, self->n_allocated);
  }
  value = &self->values[self->n_values++];
  *value = (UmpJson) { .text = "", .span = 1, .type = type };
  return value;
}


static void
skip_blanks (UmpJsonDocument *self)
{
  while (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t')
    self->at++;
}


/* Four hexadecimal digits at @p as a number, -1 where they are none. */
static int
read_unit (const char *p, const char *end)
{
  int unit = 0;

  if (end - p < 4)
    return -1;
  for (guint i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (p[i]);

    if (digit < 0)
      return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}


/* An escape of four hexadecimal digits that begin at @p. Writes the character to @out,
 * and leaves halves at the string's ends to be joined over its borders. */
static char *
write_unit (UmpJson *value, char **p, const char *end, const char *begin, char *out, gboolean *cut)
{
  int unit = read_unit (*p, end);
  int second;
  gunichar character;

  if (unit < 0) {
    *cut = end - *p < 4;
    return NULL;
  }
  *p += 4;
  character = unit;
  if (IS_HIGH (unit)) {
    second = end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u' ? read_unit (*p + 2, end) : -1;
    if (IS_LOW (second)) {
      character = 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00);
      *p += 6;
    } else if (*p < end && **p == '"') {
      value->last_half = unit;
      return out;
    } else {
      character = 0xFFFD;
    }
  } else if (IS_LOW (unit)) {
    if (*p - 6 == begin) {
      value->first_half = unit;
      return out;
    }
    character = 0xFFFD;
  } else if (unit == 0) {
    character = 0xFFFD;
  }
  return out + g_unichar_to_utf8 (character, out);
}


/* A string whose opening quote is behind. It shrinks in its own place. */
static UmpJsonFault
read_string (UmpJsonDocument *self)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  UmpJson *value = add_value (self, UMP_JSON_STRING);
  char *begin = self->at;
  char *out = begin;
  char *p = begin;

  if (value == NULL)
    return UMP_JSON_BROKEN;
  for (;;) {
    char *stop = p;
    const char *escape;
    gboolean cut = FALSE;

    while (stop < self->end && *stop != '"' && *stop != '\\' && (guint8) *stop >= 0x20)
      stop++;
    if (out != p)
      memmove (out, p, stop - p);
    out += stop - p;
    p = stop;
    if (p == self->end)
      return UMP_JSON_CUT;
    if (*p == '"')
      break;
    if (*p != '\\')
      return UMP_JSON_BROKEN;
    if (++p == self->end)
      return UMP_JSON_CUT;
    if (*p == 'u') {
      p++;
      out = write_unit (value, &p, self->end, begin, out, &cut);
      if (out == NULL)
        return cut ? UMP_JSON_CUT : UMP_JSON_BROKEN;
      continue;
    }
    escape = *p != '\0' ? strchr (escapes, *p) : NULL;
    if (escape == NULL)
      return UMP_JSON_BROKEN;
    *out++ = meanings[escape - escapes];
    p++;
  }
  *out = '\0';
  value->text = begin;
  value->length = out - begin;
  self->at = p + 1;
  return UMP_JSON_WHOLE;
}


static gboolean
skip_digits (UmpJsonDocument *self)
{
  const char *begin = self->at;

  while (g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > begin;
}


/* Its value is worked out only when somebody asks for it. */
static UmpJsonFault
read_number (UmpJsonDocument *self)
{
  UmpJson *value = add_value (self, UMP_JSON_NUMBER);
  const char *begin = self->at;
  gboolean good;

  if (value == NULL)
    return UMP_JSON_BROKEN;
  if (*self->at == '-')
    self->at++;
  good = skip_digits (self);
  if (good && *self->at == '.') {
    self->at++;
    good = skip_digits (self);
  }
  if (good && (*self->at == 'e' || *self->at == 'E')) {
    self->at++;
    if (*self->at == '+' || *self->at == '-')
      self->at++;
    good = skip_digits (self);
  }
  if (!good)
    return self->at == self->end ? UMP_JSON_CUT : UMP_JSON_BROKEN;
  value->text = begin;
  value->length = self->at - begin;
  return UMP_JSON_WHOLE;
}


static UmpJsonFault
read_word (UmpJsonDocument *self)
{
  static const char *const words[] = { "null", "false", "true" };
  gsize left = self->end - self->at;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);

    if (strncmp (self->at, words[i], MIN (left, length)) != 0)
      continue;
    if (left < length)
      return UMP_JSON_CUT;
    self->at += length;
    return add_value (self, UMP_JSON_NULL + i) != NULL ? UMP_JSON_WHOLE : UMP_JSON_BROKEN;
  }
  return UMP_JSON_BROKEN;
}


static UmpJsonFault
open_list (UmpJsonDocument *self, UmpJsonType type)
{
  if (self->depth == UMP_JSON_MAX_DEPTH || add_value (self, type) == NULL)
    return UMP_JSON_BROKEN;
  self->open[self->depth++] = self->n_values - 1;
  self->at++;
  return UMP_JSON_WHOLE;
}


static void
close_list (UmpJsonDocument *self)
{
  UmpJson *list = &self->values[self->open[--self->depth]];

  list->span = &self->values[self->n_values] - list;
  self->at++;
}


/* A value at the place where one must begin; of a list, its opening bracket. */
static UmpJsonFault
read_value (UmpJsonDocument *self)
{
  char c = *self->at;

  if (c == '{')
    return open_list (self, UMP_JSON_OBJECT);
  if (c == '[')
    return open_list (self, UMP_JSON_ARRAY);
  if (c == '"') {
    self->at++;
    return read_string (self);
  }
  if (c == '-' || g_ascii_isdigit (c))
    return read_number (self);
  return read_word (self);
}


/* A member's name and the colon after it. */
static UmpJsonFault
read_name (UmpJsonDocument *self)
{
  UmpJsonFault fault;

  if (*self->at != '"')
    return UMP_JSON_BROKEN;
  self->at++;
  fault = read_string (self);
  if (fault != UMP_JSON_WHOLE)
    return fault;
  skip_blanks (self);
  if (self->at == self->end)
    return UMP_JSON_CUT;
  if (*self->at != ':')
    return UMP_JSON_BROKEN;
  self->at++;
  skip_blanks (self);
  return self->at == self->end ? UMP_JSON_CUT : UMP_JSON_WHOLE;
}


/* What stands in an open list after an item: its end, or a comma and the next. */
static UmpJsonFault
read_item (UmpJsonDocument *self, gboolean first)
{
  gboolean is_object = self->values[self->open[self->depth - 1]].type == UMP_JSON_OBJECT;
  UmpJsonFault fault = UMP_JSON_WHOLE;

  if (*self->at == (is_object ? '}' : ']')) {
    close_list (self);
    return UMP_JSON_WHOLE;
  }
  if (!first) {
    if (*self->at != ',')
      return UMP_JSON_BROKEN;
    self->at++;
    skip_blanks (self);
    if (self->at == self->end)
      return UMP_JSON_CUT;
  }
  if (is_object)
    fault = read_name (self);
  return fault == UMP_JSON_WHOLE ? read_value (self) : fault;
}


static UmpJsonFault
read_document (UmpJsonDocument *self)
{
  UmpJsonFault fault = UMP_JSON_WHOLE;

  skip_blanks (self);
  if (self->at == self->end)
    return UMP_JSON_EMPTY;
  fault = read_value (self);
  while (fault == UMP_JSON_WHOLE && self->depth > 0) {
    skip_blanks (self);
    if (self->at == self->end)
      return UMP_JSON_CUT;
    fault = read_item (self, self->open[self->depth - 1] == self->n_values - 1);
  }
  if (fault != UMP_JSON_WHOLE)
    return fault;
  skip_blanks (self);
  return self->at == self->end ? UMP_JSON_WHOLE : UMP_JSON_BROKEN;
}


static void
start_document (UmpJsonDocument *self, const char *data, gsize length)
{
  if (self->buffer->allocated_len > KEEP_BUFFER) {
    g_string_free (self->buffer, TRUE);
    self->buffer = g_string_new (NULL);
  }
  if (self->n_allocated > KEEP_VALUES) {
    g_clear_pointer (&self->values, g_free);
    self->n_allocated = 0;
  }
  g_string_truncate (self->buffer, 0);
  ump_utf8_append_repaired (self->buffer, data, length);
  self->at = self->buffer->str;
  self->end = self->buffer->str + self->buffer->len;
  self->n_values = 0;
  self->depth = 0;
}


/**
 * ump_json_document_new:
 *
 * Returns: (transfer full): an empty document
 */
UmpJsonDocument *
ump_json_document_new (void)
{
  UmpJsonDocument *self = g_new0 (UmpJsonDocument, 1);

  self->buffer = g_string_new (NULL);
  return self;
}


/**
 * ump_json_document_free:
 * @self: (transfer full) (nullable): a document; its values end with it
 */
void
ump_json_document_free (UmpJsonDocument *self)
{
  if (self == NULL)
    return;
  g_string_free (self->buffer, TRUE);
  g_free (self->values);
  g_free (self);
}


/**
 * ump_json_document_parse:
 * @self: a document
 * @data: (array length=length): what should be one JSON text; anything
 * @length: bytes
 * @fault: (out) (optional): what is wrong with it
 *
 * Returns: (transfer none) (nullable): the text's value, until the next call;
 *   %NULL where it is not whole
 */
const UmpJson *
ump_json_document_parse (UmpJsonDocument *self, const char *data, gsize length, UmpJsonFault *fault)
{
  UmpJsonFault found = UMP_JSON_BROKEN;

  if (length < G_MAXINT32) {
    start_document (self, data, length);
    found = read_document (self);
  }
  if (fault != NULL)
    *fault = found;
  return found == UMP_JSON_WHOLE ? self->values : NULL;
}
