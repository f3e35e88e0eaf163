/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-md-parse.h"


/**
 * ump_md_sanitize:
 * @text: any bytes
 * @length: their number, or -1 where they end with a NUL
 *
 * Returns: (transfer full): valid UTF-8 without NUL, with \n at the end of
 *   lines, as ump_md_parse() and the scanner need it
 */
char *
ump_md_sanitize (const char *text, gssize length)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  g_autofree char *valid = NULL;
  GString *out;

  if (g_utf8_validate (text, (gssize) size, NULL) && memchr (text, '\r', size) == NULL)
    return g_strndup (text, size);
  valid = g_utf8_make_valid (text, (gssize) size);
  out = g_string_sized_new (size);
  for (const char *p = valid; *p != '\0'; p++) {
    if (*p != '\r')
      g_string_append_c (out, *p);
    else if (p[1] != '\n')
      g_string_append_c (out, '\n');
  }
  return g_string_free (out, FALSE);
}
