/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-md-formula.h"
#include "ump-md-html.h"
#include "ump-md-lines.h"

/* The state follows only the outermost level: the open fence, HTML block or
 * list item there. Inside a list item only what md4c may read on from is looked
 * for. Where two readings are possible the scanner gives up (lost) and offers no
 * further cut, or none until the list is over (doubt); that costs speed and
 * nothing else. */

typedef struct {
  const char *at;
  gsize size;
  gsize indent;
} Content;


static void
forget_blocks (UmpMdLines *self)
{
  self->fence = 0;
  self->top_fence = 0;
  self->html_end = NULL;
  self->html_until_blank = FALSE;
  self->previous_blank = TRUE;
  self->in_paragraph = FALSE;
  self->previous_quote = FALSE;
  self->previous_pipe = FALSE;
  self->in_table = FALSE;
  self->previous_lazy = FALSE;
  self->lazy = FALSE;
  self->doubt = FALSE;
  self->in_list = FALSE;
  self->list_mark = 0;
  self->item_offset = 0;
  self->item_empty = FALSE;
}


static Content
skip_indent (const char *at, gsize size)
{
  gsize i = 0, column = 0;

  for (; i < size && (at[i] == ' ' || at[i] == '\t'); i++)
    column += at[i] == '\t' ? 4 - column % 4 : 1;
  return (Content) { at + i, size - i, column };
}


static gboolean
is_blank (const char *at, gsize size)
{
  return skip_indent (at, size).size == 0;
}


static gsize
count_run (const char *at, gsize size)
{
  gsize n = 1;

  while (n < size && at[n] == at[0])
    n++;
  return n;
}


/* Length of an opening fence, or 0. */
static gsize
get_fence (const char *at, gsize size)
{
  gsize n;

  if (size < 3 || (at[0] != '`' && at[0] != '~'))
    return 0;
  n = count_run (at, size);
  if (n < 3 || (at[0] == '`' && memchr (at + n, '`', size - n) != NULL))
    return 0;
  return n;
}


static gboolean
closes_fence (const char *at, gsize size, char fence, gsize length)
{
  gsize n;

  if (size == 0 || at[0] != fence)
    return FALSE;
  n = count_run (at, size);
  return n >= length && is_blank (at + n, size - n);
}


static gboolean
is_rule (const char *at, gsize size)
{
  gsize n = 0;

  if (size == 0 || strchr ("-_*", at[0]) == NULL)
    return FALSE;
  for (gsize i = 0; i < size; i++) {
    if (at[i] == at[0])
      n++;
    else if (at[i] != ' ' && at[i] != '\t')
      return FALSE;
  }
  return n >= 3;
}


/* Whether the paragraph above is a heading. */
static gboolean
is_underline (const char *at, gsize size)
{
  gsize n = at[0] == '=' || at[0] == '-' ? count_run (at, size) : 0;

  return n > 0 && is_blank (at + n, size - n);
}


static gboolean
is_heading (const char *at, gsize size)
{
  gsize n;

  if (size == 0 || at[0] != '#')
    return FALSE;
  n = count_run (at, size);
  return n <= 6 && (n == size || at[n] == ' ' || at[n] == '\t');
}


/* Steps over quote signs and list marks of any depth. */
static Content
skip_containers (const char *at, gsize size)
{
  for (;;) {
    Content content = skip_indent (at, size);
    gsize mark;

    if (content.size > 0 && content.at[0] == '>')
      mark = 1;
    else
      mark = is_rule (content.at, content.size) ? 0 : ump_md_get_list_mark (content.at, content.size);
    if (mark == 0)
      return content;
    at = content.at + mark;
    size = content.size - mark;
  }
}


static gboolean
is_definition (const char *at, gsize size)
{
  const char *end;

  if (at == NULL || size < 4 || at[0] != '[' || at[1] == '^')
    return FALSE;
  end = memmem (at, size, "]:", 2);
  /* A label may be broken over lines. */
  return end != NULL || memchr (at, ']', size) == NULL;
}


static void
read_any_level (UmpMdLines *self, UmpMdLine *line)
{
  Content content = skip_containers (self->text + line->start, line->end - line->start);
  gsize fence;

  line->definition = (self->fence == 0 || self->lost || self->doubt) && is_definition (content.at, content.size);
  if (self->fence != 0) {
    line->verbatim = TRUE;
    if (closes_fence (content.at, content.size, self->fence, self->fence_length))
      self->fence = 0;
    return;
  }
  fence = get_fence (content.at, content.size);
  if (fence > 0) {
    line->verbatim = TRUE;
    self->fence = content.at[0];
    self->fence_length = fence;
  }
}


/* No line goes on with an item that is empty, but which of those around it end
 * then, only md4c can tell. */
static void
look_for_empty_item (UmpMdLines *self, Content content)
{
  if (skip_containers (content.at, content.size).size == 0)
    self->doubt = TRUE;
}


static void
open_item (UmpMdLines *self, Content content, gsize mark)
{
  Content inner = skip_indent (content.at + mark, content.size - mark);
  gsize gap = 1;

  if (inner.size > 0) {
    /* Columns of tabs count from the line's start. */
    gsize column = content.indent + mark;

    gap = 0;
    for (const char *p = content.at + mark; p < inner.at; p++)
      gap += *p == '\t' ? 4 - (column + gap) % 4 : 1;
    if (gap > 4)
      gap = 1;
  }
  self->in_list = TRUE;
  self->lazy = FALSE;
  self->list_mark = content.at[mark - 1];
  self->item_offset = content.indent + mark + gap;
  self->item_empty = inner.size == 0;
  if (!self->item_empty)
    look_for_empty_item (self, inner);
  self->in_paragraph = FALSE;
}


static void
read_list_mark (UmpMdLines *self, Content content, gsize mark)
{
  gboolean plain = is_blank (content.at + mark, content.size - mark) ||
                   (g_ascii_isdigit (content.at[0]) && !(mark == 2 && content.at[0] == '1'));

  if (!self->previous_blank && plain) {
    if (self->in_list ? self->previous_lazy && self->list_mark != content.at[mark - 1]
                      : self->previous_quote || self->previous_pipe || self->in_table)
      self->lost = TRUE;
    /* Only a list that starts with 1 interrupts a paragraph. */
    if (!self->in_list && self->in_paragraph)
      return;
  }
  self->previous_lazy = FALSE;
  open_item (self, content, mark);
}


static void
read_html_start (UmpMdLines *self, Content content)
{
  const char *end = ump_md_html_get_end (content.at, content.size);

  if (!self->previous_blank && self->in_list)
    self->lost = TRUE;
  /* md4c 0.4.8 does not look at how the name of the tag goes on. */
  if (end == NULL && ump_md_html_get_raw_tag (content.at, content.size) > 0)
    self->lost = TRUE;
  self->in_list = FALSE;
  self->in_paragraph = FALSE;
  if (end == NULL)
    self->html_until_blank = TRUE;
  else if (!ump_md_html_has_end (content.at, content.size, end))
    self->html_end = end;
}


static void
leave_list (UmpMdLines *self)
{
  self->in_list = FALSE;
  self->in_paragraph = FALSE;
}


/* Where a table goes on, md4c 0.4.8 takes a fence or a tag for a row of it. A
 * fence gets an empty line before it, which changes nothing where there is no
 * table; whether a tag stands in one, only md4c can tell. */
static void
look_for_table (UmpMdLines *self, Content content, UmpMdLine *line)
{
  gsize ignored;

  if (self->in_table && content.at[0] == '<')
    self->lost = TRUE;
  line->ends_table = self->in_table && content.indent < 4 && get_fence (content.at, content.size) > 0;
  if (line->ends_table)
    self->in_table = FALSE;
  self->in_table |= !self->previous_blank && ump_md_is_table_rule (content.at, content.size, &ignored);
}


static void
read_top_level_block (UmpMdLines *self, Content content)
{
  gsize mark, fence, ignored;

  if (content.indent >= 4) {
    if (self->previous_blank)
      leave_list (self);
    return;
  }
  if (self->in_paragraph && is_underline (content.at, content.size)) {
    self->in_paragraph = FALSE;
    return;
  }
  fence = get_fence (content.at, content.size);
  if (fence > 0) {
    leave_list (self);
    self->top_fence = content.at[0];
    self->top_fence_length = fence;
  } else if (is_rule (content.at, content.size) || is_heading (content.at, content.size)) {
    leave_list (self);
  } else if (content.at[0] == '>') {
    leave_list (self);
  } else if (content.at[0] == '<') {
    read_html_start (self, content);
  } else if ((mark = ump_md_get_list_mark (content.at, content.size)) > 0 &&
             !(self->previous_pipe && ump_md_is_table_rule (content.at, content.size, &ignored))) {
    read_list_mark (self, content, mark);
  } else {
    /* An item without text has no paragraph to go on with. */
    if (self->previous_blank || self->item_empty)
      leave_list (self);
    self->in_paragraph = !self->in_list;
    self->previous_lazy = self->in_list;
    self->lazy |= self->in_list;
  }
}


/* md4c 0.4.8 does not always end such a block where the item ends. */
static void
look_for_inner_html (UmpMdLines *self, Content content)
{
  const char *end = ump_md_html_get_end (content.at, content.size);

  if (end != NULL ? !ump_md_html_has_end (content.at, content.size, end) : ump_md_html_get_raw_tag (content.at, content.size) > 0)
    self->lost = TRUE;
}


static void
read_top_level (UmpMdLines *self, UmpMdLine *line)
{
  const char *start = self->text + line->start;
  Content content = skip_indent (start, line->end - line->start);

  if (self->top_fence != 0) {
    if (content.indent < 4 && closes_fence (content.at, content.size, self->top_fence, self->top_fence_length))
      self->top_fence = 0;
    return;
  }
  if (self->html_end != NULL) {
    if (ump_md_html_has_end (start, line->end - line->start, self->html_end))
      self->html_end = NULL;
    return;
  }
  if (self->html_until_blank) {
    if (get_fence (content.at, content.size) > 0 || ump_md_html_get_end (content.at, content.size) != NULL ||
        ump_md_html_get_raw_tag (content.at, content.size) > 0 || ump_md_get_list_mark (content.at, content.size) > 0)
      self->lost = TRUE;
    return;
  }
  if (self->in_list && content.indent >= self->item_offset) {
    look_for_inner_html (self, content);
    /* md4c 0.4.8 does not always go on with an item after two blank lines, and
     * a line without indentation may have ended the list. */
    if ((self->previous_blank && self->two_blanks) || self->lazy)
      self->doubt = TRUE;
    /* Outside a list that would not end a fence. */
    if (self->doubt && content.indent >= 4 && get_fence (content.at, content.size) > 0)
      self->lost = TRUE;
    look_for_empty_item (self, content);
    self->item_empty = FALSE;
    self->previous_lazy = FALSE;
    return;
  }
  if (self->previous_quote)
    self->in_paragraph = FALSE;
  look_for_table (self, content, line);
  read_top_level_block (self, content);
  /* A quote's paragraph goes on without the sign. */
  self->previous_quote = (content.at[0] == '>' && content.indent < 4) || (self->previous_quote && self->in_paragraph);
  self->previous_pipe = memchr (content.at, '|', content.size) != NULL;
}


/* A fence inside an item or a quote ends with it, and so does the item: only a
 * paragraph goes on without indentation. Where the first line after
 * it is a fence itself, md4c 0.4.8 takes that for the closing one; whether it
 * is, only md4c can tell. */
static void
leave_inner_fence (UmpMdLines *self, const UmpMdLine *line)
{
  Content content = skip_indent (self->text + line->start, line->end - line->start);

  if (self->fence == 0 || self->top_fence != 0 || content.at[0] == '>' ||
      (self->in_list && content.indent >= self->item_offset))
    return;
  if (self->doubt)
    self->lost = TRUE;
  if (content.size >= 3 && (content.at[0] == '`' || content.at[0] == '~') && count_run (content.at, content.size) >= 3)
    self->lost = TRUE;
  self->fence = 0;
  leave_list (self);
}


/* Below another line md4c 0.4.8 reads fences and tags at any indentation, and
 * then looks in vain for the end of the code; they are text or code there
 * (CommonMark 0.31, sections 4.4 and 4.5). In a list only md4c can tell. */
static gboolean
is_only_text (UmpMdLines *self, const UmpMdLine *line)
{
  Content content = skip_indent (self->text + line->start, line->end - line->start);

  if (content.indent < 4 || self->previous_blank || self->fence != 0 || self->top_fence != 0 ||
      self->html_end != NULL || self->html_until_blank ||
      (get_fence (content.at, content.size) == 0 && content.at[0] != '<'))
    return FALSE;
  if (self->in_list && content.indent < self->item_offset)
    self->lost = TRUE;
  return !self->in_list;
}


static gboolean
is_block_start (const char *line, gsize size)
{
  Content content = skip_indent (line, size);

  return content.size > 0 && (content.at[0] == '>' || content.at[0] == '<' || is_rule (content.at, content.size) ||
                              is_heading (content.at, content.size) || ump_md_get_list_mark (content.at, content.size) > 0);
}


/* Where the lines end that belong to one paragraph at most. */
static gsize
get_chunk_end (const UmpMdLines *self, gsize start)
{
  gsize at = start;

  while (at < self->length) {
    const char *line = self->text + at;
    const char *stop = memchr (line, '\n', self->length - at);
    gsize size = stop != NULL ? (gsize) (stop - line) : self->length - at;
    Content content = skip_containers (line, size);

    if (is_blank (line, size) || get_fence (content.at, content.size) > 0)
      break;
    at += size + (stop != NULL);
  }
  return at;
}


/* A displayed formula that goes on over the next lines hides what looks like
 * the beginning of a block in them ("+ b"). */
static void
look_for_formula (UmpMdLines *self, const UmpMdLine *line)
{
  const char *start = self->text + line->start;
  gsize size = line->end - line->start;
  const char *dollars = memmem (start, size, "$$", 2);
  const char *bracket = memmem (start, size, "\\[", 2);
  const char *opening = dollars != NULL && (bracket == NULL || dollars < bracket) ? dollars : bracket;
  Content content;
  UmpMdFormulaMatch match;
  gsize end;

  if (opening == NULL)
    return;
  content = skip_containers (start, size);
  end = get_chunk_end (self, line->start);
  /* The line is a fence with dollars behind it. */
  if (end == line->start)
    return;
  match = ump_md_formula_match (start, end - line->start, (gsize) (opening - start));
  if (match.size == 0 || (gsize) (opening - start) + match.size <= size) {
    /* Another formula may begin further on in the line; then it is not sure. */
    self->formula_end = memmem (opening + 2, (gsize) (start + size - opening) - 2, "$$", 2) != NULL ||
                        memmem (opening + 2, (gsize) (start + size - opening) - 2, "\\[", 2) != NULL ? end : 0;
    self->formula_sure = FALSE;
    return;
  }
  self->formula_end = line->start + (gsize) (opening - start) + match.size;
  self->formula_sure = content.at == opening;
}


static gboolean
may_cut (UmpMdLines *self, const UmpMdLine *line)
{
  const char *at = self->text + line->start;
  gsize size = line->end - line->start;

  if (line->start == 0)
    return TRUE;
  if (self->lost || !self->previous_blank || self->top_fence != 0 || self->html_end != NULL ||
      at[0] == ' ' || at[0] == '\t')
    return FALSE;
  /* What may grow into the closing fence of an item. */
  if (self->fence != 0 && (at[0] == '`' || at[0] == '~'))
    return FALSE;
  /* Whatever the list was, it ends before a paragraph. */
  if (self->doubt && (self->fence != 0 || at[0] == '`' || at[0] == '~' || (ump_md_get_list_mark (at, size) > 0 && !is_rule (at, size))))
    return FALSE;
  return !(self->in_list && ump_md_get_list_mark (at, size) > 0 && !is_rule (at, size));
}


/**
 * ump_md_lines_init:
 * @self: uninitialized
 * @text: valid UTF-8 whose lines end in \n; borrowed
 * @length: bytes of @text
 *
 * @text must begin where a block begins.
 */
void
ump_md_lines_init (UmpMdLines *self, const char *text, gsize length)
{
  *self = (UmpMdLines) { .text = text, .length = length };
  forget_blocks (self);
}


/**
 * ump_md_lines_next:
 * @self: a scanner
 * @line: (out): the next line
 *
 * Returns: %FALSE at the end of the text
 */
gboolean
ump_md_lines_next (UmpMdLines *self, UmpMdLine *line)
{
  const char *stop;
  gboolean was_blank;

  if (self->place >= self->length)
    return FALSE;
  *line = (UmpMdLine) { .start = self->place };
  stop = memchr (self->text + self->place, '\n', self->length - self->place);
  line->has_break = stop != NULL;
  line->end = stop != NULL ? (gsize) (stop - self->text) : self->length;
  line->next = stop != NULL ? line->end + 1 : self->length;
  line->blank = is_blank (self->text + line->start, line->end - line->start);
  self->place = line->next;

  if (line->blank) {
    line->verbatim = self->fence != 0;
    self->two_blanks = self->previous_blank;
    self->previous_blank = TRUE;
    self->previous_quote = FALSE;
    self->previous_pipe = FALSE;
    self->in_table = FALSE;
    self->in_paragraph = FALSE;
    self->html_until_blank = FALSE;
    self->previous_lazy = FALSE;
    /* An item that begins with an empty line holds nothing after a second one. */
    if (self->in_list && self->item_empty)
      self->item_offset = G_MAXSIZE;
    return TRUE;
  }
  line->cut = may_cut (self, line);
  if (line->cut)
    forget_blocks (self);
  was_blank = self->previous_blank;
  self->previous_blank = FALSE;
  if (line->start < self->formula_end) {
    if (!self->formula_sure && is_block_start (self->text + line->start, line->end - line->start))
      self->lost = TRUE;
    if (self->formula_sure)
      return TRUE;
  } else if (self->fence == 0) {
    look_for_formula (self, line);
  }
  self->previous_blank = was_blank;
  leave_inner_fence (self, line);
  line->only_text = line->start >= self->formula_end && is_only_text (self, line);
  if (!line->only_text) {
    read_any_level (self, line);
    read_top_level (self, line);
  }
  self->previous_blank = FALSE;
  return TRUE;
}
