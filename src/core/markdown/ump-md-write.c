/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-md-write.h"

typedef struct {
  GString *out;
  gboolean markdown;
  const UmpMdBlock *block;
  guint start;
  guint end;
  /* Part of one block stands in nothing. */
  guint n_containers;
  gboolean in_cell;
  gboolean line_start;
  /* Lists at this depth that are written with the other sign, so that two
   * neighbours stay two. */
  guint32 *other_signs;
} Writer;


static UmpMdSpan
clip (const Writer *self, guint start, guint end)
{
  UmpMdSpan span = { MAX (start, self->start), MIN (end, self->end) };

  span.end = MAX (span.start, span.end);
  return span;
}

/* What stands before the first line of a block, or before the others. */

static void
append_mark (Writer *self, guint depth, gboolean marked)
{
  const UmpMdContainer *container = &self->block->containers[depth];
  gboolean other = self->markdown && (*self->other_signs & (1u << depth)) != 0;
  g_autofree char *mark = NULL;

  if (container->kind == UMP_MD_ORDERED)
    mark = g_strdup_printf ("%u%s ", container->number, other ? ")" : ".");
  else
    mark = g_strdup (self->markdown ? (other ? "* " : "- ") : "• ");
  if (marked)
    g_string_append (self->out, mark);
  else
    g_string_append_printf (self->out, "%*s", (int) g_utf8_strlen (mark, -1), "");
  if (marked && container->task != UMP_MD_TASK_NONE)
    g_string_append (self->out, container->task == UMP_MD_TASK_DONE ? "[x] " : "[ ] ");
}


static void
append_prefix (Writer *self, guint n_containers, gboolean first)
{
  for (guint i = 0; i < n_containers; i++) {
    const UmpMdContainer *container = &self->block->containers[i];

    if (container->kind == UMP_MD_QUOTE)
      g_string_append (self->out, self->markdown ? "> " : "");
    else
      append_mark (self, i, first && container->first && self->start == 0);
  }
  self->line_start = TRUE;
}


static void
break_line (Writer *self)
{
  g_string_append_c (self->out, '\n');
  append_prefix (self, self->n_containers, FALSE);
}


static void
append_lines (Writer *self, const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++) {
    if (text[i] == '\n')
      break_line (self);
    else
      g_string_append_c (self->out, text[i]);
  }
}


/* &amp; and the like: an ampersand alone is none. */
static gboolean
begins_entity (const char *text, gsize size)
{
  gsize i = 1;

  while (i < size && (g_ascii_isalnum (text[i]) || text[i] == '#'))
    i++;
  return text[0] == '&' && i > 1 && i < size && text[i] == ';';
}


/* Whether the character would begin a block: a list, a heading, a quote, a
 * rule. Of a number it is what follows it. */
static gboolean
begins_block (const char *line, const char *at)
{
  if (line == at)
    return strchr ("-+#>=:|", *at) != NULL;
  if (*at != '.' && *at != ')')
    return FALSE;
  for (const char *p = line; p < at; p++) {
    if (!g_ascii_isdigit (*p))
      return FALSE;
  }
  return TRUE;
}


static void
append_escaped (Writer *self, const char *text, gsize size)
{
  const char *line = self->line_start ? text : NULL;

  for (gsize i = 0; i < size; i++) {
    if (text[i] == '\n') {
      g_string_append_c (self->out, '\\');
      break_line (self);
      line = text + i + 1;
      continue;
    }
    /* Not the opening bracket: \[ would open a formula. */
    if ((text[i] != '\0' && strchr ("\\`*_]<$~", text[i]) != NULL) || begins_entity (text + i, size - i) ||
        (line != NULL && begins_block (line, text + i)) || (text[i] == '|' && self->in_cell) ||
        (text[i] == '#' && self->block->kind == UMP_MD_HEADING))
      g_string_append_c (self->out, '\\');
    g_string_append_c (self->out, text[i]);
  }
  if (size > 0)
    self->line_start = FALSE;
}


static guint
count_longest (const char *text, gsize size, char sign)
{
  guint longest = 0, run = 0;

  for (gsize i = 0; i < size; i++) {
    run = text[i] == sign ? run + 1 : 0;
    longest = MAX (longest, run);
  }
  return longest;
}


static void
append_code_span (Writer *self, const char *text, gsize size)
{
  guint longest = count_longest (text, size, '`');
  g_autofree char *fence = g_strnfill (longest + 1, '`');
  const char *pad = longest > 0 ? " " : "";

  g_string_append_printf (self->out, "%s%s", fence, pad);
  for (gsize i = 0; i < size; i++) {
    if (text[i] == '|' && self->in_cell)
      g_string_append_c (self->out, '\\');
    g_string_append_c (self->out, text[i]);
  }
  g_string_append_printf (self->out, "%s%s", pad, fence);
}


static void
append_target (Writer *self, const char *target)
{
  gboolean brackets = *target == '\0' || strpbrk (target, " ()\t") != NULL;

  g_string_append (self->out, brackets ? "](<" : "](");
  for (const char *p = target; *p != '\0'; p++) {
    if (strchr ("<>\\", *p) != NULL || begins_entity (p, strlen (p)) || (*p == '|' && self->in_cell))
      g_string_append_c (self->out, '\\');
    g_string_append_c (self->out, *p);
  }
  g_string_append (self->out, brackets ? ">)" : ")");
}


static void
append_run (Writer *self, const UmpMdRun *run, UmpMdSpan span)
{
  const char *text = self->block->text + span.start;
  gsize size = span.end - span.start;
  const char *target = run->target >= 0 ? self->block->targets[run->target] : NULL;
  const char *strong = (run->flags & UMP_MD_RUN_STRONG) != 0 ? "**" : "";
  const char *emphasis = (run->flags & UMP_MD_RUN_EMPHASIS) != 0 ? "*" : "";
  const char *strike = (run->flags & UMP_MD_RUN_STRIKE) != 0 ? "~~" : "";
  gsize begun = self->out->len;

  g_string_append_printf (self->out, "%s%s%s", strong, emphasis, strike);
  if (target != NULL && (run->flags & UMP_MD_RUN_LINK) != 0)
    g_string_append_c (self->out, '[');
  if ((run->flags & UMP_MD_RUN_IMAGE) != 0)
    g_string_append (self->out, "![");
  if (self->out->len > begun)
    self->line_start = FALSE;
  if ((run->flags & UMP_MD_RUN_MATH) != 0)
    g_string_append_printf (self->out, (run->flags & UMP_MD_RUN_DISPLAY) != 0 ? "$$%.*s$$" : "$%.*s$", (int) size, text);
  else if ((run->flags & UMP_MD_RUN_CODE) != 0)
    append_code_span (self, text, size);
  else if ((run->flags & UMP_MD_RUN_HTML) != 0)
    append_lines (self, text, size);
  else
    append_escaped (self, text, size);
  self->line_start = FALSE;
  if ((run->flags & UMP_MD_RUN_IMAGE) != 0)
    append_target (self, run->picture >= 0 ? self->block->targets[run->picture] : target != NULL ? target : "");
  if (target != NULL && (run->flags & UMP_MD_RUN_LINK) != 0)
    append_target (self, target);
  g_string_append_printf (self->out, "%s%s%s", strike, emphasis, strong);
}


static void
append_inline (Writer *self, guint start, guint end)
{
  UmpMdSpan whole = clip (self, start, end);
  guint done = whole.start;

  if (!self->markdown) {
    append_lines (self, self->block->text + whole.start, whole.end - whole.start);
    return;
  }
  for (guint i = 0; i < self->block->n_runs; i++) {
    const UmpMdRun *run = &self->block->runs[i];
    UmpMdSpan span = { MAX (run->start, whole.start), MIN (run->end, whole.end) };

    if (span.start >= span.end)
      continue;
    append_escaped (self, self->block->text + done, span.start - done);
    append_run (self, run, span);
    done = span.end;
  }
  append_escaped (self, self->block->text + done, whole.end - done);
}


static void
append_code (Writer *self)
{
  UmpMdSpan span = clip (self, 0, self->block->length);
  gboolean fenced = self->markdown && self->block->kind == UMP_MD_CODE;
  g_autofree char *fence = g_strnfill (MAX (3, count_longest (self->block->text, self->block->length, '`') + 1), '`');

  if (fenced) {
    g_string_append_printf (self->out, "%s%s", fence, self->block->info != NULL ? self->block->info : "");
    break_line (self);
  }
  append_lines (self, self->block->text + span.start, span.end - span.start);
  if (fenced) {
    break_line (self);
    g_string_append (self->out, fence);
  }
}


static void
append_table_rule (Writer *self)
{
  static const char * const rules[] = { "---", ":---", ":---:", "---:" };

  break_line (self);
  g_string_append_c (self->out, '|');
  for (guint i = 0; i < self->block->n_columns; i++)
    g_string_append_printf (self->out, " %s |", rules[self->block->aligns[i]]);
}


static void
append_table (Writer *self)
{
  const UmpMdBlock *block = self->block;
  gboolean begun = FALSE;

  for (guint row = 0; row < block->n_rows; row++) {
    UmpMdSpan first = ump_md_block_get_cell (block, row, 0);
    UmpMdSpan last = ump_md_block_get_cell (block, row, block->n_columns - 1);

    if (last.end < self->start || first.start > self->end)
      continue;
    if (begun)
      break_line (self);
    if (self->markdown)
      g_string_append_c (self->out, '|');
    for (guint column = 0; column < block->n_columns; column++) {
      UmpMdSpan cell = ump_md_block_get_cell (block, row, column);

      if (self->markdown)
        g_string_append_c (self->out, ' ');
      else if (column > 0)
        g_string_append_c (self->out, '\t');
      self->in_cell = TRUE;
      self->line_start = FALSE;
      append_inline (self, cell.start, cell.end);
      if (self->markdown)
        g_string_append (self->out, " |");
    }
    if (self->markdown && !begun)
      append_table_rule (self);
    begun = TRUE;
  }
}


static void
append_block (Writer *self)
{
  const UmpMdBlock *block = self->block;

  append_prefix (self, self->n_containers, TRUE);
  switch (block->kind) {
  case UMP_MD_CODE:
  case UMP_MD_HTML:
    append_code (self);
    break;
  case UMP_MD_TABLE:
    append_table (self);
    break;
  case UMP_MD_RULE:
    g_string_append (self->out, "---");
    break;
  case UMP_MD_HEADING:
    if (self->markdown && self->start == 0)
      g_string_append_printf (self->out, "%.*s ", (int) block->level, "######");
    append_inline (self, 0, block->length);
    break;
  case UMP_MD_MATH:
  case UMP_MD_PARAGRAPH:
  default:
    append_inline (self, 0, block->length);
    break;
  }
}


static guint
count_shared (const UmpMdBlock *a, const UmpMdBlock *b)
{
  guint n = 0;

  while (n < MIN (a->n_containers, b->n_containers) && a->containers[n].kind == b->containers[n].kind && !b->containers[n].opens)
    n++;
  return n;
}


/* Parts a block from the one before: with an empty line that stands in what
 * both stand in, or in a list that has none with nothing. */
static void
append_gap (Writer *self, const UmpMdBlock *before)
{
  guint shared = count_shared (before, self->block);
  const UmpMdContainer *inner = shared > 0 ? &self->block->containers[shared - 1] : NULL;

  if (shared < MIN (before->n_containers, self->block->n_containers) && before->containers[shared].kind == self->block->containers[shared].kind)
    *self->other_signs ^= 1u << shared;
  g_string_append_c (self->out, '\n');
  if (inner != NULL && inner->kind != UMP_MD_QUOTE && !inner->loose)
    return;
  append_prefix (self, shared, FALSE);
  while (self->out->len > 0 && self->out->str[self->out->len - 1] == ' ')
    g_string_truncate (self->out, self->out->len - 1);
  g_string_append_c (self->out, '\n');
}


static char *
write_blocks (GPtrArray *blocks, UmpMdPlace start, UmpMdPlace end, gboolean markdown)
{
  GString *out = g_string_new (NULL);
  guint32 other_signs = 0;

  for (guint i = start.block; i <= end.block && i < blocks->len; i++) {
    const UmpMdBlock *block = g_ptr_array_index (blocks, i);
    Writer writer = {
      .out = out,
      .markdown = markdown,
      .block = block,
      .start = i == start.block ? MIN (start.offset, block->length) : 0,
      .end = i == end.block ? MIN (end.offset, block->length) : block->length,
      .n_containers = block->n_containers,
      .other_signs = &other_signs,
    };

    /* A drag that ends before the first letter of a block has none of it. */
    if (i == end.block && i > start.block && end.offset == 0 && block->length > 0)
      break;
    if (start.block == end.block && (blocks->len > 1 || writer.start > 0 || writer.end < block->length))
      writer.n_containers = 0;
    if (i > start.block)
      append_gap (&writer, g_ptr_array_index (blocks, i - 1));
    append_block (&writer);
  }
  return g_string_free (out, FALSE);
}


/**
 * ump_md_write_plain:
 * @blocks: (element-type UmpMdBlock): an answer
 * @start: where to begin
 * @end: where to end
 *
 * Returns: (transfer full): that part as a reader sees it; cells are parted by
 *   tabs, formulas are their source
 */
char *
ump_md_write_plain (GPtrArray *blocks, UmpMdPlace start, UmpMdPlace end)
{
  return write_blocks (blocks, start, end, FALSE);
}


/**
 * ump_md_write_markdown:
 * @blocks: (element-type UmpMdBlock): an answer
 * @start: where to begin
 * @end: where to end
 *
 * Returns: (transfer full): that part in Markdown, which gives the same blocks
 *   again; not as it was written
 */
char *
ump_md_write_markdown (GPtrArray *blocks, UmpMdPlace start, UmpMdPlace end)
{
  return write_blocks (blocks, start, end, TRUE);
}
