/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-categories.h"
#include "ump-random.h"
#include "ump-rating-table.h"
#include "ump-test-votes.h"

/* How the table must change where the votes change in a known way, and worked
 * examples that others have published. */

#define N 6


static GArray *
make_votes (guint n_votes, guint64 seed)
{
  GArray *votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));
  UmpRandom random;

  ump_random_seed (&random, seed);
  for (guint i = 0; i < n_votes; i++) {
    guint a = ump_random_next (&random) % N, b = ump_random_next (&random) % (N - 1);
    double u = ump_random_uniform (&random);
    UmpVote vote = { a, b + (b >= a), UMP_OUTCOME_A, i / 2 };

    if (u < 0.15)
      vote.outcome = UMP_OUTCOME_TIE;
    else if (u < 0.25)
      vote.outcome = UMP_OUTCOME_BOTH_BAD;
    else if (u > 0.6 + 0.05 * ((double) vote.b - vote.a))
      vote.outcome = UMP_OUTCOME_B;
    g_array_append_val (votes, vote);
  }
  return votes;
}


static void
rate (const char *method, GArray *votes, guint n, UmpRatingTable *table)
{
  UmpTally tally;
  UmpRatingOptions options;
  UmpRatingData data = { .tally = &tally, .votes = (const UmpVote *) (gpointer) votes->data, .n_votes = votes->len };

  ump_rating_options_init (&options);
  options.rounds = 50;
  g_assert_true (ump_tally_from_votes (&tally, data.votes, votes->len, n));
  g_assert_true (ump_rating_table_compute (table, ump_rating_method_find (method), &data, &options));
  ump_tally_clear (&tally);
}


static void
assert_same_row (const UmpRatingRow *row, const UmpRatingRow *other, const char *what)
{
  ump_test_assert_near (row->rating, other->rating, 1e-7, what);
  g_assert_true (isnan (row->se) == isnan (other->se));
  if (!isnan (row->se))
    ump_test_assert_near (row->se, other->se, 1e-6, what);
  g_assert_cmpuint (row->wins, ==, other->wins);
  g_assert_cmpuint (row->losses, ==, other->losses);
  g_assert_cmpuint (row->ties, ==, other->ties);
  g_assert_cmpuint (row->both_bad, ==, other->both_bad);
  g_assert_cmpuint (row->rank_low, ==, other->rank_low);
  g_assert_cmpuint (row->rank_high, ==, other->rank_high);
}

/* Those whose intervals are not drawn, so that they may be compared exactly. */
static const char *const methods[] = { "davidson", "bt-map", "bt", "rao-kupper", "style" };


static void
test_relabelling (void)
{
  static const guint places[N] = { 3, 0, 5, 1, 4, 2 };
  g_autoptr (GArray) votes = make_votes (120, 1);

  for (guint m = 0; m < G_N_ELEMENTS (methods); m++) {
    g_autoptr (GArray) renamed = g_array_copy (votes);
    UmpRatingTable table, other;

    for (guint i = 0; i < renamed->len; i++) {
      UmpVote *vote = &g_array_index (renamed, UmpVote, i);

      vote->a = places[vote->a];
      vote->b = places[vote->b];
    }
    rate (methods[m], votes, N, &table);
    rate (methods[m], renamed, N, &other);
    for (guint i = 0; i < N; i++)
      assert_same_row (&table.rows[i], &other.rows[places[i]], methods[m]);
    ump_rating_table_clear (&table);
    ump_rating_table_clear (&other);
  }
}


/* The same votes with the sides changed, and in another order. */
static void
test_sides_and_order (void)
{
  g_autoptr (GArray) votes = make_votes (120, 2);

  for (guint m = 0; m < G_N_ELEMENTS (methods); m++) {
    g_autoptr (GArray) swapped = g_array_new (FALSE, FALSE, sizeof (UmpVote));
    UmpRatingTable table, other;

    for (guint i = votes->len; i-- > 0;) {
      const UmpVote *vote = &g_array_index (votes, UmpVote, i);
      UmpVote turned = { vote->b, vote->a, vote->outcome, vote->cluster };

      if (vote->outcome == UMP_OUTCOME_A)
        turned.outcome = UMP_OUTCOME_B;
      else if (vote->outcome == UMP_OUTCOME_B)
        turned.outcome = UMP_OUTCOME_A;
      g_array_append_val (swapped, turned);
    }
    rate (methods[m], votes, N, &table);
    rate (methods[m], swapped, N, &other);
    for (guint i = 0; i < N; i++)
      assert_same_row (&table.rows[i], &other.rows[i], methods[m]);
    ump_rating_table_clear (&table);
    ump_rating_table_clear (&other);
  }
}


/* All votes four times: the same optimum, half the standard errors. */
static void
test_repeated_counts (void)
{
  static const char *const likelihoods[] = { "bt", "rao-kupper" };
  g_autoptr (GArray) votes = make_votes (200, 3);
  g_autoptr (GArray) repeated = g_array_new (FALSE, FALSE, sizeof (UmpVote));

  for (guint k = 0; k < 4; k++)
    g_array_append_vals (repeated, votes->data, votes->len);
  for (guint m = 0; m < G_N_ELEMENTS (likelihoods); m++) {
    UmpRatingTable table, other;

    rate (likelihoods[m], votes, N, &table);
    rate (likelihoods[m], repeated, N, &other);
    for (guint i = 0; i < N; i++) {
      ump_test_assert_near (other.rows[i].rating, table.rows[i].rating, 1e-7, likelihoods[m]);
      ump_test_assert_near (other.rows[i].se, table.rows[i].se / 2, 1e-7, likelihoods[m]);
    }
    ump_rating_table_clear (&table);
    ump_rating_table_clear (&other);
  }
}


/* A newcomer without votes: unrated where there is no prior, at the prior's mean
 * where there is one, and a fixed prior leaves the others where they were. */
static void
test_newcomer (void)
{
  g_autoptr (GArray) votes = make_votes (120, 4);
  UmpRatingTable table, other;

  rate ("bt", votes, N, &table);
  rate ("bt", votes, N + 1, &other);
  for (guint i = 0; i < N; i++)
    assert_same_row (&table.rows[i], &other.rows[i], "bt");
  g_assert_true (isnan (other.rows[N].rating));
  g_assert_cmpint (other.identified[N], ==, UMP_NO_VOTES);
  ump_rating_table_clear (&table);
  ump_rating_table_clear (&other);

  rate ("bt-map", votes, N, &table);
  rate ("bt-map", votes, N + 1, &other);
  for (guint i = 0; i < N; i++)
    ump_test_assert_near (other.rows[i].rating, table.rows[i].rating, 1e-7, "bt-map");
  ump_test_assert_near (other.rows[N].rating, 1000, 1e-7, "newcomer");
  ump_rating_table_clear (&table);
  ump_rating_table_clear (&other);

  rate ("davidson", votes, N + 1, &other);
  ump_test_assert_near (other.rows[N].rating, 1000, 1e-7, "newcomer");
  g_assert_cmpfloat (other.rows[N].se, >, 50);
  ump_rating_table_clear (&other);
}


/* A file cut in two is the same as the whole. */
static void
test_merge (void)
{
  g_autoptr (GArray) votes = make_votes (300, 5);
  const UmpVote *data = (const UmpVote *) (gpointer) votes->data;
  UmpTally whole, first, second;

  g_assert_true (ump_tally_from_votes (&whole, data, 300, N));
  g_assert_true (ump_tally_from_votes (&first, data, 77, N));
  g_assert_true (ump_tally_from_votes (&second, data + 77, 223, N));
  g_assert_true (ump_tally_merge (&first, &second));
  g_assert_cmpuint (first.n_pairs, ==, whole.n_pairs);
  g_assert_cmpmem (first.pairs, first.n_pairs * sizeof *first.pairs, whole.pairs, whole.n_pairs * sizeof *whole.pairs);
  g_assert_cmpuint (first.n_votes, ==, 300);
  ump_tally_clear (&whole);
  ump_tally_clear (&first);
  ump_tally_clear (&second);
}


/* More contenders than the table of counters takes: the sparse ways of counting
 * and of fitting give what the dense ones do. */
static void
test_sparse (void)
{
  enum { FEW = 300, MANY = 900 };
  g_autoptr (GArray) votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));
  const char *const both[] = { "bt", "davidson" };
  UmpRandom random;

  ump_random_seed (&random, 6);
  for (guint i = 0; i < 6000; i++) {
    guint a = ump_random_next (&random) % FEW, b = ump_random_next (&random) % (FEW - 1);
    UmpVote vote = { a, b + (b >= a), UMP_OUTCOME_A + ump_random_next (&random) % 3, i };

    g_array_append_val (votes, vote);
  }
  for (guint m = 0; m < G_N_ELEMENTS (both); m++) {
    UmpTally few, many;
    UmpRatingTable dense = { 0 }, sparse = { 0 };
    UmpRatingOptions options;
    UmpRatingData data = { .tally = &few };

    ump_rating_options_init (&options);
    options.interval = UMP_INTERVAL_NONE;
    options.prior_sd = m == 0 ? 0 : 200;
    g_assert_true (ump_tally_from_votes (&few, (const UmpVote *) (gpointer) votes->data, votes->len, FEW));
    g_assert_true (ump_tally_from_votes (&many, (const UmpVote *) (gpointer) votes->data, votes->len, MANY));
    g_assert_cmpuint (few.n_pairs, ==, many.n_pairs);
    g_assert_cmpmem (few.pairs, few.n_pairs * sizeof *few.pairs, many.pairs, many.n_pairs * sizeof *many.pairs);
    g_assert_true (ump_rating_table_compute (&dense, ump_rating_method_find (both[m]), &data, &options));
    data.tally = &many;
    g_assert_true (ump_rating_table_compute (&sparse, ump_rating_method_find (both[m]), &data, &options));
    for (guint i = 0; i < FEW; i++)
      ump_test_assert_near (sparse.rows[i].rating, dense.rows[i].rating, 1e-6, both[m]);
    ump_rating_table_clear (&dense);
    ump_rating_table_clear (&sparse);
    ump_tally_clear (&few);
    ump_tally_clear (&many);
  }
}


/* Standard errors of examples that arena-rank's own formula was used for; ours
 * are larger by what its ridge takes off. */
static void
check_arena_rank (GArray *votes, guint n, const double *expected, const UmpRatingTable *table)
{
  g_autofree double *se = g_new (double, n);
  UmpTally tally;

  g_assert_true (ump_tally_from_votes (&tally, (const UmpVote *) (gpointer) votes->data, votes->len, n));
  ump_test_arena_rank_se (&tally, se);
  for (guint i = 0; i < n; i++) {
    ump_test_assert_near (se[i], expected[i], 1e-4, "standard error of arena-rank");
    ump_test_assert_near (table->rows[i].se, expected[i], 2e-4 * expected[i], "standard error");
    g_assert_cmpfloat (table->rows[i].se, >=, se[i]);
  }
  ump_tally_clear (&tally);
}


static void
add (GArray *votes, guint a, guint b, guint wins, guint losses, guint ties)
{
  for (guint i = 0; i < wins + losses + ties; i++) {
    UmpVote vote = { a, b, i < wins ? UMP_OUTCOME_A : i < wins + losses ? UMP_OUTCOME_B : UMP_OUTCOME_TIE, votes->len };

    g_array_append_val (votes, vote);
  }
}


/* The example of Wikipedia's article on the Bradley-Terry model, in arena-rank's
 * tests: strengths .640, 1.043, .660, 2.270. */
static void
test_wikipedia (void)
{
  static const double ratings[] = { 922.4271, 1007.3661, 927.7676, 1142.4392 };
  static const double ses[] = { 94.5533, 84.1856, 91.7443, 108.3819 };
  static const double strengths[] = { 0.640, 1.043, 0.660, 2.270 };
  g_autoptr (GArray) votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));
  UmpRatingTable table;

  add (votes, 0, 1, 2, 3, 0);
  add (votes, 0, 3, 1, 4, 0);
  add (votes, 1, 2, 5, 3, 0);
  add (votes, 2, 3, 1, 3, 0);
  rate ("bt", votes, 4, &table);
  for (guint i = 0; i < 4; i++) {
    ump_test_assert_near (table.rows[i].rating, ratings[i], 1e-4, "rating");
    ump_test_assert_near (exp ((table.rows[i].rating - 1000) * G_LN10 / 400), strengths[i], 1e-3, "strength");
    g_assert_cmpuint (table.rows[i].rank_low, ==, 1);
  }
  check_arena_rank (votes, 4, ses, &table);
  ump_rating_table_clear (&table);
}


/* Three models with ties: ratings, errors, intervals and ranks; all ten times. */
static void
test_three_with_ties (void)
{
  static const double ratings[] = { 1128.6502, 974.0983, 897.2515 };
  static const double ses[2][3] = { { 51.1970, 48.7719, 49.7581 }, { 16.1899, 15.4230, 15.7349 } };
  static const double los[] = { 1028.3059, 878.5071, 799.7275 }, his[] = { 1228.9944, 1069.6895, 994.7756 };
  static const guint ranks[2][3] = { { 1, 1, 2 }, { 1, 2, 3 } };
  guint factors[] = { 1, 10 };

  for (guint k = 0; k < 2; k++) {
    g_autoptr (GArray) votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));
    UmpRatingTable table;

    add (votes, 0, 1, 6 * factors[k], 2 * factors[k], 2 * factors[k]);
    add (votes, 1, 2, 5 * factors[k], 3 * factors[k], 2 * factors[k]);
    add (votes, 0, 2, 7 * factors[k], 1 * factors[k], 2 * factors[k]);
    rate ("bt", votes, 3, &table);
    for (guint i = 0; i < 3; i++) {
      ump_test_assert_near (table.rows[i].rating, ratings[i], 1e-4, "rating");
      g_assert_cmpuint (table.rows[i].rank_low, ==, ranks[k][i]);
      if (k == 0) {
        ump_test_assert_near (table.rows[i].lo, los[i], 0.02, "lower end");
        ump_test_assert_near (table.rows[i].hi, his[i], 0.02, "upper end");
      }
    }
    check_arena_rank (votes, 3, ses[k], &table);
    ump_rating_table_clear (&table);
  }
}


/* A second example: the first pair ten times as often. */
static void
test_unequal_pairs (void)
{
  static const double ratings[] = { 1125.2958, 977.0789, 897.6253 }, ses[] = { 29.8507, 29.3649, 49.5857 };
  g_autoptr (GArray) votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));
  UmpRatingTable table;

  add (votes, 0, 1, 60, 20, 20);
  add (votes, 1, 2, 5, 3, 2);
  add (votes, 0, 2, 7, 1, 2);
  rate ("bt", votes, 3, &table);
  for (guint i = 0; i < 3; i++)
    ump_test_assert_near (table.rows[i].rating, ratings[i], 1e-4, "rating");
  check_arena_rank (votes, 3, ses, &table);
  ump_rating_table_clear (&table);
}


static void
test_online_elo (void)
{
  static const UmpVote votes[] = { { 0, 1, UMP_OUTCOME_A }, { 1, 2, UMP_OUTCOME_A }, { 0, 2, UMP_OUTCOME_TIE }, { 1, 0, UMP_OUTCOME_A }, { 2, 0, UMP_OUTCOME_A } };
  static const double forwards[] = { 997.954347, 1002.022826, 1000.022826 }, backwards[] = { 998.091694, 1001.942643, 999.965663 };
  UmpVote reversed[5];
  UmpRatingRow rows[3];

  for (guint i = 0; i < 5; i++)
    reversed[i] = votes[4 - i];
  g_assert_true (ump_rating_method_find ("elo")->fit (votes, 5, 3, rows));
  for (guint i = 0; i < 3; i++)
    ump_test_assert_near (rows[i].rating, forwards[i], 1e-6, "in order");
  g_assert_true (ump_rating_method_find ("elo")->fit (reversed, 5, 3, rows));
  for (guint i = 0; i < 3; i++)
    ump_test_assert_near (rows[i].rating, backwards[i], 1e-6, "reversed");
}


/* An anchor moves all alike and takes its own uncertainty away. */
static void
test_anchor (void)
{
  g_autoptr (GArray) votes = make_votes (120, 7);
  UmpTally tally;
  UmpRatingOptions options;
  UmpRatingTable free_table, held;
  UmpRatingData data = { .tally = &tally };

  g_assert_true (ump_tally_from_votes (&tally, (const UmpVote *) (gpointer) votes->data, votes->len, N));
  ump_rating_options_init (&options);
  rate ("bt", votes, N, &free_table);
  options.anchored = true;
  options.anchor = 2;
  options.anchor_rating = 1114;
  g_assert_true (ump_rating_table_compute (&held, ump_rating_method_find ("bt"), &data, &options));
  g_assert_cmpfloat (held.rows[2].rating, ==, 1114);
  g_assert_cmpfloat (held.rows[2].lo, ==, 1114);
  for (guint i = 0; i < N; i++) {
    double difference = free_table.covariance[i * N + i] + free_table.covariance[2 * N + 2] - 2 * free_table.covariance[i * N + 2];

    ump_test_assert_near (held.rows[i].rating - 1114, free_table.rows[i].rating - free_table.rows[2].rating, 1e-9, "difference");
    ump_test_assert_near (held.rows[i].se, sqrt (MAX (difference, 0)), 1e-6, "standard error of the difference");
  }
  ump_rating_table_clear (&free_table);
  ump_rating_table_clear (&held);
  ump_tally_clear (&tally);
}


/* A category without votes has the overall board; one with many has its own. */
static void
test_pooling (void)
{
  g_autoptr (GArray) votes = make_votes (400, 8);
  g_autoptr (GArray) turned = g_array_new (FALSE, FALSE, sizeof (UmpVote));
  UmpTally tallies[2];
  UmpRatingOptions options;
  UmpRatingTable overall, empty, own, pooled;

  ump_rating_options_init (&options);
  g_assert_true (ump_tally_from_votes (&tallies[0], (const UmpVote *) (gpointer) votes->data, votes->len, N));
  g_assert_true (ump_tally_from_votes (&tallies[1], NULL, 0, N));
  rate ("davidson", votes, N, &overall);
  g_assert_true (ump_categories_rate (tallies, 2, 1, &options, &empty));
  for (guint i = 0; i < N; i++) {
    ump_test_assert_near (empty.rows[i].rating, overall.rows[i].rating, 25, "empty category");
    g_assert_cmpfloat (empty.rows[i].se, >, overall.rows[i].se);
  }
  ump_tally_clear (&tallies[1]);

  /* In this category everything is the other way round. */
  for (guint k = 0; k < 20; k++)
    for (guint i = 0; i < votes->len; i++) {
      UmpVote vote = g_array_index (votes, UmpVote, i);
      guint a = vote.a;

      vote.a = vote.b;
      vote.b = a;
      g_array_append_val (turned, vote);
    }
  g_assert_true (ump_tally_from_votes (&tallies[1], (const UmpVote *) (gpointer) turned->data, turned->len, N));
  rate ("davidson", turned, N, &own);
  g_assert_true (ump_categories_rate (tallies, 2, 1, &options, &pooled));
  for (guint i = 0; i < N; i++)
    ump_test_assert_near (pooled.rows[i].rating, own.rows[i].rating, 5, "category with many votes");
  ump_rating_table_clear (&overall);
  ump_rating_table_clear (&empty);
  ump_rating_table_clear (&own);
  ump_rating_table_clear (&pooled);
  ump_tally_clear (&tallies[0]);
  ump_tally_clear (&tallies[1]);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ratings/properties/relabelling", test_relabelling);
  g_test_add_func ("/ratings/properties/sides-and-order", test_sides_and_order);
  g_test_add_func ("/ratings/properties/repeated-counts", test_repeated_counts);
  g_test_add_func ("/ratings/properties/newcomer", test_newcomer);
  g_test_add_func ("/ratings/properties/merge", test_merge);
  g_test_add_func ("/ratings/properties/sparse", test_sparse);
  g_test_add_func ("/ratings/properties/anchor", test_anchor);
  g_test_add_func ("/ratings/properties/pooling", test_pooling);
  g_test_add_func ("/ratings/examples/wikipedia", test_wikipedia);
  g_test_add_func ("/ratings/examples/three-with-ties", test_three_with_ties);
  g_test_add_func ("/ratings/examples/unequal-pairs", test_unequal_pairs);
  g_test_add_func ("/ratings/examples/online-elo", test_online_elo);
  return g_test_run ();
}
