/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-battle-private.h"
#include "ump-category.h"
#include "ump-error.h"
#include "ump-ids.h"
#include "ump-matchmaker.h"
#include "ump-practice.h"
#include "ump-store-unmasked.h"

/* What is read from the store before a battle can begin. */
enum {
  LOAD_CONTENDERS,
  LOAD_PROVIDERS,
  LOAD_BALLOTS,
  LOAD_BATTLE,
  N_LOADS,
};

/**
 * Start:
 *
 * A battle that is being begun or taken up again. All loads are asked for at
 * once, and looked at when the last has come.
 */
typedef struct {
  UmpStore *store;
  UmpTransport *transport;
  char *prompt;
  UmpBattleOptions options;
  GAsyncResult *loads[N_LOADS];
  guint pending;
  GPtrArray *providers;
  GPtrArray *pool;
  GPtrArray *ballots;
  char *avoided[UMP_N_SIDES + 1];
  gboolean busy[UMP_N_SIDES]; /* there was no room for the avoided one */
  UmpBattleRecord *record;
} Start;

/* Tells loaded_cb() which of the loads has come. */
typedef struct {
  GTask *task;
  guint load;
} Loading;


static void
start_free (Start *start)
{
  g_object_unref (start->store);
  g_object_unref (start->transport);
  g_free (start->prompt);
  for (guint i = 0; i < N_LOADS; i++)
    g_clear_object (&start->loads[i]);
  ump_battle_record_free (start->record);
  g_clear_pointer (&start->providers, g_ptr_array_unref);
  g_clear_pointer (&start->pool, g_ptr_array_unref);
  g_clear_pointer (&start->ballots, g_ptr_array_unref);
  for (int side = 0; side < UMP_N_SIDES; side++)
    g_free (start->avoided[side]);
  g_free (start);
}


static Start *
start_new (UmpStore *store, UmpTransport *transport)
{
  Start *start = g_new0 (Start, 1);

  start->store = g_object_ref (store);
  start->transport = g_object_ref (transport);
  return start;
}


static GPtrArray *
take_providers (Start *start, GError **error)
{
  GPtrArray *providers = ump_store_load_providers_finish (start->store, start->loads[LOAD_PROVIDERS], error);

  if (providers != NULL)
    g_ptr_array_add (providers, ump_practice_get_provider ());
  return providers;
}


/* Ids of the pair that is not wanted again, and for whom there was no room. */
static gboolean
take_avoided_pair (Start *start, GError **error)
{
  g_autoptr (UmpBattleRecord) avoided = NULL;
  const UmpTurn *last = NULL;

  if (start->loads[LOAD_BATTLE] == NULL)
    return TRUE;
  avoided = ump_store_load_unmasked_finish (start->store, start->loads[LOAD_BATTLE], error);
  if (avoided == NULL)
    return FALSE;
  if (avoided->turns->len > 0)
    last = g_ptr_array_index (avoided->turns, avoided->turns->len - 1);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    start->avoided[side] = g_strdup (avoided->contenders[side]->id);
    start->busy[side] = last != NULL && last->responses[side] != NULL && ump_battle_is_over_capacity (last->responses[side]);
  }
  return TRUE;
}


/* Takes what was loaded for a draw. */
static gboolean
take_loads (Start *start, GError **error)
{
  start->providers = take_providers (start, error);
  if (start->providers == NULL)
    return FALSE;
  if (start->options.practice)
    start->pool = ump_practice_get_contenders ();
  else
    start->pool = ump_store_load_contenders_finish (start->store, start->loads[LOAD_CONTENDERS], error);
  if (start->pool == NULL)
    return FALSE;
  for (guint i = start->pool->len; i > 0; i--)
    if (((UmpContender *) g_ptr_array_index (start->pool, i - 1))->practice != start->options.practice)
      g_ptr_array_remove_index (start->pool, i - 1);
  start->ballots = ump_store_load_ballots_finish (start->store, start->loads[LOAD_BALLOTS], error);
  return start->ballots != NULL && take_avoided_pair (start, error);
}


static const UmpProvider *
find_provider (Start *start, UmpSide side)
{
  for (guint i = 0; i < start->providers->len; i++) {
    const UmpProvider *provider = g_ptr_array_index (start->providers, i);

    if (g_str_equal (provider->id, start->record->contenders[side]->provider_id))
      return provider;
  }
  return NULL;
}


static UmpConditions *
make_conditions (const UmpBattleOptions *options, const UmpDraw *draw)
{
  UmpConditions *conditions = ump_conditions_new ();

  conditions->pool_size = draw->pool_size;
  conditions->pair_probability = draw->probability;
  conditions->matchmaking = g_strdup (draw->method);
  conditions->pace = options->pace;
  conditions->blind_style = options->blind_style;
  conditions->right_to_left = options->right_to_left;
  conditions->turns = 1;
  return conditions;
}


/* Without those for whom there was no room a moment ago, as long as there is
 * another pair. */
static void
leave_out_busy (Start *start)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_contender_free);
  UmpDraw draw;

  if (!start->busy[UMP_SIDE_A] && !start->busy[UMP_SIDE_B])
    return;
  for (guint i = 0; i < start->pool->len; i++) {
    const UmpContender *contender = g_ptr_array_index (start->pool, i);
    gboolean busy = FALSE;

    for (int side = 0; side < UMP_N_SIDES; side++)
      busy |= start->busy[side] && g_str_equal (contender->id, start->avoided[side]);
    if (!busy)
      g_ptr_array_add (others, ump_contender_copy (contender));
  }
  if (!ump_matchmaker_draw (others, NULL, UMP_MATCHMAKING_UNIFORM, (const char *const *) start->avoided, ump_random_below, &draw, NULL))
    return;
  g_ptr_array_unref (start->pool);
  start->pool = g_steal_pointer (&others);
}


/* Runs in a worker thread: draws, and makes the battle's record. */
static void
draw_battle (GTask *drawing, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Start *start = task_data;
  const char *const *avoided = start->avoided[0] != NULL ? (const char *const *) start->avoided : NULL;
  GError *error = NULL;
  UmpDraw draw;

  leave_out_busy (start);
  if (!ump_matchmaker_draw (start->pool, start->ballots, start->options.matchmaking, avoided, ump_random_below, &draw, &error)) {
    g_task_return_error (drawing, error);
    return;
  }
  start->record = ump_battle_record_new ();
  start->record->practice = start->options.practice;
  start->record->conditions = make_conditions (&start->options, &draw);
  start->record->first_prompt = g_strdup (start->prompt);
  start->record->category = g_strdup (ump_category_detect (start->prompt));
  for (int side = 0; side < UMP_N_SIDES; side++)
    start->record->contenders[side] = ump_contender_copy (g_ptr_array_index (start->pool, draw.contenders[side]));
  /* Known before it is written, so that a crash does not lose it. */
  start->record->conditions->sequential = ump_battle_is_sequential (find_provider (start, UMP_SIDE_A), find_provider (start, UMP_SIDE_B));
  g_ptr_array_add (start->record->turns, ump_turn_new (0, start->prompt));
  g_task_return_boolean (drawing, TRUE);
}


static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (UmpBattle) battle = NULL;
  Start *start = g_task_get_task_data (task);
  GError *error = NULL;

  if (!ump_store_begin_battle_finish (start->store, result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  battle = ump_battle_new_internal (start->store, start->transport, start->record, start->providers, start->options.max_tokens);
  ump_battle_append_turn (battle, ump_turn_copy (g_ptr_array_index (start->record->turns, 0)));
  /* Nothing is paid for a battle that nobody waits for any more. */
  if (g_task_return_error_if_cancelled (task))
    return;
  ump_battle_ask_both (battle);
  g_task_return_pointer (task, g_steal_pointer (&battle), g_object_unref);
}


static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Start *start = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    ump_store_begin_battle_async (start->store, start->record, g_task_get_cancellable (task), begun_cb, g_object_ref (task));
  else
    g_task_return_error (task, error);
}


/* The last attempt of each side as the store has it; what was open when the
 * program died is interrupted. */
static void
take_up_turn (UmpBattle *self, UmpTurn *loaded)
{
  UmpBattleTurn *turn = ump_battle_append_turn (self, loaded);
  UmpPacerInput inputs[UMP_N_SIDES];

  for (int side = 0; side < UMP_N_SIDES; side++) {
    UmpResponseRecord *response = g_steal_pointer (&loaded->responses[side]);

    if (response == NULL)
      response = ump_response_record_new (side);
    if (response->ending == UMP_ENDING_OPEN)
      response->ending = UMP_ENDING_INTERRUPTED;
    turn->attempts[side] = response->attempt;
    self->conditions->retries[side] += response->attempt - 1;
    ump_battle_take_response (turn, side, response);
  }
  ump_battle_fill_inputs (turn, inputs);
  ump_pacer_take_up (&turn->pacer, inputs);
}


static UmpBattle *
take_up_battle (Start *start, GError **error)
{
  g_autoptr (UmpBattle) battle = NULL;

  start->providers = take_providers (start, error);
  if (start->providers == NULL)
    return NULL;
  start->record = ump_store_load_unmasked_finish (start->store, start->loads[LOAD_BATTLE], error);
  if (start->record == NULL)
    return NULL;
  if (!ump_battle_state_is_blind (start->record->state)) {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("This battle has been decided already."));
    return NULL;
  }
  if (start->record->turns->len == 0 || start->record->contenders[UMP_SIDE_A] == NULL || start->record->contenders[UMP_SIDE_B] == NULL) {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_STORE, _("This battle is damaged and cannot go on. Delete it in the history, and begin a new one."));
    return NULL;
  }
  battle = ump_battle_new_internal (start->store, start->transport, start->record, start->providers, start->options.max_tokens);
  if (start->record->state == UMP_BATTLE_INTERRUPTED)
    battle->conditions->interrupted = TRUE;
  for (guint i = 0; i < start->record->turns->len; i++)
    take_up_turn (battle, ump_turn_copy (g_ptr_array_index (start->record->turns, i)));
  battle->stopped = TRUE;
  battle->conditions->turns = battle->turns->len;
  ump_battle_update_status (battle);
  return g_steal_pointer (&battle);
}


static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Loading *loading = user_data;
  g_autoptr (GTask) task = loading->task;
  Start *start = g_task_get_task_data (task);
  GError *error = NULL;

  start->loads[loading->load] = g_object_ref (result);
  if (--start->pending > 0)
    return;
  if (start->prompt == NULL) {
    UmpBattle *battle = take_up_battle (start, &error);

    if (battle != NULL)
      g_task_return_pointer (task, battle, g_object_unref);
    else
      g_task_return_error (task, error);
  } else if (take_loads (start, &error)) {
    g_autoptr (GTask) drawing = g_task_new (NULL, NULL, drawn_cb, g_object_ref (task));

    g_task_set_task_data (drawing, start, NULL);
    g_task_run_in_thread (drawing, draw_battle);
  } else {
    g_task_return_error (task, error);
  }
}


static Loading *
expect_load (GTask *task, guint load)
{
  Start *start = g_task_get_task_data (task);
  Loading *loading = g_new0 (Loading, 1);

  loading->task = g_object_ref (task);
  loading->load = load;
  start->pending++;
  return loading;
}


/**
 * ump_battle_start_async:
 * @store: where it is kept
 * @transport: the way to the contenders
 * @prompt: valid UTF-8
 * @options: how to draw and how to show; copied
 * @cancellable: (nullable): heeded until something is sent
 * @callback: takes the result
 * @user_data: for @callback
 *
 * Draws the pair and the sides, writes the battle, then sends. Nothing is sent
 * that is not on the disk.
 */
void
ump_battle_start_async (UmpStore *store, UmpTransport *transport, const char *prompt, const UmpBattleOptions *options, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *stripped = NULL;
  Start *start;

  g_return_if_fail (UMP_IS_STORE (store) && UMP_IS_TRANSPORT (transport) && prompt != NULL && options != NULL);

  g_task_set_source_tag (task, ump_battle_start_async);
  if (!g_utf8_validate (prompt, -1, NULL)) {
    g_task_return_new_error (task, UMP_ERROR, UMP_ERROR_INVALID, "%s", _("The prompt is not valid text."));
    return;
  }
  stripped = g_strstrip (g_strdup (prompt));
  if (*stripped == '\0') {
    g_task_return_new_error (task, UMP_ERROR, UMP_ERROR_INVALID, "%s", _("There is nothing to ask yet. Write a prompt first."));
    return;
  }
  start = start_new (store, transport);
  start->prompt = g_strdup (prompt);
  start->options = *options;
  g_task_set_task_data (task, start, (GDestroyNotify) start_free);
  if (!options->practice)
    ump_store_load_contenders_async (store, FALSE, cancellable, loaded_cb, expect_load (task, LOAD_CONTENDERS));
  ump_store_load_providers_async (store, cancellable, loaded_cb, expect_load (task, LOAD_PROVIDERS));
  ump_store_load_ballots_async (store, options->practice, cancellable, loaded_cb, expect_load (task, LOAD_BALLOTS));
  if (options->avoid_battle_id != NULL)
    ump_store_load_unmasked_async (store, options->avoid_battle_id, cancellable, loaded_cb, expect_load (task, LOAD_BATTLE));
  start->options.avoid_battle_id = NULL;
}


/**
 * ump_battle_start_finish:
 * @result: of ump_battle_start_async()
 * @error: return location for an error: %UMP_ERROR_INVALID where there is
 *   nothing to ask or nobody to be asked, or one of the store
 *
 * Returns: (transfer full): a running battle, or %NULL with @error set
 */
UmpBattle *
ump_battle_start_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ump_battle_start_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}


/**
 * ump_battle_resume_async:
 * @store: where it is kept
 * @transport: the way to the contenders
 * @battle_id: a battle without a verdict
 * @cancellable: (nullable): a cancellable
 * @callback: takes the result
 * @user_data: for @callback
 *
 * Goes on with a battle that was left open, still blind. Nothing is sent:
 * sides that did not complete are failed and can be asked again.
 */
void
ump_battle_resume_async (UmpStore *store, UmpTransport *transport, const char *battle_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_return_if_fail (UMP_IS_STORE (store) && UMP_IS_TRANSPORT (transport) && battle_id != NULL);

  g_task_set_source_tag (task, ump_battle_resume_async);
  g_task_set_task_data (task, start_new (store, transport), (GDestroyNotify) start_free);
  ump_store_load_providers_async (store, cancellable, loaded_cb, expect_load (task, LOAD_PROVIDERS));
  ump_store_load_unmasked_async (store, battle_id, cancellable, loaded_cb, expect_load (task, LOAD_BATTLE));
}


/**
 * ump_battle_resume_finish:
 * @result: of ump_battle_resume_async()
 * @error: return location for an error: %UMP_ERROR_NOT_FOUND,
 *   %UMP_ERROR_INVALID where it has been decided, or one of the store
 *
 * Returns: (transfer full): the battle, or %NULL with @error set
 */
UmpBattle *
ump_battle_resume_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ump_battle_resume_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
