/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-battle-private.h"
#include "ump-error.h"

/* How much of a running answer can be lost when the program is killed. Not a
 * timer of whole seconds: those come up to one late. */
#define CHECKPOINT_MS 2000

static void ask_side (UmpBattle *self, UmpSide side);


/* A server with one slot answers one request after the other; the pacer makes
 * both look alike. */
gboolean
ump_battle_is_sequential (const UmpProvider *a, const UmpProvider *b)
{
  if (a == NULL || b == NULL || a->slots != 1 || b->slots != 1)
    return FALSE;
  /* One server may have been added twice. */
  return g_str_equal (a->id, b->id) || g_strcmp0 (a->base_url, b->base_url) == 0;
}


/* The stream's record as it stands, with the attempt that the stream does not know. */
static UmpResponseRecord *
copy_response (UmpBattleTurn *turn, UmpSide side)
{
  UmpResponseRecord *copy = ump_response_record_copy (ump_response_stream_get_record (turn->streams[side]));
  const char *text;
  gsize length;

  text = ump_response_stream_get_text (turn->streams[side], &length);
  g_free (copy->text);
  copy->text = length > 0 ? g_strndup (text, length) : g_strdup ("");
  text = ump_response_stream_get_reasoning (turn->streams[side], &length);
  g_free (copy->reasoning);
  copy->reasoning = length > 0 ? g_strndup (text, length) : NULL;
  copy->side = side;
  copy->attempt = turn->attempts[side];
  return copy;
}


static void
checkpoint_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpBattle) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!ump_store_save_response_finish (UMP_STORE (source), result, &error))
    ump_battle_report_store_error (self, error);
}


static gboolean
checkpoint_cb (gpointer user_data)
{
  UmpBattle *self = user_data;
  UmpBattleTurn *turn = ump_battle_get_last_turn (self);
  gboolean running = FALSE;

  for (int side = 0; side < UMP_N_SIDES; side++) {
    g_autoptr (UmpResponseRecord) response = NULL;

    running |= turn->waiting[side];
    if (turn->streams[side] == NULL)
      continue;
    running = TRUE;
    response = copy_response (turn, side);
    ump_store_save_response_async (self->store, self->id, turn->turn->id, response, NULL, checkpoint_saved_cb, g_object_ref (self));
  }
  if (running)
    return G_SOURCE_CONTINUE;
  self->checkpoint = 0;
  return G_SOURCE_REMOVE;
}


/**
 * Saving:
 *
 * Which response a save was for: turns are only ever added, so an index holds.
 */
typedef struct {
  UmpBattle *battle;
  guint turn;
  UmpSide side;
  guint attempt;
} Saving;


static void
response_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Saving *saving = user_data;
  g_autoptr (UmpBattle) self = saving->battle;
  g_autoptr (GError) error = NULL;
  UmpBattleTurn *turn = ump_battle_get_turn (self, saving->turn);
  gboolean saved = ump_store_save_response_finish (UMP_STORE (source), result, &error);

  if (!saved)
    ump_battle_report_store_error (self, error);
  if (turn->attempts[saving->side] == saving->attempt) {
    turn->saving[saving->side] = FALSE;
    turn->unsaved[saving->side] = !saved;
  }
  ump_battle_update_status (self);
}


/* Writes the ended response of @side; it stays marked as unsaved until it is
 * on the disk, and no verdict is cast before. */
void
ump_battle_save_response (UmpBattle *self, UmpBattleTurn *turn, UmpSide side)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->battle = g_object_ref (self);
  saving->turn = turn->turn->index;
  saving->side = side;
  saving->attempt = turn->attempts[side];
  turn->unsaved[side] = TRUE;
  turn->saving[side] = TRUE;
  ump_store_save_response_async (self->store, self->id, turn->turn->id, turn->turn->responses[side], NULL, response_saved_cb, saving);
}


static void
changed_cb (UmpBattle *self)
{
  ump_battle_queue_update (self);
}


static void
ended_cb (UmpBattle *self, UmpResponseStream *stream)
{
  UmpBattleTurn *turn = ump_battle_get_last_turn (self);
  UmpSide side = turn->streams[UMP_SIDE_A] == stream ? UMP_SIDE_A : UMP_SIDE_B;
  UmpSide other = side == UMP_SIDE_A ? UMP_SIDE_B : UMP_SIDE_A;
  UmpResponseRecord *response;

  g_return_if_fail (turn->streams[side] == stream);

  response = copy_response (turn, side);
  if (!ump_ending_allows_vote (response->ending) && response->ending != UMP_ENDING_INTERRUPTED)
    self->conditions->errors[side]++;
  g_signal_handlers_disconnect_by_data (stream, self);
  g_clear_object (&turn->streams[side]);
  ump_battle_take_response (turn, side, response);
  ump_battle_save_response (self, turn, side);

  if (turn->waiting[other]) {
    turn->waiting[other] = FALSE;
    ask_side (self, other);
  }
  ump_battle_queue_update (self);
  if (self->closing != NULL && !ump_battle_is_running (self))
    ump_battle_continue_closing (self);
}


/* The conversation as @side knows it: its own answers only. */
static GArray *
list_messages (UmpBattle *self, UmpSide side)
{
  GArray *messages = g_array_new (FALSE, FALSE, sizeof (UmpMessage));

  for (guint i = 0; i < self->turns->len; i++) {
    UmpBattleTurn *turn = ump_battle_get_turn (self, i);
    UmpMessage prompt = { UMP_ROLE_USER, turn->turn->prompt };

    g_array_append_val (messages, prompt);
    if (i + 1 < self->turns->len) {
      UmpMessage answer = { UMP_ROLE_ASSISTANT, turn->turn->responses[side]->text };

      g_array_append_val (messages, answer);
    }
  }
  return messages;
}


/* For a side that cannot be asked at all. */
static void
fail_side (UmpBattle *self, UmpBattleTurn *turn, UmpSide side, UmpEnding ending, const char *message)
{
  UmpResponseRecord *response = ump_response_record_new (side);

  response->attempt = turn->attempts[side];
  response->ending = ending;
  if (message != NULL) {
    response->error_code = UMP_ERROR_NOT_FOUND;
    response->error = g_strdup (message);
    self->conditions->errors[side]++;
  }
  ump_battle_take_response (turn, side, response);
  ump_battle_save_response (self, turn, side);
  ump_battle_queue_update (self);
}


static void
ask_side (UmpBattle *self, UmpSide side)
{
  UmpBattleTurn *turn = ump_battle_get_last_turn (self);
  g_autoptr (GArray) messages = NULL;
  UmpResponseStream *stream;

  turn->attempts[side]++;
  if (self->providers[side] == NULL) {
    fail_side (self, turn, side, UMP_ENDING_ERROR, _("Its provider has been removed."));
    return;
  }
  messages = list_messages (self, side);
  stream = ump_response_stream_new (self->transport, self->providers[side], self->contenders[side], side);
  turn->streams[side] = stream;
  if (self->max_tokens > 0)
    ump_response_stream_set_max_tokens (stream, self->max_tokens);
  g_signal_connect_object (stream, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (stream, "stalled", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (stream, "resumed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (stream, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  ump_response_stream_start (stream, (const UmpMessage *) messages->data, messages->len);
  if (self->checkpoint == 0)
    self->checkpoint = g_timeout_add (CHECKPOINT_MS, checkpoint_cb, self);
}


/* Sends the last turn to both sides. */
void
ump_battle_ask_both (UmpBattle *self)
{
  UmpBattleTurn *turn = ump_battle_get_last_turn (self);

  self->stopped = FALSE;
  self->conditions->turns = self->turns->len;
  if (ump_battle_is_sequential (self->providers[UMP_SIDE_A], self->providers[UMP_SIDE_B])) {
    self->conditions->sequential = TRUE;
    turn->waiting[UMP_SIDE_B] = TRUE;
    ask_side (self, UMP_SIDE_A);
  } else {
    ask_side (self, UMP_SIDE_A);
    ask_side (self, UMP_SIDE_B);
  }
  ump_battle_queue_update (self);
  ump_battle_update_status (self);
}


/* The battle goes away while something runs: what has come so far is kept. */
void
ump_battle_abandon (UmpBattle *self)
{
  UmpBattleTurn *turn = self->turns->len > 0 ? ump_battle_get_last_turn (self) : NULL;

  for (int side = 0; turn != NULL && side < UMP_N_SIDES; side++) {
    g_autoptr (UmpResponseRecord) response = NULL;

    if (turn->streams[side] == NULL)
      continue;
    response = copy_response (turn, side);
    response->ending = UMP_ENDING_INTERRUPTED;
    g_signal_handlers_disconnect_by_data (turn->streams[side], self);
    ump_response_stream_cancel (turn->streams[side]);
    g_clear_object (&turn->streams[side]);
    ump_store_save_response_async (self->store, self->id, turn->turn->id, response, NULL, NULL, NULL);
  }
}


/* The battle was given up while its last turn was on its way to the disk.
 * Should that fail, both sides can be asked yet. */
static void
leave_unasked (UmpBattle *self)
{
  UmpBattleTurn *turn = ump_battle_get_last_turn (self);

  for (int side = 0; side < UMP_N_SIDES; side++) {
    turn->attempts[side] = 1;
    fail_side (self, turn, side, UMP_ENDING_INTERRUPTED, NULL);
  }
}


/**
 * Adding:
 *
 * A follow-up turn on its way to the disk.
 */
typedef struct {
  UmpBattle *battle;
  UmpTurn *turn;
} Adding;


static void
turn_added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Adding *adding = user_data;
  g_autoptr (UmpBattle) self = adding->battle;
  g_autoptr (UmpTurn) turn = adding->turn;
  g_autoptr (GError) error = NULL;

  self->adding_turn = FALSE;
  if (!ump_store_add_turn_finish (UMP_STORE (source), result, &error)) {
    /* What is said about it holds for the status that it leaves behind. */
    ump_battle_update_status (self);
    ump_battle_report_store_error (self, error);
  } else {
    for (int side = 0; side < UMP_N_SIDES; side++)
      self->seen[side] = FALSE;
    ump_battle_append_turn (self, g_steal_pointer (&turn));
    if (self->closing == NULL)
      ump_battle_ask_both (self);
    else
      leave_unasked (self);
  }
  ump_battle_update_status (self);
  if (self->closing != NULL)
    ump_battle_continue_closing (self);
}


/**
 * ump_battle_follow_up:
 * @self: a battle that is ready for a vote
 * @prompt: what to ask both
 *
 * The turn is written first; "turn-added" says that it is and that the prompt
 * was sent. Where it cannot be written, "store-failed" says why, nothing is
 * sent, and the vote is open as before. Blank prompts are passed over.
 */
void
ump_battle_follow_up (UmpBattle *self, const char *prompt)
{
  g_autofree char *stripped = NULL;
  Adding *adding;

  g_return_if_fail (UMP_IS_BATTLE (self) && prompt != NULL && g_utf8_validate (prompt, -1, NULL));

  stripped = g_strstrip (g_strdup (prompt));
  if (self->status != UMP_DUEL_READY || *stripped == '\0')
    return;
  adding = g_new0 (Adding, 1);
  adding->battle = g_object_ref (self);
  adding->turn = ump_turn_new (self->turns->len, prompt);
  self->adding_turn = TRUE;
  ump_store_add_turn_async (self->store, self->id, adding->turn, NULL, turn_added_cb, adding);
  ump_battle_update_status (self);
}


/**
 * ump_battle_stop:
 * @self: a battle
 *
 * Breaks off what still runs; the sides concerned can be asked again. Where
 * both answers have arrived and only their pace holds them back, they are
 * shown at once.
 */
void
ump_battle_stop (UmpBattle *self)
{
  UmpBattleTurn *turn;

  g_return_if_fail (UMP_IS_BATTLE (self));

  turn = ump_battle_get_last_turn (self);
  self->stopped = TRUE;
  for (int side = 0; side < UMP_N_SIDES; side++) {
    if (turn->waiting[side]) {
      turn->waiting[side] = FALSE;
      fail_side (self, turn, side, UMP_ENDING_INTERRUPTED, NULL);
    } else if (turn->streams[side] != NULL) {
      ump_response_stream_cancel (turn->streams[side]);
    }
  }
  ump_battle_queue_update (self);
}


/**
 * ump_battle_retry_side:
 * @self: a battle
 * @side: a side that failed
 *
 * Asks it once more, as a new attempt; the former one is kept.
 */
void
ump_battle_retry_side (UmpBattle *self, UmpSide side)
{
  UmpBattleTurn *turn;
  UmpSide other = side == UMP_SIDE_A ? UMP_SIDE_B : UMP_SIDE_A;

  g_return_if_fail (UMP_IS_BATTLE (self));

  if (!ump_battle_get_side_failed (self, side) || !ump_battle_state_is_blind (self->state) || self->closing != NULL)
    return;
  turn = ump_battle_get_last_turn (self);
  self->stopped = FALSE;
  self->conditions->retries[side]++;
  self->seen[side] = FALSE;
  ump_battle_take_response (turn, side, NULL);
  if (ump_battle_is_sequential (self->providers[side], self->providers[other]) && turn->streams[other] != NULL)
    turn->waiting[side] = TRUE;
  else
    ask_side (self, side);
  ump_battle_restart_text (self, side);
  ump_battle_queue_update (self);
  ump_battle_update_status (self);
}
