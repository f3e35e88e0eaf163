/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-markdown-canvas-private.h"
#include "ump-markdown-code.h"
#include "ump-markdown-warm-up.h"
#include "ump-md-document.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 .,:;!?'()=+-/%"

/* A block of each kind, so that every face that an answer is set in comes up. */
static const char sample[] =
  LETTERS " **" LETTERS "** *" LETTERS "* `" LETTERS "`\n\n"
  "Formula $x_1 + y^2 = 3$\n\n"
  "# " LETTERS "\n\n## " LETTERS "\n\n### " LETTERS "\n\n"
  "- " LETTERS "\n- " LETTERS "\n\n"
  "1. " LETTERS "\n2. " LETTERS "\n\n"
  "| A | B |\n|--|--|\n| 1 | 2 |\n| 3 | 4 |\n\n"
  "```c\nint main (void) { return 0; } /* " LETTERS " */\n```\n";

typedef struct {
  UmpMarkdownCanvas *canvas;
  UmpMdDocument *document;
  UmpMarkdownStack *stack;
  guint done;
} WarmUp;


static void
warm_up_free (gpointer data)
{
  WarmUp *self = data;

  ump_markdown_stack_free (self->stack);
  ump_md_document_free (self->document);
  g_object_unref (self->canvas);
  g_free (self);
}


/* Draws where nobody sees it, so that the glyphs are in the fonts' caches. */
static void
draw (GtkWidget *parent, GtkWidget *piece, int width, int height)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  cairo_surface_t *surface;
  cairo_t *cr;

  gtk_widget_snapshot_child (parent, piece, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cr = cairo_create (surface);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}


/* The piece then waits among the spares. */
static void
show_item (WarmUp *self, UmpMarkdownItem *item, int width)
{
  GtkWidget *parent = GTK_WIDGET (self->canvas);
  GtkWidget *piece = ump_markdown_piece_new (item, &self->canvas->style);
  int height;

  gtk_widget_set_parent (piece, parent);
  ump_markdown_stack_prepare (self->stack, self->done, gtk_widget_get_pango_context (parent), width);
  ump_markdown_piece_set_item (UMP_MARKDOWN_PIECE (piece), item, ump_markdown_stack_get_state (self->stack, item->block_index), &self->canvas->style);
  gtk_widget_measure (piece, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  gtk_widget_size_allocate (piece, &(GtkAllocation) { 0, 0, width, height }, -1);
  draw (parent, piece, width, height);
  ump_markdown_spares_give (self->canvas->spares, piece);
}


static gboolean
step_cb (gpointer user_data)
{
  WarmUp *self = user_data;
  int width = (int) self->canvas->width - 2 * UMP_MARKDOWN_CANVAS_PADDING;
  UmpMarkdownItem *item;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->canvas)) || width <= 0 || self->done >= ump_markdown_stack_get_n_items (self->stack))
    return G_SOURCE_REMOVE;
  item = ump_markdown_stack_get_item (self->stack, self->done);
  if (item->kind == UMP_MARKDOWN_ITEM_CODE) {
    UmpMarkdownState *state = ump_markdown_stack_get_state (self->stack, item->block_index);

    /* That alone is enough for one step. */
    if (!ump_markdown_code_is_loaded (state)) {
      ump_markdown_code_load (state, item->block);
      return G_SOURCE_CONTINUE;
    }
  }
  show_item (self, item, width);
  self->done++;
  return G_SOURCE_CONTINUE;
}


/**
 * ump_markdown_warm_up:
 * @canvas: a mapped canvas that will show an answer
 *
 * Sets a sample of everything that an answer may hold, unseen, in small steps
 * while nothing else is to be done, which is while the services think. Fonts,
 * styles and the list of languages are then loaded, and there are pieces to
 * fill: later that would cost the first frames with text and with code.
 */
void
ump_markdown_warm_up (UmpMarkdownCanvas *canvas)
{
  WarmUp *self = g_new0 (WarmUp, 1);
  GPtrArray *blocks;

  self->canvas = g_object_ref (canvas);
  self->document = ump_md_document_new ();
  ump_md_document_set_text (self->document, sample, strlen (sample), TRUE);
  blocks = ump_md_document_get_blocks (self->document);
  self->stack = ump_markdown_stack_new (&canvas->style);
  ump_markdown_stack_set_blocks (self->stack, blocks, 0);
  g_idle_add_full (G_PRIORITY_LOW, step_cb, self, warm_up_free);
}
