/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-store-unmasked.h"
#include "ump-test-duel.h"
#include "ump-test.h"


/**
 * ump_test_duel_save:
 * @duel: the fixture
 *
 * Writes the provider and the contenders as they are in @duel.
 */
void
ump_test_duel_save (UmpTestDuel *duel)
{
  g_autoptr (GAsyncResult) provider = NULL;
  g_autoptr (GAsyncResult) contenders = NULL;
  g_autoptr (GAsyncResult) facts = NULL;
  g_autoptr (GError) error = NULL;

  ump_store_save_provider_async (duel->store, duel->provider, NULL, ump_test_take_result, &duel->result);
  provider = ump_test_await (&duel->result, 10);
  ump_store_save_provider_finish (duel->store, provider, &error);
  g_assert_no_error (error);
  ump_store_add_contenders_async (duel->store, duel->contenders, 2, NULL, ump_test_take_result, &duel->result);
  contenders = ump_test_await (&duel->result, 10);
  ump_store_add_contenders_finish (duel->store, contenders, &error);
  g_assert_no_error (error);
  ump_store_set_contenders_async (duel->store, UMP_CONTENDER_ENABLED | UMP_CONTENDER_SEAL, duel->contenders, 2, NULL, ump_test_take_result, &duel->result);
  facts = ump_test_await (&duel->result, 10);
  ump_store_set_contenders_finish (duel->store, facts, &error);
  g_assert_no_error (error);
}


/**
 * ump_test_duel_set_up:
 * @duel: the fixture
 * @data: ignored
 *
 * Of a fixture: a store in a new folder, a server, two contenders that may fight.
 */
void
ump_test_duel_set_up (UmpTestDuel *duel, gconstpointer data)
{
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();

  duel->folder = ump_test_make_folder ();
  duel->path = g_build_filename (duel->folder, "umpire.db", NULL);
  duel->store = ump_store_new (duel->path);
  duel->transport = ump_transport_new (keyring);
  duel->models = ump_test_models_new ();
  duel->provider = ump_provider_new ("Scripted service", "custom", ump_test_models_get_url (duel->models));
  duel->provider->keyless = TRUE;
  duel->contenders[0] = ump_contender_new (duel->provider->id, UMP_TEST_DUEL_X);
  duel->contenders[1] = ump_contender_new (duel->provider->id, UMP_TEST_DUEL_Y);
  ump_test_duel_save (duel);
}


/**
 * ump_test_duel_tear_down:
 * @duel: the fixture
 * @data: ignored
 *
 * Of a fixture.
 */
void
ump_test_duel_tear_down (UmpTestDuel *duel, gconstpointer data)
{
  ump_store_close (duel->store);
  g_clear_object (&duel->store);
  g_clear_object (&duel->transport);
  ump_test_models_free (duel->models);
  ump_provider_free (duel->provider);
  for (int i = 0; i < 2; i++)
    ump_contender_free (duel->contenders[i]);
  ump_test_remove_folder (duel->folder);
  g_free (duel->folder);
  g_free (duel->path);
}


/**
 * ump_test_duel_load_unmasked:
 * @duel: the fixture
 * @id: of a battle
 *
 * Returns: (transfer full): the battle with its contenders
 */
UmpBattleRecord *
ump_test_duel_load_unmasked (UmpTestDuel *duel, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UmpBattleRecord *record;

  ump_store_load_unmasked_async (duel->store, id, NULL, ump_test_take_result, &duel->result);
  result = ump_test_await (&duel->result, 10);
  record = ump_store_load_unmasked_finish (duel->store, result, &error);
  g_assert_no_error (error);
  return record;
}


/**
 * ump_test_duel_get_response:
 * @record: an unmasked battle
 * @turn: index of a turn
 * @side: A or B
 *
 * Returns: (transfer none): the last attempt of @side
 */
const UmpResponseRecord *
ump_test_duel_get_response (UmpBattleRecord *record, guint turn, UmpSide side)
{
  return ((UmpTurn *) g_ptr_array_index (record->turns, turn))->responses[side];
}


/**
 * ump_test_duel_close_battle:
 * @duel: the fixture
 * @battle: a battle
 * @state: what it becomes
 * @verdict: for a vote
 * @error: return location for an error
 *
 * Votes where @state is voted, else skips or gives up.
 *
 * Returns: (transfer full) (nullable): who was who
 */
UmpReveal *
ump_test_duel_close_battle (UmpTestDuel *duel, UmpBattle *battle, UmpBattleState state, UmpVerdict verdict, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (state == UMP_BATTLE_VOTED)
    ump_battle_vote_async (battle, verdict, NULL, ump_test_take_result, &duel->result);
  else if (state == UMP_BATTLE_SKIPPED)
    ump_battle_skip_async (battle, NULL, ump_test_take_result, &duel->result);
  else
    ump_battle_void_async (battle, NULL, ump_test_take_result, &duel->result);
  result = ump_test_await (&duel->result, 20);
  if (state == UMP_BATTLE_VOTED)
    return ump_battle_vote_finish (battle, result, error);
  if (state == UMP_BATTLE_SKIPPED)
    return ump_battle_skip_finish (battle, result, error);
  return ump_battle_void_finish (battle, result, error);
}


/**
 * ump_test_duel_both_asked:
 * @user_data: the fixture
 *
 * For ump_test_wait_until(), with the fixture.
 *
 * Returns: whether both were asked since the battle was begun
 */
gboolean
ump_test_duel_both_asked (gpointer user_data)
{
  UmpTestDuel *duel = user_data;

  return ump_test_models_count (duel->models, UMP_TEST_DUEL_X) > duel->before[0] && ump_test_models_count (duel->models, UMP_TEST_DUEL_Y) > duel->before[1];
}


/**
 * ump_test_duel_a_is_asked:
 * @user_data: the fixture
 *
 * For ump_test_wait_until(), with the fixture.
 *
 * Returns: whether a request to side A waits for an answer
 */
gboolean
ump_test_duel_a_is_asked (gpointer user_data)
{
  UmpTestDuel *duel = user_data;

  return ump_test_models_is_asked (duel->models, duel->sides[UMP_SIDE_A]);
}


/**
 * ump_test_duel_start:
 * @duel: the fixture
 * @pace: how answers appear
 *
 * Begins a battle and finds out who is who.
 *
 * Returns: (transfer full): the battle
 */
UmpBattle *
ump_test_duel_start (UmpTestDuel *duel, UmpPace pace)
{
  UmpBattleOptions options = { .pace = pace, .max_tokens = 512 };
  g_autoptr (UmpBattleRecord) record = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  UmpBattle *battle;

  duel->before[0] = ump_test_models_count (duel->models, UMP_TEST_DUEL_X);
  duel->before[1] = ump_test_models_count (duel->models, UMP_TEST_DUEL_Y);
  ump_battle_start_async (duel->store, duel->transport, "Who is best?", &options, NULL, ump_test_take_result, &duel->result);
  result = ump_test_await (&duel->result, 10);
  battle = ump_battle_start_finish (result, &error);
  g_assert_no_error (error);
  record = ump_test_duel_load_unmasked (duel, ump_battle_get_id (battle));
  for (int side = 0; side < UMP_N_SIDES; side++)
    duel->sides[side] = g_str_equal (record->contenders[side]->model, UMP_TEST_DUEL_X) ? UMP_TEST_DUEL_X : UMP_TEST_DUEL_Y;
  return battle;
}


/**
 * ump_test_duel_say:
 * @duel: the fixture
 * @side: A or B
 * @text: what it grows by
 *
 * Lets the answer of @side grow.
 */
void
ump_test_duel_say (UmpTestDuel *duel, UmpSide side, const char *text)
{
  ump_test_models_say (duel->models, duel->sides[side], text);
}


/**
 * ump_test_duel_finish:
 * @duel: the fixture
 * @side: A or B
 * @reason: the finish reason
 *
 * Ends the answer of @side as the protocol wants it.
 */
void
ump_test_duel_finish (UmpTestDuel *duel, UmpSide side, const char *reason)
{
  ump_test_models_finish (duel->models, duel->sides[side], reason);
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


/**
 * ump_test_duel_await_text:
 * @battle: a battle
 * @side: A or B
 * @length: bytes
 *
 * Waits until so much of the last answer of @side is visible.
 */
void
ump_test_duel_await_text (UmpBattle *battle, UmpSide side, gsize length)
{
  Expected expected = { battle, side, length, 0 };

  ump_test_wait_until (shows, &expected, 10);
}


/**
 * ump_test_duel_await_status:
 * @battle: a battle
 * @status: what to wait for
 *
 * Waits for a status of the duel.
 */
void
ump_test_duel_await_status (UmpBattle *battle, UmpDuelStatus status)
{
  Expected expected = { battle, 0, 0, status };

  ump_test_wait_until (has_status, &expected, 10);
}


/**
 * ump_test_duel_await_failure:
 * @battle: a battle
 * @side: A or B
 *
 * Waits until @side has failed.
 */
void
ump_test_duel_await_failure (UmpBattle *battle, UmpSide side)
{
  Expected expected = { battle, side, 0, 0 };

  ump_test_wait_until (has_failed, &expected, 10);
}


/**
 * ump_test_duel_answer_both:
 * @duel: the fixture
 * @battle: a battle
 *
 * Lets both sides answer “An answer.” and waits for the vote to open.
 */
void
ump_test_duel_answer_both (UmpTestDuel *duel, UmpBattle *battle)
{
  ump_test_wait_until (ump_test_duel_both_asked, duel, 10);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    ump_test_duel_say (duel, side, "An answer.");
    ump_test_duel_finish (duel, side, "stop");
  }
  ump_test_duel_await_status (battle, UMP_DUEL_READY);
}
