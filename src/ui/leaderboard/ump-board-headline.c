/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ump-board-headline.h"
#include "ump-standing-item.h"

/* From here on the leader is called the best. */
#define DECIDED 0.95
/* Below it another is likelier to be the best than the leader is. */
#define LIKELY 0.5


/* The likeliest to be the best; of a method that gives no probabilities the
 * first. */
static UmpStandingItem *
find_leader (GPtrArray *items, guint *n_ranked, guint *to_go)
{
  UmpStandingItem *leader = NULL;

  *n_ranked = 0;
  *to_go = UMP_VOTES_FOR_RANK;
  for (guint i = 0; i < items->len; i++) {
    UmpStandingItem *item = g_ptr_array_index (items, i);
    const UmpStanding *standing = ump_standing_item_get_standing (item);

    if (standing->provisional) {
      *to_go = MIN (*to_go, UMP_VOTES_FOR_RANK - standing->votes);
      continue;
    }
    (*n_ranked)++;
    if (leader == NULL || standing->p_best > ump_standing_item_get_standing (leader)->p_best)
      leader = item;
  }
  return leader;
}


static gboolean
shares_rank (UmpStandingItem *leader, GPtrArray *items)
{
  const UmpStanding *first = ump_standing_item_get_standing (leader);

  for (guint i = 0; i < items->len; i++) {
    const UmpStanding *other = ump_standing_item_get_standing (g_ptr_array_index (items, i));

    if (other != first && !other->provisional && other->rank_low <= first->rank_high && first->rank_low <= other->rank_high)
      return TRUE;
  }
  return FALSE;
}


/**
 * ump_board_headline_compose:
 * @items: (element-type UmpStandingItem): the lines, best first; at least one
 * @headline: (out) (transfer full): what the board says, in one sentence
 * @details: (out) (transfer full): how sure that is
 *
 * Says what the numbers allow to say and no more.
 */
void
ump_board_headline_compose (GPtrArray *items, char **headline, char **details)
{
  guint n_ranked;
  guint to_go;
  UmpStandingItem *leader = find_leader (items, &n_ranked, &to_go);
  double chance = leader != NULL ? ump_standing_item_get_standing (leader)->p_best : NAN;
  const char *name = leader != NULL ? ump_standing_item_get_name (leader) : NULL;

  if (leader == NULL) {
    *headline = g_strdup (_("It is too early to say."));
    *details = g_strdup_printf (ngettext ("A contender gets a rank with its tenth vote. The nearest one needs %u more.",
                                          "A contender gets a rank with its tenth vote. The nearest one needs %u more.", to_go), to_go);
  } else if (n_ranked == 1) {
    /* Translators: %s is the name of a model. */
    *headline = g_strdup_printf (_("%s is the first with a rank."), name);
    *details = g_strdup (_("The others need ten votes each before they can be compared with it."));
  } else if (chance >= DECIDED) {
    /* Translators: %s is the name of a model. */
    *headline = g_strdup_printf (_("%s is the best of this board."), name);
    /* Translators: a number of per cent. */
    *details = g_strdup_printf (_("The votes say so with a probability of %.0f %%."), MIN (chance * 100, 99));
  } else if (isnan (chance)) {
    /* Translators: %s is the name of a model. */
    *headline = g_strdup_printf (_("%s leads."), name);
    *details = g_strdup (_("This method does not say how sure that is; look at the intervals."));
  } else if (chance < LIKELY && shares_rank (leader, items)) {
    *headline = g_strdup (_("There is no leader yet."));
    *details = g_strdup (_("The intervals of the first ones overlap. More votes between them will settle it."));
  } else {
    /* Translators: %s is the name of a model. */
    *headline = g_strdup_printf (_("%s leads, but it is not decided."), name);
    /* Translators: a number of per cent. */
    *details = g_strdup_printf (_("It is the best with a probability of %.0f %%. More votes between those whose intervals overlap will settle it."), chance * 100);
  }
}
