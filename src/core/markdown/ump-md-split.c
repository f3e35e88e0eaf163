/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-md-split.h"


/* The part of a paragraph between two displayed formulas, as a block. */
static void
add_part (GPtrArray *blocks, const UmpMdBlock *whole, gboolean first, gsize start, gsize end, const UmpMdRun *formula)
{
  UmpMdBlock *part;

  while (start < end && g_ascii_isspace (whole->text[start]))
    start++;
  while (end > start && g_ascii_isspace (whole->text[end - 1]))
    end--;
  if (start == end)
    return;
  part = ump_md_block_new (formula != NULL ? UMP_MD_MATH : UMP_MD_PARAGRAPH);
  part->depth = whole->depth;
  part->n_containers = whole->n_containers;
  part->containers = g_memdup2 (whole->containers, whole->n_containers * sizeof (UmpMdContainer));
  for (guint i = 0; i < part->n_containers; i++) {
    part->containers[i].first = first && whole->containers[i].first;
    part->containers[i].opens = first && whole->containers[i].opens;
  }
  part->text = g_strndup (whole->text + start, end - start);
  part->length = (guint) (end - start);
  part->targets = g_strdupv (whole->targets);
  part->runs = g_new (UmpMdRun, whole->n_runs);
  for (guint i = 0; i < whole->n_runs; i++) {
    UmpMdRun run = whole->runs[i];

    if (run.end <= start || run.start >= end)
      continue;
    run.start = MAX (run.start, (guint) start) - (guint) start;
    run.end = MIN (run.end, (guint) end) - (guint) start;
    part->runs[part->n_runs++] = run;
  }
  g_ptr_array_add (blocks, part);
}


/**
 * ump_md_split_paragraph:
 * @blocks: (element-type UmpMdBlock): blocks before it
 * @block: (transfer full): a paragraph
 *
 * Appends a paragraph; displayed formulas in it become blocks of their own.
 */
void
ump_md_split_paragraph (GPtrArray *blocks, UmpMdBlock *block)
{
  gsize done = 0;
  guint before = blocks->len;
  gboolean split = FALSE;

  for (guint i = 0; i < block->n_runs; i++) {
    const UmpMdRun *run = &block->runs[i];

    if ((run->flags & UMP_MD_RUN_DISPLAY) == 0)
      continue;
    split = TRUE;
    add_part (blocks, block, blocks->len == before, done, run->start, NULL);
    done = run->end;
    /* The full stop behind a formula is not left alone on the next line. */
    while (done < block->length && strchr (".,;:!?", block->text[done]) != NULL)
      done++;
    add_part (blocks, block, blocks->len == before, run->start, done, run);
  }
  if (!split) {
    g_ptr_array_add (blocks, block);
    return;
  }
  add_part (blocks, block, blocks->len == before, done, block->length, NULL);
  ump_md_block_unref (block);
}
