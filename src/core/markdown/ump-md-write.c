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
append_prefix (Writer *self, gboolean first)
{
  const UmpMdBlock *block = self->block;

  for (guint i = 0; i < block->n_containers; i++) {
    const UmpMdContainer *container = &block->containers[i];
    gboolean marked = first && container->first && self->start == 0;

    if (container->kind == UMP_MD_QUOTE) {
      g_string_append (self->out, self->markdown ? "> " : "");
    } else if (container->kind == UMP_MD_ORDERED) {
      gsize length = self->out->len;

      g_string_append_printf (self->out, "%u. ", container->number);
      if (!marked) {
        gsize width = self->out->len - length;

        g_string_truncate (self->out, length);
        g_string_append_printf (self->out, "%*s", (int) width, "");
      }
    } else {
      g_string_append (self->out, !marked ? "  " : self->markdown ? "- " : "• ");
    }
    if (marked && container->task != UMP_MD_TASK_NONE)
      g_string_append (self->out, container->task == UMP_MD_TASK_DONE ? "[x] " : "[ ] ");
  }
}


static void
break_line (Writer *self)
{
  g_string_append_c (self->out, '\n');
  append_prefix (self, FALSE);
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


static void
append_escaped (Writer *self, const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++) {
    if (text[i] == '\n') {
      g_string_append_c (self->out, '\\');
      break_line (self);
      continue;
    }
    /* Not the opening bracket: \[ would open a formula. */
    if (strchr ("\\`*_]<$", text[i]) != NULL && text[i] != '\0')
      g_string_append_c (self->out, '\\');
    g_string_append_c (self->out, text[i]);
  }
}


static void
append_code_span (Writer *self, const char *text, gsize size)
{
  gsize longest = 0, run = 0;
  g_autofree char *fence = NULL;

  for (gsize i = 0; i < size; i++) {
    run = text[i] == '`' ? run + 1 : 0;
    longest = MAX (longest, run);
  }
  fence = g_strnfill (longest + 1, '`');
  g_string_append_printf (self->out, longest > 0 ? "%s %.*s %s" : "%s%.*s%s", fence, (int) size, text, fence);
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

  if (target != NULL)
    g_string_append (self->out, (run->flags & UMP_MD_RUN_IMAGE) != 0 ? "![" : "[");
  g_string_append_printf (self->out, "%s%s%s", strong, emphasis, strike);
  if ((run->flags & UMP_MD_RUN_MATH) != 0)
    g_string_append_printf (self->out, (run->flags & UMP_MD_RUN_DISPLAY) != 0 ? "$$%.*s$$" : "$%.*s$", (int) size, text);
  else if ((run->flags & UMP_MD_RUN_CODE) != 0)
    append_code_span (self, text, size);
  else if ((run->flags & UMP_MD_RUN_HTML) != 0)
    append_lines (self, text, size);
  else
    append_escaped (self, text, size);
  g_string_append_printf (self->out, "%s%s%s", strike, emphasis, strong);
  if (target != NULL)
    g_string_append_printf (self->out, "](%s)", target);
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
  const char *fence = strstr (self->block->text, "```") != NULL ? "~~~~~~" : "```";

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

  append_prefix (self, TRUE);
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


/* Whether @b goes on in a list, one line below @a. */
static gboolean
follows_closely (const UmpMdBlock *a, const UmpMdBlock *b)
{
  return a->n_containers > 0 && b->n_containers > 0 && b->containers[b->n_containers - 1].first &&
         b->containers[b->n_containers - 1].kind != UMP_MD_QUOTE && a->containers[0].kind != UMP_MD_QUOTE &&
         a->kind != UMP_MD_CODE;
}


static char *
write_blocks (GPtrArray *blocks, UmpMdPlace start, UmpMdPlace end, gboolean markdown)
{
  GString *out = g_string_new (NULL);

  for (guint i = start.block; i <= end.block && i < blocks->len; i++) {
    const UmpMdBlock *block = g_ptr_array_index (blocks, i);
    Writer writer = {
      .out = out,
      .markdown = markdown,
      .block = block,
      .start = i == start.block ? MIN (start.offset, block->length) : 0,
      .end = i == end.block ? MIN (end.offset, block->length) : block->length,
    };

    /* A drag that ends before the first letter of a block has none of it. */
    if (i == end.block && i > start.block && end.offset == 0 && block->length > 0)
      break;
    if (i > start.block)
      g_string_append (out, follows_closely (g_ptr_array_index (blocks, i - 1), block) ? "\n" : "\n\n");
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
