/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ump-advice.h"
#include "ump-components.h"
#include "ump-forecast.h"
#include "ump-rate-advice.h"
#include "ump-robustness.h"
#include "ump-side-bias.h"

#define THRESHOLD 0.95
#define ROUNDS 200
/* What is said here takes refits by the hundred. */
#define MAX_CONTENDERS 100


static void
append_forecast (GString *text, const UmpTally *tally, GPtrArray *names, guint64 seed)
{
  UmpForecast forecast;

  if (!ump_forecast_leader (&forecast, tally, THRESHOLD, ROUNDS, seed))
    return;
  g_string_append_printf (text, _("Leader: %s, the best with a probability of %.0f %%\n"), (char *) g_ptr_array_index (names, forecast.leader), 100 * forecast.p_best);
  if (!forecast.decided)
    g_string_append_printf (text, _("Votes still needed until somebody is, with 95 %%: about %.0f (in 80 %% of what may come, %.0f to %.0f)\n"), forecast.votes, forecast.lo, forecast.hi);
}


static void
append_robustness (GString *text, const UmpTally *tally, GPtrArray *names)
{
  UmpRobustness robustness;

  if (ump_robustness_find (&robustness, tally) && robustness.n_removed > 0) {
    g_string_append_printf (text, ngettext ("Without %u vote, %s would lead:\n", "Without %u votes, %s would lead:\n", robustness.n_removed), (guint) robustness.n_removed, (char *) g_ptr_array_index (names, robustness.successor));
    for (gsize k = 0; k < robustness.n_kinds; k++) {
      const char *a = g_ptr_array_index (names, robustness.kinds[k].a), *b = g_ptr_array_index (names, robustness.kinds[k].b);

      if (robustness.removed[k] == 0)
        continue;
      if (robustness.kinds[k].outcome == UMP_OUTCOME_TIE)
        g_string_append_printf (text, _("  %u × %s and %s tied\n"), robustness.removed[k], a, b);
      else
        g_string_append_printf (text, _("  %u × %s beat %s\n"), robustness.removed[k], robustness.kinds[k].outcome == UMP_OUTCOME_A ? a : b, robustness.kinds[k].outcome == UMP_OUTCOME_A ? b : a);
    }
  }
  ump_robustness_clear (&robustness);
}


static void
append_side (GString *text, const UmpTally *tally)
{
  UmpSideBias bias;

  if (!ump_side_bias_find (&bias, tally) || bias.decisive == 0)
    return;
  g_string_append_printf (text, _("Left side: %.1f %% of the decisive votes (%.1f to %.1f)\n"), 100 * bias.share, 100 * bias.share_lo, 100 * bias.share_hi);
  if (!isnan (bias.elo))
    g_string_append_printf (text, _("Being on the left is worth %+.0f Elo points (%+.0f to %+.0f)\n"), bias.elo, bias.lo, bias.hi);
}


static void
append_groups (GString *text, const UmpTally *tally)
{
  UmpComponents components;

  if (ump_components_find (&components, tally) && components.n_weak > 1)
    g_string_append_printf (text, ngettext ("There is %u group that never met another\n", "There are %u groups that never met each other\n", components.n_weak), (guint) components.n_weak);
  ump_components_clear (&components);
}


static void
append_next_pair (GString *text, const UmpTally *tally, GPtrArray *names)
{
  gsize n = tally->n, best = 1;
  g_autofree double *weights = g_new (double, n * n);

  if (!ump_advice_next_pair_of_tally (tally, NULL, weights))
    return;
  for (gsize k = 0; k < n * n; k++)
    if (weights[k] > weights[best])
      best = k;
  g_string_append_printf (text, _("Most is to be learnt from %s against %s\n"), (char *) g_ptr_array_index (names, best / n), (char *) g_ptr_array_index (names, best % n));
}


/**
 * ump_rate_print_advice:
 * @tally: the votes
 * @names: (element-type utf8): the contenders
 * @seed: of what is drawn
 *
 * How far it is to a decision, on which votes the lead hangs, whether the left
 * side is favoured, who never met, and which pair should be next.
 *
 * Returns: (transfer full): a few lines of text
 */
char *
ump_rate_print_advice (const UmpTally *tally, GPtrArray *names, guint64 seed)
{
  GString *text = g_string_new (NULL);

  if (tally->n < 2 || tally->n > MAX_CONTENDERS) {
    g_string_append_printf (text, ngettext ("Advice is for 2 to %d model\n", "Advice is for 2 to %d models\n", MAX_CONTENDERS), MAX_CONTENDERS);
    return g_string_free (text, FALSE);
  }
  append_forecast (text, tally, names, seed);
  append_robustness (text, tally, names);
  append_side (text, tally);
  append_groups (text, tally);
  append_next_pair (text, tally, names);
  return g_string_free (text, FALSE);
}
