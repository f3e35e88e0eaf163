/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-window.h"

struct _UmpWindow {
  AdwApplicationWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (UmpWindow, ump_window, ADW_TYPE_APPLICATION_WINDOW)


static void
ump_window_class_init (UmpWindowClass *klass)
{
}


static void
ump_window_init (UmpWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), box);
}


/**
 * ump_window_new:
 * @application: its application
 *
 * Returns: (transfer none): a window, owned by GTK until it is destroyed
 */
UmpWindow *
ump_window_new (GtkApplication *application)
{
  return g_object_new (UMP_TYPE_WINDOW, "application", application, NULL);
}
