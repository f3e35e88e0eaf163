/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-advice.h"
#include "ump-conditions-rule.h"
#include "ump-error.h"
#include "ump-ids.h"
#include "ump-matchmaker.h"

/* Automatic draws are uniform for as long as this. */
#define UNIFORM_BALLOTS 10
/* The advice takes as many contenders. */
#define MAX_ADVISED 1000

/**
 * Pair:
 * @first: index into the pool, smaller than @second
 * @second: index into the pool
 * @weight: how often it is drawn relative to others; always positive, so that
 *   no pair can be excluded by who has counted along
 */
typedef struct {
  guint first;
  guint second;
  double weight;
} Pair;


static gboolean
is_eligible (const UmpContender *contender)
{
  return contender->enabled && !contender->retired;
}


static gboolean
may_meet (const UmpContender *first, const UmpContender *second)
{
  return first->practice == second->practice && !g_str_equal (first->lineage, second->lineage);
}


static gboolean
is_pair_of (const char *const *ids, const UmpContender *first, const UmpContender *second)
{
  return ids != NULL && ((g_str_equal (ids[0], first->id) && g_str_equal (ids[1], second->id)) || (g_str_equal (ids[0], second->id) && g_str_equal (ids[1], first->id)));
}


/* All pairs that may be drawn; @pool_size becomes how many contenders they are of. */
static GArray *
list_pairs (GPtrArray *pool, const char *const *avoid_pair, guint *pool_size)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_autofree gboolean *used = g_new0 (gboolean, MAX (pool->len, 1));

  for (guint i = 0; i < pool->len; i++) {
    const UmpContender *first = g_ptr_array_index (pool, i);

    for (guint j = i + 1; is_eligible (first) && j < pool->len; j++) {
      const UmpContender *second = g_ptr_array_index (pool, j);
      Pair pair = { i, j, 1.0 };

      if (!is_eligible (second) || !may_meet (first, second))
        continue;
      used[i] = used[j] = TRUE;
      if (!is_pair_of (avoid_pair, first, second))
        g_array_append_val (pairs, pair);
    }
  }
  *pool_size = 0;
  for (guint i = 0; i < pool->len; i++)
    *pool_size += used[i];
  return pairs;
}


/* How many standing ballots each of the pool has. All count, clean or not:
 * one who always gives itself away would else be drawn for ever. */
static guint *
count_games (GPtrArray *pool, GPtrArray *ballots)
{
  g_autoptr (GHashTable) index = g_hash_table_new (g_str_hash, g_str_equal);
  guint *games = g_new0 (guint, MAX (pool->len, 1));

  for (guint i = 0; i < pool->len; i++)
    g_hash_table_insert (index, ((UmpContender *) g_ptr_array_index (pool, i))->id, GUINT_TO_POINTER (i + 1));
  for (guint i = 0; ballots != NULL && i < ballots->len; i++) {
    const UmpBallot *ballot = g_ptr_array_index (ballots, i);

    for (int side = 0; side < UMP_N_SIDES; side++) {
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (index, ballot->contender_ids[side]));

      if (place > 0)
        games[place - 1]++;
    }
  }
  return games;
}


/* Balanced: who has few games is drawn often. The weight of a pair falls with
 * the square of the games of each, which pulls counts together fast and still
 * leaves every pair possible. */
static void
weigh_balanced (GArray *pairs, GPtrArray *pool, GPtrArray *ballots)
{
  g_autofree guint *games = count_games (pool, ballots);

  for (guint i = 0; i < pairs->len; i++) {
    Pair *pair = &g_array_index (pairs, Pair, i);
    double product = (1.0 + games[pair->first]) * (1.0 + games[pair->second]);

    pair->weight = 1.0 / (product * product);
  }
}


/* Finds or makes the place of @id among those that the advice is about. */
static guint32
place_contender (GHashTable *places, const char *id)
{
  gpointer place;

  if (!g_hash_table_lookup_extended (places, id, NULL, &place)) {
    place = GUINT_TO_POINTER (g_hash_table_size (places));
    g_hash_table_insert (places, (gpointer) id, place);
  }
  return GPOINTER_TO_UINT (place);
}


/* What is known so far is what the board rates: clean ballots, also those of
 * contenders that are drawn no more, since they tie the others together. */
static GArray *
list_votes (GPtrArray *ballots, GHashTable *places)
{
  GArray *votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));

  for (guint i = 0; ballots != NULL && i < ballots->len; i++) {
    const UmpBallot *ballot = g_ptr_array_index (ballots, i);
    UmpVote vote = { .outcome = (UmpOutcome) ballot->verdict, .cluster = ballot->cluster };

    if (ballot->verdict == UMP_VERDICT_NONE || ump_conditions_rule_check (ballot->conditions, ballot->unblinded) != 0)
      continue;
    vote.a = place_contender (places, ballot->contender_ids[UMP_SIDE_A]);
    vote.b = place_contender (places, ballot->contender_ids[UMP_SIDE_B]);
    g_array_append_val (votes, vote);
  }
  return votes;
}


/* Informative: by what one more vote is expected to tell. Returns FALSE where
 * there is no advice to be had. */
static gboolean
weigh_informative (GArray *pairs, GPtrArray *pool, GPtrArray *ballots)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree guint32 *place_of = g_new0 (guint32, MAX (pool->len, 1));
  g_autofree double *weights = NULL;
  g_autoptr (GArray) votes = NULL;
  gsize n;

  for (guint i = 0; i < pairs->len; i++) {
    const Pair *pair = &g_array_index (pairs, Pair, i);

    place_of[pair->first] = place_contender (places, ((UmpContender *) g_ptr_array_index (pool, pair->first))->id);
    place_of[pair->second] = place_contender (places, ((UmpContender *) g_ptr_array_index (pool, pair->second))->id);
  }
  votes = list_votes (ballots, places);
  n = g_hash_table_size (places);
  if (n > MAX_ADVISED)
    return FALSE;
  weights = g_new (double, n * n);
  if (!ump_advice_next_pair ((const UmpVote *) votes->data, votes->len, n, NULL, weights))
    return FALSE;
  for (guint i = 0; i < pairs->len; i++) {
    Pair *pair = &g_array_index (pairs, Pair, i);

    pair->weight = weights[place_of[pair->first] * n + place_of[pair->second]];
  }
  return TRUE;
}


/* A number from 0 to 1, without 1, with the 53 bits that a double holds. */
static double
draw_fraction (UmpRandomFunc random)
{
  double high = random (1u << 26);
  double low = random (1u << 27);

  return (high * (double) (1u << 27) + low) / ((double) (1u << 26) * (double) (1u << 27));
}


/* Returns the name of what was used in the end. */
static const char *
weigh (GArray *pairs, GPtrArray *pool, GPtrArray *ballots, UmpMatchmaking matchmaking)
{
  gboolean informative = matchmaking == UMP_MATCHMAKING_INFORMATIVE;

  if (matchmaking == UMP_MATCHMAKING_AUTOMATIC)
    informative = ballots != NULL && ballots->len >= UNIFORM_BALLOTS;
  if (informative && weigh_informative (pairs, pool, ballots))
    return "informative";
  if (informative || matchmaking == UMP_MATCHMAKING_BALANCED) {
    weigh_balanced (pairs, pool, ballots);
    return "balanced";
  }
  return "uniform";
}


static const Pair *
draw_pair (GArray *pairs, UmpRandomFunc random, double *probability)
{
  double sum = 0;
  double point;
  guint i;

  for (i = 0; i < pairs->len; i++)
    sum += g_array_index (pairs, Pair, i).weight;
  point = draw_fraction (random) * sum;
  for (i = 0; i + 1 < pairs->len; i++) {
    point -= g_array_index (pairs, Pair, i).weight;
    if (point < 0)
      break;
  }
  *probability = g_array_index (pairs, Pair, i).weight / sum;
  return &g_array_index (pairs, Pair, i);
}


static void
set_no_pair_error (GError **error, guint pool_size, guint n_pool)
{
  if (pool_size >= 2)
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("There is no other pair to draw. Switch on a third model."));
  else if (n_pool == 0)
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("A battle needs two models. Add a provider and switch on at least two."));
  else
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("A battle needs two models. Switch on at least two."));
}


/**
 * ump_matchmaker_draw:
 * @pool: (element-type UmpContender): who there is; those that are disabled or
 *   retired are passed over, practice partners meet only each other, and no
 *   two versions of one contender meet
 * @ballots: (element-type UmpBallot) (nullable): what was voted so far
 * @matchmaking: how to draw
 * @avoid_pair: (array fixed-size=2) (nullable): ids of a pair that is not wanted
 * @random: where chance comes from: ump_random_below()
 * @draw: (out): what was drawn
 * @error: return location for an error of %UMP_ERROR_INVALID
 *
 * Draws an unordered pair, then its sides by a fair coin. With many contenders
 * the advice takes a while, so this is work for a worker thread.
 *
 * Returns: %FALSE with @error set where there is no pair
 */
gboolean
ump_matchmaker_draw (GPtrArray *pool, GPtrArray *ballots, UmpMatchmaking matchmaking, const char *const *avoid_pair, UmpRandomFunc random, UmpDraw *draw, GError **error)
{
  g_autoptr (GArray) pairs = NULL;
  const Pair *pair;
  guint first;

  g_return_val_if_fail (pool != NULL && random != NULL && draw != NULL, FALSE);

  pairs = list_pairs (pool, avoid_pair, &draw->pool_size);
  if (pairs->len == 0) {
    set_no_pair_error (error, draw->pool_size, pool->len);
    return FALSE;
  }
  draw->method = weigh (pairs, pool, ballots, matchmaking);
  pair = draw_pair (pairs, random, &draw->probability);
  first = random (UMP_N_SIDES);
  draw->contenders[first] = pair->first;
  draw->contenders[1 - first] = pair->second;
  return TRUE;
}
