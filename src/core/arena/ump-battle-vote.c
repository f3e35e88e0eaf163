/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-battle-private.h"
#include "ump-error.h"
#include "ump-identity.h"

/**
 * Closing:
 * @state: what the battle becomes
 * @verdict: for a vote
 * @conditions: the facts as of now
 * @asked_at: when the user asked for it
 * @saving: (nullable): the turn whose response is being written first
 * @saving_side: and its side
 *
 * A vote, a skip or a void. It waits until nothing runs and every response is
 * on the disk, then writes, and only then makes the reveal.
 */
typedef struct {
  UmpBattleState state;
  UmpVerdict verdict;
  UmpConditions *conditions;
  gint64 asked_at;
  UmpBattleTurn *saving;
  UmpSide saving_side;
} Closing;


static void
closing_free (Closing *closing)
{
  ump_conditions_free (closing->conditions);
  g_free (closing);
}


/* Ends the operation: the battle is as before, or revealed. */
static void
finish_closing (UmpBattle *self, UmpReveal *reveal, GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->closing);

  ump_battle_update_status (self);
  if (reveal != NULL)
    g_task_return_pointer (task, reveal, (GDestroyNotify) ump_reveal_free);
  else
    g_task_return_error (task, error);
}


static UmpConditions *
gather_conditions (UmpBattle *self, gint64 asked_at)
{
  UmpConditions *conditions = ump_conditions_copy (self->conditions);
  UmpBattleTurn *turn = ump_battle_get_last_turn (self);

  conditions->turns = self->turns->len;
  conditions->both_seen = self->seen[UMP_SIDE_A] && self->seen[UMP_SIDE_B];
  conditions->revealed_before = !ump_battle_state_is_blind (self->state);
  conditions->retracted_before = self->state == UMP_BATTLE_VOTED;
  if (self->ready_at > 0)
    conditions->time_to_vote_ms = (asked_at - self->ready_at) / 1000;
  for (int side = 0; side < UMP_N_SIDES; side++) {
    const UmpResponseRecord *response = turn->turn->responses[side];

    conditions->endings[side] = response->ending;
    g_free (conditions->returned_models[side]);
    conditions->returned_models[side] = g_strdup (response->returned_model);
  }
  return conditions;
}


static void
retired_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpBattle) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!ump_store_retire_model_finish (UMP_STORE (source), result, &error))
    ump_battle_report_store_error (self, error);
}


/* Whose model the service does not know any more is drawn no more. Not before
 * the reveal: the list of models would tell who it was. */
static void
retire_unknown (UmpBattle *self)
{
  UmpBattleTurn *turn = ump_battle_get_last_turn (self);

  for (int side = 0; side < UMP_N_SIDES; side++) {
    UmpContender *contender = self->contenders[side];

    if (turn->turn->responses[side]->error_code != UMP_ERROR_NO_MODEL || contender->retired)
      continue;
    contender->retired = TRUE;
    ump_store_retire_model_async (self->store, contender->provider_id, contender->model, NULL, retired_cb, g_object_ref (self));
  }
}


/* Who was sealed while the battle went on is sealed in its reveal, and where
 * that cannot be known, both are. */
static void
contenders_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UmpBattle *self = g_task_get_source_object (task);
  Closing *closing = g_task_get_task_data (task);
  g_autoptr (GPtrArray) contenders = ump_store_load_contenders_finish (UMP_STORE (source), result, NULL);

  for (int side = 0; side < UMP_N_SIDES; side++) {
    UmpContender *contender = self->contenders[side];

    contender->sealed = TRUE;
    for (guint i = 0; contenders != NULL && i < contenders->len; i++) {
      const UmpContender *fresh = g_ptr_array_index (contenders, i);

      if (!g_str_equal (fresh->id, contender->id))
        continue;
      contender->sealed = fresh->sealed;
      g_free (contender->codename);
      contender->codename = g_strdup (fresh->codename);
    }
  }
  finish_closing (self, ump_battle_make_reveal (self, closing->verdict, closing->conditions), NULL);
}


static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UmpBattle *self = g_task_get_source_object (task);
  Closing *closing = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean written;

  if (closing->state == UMP_BATTLE_VOTED)
    written = ump_store_cast_verdict_finish (self->store, result, &error);
  else
    written = ump_store_end_battle_finish (self->store, result, &error);
  if (written) {
    self->state = closing->state;
    retire_unknown (self);
    ump_store_load_contenders_async (self->store, TRUE, NULL, contenders_loaded_cb, g_object_ref (task));
  } else {
    finish_closing (self, NULL, error);
  }
}


static void
write_closing (UmpBattle *self)
{
  Closing *closing = g_task_get_task_data (self->closing);

  /* Once it is handed over, nobody can take it back halfway. */
  if (closing->state == UMP_BATTLE_VOTED)
    ump_store_cast_verdict_async (self->store, self->id, closing->verdict, closing->conditions, NULL, written_cb, g_object_ref (self->closing));
  else
    ump_store_end_battle_async (self->store, self->id, closing->state, closing->conditions, NULL, written_cb, g_object_ref (self->closing));
}


static void
response_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  UmpBattle *self = g_task_get_source_object (task);
  Closing *closing = g_task_get_task_data (task);
  GError *error = NULL;

  if (!ump_store_save_response_finish (self->store, result, &error)) {
    finish_closing (self, NULL, error);
    return;
  }
  closing->saving->unsaved[closing->saving_side] = FALSE;
  closing->saving = NULL;
  ump_battle_continue_closing (self);
}


/* Writes the next response whose end could not be written before. */
static gboolean
save_one (UmpBattle *self)
{
  Closing *closing = g_task_get_task_data (self->closing);

  for (guint i = 0; i < self->turns->len; i++) {
    UmpBattleTurn *turn = ump_battle_get_turn (self, i);

    for (int side = 0; side < UMP_N_SIDES; side++) {
      if (!turn->unsaved[side])
        continue;
      closing->saving = turn;
      closing->saving_side = side;
      ump_store_save_response_async (self->store, self->id, turn->turn->id, turn->turn->responses[side], NULL, response_saved_cb, g_object_ref (self->closing));
      return TRUE;
    }
  }
  return FALSE;
}


/* Runs in a worker thread. Nothing that it reads can change before the battle
 * is closed: turns are added, and sides asked again, only where it is not. */
static void
find_leaks (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  UmpBattle *self = source_object;
  Closing *closing = task_data;
  g_autoptr (GPtrArray) prompts = g_ptr_array_new ();

  for (guint i = 0; i < self->turns->len; i++) {
    UmpTurn *turn = ump_battle_get_turn (self, i)->turn;
    g_autoptr (GHashTable) families = NULL;
    gboolean named;

    /* What an answer may repeat is what was asked before it. */
    g_ptr_array_add (prompts, turn->prompt);
    g_ptr_array_add (prompts, NULL);
    families = ump_identity_find_families ((const char *const *) prompts->pdata, &named);
    closing->conditions->prompt_named |= named;
    for (int side = 0; side < UMP_N_SIDES; side++) {
      const UmpResponseRecord *response = turn->responses[side];

      ump_identity_find_leaks (response->text, self->contenders[side], response->returned_model, (const char *const *) prompts->pdata, families, side, i,
                               closing->conditions->leaks);
    }
    g_ptr_array_set_size (prompts, prompts->len - 1);
  }
  g_task_return_boolean (task, TRUE);
}


static void
leaks_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  write_closing (UMP_BATTLE (source));
}


/* Goes on with the operation as soon as nothing runs: writes what is unsaved,
 * one response after the other, looks for names, then writes the verdict. */
void
ump_battle_continue_closing (UmpBattle *self)
{
  Closing *closing = g_task_get_task_data (self->closing);
  g_autoptr (GTask) finding = NULL;

  if (ump_battle_is_running (self) || closing->saving != NULL || save_one (self))
    return;
  closing->conditions = gather_conditions (self, closing->asked_at);
  g_ptr_array_set_size (closing->conditions->leaks, 0);
  finding = g_task_new (self, NULL, leaks_found_cb, NULL);
  g_task_set_task_data (finding, closing, NULL);
  g_task_run_in_thread (finding, find_leaks);
}


static void
close_battle (UmpBattle *self, UmpBattleState state, UmpVerdict verdict, GTask *task)
{
  Closing *closing = g_new0 (Closing, 1);

  closing->state = state;
  closing->verdict = verdict;
  closing->asked_at = g_get_monotonic_time ();
  g_task_set_task_data (task, closing, (GDestroyNotify) closing_free);
  self->closing = g_object_ref (task);
  ump_battle_stop (self);
  ump_battle_update_status (self);
  ump_battle_continue_closing (self);
}


/**
 * ump_battle_vote_async:
 * @self: a battle
 * @verdict: what the user says
 * @cancellable: (nullable): heeded only before the verdict is handed over
 * @callback: takes the result
 * @user_data: for @callback
 *
 * Writes the verdict with the facts about how it was cast. Where that fails,
 * nothing is revealed, the vote is open as before and may be cast again. A
 * verdict on a battle that was revealed before is kept and never rated.
 */
void
ump_battle_vote_async (UmpBattle *self, UmpVerdict verdict, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (UMP_IS_BATTLE (self) && verdict != UMP_VERDICT_NONE);

  g_task_set_source_tag (task, ump_battle_vote_async);
  g_task_set_check_cancellable (task, FALSE);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->closing != NULL)
    g_task_return_new_error (task, UMP_ERROR, UMP_ERROR_INVALID, "%s", _("A verdict is being saved already."));
  else if (!ump_battle_can_be_judged (self) || (self->status != UMP_DUEL_READY && self->status != UMP_DUEL_REVEALED))
    g_task_return_new_error (task, UMP_ERROR, UMP_ERROR_INVALID, "%s", _("Both answers must be complete before a vote."));
  else
    close_battle (self, UMP_BATTLE_VOTED, verdict, task);
}


/**
 * ump_battle_vote_finish:
 * @self: a battle
 * @result: of ump_battle_vote_async()
 * @error: return location for an error: %UMP_ERROR_INVALID where the vote is
 *   not open, or one of the store
 *
 * Returns: (transfer full): who was who, or %NULL with @error set
 */
UmpReveal *
ump_battle_vote_finish (UmpBattle *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ump_battle_vote_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}


static void
end_async (UmpBattle *self, UmpBattleState state, GTask *task)
{
  g_task_set_check_cancellable (task, FALSE);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->closing != NULL)
    g_task_return_new_error (task, UMP_ERROR, UMP_ERROR_INVALID, "%s", _("A verdict is being saved already."));
  else if (!ump_battle_state_is_blind (self->state))
    g_task_return_new_error (task, UMP_ERROR, UMP_ERROR_INVALID, "%s", _("This battle has been decided already."));
  else
    close_battle (self, state, UMP_VERDICT_NONE, task);
}


/**
 * ump_battle_skip_async:
 * @self: a blind battle
 * @cancellable: (nullable): heeded only before the skip is handed over
 * @callback: takes the result
 * @user_data: for @callback
 *
 * Breaks off what runs, and reveals without a verdict. It is kept and never
 * rated.
 */
void
ump_battle_skip_async (UmpBattle *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (UMP_IS_BATTLE (self));

  g_task_set_source_tag (task, ump_battle_skip_async);
  end_async (self, UMP_BATTLE_SKIPPED, task);
}


/**
 * ump_battle_skip_finish:
 * @self: a battle
 * @result: of ump_battle_skip_async()
 * @error: return location for an error
 *
 * Returns: (transfer full): who was who, or %NULL with @error set
 */
UmpReveal *
ump_battle_skip_finish (UmpBattle *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ump_battle_skip_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}


/**
 * ump_battle_void_async:
 * @self: a blind battle
 * @cancellable: (nullable): heeded only before the end is handed over
 * @callback: takes the result
 * @user_data: for @callback
 *
 * Gives the battle up because a side failed, and reveals. It is kept and
 * never rated.
 */
void
ump_battle_void_async (UmpBattle *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (UMP_IS_BATTLE (self));

  g_task_set_source_tag (task, ump_battle_void_async);
  end_async (self, UMP_BATTLE_VOID, task);
}


/**
 * ump_battle_void_finish:
 * @self: a battle
 * @result: of ump_battle_void_async()
 * @error: return location for an error
 *
 * Returns: (transfer full): who was who, or %NULL with @error set
 */
UmpReveal *
ump_battle_void_finish (UmpBattle *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ump_battle_void_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
