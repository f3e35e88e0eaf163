/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-md-block.h"

G_BEGIN_DECLS

/* A place in an answer: a block and a byte of its text. */
typedef struct {
  guint block;
  guint offset;
} UmpMdPlace;

char *ump_md_write_plain    (GPtrArray *blocks, UmpMdPlace start, UmpMdPlace end);
char *ump_md_write_markdown (GPtrArray *blocks, UmpMdPlace start, UmpMdPlace end);
GArray *ump_md_find         (const UmpMdBlock *block, const char *needle);

G_END_DECLS
