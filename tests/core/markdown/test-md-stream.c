/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "ump-md-document.h"
#include "ump-md-parse.h"

/* Pieces that answers are made of, each the beginning of trouble somewhere. */
static const char * const pieces[] = {
  "A paragraph of prose with *emphasis*, **strong** and `code`.",
  "# Heading", "Setext\n===", "Setext two\n---", "text\n- - -", "---",
  "- one\n- two\n  - nested\n\n  loose text in the item", "1. one\n2. two\n   ```c\n   int x;\n   ```\n3. three",
  "* a\n\n* b\nlazy\n* c", "- \n- b", "-\n\n  outside", "1. a\nlazy\n2. b", "text\n2. no list", "text\n1. a list",
  "> quote\n> more\nlazy", "> ```\n> in a quote\nout of it", "> - a\n> - b\n\n- c",
  "```python\nprint('$5')\n\n# not a heading\n```", "~~~\nopen fence\n\nwith an empty line", "~~~", "```", "````md\n```\n````",
  "    indented code\n\n    goes on", "- item\n\n      code in the item", "\tcode by tab",
  "| a | b |\n|---|:-:|\n| 1 | 2 |", "a | b\n- | -\n1 | 2", "|x|\n|-|\n2. after", "| $x$ | `a|b` |\n|---|---|\n| $5 | $6 |",
  "| a | b |\n|---|---|\n| 1 | 2 |\n```c\nint x;\n```", "- a\n|b|\n|-|\n~~~\nc\n~~~\n- d",
  "```rust $$ x", "$$\n\\int_0^1 x\\,dx\n$$", "Text \\(a^2\\) and \\[b_2\\] more", "It is $5 and $6, or $x+y$.", "\\[\nx = y\n+ z\n\\]",
  "[a]: /url", "[a]: /url \"title\"", "See [a] and [^1].", "[^1]: note", "[b]: /late\ntext after", "> [c]: /quoted", "See [b], [c].",
  "<div>\nraw\n```\n</div>", "<!-- comment\n\nstill -->", "<pre>\n\nx\n</pre> y", "<script>\n\n# no\n", "</script>", "<scriptr", "<preface>",
  "text<br>more", "<b>x", "- a\n<div>", "- a\n# h\n  ```\n\nx", "1. a\n\n   b\n\n  c", "10. ten\n\n    under ten",
  "hard  \nbreak\\\nagain", "&amp; &copy; &nosuch; &#0;", "www.example.org and https://a.b/c?d=e and m@x.org",
  "- [ ] task\n- [x] done", "~~gone~~", "**unclosed", "`unclosed", "$unclosed", "\\(unclosed", "![alt](http://x/y.png)",
  "العربية ثم text", "日本語のテキスト。", "e\xcc\x81\xcc\x81 \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac", "\xef\xb7\x90\xef\xb7\x91" "0\xef\xb7\x91",
  "+ plus\n+ list\n- other", "-\t tab item\n\n\t more", "  - indented list\n\n  - goes on", " # h", "- a\n\n\n- b\n\n\nafter",
  "a\n|:-:\n```\n\n```", "|a|\n|-|\n|1|\n<script>\n\n~~~\n</script>",
  "2. a\n\n   ```\nout of it\n   ```\n\nx", "- a\n\n  ```\n\n```rust\n\n> ```\n> b\n\nc",
  "- a\n\n  <pre>\n\nb", "> <pre>\n> a\n\nb", "- <!-- a\n\nb\n\nc",
  "h\n    ```\n\n$", "> q\n    ~~~\n\nb", "h\n    <pre>\n\nb", "h\n===\n    ```c\nb", "*\nr\n  ```\n\nb", "- *\nr\n  ```\n\nb", "a\n=\n2. b\n\n   ```\nc\n   ```\n\nd",
  "- a\n\n      code\nh\n    ```\n\nb", "- a\n\n      code\nh\n    ```\n    x\n    ```\n\nb", "<!-- note -->\n    ```sh\n    ls\n    ```\n\nrest", "<!X\n]]>\n    ```\n\n$$",
  "1. **Step**\nDo this:\n   ```sh\n   ls\n   ```\n\nafter",
  "> q\nlazy\n2. a\n\n   ```\nb\n   ```\n\nx", "<b>x\n<preface>\n \n\\[\nx\n+ z\n\\]",
};
static const char * const gaps[] = { "\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "\r\n\r\n", "\n \n", "\n\n  ", "\n\n    " };


static char *
generate (GRand *random)
{
  GString *text = g_string_new (NULL);
  guint n = (guint) g_rand_int_range (random, 2, 14);

  for (guint i = 0; i < n; i++) {
    g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
    g_string_append (text, gaps[g_rand_int_range (random, 0, G_N_ELEMENTS (gaps))]);
  }
  return g_string_free (text, FALSE);
}


static void
describe (GPtrArray *blocks, guint from, const char *title)
{
  g_test_message ("%s", title);
  for (guint i = from; i < blocks->len; i++) {
    const UmpMdBlock *block = g_ptr_array_index (blocks, i);

    g_test_message ("  %u: kind %d depth %u runs %u: %s", i, block->kind, block->depth, block->n_runs, block->text);
  }
}


static void
assert_same (GPtrArray *a, GPtrArray *b, const char *text, gsize shown)
{
  guint same = 0;

  while (same < MIN (a->len, b->len) && ump_md_block_equal (g_ptr_array_index (a, same), g_ptr_array_index (b, same)))
    same++;
  if (same == a->len && same == b->len)
    return;
  describe (a, same, "streamed");
  describe (b, same, "whole");
  g_test_message ("after %zu bytes of:\n%s", shown, text);
  g_assert_not_reached ();
}


/* Feeds @text in pieces of random size and compares after each with a parse of
 * all that is there. */
static void
check_document (const char *text, GRand *random, int largest)
{
  g_autoptr (UmpMdDocument) document = ump_md_document_new ();
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_md_block_unref);
  gsize length = strlen (text), shown = 0;

  while (shown < length) {
    g_autofree char *valid = NULL;
    g_autoptr (GPtrArray) whole = NULL;
    GPtrArray *blocks;
    gsize valid_length;
    guint changed;

    shown += (gsize) g_rand_int_range (random, 1, largest + 1);
    shown = MIN (length, shown);
    changed = ump_md_document_set_text (document, text, shown, FALSE);
    blocks = ump_md_document_get_blocks (document);
    valid = g_strdup (ump_md_document_get_text (document, &valid_length));
    whole = ump_md_parse (valid, (gssize) valid_length);
    assert_same (blocks, whole, text, shown);

    /* What is said to be as it was is the same object. */
    g_assert_cmpuint (changed, <=, blocks->len);
    for (guint i = 0; i < changed; i++)
      g_assert_true (g_ptr_array_index (blocks, i) == g_ptr_array_index (kept, i));
    g_ptr_array_set_size (kept, 0);
    for (guint i = 0; i < blocks->len; i++)
      g_ptr_array_add (kept, ump_md_block_ref (g_ptr_array_index (blocks, i)));
  }
  ump_md_document_set_text (document, text, length, TRUE);
  {
    g_autofree char *valid = ump_md_sanitize (text, (gssize) length);
    g_autoptr (GPtrArray) whole = ump_md_parse (valid, -1);

    assert_same (ump_md_document_get_blocks (document), whole, text, length);
  }
}


static void
test_generated (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20241125);

  for (guint i = 0; i < 1200; i++) {
    g_autofree char *text = generate (random);

    check_document (text, random, i % 3 == 0 ? 1 : i % 3 == 1 ? 7 : 60);
  }
}


static void
test_pairs (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (pieces); j++) {
      for (guint k = 2; k < G_N_ELEMENTS (gaps); k += 2) {
        g_autofree char *text = g_strconcat (pieces[i], gaps[k], pieces[j], "\n\nThe end is $x$.\n", NULL);

        check_document (text, random, 9);
      }
    }
  }
}


static void
test_spec (void)
{
  static const char * const files[] = {
    "spec.txt", "spec-tables.txt", "spec-latex-math.txt", "spec-tasklists.txt", "spec-strikethrough.txt", "regressions.txt",
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (42);
  guint documents = 0;

  if (g_getenv ("UMPIRE_MARKDOWN_DIR") == NULL) {
    g_test_skip ("UMPIRE_MARKDOWN_DIR is not set");
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (g_getenv ("UMPIRE_MARKDOWN_DIR"), files[i], NULL);
    g_autofree char *content = NULL;
    g_autoptr (GError) error = NULL;
    g_auto (GStrv) parts = NULL;

    g_file_get_contents (path, &content, NULL, &error);
    g_assert_no_error (error);
    parts = g_strsplit (content, "````````````````````````````````", -1);
    /* The specification's own prose between the examples, and the examples. */
    for (guint j = 0; parts[j] != NULL; j++) {
      check_document (parts[j], random, 31);
      documents++;
    }
  }
  g_assert_cmpuint (documents, >, 300);
}


/* What is closed is not parsed again: the tail stays short in a long answer. */
static void
test_closes (void)
{
  g_autoptr (UmpMdDocument) document = ump_md_document_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 200; i++) {
    g_string_append_printf (text, "## Part %u\n\nSome prose with $x_%u$.\n\n- a\n- b\n\n1. **Step**\nDo this:\n   ```sh\n   ls\n   ```\n\nSo.\n\n- a\n\n\n  b\n\nSo.\n\n```c\nint x;\n\nint y;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n1. x\n\n   y\n2. z\n\n", i, i);
    ump_md_document_set_text (document, text->str, text->len, FALSE);
    g_assert_cmpuint (text->len - ump_md_document_get_closed (document), <, 40);
  }
}


static void
test_replaced (void)
{
  g_autoptr (UmpMdDocument) document = ump_md_document_new ();

  ump_md_document_set_text (document, "one\n\ntwo\n\nthree", 14, FALSE);
  g_assert_cmpuint (ump_md_document_set_text (document, "other", 5, FALSE), ==, 0);
  g_assert_cmpuint (ump_md_document_get_blocks (document)->len, ==, 1);
  ump_md_document_set_text (document, "", 0, FALSE);
  g_assert_cmpuint (ump_md_document_get_blocks (document)->len, ==, 0);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/markdown/stream/generated", test_generated);
  g_test_add_func ("/markdown/stream/pairs", test_pairs);
  g_test_add_func ("/markdown/stream/spec", test_spec);
  g_test_add_func ("/markdown/stream/closes", test_closes);
  g_test_add_func ("/markdown/stream/replaced", test_replaced);
  return g_test_run ();
}
