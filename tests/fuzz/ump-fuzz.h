/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "ump-dialect.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);


/* The first byte of an input chooses the dialect. */
static inline const UmpDialect *
ump_fuzz_choose_dialect (guint8 byte)
{
  guint n;
  const UmpDialect *const *dialects = ump_dialect_get_all (&n);

  return dialects[byte % n];
}


/* Not g_assert(): a finding has to end the process in every kind of build. */
static inline void
ump_fuzz_require (gboolean condition, const char *what)
{
  if (!condition)
    g_error ("fuzz: %s", what);
}


static inline void
ump_fuzz_require_utf8 (const char *text, const char *what)
{
  ump_fuzz_require (text == NULL || g_utf8_validate (text, -1, NULL), what);
}
