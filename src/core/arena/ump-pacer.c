/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-pacer.h"

/* The even pace.
 *
 * One position runs through both answers at once: each shows what lies before
 * it. It never passes what has arrived of a side that still streams, so the
 * slower side drives both, a stall holds both, and nothing appears before both
 * have begun. While two sides grow, their speeds cannot be told apart.
 *
 * When one answer has been shown to its end and the other goes on, two things
 * would betray who was slow: text of the other that was held back would
 * rush in (the shorter answer was the slow one), or it would not (it was the
 * fast one). So the rest appears no faster than both did until then. A side
 * that slowed the other down and a side that was slowed down look the same.
 * That answers differ in length is their content and no secret.
 *
 * An answer that failed keeps what was on the screen: the rest of it cannot be
 * judged, and how much had arrived when it broke off tells its speed. */

/* What has arrived is spread over about this time, so that a service that
 * sends few large pieces looks like one that sends many small ones. */
#define SPREAD_SECONDS 0.25
/* After a pause the position goes on from where it stood, without a jump. */
#define MAX_STEP_SECONDS 0.05
/* Twice the speed of a fast reader (about 1500 characters a minute). */
#define MIN_CADENCE 60.0
/* For a side that is alone before a cadence could be learnt: about 100 tokens a second. */
#define DEFAULT_CADENCE 400.0
#define LEARN_SECONDS 1.0
#define MAX_WORD_BYTES 24
#define MAX_CLUSTER_STEPS 16


static gboolean
joins_previous (gunichar c)
{
  return g_unichar_ismark (c) || c == 0x200D || (c >= 0x1F3FB && c <= 0x1F3FF);
}


static gboolean
is_regional_indicator (gunichar c)
{
  return c >= 0x1F1E6 && c <= 0x1F1FF;
}


/* Whether something on the screen would change its shape if the text were cut
 * before @offset: a base and its accent, an emoji sequence, a flag. */
static gboolean
splits_cluster (const char *text, gsize offset)
{
  gunichar after = g_utf8_get_char (text + offset);
  gunichar before = g_utf8_get_char (g_utf8_prev_char (text + offset));

  return joins_previous (after) || before == 0x200D || (is_regional_indicator (before) && is_regional_indicator (after));
}


/* The last good place to cut at or before @limit: after a blank if there is
 * one near, else between two characters as the reader sees them. Looks at a
 * bounded number of bytes, however long the text is. */
static gsize
find_boundary (const UmpPacerInput *input, gsize limit)
{
  const char *text = input->text;
  gsize offset = limit;

  if (limit >= input->available && input->ended)
    return input->available;
  if (limit >= input->available) {
    /* What comes next may belong to the last character. */
    offset = input->available;
    if (offset > 0)
      offset = g_utf8_prev_char (text + offset) - text;
  }
  while (offset > 0 && ((guchar) text[offset] & 0xC0) == 0x80)
    offset--;
  for (gsize i = offset; i > 0 && offset - i < MAX_WORD_BYTES; i--)
    if (g_ascii_isspace (text[i - 1]))
      return i;
  for (guint steps = 0; offset > 0 && steps < MAX_CLUSTER_STEPS && splits_cluster (text, offset); steps++)
    offset = g_utf8_prev_char (text + offset) - text;
  return offset;
}


static gboolean
show_until (UmpPacer *self, UmpSide side, const UmpPacerInput *input, gsize limit)
{
  gsize visible = find_boundary (input, limit);

  if (visible <= self->visible[side])
    return FALSE;
  self->visible[side] = visible;
  return TRUE;
}


/* How far the position may go: to the end of what has arrived of the side that
 * has least, of those that have anything left to show or to come. */
static gsize
find_goal (const UmpPacer *self, const UmpPacerInput *inputs)
{
  gsize goal = G_MAXSIZE;

  for (int side = 0; side < UMP_N_SIDES; side++)
    if (!ump_pacer_side_is_done (self, side, inputs))
      goal = MIN (goal, inputs[side].available);
  return goal == G_MAXSIZE ? 0 : goal;
}


static gboolean
is_alone (const UmpPacer *self, const UmpPacerInput *inputs)
{
  return ump_pacer_side_is_done (self, UMP_SIDE_A, inputs) != ump_pacer_side_is_done (self, UMP_SIDE_B, inputs);
}


static void
learn_cadence (UmpPacer *self, gint64 now)
{
  double seconds = self->began_at == 0 ? 0 : (now - self->began_at) / (double) G_USEC_PER_SEC;

  if (seconds >= LEARN_SECONDS)
    self->cadence = fmax (self->position / seconds, MIN_CADENCE);
  else
    self->cadence = DEFAULT_CADENCE;
}


static gboolean
advance_even (UmpPacer *self, gint64 now, const UmpPacerInput *inputs)
{
  double goal = find_goal (self, inputs);
  double seconds = CLAMP ((now - self->moved_at) / (double) G_USEC_PER_SEC, 0, MAX_STEP_SECONDS);
  gboolean grown = FALSE;

  self->moved_at = now;
  if (goal > self->position) {
    double step = (goal - self->position) * -expm1 (-seconds / SPREAD_SECONDS);

    if (self->began_at == 0)
      self->began_at = now;
    step = fmax (step, MIN_CADENCE * seconds);
    if (is_alone (self, inputs)) {
      if (self->cadence == 0)
        learn_cadence (self, now);
      step = fmin (step, self->cadence * seconds);
    }
    self->position = fmin (self->position + step, goal);
  }
  for (int side = 0; side < UMP_N_SIDES; side++)
    if (!inputs[side].failed)
      grown |= show_until (self, side, &inputs[side], (gsize) self->position);
  return grown;
}


/**
 * ump_pacer_init:
 * @self: a pacer
 * @pace: how answers appear
 *
 * Starts a turn: nothing is visible.
 */
void
ump_pacer_init (UmpPacer *self, UmpPace pace)
{
  *self = (UmpPacer) { .pace = pace };
}


/**
 * ump_pacer_take_up:
 * @self: a pacer
 * @inputs: (array fixed-size=2): what is kept of both sides, all of it ended
 *
 * For a battle that is taken up again: what was complete is there at once, and
 * so is what had come of the rest. Where neither is complete, both show as much
 * as the shorter one has: how much had come of each would tell its speed.
 */
void
ump_pacer_take_up (UmpPacer *self, const UmpPacerInput *inputs)
{
  gsize limit = G_MAXSIZE;

  if (inputs[UMP_SIDE_A].failed && inputs[UMP_SIDE_B].failed)
    limit = MIN (inputs[UMP_SIDE_A].available, inputs[UMP_SIDE_B].available);
  for (int side = 0; side < UMP_N_SIDES; side++)
    self->visible[side] = find_boundary (&inputs[side], limit);
}


/**
 * ump_pacer_restart_side:
 * @self: a pacer
 * @side: the side that is asked again
 *
 * What the other side shows stays. The cadence is learnt anew: the time that
 * went by before the retry says nothing about it.
 */
void
ump_pacer_restart_side (UmpPacer *self, UmpSide side)
{
  self->visible[side] = 0;
  self->position = 0;
  self->began_at = 0;
  self->cadence = 0;
}


/**
 * ump_pacer_skip_ahead:
 * @self: a pacer
 * @inputs: (array fixed-size=2): what has arrived
 *
 * For an impatient user, where nothing runs any more: the next
 * ump_pacer_advance() shows all that may be shown, on both sides at once.
 */
void
ump_pacer_skip_ahead (UmpPacer *self, const UmpPacerInput *inputs)
{
  for (int side = 0; side < UMP_N_SIDES; side++)
    if (inputs[side].ended && !inputs[side].failed)
      self->position = fmax (self->position, inputs[side].available);
}


/**
 * ump_pacer_advance:
 * @self: a pacer
 * @now: a monotonic time in microseconds
 * @inputs: (array fixed-size=2): what has arrived
 *
 * Takes the same time however long the answers are.
 *
 * Returns: whether more is visible than before
 */
gboolean
ump_pacer_advance (UmpPacer *self, gint64 now, const UmpPacerInput *inputs)
{
  gboolean grown = FALSE;

  if (self->pace == UMP_PACE_EVEN)
    return advance_even (self, now, inputs);
  if (self->pace == UMP_PACE_TOGETHER && (!inputs[UMP_SIDE_A].ended || !inputs[UMP_SIDE_B].ended))
    return FALSE;
  for (int side = 0; side < UMP_N_SIDES; side++) {
    if (inputs[side].available <= self->visible[side] || (self->pace == UMP_PACE_TOGETHER && inputs[side].failed))
      continue;
    self->visible[side] = inputs[side].available;
    grown = TRUE;
  }
  return grown;
}


/**
 * ump_pacer_side_is_done:
 * @self: a pacer
 * @side: a side
 * @inputs: (array fixed-size=2): what has arrived
 *
 * Returns: whether all that will ever be shown of @side is visible
 */
gboolean
ump_pacer_side_is_done (const UmpPacer *self, UmpSide side, const UmpPacerInput *inputs)
{
  return inputs[side].ended && (inputs[side].failed || self->visible[side] >= inputs[side].available);
}


/**
 * ump_pacer_is_settled:
 * @self: a pacer
 * @inputs: (array fixed-size=2): what has arrived
 *
 * Returns: whether nothing more will become visible before @inputs change, so
 *   that no timer is needed
 */
gboolean
ump_pacer_is_settled (const UmpPacer *self, const UmpPacerInput *inputs)
{
  if (ump_pacer_side_is_done (self, UMP_SIDE_A, inputs) && ump_pacer_side_is_done (self, UMP_SIDE_B, inputs))
    return TRUE;
  if (self->pace != UMP_PACE_EVEN)
    return TRUE;
  return self->position >= find_goal (self, inputs);
}
