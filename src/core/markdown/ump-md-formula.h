/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  /* Bytes from the opening delimiter on; 0 where there is no formula. */
  gsize size;
  gsize delimiter;
  gboolean display;
} UmpMdFormulaMatch;

UmpMdFormulaMatch ump_md_formula_match (const char *chunk, gsize size, gsize at);

G_END_DECLS
