/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-md-document.h"
#include "ump-md-lines.h"
#include "ump-md-parse.h"

struct _UmpMdDocument {
  /* As it came, and made valid; the last bytes of raw may be yet to sanitize. */
  GString *raw;
  gsize sanitized;
  GString *text;

  GPtrArray *blocks;
  /* Text and blocks before the last cut. */
  gsize closed;
  guint closed_blocks;
  /* Definitions before the cut, to be known to what is parsed after it. */
  GString *definitions;
  /* A definition stands where it cannot be told apart: parse all, always. */
  gboolean whole;
};

typedef struct {
  gsize cut;
  gboolean new_definition;
} Scan;


/**
 * ump_md_document_new:
 *
 * Returns: (transfer full): an empty document
 */
UmpMdDocument *
ump_md_document_new (void)
{
  UmpMdDocument *self = g_new0 (UmpMdDocument, 1);

  self->raw = g_string_new (NULL);
  self->text = g_string_new (NULL);
  self->definitions = g_string_new (NULL);
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_md_block_unref);
  return self;
}


/**
 * ump_md_document_free:
 * @self: (transfer full): a document
 */
void
ump_md_document_free (UmpMdDocument *self)
{
  g_string_free (self->raw, TRUE);
  g_string_free (self->text, TRUE);
  g_string_free (self->definitions, TRUE);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}


static void
start_over (UmpMdDocument *self)
{
  g_string_truncate (self->raw, 0);
  g_string_truncate (self->text, 0);
  g_string_truncate (self->definitions, 0);
  self->sanitized = 0;
  self->closed = 0;
  self->closed_blocks = 0;
  self->whole = FALSE;
}


/* Bytes at the end that what comes next may complete: the beginning of a
 * character, or a \r that a \n may follow. */
static gsize
count_unfinished (const char *text, gsize length)
{
  if (length > 0 && text[length - 1] == '\r')
    return 1;
  for (gsize n = 1; n <= MIN (length, 3); n++) {
    guchar c = (guchar) text[length - n];

    if (c < 0x80)
      return 0;
    if (c >= 0xc0)
      return g_utf8_get_char_validated (text + length - n, (gssize) n) == (gunichar) -2 ? n : 0;
  }
  return 0;
}


static void
sanitize (UmpMdDocument *self, gboolean complete)
{
  gsize fresh = self->raw->len - self->sanitized;

  if (!complete)
    fresh -= count_unfinished (self->raw->str + self->sanitized, fresh);
  if (fresh > 0) {
    g_autofree char *valid = ump_md_sanitize (self->raw->str + self->sanitized, (gssize) fresh);

    g_string_append (self->text, valid);
    self->sanitized += fresh;
  }
}


/* Keeps the definitions of a closed paragraph that is made of nothing else. */
static void
keep_definitions (UmpMdDocument *self, gsize start, gsize end)
{
  g_autoptr (GPtrArray) blocks = ump_md_parse (self->text->str + start, (gssize) (end - start));

  if (blocks->len > 0) {
    self->whole = TRUE;
    return;
  }
  g_string_append_len (self->definitions, self->text->str + start, (gssize) (end - start));
  if (self->definitions->len > 0 && self->definitions->str[self->definitions->len - 1] != '\n')
    g_string_append_c (self->definitions, '\n');
  g_string_append_c (self->definitions, '\n');
}


/* Looks for the last cut after the closed text, and for definitions. */
static Scan
scan (UmpMdDocument *self)
{
  Scan result = { .cut = self->closed };
  gsize paragraph = 0;
  gboolean previous_blank = TRUE, defining = FALSE;
  UmpMdLines lines;
  UmpMdLine line;

  ump_md_lines_init (&lines, self->text->str + self->closed, self->text->len - self->closed);
  while (ump_md_lines_next (&lines, &line)) {
    gsize start = self->closed + line.start;

    if (line.cut && line.has_break) {
      if (defining)
        keep_definitions (self, paragraph, start);
      defining = FALSE;
      result.cut = start;
      paragraph = start;
    }
    if (line.definition) {
      result.new_definition = TRUE;
      /* In a list, a quote or below other text: nobody but md4c can tell. */
      if (!defining && !(previous_blank && paragraph == start))
        self->whole = TRUE;
      defining = TRUE;
    }
    previous_blank = line.blank;
  }
  return result;
}


static GPtrArray *
parse_after_definitions (UmpMdDocument *self, gsize start, gsize end)
{
  const char *text = self->text->str + start;
  g_autoptr (GString) joined = NULL;

  if (self->definitions->len == 0 || memchr (text, '[', end - start) == NULL)
    return ump_md_parse (text, (gssize) (end - start));
  joined = g_string_new_len (self->definitions->str, (gssize) self->definitions->len);
  g_string_append_len (joined, text, (gssize) (end - start));
  return ump_md_parse (joined->str, (gssize) joined->len);
}


/* Takes over @fresh as the blocks from @index on. Blocks that are alike stay
 * the same objects. */
static guint
replace_blocks (UmpMdDocument *self, guint index, GPtrArray *fresh)
{
  guint same = 0;

  while (same < fresh->len && index + same < self->blocks->len &&
         ump_md_block_equal (g_ptr_array_index (fresh, same), g_ptr_array_index (self->blocks, index + same)))
    same++;
  g_ptr_array_set_size (self->blocks, (int) (index + same));
  for (guint i = same; i < fresh->len; i++)
    g_ptr_array_add (self->blocks, ump_md_block_ref (g_ptr_array_index (fresh, i)));
  return index + same;
}


static guint
parse_tail (UmpMdDocument *self, gsize cut)
{
  guint kept = self->closed_blocks;
  g_autoptr (GPtrArray) fresh = NULL;
  g_autoptr (GPtrArray) tail = NULL;

  if (cut == self->closed)
    return replace_blocks (self, kept, tail = parse_after_definitions (self, cut, self->text->len));
  fresh = parse_after_definitions (self, self->closed, cut);
  tail = parse_after_definitions (self, cut, self->text->len);
  self->closed_blocks += fresh->len;
  for (guint i = 0; i < tail->len; i++)
    g_ptr_array_add (fresh, ump_md_block_ref (g_ptr_array_index (tail, i)));
  self->closed = cut;
  return replace_blocks (self, kept, fresh);
}


/* A definition changes links anywhere in the text. */
static guint
parse_all (UmpMdDocument *self, gsize cut)
{
  g_autoptr (GPtrArray) fresh = ump_md_parse (self->text->str, (gssize) self->text->len);

  if (!self->whole && cut > self->closed) {
    g_autoptr (GPtrArray) part = ump_md_parse (self->text->str + self->closed, (gssize) (cut - self->closed));

    self->closed_blocks += part->len;
    self->closed = cut;
  }
  return replace_blocks (self, 0, fresh);
}


/**
 * ump_md_document_add:
 * @self: a document
 * @text: the whole answer so far; any bytes
 * @length: bytes of @text
 * @thorough: whether to compare all of the text before and not only its end
 *
 * Takes what is new in @text and parses nothing; see ump_md_document_update().
 *
 * Returns: whether @text continues the text before; where it does not, the
 *   document has started over
 */
gboolean
ump_md_document_add (UmpMdDocument *self, const char *text, gsize length, gboolean thorough)
{
  gsize known = self->raw->len;
  gsize compared = thorough ? known : MIN (known, 1024);
  gboolean continues = length >= known && memcmp (text + known - compared, self->raw->str + known - compared, compared) == 0;

  if (!continues) {
    start_over (self);
    known = 0;
  }
  g_string_append_len (self->raw, text + known, (gssize) (length - known));
  return continues;
}


/**
 * ump_md_document_update:
 * @self: a document
 * @complete: whether nothing more will come; then all of it is parsed once more
 *
 * Parses what has been added since the last call.
 *
 * Returns: index of the first block that is not as it was
 */
guint
ump_md_document_update (UmpMdDocument *self, gboolean complete)
{
  Scan found;

  sanitize (self, complete);
  if (complete) {
    self->closed = 0;
    self->closed_blocks = 0;
    g_string_truncate (self->definitions, 0);
    self->whole = FALSE;
    return parse_all (self, 0);
  }
  if (self->whole)
    return parse_all (self, 0);
  found = scan (self);
  if (found.new_definition)
    return parse_all (self, found.cut);
  return parse_tail (self, found.cut);
}


/**
 * ump_md_document_set_text:
 * @self: a document
 * @text: the whole answer so far; any bytes
 * @length: bytes of @text
 * @complete: whether nothing more will come
 *
 * Cheap where @text continues the text before.
 *
 * Returns: index of the first block that is not as it was
 */
guint
ump_md_document_set_text (UmpMdDocument *self, const char *text, gsize length, gboolean complete)
{
  g_return_val_if_fail (self != NULL, 0);

  ump_md_document_add (self, text, length, TRUE);
  return ump_md_document_update (self, complete);
}


/**
 * ump_md_document_get_blocks:
 * @self: a document
 *
 * Returns: (transfer none) (element-type UmpMdBlock): its blocks
 */
GPtrArray *
ump_md_document_get_blocks (UmpMdDocument *self)
{
  return self->blocks;
}


/**
 * ump_md_document_get_text:
 * @self: a document
 * @length: (out) (optional): its bytes
 *
 * Returns: (transfer none): the answer in Markdown, made valid UTF-8
 */
const char *
ump_md_document_get_text (UmpMdDocument *self, gsize *length)
{
  if (length != NULL)
    *length = self->text->len;
  return self->text->str;
}


/**
 * ump_md_document_get_closed:
 * @self: a document
 *
 * Returns: bytes of the text that will not be parsed again before the end
 */
gsize
ump_md_document_get_closed (UmpMdDocument *self)
{
  return self->closed;
}
