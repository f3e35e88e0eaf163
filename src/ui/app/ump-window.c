/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-battle-page.h"
#include "ump-compat.h"
#include "ump-debug-info.h"
#include "ump-history-page.h"
#include "ump-leaderboard-page.h"
#include "ump-narrow-bin.h"
#include "ump-preferences-window.h"
#include "ump-shortcuts.h"
#include "ump-window.h"

struct _UmpWindow {
  AdwApplicationWindow parent_instance;
  AdwViewStack *pages;
  AdwBin *battle_bin;
  AdwBin *leaderboard_bin;
  AdwBin *history_bin;

  UmpStore *store;
  UmpTransport *transport;
  GSettings *settings;
  UmpBattlePage *battle_page;
  UmpLeaderboardPage *leaderboard_page;
  UmpHistoryPage *history_page;
};

G_DEFINE_FINAL_TYPE (UmpWindow, ump_window, ADW_TYPE_APPLICATION_WINDOW)

enum {
  PROP_0,
  PROP_STORE,
  PROP_TRANSPORT,
  PROP_SETTINGS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

#define READY_NOTIFICATION "answers-ready"

/* Steps of the text size, as factors of the desktop's. */
static const double scales[] = { 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0 };


static void
show_page (UmpWindow *self, const char *name)
{
  adw_view_stack_set_visible_child_name (self->pages, name);
}


static void
withdraw_notification (UmpWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (application != NULL)
    g_application_withdraw_notification (G_APPLICATION (application), READY_NOTIFICATION);
}


/* Says that, and nothing about what or who. */
static void
ready_cb (UmpBattlePage *page, gboolean ready, UmpWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GNotification) notification = NULL;

  if (!ready)
    withdraw_notification (self);
  if (!ready || application == NULL || gtk_window_is_active (GTK_WINDOW (self)) || !g_settings_get_boolean (self->settings, "notify"))
    return;
  notification = g_notification_new (_("Both answers are ready"));
  g_notification_set_body (notification, _("Compare them and vote."));
  g_application_send_notification (G_APPLICATION (application), READY_NOTIFICATION, notification);
}


static void
active_cb (UmpWindow *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)))
    withdraw_notification (self);
}


static void
start_battle_cb (UmpWindow *self)
{
  ump_window_new_battle (self);
}


static void
start_board_battle_cb (UmpLeaderboardPage *page, gboolean practice, UmpWindow *self)
{
  g_settings_set_boolean (self->settings, "practice", practice);
  ump_window_new_battle (self);
}


static void
open_battle_cb (UmpLeaderboardPage *page, const char *battle_id, UmpWindow *self)
{
  show_page (self, "history");
  ump_history_page_show_battle (self->history_page, battle_id);
}


static void
resume_battle_cb (UmpHistoryPage *page, const char *battle_id, UmpWindow *self)
{
  show_page (self, "battle");
  ump_battle_page_resume (self->battle_page, battle_id);
}


static void
ensure_leaderboard (UmpWindow *self)
{
  if (self->leaderboard_page != NULL)
    return;
  self->leaderboard_page = UMP_LEADERBOARD_PAGE (ump_leaderboard_page_new (self->store, self->settings));
  g_signal_connect_object (self->leaderboard_page, "start-battle", G_CALLBACK (start_board_battle_cb), self, 0);
  g_signal_connect_object (self->leaderboard_page, "open-battle", G_CALLBACK (open_battle_cb), self, 0);
  adw_bin_set_child (self->leaderboard_bin, GTK_WIDGET (self->leaderboard_page));
}


static void
ensure_history (UmpWindow *self)
{
  if (self->history_page != NULL)
    return;
  self->history_page = UMP_HISTORY_PAGE (ump_history_page_new (self->store, self->settings));
  g_signal_connect_object (self->history_page, "start-battle", G_CALLBACK (start_battle_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->history_page, "resume-battle", G_CALLBACK (resume_battle_cb), self, 0);
  adw_bin_set_child (self->history_bin, GTK_WIDGET (self->history_page));
}


/* Screens are made when they are first looked at, so that the start is cheap. */
static void
page_cb (UmpWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->pages);
  g_autofree char *saved = NULL;

  if (self->settings == NULL || name == NULL)
    return;
  if (g_str_equal (name, "leaderboard"))
    ensure_leaderboard (self);
  else if (g_str_equal (name, "history"))
    ensure_history (self);
  /* In a sandbox the settings are a file that each call writes anew, and this is called before the first frame. */
  saved = g_settings_get_string (self->settings, "page");
  if (!g_str_equal (saved, name))
    g_settings_set_string (self->settings, "page", name);
}


static void
new_battle_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ump_window_new_battle (UMP_WINDOW (widget));
}


static void
page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UmpWindow *self = UMP_WINDOW (widget);
  const char *page = g_variant_get_string (parameter, NULL);

  show_page (self, page);
  /* Else the focus goes to the first button of the header bar with the page
   * that it was in; the battle screen has a composer that takes it. */
  if (g_str_equal (page, "history"))
    gtk_widget_grab_focus (GTK_WIDGET (self->history_page));
  else if (!g_str_equal (page, "battle"))
    gtk_widget_child_focus (adw_view_stack_get_visible_child (self->pages), GTK_DIR_TAB_FORWARD);
}


static UmpPreferencesWindow *
present_preferences (UmpWindow *self)
{
  GtkWindow *window = ump_preferences_window_new (self->store, self->transport, self->settings, GTK_WINDOW (self));

  gtk_window_present (window);
  return UMP_PREFERENCES_WINDOW (window);
}


static void
preferences_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  present_preferences (UMP_WINDOW (widget));
}


static void
add_provider_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ump_preferences_window_add_provider (present_preferences (UMP_WINDOW (widget)));
}


static void
shortcuts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ump_shortcuts_present (GTK_WINDOW (widget));
}


static void
about_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *debug_info = ump_debug_info_collect (gtk_widget_get_display (widget));

  ump_about_present (GTK_WINDOW (widget), debug_info);
}


static void
scale_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UmpWindow *self = UMP_WINDOW (widget);
  double scale = g_settings_get_double (self->settings, "text-scale");
  double next = scale;

  if (g_str_equal (name, "win.text-normal")) {
    next = 1.0;
  } else if (g_str_equal (name, "win.text-larger")) {
    for (int i = G_N_ELEMENTS (scales) - 1; i >= 0 && scales[i] > scale + 0.01; i--)
      next = scales[i];
  } else {
    for (gsize i = 0; i < G_N_ELEMENTS (scales) && scales[i] < scale - 0.01; i++)
      next = scales[i];
  }
  g_settings_set_double (self->settings, "text-scale", next);
}


static gboolean
ump_window_close_request (GtkWindow *window)
{
  UmpWindow *self = UMP_WINDOW (window);
  int width, height;

  ump_window_flush (self);
  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
  return GTK_WINDOW_CLASS (ump_window_parent_class)->close_request (window);
}


static void
ump_window_constructed (GObject *object)
{
  UmpWindow *self = UMP_WINDOW (object);
  g_autofree char *page = g_settings_get_string (self->settings, "page");

  G_OBJECT_CLASS (ump_window_parent_class)->constructed (object);
  self->battle_page = UMP_BATTLE_PAGE (ump_battle_page_new (self->store, self->transport, self->settings));
  adw_bin_set_child (self->battle_bin, GTK_WIDGET (self->battle_page));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "battle", ump_battle_page_get_actions (self->battle_page));
  g_signal_connect_object (self->battle_page, "ready", G_CALLBACK (ready_cb), self, 0);

  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  if (adw_view_stack_get_child_by_name (self->pages, page) != NULL)
    show_page (self, page);
  page_cb (self);
  /* The store reads in its thread while GTK prepares the first frame. */
  ump_battle_page_load (self->battle_page);
}


static void
ump_window_finalize (GObject *object)
{
  UmpWindow *self = UMP_WINDOW (object);

  g_clear_object (&self->store);
  g_clear_object (&self->transport);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (ump_window_parent_class)->finalize (object);
}


static void
ump_window_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  UmpWindow *self = UMP_WINDOW (object);

  switch (prop_id) {
    case PROP_STORE:
      self->store = g_value_dup_object (value);
      break;
    case PROP_TRANSPORT:
      self->transport = g_value_dup_object (value);
      break;
    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}


static void
ump_window_class_init (UmpWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = ump_window_constructed;
  object_class->finalize = ump_window_finalize;
  object_class->set_property = ump_window_set_property;
  window_class->close_request = ump_window_close_request;

  properties[PROP_STORE] = g_param_spec_object ("store", NULL, NULL, UMP_TYPE_STORE, flags);
  properties[PROP_TRANSPORT] = g_param_spec_object ("transport", NULL, NULL, UMP_TYPE_TRANSPORT, flags);
  properties[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "win.new-battle", NULL, new_battle_action);
  gtk_widget_class_install_action (widget_class, "win.page", "s", page_action);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_action);
  gtk_widget_class_install_action (widget_class, "win.add-provider", NULL, add_provider_action);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, shortcuts_action);
  gtk_widget_class_install_action (widget_class, "win.about", NULL, about_action);
  gtk_widget_class_install_action (widget_class, "win.text-larger", NULL, scale_action);
  gtk_widget_class_install_action (widget_class, "win.text-smaller", NULL, scale_action);
  gtk_widget_class_install_action (widget_class, "win.text-normal", NULL, scale_action);

  g_type_ensure (UMP_TYPE_NARROW_BIN);
  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/ump-window.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, UmpWindow, battle_bin);
  gtk_widget_class_bind_template_child (widget_class, UmpWindow, leaderboard_bin);
  gtk_widget_class_bind_template_child (widget_class, UmpWindow, history_bin);
  gtk_widget_class_bind_template_callback (widget_class, page_cb);
}


static void
ump_window_init (UmpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_cb), NULL);
}


/**
 * ump_window_new:
 * @application: its application
 * @store: where battles are kept
 * @transport: the way to the models
 * @settings: the program's settings
 *
 * Returns: (transfer none): a window, owned by GTK until it is destroyed
 */
UmpWindow *
ump_window_new (GtkApplication *application, UmpStore *store, UmpTransport *transport, GSettings *settings)
{
  return g_object_new (UMP_TYPE_WINDOW,
                       "application", application,
                       "store", store,
                       "transport", transport,
                       "settings", settings,
                       NULL);
}


/**
 * ump_window_new_battle:
 * @self: a window
 *
 * Shows the battle page, ready for a new prompt.
 */
void
ump_window_new_battle (UmpWindow *self)
{
  g_return_if_fail (UMP_IS_WINDOW (self));
  show_page (self, "battle");
  ump_battle_page_new_battle (self->battle_page);
}


/**
 * ump_window_flush:
 * @self: a window
 *
 * Gives what is not saved yet to the store.
 */
void
ump_window_flush (UmpWindow *self)
{
  g_return_if_fail (UMP_IS_WINDOW (self));
  ump_battle_page_flush (self->battle_page);
}
