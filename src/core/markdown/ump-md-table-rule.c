/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-md-lines.h"


/**
 * ump_md_is_table_rule:
 * @line: a line whose predecessor has a bar in it
 * @size: bytes of @line
 * @start: (out): first byte behind indentation and quote signs
 *
 * Returns: whether a table's head may end here: there are only dashes, colons
 *   and bars
 */
gboolean
ump_md_is_table_rule (const char *line, gsize size, gsize *start)
{
  gsize i = 0, pipes = 0, dashes = 0;

  while (i < size && (line[i] == ' ' || line[i] == '>'))
    i++;
  *start = i;
  for (; i < size; i++) {
    if (line[i] == '|')
      pipes++;
    else if (line[i] == '-')
      dashes++;
    else if (line[i] != ':' && line[i] != ' ' && line[i] != '\t')
      return FALSE;
    /* Two words of dashes in one cell are none of a table. */
    if (line[i] == '-' && i > *start && (line[i - 1] == ' ' || line[i - 1] == '\t')) {
      gsize back = i - 1;

      while (back > *start && (line[back] == ' ' || line[back] == '\t'))
        back--;
      if (line[back] != '|' && back > *start)
        return FALSE;
    }
  }
  return pipes > 0 && dashes > 0;
}
