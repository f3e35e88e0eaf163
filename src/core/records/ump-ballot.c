/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-ballot.h"


/**
 * ump_ballot_free:
 * @self: (transfer full) (nullable): a ballot
 */
void
ump_ballot_free (UmpBallot *self)
{
  if (self == NULL)
    return;
  g_free (self->battle_id);
  for (int side = 0; side < UMP_N_SIDES; side++)
    g_free (self->contender_ids[side]);
  g_free (self->category);
  ump_conditions_free (self->conditions);
  g_free (self);
}
