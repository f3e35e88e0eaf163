/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-test-duel.h"
#include "ump-test-window.h"
#include "ump-test.h"
#include "ump-transport-private.h"

/* Two scripted models and the whole window: what can be read and seen of a
 * battle before its verdict does not depend on who answers. */

typedef struct {
  UmpTestDuel duel;
  UmpTestWindow window;
} Fixture;

#define PROMPT "Who is best?"

/* What would name somebody: the models and what they are made of, their
 * provider, its address, and what is only shown with the reveal. */
static const char *const forbidden[] = {
  "test-1", "test-2", "gpt", "GPT", "claude", "Claude", "OpenAI", "Anthropic", "Scripted", "127.0.0.1", "first token", " tokens", " token ", "tokens/s",
};


static void
set_up (Fixture *fixture, gconstpointer data)
{
  ump_test_duel_set_up (&fixture->duel, NULL);
  ump_test_window_adopt (&fixture->window, fixture->duel.store, fixture->duel.transport);
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ump_test_window_release (&fixture->window);
  ump_test_duel_tear_down (&fixture->duel, NULL);
}


static void
assert_blind (Fixture *fixture, const char *all)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++) {
    const char *found = strstr (all, forbidden[i]);

    if (found != NULL)
      g_test_message ("“%s”: %.*s", forbidden[i], 300, MAX (all, found - 200));
    g_assert_null (found);
  }
  for (int i = 0; i < 2; i++) {
    g_assert_null (strstr (all, fixture->duel.contenders[i]->id));
    g_assert_null (strstr (all, fixture->duel.provider->id));
  }
}


/* Opens a window, asks, and finds out which model is which side. */
static void
ask (Fixture *fixture)
{
  g_autoptr (UmpBattleRecord) record = NULL;

  ump_test_window_open (&fixture->window);
  ump_test_window_wait_for_text (&fixture->window, "Ask Anything");
  fixture->duel.before[0] = ump_test_models_count (fixture->duel.models, UMP_TEST_DUEL_X);
  fixture->duel.before[1] = ump_test_models_count (fixture->duel.models, UMP_TEST_DUEL_Y);
  ump_test_window_send (&fixture->window, PROMPT);
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_ANSWERING);
  record = ump_test_duel_load_unmasked (&fixture->duel, ump_battle_get_id (ump_test_window_get_battle (&fixture->window)));
  for (int side = 0; side < UMP_N_SIDES; side++)
    fixture->duel.sides[side] = g_str_equal (record->contenders[side]->model, UMP_TEST_DUEL_X) ? UMP_TEST_DUEL_X : UMP_TEST_DUEL_Y;
  ump_test_wait_until (ump_test_duel_both_asked, &fixture->duel, 10);
}


static void
note (Fixture *fixture, GString *seen)
{
  g_autofree char *all = ump_test_window_describe_at_rest (&fixture->window);

  assert_blind (fixture, all);
  g_string_append (seen, all);
}


/* The same bytes on the same sides, whoever speaks them: one side is cut off,
 * retried, and both finish. */
static char *
play (Fixture *fixture, GBytes **picture)
{
  UmpTestDuel *duel = &fixture->duel;
  UmpBattle *battle = ump_test_window_get_battle (&fixture->window);
  GString *seen = g_string_new (NULL);

  note (fixture, seen);
  ump_test_duel_say (duel, UMP_SIDE_A, "# First\n\nSome *text*");
  ump_test_duel_await_text (battle, UMP_SIDE_A, 20);
  note (fixture, seen);
  ump_test_duel_say (duel, UMP_SIDE_B, "Second, in `code`.");
  ump_test_duel_finish (duel, UMP_SIDE_B, "length");
  ump_test_duel_await_text (battle, UMP_SIDE_B, 18);
  ump_test_models_cut (duel->models, duel->sides[UMP_SIDE_A]);
  ump_test_duel_await_status (battle, UMP_DUEL_FAILED);
  note (fixture, seen);

  ump_test_models_fail_next (duel->models, duel->sides[UMP_SIDE_A], 400, "application/json",
                             "{\"error\":{\"message\":\"gpt-test-1 and claude-test-2 are down\"}}");
  ump_test_window_act (&fixture->window, "retry-a");
  ump_test_window_wait_for_action (&fixture->window, "retry-a", FALSE);
  ump_test_duel_await_status (battle, UMP_DUEL_FAILED);
  note (fixture, seen);

  ump_test_window_act (&fixture->window, "retry-a");
  ump_test_wait_until (ump_test_duel_a_is_asked, duel, 10);
  ump_test_duel_say (duel, UMP_SIDE_A, "# First\n\nSome *text*, and a list:\n\n- one\n- two\n");
  ump_test_duel_finish (duel, UMP_SIDE_A, "stop");
  ump_test_duel_await_status (battle, UMP_DUEL_READY);
  ump_test_window_wait_for_action (&fixture->window, "vote-a", TRUE);
  note (fixture, seen);
  *picture = ump_test_window_draw (&fixture->window, "blind-ready");
  return g_string_free (seen, FALSE);
}


static void
assert_same (const char *a, const char *b)
{
  g_auto (GStrv) lines_a = g_strsplit (a, "\n", -1);
  g_auto (GStrv) lines_b = g_strsplit (b, "\n", -1);

  for (guint i = 0; lines_a[i] != NULL && lines_b[i] != NULL; i++)
    g_assert_cmpstr (lines_a[i], ==, lines_b[i]);
  g_assert_cmpuint (g_strv_length (lines_a), ==, g_strv_length (lines_b));
}


static void
test_swapped (Fixture *fixture, gconstpointer data)
{
  char *seen[2] = { NULL, NULL };
  GBytes *pictures[2] = { NULL, NULL };

  while (seen[0] == NULL || seen[1] == NULL) {
    gboolean swapped;

    ask (fixture);
    swapped = g_str_equal (fixture->duel.sides[UMP_SIDE_A], UMP_TEST_DUEL_Y);
    if (seen[swapped] == NULL) {
      seen[swapped] = play (fixture, &pictures[swapped]);
      ump_test_window_act (&fixture->window, "vote-a");
      ump_test_window_wait_for_text (&fixture->window, "Vote counted");
      g_assert_nonnull (ump_test_find_text (fixture->window.window, "Your pick"));
      ump_test_window_wait_for_text (&fixture->window, swapped ? UMP_TEST_DUEL_Y : UMP_TEST_DUEL_X);
    } else {
      ump_test_window_act (&fixture->window, "skip");
      ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_REVEALED);
    }
    ump_test_window_close (&fixture->window);
  }
  assert_same (seen[0], seen[1]);
  g_assert_true (g_bytes_equal (pictures[0], pictures[1]));
  for (int i = 0; i < 2; i++) {
    g_bytes_unref (pictures[i]);
    g_free (seen[i]);
  }
}


/* What may befall a side that is asked again. */
typedef struct {
  const char *name;
  guint status;        /* 0: it answers, with @text */
  const char *type;
  const char *body;
  guint retry_after;
  gboolean waits;      /* it will be asked once more, later */
  const char *text;    /* as JSON */
  gboolean stalls;     /* nothing more comes */
} Fault;

static const Fault faults[] = {
  { .name = "stall", .text = "\"Some text\"", .stalls = TRUE },
  { .name = "rate-limit", .status = 429, .type = "application/json", .body = "{\"error\":{\"message\":\"gpt-test-1: too many requests\"}}", .retry_after = 100, .waits = TRUE },
  { .name = "busy", .status = 503, .type = "application/json", .body = "{\"error\":{\"message\":\"claude-test-2 is overloaded\"}}", .waits = TRUE },
  { .name = "page", .status = 200, .type = "text/html", .body = "<html><title>OpenAI</title>Log in to Anthropic</html>" },
  { .name = "half-emoji", .text = "\"Half of it: \\ud83d\"" },
};


static gboolean
is_waiting (gpointer user_data)
{
  return ump_battle_get_retry_at (user_data) > 0;
}


/* The time that is left goes down while one looks. */
static char *
hide_countdown (const char *seen)
{
  g_autoptr (GRegex) regex = g_regex_new ("again in \\d+ seconds?…", 0, 0, NULL);

  return g_regex_replace_literal (regex, seen, -1, 0, "again soon", 0, NULL);
}


static char *
suffer (Fixture *fixture, const Fault *fault)
{
  UmpTestDuel *duel = &fixture->duel;
  UmpBattle *battle = ump_test_window_get_battle (&fixture->window);
  g_autoptr (GString) seen = g_string_new (NULL);

  ump_test_duel_say (duel, UMP_SIDE_B, "The other answer.");
  ump_test_duel_finish (duel, UMP_SIDE_B, "stop");
  ump_test_models_cut (duel->models, duel->sides[UMP_SIDE_A]);
  ump_test_duel_await_status (battle, UMP_DUEL_FAILED);
  if (fault->status != 0)
    ump_test_models_fail_next (duel->models, duel->sides[UMP_SIDE_A], fault->status, fault->type, fault->body);
  ump_test_models_set_retry_after (duel->models, duel->sides[UMP_SIDE_A], fault->retry_after);
  ump_transport_set_idle_timeout (duel->transport, fault->stalls ? 150 : 0);
  ump_transport_set_retry_delay (duel->transport, 100000);
  ump_test_window_act (&fixture->window, "retry-a");
  ump_test_window_wait_for_action (&fixture->window, "retry-a", FALSE);
  if (fault->waits) {
    ump_test_wait_until (is_waiting, battle, 10);
    g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_ANSWERING);
  } else if (fault->status != 0) {
    ump_test_duel_await_status (battle, UMP_DUEL_FAILED);
  } else {
    ump_test_wait_until (ump_test_duel_a_is_asked, duel, 10);
    ump_test_models_say_json (duel->models, duel->sides[UMP_SIDE_A], fault->text);
    if (!fault->stalls)
      ump_test_duel_finish (duel, UMP_SIDE_A, "stop");
    ump_test_duel_await_status (battle, fault->stalls ? UMP_DUEL_STALLED : UMP_DUEL_READY);
  }
  note (fixture, seen);
  ump_transport_set_idle_timeout (duel->transport, 0);
  return hide_countdown (seen->str);
}


/* Whatever befalls one side, it looks the same whoever it is. */
static void
test_faults (Fixture *fixture, gconstpointer data)
{
  const Fault *fault = data;
  char *seen[2] = { NULL, NULL };

  while (seen[0] == NULL || seen[1] == NULL) {
    gboolean swapped;

    ask (fixture);
    swapped = g_str_equal (fixture->duel.sides[UMP_SIDE_A], UMP_TEST_DUEL_Y);
    if (seen[swapped] == NULL)
      seen[swapped] = suffer (fixture, fault);
    ump_test_window_act (&fixture->window, "skip");
    ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_REVEALED);
    ump_test_window_close (&fixture->window);
  }
  g_assert_true (fault->waits == (strstr (seen[0], "A service is busy. The request will be sent again soon") != NULL));
  assert_same (seen[0], seen[1]);
  for (int i = 0; i < 2; i++)
    g_free (seen[i]);
}


static guint
read_countdown (Fixture *fixture)
{
  g_autofree char *all = ump_test_window_describe (&fixture->window);
  const char *found = strstr (all, "again in ");

  return found != NULL ? (guint) g_ascii_strtoull (found + strlen ("again in "), NULL, 10) : G_MAXUINT;
}


static gboolean
has_counted_down (gpointer user_data)
{
  return read_countdown (user_data) < 100;
}


/* How long the duel waits is said of it, and goes down by itself. */
static void
test_countdown (Fixture *fixture, gconstpointer data)
{
  ump_test_models_fail_next (fixture->duel.models, UMP_TEST_DUEL_X, 429, "application/json", "{\"error\":{\"message\":\"slow down\"}}");
  ump_test_models_set_retry_after (fixture->duel.models, UMP_TEST_DUEL_X, 100);
  ump_test_window_open (&fixture->window);
  ump_test_window_wait_for_text (&fixture->window, "Ask Anything");
  ump_test_window_send (&fixture->window, PROMPT);
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_ANSWERING);
  ump_test_wait_until (is_waiting, ump_test_window_get_battle (&fixture->window), 10);
  g_assert_cmpuint (read_countdown (fixture), <=, 101);
  ump_test_wait_until (has_counted_down, fixture, 30);
  ump_test_window_act (&fixture->window, "skip");
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_REVEALED);
}


/* An answer that says who it is: nothing before the reveal, the mark with it. */
static void
test_gave_itself_away (Fixture *fixture, gconstpointer data)
{
  UmpTestDuel *duel = &fixture->duel;
  g_autofree char *before = NULL;
  UmpSide side;

  ask (fixture);
  side = g_str_equal (duel->sides[UMP_SIDE_A], UMP_TEST_DUEL_X) ? UMP_SIDE_A : UMP_SIDE_B;
  ump_test_duel_say (duel, side, "Certainly. I am ChatGPT, a large model, and this is my answer.");
  ump_test_duel_finish (duel, side, "stop");
  ump_test_duel_say (duel, !side, "No name here.");
  ump_test_duel_finish (duel, !side, "stop");
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_READY);
  ump_test_window_wait_for_action (&fixture->window, "vote-tie", TRUE);
  before = ump_test_window_describe (&fixture->window);
  g_assert_null (strstr (before, "turn 1"));
  g_assert_null (strstr (before, "who it is"));

  ump_test_window_act (&fixture->window, "vote-tie");
  ump_test_window_wait_for_text (&fixture->window, "Vote kept, not rated");
  g_assert_nonnull (ump_test_find_text (fixture->window.window, "Said who it is in turn 1: “Certainly. I am ChatGPT, a large model, and this is…”"));
  g_assert_nonnull (ump_test_find_text (fixture->window.window, "Your vote is kept, but not rated. An answer said who it is."));
  g_bytes_unref (ump_test_window_draw (&fixture->window, "gave-itself-away"));
}


/* Two names in the same words are quoted once. */
static void
test_two_names (Fixture *fixture, gconstpointer data)
{
  UmpTestDuel *duel = &fixture->duel;
  g_autofree char *after = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_marks = 0;
  UmpSide side;

  ask (fixture);
  side = g_str_equal (duel->sides[UMP_SIDE_A], UMP_TEST_DUEL_X) ? UMP_SIDE_A : UMP_SIDE_B;
  ump_test_duel_say (duel, side, "I am ChatGPT, made by OpenAI.");
  ump_test_duel_finish (duel, side, "stop");
  ump_test_duel_say (duel, !side, "No name here.");
  ump_test_duel_finish (duel, !side, "stop");
  ump_test_window_wait_for_action (&fixture->window, "vote-tie", TRUE);
  ump_test_window_act (&fixture->window, "vote-tie");
  ump_test_window_wait_for_text (&fixture->window, "Said who it is in turn 1: “I am ChatGPT, made by OpenAI.”");
  after = ump_test_window_describe (&fixture->window);
  lines = g_strsplit (after, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    n_marks += strstr (lines[i], "Said who it is") != NULL;
  g_assert_cmpuint (n_marks, ==, 1);
}


/* One side fails for good: neutral words, and the service's own with the reveal. */
static void
test_failed_and_void (Fixture *fixture, gconstpointer data)
{
  UmpTestDuel *duel = &fixture->duel;
  g_autoptr (GString) seen = g_string_new (NULL);

  ask (fixture);
  ump_test_duel_say (duel, UMP_SIDE_A, "One half");
  ump_test_models_cut (duel->models, duel->sides[UMP_SIDE_A]);
  ump_test_duel_say (duel, UMP_SIDE_B, "Whole.");
  ump_test_duel_finish (duel, UMP_SIDE_B, "stop");
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_FAILED);
  note (fixture, seen);
  ump_test_window_wait_for_text (&fixture->window, "This response could not be completed.");
  g_assert_nonnull (ump_test_find_text (fixture->window.window, "Retry This Side"));
  g_assert_null (ump_test_find_text (fixture->window.window, "Retry Both Sides"));
  g_bytes_unref (ump_test_window_draw (&fixture->window, "failed"));
  g_assert_false (ump_test_window_can (&fixture->window, "vote-a"));
  ump_test_window_act (&fixture->window, "void");
  ump_test_window_wait_for_text (&fixture->window, "This battle is void: kept in the history, never rated.");
  g_assert_nonnull (ump_test_find_text (fixture->window.window, UMP_TEST_DUEL_X));
  g_assert_nonnull (ump_test_find_text (fixture->window.window, UMP_TEST_DUEL_Y));
  g_bytes_unref (ump_test_window_draw (&fixture->window, "void"));
}


/* The vote cannot be saved: a sentence, no names, and another try. */
static void
test_vote_not_saved (Fixture *fixture, gconstpointer data)
{
  g_autofree char *all = NULL;

  ask (fixture);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    ump_test_duel_say (&fixture->duel, side, "An answer.");
    ump_test_duel_finish (&fixture->duel, side, "stop");
  }
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_READY);
  ump_test_window_wait_for_action (&fixture->window, "vote-a", TRUE);
  ump_store_close (fixture->duel.store);
  ump_test_window_act (&fixture->window, "vote-a");
  ump_test_window_wait_for_text (&fixture->window, "Try Again");
  all = ump_test_window_describe (&fixture->window);
  assert_blind (fixture, all);
  g_assert_nonnull (strstr (all, "Nothing was saved, so the names stay hidden."));
  g_assert_true (ump_test_window_can (&fixture->window, "vote-again"));
  g_bytes_unref (ump_test_window_draw (&fixture->window, "not-saved"));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)


int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("/battle-blind/swapped", test_swapped);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autofree char *path = g_strconcat ("/battle-blind/faults/", faults[i].name, NULL);

    g_test_add (path, Fixture, &faults[i], set_up, test_faults, tear_down);
  }
  ADD ("/battle-blind/countdown", test_countdown);
  ADD ("/battle-blind/gave-itself-away", test_gave_itself_away);
  ADD ("/battle-blind/two-names", test_two_names);
  ADD ("/battle-blind/failed-and-void", test_failed_and_void);
  ADD ("/battle-blind/vote-not-saved", test_vote_not_saved);
  return g_test_run ();
}
