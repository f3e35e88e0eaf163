/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-error.h"
#include "ump-ids.h"
#include "ump-matchmaker.h"


static GPtrArray *
make_pool (guint n)
{
  GPtrArray *pool = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_contender_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (pool, ump_contender_new ("provider", "model"));
  return pool;
}


static UmpContender *
get (GPtrArray *pool, guint i)
{
  return g_ptr_array_index (pool, i);
}


static void
add_ballot (GPtrArray *ballots, GPtrArray *pool, guint a, guint b)
{
  UmpBallot *ballot = g_new0 (UmpBallot, 1);

  ballot->contender_ids[UMP_SIDE_A] = g_strdup (get (pool, a)->id);
  ballot->contender_ids[UMP_SIDE_B] = g_strdup (get (pool, b)->id);
  ballot->verdict = UMP_VERDICT_TIE;
  g_ptr_array_add (ballots, ballot);
}


static GPtrArray *
make_ballots (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ump_ballot_free);
}


static void
draw (GPtrArray *pool, GPtrArray *ballots, UmpMatchmaking matchmaking, UmpDraw *result)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ump_matchmaker_draw (pool, ballots, matchmaking, NULL, ump_random_below, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result->contenders[0], !=, result->contenders[1]);
}


/* Four contenders have six pairs. 6000 draws: each pair 1000 times, standard
 * deviation sqrt (6000 * 1/6 * 5/6) = 29; five of them is a false alarm of
 * 3.4e-6 over the six. Sides are a fair coin: 3000, standard deviation 39. */
static void
test_uniform (void)
{
  g_autoptr (GPtrArray) pool = make_pool (4);
  guint pairs[4][4] = { 0 };
  guint smaller_is_a = 0;
  UmpDraw result;

  for (guint i = 0; i < 6000; i++) {
    draw (pool, NULL, UMP_MATCHMAKING_UNIFORM, &result);
    g_assert_cmpuint (result.pool_size, ==, 4);
    g_assert_cmpfloat_with_epsilon (result.probability, 1.0 / 6, 1e-12);
    g_assert_cmpstr (result.method, ==, "uniform");
    smaller_is_a += result.contenders[0] < result.contenders[1];
    pairs[MIN (result.contenders[0], result.contenders[1])][MAX (result.contenders[0], result.contenders[1])]++;
  }
  for (guint i = 0; i < 4; i++)
    for (guint j = i + 1; j < 4; j++) {
      g_assert_cmpuint (pairs[i][j], >, 1000 - 145);
      g_assert_cmpuint (pairs[i][j], <, 1000 + 145);
    }
  g_assert_cmpuint (smaller_is_a, >, 3000 - 195);
  g_assert_cmpuint (smaller_is_a, <, 3000 + 195);
}


/* Weights (1 + games)^-2 of each, multiplied. By hand for 3, 1, 0 and 0 games:
 * (4*2)^-2, (4*1)^-2 twice, (2*1)^-2 twice, 1: the sum is 1.640625, and the
 * pair of the two newcomers has 1/1.640625. */
static void
test_balanced (void)
{
  g_autoptr (GPtrArray) pool = make_pool (4);
  g_autoptr (GPtrArray) stranger = make_pool (1);
  g_autoptr (GPtrArray) ballots = make_ballots ();
  gboolean checked = FALSE;
  UmpDraw result;

  add_ballot (ballots, pool, 0, 1);
  for (guint i = 0; i < 2; i++) {
    UmpBallot *ballot;

    add_ballot (ballots, pool, 0, 0);
    ballot = g_ptr_array_index (ballots, ballots->len - 1);
    g_free (ballot->contender_ids[UMP_SIDE_B]);
    ballot->contender_ids[UMP_SIDE_B] = g_strdup (get (stranger, 0)->id);
  }
  for (guint i = 0; i < 200; i++) {
    draw (pool, ballots, UMP_MATCHMAKING_BALANCED, &result);
    g_assert_cmpstr (result.method, ==, "balanced");
    g_assert_cmpfloat (result.probability, >, 0);
    if (result.contenders[0] + result.contenders[1] == 5) {
      g_assert_cmpfloat_with_epsilon (result.probability, 1 / 1.640625, 1e-12);
      checked = TRUE;
    }
  }
  g_assert_true (checked);
}


static void
add_clean_ballot (GPtrArray *ballots, GPtrArray *pool, guint a, guint b)
{
  UmpBallot *ballot;

  add_ballot (ballots, pool, a, b);
  ballot = g_ptr_array_index (ballots, ballots->len - 1);
  ballot->conditions = ump_conditions_new ();
  ballot->conditions->both_seen = TRUE;
  for (int side = 0; side < UMP_N_SIDES; side++)
    ballot->conditions->endings[side] = UMP_ENDING_STOP;
}


/* Two have met often and a third not at all: only pairs with the third bridge
 * the two groups, and by symmetry they share nine tenths of the weight; a tenth
 * is spread over all three pairs. */
static void
test_informative (void)
{
  g_autoptr (GPtrArray) pool = make_pool (3);
  g_autoptr (GPtrArray) ballots = make_ballots ();
  UmpDraw result;

  for (guint i = 0; i < 9; i++)
    add_clean_ballot (ballots, pool, i % 2, 1 - i % 2);
  draw (pool, ballots, UMP_MATCHMAKING_AUTOMATIC, &result);
  g_assert_cmpstr (result.method, ==, "uniform");
  add_clean_ballot (ballots, pool, 1, 0);
  for (guint i = 0; i < 100; i++) {
    gboolean bridges;

    draw (pool, ballots, UMP_MATCHMAKING_AUTOMATIC, &result);
    bridges = result.contenders[0] == 2 || result.contenders[1] == 2;
    g_assert_cmpstr (result.method, ==, "informative");
    g_assert_cmpfloat_with_epsilon (result.probability, bridges ? 0.9 / 2 + 0.1 / 3 : 0.1 / 3, 1e-6);
  }
  /* Without a vote all pairs tell the same. */
  draw (pool, NULL, UMP_MATCHMAKING_INFORMATIVE, &result);
  g_assert_cmpstr (result.method, ==, "informative");
  g_assert_cmpfloat_with_epsilon (result.probability, 1.0 / 3, 1e-6);
}


static void
test_who_may_meet (void)
{
  g_autoptr (GPtrArray) pool = make_pool (7);
  UmpDraw result;

  get (pool, 1)->enabled = FALSE;
  get (pool, 2)->retired = TRUE;
  get (pool, 3)->practice = TRUE;
  g_free (get (pool, 4)->lineage);
  get (pool, 4)->lineage = g_strdup (get (pool, 0)->lineage);
  get (pool, 5)->practice = TRUE;
  /* 0 and 4 are one contender; 3 and 5 are practice partners; 6 is another. */
  for (guint i = 0; i < 500; i++) {
    guint sum;

    draw (pool, NULL, UMP_MATCHMAKING_AUTOMATIC, &result);
    sum = result.contenders[0] + result.contenders[1];
    g_assert_cmpuint (result.pool_size, ==, 5);
    g_assert_true (sum == 6 || sum == 10 || (sum == 8 && result.contenders[0] != 6 && result.contenders[0] != 2));
    g_assert_cmpfloat_with_epsilon (result.probability, 1.0 / 3, 1e-12);
  }
}


static void
assert_no_pair (GPtrArray *pool, const char *const *avoid)
{
  g_autoptr (GError) error = NULL;
  UmpDraw result;

  g_assert_false (ump_matchmaker_draw (pool, NULL, UMP_MATCHMAKING_AUTOMATIC, avoid, ump_random_below, &result, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_INVALID);
  g_assert_cmpstr (error->message, !=, "");
}


static void
test_no_pair (void)
{
  g_autoptr (GPtrArray) none = make_pool (0);
  g_autoptr (GPtrArray) one = make_pool (1);
  g_autoptr (GPtrArray) two = make_pool (2);
  g_autoptr (GPtrArray) three = make_pool (3);
  const char *avoid[] = { get (two, 1)->id, get (two, 0)->id };
  UmpDraw result;

  assert_no_pair (none, NULL);
  assert_no_pair (one, NULL);
  assert_no_pair (two, avoid);
  avoid[0] = get (three, 2)->id;
  avoid[1] = get (three, 0)->id;
  for (guint i = 0; i < 200; i++) {
    g_assert_true (ump_matchmaker_draw (three, NULL, UMP_MATCHMAKING_UNIFORM, avoid, ump_random_below, &result, NULL));
    g_assert_cmpuint (result.contenders[0] + result.contenders[1], !=, 2);
    g_assert_cmpuint (result.pool_size, ==, 3);
  }
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/matchmaker/uniform", test_uniform);
  g_test_add_func ("/matchmaker/balanced", test_balanced);
  g_test_add_func ("/matchmaker/informative", test_informative);
  g_test_add_func ("/matchmaker/who-may-meet", test_who_may_meet);
  g_test_add_func ("/matchmaker/no-pair", test_no_pair);
  return g_test_run ();
}
