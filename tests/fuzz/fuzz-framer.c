/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-framer.h"
#include "ump-fuzz.h"

/* Framing chosen by the first byte, the size of the reads by the second. The
 * events must be the same as from one read. */


static void
collect_cb (const UmpFrame *frame, gpointer user_data)
{
  GString *out = user_data;

  ump_fuzz_require (frame->data[frame->length] == '\0', "the data is terminated");
  g_string_append_printf (out, "%s %" G_GSIZE_FORMAT ":", frame->event, frame->length);
  g_string_append_len (out, frame->data, frame->length);
}


static GString *
run (UmpFraming framing, const guint8 *data, gsize size, gsize step)
{
  g_autoptr (UmpFramer) framer = ump_framer_new (framing);
  GString *out = g_string_new (NULL);

  for (gsize at = 0; at < size; at += step)
    if (!ump_framer_push (framer, data + at, MIN (step, size - at), collect_cb, out, NULL))
      return out;
  ump_framer_finish (framer, collect_cb, out, NULL);
  return out;
}


int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  UmpFraming framing;
  GString *whole, *pieces;

  if (size < 2)
    return 0;
  framing = data[0] % 3;
  whole = run (framing, data + 2, size - 2, G_MAXSIZE / 2);
  pieces = run (framing, data + 2, size - 2, data[1] + 1);
  ump_fuzz_require (g_string_equal (whole, pieces), "reads of any size give the same events");
  g_string_free (whole, TRUE);
  g_string_free (pieces, TRUE);
  return 0;
}
