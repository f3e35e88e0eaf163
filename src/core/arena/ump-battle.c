/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-battle-private.h"
#include "ump-error.h"

/* Thirty steps a second read as a flow; a frame of the screen takes what the
 * last step gave. */
#define TICK_MS 33

G_DEFINE_FINAL_TYPE (UmpBattle, ump_battle, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATUS,
  PROP_N_TURNS,
  N_PROPS,
};

enum {
  SIGNAL_TEXT_CHANGED,
  SIGNAL_TURN_ADDED,
  SIGNAL_STORE_FAILED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];


static void
battle_turn_free (UmpBattleTurn *turn)
{
  for (int side = 0; side < UMP_N_SIDES; side++)
    g_clear_object (&turn->streams[side]);
  ump_turn_free (turn->turn);
  g_free (turn);
}


static gboolean
is_stalled (UmpBattleTurn *turn)
{
  for (int side = 0; side < UMP_N_SIDES; side++)
    if (turn->streams[side] != NULL && ump_response_stream_get_stalled (turn->streams[side]))
      return TRUE;
  return FALSE;
}


static gint64
find_retry_at (UmpBattleTurn *turn)
{
  gint64 retry_at = 0;

  for (int side = 0; side < UMP_N_SIDES; side++)
    if (turn->streams[side] != NULL)
      retry_at = MAX (retry_at, ump_response_stream_get_retry_at (turn->streams[side]));
  return retry_at;
}


/* Answers that are complete but not yet all on the screen count as answering:
 * nobody votes on what was not shown. So do those that are not yet on the
 * disk: what was said to be complete survives whatever comes. */
static UmpDuelStatus
derive_status (UmpBattle *self)
{
  UmpBattleTurn *turn = ump_battle_get_last_turn (self);
  UmpPacerInput inputs[UMP_N_SIDES];

  if (self->closing != NULL)
    return UMP_DUEL_SAVING;
  if (!ump_battle_state_is_blind (self->state))
    return UMP_DUEL_REVEALED;
  if (ump_battle_is_running (self))
    return is_stalled (turn) ? UMP_DUEL_STALLED : UMP_DUEL_ANSWERING;
  ump_battle_fill_inputs (turn, inputs);
  for (int side = 0; side < UMP_N_SIDES; side++)
    if (turn->saving[side] || !ump_pacer_side_is_done (&turn->pacer, side, inputs))
      return UMP_DUEL_ANSWERING;
  if (ump_battle_can_be_judged (self))
    return UMP_DUEL_READY;
  return self->stopped ? UMP_DUEL_STOPPED : UMP_DUEL_FAILED;
}


static gboolean tick_cb (gpointer user_data);


static void
update (UmpBattle *self)
{
  UmpBattleTurn *turn = ump_battle_get_last_turn (self);
  UmpPacerInput inputs[UMP_N_SIDES];
  gboolean settled;

  ump_battle_fill_inputs (turn, inputs);
  /* Who stops does not want to wait for the rest of what has arrived. */
  if (self->stopped && !ump_battle_is_running (self))
    ump_pacer_skip_ahead (&turn->pacer, inputs);
  if (ump_pacer_advance (&turn->pacer, g_get_monotonic_time (), inputs))
    g_signal_emit (self, signals[SIGNAL_TEXT_CHANGED], 0, self->turns->len - 1);
  settled = ump_pacer_is_settled (&turn->pacer, inputs);
  if (settled)
    g_clear_handle_id (&self->tick, g_source_remove);
  else if (self->tick == 0)
    self->tick = g_timeout_add (TICK_MS, tick_cb, self);
  ump_battle_update_status (self);
}


static gboolean
tick_cb (gpointer user_data)
{
  g_autoptr (UmpBattle) self = g_object_ref (user_data);

  update (self);
  /* Zero where update() has just removed this very source. */
  return self->tick != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}


static gboolean
flush_cb (gpointer user_data)
{
  g_autoptr (UmpBattle) self = g_object_ref (user_data);

  self->flush = 0;
  update (self);
  return G_SOURCE_REMOVE;
}


static void
ump_battle_dispose (GObject *object)
{
  UmpBattle *self = UMP_BATTLE (object);

  if (self->store != NULL)
    ump_battle_abandon (self);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_handle_id (&self->flush, g_source_remove);
  g_clear_handle_id (&self->checkpoint, g_source_remove);
  g_clear_object (&self->store);
  g_clear_object (&self->transport);
  G_OBJECT_CLASS (ump_battle_parent_class)->dispose (object);
}


static void
ump_battle_finalize (GObject *object)
{
  UmpBattle *self = UMP_BATTLE (object);

  g_free (self->id);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    ump_contender_free (self->contenders[side]);
    ump_provider_free (self->providers[side]);
  }
  ump_conditions_free (self->conditions);
  g_ptr_array_unref (self->turns);
  G_OBJECT_CLASS (ump_battle_parent_class)->finalize (object);
}


static void
ump_battle_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  UmpBattle *self = UMP_BATTLE (object);

  switch (property_id) {
  case PROP_STATUS:
    g_value_set_int (value, self->status);
    break;
  case PROP_N_TURNS:
    g_value_set_uint (value, self->turns->len);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}


static void
ump_battle_class_init (UmpBattleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ump_battle_dispose;
  object_class->finalize = ump_battle_finalize;
  object_class->get_property = ump_battle_get_property;

  properties[PROP_STATUS] = g_param_spec_int ("status", NULL, NULL, UMP_DUEL_ANSWERING, UMP_DUEL_REVEALED, UMP_DUEL_ANSWERING, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_TURNS] = g_param_spec_uint ("n-turns", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_TEXT_CHANGED] = g_signal_new ("text-changed", UMP_TYPE_BATTLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_TURN_ADDED] = g_signal_new ("turn-added", UMP_TYPE_BATTLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_STORE_FAILED] = g_signal_new ("store-failed", UMP_TYPE_BATTLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}


static void
ump_battle_init (UmpBattle *self)
{
  self->turns = g_ptr_array_new_with_free_func ((GDestroyNotify) battle_turn_free);
}


/* Takes over what a record says of the battle, without its turns. */
UmpBattle *
ump_battle_new_internal (UmpStore *store, UmpTransport *transport, const UmpBattleRecord *record, GPtrArray *providers, int max_tokens)
{
  UmpBattle *self = g_object_new (UMP_TYPE_BATTLE, NULL);

  self->store = g_object_ref (store);
  self->transport = g_object_ref (transport);
  self->id = g_strdup (record->id);
  self->practice = record->practice;
  self->state = record->state;
  self->max_tokens = max_tokens;
  self->conditions = record->conditions != NULL ? ump_conditions_copy (record->conditions) : ump_conditions_new ();
  for (int side = 0; side < UMP_N_SIDES; side++) {
    self->contenders[side] = ump_contender_copy (record->contenders[side]);
    for (guint i = 0; i < providers->len; i++) {
      const UmpProvider *provider = g_ptr_array_index (providers, i);

      if (self->providers[side] == NULL && g_str_equal (provider->id, record->contenders[side]->provider_id))
        self->providers[side] = ump_provider_copy (provider);
    }
  }
  return self;
}


/* Takes @turn. */
UmpBattleTurn *
ump_battle_append_turn (UmpBattle *self, UmpTurn *turn)
{
  UmpBattleTurn *added = g_new0 (UmpBattleTurn, 1);

  added->turn = turn;
  ump_pacer_init (&added->pacer, self->conditions->pace);
  g_ptr_array_add (self->turns, added);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TURNS]);
  g_signal_emit (self, signals[SIGNAL_TURN_ADDED], 0, self->turns->len - 1);
  return added;
}


/* Whether the last answer of @side is complete. */
gboolean
ump_battle_turn_side_can_be_judged (const UmpBattleTurn *turn, UmpSide side)
{
  const UmpResponseRecord *response = turn->turn->responses[side];

  return turn->streams[side] == NULL && !turn->waiting[side] && response != NULL && ump_ending_allows_vote (response->ending);
}


/* Whether @side is asked, or is to be. */
gboolean
ump_battle_turn_side_is_open (const UmpBattleTurn *turn, UmpSide side)
{
  return turn->streams[side] != NULL || turn->waiting[side];
}


UmpBattleTurn *
ump_battle_get_turn (UmpBattle *self, guint index)
{
  return index < self->turns->len ? g_ptr_array_index (self->turns, index) : NULL;
}


UmpBattleTurn *
ump_battle_get_last_turn (UmpBattle *self)
{
  return g_ptr_array_index (self->turns, self->turns->len - 1);
}


/* Whether a request is under way, or about to be. */
gboolean
ump_battle_is_running (UmpBattle *self)
{
  UmpBattleTurn *turn = ump_battle_get_last_turn (self);

  return self->adding_turn || ump_battle_turn_side_is_open (turn, UMP_SIDE_A) || ump_battle_turn_side_is_open (turn, UMP_SIDE_B);
}


/* Whether both answers of every turn are complete. */
gboolean
ump_battle_can_be_judged (UmpBattle *self)
{
  for (guint i = 0; i < self->turns->len; i++)
    for (int side = 0; side < UMP_N_SIDES; side++)
      if (!ump_battle_turn_side_can_be_judged (ump_battle_get_turn (self, i), side))
        return FALSE;
  return TRUE;
}


void
ump_battle_fill_inputs (UmpBattleTurn *turn, UmpPacerInput *inputs)
{
  for (int side = 0; side < UMP_N_SIDES; side++) {
    UmpPacerInput *input = &inputs[side];
    const UmpResponseRecord *response = turn->turn->responses[side];

    *input = (UmpPacerInput) { .text = "" };
    if (turn->streams[side] != NULL) {
      const char *text = ump_response_stream_get_text (turn->streams[side], &input->available);

      input->text = text != NULL ? text : "";
    } else if (!turn->waiting[side] && response != NULL) {
      input->text = response->text;
      input->available = turn->lengths[side];
      input->ended = TRUE;
      input->failed = !ump_ending_allows_vote (response->ending);
    }
  }
}


/* Looks at the streams once in the next iteration of the main loop, however
 * often it is asked to. */
void
ump_battle_queue_update (UmpBattle *self)
{
  if (self->tick == 0 && self->flush == 0)
    self->flush = g_idle_add_full (G_PRIORITY_DEFAULT, flush_cb, self, NULL);
}


void
ump_battle_update_status (UmpBattle *self)
{
  UmpDuelStatus status = derive_status (self);
  gint64 retry_at = find_retry_at (ump_battle_get_last_turn (self));

  if (status == self->status && retry_at == self->retry_at)
    return;
  self->retry_at = retry_at;
  if (status == UMP_DUEL_READY && self->status != UMP_DUEL_READY && self->status != UMP_DUEL_SAVING)
    self->ready_at = g_get_monotonic_time ();
  self->status = status;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}


/* Takes @response as the ended answer of @side. */
void
ump_battle_take_response (UmpBattleTurn *turn, UmpSide side, UmpResponseRecord *response)
{
  ump_response_record_free (turn->turn->responses[side]);
  turn->turn->responses[side] = response;
  turn->lengths[side] = response != NULL ? strlen (response->text) : 0;
}


/* A side begins anew, so what was visible of it is gone. */
void
ump_battle_restart_text (UmpBattle *self, UmpSide side)
{
  ump_pacer_restart_side (&ump_battle_get_last_turn (self)->pacer, side);
  g_signal_emit (self, signals[SIGNAL_TEXT_CHANGED], 0, self->turns->len - 1);
}


/* Something could not be written that no caller waits for. */
void
ump_battle_report_store_error (UmpBattle *self, const GError *error)
{
  g_signal_emit (self, signals[SIGNAL_STORE_FAILED], 0, error->message);
}


/* Whether a service said, even after waiting, that it has no room (429, 503, 529). */
gboolean
ump_battle_is_over_capacity (const UmpResponseRecord *response)
{
  return response->error_code == UMP_ERROR_OVERLOADED || response->error_code == UMP_ERROR_RATE_LIMIT;
}
