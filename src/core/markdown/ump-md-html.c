/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-md-html.h"


/**
 * ump_md_html_get_raw_tag:
 * @at: a line behind its indentation
 * @size: bytes of the line
 *
 * Returns: bytes of a tag whose block a blank line does not end, or 0; the name
 *   may go on behind it
 */
gsize
ump_md_html_get_raw_tag (const char *at, gsize size)
{
  static const char * const tags[] = { "script", "pre", "style", "textarea" };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++) {
    gsize n = strlen (tags[i]);

    if (size > n && at[0] == '<' && g_ascii_strncasecmp (at + 1, tags[i], n) == 0)
      return n + 1;
  }
  return 0;
}


/**
 * ump_md_html_get_end:
 * @at: a line behind its indentation
 * @size: bytes of the line
 *
 * CommonMark 0.31, section 4.6, start conditions 1 to 5.
 *
 * Returns: (nullable): what ends the HTML block that begins here and that a
 *   blank line does not end, for ump_md_html_has_end()
 */
const char *
ump_md_html_get_end (const char *at, gsize size)
{
  gsize tag = ump_md_html_get_raw_tag (at, size);

  if (size < 2 || at[0] != '<')
    return NULL;
  if (size >= 4 && strncmp (at, "<!--", 4) == 0)
    return "-->";
  if (at[1] == '?')
    return "?>";
  if (size >= 9 && strncmp (at, "<![CDATA[", 9) == 0)
    return "]]>";
  if (at[1] == '!' && size >= 3 && g_ascii_isalpha (at[2]))
    return ">";
  return tag > 0 && (tag == size || strchr (" \t>", at[tag]) != NULL) ? "</" : NULL;
}


/**
 * ump_md_html_has_end:
 * @at: a line of an HTML block
 * @size: bytes of the line
 * @end: what ends the block
 *
 * Returns: whether the block ends with this line
 */
gboolean
ump_md_html_has_end (const char *at, gsize size, const char *end)
{
  static const char * const closing[] = { "</script>", "</pre>", "</style>", "</textarea>" };

  if (strcmp (end, "</") != 0)
    return memmem (at, size, end, strlen (end)) != NULL;
  for (gsize i = 0; i + 2 < size; i++) {
    if (at[i] != '<' || at[i + 1] != '/')
      continue;
    for (guint j = 0; j < G_N_ELEMENTS (closing); j++) {
      gsize n = strlen (closing[j]);

      if (size - i >= n && g_ascii_strncasecmp (at + i, closing[j], n) == 0)
        return TRUE;
    }
  }
  return FALSE;
}
