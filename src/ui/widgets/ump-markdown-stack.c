/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ump-markdown-code.h"
#include "ump-markdown-flow.h"
#include "ump-markdown-piece.h"
#include "ump-markdown-stack.h"

struct _UmpMarkdownStack {
  UmpMarkdownStyle style;
  GPtrArray *blocks;
  GArray *items;
  GPtrArray *states;
  UmpMarkdownCodePool *code_pool;

  /* Bottom edge of each item; good up to dirty. */
  GArray *bottoms;
  guint dirty;

  double width;
  double line_height;
  double code_line_height;
  double character_width;
};


/**
 * ump_markdown_stack_new:
 * @style: how blocks are shown
 *
 * Returns: (transfer full): an empty stack
 */
UmpMarkdownStack *
ump_markdown_stack_new (const UmpMarkdownStyle *style)
{
  UmpMarkdownStack *self = g_new0 (UmpMarkdownStack, 1);

  self->style = *style;
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_md_block_unref);
  self->items = g_array_new (FALSE, FALSE, sizeof (UmpMarkdownItem));
  g_array_set_clear_func (self->items, ump_markdown_item_clear);
  self->states = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_markdown_state_free);
  self->code_pool = ump_markdown_code_pool_new ();
  self->bottoms = g_array_new (FALSE, FALSE, sizeof (double));
  self->width = 400;
  self->line_height = self->code_line_height = 20;
  self->character_width = 8;
  return self;
}


/**
 * ump_markdown_stack_free:
 * @self: (transfer full): a stack; widgets of its items leave their parent
 */
void
ump_markdown_stack_free (UmpMarkdownStack *self)
{
  g_array_unref (self->items);
  g_ptr_array_unref (self->blocks);
  g_ptr_array_unref (self->states);
  ump_markdown_code_pool_free (self->code_pool);
  g_array_unref (self->bottoms);
  g_free (self);
}


static double
estimate (UmpMarkdownStack *self, const UmpMarkdownItem *item)
{
  double line = self->line_height * self->style.scale;
  double room = MAX (100, self->width - item->block->n_containers * 26);

  switch (item->kind) {
  case UMP_MARKDOWN_ITEM_CODE:
    return item->lines * self->code_line_height * self->style.scale + (item->first ? 34 : 0) + (item->last ? 10 : 0);
  case UMP_MARKDOWN_ITEM_ROW:
    return line + 12;
  case UMP_MARKDOWN_ITEM_RULE:
    return 13;
  case UMP_MARKDOWN_ITEM_MATH:
    return 2.5 * line;
  case UMP_MARKDOWN_ITEM_MORE:
    return 34;
  case UMP_MARKDOWN_ITEM_PICTURE:
    return 200;
  case UMP_MARKDOWN_ITEM_TEXT:
  default:
    return line * (item->block->kind == UMP_MD_PARAGRAPH ? UMP_MARKDOWN_LINE_SPACING : 1) *
           MAX (1, ceil ((item->end - item->start) * self->character_width * self->style.scale / room));
  }
}


static void
estimate_from (UmpMarkdownStack *self, guint first)
{
  for (guint i = first; i < self->items->len; i++) {
    UmpMarkdownItem *item = &g_array_index (self->items, UmpMarkdownItem, i);

    if (!item->measured)
      item->height = item->margin + estimate (self, item);
  }
  self->dirty = MIN (self->dirty, first);
}


/* Whether the widget of @old shows @fresh rightly without being told. */
static gboolean
shows_the_same (const UmpMarkdownItem *old, const UmpMarkdownItem *fresh)
{
  if (old->first != fresh->first || old->last != fresh->last || old->joined != fresh->joined || old->margin != fresh->margin || old->row != fresh->row || old->start != fresh->start || old->end != fresh->end)
    return FALSE;
  if (old->block == fresh->block)
    return TRUE;
  if (fresh->kind == UMP_MARKDOWN_ITEM_CODE)
    return fresh->end < fresh->block->length && g_strcmp0 (old->block->info, fresh->block->info) == 0 &&
           memcmp (old->block->text + old->start, fresh->block->text + fresh->start, fresh->end - fresh->start) == 0;
  return FALSE;
}


static void
take_widget (UmpMarkdownStack *self, UmpMarkdownItem *old, UmpMarkdownItem *fresh)
{
  if (old->widget == NULL || old->block_index != fresh->block_index || old->start != fresh->start ||
      !ump_markdown_piece_fits (UMP_MARKDOWN_PIECE (old->widget), fresh, &self->style))
    return;
  fresh->widget = g_steal_pointer (&old->widget);
  fresh->height = old->height;
  if (shows_the_same (old, fresh)) {
    fresh->measured = old->measured;
    return;
  }
  ump_markdown_piece_set_item (UMP_MARKDOWN_PIECE (fresh->widget), fresh, ump_markdown_stack_get_state (self, fresh->block_index), &self->style);
}


/* Makes the items of the blocks from @block on anew and gives them the widgets
 * of those that they take the place of. */
static void
rebuild_from (UmpMarkdownStack *self, guint block)
{
  guint first = self->items->len;
  g_autoptr (GArray) old = NULL;

  while (first > 0 && g_array_index (self->items, UmpMarkdownItem, first - 1).block_index >= block)
    first--;
  old = g_array_new (FALSE, FALSE, sizeof (UmpMarkdownItem));
  g_array_set_clear_func (old, ump_markdown_item_clear);
  if (first < self->items->len) {
    g_array_append_vals (old, &g_array_index (self->items, UmpMarkdownItem, first), self->items->len - first);
    /* They are in the other array now. */
    g_array_set_clear_func (self->items, NULL);
    g_array_set_size (self->items, first);
    g_array_set_clear_func (self->items, ump_markdown_item_clear);
  }
  for (guint i = block; i < self->blocks->len; i++)
    ump_markdown_items_append (self->items, g_ptr_array_index (self->blocks, i), i,
                               ump_markdown_stack_get_state (self, i)->rows_shown, &self->style);
  estimate_from (self, first);
  for (guint i = 0; i < old->len && first + i < self->items->len; i++)
    take_widget (self, &g_array_index (old, UmpMarkdownItem, i), &g_array_index (self->items, UmpMarkdownItem, first + i));
}


/**
 * ump_markdown_stack_set_blocks:
 * @self: a stack
 * @blocks: (element-type UmpMdBlock): all blocks
 * @changed: index of the first that is not as it was
 */
void
ump_markdown_stack_set_blocks (UmpMarkdownStack *self, GPtrArray *blocks, guint changed)
{
  g_ptr_array_set_size (self->blocks, (int) MIN (changed, self->blocks->len));
  for (guint i = self->blocks->len; i < blocks->len; i++)
    g_ptr_array_add (self->blocks, ump_md_block_ref (g_ptr_array_index (blocks, i)));
  rebuild_from (self, changed);
  if (self->states->len > self->blocks->len)
    g_ptr_array_set_size (self->states, (int) self->blocks->len);
}


static void
forget_widgets (UmpMarkdownStack *self)
{
  for (guint i = 0; i < self->items->len; i++) {
    UmpMarkdownItem *item = &g_array_index (self->items, UmpMarkdownItem, i);

    g_clear_pointer (&item->widget, gtk_widget_unparent);
    item->measured = FALSE;
  }
}


/**
 * ump_markdown_stack_set_style:
 * @self: a stack
 * @style: how blocks are shown from now on
 */
void
ump_markdown_stack_set_style (UmpMarkdownStack *self, const UmpMarkdownStyle *style)
{
  self->style = *style;
  forget_widgets (self);
  for (guint i = 0; i < self->states->len; i++) {
    UmpMarkdownState *state = g_ptr_array_index (self->states, i);

    state->rows_measured = 0;
    state->content_width = 0;
    ump_markdown_code_forget (state);
  }
  rebuild_from (self, 0);
}


/**
 * ump_markdown_stack_set_width:
 * @self: a stack
 * @width: room for the items
 *
 * All heights are estimates again.
 */
void
ump_markdown_stack_set_width (UmpMarkdownStack *self, double width)
{
  if (width == self->width)
    return;
  self->width = width;
  for (guint i = 0; i < self->items->len; i++)
    g_array_index (self->items, UmpMarkdownItem, i).measured = FALSE;
  for (guint i = 0; i < self->states->len; i++)
    ((UmpMarkdownState *) g_ptr_array_index (self->states, i))->rows_measured = 0;
  estimate_from (self, 0);
}


static double
get_line_height (PangoContext *context, const PangoFontDescription *font, double *character)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (context, font, NULL);
  double height = pango_units_to_double (pango_font_metrics_get_height (metrics));

  if (character != NULL)
    *character = pango_units_to_double (pango_font_metrics_get_approximate_char_width (metrics));
  pango_font_metrics_unref (metrics);
  return height;
}


/**
 * ump_markdown_stack_set_context:
 * @self: a stack
 * @context: the fonts of the view
 */
void
ump_markdown_stack_set_context (UmpMarkdownStack *self, PangoContext *context)
{
  PangoFontDescription *code = pango_font_description_copy (pango_context_get_font_description (context));

  pango_font_description_set_family (code, "monospace");
  self->line_height = get_line_height (context, NULL, &self->character_width);
  self->code_line_height = get_line_height (context, code, NULL) * .95;
  pango_font_description_free (code);
  estimate_from (self, 0);
}


/**
 * ump_markdown_stack_show_more:
 * @self: a stack
 * @block: index of a table
 */
void
ump_markdown_stack_show_more (UmpMarkdownStack *self, guint block)
{
  ump_markdown_stack_get_state (self, block)->rows_shown += UMP_MARKDOWN_ROWS_AT_ONCE;
  rebuild_from (self, block);
}


/* The other rows have other columns too. */
static void
resize_rows (UmpMarkdownStack *self, guint index)
{
  guint block = g_array_index (self->items, UmpMarkdownItem, index).block_index;

  for (guint i = index + 1; i > 0; i--) {
    UmpMarkdownItem *item = &g_array_index (self->items, UmpMarkdownItem, i - 1);

    if (item->block_index != block)
      break;
    item->measured = FALSE;
    if (item->widget != NULL)
      gtk_widget_queue_resize (item->widget);
  }
  for (guint i = index + 1; i < self->items->len; i++) {
    UmpMarkdownItem *item = &g_array_index (self->items, UmpMarkdownItem, i);

    if (item->block_index != block)
      break;
    item->measured = FALSE;
    if (item->widget != NULL)
      gtk_widget_queue_resize (item->widget);
  }
}


/**
 * ump_markdown_stack_prepare:
 * @self: a stack
 * @index: an item that is about to be measured
 * @context: fonts
 * @width: room
 *
 * Measures what the items of a block have in common.
 */
void
ump_markdown_stack_prepare (UmpMarkdownStack *self, guint index, PangoContext *context, double width)
{
  UmpMarkdownItem *item = ump_markdown_stack_get_item (self, index);
  UmpMarkdownState *state = ump_markdown_stack_get_state (self, item->block_index);

  if (item->kind == UMP_MARKDOWN_ITEM_ROW) {
    guint rows = MIN (item->block->n_rows, state->rows_shown + 1);

    if ((state->rows_measured < rows || item->row + 1 == rows) &&
        ump_markdown_state_measure_columns (state, item->block, &self->style, context, width))
      resize_rows (self, index);
  }
}


/**
 * ump_markdown_stack_get_n_items:
 * @self: a stack
 *
 * Returns: number of items
 */
guint
ump_markdown_stack_get_n_items (UmpMarkdownStack *self)
{
  return self->items->len;
}


/**
 * ump_markdown_stack_get_item:
 * @self: a stack
 * @index: an item
 *
 * Returns: (transfer none): the item, until the blocks change
 */
UmpMarkdownItem *
ump_markdown_stack_get_item (UmpMarkdownStack *self, guint index)
{
  g_assert (index < self->items->len);

  return &g_array_index (self->items, UmpMarkdownItem, index);
}


/**
 * ump_markdown_stack_get_state:
 * @self: a stack
 * @block: index of a block
 *
 * Returns: (transfer none): what its items share
 */
UmpMarkdownState *
ump_markdown_stack_get_state (UmpMarkdownStack *self, guint block)
{
  while (self->states->len <= block)
    g_ptr_array_add (self->states, ump_markdown_state_new (self->code_pool));
  return g_ptr_array_index (self->states, block);
}


/**
 * ump_markdown_stack_get_next_widget:
 * @self: a stack
 * @index: an item
 *
 * Returns: (transfer none) (nullable): the first widget of a later item
 */
GtkWidget *
ump_markdown_stack_get_next_widget (UmpMarkdownStack *self, guint index)
{
  /* Items that have widgets are neighbours, but for a few that are far apart. */
  for (guint i = index + 1; i < self->items->len && i < index + 200; i++) {
    GtkWidget *widget = g_array_index (self->items, UmpMarkdownItem, i).widget;

    if (widget != NULL)
      return widget;
  }
  return NULL;
}


/**
 * ump_markdown_stack_set_height:
 * @self: a stack
 * @index: an item
 * @height: as measured
 *
 * Returns: whether that is not what it was
 */
gboolean
ump_markdown_stack_set_height (UmpMarkdownStack *self, guint index, double height)
{
  UmpMarkdownItem *item = ump_markdown_stack_get_item (self, index);
  gboolean changed = item->height != height;

  item->measured = TRUE;
  item->height = height;
  if (changed)
    self->dirty = MIN (self->dirty, index);
  return changed;
}


static void
ensure_bottoms (UmpMarkdownStack *self)
{
  double y = self->dirty > 0 ? g_array_index (self->bottoms, double, self->dirty - 1) : 0;

  if (self->dirty >= self->items->len && self->bottoms->len == self->items->len)
    return;
  g_array_set_size (self->bottoms, self->items->len);
  for (guint i = self->dirty; i < self->items->len; i++) {
    const UmpMarkdownItem *item = &g_array_index (self->items, UmpMarkdownItem, i);

    y += item->height;
    g_array_index (self->bottoms, double, i) = y;
  }
  self->dirty = self->items->len;
}


/**
 * ump_markdown_stack_get_height:
 * @self: a stack
 *
 * Returns: height of all items
 */
double
ump_markdown_stack_get_height (UmpMarkdownStack *self)
{
  ensure_bottoms (self);
  return self->items->len > 0 ? g_array_index (self->bottoms, double, self->items->len - 1) : 0;
}


/**
 * ump_markdown_stack_get_y:
 * @self: a stack
 * @index: an item
 *
 * Returns: its top edge
 */
double
ump_markdown_stack_get_y (UmpMarkdownStack *self, guint index)
{
  ensure_bottoms (self);
  return g_array_index (self->bottoms, double, index) - ump_markdown_stack_get_item (self, index)->height;
}


/**
 * ump_markdown_stack_find:
 * @self: a stack
 * @y: a height
 *
 * Returns: index of the item there, the nearest where there is none; 0 in an
 *   empty stack
 */
guint
ump_markdown_stack_find (UmpMarkdownStack *self, double y)
{
  guint low = 0, high = self->items->len;

  ensure_bottoms (self);
  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (self->bottoms, double, middle) <= y)
      low = middle + 1;
    else
      high = middle;
  }
  return self->items->len > 0 ? MIN (low, self->items->len - 1) : 0;
}


/**
 * ump_markdown_stack_find_place:
 * @self: a stack
 * @block: index of a block
 * @offset: byte of its text
 *
 * Returns: index of the item that shows it
 */
guint
ump_markdown_stack_find_place (UmpMarkdownStack *self, guint block, guint offset)
{
  guint low = 0, high = self->items->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    const UmpMarkdownItem *item = &g_array_index (self->items, UmpMarkdownItem, middle);

    if (item->block_index < block || (item->block_index == block && item->end <= offset && !item->last))
      low = middle + 1;
    else
      high = middle;
  }
  return self->items->len > 0 ? MIN (low, self->items->len - 1) : 0;
}
