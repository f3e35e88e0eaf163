/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ump-catalog.h"
#include "ump-service-list.h"

struct _UmpServiceList {
  AdwBin parent_instance;

  AdwPreferencesGroup *local_group;
  AdwActionRow *discover_row;
  GtkSpinner *spinner;
  GtkSearchEntry *search_entry;
  GtkListBox *services_box;

  UmpTransport *transport;
  GCancellable *cancellable;
  GPtrArray *found_rows; /* (element-type AdwActionRow), borrowed */
  char *folded;
};

G_DEFINE_FINAL_TYPE (UmpServiceList, ump_service_list, ADW_TYPE_BIN)

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];


static const char *
get_hint (const UmpService *service)
{
  if (service->local)
    return _("A server on your own computer or network");
  if (*service->base_url == '\0')
    return _("Any server that speaks OpenAI’s chat protocol");
  if (service->keyless)
    return _("Works without a key");
  return _("Needs a key");
}


static GtkWidget *
create_row (const char *title, const char *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "activatable", TRUE, NULL);

  /* Only now: while it is constructed, the row still reads markup. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}


static void
add_arrow (GtkWidget *row)
{
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic", "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
}


static GtkWidget *
create_service_row (const UmpService *service)
{
  GtkWidget *row = create_row (service->name, get_hint (service));

  if (service->key_url != NULL) {
    GtkWidget *link = gtk_link_button_new_with_label (service->key_url, _("Get a Key"));
    /* Translators: %s is the name of a service. */
    g_autofree char *name = g_strdup_printf (_("Get a key from %s"), service->name);

    gtk_widget_set_valign (link, GTK_ALIGN_CENTER);
    gtk_accessible_update_property (GTK_ACCESSIBLE (link), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), link);
  }
  add_arrow (row);
  g_object_set_data (G_OBJECT (row), "service", (gpointer) service);
  return row;
}


static gboolean
is_found (UmpServiceList *self, const UmpService *service)
{
  g_autofree char *name = g_utf8_casefold (service->name, -1);

  if (self->folded == NULL || strstr (name, self->folded) != NULL)
    return TRUE;
  for (guint i = 0; service->keywords != NULL && service->keywords[i] != NULL; i++) {
    if (strstr (service->keywords[i], self->folded) != NULL)
      return TRUE;
  }
  return FALSE;
}


static gboolean
filter_cb (GtkListBoxRow *row, gpointer user_data)
{
  UmpServiceList *self = user_data;
  const UmpService *service = g_object_get_data (G_OBJECT (row), "service");

  /* What fits everything is always offered. */
  return is_found (self, service) || (*service->base_url == '\0' && !service->local);
}


static void
search_changed_cb (UmpServiceList *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  g_free (self->folded);
  self->folded = *text != '\0' ? g_utf8_casefold (text, -1) : NULL;
  gtk_list_box_invalidate_filter (self->services_box);
}


/* Enter takes the only service that is found. */
static void
search_activated_cb (UmpServiceList *self)
{
  const UmpService *found = NULL;
  const UmpService *const *services;
  guint n_services;
  guint n_found = 0;

  search_changed_cb (self);
  services = ump_services_get_all (&n_services);
  for (guint i = 0; i < n_services; i++) {
    if (is_found (self, services[i])) {
      found = services[i];
      n_found++;
    }
  }
  if (n_found == 1)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, found, found->base_url);
}


static void
service_activated_cb (UmpServiceList *self, GtkListBoxRow *row)
{
  const UmpService *service = g_object_get_data (G_OBJECT (row), "service");

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, service, service->base_url);
}


static void
found_activated_cb (UmpServiceList *self, GtkWidget *row)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, g_object_get_data (G_OBJECT (row), "service"), g_object_get_data (G_OBJECT (row), "base-url"));
}


static char *
describe (const UmpLocalServer *server)
{
  if (server->needs_key)
    /* Translators: %s is the address of a server on this computer. */
    return g_strdup_printf (_("%s · needs a key"), server->base_url);
  /* Translators: %s is the address of a server on this computer. */
  return g_strdup_printf (ngettext ("%s · %u model", "%s · %u models", server->n_models), server->base_url, server->n_models);
}


static void
show_found (UmpServiceList *self, GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++) {
    const UmpLocalServer *server = g_ptr_array_index (servers, i);
    g_autofree char *subtitle = describe (server);
    GtkWidget *row = create_row (server->service->name, subtitle);

    add_arrow (row);
    g_object_set_data (G_OBJECT (row), "service", (gpointer) server->service);
    g_object_set_data_full (G_OBJECT (row), "base-url", g_strdup (server->base_url), g_free);
    g_signal_connect_object (row, "activated", G_CALLBACK (found_activated_cb), self, G_CONNECT_SWAPPED);
    adw_preferences_group_add (self->local_group, row);
    g_ptr_array_add (self->found_rows, row);
  }
}


static void
discovered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpServiceList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) servers = ump_catalog_discover_finish (result, &error);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->discover_row), TRUE);
  if (servers == NULL) {
    adw_action_row_set_subtitle (self->discover_row, error->message);
    return;
  }
  if (servers->len == 0)
    sentence = g_strdup (_("No server answers here. Start one and look again, or choose it below and type its address."));
  else
    sentence = g_strdup_printf (ngettext ("%u server answers.", "%u servers answer.", servers->len), servers->len);
  adw_action_row_set_subtitle (self->discover_row, sentence);
  show_found (self, servers);
}


static void
discover_cb (UmpServiceList *self)
{
  if (self->transport == NULL)
    return;
  for (guint i = 0; i < self->found_rows->len; i++)
    adw_preferences_group_remove (self->local_group, g_ptr_array_index (self->found_rows, i));
  g_ptr_array_set_size (self->found_rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_start (self->spinner);
  gtk_widget_set_sensitive (GTK_WIDGET (self->discover_row), FALSE);
  adw_action_row_set_subtitle (self->discover_row, _("Looking at the usual ports…"));
  ump_catalog_discover_async (self->transport, self->cancellable, discovered_cb, g_object_ref (self));
}


static void
ump_service_list_dispose (GObject *object)
{
  UmpServiceList *self = UMP_SERVICE_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->transport);
  g_clear_pointer (&self->folded, g_free);
  G_OBJECT_CLASS (ump_service_list_parent_class)->dispose (object);
}


static void
ump_service_list_finalize (GObject *object)
{
  UmpServiceList *self = UMP_SERVICE_LIST (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->found_rows);
  G_OBJECT_CLASS (ump_service_list_parent_class)->finalize (object);
}


static void
ump_service_list_class_init (UmpServiceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_service_list_dispose;
  object_class->finalize = ump_service_list_finalize;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/preferences/ump-service-list.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpServiceList, local_group);
  gtk_widget_class_bind_template_child (widget_class, UmpServiceList, discover_row);
  gtk_widget_class_bind_template_child (widget_class, UmpServiceList, spinner);
  gtk_widget_class_bind_template_child (widget_class, UmpServiceList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, UmpServiceList, services_box);
  gtk_widget_class_bind_template_callback (widget_class, discover_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, service_activated_cb);
}


static void
ump_service_list_init (UmpServiceList *self)
{
  const UmpService *const *services;
  guint n_services;

  self->cancellable = g_cancellable_new ();
  self->found_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  services = ump_services_get_all (&n_services);
  for (guint i = 0; i < n_services; i++)
    gtk_list_box_append (self->services_box, create_service_row (services[i]));
  gtk_list_box_set_filter_func (self->services_box, filter_cb, self, NULL);
}


/**
 * ump_service_list_set_transport:
 * @self: the list
 * @transport: to look for servers on this computer with
 */
void
ump_service_list_set_transport (UmpServiceList *self, UmpTransport *transport)
{
  g_set_object (&self->transport, transport);
}
