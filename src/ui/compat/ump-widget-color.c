/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-compat.h"


/**
 * ump_widget_get_color:
 * @widget: a widget
 * @color: (out): its foreground colour
 *
 * For what is drawn in a snapshot, where no CSS node can carry the colour.
 */
void
ump_widget_get_color (GtkWidget *widget, GdkRGBA *color)
{
#if GTK_CHECK_VERSION (4, 10, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_widget_get_color (widget, color);
  G_GNUC_END_IGNORE_DEPRECATIONS
#else
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
#endif
}
