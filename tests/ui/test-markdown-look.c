/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-markdown-test.h"


static void
test_sentences (UmpMarkdownTest *fixture, gconstpointer data)
{
  g_autofree char *text = ump_markdown_test_repeat ("This sentence is here many times. ", 400);
  guint pieces = 0;

  /* So small that more than one is seen. */
  ump_markdown_view_set_scale (fixture->view, .7);
  ump_markdown_test_set_text (fixture, text, TRUE);
  for (GtkWidget *piece = gtk_widget_get_first_child (GTK_WIDGET (ump_markdown_test_get_canvas (fixture))); piece != NULL; piece = gtk_widget_get_next_sibling (piece)) {
    GtkWidget *shown = gtk_widget_get_visible (piece) ? ump_markdown_test_find_text (piece, "sentence") : NULL;

    if (shown == NULL)
      continue;
    pieces++;
    g_assert_true (g_str_has_prefix (gtk_inscription_get_text (GTK_INSCRIPTION (shown)), "This"));
  }
  g_assert_cmpuint (pieces, >, 1);
}


static void
test_directions (UmpMarkdownTest *fixture, gconstpointer data)
{
  ump_markdown_test_set_text (fixture, "left\n\nمرحبا\n\nשלום [רב](https://x.org)\n\n```\nمرحبا\n```", TRUE);
  g_assert_cmpint (gtk_widget_get_direction (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "left")), ==, GTK_TEXT_DIR_LTR);
  g_assert_cmpint (gtk_widget_get_direction (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "مرحبا")), ==, GTK_TEXT_DIR_RTL);
  g_assert_cmpint (gtk_widget_get_direction (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "שלום")), ==, GTK_TEXT_DIR_RTL);
  /* Labels mirror this by themselves. */
  g_assert_cmpint (gtk_label_get_justify (GTK_LABEL (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "שלום"))), ==, GTK_JUSTIFY_LEFT);
}


/* Lines of prose stand 1.18 of a line apart; those of anything else do not. */
static void
test_line_spacing (UmpMarkdownTest *fixture, gconstpointer data)
{
  GtkWidget *label = g_object_ref_sink (gtk_label_new ("one"));
  int line;

  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, -1, &line, NULL, NULL, NULL);
  g_object_unref (label);
  ump_markdown_test_set_text (fixture, "one  \ntwo  \nthree", TRUE);
  g_assert_cmpfloat_with_epsilon (gtk_widget_get_height (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "one")), 3 * 1.18 * line, 2);
  ump_markdown_test_set_text (fixture, "| one |\n|--|\n| 1 |", TRUE);
  g_assert_cmpfloat_with_epsilon (gtk_widget_get_height (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "one")), line, 2);
}


/* How far the window's most colourful pixel is from grey. */
static int
get_color (UmpMarkdownTest *fixture)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (fixture->view));
  int width = gdk_paintable_get_intrinsic_width (paintable), height = gdk_paintable_get_intrinsic_height (paintable);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  gsize size = (gsize) width * (gsize) height * 4;
  g_autofree guchar *pixels = g_malloc (size);
  int most = 0;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (fixture->window)), node, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gdk_texture_download (texture, pixels, (gsize) width * 4);
  for (gsize i = 0; i < size; i += 4)
    most = MAX (most, ABS (pixels[i] - pixels[i + 2]));
  return most;
}


/* The colours come after the text. */
static void
test_code_color (UmpMarkdownTest *fixture, gconstpointer data)
{
  ump_markdown_test_set_text (fixture, "```\nreturn None\n```", TRUE);
  g_assert_cmpint (get_color (fixture), <=, 60);
  ump_markdown_test_set_text (fixture, "```python\nreturn None\n```", TRUE);
  g_assert_cmpint (get_color (fixture), >, 60);
}


/* In the colour that the theme has for links, #1c71d8, although its text is
 * black at four fifths: the line under it is drawn with no smoothing. */
static void
test_link_color (UmpMarkdownTest *fixture, gconstpointer data)
{
  ump_markdown_test_set_text (fixture, "[link](https://x.org)", TRUE);
  g_assert_cmpint (get_color (fixture), >=, 0xd8 - 0x1c - 5);
}


/* Marks get the room they need, whatever the size of the text. */
static void
test_list_marks (UmpMarkdownTest *fixture, gconstpointer data)
{
  static const double scales[] = { 1, 2, 3 };

  ump_markdown_test_set_text (fixture, "9. nine\n10. ten\n11. eleven\n\nand\n\n123456789. much\n\n- [ ] task", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++) {
    static const char * const marks[] = { "9.", "10.", "123456789.", "☐" };

    ump_markdown_view_set_scale (fixture->view, scales[i]);
    ump_markdown_test_settle (fixture);
    for (guint j = 0; j < G_N_ELEMENTS (marks); j++) {
      GtkWidget *mark = ump_markdown_test_find_text (GTK_WIDGET (fixture->view), marks[j]);
      GtkWidget *piece = gtk_widget_get_parent (mark);
      graphene_rect_t bounds;
      int natural;

      gtk_widget_measure (mark, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
      g_assert_true (gtk_widget_compute_bounds (mark, piece, &bounds));
      g_assert_cmpfloat (bounds.origin.x + bounds.size.width - (float) natural, >=, 0);
      g_assert_true (gtk_widget_get_first_child (piece) == mark);
    }
  }
}


/* The keyboard brings a link below the viewport into it. */
static void
test_focus_scrolls (UmpMarkdownTest *fixture, gconstpointer data)
{
  g_autofree char *words = ump_markdown_test_repeat ("Words.\n\n", 15);
  g_autofree char *text = g_strconcat (words, "[link](https://x.org)\n\n", words, words, NULL);
  GtkWidget *link;
  graphene_rect_t bounds;

  ump_markdown_test_set_text (fixture, text, TRUE);
  link = ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "link");
  g_assert_true (gtk_widget_compute_bounds (link, GTK_WIDGET (fixture->view), &bounds));
  g_assert_cmpfloat (bounds.origin.y, >, gtk_widget_get_height (GTK_WIDGET (fixture->view)));
  gtk_window_set_focus_visible (GTK_WINDOW (fixture->window), TRUE);
  gtk_widget_grab_focus (link);
  ump_markdown_test_settle (fixture);
  g_assert_true (gtk_widget_compute_bounds (link, GTK_WIDGET (fixture->view), &bounds));
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, gtk_widget_get_height (GTK_WIDGET (fixture->view)));
}


static void
test_visible_signs (UmpMarkdownTest *fixture, gconstpointer data)
{
  ump_markdown_test_set_text (fixture, "a\xe2\x80\xae" "b\xe2\x80\xac c\x1b[31md <span foreground=\"red\">e</span>", TRUE);
  g_assert_nonnull (ump_markdown_test_find_text (GTK_WIDGET (fixture->view), "a⟨RLO⟩b⟨PDF⟩ c␛[31md <span foreground=\"red\">e</span>"));
}


int
main (int argc, char **argv)
{
  static const UmpMarkdownTestCase tests[] = {
    { "sentences", test_sentences }, { "directions", test_directions }, { "code-color", test_code_color },
    { "link-color", test_link_color }, { "line-spacing", test_line_spacing }, { "list-marks", test_list_marks }, { "focus-scrolls", test_focus_scrolls }, { "visible-signs", test_visible_signs },
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ump_markdown_test_add (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
