/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libintl.h>

#include "ump-fit-test.h"
#include "ump-look-test.h"
#include "ump-test.h"

#define WIDE_WIDTH 1000
#define WIDE_HEIGHT 700


/**
 * ump_look_test_set_language:
 * @pseudo: the language of make-pseudo.py, else English
 */
void
ump_look_test_set_language (gboolean pseudo)
{
  g_autofree char *folder = g_build_filename (g_getenv ("UMPIRE_BUILDDIR"), "tests", "ui", pseudo ? "locale" : "no-locale", NULL);

  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}


static int
get_width (UmpLookTest *fixture)
{
  return fixture->look->wide ? WIDE_WIDTH : UMP_FIT_WIDTH;
}


static int
get_height (UmpLookTest *fixture)
{
  return fixture->look->wide ? WIDE_HEIGHT : UMP_FIT_HEIGHT;
}


/* As the desktop says it; the program's own sheet comes from its application,
 * which is not here. */
static void
set_contrast (UmpLookTest *fixture, gboolean contrast)
{
  g_autoptr (GSettings) desktop = g_settings_new ("org.gnome.desktop.a11y.interface");

  g_settings_set_boolean (desktop, "high-contrast", contrast);
  g_assert_cmpint (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()), ==, contrast);
  if (contrast) {
    fixture->contrast = gtk_css_provider_new ();
    gtk_css_provider_load_from_resource (fixture->contrast, UMP_APP_PATH "/high-contrast.css");
    gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (fixture->contrast), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  } else {
    gtk_style_context_remove_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (fixture->contrast));
    g_clear_object (&fixture->contrast);
  }
}


/**
 * ump_look_test_open_window:
 * @fixture: without a window
 */
void
ump_look_test_open_window (UmpLookTest *fixture)
{
  ump_test_window_adopt (&fixture->window, fixture->duel.store, fixture->duel.transport);
  g_settings_set_int (fixture->window.settings, "window-width", get_width (fixture));
  g_settings_set_int (fixture->window.settings, "window-height", get_height (fixture));
  ump_test_window_open (&fixture->window);
}


/**
 * ump_look_test_reopen_window:
 * @fixture: with a window
 *
 * As if the program had been ended and started again.
 */
void
ump_look_test_reopen_window (UmpLookTest *fixture)
{
  ump_test_window_release (&fixture->window);
  ump_store_close (fixture->duel.store);
  g_object_unref (fixture->duel.store);
  fixture->duel.store = ump_store_new (fixture->duel.path);
  ump_look_test_open_window (fixture);
}


/**
 * ump_look_test_set_up:
 * @fixture: to be filled
 * @data: an #UmpLook
 */
void
ump_look_test_set_up (UmpLookTest *fixture, gconstpointer data)
{
  fixture->look = data;
  fixture->faults = g_string_new (NULL);
  ump_look_test_set_language (fixture->look->pseudo);
  gtk_widget_set_default_direction (fixture->look->direction);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", fixture->look->dpi * 1024, NULL);
  if (fixture->look->dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  if (fixture->look->contrast)
    set_contrast (fixture, TRUE);
  ump_test_duel_set_up (&fixture->duel, NULL);
  ump_look_test_open_window (fixture);
}


/**
 * ump_look_test_tear_down:
 * @fixture: to be emptied
 * @data: ignored
 */
void
ump_look_test_tear_down (UmpLookTest *fixture, gconstpointer data)
{
  ump_test_window_release (&fixture->window);
  ump_test_duel_tear_down (&fixture->duel, NULL);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-xft-dpi");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  if (fixture->look->contrast)
    set_contrast (fixture, FALSE);
  if (fixture->faults->len > 0) {
    g_test_message ("%s", fixture->faults->str);
    g_test_fail ();
  }
  g_string_free (fixture->faults, TRUE);
}


static void
draw (UmpLookTest *fixture, GtkWidget *native, const char *screen)
{
  UmpTestWindow shown = fixture->window;
  g_autofree char *name = g_strdup_printf ("fit-%s-%s", fixture->look->name, screen);

  shown.window = (UmpWindow *) native;
  g_bytes_unref (ump_test_window_draw (&shown, name));
}


/**
 * ump_look_test_check:
 * @fixture: whose faults grow by those of @window
 * @window: that is seen
 * @screen: what it shows, for the report and the picture
 *
 * Gives @window the size of the look, where it is not a dialog over a wide one
 * or a question.
 */
void
ump_look_test_check (UmpLookTest *fixture, GtkWindow *window, const char *screen)
{
  UmpTestWindow shown = fixture->window;
  /* A question is as large as it has to be. */
  gboolean sized = window == GTK_WINDOW (fixture->window.window) || (!fixture->look->wide && !g_str_equal (G_OBJECT_TYPE_NAME (window), "AdwMessageDialog"));
  UmpFit fit = { screen, fixture->look->pseudo, get_width (fixture), get_height (fixture) };

  shown.window = (UmpWindow *) window;
  /* Where the display reports a size that it gave before, GTK takes that for the default one. */
  for (int i = 0; i < 20 && (i < 2 || gtk_widget_get_width (GTK_WIDGET (window)) > fit.width); i++) {
    if (sized)
      gtk_window_set_default_size (window, fit.width, fit.height);
    ump_test_window_settle (&shown);
  }
  draw (fixture, GTK_WIDGET (window), screen);
  ump_fit_test_check (GTK_WIDGET (window), &fit, fixture->faults);
}


static GtkWidget *
find_tooltip (GtkWidget *root, const char *tooltip)
{
  if (GTK_IS_MENU_BUTTON (root) && gtk_widget_get_mapped (root) && g_strcmp0 (gtk_widget_get_tooltip_text (root), tooltip) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_tooltip (child, tooltip);

    if (found != NULL)
      return found;
  }
  return NULL;
}


static gboolean
is_mapped (gpointer user_data)
{
  return gtk_widget_get_mapped (user_data);
}


/**
 * ump_look_test_find_tooltip:
 * @fixture: in whose window to look
 * @tooltip: of a menu button
 *
 * Returns: (transfer none): the button
 */
GtkWidget *
ump_look_test_find_tooltip (UmpLookTest *fixture, const char *tooltip)
{
  GtkWidget *found = find_tooltip (GTK_WIDGET (fixture->window.window), tooltip);

  g_assert_nonnull (found);
  return found;
}


/**
 * ump_look_test_check_menu:
 * @fixture: whose picture it is
 * @button: a menu button
 * @screen: what its menu is
 */
void
ump_look_test_check_menu (UmpLookTest *fixture, GtkWidget *button, const char *screen)
{
  GtkWidget *menu = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  ump_test_wait_until (is_mapped, menu, 10);
  draw (fixture, menu, screen);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  ump_test_window_settle (&fixture->window);
}


/* The newest one: a dialog may have one of its own. */
static GtkWindow *
find_dialog (UmpLookTest *fixture)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (window != GTK_WINDOW (fixture->window.window) && gtk_widget_get_mapped (GTK_WIDGET (window)) &&
        (found == NULL || gtk_window_get_transient_for (window) == found))
      found = window;
  }
  return found;
}


/* Newer libadwaita shows some inside the window. */
static gboolean
has_inner_dialog (GtkWindow *window)
{
  return ump_test_find_type (window, "AdwAlertDialog") != NULL || ump_test_find_type (window, "AdwAboutDialog") != NULL;
}


static GtkWindow *
find_outer_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (has_inner_dialog (window))
      return window;
  }
  return NULL;
}


static gboolean
has_dialog (gpointer user_data)
{
  return find_dialog (user_data) != NULL || find_outer_window () != NULL;
}


static gboolean
has_no_inner_dialog (gpointer user_data)
{
  return !has_inner_dialog (user_data);
}


static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}


/**
 * ump_look_test_wait_for_dialog:
 * @fixture: where one is to appear
 *
 * Returns: (transfer none): the window of it; where the newest libadwaita has
 *   none of its own for it, the one that it is shown in
 */
GtkWindow *
ump_look_test_wait_for_dialog (UmpLookTest *fixture)
{
  ump_test_wait_until (has_dialog, fixture, 10);
  return find_outer_window () != NULL ? find_outer_window () : find_dialog (fixture);
}


/**
 * ump_look_test_close_dialog:
 * @fixture: where it is
 * @dialog: a window that is seen
 */
void
ump_look_test_close_dialog (UmpLookTest *fixture, GtkWindow *dialog)
{
  gpointer gone = dialog;

  if (has_inner_dialog (dialog)) {
    gtk_window_close (dialog);
    ump_test_wait_until (has_no_inner_dialog, dialog, 10);
    return;
  }
  g_object_add_weak_pointer (G_OBJECT (dialog), &gone);
  gtk_window_close (dialog);
  ump_test_wait_until (is_gone, &gone, 10);
}


/**
 * ump_look_test_click:
 * @root: where to look
 * @text: of a button, as it is seen or as a screen reader is told
 */
void
ump_look_test_click (gpointer root, const char *text)
{
  GtkWidget *found = ump_test_find_text (root, text);
  GtkWidget *button = found == NULL || GTK_IS_BUTTON (found) ? found : gtk_widget_get_ancestor (found, GTK_TYPE_BUTTON);

  g_test_message ("clicking “%s”", text);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}
