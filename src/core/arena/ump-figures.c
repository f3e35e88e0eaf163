/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

#include "ump-figures.h"

/* What an answer took, in the same words wherever it is told: in the reveal
 * and in the history. A figure that is not known is not made up. */


/**
 * ump_figures_describe_first_token:
 * @milliseconds: from sending to the first token, negative where unknown
 *
 * Returns: (transfer full) (nullable): in milliseconds below a second
 */
char *
ump_figures_describe_first_token (double milliseconds)
{
  if (!(milliseconds >= 0))
    return NULL;
  /* What would be rounded to a thousand is told in seconds already. */
  if (milliseconds < 999.5)
    /* Translators: time from sending to the first token */
    return g_strdup_printf (_("%.0f ms to first token"), milliseconds);
  return g_strdup_printf (_("%.1f s to first token"), milliseconds / 1000);
}


/**
 * ump_figures_describe_speed:
 * @tokens_per_second: NaN where unknown
 *
 * Returns: (transfer full) (nullable): the speed
 */
char *
ump_figures_describe_speed (double tokens_per_second)
{
  return isfinite (tokens_per_second) ? g_strdup_printf (_("%.0f tokens/s"), tokens_per_second) : NULL;
}


/**
 * ump_figures_describe_tokens:
 * @tokens: how many came out, negative where unknown
 *
 * Returns: (transfer full) (nullable): their number
 */
char *
ump_figures_describe_tokens (gint64 tokens)
{
  if (tokens < 0)
    return NULL;
  return g_strdup_printf (ngettext ("%" PRId64 " token", "%" PRId64 " tokens", tokens), tokens);
}


/**
 * ump_figures_describe_cost:
 * @dollars: NaN where unknown
 *
 * Returns: (transfer full) (nullable): the cost; small ones with four digits
 */
char *
ump_figures_describe_cost (double dollars)
{
  if (!isfinite (dollars))
    return NULL;
  /* Translators: US dollars; below ten cents four digits are shown */
  return g_strdup_printf (dollars >= 0.1 ? C_("cost", "$%.2f") : C_("cost", "$%.4f"), dollars);
}
