/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-md-lines.h"


/**
 * ump_md_get_list_mark:
 * @at: a line behind its indentation
 * @size: bytes of the line
 *
 * Returns: bytes of the mark of a list item ("-", "12.") that it begins with, or 0
 */
gsize
ump_md_get_list_mark (const char *at, gsize size)
{
  gsize n = 0;

  if (size == 0)
    return 0;
  if (at[0] == '-' || at[0] == '+' || at[0] == '*') {
    n = 1;
  } else {
    while (n < size && n < 10 && g_ascii_isdigit (at[n]))
      n++;
    if (n == 0 || n == 10 || n == size || (at[n] != '.' && at[n] != ')'))
      return 0;
    n++;
  }
  return n == size || at[n] == ' ' || at[n] == '\t' ? n : 0;
}
