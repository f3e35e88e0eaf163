/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-shortcuts.h"

/**
 * ShortcutRow:
 * @group: heading in the help; rows of one group stand together
 * @title: what it does, or %NULL where the help need not say it
 * @action: the action's detailed name, or %NULL where a widget handles the key
 * @keys: (array zero-terminated=1): the first is the one that the help shows
 *
 * The one table of keys: what is installed and what the help says.
 */
typedef struct {
  const char *group;
  const char *title;
  const char *action;
  const char *keys[4];
} ShortcutRow;

static const ShortcutRow rows[] = {
  { N_("Battle"), N_("New battle"), "win.new-battle", { "<Control>n" } },
  { N_("Battle"), N_("Send the prompt"), NULL, { "Return" } },
  { N_("Battle"), N_("New line in the prompt"), NULL, { "<Shift>Return" } },
  { N_("Battle"), N_("Stop both"), "battle.stop", { "Escape" } },
  { N_("Battle"), N_("Next area: A, B, vote, prompt"), "battle.next-area", { "F6" } },
  { N_("Vote"), N_("A is better"), "battle.vote-a", { "<Alt>1", "<Alt>KP_1" } },
  { N_("Vote"), N_("Tie"), "battle.vote-tie", { "<Alt>2", "<Alt>KP_2" } },
  { N_("Vote"), N_("Both are bad"), "battle.vote-both-bad", { "<Alt>3", "<Alt>KP_3" } },
  { N_("Vote"), N_("B is better"), "battle.vote-b", { "<Alt>4", "<Alt>KP_4" } },
  { N_("Responses"), N_("Find"), "battle.find", { "<Control>f" } },
  { N_("Responses"), N_("Next match"), "battle.find-next", { "<Control>g" } },
  { N_("Responses"), N_("Previous match"), "battle.find-previous", { "<Control><Shift>g" } },
  { N_("Responses"), N_("Larger text"), "win.text-larger", { "<Control>plus", "<Control>equal", "<Control>KP_Add" } },
  { N_("Responses"), N_("Smaller text"), "win.text-smaller", { "<Control>minus", "<Control>KP_Subtract" } },
  { N_("Responses"), N_("Normal text"), "win.text-normal", { "<Control>0", "<Control>KP_0" } },
  { N_("Window"), N_("Battle"), "win.page::battle", { "<Control>1" } },
  { N_("Window"), N_("Leaderboard"), "win.page::leaderboard", { "<Control>2" } },
  { N_("Window"), N_("History"), "win.page::history", { "<Control>3" } },
  { N_("Window"), N_("Main menu"), NULL, { "F10" } },
  { N_("Window"), N_("Preferences"), "win.preferences", { "<Control>comma" } },
  { N_("Window"), N_("Keyboard shortcuts"), "win.shortcuts", { "<Control>question", "F1", "<Control>slash" } },
  { N_("Window"), N_("Close the window"), "window.close", { "<Control>w" } },
  { N_("Window"), N_("Quit"), "app.quit", { "<Control>q" } },
};


/* All keys of a row. Those of the keypad are called like the others. */
static char *
describe_keys (const ShortcutRow *shortcut)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (shortcut->keys) && shortcut->keys[i] != NULL; i++) {
    g_autofree char *label = NULL;
    guint keyval = 0;
    GdkModifierType modifiers = 0;

    if (strstr (shortcut->keys[i], "KP_") != NULL)
      continue;
    gtk_accelerator_parse (shortcut->keys[i], &keyval, &modifiers);
    label = gtk_accelerator_get_label (keyval, modifiers);
    g_string_append_printf (text, "%s%s", text->len > 0 ? "  ·  " : "", label);
  }
  return g_string_free (text, FALSE);
}


static GtkWidget *
make_row (const ShortcutRow *shortcut)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *keys;
  g_autofree char *label = describe_keys (shortcut);

  keys = gtk_label_new (label);
  gtk_widget_add_css_class (keys, "keys");
  gtk_widget_set_valign (keys, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(shortcut->title));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), keys);
  return row;
}


static gboolean
close_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}


/**
 * ump_shortcuts_install:
 * @application: gets the keys of the table
 */
void
ump_shortcuts_install (GtkApplication *application)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (rows[i].action != NULL)
      gtk_application_set_accels_for_action (application, rows[i].action, rows[i].keys);
  }
}


/**
 * ump_shortcuts_present:
 * @parent: the window that it belongs to
 *
 * Shows the keys in a window of their own.
 */
void
ump_shortcuts_present (GtkWindow *parent)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = NULL;
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (i == 0 || !g_str_equal (rows[i].group, rows[i - 1].group)) {
      group = adw_preferences_group_new ();
      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _(rows[i].group));
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
    }
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (&rows[i]));
  }
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (window), box);

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_callback_action_new (close_cb, NULL, NULL)));
  gtk_widget_add_controller (window, controller);

  gtk_window_set_title (GTK_WINDOW (window), _("Keyboard Shortcuts"));
  gtk_window_set_default_size (GTK_WINDOW (window), MIN (460, gtk_widget_get_width (GTK_WIDGET (parent))), 620);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_application (GTK_WINDOW (window), gtk_window_get_application (parent));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}
