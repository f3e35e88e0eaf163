/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gtk/gtk.h>

#include "ump-wrap-layout.h"

#define N_CHILDREN 3
#define SPACING 10


/* Three children of 100 × 20 pixels, the last one expands. */
static GtkWidget *
create_box (GtkWidget **children, GtkTextDirection direction)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_layout_manager (box, ump_wrap_layout_new (SPACING));
  gtk_widget_set_direction (box, direction);
  for (guint i = 0; i < N_CHILDREN; i++) {
    children[i] = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
    gtk_widget_set_size_request (children[i], 100, 20);
    gtk_widget_set_hexpand (children[i], i == N_CHILDREN - 1);
    gtk_widget_insert_before (children[i], box, NULL);
  }
  return g_object_ref_sink (box);
}


static void
allocate (GtkWidget *box, int width)
{
  int height;

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  gtk_widget_size_allocate (box, &(GtkAllocation) { 0, 0, width, height }, -1);
}


static void
check_place (GtkWidget *box, GtkWidget *child, int x, int y, int width)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (child, box, &bounds));
  g_assert_cmpfloat (bounds.origin.x, ==, x);
  g_assert_cmpfloat (bounds.origin.y, ==, y);
  g_assert_cmpfloat (bounds.size.width, ==, width);
}


static void
test_measure (void)
{
  GtkWidget *children[N_CHILDREN];
  GtkWidget *box = create_box (children, GTK_TEXT_DIR_LTR);
  int minimum;
  int natural;

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 100);
  g_assert_cmpint (natural, ==, 320);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 320, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, ==, 20);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 319, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, ==, 50);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 150, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, ==, 80);
  gtk_widget_set_visible (children[1], FALSE);
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 210);
  g_object_unref (box);
}


static void
test_places (void)
{
  GtkWidget *children[N_CHILDREN];
  GtkWidget *box = create_box (children, GTK_TEXT_DIR_LTR);

  allocate (box, 400);
  check_place (box, children[0], 0, 0, 100);
  check_place (box, children[1], 110, 0, 100);
  check_place (box, children[2], 220, 0, 180);
  allocate (box, 250);
  check_place (box, children[1], 110, 0, 100);
  check_place (box, children[2], 0, 30, 250);
  g_object_unref (box);

  box = create_box (children, GTK_TEXT_DIR_RTL);
  allocate (box, 400);
  check_place (box, children[0], 300, 0, 100);
  check_place (box, children[1], 190, 0, 100);
  check_place (box, children[2], 0, 0, 180);
  g_object_unref (box);
}


int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wrap-layout/measure", test_measure);
  g_test_add_func ("/wrap-layout/places", test_places);
  return g_test_run ();
}
