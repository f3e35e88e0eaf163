/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-duel-trouble.h"


/* The seconds that are left, of which one has always begun. */
static char *
describe_wait (UmpBattle *battle)
{
  gint64 left = MAX (0, ump_battle_get_retry_at (battle) - g_get_real_time ());
  guint n_seconds = (guint) (left / G_USEC_PER_SEC) + 1;

  return g_strdup_printf (ngettext ("A service is busy. The request will be sent again in %u second…",
                                    "A service is busy. The request will be sent again in %u seconds…", n_seconds), n_seconds);
}


static const char *
describe_failure (UmpBattle *battle)
{
  if (ump_battle_get_over_capacity (battle))
    return _("A service has no room just now. Choose “Same Prompt, Other Pair”, or retry later.");
  switch (ump_battle_get_trouble (battle)) {
    case UMP_DUEL_TROUBLE_KEYRING:
      return _("A key could not be read from the keyring. Unlock it, or enter the key again in Preferences.");
    case UMP_DUEL_TROUBLE_NETWORK:
      return _("The services could not be reached. Check the network, then retry.");
    case UMP_DUEL_TROUBLE_NONE:
    default:
      return NULL;
  }
}


/**
 * ump_duel_trouble_describe:
 * @battle: a battle
 *
 * A wait counts down, so it must be described anew each second.
 *
 * Returns: (transfer full) (nullable): why it takes long or failed, where that
 *   can be said of the duel without saying of which side
 */
char *
ump_duel_trouble_describe (UmpBattle *battle)
{
  UmpDuelStatus status;

  g_return_val_if_fail (UMP_IS_BATTLE (battle), NULL);

  status = ump_battle_get_status (battle);
  if (status == UMP_DUEL_ANSWERING && ump_battle_get_retry_at (battle) > 0)
    return describe_wait (battle);
  return status == UMP_DUEL_FAILED ? g_strdup (describe_failure (battle)) : NULL;
}
