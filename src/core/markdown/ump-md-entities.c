/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "ump-core-resources.h"
#include "ump-md-entities.h"

#define TABLE "/umpire/entities.txt"


static const char *
get_table (gsize *length)
{
  static gsize loaded;
  static GBytes *table;

  if (g_once_init_enter (&loaded)) {
    table = g_resource_lookup_data (ump_core_get_resource (), TABLE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    g_assert (table != NULL);
    g_once_init_leave (&loaded, 1);
  }
  return g_bytes_get_data (table, length);
}


static int
compare_name (const char *line, const char *name, gsize length)
{
  gsize n = strcspn (line, "\t");
  int order = memcmp (line, name, MIN (n, length));

  return order != 0 ? order : (n > length) - (n < length);
}


/* Bisects the sorted lines of the table by byte offset. */
static const char *
find_name (const char *name, gsize length)
{
  gsize size;
  const char *table = get_table (&size);
  const char *low = (const char *) memchr (table, '\n', size) + 1;
  const char *high = table + size;

  while (low < high) {
    const char *line = low + (high - low) / 2;
    int order;

    while (line > low && line[-1] != '\n')
      line--;
    order = compare_name (line, name, length);
    if (order == 0)
      return line + length + 1;
    if (order > 0)
      high = line;
    else
      low = (const char *) memchr (line, '\n', (gsize) (high - line)) + 1;
  }
  return NULL;
}


static void
append_code_point (GString *out, guint64 code)
{
  if (code == 0 || code > 0x10ffff || !g_unichar_validate ((gunichar) code))
    code = 0xfffd;
  g_string_append_unichar (out, (gunichar) code);
}


/**
 * ump_md_entity_append:
 * @out: what to append to
 * @entity: a reference with its & and ;, such as "&auml;" or "&#x41;"
 * @length: bytes of @entity
 *
 * Appends what the reference stands for; an unknown name is appended as it is
 * written (CommonMark 0.31, section 2.5).
 */
void
ump_md_entity_append (GString *out, const char *entity, gsize length)
{
  g_return_if_fail (length >= 3);

  if (entity[1] == '#') {
    gboolean hex = entity[2] == 'x' || entity[2] == 'X';

    append_code_point (out, g_ascii_strtoull (entity + (hex ? 3 : 2), NULL, hex ? 16 : 10));
  } else {
    const char *codes = find_name (entity + 1, length - 2);

    if (codes == NULL)
      g_string_append_len (out, entity, (gssize) length);
    while (codes != NULL && *codes != '\n') {
      char *end;

      append_code_point (out, g_ascii_strtoull (codes, &end, 16));
      codes = *end == ' ' ? end + 1 : end;
    }
  }
}
