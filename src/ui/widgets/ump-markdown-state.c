/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ump-markdown-code.h"
#include "ump-markdown-flow.h"
#include "ump-markdown-state.h"


/**
 * ump_markdown_state_new:
 * @pool: where colours of code are kept when they are not shown; outlives the state
 *
 * Returns: (transfer full): the state of a block that is shown for the first time
 */
UmpMarkdownState *
ump_markdown_state_new (UmpMarkdownCodePool *pool)
{
  UmpMarkdownState *self = g_new0 (UmpMarkdownState, 1);

  self->hadjustment = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 24, 96, 0));
  self->rows_shown = UMP_MARKDOWN_ROWS_AT_ONCE;
  self->pool = pool;
  return self;
}


/**
 * ump_markdown_state_free:
 * @self: (transfer full): a state
 */
void
ump_markdown_state_free (UmpMarkdownState *self)
{
  g_object_unref (self->hadjustment);
  g_free (self->columns);
  g_free (self->natural);
  ump_markdown_code_forget (self);
  g_free (self);
}


static double
measure_cell (UmpMdBlock *block, UmpMdSpan cell, gboolean head, const UmpMarkdownStyle *style, PangoLayout *layout)
{
  g_autoptr (UmpMarkdownFlow) flow = ump_markdown_flow_new (block, cell.start, cell.end, style);
  PangoAttrList *attrs = ump_markdown_flow_get_attrs (flow);
  int width;

  if (head)
    pango_attr_list_insert (attrs, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attrs, pango_attr_font_features_new ("tnum"));
  ump_markdown_flow_lay_out (flow, pango_layout_get_context (layout));
  pango_layout_set_text (layout, ump_markdown_flow_get_text (flow), -1);
  pango_layout_set_attributes (layout, attrs);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width + 1;
}


/* Takes from the wide columns what the table is too wide by, as far as they
 * stay readable; what is still too much is scrolled. */
static gboolean
fit_columns (UmpMarkdownState *self, double width, double scale)
{
  gboolean changed = FALSE;
  double padding = 2 * floor (UMP_MARKDOWN_CELL_PADDING * scale), total = self->n_columns * padding, spare = 0, narrow = 130 * scale, part;

  for (guint i = 0; i < self->n_columns; i++) {
    total += self->natural[i];
    spare += MAX (0, self->natural[i] - narrow);
  }
  part = spare > 0 ? CLAMP ((total - width) / spare, 0, 1) : 0;
  self->content_width = 0;
  for (guint i = 0; i < self->n_columns; i++) {
    double fitted = floor (self->natural[i] - part * MAX (0, self->natural[i] - narrow));

    changed = changed || fitted != self->columns[i];
    self->columns[i] = fitted;
    self->content_width += fitted + padding;
  }
  return changed;
}


/**
 * ump_markdown_state_measure_columns:
 * @self: the state of a table
 * @block: the table
 * @style: how it is shown
 * @context: fonts
 * @width: room for the table
 *
 * Widens the columns for the rows that have come since.
 *
 * Returns: whether any column is not as wide as it was
 */
gboolean
ump_markdown_state_measure_columns (UmpMarkdownState *self, UmpMdBlock *block, const UmpMarkdownStyle *style, PangoContext *context, double width)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (context);
  guint rows = MIN (block->n_rows, self->rows_shown + 1);
  double widest = CLAMP (width * .5, 160 * style->scale, 380 * style->scale);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  double character = pango_units_to_double (pango_font_metrics_get_approximate_char_width (metrics)) * style->scale;

  pango_font_metrics_unref (metrics);
  if (self->n_columns != MIN (block->n_columns, UMP_MARKDOWN_MAX_COLUMNS)) {
    self->n_columns = MIN (block->n_columns, UMP_MARKDOWN_MAX_COLUMNS);
    self->columns = g_renew (double, self->columns, self->n_columns);
    self->natural = g_renew (double, self->natural, self->n_columns);
    memset (self->columns, 0, self->n_columns * sizeof (double));
    self->rows_measured = 0;
  }
  if (self->rows_measured == 0) {
    for (guint i = 0; i < self->n_columns; i++)
      self->natural[i] = 24 * style->scale;
  }
  /* The last row was perhaps not finished when it was measured. */
  for (guint row = self->rows_measured > 0 ? self->rows_measured - 1 : 0; row < rows; row++) {
    for (guint column = 0; column < self->n_columns; column++) {
      UmpMdSpan cell = ump_md_block_get_cell (block, row, column);
      double *wanted = &self->natural[column];

      /* A cell that cannot be wider needs no layout. */
      if (*wanted >= widest || (cell.end - cell.start) * character * .5 < *wanted * .4)
        continue;
      *wanted = MAX (*wanted, MIN (widest, measure_cell (block, cell, row == 0, style, layout)));
    }
  }
  self->rows_measured = rows;
  return fit_columns (self, width, style->scale);
}
