/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ump-error.h"
#include "ump-framer.h"

struct _UmpFramer {
  UmpFraming framing;
  GString *line;      /* the unfinished line */
  GString *data;      /* data of the unfinished event, lines joined with LF */
  GString *event;     /* type of the unfinished event */
  gboolean has_data;
  gboolean after_cr;  /* an LF that comes now belongs to the CR before it */
  guint bom;          /* bytes of a byte order mark seen so far; 3 when past it */
};

static const guint8 mark[] = { 0xEF, 0xBB, 0xBF };


static gboolean
too_long (GError **error)
{
  g_set_error_literal (error, UMP_ERROR, UMP_ERROR_PROTOCOL, _("The server sent more in one piece than this program accepts."));
  return FALSE;
}


static void
emit (UmpFramer *self, const char *event, GString *data, UmpFrameFunc func, gpointer user_data)
{
  UmpFrame frame = { event, data->str, data->len };

  func (&frame, user_data);
}


static void
dispatch (UmpFramer *self, UmpFrameFunc func, gpointer user_data)
{
  if (self->has_data)
    emit (self, self->event->len > 0 ? self->event->str : "message", self->data, func, user_data);
  g_string_truncate (self->data, 0);
  g_string_truncate (self->event, 0);
  self->has_data = FALSE;
}


/* One line of an event stream, as the HTML standard's section 9.2.6 has it. */
static gboolean
take_field (UmpFramer *self, UmpFrameFunc func, gpointer user_data, GError **error)
{
  const char *line = self->line->str;
  gsize length = self->line->len;
  const char *colon = memchr (line, ':', length);
  gsize name = colon != NULL ? (gsize) (colon - line) : length;
  const char *value = colon != NULL ? colon + 1 : line + length;

  if (length == 0) {
    dispatch (self, func, user_data);
    return TRUE;
  }
  if (value < line + length && *value == ' ')
    value++;
  if (name == 4 && memcmp (line, "data", 4) == 0) {
    if (self->has_data)
      g_string_append_c (self->data, '\n');
    g_string_append_len (self->data, value, line + length - value);
    self->has_data = TRUE;
    if (self->data->len > UMP_FRAMER_MAX_EVENT)
      return too_long (error);
  } else if (name == 5 && memcmp (line, "event", 5) == 0) {
    g_string_truncate (self->event, 0);
    g_string_append_len (self->event, value, line + length - value);
  }
  return TRUE;
}


static gboolean
is_blank (const GString *text)
{
  for (gsize i = 0; i < text->len; i++)
    if (!g_ascii_isspace (text->str[i]))
      return FALSE;
  return TRUE;
}


static gboolean
take_line (UmpFramer *self, UmpFrameFunc func, gpointer user_data, GError **error)
{
  gboolean good = TRUE;

  if (self->framing == UMP_FRAMING_SSE)
    good = take_field (self, func, user_data, error);
  else if (!is_blank (self->line))
    emit (self, "message", self->line, func, user_data);
  g_string_truncate (self->line, 0);
  return good;
}


/* A byte order mark at the very beginning is no part of the first line. */
static void
skip_mark (UmpFramer *self, const guint8 **bytes, gsize *length)
{
  while (self->bom < 3 && *length > 0) {
    if (**bytes != mark[self->bom]) {
      g_string_append_len (self->line, (const char *) mark, self->bom);
      self->bom = 3;
      return;
    }
    self->bom++;
    (*bytes)++;
    (*length)--;
  }
}


static gboolean
push_whole (UmpFramer *self, const guint8 *bytes, gsize length, GError **error)
{
  g_string_append_len (self->line, (const char *) bytes, length);
  return self->line->len <= UMP_FRAMER_MAX_EVENT || too_long (error);
}


static gsize
line_end (const guint8 *bytes, gsize length)
{
  const guint8 *lf = memchr (bytes, '\n', length);
  gsize limit = lf != NULL ? (gsize) (lf - bytes) : length;
  const guint8 *cr = memchr (bytes, '\r', limit);

  return cr != NULL ? (gsize) (cr - bytes) : limit;
}


/**
 * ump_framer_new:
 * @framing: how the body is cut into frames
 *
 * Returns: (transfer full): a framer at the beginning of a body
 */
UmpFramer *
ump_framer_new (UmpFraming framing)
{
  UmpFramer *self = g_new0 (UmpFramer, 1);

  self->framing = framing;
  self->line = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->event = g_string_new (NULL);
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
  g_free (self);
}


/**
 * ump_framer_push:
 * @self: a framer
 * @bytes: (array length=length): the next bytes of the body, cut anywhere
 * @length: how many
 * @func: called for each frame that is complete
 * @user_data: for @func
 * @error: %UMP_ERROR_PROTOCOL where a limit is passed
 *
 * Returns: whether the body may go on
 */
gboolean
ump_framer_push (UmpFramer *self, const guint8 *bytes, gsize length, UmpFrameFunc func, gpointer user_data, GError **error)
{
  skip_mark (self, &bytes, &length);
  if (self->framing == UMP_FRAMING_WHOLE)
    return push_whole (self, bytes, length, error);

  while (length > 0) {
    gsize n;

    if (self->after_cr) {
      self->after_cr = FALSE;
      if (*bytes == '\n') {
        bytes++;
        length--;
        continue;
      }
    }
    n = line_end (bytes, length);
    if (self->line->len + n > UMP_FRAMER_MAX_LINE && self->framing == UMP_FRAMING_SSE)
      return too_long (error);
    if (self->line->len + n > UMP_FRAMER_MAX_EVENT)
      return too_long (error);
    g_string_append_len (self->line, (const char *) bytes, n);
    if (n == length)
      break;
    self->after_cr = bytes[n] == '\r';
    bytes += n + 1;
    length -= n + 1;
    if (!take_line (self, func, user_data, error))
      return FALSE;
  }
  return TRUE;
}


/**
 * ump_framer_finish:
 * @self: a framer whose body has ended
 * @func: called for what was not closed; many proxies drop the last blank line
 * @user_data: for @func
 * @error: %UMP_ERROR_PROTOCOL where a limit is passed
 *
 * Returns: whether nothing was wrong
 */
gboolean
ump_framer_finish (UmpFramer *self, UmpFrameFunc func, gpointer user_data, GError **error)
{
  if (self->line->len > 0 && !take_line (self, func, user_data, error))
    return FALSE;
  if (self->framing == UMP_FRAMING_SSE)
    dispatch (self, func, user_data);
  return TRUE;
}
