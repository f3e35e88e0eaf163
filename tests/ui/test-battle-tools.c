/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-duel-layout.h"
#include "ump-duel-stage.h"
#include "ump-reveal-text.h"
#include "ump-test-duel.h"
#include "ump-test-window.h"
#include "ump-test.h"

/* What is done with a battle besides judging it. */

#define A_LONG_PROMPT "Fruit? I would like to hear of all that grows on trees and of all that grows on bushes, of what is eaten raw, of " \
  "what is cooked, of what is dried, of what keeps over the winter and of what does not, and of the people who first thought of eating each of them, " \
  "in as many sentences as that takes, and then of the birds and the beasts that eat them too, of what they leave and of what they carry away."

typedef struct {
  UmpTestDuel duel;
  UmpTestWindow window;
} Fixture;


static void
set_up (Fixture *fixture, gconstpointer data)
{
  ump_test_duel_set_up (&fixture->duel, NULL);
  ump_test_window_adopt (&fixture->window, fixture->duel.store, fixture->duel.transport);
  ump_test_window_open (&fixture->window);
  ump_test_window_wait_for_text (&fixture->window, "Ask Anything");
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ump_test_window_release (&fixture->window);
  ump_test_duel_tear_down (&fixture->duel, NULL);
}


static void
answer (Fixture *fixture, const char *prompt, const char *x, const char *y)
{
  ump_test_window_send (&fixture->window, prompt);
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_ANSWERING);
  ump_test_wait_until (ump_test_duel_both_asked, &fixture->duel, 10);
  ump_test_models_say (fixture->duel.models, UMP_TEST_DUEL_X, x);
  ump_test_models_finish (fixture->duel.models, UMP_TEST_DUEL_X, "stop");
  ump_test_models_say (fixture->duel.models, UMP_TEST_DUEL_Y, y);
  ump_test_models_finish (fixture->duel.models, UMP_TEST_DUEL_Y, "stop");
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_READY);
  ump_test_window_wait_for_action (&fixture->window, "vote-a", TRUE);
  ump_test_window_settle (&fixture->window);
}


static gboolean
has_spare_pieces (gpointer user_data)
{
  Fixture *fixture = user_data;
  GtkWidget *canvas = ump_test_find_type (fixture->window.window, "UmpMarkdownCanvas");

  return canvas != NULL && gtk_widget_get_first_child (canvas) != NULL;
}


/* While the services think, pieces for the answers are made. */
static void
test_warm_up (Fixture *fixture, gconstpointer data)
{
  ump_test_window_send (&fixture->window, "Fruit?");
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_ANSWERING);
  ump_test_wait_until (has_spare_pieces, fixture, 10);
}


/* Where one side is shown, the other one's failure is seen all the same. */
static void
test_narrow_failure (Fixture *fixture, gconstpointer data)
{
  UmpTestWindow *window = &fixture->window;
  UmpTestDuel *duel = &fixture->duel;
  GtkWidget *layout, *failed, *other;
  UmpSide side;

  ump_test_window_resize (window, 400, 700);
  ump_test_window_send (window, "Fruit?");
  ump_test_wait_until (ump_test_duel_both_asked, duel, 10);
  ump_test_models_cut (duel->models, UMP_TEST_DUEL_X);
  ump_test_models_say (duel->models, UMP_TEST_DUEL_Y, "An apple.");
  ump_test_models_finish (duel->models, UMP_TEST_DUEL_Y, "stop");
  ump_test_window_wait_for_status (window, UMP_DUEL_FAILED);
  side = ump_battle_get_side_failed (ump_test_window_get_battle (window), UMP_SIDE_A) ? UMP_SIDE_A : UMP_SIDE_B;
  layout = ump_test_find_type (window->window, "UmpDuelLayout");
  ump_duel_layout_set_front (UMP_DUEL_LAYOUT (layout), !side);
  ump_test_window_settle (window);
  failed = ump_test_find_text (layout, side == UMP_SIDE_A ? "Response A" : "Response B");
  other = ump_test_find_text (layout, side == UMP_SIDE_A ? "Response B" : "Response A");
  g_assert_true (GTK_IS_TOGGLE_BUTTON (failed));
  g_assert_true (GTK_IS_TOGGLE_BUTTON (other));
  g_assert_nonnull (ump_test_find_type (failed, "GtkImage"));
  g_assert_null (ump_test_find_type (other, "GtkImage"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (failed), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "This response could not be completed.");
  g_bytes_unref (ump_test_window_draw (window, "narrow-failure"));
  ump_test_window_act (window, "void");
  ump_test_window_wait_for_status (window, UMP_DUEL_REVEALED);
  g_assert_null (ump_test_find_type (failed, "GtkImage"));
}


static void
test_find (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry;

  answer (fixture, "Fruit?", "An apple, and another Apple.", "No pear, one apple.");
  ump_test_window_act (&fixture->window, "find");
  ump_test_window_settle (&fixture->window);
  entry = ump_test_find_type (fixture->window.window, "GtkSearchEntry");
  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "apple");
  ump_test_window_wait_for_text (&fixture->window, "3 matches");
  for (int i = 0; i < 7; i++)
    ump_test_window_act (&fixture->window, i % 3 == 2 ? "find-previous" : "find-next");
  ump_test_window_assert_named (&fixture->window);
  g_bytes_unref (ump_test_window_draw (&fixture->window, "find"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "plum");
  ump_test_window_wait_for_text (&fixture->window, "Not found");
  g_signal_emit_by_name (entry, "stop-search");
  ump_test_window_settle (&fixture->window);
  g_assert_null (ump_test_find_text (fixture->window.window, "Not found"));
}


static GtkAdjustment *
get_scroll (Fixture *fixture, UmpSide side)
{
  UmpDuelStage *stage = UMP_DUEL_STAGE (ump_test_find_type (fixture->window.window, "UmpDuelStage"));

  return ump_markdown_view_get_vadjustment (ump_duel_pane_get_view (ump_duel_stage_get_pane (stage, side)));
}


static double
get_fraction (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_value (adjustment) / (gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment));
}


static void
test_linked_scrolling (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) a_long_one = g_string_new (NULL);
  g_autoptr (GString) a_longer_one = g_string_new (NULL);
  GtkAdjustment *a, *b;
  double before;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (a_long_one, "Paragraph %d.\n\n", i);
  for (int i = 0; i < 150; i++)
    g_string_append_printf (a_longer_one, "Paragraph %d.\n\n", i);
  answer (fixture, "Tell me a lot", a_long_one->str, a_longer_one->str);
  a = get_scroll (fixture, UMP_SIDE_A);
  b = get_scroll (fixture, UMP_SIDE_B);
  g_assert_cmpfloat (gtk_adjustment_get_upper (a), >, gtk_adjustment_get_page_size (a));
  before = gtk_adjustment_get_value (b);
  gtk_adjustment_set_value (a, 100);
  g_assert_cmpfloat (gtk_adjustment_get_value (b), ==, before);

  g_settings_set_boolean (fixture->window.settings, "linked-scrolling", TRUE);
  gtk_adjustment_set_value (a, 300);
  g_assert_cmpfloat_with_epsilon (get_fraction (a), get_fraction (b), 0.01);
  gtk_adjustment_set_value (b, 50);
  g_assert_cmpfloat_with_epsilon (get_fraction (a), get_fraction (b), 0.01);
  g_settings_set_boolean (fixture->window.settings, "linked-scrolling", FALSE);
  before = gtk_adjustment_get_value (b);
  gtk_adjustment_set_value (a, 10);
  g_assert_cmpfloat (gtk_adjustment_get_value (b), ==, before);
}


static gboolean
focus_is_in (Fixture *fixture, const char *type_name, guint nth)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window.window));
  GtkWidget *found = focus;

  while (found != NULL && !g_str_equal (G_OBJECT_TYPE_NAME (found), type_name))
    found = gtk_widget_get_parent (found);
  if (found == NULL)
    return FALSE;
  return !UMP_IS_DUEL_PANE (found) || ump_duel_pane_get_side (UMP_DUEL_PANE (found)) == (UmpSide) nth;
}


static void
test_focus_order (Fixture *fixture, gconstpointer data)
{
  answer (fixture, "Fruit?", "An apple.", "A pear.");
  gtk_widget_grab_focus (ump_test_find_type (fixture->window.window, "UmpComposer"));
  for (int round = 0; round < 2; round++) {
    g_assert_true (focus_is_in (fixture, "UmpComposer", 0));
    ump_test_window_act (&fixture->window, "next-area");
    g_assert_true (focus_is_in (fixture, "UmpDuelPane", UMP_SIDE_A));
    ump_test_window_act (&fixture->window, "next-area");
    g_assert_true (focus_is_in (fixture, "UmpDuelPane", UMP_SIDE_B));
    ump_test_window_act (&fixture->window, "next-area");
    g_assert_true (focus_is_in (fixture, "UmpVoteBar", 0));
    ump_test_window_act (&fixture->window, "next-area");
  }
}


static GtkWidget *
find_more_button (Fixture *fixture)
{
  GtkWidget *strip = ump_test_find_type (fixture->window.window, "UmpPromptStrip");

  return ump_test_find_type (strip, "GtkToggleButton");
}


/* What fits is shown whole, without a button for more. */
static void
test_prompt_of_two_lines (Fixture *fixture, gconstpointer data)
{
  answer (fixture, " Two lines that are long enough\nto have a button in a narrow window ", "An apple.", "A pear.");
  g_assert_nonnull (ump_test_find_text (fixture->window.window, "Two lines that are long enough to have a button in a narrow window"));
  g_assert_null (find_more_button (fixture));
}


/* Pasted code takes two lines of the window, and a bounded part of it when asked for. */
static void
test_prompt_of_many_lines (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) code = g_string_new ("\n");
  GtkWidget *strip;
  int two_lines;

  for (int i = 10; i < 50; i++)
    g_string_append_printf (code, "  for (int i = 0; i < %d; i++)\n\n", i);
  answer (fixture, code->str, "An apple.", "A pear.");
  strip = ump_test_find_type (fixture->window.window, "UmpPromptStrip");
  g_assert_nonnull (find_more_button (fixture));
  two_lines = gtk_widget_get_height (strip);
  g_assert_cmpint (two_lines, <, 90);
  g_bytes_unref (ump_test_window_draw (&fixture->window, "many-lines"));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_more_button (fixture)), TRUE);
  ump_test_window_settle (&fixture->window);
  g_assert_nonnull (find_more_button (fixture));
  g_assert_cmpint (gtk_widget_get_height (strip), >, two_lines);
  g_assert_cmpint (gtk_widget_get_height (strip), <, 220);
  g_assert_nonnull (ump_test_find_text (strip, code->str));
  g_bytes_unref (ump_test_window_draw (&fixture->window, "many-lines-whole"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_more_button (fixture)), FALSE);
  ump_test_window_settle (&fixture->window);
  g_assert_cmpint (gtk_widget_get_height (strip), ==, two_lines);
}


/* Every control that is shown has a name, before and after the reveal. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  ump_test_window_assert_named (&fixture->window);
  answer (fixture, A_LONG_PROMPT, "An apple.", "A pear.");
  ump_test_window_assert_named (&fixture->window);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_ancestor (
    ump_test_find_text (fixture->window.window, "Show the Whole Prompt"), GTK_TYPE_TOGGLE_BUTTON)), TRUE);
  ump_test_window_settle (&fixture->window);
  ump_test_window_assert_named (&fixture->window);
  g_bytes_unref (ump_test_window_draw (&fixture->window, "whole-prompt"));
  ump_test_window_act (&fixture->window, "vote-both-bad");
  ump_test_window_wait_for_text (&fixture->window, "Vote counted");
  ump_test_window_assert_named (&fixture->window);
  ump_test_window_act (&fixture->window, "new");
  ump_test_window_wait_for_text (&fixture->window, "Ask Anything");
  ump_test_window_assert_named (&fixture->window);
}


/* Half a battle, and the program is gone: the next start offers it, blind. */
static void
test_interrupted (Fixture *fixture, gconstpointer data)
{
  GtkWidget *go_on;

  ump_test_window_send (&fixture->window, "Who is there?");
  ump_test_window_wait_for_status (&fixture->window, UMP_DUEL_ANSWERING);
  ump_test_wait_until (ump_test_duel_both_asked, &fixture->duel, 10);
  ump_test_window_release (&fixture->window);
  ump_store_close (fixture->duel.store);
  g_object_unref (fixture->duel.store);

  fixture->duel.store = ump_store_new (fixture->duel.path);
  ump_test_window_adopt (&fixture->window, fixture->duel.store, fixture->duel.transport);
  ump_test_window_open (&fixture->window);
  ump_test_window_wait_for_text (&fixture->window, "Go On With the Interrupted Battle");
  go_on = ump_test_find_text (fixture->window.window, "Go On With the Interrupted Battle");
  g_bytes_unref (ump_test_window_draw (&fixture->window, "interrupted"));
  g_signal_emit_by_name (gtk_widget_get_ancestor (go_on, GTK_TYPE_BUTTON), "clicked");
  g_signal_emit_by_name (gtk_widget_get_ancestor (go_on, GTK_TYPE_BUTTON), "clicked");
  ump_test_window_wait_for_action (&fixture->window, "retry-a", TRUE);
  ump_test_window_settle (&fixture->window);
  /* A double click does not make two of it, with one parked behind the other. */
  g_assert_null (ump_test_find_text (fixture->window.window, "Battle kept, still blind"));
  g_assert_nonnull (ump_test_find_text (fixture->window.window, "Who is there?"));
  g_assert_nonnull (ump_test_find_text (fixture->window.window, "Response A"));
  g_assert_null (ump_test_find_text (fixture->window.window, UMP_TEST_DUEL_X));
}


/* One side's words: what is quoted around a name. */
static void
test_leak_sentence (void)
{
  const char *answer = "Überall gilt: als ChatGPT, ein Modell von OpenAI, antworte ich gern und sehr ausführlich.";
  UmpLeak leak = { .turn = 1, .own = TRUE, .claimed = FALSE };
  g_autofree char *sentence = NULL;

  leak.offset = strstr (answer, "ChatGPT") - answer;
  leak.length = strlen ("ChatGPT");
  sentence = ump_reveal_text_leak (&leak, answer, strlen (answer));
  g_assert_cmpstr (sentence, ==, "Named itself in turn 2: “Überall gilt: als ChatGPT, ein Modell von OpenAI,…”");

  /* Naming another one in passing gives nobody away. */
  leak.own = FALSE;
  g_assert_null (ump_reveal_text_leak (&leak, answer, strlen (answer)));
}


/* Under a name stands what was sent, not what was set. */
static void
test_subtitle (void)
{
  g_autoptr (UmpContender) contender = ump_contender_new ("p", "m");
  UmpSideReveal side = { .contender = contender, .provider_name = (char *) "Here" };
  g_autofree char *all = NULL;
  g_autofree char *some = NULL;

  contender->temperature = 0.5;
  contender->top_p = 0.25;
  contender->reasoning_effort = g_strdup ("low");
  contender->system_prompt = g_strdup ("Be brief.");
  side.request = (char *) "{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"}],\"temperature\":0.5,\"top_p\":0.25,\"reasoning\":{\"effort\":\"low\"}}";
  all = ump_reveal_text_subtitle (&side);
  g_assert_cmpstr (all, ==, "Here · temperature 0.5 · top-p 0.25 · reasoning low · own system prompt");
  side.request = (char *) "{\"messages\":[{\"role\":\"user\",\"content\":\"system, temperature\"}],\"generationConfig\":{\"topP\":0.25}}";
  some = ump_reveal_text_subtitle (&side);
  g_assert_cmpstr (some, ==, "Here · top-p 0.25");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)


int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/battle-tools/leak-sentence", test_leak_sentence);
  g_test_add_func ("/battle-tools/subtitle", test_subtitle);
  ADD ("/battle-tools/warm-up", test_warm_up);
  ADD ("/battle-tools/find", test_find);
  ADD ("/battle-tools/narrow-failure", test_narrow_failure);
  ADD ("/battle-tools/linked-scrolling", test_linked_scrolling);
  ADD ("/battle-tools/focus-order", test_focus_order);
  ADD ("/battle-tools/prompt-of-two-lines", test_prompt_of_two_lines);
  ADD ("/battle-tools/prompt-of-many-lines", test_prompt_of_many_lines);
  ADD ("/battle-tools/names", test_names);
  ADD ("/battle-tools/interrupted", test_interrupted);
  return g_test_run ();
}
