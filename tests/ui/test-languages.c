/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#include "ump-application.h"
#include "ump-practice.h"
#include "ump-preferences-window.h"
#include "ump-test.h"
#include "ump-window.h"

/* Every screen at 360 pixels in a language whose strings are a third longer,
 * and from right to left: nothing is cut off, nothing stays untranslated. */

#define WIDTH 360
#define HEIGHT 720

/* Proper names, and what is the same in every language. */
static const char *const untranslated[] = { "Umpire", "A", "B", "CSV", "JSON", NULL };


static gboolean
is_mapped (gpointer user_data)
{
  return gtk_widget_get_mapped (GTK_WIDGET (user_data));
}


static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  int *frames = user_data;

  return --*frames > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}


static gboolean
is_zero (gpointer user_data)
{
  return *(int *) user_data <= 0;
}


/* Lets the layout settle: transitions are off, so a few frames are enough. */
static void
settle (GtkWidget *window)
{
  int frames = 20;

  ump_test_wait_until (is_mapped, window, 10);
  gtk_widget_add_tick_callback (window, tick_cb, &frames, NULL);
  ump_test_wait_until (is_zero, &frames, 10);
}


static gboolean
has_letter (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isalpha (*p))
      return TRUE;
  return FALSE;
}


/* The service names of the table are proper names, and so are addresses. */
static gboolean
is_proper_name (GtkWidget *label, const char *text)
{
  return g_strv_contains (untranslated, text) || strstr (text, "://") != NULL
         || gtk_widget_get_ancestor (label, g_type_from_name ("UmpServiceList")) != NULL;
}


static void
check_label (GtkLabel *label, const char *screen, GString *faults)
{
  const char *text = gtk_label_get_text (label);
  PangoLayout *layout = gtk_label_get_layout (label);
  gboolean in_switcher = gtk_widget_get_ancestor (GTK_WIDGET (label), g_type_from_name ("AdwViewSwitcherButton")) != NULL;

  if (pango_layout_is_ellipsized (layout) && !in_switcher)
    g_string_append_printf (faults, "%s: cut off: %s\n", screen, text);
  if (has_letter (text) && strchr (text, '[') == NULL && g_str_equal (g_getenv ("LANGUAGE"), "xx")
      && !is_proper_name (GTK_WIDGET (label), text))
    g_string_append_printf (faults, "%s: untranslated: %s\n", screen, text);
}


static void
walk (GtkWidget *widget, const char *screen, GString *faults)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    check_label (GTK_LABEL (widget), screen, faults);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    walk (child, screen, faults);
}


static void
check_screen (GtkWidget *window, const char *screen, GString *faults)
{
  settle (window);
  if (gtk_widget_get_width (window) > WIDTH)
    g_string_append_printf (faults, "%s: %d pixels wide\n", screen, gtk_widget_get_width (window));
  walk (window, screen, faults);
}


static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_type (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}


static void
check_pages (GtkWidget *window, GString *faults)
{
  static const char *const pages[] = { "battle", "leaderboard", "history" };
  GtkWidget *stack = find_type (window, ADW_TYPE_VIEW_STACK);

  g_assert_nonnull (stack);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), pages[i]);
    check_screen (window, pages[i], faults);
  }
}


static void
check_preferences (UmpApplication *application, GtkWidget *window, GString *faults)
{
  g_autoptr (GSettings) settings = g_settings_new (UMP_APP_ID);
  GtkWindow *preferences = ump_preferences_window_new (ump_application_get_store (application), ump_application_get_transport (application),
                                                       settings, GTK_WINDOW (window));
  GtkWidget *stack;

  gtk_window_set_default_size (preferences, WIDTH, HEIGHT);
  gtk_window_present (preferences);
  stack = find_type (GTK_WIDGET (preferences), ADW_TYPE_VIEW_STACK);
  g_assert_nonnull (stack);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (adw_view_stack_get_pages (ADW_VIEW_STACK (stack)))); i++) {
    g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (ADW_VIEW_STACK (stack));
    g_autofree char *name = g_strdup_printf ("preferences, page %u", i + 1);

    gtk_selection_model_select_item (pages, i, TRUE);
    check_screen (GTK_WIDGET (preferences), name, faults);
  }
  gtk_window_destroy (preferences);
}


static void
run_direction (UmpApplication *application, GtkTextDirection direction)
{
  g_autoptr (GString) faults = g_string_new (NULL);
  GtkWidget *window;

  gtk_widget_set_default_direction (direction);
  g_application_activate (G_APPLICATION (application));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  window = GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (application)));
  check_pages (window, faults);
  check_preferences (application, window, faults);
  gtk_window_destroy (GTK_WINDOW (window));
  if (faults->len > 0)
    g_error ("\n%s", faults->str);
}


static void
test_longer (gconstpointer user_data)
{
  run_direction ((UmpApplication *) user_data, GTK_TEXT_DIR_LTR);
}


static void
test_right_to_left (gconstpointer user_data)
{
  run_direction ((UmpApplication *) user_data, GTK_TEXT_DIR_RTL);
}


/* A partner is kept as the program calls it in English, and shown in the
 * language of the moment. */
static void
test_partners (void)
{
  g_autoptr (GPtrArray) contenders = ump_practice_get_contenders ();

  for (guint i = 0; i < contenders->len; i++) {
    const UmpContender *contender = g_ptr_array_index (contenders, i);

    g_assert_false (g_str_has_prefix (contender->label, "["));
    g_assert_true (g_str_has_prefix (ump_contender_get_display_name (contender), "["));
  }
}


static void
set_up_language (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("UMPIRE_BUILDDIR"), "tests", "ui", "locale", NULL);

  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}


int
main (int argc, char **argv)
{
  g_autoptr (UmpApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("LANGUAGE", "xx", TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  set_up_language ();
  /* The test would say nothing if the language were not found. */
  g_assert_true (g_str_has_prefix (_("Leaderboard"), "["));
  {
    g_autoptr (GSettings) settings = g_settings_new (UMP_APP_ID);

    g_settings_set_int (settings, "window-width", WIDTH);
    g_settings_set_int (settings, "window-height", HEIGHT);
  }
  application = ump_application_new ();
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_test_add_data_func ("/languages/longer", application, test_longer);
  g_test_add_data_func ("/languages/right-to-left", application, test_right_to_left);
  g_test_add_func ("/languages/partners", test_partners);
  return g_test_run ();
}
