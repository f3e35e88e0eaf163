/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

#define UMP_NO_NAME G_MAXUINT32

/**
 * UmpNameTable:
 * @names: (element-type utf8): each once, in the order of their first appearance
 *
 * Gives every distinct name a number. Two lookups are made for each vote of a
 * file, so it is a plain open table over bytes rather than a #GHashTable,
 * which would want a copy of each key that ends in a nul.
 */
typedef struct {
  GPtrArray *names;
  guint32 *slots;
  guint64 *hashes;
  guint32 *lengths;
  gsize n_slots;
} UmpNameTable;

void ump_name_table_init (UmpNameTable *self);
void ump_name_table_clear (UmpNameTable *self);
guint32 ump_name_table_add (UmpNameTable *self, const char *name, gsize length, guint64 hash);


/* The bytes, eight at a time and the last eight again, each mixed by a
 * multiplication whose high half is folded back. The names need not be secret
 * from anybody. */
static inline guint64
ump_name_hash (const char *name, gsize length)
{
  guint64 hash = 0x9e3779b97f4a7c15u ^ length;
  guint64 word = 0;

  if (length >= 8) {
    for (gsize i = 0; i + 8 < length; i += 8) {
      memcpy (&word, name + i, 8);
      hash = (hash ^ word) * 0x9fb21c651e98df25u;
      hash ^= hash >> 32;
    }
    memcpy (&word, name + length - 8, 8);
  } else if (length >= 4) {
    guint32 first, last;

    memcpy (&first, name, 4);
    memcpy (&last, name + length - 4, 4);
    word = (guint64) first << 32 | last;
  } else if (length > 0) {
    word = (guint64) (guchar) name[0] << 16 | (guint64) (guchar) name[length / 2] << 8 | (guchar) name[length - 1];
  }
  hash = (hash ^ word) * 0x9fb21c651e98df25u;
  return hash ^ (hash >> 29);
}


/* As memcmp() == 0, for names that are short and mostly equal. */
static inline gboolean
ump_name_equal (const char *a, const char *b, gsize length)
{
  guint64 x, y;

  if (length < 8) {
    for (gsize i = 0; i < length; i++)
      if (a[i] != b[i])
        return FALSE;
    return TRUE;
  }
  for (gsize i = 0; i + 8 < length; i += 8) {
    memcpy (&x, a + i, 8);
    memcpy (&y, b + i, 8);
    if (x != y)
      return FALSE;
  }
  memcpy (&x, a + length - 8, 8);
  memcpy (&y, b + length - 8, 8);
  return x == y;
}


/**
 * ump_name_table_lookup:
 * @self: a table
 * @name: bytes, not ended by a nul
 * @length: how many
 *
 * Returns: the number of @name, which it gets here where it is new;
 *   UMP_NO_NAME where it is not UTF-8 or empty
 */
static inline guint32
ump_name_table_lookup (UmpNameTable *self, const char *name, gsize length)
{
  guint64 hash = ump_name_hash (name, length);

  for (gsize slot = hash & (self->n_slots - 1);; slot = (slot + 1) & (self->n_slots - 1)) {
    guint32 number = self->slots[slot];

    if (number == UMP_NO_NAME)
      return ump_name_table_add (self, name, length, hash);
    if (self->hashes[slot] == hash && self->lengths[slot] == length && ump_name_equal (g_ptr_array_index (self->names, number), name, length))
      return number;
  }
}
