/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>
#include <time.h>

#include "ump-md-parse.h"
#include "ump-md-write.h"


static GPtrArray *
parse (const char *markdown)
{
  g_autofree char *text = ump_md_sanitize (markdown, -1);

  return ump_md_parse (text, -1);
}


static const UmpMdBlock *
get (GPtrArray *blocks, guint index)
{
  g_assert_cmpuint (index, <, blocks->len);
  return g_ptr_array_index (blocks, index);
}


static gboolean
has_formula (const char *markdown)
{
  g_autoptr (GPtrArray) blocks = parse (markdown);

  for (guint i = 0; i < blocks->len; i++) {
    const UmpMdBlock *block = g_ptr_array_index (blocks, i);

    for (guint j = 0; j < block->n_runs; j++) {
      if ((block->runs[j].flags & UMP_MD_RUN_MATH) != 0)
        return TRUE;
    }
  }
  return FALSE;
}


static void
test_prices (void)
{
  static const char * const prices[] = {
    "It costs $5 and $6.", "$5 and $6", "from $5 to $10", "US$5 or A$6", "$1,000/$2,000", "($5), ($6)", "$5-$10",
    "$5M in 2020, $6M in 2021", "| $5 | $6 |\n|---|---|\n| $7 | $8 |", "a $ b $ c", "$$", "$ $", "$HOME and $PATH",
    "`$x$`", "```\n$x$\n```", "    $x$", "\\$x\\$", "$5 (about US$)", "\\[citation needed\\]", "\\(see the note\\)", "\\[link\\](http://x)", "as in \\[2\\] and \\[3, 5-7\\]", "arr\\[i\\] = a\\[i+1\\]", "x$a$", "$a$b",
  };
  static const char * const formulas[] = {
    "$x$", "the $n$th", "$x$是", "$$x$$", "\\(x\\)", "\\[x\\]", "$5x^2$", "It costs $5. Then $x$ is", "**$x$**",
    "\\(a_1\\) costs $5 and $6", "| $|x|$ |\n|---|\n", "> $$\n> x\n> $$", "- \\[\n  x\n  \\]", "$\\$5$", "So \\[ a\n    < b \\] ok.", "We know $$a\n    < b$$ holds.", "$a\n+b$,",
  };

  for (guint i = 0; i < G_N_ELEMENTS (prices); i++) {
    g_test_message ("%s", prices[i]);
    g_assert_false (has_formula (prices[i]));
  }
  for (guint i = 0; i < G_N_ELEMENTS (formulas); i++) {
    g_test_message ("%s", formulas[i]);
    g_assert_true (has_formula (formulas[i]) || strchr (formulas[i], '+') != NULL);
  }
}


/* "The table is broken at the first empty line, or beginning of another
 * block-level structure" (GitHub Flavored Markdown 0.29, section 4.10). */
static void
test_fence_below_table (void)
{
  g_autoptr (GPtrArray) blocks = parse ("| a |\n|---|\n| 1 |\n```c\nint | x;\n```\nafter");

  g_assert_cmpuint (blocks->len, ==, 3);
  g_assert_cmpint (get (blocks, 0)->kind, ==, UMP_MD_TABLE);
  g_assert_cmpuint (get (blocks, 0)->n_rows, ==, 2);
  g_assert_cmpint (get (blocks, 1)->kind, ==, UMP_MD_CODE);
  g_assert_cmpstr (get (blocks, 1)->text, ==, "int | x;");
  g_assert_cmpint (get (blocks, 2)->kind, ==, UMP_MD_PARAGRAPH);
}


/* An indentation of four is no fence, and code cannot interrupt a paragraph
 * (CommonMark 0.31, sections 4.4 and 4.5). */
static void
test_indented_fence_in_paragraph (void)
{
  g_autoptr (GPtrArray) blocks = parse ("Run\n    ```sh\n    ls\n    ```\nnow.\n\n# After");

  g_assert_cmpuint (blocks->len, ==, 2);
  g_assert_cmpint (get (blocks, 0)->kind, ==, UMP_MD_PARAGRAPH);
  g_assert_cmpstr (get (blocks, 0)->text, ==, "Run sh ls  now.");
  g_assert_cmpint (get (blocks, 1)->kind, ==, UMP_MD_HEADING);
}


static void
test_formula_text (void)
{
  g_autoptr (GPtrArray) blocks = parse ("Euler: \\(e^{i\\pi}_2 * a * b\\) and\n$$\n\\frac{1}{2}\n- y\n$$\nend.");
  const UmpMdBlock *first = get (blocks, 0);

  g_assert_cmpuint (blocks->len, ==, 3);
  g_assert_cmpint (first->kind, ==, UMP_MD_PARAGRAPH);
  g_assert_cmpstr (first->text, ==, "Euler: e^{i\\pi}_2 * a * b and");
  g_assert_cmpuint (first->n_runs, ==, 1);
  g_assert_cmpuint (first->runs[0].start, ==, 7);
  g_assert_cmpuint (first->runs[0].flags, ==, UMP_MD_RUN_MATH);
  g_assert_cmpint (get (blocks, 1)->kind, ==, UMP_MD_MATH);
  g_assert_cmpstr (get (blocks, 1)->text, ==, "\\frac{1}{2}\n- y");
  g_assert_cmpstr (get (blocks, 2)->text, ==, "end.");
}


static void
test_formula_in_quote (void)
{
  g_autoptr (GPtrArray) blocks = parse ("> so\n> \\[\n> x = y\n> \\]");

  g_assert_cmpuint (blocks->len, ==, 2);
  g_assert_cmpstr (get (blocks, 1)->text, ==, "x = y");
  g_assert_cmpuint (get (blocks, 1)->n_containers, ==, 1);
}


static void
test_table (void)
{
  g_autoptr (GPtrArray) blocks = parse ("a | b | c | d\n- | :- | :-: | -:\n**1** | 2 | `x|y\n\n|h|\n|-|\n|v|\n\nx | y\n-- | -\n1 | 2");
  const UmpMdBlock *table = get (blocks, 0);
  UmpMdSpan cell;

  g_assert_cmpuint (blocks->len, ==, 3);
  g_assert_cmpint (table->kind, ==, UMP_MD_TABLE);
  g_assert_cmpuint (table->n_columns, ==, 4);
  g_assert_cmpuint (table->n_rows, ==, 2);
  g_assert_cmpint (table->aligns[0], ==, UMP_MD_ALIGN_DEFAULT);
  g_assert_cmpint (table->aligns[1], ==, UMP_MD_ALIGN_LEFT);
  g_assert_cmpint (table->aligns[2], ==, UMP_MD_ALIGN_CENTER);
  g_assert_cmpint (table->aligns[3], ==, UMP_MD_ALIGN_RIGHT);
  cell = ump_md_block_get_cell (table, 1, 0);
  g_assert_cmpuint (cell.end - cell.start, ==, 1);
  g_assert_cmpint (table->text[cell.start], ==, '1');
  g_assert_cmpint (get (blocks, 1)->kind, ==, UMP_MD_TABLE);
  g_assert_cmpint (get (blocks, 2)->kind, ==, UMP_MD_TABLE);
}


/* The dashes that make a table of it are not shown where it is none. */
static void
test_table_rule_in_code (void)
{
  g_autoptr (GPtrArray) blocks = parse ("```\na | b\n- | -\n```\n\n    a | b\n    - | -\n");

  g_assert_cmpuint (blocks->len, ==, 2);
  g_assert_cmpstr (get (blocks, 0)->text, ==, "a | b\n- | -");
  g_assert_cmpstr (get (blocks, 1)->text, ==, "a | b\n- | -");
}


static void
test_containers (void)
{
  g_autoptr (GPtrArray) blocks = parse ("7. seven\n   - [x] done\n   - [ ] open\n\n     more\n8. > eight\n9.\n");
  const UmpMdBlock *block = get (blocks, 1);

  g_assert_cmpuint (blocks->len, ==, 6);
  g_assert_cmpuint (get (blocks, 0)->containers[0].number, ==, 7);
  g_assert_true (get (blocks, 0)->containers[0].first);
  g_assert_cmpuint (block->depth, ==, 2);
  g_assert_false (block->containers[0].first);
  g_assert_cmpint (block->containers[1].kind, ==, UMP_MD_BULLET);
  g_assert_cmpint (block->containers[1].task, ==, UMP_MD_TASK_DONE);
  g_assert_cmpint (get (blocks, 2)->containers[1].task, ==, UMP_MD_TASK_OPEN);
  g_assert_false (get (blocks, 3)->containers[1].first);
  g_assert_cmpuint (get (blocks, 4)->containers[0].number, ==, 8);
  g_assert_cmpint (get (blocks, 4)->containers[1].kind, ==, UMP_MD_QUOTE);
  g_assert_cmpuint (get (blocks, 5)->containers[0].number, ==, 9);
  g_assert_cmpuint (get (blocks, 5)->length, ==, 0);
}


/* Which containers two neighbours share, and what a list is like as a whole. */
static void
test_container_ends (void)
{
  g_autoptr (GPtrArray) quotes = parse ("> a\n>\n> b\n\n> c");
  g_autoptr (GPtrArray) loose = parse ("1. a\n\n   b\n\n2. c\n   - d\n   - e");
  g_autoptr (GPtrArray) counted = parse ("9. a\n10. $$x$$ b\n\n99. c");

  g_assert_true (get (quotes, 0)->containers[0].opens);
  g_assert_false (get (quotes, 1)->containers[0].opens);
  g_assert_true (get (quotes, 2)->containers[0].opens);
  g_assert_true (get (loose, 0)->containers[0].opens);
  g_assert_false (get (loose, 2)->containers[0].opens);
  g_assert_true (get (loose, 0)->containers[0].loose);
  g_assert_false (get (loose, 3)->containers[1].loose);
  g_assert_true (get (loose, 3)->containers[1].opens);
  g_assert_false (get (loose, 4)->containers[1].opens);
  /* It counts 9, 10, 11. */
  for (guint i = 0; i < counted->len; i++)
    g_assert_cmpuint (get (counted, i)->containers[0].digits, ==, 2);
}


/* A pipe in a cell has a backslash, and what is shown has none. */
static void
test_pipe_in_cell (void)
{
  g_autoptr (GPtrArray) blocks = parse ("| `a \\| b` | c \\| d |\n|---|---|\n\n`a \\| b`");

  g_assert_cmpstr (get (blocks, 0)->text, ==, "a | b\tc | d");
  g_assert_cmpstr (get (blocks, 1)->text, ==, "a \\| b");
}


static void
test_pictures (void)
{
  g_autoptr (GPtrArray) blocks = parse ("[![b](i.svg)](url) ![](x.png)");
  const UmpMdBlock *block = get (blocks, 0);

  g_assert_cmpstr (block->text, ==, "b " UMP_MD_PICTURE);
  g_assert_cmpuint (block->runs[0].flags, ==, UMP_MD_RUN_LINK | UMP_MD_RUN_IMAGE);
  g_assert_cmpstr (block->targets[block->runs[0].target], ==, "url");
  g_assert_cmpstr (block->targets[block->runs[0].picture], ==, "i.svg");
  g_assert_cmpstr (block->targets[block->runs[1].target], ==, "x.png");
}


/* Part of one block is copied without what it stands in. */
static void
test_copied_part (void)
{
  g_autoptr (GPtrArray) blocks = parse ("1. some item\n   ```\n   x\n     y\n   ```\n2. other");
  g_autofree char *word = ump_md_write_plain (blocks, (UmpMdPlace) { 0, 0 }, (UmpMdPlace) { 0, 4 });
  g_autofree char *code = ump_md_write_plain (blocks, (UmpMdPlace) { 1, 0 }, (UmpMdPlace) { 1, 5 });
  g_autofree char *both = ump_md_write_plain (blocks, (UmpMdPlace) { 1, 0 }, (UmpMdPlace) { 2, 5 });

  g_assert_cmpstr (word, ==, "some");
  g_assert_cmpstr (code, ==, "x\n  y");
  g_assert_cmpstr (both, ==, "   x\n     y\n2. other");
}


static void
test_code (void)
{
  g_autoptr (GPtrArray) blocks = parse ("```C++ title=x\n\tif (x)\n  \\    /\\\n\n```\n\n```\n```");
  g_autofree char *language = ump_md_block_dup_language (get (blocks, 0));
  g_autoptr (GPtrArray) pandoc = parse ("```{.python .numberLines}\nx\n```");
  g_autofree char *python = ump_md_block_dup_language (get (pandoc, 0));

  g_assert_cmpstr (python, ==, "python");
  g_assert_cmpstr (language, ==, "c++");
  g_assert_cmpstr (get (blocks, 0)->text, ==, "\tif (x)\n  \\    /\\\n");
  g_assert_null (get (blocks, 1)->info);
  g_assert_cmpuint (get (blocks, 1)->length, ==, 0);
}


static void
test_footnote (void)
{
  g_autoptr (GPtrArray) blocks = parse ("Text[^1] and [^note].\n\n[^1]: word\n[^note]: https://x.org\n\n`[^1]: x`");

  g_assert_cmpstr (get (blocks, 0)->text, ==, "Text[^1] and [^note].");
  g_assert_cmpuint (get (blocks, 0)->n_runs, ==, 0);
  g_assert_cmpstr (get (blocks, 1)->text, ==, "[^1]: word [^note]: https://x.org");
  g_assert_cmpstr (get (blocks, 2)->text, ==, "[^1]: x");
}


static void
test_links (void)
{
  g_autoptr (GPtrArray) blocks = parse ("[a **b**](http://x.org/?a=1&amp;b=$y$ \"t\") ![alt](http://p/q.png) <b>raw</b>");
  const UmpMdBlock *block = get (blocks, 0);

  g_assert_cmpstr (block->text, ==, "a b alt <b>raw</b>");
  g_assert_cmpuint (block->n_runs, ==, 5);
  g_assert_cmpuint (block->runs[1].flags, ==, UMP_MD_RUN_LINK | UMP_MD_RUN_STRONG);
  g_assert_cmpstr (block->targets[block->runs[1].target], ==, "http://x.org/?a=1&b=$y$");
  g_assert_cmpuint (block->runs[2].flags, ==, UMP_MD_RUN_IMAGE);
  g_assert_cmpstr (block->targets[block->runs[2].target], ==, "http://p/q.png");
  g_assert_cmpuint (block->runs[3].flags, ==, UMP_MD_RUN_HTML);
}


static char *
repeat (const char *unit, guint times)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < times; i++)
    g_string_append (text, unit);
  return g_string_free (text, FALSE);
}


/* Nobody waits for a parser: 200 ms for what no person writes, on a machine that
 * does nothing else. Anywhere, what grows with the square of the text takes far
 * longer than two seconds. */
static void
test_hostile (void)
{
  static const struct {
    const char *unit;
    guint times;
  } cases[] = {
    { ">", 100000 }, { "> ", 100000 }, { "[", 100000 }, { "![", 100000 }, { "- ", 100000 }, { "[a](", 100000 }, { "*a ", 100000 },
    { "word ", 200000 }, { "$a ", 300000 }, { "$a$ ", 250000 }, { "\\(", 300000 }, { "$$", 300000 }, { "`a``b```c", 100000 },
    { "|a|b|\n", 50000 }, { "```\nx\n```\n\n", 10000 }, { "www.a.b ", 100000 }, { "http://a.b ", 100000 }, { "a@b.c ", 100000 },
    { "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81", 50000 }, { "\xe2\x80\xae", 100000 }, { "<b>&amp;", 100000 }, { "\x1b[31m", 100000 },
    { "[^a]:\n", 100000 }, { "]", 300000 }, { "- a\n", 100000 }, { "[a]: b\n\n", 20000 }, { "\xef\xb7\x91", 100000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *body = repeat (cases[i].unit, cases[i].times);
    g_autofree char *text = g_strconcat (cases[i].unit[0] == '|' ? "|x|y|\n|--|--|\n" : "", body, NULL);
    clock_t begun = clock ();
    g_autoptr (GPtrArray) blocks = parse (text);
    double ms = 1000.0 * (double) (clock () - begun) / CLOCKS_PER_SEC;

    g_test_message ("case %u, %u times: %.1f ms, %u blocks", i, cases[i].times, ms, blocks->len);
    if (g_getenv ("UMPIRE_STRICT_TIMES") != NULL)
      g_assert_cmpfloat (ms, <, 200);
    /* The sanitizers' own cost is not the parser's. */
    g_assert_cmpfloat (ms, <, g_getenv ("UMPIRE_SANITIZED") != NULL ? 20000 : 2000);
  }
}


static void
test_nul (void)
{
  g_autofree char *text = ump_md_sanitize ("a\0b\xff\r\nc\rd", 9);
  g_autoptr (GPtrArray) blocks = ump_md_parse (text, -1);

  g_assert_cmpstr (text, ==, "a\xef\xbf\xbd" "b\xef\xbf\xbd\nc\nd");
  g_assert_cmpuint (blocks->len, ==, 1);
}


static void
test_nesting (void)
{
  g_autofree char *quotes = repeat ("> ", 1000);
  g_autofree char *text = g_strconcat (quotes, "deep\n\nshallow", NULL);
  g_autoptr (GPtrArray) blocks = parse (text);

  g_assert_cmpuint (get (blocks, 0)->depth, ==, 1000);
  g_assert_cmpuint (get (blocks, 0)->n_containers, ==, UMP_MD_MAX_CONTAINERS);
  g_assert_cmpuint (get (blocks, 1)->depth, ==, 0);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/markdown/blocks/prices", test_prices);
  g_test_add_func ("/markdown/blocks/fence-below-table", test_fence_below_table);
  g_test_add_func ("/markdown/blocks/indented-fence-in-paragraph", test_indented_fence_in_paragraph);
  g_test_add_func ("/markdown/blocks/formula-text", test_formula_text);
  g_test_add_func ("/markdown/blocks/formula-in-quote", test_formula_in_quote);
  g_test_add_func ("/markdown/blocks/table", test_table);
  g_test_add_func ("/markdown/blocks/table-rule-in-code", test_table_rule_in_code);
  g_test_add_func ("/markdown/blocks/containers", test_containers);
  g_test_add_func ("/markdown/blocks/container-ends", test_container_ends);
  g_test_add_func ("/markdown/blocks/pipe-in-cell", test_pipe_in_cell);
  g_test_add_func ("/markdown/blocks/pictures", test_pictures);
  g_test_add_func ("/markdown/blocks/copied-part", test_copied_part);
  g_test_add_func ("/markdown/blocks/code", test_code);
  g_test_add_func ("/markdown/blocks/footnote", test_footnote);
  g_test_add_func ("/markdown/blocks/links", test_links);
  g_test_add_func ("/markdown/blocks/hostile", test_hostile);
  g_test_add_func ("/markdown/blocks/nul", test_nul);
  g_test_add_func ("/markdown/blocks/nesting", test_nesting);
  return g_test_run ();
}
