/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "ump-md-document.h"
#include "ump-md-parse.h"
#include "ump-md-tex.h"
#include "ump-md-write.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);


static void
check_formulas (const UmpMdBlock *block)
{
  for (guint i = 0; i < block->n_runs; i++) {
    const UmpMdRun *run = &block->runs[i];

    g_assert (run->start < run->end && run->end <= block->length);
    if ((run->flags & UMP_MD_RUN_MATH) != 0) {
      g_autofree char *source = g_strndup (block->text + run->start, run->end - run->start);
      g_autoptr (UmpMdTex) formula = ump_md_tex_parse (source);
      g_autofree char *text = formula != NULL ? ump_md_tex_to_text (formula) : NULL;
    }
  }
}


/* An answer in two pieces is the answer in one; every place of it lies within it. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (UmpMdDocument) document = ump_md_document_new ();
  gsize cut = size > 0 ? data[0] % size : 0, length;
  g_autofree char *plain = NULL, *markdown = NULL, *formula = g_strndup ((const char *) data, size);
  g_autofree char *valid = ump_md_sanitize (formula, -1);
  g_autoptr (UmpMdTex) tree = ump_md_tex_parse (valid);
  g_autoptr (GPtrArray) whole = NULL;
  GPtrArray *blocks;
  const char *text;

  ump_md_document_set_text (document, (const char *) data, cut, FALSE);
  ump_md_document_set_text (document, (const char *) data, size, FALSE);
  blocks = ump_md_document_get_blocks (document);
  text = ump_md_document_get_text (document, &length);
  whole = ump_md_parse (text, (gssize) length);
  g_assert (blocks->len == whole->len);
  for (guint i = 0; i < blocks->len; i++) {
    const UmpMdBlock *block = g_ptr_array_index (blocks, i);

    g_assert (ump_md_block_equal (block, g_ptr_array_index (whole, i)));
    g_assert (g_utf8_validate (block->text, (gssize) block->length, NULL));
    check_formulas (block);
  }
  if (blocks->len > 0) {
    UmpMdPlace start = { 0, 0 }, end = { blocks->len - 1, ((UmpMdBlock *) g_ptr_array_index (blocks, blocks->len - 1))->length };

    plain = ump_md_write_plain (blocks, start, end);
    markdown = ump_md_write_markdown (blocks, start, end);
  }
  return 0;
}
