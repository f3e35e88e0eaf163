/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-md-write.h"


/* Bytes of @text that match all of @needle, or 0. */
static gsize
match (const char *text, const gunichar *needle)
{
  const char *at = text;

  for (; *needle != 0; needle++) {
    gunichar c = g_utf8_get_char (at);

    if (c == 0)
      return 0;
    /* A line break in the answer is as good as a space. */
    if (g_unichar_tolower (c) != *needle && !(*needle == ' ' && c == '\n'))
      return 0;
    at = g_utf8_next_char (at);
  }
  return (gsize) (at - text);
}


/**
 * ump_md_find:
 * @block: a block
 * @needle: what to look for, in any case
 *
 * Returns: (transfer full) (element-type UmpMdSpan): where that is in the
 *   block's text, hits that do not overlap
 */
GArray *
ump_md_find (const UmpMdBlock *block, const char *needle)
{
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (UmpMdSpan));
  g_autofree gunichar *wanted = g_utf8_to_ucs4_fast (needle, -1, NULL);

  for (gunichar *c = wanted; *c != 0; c++)
    *c = g_unichar_tolower (*c);
  if (*wanted == 0)
    return hits;
  for (const char *at = block->text; *at != '\0';) {
    gsize size = match (at, wanted);
    UmpMdSpan hit = { (guint) (at - block->text), (guint) (at - block->text + size) };

    if (size > 0)
      g_array_append_val (hits, hit);
    at = size > 0 ? at + size : g_utf8_next_char (at);
  }
  return hits;
}
