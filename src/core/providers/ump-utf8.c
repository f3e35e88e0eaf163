/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-utf8.h"

#define REPLACEMENT "\xEF\xBF\xBD"


/* How many bytes from @bytes on belong together: a character, or what the
 * Encoding Standard takes as one error: the longest start of a character. */
static gsize
measure (const guint8 *bytes, gsize length, gboolean *valid)
{
  guint8 lead = bytes[0];
  guint8 lower = 0x80;
  guint8 upper = 0xBF;
  gsize needed;

  *valid = FALSE;
  if (lead < 0x80) {
    *valid = TRUE;
    return 1;
  }
  if (lead >= 0xC2 && lead <= 0xDF)
    needed = 1;
  else if (lead >= 0xE0 && lead <= 0xEF)
    needed = 2;
  else if (lead >= 0xF0 && lead <= 0xF4)
    needed = 3;
  else
    return 1;
  if (lead == 0xE0)
    lower = 0xA0;
  else if (lead == 0xED)
    upper = 0x9F;
  else if (lead == 0xF0)
    lower = 0x90;
  else if (lead == 0xF4)
    upper = 0x8F;
  for (gsize i = 1; i <= needed; i++) {
    if (i == length || bytes[i] < lower || bytes[i] > upper)
      return i;
    lower = 0x80;
    upper = 0xBF;
  }
  *valid = TRUE;
  return needed + 1;
}


/**
 * ump_utf8_append_repaired:
 * @text: grows
 * @bytes: (array length=length) (nullable): what should be UTF-8
 * @length: bytes; may hold NUL
 *
 * Appends @bytes with U+FFFD in place of what is no character. Unlike
 * g_utf8_make_valid() it makes one of a character that was cut short, as the
 * Encoding Standard of the WHATWG wants for event streams, and keeps NUL.
 */
void
ump_utf8_append_repaired (GString *text, const char *bytes, gsize length)
{
  const guint8 *p = (const guint8 *) bytes;
  const guint8 *end;

  /* Bytes that are none have no address, which cannot be counted from. */
  if (length == 0)
    return;
  end = p + length;
  while (p < end) {
    const char *stop;
    gboolean valid;
    gsize n;

    g_utf8_validate_len ((const char *) p, end - p, &stop);
    g_string_append_len (text, (const char *) p, stop - (const char *) p);
    p = (const guint8 *) stop;
    if (p == end)
      break;
    n = measure (p, end - p, &valid);
    if (valid)
      g_string_append_len (text, (const char *) p, n);
    else
      g_string_append (text, REPLACEMENT);
    p += n;
  }
}
