/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor: an AdwApplicationWindow with nothing in it. */
#include "config.h"

#include <adwaita.h>


static void
activate_cb (GApplication *application, gpointer user_data)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));

  gtk_window_set_default_size (GTK_WINDOW (window), 1080, 760);
  gtk_window_present (GTK_WINDOW (window));
}


int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = adw_application_new (UMP_APP_ID ".Empty", G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
