/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-name-table.h"

#define FIRST_SLOTS 256


static void
allocate (UmpNameTable *self, gsize n_slots)
{
  self->n_slots = n_slots;
  self->slots = g_new (guint32, n_slots);
  self->hashes = g_new0 (guint64, n_slots);
  self->lengths = g_new0 (guint32, n_slots);
  memset (self->slots, 0xff, n_slots * sizeof *self->slots);
}


static void
insert (UmpNameTable *self, guint32 number, guint32 length, guint64 hash)
{
  gsize slot = hash & (self->n_slots - 1);

  while (self->slots[slot] != UMP_NO_NAME)
    slot = (slot + 1) & (self->n_slots - 1);
  self->slots[slot] = number;
  self->hashes[slot] = hash;
  self->lengths[slot] = length;
}


static void
grow (UmpNameTable *self)
{
  g_autofree guint32 *slots = g_steal_pointer (&self->slots);
  g_autofree guint64 *hashes = g_steal_pointer (&self->hashes);
  g_autofree guint32 *lengths = g_steal_pointer (&self->lengths);
  gsize n_slots = self->n_slots;

  allocate (self, n_slots * 2);
  for (gsize i = 0; i < n_slots; i++)
    if (slots[i] != UMP_NO_NAME)
      insert (self, slots[i], lengths[i], hashes[i]);
}


/**
 * ump_name_table_init:
 * @self: (out): becomes an empty table
 */
void
ump_name_table_init (UmpNameTable *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  allocate (self, FIRST_SLOTS);
}


/**
 * ump_name_table_clear:
 * @self: a table
 *
 * Frees what @self holds.
 */
void
ump_name_table_clear (UmpNameTable *self)
{
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->slots, g_free);
  g_clear_pointer (&self->hashes, g_free);
  g_clear_pointer (&self->lengths, g_free);
}


/**
 * ump_name_table_add:
 * @self: a table
 * @name: bytes that are not in it
 * @length: how many
 * @hash: as of ump_name_hash()
 *
 * The part of ump_name_table_lookup() that is rarely needed.
 *
 * Returns: the new number, UMP_NO_NAME where @name is not UTF-8 or empty
 */
guint32
ump_name_table_add (UmpNameTable *self, const char *name, gsize length, guint64 hash)
{
  if (length == 0 || length > G_MAXUINT32 || !g_utf8_validate_len (name, length, NULL))
    return UMP_NO_NAME;
  if ((self->names->len + 1) * 2 > self->n_slots)
    grow (self);
  g_ptr_array_add (self->names, g_strndup (name, length));
  insert (self, self->names->len - 1, length, hash);
  return self->names->len - 1;
}
