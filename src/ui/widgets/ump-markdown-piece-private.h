/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-markdown-decor.h"
#include "ump-markdown-field.h"
#include "ump-markdown-piece.h"

G_BEGIN_DECLS

struct _UmpMarkdownPiece {
  GtkWidget parent_instance;

  UmpMarkdownItemKind kind;
  GtkAccessibleRole role;
  UmpMarkdownFrameKind frame;
  UmpMdBlock *block;
  guint block_index;
  guint start;
  guint end;
  guint row;
  gboolean first;
  gboolean last;
  double margin;
  guint joined;
  UmpMarkdownStyle style;

  /* Shared with the other pieces of the block; kept by the view. */
  UmpMarkdownState *state;

  UmpMarkdownDecor *decor;
  GtkWidget *backdrop;
  GtkWidget *header;
  GtkWidget *copy_icon;
  GtkWidget *language;
  GtkWidget *special;
  GtkWidget *scrollbar;
  GPtrArray *fields;
  /* The widget that the piece's name is taken from. */
  gpointer named_by;
  GArray *ranges;
  GPtrArray *boxes[UMP_MARKDOWN_N_MARKS];
  guint n_boxes[UMP_MARKDOWN_N_MARKS];
  guint boxes_tick;
  guint color_tick;

  /* Where the text is, set when it is allocated. */
  graphene_rect_t content;
  gulong scrolled;
  guint loading;
};

gboolean ump_markdown_piece_scrolls      (UmpMarkdownPiece *self);
void     ump_markdown_piece_forget_state (UmpMarkdownPiece *self);

G_END_DECLS
