/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-archive.h"


/**
 * ump_archive_new:
 *
 * Returns: (transfer full): an empty archive
 */
UmpArchive *
ump_archive_new (void)
{
  UmpArchive *self = g_new0 (UmpArchive, 1);

  self->providers = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_provider_free);
  self->contenders = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_contender_free);
  self->battles = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_archived_battle_free);
  return self;
}


/**
 * ump_archive_free:
 * @self: (transfer full) (nullable): an archive
 */
void
ump_archive_free (UmpArchive *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->providers);
  g_ptr_array_unref (self->contenders);
  g_ptr_array_unref (self->battles);
  g_free (self);
}


/**
 * ump_archived_battle_new:
 *
 * Returns: (transfer full): a battle without an id, a turn or a verdict
 */
UmpArchivedBattle *
ump_archived_battle_new (void)
{
  UmpArchivedBattle *self = g_new0 (UmpArchivedBattle, 1);

  self->turns = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_archived_turn_free);
  self->verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_archived_verdict_free);
  return self;
}


/**
 * ump_archived_battle_free:
 * @self: (transfer full) (nullable): a battle
 */
void
ump_archived_battle_free (UmpArchivedBattle *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->category);
  for (int side = 0; side < UMP_N_SIDES; side++)
    g_free (self->contender_ids[side]);
  ump_conditions_free (self->conditions);
  g_ptr_array_unref (self->turns);
  g_ptr_array_unref (self->verdicts);
  g_free (self);
}


/**
 * ump_archived_turn_new:
 *
 * Returns: (transfer full): a turn without an id or a response
 */
UmpArchivedTurn *
ump_archived_turn_new (void)
{
  UmpArchivedTurn *self = g_new0 (UmpArchivedTurn, 1);

  self->responses = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_response_record_free);
  return self;
}


/**
 * ump_archived_turn_free:
 * @self: (transfer full) (nullable): a turn
 */
void
ump_archived_turn_free (UmpArchivedTurn *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->prompt);
  g_ptr_array_unref (self->responses);
  g_free (self);
}


/**
 * ump_archived_verdict_free:
 * @self: (transfer full) (nullable): a verdict
 */
void
ump_archived_verdict_free (UmpArchivedVerdict *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->retracts);
  ump_conditions_free (self->conditions);
  g_free (self);
}
