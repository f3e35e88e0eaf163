/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-composer.h"
#include "ump-practice.h"
#include "ump-test-window.h"
#include "ump-test.h"

#define TAKEN_BACK "Your vote was taken back. The names are known now: a new vote is kept, but not rated."
#define CODE_PROMPT "Write a function that reverses a list"


static void
open_practice (UmpTestWindow *self)
{
  g_settings_set_boolean (self->settings, "practice", TRUE);
  ump_test_window_open (self);
  ump_test_window_wait_for_text (self, "Ask Anything");
}


static char *
get_composer_text (UmpTestWindow *self)
{
  return ump_composer_dup_text (UMP_COMPOSER (ump_test_find_type (self->window, "UmpComposer")));
}


static guint
count_ballots (UmpTestWindow *self)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) ballots = NULL;
  g_autoptr (GError) error = NULL;

  ump_store_load_ballots_async (self->store, TRUE, NULL, ump_test_take_result, &slot);
  result = ump_test_await (&slot, 10);
  ballots = ump_store_load_ballots_finish (self->store, result, &error);
  g_assert_no_error (error);
  return ballots->len;
}


static void
assert_lacks (const char *all, const char *name)
{
  const char *found = strstr (all, name);

  if (found != NULL)
    g_test_message ("%.*s", 400, MAX (all, found - 300));
  g_assert_null (found);
}


/* No name of a practice partner, and none of their model ids, may be read. */
static void
assert_blind (UmpTestWindow *self)
{
  g_autoptr (GPtrArray) contenders = ump_practice_get_contenders ();
  g_autofree char *all = ump_test_window_describe (self);

  for (guint i = 0; i < contenders->len; i++) {
    const UmpContender *contender = g_ptr_array_index (contenders, i);

    assert_lacks (all, ump_contender_get_display_name (contender));
    assert_lacks (all, contender->model);
    assert_lacks (all, contender->id);
  }
}


static gboolean
names_are_shown (UmpTestWindow *self)
{
  g_autoptr (GPtrArray) contenders = ump_practice_get_contenders ();
  guint shown = 0;

  for (guint i = 0; i < contenders->len; i++)
    shown += ump_test_find_text (self->window, ump_contender_get_display_name (g_ptr_array_index (contenders, i))) != NULL;
  return shown == 2;
}


static void
test_first_run (UmpTestWindow *self, gconstpointer data)
{
  GtkWidget *practice;

  ump_test_window_open (self);
  ump_test_window_wait_for_text (self, "Judge Models Blind");
  g_assert_nonnull (ump_test_find_text (self->window, "Add Provider"));
  g_assert_null (ump_test_find_type (self->window, "UmpComposer"));

  practice = ump_test_find_text (self->window, "Try the Practice Partners");
  g_assert_nonnull (practice);
  g_signal_emit_by_name (gtk_widget_get_ancestor (practice, GTK_TYPE_BUTTON), "clicked");
  ump_test_window_wait_for_text (self, "Ask Anything");
  ump_test_window_settle (self);
  g_assert_nonnull (ump_test_find_text (self->window, "End Practice"));
  g_assert_true (GTK_IS_TEXT_VIEW (gtk_window_get_focus (GTK_WINDOW (self->window))));
  g_assert_true (g_settings_get_boolean (self->settings, "practice"));
}


/* A provider of which no model is switched on yet is not the first run any more. */
static void
test_no_models (UmpTestWindow *self, gconstpointer data)
{
  g_autoptr (UmpProvider) provider = ump_provider_new ("Here", "custom", "http://127.0.0.1:1/v1");

  ump_test_window_open (self);
  ump_test_window_wait_for_text (self, "Judge Models Blind");
  ump_store_save_provider_async (self->store, provider, NULL, NULL, NULL);
  ump_test_window_wait_for_text (self, "It Takes Two");
  g_assert_nonnull (ump_test_find_text (self->window, "Choose Models"));
  g_assert_null (ump_test_find_text (self->window, "Add Provider"));
  g_bytes_unref (ump_test_window_draw (self, "no-models"));
}


static void
test_vote (UmpTestWindow *self, gconstpointer data)
{
  static const char *const votes[] = { "vote-a", "vote-tie", "vote-both-bad", "vote-b" };
  g_autofree char *left = NULL;

  open_practice (self);
  for (gsize i = 0; i < G_N_ELEMENTS (votes); i++)
    g_assert_false (ump_test_window_can (self, votes[i]));
  ump_test_window_send (self, CODE_PROMPT);
  ump_test_window_wait_for_status (self, UMP_DUEL_ANSWERING);
  for (gsize i = 0; i < G_N_ELEMENTS (votes); i++)
    g_assert_false (ump_test_window_can (self, votes[i]));
  g_assert_true (ump_test_window_can (self, "stop"));
  left = get_composer_text (self);
  g_assert_cmpstr (left, ==, "");
  assert_blind (self);

  ump_test_window_wait_for_status (self, UMP_DUEL_READY);
  ump_test_window_wait_for_action (self, "vote-a", TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (votes); i++)
    g_assert_true (ump_test_window_can (self, votes[i]));
  g_assert_false (ump_test_window_can (self, "stop"));
  g_assert_false (ump_test_window_can (self, "void"));
  g_assert_nonnull (ump_test_find_text (self->window, "Response A, finished"));
  g_assert_nonnull (ump_test_find_text (self->window, "Response B, finished"));
  assert_blind (self);

  ump_test_window_act (self, "vote-b");
  ump_test_window_wait_for_text (self, "Vote counted");
  g_assert_true (names_are_shown (self));
  g_assert_nonnull (ump_test_find_text (self->window, "Your pick"));
  g_assert_nonnull (ump_test_find_text (self->window, "New Battle"));
  g_assert_nonnull (ump_test_find_text (self->window, "Clean ballot, counted on the practice board."));
  g_assert_cmpuint (count_ballots (self), ==, 1);
  ump_test_window_wait_for_text (self, "first vote");
  for (gsize i = 0; i < G_N_ELEMENTS (votes); i++)
    g_assert_false (ump_test_window_can (self, votes[i]));

  ump_test_window_act (self, "undo");
  ump_test_window_wait_for_text (self, TAKEN_BACK);
  g_assert_cmpuint (count_ballots (self), ==, 0);
  g_assert_null (ump_test_find_text (self->window, "Your pick"));
  g_assert_null (ump_test_find_text (self->window, "first vote"));
}


static void
test_skip (UmpTestWindow *self, gconstpointer data)
{
  open_practice (self);
  ump_test_window_send (self, CODE_PROMPT);
  ump_test_window_wait_for_status (self, UMP_DUEL_READY);
  ump_test_window_act (self, "skip");
  ump_test_window_wait_for_text (self, "Revealed without a vote: kept in the history, never rated.");
  g_assert_true (names_are_shown (self));
  g_assert_cmpuint (count_ballots (self), ==, 0);
}


static void
test_two_turns (UmpTestWindow *self, gconstpointer data)
{
  GtkWidget *earlier;

  open_practice (self);
  ump_test_window_send (self, CODE_PROMPT);
  ump_test_window_wait_for_status (self, UMP_DUEL_READY);
  g_assert_nonnull (ump_test_find_text (self->window, CODE_PROMPT));
  ump_test_window_send (self, "And now a table, please");
  ump_test_window_wait_for_text (self, "Turn 2 of 2");
  ump_test_window_wait_for_status (self, UMP_DUEL_READY);
  ump_test_window_wait_for_action (self, "vote-tie", TRUE);
  g_assert_nonnull (ump_test_find_text (self->window, "And now a table, please"));
  assert_blind (self);

  earlier = ump_test_find_text (self->window, "Earlier Turn");
  g_signal_emit_by_name (earlier, "clicked");
  g_assert_nonnull (ump_test_find_text (self->window, CODE_PROMPT));
  g_assert_nonnull (ump_test_find_text (self->window, "Turn 1 of 2"));
  ump_test_window_act (self, "vote-tie");
  ump_test_window_wait_for_text (self, "Vote counted");
}


/* Whether the focus comes round to @wanted, and not only round in a corner. */
static gboolean
tab_reaches (UmpTestWindow *self, GtkDirectionType direction, GtkWidget *wanted)
{
  for (guint i = 0; i < 60; i++) {
    GtkWidget *focus;

    gtk_widget_child_focus (GTK_WIDGET (self->window), direction);
    focus = gtk_root_get_focus (GTK_ROOT (self->window));
    if (focus != NULL && (focus == wanted || gtk_widget_is_ancestor (focus, wanted)))
      return TRUE;
  }
  return FALSE;
}


/* Nothing of a revealed battle keeps Tab to itself. */
static void
test_tab (UmpTestWindow *self, gconstpointer data)
{
  GtkWidget *composer, *layout;

  open_practice (self);
  ump_test_window_send (self, CODE_PROMPT);
  ump_test_window_wait_for_status (self, UMP_DUEL_READY);
  ump_test_window_act (self, "vote-a");
  ump_test_window_wait_for_text (self, "Vote counted");
  ump_test_window_settle (self);
  composer = ump_test_find_type (self->window, "UmpComposer");
  layout = ump_test_find_type (self->window, "UmpDuelLayout");
  g_assert_true (tab_reaches (self, GTK_DIR_TAB_FORWARD, layout));
  g_assert_true (tab_reaches (self, GTK_DIR_TAB_FORWARD, composer));
  g_assert_true (tab_reaches (self, GTK_DIR_TAB_BACKWARD, layout));
  g_assert_true (tab_reaches (self, GTK_DIR_TAB_BACKWARD, composer));
}


/* Stacked panes: no vote before both were looked at, and again after a
 * follow-up. */
static void
test_stacked (UmpTestWindow *self, gconstpointer data)
{
  open_practice (self);
  ump_test_window_resize (self, 400, 700);
  ump_test_window_send (self, CODE_PROMPT);
  ump_test_window_wait_for_status (self, UMP_DUEL_READY);
  ump_test_window_wait_for_text (self, "Look at both responses, then vote");
  g_assert_false (ump_test_window_can (self, "vote-a"));
  g_assert_null (ump_test_find_text (self->window, "Response B, finished"));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_ancestor (
    ump_test_find_text (ump_test_find_type (self->window, "UmpDuelLayout"), "Response B"), GTK_TYPE_TOGGLE_BUTTON)), TRUE);
  ump_test_window_wait_for_action (self, "vote-a", TRUE);
  g_assert_nonnull (ump_test_find_text (self->window, "Ready to vote"));

  ump_test_window_send (self, "And once more");
  ump_test_window_wait_for_text (self, "Turn 2 of 2");
  ump_test_window_wait_for_status (self, UMP_DUEL_READY);
  ump_test_window_settle (self);
  g_assert_false (ump_test_window_can (self, "vote-a"));
}


static void
test_draft (UmpTestWindow *self, gconstpointer data)
{
  g_autofree char *restored = NULL;

  open_practice (self);
  ump_test_window_type (self, "Half a thought: äöü 漢字\nsecond line");
  ump_test_window_close (self);
  ump_test_window_open (self);
  ump_test_window_wait_for_text (self, "Ask Anything");
  ump_test_window_settle (self);
  restored = get_composer_text (self);
  g_assert_cmpstr (restored, ==, "Half a thought: äöü 漢字\nsecond line");
}


/* How far below the top of the composer its first line is drawn. */
static int
get_text_top (UmpTestWindow *self)
{
  GtkWidget *composer = ump_test_find_type (self->window, "UmpComposer");
  GtkTextView *view = GTK_TEXT_VIEW (ump_test_find_type (composer, "GtkTextView"));
  GtkTextIter start;
  GdkRectangle rect;
  graphene_point_t point = GRAPHENE_POINT_INIT_ZERO;
  int top;

  ump_test_window_settle (self);
  gtk_text_buffer_get_start_iter (gtk_text_view_get_buffer (view), &start);
  gtk_text_view_get_iter_location (view, &start, &rect);
  gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, rect.x, rect.y, NULL, &top);
  point.y = top;
  g_assert_true (gtk_widget_compute_point (GTK_WIDGET (view), composer, &point, &point));
  return (int) point.y;
}


static void
test_draft_place (UmpTestWindow *self, gconstpointer data)
{
  g_autofree char *restored = NULL;
  int typed;

  open_practice (self);
  ump_test_window_type (self, "Half a thought");
  typed = get_text_top (self);
  ump_test_window_close (self);
  ump_test_window_open (self);
  ump_test_window_wait_for_text (self, "Ask Anything");
  g_assert_cmpint (get_text_top (self), ==, typed);
  restored = get_composer_text (self);
  g_assert_cmpstr (restored, ==, "Half a thought");
}


static void
test_bad_prompts (UmpTestWindow *self, gconstpointer data)
{
  g_autofree char *huge = g_strnfill (1000000, 'a');
  g_autofree char *kept = NULL;
  /* GLib groups the digits, or does not, by its version and the locale. */
  g_autofree char *count = g_strdup_printf ("%'d characters", 1000000);
  g_autofree char *refusal = g_strdup_printf ("This prompt has %'d characters; at most %'d can be sent. Nothing was sent.", 1000000, 500000);
  GtkWidget *composer;

  /* Lines, as text that was pasted has them. */
  for (gsize i = 79; i < 1000000; i += 80)
    huge[i] = '\n';
  open_practice (self);
  composer = ump_test_find_type (self->window, "UmpComposer");
  g_assert_false (gtk_widget_get_sensitive (ump_test_find_text (composer, "Send")));
  ump_test_window_type (self, " \n\t ");
  g_assert_false (gtk_widget_get_sensitive (ump_test_find_text (composer, "Send")));

  ump_test_window_send (self, huge);
  ump_test_window_wait_for_text (self, refusal);
  g_assert_null (ump_test_window_get_battle (self));
  kept = get_composer_text (self);
  g_assert_cmpstr (kept, ==, huge);
  g_assert_nonnull (ump_test_find_text (self->window, count));
}


static gint64
time_typing (UmpTestWindow *self, const char *text)
{
  gint64 begun = g_get_monotonic_time ();

  ump_test_window_type (self, text);
  ump_test_window_settle (self);
  return g_get_monotonic_time () - begun;
}


/* A megabyte without a break, as a log or a minified file is pasted. */
static void
test_long_line (UmpTestWindow *self, gconstpointer data)
{
  g_autofree char *line = g_strnfill (1000000, 'a');
  g_autofree char *kept = NULL;

  for (gsize i = 11; i < 1000000; i += 12)
    line[i] = ' ';
  open_practice (self);
  g_test_message ("one line of a megabyte: %.0f ms", time_typing (self, line) / 1000.0);
  kept = get_composer_text (self);
  g_assert_cmpstr (kept, ==, line);
}


static void
test_stop_and_retry (UmpTestWindow *self, gconstpointer data)
{
  ump_transport_set_practice_speed (self->transport, 1);
  open_practice (self);
  ump_test_window_send (self, CODE_PROMPT);
  ump_test_window_wait_for_status (self, UMP_DUEL_ANSWERING);
  ump_test_window_act (self, "stop");
  ump_test_window_wait_for_status (self, UMP_DUEL_STOPPED);
  ump_test_window_settle (self);
  g_assert_nonnull (ump_test_find_text (self->window, "This response was stopped."));
  g_assert_false (ump_test_window_can (self, "vote-a"));
  assert_blind (self);

  ump_transport_set_practice_speed (self->transport, 1000);
  ump_test_window_act (self, "retry-a");
  /* One retry at a time from here: the other one has its turn when A is done. */
  g_assert_false (ump_test_window_can (self, "retry-b"));
  ump_test_window_wait_for_action (self, "retry-b", TRUE);
  ump_test_window_act (self, "retry-b");
  ump_test_window_wait_for_status (self, UMP_DUEL_READY);
  ump_test_window_wait_for_action (self, "vote-a", TRUE);
  assert_blind (self);
}


static void
test_void (UmpTestWindow *self, gconstpointer data)
{
  ump_transport_set_practice_speed (self->transport, 1);
  open_practice (self);
  ump_test_window_send (self, CODE_PROMPT);
  ump_test_window_wait_for_status (self, UMP_DUEL_ANSWERING);
  ump_test_window_act (self, "stop");
  ump_test_window_wait_for_status (self, UMP_DUEL_STOPPED);
  ump_test_window_act (self, "void");
  ump_test_window_wait_for_text (self, "This battle is void: kept in the history, never rated.");
  g_assert_true (names_are_shown (self));
}


/* A new battle does not lose the one that is not decided. */
static void
test_new_battle_and_back (UmpTestWindow *self, gconstpointer data)
{
  UmpBattle *battle;

  open_practice (self);
  ump_test_window_send (self, CODE_PROMPT);
  ump_test_window_wait_for_status (self, UMP_DUEL_READY);
  battle = ump_test_window_get_battle (self);
  ump_test_window_act (self, "new");
  ump_test_window_wait_for_text (self, "Ask Anything");
  g_assert_null (ump_test_window_get_battle (self));
  ump_test_window_wait_for_text (self, "Battle kept, still blind");
  assert_blind (self);
  ump_test_window_act (self, "go-back");
  g_assert_true (ump_test_window_get_battle (self) == battle);
  ump_test_window_wait_for_action (self, "vote-a", TRUE);

  /* The way back stays open when the next battle has begun already. */
  ump_test_window_act (self, "new");
  ump_test_window_wait_for_text (self, "Ask Anything");
  ump_test_window_send (self, "Tell me a story.");
  ump_test_window_act (self, "go-back");
  ump_test_window_wait_for_status (self, UMP_DUEL_READY);
  g_assert_true (ump_test_window_get_battle (self) != battle);
  ump_test_window_act (self, "go-back");
  g_assert_true (ump_test_window_get_battle (self) == battle);
}


static void
test_other_pair (UmpTestWindow *self, gconstpointer data)
{
  g_autofree char *first_id = NULL;
  g_autofree char *kept = NULL;

  open_practice (self);
  ump_test_window_send (self, CODE_PROMPT);
  ump_test_window_wait_for_status (self, UMP_DUEL_READY);
  ump_test_window_wait_for_action (self, "vote-a", TRUE);
  first_id = g_strdup (ump_battle_get_id (ump_test_window_get_battle (self)));
  ump_test_window_act (self, "vote-a");
  ump_test_window_wait_for_text (self, "Vote counted");
  ump_test_window_type (self, "not yet sent");
  ump_test_window_act (self, "other-pair");
  ump_test_window_wait_for_status (self, UMP_DUEL_READY);
  g_assert_cmpstr (ump_battle_get_id (ump_test_window_get_battle (self)), !=, first_id);
  g_assert_cmpstr (ump_battle_get_prompt (ump_test_window_get_battle (self), 0), ==, CODE_PROMPT);
  kept = get_composer_text (self);
  g_assert_cmpstr (kept, ==, "not yet sent");
}


static void
test_keys (UmpTestWindow *self, gconstpointer data)
{
  g_autofree char *page = NULL;

  open_practice (self);
  ump_test_window_type (self, CODE_PROMPT);
  gtk_widget_grab_focus (ump_test_find_type (self->window, "UmpComposer"));
  if (!ump_test_window_press (self, "Return")) {
    g_test_skip ("no xdotool");
    return;
  }
  ump_test_window_wait_for_status (self, UMP_DUEL_READY);
  ump_test_window_wait_for_action (self, "vote-a", TRUE);

  /* The focus is in the composer, and the key votes all the same. */
  ump_test_window_press (self, "alt+3");
  ump_test_window_wait_for_text (self, "Vote counted");
  g_assert_nonnull (ump_test_find_text (self->window, "Bad"));

  ump_test_window_press (self, "ctrl+n");
  ump_test_window_wait_for_text (self, "Ask Anything");
  ump_test_window_press (self, "ctrl+3");
  ump_test_window_settle (self);
  page = g_settings_get_string (self->settings, "page");
  g_assert_cmpstr (page, ==, "history");
  ump_test_window_press (self, "ctrl+1");
  ump_test_window_press (self, "ctrl+plus");
  ump_test_window_settle (self);
  g_assert_cmpfloat_with_epsilon (g_settings_get_double (self->settings, "text-scale"), 1.1, 0.001);

  ump_transport_set_practice_speed (self->transport, 1);
  ump_test_window_send (self, CODE_PROMPT);
  ump_test_window_wait_for_status (self, UMP_DUEL_ANSWERING);
  ump_test_window_press (self, "Escape");
  ump_test_window_wait_for_status (self, UMP_DUEL_STOPPED);
}


/* Skipped before the follow-up is on the disk: it is never sent, it is still
 * there to be read, and the next battle can begin. */
static void
test_skip_at_follow_up (UmpTestWindow *self, gconstpointer data)
{
  open_practice (self);
  ump_test_window_send (self, "Tell me a story.");
  ump_test_window_wait_for_status (self, UMP_DUEL_READY);
  ump_test_window_wait_for_action (self, "skip", TRUE);
  ump_test_window_send (self, "And another one.");
  ump_test_window_act (self, "skip");
  ump_test_window_wait_for_status (self, UMP_DUEL_REVEALED);
  ump_test_window_wait_for_text (self, "Send");
  ump_test_window_send (self, "A new question.");
  ump_test_window_wait_for_status (self, UMP_DUEL_READY);
}

#define ADD(path, function) \
  g_test_add (path, UmpTestWindow, NULL, ump_test_window_set_up, function, ump_test_window_tear_down)


/* Who goes to the leaderboard by a key is on it, not in the header bar. */
static void
test_page_focus (UmpTestWindow *self, gconstpointer data)
{
  GtkWidget *focus;

  open_practice (self);
  if (!ump_test_window_press (self, "ctrl+2")) {
    g_test_skip ("xdotool is not installed");
    return;
  }
  ump_test_window_wait_for_text (self, "No Practice Votes Yet");
  ump_test_window_settle (self);
  focus = gtk_window_get_focus (GTK_WINDOW (self->window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, ump_test_find_type (self->window, "UmpLeaderboardPage")));

  ump_test_window_press (self, "ctrl+3");
  ump_test_window_wait_for_text (self, "No Battles Yet");
  ump_test_window_settle (self);
  focus = gtk_window_get_focus (GTK_WINDOW (self->window));
  g_assert_nonnull (focus);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (focus)), ==, "_Start a Battle");
}


int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("/battle-page/first-run", test_first_run);
  ADD ("/battle-page/no-models", test_no_models);
  ADD ("/battle-page/vote", test_vote);
  ADD ("/battle-page/skip", test_skip);
  ADD ("/battle-page/two-turns", test_two_turns);
  ADD ("/battle-page/stacked", test_stacked);
  ADD ("/battle-page/tab", test_tab);
  ADD ("/battle-page/draft", test_draft);
  ADD ("/battle-page/draft-place", test_draft_place);
  ADD ("/battle-page/bad-prompts", test_bad_prompts);
  ADD ("/battle-page/long-line", test_long_line);
  ADD ("/battle-page/stop-and-retry", test_stop_and_retry);
  ADD ("/battle-page/void", test_void);
  ADD ("/battle-page/new-battle-and-back", test_new_battle_and_back);
  ADD ("/battle-page/other-pair", test_other_pair);
  ADD ("/battle-page/skip-at-follow-up", test_skip_at_follow_up);
  ADD ("/battle-page/keys", test_keys);
  ADD ("/battle-page/page-focus", test_page_focus);
  return g_test_run ();
}
