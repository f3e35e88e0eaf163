/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-advice.h"
#include "ump-davidson.h"
#include "ump-forecast.h"
#include "ump-random.h"
#include "ump-robustness.h"
#include "ump-side-bias.h"
#include "ump-test-votes.h"


static void
add (GArray *votes, guint a, guint b, UmpOutcome outcome, guint times)
{
  UmpVote vote = { a, b, outcome, 0 };

  for (guint i = 0; i < times; i++)
    g_array_append_val (votes, vote);
}


static const UmpVote *
get_votes (GArray *votes)
{
  return (const UmpVote *) (gpointer) votes->data;
}


/* Two islands of two: a bridge first. Then the weights are a distribution in
 * which no pair is impossible. */
static void
test_bridges (void)
{
  g_autoptr (GArray) votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));
  double weights[16], sum = 0;

  add (votes, 0, 1, UMP_OUTCOME_A, 5);
  add (votes, 2, 3, UMP_OUTCOME_B, 1);
  g_assert_true (ump_advice_next_pair (get_votes (votes), votes->len, 4, NULL, weights));
  for (guint i = 0; i < 4; i++) {
    g_assert_cmpfloat (weights[i * 4 + i], ==, 0);
    for (guint j = i + 1; j < 4; j++) {
      ump_test_assert_near (weights[i * 4 + j], weights[j * 4 + i], 1e-15, "symmetry");
      sum += weights[i * 4 + j];
    }
  }
  ump_test_assert_near (sum, 1, 1e-12, "sum");
  /* A tenth over six pairs is what those within an island get. */
  ump_test_assert_near (weights[1], 0.1 / 6, 1e-12, "within the first");
  ump_test_assert_near (weights[2 * 4 + 3], 0.1 / 6, 1e-12, "within the second");
  g_assert_cmpfloat (weights[2], >, 0.1 / 6);
}


/* The drop that is foretold is the one that a fit with the information of one
 * more vote shows: V less a rank-one term. Checked against inverting anew. */
static void
test_drop_is_exact (void)
{
  g_autoptr (GArray) votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));
  double drops[4], cheap[4];
  const double costs[2] = { 1, 3 };
  UmpTally tally;
  UmpDavidson davidson;
  g_autofree UmpComparison *comparisons = NULL;
  size_t n_comparisons;
  double half, after, information, nu, variance;

  add (votes, 0, 1, UMP_OUTCOME_A, 6);
  add (votes, 0, 1, UMP_OUTCOME_B, 4);
  add (votes, 0, 1, UMP_OUTCOME_TIE, 2);
  g_assert_true (ump_advice_expected_drops (get_votes (votes), votes->len, 2, NULL, drops));
  g_assert_true (ump_advice_expected_drops (get_votes (votes), votes->len, 2, costs, cheap));
  ump_test_assert_near (cheap[1], drops[1] / 4, 1e-9, "per unit of cost");

  /* With two contenders only the difference d counts: its variance v falls to
   * 1 / (1 / v + w), and each centred rating has a quarter of it. */
  g_assert_true (ump_tally_from_votes (&tally, get_votes (votes), votes->len, 2));
  comparisons = ump_comparisons_from_tally (&tally, false, &n_comparisons);
  g_assert_true (ump_davidson_fit (&davidson, comparisons, n_comparisons, 2));
  half = exp ((davidson.rating[0] - davidson.rating[1]) / UMP_ELO_PER_UNIT / 2);
  nu = ump_davidson_get_nu (&davidson);
  {
    double all = half + 1 / half + nu, p_a = half / all, p_b = 1 / half / all;

    information = (p_a + p_b - (p_a - p_b) * (p_a - p_b)) / 4 / (UMP_ELO_PER_UNIT * UMP_ELO_PER_UNIT);
  }
  variance = 4 * davidson.covariance[0];
  after = 1 / (1 / variance + information);
  ump_test_assert_near (drops[1], 2 * (variance - after) / 4, 1e-6 * drops[1], "drop");
  ump_davidson_clear (&davidson);
  ump_tally_clear (&tally);
}


/* Whether somebody is ahead of @leader without the votes in @mask. */
static gboolean
leader_falls (const UmpVote *votes, guint n_votes, guint n, guint mask, guint leader)
{
  UmpVote left[12];
  guint n_left = 0;
  UmpTally tally;
  UmpDavidson davidson;
  g_autofree UmpComparison *comparisons = NULL;
  size_t n_comparisons;
  gboolean falls = FALSE;

  for (guint i = 0; i < n_votes; i++)
    if (!(mask & (1u << i)))
      left[n_left++] = votes[i];
  g_assert_true (ump_tally_from_votes (&tally, left, n_left, n));
  comparisons = ump_comparisons_from_tally (&tally, false, &n_comparisons);
  g_assert_true (ump_davidson_fit (&davidson, comparisons, n_comparisons, n));
  for (guint i = 0; i < n; i++)
    falls = falls || davidson.rating[i] > davidson.rating[leader] + 1e-6;
  ump_davidson_clear (&davidson);
  ump_tally_clear (&tally);
  return falls;
}


/* Every subset of every small case of the expected file. */
static void
test_robustness_is_brute_force (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *cases = json_object_get_object_member (ump_test_load_object ("ratings/edge_cases.json", parser), "cases");
  g_autoptr (GList) names = json_object_get_members (cases);
  guint n_checked = 0;

  for (GList *l = names; l != NULL; l = l->next) {
    g_autoptr (UmpTestVotes) votes = ump_test_votes_from_battles (json_object_get_array_member (json_object_get_object_member (cases, l->data), "battles"));
    UmpTally tally;
    UmpRobustness robustness;
    guint best = 0;

    if (votes->votes->len == 0 || votes->votes->len > 12)
      continue;
    ump_test_votes_tally (votes, &tally);
    g_assert_true (ump_robustness_find (&robustness, &tally));
    for (guint mask = 1; mask < 1u << votes->votes->len; mask++) {
      guint size = __builtin_popcount (mask);

      if ((best == 0 || size < best) && leader_falls (get_votes (votes->votes), votes->votes->len, tally.n, mask, robustness.leader))
        best = size;
    }
    g_assert_cmpuint (robustness.n_removed, ==, best);
    g_assert_true (robustness.exact);
    n_checked++;
    ump_robustness_clear (&robustness);
    ump_tally_clear (&tally);
  }
  g_assert_cmpuint (n_checked, >=, 8);
}


/* One leads another by 35 to 25: without eleven of its wins it is behind, and
 * no fewer will do. */
static void
test_robustness_of_many (void)
{
  g_autoptr (GArray) votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));
  UmpTally tally;
  UmpRobustness robustness;
  guint wins_removed = 0;

  add (votes, 0, 1, UMP_OUTCOME_A, 35);
  add (votes, 0, 1, UMP_OUTCOME_B, 25);
  g_assert_true (ump_tally_from_votes (&tally, get_votes (votes), votes->len, 2));
  g_assert_true (ump_robustness_find (&robustness, &tally));
  g_assert_cmpuint (robustness.leader, ==, 0);
  g_assert_cmpuint (robustness.successor, ==, 1);
  g_assert_cmpuint (robustness.n_removed, ==, 11);
  for (guint k = 0; k < robustness.n_kinds; k++)
    if (robustness.kinds[k].outcome == UMP_OUTCOME_A)
      wins_removed += robustness.removed[k];
  g_assert_cmpuint (wins_removed, ==, 11);
  ump_robustness_clear (&robustness);
  ump_tally_clear (&tally);
}


/* The left always wins against the right, whoever is there. */
static void
test_side_bias (void)
{
  g_autoptr (GArray) votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));
  UmpTally tally;
  UmpSideBias bias;

  add (votes, 0, 1, UMP_OUTCOME_A, 60);
  add (votes, 0, 1, UMP_OUTCOME_B, 30);
  add (votes, 1, 0, UMP_OUTCOME_A, 60);
  add (votes, 1, 0, UMP_OUTCOME_B, 30);
  g_assert_true (ump_tally_from_votes (&tally, get_votes (votes), votes->len, 2));
  g_assert_true (ump_side_bias_find (&bias, &tally));
  g_assert_cmpuint (bias.left, ==, 120);
  g_assert_cmpuint (bias.decisive, ==, 180);
  /* Two to one, and the strengths are equal: 400 log10 2, and a little more
   * because the prior still allows for ties. */
  ump_test_assert_near (bias.elo, 400 * log10 (2), 1.5, "worth of the left");
  g_assert_cmpfloat (bias.lo, >, 0);
  g_assert_cmpfloat (bias.share_lo, >, 0.5);
  ump_tally_clear (&tally);

  /* A fair coin. */
  g_array_set_size (votes, 0);
  add (votes, 0, 1, UMP_OUTCOME_A, 40);
  add (votes, 1, 0, UMP_OUTCOME_B, 40);
  add (votes, 1, 0, UMP_OUTCOME_A, 3);
  add (votes, 0, 1, UMP_OUTCOME_B, 3);
  g_assert_true (ump_tally_from_votes (&tally, get_votes (votes), votes->len, 2));
  g_assert_true (ump_side_bias_find (&bias, &tally));
  ump_test_assert_near (bias.share, 0.5, 1e-12, "share");
  ump_test_assert_near (bias.elo, 0, 1e-6, "no bias");
  ump_tally_clear (&tally);
}


static void
test_forecast (void)
{
  g_autoptr (GArray) votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));
  UmpTally tally;
  UmpForecast near_end, start;

  add (votes, 0, 1, UMP_OUTCOME_A, 3);
  add (votes, 1, 2, UMP_OUTCOME_A, 2);
  g_assert_true (ump_tally_from_votes (&tally, get_votes (votes), votes->len, 3));
  g_assert_true (ump_forecast_leader (&start, &tally, 0.95, 40, 1));
  g_assert_cmpuint (start.leader, ==, 0);
  g_assert_false (start.decided);
  g_assert_cmpfloat (start.lo, >, 0);
  g_assert_cmpfloat (start.votes, >=, start.lo);
  g_assert_cmpfloat (start.hi, >=, start.votes);
  ump_tally_clear (&tally);

  add (votes, 0, 1, UMP_OUTCOME_A, 40);
  add (votes, 0, 2, UMP_OUTCOME_A, 40);
  g_assert_true (ump_tally_from_votes (&tally, get_votes (votes), votes->len, 3));
  g_assert_true (ump_forecast_leader (&near_end, &tally, 0.95, 40, 1));
  g_assert_true (near_end.decided);
  g_assert_cmpfloat (near_end.votes, ==, 0);
  ump_tally_clear (&tally);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ratings/advice/bridges", test_bridges);
  g_test_add_func ("/ratings/advice/drop", test_drop_is_exact);
  g_test_add_func ("/ratings/robustness/brute-force", test_robustness_is_brute_force);
  g_test_add_func ("/ratings/robustness/many", test_robustness_of_many);
  g_test_add_func ("/ratings/side-bias", test_side_bias);
  g_test_add_func ("/ratings/forecast", test_forecast);
  return g_test_run ();
}
