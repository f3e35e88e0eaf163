/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "ump-battle.h"
#include "ump-error.h"
#include "ump-store-unmasked.h"
#include "ump-test-models.h"
#include "ump-test.h"

/* Battles between two scripted models: what the interface can learn of them
 * before the verdict, and what happens when one side, or the disk, fails. */

#define MODEL_X "gpt-test-1"
#define MODEL_Y "claude-test-2"

/**
 * Fixture:
 * @sides: which model is which side of the battle that was begun last
 * @before: how often each model had been asked before it
 */
typedef struct {
  char *folder;
  char *path;
  UmpStore *store;
  UmpTransport *transport;
  UmpTestModels *models;
  UmpProvider *provider;
  UmpContender *contenders[2];
  GAsyncResult *result;
  const char *sides[UMP_N_SIDES];
  guint before[2];
} Fixture;


static void
save (Fixture *fixture)
{
  g_autoptr (GAsyncResult) provider = NULL;
  g_autoptr (GAsyncResult) contenders = NULL;
  g_autoptr (GError) error = NULL;

  ump_store_save_provider_async (fixture->store, fixture->provider, NULL, ump_test_take_result, &fixture->result);
  provider = ump_test_await (&fixture->result, 10);
  ump_store_save_provider_finish (fixture->store, provider, &error);
  g_assert_no_error (error);
  ump_store_save_contenders_async (fixture->store, fixture->contenders, 2, NULL, ump_test_take_result, &fixture->result);
  contenders = ump_test_await (&fixture->result, 10);
  ump_store_save_contenders_finish (fixture->store, contenders, &error);
  g_assert_no_error (error);
}


static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();

  fixture->folder = ump_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "umpire.db", NULL);
  fixture->store = ump_store_new (fixture->path);
  fixture->transport = ump_transport_new (keyring);
  fixture->models = ump_test_models_new ();
  fixture->provider = ump_provider_new ("Scripted service", "custom", ump_test_models_get_url (fixture->models));
  fixture->provider->keyless = TRUE;
  fixture->contenders[0] = ump_contender_new (fixture->provider->id, MODEL_X);
  fixture->contenders[1] = ump_contender_new (fixture->provider->id, MODEL_Y);
  save (fixture);
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ump_store_close (fixture->store);
  g_clear_object (&fixture->store);
  g_clear_object (&fixture->transport);
  ump_test_models_free (fixture->models);
  ump_provider_free (fixture->provider);
  for (int i = 0; i < 2; i++)
    ump_contender_free (fixture->contenders[i]);
  ump_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}


static UmpBattleRecord *
load_unmasked (Fixture *fixture, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UmpBattleRecord *record;

  ump_store_load_unmasked_async (fixture->store, id, NULL, ump_test_take_result, &fixture->result);
  result = ump_test_await (&fixture->result, 10);
  record = ump_store_load_unmasked_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return record;
}


static const UmpResponseRecord *
get_response (UmpBattleRecord *record, guint turn, UmpSide side)
{
  return ((UmpTurn *) g_ptr_array_index (record->turns, turn))->responses[side];
}


static UmpReveal *
close_battle (Fixture *fixture, UmpBattle *battle, UmpBattleState state, UmpVerdict verdict, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (state == UMP_BATTLE_VOTED)
    ump_battle_vote_async (battle, verdict, NULL, ump_test_take_result, &fixture->result);
  else if (state == UMP_BATTLE_SKIPPED)
    ump_battle_skip_async (battle, NULL, ump_test_take_result, &fixture->result);
  else
    ump_battle_void_async (battle, NULL, ump_test_take_result, &fixture->result);
  result = ump_test_await (&fixture->result, 20);
  if (state == UMP_BATTLE_VOTED)
    return ump_battle_vote_finish (battle, result, error);
  if (state == UMP_BATTLE_SKIPPED)
    return ump_battle_skip_finish (battle, result, error);
  return ump_battle_void_finish (battle, result, error);
}


static gboolean
both_asked (gpointer user_data)
{
  Fixture *fixture = user_data;

  return ump_test_models_count (fixture->models, MODEL_X) > fixture->before[0] && ump_test_models_count (fixture->models, MODEL_Y) > fixture->before[1];
}


static UmpBattle *
start (Fixture *fixture, UmpPace pace)
{
  UmpBattleOptions options = { .pace = pace, .max_tokens = 512 };
  g_autoptr (UmpBattleRecord) record = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UmpBattle *battle;

  fixture->before[0] = ump_test_models_count (fixture->models, MODEL_X);
  fixture->before[1] = ump_test_models_count (fixture->models, MODEL_Y);
  ump_battle_start_async (fixture->store, fixture->transport, "Who is best?", &options, NULL, ump_test_take_result, &fixture->result);
  result = ump_test_await (&fixture->result, 10);
  battle = ump_battle_start_finish (result, &error);
  g_assert_no_error (error);
  record = load_unmasked (fixture, ump_battle_get_id (battle));
  for (int side = 0; side < UMP_N_SIDES; side++)
    fixture->sides[side] = g_str_equal (record->contenders[side]->model, MODEL_X) ? MODEL_X : MODEL_Y;
  return battle;
}


static void
say (Fixture *fixture, UmpSide side, const char *text)
{
  ump_test_models_say (fixture->models, fixture->sides[side], text);
}


static void
finish (Fixture *fixture, UmpSide side, const char *reason)
{
  ump_test_models_finish (fixture->models, fixture->sides[side], reason);
}


/* Waiting for one thing that the interface can see. */
typedef struct {
  UmpBattle *battle;
  UmpSide side;
  gsize length;
  UmpDuelStatus status;
} Expected;


static gboolean
shows (gpointer user_data)
{
  Expected *expected = user_data;
  gsize length;

  ump_battle_get_text (expected->battle, ump_battle_get_n_turns (expected->battle) - 1, expected->side, &length);
  return length == expected->length;
}


static gboolean
has_status (gpointer user_data)
{
  Expected *expected = user_data;

  return ump_battle_get_status (expected->battle) == expected->status;
}


static gboolean
has_failed (gpointer user_data)
{
  Expected *expected = user_data;

  return ump_battle_get_side_failed (expected->battle, expected->side);
}


static void
await_text (UmpBattle *battle, UmpSide side, gsize length)
{
  Expected expected = { battle, side, length, 0 };

  ump_test_wait_until (shows, &expected, 10);
}


static void
await_status (UmpBattle *battle, UmpDuelStatus status)
{
  Expected expected = { battle, 0, 0, status };

  ump_test_wait_until (has_status, &expected, 10);
}


static void
await_failure (UmpBattle *battle, UmpSide side)
{
  Expected expected = { battle, side, 0, 0 };

  ump_test_wait_until (has_failed, &expected, 10);
}


static void
answer_both (Fixture *fixture, UmpBattle *battle)
{
  ump_test_wait_until (both_asked, fixture, 10);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    say (fixture, side, "An answer.");
    finish (fixture, side, "stop");
  }
  await_status (battle, UMP_DUEL_READY);
}


/* Everything that the interface can ask before the verdict, as one text. */
static void
write_down (UmpBattle *battle, GString *seen)
{
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


static gboolean
a_is_asked (gpointer user_data)
{
  Fixture *fixture = user_data;

  return ump_test_models_is_asked (fixture->models, fixture->sides[UMP_SIDE_A]);
}


/* One scripted battle: the same bytes on the same sides, whoever speaks them. */
static char *
play (Fixture *fixture, UmpBattle *battle)
{
  g_autoptr (GString) seen = g_string_new (NULL);

  ump_test_wait_until (both_asked, fixture, 10);
  write_down (battle, seen);
  say (fixture, UMP_SIDE_A, "First ");
  await_text (battle, UMP_SIDE_A, 6);
  write_down (battle, seen);
  say (fixture, UMP_SIDE_B, "Second, ");
  await_text (battle, UMP_SIDE_B, 8);
  write_down (battle, seen);
  say (fixture, UMP_SIDE_B, "longer.");
  finish (fixture, UMP_SIDE_B, "length");
  await_text (battle, UMP_SIDE_B, 15);
  ump_test_models_cut (fixture->models, fixture->sides[UMP_SIDE_A]);
  await_status (battle, UMP_DUEL_FAILED);
  write_down (battle, seen);
  ump_test_models_fail_next (fixture->models, fixture->sides[UMP_SIDE_A], 400, "application/json", "{\"error\":{\"message\":\"gpt-test-1 and claude-test-2 are down\"}}");
  ump_battle_retry_side (battle, UMP_SIDE_A);
  write_down (battle, seen);
  await_status (battle, UMP_DUEL_FAILED);
  write_down (battle, seen);
  ump_battle_retry_side (battle, UMP_SIDE_A);
  ump_test_wait_until (a_is_asked, fixture, 10);
  return g_string_free (g_steal_pointer (&seen), FALSE);
}


/* The same script with the two identities swapped: nothing that can be asked
 * differs, until the names are shown. */
static void
test_swapped (Fixture *fixture, gconstpointer data)
{
  g_autofree char *seen[2] = { NULL, NULL };

  while (seen[0] == NULL || seen[1] == NULL) {
    g_autoptr (UmpBattle) battle = start (fixture, UMP_PACE_LIVE);
    gboolean swapped = g_str_equal (fixture->sides[UMP_SIDE_A], MODEL_Y);
    g_autoptr (UmpReveal) reveal = NULL;

    if (seen[swapped] == NULL) {
      seen[swapped] = play (fixture, battle);
      g_assert_null (strstr (seen[swapped], "test"));
      g_assert_null (strstr (seen[swapped], "Scripted"));
      say (fixture, UMP_SIDE_A, "Done.");
      finish (fixture, UMP_SIDE_A, "stop");
      await_status (battle, UMP_DUEL_READY);
      reveal = close_battle (fixture, battle, UMP_BATTLE_VOTED, UMP_VERDICT_A, NULL);
    } else {
      ump_test_wait_until (both_asked, fixture, 10);
      reveal = close_battle (fixture, battle, UMP_BATTLE_SKIPPED, UMP_VERDICT_NONE, NULL);
    }
    g_assert_cmpstr (reveal->sides[UMP_SIDE_A].contender->model, ==, swapped ? MODEL_Y : MODEL_X);
    g_assert_cmpstr (reveal->sides[UMP_SIDE_B].contender->model, ==, swapped ? MODEL_X : MODEL_Y);
  }
  g_assert_cmpstr (seen[0], ==, seen[1]);
}


/* Even pace: the side that is ahead waits for the other one. */
static void
test_even (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = start (fixture, UMP_PACE_EVEN);
  const char *answer = "One two three four five six seven eight nine ten eleven twelve.";
  gint64 end;
  gsize length;

  ump_test_wait_until (both_asked, fixture, 10);
  say (fixture, UMP_SIDE_A, answer);
  finish (fixture, UMP_SIDE_A, "stop");
  end = g_get_monotonic_time () + G_USEC_PER_SEC / 2;
  while (g_get_monotonic_time () < end) {
    g_main_context_iteration (NULL, FALSE);
    ump_battle_get_text (battle, 0, UMP_SIDE_A, &length);
    g_assert_cmpuint (length, ==, 0);
    g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_ANSWERING);
  }
  say (fixture, UMP_SIDE_B, "Short.");
  finish (fixture, UMP_SIDE_B, "stop");
  await_status (battle, UMP_DUEL_READY);
  ump_battle_get_text (battle, 0, UMP_SIDE_A, &length);
  g_assert_cmpuint (length, ==, strlen (answer));
}


/* A server with one slot is asked one question after the other. */
static void
test_one_slot (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = NULL;
  g_autoptr (UmpBattleRecord) record = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  UmpSide first;

  fixture->provider->slots = 1;
  save (fixture);
  battle = start (fixture, UMP_PACE_EVEN);
  ump_test_wait_until (a_is_asked, fixture, 10);
  first = UMP_SIDE_A;
  g_assert_cmpuint (ump_test_models_count (fixture->models, fixture->sides[1 - first]), ==, 0);
  say (fixture, first, "The first.");
  finish (fixture, first, "stop");
  while (!ump_test_models_is_asked (fixture->models, fixture->sides[1 - first]))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_ANSWERING);
  say (fixture, 1 - first, "The second.");
  finish (fixture, 1 - first, "stop");
  await_status (battle, UMP_DUEL_READY);
  reveal = close_battle (fixture, battle, UMP_BATTLE_VOTED, UMP_VERDICT_TIE, NULL);
  record = load_unmasked (fixture, ump_battle_get_id (battle));
  g_assert_true (record->conditions->sequential);
}


/* What a service says of a failure is for after the reveal. */
static void
test_failure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = NULL;
  g_autoptr (UmpBattleRecord) record = NULL;
  g_autoptr (UmpReveal) refused = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (GError) error = NULL;
  UmpSide failing;

  ump_test_models_fail_next (fixture->models, MODEL_Y, 401, "application/json", "{\"error\":{\"message\":\"no key for claude-test-2\"}}");
  battle = start (fixture, UMP_PACE_EVEN);
  failing = g_str_equal (fixture->sides[UMP_SIDE_A], MODEL_Y) ? UMP_SIDE_A : UMP_SIDE_B;
  await_failure (battle, failing);
  g_assert_false (ump_battle_get_side_failed (battle, 1 - failing));
  g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_ANSWERING);
  while (!ump_test_models_is_asked (fixture->models, MODEL_X))
    g_main_context_iteration (NULL, TRUE);
  say (fixture, 1 - failing, "An answer.");
  finish (fixture, 1 - failing, "stop");
  await_status (battle, UMP_DUEL_FAILED);
  g_assert_false (ump_battle_get_side_failed (battle, 1 - failing));
  refused = close_battle (fixture, battle, UMP_BATTLE_VOTED, UMP_VERDICT_A, &error);
  g_assert_null (refused);
  g_assert_error (error, UMP_ERROR, UMP_ERROR_INVALID);
  g_clear_error (&error);
  reveal = close_battle (fixture, battle, UMP_BATTLE_VOID, UMP_VERDICT_NONE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (reveal->sides[failing].error, "no key for claude-test-2"));
  g_assert_null (reveal->sides[1 - failing].error);
  record = load_unmasked (fixture, ump_battle_get_id (battle));
  g_assert_cmpint (record->state, ==, UMP_BATTLE_VOID);
  g_assert_cmpuint (record->conditions->errors[failing], ==, 1);
  g_assert_cmpint (record->conditions->endings[failing], ==, UMP_ENDING_ERROR);
  g_assert_cmpint (get_response (record, 0, failing)->error_code, ==, UMP_ERROR_BAD_KEY);
}


/* Both answers give their author away, one of them falsely. */
static void
test_leaks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = start (fixture, UMP_PACE_LIVE);
  g_autoptr (UmpReveal) reveal = NULL;
  UmpSide gpt = g_str_equal (fixture->sides[UMP_SIDE_A], MODEL_X) ? UMP_SIDE_A : UMP_SIDE_B;
  const UmpLeak *leak;

  ump_test_wait_until (both_asked, fixture, 10);
  say (fixture, gpt, "As ChatGPT would say: hello.");
  finish (fixture, gpt, "stop");
  say (fixture, 1 - gpt, "I am Gemini.");
  finish (fixture, 1 - gpt, "stop");
  await_status (battle, UMP_DUEL_READY);
  ump_battle_set_seen (battle, UMP_SIDE_A);
  ump_battle_set_seen (battle, UMP_SIDE_B);
  reveal = close_battle (fixture, battle, UMP_BATTLE_VOTED, UMP_VERDICT_A, NULL);
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
test_sealed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  const UmpSideReveal *side;
  UmpSide sealed;

  fixture->contenders[1]->sealed = TRUE;
  fixture->contenders[1]->codename = g_strdup ("im-a-good-bot");
  fixture->contenders[1]->price_in = 1;
  fixture->contenders[1]->price_out = 1;
  save (fixture);
  battle = start (fixture, UMP_PACE_LIVE);
  sealed = g_str_equal (fixture->sides[UMP_SIDE_A], MODEL_Y) ? UMP_SIDE_A : UMP_SIDE_B;
  ump_test_wait_until (both_asked, fixture, 10);
  say (fixture, sealed, "Anthropic is a word.");
  finish (fixture, sealed, "stop");
  say (fixture, 1 - sealed, "Hello.");
  finish (fixture, 1 - sealed, "stop");
  await_status (battle, UMP_DUEL_READY);
  ump_battle_set_seen (battle, UMP_SIDE_A);
  ump_battle_set_seen (battle, UMP_SIDE_B);
  reveal = close_battle (fixture, battle, UMP_BATTLE_VOTED, UMP_VERDICT_A, NULL);
  side = &reveal->sides[sealed];
  g_assert_cmpstr (ump_contender_get_display_name (side->contender), ==, "im-a-good-bot");
  g_assert_cmpstr (side->contender->model, ==, "im-a-good-bot");
  g_assert_cmpstr (side->contender->id, ==, fixture->contenders[1]->id);
  g_assert_null (side->contender->family);
  g_assert_null (side->contender->maker);
  g_assert_null (side->provider_name);
  g_assert_null (side->notes);
  g_assert_true (isnan (side->cost));
  /* That the name is its own would break the seal. */
  g_assert_false (reveal->clean);
  g_assert_cmpuint (side->leaks->len, ==, 1);
  g_assert_false (((UmpLeak *) g_ptr_array_index (side->leaks, 0))->own);
  g_assert_null (strstr (reveal->reasons[0], "its own"));
  g_assert_cmpstr (ump_contender_get_display_name (reveal->sides[1 - sealed].contender), ==, MODEL_X);
  g_assert_cmpstr (reveal->sides[1 - sealed].provider_name, ==, "Scripted service");
}


static void
remember_error_cb (UmpBattle *battle, const char *message, char **remembered)
{
  g_free (*remembered);
  *remembered = g_strdup (message);
}


/* The kernel lets no file grow: the vote says so, and can be cast again. */
static void
test_disk_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = start (fixture, UMP_PACE_LIVE);
  g_autoptr (UmpBattleRecord) record = NULL;
  g_autoptr (UmpReveal) refused = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  struct rlimit limit, small;
  gsize length;

  g_signal_connect (battle, "store-failed", G_CALLBACK (remember_error_cb), &message);
  ump_test_wait_until (both_asked, fixture, 10);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 1;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  answer_both (fixture, battle);
  /* The ends of the answers could not be written, and somebody was told. */
  g_assert_nonnull (message);
  refused = close_battle (fixture, battle, UMP_BATTLE_VOTED, UMP_VERDICT_B, &error);
  g_assert_null (refused);
  g_assert_error (error, UMP_ERROR, UMP_ERROR_STORE);
  g_assert_cmpint (ump_battle_get_status (battle), ==, UMP_DUEL_READY);
  g_assert_true (ump_battle_get_can_vote (battle));
  ump_battle_get_text (battle, 0, UMP_SIDE_A, &length);
  g_assert_cmpuint (length, ==, 10);
  /* A follow-up that cannot be written is not sent. */
  g_clear_pointer (&message, g_free);
  ump_battle_follow_up (battle, "And now?");
  await_status (battle, UMP_DUEL_READY);
  g_assert_nonnull (message);
  g_assert_cmpuint (ump_battle_get_n_turns (battle), ==, 1);
  g_assert_cmpuint (ump_test_models_count (fixture->models, MODEL_X), ==, 1);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_clear_error (&error);
  reveal = close_battle (fixture, battle, UMP_BATTLE_VOTED, UMP_VERDICT_B, &error);
  g_assert_no_error (error);
  g_assert_cmpint (reveal->verdict, ==, UMP_VERDICT_B);
  record = load_unmasked (fixture, ump_battle_get_id (battle));
  g_assert_cmpint (record->verdict, ==, UMP_VERDICT_B);
  for (int side = 0; side < UMP_N_SIDES; side++)
    g_assert_cmpstr (get_response (record, 0, side)->text, ==, "An answer.");
}


static gboolean
x_is_asked_again (gpointer user_data)
{
  Fixture *fixture = user_data;

  return ump_test_models_count (fixture->models, MODEL_X) == 2;
}


/* The battle is dropped in mid-stream: what had come is there, still blind, and
 * the complete side does not have to be asked again. */
static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  UmpBattle *battle = start (fixture, UMP_PACE_LIVE);
  g_autoptr (UmpBattle) resumed = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (UmpBattleRecord) record = NULL;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strdup (ump_battle_get_id (battle));
  UmpSide x = g_str_equal (fixture->sides[UMP_SIDE_A], MODEL_X) ? UMP_SIDE_A : UMP_SIDE_B;

  ump_test_wait_until (both_asked, fixture, 10);
  say (fixture, 1 - x, "Whole.");
  finish (fixture, 1 - x, "stop");
  say (fixture, x, "Half");
  await_text (battle, x, 4);
  await_text (battle, 1 - x, 6);
  while (ump_battle_get_text_complete (battle, 0, 1 - x) == FALSE)
    g_main_context_iteration (NULL, TRUE);
  g_object_add_weak_pointer (G_OBJECT (battle), (gpointer *) &battle);
  g_object_unref (battle);
  /* A save that is under way keeps it for a moment. */
  while (battle != NULL)
    g_main_context_iteration (NULL, TRUE);

  record = load_unmasked (fixture, id);
  g_assert_cmpint (record->state, ==, UMP_BATTLE_OPEN);
  g_assert_cmpint (get_response (record, 0, x)->ending, ==, UMP_ENDING_INTERRUPTED);
  g_assert_cmpstr (get_response (record, 0, x)->text, ==, "Half");
  g_assert_cmpstr (get_response (record, 0, 1 - x)->text, ==, "Whole.");

  ump_battle_resume_async (fixture->store, fixture->transport, id, NULL, ump_test_take_result, &fixture->result);
  result = ump_test_await (&fixture->result, 10);
  resumed = ump_battle_resume_finish (result, &error);
  g_assert_no_error (error);
  g_assert_true (ump_battle_get_side_failed (resumed, x));
  g_assert_false (ump_battle_get_side_failed (resumed, 1 - x));
  ump_battle_retry_side (resumed, x);
  ump_test_wait_until (x_is_asked_again, fixture, 10);
  say (fixture, x, "Now whole.");
  finish (fixture, x, "stop");
  await_status (resumed, UMP_DUEL_READY);
  g_assert_cmpuint (ump_test_models_count (fixture->models, MODEL_X), ==, 2);
  g_assert_cmpuint (ump_test_models_count (fixture->models, MODEL_Y), ==, 1);
  reveal = close_battle (fixture, resumed, UMP_BATTLE_VOTED, UMP_VERDICT_TIE, &error);
  g_assert_no_error (error);
}


/* Nothing wakes the program once both answers are there. */
static void
test_quiet (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattle) battle = start (fixture, UMP_PACE_EVEN);
  gint64 end;
  guint n_wakeups = 0;

  answer_both (fixture, battle);
  end = g_get_monotonic_time () + 4 * G_USEC_PER_SEC;
  while (g_get_monotonic_time () < end) {
    n_wakeups += g_main_context_iteration (NULL, FALSE);
    g_usleep (5000);
  }
  /* The last checkpoint timer, and the connections that come to rest. */
  g_assert_cmpuint (n_wakeups, <, 20);
  end = g_get_monotonic_time () + G_USEC_PER_SEC;
  n_wakeups = 0;
  while (g_get_monotonic_time () < end) {
    n_wakeups += g_main_context_iteration (NULL, FALSE);
    g_usleep (5000);
  }
  g_assert_cmpuint (n_wakeups, ==, 0);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/duel/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("swapped", test_swapped);
  ADD ("even", test_even);
  ADD ("one-slot", test_one_slot);
  ADD ("failure", test_failure);
  ADD ("leaks", test_leaks);
  ADD ("sealed", test_sealed);
  ADD ("disk-full", test_disk_full);
  ADD ("dropped", test_dropped);
  ADD ("quiet", test_quiet);
#undef ADD
  return g_test_run ();
}
