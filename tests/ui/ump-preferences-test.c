/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-preferences-test.h"


void
ump_preferences_test_set_up (UmpPreferencesTest *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = ump_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "umpire.db", NULL);
  fixture->db = ump_db_open (fixture->path, &error);
  g_assert_no_error (error);
  fixture->settings = ump_ui_settings_new ();
  fixture->keyring = ump_keyring_new ();
  fixture->transport = ump_transport_new (fixture->keyring);
  fixture->server = ump_test_server_new (NULL);
}


static gboolean
is_released (gpointer user_data)
{
  return G_OBJECT (user_data)->ref_count == 1;
}


void
ump_preferences_test_tear_down (UmpPreferencesTest *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ump_store_close (fixture->store);
  ump_test_wait_until (is_released, fixture->store, 10);
  g_assert_finalize_object (fixture->store);
  ump_test_wait_until (is_released, fixture->transport, 10);
  g_assert_finalize_object (fixture->transport);
  g_object_unref (fixture->keyring);
  ump_test_server_free (fixture->server);
  g_object_unref (fixture->settings);
  ump_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}


void
ump_preferences_test_open_window (UmpPreferencesTest *fixture)
{
  g_clear_pointer (&fixture->db, ump_db_close);
  fixture->store = ump_store_new (fixture->path);
  fixture->window = GTK_WIDGET (ump_preferences_window_new (fixture->store, fixture->transport, fixture->settings, NULL));
  gtk_window_present (GTK_WINDOW (fixture->window));
  ump_ui_settle (fixture->window);
}


GtkWidget *
ump_preferences_test_find_window (const char *title)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (g_strcmp0 (gtk_window_get_title (window), title) == 0)
      return GTK_WIDGET (window);
  }
  return NULL;
}


gboolean
ump_preferences_test_is_gone (gpointer user_data)
{
  return ump_preferences_test_find_window (user_data) == NULL;
}


gboolean
ump_preferences_test_is_idle_row (gpointer user_data)
{
  return gtk_widget_is_sensitive (GTK_WIDGET (user_data));
}


void
ump_preferences_test_show_view (UmpPreferencesTest *fixture, const char *name)
{
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (ump_ui_find_type (fixture->window, ADW_TYPE_VIEW_STACK, 0)), name);
  ump_ui_settle (fixture->window);
}


GtkWidget *
ump_preferences_test_find_row (GtkWidget *window, const char *title)
{
  GtkWidget *row = ump_ui_find_titled (window, ADW_TYPE_PREFERENCES_ROW, title);

  g_test_message ("looking for the row “%s”", title);
  g_assert_nonnull (row);
  return row;
}


void
ump_preferences_test_type_into (GtkWidget *window, const char *title, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (ump_preferences_test_find_row (window, title)), text);
}


void
ump_preferences_test_push_models (UmpPreferencesTest *fixture, guint n_models)
{
  g_autoptr (GString) body = g_string_new ("{\"object\":\"list\",\"data\":[");
  UmpTestReply *reply = ump_test_reply_new (200, "application/json");

  for (guint i = 0; i < n_models; i++)
    g_string_append_printf (body, "%s{\"id\":\"maker/model-%02u\",\"object\":\"model\"}", i > 0 ? "," : "", i);
  g_string_append (body, "]}");
  ump_test_reply_send (reply, body->str);
  ump_test_reply_end (reply);
  ump_test_server_push (fixture->server, reply);
}


void
ump_preferences_test_push_refusal (UmpPreferencesTest *fixture)
{
  UmpTestReply *reply = ump_test_reply_new (401, "application/json");

  ump_test_reply_send (reply, "{\"error\":{\"message\":\"Incorrect API key provided\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}");
  ump_test_reply_end (reply);
  ump_test_server_push (fixture->server, reply);
}


/* Opens the way to add a provider and goes to its second step. */
GtkWidget *
ump_preferences_test_begin_adding (UmpPreferencesTest *fixture)
{
  GtkWidget *window;
  g_autofree char *address = g_strconcat (ump_test_server_get_url (fixture->server), "/v1", NULL);

  ump_ui_activate_row (ump_preferences_test_find_row (fixture->window, "_Add Provider…"));
  window = ump_preferences_test_find_window ("Add Provider");
  g_assert_nonnull (window);
  ump_ui_settle (window);
  ump_ui_activate_row (ump_preferences_test_find_row (window, "Custom"));
  ump_ui_settle (window);
  ump_preferences_test_type_into (window, "Address", address);
  return window;
}
