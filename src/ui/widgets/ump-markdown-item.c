/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ump-markdown-item.h"

/* A text of this many bytes is laid out in less than a millisecond; the time grows
 * faster than the text. So it is cut at the next end of a sentence, which is not
 * looked for beyond the second number. */
#define ENOUGH_TEXT 2048
#define MAX_TEXT 8192
#define MAX_CODE_LINES 32
/* Each formula is laid out by itself. */
#define MAX_FORMULAS 40

#define GAP 10
/* Between items that nothing parts, between those that empty lines part, and
 * between the blocks of one item, which belong together more closely. */
#define LIST_GAP 5
#define LOOSE_GAP 12
#define ITEM_GAP 7
#define HEADING_GAP 20


/* Never between a character and what combines with it. */
static guint
find_character_start (const char *text, guint start, guint end)
{
  const char *at = text + end;

  while (at > text + start && ((guchar) *at & 0xc0) == 0x80)
    at--;
  for (guint i = 0; i < 64 && at > text + start; i++) {
    gunichar c = g_utf8_get_char (at);

    if (!g_unichar_ismark (c) && c != 0x200d && !g_unichar_iszerowidth (c))
      break;
    at = g_utf8_prev_char (at);
  }
  return at > text + start ? (guint) (at - text) : end;
}


/* Where a sentence ends behind @start, with the space after it; 0 where none does. */
static guint
find_sentence_end (const char *text, guint start, guint end)
{
  static const char * const stops[] = { "。", "！", "？" };

  for (guint i = start; i < end; i++) {
    if (strchr (".!?", text[i]) != NULL && i + 1 < end && (text[i + 1] == ' ' || text[i + 1] == '\n'))
      return i + 2;
    for (guint j = 0; (guchar) text[i] >= 0xe3 && j < G_N_ELEMENTS (stops); j++) {
      if (i + 3 <= end && memcmp (text + i, stops[j], 3) == 0)
        return i + 3;
    }
  }
  return 0;
}


static guint
find_line_break (const char *text, guint start, guint end)
{
  for (guint cut = end; cut > start; cut--) {
    if (text[cut - 1] == ' ' || text[cut - 1] == '\n')
      return cut;
  }
  return 0;
}


static guint
find_prose_cut (const UmpMdBlock *block, guint start)
{
  guint enough = start + ENOUGH_TEXT, limit = MIN (block->length, start + MAX_TEXT), cut;

  if (block->length <= enough)
    return block->length;
  cut = find_sentence_end (block->text, enough, limit);
  if (cut == 0 && limit < block->length)
    cut = find_line_break (block->text, enough, limit);
  if (cut == 0 && limit < block->length)
    cut = find_character_start (block->text, start, enough);
  return cut > 0 ? cut : limit;
}


/* @run is the first run that is not wholly before @start; it is moved on. */
static guint
find_text_cut (const UmpMdBlock *block, guint start, guint *run)
{
  guint limit = find_prose_cut (block, start), formulas = 0;

  while (*run < block->n_runs && block->runs[*run].end <= start)
    (*run)++;
  for (guint i = *run; i < block->n_runs && block->runs[i].start < limit; i++) {
    const UmpMdRun *each = &block->runs[i];

    if ((each->flags & UMP_MD_RUN_MATH) == 0)
      continue;
    /* A formula stays whole, and many of them make a short piece. */
    if (each->end > limit && each->start > start)
      return each->start;
    if (each->end > limit || ++formulas == MAX_FORMULAS)
      return each->end;
  }
  return limit;
}


static guint
find_code_cut (const UmpMdBlock *block, guint start, guint *lines)
{
  const char *text = block->text;
  guint limit = MIN (block->length, start + ENOUGH_TEXT);
  guint at = start;

  *lines = 0;
  while (at < block->length && *lines < MAX_CODE_LINES) {
    const char *stop = memchr (text + at, '\n', block->length - at);
    guint next = stop != NULL ? (guint) (stop - text) + 1 : block->length;

    if (next > limit && *lines > 0)
      break;
    (*lines)++;
    if (next > limit)
      return find_character_start (text, start, limit);
    at = next;
  }
  return at;
}


static UmpMarkdownItem *
add (GArray *items, UmpMdBlock *block, guint block_index, UmpMarkdownItemKind kind, guint start, guint end)
{
  UmpMarkdownItem item = {
    .kind = kind,
    .block = ump_md_block_ref (block),
    .block_index = block_index,
    .start = start,
    .end = end,
    .lines = 1,
  };

  g_array_append_val (items, item);
  return &g_array_index (items, UmpMarkdownItem, items->len - 1);
}


static void
add_pieces (GArray *items, UmpMdBlock *block, guint block_index, gboolean code)
{
  guint at = 0, run = 0;

  do {
    guint lines = 1;
    guint end = code ? find_code_cut (block, at, &lines) : find_text_cut (block, at, &run);
    UmpMarkdownItem *item = add (items, block, block_index, code ? UMP_MARKDOWN_ITEM_CODE : UMP_MARKDOWN_ITEM_TEXT, at, end);

    item->lines = MAX (lines, 1);
    at = end;
  } while (at < block->length);
}


static void
add_rows (GArray *items, UmpMdBlock *block, guint block_index, guint rows_shown)
{
  guint rows = MIN (block->n_rows, rows_shown + 1);

  for (guint row = 0; row < rows; row++) {
    UmpMdSpan first = ump_md_block_get_cell (block, row, 0);
    UmpMdSpan last = ump_md_block_get_cell (block, row, block->n_columns - 1);
    UmpMarkdownItem *item = add (items, block, block_index, UMP_MARKDOWN_ITEM_ROW, first.start, last.end);

    item->row = row;
  }
  if (rows < block->n_rows) {
    UmpMarkdownItem *more = add (items, block, block_index, UMP_MARKDOWN_ITEM_MORE, block->length, block->length);

    more->row = block->n_rows - rows;
  }
}


static void
add_pictures (GArray *items, UmpMdBlock *block, guint block_index)
{
  for (guint i = 0; i < block->n_runs; i++) {
    const UmpMdRun *run = &block->runs[i];

    if ((run->flags & UMP_MD_RUN_IMAGE) != 0 && run->target >= 0 && g_str_has_prefix (block->targets[run->target], "data:image/"))
      add (items, block, block_index, UMP_MARKDOWN_ITEM_PICTURE, block->length, block->length)->row = i;
  }
}


static guint
count_joined (GArray *items, guint first)
{
  const UmpMdBlock *block = g_array_index (items, UmpMarkdownItem, first).block;
  const UmpMdBlock *before = first > 0 ? g_array_index (items, UmpMarkdownItem, first - 1).block : NULL;
  guint n = 0;

  while (before != NULL && n < MIN (block->n_containers, before->n_containers) &&
         block->containers[n].kind == before->containers[n].kind && !block->containers[n].opens)
    n++;
  return n;
}


static double
get_gap (const UmpMdBlock *block, const UmpMarkdownStyle *style)
{
  const UmpMdContainer *innermost = block->n_containers > 0 ? &block->containers[block->n_containers - 1] : NULL;

  if (block->kind == UMP_MD_HEADING && !style->plain)
    return HEADING_GAP;
  if (innermost == NULL || innermost->kind == UMP_MD_QUOTE || (innermost->opens && block->n_containers == 1))
    return GAP;
  if (innermost->loose)
    return innermost->first ? LOOSE_GAP : ITEM_GAP;
  return LIST_GAP;
}


static guint
find_outermost_list (const UmpMdBlock *block)
{
  guint n = 0;

  while (n < block->n_containers && block->containers[n].kind == UMP_MD_QUOTE)
    n++;
  return n;
}


/* A table within a list parts it, so that what stands in it stays in order. */
static void
set_frames (GArray *items, guint first, const UmpMarkdownStyle *style)
{
  const UmpMarkdownItem *item = &g_array_index (items, UmpMarkdownItem, first);
  const UmpMarkdownItem *before = first > 0 ? &g_array_index (items, UmpMarkdownItem, first - 1) : NULL;
  guint list = find_outermost_list (item->block);
  UmpMarkdownFrameKind frame = UMP_MARKDOWN_FRAME_NONE;
  guint block = item->block_index;

  if (item->kind == UMP_MARKDOWN_ITEM_ROW) {
    frame = UMP_MARKDOWN_FRAME_TABLE;
  } else if (list < item->block->n_containers && !style->plain) {
    frame = UMP_MARKDOWN_FRAME_LIST;
    if (before != NULL && before->frame == frame && !item->block->containers[list].opens)
      block = before->frame_block;
  }
  for (guint i = first; i < items->len; i++) {
    g_array_index (items, UmpMarkdownItem, i).frame = frame;
    g_array_index (items, UmpMarkdownItem, i).frame_block = block;
  }
}


/**
 * ump_markdown_items_append:
 * @items: (element-type UmpMarkdownItem): items before it
 * @block: a block
 * @block_index: its place among the blocks
 * @rows_shown: rows of a table to show below its head
 * @style: how it is shown
 *
 * Cuts a block into items and appends them. What is far from the viewport
 * costs only this.
 */
void
ump_markdown_items_append (GArray *items, UmpMdBlock *block, guint block_index, guint rows_shown, const UmpMarkdownStyle *style)
{
  guint first = items->len;

  switch (block->kind) {
  case UMP_MD_CODE:
    add_pieces (items, block, block_index, TRUE);
    break;
  case UMP_MD_TABLE:
    add_rows (items, block, block_index, rows_shown);
    break;
  case UMP_MD_RULE:
    add (items, block, block_index, UMP_MARKDOWN_ITEM_RULE, 0, 0);
    break;
  case UMP_MD_MATH:
    add (items, block, block_index, UMP_MARKDOWN_ITEM_MATH, 0, block->length);
    break;
  case UMP_MD_PARAGRAPH:
  case UMP_MD_HEADING:
  case UMP_MD_HTML:
  default:
    add_pieces (items, block, block_index, FALSE);
    break;
  }
  if (style->revealed)
    add_pictures (items, block, block_index);
  if (items->len == first)
    return;
  g_array_index (items, UmpMarkdownItem, first).first = TRUE;
  if (first > 0)
    g_array_index (items, UmpMarkdownItem, first).margin = floor (get_gap (block, style) * style->scale);
  for (guint i = first; i < items->len; i++)
    g_array_index (items, UmpMarkdownItem, i).joined = i > first ? block->n_containers : count_joined (items, first);
  g_array_index (items, UmpMarkdownItem, items->len - 1).last = TRUE;
  set_frames (items, first, style);
}


/**
 * ump_markdown_item_clear:
 * @data: (type UmpMarkdownItem): an item in an array
 *
 * Takes its widget out of the view.
 */
void
ump_markdown_item_clear (gpointer data)
{
  UmpMarkdownItem *item = data;

  g_clear_pointer (&item->widget, gtk_widget_unparent);
  g_clear_pointer (&item->block, ump_md_block_unref);
}
