/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-application.h"
#include "ump-test.h"
#include "ump-window.h"


static gboolean
is_mapped (gpointer user_data)
{
  return gtk_widget_get_mapped (GTK_WIDGET (user_data));
}


static void
test_window_opens (void)
{
  g_autoptr (UmpApplication) application = ump_application_new ();
  g_autoptr (GError) error = NULL;
  UmpWindow *window;

  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_application_activate (G_APPLICATION (application));
  window = UMP_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (application)));
  ump_test_wait_until (is_mapped, window, 10);
  gtk_window_destroy (GTK_WINDOW (window));
}


int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window/opens", test_window_opens);
  return g_test_run ();
}
