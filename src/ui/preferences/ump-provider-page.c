/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-catalog.h"
#include "ump-compat.h"
#include "ump-error.h"
#include "ump-key-error.h"
#include "ump-preferences-window.h"
#include "ump-provider-models-page.h"
#include "ump-provider-page.h"
#include "ump-services.h"

struct _UmpProviderPage {
  AdwBin parent_instance;

  GtkWidget *name_row;
  AdwActionRow *address_row;
  AdwActionRow *key_row;
  GtkSpinner *spinner;
  GtkWidget *test_button;
  GtkWidget *new_key_row;
  GtkWidget *session_row;
  GtkWidget *remove_key_row;
  GtkAdjustment *slots_adjustment;

  UmpStore *store;
  UmpTransport *transport;
  UmpProvider *provider;
  GCancellable *cancellable;
  GCancellable *searching; /* (nullable): for the key */
  gboolean busy;
  gboolean no_key;         /* there is none to test or to remove */
};

G_DEFINE_FINAL_TYPE (UmpProviderPage, ump_provider_page, ADW_TYPE_BIN)


static UmpKeyring *
get_keyring (UmpProviderPage *self)
{
  return ump_transport_get_keyring (self->transport);
}


/* What was asked for may be answered after the page has been left. */
static gboolean
is_left (UmpProviderPage *self)
{
  return gtk_widget_get_root (GTK_WIDGET (self)) == NULL;
}


static void
toast (UmpProviderPage *self, const char *sentence)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (UMP_IS_PREFERENCES_WINDOW (root))
    ump_preferences_window_toast (UMP_PREFERENCES_WINDOW (root), sentence);
}


static void
update_sensitivity (UmpProviderPage *self)
{
  gtk_widget_set_sensitive (self->test_button, !self->busy && (self->provider->keyless || !self->no_key));
  gtk_widget_set_sensitive (self->remove_key_row, !self->busy && !self->no_key);
}


static void
set_busy (UmpProviderPage *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  if (busy)
    gtk_spinner_start (self->spinner);
  else
    gtk_spinner_stop (self->spinner);
  update_sensitivity (self);
}


static void
set_no_key (UmpProviderPage *self, gboolean no_key)
{
  self->no_key = no_key;
  update_sensitivity (self);
}


static void
key_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProviderPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (ump_keyring_has_key_finish (UMP_KEYRING (source), result, &error)) {
    adw_action_row_set_subtitle (self->key_row, _("In your keyring"));
    return;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  adw_action_row_set_subtitle (self->key_row, ump_key_error_get_sentence (error));
  set_no_key (self, g_error_matches (error, UMP_ERROR, UMP_ERROR_KEYRING_ABSENT) || g_error_matches (error, UMP_ERROR, UMP_ERROR_NO_KEYRING));
}


/* What the row says last is newer than what is still being looked for. */
static void
forget_search (UmpProviderPage *self)
{
  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
}


static void
say_of_key (UmpProviderPage *self, const char *sentence)
{
  forget_search (self);
  adw_action_row_set_subtitle (self->key_row, sentence);
}


static void
show_key_state (UmpProviderPage *self)
{
  const char *state;

  if (self->provider->keyless)
    state = _("None; this provider needs no key");
  else if (ump_keyring_has_session_key (get_keyring (self), self->provider->id))
    state = _("In memory, for this session only");
  else
    state = _("Looking in your keyring…");
  say_of_key (self, state);
  set_no_key (self, FALSE);
  gtk_widget_set_visible (self->remove_key_row, !self->provider->keyless);
  if (self->provider->keyless || ump_keyring_has_session_key (get_keyring (self), self->provider->id))
    return;
  self->searching = g_cancellable_new ();
  ump_keyring_has_key_async (get_keyring (self), self->provider->id, self->searching, key_found_cb, g_object_ref (self));
}


static void
provider_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProviderPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!ump_store_save_provider_finish (UMP_STORE (source), result, &error))
    toast (self, error->message);
  if (!is_left (self))
    show_key_state (self);
}


static void
save_provider (UmpProviderPage *self)
{
  ump_store_save_provider_async (self->store, self->provider, NULL, provider_saved_cb, g_object_ref (self));
}


static void
rename_cb (UmpProviderPage *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));

  if (*name == '\0') {
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), self->provider->name);
    return;
  }
  g_free (self->provider->name);
  self->provider->name = g_steal_pointer (&name);
  save_provider (self);
}


static void
tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProviderPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (ump_catalog_check_key_finish (result, &error))
    say_of_key (self, _("It works: the provider answered"));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  else
    say_of_key (self, ump_key_error_get_sentence (error));
  set_busy (self, FALSE);
}


static void
test_cb (UmpProviderPage *self)
{
  set_busy (self, TRUE);
  say_of_key (self, _("Asking the provider…"));
  ump_catalog_check_key_async (self->transport, self->provider, NULL, self->cancellable, tested_cb, g_object_ref (self));
}


/* A key that is kept is used, also where the page was left meanwhile. */
static void
use_key (UmpProviderPage *self)
{
  if (!self->provider->keyless)
    return;
  self->provider->keyless = FALSE;
  save_provider (self);
}


static void
key_accepted (UmpProviderPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->new_key_row), "");
  gtk_widget_remove_css_class (self->new_key_row, "error");
  gtk_widget_set_visible (self->session_row, FALSE);
  show_key_state (self);
  toast (self, _("The key was replaced"));
}


static void
key_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProviderPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean stored = ump_keyring_store_finish (UMP_KEYRING (source), result, &error);

  if (stored)
    use_key (self);
  if (is_left (self))
    return;
  set_busy (self, FALSE);
  if (stored) {
    key_accepted (self);
    return;
  }
  say_of_key (self, ump_key_error_get_sentence (error));
  gtk_widget_set_visible (self->session_row, ump_key_error_is_keyring (error));
}


/* Returns (nullable): the key that was typed; says what is wrong with it. */
static char *
read_new_key (UmpProviderPage *self)
{
  g_autoptr (GError) error = NULL;
  char *key = ump_services_check_key (gtk_editable_get_text (GTK_EDITABLE (self->new_key_row)), &error);

  if (key == NULL) {
    gtk_widget_add_css_class (self->new_key_row, "error");
    say_of_key (self, error->message);
  }
  return key;
}


static void
replace_cb (UmpProviderPage *self)
{
  char *key = read_new_key (self);

  if (key == NULL)
    return;
  set_busy (self, TRUE);
  ump_keyring_store_async (get_keyring (self), self->provider->id, self->provider->name, key, NULL, key_stored_cb, g_object_ref (self));
  ump_keyring_free_key (key);
}


static void
session_cb (UmpProviderPage *self)
{
  char *key = read_new_key (self);

  if (key == NULL)
    return;
  ump_keyring_set_session_key (get_keyring (self), self->provider->id, key);
  ump_keyring_free_key (key);
  use_key (self);
  key_accepted (self);
}


static void
key_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProviderPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean cleared = ump_keyring_clear_finish (UMP_KEYRING (source), result, &error);

  if (is_left (self))
    return;
  /* Without a keyring the one in memory was the only one. */
  if (cleared || g_error_matches (error, UMP_ERROR, UMP_ERROR_NO_KEYRING)) {
    say_of_key (self, _("Removed; its contenders cannot answer until you enter a new one"));
    set_no_key (self, TRUE);
  } else {
    say_of_key (self, ump_key_error_get_sentence (error));
  }
}


static void
remove_key_confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProviderPage) self = user_data;

  if (ump_confirm_finish (result, NULL))
    ump_keyring_clear_async (get_keyring (self), self->provider->id, NULL, key_cleared_cb, g_object_ref (self));
}


static void
remove_key_cb (UmpProviderPage *self)
{
  /* Translators: %s is the name of a provider. */
  g_autofree char *heading = g_strdup_printf (_("Remove the Key of “%s”?"), self->provider->name);

  ump_confirm_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading,
                     _("Its contenders cannot answer until you enter a new one. Umpire cannot bring this key back."),
                     _("_Remove"), TRUE, self->cancellable, remove_key_confirmed_cb, g_object_ref (self));
}


static void
models_cb (UmpProviderPage *self)
{
  ump_provider_models_page_push (UMP_PREFERENCES_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->store, self->transport, self->provider);
}


static void
slots_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProviderPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!ump_store_save_provider_finish (UMP_STORE (source), result, &error))
    toast (self, error->message);
}


/* Battles that are under way know of it at once. */
static void
slots_changed_cb (UmpProviderPage *self)
{
  guint n_slots = (guint) gtk_adjustment_get_value (self->slots_adjustment);

  if (self->provider == NULL || self->provider->slots == n_slots)
    return;
  self->provider->slots = n_slots;
  ump_transport_set_slots (self->transport, self->provider->id, n_slots);
  ump_store_save_provider_async (self->store, self->provider, NULL, slots_saved_cb, g_object_ref (self));
}


/* The provider is gone, and so perhaps is this page; the window says it. */
static void
key_of_removed_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpPreferencesWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  /* None was there, or it was for this session only. */
  if (ump_keyring_clear_finish (UMP_KEYRING (source), result, &error) || g_error_matches (error, UMP_ERROR, UMP_ERROR_NO_KEYRING))
    return;
  sentence = g_strdup_printf (_("Its key could not be removed from the keyring. %s"), ump_key_error_get_sentence (error));
  ump_preferences_window_toast (window, sentence);
}


static void
provider_removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProviderPage) self = user_data;
  g_autoptr (GError) error = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *sentence = NULL;

  if (!ump_store_remove_provider_finish (UMP_STORE (source), result, &error)) {
    toast (self, error->message);
    return;
  }
  if (UMP_IS_PREFERENCES_WINDOW (root))
    ump_keyring_clear_async (get_keyring (self), self->provider->id, NULL, key_of_removed_cleared_cb, g_object_ref (root));
  else
    ump_keyring_clear_async (get_keyring (self), self->provider->id, NULL, NULL, NULL);
  /* Translators: %s is the name of a provider. */
  sentence = g_strdup_printf (_("“%s” was removed; its battles and votes stay"), self->provider->name);
  toast (self, sentence);
  if (UMP_IS_PREFERENCES_WINDOW (root))
    ump_preferences_window_pop (UMP_PREFERENCES_WINDOW (root));
}


static void
remove_confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProviderPage) self = user_data;

  if (ump_confirm_finish (result, NULL))
    ump_store_remove_provider_async (self->store, self->provider->id, NULL, provider_removed_cb, g_object_ref (self));
}


static void
remove_cb (UmpProviderPage *self)
{
  /* Translators: %s is the name of a provider. */
  g_autofree char *heading = g_strdup_printf (_("Remove “%s”?"), self->provider->name);

  ump_confirm_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading,
                     _("Its key is removed from your keyring, and its contenders fight no more. Their battles, votes and ratings stay."),
                     _("_Remove"), TRUE, self->cancellable, remove_confirmed_cb, g_object_ref (self));
}


static void
ump_provider_page_dispose (GObject *object)
{
  UmpProviderPage *self = UMP_PROVIDER_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  forget_search (self);
  G_OBJECT_CLASS (ump_provider_page_parent_class)->dispose (object);
}


static void
ump_provider_page_finalize (GObject *object)
{
  UmpProviderPage *self = UMP_PROVIDER_PAGE (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->transport);
  ump_provider_free (self->provider);
  G_OBJECT_CLASS (ump_provider_page_parent_class)->finalize (object);
}


static void
ump_provider_page_class_init (UmpProviderPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_provider_page_dispose;
  object_class->finalize = ump_provider_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/preferences/ump-provider-page.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpProviderPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, UmpProviderPage, address_row);
  gtk_widget_class_bind_template_child (widget_class, UmpProviderPage, key_row);
  gtk_widget_class_bind_template_child (widget_class, UmpProviderPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, UmpProviderPage, test_button);
  gtk_widget_class_bind_template_child (widget_class, UmpProviderPage, new_key_row);
  gtk_widget_class_bind_template_child (widget_class, UmpProviderPage, session_row);
  gtk_widget_class_bind_template_child (widget_class, UmpProviderPage, remove_key_row);
  gtk_widget_class_bind_template_child (widget_class, UmpProviderPage, slots_adjustment);
  gtk_widget_class_bind_template_callback (widget_class, rename_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_cb);
  gtk_widget_class_bind_template_callback (widget_class, session_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, models_cb);
  gtk_widget_class_bind_template_callback (widget_class, slots_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}


static void
ump_provider_page_init (UmpProviderPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}


/**
 * ump_provider_page_new:
 * @store: where the provider is kept
 * @transport: to reach it
 * @provider: which; copied
 *
 * Returns: (transfer floating): a page for the preferences window
 */
GtkWidget *
ump_provider_page_new (UmpStore *store, UmpTransport *transport, const UmpProvider *provider)
{
  UmpProviderPage *self = g_object_new (UMP_TYPE_PROVIDER_PAGE, NULL);

  self->store = g_object_ref (store);
  self->transport = g_object_ref (transport);
  self->provider = ump_provider_copy (provider);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), provider->name);
  adw_action_row_set_subtitle (self->address_row, provider->base_url);
  gtk_adjustment_set_value (self->slots_adjustment, provider->slots);
  show_key_state (self);
  return GTK_WIDGET (self);
}
