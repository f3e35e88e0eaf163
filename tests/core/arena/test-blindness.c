/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ump-test-duel.h"
#include "ump-test.h"

/* What the interface can learn of a battle before the verdict, and what it is
 * told with it. */


/* Everything that the interface can ask before the verdict, as one text; but
 * ump_battle_get_id(), which is random. */
static void
write_down (UmpBattle *battle, GString *seen)
{
  g_string_append_printf (seen, "waiting %d over capacity %d trouble %d\n", ump_battle_get_retry_at (battle) > 0, ump_battle_get_over_capacity (battle),
                          ump_battle_get_trouble (battle));
  g_string_append_printf (seen, "both seen %d\n", ump_battle_get_both_seen (battle));
  g_string_append_printf (seen, "status %d vote %d practice %d style %d turns %u\n", ump_battle_get_status (battle), ump_battle_get_can_vote (battle),
                          ump_battle_get_practice (battle), ump_battle_get_blind_style (battle), ump_battle_get_n_turns (battle));
  for (guint turn = 0; turn < ump_battle_get_n_turns (battle); turn++) {
    g_string_append_printf (seen, "prompt %s\n", ump_battle_get_prompt (battle, turn));
    for (int side = 0; side < UMP_N_SIDES; side++) {
      gsize length;
      const char *text = ump_battle_get_text (battle, turn, side, &length);

      g_string_append_printf (seen, "%c %d %d %.*s\n", 'A' + side, ump_battle_get_text_complete (battle, turn, side), ump_battle_get_side_failed (battle, side), (int) length, text);
    }
  }
}


/* One scripted battle: the same bytes on the same sides, whoever speaks them. */
static char *
play (UmpTestDuel *duel, UmpBattle *battle)
{
  g_autoptr (GString) seen = g_string_new (NULL);

  ump_test_wait_until (ump_test_duel_both_asked, duel, 10);
  write_down (battle, seen);
  ump_test_duel_say (duel, UMP_SIDE_A, "First ");
  ump_test_duel_await_text (battle, UMP_SIDE_A, 6);
  write_down (battle, seen);
  ump_test_duel_say (duel, UMP_SIDE_B, "Second, ");
  ump_test_duel_await_text (battle, UMP_SIDE_B, 8);
  write_down (battle, seen);
  ump_test_duel_say (duel, UMP_SIDE_B, "longer.");
  ump_test_duel_finish (duel, UMP_SIDE_B, "length");
  ump_test_duel_await_text (battle, UMP_SIDE_B, 15);
  ump_test_models_cut (duel->models, duel->sides[UMP_SIDE_A]);
  ump_test_duel_await_status (battle, UMP_DUEL_FAILED);
  write_down (battle, seen);
  ump_test_models_fail_next (duel->models, duel->sides[UMP_SIDE_A], 400, "application/json", "{\"error\":{\"message\":\"gpt-test-1 and claude-test-2 are down\"}}");
  ump_battle_retry_side (battle, UMP_SIDE_A);
  write_down (battle, seen);
  ump_test_duel_await_status (battle, UMP_DUEL_FAILED);
  write_down (battle, seen);
  ump_battle_retry_side (battle, UMP_SIDE_A);
  ump_test_wait_until (ump_test_duel_a_is_asked, duel, 10);
  return g_string_free (g_steal_pointer (&seen), FALSE);
}


/* The same script with the two identities swapped: nothing that can be asked
 * differs, until the names are shown. */
static void
test_swapped (UmpTestDuel *duel, gconstpointer data)
{
  char *seen[2] = { NULL, NULL };

  while (seen[0] == NULL || seen[1] == NULL) {
    g_autoptr (UmpBattle) battle = ump_test_duel_start (duel, UMP_PACE_LIVE);
    gboolean swapped = g_str_equal (duel->sides[UMP_SIDE_A], UMP_TEST_DUEL_Y);
    g_autoptr (UmpReveal) reveal = NULL;

    if (seen[swapped] == NULL) {
      seen[swapped] = play (duel, battle);
      g_assert_null (strstr (seen[swapped], "test"));
      g_assert_null (strstr (seen[swapped], "Scripted"));
      ump_test_duel_say (duel, UMP_SIDE_A, "Done.");
      ump_test_duel_finish (duel, UMP_SIDE_A, "stop");
      ump_test_duel_await_status (battle, UMP_DUEL_READY);
      reveal = ump_test_duel_close_battle (duel, battle, UMP_BATTLE_VOTED, UMP_VERDICT_A, NULL);
    } else {
      ump_test_wait_until (ump_test_duel_both_asked, duel, 10);
      reveal = ump_test_duel_close_battle (duel, battle, UMP_BATTLE_SKIPPED, UMP_VERDICT_NONE, NULL);
    }
    g_assert_cmpstr (reveal->sides[UMP_SIDE_A].contender->model, ==, swapped ? UMP_TEST_DUEL_Y : UMP_TEST_DUEL_X);
    g_assert_cmpstr (reveal->sides[UMP_SIDE_B].contender->model, ==, swapped ? UMP_TEST_DUEL_X : UMP_TEST_DUEL_Y);
  }
  g_assert_cmpstr (seen[0], ==, seen[1]);
  g_free (seen[0]);
  g_free (seen[1]);
}


/* A way to fail, and what may be said of it where both sides do. */
typedef struct {
  gboolean keyless;
  const char *url;
  UmpDuelTrouble trouble;
} Failure;

/* Nothing listens on port 1. */
static const Failure no_keyring = { FALSE, NULL, UMP_DUEL_TROUBLE_KEYRING };
static const Failure no_network = { TRUE, "http://127.0.0.1:1/v1", UMP_DUEL_TROUBLE_NETWORK };


static void
apply_failure (UmpProvider *provider, const Failure *failure)
{
  provider->keyless = failure->keyless;
  if (failure->url != NULL) {
    g_free (provider->base_url);
    provider->base_url = g_strdup (failure->url);
  }
}


/* What strikes both alike is said of the duel. */
static void
test_trouble_of_both (UmpTestDuel *duel, gconstpointer data)
{
  const Failure *failure = data;
  g_autoptr (UmpBattle) battle = NULL;

  apply_failure (duel->provider, failure);
  ump_test_duel_save (duel);
  battle = ump_test_duel_start (duel, UMP_PACE_EVEN);
  ump_test_duel_await_status (battle, UMP_DUEL_FAILED);
  g_assert_cmpint (ump_battle_get_trouble (battle), ==, failure->trouble);
  ump_battle_retry_side (battle, UMP_SIDE_B);
  g_assert_cmpint (ump_battle_get_trouble (battle), ==, UMP_DUEL_TROUBLE_NONE);
}


/* What strikes one side is not said: it could be known by it. */
static void
test_trouble_of_one (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpProvider) other = ump_provider_new ("Another service", "custom", ump_test_models_get_url (duel->models));
  g_autoptr (UmpContender) third = ump_contender_new (other->id, UMP_TEST_DUEL_Y);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (UmpBattle) battle = NULL;

  apply_failure (other, data);
  ump_store_save_provider_async (duel->store, other, NULL, ump_test_take_result, &duel->result);
  result = ump_test_await (&duel->result, 10);
  g_assert_true (ump_store_save_provider_finish (duel->store, result, NULL));
  duel->contenders[1]->enabled = FALSE;
  ump_test_duel_save (duel);
  ump_contender_free (duel->contenders[1]);
  duel->contenders[1] = g_steal_pointer (&third);
  ump_test_duel_save (duel);
  battle = ump_test_duel_start (duel, UMP_PACE_EVEN);
  ump_test_duel_await_failure (battle, g_str_equal (duel->sides[UMP_SIDE_A], UMP_TEST_DUEL_Y) ? UMP_SIDE_A : UMP_SIDE_B);
  g_assert_cmpint (ump_battle_get_trouble (battle), ==, UMP_DUEL_TROUBLE_NONE);
  ump_battle_stop (battle);
  ump_test_duel_await_status (battle, UMP_DUEL_STOPPED);
  g_assert_cmpint (ump_battle_get_trouble (battle), ==, UMP_DUEL_TROUBLE_NONE);
}


static gboolean
ring_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}


/* Even pace: the side that is ahead waits for the other one. */
static void
test_even (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = ump_test_duel_start (duel, UMP_PACE_EVEN);
  const char *answer = "One two three four five six seven eight nine ten eleven twelve.";
  gboolean rung = FALSE;
  gsize length;

  ump_test_wait_until (ump_test_duel_both_asked, duel, 10);
  ump_test_duel_say (duel, UMP_SIDE_A, answer);
  ump_test_duel_finish (duel, UMP_SIDE_A, "stop");
  g_timeout_add (500, ring_cb, &rung);
  while (!rung) {
    g_main_context_iteration (NULL, TRUE);
    ump_battle_get_text (battle, 0, UMP_SIDE_A, &length);
    g_assert_cmpuint (length, ==, 0);
    g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_ANSWERING);
  }
  ump_test_duel_say (duel, UMP_SIDE_B, "Short.");
  ump_test_duel_finish (duel, UMP_SIDE_B, "stop");
  ump_test_duel_await_status (battle, UMP_DUEL_READY);
  ump_battle_get_text (battle, 0, UMP_SIDE_A, &length);
  g_assert_cmpuint (length, ==, strlen (answer));
}


/* A server with one slot is asked one question after the other. */
static void
test_one_slot (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = NULL;
  g_autoptr (UmpBattleRecord) record = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  UmpSide first;

  duel->provider->slots = 1;
  ump_test_duel_save (duel);
  battle = ump_test_duel_start (duel, UMP_PACE_EVEN);
  ump_test_wait_until (ump_test_duel_a_is_asked, duel, 10);
  first = UMP_SIDE_A;
  g_assert_cmpuint (ump_test_models_count (duel->models, duel->sides[1 - first]), ==, 0);
  ump_test_duel_say (duel, first, "The first.");
  ump_test_duel_finish (duel, first, "stop");
  while (!ump_test_models_is_asked (duel->models, duel->sides[1 - first]))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_ANSWERING);
  ump_test_duel_say (duel, 1 - first, "The second.");
  ump_test_duel_finish (duel, 1 - first, "stop");
  ump_test_duel_await_status (battle, UMP_DUEL_READY);
  reveal = ump_test_duel_close_battle (duel, battle, UMP_BATTLE_VOTED, UMP_VERDICT_TIE, NULL);
  record = ump_test_duel_load_unmasked (duel, ump_battle_get_id (battle));
  g_assert_true (record->conditions->sequential);
}


/* Both answers give their author away, one of them falsely. */
static void
test_leaks (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = ump_test_duel_start (duel, UMP_PACE_LIVE);
  g_autoptr (UmpReveal) reveal = NULL;
  UmpSide gpt = g_str_equal (duel->sides[UMP_SIDE_A], UMP_TEST_DUEL_X) ? UMP_SIDE_A : UMP_SIDE_B;
  const UmpLeak *leak;

  ump_test_wait_until (ump_test_duel_both_asked, duel, 10);
  ump_test_duel_say (duel, gpt, "As ChatGPT would say: hello.");
  ump_test_duel_finish (duel, gpt, "stop");
  ump_test_duel_say (duel, 1 - gpt, "I am Gemini.");
  ump_test_duel_finish (duel, 1 - gpt, "stop");
  ump_test_duel_await_status (battle, UMP_DUEL_READY);
  ump_battle_set_seen (battle, UMP_SIDE_A);
  ump_battle_set_seen (battle, UMP_SIDE_B);
  reveal = ump_test_duel_close_battle (duel, battle, UMP_BATTLE_VOTED, UMP_VERDICT_A, NULL);
  g_assert_false (reveal->clean);
  g_assert_cmpuint (g_strv_length (reveal->reasons), ==, 2);
  g_assert_cmpuint (reveal->sides[gpt].leaks->len, ==, 1);
  leak = g_ptr_array_index (reveal->sides[gpt].leaks, 0);
  g_assert_cmpstr (leak->name, ==, "ChatGPT");
  g_assert_cmpuint (leak->offset, ==, 3);
  g_assert_true (leak->own);
  g_assert_false (leak->claimed);
  leak = g_ptr_array_index (reveal->sides[1 - gpt].leaks, 0);
  g_assert_cmpstr (leak->name, ==, "Gemini");
  g_assert_false (leak->own);
  g_assert_true (leak->claimed);
}


/* A sealed contender stays behind its codename after the vote. */
static void
test_sealed (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  const UmpSideReveal *side;
  UmpSide sealed;

  duel->contenders[1]->sealed = TRUE;
  duel->contenders[1]->codename = g_strdup ("im-a-good-bot");
  duel->contenders[1]->price_in = 1;
  duel->contenders[1]->price_out = 1;
  ump_test_duel_save (duel);
  battle = ump_test_duel_start (duel, UMP_PACE_LIVE);
  sealed = g_str_equal (duel->sides[UMP_SIDE_A], UMP_TEST_DUEL_Y) ? UMP_SIDE_A : UMP_SIDE_B;
  ump_test_wait_until (ump_test_duel_both_asked, duel, 10);
  ump_test_duel_say (duel, sealed, "Anthropic is a word.");
  ump_test_duel_finish (duel, sealed, "stop");
  ump_test_duel_say (duel, 1 - sealed, "Hello.");
  ump_test_duel_finish (duel, 1 - sealed, "stop");
  ump_test_duel_await_status (battle, UMP_DUEL_READY);
  ump_battle_set_seen (battle, UMP_SIDE_A);
  ump_battle_set_seen (battle, UMP_SIDE_B);
  reveal = ump_test_duel_close_battle (duel, battle, UMP_BATTLE_VOTED, UMP_VERDICT_A, NULL);
  side = &reveal->sides[sealed];
  g_assert_cmpstr (ump_contender_get_display_name (side->contender), ==, "im-a-good-bot");
  g_assert_cmpstr (side->contender->model, ==, "im-a-good-bot");
  g_assert_cmpstr (side->contender->id, ==, duel->contenders[1]->id);
  g_assert_null (side->contender->family);
  g_assert_null (side->contender->maker);
  g_assert_null (side->provider_name);
  g_assert_null (side->notes);
  g_assert_null (side->request);
  g_assert_nonnull (strstr (reveal->sides[1 - sealed].request, "\"messages\""));
  g_assert_true (isnan (side->cost));
  /* That the name is its own would break the seal. */
  g_assert_false (reveal->clean);
  g_assert_cmpuint (side->leaks->len, ==, 1);
  g_assert_false (((UmpLeak *) g_ptr_array_index (side->leaks, 0))->own);
  g_assert_null (strstr (reveal->reasons[0], "its own"));
  g_assert_cmpstr (ump_contender_get_display_name (reveal->sides[1 - sealed].contender), ==, UMP_TEST_DUEL_X);
  g_assert_cmpstr (reveal->sides[1 - sealed].provider_name, ==, "Scripted service");
}


/* A getter that is new is written down above, too. */
static void
test_every_getter (void)
{
  g_autofree char *header_path = g_build_filename (g_getenv ("UMPIRE_SRCDIR"), "src", "core", "arena", "ump-battle.h", NULL);
  g_autofree char *test_path = g_build_filename (g_getenv ("UMPIRE_SRCDIR"), "tests", "core", "arena", "test-blindness.c", NULL);
  g_autofree char *header = NULL;
  g_autofree char *test = NULL;
  g_autoptr (GRegex) getter = g_regex_new ("\\bump_battle_get_[a-z_]+ \\(", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (header_path, &header, NULL, NULL));
  g_assert_true (g_file_get_contents (test_path, &test, NULL, NULL));
  for (g_regex_match (getter, header, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL)) {
    g_autofree char *name = g_match_info_fetch (match, 0);

    n++;
    if (g_str_equal (name, "ump_battle_get_type (") || g_str_equal (name, "ump_battle_get_id ("))
      continue;
    g_test_message ("%s", name);
    g_assert_nonnull (strstr (test, name));
  }
  g_assert_cmpuint (n, >=, 12);
}


int
main (int argc, char **argv)
{
  /* Without a bus there is no Secret Service. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/blindness/" path, UmpTestDuel, NULL, ump_test_duel_set_up, function, ump_test_duel_tear_down)
  ADD ("swapped", test_swapped);
  ADD ("even", test_even);
  ADD ("one-slot", test_one_slot);
  ADD ("leaks", test_leaks);
  ADD ("sealed", test_sealed);
#undef ADD
#define ADD(path, data, function) g_test_add ("/blindness/trouble/" path, UmpTestDuel, data, ump_test_duel_set_up, function, ump_test_duel_tear_down)
  ADD ("keyring-of-both", &no_keyring, test_trouble_of_both);
  ADD ("keyring-of-one", &no_keyring, test_trouble_of_one);
  ADD ("network-of-both", &no_network, test_trouble_of_both);
  ADD ("network-of-one", &no_network, test_trouble_of_one);
#undef ADD
  g_test_add_func ("/blindness/every-getter", test_every_getter);
  return g_test_run ();
}
