/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-md-formula.h"
#include "ump-md-lines.h"
#include "ump-md-source.h"

/* U+FDD0 breaks a pattern and is dropped again; U+FDD1, the formula's number
 * and U+FDD1 stand for a formula. */
#define MARK "\xef\xb7\x90"
#define TOKEN "\xef\xb7\x91"
#define MARK_SIZE 3
#define REPLACEMENT "\xef\xbf\xbd"

/* md4c's search for bare addresses is quadratic in their number within one
 * paragraph; more than this are shown as text. */
#define MAX_BARE_LINKS 400
/* So is its search for links where each stands on a line of its own. */
#define MAX_BRACKETS 2000

typedef struct {
  UmpMdSource *self;
  const char *chunk;
  gsize size;
  guint bare_links;
  guint brackets;
} Chunk;


static void
append_mark (UmpMdSource *self)
{
  g_string_append_len (self->text, MARK, MARK_SIZE);
}


static gboolean
is_noncharacter (const char *at, gsize size)
{
  return size >= 3 && at[0] == '\xef' && at[1] == '\xb7' && (guchar) at[2] >= 0x90 && (guchar) at[2] <= 0xaf;
}


static void
append_safe (UmpMdSource *self, const char *at, gsize size)
{
  const char *end = at + size;
  const char *hit;

  while ((hit = memmem (at, (gsize) (end - at), "\xef\xb7", 2)) != NULL) {
    gboolean foreign = is_noncharacter (hit, (gsize) (end - hit));

    g_string_append_len (self->text, at, hit - at);
    g_string_append_len (self->text, foreign ? REPLACEMENT : hit, foreign ? 3 : 2);
    at = hit + (foreign ? 3 : 2);
  }
  g_string_append_len (self->text, at, end - at);
}


/* What is inserted here is dropped again where md4c gives it back. */
static void
insert (UmpMdSource *self, const char *bytes, gsize size)
{
  UmpMdInsertion insertion = { self->text->len, size };

  g_array_append_val (self->insertions, insertion);
  g_string_append_len (self->text, bytes, (gssize) size);
}


/* Quote signs at the beginning of the lines are no part of a formula in a quote. */
static char *
insert_tex (GStringChunk *strings, const char *at, gsize size, gboolean quoted)
{
  char *tex = g_string_chunk_insert_len (strings, at, (gssize) size);
  char *end = tex;

  for (gsize i = 0; i < size; i++) {
    *end++ = at[i];
    if (at[i] != '\n' || !quoted)
      continue;
    while (i + 1 < size && (at[i + 1] == ' ' || at[i + 1] == '>'))
      i++;
  }
  *end = '\0';
  return g_strstrip (tex);
}


static gboolean
stands_in_quote (const char *chunk, gsize at, gsize size)
{
  if (memchr (chunk + at, '\n', size) == NULL)
    return FALSE;
  while (at > 0 && chunk[at - 1] != '\n')
    at--;
  while (chunk[at] == ' ')
    at++;
  return chunk[at] == '>';
}


/* By hand: an answer may be made of formulas. */
static void
append_token (GString *text, guint number)
{
  char digits[16];
  gsize at = sizeof (digits);

  do
    digits[--at] = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  g_string_append_len (text, TOKEN, MARK_SIZE);
  g_string_append_len (text, digits + at, (gssize) (sizeof (digits) - at));
  g_string_append_len (text, TOKEN, MARK_SIZE);
}


static void
append_formula (const Chunk *chunk, gsize at, const UmpMdFormulaMatch *match)
{
  UmpMdSource *self = chunk->self;
  const char *start = chunk->chunk + at;
  UmpMdFormula formula = {
    .source = g_string_chunk_insert_len (self->strings, start, (gssize) match->size),
    .tex = insert_tex (self->strings, start + match->delimiter, match->size - 2 * match->delimiter, stands_in_quote (chunk->chunk, at, match->size)),
    .display = match->display,
  };

  append_token (self->text, self->formulas->len);
  g_array_append_val (self->formulas, formula);
}


/* Bytes up to the end of the code span that begins at @at, or of the backticks. */
static gsize
get_code_span (const Chunk *chunk, gsize at, guint64 *hopeless, gboolean *found)
{
  gsize n = 1, i;

  while (at + n < chunk->size && chunk->chunk[at + n] == '`')
    n++;
  *found = FALSE;
  /* A length once searched for in vain is not searched for again. */
  if (n >= 64 || (*hopeless & (G_GUINT64_CONSTANT (1) << n)) != 0)
    return n;
  for (i = at + n; i < chunk->size;) {
    gsize run = 0;

    while (i + run < chunk->size && chunk->chunk[i + run] == '`')
      run++;
    if (run == n) {
      *found = TRUE;
      return i + run - at;
    }
    i += MAX (run, 1);
  }
  *hopeless |= G_GUINT64_CONSTANT (1) << n;
  return n;
}


static gboolean
is_bare_link (const Chunk *chunk, gsize at)
{
  const char *p = chunk->chunk + at;
  gsize left = chunk->size - at;

  return p[0] == '@' || (p[0] == ':' && left > 2 && p[1] == '/') || (p[0] == '.' && at >= 3 && strncmp (p - 3, "www", 3) == 0);
}


/* [^1]: at the beginning of a line would be a link's definition. */
static gboolean
ends_footnote_label (const Chunk *chunk, gsize at)
{
  gsize i = at;

  if (at + 1 >= chunk->size || chunk->chunk[at + 1] != ':')
    return FALSE;
  while (i > 0 && chunk->chunk[i - 1] != '\n' && chunk->chunk[i - 1] != '[' && at - i < 999)
    i--;
  return i > 0 && chunk->chunk[i - 1] == '[' && chunk->chunk[i] == '^';
}


static void
append_chunk (Chunk *chunk)
{
  UmpMdSource *self = chunk->self;
  guint64 hopeless = 0;
  gsize plain = 0;

  for (gsize i = 0; i < chunk->size;) {
    char c = chunk->chunk[i];
    UmpMdFormulaMatch match = { 0 };
    gsize step = 1;
    gboolean mark_before = FALSE, mark_after = FALSE, take_away = FALSE, in_code = FALSE;

    if (c == '`') {
      step = get_code_span (chunk, i, &hopeless, &in_code);
    } else if (c == '$' || c == '\\') {
      match = ump_md_formula_match (chunk->chunk, chunk->size, i);
      if (match.size > 0)
        step = match.size;
      else if (i + 1 < chunk->size && (c == '\\' || chunk->chunk[i + 1] == '$'))
        step = 2;
    } else if (c == '[') {
      take_away = ++chunk->brackets > MAX_BRACKETS;
    } else if (c == ']') {
      mark_after = ends_footnote_label (chunk, i);
    } else if ((c == '@' || c == ':' || c == '.') && is_bare_link (chunk, i)) {
      mark_before = ++chunk->bare_links > MAX_BARE_LINKS;
    }
    if (match.size > 0 || mark_before || take_away) {
      append_safe (self, chunk->chunk + plain, i - plain);
      plain = i;
    }
    if (match.size > 0) {
      append_formula (chunk, i, &match);
      plain = i + step;
    }
    if (mark_before)
      append_mark (self);
    if (take_away)
      insert (self, "\\", 1);
    i += step;
    if (mark_after) {
      append_safe (self, chunk->chunk + plain, i - plain);
      append_mark (self);
      plain = i;
    }
  }
  append_safe (self, chunk->chunk + plain, chunk->size - plain);
}


static void
append_chunk_of (UmpMdSource *self, const char *text, gsize start, gsize end)
{
  append_chunk (&(Chunk) { self, text + start, end - start });
}


/* Gives each cell of a rule the three characters that md4c 0.4.8 asks for. */
static void
append_table_rule (UmpMdSource *self, const char *line, gsize size)
{
  for (gsize i = 0; i < size;) {
    gsize n = 0, dashes = 0;

    while (i + n < size && (line[i + n] == '-' || line[i + n] == ':')) {
      dashes += line[i + n] == '-';
      n++;
    }
    if (n == 0) {
      g_string_append_c (self->text, line[i++]);
      continue;
    }
    if (line[i] == ':' && n > 1) {
      g_string_append_c (self->text, line[i++]);
      n--;
    }
    if (dashes > 0 && dashes < 3)
      insert (self, "--", 3 - dashes);
    g_string_append_len (self->text, line + i, (gssize) n);
    i += n;
  }
}


/* Appends lines that hold no empty one. */
static void
append_lines (UmpMdSource *self, const char *text, gsize start, gsize end)
{
  gboolean previous_pipe = FALSE;
  gsize chunk_start = start;

  for (gsize at = start; at < end;) {
    const char *line = text + at;
    const char *stop = memchr (line, '\n', end - at);
    gsize size = stop != NULL ? (gsize) (stop - line) : end - at;
    gsize rule;

    if (previous_pipe && ump_md_is_table_rule (line, size, &rule)) {
      append_chunk_of (self, text, chunk_start, at + rule);
      append_table_rule (self, line + rule, size - rule);
      chunk_start = at + size;
    }
    previous_pipe = memchr (line, '|', size) != NULL;
    at += size + (stop != NULL);
  }
  append_chunk_of (self, text, chunk_start, end);
}


/* About so many formulas; room for them at once, since to move very many takes
 * longer than to count. */
static guint
count_formulas (const char *text, gsize length)
{
  guint n = 0;

  for (const char *at = text; (at = memchr (at, '$', length - (gsize) (at - text))) != NULL; at++)
    n++;
  return n / 2;
}


/**
 * ump_md_source_new:
 * @text: valid UTF-8 whose lines end in \n
 * @length: bytes of @text
 *
 * Returns: (transfer full): what to give to md4c instead of @text
 */
UmpMdSource *
ump_md_source_new (const char *text, gsize length)
{
  UmpMdSource *self = g_new0 (UmpMdSource, 1);
  UmpMdLines lines;
  UmpMdLine line;
  gsize start = 0;

  self->text = g_string_sized_new (length + length / 16 + 16);
  self->formulas = g_array_sized_new (FALSE, FALSE, sizeof (UmpMdFormula), count_formulas (text, length));
  self->strings = g_string_chunk_new (1024);
  self->insertions = g_array_new (FALSE, FALSE, sizeof (UmpMdInsertion));

  ump_md_lines_init (&lines, text, length);
  while (ump_md_lines_next (&lines, &line)) {
    if (!line.blank && !line.verbatim && !line.cut && !line.only_text)
      continue;
    append_lines (self, text, start, line.start);
    start = line.start;
    if (line.ends_table)
      insert (self, "\n", 1);
    if (line.only_text) {
      while (text[start] == ' ' || text[start] == '\t')
        start++;
      append_safe (self, text + line.start, start - line.start);
      append_mark (self);
    }
    /* Where it is not sure that this is code, a footnote must not become a link. */
    if (line.blank || (line.verbatim && memmem (text + line.start, line.end - line.start, "[^", 2) == NULL)) {
      append_safe (self, text + line.start, line.next - line.start);
      start = line.next;
    }
  }
  append_lines (self, text, start, length);
  return self;
}


/**
 * ump_md_source_free:
 * @self: (transfer full): a source
 */
void
ump_md_source_free (UmpMdSource *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->formulas);
  g_string_chunk_free (self->strings);
  g_array_unref (self->insertions);
  g_free (self);
}


/* Index of the first insertion at @place or behind it. */
static guint
find_insertion (const UmpMdSource *self, gsize place)
{
  guint low = 0, high = self->insertions->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (self->insertions, UmpMdInsertion, middle).place < place)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}


/* Appends without what was inserted into the source at these places. */
static void
append_without_insertions (const UmpMdSource *self, GString *out, const char *text, gsize size)
{
  gsize begin, done = 0;

  if (self->insertions->len == 0 || text < self->text->str || text + size > self->text->str + self->text->len) {
    g_string_append_len (out, text, (gssize) size);
    return;
  }
  begin = (gsize) (text - self->text->str);
  for (guint i = find_insertion (self, begin); i < self->insertions->len; i++) {
    const UmpMdInsertion *insertion = &g_array_index (self->insertions, UmpMdInsertion, i);

    if (insertion->place + insertion->size > begin + size)
      break;
    g_string_append_len (out, text + done, (gssize) (insertion->place - begin - done));
    done = insertion->place + insertion->size - begin;
  }
  g_string_append_len (out, text + done, (gssize) (size - done));
}


/**
 * ump_md_source_find_token:
 * @self: a source
 * @text: part of the text that md4c was given
 * @size: bytes of @text
 * @formula: (out) (nullable): what the first token stands for; %NULL for a mark
 * @token_size: (out): bytes of the token
 *
 * Returns: bytes before the first token or mark, @size where there is none
 */
gsize
ump_md_source_find_token (const UmpMdSource *self, const char *text, gsize size, const UmpMdFormula **formula, gsize *token_size)
{
  const char *end = text + size;
  const char *at = text;

  *formula = NULL;
  *token_size = 0;
  while ((at = memmem (at, (gsize) (end - at), "\xef\xb7", 2)) != NULL) {
    gsize left = (gsize) (end - at);

    if (left >= 3 && memcmp (at, MARK, 3) == 0) {
      *token_size = MARK_SIZE;
      return (gsize) (at - text);
    }
    if (left >= 3 && memcmp (at, TOKEN, 3) == 0) {
      const char *stop = memmem (at + 3, left - 3, TOKEN, 3);
      guint64 number = stop != NULL ? g_ascii_strtoull (at + 3, NULL, 10) : G_MAXUINT64;

      if (number < self->formulas->len) {
        *formula = &g_array_index (self->formulas, UmpMdFormula, number);
        *token_size = (gsize) (stop - at) + 3;
        return (gsize) (at - text);
      }
    }
    at += 2;
  }
  return size;
}


/**
 * ump_md_source_append_literal:
 * @self: a source
 * @out: what to append to
 * @text: part of the text that md4c was given, or made of it
 * @size: bytes of @text
 *
 * Appends @text as the answer has it: formulas as they are written.
 */
void
ump_md_source_append_literal (const UmpMdSource *self, GString *out, const char *text, gsize size)
{
  while (size > 0) {
    const UmpMdFormula *formula;
    gsize token;
    gsize before = ump_md_source_find_token (self, text, size, &formula, &token);

    append_without_insertions (self, out, text, before);
    if (formula != NULL)
      g_string_append (out, formula->source);
    text += before + token;
    size -= before + token;
  }
}
