/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-broad-layout.h"

/* More than any window has; GTK asks for the same. */
#define ANY_WIDTH (1 << 20)

/**
 * UmpBroadLayout:
 *
 * One child, whose least height is the one that it has where there is all the
 * room in the world. A #GtkGrid tells instead that at its least width, where
 * words wrap most, and a #UmpDuelLayout that with its switcher; newer GTK warns
 * of a window that can be lower than its least height.
 */
struct _UmpBroadLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (UmpBroadLayout, ump_broad_layout, GTK_TYPE_LAYOUT_MANAGER)


static GtkSizeRequestMode
ump_broad_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}


static void
ump_broad_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  /* No width depends on a height here. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for_size = -1;
  else if (for_size < 0)
    for_size = ANY_WIDTH;
  if (child != NULL)
    gtk_widget_measure (child, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
}


static void
ump_broad_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child != NULL)
    gtk_widget_allocate (child, width, height, baseline, NULL);
}


static void
ump_broad_layout_class_init (UmpBroadLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = ump_broad_layout_get_request_mode;
  layout_class->measure = ump_broad_layout_measure;
  layout_class->allocate = ump_broad_layout_allocate;
}


static void
ump_broad_layout_init (UmpBroadLayout *self)
{
}
