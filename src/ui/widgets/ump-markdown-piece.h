/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-markdown-state.h"

G_BEGIN_DECLS

#define UMP_TYPE_MARKDOWN_PIECE (ump_markdown_piece_get_type ())

/* Shows one item: marks of the containers it stands in, and its text. Uses the
 * actions markdown.copy-code (u), markdown.show-more (u) and markdown.open-link
 * (s) of a widget above it. */
G_DECLARE_FINAL_TYPE (UmpMarkdownPiece, ump_markdown_piece, UMP, MARKDOWN_PIECE, GtkWidget)

typedef enum {
  UMP_MARKDOWN_MARK_SELECTION,
  UMP_MARKDOWN_MARK_HIT,
  UMP_MARKDOWN_MARK_CURRENT,
  UMP_MARKDOWN_N_MARKS,
} UmpMarkdownMark;

typedef struct {
  guint start;
  guint end;
  UmpMarkdownMark mark;
} UmpMarkdownRange;

GtkWidget *ump_markdown_piece_new        (const UmpMarkdownItem *item, const UmpMarkdownStyle *style);
gboolean   ump_markdown_piece_fits       (UmpMarkdownPiece *self, const UmpMarkdownItem *item, const UmpMarkdownStyle *style);
void       ump_markdown_piece_set_item   (UmpMarkdownPiece *self, const UmpMarkdownItem *item, UmpMarkdownState *state, const UmpMarkdownStyle *style);
void       ump_markdown_piece_rest       (UmpMarkdownPiece *self);
void       ump_markdown_piece_set_ranges (UmpMarkdownPiece *self, GArray *ranges);
guint      ump_markdown_piece_get_place  (UmpMarkdownPiece *self, double x, double y);
gboolean   ump_markdown_piece_get_rect   (UmpMarkdownPiece *self, guint place, GdkRectangle *rect);

G_END_DECLS
