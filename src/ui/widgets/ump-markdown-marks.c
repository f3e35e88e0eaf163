/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-markdown-marks.h"

typedef struct {
  guint block;
  UmpMdSpan span;
} Hit;

struct _UmpMarkdownMarks {
  UmpMdPlace anchor;
  UmpMdPlace focus;
  gboolean selected;

  char *needle;
  GArray *hits;
  /* Index of the hit that the user has stepped to, or -1. */
  int current;
};


/**
 * ump_md_place_compare:
 * @a: a place
 * @b: another
 *
 * Returns: less than, equal to or greater than 0, by the order of reading
 */
int
ump_md_place_compare (UmpMdPlace a, UmpMdPlace b)
{
  if (a.block != b.block)
    return a.block < b.block ? -1 : 1;
  return (a.offset > b.offset) - (a.offset < b.offset);
}


/**
 * ump_markdown_marks_new:
 *
 * Returns: (transfer full): nothing selected and nothing looked for
 */
UmpMarkdownMarks *
ump_markdown_marks_new (void)
{
  UmpMarkdownMarks *self = g_new0 (UmpMarkdownMarks, 1);

  self->hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  self->current = -1;
  return self;
}


/**
 * ump_markdown_marks_free:
 * @self: (transfer full): marks
 */
void
ump_markdown_marks_free (UmpMarkdownMarks *self)
{
  g_free (self->needle);
  g_array_unref (self->hits);
  g_free (self);
}


/**
 * ump_markdown_marks_select:
 * @self: marks
 * @anchor: where the selection was begun
 * @focus: where it has been drawn to
 */
void
ump_markdown_marks_select (UmpMarkdownMarks *self, UmpMdPlace anchor, UmpMdPlace focus)
{
  self->anchor = anchor;
  self->focus = focus;
  self->selected = TRUE;
}


/**
 * ump_markdown_marks_unselect:
 * @self: marks
 */
void
ump_markdown_marks_unselect (UmpMarkdownMarks *self)
{
  self->selected = FALSE;
}


/**
 * ump_markdown_marks_get_ends:
 * @self: marks
 * @anchor: (out): where the selection was begun
 * @focus: (out): where it has been drawn to
 *
 * Returns: whether there is a place at all, even if nothing is selected
 */
gboolean
ump_markdown_marks_get_ends (UmpMarkdownMarks *self, UmpMdPlace *anchor, UmpMdPlace *focus)
{
  *anchor = self->anchor;
  *focus = self->focus;
  return self->selected;
}


/**
 * ump_markdown_marks_get_selection:
 * @self: marks
 * @start: (out): its first place
 * @end: (out): the place behind it
 *
 * Returns: whether any text is selected
 */
gboolean
ump_markdown_marks_get_selection (UmpMarkdownMarks *self, UmpMdPlace *start, UmpMdPlace *end)
{
  int order = ump_md_place_compare (self->anchor, self->focus);

  *start = order <= 0 ? self->anchor : self->focus;
  *end = order <= 0 ? self->focus : self->anchor;
  return self->selected && order != 0;
}


/**
 * ump_markdown_marks_set_needle:
 * @self: marks
 * @needle: (nullable): what to look for; %NULL or "" for nothing
 */
void
ump_markdown_marks_set_needle (UmpMarkdownMarks *self, const char *needle)
{
  g_free (self->needle);
  self->needle = needle != NULL && *needle != '\0' ? g_strdup (needle) : NULL;
  g_array_set_size (self->hits, 0);
  self->current = -1;
}


/**
 * ump_markdown_marks_search:
 * @self: marks
 * @blocks: (element-type UmpMdBlock): the answer
 * @first: first block that has changed since the last search
 *
 * Returns: number of hits in the whole answer
 */
guint
ump_markdown_marks_search (UmpMarkdownMarks *self, GPtrArray *blocks, guint first)
{
  while (self->hits->len > 0 && g_array_index (self->hits, Hit, self->hits->len - 1).block >= first)
    g_array_set_size (self->hits, self->hits->len - 1);
  for (guint i = first; self->needle != NULL && i < blocks->len; i++) {
    g_autoptr (GArray) spans = ump_md_find (g_ptr_array_index (blocks, i), self->needle);

    for (guint j = 0; j < spans->len; j++) {
      Hit hit = { i, g_array_index (spans, UmpMdSpan, j) };

      g_array_append_val (self->hits, hit);
    }
  }
  if (self->current >= (int) self->hits->len)
    self->current = -1;
  return self->hits->len;
}


/**
 * ump_markdown_marks_step:
 * @self: marks
 * @forward: to the next hit, not to the previous one
 * @place: (out): where it is
 *
 * Returns: whether there is one; where there is none, none is current, and the
 *   next step begins at the other end
 */
gboolean
ump_markdown_marks_step (UmpMarkdownMarks *self, gboolean forward, UmpMdPlace *place)
{
  int next = forward ? self->current + 1 : (self->current < 0 ? (int) self->hits->len : self->current) - 1;

  if (next < 0 || next >= (int) self->hits->len) {
    self->current = -1;
    return FALSE;
  }
  self->current = next;
  place->block = g_array_index (self->hits, Hit, next).block;
  place->offset = g_array_index (self->hits, Hit, next).span.start;
  return TRUE;
}


static guint
find_first_hit (UmpMarkdownMarks *self, guint block)
{
  guint low = 0, high = self->hits->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (self->hits, Hit, middle).block < block)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}


/**
 * ump_markdown_marks_append_ranges:
 * @self: marks
 * @block: index of a block
 * @ranges: (element-type UmpMarkdownRange): what to append to
 *
 * Appends what is marked in a block.
 */
void
ump_markdown_marks_append_ranges (UmpMarkdownMarks *self, guint block, GArray *ranges)
{
  UmpMdPlace start, end;

  if (ump_markdown_marks_get_selection (self, &start, &end) && block >= start.block && block <= end.block) {
    UmpMarkdownRange range = {
      .start = block == start.block ? start.offset : 0,
      .end = block == end.block ? end.offset : G_MAXUINT,
      .mark = UMP_MARKDOWN_MARK_SELECTION,
    };

    if (range.end > range.start)
      g_array_append_val (ranges, range);
  }
  for (guint i = find_first_hit (self, block); i < self->hits->len; i++) {
    const Hit *hit = &g_array_index (self->hits, Hit, i);
    UmpMarkdownRange range = {
      .start = hit->span.start,
      .end = hit->span.end,
      .mark = (int) i == self->current ? UMP_MARKDOWN_MARK_CURRENT : UMP_MARKDOWN_MARK_HIT,
    };

    if (hit->block != block)
      break;
    g_array_append_val (ranges, range);
  }
}
