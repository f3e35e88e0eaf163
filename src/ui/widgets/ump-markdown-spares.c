/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-markdown-spares.h"

/* As many as leave the screen between two frames when it scrolls by a page. */
#define MAX_SPARES 32

struct _UmpMarkdownSpares {
  GPtrArray *pieces;
};


/**
 * ump_markdown_spares_new:
 *
 * Returns: (transfer full): no spares
 */
UmpMarkdownSpares *
ump_markdown_spares_new (void)
{
  UmpMarkdownSpares *self = g_new0 (UmpMarkdownSpares, 1);

  self->pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  return self;
}


/**
 * ump_markdown_spares_free:
 * @self: (transfer full): spares; they leave their parent
 */
void
ump_markdown_spares_free (UmpMarkdownSpares *self)
{
  g_ptr_array_unref (self->pieces);
  g_free (self);
}


/**
 * ump_markdown_spares_give:
 * @self: spares
 * @piece: (transfer full): a piece that is not shown any more; it stays a child
 *   of its parent
 */
void
ump_markdown_spares_give (UmpMarkdownSpares *self, GtkWidget *piece)
{
  if (self->pieces->len >= MAX_SPARES) {
    gtk_widget_unparent (piece);
    return;
  }
  ump_markdown_piece_rest (UMP_MARKDOWN_PIECE (piece));
  g_ptr_array_add (self->pieces, piece);
}


/**
 * ump_markdown_spares_take:
 * @self: spares
 * @item: what is to be shown
 * @style: how
 *
 * Returns: (transfer full) (nullable): a piece that fits, visible again, or
 *   %NULL where there is none
 */
GtkWidget *
ump_markdown_spares_take (UmpMarkdownSpares *self, const UmpMarkdownItem *item, const UmpMarkdownStyle *style)
{
  for (guint i = self->pieces->len; i > 0; i--) {
    GtkWidget *piece = g_ptr_array_index (self->pieces, i - 1);

    if (ump_markdown_piece_fits (UMP_MARKDOWN_PIECE (piece), item, style)) {
      g_ptr_array_steal_index_fast (self->pieces, i - 1);
      gtk_widget_set_visible (piece, TRUE);
      return piece;
    }
  }
  return NULL;
}
