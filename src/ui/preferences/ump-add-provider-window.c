/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-account-form.h"
#include "ump-add-provider-window.h"
#include "ump-catalog.h"
#include "ump-compat.h"
#include "ump-error.h"
#include "ump-key-error.h"
#include "ump-model-chooser.h"
#include "ump-provider-saver.h"
#include "ump-service-list.h"

#define WIDTH 560
#define HEIGHT 640

struct _UmpAddProviderWindow {
  AdwWindow parent_instance;

  AdwWindowTitle *window_title;
  GtkWidget *back_button;
  GtkWidget *cancel_button;
  GtkButton *next_button;
  GtkSpinner *spinner;
  GtkStack *stack;
  UmpServiceList *service_list;
  UmpAccountForm *account_form;
  UmpModelChooser *chooser;
  AdwStatusPage *trouble_page;
  GtkWidget *session_button;

  UmpStore *store;
  UmpTransport *transport;
  GCancellable *cancellable;
  GPtrArray *names;        /* (element-type utf8) of the providers that exist */
  const UmpService *service;
  UmpProvider *provider;   /* being added */
  char *key;               /* (nullable): its key, while it is needed */
  char *warned_url;        /* (nullable): the check failed for this address… */
  char *warned_key;        /* (nullable): …and this key, and the user was told */
  gboolean half_saved;     /* the row is kept, but not all that belongs to it */
  gboolean busy;
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (UmpAddProviderWindow, ump_add_provider_window, ADW_TYPE_WINDOW)

enum {
  SIGNAL_ADDED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];


static void
forget_keys (UmpAddProviderWindow *self)
{
  g_clear_pointer (&self->key, ump_keyring_free_key);
  g_clear_pointer (&self->warned_key, ump_keyring_free_key);
}


static void
show_step (UmpAddProviderWindow *self, const char *step)
{
  gtk_stack_set_visible_child_name (self->stack, step);
}


static gboolean
is_step (UmpAddProviderWindow *self, const char *step)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), step) == 0;
}


static gboolean
was_warned (UmpAddProviderWindow *self)
{
  return self->warned_url != NULL &&
         g_strcmp0 (self->warned_url, self->provider->base_url) == 0 &&
         g_strcmp0 (self->warned_key, self->key) == 0;
}


static void
set_next_label (UmpAddProviderWindow *self)
{
  if (is_step (self, "models"))
    gtk_button_set_label (self->next_button, _("_Add"));
  else
    gtk_button_set_label (self->next_button, self->warned_url != NULL ? _("Add _Anyway") : _("_Next"));
}


static void
set_busy (UmpAddProviderWindow *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  if (busy)
    gtk_spinner_start (self->spinner);
  else
    gtk_spinner_stop (self->spinner);
  /* A text that is focused while it becomes insensitive is not told so. */
  if (busy)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), !busy);
}


/* "OpenAI", and "OpenAI 2" where there is one already. */
static char *
propose_name (UmpAddProviderWindow *self, const char *name)
{
  g_autofree char *proposal = g_strdup (name);

  for (guint number = 2; g_ptr_array_find_with_equal_func (self->names, proposal, g_str_equal, NULL); number++) {
    g_free (proposal);
    proposal = g_strdup_printf ("%s %u", name, number);
  }
  return g_steal_pointer (&proposal);
}


static void
models_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpAddProviderWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) models = ump_catalog_list_models_finish (result, &error);
  g_autofree char *message = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (models == NULL) {
    models = g_ptr_array_new ();
    message = g_strdup_printf (_("The list of models could not be loaded: %s Type the identifiers of the models that may fight."), error->message);
  }
  ump_model_chooser_set_models (self->chooser, models);
  ump_model_chooser_set_message (self->chooser, message);
  show_step (self, "models");
}


static void
list_models (UmpAddProviderWindow *self)
{
  set_busy (self, TRUE);
  ump_catalog_list_models_async (self->transport, self->provider, self->key, self->cancellable, models_listed_cb, g_object_ref (self));
}


static void
key_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpAddProviderWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean refused;

  if (ump_catalog_check_key_finish (result, &error)) {
    ump_account_form_set_message (self->account_form, NULL, NULL);
    list_models (self);
    return;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  g_free (self->warned_url);
  self->warned_url = g_strdup (self->provider->base_url);
  g_clear_pointer (&self->warned_key, ump_keyring_free_key);
  self->warned_key = g_strdup (self->key);
  refused = g_error_matches (error, UMP_ERROR, UMP_ERROR_BAD_KEY);
  ump_account_form_set_message (self->account_form, refused ? _("The Key Was Refused") : _("The Check Failed"), error->message);
  set_next_label (self);
  /* While it was busy, nothing had the focus. */
  if (refused)
    ump_account_form_select_key (self->account_form);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->next_button));
  ump_announce (GTK_WIDGET (self), error->message);
}


static void
check_account (UmpAddProviderWindow *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->key, ump_keyring_free_key);
  if (!ump_account_form_read (self->account_form, self->provider, &self->key, &error)) {
    ump_account_form_set_message (self->account_form, _("This Cannot Be Used"), error->message);
    ump_announce (GTK_WIDGET (self), error->message);
    return;
  }
  if (was_warned (self)) {
    list_models (self);
    return;
  }
  g_clear_pointer (&self->warned_url, g_free);
  set_next_label (self);
  set_busy (self, TRUE);
  ump_catalog_check_key_async (self->transport, self->provider, self->key, self->cancellable, key_checked_cb, g_object_ref (self));
}


/* Nobody is left with a provider that has no key or no contender without
 * having been told: what was begun is taken back. */
static void
take_back (UmpAddProviderWindow *self)
{
  ump_store_remove_provider_async (self->store, self->provider->id, NULL, NULL, NULL);
  ump_keyring_clear_async (ump_transport_get_keyring (self->transport), self->provider->id, NULL, NULL, NULL);
  self->half_saved = FALSE;
}


static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpAddProviderWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  gboolean saved = ump_provider_saver_save_finish (result, &error);

  self->half_saved = !saved;
  if (self->closed) {
    if (!saved)
      take_back (self);
    return;
  }
  /* The user went back while the keyring asked for its password. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (saved) {
    forget_keys (self);
    ump_account_form_forget_key (self->account_form);
    g_signal_emit (self, signals[SIGNAL_ADDED], 0, self->provider->name, ump_model_chooser_get_n_chosen (self->chooser));
    gtk_window_close (GTK_WINDOW (self));
    return;
  }
  gtk_widget_set_visible (self->session_button, ump_key_error_is_keyring (error));
  adw_status_page_set_title (self->trouble_page, ump_key_error_get_heading (error));
  sentence = g_markup_escape_text (ump_key_error_get_sentence (error), -1);
  adw_status_page_set_description (self->trouble_page, sentence);
  show_step (self, "trouble");
}


static GPtrArray *
create_contenders (UmpAddProviderWindow *self)
{
  GListModel *choices = ump_model_chooser_get_choices (self->chooser);
  g_autoptr (GPtrArray) contenders = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_contender_free);

  for (guint i = 0; i < g_list_model_get_n_items (choices); i++) {
    g_autoptr (UmpModelChoice) choice = g_list_model_get_item (choices, i);

    if (ump_model_choice_get_chosen (choice))
      g_ptr_array_add (contenders, ump_model_choice_create_contender (choice, self->provider->id));
  }
  return g_steal_pointer (&contenders);
}


static void
save (UmpAddProviderWindow *self, gboolean session_only)
{
  g_autoptr (GPtrArray) contenders = NULL;

  ump_model_chooser_apply_typed (self->chooser);
  contenders = create_contenders (self);
  set_busy (self, TRUE);
  self->half_saved = TRUE;
  ump_provider_saver_save_async (self->store, ump_transport_get_keyring (self->transport), self->provider, self->key, session_only,
                                 contenders, self->cancellable, saved_cb, g_object_ref (self));
}


/* Another key or address is checked before it may be added anyway. */
static void
account_changed_cb (UmpAddProviderWindow *self)
{
  g_clear_pointer (&self->warned_url, g_free);
  g_clear_pointer (&self->warned_key, ump_keyring_free_key);
  set_next_label (self);
}


static void
service_chosen_cb (UmpAddProviderWindow *self, const UmpService *service, const char *base_url)
{
  g_autofree char *name = propose_name (self, service->name);

  if (self->half_saved)
    take_back (self);
  self->service = service;
  g_clear_pointer (&self->provider, ump_provider_free);
  g_clear_pointer (&self->warned_url, g_free);
  forget_keys (self);
  self->provider = ump_provider_new (name, service->id, base_url);
  self->provider->slots = service->slots;
  show_step (self, "account");
  ump_account_form_set_service (self->account_form, service, name, base_url);
}


static void
next_cb (UmpAddProviderWindow *self)
{
  if (self->busy)
    return;
  if (is_step (self, "account"))
    check_account (self);
  else if (is_step (self, "models"))
    save (self, FALSE);
}


static void
back_cb (UmpAddProviderWindow *self)
{
  /* What is under way belongs to the step that is left. */
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_busy (self, FALSE);
  show_step (self, is_step (self, "trouble") ? "models" : is_step (self, "models") ? "account" : "service");
}


static void
try_again_cb (UmpAddProviderWindow *self)
{
  save (self, FALSE);
}


static void
session_only_cb (UmpAddProviderWindow *self)
{
  save (self, TRUE);
}


static void
step_changed_cb (UmpAddProviderWindow *self)
{
  gboolean first = is_step (self, "service");
  gboolean trouble = is_step (self, "trouble");

  gtk_widget_set_visible (self->back_button, !first);
  gtk_widget_set_visible (self->cancel_button, first || trouble);
  gtk_widget_set_visible (GTK_WIDGET (self->next_button), !first && !trouble);
  adw_window_title_set_title (self->window_title, first || self->service == NULL ? _("Add Provider") : self->service->name);
  set_next_label (self);
}


static void
names_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpAddProviderWindow) self = user_data;
  g_autoptr (GPtrArray) providers = ump_store_load_providers_finish (UMP_STORE (source), result, NULL);

  for (guint i = 0; providers != NULL && i < providers->len; i++)
    g_ptr_array_add (self->names, g_strdup (((UmpProvider *) g_ptr_array_index (providers, i))->name));
}


static gboolean
ump_add_provider_window_close_request (GtkWindow *window)
{
  UmpAddProviderWindow *self = UMP_ADD_PROVIDER_WINDOW (window);

  g_cancellable_cancel (self->cancellable);
  self->closed = TRUE;
  ump_account_form_forget_key (self->account_form);
  /* While it is being saved, the end of that decides. */
  if (self->half_saved && !self->busy)
    take_back (self);
  return GTK_WINDOW_CLASS (ump_add_provider_window_parent_class)->close_request (window);
}


static void
ump_add_provider_window_dispose (GObject *object)
{
  UmpAddProviderWindow *self = UMP_ADD_PROVIDER_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  forget_keys (self);
  G_OBJECT_CLASS (ump_add_provider_window_parent_class)->dispose (object);
}


static void
ump_add_provider_window_finalize (GObject *object)
{
  UmpAddProviderWindow *self = UMP_ADD_PROVIDER_WINDOW (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->transport);
  g_ptr_array_unref (self->names);
  ump_provider_free (self->provider);
  g_free (self->warned_url);
  G_OBJECT_CLASS (ump_add_provider_window_parent_class)->finalize (object);
}


static void
ump_add_provider_window_class_init (UmpAddProviderWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = ump_add_provider_window_dispose;
  object_class->finalize = ump_add_provider_window_finalize;
  window_class->close_request = ump_add_provider_window_close_request;

  signals[SIGNAL_ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);

  g_type_ensure (UMP_TYPE_SERVICE_LIST);
  g_type_ensure (UMP_TYPE_ACCOUNT_FORM);
  g_type_ensure (UMP_TYPE_MODEL_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/preferences/ump-add-provider-window.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpAddProviderWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, UmpAddProviderWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, UmpAddProviderWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, UmpAddProviderWindow, next_button);
  gtk_widget_class_bind_template_child (widget_class, UmpAddProviderWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, UmpAddProviderWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, UmpAddProviderWindow, service_list);
  gtk_widget_class_bind_template_child (widget_class, UmpAddProviderWindow, account_form);
  gtk_widget_class_bind_template_child (widget_class, UmpAddProviderWindow, chooser);
  gtk_widget_class_bind_template_child (widget_class, UmpAddProviderWindow, trouble_page);
  gtk_widget_class_bind_template_child (widget_class, UmpAddProviderWindow, session_button);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, step_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, account_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, service_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, session_only_cb);
}


static void
ump_add_provider_window_init (UmpAddProviderWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->names = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* In a large font its line is wider than a narrow window. */
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->session_button))), TRUE);
  gtk_label_set_justify (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->session_button))), GTK_JUSTIFY_CENTER);
}


/**
 * ump_add_provider_window_new:
 * @store: where the provider goes
 * @transport: to check the key and to list the models with
 * @parent: the window that it belongs to
 *
 * Returns: (transfer none): a modal window, owned by GTK until it is closed
 */
GtkWindow *
ump_add_provider_window_new (UmpStore *store, UmpTransport *transport, GtkWindow *parent)
{
  UmpAddProviderWindow *self = g_object_new (UMP_TYPE_ADD_PROVIDER_WINDOW, "transient-for", parent,
                                             "application", parent != NULL ? gtk_window_get_application (parent) : NULL, NULL);
  int parent_width;
  int parent_height;

  /* Not wider than what it lies over, which may not be seen yet. */
  gtk_window_get_default_size (parent, &parent_width, &parent_height);
  if (gtk_widget_get_width (GTK_WIDGET (parent)) > 0)
    parent_width = gtk_widget_get_width (GTK_WIDGET (parent));
  gtk_window_set_default_size (GTK_WINDOW (self), MIN (WIDTH, parent_width), HEIGHT);
  self->store = g_object_ref (store);
  self->transport = g_object_ref (transport);
  ump_service_list_set_transport (self->service_list, transport);
  ump_store_load_providers_async (store, self->cancellable, names_loaded_cb, g_object_ref (self));
  return GTK_WINDOW (self);
}
