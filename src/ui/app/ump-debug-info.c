/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <libsoup/soup.h>

#include "ump-debug-info.h"
#include "ump-store.h"


static void
append_variable (GString *text, const char *title, const char *variable)
{
  const char *value = g_getenv (variable);

  g_string_append_printf (text, "%s: %s\n", title, value != NULL && *value != '\0' ? value : "not set");
}


/**
 * ump_debug_info_collect:
 * @display: where the program is shown
 *
 * What a report of a problem should say of this computer. It is meant to be
 * published, so nothing of it is about the user, the models or the battles. Not
 * translated, because it is for those who read the report.
 *
 * Returns: (transfer full): a few lines of text
 */
char *
ump_debug_info_collect (GdkDisplay *display)
{
  GString *text = g_string_new ("Umpire " UMP_VERSION "\n");
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  const char *const *languages = g_get_language_names ();

  g_string_append_printf (text, "GTK %u.%u.%u\n", gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version ());
  g_string_append_printf (text, "libadwaita %u.%u.%u\n", adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version ());
  g_string_append_printf (text, "GtkSourceView %u.%u.%u\n", gtk_source_get_major_version (), gtk_source_get_minor_version (), gtk_source_get_micro_version ());
  g_string_append_printf (text, "GLib %u.%u.%u\n", glib_major_version, glib_minor_version, glib_micro_version);
  g_string_append_printf (text, "libsoup %u.%u.%u\n", soup_get_major_version (), soup_get_minor_version (), soup_get_micro_version ());
  g_string_append_printf (text, "SQLite %s\n\n", ump_store_get_library_version ());

  g_string_append_printf (text, "System: %s\n", system != NULL ? system : "unknown");
  g_string_append_printf (text, "Sandbox: %s\n", g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? "Flatpak" : "none");
  g_string_append_printf (text, "Display: %s\n", G_OBJECT_TYPE_NAME (display));
  append_variable (text, "Session", "XDG_SESSION_TYPE");
  append_variable (text, "Desktop", "XDG_CURRENT_DESKTOP");
  append_variable (text, "Renderer", "GSK_RENDERER");
  g_string_append_printf (text, "Language: %s, %s\n", languages[0], gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? "right to left" : "left to right");
  return g_string_free (text, FALSE);
}
