/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <stdlib.h>

#include "ump-application.h"
#include "ump-markdown-view.h"
#include "ump-test.h"

/* Draws answers to PNG files, for people to look at.
 *
 *   gallery FOLDER WIDTH SCALE FILE.md…
 *
 * Dark with ADW_DEBUG_COLOR_SCHEME=prefer-dark. */

typedef struct {
  GtkWidget *view;
  int frames;
} Settling;


static gboolean
count_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Settling *settling = user_data;

  settling->frames++;
  return G_SOURCE_CONTINUE;
}


static gboolean
is_settled (gpointer user_data)
{
  Settling *settling = user_data;

  return settling->frames > 12;
}


static void
draw (GtkWidget *window, const char *path)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  /* With the shadow of the window; at any other size the picture is resampled. */
  int width = gdk_paintable_get_intrinsic_width (paintable), height = gdk_paintable_get_intrinsic_height (paintable);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gdk_texture_save_to_png (texture, path);
}


static void
show (const char *folder, int width, double scale, const char *file, GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *view = ump_markdown_view_new ();
  g_autofree char *base = g_path_get_basename (file);
  g_autofree char *path = g_strdup_printf ("%s/%.*s.png", folder, (int) strcspn (base, "."), base);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  Settling settling = { view, 0 };
  guint tick;

  g_file_get_contents (file, &content, &length, &error);
  g_assert_no_error (error);
  ump_markdown_view_set_scale (UMP_MARKDOWN_VIEW (view), scale);
  ump_markdown_view_set_text (UMP_MARKDOWN_VIEW (view), content, (gssize) length, TRUE);
  gtk_widget_add_css_class (view, "view");
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), view);
  gtk_window_set_default_size (GTK_WINDOW (window), width, 860);
  gtk_window_present (GTK_WINDOW (window));
  tick = gtk_widget_add_tick_callback (view, count_frame_cb, &settling, NULL);
  ump_test_wait_until (is_settled, &settling, 20);
  gtk_widget_remove_tick_callback (view, tick);
  draw (window, path);
  g_print ("%s\n", path);
  gtk_window_destroy (GTK_WINDOW (window));
}


int
main (int argc, char **argv)
{
  g_autoptr (UmpApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  if (argc < 5) {
    g_printerr ("usage: gallery FOLDER WIDTH SCALE FILE.md…\n");
    return 2;
  }
  gtk_init ();
  application = ump_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_mkdir_with_parents (argv[1], 0700);
  for (int i = 4; i < argc; i++)
    show (argv[1], atoi (argv[2]), g_ascii_strtod (argv[3], NULL), argv[i], GTK_APPLICATION (application));
  return 0;
}
