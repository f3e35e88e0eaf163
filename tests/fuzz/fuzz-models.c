/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-fuzz.h"

/* Dialect chosen by the first byte. */


int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *page = NULL;

  if (size < 1)
    return 0;
  models = ump_fuzz_choose_dialect (data[0])->parse_models ((const char *) data + 1, size - 1, &page, &error);
  ump_fuzz_require ((models == NULL) == (error != NULL), "a list, or why there is none");
  ump_fuzz_require_utf8 (page, "the page is UTF-8");
  if (error != NULL)
    ump_fuzz_require_utf8 (error->message, "the error is UTF-8");
  for (guint i = 0; models != NULL && i < models->len; i++) {
    const UmpModelInfo *info = g_ptr_array_index (models, i);

    ump_fuzz_require (info->id != NULL && *info->id != '\0', "a model has an id");
    ump_fuzz_require (g_hash_table_add (seen, info->id), "an id comes once");
    ump_fuzz_require_utf8 (info->id, "the id is UTF-8");
    ump_fuzz_require_utf8 (info->name, "the name is UTF-8");
    ump_fuzz_require (info->context >= 0, "the context is a size");
    ump_fuzz_require (isnan (info->price_in) || info->price_in >= 0, "the price is one");
    ump_fuzz_require (isnan (info->price_out) || info->price_out >= 0, "the price is one");
  }
  return 0;
}
