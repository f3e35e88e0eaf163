/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ump-json-document.h"
#include "ump-parser.h"

/* What the reader of foreign JSON takes, refuses and repairs. Expected values
 * are those of RFC 8259, and for halves of characters of the Unicode standard. */


static UmpJsonFault
judge (const char *text)
{
  g_autoptr (UmpJsonDocument) document = ump_json_document_new ();
  UmpJsonFault fault;
  const UmpJson *root = ump_json_document_parse (document, text, strlen (text), &fault);

  g_assert_true ((root != NULL) == (fault == UMP_JSON_WHOLE));
  return fault;
}


static void
test_faults (void)
{
  static const char *const whole[] = {
    "{}", "[]", " [ ] ", "null", "true", "\"\"", "-0.5e+3", "[1,2.5,-3]", "{\"a\":{\"b\":[{}]}}", "\n{\"a\" :\t1\r}", "[[],[[]]]",
  };
  static const char *const cut[] = {
    "{", "[", "[1,", "{\"a", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "\"\\", "\"\\u00", "\"\\ud83d", "-", "tru", "[1.", "1e",
  };
  static const char *const broken[] = {
    "{a:1}", "{'a':1}", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "[1 2]", "}", "]", "[}", "{]", "nul!", "True", "01x", "+1", ".5", "1.x", "0x10",
    "\"\\x\"", "\"\\uZZZZ\"", "\"a\nb\"", "{} {}", "[] x", "/* c */ 1", "// c\n1", "{malformed json: <<<chaos>>>", "<html>", "var a = 1", "[1]]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (whole); i++)
    g_assert_cmpint (judge (whole[i]), ==, UMP_JSON_WHOLE);
  for (guint i = 0; i < G_N_ELEMENTS (cut); i++)
    g_assert_cmpint (judge (cut[i]), ==, UMP_JSON_CUT);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    g_assert_cmpint (judge (broken[i]), ==, UMP_JSON_BROKEN);
  g_assert_cmpint (judge (""), ==, UMP_JSON_EMPTY);
  g_assert_cmpint (judge (" \r\n\t"), ==, UMP_JSON_EMPTY);
}


/* Two hundred thousand brackets overflow the stack of a reader that recurses,
 * also where a comment or a single quote hides them from a guard that counts. */
static void
test_nesting (void)
{
  static const char *const starts[] = { "", "{\"error\":", "{\"error\":/*\"*/", "'\"'", "//\"\n" };
  g_autofree char *brackets = g_strnfill (200000, '[');
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++) {
    g_string_assign (text, starts[i]);
    g_string_append (text, brackets);
    g_assert_cmpint (judge (text->str), ==, UMP_JSON_BROKEN);
  }
  for (guint depth = UMP_JSON_MAX_DEPTH; depth <= UMP_JSON_MAX_DEPTH + 1; depth++) {
    g_string_truncate (text, 0);
    for (guint i = 0; i < depth; i++)
      g_string_append_c (text, '[');
    for (guint i = 0; i < depth; i++)
      g_string_append_c (text, ']');
    g_assert_cmpint (judge (text->str), ==, depth == UMP_JSON_MAX_DEPTH ? UMP_JSON_WHOLE : UMP_JSON_BROKEN);
  }
}


static void
test_many_values (void)
{
  g_autoptr (GString) text = g_string_new ("[0");

  for (guint i = 0; i < UMP_JSON_MAX_VALUES; i++)
    g_string_append (text, ",0");
  g_string_append_c (text, ']');
  g_assert_cmpint (judge (text->str), ==, UMP_JSON_BROKEN);
}


static void
test_getters (void)
{
  static const char text[] =
    "{\"s\":\"t\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\",\"n\":null,\"i\":42,\"d\":-1.5e2,\"p\":\"0.00003\",\"big\":1e300,"
    "\"t\":true,\"f\":false,\"o\":{\"x\":{\"y\":7}},\"a\":[1,{\"id\":\"k\"},[2]],\"e\":[],\"\":\"nameless\",\"bad\":\"1x\"}";
  g_autoptr (UmpJsonDocument) document = ump_json_document_new ();
  const UmpJson *root = ump_json_document_parse (document, text, strlen (text), NULL);
  const UmpJson *list = ump_json_get (root, "a");
  const UmpJson *item = ump_json_first (list);

  g_assert_cmpstr (ump_json_get_string (root, "s"), ==, "t\"\\/\b\f\n\r\té😀");
  g_assert_null (ump_json_get (root, "n"));
  g_assert_null (ump_json_get (root, "absent"));
  g_assert_cmpstr (ump_json_get_string (root, ""), ==, "nameless");
  g_assert_cmpint (ump_json_get_int (root, "i", -1), ==, 42);
  g_assert_cmpint (ump_json_get_int (root, "big", -1), ==, -1);
  g_assert_cmpint (ump_json_get_int (root, "s", -1), ==, -1);
  g_assert_cmpint (ump_json_get_int (root, "o", -1), ==, -1);
  g_assert_cmpfloat (ump_json_get_double (root, "d"), ==, -150.0);
  g_assert_cmpfloat (ump_json_get_double (root, "p"), ==, 0.00003);
  g_assert_true (isnan (ump_json_get_double (root, "bad")));
  g_assert_true (isnan (ump_json_get_double (root, "t")));
  g_assert_true (ump_json_get_true (root, "t"));
  g_assert_false (ump_json_get_true (root, "f"));
  g_assert_false (ump_json_get_true (root, "i"));
  g_assert_cmpint (ump_json_get_int (ump_json_get (ump_json_get (root, "o"), "x"), "y", -1), ==, 7);
  g_assert_null (ump_json_get (ump_json_get (root, "a"), "id"));
  g_assert_null (ump_json_get_first_of (root, "e"));
  g_assert_null (ump_json_get_first_of (root, "o"));
  g_assert_null (ump_json_get (NULL, "x"));
  g_assert_true (ump_json_is (item, UMP_JSON_NUMBER));
  item = ump_json_next (list, item);
  g_assert_cmpstr (ump_json_get_string (item, "id"), ==, "k");
  item = ump_json_next (list, item);
  g_assert_true (ump_json_is (item, UMP_JSON_ARRAY));
  g_assert_null (ump_json_next (list, item));
}


static void
test_repairs (void)
{
  /* JSON text of a string, and the string. */
  static const char *const cases[][2] = {
    { "\"a\\u0000b\"", "a\xEF\xBF\xBD" "b" },
    { "\"a\\ud83db\"", "a\xEF\xBF\xBD" "b" },
    { "\"a\\udc4bb\"", "a\xEF\xBF\xBD" "b" },
    { "\"\\ud83d\\ud83dx\"", "\xEF\xBF\xBD\xEF\xBF\xBDx" },
    { "\"\\udc4b\\udc4bx\"", "\xEF\xBF\xBDx" },
    { "\"a\xff" "b\"", "a\xEF\xBF\xBD" "b" },
    { "\"a\xe2\x82\"", "a\xEF\xBF\xBD" },
    { "\"\xed\xa0\xbd\"", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
  };
  g_autoptr (UmpJsonDocument) document = ump_json_document_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const UmpJson *root = ump_json_document_parse (document, cases[i][0], strlen (cases[i][0]), NULL);

    g_assert_cmpstr (ump_json_string (root), ==, cases[i][1]);
    g_assert_cmpuint (root->length, ==, strlen (root->text));
  }
}


/* Pieces as JSON texts, and what they join to. */
static void
check_halves (const char *const *pieces, const char *expected)
{
  g_autoptr (UmpJsonDocument) document = ump_json_document_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  UmpHalves halves = { 0 };

  for (guint i = 0; pieces[i] != NULL; i++)
    ump_halves_append (&halves, out, ump_json_document_parse (document, pieces[i], strlen (pieces[i]), NULL));
  ump_halves_flush (&halves, out);
  g_assert_cmpstr (out->str, ==, expected);
}


static void
test_halves (void)
{
  check_halves ((const char *[]) { "\"hi \\ud83d\"", "\"\\udc4b there\"", NULL }, "hi 👋 there");
  check_halves ((const char *[]) { "\"\\ud83d\"", "\"\"", "null", "\"\\udc4b\"", NULL }, "👋");
  check_halves ((const char *[]) { "\"\\ud83d\"", "\"\\udc4b\\ud83d\"", "\"\\ude00\"", NULL }, "👋😀");
  check_halves ((const char *[]) { "\"\\ud83d\"", "\"x\"", NULL }, "\xEF\xBF\xBDx");
  check_halves ((const char *[]) { "\"\\ud83d\"", "\"\\ud83d\"", "\"\\udc4b\"", NULL }, "\xEF\xBF\xBD👋");
  check_halves ((const char *[]) { "\"\\udc4b\"", "\"x\"", NULL }, "\xEF\xBF\xBDx");
  check_halves ((const char *[]) { "\"x\\ud83d\"", NULL }, "x\xEF\xBF\xBD");
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire-json/faults", test_faults);
  g_test_add_func ("/wire-json/nesting", test_nesting);
  g_test_add_func ("/wire-json/many-values", test_many_values);
  g_test_add_func ("/wire-json/getters", test_getters);
  g_test_add_func ("/wire-json/repairs", test_repairs);
  g_test_add_func ("/wire-json/halves", test_halves);
  return g_test_run ();
}
