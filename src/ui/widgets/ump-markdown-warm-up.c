/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gtksourceview/gtksource.h>
#include <pango/pangocairo.h>

#include "ump-markdown-warm-up.h"

#define SAMPLE "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 .,:;!?'()[]{}=+-*/%#_|&lt;&gt;&amp;"

/* The faces that an answer is set in, and at last the languages of code. */
static const char *const faces[] = {
  SAMPLE,
  "<b>" SAMPLE "</b>",
  "<i>" SAMPLE "</i>",
  "<tt>" SAMPLE "</tt>",
  "<tt><b>" SAMPLE "</b></tt>",
};

typedef struct {
  GtkWidget *widget;
  guint done;
} WarmUp;


static void
warm_up_free (gpointer data)
{
  WarmUp *self = data;

  g_object_unref (self->widget);
  g_free (self);
}


/* Draws where nobody sees it, so that the glyphs are in the font's cache. */
static void
draw_face (GtkWidget *widget, const char *markup)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  cairo_surface_t *surface;
  cairo_t *cr;
  int width, height;

  pango_layout_set_markup (layout, markup, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, MAX (1, width), MAX (1, height));
  cr = cairo_create (surface);
  pango_cairo_show_layout (cr, layout);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}


static gboolean
step_cb (gpointer user_data)
{
  WarmUp *self = user_data;

  if (!gtk_widget_get_mapped (self->widget))
    return G_SOURCE_REMOVE;
  if (self->done < G_N_ELEMENTS (faces)) {
    draw_face (self->widget, faces[self->done++]);
    return G_SOURCE_CONTINUE;
  }
  /* The first question makes the manager read its list. */
  gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), "c");
  gtk_source_style_scheme_manager_get_scheme (gtk_source_style_scheme_manager_get_default (), "Adwaita");
  return G_SOURCE_REMOVE;
}


/**
 * ump_markdown_warm_up:
 * @widget: a mapped widget that will show an answer
 *
 * Loads fonts and the list of languages in small steps while nothing else is
 * to be done, which is while the services think: later it would cost the first
 * frames with text and with code.
 */
void
ump_markdown_warm_up (GtkWidget *widget)
{
  WarmUp *self = g_new0 (WarmUp, 1);

  self->widget = g_object_ref (widget);
  g_idle_add_full (G_PRIORITY_LOW, step_cb, self, warm_up_free);
}
