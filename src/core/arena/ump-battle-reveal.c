/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-answer.h"
#include "ump-battle-private.h"
#include "ump-conditions-rule.h"
#include "ump-error.h"
#include "ump-families.h"


/**
 * ump_reveal_free:
 * @self: (transfer full) (nullable): a reveal
 */
void
ump_reveal_free (UmpReveal *self)
{
  if (self == NULL)
    return;
  g_free (self->battle_id);
  g_strfreev (self->reasons);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    UmpSideReveal *reveal = &self->sides[side];

    ump_contender_free (reveal->contender);
    g_free (reveal->provider_name);
    g_free (reveal->notes);
    g_free (reveal->request);
    g_free (reveal->error);
    g_ptr_array_unref (reveal->leaks);
    g_free (reveal->reasoning);
  }
  g_free (self);
}


/* What may be known of a contender whose seal holds: that it is this one. */
static UmpContender *
copy_sealed (const UmpContender *contender)
{
  UmpContender *copy = ump_contender_new ("", contender->codename != NULL ? contender->codename : _("Sealed contender"));

  g_free (copy->id);
  copy->id = g_strdup (contender->id);
  g_free (copy->lineage);
  copy->lineage = g_strdup (contender->lineage);
  copy->version = contender->version;
  copy->codename = g_strdup (copy->model);
  copy->practice = contender->practice;
  copy->enabled = contender->enabled;
  copy->sealed = TRUE;
  return copy;
}


static UmpContender *
copy_contender (const UmpContender *contender)
{
  UmpContender *copy = ump_contender_copy (contender);
  const char *maker;
  const char *family;

  ump_families_classify (copy->model, &maker, &family);
  if (copy->maker == NULL)
    copy->maker = g_strdup (maker);
  if (copy->family == NULL)
    copy->family = g_strdup (family);
  return copy;
}


/* Adds up what is known of each turn; one unknown makes the sum unknown. */
static void
sum_usage (UmpBattle *self, UmpSide side, UmpSideReveal *reveal)
{
  reveal->tokens = 0;
  reveal->cost = 0;
  for (guint i = 0; i < self->turns->len; i++) {
    const UmpUsage *usage = &ump_battle_get_turn (self, i)->turn->responses[side]->usage;

    if (usage->output < 0)
      reveal->tokens = -1;
    else if (reveal->tokens >= 0)
      reveal->tokens += usage->output;
    reveal->cost += usage->cost;
  }
}


static char *
join_texts (UmpBattle *self, UmpSide side, gsize member)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < self->turns->len; i++) {
    const UmpResponseRecord *response = ump_battle_get_turn (self, i)->turn->responses[side];
    const char *text = G_STRUCT_MEMBER (const char *, response, member);

    if (text == NULL || *text == '\0')
      continue;
    if (joined->len > 0)
      g_string_append_c (joined, '\n');
    g_string_append (joined, text);
  }
  return joined->len > 0 ? g_string_free (g_steal_pointer (&joined), FALSE) : NULL;
}


/* What the service made different, and what became of the contender. */
static char *
list_notes (UmpBattle *self, UmpSide side)
{
  g_autofree char *notes = join_texts (self, side, G_STRUCT_OFFSET (UmpResponseRecord, notes));
  const char *retired = _("Its service does not offer this model any more. It stays on the leaderboard and is not drawn again.");

  if (ump_battle_get_last_turn (self)->turn->responses[side]->error_code != UMP_ERROR_NO_MODEL)
    return g_steal_pointer (&notes);
  return notes != NULL ? g_strconcat (notes, "\n", retired, NULL) : g_strdup (retired);
}


static GPtrArray *
list_leaks (const UmpConditions *conditions, UmpSide side, gboolean sealed)
{
  GPtrArray *leaks = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_leak_free);

  for (guint i = 0; i < conditions->leaks->len; i++) {
    const UmpLeak *leak = g_ptr_array_index (conditions->leaks, i);
    UmpLeak *copy;

    if (leak->side != side)
      continue;
    copy = ump_leak_copy (leak);
    if (sealed)
      copy->own = FALSE;
    g_ptr_array_add (leaks, copy);
  }
  return leaks;
}


static void
fill_side (UmpBattle *self, UmpSide side, const UmpConditions *conditions, UmpSideReveal *reveal)
{
  const UmpContender *contender = self->contenders[side];
  const UmpResponseRecord *response = ump_battle_get_last_turn (self)->turn->responses[side];

  reveal->contender = contender->sealed ? copy_sealed (contender) : copy_contender (contender);
  reveal->first_token_ms = response->first_token_ms;
  reveal->tokens_per_second = ump_answer_measure_speed (response);
  reveal->over_capacity = ump_battle_is_over_capacity (response);
  reveal->leaks = list_leaks (conditions, side, contender->sealed);
  sum_usage (self, side, reveal);
  if (contender->sealed) {
    /* A price tells who it is; so do a service's own words. */
    reveal->cost = NAN;
    return;
  }
  reveal->provider_name = g_strdup (self->providers[side] != NULL ? self->providers[side]->name : contender->provider_name);
  reveal->notes = list_notes (self, side);
  reveal->reasoning = join_texts (self, side, G_STRUCT_OFFSET (UmpResponseRecord, reasoning));
  reveal->request = g_strdup (response->request);
  reveal->error = g_strdup (response->error);
}


/* Makes what the user has earned with a verdict that is on the disk. */
UmpReveal *
ump_battle_make_reveal (UmpBattle *self, UmpVerdict verdict, const UmpConditions *conditions)
{
  UmpReveal *reveal = g_new0 (UmpReveal, 1);
  UmpUnclean unclean = ump_conditions_rule_check (conditions, FALSE);

  reveal->battle_id = g_strdup (self->id);
  reveal->state = self->state;
  reveal->verdict = verdict;
  reveal->clean = self->state == UMP_BATTLE_VOTED && unclean == 0;
  if (self->state == UMP_BATTLE_VOTED)
    reveal->reasons = ump_unclean_describe_all (unclean, self->contenders[UMP_SIDE_A]->sealed || self->contenders[UMP_SIDE_B]->sealed);
  else
    reveal->reasons = g_new0 (char *, 1);
  for (int side = 0; side < UMP_N_SIDES; side++)
    fill_side (self, side, conditions, &reveal->sides[side]);
  return reveal;
}
