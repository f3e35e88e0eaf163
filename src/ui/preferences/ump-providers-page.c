/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-preferences-window.h"
#include "ump-provider-page.h"
#include "ump-providers-page.h"
#include "ump-services.h"

struct _UmpProvidersPage {
  AdwBin parent_instance;

  AdwPreferencesGroup *group;

  UmpStore *store;
  UmpTransport *transport;
  GCancellable *cancellable;
  GPtrArray *rows;   /* (element-type GtkWidget), borrowed from the group */
  GHashTable *ready; /* (nullable) (element-type utf8): providers with a model that may fight */
};

G_DEFINE_FINAL_TYPE (UmpProvidersPage, ump_providers_page, ADW_TYPE_BIN)


static void
row_activated_cb (UmpProvidersPage *self, GtkWidget *row)
{
  UmpPreferencesWindow *window = UMP_PREFERENCES_WINDOW (gtk_widget_get_root (row));
  const UmpProvider *provider = g_object_get_data (G_OBJECT (row), "provider");

  ump_preferences_window_push (window, provider->name, ump_provider_page_new (self->store, self->transport, provider), NULL);
}


static char *
describe (UmpProvidersPage *self, const UmpProvider *provider)
{
  const UmpService *service = ump_services_find (provider->service);
  const char *place = service == NULL || service->local || *service->base_url == '\0' ? provider->base_url : service->name;

  if (self->ready == NULL || g_hash_table_contains (self->ready, provider->id))
    return g_strdup (place);
  /* Translators: %s is the name or the address of a service. */
  return g_strdup_printf (_("%s · no model takes part yet: choose some under Models"), place);
}


static GtkWidget *
create_row (UmpProvidersPage *self, const UmpProvider *provider)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "activatable", TRUE, NULL);
  g_autofree char *subtitle = describe (self, provider);

  /* Only now: while it is constructed, the row still reads markup. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), provider->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic", "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  g_object_set_data_full (G_OBJECT (row), "provider", ump_provider_copy (provider), (GDestroyNotify) ump_provider_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  return row;
}


static void
add_row (UmpProvidersPage *self, GtkWidget *row)
{
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}


static void
add_sentence (UmpProvidersPage *self, const char *title, const char *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  add_row (self, row);
}


static void
providers_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProvidersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) providers = ump_store_load_providers_finish (UMP_STORE (source), result, &error);

  /* The store finishes a job that has begun, wanted or not. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  if (providers == NULL) {
    add_sentence (self, _("The providers could not be read"), error->message);
    return;
  }
  for (guint i = 0; i < providers->len; i++) {
    const UmpProvider *provider = g_ptr_array_index (providers, i);

    if (!g_str_equal (provider->id, UMP_PRACTICE_PROVIDER))
      add_row (self, create_row (self, provider));
  }
  if (self->rows->len == 0)
    add_sentence (self, _("No provider yet"), _("Until you add one, only the practice partners fight. They need neither a key nor a network."));
}


static void
contenders_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProvidersPage) self = user_data;
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  g_autoptr (GPtrArray) contenders = ump_store_load_contenders_finish (UMP_STORE (source), result, NULL);

  if (g_cancellable_is_cancelled (cancellable))
    return;
  g_clear_pointer (&self->ready, g_hash_table_unref);
  if (contenders != NULL)
    self->ready = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; contenders != NULL && i < contenders->len; i++) {
    const UmpContender *contender = g_ptr_array_index (contenders, i);

    if (contender->enabled && !contender->retired)
      g_hash_table_add (self->ready, g_strdup (contender->provider_id));
  }
  ump_store_load_providers_async (UMP_STORE (source), cancellable, providers_loaded_cb, g_object_ref (self));
}


static void
reload (UmpProvidersPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  ump_store_load_contenders_async (self->store, FALSE, self->cancellable, contenders_loaded_cb, g_object_ref (self));
}


static void
store_changed_cb (UmpProvidersPage *self, UmpStoreTopic topic)
{
  if (topic == UMP_STORE_PROVIDERS)
    reload (self);
}


static void
add_cb (UmpProvidersPage *self)
{
  ump_preferences_window_add_provider (UMP_PREFERENCES_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
}


static void
ump_providers_page_dispose (GObject *object)
{
  UmpProvidersPage *self = UMP_PROVIDERS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->transport);
  G_OBJECT_CLASS (ump_providers_page_parent_class)->dispose (object);
}


static void
ump_providers_page_finalize (GObject *object)
{
  UmpProvidersPage *self = UMP_PROVIDERS_PAGE (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->ready, g_hash_table_unref);
  G_OBJECT_CLASS (ump_providers_page_parent_class)->finalize (object);
}


static void
ump_providers_page_class_init (UmpProvidersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_providers_page_dispose;
  object_class->finalize = ump_providers_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/preferences/ump-providers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpProvidersPage, group);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}


static void
ump_providers_page_init (UmpProvidersPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}


/**
 * ump_providers_page_new:
 * @store: where providers are kept
 * @transport: to reach them
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
ump_providers_page_new (UmpStore *store, UmpTransport *transport)
{
  UmpProvidersPage *self = g_object_new (UMP_TYPE_PROVIDERS_PAGE, NULL);

  self->store = g_object_ref (store);
  self->transport = g_object_ref (transport);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  reload (self);
  return GTK_WIDGET (self);
}
