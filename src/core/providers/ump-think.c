/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-think.h"

#define OPENING "<think>"
#define CLOSING "</think>"

/* More blanks than this are no way to begin reasoning. They are a model that
 * has lost itself, and must not be looked at anew with every piece. */
#define MAX_BLANKS 64


/* How many bytes at the end of @string are the start of @tag. */
static gsize
measure_overlap (const char *string, gsize length, const char *tag)
{
  for (gsize n = MIN (length, strlen (tag) - 1); n > 0; n--)
    if (memcmp (string + length - n, tag, n) == 0)
      return n;
  return 0;
}


/* Blanks and the start of a tag are held back until it is clear what they are. */
static void
push_before (UmpThink *self, GString *text)
{
  gsize blanks = strspn (self->held->str, " \t\r\n");
  gsize left = self->held->len - blanks;

  if (blanks > MAX_BLANKS || strncmp (self->held->str + blanks, OPENING, MIN (left, strlen (OPENING))) != 0) {
    self->state = UMP_THINK_OVER;
    g_string_append_len (text, self->held->str, self->held->len);
    g_string_truncate (self->held, 0);
  } else if (left >= strlen (OPENING)) {
    self->state = UMP_THINK_INSIDE;
    g_string_erase (self->held, 0, blanks + strlen (OPENING));
  }
}


static void
push_inside (UmpThink *self, GString *reasoning)
{
  const char *closing = strstr (self->held->str, CLOSING);
  gsize length = closing != NULL ? (gsize) (closing - self->held->str)
                                 : self->held->len - measure_overlap (self->held->str, self->held->len, CLOSING);

  g_string_append_len (reasoning, self->held->str, length);
  g_string_erase (self->held, 0, length);
  if (closing != NULL) {
    g_string_erase (self->held, 0, strlen (CLOSING));
    self->state = UMP_THINK_AFTER;
  }
}


/* The blank lines that set the reasoning apart belong to neither. */
static void
push_after (UmpThink *self, GString *text)
{
  gsize blanks = strspn (self->held->str, " \t\r\n");

  if (self->held->len > blanks) {
    g_string_append (text, self->held->str + blanks);
    self->state = UMP_THINK_OVER;
  }
  g_string_truncate (self->held, 0);
}


/**
 * ump_think_init:
 * @self: to be filled
 */
void
ump_think_init (UmpThink *self)
{
  self->state = UMP_THINK_BEFORE;
  self->held = g_string_new (NULL);
}


/**
 * ump_think_clear:
 * @self: what ump_think_init() filled
 */
void
ump_think_clear (UmpThink *self)
{
  g_string_free (self->held, TRUE);
}


/**
 * ump_think_push:
 * @self: what is known of the answer's start
 * @piece: (array length=length): how the answer grew
 * @length: bytes
 * @text: grows by what is answer
 * @reasoning: grows by what is reasoning
 */
void
ump_think_push (UmpThink *self, const char *piece, gsize length, GString *text, GString *reasoning)
{
  if (self->state == UMP_THINK_OVER) {
    g_string_append_len (text, piece, length);
    return;
  }
  g_string_append_len (self->held, piece, length);
  if (self->state == UMP_THINK_BEFORE)
    push_before (self, text);
  if (self->state == UMP_THINK_INSIDE)
    push_inside (self, reasoning);
  if (self->state == UMP_THINK_AFTER)
    push_after (self, text);
}


/**
 * ump_think_flush:
 * @self: what is known of the answer's start
 * @text: grows by what was held back, where that is answer
 * @reasoning: grows by what was held back, where that is reasoning
 *
 * The answer has ended: what was held back is no tag.
 */
void
ump_think_flush (UmpThink *self, GString *text, GString *reasoning)
{
  g_string_append_len (self->state == UMP_THINK_INSIDE ? reasoning : text, self->held->str, self->held->len);
  g_string_truncate (self->held, 0);
  if (self->state != UMP_THINK_INSIDE)
    self->state = UMP_THINK_OVER;
}
