/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ump-md-block.h"

G_BEGIN_DECLS

/* What the view stacks: a block, or a part of one that is small enough to be
 * laid out within a frame. Only items near the viewport have a widget. */

typedef enum {
  UMP_MARKDOWN_ITEM_TEXT,
  UMP_MARKDOWN_ITEM_CODE,
  UMP_MARKDOWN_ITEM_ROW,
  UMP_MARKDOWN_ITEM_RULE,
  UMP_MARKDOWN_ITEM_MATH,
  UMP_MARKDOWN_ITEM_MORE,
  UMP_MARKDOWN_ITEM_PICTURE,
} UmpMarkdownItemKind;

/* What a piece stands in for assistive tools. */
typedef enum {
  UMP_MARKDOWN_FRAME_NONE,
  UMP_MARKDOWN_FRAME_LIST,
  UMP_MARKDOWN_FRAME_TABLE,
} UmpMarkdownFrameKind;

typedef struct {
  UmpMarkdownItemKind kind;
  UmpMdBlock *block;
  guint block_index;
  /* Bytes of the block's text. */
  guint start;
  guint end;
  /* Row of a table; for MORE the number of rows that are hidden; for PICTURE
   * the run. */
  guint row;
  guint lines;
  gboolean first;
  gboolean last;
  /* With the same block: items of one list or table. */
  UmpMarkdownFrameKind frame;
  guint frame_block;

  /* Space above, part of the height; marks of the containers that the block
   * before stands in too go through it. */
  double margin;
  guint joined;
  double height;
  gboolean measured;
  GtkWidget *widget;
} UmpMarkdownItem;

/* How a view shows its blocks. */
typedef struct {
  gboolean plain;
  gboolean revealed;
  double scale;
} UmpMarkdownStyle;

#define UMP_MARKDOWN_ROWS_AT_ONCE 200

void ump_markdown_items_append (GArray *items, UmpMdBlock *block, guint block_index, guint rows_shown, const UmpMarkdownStyle *style);
void ump_markdown_item_clear   (gpointer data);

G_END_DECLS
