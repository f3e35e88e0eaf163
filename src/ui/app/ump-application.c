/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-application.h"
#include "ump-compat.h"
#include "ump-keyring.h"
#include "ump-shortcuts.h"
#include "ump-store.h"
#include "ump-transport.h"
#include "ump-window.h"

/**
 * UmpApplication:
 *
 * Owns what lives as long as the program: the store, the way to the models,
 * and the settings. It hands them to its window and no widget looks for them.
 */
struct _UmpApplication {
  AdwApplication parent_instance;
  UmpStore *store;
  UmpTransport *transport;
  GSettings *settings;
  GtkCssProvider *high_contrast;   /* NULL: not asked for */
};

G_DEFINE_FINAL_TYPE (UmpApplication, ump_application, ADW_TYPE_APPLICATION)


static UmpWindow *
ensure_window (UmpApplication *self)
{
  GtkApplication *application = GTK_APPLICATION (self);

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next) {
    if (UMP_IS_WINDOW (l->data))
      return UMP_WINDOW (l->data);
  }
  return ump_window_new (application, self->store, self->transport, self->settings);
}


/* Not the name that libadwaita loads by itself: it warns of that from 1.10 on,
 * and the media queries that it offers instead are unknown to GTK before 4.20. */
static void
high_contrast_cb (UmpApplication *self)
{
  GdkDisplay *display = gdk_display_get_default ();
  gboolean wanted = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());

  if (wanted == (self->high_contrast != NULL))
    return;
  if (wanted) {
    self->high_contrast = gtk_css_provider_new ();
    gtk_css_provider_load_from_resource (self->high_contrast, UMP_APP_PATH "/high-contrast.css");
    gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (self->high_contrast), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  } else {
    gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (self->high_contrast));
    g_clear_object (&self->high_contrast);
  }
}


static void
new_battle_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UmpWindow *window = ensure_window (UMP_APPLICATION (user_data));

  ump_window_new_battle (window);
  gtk_window_present (GTK_WINDOW (window));
}


static gboolean
close_windows_cb (gpointer user_data)
{
  GList *windows = g_list_copy_deep (gtk_application_get_windows (GTK_APPLICATION (user_data)), (GCopyFunc) (void (*) (void)) g_object_ref, NULL);

  /* Closed, not dropped, so that each window saves its state. One may take
   * another one along, so the application's own list cannot be walked. */
  for (GList *l = windows; l != NULL; l = l->next)
    ump_window_close (l->data);
  g_list_free_full (windows, g_object_unref);
  return G_SOURCE_REMOVE;
}


/* Not at once: GTK still holds the dialog whose key this was, and a dialog that
 * outlives its parent reaches for it when it goes. */
static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, close_windows_cb, g_object_ref (user_data), g_object_unref);
}


/* For the desktop file's action where it is not started over D-Bus. */
static int
ump_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  g_autoptr (GError) error = NULL;

  if (!g_variant_dict_contains (options, "new-battle"))
    return -1;
  if (!g_application_register (application, NULL, &error)) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  g_action_group_activate_action (G_ACTION_GROUP (application), "new-battle", NULL);
  return -1;
}


static void
ump_application_startup (GApplication *application)
{
  UmpApplication *self = UMP_APPLICATION (application);
  g_autofree char *path = ump_store_get_default_path ();
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();
  static const GActionEntry entries[] = {
    { .name = "new-battle", .activate = new_battle_cb },
    { .name = "quit", .activate = quit_cb },
  };

  G_APPLICATION_CLASS (ump_application_parent_class)->startup (application);
  self->settings = g_settings_new (UMP_APP_ID);
  self->store = ump_store_new (path);
  self->transport = ump_transport_new (keyring);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  ump_shortcuts_install (GTK_APPLICATION (self));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast", G_CALLBACK (high_contrast_cb), self, G_CONNECT_SWAPPED);
  high_contrast_cb (self);
}


static void
ump_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (ensure_window (UMP_APPLICATION (application))));
}


static void
ump_application_shutdown (GApplication *application)
{
  UmpApplication *self = UMP_APPLICATION (application);

  G_APPLICATION_CLASS (ump_application_parent_class)->shutdown (application);
  if (self->store != NULL)
    ump_store_close (self->store);
}


static void
ump_application_finalize (GObject *object)
{
  UmpApplication *self = UMP_APPLICATION (object);

  g_clear_object (&self->transport);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  g_clear_object (&self->high_contrast);
  G_OBJECT_CLASS (ump_application_parent_class)->finalize (object);
}


static void
ump_application_class_init (UmpApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = ump_application_finalize;
  application_class->handle_local_options = ump_application_handle_local_options;
  application_class->startup = ump_application_startup;
  application_class->activate = ump_application_activate;
  application_class->shutdown = ump_application_shutdown;
}


static void
ump_application_init (UmpApplication *self)
{
  g_application_add_main_option (G_APPLICATION (self), "new-battle", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, _("Begin a new battle"), NULL);
}


/**
 * ump_application_new:
 *
 * Returns: (transfer full): the one application of this process
 */
UmpApplication *
ump_application_new (void)
{
  return g_object_new (UMP_TYPE_APPLICATION,
                       "application-id", UMP_APP_ID,
                       "resource-base-path", UMP_APP_PATH,
                       "flags", G_APPLICATION_DEFAULT_FLAGS,
                       NULL);
}


/**
 * ump_application_get_store:
 * @self: an application that has started
 *
 * Returns: (transfer none): its store
 */
UmpStore *
ump_application_get_store (UmpApplication *self)
{
  g_return_val_if_fail (UMP_IS_APPLICATION (self), NULL);
  return self->store;
}


/**
 * ump_application_get_transport:
 * @self: an application that has started
 *
 * Returns: (transfer none): its way to the models
 */
UmpTransport *
ump_application_get_transport (UmpApplication *self)
{
  g_return_val_if_fail (UMP_IS_APPLICATION (self), NULL);
  return self->transport;
}
