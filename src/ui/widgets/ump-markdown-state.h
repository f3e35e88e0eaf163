/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ump-markdown-item.h"

G_BEGIN_DECLS

typedef struct _UmpMarkdownCode UmpMarkdownCode;
typedef struct _UmpMarkdownCodePool UmpMarkdownCodePool;

/* What the items of one block share: how far it is scrolled sideways, the
 * columns of a table, the colours of a piece of code. */
typedef struct {
  GtkAdjustment *hadjustment;
  double content_width;

  guint rows_shown;
  guint n_columns;
  /* Widths as shown, and as wide as the cells would like. */
  double *columns;
  double *natural;
  guint rows_measured;

  /* Colours of code, made when it is first shown. */
  UmpMarkdownCode *code;
  UmpMarkdownCodePool *pool;
} UmpMarkdownState;

UmpMarkdownState *ump_markdown_state_new             (UmpMarkdownCodePool *pool);
void              ump_markdown_state_free            (UmpMarkdownState *self);
gboolean          ump_markdown_state_measure_columns (UmpMarkdownState *self, UmpMdBlock *block, const UmpMarkdownStyle *style, PangoContext *context, double width);

#define UMP_MARKDOWN_MAX_COLUMNS 60
#define UMP_MARKDOWN_CELL_PADDING 10

G_END_DECLS
