/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <md4c.h>
#include <string.h>

#include "ump-md-entities.h"
#include "ump-md-parse.h"

/* The examples of the CommonMark specification and of md4c. An example is left
 * out where md4c itself, given the same text, does not come to the expected
 * text, and where it asks for an extension that answers are not read with. */

typedef struct {
  const char *file;
  guint examples;
  /* Counted once with md4c 0.4.8; a newer one can only be better. */
  guint at_least;
} SpecFile;

/* HTML and its text. */

static const char * const inline_tags[] = {
  "em", "strong", "a", "code", "del", "x-equation", "span", NULL,
};


static gsize
find_tag_end (const char *tag)
{
  const char *end;

  if (g_str_has_prefix (tag, "<!--"))
    end = strstr (tag, "-->");
  else if (g_str_has_prefix (tag, "<![CDATA["))
    end = strstr (tag, "]]>");
  else
    end = strchr (tag, '>');
  if (end == NULL)
    return 0;
  return (gsize) (strchr (end, '>') - tag) + 1;
}


static gboolean
is_inline (const char *tag)
{
  const char *name = tag + 1 + (tag[1] == '/');

  for (guint i = 0; inline_tags[i] != NULL; i++) {
    gsize n = strlen (inline_tags[i]);

    if (strncmp (name, inline_tags[i], n) == 0 && strchr (" >/", name[n]) != NULL)
      return TRUE;
  }
  return FALSE;
}


static void
append_alt (GString *text, const char *tag, gsize size)
{
  const char *alt = g_strstr_len (tag, (gssize) size, "alt=\"");

  if (alt == NULL)
    return;
  alt += strlen ("alt=\"");
  g_string_append_len (text, alt, (gssize) strcspn (alt, "\""));
}


static char *
decode (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++) {
    const char *end = *p == '&' ? strchr (p, ';') : NULL;

    if (end != NULL && end - p < 40 && end - p > 1) {
      ump_md_entity_append (out, p, (gsize) (end - p) + 1);
      p = end;
    } else {
      g_string_append_c (out, *p);
    }
  }
  return g_string_free (out, FALSE);
}


static char *
collapse (char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++) {
    if (!g_ascii_isspace (*p))
      g_string_append_c (out, *p);
    else if (out->len > 0 && out->str[out->len - 1] != ' ')
      g_string_append_c (out, ' ');
  }
  g_free (text);
  return g_strchomp (g_string_free (out, FALSE));
}


static char *
html_to_text (const char *html)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *p = html; *p != '\0';) {
    gsize size = *p == '<' ? find_tag_end (p) : 0;

    if (size == 0) {
      g_string_append_c (text, *p++);
      continue;
    }
    if (g_str_has_prefix (p, "<img "))
      append_alt (text, p, size);
    else if (!is_inline (p))
      g_string_append_c (text, ' ');
    p += size;
  }
  return collapse (decode (text->str));
}


static void
append_escaped (GString *html, const char *text, gsize size)
{
  g_autofree char *escaped = g_markup_escape_text (text, (gssize) size);

  g_string_append (html, escaped);
}

/* What md4c makes of a text. */

static int
reference_block_cb (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  g_string_append (user_data, "<p>");
  return 0;
}


static int
reference_span_cb (MD_SPANTYPE type, void *detail, void *user_data)
{
  return 0;
}


static int
reference_text_cb (MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user_data)
{
  GString *html = user_data;

  if (type == MD_TEXT_HTML || type == MD_TEXT_ENTITY)
    g_string_append_len (html, text, size);
  else if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
    g_string_append_c (html, ' ');
  else if (type == MD_TEXT_NULLCHAR)
    g_string_append (html, "\xef\xbf\xbd");
  else
    append_escaped (html, text, size);
  return 0;
}


static char *
get_reference_text (const char *markdown, guint flags)
{
  const MD_PARSER parser = {
    .flags = MD_DIALECT_GITHUB | flags,
    .enter_block = reference_block_cb,
    .leave_block = reference_block_cb,
    .enter_span = reference_span_cb,
    .leave_span = reference_span_cb,
    .text = reference_text_cb,
  };
  g_autoptr (GString) html = g_string_new (NULL);

  md_parse (markdown, (MD_SIZE) strlen (markdown), &parser, html);
  return html_to_text (html->str);
}

/* What we make of it. */

static void
append_runs (GString *html, const UmpMdBlock *block)
{
  gsize done = 0;

  for (guint i = 0; i < block->n_runs; i++) {
    const UmpMdRun *run = &block->runs[i];

    if ((run->flags & UMP_MD_RUN_HTML) == 0)
      continue;
    append_escaped (html, block->text + done, run->start - done);
    g_string_append_len (html, block->text + run->start, run->end - run->start);
    done = run->end;
  }
  append_escaped (html, block->text + done, block->length - done);
}


static char *
get_our_text (const char *markdown)
{
  g_autofree char *text = ump_md_sanitize (markdown, -1);
  g_autoptr (GPtrArray) blocks = ump_md_parse (text, -1);
  g_autoptr (GString) html = g_string_new (NULL);

  for (guint i = 0; i < blocks->len; i++) {
    const UmpMdBlock *block = g_ptr_array_index (blocks, i);

    g_string_append (html, "<p>");
    if (block->kind == UMP_MD_HTML)
      g_string_append_len (html, block->text, block->length);
    else
      append_runs (html, block);
    g_string_append (html, "</p>");
  }
  return html_to_text (html->str);
}


static gboolean
read_flags (const char *options, guint *flags)
{
  g_auto (GStrv) words = g_strsplit_set (options, " \n", -1);
  static const char * const ours[] = {
    "--ftables", "--fstrikethrough", "--ftasklists", "--fpermissive-autolinks", "--fpermissive-url-autolinks",
    "--fpermissive-www-autolinks", "--fpermissive-email-autolinks", "--github", "--commonmark", "", NULL,
  };

  *flags = 0;
  for (guint i = 0; words[i] != NULL; i++) {
    if (strcmp (words[i], "--flatex-math") == 0)
      *flags |= MD_FLAG_LATEXMATHSPANS;
    else if (!g_strv_contains (ours, words[i]))
      return FALSE;
  }
  return TRUE;
}


/* An example inside a list item is indented like it. */
static char *
unindent (const char *example, const char *before)
{
  gsize n = 0, length = strlen (before);
  g_autofree char *indent = NULL;
  g_auto (GStrv) parts = NULL;

  while (n < length && before[length - n - 1] == ' ')
    n++;
  indent = g_strdup_printf ("\n%*s", (int) n, "");
  parts = g_strsplit (example, indent, -1);
  return g_strjoinv ("\n", parts);
}


static char *
unarrow (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "→", -1);

  return g_strjoinv ("\t", parts);
}


static void
test_file (gconstpointer user_data)
{
  const SpecFile *file = user_data;
  g_autofree char *path = g_build_filename (g_getenv ("UMPIRE_MARKDOWN_DIR"), file->file, NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) parts = NULL;
  guint checked = 0, wrong = 0, left_out = 0, total = 0;

  g_file_get_contents (path, &content, NULL, &error);
  g_assert_no_error (error);
  parts = g_strsplit (content, "````````````````````````````````", -1);
  for (guint i = 1; parts[i] != NULL; i += 2) {
    g_auto (GStrv) fields = NULL;
    g_autofree char *example = NULL, *markdown = NULL, *html = NULL, *expected = NULL, *reference = NULL, *ours = NULL;
    guint flags;

    if (!g_str_has_prefix (parts[i], " example"))
      continue;
    total++;
    example = unindent (parts[i], parts[i - 1]);
    fields = g_strsplit (strchr (example, '\n'), "\n.\n", 3);
    g_assert_nonnull (fields[1]);
    markdown = unarrow (fields[0] + 1);
    html = unarrow (fields[1]);
    if (!read_flags (fields[2] != NULL ? fields[2] : "", &flags)) {
      left_out++;
      continue;
    }
    expected = html_to_text (html);
    reference = get_reference_text (markdown, flags);
    if (strcmp (reference, expected) != 0) {
      left_out++;
      continue;
    }
    ours = get_our_text (markdown);
    /* Stands for a picture without words, and is no word itself. */
    if (strcmp (ours, UMP_MD_PICTURE) == 0)
      ours[0] = '\0';
    checked++;
    if (strcmp (ours, expected) != 0) {
      wrong++;
      g_test_message ("%s, example %u: %s\nexpected: %s\nours:     %s", file->file, total, markdown, expected, ours);
    }
  }
  g_test_message ("%s: %u examples, %u checked, %u left out, %u wrong", file->file, total, checked, left_out, wrong);
  g_assert_cmpuint (wrong, ==, 0);
  g_assert_cmpuint (total, ==, file->examples);
  g_assert_cmpuint (checked, >=, file->at_least);
}


static void
test_skip (void)
{
  g_test_skip ("UMPIRE_MARKDOWN_DIR is not set: the examples of the specification are not here");
}


int
main (int argc, char **argv)
{
  static const SpecFile files[] = {
    { "spec.txt", 652, 645 },
    { "spec-tables.txt", 12, 12 },
    { "spec-strikethrough.txt", 5, 5 },
    { "spec-tasklists.txt", 5, 5 },
    { "spec-permissive-autolinks.txt", 15, 15 },
    { "spec-latex-math.txt", 6, 4 },
    { "regressions.txt", 80, 58 },
  };

  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("UMPIRE_MARKDOWN_DIR") == NULL)
    g_test_add_func ("/markdown/spec", test_skip);
  for (guint i = 0; g_getenv ("UMPIRE_MARKDOWN_DIR") != NULL && i < G_N_ELEMENTS (files); i++) {
    g_autofree char *name = g_strconcat ("/markdown/", files[i].file, NULL);

    g_test_add_data_func (name, &files[i], test_file);
  }
  return g_test_run ();
}
