/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-fuzz.h"
#include "ump-parser.h"

/* Each byte is one element of a JSON string, or a cut between two pieces. The
 * joined pieces must be what the whole string is, wherever it is cut. */

static const char *const elements[] = {
  "a", "\\ud83d", "\\udc4b", "\\u00e9", "👋", "\\n", "\\uDBFF", "\\uDFFF", "\\u0000", "é", "\\\"", "\\\\", "\xff", "\xe2\x82", "\\ud800", "\\udc00",
};


static void
append_string (UmpHalves *halves, GString *out, const char *content, gsize length)
{
  g_autoptr (UmpJsonDocument) document = ump_json_document_new ();
  g_autoptr (GString) text = g_string_new ("\"");
  const UmpJson *string;

  g_string_append_len (text, content, length);
  g_string_append_c (text, '"');
  string = ump_json_document_parse (document, text->str, text->len, NULL);
  ump_fuzz_require (ump_json_is (string, UMP_JSON_STRING), "a string is one");
  ump_fuzz_require_utf8 (string->text, "a piece is UTF-8");
  ump_halves_append (halves, out, string);
}


int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GString) content = g_string_new (NULL);
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autoptr (GString) joined = g_string_new (NULL);
  UmpHalves whole_halves = { 0 };
  UmpHalves piece_halves = { 0 };
  gsize begin = 0;

  for (gsize i = 0; i < size; i++) {
    if (data[i] >= 0xC0) {
      append_string (&piece_halves, joined, content->str + begin, content->len - begin);
      begin = content->len;
    } else {
      g_string_append (content, elements[data[i] % G_N_ELEMENTS (elements)]);
    }
  }
  append_string (&piece_halves, joined, content->str + begin, content->len - begin);
  ump_halves_flush (&piece_halves, joined);
  append_string (&whole_halves, whole, content->str, content->len);
  ump_halves_flush (&whole_halves, whole);
  ump_fuzz_require_utf8 (joined->str, "the joined pieces are UTF-8");
  ump_fuzz_require (g_string_equal (whole, joined), "cuts do not change the text");
  return 0;
}
