/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ump-error.h"
#include "ump-framer.h"

/* Buffers that one large event has stretched are given back after it. */
#define KEEP_BUFFER (256 * 1024)

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

struct _UmpFramer {
  UmpFraming framing;
  GString *line;      /* the unfinished line, or the whole body */
  GString *data;      /* the data lines of the unfinished event */
  GString *event;     /* its name */
  GString *bare;      /* lines of a JSON text outside of any event */
  gboolean bare_error; /* it is the value of a field “error” */
  gboolean has_data;
  gboolean discarding; /* the unfinished line means nothing */
  gboolean after_cr;   /* an LF now belongs to the CR before it */
  guint n_mark;        /* bytes of a byte order mark seen at the start; 3 when that is over */
  gboolean failed;
};


static gboolean
fail (UmpFramer *self, GError **error)
{
  self->failed = TRUE;
  g_set_error_literal (error, UMP_ERROR, UMP_ERROR_PROTOCOL,
                       _("The service sent more in one piece than this program takes."));
  return FALSE;
}


static void
empty (GString **buffer)
{
  if ((*buffer)->allocated_len > KEEP_BUFFER) {
    g_string_free (*buffer, TRUE);
    *buffer = g_string_new (NULL);
  } else {
    g_string_truncate (*buffer, 0);
  }
}


static void
dispatch (UmpFramer *self, UmpFrameFunc func, gpointer user_data)
{
  if (self->has_data) {
    UmpFrame frame = { self->event->len > 0 ? self->event->str : "message", self->data->str, self->data->len };

    func (&frame, user_data);
  }
  self->has_data = FALSE;
  empty (&self->data);
  empty (&self->event);
}


static void
dispatch_bare (UmpFramer *self, UmpFrameFunc func, gpointer user_data)
{
  UmpFrame frame = { self->bare_error ? "error" : "message", self->bare->str, self->bare->len, TRUE };

  if (self->bare->len > 0)
    func (&frame, user_data);
  empty (&self->bare);
}


static gboolean
line_has_name (const char *line, gsize length, const char *name)
{
  gsize name_length = strlen (name);

  return length > name_length && memcmp (line, name, name_length) == 0 && line[name_length] == ':';
}


/* Servers that fail in the middle write a JSON text without “data:” before it,
 * on one line or on several, or as the value of a field “error” (llama.cpp in
 * early 2025). Returns whether the line is a part of one. */
static gboolean
take_bare (UmpFramer *self, const char *line, gsize length, UmpFrameFunc func, gpointer user_data)
{
  gboolean starts = self->bare->len == 0;
  gsize end = length;
  char last;

  if (length == 0 || line_has_name (line, length, "data") || line_has_name (line, length, "event")) {
    dispatch_bare (self, func, user_data);
    return FALSE;
  }
  if (starts) {
    self->bare_error = line_has_name (line, length, "error");
    if (!self->bare_error && *line != '{' && *line != '[')
      return FALSE;
  }
  if (self->bare->len + length > UMP_FRAMER_MAX_LINE) {
    empty (&self->bare);
    return FALSE;
  }
  if (!starts)
    g_string_append_c (self->bare, '\n');
  if (starts && self->bare_error)
    g_string_append_len (self->bare, line + strlen ("error:"), length - strlen ("error:"));
  else
    g_string_append_len (self->bare, line, length);
  while (end > 1 && g_ascii_isspace (line[end - 1]))
    end--;
  /* Whole on its own line, or closed by a bracket at the start of one. */
  last = starts ? line[end - 1] : *line;
  if (last == '}' || last == ']')
    dispatch_bare (self, func, user_data);
  return TRUE;
}


/* One whole line of server-sent events, without its end. */
static gboolean
take_field (UmpFramer *self, const char *line, gsize length, UmpFrameFunc func, gpointer user_data, GError **error)
{
  const char *colon;
  const char *value;
  gsize name_length;
  gsize value_length;

  if (take_bare (self, line, length, func, user_data))
    return TRUE;
  if (length == 0) {
    dispatch (self, func, user_data);
    return TRUE;
  }
  colon = memchr (line, ':', length);
  name_length = colon != NULL ? (gsize) (colon - line) : length;
  value = line + MIN (name_length + 1, length);
  value_length = length - (value - line);
  if (value_length > 0 && *value == ' ') {
    value++;
    value_length--;
  }

  if (name_length == 4 && memcmp (line, "data", 4) == 0) {
    if (self->data->len + value_length + 1 > UMP_FRAMER_MAX_EVENT)
      return fail (self, error);
    if (self->has_data)
      g_string_append_c (self->data, '\n');
    g_string_append_len (self->data, value, value_length);
    self->has_data = TRUE;
  } else if (name_length == 5 && memcmp (line, "event", 5) == 0) {
    g_string_truncate (self->event, 0);
    g_string_append_len (self->event, value, value_length);
  }
  /* "id" and "retry" are for reconnecting, which a POST must never do. */
  return TRUE;
}


/* One whole line of a body that has one JSON text a line. */
static void
take_line (UmpFramer *self, const char *line, gsize length, UmpFrameFunc func, gpointer user_data)
{
  UmpFrame frame = { "message", line, length };
  g_autofree char *copy = NULL;

  while (frame.length > 0 && g_ascii_isspace (frame.data[frame.length - 1]))
    frame.length--;
  if (frame.length == 0)
    return;
  copy = g_strndup (line, frame.length);
  frame.data = copy;
  func (&frame, user_data);
}


/* Whether what has come of a line can still become a field that counts, so
 * that comments and unknown fields of any length are not kept. */
static gboolean
line_may_count (const UmpFramer *self)
{
  static const char *const names[] = { "data", "event", "error" };
  const GString *line = self->line;

  if (self->bare->len > 0 || *line->str == '{' || *line->str == '[')
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    gsize length = strlen (names[i]);

    if (strncmp (line->str, names[i], MIN (line->len, length)) == 0 && (line->len <= length || line->str[length] == ':'))
      return TRUE;
  }
  return FALSE;
}


static gboolean
keep_partial (UmpFramer *self, const char *bytes, gsize length, GError **error)
{
  if (length == 0 || self->discarding)
    return TRUE;
  if (self->line->len + length > UMP_FRAMER_MAX_LINE)
    return fail (self, error);
  g_string_append_len (self->line, bytes, length);
  if (self->framing == UMP_FRAMING_SSE && !line_may_count (self)) {
    self->discarding = TRUE;
    empty (&self->line);
  }
  return TRUE;
}


static gboolean
is_bracket (const char *line, gsize length)
{
  while (length > 0 && g_ascii_isspace (line[length - 1]))
    length--;
  return length == 1 && (*line == '{' || *line == '[');
}


/* An opening bracket alone on its line: what follows is one JSON text over
 * several lines, as it is printed for people. */
static void
begin_whole (UmpFramer *self, const char *line, gsize length)
{
  self->framing = UMP_FRAMING_WHOLE;
  if (self->line->len == 0)
    g_string_append_len (self->line, line, length);
}


static gboolean
end_line (UmpFramer *self, const char *bytes, gsize length, UmpFrameFunc func, gpointer user_data, GError **error)
{
  gboolean whole = self->line->len == 0 && !self->discarding;

  if (!whole) {
    if (!keep_partial (self, bytes, length, error))
      return FALSE;
    bytes = self->line->str;
    length = self->line->len;
  } else if (length > UMP_FRAMER_MAX_LINE) {
    return fail (self, error);
  }
  if (self->discarding)
    self->discarding = FALSE;
  else if (self->framing == UMP_FRAMING_LINES && is_bracket (bytes, length))
    begin_whole (self, bytes, length);
  else if (self->framing == UMP_FRAMING_LINES)
    take_line (self, bytes, length, func, user_data);
  else if (!take_field (self, bytes, length, func, user_data, error))
    return FALSE;
  if (!whole && self->framing != UMP_FRAMING_WHOLE)
    empty (&self->line);
  return TRUE;
}


/* Drops one byte order mark at the start of the stream, even if it comes a
 * byte at a time. Returns how many of @length bytes it took. */
static gsize
skip_mark (UmpFramer *self, const char *bytes, gsize length)
{
  gsize used = 0;

  while (self->n_mark < 3 && used < length) {
    if (bytes[used] != BYTE_ORDER_MARK[self->n_mark]) {
      /* What looked like a mark was none. */
      g_string_append_len (self->line, BYTE_ORDER_MARK, self->n_mark);
      self->n_mark = 3;
      break;
    }
    self->n_mark++;
    used++;
  }
  return used;
}


static gboolean
take_whole (UmpFramer *self, const char *text, gsize length, GError **error)
{
  if (self->line->len + length > UMP_FRAMER_MAX_EVENT)
    return fail (self, error);
  g_string_append_len (self->line, text, length);
  return TRUE;
}


static gboolean
push_lines (UmpFramer *self, const char *bytes, gsize length, UmpFrameFunc func, gpointer user_data, GError **error)
{
  const char *end = bytes + length;
  const char *lf = NULL;
  const char *cr = NULL;

  if (self->after_cr && length > 0) {
    self->after_cr = FALSE;
    if (*bytes == '\n')
      bytes++;
  }
  while (bytes < end) {
    const char *stop;

    if (lf == NULL || lf < bytes)
      lf = memchr (bytes, '\n', end - bytes);
    if (lf == NULL)
      lf = end;
    if (cr == NULL || cr < bytes)
      cr = self->framing == UMP_FRAMING_SSE ? memchr (bytes, '\r', end - bytes) : end;
    if (cr == NULL)
      cr = end;
    stop = MIN (lf, cr);
    if (stop == end)
      return keep_partial (self, bytes, end - bytes, error);
    if (!end_line (self, bytes, stop - bytes, func, user_data, error))
      return FALSE;
    bytes = stop + 1;
    if (self->framing == UMP_FRAMING_WHOLE)
      return take_whole (self, bytes, end - bytes, error);
    if (*stop == '\r') {
      if (bytes == end)
        self->after_cr = TRUE;
      else if (*bytes == '\n')
        bytes++;
    }
  }
  return TRUE;
}


/**
 * ump_framer_new:
 * @framing: how the body is divided
 *
 * Cuts a body into events. The rules for server-sent events are those of the
 * HTML standard, without reconnection. No I/O.
 *
 * Returns: (transfer full): a framer at the start of a body
 */
UmpFramer *
ump_framer_new (UmpFraming framing)
{
  UmpFramer *self = g_new0 (UmpFramer, 1);

  self->framing = framing;
  self->line = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->event = g_string_new (NULL);
  self->bare = g_string_new (NULL);
  return self;
}


/**
 * ump_framer_free:
 * @self: (transfer full) (nullable): a framer
 */
void
ump_framer_free (UmpFramer *self)
{
  if (self == NULL)
    return;
  g_string_free (self->line, TRUE);
  g_string_free (self->data, TRUE);
  g_string_free (self->event, TRUE);
  g_string_free (self->bare, TRUE);
  g_free (self);
}


/**
 * ump_framer_push:
 * @self: a framer
 * @bytes: (array length=length): the next bytes of the body, cut anywhere
 * @length: how many
 * @func: (scope call): called with every event that is whole now; what it is
 *   given holds until it returns
 * @user_data: for @func
 * @error: %UMP_ERROR_PROTOCOL where a line or an event is over its limit
 *
 * Returns: whether the stream may go on; once it may not, it never may again
 */
gboolean
ump_framer_push (UmpFramer *self, const guint8 *bytes, gsize length, UmpFrameFunc func, gpointer user_data, GError **error)
{
  const char *text = (const char *) bytes;
  gsize skipped;

  if (self->failed)
    return fail (self, error);
  skipped = skip_mark (self, text, length);
  text += skipped;
  length -= skipped;
  if (self->framing != UMP_FRAMING_WHOLE)
    return push_lines (self, text, length, func, user_data, error);
  return take_whole (self, text, length, error);
}


/**
 * ump_framer_finish:
 * @self: a framer
 * @func: (scope call): called with what the end of the body made whole
 * @user_data: for @func
 * @error: as for ump_framer_push()
 *
 * The body has ended. An event that no blank line closed is handed out too,
 * because proxies drop that line; if its data is no JSON text, the stream was cut.
 *
 * Returns: whether all of the body was looked at
 */
gboolean
ump_framer_finish (UmpFramer *self, UmpFrameFunc func, gpointer user_data, GError **error)
{
  if (self->failed)
    return fail (self, error);
  if (self->framing == UMP_FRAMING_WHOLE) {
    take_line (self, self->line->str, self->line->len, func, user_data);
    empty (&self->line);
    return TRUE;
  }
  if ((self->line->len > 0 || self->discarding) && !end_line (self, "", 0, func, user_data, error))
    return FALSE;
  dispatch_bare (self, func, user_data);
  dispatch (self, func, user_data);
  return TRUE;
}
