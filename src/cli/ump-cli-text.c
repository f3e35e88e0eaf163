/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "ump-cli-text.h"

#define LINE_SEPARATOR 0x2028
#define PARAGRAPH_SEPARATOR 0x2029


/**
 * ump_cli_text_one_line:
 * @text: from a service, or about what the user named
 *
 * Returns: (transfer full): the same on one line, without what could steer a
 *   terminal
 */
char *
ump_cli_text_one_line (const char *text)
{
  GString *line = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (line, g_unichar_iscntrl (c) || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR ? ' ' : c);
  }
  return g_string_free (line, FALSE);
}


/**
 * ump_cli_text_for_terminal:
 * @text: (array length=length): from a model; valid UTF-8
 * @length: bytes
 *
 * Returns: (transfer full): the same, with U+FFFD for each control character
 *   but tabs and ends of lines
 */
char *
ump_cli_text_for_terminal (const char *text, gsize length)
{
  GString *shown = g_string_sized_new (length);

  for (const char *p = text; p < text + length; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '\r' && p[1] == '\n')
      continue;
    g_string_append_unichar (shown, g_unichar_iscntrl (c) && c != '\n' && c != '\t' ? 0xFFFD : c);
  }
  return g_string_free (shown, FALSE);
}


/**
 * ump_cli_text_print:
 * @text: (array length=length): from a service; valid UTF-8
 * @length: bytes
 *
 * Writes it to standard output: as it is into a file or a pipe, and without
 * what could steer it to a terminal.
 *
 * Returns: whether it was written; errno says why not
 */
gboolean
ump_cli_text_print (const char *text, gsize length)
{
  if (isatty (STDOUT_FILENO)) {
    g_autofree char *shown = ump_cli_text_for_terminal (text, length);

    return fputs (shown, stdout) >= 0 && fflush (stdout) == 0;
  }
  return fwrite (text, 1, length, stdout) == length && fflush (stdout) == 0;
}
