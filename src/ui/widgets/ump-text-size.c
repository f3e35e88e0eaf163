/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-text-size.h"

/* Of GTK where the desktop enlarges no text. */
#define USUAL_RESOLUTION 96.0


/**
 * ump_text_size_scale:
 * @widget: where it applies
 * @pixels: enough room for text of the usual size
 *
 * A limit between two layouts is about how many letters have room, so it grows
 * with the desktop's text. It does not shrink with it: lines would become long.
 *
 * Returns: enough room for text as large as the desktop wants it
 */
int
ump_text_size_scale (GtkWidget *widget, int pixels)
{
  double resolution = pango_cairo_context_get_resolution (gtk_widget_get_pango_context (widget));

  return (int) (pixels * MAX (resolution / USUAL_RESOLUTION, 1));
}
