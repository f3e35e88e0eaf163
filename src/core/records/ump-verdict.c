/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-verdict.h"

static const char *const names[] = {
  [UMP_VERDICT_NONE] = "none",
  [UMP_VERDICT_A] = "model_a",
  [UMP_VERDICT_B] = "model_b",
  [UMP_VERDICT_TIE] = "tie",
  [UMP_VERDICT_BOTH_BAD] = "tie (bothbad)",
};


/**
 * ump_verdict_to_string:
 * @verdict: a verdict
 *
 * Returns: (transfer none): the spelling of FastChat's battle files, or "none"
 */
const char *
ump_verdict_to_string (UmpVerdict verdict)
{
  g_return_val_if_fail (verdict < G_N_ELEMENTS (names), names[0]);

  return names[verdict];
}
