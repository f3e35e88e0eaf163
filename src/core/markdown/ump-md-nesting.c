/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-md-nesting.h"


/**
 * ump_md_nesting_init:
 * @self: uninitialized
 */
void
ump_md_nesting_init (UmpMdNesting *self)
{
  self->containers = g_array_new (FALSE, FALSE, sizeof (UmpMdContainer));
  self->begun = g_array_new (FALSE, FALSE, sizeof (guint));
  self->depth = 0;
}


/**
 * ump_md_nesting_clear:
 * @self: a nesting
 */
void
ump_md_nesting_clear (UmpMdNesting *self)
{
  g_array_unref (self->containers);
  g_array_unref (self->begun);
}


/**
 * ump_md_nesting_push:
 * @self: a nesting
 * @container: the quote or list that begins
 * @n_blocks: number of blocks before it
 */
void
ump_md_nesting_push (UmpMdNesting *self, const UmpMdContainer *container, guint n_blocks)
{
  if (self->containers->len < UMP_MD_MAX_CONTAINERS && self->containers->len == self->depth) {
    g_array_append_val (self->containers, *container);
    g_array_index (self->containers, UmpMdContainer, self->depth).opens = TRUE;
    g_array_append_val (self->begun, n_blocks);
  }
  self->depth++;
}


static guint8
count_digits (guint number)
{
  guint8 digits = 1;

  while ((number /= 10) > 0)
    digits++;
  return digits;
}


/* How far a list counts is known at its end. */
static void
set_digits (UmpMdNesting *self, GPtrArray *blocks)
{
  const UmpMdContainer *list = &g_array_index (self->containers, UmpMdContainer, self->depth);
  guint8 digits = count_digits (MAX (list->number, 1) - 1);

  for (guint i = g_array_index (self->begun, guint, self->depth); i < blocks->len; i++)
    ((UmpMdBlock *) g_ptr_array_index (blocks, i))->containers[self->depth].digits = digits;
}


/**
 * ump_md_nesting_pop:
 * @self: a nesting
 * @blocks: (element-type UmpMdBlock): all blocks before the end of the
 *   innermost quote or list
 */
void
ump_md_nesting_pop (UmpMdNesting *self, GPtrArray *blocks)
{
  self->depth--;
  if (self->containers->len <= self->depth)
    return;
  if (g_array_index (self->containers, UmpMdContainer, self->depth).kind == UMP_MD_ORDERED)
    set_digits (self, blocks);
  g_array_set_size (self->containers, self->depth);
  g_array_set_size (self->begun, self->depth);
}


static UmpMdContainer *
get_list (const UmpMdNesting *self)
{
  if (self->depth > self->containers->len || self->containers->len == 0)
    return NULL;
  return &g_array_index (self->containers, UmpMdContainer, self->containers->len - 1);
}


/**
 * ump_md_nesting_open_item:
 * @self: a nesting
 * @task: whether it is a task
 */
void
ump_md_nesting_open_item (UmpMdNesting *self, UmpMdTask task)
{
  UmpMdContainer *list = get_list (self);

  if (list == NULL)
    return;
  list->first = TRUE;
  list->task = (guint8) task;
}


/**
 * ump_md_nesting_lacks_item:
 * @self: a nesting
 *
 * Returns: whether no block has the mark of the item that is open
 */
gboolean
ump_md_nesting_lacks_item (const UmpMdNesting *self)
{
  const UmpMdContainer *list = get_list (self);

  return list != NULL && list->first;
}


/**
 * ump_md_nesting_close_item:
 * @self: a nesting
 */
void
ump_md_nesting_close_item (UmpMdNesting *self)
{
  UmpMdContainer *list = get_list (self);

  if (list != NULL)
    list->number++;
}


/**
 * ump_md_nesting_place:
 * @self: a nesting
 * @block: a block that begins
 *
 * Tells @block what it stands in.
 */
void
ump_md_nesting_place (UmpMdNesting *self, UmpMdBlock *block)
{
  block->depth = self->depth;
  block->n_containers = self->containers->len;
  block->containers = g_memdup2 (self->containers->data, self->containers->len * sizeof (UmpMdContainer));
  for (guint i = 0; i < self->containers->len; i++) {
    g_array_index (self->containers, UmpMdContainer, i).first = FALSE;
    g_array_index (self->containers, UmpMdContainer, i).opens = FALSE;
  }
}
