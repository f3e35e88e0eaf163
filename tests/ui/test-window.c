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


static GObject *
find_about (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);
    GtkWidget *about = g_str_equal (G_OBJECT_TYPE_NAME (toplevel), "AdwAboutWindow") ? toplevel : ump_test_find_type (toplevel, "AdwAboutDialog");

    if (about != NULL)
      return G_OBJECT (about);
  }
  return NULL;
}


/* Whoever has a problem finds where to say so, and what to say. */
static void
test_about (gconstpointer application)
{
  g_autofree char *website = NULL, *issues = NULL, *notes = NULL, *version = NULL, *debug_info = NULL, *copyright = NULL;
  g_auto (GStrv) developers = NULL;
  GtkLicense license;
  GtkWindow *window;
  GObject *about;
  const char *libraries[] = { "Umpire", "GTK", "libadwaita", "GtkSourceView", "GLib", "libsoup", "SQLite" };

  g_application_activate (G_APPLICATION (application));
  window = gtk_application_get_active_window (GTK_APPLICATION (application));
  ump_test_wait_until (is_mapped, window, 10);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.about", NULL));
  about = find_about ();
  g_assert_nonnull (about);
  g_object_get (about, "website", &website, "issue-url", &issues, "release-notes", &notes, "release-notes-version", &version,
                "debug-info", &debug_info, "copyright", &copyright, "developers", &developers, "license-type", &license, NULL);
  g_assert_true (g_str_has_prefix (website, "https://"));
  g_assert_true (g_str_has_prefix (issues, website));
  g_assert_true (g_str_has_suffix (issues, "/issues"));
  g_assert_true (g_str_has_prefix (notes, "<p>"));
  g_assert_cmpstr (version, ==, UMP_VERSION);
  g_assert_nonnull (strstr (copyright, "Umpire"));
  g_assert_cmpuint (g_strv_length (developers), >=, 1);
  g_assert_cmpint (license, ==, GTK_LICENSE_GPL_3_0);
  for (gsize i = 0; i < G_N_ELEMENTS (libraries); i++) {
    g_autofree char *line = g_strdup_printf ("^%s [0-9]+\\.[0-9]+\\.[0-9]+$", libraries[i]);

    g_assert_true (g_regex_match_simple (line, debug_info, G_REGEX_MULTILINE, 0));
  }
  g_assert_nonnull (strstr (debug_info, "\nDisplay: GdkX11Display\n"));
  g_assert_null (strstr (debug_info, g_get_home_dir ()));
  gtk_window_destroy (window);
}


/* Newer libadwaita shows some dialogs inside the window. */
static guint
count_mapped (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);
    GtkWidget *inner = ump_test_find_type (toplevel, "AdwAboutDialog");

    n += gtk_widget_get_mapped (toplevel) ? 1 : 0;
    n += inner != NULL && gtk_widget_get_mapped (inner) ? 1 : 0;
  }
  return n;
}


static gboolean
has_mapped (gpointer user_data)
{
  return count_mapped () == GPOINTER_TO_UINT (user_data);
}


/* A dialog inside the window has the keys once the focus is in it. */
static gboolean
has_keys (gpointer user_data)
{
  GtkWidget *about = ump_test_find_type (user_data, "AdwAboutDialog");
  GtkWidget *focus = gtk_window_get_focus (user_data);

  return about == NULL || (focus != NULL && gtk_widget_is_ancestor (focus, about));
}


/* A dialog has the keys of the program too: by them it is closed, or all is. */
static void
test_dialog_keys (gconstpointer application)
{
  static const char *const actions[] = { "win.preferences", "win.add-provider", "win.shortcuts", "win.about" };
  static const struct {
    const char *keys;
    guint n_closed;
  } presses[] = { { "Escape", 1 }, { "ctrl+w", 1 }, { "ctrl+q", 3 } };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (presses); j++) {
      UmpTestWindow self = { 0 };
      GtkWindow *window;
      guint n;

      g_application_activate (G_APPLICATION (application));
      window = gtk_application_get_active_window (GTK_APPLICATION (application));
      ump_test_wait_until (is_mapped, window, 10);
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), actions[i], NULL));
      /* Adding a provider lies over the preferences. */
      n = g_str_equal (actions[i], "win.add-provider") ? 3 : 2;
      ump_test_wait_until (has_mapped, GUINT_TO_POINTER (n), 10);
      ump_test_wait_until (has_keys, window, 10);
      if (!ump_test_window_press (&self, presses[j].keys)) {
        g_test_skip ("There is no xdotool");
        return;
      }
      ump_test_wait_until (has_mapped, GUINT_TO_POINTER (n - MIN (n, presses[j].n_closed)), 10);
      if (presses[j].n_closed == 1)
        gtk_window_destroy (window);
      ump_test_wait_until (has_mapped, GUINT_TO_POINTER (0), 10);
    }
  }
}


static void
read_labels (GtkWidget *widget, GString *text)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s  ·  ", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    read_labels (child, text);
}


/* Every key that the application has is told; those of the keypad are called
 * like the others. */
static void
test_shortcuts_told (gconstpointer application)
{
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (GTK_APPLICATION ((gpointer) application));
  g_autoptr (GString) told = g_string_new (NULL);
  GtkWidget *window;
  guint n = 0;

  g_application_activate (G_APPLICATION (application));
  window = GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (application)));
  ump_test_wait_until (is_mapped, window, 10);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.shortcuts", NULL));
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (application)); l != NULL; l = l->next) {
    if (!UMP_IS_WINDOW (l->data))
      read_labels (l->data, told);
  }
  for (gsize i = 0; actions[i] != NULL; i++) {
    g_auto (GStrv) keys = gtk_application_get_accels_for_action (GTK_APPLICATION ((gpointer) application), actions[i]);

    for (gsize j = 0; keys[j] != NULL; j++) {
      g_autofree char *label = NULL;
      g_autofree char *entry = NULL;
      guint keyval;
      GdkModifierType modifiers;

      if (strstr (keys[j], "KP_") != NULL)
        continue;
      gtk_accelerator_parse (keys[j], &keyval, &modifiers);
      label = gtk_accelerator_get_label (keyval, modifiers);
      entry = g_strdup_printf ("%s  ·  ", label);
      g_assert_nonnull (strstr (told->str, entry));
      n++;
    }
  }
  g_assert_cmpuint (n, >=, 20);
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
  g_test_add_data_func ("/window/about", application, test_about);
  g_test_add_data_func ("/window/shortcuts-told", application, test_shortcuts_told);
  g_test_add_data_func ("/window/dialog-keys", application, test_dialog_keys);
  /* The last one: it ends the application. */
  g_test_add_data_func ("/window/vote-and-close", application, test_vote_and_close);
  return g_test_run ();
}
