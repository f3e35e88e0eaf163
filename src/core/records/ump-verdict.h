/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * UmpVerdict:
 *
 * What the user said of one battle. The numbers are stored; do not renumber.
 */
typedef enum {
  UMP_VERDICT_NONE = 0,
  UMP_VERDICT_A = 1,
  UMP_VERDICT_B = 2,
  UMP_VERDICT_TIE = 3,
  UMP_VERDICT_BOTH_BAD = 4,
} UmpVerdict;

/**
 * UmpSide:
 *
 * A or B: how the two sides are named everywhere, never left or right.
 */
typedef enum {
  UMP_SIDE_A = 0,
  UMP_SIDE_B = 1,
} UmpSide;
#define UMP_N_SIDES 2

const char *ump_verdict_to_string (UmpVerdict verdict);
