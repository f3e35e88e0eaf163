/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-add-provider-window.h"
#include "ump-battles-page.h"
#include "ump-contenders-page.h"
#include "ump-narrow-bin.h"
#include "ump-preferences-window.h"
#include "ump-providers-page.h"

#define MAIN_PAGE "main"
#define WIDTH 640
#define HEIGHT 680

struct _UmpPreferencesWindow {
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwViewStack *views;
  GtkWidget *title_bin;

  UmpStore *store;
  UmpTransport *transport;
  GSettings *settings;
  GPtrArray *pushed; /* (element-type GtkWidget): pages over the main one, borrowed from the stack */
};

G_DEFINE_FINAL_TYPE (UmpPreferencesWindow, ump_preferences_window, ADW_TYPE_WINDOW)


static GtkWidget *
get_top_page (UmpPreferencesWindow *self)
{
  if (self->pushed->len == 0)
    return gtk_stack_get_child_by_name (self->stack, MAIN_PAGE);
  return g_ptr_array_index (self->pushed, self->pushed->len - 1);
}


static gboolean
remove_page_cb (gpointer user_data)
{
  GtkWidget *page = user_data;
  GtkWidget *stack = gtk_widget_get_parent (page);

  if (stack != NULL)
    gtk_stack_remove (GTK_STACK (stack), page);
  return G_SOURCE_REMOVE;
}


/* A page stays until it has slid out. */
static void
remove_page_later (UmpPreferencesWindow *self, GtkWidget *page)
{
  g_timeout_add_full (G_PRIORITY_DEFAULT, gtk_stack_get_transition_duration (self->stack) + 100, remove_page_cb, g_object_ref (page), g_object_unref);
}


static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UmpPreferencesWindow *self = UMP_PREFERENCES_WINDOW (widget);

  if (self->pushed->len > 0)
    ump_preferences_window_pop (self);
  else
    gtk_window_close (GTK_WINDOW (self));
}


static void
provider_added_cb (UmpPreferencesWindow *self, const char *name, guint n_models)
{
  g_autofree char *sentence = NULL;

  /* A narrow window cuts the end of a toast, so what is to be known stands first. */
  if (n_models == 0)
    /* Translators: %s is the name of a provider that was just added. */
    sentence = g_strdup_printf (_("Choose models of “%s” before it can fight"), name);
  else
    /* Translators: %s is the name of a provider that was just added. */
    sentence = g_strdup_printf (ngettext ("%u model of “%s” is ready to fight", "%u models of “%s” are ready to fight", n_models), n_models, name);
  ump_preferences_window_toast (self, sentence);
}


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
ump_preferences_window_finalize (GObject *object)
{
  UmpPreferencesWindow *self = UMP_PREFERENCES_WINDOW (object);

  g_ptr_array_unref (self->pushed);
  G_OBJECT_CLASS (ump_preferences_window_parent_class)->finalize (object);
}


static void
ump_preferences_window_class_init (UmpPreferencesWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_preferences_window_dispose;
  object_class->finalize = ump_preferences_window_finalize;

  gtk_widget_class_install_action (widget_class, "preferences.back", NULL, back_action);

  g_type_ensure (UMP_TYPE_NARROW_BIN);
  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/preferences/ump-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpPreferencesWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, UmpPreferencesWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, UmpPreferencesWindow, views);
  gtk_widget_class_bind_template_child (widget_class, UmpPreferencesWindow, title_bin);
}


static void
ump_preferences_window_init (UmpPreferencesWindow *self)
{
  self->pushed = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}


/**
 * ump_preferences_window_new:
 * @store: where providers and contenders are kept
 * @transport: to reach providers
 * @settings: the program's settings
 * @parent: (nullable): the window that it belongs to
 *
 * Returns: (transfer none): a modal window, owned by GTK until it is closed
 */
GtkWindow *
ump_preferences_window_new (UmpStore *store, UmpTransport *transport, GSettings *settings, GtkWindow *parent)
{
  UmpPreferencesWindow *self = g_object_new (UMP_TYPE_PREFERENCES_WINDOW, "transient-for", parent,
                                             "application", parent != NULL ? gtk_window_get_application (parent) : NULL, NULL);

  /* Not wider than what it lies over. */
  if (parent != NULL && gtk_widget_get_width (GTK_WIDGET (parent)) > 0)
    gtk_window_set_default_size (GTK_WINDOW (self), MIN (WIDTH, gtk_widget_get_width (GTK_WIDGET (parent))), HEIGHT);
  self->store = g_object_ref (store);
  self->transport = g_object_ref (transport);
  self->settings = g_object_ref (settings);
  adw_view_stack_add_titled_with_icon (self->views, ump_providers_page_new (store, transport), "providers", _("Providers"), "network-server-symbolic");
  adw_view_stack_add_titled_with_icon (self->views, ump_contenders_page_new (store), "contenders", _("Contenders"), "system-users-symbolic");
  adw_view_stack_add_titled_with_icon (self->views, ump_battles_page_new (settings), "battles", _("Battles"), "preferences-system-symbolic");
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
  GtkWindow *window;

  g_return_if_fail (UMP_IS_PREFERENCES_WINDOW (self));

  window = ump_add_provider_window_new (self->store, self->transport, GTK_WINDOW (self));
  g_signal_connect_object (window, "added", G_CALLBACK (provider_added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (window);
}


/**
 * ump_preferences_window_push:
 * @self: the window
 * @title: of the page
 * @page: (transfer floating): slides in over the one that is seen
 * @button: (transfer floating) (nullable): for the end of the page's header
 */
void
ump_preferences_window_push (UmpPreferencesWindow *self, const char *title, GtkWidget *page, GtkWidget *button)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_widget_set_tooltip_text (back, _("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Back"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "preferences.back");
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), back);
  if (button != NULL)
    adw_header_bar_pack_end (ADW_HEADER_BAR (header), button);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (title, NULL));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), page);

  gtk_stack_add_child (self->stack, box);
  g_ptr_array_add (self->pushed, box);
  gtk_stack_set_visible_child (self->stack, box);
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}


/**
 * ump_preferences_window_pop:
 * @self: the window
 *
 * Goes back to the page below.
 */
void
ump_preferences_window_pop (UmpPreferencesWindow *self)
{
  GtkWidget *page;

  g_return_if_fail (UMP_IS_PREFERENCES_WINDOW (self));

  if (self->pushed->len == 0)
    return;
  page = get_top_page (self);
  g_ptr_array_set_size (self->pushed, (int) self->pushed->len - 1);
  gtk_stack_set_visible_child (self->stack, get_top_page (self));
  remove_page_later (self, page);
}


/**
 * ump_preferences_window_toast:
 * @self: the window
 * @sentence: what happened, plain text
 */
void
ump_preferences_window_toast (UmpPreferencesWindow *self, const char *sentence)
{
  /* A toast's title is markup. */
  g_autofree char *escaped = g_markup_escape_text (sentence, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}
