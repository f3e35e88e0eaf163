/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "ump-duel-layout.h"
#include "ump-look-test.h"
#include "ump-practice.h"
#include "ump-test.h"
#include "ump-ui-test.h"

/* Every screen at 360 pixels in a language whose strings are a third longer,
 * from right to left, and with text of twice the size: nothing is cut off,
 * nothing stays untranslated. With $UMPIRE_SHOTS each is a picture, and so it
 * is in the looks of those who see it every day. */

static const UmpLook looks[] = {
  { "longer", GTK_TEXT_DIR_LTR, .pseudo = TRUE, .dpi = 96 },
  { "right-to-left", GTK_TEXT_DIR_RTL, .pseudo = TRUE, .dpi = 96 },
  { "large", GTK_TEXT_DIR_LTR, .dpi = 192 },
  { "narrow", GTK_TEXT_DIR_LTR, .dpi = 96, .for_pictures = TRUE },
  { "narrow-dark", GTK_TEXT_DIR_LTR, .dpi = 96, .dark = TRUE, .for_pictures = TRUE },
  { "wide", GTK_TEXT_DIR_LTR, .dpi = 96, .wide = TRUE, .for_pictures = TRUE },
  { "wide-dark", GTK_TEXT_DIR_LTR, .dpi = 96, .wide = TRUE, .dark = TRUE, .for_pictures = TRUE },
  { "wide-contrast", GTK_TEXT_DIR_LTR, .dpi = 96, .wide = TRUE, .contrast = TRUE, .for_pictures = TRUE },
  { "wide-contrast-dark", GTK_TEXT_DIR_LTR, .dpi = 96, .wide = TRUE, .dark = TRUE, .contrast = TRUE, .for_pictures = TRUE },
  { "wide-large", GTK_TEXT_DIR_LTR, .dpi = 192, .wide = TRUE, .for_pictures = TRUE },
  { "wide-right-to-left", GTK_TEXT_DIR_RTL, .dpi = 96, .wide = TRUE, .for_pictures = TRUE },
};


static void
check_main (UmpLookTest *fixture, const char *screen)
{
  ump_look_test_check (fixture, GTK_WINDOW (fixture->window.window), screen);
}


static void
check_dialog (UmpLookTest *fixture, const char *action, const char *screen)
{
  GtkWindow *dialog;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window.window), action, NULL);
  dialog = ump_look_test_wait_for_dialog (fixture);
  ump_look_test_check (fixture, dialog, screen);
  ump_look_test_close_dialog (fixture, dialog);
}


static void
show_page (UmpLookTest *fixture, const char *name)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window.window), "win.page", "s", name);
  ump_test_window_settle (&fixture->window);
}


static void
wait_for_resume (UmpLookTest *fixture, gboolean press)
{
  g_auto (GStrv) parts = g_strsplit (_("_Go On With the Interrupted Battle"), "_", -1);
  g_autofree char *text = g_strjoinv ("", parts);

  ump_test_window_wait_for_text (&fixture->window, text);
  if (press)
    ump_look_test_click (fixture->window.window, text);
}


static gboolean
both_are_asked (gpointer user_data)
{
  UmpLookTest *fixture = user_data;

  return ump_test_models_is_asked (fixture->duel.models, UMP_TEST_DUEL_X) && ump_test_models_is_asked (fixture->duel.models, UMP_TEST_DUEL_Y);
}


static void
begin_battle (UmpLookTest *fixture, const char *prompt)
{
  static const char *const models[] = { UMP_TEST_DUEL_X, UMP_TEST_DUEL_Y };

  ump_test_window_send (&fixture->window, prompt);
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_ANSWERING);
  ump_test_wait_until (both_are_asked, fixture, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    ump_test_models_say (fixture->duel.models, models[i], "I am an **apple**.\n\n| a | b |\n|--|--|\n| 1 | 2 |\n");
}


static void
finish (UmpLookTest *fixture)
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
vote (UmpLookTest *fixture)
{
  ump_test_window_act (&fixture->window, "vote-tie");
  ump_test_window_wait_for_text (&fixture->window, _("Vote counted"));
}


static void
start_over (UmpLookTest *fixture)
{
  ump_test_window_act (&fixture->window, "new");
  ump_test_window_wait_for_text (&fixture->window, _("Ask Anything"));
}


static void
test_battle (UmpLookTest *fixture, gconstpointer data)
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
test_stopped (UmpLookTest *fixture, gconstpointer data)
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
test_failed (UmpLookTest *fixture, gconstpointer data)
{
  ump_test_window_wait_for_text (&fixture->window, _("Ask Anything"));
  begin_battle (fixture, "[Fruit?]");
  ump_test_models_cut (fixture->duel.models, UMP_TEST_DUEL_X);
  ump_test_models_finish (fixture->duel.models, UMP_TEST_DUEL_Y, "stop");
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_FAILED);
  check_main (fixture, "failed");
}


static void
test_records (UmpLookTest *fixture, gconstpointer data)
{
  UmpTestWindow *window = &fixture->window;
  GtkWindow *dialog;

  ump_test_window_wait_for_text (window, _("Ask Anything"));
  for (int i = 0; i < 2; i++) {
    begin_battle (fixture, "[Which fruit is the best for a cake that is to be on the table when the whole family comes on Sunday?]");
    finish (fixture);
    vote (fixture);
    start_over (fixture);
  }
  show_page (fixture, "leaderboard");
  ump_test_window_wait_for_text (window, _("It is too early to say."));
  check_main (fixture, "leaderboard");
  show_page (fixture, "history");
  ump_test_window_wait_for_text (window, "[Which fruit is the best for a cake that is to be on the table when the whole family comes on Sunday?]");
  check_main (fixture, "history");
  {
    GtkWidget *list = ump_test_find_type (window->window, "GtkListView");

    g_signal_emit_by_name (list, "activate", 0);
  }
  ump_test_window_wait_for_text (window, _("Delete battle"));
  check_main (fixture, "history-battle");
  ump_look_test_click (window->window, _("Delete battle"));
  dialog = ump_look_test_wait_for_dialog (fixture);
  ump_look_test_check (fixture, dialog, "delete");
  ump_look_test_close_dialog (fixture, dialog);
}


static void
test_interrupted (UmpLookTest *fixture, gconstpointer data)
{
  UmpTestWindow *window = &fixture->window;

  ump_test_window_wait_for_text (window, _("Ask Anything"));
  begin_battle (fixture, "[Who is there?]");
  ump_look_test_reopen_window (fixture);
  wait_for_resume (fixture, FALSE);
  check_main (fixture, "start-interrupted");
  wait_for_resume (fixture, TRUE);
  ump_test_window_wait_for_action (window, "retry-a", TRUE);
  check_main (fixture, "interrupted");
}


static GtkWindow *
open_preferences (UmpLookTest *fixture, const char *page)
{
  GtkWindow *preferences;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window.window), "win.preferences", NULL);
  preferences = ump_look_test_wait_for_dialog (fixture);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (ump_test_find_type (preferences, "AdwViewStack")), page);
  ump_ui_settle (GTK_WIDGET (preferences));
  return preferences;
}


static void
test_preferences (UmpLookTest *fixture, gconstpointer data)
{
  UmpTestWindow *window = &fixture->window;
  GtkWindow *preferences;
  GtkWidget *stack;
  static const char *const pages[] = { "providers", "contenders", "battles" };

  ump_test_window_wait_for_text (window, _("Ask Anything"));
  preferences = open_preferences (fixture, pages[0]);
  stack = ump_test_find_type (preferences, "AdwViewStack");
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++) {
    adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), pages[i]);
    ump_look_test_check (fixture, preferences, pages[i]);
  }
  ump_look_test_close_dialog (fixture, preferences);
  check_dialog (fixture, "win.shortcuts", "shortcuts");
  check_dialog (fixture, "win.about", "about");
}


static void
test_first_start (UmpLookTest *fixture, gconstpointer data)
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


/* The names are in the answers, so all that a reveal can say is said. */
static void
test_pick (UmpLookTest *fixture, gconstpointer data)
{
  static const char *const models[] = { UMP_TEST_DUEL_X, UMP_TEST_DUEL_Y };
  UmpTestWindow *window = &fixture->window;
  GtkWindow *dialog;

  ump_test_window_wait_for_text (window, _("Ask Anything"));
  ump_test_window_send (window, "[Who are you?]");
  ump_test_window_wait_for_status (window, UMP_DUEL_ANSWERING);
  ump_test_wait_until (both_are_asked, fixture, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++) {
    ump_test_models_think (fixture->duel.models, models[i], "They ask who I am. I had better say it, and then what I would like to be.");
    ump_test_models_say (fixture->duel.models, models[i], "I am Claude, made by Anthropic. See [my page](https://example.org/).\n\n```c\nreturn 0;\n```\n");
  }
  finish (fixture);
  ump_look_test_check_menu (fixture, ump_look_test_find_tooltip (fixture, _("More Actions")), "menu-duel");
  ump_look_test_check_menu (fixture, ump_look_test_find_tooltip (fixture, _("Main Menu (F10)")), "menu-main");
  g_signal_emit_by_name (ump_test_find_type (window->window, "UmpMarkdownView"), "activate-link", "https://example.org/");
  dialog = ump_look_test_wait_for_dialog (fixture);
  ump_look_test_check (fixture, dialog, "link");
  ump_look_test_close_dialog (fixture, dialog);
  ump_test_window_act (window, "vote-b");
  ump_test_window_wait_for_text (window, _("Vote kept, not rated"));
  check_main (fixture, "reveal-pick");
  gtk_expander_set_expanded (GTK_EXPANDER (ump_test_find_type (window->window, "GtkExpander")), TRUE);
  check_main (fixture, "reveal-thinking");
  ump_test_window_act (window, "undo-vote");
  ump_test_window_wait_for_text (window, _("Your vote was taken back. The names are known now: a new vote is kept, but not rated."));
  check_main (fixture, "taken-back");
}


static void
test_sealed (UmpLookTest *fixture, gconstpointer data)
{
  UmpTestWindow *window = &fixture->window;
  GtkWindow *preferences, *dialog;

  for (gsize i = 0; i < G_N_ELEMENTS (fixture->duel.contenders); i++) {
    fixture->duel.contenders[i]->sealed = TRUE;
    fixture->duel.contenders[i]->codename = g_strdup (i == 0 ? "Falcon" : "Meadow");
  }
  ump_test_duel_save (&fixture->duel);
  ump_test_window_wait_for_text (window, _("Ask Anything"));
  begin_battle (fixture, "[Fruit?]");
  finish (fixture);
  vote (fixture);
  check_main (fixture, "reveal-sealed");
  preferences = open_preferences (fixture, "contenders");
  ump_look_test_check (fixture, preferences, "contenders-sealed");
  ump_ui_click (GTK_WIDGET (preferences), _("_Break the Seal…"));
  dialog = ump_look_test_wait_for_dialog (fixture);
  ump_look_test_check (fixture, dialog, "break-seal");
  ump_look_test_close_dialog (fixture, dialog);
  ump_look_test_close_dialog (fixture, preferences);
}


static void
test_board (UmpLookTest *fixture, gconstpointer data)
{
  UmpTestWindow *window = &fixture->window;
  GtkAdjustment *scroll;
  GtkWindow *dialog;
  g_autoptr (GError) error = NULL;
  g_autofree char *left_out = NULL;
  UmpDb *db = ump_db_open (fixture->duel.path, &error);

  g_assert_no_error (error);
  ump_ui_fill_board (db);
  ump_ui_add_unclean (db);
  ump_db_close (db);
  ump_look_test_reopen_window (fixture);
  show_page (fixture, "leaderboard");
  left_out = g_strdup_printf (ngettext ("%u ballot is left out", "%u ballots are left out", 1), 1);
  ump_test_window_wait_for_text (window, left_out);
  check_main (fixture, "board");
  ump_look_test_check_menu (fixture, ump_look_test_find_tooltip (fixture, _("Export Leaderboard")), "menu-export");
  scroll = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (ump_test_find_type (window->window, "UmpIntervalChart"), GTK_TYPE_SCROLLED_WINDOW)));
  gtk_adjustment_set_value (scroll, gtk_adjustment_get_page_size (scroll));
  check_main (fixture, "board-middle");
  gtk_adjustment_set_value (scroll, 2 * gtk_adjustment_get_page_size (scroll));
  check_main (fixture, "board-table");
  gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll));
  check_main (fixture, "board-end");
  ump_ui_activate_row (ump_ui_find_titled (GTK_WIDGET (window->window), ADW_TYPE_ACTION_ROW, left_out));
  dialog = ump_look_test_wait_for_dialog (fixture);
  ump_ui_wait_titled (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, "Who are you?");
  ump_look_test_check (fixture, dialog, "left-out");
  ump_look_test_close_dialog (fixture, dialog);
}


/* Services that refuse, and what is then said of it. */
static void
test_trouble (UmpLookTest *fixture, gconstpointer data)
{
  static const char *const models[] = { UMP_TEST_DUEL_X, UMP_TEST_DUEL_Y };
  UmpTestWindow *window = &fixture->window;

  ump_test_window_wait_for_text (window, _("Ask Anything"));
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    ump_test_models_fail_next (fixture->duel.models, models[i], 401, "application/json",
                               "{\"error\":{\"message\":\"Incorrect API key provided: it ends in 1234. You can find yours at https://example.org/keys.\"}}");
  ump_test_window_send (window, "[Fruit?]");
  ump_test_window_wait_for_status (window, UMP_DUEL_FAILED);
  check_main (fixture, "failed-both");
  ump_test_window_act (window, "void");
  ump_test_window_wait_for_status (window, UMP_DUEL_REVEALED);
  check_main (fixture, "void-refused");
}


static void
go_back (UmpLookTest *fixture, GtkWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "preferences.back", NULL);
  ump_ui_settle (GTK_WIDGET (window));
}


static void
test_preference_pages (UmpLookTest *fixture, gconstpointer data)
{
  GtkWindow *window;
  GtkWidget *root;

  ump_test_window_wait_for_text (&fixture->window, _("Ask Anything"));
  /* So that the server lists them. */
  ump_test_models_count (fixture->duel.models, UMP_TEST_DUEL_X);
  ump_test_models_count (fixture->duel.models, UMP_TEST_DUEL_Y);
  window = open_preferences (fixture, "contenders");
  root = GTK_WIDGET (window);
  ump_ui_wait_titled (root, ADW_TYPE_ACTION_ROW, UMP_TEST_DUEL_X);
  ump_ui_activate_row (ump_ui_find_titled (root, ADW_TYPE_ACTION_ROW, UMP_TEST_DUEL_X));
  ump_look_test_check (fixture, window, "contender");
  go_back (fixture, window);
  ump_ui_activate_row (ump_ui_find_titled (root, ADW_TYPE_ACTION_ROW, _("_Seal Contenders…")));
  ump_look_test_check (fixture, window, "seal");
  go_back (fixture, window);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (ump_test_find_type (window, "AdwViewStack")), "providers");
  ump_ui_activate_row (ump_ui_find_titled (root, ADW_TYPE_ACTION_ROW, "Scripted service"));
  ump_look_test_check (fixture, window, "provider");
  ump_ui_activate_row (ump_ui_find_titled (root, ADW_TYPE_ACTION_ROW, _("_Models")));
  ump_ui_wait_text (root, UMP_TEST_DUEL_Y);
  ump_look_test_check (fixture, window, "provider-models");
  ump_look_test_close_dialog (fixture, window);
}


static void
test_add_provider (UmpLookTest *fixture, gconstpointer data)
{
  GtkWindow *window;
  GtkWidget *root;

  ump_test_window_wait_for_text (&fixture->window, _("Ask Anything"));
  ump_test_models_count (fixture->duel.models, UMP_TEST_DUEL_X);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window.window), "win.add-provider", NULL);
  window = ump_look_test_wait_for_dialog (fixture);
  root = GTK_WIDGET (window);
  ump_look_test_check (fixture, window, "services");
  ump_ui_activate_row (ump_ui_find_titled (root, ADW_TYPE_PREFERENCES_ROW, "OpenAI"));
  ump_look_test_check (fixture, window, "account");
  ump_look_test_click (window, _("Back"));
  ump_ui_activate_row (ump_ui_find_titled (root, ADW_TYPE_PREFERENCES_ROW, _("Custom")));
  gtk_editable_set_text (GTK_EDITABLE (ump_ui_find_titled (root, ADW_TYPE_PREFERENCES_ROW, _("Address"))), "http://models.example.org/v1");
  ump_look_test_check (fixture, window, "account-unencrypted");
  gtk_editable_set_text (GTK_EDITABLE (ump_ui_find_titled (root, ADW_TYPE_PREFERENCES_ROW, _("Address"))), ump_test_models_get_url (fixture->duel.models));
  ump_ui_click (root, _("_Next"));
  ump_ui_wait_text (root, UMP_TEST_DUEL_X);
  ump_look_test_check (fixture, window, "account-models");
  ump_look_test_click (window, _("Back"));
  gtk_editable_set_text (GTK_EDITABLE (ump_ui_find_titled (root, ADW_TYPE_PREFERENCES_ROW, _("Key"))), "k-1234");
  ump_ui_click (root, _("_Next"));
  ump_ui_wait_text (root, UMP_TEST_DUEL_X);
  ump_ui_click (root, _("_Add"));
  /* There is no keyring here. */
  ump_ui_wait_titled (root, GTK_TYPE_BUTTON, _("Use for This _Session Only"));
  ump_look_test_check (fixture, window, "no-keyring");
  ump_look_test_close_dialog (fixture, window);
}


/* A partner is kept as the program calls it in English, and shown in the
 * language of the moment. */
static void
test_partners (void)
{
  g_autoptr (GPtrArray) contenders = NULL;

  ump_look_test_set_language (TRUE);
  contenders = ump_practice_get_contenders ();
  for (guint i = 0; i < contenders->len; i++) {
    const UmpContender *contender = g_ptr_array_index (contenders, i);

    g_assert_false (g_str_has_prefix (contender->label, "["));
    g_assert_true (g_str_has_prefix (ump_contender_get_display_name (contender), "["));
  }
}


/* GDK 4.24 says so on X11 of a menu that is drawn in the frame of its window;
 * every other warning is fatal here. */
static GLogWriterOutput
write_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  for (gsize i = 0; i < n_fields; i++) {
    if (g_str_equal (fields[i].key, "MESSAGE") && g_str_has_prefix (fields[i].value, "gdk_frame_timings_submitted() called on submitted frame"))
      return G_LOG_WRITER_HANDLED;
  }
  return g_log_writer_default (level, fields, n_fields, user_data);
}


/* With an argument, only the walks of that part. */
int
main (int argc, char **argv)
{
  static const struct {
    const char *part;
    const char *name;
    void (*function) (UmpLookTest *fixture, gconstpointer data);
  } walks[] = {
    { "battle", "battle", test_battle }, { "battle", "stopped", test_stopped }, { "battle", "failed", test_failed },
    { "reveal", "pick", test_pick }, { "reveal", "sealed", test_sealed }, { "reveal", "trouble", test_trouble },
    { "records", "records", test_records }, { "records", "board", test_board }, { "records", "interrupted", test_interrupted },
    { "preferences", "preferences", test_preferences }, { "preferences", "preference-pages", test_preference_pages },
    { "preferences", "add-provider", test_add_provider }, { "preferences", "first-start", test_first_start },
  };
  const char *part;

  g_setenv ("LANGUAGE", "xx", TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  g_log_set_writer_func (write_cb, NULL, NULL);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  part = argc > 1 ? argv[1] : NULL;
  ump_look_test_set_language (TRUE);
  /* The test would say nothing if the language were not found. */
  g_assert_true (g_str_has_prefix (_("Leaderboard"), "["));
  for (gsize i = 0; i < G_N_ELEMENTS (walks); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (looks) && (part == NULL || g_str_equal (part, walks[i].part)); j++) {
      g_autofree char *path = g_strdup_printf ("/languages/%s/%s", walks[i].name, looks[j].name);

      if (!looks[j].for_pictures || g_getenv ("UMPIRE_SHOTS") != NULL)
        g_test_add (path, UmpLookTest, &looks[j], ump_look_test_set_up, walks[i].function, ump_look_test_tear_down);
    }
  }
  if (part == NULL || g_str_equal (part, "battle"))
    g_test_add_func ("/languages/partners", test_partners);
  return g_test_run ();
}
