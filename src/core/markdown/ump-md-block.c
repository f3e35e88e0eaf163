/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-md-block.h"


static void
block_clear (gpointer data)
{
  UmpMdBlock *self = data;

  g_free (self->containers);
  g_free (self->text);
  g_free (self->runs);
  g_strfreev (self->targets);
  g_free (self->info);
  g_free (self->aligns);
  g_free (self->cells);
}


/**
 * ump_md_block_new:
 * @kind: its kind
 *
 * Returns: (transfer full): an empty block
 */
UmpMdBlock *
ump_md_block_new (UmpMdBlockKind kind)
{
  UmpMdBlock *self = g_rc_box_new0 (UmpMdBlock);

  self->kind = kind;
  return self;
}


/**
 * ump_md_block_ref:
 * @self: a block
 *
 * Blocks do not change once they are parsed, so views share them.
 *
 * Returns: (transfer full): @self
 */
UmpMdBlock *
ump_md_block_ref (UmpMdBlock *self)
{
  return g_rc_box_acquire (self);
}


/**
 * ump_md_block_unref:
 * @self: (transfer full): a block
 */
void
ump_md_block_unref (UmpMdBlock *self)
{
  g_rc_box_release_full (self, block_clear);
}


static gboolean
bytes_equal (gconstpointer a, gconstpointer b, gsize size)
{
  return size == 0 || memcmp (a, b, size) == 0;
}


static gboolean
containers_equal (const UmpMdBlock *a, const UmpMdBlock *b)
{
  if (a->depth != b->depth || a->n_containers != b->n_containers)
    return FALSE;
  for (guint i = 0; i < a->n_containers; i++) {
    const UmpMdContainer *x = &a->containers[i];
    const UmpMdContainer *y = &b->containers[i];

    if (x->kind != y->kind || x->task != y->task || x->first != y->first || x->opens != y->opens ||
        x->loose != y->loose || x->digits != y->digits || x->number != y->number)
      return FALSE;
  }
  return TRUE;
}


static gboolean
targets_equal (char **a, char **b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strv_equal ((const char * const *) a, (const char * const *) b);
}


/**
 * ump_md_block_equal:
 * @a: a block
 * @b: another
 *
 * Returns: whether both would be shown alike
 */
gboolean
ump_md_block_equal (const UmpMdBlock *a, const UmpMdBlock *b)
{
  gsize n_cells = (gsize) a->n_columns * a->n_rows;

  if (a == b)
    return TRUE;
  return a->kind == b->kind && a->level == b->level &&
         a->length == b->length && a->n_runs == b->n_runs &&
         a->n_columns == b->n_columns && a->n_rows == b->n_rows &&
         bytes_equal (a->text, b->text, a->length) &&
         bytes_equal (a->runs, b->runs, a->n_runs * sizeof (UmpMdRun)) &&
         bytes_equal (a->aligns, b->aligns, a->n_columns) &&
         bytes_equal (a->cells, b->cells, n_cells * sizeof (UmpMdSpan)) &&
         g_strcmp0 (a->info, b->info) == 0 &&
         targets_equal (a->targets, b->targets) &&
         containers_equal (a, b);
}


/**
 * ump_md_block_dup_language:
 * @self: a code block
 *
 * Returns: (transfer full) (nullable): the first word of the fence's info
 *   string in lower case, cut at what cannot be a language's name ("C++,linenos"
 *   gives "c++", Pandoc's "{.python}" gives "python")
 */
char *
ump_md_block_dup_language (const UmpMdBlock *self)
{
  const char *word;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->info == NULL)
    return NULL;
  word = self->info + strspn (self->info, self->info[0] == '{' ? "{. \t" : "");
  length = strcspn (word, " \t,{}:;");
  if (length == 0)
    return NULL;
  return g_ascii_strdown (word, (gssize) length);
}


/**
 * ump_md_block_get_cell:
 * @self: a table
 * @row: 0 is the head
 * @column: its column
 *
 * Returns: the cell's bytes in the block's text
 */
UmpMdSpan
ump_md_block_get_cell (const UmpMdBlock *self, guint row, guint column)
{
  g_assert (row < self->n_rows && column < self->n_columns);

  return self->cells[(gsize) row * self->n_columns + column];
}
