/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ump-categories.h"
#include "ump-electorate.h"
#include "ump-rating-table.h"


/* Only who took part in a rated battle has a number: a prior gives everyone
 * who has one a share in the mean and in being the best. */
static guint32
number_of (UmpElectorate *self, const char *contender_id)
{
  gpointer number = g_hash_table_lookup (self->numbers, contender_id);
  UmpContender *contender;

  if (number != NULL)
    return GPOINTER_TO_UINT (number) - 1;
  contender = g_hash_table_lookup (self->by_id, contender_id);
  g_ptr_array_add (self->players, contender);
  g_hash_table_insert (self->numbers, contender->id, GUINT_TO_POINTER (self->players->len));
  return self->players->len - 1;
}


static UmpVote
make_vote (UmpElectorate *self, const UmpBallot *ballot)
{
  UmpVote vote = { .outcome = (UmpOutcome) ballot->verdict, .cluster = ballot->cluster };

  vote.a = number_of (self, ballot->contender_ids[UMP_SIDE_A]);
  vote.b = number_of (self, ballot->contender_ids[UMP_SIDE_B]);
  return vote;
}


/* The one feature of style that is known of every answer, as FastChat
 * measures it: how much longer A's is, between -1 and 1. */
static double
compare_lengths (const UmpBallot *ballot)
{
  double a = ballot->tokens[UMP_SIDE_A], b = ballot->tokens[UMP_SIDE_B];

  return a < 0 || b < 0 ? NAN : (a - b) / (a + b + 1);
}


/* Within one category a contender's strength is its strength elsewhere plus
 * something: with few votes the one says more than the other. */
static gboolean
rate_pooled (UmpElectorate *self, const UmpRatingOptions *options, UmpRatingTable *table)
{
  UmpTally tallies[2];
  gboolean here = ump_tally_from_votes (&tallies[0], (const UmpVote *) self->votes->data, self->votes->len, self->players->len);
  gboolean there = ump_tally_from_votes (&tallies[1], (const UmpVote *) self->elsewhere->data, self->elsewhere->len, self->players->len);
  gboolean done = here && there && ump_categories_rate (tallies, 2, 0, options, table);

  for (guint i = 0; i < G_N_ELEMENTS (tallies); i++)
    ump_tally_clear (&tallies[i]);
  return done;
}


static gboolean
rate_alone (UmpElectorate *self, const UmpRatingMethod *method, const UmpRatingOptions *options, UmpRatingTable *table)
{
  UmpTally tally;
  gboolean done = FALSE;

  if (ump_tally_from_votes (&tally, (const UmpVote *) self->votes->data, self->votes->len, self->players->len)) {
    UmpRatingData data = {
      .tally = &tally,
      .votes = (const UmpVote *) self->votes->data,
      .n_votes = self->votes->len,
      .styles = (const double *) self->lengths->data,
      .n_styles = 1,
    };

    done = ump_rating_table_compute (table, method, &data, options);
  }
  ump_tally_clear (&tally);
  return done;
}


/**
 * ump_electorate_init:
 * @self: uninitialised
 * @contenders: (element-type UmpContender): all there are; kept alive by the
 *   caller
 */
void
ump_electorate_init (UmpElectorate *self, GPtrArray *contenders)
{
  self->players = g_ptr_array_new ();
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));
  self->lengths = g_array_new (FALSE, FALSE, sizeof (double));
  self->elsewhere = g_array_new (FALSE, FALSE, sizeof (UmpVote));
  for (guint i = 0; i < contenders->len; i++) {
    UmpContender *contender = g_ptr_array_index (contenders, i);

    g_hash_table_insert (self->by_id, contender->id, contender);
  }
}


/**
 * ump_electorate_clear:
 * @self: an electorate
 */
void
ump_electorate_clear (UmpElectorate *self)
{
  g_clear_pointer (&self->players, g_ptr_array_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_clear_pointer (&self->votes, g_array_unref);
  g_clear_pointer (&self->lengths, g_array_unref);
  g_clear_pointer (&self->elsewhere, g_array_unref);
}


/**
 * ump_electorate_find:
 * @self: an electorate
 * @contender_id: of a contender
 *
 * Returns: (transfer none) (nullable): the contender, taking part or not
 */
const UmpContender *
ump_electorate_find (UmpElectorate *self, const char *contender_id)
{
  return g_hash_table_lookup (self->by_id, contender_id);
}


/**
 * ump_electorate_add:
 * @self: an electorate
 * @ballot: of two known contenders; it is rated
 */
void
ump_electorate_add (UmpElectorate *self, const UmpBallot *ballot)
{
  UmpVote vote = make_vote (self, ballot);
  double length = compare_lengths (ballot);

  g_array_append_val (self->votes, vote);
  g_array_append_val (self->lengths, length);
}


/**
 * ump_electorate_add_elsewhere:
 * @self: an electorate to which all votes of the category were added
 * @ballot: of another category
 *
 * What is said elsewhere counts as far as it concerns those who take part here.
 */
void
ump_electorate_add_elsewhere (UmpElectorate *self, const UmpBallot *ballot)
{
  UmpVote vote;

  for (int side = 0; side < UMP_N_SIDES; side++)
    if (!g_hash_table_contains (self->numbers, ballot->contender_ids[side]))
      return;
  vote = make_vote (self, ballot);
  g_array_append_val (self->elsewhere, vote);
}


/**
 * ump_electorate_rate:
 * @self: an electorate with at least one vote
 * @method: how to rate
 * @rows: (out caller-allocates): one line for each of the players
 *
 * Davidson's model pools a category with the other ones; other methods take
 * its votes alone.
 *
 * Returns: %FALSE only where memory ran out
 */
gboolean
ump_electorate_rate (UmpElectorate *self, const UmpRatingMethod *method, UmpRatingRow *rows)
{
  UmpRatingTable table = { 0 };
  UmpRatingOptions options;
  gboolean done;

  ump_rating_options_init (&options);
  if (self->elsewhere->len > 0 && g_str_equal (method->name, "davidson"))
    done = rate_pooled (self, &options, &table);
  else
    done = rate_alone (self, method, &options, &table);
  if (done)
    memcpy (rows, table.rows, self->players->len * sizeof *rows);
  ump_rating_table_clear (&table);
  return done;
}
