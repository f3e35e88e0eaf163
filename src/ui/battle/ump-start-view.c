/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-start-view.h"

/**
 * UmpStartView:
 *
 * What stands where the duel will be: the first run with one clear action, an
 * invitation to ask, or why the database cannot be opened.
 *
 * Signals: "changed" when it may or may not be asked; "resume" (const char
 * *battle_id); "suggest" (const char *prompt).
 */
struct _UmpStartView {
  AdwBin parent_instance;
  AdwStatusPage *page;
  GtkWidget *add_button;
  GtkWidget *choose_button;
  GtkWidget *practice_button;
  GtkWidget *suggestions;
  GtkWidget *resume_button;
  GtkWidget *retry_button;

  UmpStore *store;
  GSettings *settings;
  gboolean loaded;
  gboolean failed;
  char *failure;              /* markup */
  guint n_contenders;
  guint n_providers;
  guint n_enabled;
  char *interrupted_id;
};

G_DEFINE_FINAL_TYPE (UmpStartView, ump_start_view, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_STORE,
  PROP_SETTINGS,
  N_PROPS,
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_RESUME,
  SIGNAL_SUGGEST,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const char *const suggestions[] = {
  N_("Explain recursion to a poet"),
  N_("Write a function that reverses a linked list"),
  N_("Compare tea and coffee in a table"),
};


/* One page whose words change: a stack of four would load the icons of all
 * four before the first frame. */
static void
update (UmpStartView *self)
{
  gboolean ready = !self->failed && ump_start_view_get_can_ask (self);
  gboolean welcome = !self->failed && !ready && self->n_contenders == 0 && self->n_providers == 0;
  gboolean models = !self->failed && !ready && !welcome;
  const char *title, *description;

  if (!self->loaded && !self->failed)
    return;
  if (self->failed) {
    title = _("Your Battles Could Not Be Opened");
    description = self->failure;
  } else if (ready) {
    title = _("Ask Anything");
    description = _("Two hidden models answer side by side. Vote, then see who was who.");
  } else if (welcome) {
    title = _("Judge Models Blind");
    description = _("Ask two hidden models the same question, pick the better answer, then see who was who. Your votes become your own leaderboard.");
  } else {
    title = _("It Takes Two");
    description = _("Switch on at least two models: a battle needs a pair that you cannot guess.");
  }
  adw_status_page_set_title (self->page, title);
  adw_status_page_set_description (self->page, description);
  adw_status_page_set_icon_name (self->page, self->failed ? "dialog-error-symbolic" : models ? "system-users-symbolic" : UMP_APP_ID "-symbolic");
  gtk_widget_set_visible (self->add_button, welcome);
  gtk_widget_set_visible (self->choose_button, models);
  gtk_widget_set_visible (self->practice_button, welcome || models);
  gtk_widget_set_visible (self->suggestions, ready);
  gtk_widget_set_visible (self->resume_button, ready && self->interrupted_id != NULL);
  gtk_widget_set_visible (self->retry_button, self->failed);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}


static void
show_error (UmpStartView *self, const char *sentence)
{
  self->failed = TRUE;
  g_free (self->failure);
  /* A status page reads its description as markup. */
  self->failure = g_markup_escape_text (sentence, -1);
  update (self);
}


static void
contenders_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpStartView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) contenders = ump_store_load_contenders_finish (UMP_STORE (source), result, &error);

  if (contenders == NULL) {
    show_error (self, error->message);
    return;
  }
  self->n_contenders = self->n_enabled = 0;
  for (guint i = 0; i < contenders->len; i++) {
    const UmpContender *contender = g_ptr_array_index (contenders, i);

    if (contender->practice)
      continue;
    self->n_contenders++;
    if (contender->enabled && !contender->retired)
      self->n_enabled++;
  }
  self->loaded = TRUE;
  self->failed = FALSE;
  update (self);
}


static void
providers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpStartView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) providers = ump_store_load_providers_finish (UMP_STORE (source), result, &error);

  if (providers == NULL) {
    show_error (self, error->message);
    return;
  }
  self->n_providers = providers->len;
  ump_store_load_contenders_async (self->store, FALSE, NULL, contenders_cb, g_object_ref (self));
}


static void
newest_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpStartView) self = user_data;
  g_autoptr (GPtrArray) battles = ump_store_list_battles_finish (UMP_STORE (source), result, NULL);
  const UmpBattleRecord *newest;

  g_clear_pointer (&self->interrupted_id, g_free);
  if (battles != NULL && battles->len > 0) {
    newest = g_ptr_array_index (battles, 0);
    if (newest->state == UMP_BATTLE_INTERRUPTED)
      self->interrupted_id = g_strdup (newest->id);
  }
  update (self);
}


static void
load_contenders (UmpStartView *self)
{
  ump_store_load_providers_async (self->store, NULL, providers_cb, g_object_ref (self));
}


static void
load_newest (UmpStartView *self)
{
  ump_store_list_battles_async (self->store, NULL, NULL, 1, NULL, newest_cb, g_object_ref (self));
}


static void
store_changed_cb (UmpStore *store, UmpStoreTopic topic, UmpStartView *self)
{
  if (topic == UMP_STORE_PROVIDERS)
    load_contenders (self);
  else if (self->interrupted_id != NULL)
    load_newest (self);
}


static void
reopened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpStartView) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!ump_store_open_finish (UMP_STORE (source), result, &error))
    show_error (self, error->message);
  else
    ump_start_view_load (self);
}


static void
retry_cb (UmpStartView *self)
{
  ump_store_open_async (self->store, NULL, reopened_cb, g_object_ref (self));
}


static void
practice_cb (UmpStartView *self)
{
  g_settings_set_boolean (self->settings, "practice", TRUE);
}


static void
resume_cb (UmpStartView *self)
{
  g_autofree char *id = g_strdup (self->interrupted_id);

  if (id != NULL)
    g_signal_emit (self, signals[SIGNAL_RESUME], 0, id);
}


static void
suggestion_cb (GtkButton *button, UmpStartView *self)
{
  g_signal_emit (self, signals[SIGNAL_SUGGEST], 0, gtk_button_get_label (button));
}


static void
ump_start_view_constructed (GObject *object)
{
  UmpStartView *self = UMP_START_VIEW (object);

  G_OBJECT_CLASS (ump_start_view_parent_class)->constructed (object);
  g_signal_connect_object (self->store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (self->settings, "changed::practice", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}


static void
ump_start_view_finalize (GObject *object)
{
  UmpStartView *self = UMP_START_VIEW (object);

  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  g_free (self->interrupted_id);
  g_free (self->failure);
  G_OBJECT_CLASS (ump_start_view_parent_class)->finalize (object);
}


static void
ump_start_view_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  UmpStartView *self = UMP_START_VIEW (object);

  switch (prop_id) {
    case PROP_STORE:
      self->store = g_value_dup_object (value);
      break;
    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}


static void
ump_start_view_class_init (UmpStartViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = ump_start_view_constructed;
  object_class->finalize = ump_start_view_finalize;
  object_class->set_property = ump_start_view_set_property;

  properties[PROP_STORE] = g_param_spec_object ("store", NULL, NULL, UMP_TYPE_STORE, flags);
  properties[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", UMP_TYPE_START_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RESUME] = g_signal_new ("resume", UMP_TYPE_START_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SUGGEST] = g_signal_new ("suggest", UMP_TYPE_START_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/ump-start-view.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpStartView, page);
  gtk_widget_class_bind_template_child (widget_class, UmpStartView, add_button);
  gtk_widget_class_bind_template_child (widget_class, UmpStartView, choose_button);
  gtk_widget_class_bind_template_child (widget_class, UmpStartView, practice_button);
  gtk_widget_class_bind_template_child (widget_class, UmpStartView, suggestions);
  gtk_widget_class_bind_template_child (widget_class, UmpStartView, resume_button);
  gtk_widget_class_bind_template_child (widget_class, UmpStartView, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, practice_cb);
  gtk_widget_class_bind_template_callback (widget_class, resume_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}


/* In a long language or a large font a line is wider than a narrow window. */
static void
wrap_label (GtkWidget *button)
{
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
}


static void
ump_start_view_init (UmpStartView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  wrap_label (self->add_button);
  wrap_label (self->choose_button);
  wrap_label (self->practice_button);
  wrap_label (self->resume_button);
  for (gsize i = 0; i < G_N_ELEMENTS (suggestions); i++) {
    GtkWidget *button = gtk_button_new_with_label (_(suggestions[i]));

    wrap_label (button);
    gtk_widget_add_css_class (button, "suggestion");
    g_signal_connect (button, "clicked", G_CALLBACK (suggestion_cb), self);
    gtk_box_append (GTK_BOX (self->suggestions), button);
  }
}


/**
 * ump_start_view_new:
 * @store: where contenders are kept
 * @settings: whether practice is on
 *
 * Returns: a view that knows nothing before ump_start_view_load()
 */
GtkWidget *
ump_start_view_new (UmpStore *store, GSettings *settings)
{
  return g_object_new (UMP_TYPE_START_VIEW, "store", store, "settings", settings, NULL);
}


/**
 * ump_start_view_load:
 * @self: a view
 *
 * Reads who may fight, and whether the last battle was interrupted.
 */
void
ump_start_view_load (UmpStartView *self)
{
  g_return_if_fail (UMP_IS_START_VIEW (self));
  load_contenders (self);
  load_newest (self);
}


/**
 * ump_start_view_get_can_ask:
 * @self: a view
 *
 * Returns: whether there is a pair that can be asked
 */
gboolean
ump_start_view_get_can_ask (UmpStartView *self)
{
  g_return_val_if_fail (UMP_IS_START_VIEW (self), FALSE);
  if (!self->loaded || self->failed)
    return FALSE;
  return self->n_enabled >= 2 || g_settings_get_boolean (self->settings, "practice");
}
