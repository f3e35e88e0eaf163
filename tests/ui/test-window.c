/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-application.h"
#include "ump-test-window.h"
#include "ump-test.h"


static gboolean
is_mapped (gpointer user_data)
{
  return gtk_widget_get_mapped (GTK_WIDGET (user_data));
}


static void
test_window_opens (gconstpointer application)
{
  UmpWindow *window;

  g_application_activate (G_APPLICATION (application));
  window = UMP_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (application)));
  ump_test_wait_until (is_mapped, window, 10);
  gtk_window_destroy (GTK_WINDOW (window));
}


static void
vote_and_close_cb (GApplication *application, UmpTestWindow *self)
{
  ump_test_window_act (self, "vote-a");
  gtk_window_close (GTK_WINDOW (self->window));
}


/* A vote and at once the end of the program: the verdict is on the disk. */
static void
test_vote_and_close (gconstpointer data)
{
  UmpApplication *application = UMP_APPLICATION ((gpointer) data);
  g_autoptr (GSettings) settings = g_settings_new (UMP_APP_ID);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) battles = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpStore) store = NULL;
  g_autofree char *path = ump_store_get_default_path ();
  GAsyncResult *slot = NULL;
  UmpTestWindow self = { 0 };

  g_settings_set_boolean (settings, "practice", TRUE);
  g_settings_set_string (settings, "pace", "live");
  ump_transport_set_practice_speed (ump_application_get_transport (application), 1000);
  g_application_activate (G_APPLICATION (application));
  self.window = UMP_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (application)));
  ump_test_window_wait_for_text (&self, "Ask Anything");
  ump_test_window_send (&self, "Who are you?");
  ump_test_window_wait_for_action (&self, "vote-a", TRUE);

  g_signal_connect_after (application, "activate", G_CALLBACK (vote_and_close_cb), &self);
  g_application_run (G_APPLICATION (application), 0, NULL);

  store = ump_store_new (path);
  ump_store_list_battles_async (store, NULL, NULL, 0, NULL, ump_test_take_result, &slot);
  result = ump_test_await (&slot, 10);
  battles = ump_store_list_battles_finish (store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (battles->len, ==, 1);
  g_assert_cmpint (((UmpBattleRecord *) g_ptr_array_index (battles, 0))->verdict, ==, UMP_VERDICT_A);
  ump_store_close (store);
}


int
main (int argc, char **argv)
{
  g_autoptr (UmpApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  gtk_test_init (&argc, &argv, NULL);
  application = ump_application_new ();
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_test_add_data_func ("/window/opens", application, test_window_opens);
  /* The last one: it ends the application. */
  g_test_add_data_func ("/window/vote-and-close", application, test_vote_and_close);
  return g_test_run ();
}
