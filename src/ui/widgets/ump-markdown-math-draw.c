/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-markdown-math.h"


static void
draw_root (UmpMarkdownMath *self, GtkSnapshot *snapshot, double x, double baseline, const GdkRGBA *color)
{
  double size = self->stretch, thickness = MAX (1, round (size * .055)), top = baseline - self->ascent, bottom = baseline + self->descent;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) x - 1, (float) top - 1, (float) self->width + 2, (float) (bottom - top) + 2));

  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, thickness);
  cairo_move_to (cr, x + size * .04, baseline - size * .22);
  cairo_line_to (cr, x + size * .14, baseline - size * .3);
  cairo_line_to (cr, x + size * .32, bottom - thickness);
  cairo_line_to (cr, x + size * .54, top + thickness / 2);
  cairo_line_to (cr, x + self->width, top + thickness / 2);
  cairo_stroke (cr);
  cairo_destroy (cr);
}


/**
 * ump_markdown_math_snapshot:
 * @self: a formula
 * @snapshot: to draw to
 * @x: its left end
 * @baseline: its baseline
 * @color: of its text
 */
void
ump_markdown_math_snapshot (UmpMarkdownMath *self, GtkSnapshot *snapshot, double x, double baseline, const GdkRGBA *color)
{
  if (self->rule) {
    gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT ((float) x, (float) round (baseline - self->ascent), (float) self->width, (float) self->ascent));
  } else if (self->root) {
    draw_root (self, snapshot, x, baseline, color);
  } else if (self->layout != NULL) {
    gtk_snapshot_save (snapshot);
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) baseline));
    if (self->stretch != 1)
      gtk_snapshot_scale (snapshot, 1, (float) self->stretch);
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, (float) -self->layout_baseline));
    gtk_snapshot_append_layout (snapshot, self->layout, color);
    gtk_snapshot_restore (snapshot);
  }
  for (guint i = 0; i < self->children->len; i++) {
    UmpMarkdownMath *child = g_ptr_array_index (self->children, i);

    ump_markdown_math_snapshot (child, snapshot, x + child->x, baseline + child->y, color);
  }
}
