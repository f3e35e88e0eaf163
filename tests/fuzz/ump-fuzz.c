/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "ump-fuzz.h"


/* GLib ends a process by a trap, for which libFuzzer keeps no input. */
static void
log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  g_printerr ("%s: %s\n", domain != NULL ? domain : "", message);
  abort ();
}


int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_default_handler (log_cb, NULL);
  return 0;
}


/**
 * ump_fuzz_choose_dialect:
 * @byte: the first byte of an input
 *
 * Returns: one of the dialects
 */
const UmpDialect *
ump_fuzz_choose_dialect (guint8 byte)
{
  guint n;
  const UmpDialect *const *dialects = ump_dialect_get_all (&n);

  return dialects[byte % n];
}


/**
 * ump_fuzz_require:
 * @condition: what must hold in every kind of build
 * @what: says it in words
 */
void
ump_fuzz_require (gboolean condition, const char *what)
{
  if (condition)
    return;
  g_printerr ("This does not hold: %s.\n", what);
  abort ();
}


/**
 * ump_fuzz_require_utf8:
 * @text: (nullable): what must be valid UTF-8
 * @what: says it in words
 */
void
ump_fuzz_require_utf8 (const char *text, const char *what)
{
  ump_fuzz_require (text == NULL || g_utf8_validate (text, -1, NULL), what);
}
