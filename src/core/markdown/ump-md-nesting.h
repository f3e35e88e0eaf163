/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-md-block.h"

G_BEGIN_DECLS

/* The quotes and lists that stand open while an answer is parsed. */
typedef struct {
  GArray *containers;
  /* Number of blocks before each of them. */
  GArray *begun;
  guint depth;
} UmpMdNesting;

void     ump_md_nesting_init       (UmpMdNesting *self);
void     ump_md_nesting_clear      (UmpMdNesting *self);
void     ump_md_nesting_push       (UmpMdNesting *self, const UmpMdContainer *container, guint n_blocks);
void     ump_md_nesting_pop        (UmpMdNesting *self, GPtrArray *blocks);
void     ump_md_nesting_open_item  (UmpMdNesting *self, UmpMdTask task);
gboolean ump_md_nesting_lacks_item (const UmpMdNesting *self);
void     ump_md_nesting_close_item (UmpMdNesting *self);
void     ump_md_nesting_place      (UmpMdNesting *self, UmpMdBlock *block);

G_END_DECLS
