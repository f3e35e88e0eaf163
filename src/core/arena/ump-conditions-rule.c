/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-conditions-rule.h"


/**
 * ump_conditions_rule_check:
 * @conditions: (nullable): how the ballot was cast
 * @unblinded: the store kept the verdict as cast after a reveal
 *
 * A ballot is clean where the names had not been shown, both answers
 * were complete and on the screen, and no answer gave itself away. Naming
 * another model in passing is no harm, claiming to be one is, true or not:
 * it tells the voter whom to believe in. How answers were paced, retried,
 * failed before a retry or were resumed are facts that do not name anybody,
 * so they leave a ballot clean. Facts are stored, not judgements, so a change
 * of this rule judges old ballots too.
 *
 * Returns: why the ballot is not clean; 0 where it is
 */
UmpUnclean
ump_conditions_rule_check (const UmpConditions *conditions, gboolean unblinded)
{
  UmpUnclean unclean = unblinded ? UMP_UNCLEAN_UNBLINDED : 0;

  if (conditions == NULL)
    return unclean | UMP_UNCLEAN_UNKNOWN;

  if (conditions->revealed_before)
    unclean |= UMP_UNCLEAN_UNBLINDED;
  if (conditions->retracted_before)
    unclean |= UMP_UNCLEAN_RETRACTED;
  if (!conditions->both_seen)
    unclean |= UMP_UNCLEAN_NOT_SEEN;
  for (int side = 0; side < UMP_N_SIDES; side++)
    if (!ump_ending_allows_vote (conditions->endings[side]))
      unclean |= UMP_UNCLEAN_INCOMPLETE;
  for (guint i = 0; i < conditions->leaks->len; i++) {
    const UmpLeak *leak = g_ptr_array_index (conditions->leaks, i);

    if (leak->claimed)
      unclean |= UMP_UNCLEAN_CLAIMED;
    else if (leak->own)
      unclean |= UMP_UNCLEAN_NAMED_ITSELF;
  }
  return unclean;
}


/**
 * ump_conditions_rule_may_rate:
 * @unclean: what ump_conditions_rule_check() said
 * @include_unclean: the user's switch for the whole board
 *
 * The switch lets in what is doubtful, never a verdict that was cast with the
 * names on the screen, and never one on an answer that is not there.
 *
 * Returns: whether the ballot counts
 */
gboolean
ump_conditions_rule_may_rate (UmpUnclean unclean, gboolean include_unclean)
{
  UmpUnclean never = UMP_UNCLEAN_UNBLINDED | UMP_UNCLEAN_RETRACTED | UMP_UNCLEAN_INCOMPLETE;

  if (unclean == 0)
    return TRUE;
  return include_unclean && (unclean & never) == 0;
}


/**
 * ump_unclean_describe:
 * @reason: one reason
 * @sealed: one of the two contenders is sealed
 *
 * That an answer named its own model would break a seal: it says which of the
 * names in it is the right one. So that is said in other words.
 *
 * Returns: a sentence for the user about one ballot
 */
const char *
ump_unclean_describe (UmpUnclean reason, gboolean sealed)
{
  switch (reason) {
  case UMP_UNCLEAN_UNBLINDED:
    return _("The names had been shown before this verdict.");
  case UMP_UNCLEAN_RETRACTED:
    return _("An earlier verdict on this battle was taken back.");
  case UMP_UNCLEAN_NAMED_ITSELF:
    return sealed ? _("An answer held a name that may give it away.") : _("An answer named its own model or maker.");
  case UMP_UNCLEAN_CLAIMED:
    return _("An answer said who it is.");
  case UMP_UNCLEAN_NOT_SEEN:
    return _("One of the answers had not been looked at.");
  case UMP_UNCLEAN_INCOMPLETE:
    return _("One of the answers was not complete.");
  case UMP_UNCLEAN_UNKNOWN:
    return _("Nothing is known about how this verdict was cast.");
  default:
    g_return_val_if_reached ("");
  }
}


/**
 * ump_unclean_describe_count:
 * @reason: one reason
 * @n_ballots: how many ballots it concerns
 * @sealed: one of their contenders is sealed
 *
 * Returns: (transfer full): a sentence for the user about those ballots
 */
char *
ump_unclean_describe_count (UmpUnclean reason, guint n_ballots, gboolean sealed)
{
  const char *format = NULL;

  switch (reason) {
  case UMP_UNCLEAN_UNBLINDED:
    format = ngettext ("%u verdict was cast after the names had been shown.", "%u verdicts were cast after the names had been shown.", n_ballots);
    break;
  case UMP_UNCLEAN_RETRACTED:
    format = ngettext ("%u verdict replaces one that was taken back.", "%u verdicts replace ones that were taken back.", n_ballots);
    break;
  case UMP_UNCLEAN_NAMED_ITSELF:
    if (sealed)
      format = ngettext ("In %u battle an answer held a name that may give it away.", "In %u battles an answer held a name that may give it away.", n_ballots);
    else
      format = ngettext ("In %u battle an answer named its own model or maker.", "In %u battles an answer named its own model or maker.", n_ballots);
    break;
  case UMP_UNCLEAN_CLAIMED:
    format = ngettext ("In %u battle an answer said who it is.", "In %u battles an answer said who it is.", n_ballots);
    break;
  case UMP_UNCLEAN_NOT_SEEN:
    format = ngettext ("In %u battle one of the answers had not been looked at.", "In %u battles one of the answers had not been looked at.", n_ballots);
    break;
  case UMP_UNCLEAN_INCOMPLETE:
    format = ngettext ("In %u battle one of the answers was not complete.", "In %u battles one of the answers was not complete.", n_ballots);
    break;
  case UMP_UNCLEAN_UNKNOWN:
    format = ngettext ("Of %u verdict it is not known how it was cast.", "Of %u verdicts it is not known how they were cast.", n_ballots);
    break;
  default:
    g_return_val_if_reached (g_strdup (""));
  }
  return g_strdup_printf (format, n_ballots);
}


/**
 * ump_unclean_describe_all:
 * @unclean: any number of reasons
 * @sealed: one of the two contenders is sealed
 *
 * Returns: (transfer full) (array zero-terminated=1): one sentence for each
 */
char **
ump_unclean_describe_all (UmpUnclean unclean, gboolean sealed)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < UMP_N_UNCLEAN; i++)
    if (unclean & (1u << i))
      g_strv_builder_add (builder, ump_unclean_describe (1u << i, sealed));
  return g_strv_builder_end (builder);
}
