/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "ump-duel-layout.h"
#include "ump-fit-test.h"
#include "ump-practice.h"
#include "ump-preferences-window.h"
#include "ump-test-duel.h"
#include "ump-test-window.h"
#include "ump-test.h"

/* Every screen at 360 pixels in a language whose strings are a third longer,
 * from right to left, and with text of twice the size: nothing is cut off,
 * nothing stays untranslated. With $UMPIRE_SHOTS each is a picture. */

typedef struct {
  const char *name;
  GtkTextDirection direction;
  gboolean pseudo;
  int dpi;
} Look;

static const Look looks[] = {
  { "longer", GTK_TEXT_DIR_LTR, TRUE, 96 },
  { "right-to-left", GTK_TEXT_DIR_RTL, TRUE, 96 },
  { "large", GTK_TEXT_DIR_LTR, FALSE, 192 },
};

typedef struct {
  const Look *look;
  UmpTestDuel duel;
  UmpTestWindow window;
  GString *faults;
} Fixture;


static void
set_language (gboolean pseudo)
{
  g_autofree char *folder = g_build_filename (g_getenv ("UMPIRE_BUILDDIR"), "tests", "ui", pseudo ? "locale" : "no-locale", NULL);

  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}


static void
open_window (Fixture *fixture)
{
  ump_test_window_adopt (&fixture->window, fixture->duel.store, fixture->duel.transport);
  g_settings_set_int (fixture->window.settings, "window-width", UMP_FIT_WIDTH);
  g_settings_set_int (fixture->window.settings, "window-height", UMP_FIT_HEIGHT);
  ump_test_window_open (&fixture->window);
}


static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->look = data;
  fixture->faults = g_string_new (NULL);
  set_language (fixture->look->pseudo);
  gtk_widget_set_default_direction (fixture->look->direction);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", fixture->look->dpi * 1024, NULL);
  ump_test_duel_set_up (&fixture->duel, NULL);
  open_window (fixture);
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ump_test_window_release (&fixture->window);
  ump_test_duel_tear_down (&fixture->duel, NULL);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-xft-dpi");
  if (fixture->faults->len > 0) {
    g_test_message ("%s", fixture->faults->str);
    g_test_fail ();
  }
  g_string_free (fixture->faults, TRUE);
}


/* Looks at @window as if it were the one of the fixture. */
static void
check (Fixture *fixture, GtkWindow *window, const char *screen)
{
  UmpTestWindow shown = fixture->window;
  g_autofree char *name = g_strdup_printf ("fit-%s-%s", fixture->look->name, screen);

  shown.window = (UmpWindow *) window;
  /* Where the display reports a size that it gave before, GTK takes that for the default one. */
  for (int i = 0; i < 20 && (i < 2 || gtk_widget_get_width (GTK_WIDGET (window)) > UMP_FIT_WIDTH); i++) {
    gtk_window_set_default_size (window, UMP_FIT_WIDTH, UMP_FIT_HEIGHT);
    ump_test_window_settle (&shown);
  }
  g_bytes_unref (ump_test_window_draw (&shown, name));
  ump_fit_test_check (GTK_WIDGET (window), screen, fixture->look->pseudo, fixture->faults);
}


static void
check_main (Fixture *fixture, const char *screen)
{
  check (fixture, GTK_WINDOW (fixture->window.window), screen);
}


static GtkWindow *
find_dialog (Fixture *fixture)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (windows); i-- > 0;) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (window != GTK_WINDOW (fixture->window.window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
      return window;
  }
  return NULL;
}


static gboolean
has_dialog (gpointer user_data)
{
  return find_dialog (user_data) != NULL;
}


static gboolean
has_no_dialog (gpointer user_data)
{
  return find_dialog (user_data) == NULL;
}


/* Where the newest libadwaita has no window of its own for it, it is in the main one. */
static void
check_dialog (Fixture *fixture, const char *action, const char *screen)
{
  GtkWindow *dialog;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window.window), action, NULL);
  ump_test_wait_until (has_dialog, fixture, 10);
  dialog = find_dialog (fixture);
  check (fixture, dialog, screen);
  gtk_window_close (dialog);
  ump_test_wait_until (has_no_dialog, fixture, 10);
}


static void
click (gpointer root, const char *text)
{
  GtkWidget *found = ump_test_find_text (root, text);
  GtkWidget *button = found == NULL || GTK_IS_BUTTON (found) ? found : gtk_widget_get_ancestor (found, GTK_TYPE_BUTTON);

  g_test_message ("clicking “%s”", text);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}


static void
show_page (Fixture *fixture, const char *name)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window.window), "win.page", "s", name);
  ump_test_window_settle (&fixture->window);
}


static void
wait_for_resume (Fixture *fixture, gboolean press)
{
  g_auto (GStrv) parts = g_strsplit (_("_Go On With the Interrupted Battle"), "_", -1);
  g_autofree char *text = g_strjoinv ("", parts);

  ump_test_window_wait_for_text (&fixture->window, text);
  if (press)
    click (fixture->window.window, text);
}


static gboolean
both_are_asked (gpointer user_data)
{
  Fixture *fixture = user_data;

  return ump_test_models_is_asked (fixture->duel.models, UMP_TEST_DUEL_X) && ump_test_models_is_asked (fixture->duel.models, UMP_TEST_DUEL_Y);
}


static void
begin_battle (Fixture *fixture, const char *prompt)
{
  static const char *const models[] = { UMP_TEST_DUEL_X, UMP_TEST_DUEL_Y };

  ump_test_window_send (&fixture->window, prompt);
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_ANSWERING);
  ump_test_wait_until (both_are_asked, fixture, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    ump_test_models_say (fixture->duel.models, models[i], "I am an **apple**.\n\n| a | b |\n|--|--|\n| 1 | 2 |\n");
}


static void
finish (Fixture *fixture)
{
  ump_test_models_finish (fixture->duel.models, UMP_TEST_DUEL_X, "stop");
  ump_test_models_finish (fixture->duel.models, UMP_TEST_DUEL_Y, "stop");
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_READY);
  /* One side is seen at a time, and the vote waits until both were. */
  for (guint side = UMP_SIDE_A; side <= UMP_SIDE_B; side++) {
    ump_duel_layout_set_front (UMP_DUEL_LAYOUT (ump_test_find_type (fixture->window.window, "UmpDuelLayout")), side);
    ump_test_window_settle (&fixture->window);
    /* That it has its first place is told when nothing else is to be done. */
    while (g_main_context_iteration (NULL, FALSE))
      continue;
  }
  ump_test_window_wait_for_action (&fixture->window, "vote-tie", TRUE);
}


static void
vote (Fixture *fixture)
{
  ump_test_window_act (&fixture->window, "vote-tie");
  ump_test_window_wait_for_text (&fixture->window, _("Vote counted"));
}


static void
start_over (Fixture *fixture)
{
  ump_test_window_act (&fixture->window, "new");
  ump_test_window_wait_for_text (&fixture->window, _("Ask Anything"));
}


static void
test_battle (Fixture *fixture, gconstpointer data)
{
  UmpTestWindow *window = &fixture->window;

  ump_test_window_wait_for_text (window, _("Ask Anything"));
  check_main (fixture, "start");
  show_page (fixture, "leaderboard");
  ump_test_window_wait_for_text (window, _("No Votes Yet"));
  check_main (fixture, "leaderboard-empty");
  show_page (fixture, "history");
  ump_test_window_wait_for_text (window, _("No Battles Yet"));
  check_main (fixture, "history-empty");
  show_page (fixture, "battle");

  begin_battle (fixture, "[Fruit?]");
  check_main (fixture, "answering");
  finish (fixture);
  check_main (fixture, "ready");
  vote (fixture);
  check_main (fixture, "reveal");
  start_over (fixture);
  begin_battle (fixture, "[Fruit?]");
  finish (fixture);
  ump_test_window_act (window, "find");
  check_main (fixture, "find");
}


static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  ump_test_window_wait_for_text (&fixture->window, _("Ask Anything"));
  begin_battle (fixture, "[Fruit?]");
  ump_test_window_act (&fixture->window, "stop");
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_STOPPED);
  check_main (fixture, "stopped");
  ump_test_window_act (&fixture->window, "void");
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_REVEALED);
  check_main (fixture, "void");
}


static void
test_failed (Fixture *fixture, gconstpointer data)
{
  ump_test_window_wait_for_text (&fixture->window, _("Ask Anything"));
  begin_battle (fixture, "[Fruit?]");
  ump_test_models_cut (fixture->duel.models, UMP_TEST_DUEL_X);
  ump_test_models_finish (fixture->duel.models, UMP_TEST_DUEL_Y, "stop");
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_FAILED);
  check_main (fixture, "failed");
}


static void
test_records (Fixture *fixture, gconstpointer data)
{
  UmpTestWindow *window = &fixture->window;

  ump_test_window_wait_for_text (window, _("Ask Anything"));
  for (int i = 0; i < 2; i++) {
    begin_battle (fixture, "[Which fruit is the best for a cake?]");
    finish (fixture);
    vote (fixture);
    start_over (fixture);
  }
  show_page (fixture, "leaderboard");
  ump_test_window_wait_for_text (window, _("It is too early to say."));
  check_main (fixture, "leaderboard");
  show_page (fixture, "history");
  ump_test_window_wait_for_text (window, "[Which fruit is the best for a cake?]");
  check_main (fixture, "history");
  {
    GtkWidget *list = ump_test_find_type (window->window, "GtkListView");

    g_signal_emit_by_name (list, "activate", 0);
  }
  ump_test_window_wait_for_text (window, _("Delete battle"));
  check_main (fixture, "history-battle");
  click (window->window, _("Delete battle"));
  ump_test_wait_until (has_dialog, fixture, 10);
  check (fixture, find_dialog (fixture), "delete");
  gtk_window_close (find_dialog (fixture));
  ump_test_wait_until (has_no_dialog, fixture, 10);
}


static void
test_interrupted (Fixture *fixture, gconstpointer data)
{
  UmpTestWindow *window = &fixture->window;

  ump_test_window_wait_for_text (window, _("Ask Anything"));
  begin_battle (fixture, "[Who is there?]");
  ump_test_window_release (window);
  ump_store_close (fixture->duel.store);
  g_object_unref (fixture->duel.store);
  fixture->duel.store = ump_store_new (fixture->duel.path);
  open_window (fixture);
  wait_for_resume (fixture, FALSE);
  check_main (fixture, "start-interrupted");
  wait_for_resume (fixture, TRUE);
  ump_test_window_wait_for_action (window, "retry-a", TRUE);
  check_main (fixture, "interrupted");
}


static void
test_preferences (Fixture *fixture, gconstpointer data)
{
  UmpTestWindow *window = &fixture->window;
  GtkWindow *preferences;
  GtkWidget *stack;
  static const char *const pages[] = { "providers", "contenders", "battles" };

  ump_test_window_wait_for_text (window, _("Ask Anything"));
  gtk_widget_activate_action (GTK_WIDGET (window->window), "win.preferences", NULL);
  ump_test_wait_until (has_dialog, fixture, 10);
  preferences = find_dialog (fixture);
  stack = ump_test_find_type (preferences, "AdwViewStack");
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++) {
    adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), pages[i]);
    check (fixture, preferences, pages[i]);
  }
  gtk_window_destroy (preferences);
  ump_test_wait_until (has_no_dialog, fixture, 10);
  check_dialog (fixture, "win.shortcuts", "shortcuts");
  check_dialog (fixture, "win.about", "about");
}


static void
test_first_start (Fixture *fixture, gconstpointer data)
{
  UmpTestWindow *window = &fixture->window;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  ump_test_window_wait_for_text (window, _("Ask Anything"));
  ump_store_remove_provider_async (fixture->duel.store, fixture->duel.provider->id, NULL, ump_test_take_result, &slot);
  result = ump_test_await (&slot, 10);
  ump_test_window_wait_for_text (window, _("Judge Models Blind"));
  check_main (fixture, "welcome");
  g_settings_set_boolean (window->settings, "practice", TRUE);
  ump_test_window_wait_for_text (window, _("Ask Anything"));
  check_main (fixture, "practice");
}


/* A partner is kept as the program calls it in English, and shown in the
 * language of the moment. */
static void
test_partners (void)
{
  g_autoptr (GPtrArray) contenders = NULL;

  set_language (TRUE);
  contenders = ump_practice_get_contenders ();
  for (guint i = 0; i < contenders->len; i++) {
    const UmpContender *contender = g_ptr_array_index (contenders, i);

    g_assert_false (g_str_has_prefix (contender->label, "["));
    g_assert_true (g_str_has_prefix (ump_contender_get_display_name (contender), "["));
  }
}


int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*function) (Fixture *fixture, gconstpointer data);
  } walks[] = {
    { "battle", test_battle }, { "stopped", test_stopped }, { "failed", test_failed }, { "records", test_records }, { "interrupted", test_interrupted },
    { "preferences", test_preferences }, { "first-start", test_first_start },
  };

  g_setenv ("LANGUAGE", "xx", TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  set_language (TRUE);
  /* The test would say nothing if the language were not found. */
  g_assert_true (g_str_has_prefix (_("Leaderboard"), "["));
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (walks); j++) {
      g_autofree char *path = g_strdup_printf ("/languages/%s/%s", looks[i].name, walks[j].name);

      g_test_add (path, Fixture, &looks[i], set_up, walks[j].function, tear_down);
    }
  }
  g_test_add_func ("/languages/partners", test_partners);
  return g_test_run ();
}
