/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "ump-md-parse.h"
#include "ump-md-tex.h"
#include "ump-md-write.h"


static void
test_text (void)
{
  static const struct {
    const char *source;
    const char *text;
  } formulas[] = {
    { "a+b=c", "a+b=c" }, { "x_1^2", "x_1^2" }, { "x^{n+1}", "x^n+1" }, { "f'", "f′" }, { "-1", "−1" },
    { "\\alpha \\le \\beta", "α≤β" }, { "\\frac12", "(1)/(2)" }, { "\\frac{a}{b}", "(a)/(b)" }, { "\\sqrt{x}", "√(x)" },
    { "\\sqrt[3]{x}", "√(x)" }, { "\\left( x \\right]", "(x]" }, { "\\left. x \\right|", "x|" }, { "\\text{if } x", "if x" },
    { "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "(1 2; 3 4)" }, { "\\begin{cases} x & y \\end{cases}", "{x y" },
    { "\\begin{aligned} a &= b \\\\ &= c \\end{aligned}", "a =b;  =c" }, { "\\mathbb{R}", "ℝ" }, { "\\mathbf{v}", "v" },
    { "\\operatorname{rank} A", "rankA" }, { "\\binom{n}{k}", "((n)/(k))" }, { "\\sum_{i=1}^n i", "∑_i=1^ni" }, { "\\not=", "=\xcc\xb8" },
    { "a \\rightarrow b", "a→b" }, { "\\left\\{ x \\right\\}", "{x}" }, { "5\\%", "5%" }, { "x'^2", "x′2" }, { "E \\tag{1}", "E (1)" },
    { "\\sum_{\\substack{i<j \\\\ i \\ne k}} a", "∑_i<j; i≠ka" }, { "\\begin{dcases} 1 \\\\ 2 \\end{dcases}", "{1; 2" },
    { "\\textcolor{blue}{y} + \\color{red} z", "y+z" }, { "\\begin{array}{cc|c} 1 & 2 & 3 \\end{array}", "1 2 3" }, { "a \\\\ b", "a; b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (formulas); i++) {
    g_autoptr (UmpMdTex) formula = ump_md_tex_parse (formulas[i].source);
    g_autofree char *text = NULL;

    g_test_message ("%s", formulas[i].source);
    g_assert_nonnull (formula);
    text = ump_md_tex_to_text (formula);
    g_assert_cmpstr (text, ==, formulas[i].text);
  }
}


/* What is not understood is no formula, never half of one. */
static void
test_unknown (void)
{
  static const char * const sources[] = {
    "\\unknown{x}", "\\frac{1}", "{x", "x}", "\\left( x", "\\begin{pmatrix} 1", "\\begin{tikzpicture} \\end{tikzpicture}", "x_", "x^", "\\",
    "\\sqrt[3", "\\text{a", "\\right)", "a & b", "\\text{$x$}", "\\begin{matrix} 1 \\end{pmatrix}", "\\begin{array}{c@{x}c} 1 & 2 \\end{array}", "\\substack x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++) {
    g_test_message ("%s", sources[i]);
    g_assert_null (ump_md_tex_parse (sources[i]));
  }
}


static void
test_hostile (void)
{
  GString *deep = g_string_new (NULL), *wide = g_string_new (NULL);

  for (guint i = 0; i < 2000; i++)
    g_string_append (deep, "{");
  for (guint i = 0; i < 7000; i++)
    g_string_append_c (wide, 'x');
  g_assert_null (ump_md_tex_parse (deep->str));
  g_assert_null (ump_md_tex_parse (wide->str));
  g_string_free (deep, TRUE);
  g_string_free (wide, TRUE);
}


static void
test_structure (void)
{
  g_autoptr (UmpMdTex) formula = ump_md_tex_parse ("\\sum_{i}^n \\frac{1}{i}");
  const UmpMdTex *sum;

  g_assert_cmpint (formula->kind, ==, UMP_MD_TEX_ROW);
  g_assert_cmpuint (formula->children->len, ==, 2);
  sum = g_ptr_array_index (formula->children, 0);
  g_assert_cmpint (sum->kind, ==, UMP_MD_TEX_SCRIPTS);
  g_assert_true (sum->limits);
  g_assert_cmpint (sum->klass, ==, UMP_MD_TEX_LARGE);
  g_assert_cmpint (((UmpMdTex *) g_ptr_array_index (formula->children, 1))->kind, ==, UMP_MD_TEX_FRACTION);
}


/* What a formula says about its own style is not lost. */
static void
test_style (void)
{
  g_autoptr (UmpMdTex) fraction = ump_md_tex_parse ("\\dfrac{1}{2}");
  g_autoptr (UmpMdTex) sum = ump_md_tex_parse ("\\int\\limits_0^1");
  g_autoptr (UmpMdTex) array = ump_md_tex_parse ("\\begin{array}{|cc|c} 1 & 2 & 3 \\end{array}");
  const UmpMdTex *first = g_ptr_array_index (fraction->children, 0);
  const UmpMdTex *matrix = g_ptr_array_index (array->children, 0);

  g_assert_cmpint (first->style, ==, UMP_MD_TEX_STYLE_DISPLAY);
  first = g_ptr_array_index (sum->children, 0);
  g_assert_true (first->limits);
  g_assert_cmpint (first->style, ==, UMP_MD_TEX_STYLE_DISPLAY);
  g_assert_cmpstr (matrix->aligns, ==, "ccc");
  /* Before the first column and before the third. */
  g_assert_cmpuint (matrix->lines, ==, 1 + 4);
}


/* What is copied as Markdown is the same answer when it is pasted. */
static void
test_written_again (void)
{
  static const char * const answers[] = {
    "# Head\n\nSome *em* **strong** ~~gone~~ `code` and $x^2$.", "- a\n- b\n  - c\n\n1. x\n2. y", "> quote\n>\n> more",
    "```c\nint x;\n\nint y;\n```", "| a | b |\n|:--|--:|\n| 1 | `2` |", "[link](http://x.org) ![alt](http://y.org/z.png)",
    "$$\n\\frac{1}{2}\n$$", "- [x] done\n- [ ] open", "a * b _ c [d] <e> \\`f\\`", "It is $5 or \\$6\\$, [x\\] y.", "---", "hard\\\nbreak",
    "\\- no list", "\\+ no list", "\\# no head", "1\\. no list", "12\\) no list", "a\\\n\\- b", "a\\\n\\===", "\\> no quote", "\\~\\~x\\~\\~",
    "\\~~~\n", "&amp;amp; &amp;#38; a & b;", "[a](<b c>) [d](<e(>) [f]() [g](h?i=1&j)", "[![b](i.svg)](url) ![](x.png)", "C# and # x", "# a \\#",
    "| a \\| b | `c \\| d` |\n|---|---|\n| [e](f) | **g** |", "> - a\n>   - b\n>\n> c", "> a\n\n> b", "- a\n- b\n\n* c\n\n- d", "1. a\n\n1) b",
    "- a\n\n  b\n\n- c", "- a\n  ```\n  x\n\n  y\n  ```\n- b", "````\n```\n````", "> 1. a\n>\n>    > b\n>\n> 2. c", "**[a](b)** *[c](d)*",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (GPtrArray) blocks = ump_md_parse (answers[i], -1);
    const UmpMdBlock *last = g_ptr_array_index (blocks, blocks->len - 1);
    g_autofree char *written = ump_md_write_markdown (blocks, (UmpMdPlace) { 0, 0 }, (UmpMdPlace) { blocks->len - 1, last->length });
    g_autoptr (GPtrArray) again = ump_md_parse (written, -1);

    g_test_message ("%s\n→\n%s", answers[i], written);
    g_assert_cmpuint (again->len, ==, blocks->len);
    for (guint j = 0; j < blocks->len; j++)
      g_assert_true (ump_md_block_equal (g_ptr_array_index (again, j), g_ptr_array_index (blocks, j)));
  }
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/markdown/tex/text", test_text);
  g_test_add_func ("/markdown/tex/unknown", test_unknown);
  g_test_add_func ("/markdown/tex/hostile", test_hostile);
  g_test_add_func ("/markdown/tex/structure", test_structure);
  g_test_add_func ("/markdown/tex/style", test_style);
  g_test_add_func ("/markdown/tex/written-again", test_written_again);
  return g_test_run ();
}
