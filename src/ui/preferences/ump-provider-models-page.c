/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ump-catalog.h"
#include "ump-key-error.h"
#include "ump-model-chooser.h"
#include "ump-provider-models-page.h"

struct _UmpProviderModelsPage {
  AdwBin parent_instance;

  UmpModelChooser *chooser;

  UmpStore *store;
  UmpTransport *transport;
  UmpProvider *provider;
  GCancellable *cancellable;
  GPtrArray *contenders; /* (element-type UmpContender) of this provider */
  GtkWidget *refresh_button; /* borrowed, in the page's header */
};

G_DEFINE_FINAL_TYPE (UmpProviderModelsPage, ump_provider_models_page, ADW_TYPE_BIN)


static gboolean
is_model (gconstpointer contender, gconstpointer model)
{
  return g_str_equal (((const UmpContender *) contender)->model, model);
}


static gboolean
takes_part (UmpProviderModelsPage *self, const char *model)
{
  for (guint i = 0; i < self->contenders->len; i++) {
    const UmpContender *contender = g_ptr_array_index (self->contenders, i);

    if (is_model (contender, model) && contender->enabled)
      return TRUE;
  }
  return FALSE;
}


static void
show_error (UmpProviderModelsPage *self, const GError *error)
{
  if (error != NULL && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    ump_model_chooser_set_message (self->chooser, error->message);
}


static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProviderModelsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  ump_store_add_contenders_finish (UMP_STORE (source), result, &error);
  show_error (self, error);
}


static void
facts_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProviderModelsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  ump_store_set_contenders_finish (UMP_STORE (source), result, &error);
  show_error (self, error);
}


static void
listed_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProviderModelsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  ump_store_set_listed_finish (UMP_STORE (source), result, &error);
  show_error (self, error);
}


/* A switch was moved: all contenders of that model follow, and where there is
 * none yet, one is made. */
static void
chosen_cb (UmpModelChoice *choice, GParamSpec *pspec, gpointer user_data)
{
  UmpProviderModelsPage *self = user_data;
  const char *model = ump_model_choice_get_model (choice);
  gboolean chosen = ump_model_choice_get_chosen (choice);
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();

  for (guint i = 0; i < self->contenders->len; i++) {
    UmpContender *contender = g_ptr_array_index (self->contenders, i);

    if (!is_model (contender, model))
      continue;
    contender->enabled = chosen;
    g_ptr_array_add (changed, contender);
  }
  if (changed->len > 0) {
    ump_store_set_contenders_async (self->store, UMP_CONTENDER_ENABLED, (UmpContender *const *) changed->pdata, changed->len, NULL, facts_saved_cb, g_object_ref (self));
  } else if (chosen) {
    UmpContender *contender = ump_model_choice_create_contender (choice, self->provider->id);

    g_ptr_array_add (self->contenders, contender);
    ump_store_add_contenders_async (self->store, &contender, 1, NULL, added_cb, g_object_ref (self));
  }
}


static void
items_changed_cb (UmpProviderModelsPage *self, guint position, guint removed, guint added, GListModel *choices)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (UmpModelChoice) choice = g_list_model_get_item (choices, i);

    /* Sorting takes items out and puts them back. */
    g_signal_handlers_disconnect_by_func (choice, chosen_cb, self);
    g_signal_connect_object (choice, "notify::chosen", G_CALLBACK (chosen_cb), self, 0);
    /* Typed by hand, so switched on from the first. */
    if (ump_model_choice_get_chosen (choice) && !takes_part (self, ump_model_choice_get_model (choice)))
      chosen_cb (choice, NULL, self);
  }
}


/* What the service has listed and no longer lists is retired, what it lists
 * again is not. What was typed by hand and never listed stays as it is. */
static void
update_listed (UmpProviderModelsPage *self, GPtrArray *models)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  guint n_retired = 0;

  for (guint i = 0; i < models->len; i++)
    g_ptr_array_add (ids, ((UmpModelInfo *) g_ptr_array_index (models, i))->id);
  g_ptr_array_add (ids, NULL);
  for (guint i = 0; i < self->contenders->len; i++) {
    UmpContender *contender = g_ptr_array_index (self->contenders, i);
    gboolean listed = g_strv_contains ((const char *const *) ids->pdata, contender->model);

    n_retired += contender->listed && !listed && !contender->retired;
    contender->retired = listed ? FALSE : contender->retired || contender->listed;
    contender->listed |= listed;
  }
  ump_store_set_listed_async (self->store, self->provider->id, (const char *const *) ids->pdata, NULL, listed_saved_cb, g_object_ref (self));
  /* Told once: the next time they are known to be retired. */
  if (n_retired > 0) {
    g_autofree char *sentence = g_strdup_printf (ngettext ("%u contender is retired: the service no longer lists its model. It is drawn no more and stays on the leaderboard.",
                                                           "%u contenders are retired: the service no longer lists their models. They are drawn no more and stay on the leaderboard.", n_retired),
                                                 n_retired);

    ump_model_chooser_set_message (self->chooser, sentence);
  }
}


/* Returns whether something was not known of @contender. */
static gboolean
learn (UmpContender *contender, const UmpModelInfo *info)
{
  gboolean priced = !contender->price_typed && !isnan (info->price_in) && !isnan (info->price_out) &&
                    !(contender->price_in == info->price_in && contender->price_out == info->price_out);
  gboolean changed = priced || g_strcmp0 (contender->parameters, info->parameters) != 0;

  if (priced) {
    contender->price_in = info->price_in;
    contender->price_out = info->price_out;
  }
  if (changed) {
    g_free (contender->parameters);
    contender->parameters = g_strdup (info->parameters);
  }
  return changed;
}


/* Prices change, and so does what a model takes. What the user typed stays. */
static void
update_facts (UmpProviderModelsPage *self, GPtrArray *models)
{
  g_autoptr (GHashTable) infos = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();

  for (guint i = 0; i < models->len; i++)
    g_hash_table_insert (infos, ((UmpModelInfo *) g_ptr_array_index (models, i))->id, g_ptr_array_index (models, i));
  for (guint i = 0; i < self->contenders->len; i++) {
    UmpContender *contender = g_ptr_array_index (self->contenders, i);
    const UmpModelInfo *info = g_hash_table_lookup (infos, contender->model);

    if (info != NULL && learn (contender, info))
      g_ptr_array_add (changed, contender);
  }
  if (changed->len > 0)
    ump_store_set_contenders_async (self->store, UMP_CONTENDER_PRICES | UMP_CONTENDER_PARAMETERS, (UmpContender *const *) changed->pdata, changed->len,
                                    NULL, facts_saved_cb, g_object_ref (self));
}


static void
show_models (UmpProviderModelsPage *self, GPtrArray *models)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; models != NULL && i < models->len; i++) {
    const UmpModelInfo *info = g_ptr_array_index (models, i);

    if (!info->not_chat && g_hash_table_add (seen, info->id))
      g_ptr_array_add (choices, ump_model_choice_new (info, takes_part (self, info->id)));
  }
  for (guint i = 0; i < self->contenders->len; i++) {
    const UmpContender *contender = g_ptr_array_index (self->contenders, i);

    if (g_hash_table_add (seen, contender->model))
      g_ptr_array_add (choices, ump_model_choice_new_for_id (contender->model, takes_part (self, contender->model)));
  }
  ump_model_chooser_set_choices (self->chooser, choices);
}


static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProviderModelsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) models = ump_catalog_list_models_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->refresh_button, TRUE);
  if (models == NULL) {
    ump_model_chooser_set_message (self->chooser, ump_key_error_get_sentence (error));
    return;
  }
  ump_model_chooser_set_message (self->chooser, NULL);
  /* A list of nothing is more likely a server without models loaded. */
  if (models->len > 0)
    update_listed (self, models);
  update_facts (self, models);
  show_models (self, models);
}


static void
refresh_cb (UmpProviderModelsPage *self)
{
  gtk_widget_set_sensitive (self->refresh_button, FALSE);
  ump_model_chooser_set_message (self->chooser, _("Asking the provider for its models…"));
  ump_catalog_list_models_async (self->transport, self->provider, NULL, self->cancellable, listed_cb, g_object_ref (self));
}


static void
contenders_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpProviderModelsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) contenders = ump_store_load_contenders_finish (UMP_STORE (source), result, &error);

  /* The store finishes a job that has begun, wanted or not. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  if (contenders == NULL) {
    ump_model_chooser_set_message (self->chooser, error->message);
    return;
  }
  for (guint i = 0; i < contenders->len; i++) {
    const UmpContender *contender = g_ptr_array_index (contenders, i);

    if (g_str_equal (contender->provider_id, self->provider->id))
      g_ptr_array_add (self->contenders, ump_contender_copy (contender));
  }
  show_models (self, NULL);
  refresh_cb (self);
}


static void
ump_provider_models_page_dispose (GObject *object)
{
  UmpProviderModelsPage *self = UMP_PROVIDER_MODELS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (ump_provider_models_page_parent_class)->dispose (object);
}


static void
ump_provider_models_page_finalize (GObject *object)
{
  UmpProviderModelsPage *self = UMP_PROVIDER_MODELS_PAGE (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->transport);
  ump_provider_free (self->provider);
  g_ptr_array_unref (self->contenders);
  G_OBJECT_CLASS (ump_provider_models_page_parent_class)->finalize (object);
}


static void
ump_provider_models_page_class_init (UmpProviderModelsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ump_provider_models_page_dispose;
  object_class->finalize = ump_provider_models_page_finalize;
}


static void
ump_provider_models_page_init (UmpProviderModelsPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->contenders = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_contender_free);
  self->chooser = g_object_new (UMP_TYPE_MODEL_CHOOSER, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->chooser));
  g_signal_connect_object (ump_model_chooser_get_choices (self->chooser), "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
}


/**
 * ump_provider_models_page_push:
 * @window: the preferences window
 * @store: where contenders are kept
 * @transport: to ask for the models
 * @provider: whose models; copied
 *
 * Slides the page in.
 */
void
ump_provider_models_page_push (UmpPreferencesWindow *window, UmpStore *store, UmpTransport *transport, const UmpProvider *provider)
{
  UmpProviderModelsPage *self = g_object_new (UMP_TYPE_PROVIDER_MODELS_PAGE, NULL);

  self->store = g_object_ref (store);
  self->transport = g_object_ref (transport);
  self->provider = ump_provider_copy (provider);
  self->refresh_button = gtk_button_new_from_icon_name ("view-refresh-symbolic");
  gtk_widget_set_tooltip_text (self->refresh_button, _("Refresh Models"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->refresh_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Refresh Models"), -1);
  g_signal_connect_object (self->refresh_button, "clicked", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  ump_preferences_window_push (window, _("Models"), GTK_WIDGET (self), self->refresh_button);
  ump_store_load_contenders_async (store, FALSE, self->cancellable, contenders_loaded_cb, g_object_ref (self));
}
