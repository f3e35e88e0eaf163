/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "ump-duel-layout.h"
#include "ump-narrow-bin.h"
#include "ump-test.h"
#include "ump-wrap-scroller.h"


static GtkWidget *
make_side (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  return label;
}


static GtkWidget *
make_layout (void)
{
  GtkWidget *layout = g_object_ref_sink (ump_duel_layout_new ());

  /* B first: the order of focus must be A, B all the same. */
  ump_duel_layout_set_side (UMP_DUEL_LAYOUT (layout), UMP_SIDE_B, make_side ("b"));
  ump_duel_layout_set_side (UMP_DUEL_LAYOUT (layout), UMP_SIDE_A, make_side ("a long text that would like to be wide"));
  ump_duel_layout_set_switcher (UMP_DUEL_LAYOUT (layout), gtk_button_new_with_label ("switch"));
  return layout;
}


static void
allocate (GtkWidget *widget, int width, int height)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, width);
  gtk_widget_allocate (widget, width, height, -1, NULL);
}


static double
get_x (GtkWidget *child, GtkWidget *parent)
{
  graphene_point_t out;

  g_assert_true (gtk_widget_compute_point (child, parent, &GRAPHENE_POINT_INIT (0, 0), &out));
  return out.x;
}


static void
test_side_by_side (void)
{
  g_autoptr (GtkWidget) layout = make_layout ();
  UmpDuelLayout *duel = UMP_DUEL_LAYOUT (layout);
  GtkWidget *a = ump_duel_layout_get_side (duel, UMP_SIDE_A);
  GtkWidget *b = ump_duel_layout_get_side (duel, UMP_SIDE_B);

  for (int width = 600; width <= 1001; width += 401) {
    allocate (layout, width, 300);
    g_assert_false (ump_duel_layout_get_stacked (duel));
    g_assert_true (gtk_widget_get_child_visible (a));
    g_assert_true (gtk_widget_get_child_visible (b));
    g_assert_cmpint (gtk_widget_get_width (a), ==, gtk_widget_get_width (b));
    g_assert_cmpfloat (get_x (a, layout), <, get_x (b, layout));
  }
  g_assert_true (gtk_widget_get_prev_sibling (b) == a);
}


/* A side that wraps has the height that the layout asked for. */
static void
test_side_height (void)
{
  g_autoptr (GtkWidget) layout = g_object_ref_sink (ump_duel_layout_new ());
  UmpDuelLayout *duel = UMP_DUEL_LAYOUT (layout);
  GtkWidget *sides[UMP_N_SIDES];

  for (guint side = UMP_SIDE_A; side <= UMP_SIDE_B; side++) {
    sides[side] = gtk_label_new ("words that are wrapped wherever the width of the half asks for it, which is at another place "
                                 "for every width, so that among three hundred there must be one where a pixel makes another line of them");
    gtk_label_set_wrap (GTK_LABEL (sides[side]), TRUE);
    ump_duel_layout_set_side (duel, side, sides[side]);
  }
  for (int width = 600; width <= 900; width++) {
    int height, wanted;

    allocate (layout, width, 300);
    gtk_widget_measure (layout, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
    for (guint side = UMP_SIDE_A; side <= UMP_SIDE_B; side++) {
      gtk_widget_measure (sides[side], GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (sides[side]), &wanted, NULL, NULL, NULL);
      g_assert_cmpint (wanted, <=, height);
    }
  }
}


static void
test_right_to_left (void)
{
  g_autoptr (GtkWidget) layout = make_layout ();
  UmpDuelLayout *duel = UMP_DUEL_LAYOUT (layout);

  gtk_widget_set_direction (layout, GTK_TEXT_DIR_RTL);
  allocate (layout, 800, 300);
  g_assert_cmpfloat (get_x (ump_duel_layout_get_side (duel, UMP_SIDE_A), layout), >,
                     get_x (ump_duel_layout_get_side (duel, UMP_SIDE_B), layout));
}


static void
count_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  (*count)++;
}


static gboolean
is_counted (gpointer user_data)
{
  return *(guint *) user_data > 0;
}


static void
test_stacked (void)
{
  g_autoptr (GtkWidget) layout = make_layout ();
  UmpDuelLayout *duel = UMP_DUEL_LAYOUT (layout);
  GtkWidget *a = ump_duel_layout_get_side (duel, UMP_SIDE_A);
  GtkWidget *b = ump_duel_layout_get_side (duel, UMP_SIDE_B);
  guint count = 0;

  g_signal_connect (layout, "notify::stacked", G_CALLBACK (count_cb), &count);
  allocate (layout, 360, 300);
  g_assert_true (ump_duel_layout_get_stacked (duel));
  ump_test_wait_until (is_counted, &count, 5);
  g_assert_true (gtk_widget_get_child_visible (a));
  g_assert_false (gtk_widget_get_child_visible (b));
  g_assert_cmpint (gtk_widget_get_width (a), ==, 360);
  g_assert_true (ump_duel_layout_is_shown (duel, UMP_SIDE_A));
  g_assert_false (ump_duel_layout_is_shown (duel, UMP_SIDE_B));

  ump_duel_layout_set_front (duel, UMP_SIDE_B);
  g_assert_true (gtk_widget_get_child_visible (b));
  g_assert_false (gtk_widget_get_child_visible (a));
  allocate (layout, 361, 300);
  g_assert_cmpint (gtk_widget_get_width (b), ==, 361);

  /* And back. */
  allocate (layout, 600, 300);
  g_assert_false (ump_duel_layout_get_stacked (duel));
  g_assert_true (gtk_widget_get_child_visible (a));
}


/* Twice as large letters need twice the room to stand beside each other. */
static void
test_large_text (void)
{
  g_autoptr (GtkWidget) layout = NULL;

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * 1024, NULL);
  layout = make_layout ();
  allocate (layout, 1199, 300);
  g_assert_true (ump_duel_layout_get_stacked (UMP_DUEL_LAYOUT (layout)));
  allocate (layout, 1200, 300);
  g_assert_false (ump_duel_layout_get_stacked (UMP_DUEL_LAYOUT (layout)));
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-xft-dpi");
}


static void
test_narrow_bin (void)
{
  g_autoptr (GtkWidget) bin = g_object_ref_sink (ump_narrow_bin_new ());
  UmpNarrowBin *narrow_bin = UMP_NARROW_BIN (bin);
  GtkWidget *wide = gtk_label_new ("wide");
  GtkWidget *narrow = gtk_label_new ("n");
  guint count = 0;

  gtk_widget_set_size_request (wide, 400, -1);
  ump_narrow_bin_set_wide (narrow_bin, wide);
  ump_narrow_bin_set_narrow (narrow_bin, narrow);
  g_signal_connect (bin, "notify::is-narrow", G_CALLBACK (count_cb), &count);

  allocate (bin, 400, 50);
  g_assert_false (ump_narrow_bin_get_is_narrow (narrow_bin));
  g_assert_true (gtk_widget_get_child_visible (wide));
  g_assert_false (gtk_widget_get_child_visible (narrow));

  allocate (bin, 399, 50);
  g_assert_true (ump_narrow_bin_get_is_narrow (narrow_bin));
  g_assert_true (gtk_widget_get_child_visible (narrow));
  g_assert_false (gtk_widget_get_child_visible (wide));
  ump_test_wait_until (is_counted, &count, 5);
  g_assert_cmpuint (count, ==, 1);

  ump_narrow_bin_set_threshold (narrow_bin, 300);
  allocate (bin, 420, 50);
  g_assert_false (ump_narrow_bin_get_is_narrow (narrow_bin));
}


/* A text of many lines is given them, up to the most that was asked for. */
static void
test_wrap_scroller (void)
{
  GtkWidget *label = gtk_label_new ("one two three four five six seven eight nine ten");
  g_autoptr (GtkWidget) scroller = g_object_ref_sink (ump_wrap_scroller_new (label, 400));
  int width, line, high, natural;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, 2000, NULL, &line, NULL, NULL);
  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, width, NULL, &high, NULL, NULL);
  g_assert_cmpint (high, >=, 8 * line);
  gtk_widget_measure (scroller, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, high);

  g_object_set (scroller, "max-height", high - 1, NULL);
  gtk_widget_measure (scroller, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, high - 1);

  g_object_run_dispose (G_OBJECT (scroller));
  g_object_get (scroller, "child", &label, NULL);
  g_assert_null (label);
}


int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/layouts/duel/side-by-side", test_side_by_side);
  g_test_add_func ("/layouts/duel/side-height", test_side_height);
  g_test_add_func ("/layouts/duel/right-to-left", test_right_to_left);
  g_test_add_func ("/layouts/duel/stacked", test_stacked);
  g_test_add_func ("/layouts/duel/large-text", test_large_text);
  g_test_add_func ("/layouts/narrow-bin", test_narrow_bin);
  g_test_add_func ("/layouts/wrap-scroller", test_wrap_scroller);
  return g_test_run ();
}
