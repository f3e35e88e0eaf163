/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-parser.h"
#include "ump-wire-json.h"


/* Appends one piece of a string that is streamed in pieces: joins the halves
 * of a character that was cut between two of them. */
static void
append_joined (GString *out, gunichar *half, const char *piece)
{
  for (const char *p = piece; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    gboolean low = c >= UMP_WIRE_LOW_HALF && c <= 0x10FFFF;
    gboolean high = c >= UMP_WIRE_HIGH_HALF && c < UMP_WIRE_LOW_HALF;

    if (*half != 0 && low) {
      g_string_append_unichar (out, 0x10000 + ((*half - UMP_WIRE_HIGH_HALF) << 10) + (c - UMP_WIRE_LOW_HALF));
      *half = 0;
      continue;
    }
    if (*half != 0)
      g_string_append_unichar (out, 0xFFFD);
    *half = high ? c : 0;
    if (!high)
      g_string_append_unichar (out, low ? 0xFFFD : c);
  }
}


static void
flush_half (GString *out, gunichar *half)
{
  if (*half != 0)
    g_string_append_unichar (out, 0xFFFD);
  *half = 0;
}


/* What becomes of the text that is held back while it may be the start of
 * @tag: 1 it is the tag, 0 it may become it, -1 it is not. */
static int
match_tag (const GString *held, const char *tag)
{
  gsize length = strlen (tag);

  if (strncmp (held->str, tag, MIN (held->len, length)) != 0)
    return -1;
  return held->len >= length ? 1 : 0;
}


static void
open_text (UmpParser *self)
{
  g_string_append_len (self->text, self->held->str, self->held->len);
  g_string_truncate (self->held, 0);
  self->think = UMP_THINK_NONE;
}


static void
split_start (UmpParser *self)
{
  gsize blanks = strspn (self->held->str, " \t\r\n");
  g_autoptr (GString) rest = g_string_new (self->held->str + blanks);
  int match;

  if (rest->len == 0)
    return;
  match = match_tag (rest, "<think>");
  if (match < 0) {
    open_text (self);
  } else if (match > 0) {
    g_string_erase (self->held, 0, blanks + strlen ("<think>"));
    self->think = UMP_THINK_INSIDE;
  }
}


static gboolean
split_inside (UmpParser *self)
{
  static const char tag[] = "</think>";
  const char *end = strstr (self->held->str, tag);
  gsize keep = 0;

  if (end != NULL) {
    g_string_append_len (self->reasoning, self->held->str, end - self->held->str);
    g_string_erase (self->held, 0, end - self->held->str + strlen (tag));
    self->think = UMP_THINK_AFTER;
    return TRUE;
  }
  /* A tag may be split over deltas: hold back what could be its beginning. */
  for (gsize n = MIN (self->held->len, strlen (tag) - 1); n > 0 && keep == 0; n--)
    if (strncmp (self->held->str + self->held->len - n, tag, n) == 0)
      keep = n;
  g_string_append_len (self->reasoning, self->held->str, self->held->len - keep);
  g_string_erase (self->held, 0, self->held->len - keep);
  return FALSE;
}


static void
split_held (UmpParser *self)
{
  if (self->think == UMP_THINK_START)
    split_start (self);
  if (self->think == UMP_THINK_INSIDE && !split_inside (self))
    return;
  if (self->think == UMP_THINK_AFTER) {
    g_string_erase (self->held, 0, strspn (self->held->str, " \t\r\n"));
    if (self->held->len > 0)
      open_text (self);
  }
}


/**
 * ump_parser_new:
 *
 * Returns: (transfer full): a parser at the beginning of a stream
 */
UmpParser *
ump_parser_new (void)
{
  UmpParser *self = g_new0 (UmpParser, 1);

  self->text = g_string_new (NULL);
  self->reasoning = g_string_new (NULL);
  self->held = g_string_new (NULL);
  self->usage = UMP_USAGE_UNKNOWN;
  return self;
}


/**
 * ump_parser_free:
 * @self: (transfer full) (nullable): a parser
 */
void
ump_parser_free (UmpParser *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_string_free (self->reasoning, TRUE);
  g_string_free (self->held, TRUE);
  g_clear_pointer (&self->blocks, g_hash_table_unref);
  g_clear_error (&self->error);
  g_free (self->finish);
  g_free (self->model);
  g_free (self);
}


/**
 * ump_parser_begin:
 * @self: a parser
 * @delta: (out): is emptied
 *
 * To be called first in each parse_event().
 */
void
ump_parser_begin (UmpParser *self, UmpDelta *delta)
{
  *delta = (UmpDelta) { .usage = UMP_USAGE_UNKNOWN };
  g_string_truncate (self->text, 0);
  g_string_truncate (self->reasoning, 0);
}


/**
 * ump_parser_end:
 * @self: a parser
 * @delta: (inout): gets what the event meant
 *
 * To be called last in each parse_event().
 */
void
ump_parser_end (UmpParser *self, UmpDelta *delta)
{
  delta->text = self->text->len > 0 ? self->text->str : NULL;
  delta->reasoning = self->reasoning->len > 0 ? self->reasoning->str : NULL;
  delta->has_usage = self->has_usage;
  delta->usage = self->usage;
  delta->terminated = self->finished;
  delta->ending = self->ending;
  delta->finish = self->finish;
  delta->returned_model = self->model;
  delta->error = self->error;
}


/**
 * ump_parser_add_text:
 * @self: a parser
 * @text: (nullable): the next piece of the answer; a leading <think> block,
 *   however it is cut, becomes reasoning
 */
void
ump_parser_add_text (UmpParser *self, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  if (self->think == UMP_THINK_NONE) {
    append_joined (self->text, &self->text_half, text);
    return;
  }
  append_joined (self->held, &self->text_half, text);
  split_held (self);
}


/**
 * ump_parser_add_reasoning:
 * @self: a parser
 * @text: (nullable): the next piece of the reasoning
 */
void
ump_parser_add_reasoning (UmpParser *self, const char *text)
{
  if (text != NULL)
    append_joined (self->reasoning, &self->reasoning_half, text);
}


/**
 * ump_parser_set_model:
 * @self: a parser
 * @model: (nullable): the model string in the answer
 */
void
ump_parser_set_model (UmpParser *self, const char *model)
{
  if (model == NULL || *model == '\0' || g_strcmp0 (self->model, model) == 0)
    return;
  g_free (self->model);
  self->model = ump_wire_json_plain (model);
}


/**
 * ump_parser_finish:
 * @self: a parser
 * @ending: how the response ended
 * @finish: (nullable): the service's own word
 *
 * The protocol's terminator was seen. What was held back is given out.
 */
void
ump_parser_finish (UmpParser *self, UmpEnding ending, const char *finish)
{
  if (self->think == UMP_THINK_INSIDE)
    g_string_append_len (self->reasoning, self->held->str, self->held->len);
  else
    g_string_append_len (self->text, self->held->str, self->held->len);
  g_string_truncate (self->held, 0);
  flush_half (self->text, &self->text_half);
  flush_half (self->reasoning, &self->reasoning_half);
  self->finished = TRUE;
  self->ending = ending;
  g_free (self->finish);
  self->finish = ump_wire_json_plain (finish);
}


/**
 * ump_parser_fail:
 * @self: a parser
 * @error: (transfer full): the error inside the stream; the first one stays
 */
void
ump_parser_fail (UmpParser *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
}
