/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-conditions.h"

/**
 * UmpPacerInput:
 * @text: the answer so far, valid UTF-8
 * @available: bytes of @text that have arrived
 * @ended: no more will come
 * @failed: it ended in a way that cannot be judged
 *
 * What the pacer must know of one side.
 */
typedef struct {
  const char *text;
  gsize available;
  gboolean ended;
  gboolean failed;
} UmpPacerInput;

/**
 * UmpPacer:
 * @pace: how answers appear
 * @visible: bytes that may be shown of each side; always on a boundary
 * @position: how far the common cadence has come, in bytes
 * @began_at: when the first text appeared, 0 before, in microseconds
 * @moved_at: when the pacer last looked
 * @cadence: bytes a second once only one side has text left, 0 before
 *
 * How much of two growing answers is on the screen. It holds no text and
 * reads no clock, so every rule can be tested with numbers.
 */
typedef struct {
  UmpPace pace;
  gsize visible[UMP_N_SIDES];
  double position;
  gint64 began_at;
  gint64 moved_at;
  double cadence;
} UmpPacer;

void ump_pacer_init (UmpPacer *self, UmpPace pace);
void ump_pacer_take_up (UmpPacer *self, const UmpPacerInput *inputs);
void ump_pacer_restart_side (UmpPacer *self, UmpSide side);
void ump_pacer_skip_ahead (UmpPacer *self, const UmpPacerInput *inputs);
gboolean ump_pacer_advance (UmpPacer *self, gint64 now, const UmpPacerInput *inputs);
gboolean ump_pacer_is_settled (const UmpPacer *self, const UmpPacerInput *inputs);
gboolean ump_pacer_side_is_done (const UmpPacer *self, UmpSide side, const UmpPacerInput *inputs);
