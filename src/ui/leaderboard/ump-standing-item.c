/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ump-standing-item.h"

/* What a table shows where there is no figure. */
#define NO_FIGURE "—"

struct _UmpStandingItem {
  GObject parent_instance;

  UmpStanding standing;
  UmpContender *contender;
  char *name;
};

G_DEFINE_FINAL_TYPE (UmpStandingItem, ump_standing_item, G_TYPE_OBJECT)


static char *
describe_rank (const UmpStanding *standing)
{
  if (standing->rank == 0)
    return g_strdup (NO_FIGURE);
  if (standing->rank_low == standing->rank_high)
    return g_strdup_printf ("%u", standing->rank_low);
  /* Translators: a range of ranks, such as 1–3. */
  return g_strdup_printf (C_("rank range", "%u–%u"), standing->rank_low, standing->rank_high);
}


/* Both ends, since the rating is seldom in the middle. */
static char *
describe_interval (const UmpStanding *standing)
{
  if (isnan (standing->low) || isnan (standing->high))
    return g_strdup (NO_FIGURE);
  /* Translators: ends of an interval of ratings, such as 869–1344. */
  return g_strdup_printf (C_("interval", "%.0f–%.0f"), standing->low, standing->high);
}


static char *
describe_chance (double chance)
{
  if (isnan (chance))
    return g_strdup (NO_FIGURE);
  if (chance > 0 && chance < 0.005)
    return g_strdup (C_("a chance", "< 1 %"));
  if (chance < 1 && chance > 0.995)
    return g_strdup (C_("a chance", "> 99 %"));
  return g_strdup_printf (C_("a chance", "%.0f %%"), chance * 100);
}


static int
compare_numbers (double a, double b)
{
  /* What has no figure is below all that have one. */
  if (isnan (a) || isnan (b))
    return isnan (b) - isnan (a);
  return (a > b) - (a < b);
}


static double
get_sort_figure (const UmpStanding *standing, UmpStandingField field)
{
  switch (field) {
  case UMP_STANDING_RANK:
    /* Ascending, with those that have none at the end. */
    return standing->rank == 0 ? G_MAXUINT : standing->rank;
  case UMP_STANDING_INTERVAL:
    return standing->high - standing->low;
  case UMP_STANDING_VOTES:
    return standing->votes;
  case UMP_STANDING_RECORD:
    return standing->wins;
  case UMP_STANDING_P_BEST:
    return standing->p_best;
  default:
    return standing->rating;
  }
}


static void
ump_standing_item_finalize (GObject *object)
{
  UmpStandingItem *self = UMP_STANDING_ITEM (object);

  ump_contender_free (self->contender);
  g_free (self->name);
  G_OBJECT_CLASS (ump_standing_item_parent_class)->finalize (object);
}


static void
ump_standing_item_class_init (UmpStandingItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ump_standing_item_finalize;
}


static void
ump_standing_item_init (UmpStandingItem *self)
{
}


/**
 * ump_standing_item_new:
 * @standing: a line of a leaderboard; copied
 * @name: of its contender, unlike any other on the board
 *
 * Returns: (transfer full): the line as an object
 */
UmpStandingItem *
ump_standing_item_new (const UmpStanding *standing, const char *name)
{
  UmpStandingItem *self = g_object_new (UMP_TYPE_STANDING_ITEM, NULL);

  self->standing = *standing;
  self->contender = ump_contender_copy (standing->contender);
  self->standing.contender = self->contender;
  self->name = g_strdup (name);
  return self;
}


/**
 * ump_standing_item_get_standing:
 * @self: a line
 *
 * Returns: (transfer none): its figures
 */
const UmpStanding *
ump_standing_item_get_standing (UmpStandingItem *self)
{
  return &self->standing;
}


/**
 * ump_standing_item_get_name:
 * @self: a line
 *
 * Returns: (transfer none): who, told apart from other versions
 */
const char *
ump_standing_item_get_name (UmpStandingItem *self)
{
  return self->name;
}


/**
 * ump_standing_item_get_text:
 * @self: a line
 * @field: which of its figures
 *
 * Returns: (transfer full): the cell's text
 */
char *
ump_standing_item_get_text (UmpStandingItem *self, UmpStandingField field)
{
  const UmpStanding *standing = &self->standing;

  switch (field) {
  case UMP_STANDING_RANK:
    return describe_rank (standing);
  case UMP_STANDING_NAME:
    return g_strdup (self->name);
  case UMP_STANDING_RATING:
    return isnan (standing->rating) ? g_strdup (NO_FIGURE) : g_strdup_printf ("%.0f", standing->rating);
  case UMP_STANDING_INTERVAL:
    return describe_interval (standing);
  case UMP_STANDING_VOTES:
    return g_strdup_printf ("%u", standing->votes);
  case UMP_STANDING_RECORD:
    return g_strdup_printf ("%u–%u–%u–%u", standing->wins, standing->losses, standing->ties, standing->both_bad);
  case UMP_STANDING_P_BEST:
    return describe_chance (standing->p_best);
  default:
    g_return_val_if_reached (NULL);
  }
}


/**
 * ump_standing_item_get_note:
 * @self: a line
 *
 * Returns: (transfer full) (nullable): why it has no rank, where it has none
 */
char *
ump_standing_item_get_note (UmpStandingItem *self)
{
  const UmpStanding *standing = &self->standing;
  guint to_go;

  if (!standing->provisional)
    return NULL;
  to_go = UMP_VOTES_FOR_RANK - MIN (standing->votes, UMP_VOTES_FOR_RANK);
  /* Translators: the rank is provisional; so many votes are missing to a rank. */
  return g_strdup_printf (ngettext ("provisional, %u vote to go", "provisional, %u votes to go", to_go), to_go);
}


/**
 * ump_standing_item_get_short_note:
 * @self: a line
 *
 * Returns: (transfer full): on how many votes it stands, for a table that has
 *   no room for that in a column; two short lines where it has no rank
 */
char *
ump_standing_item_get_short_note (UmpStandingItem *self)
{
  const UmpStanding *standing = &self->standing;
  guint to_go;

  if (!standing->provisional)
    return g_strdup_printf (ngettext ("%u vote", "%u votes", standing->votes), standing->votes);
  to_go = UMP_VOTES_FOR_RANK - MIN (standing->votes, UMP_VOTES_FOR_RANK);
  /* Translators: two lines; each has room for about 15 letters. */
  return g_strdup_printf (ngettext ("provisional\n%u vote to go", "provisional\n%u votes to go", to_go), to_go);
}


/**
 * ump_standing_item_get_sentence:
 * @self: a line
 *
 * Returns: (transfer full): the line as one sentence, for tooltips and screen readers
 */
char *
ump_standing_item_get_sentence (UmpStandingItem *self)
{
  const UmpStanding *standing = &self->standing;
  g_autofree char *note = ump_standing_item_get_note (self);

  if (!standing->rated)
    /* Translators: %s is the name of a model. */
    return g_strdup_printf (_("%s: no rating yet"), self->name);
  if (note != NULL)
    /* Translators: name, rating, ends of the interval, then “provisional, 7 votes to go”. */
    return g_strdup_printf (_("%s: %.0f, 95 %% interval %.0f to %.0f, %s"), self->name, standing->rating, standing->low, standing->high, note);
  /* Translators: name of a model, rating, ends of the interval, number of votes. */
  return g_strdup_printf (ngettext ("%s: %.0f, 95 %% interval %.0f to %.0f, from %u vote", "%s: %.0f, 95 %% interval %.0f to %.0f, from %u votes", standing->votes),
                          self->name, standing->rating, standing->low, standing->high, standing->votes);
}


/**
 * ump_standing_item_compare:
 * @a: a line
 * @b: a line
 * @field: by which figure
 *
 * Returns: less than 0 where @a comes first in ascending order
 */
int
ump_standing_item_compare (UmpStandingItem *a, UmpStandingItem *b, UmpStandingField field)
{
  if (field == UMP_STANDING_NAME)
    return g_utf8_collate (a->name, b->name);
  return compare_numbers (get_sort_figure (&a->standing, field), get_sort_figure (&b->standing, field));
}
