/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-preferences-window.h"

struct _UmpPreferencesWindow {
  AdwWindow parent_instance;

  UmpStore *store;
  UmpTransport *transport;
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (UmpPreferencesWindow, ump_preferences_window, ADW_TYPE_WINDOW)


static void
ump_preferences_window_dispose (GObject *object)
{
  UmpPreferencesWindow *self = UMP_PREFERENCES_WINDOW (object);

  g_clear_object (&self->store);
  g_clear_object (&self->transport);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (ump_preferences_window_parent_class)->dispose (object);
}


static void
ump_preferences_window_class_init (UmpPreferencesWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ump_preferences_window_dispose;
}


static void
ump_preferences_window_init (UmpPreferencesWindow *self)
{
}


/**
 * ump_preferences_window_new:
 * @store: where providers and contenders are kept
 * @transport: to reach providers
 * @settings: the program's settings
 * @parent: the window that it belongs to
 *
 * Returns: (transfer none): a modal window, owned by GTK until it is closed
 */
GtkWindow *
ump_preferences_window_new (UmpStore *store, UmpTransport *transport, GSettings *settings, GtkWindow *parent)
{
  UmpPreferencesWindow *self = g_object_new (UMP_TYPE_PREFERENCES_WINDOW, "transient-for", parent, "modal", TRUE, NULL);

  self->store = g_object_ref (store);
  self->transport = g_object_ref (transport);
  self->settings = g_object_ref (settings);
  return GTK_WINDOW (self);
}


/**
 * ump_preferences_window_add_provider:
 * @self: the window
 *
 * Opens the way to add a provider directly.
 */
void
ump_preferences_window_add_provider (UmpPreferencesWindow *self)
{
  g_return_if_fail (UMP_IS_PREFERENCES_WINDOW (self));
}
