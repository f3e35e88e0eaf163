/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-components.h"
#include "ump-head-to-head.h"
#include "ump-posterior.h"
#include "ump-rating-table.h"
#include "ump-test-votes.h"

/* tests/data/ratings/edge_cases.json: tiny vote lists whose numbers were
 * computed independently; the tolerances are the file's own. */

typedef struct {
  const char *name;
  UmpTestVotes *votes;
  UmpTally tally;
  JsonObject *expected;
} Case;

typedef void (*CaseFunc) (const Case *self);


static void
for_each_case (CaseFunc func)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *cases = json_object_get_object_member (ump_test_load_object ("ratings/edge_cases.json", parser), "cases");
  g_autoptr (GList) names = json_object_get_members (cases);

  g_assert_cmpuint (g_list_length (names), ==, 22);
  for (GList *l = names; l != NULL; l = l->next) {
    Case self = { .name = l->data, .expected = json_object_get_object_member (cases, l->data) };

    self.votes = ump_test_votes_from_battles (json_object_get_array_member (self.expected, "battles"));
    ump_test_votes_tally (self.votes, &self.tally);
    func (&self);
    ump_tally_clear (&self.tally);
    ump_test_votes_free (self.votes);
  }
}


static void
rate (const Case *self, const char *method, UmpInterval interval, double prior_sd, UmpRatingTable *table)
{
  UmpRatingData data = { .tally = &self->tally, .votes = (const UmpVote *) (gpointer) self->votes->votes->data, .n_votes = self->votes->votes->len };
  UmpRatingOptions options;

  ump_rating_options_init (&options);
  options.interval = interval;
  options.prior_sd = prior_sd;
  g_assert_true (ump_rating_table_compute (table, ump_rating_method_find (method), &data, &options));
}


/* Compares one column of the rows with a list. */
static void
check_rows (const Case *self, const UmpRatingTable *table, gsize column, JsonObject *object, const char *key, double tolerance, gboolean relative)
{
  JsonArray *expected = object != NULL && json_object_has_member (object, key) ? json_object_get_array_member (object, key) : NULL;

  for (guint i = 0; expected != NULL && i < json_array_get_length (expected); i++) {
    double value = G_STRUCT_MEMBER (double, &table->rows[i], column);
    double target = json_array_get_double_element (expected, i);
    g_autofree char *what = g_strdup_printf ("%s %s[%u]", self->name, key, i);

    ump_test_assert_near (value, target, relative ? tolerance * MAX (fabs (target), 1e-9) : tolerance, what);
  }
}

#define RATING G_STRUCT_OFFSET (UmpRatingRow, rating)
#define SE G_STRUCT_OFFSET (UmpRatingRow, se)


static JsonObject *
get_object (const Case *self, const char *key)
{
  return json_object_has_member (self->expected, key) ? json_object_get_object_member (self->expected, key) : NULL;
}


static void
check_bt (const Case *self)
{
  UmpRatingTable table;
  guint n_empty = 0;

  rate (self, "bt", UMP_INTERVAL_SANDWICH, 0, &table);
  check_rows (self, &table, RATING, get_object (self, "bt"), "rating", 1e-5, FALSE);
  check_rows (self, &table, SE, get_object (self, "bt"), "se_hc0", 1e-6, TRUE);
  for (guint i = 0; i < table.n; i++) {
    g_assert_true (isnan (table.rows[i].rating) == (table.identified[i] != UMP_IDENTIFIED));
    n_empty += isnan (table.rows[i].rating);
  }
  if (json_object_has_member (self->expected, "mle_finite"))
    g_assert_true ((n_empty == 0) == json_object_get_boolean_member (self->expected, "mle_finite"));
  ump_rating_table_clear (&table);

  rate (self, "bt", UMP_INTERVAL_POSTERIOR, 0, &table);
  check_rows (self, &table, SE, get_object (self, "bt"), "se_model", 1e-6, TRUE);
  ump_rating_table_clear (&table);
}


static void
test_bt (void)
{
  for_each_case (check_bt);
}


static void
check_map (const Case *self)
{
  UmpRatingTable table;

  rate (self, "bt-map", UMP_INTERVAL_POSTERIOR, 0, &table);
  check_rows (self, &table, RATING, get_object (self, "map"), "rating", 1e-5, FALSE);
  check_rows (self, &table, SE, get_object (self, "map"), "se_centred", 1e-6, TRUE);
  check_rows (self, &table, G_STRUCT_OFFSET (UmpRatingRow, p_best), get_object (self, "posterior"), "p_best", 0.015, FALSE);
  ump_rating_table_clear (&table);
  rate (self, "davidson", UMP_INTERVAL_POSTERIOR, UMP_ELO_PER_UNIT, &table);
  check_rows (self, &table, RATING, get_object (self, "davidson_map"), "rating", 1e-3, FALSE);
  if (get_object (self, "davidson_map") != NULL)
    ump_test_assert_near (table.nu, json_object_get_double_member (get_object (self, "davidson_map"), "nu"), 1e-6, self->name);
  ump_rating_table_clear (&table);
  rate (self, "davidson", UMP_INTERVAL_POSTERIOR, 0, &table);
  check_rows (self, &table, RATING, get_object (self, "davidson_hier"), "rating", 0.05, FALSE);
  check_rows (self, &table, SE, get_object (self, "davidson_hier"), "se", 0.05, FALSE);
  ump_rating_table_clear (&table);
}


static void
test_map (void)
{
  for_each_case (check_map);
}


static void
check_elo (const Case *self)
{
  UmpRatingTable table;

  rate (self, "elo", UMP_INTERVAL_NONE, 0, &table);
  check_rows (self, &table, RATING, self->expected, "elo_online", 1e-9, FALSE);
  ump_rating_table_clear (&table);
}


static void
test_elo (void)
{
  for_each_case (check_elo);
}


static void
check_components (const Case *self)
{
  UmpComponents components;

  if (!json_object_has_member (self->expected, "strong_components"))
    return;
  g_assert_true (ump_components_find (&components, &self->tally));
  g_assert_cmpuint (components.n_strong, ==, json_object_get_int_member (self->expected, "strong_components"));
  g_assert_cmpuint (components.n_weak, ==, json_object_get_int_member (self->expected, "weak_components"));
  ump_components_clear (&components);
}


static void
test_components (void)
{
  for_each_case (check_components);
}


static void
check_posterior (const Case *self)
{
  static const double levels[2] = { 0.025, 0.975 };
  JsonObject *expected = get_object (self, "posterior");
  UmpPairModel model = { .kernel = UMP_KERNEL_BT, .n = self->tally.n, .prior_precision = 1 };
  g_autofree UmpComparison *comparisons = NULL;
  UmpPairFit fit;
  UmpPosterior posterior;
  UmpRandom random;
  size_t n_comparisons;

  if (expected == NULL)
    return;
  comparisons = ump_comparisons_from_tally (&self->tally, false, &n_comparisons);
  model.comparisons = comparisons;
  model.n_comparisons = n_comparisons;
  ump_random_seed (&random, 5);
  g_assert_true (ump_pair_fit (&fit, &model, NULL));
  g_assert_true (ump_posterior_draw (&posterior, &model, &fit, 40000, &random));
  for (guint i = 0; i < self->tally.n; i++) {
    double quantiles[2];
    double mean = UMP_ELO_MEAN + UMP_ELO_PER_UNIT * ump_posterior_get_mean (&posterior, i);

    g_assert_true (ump_posterior_get_quantiles (&posterior, i, levels, 2, quantiles));
    ump_test_assert_near (mean, json_array_get_double_element (json_object_get_array_member (expected, "mean"), i), 3, self->name);
    ump_test_assert_near (UMP_ELO_MEAN + UMP_ELO_PER_UNIT * quantiles[0], json_array_get_double_element (json_object_get_array_member (expected, "q025"), i), 8, self->name);
    ump_test_assert_near (UMP_ELO_MEAN + UMP_ELO_PER_UNIT * quantiles[1], json_array_get_double_element (json_object_get_array_member (expected, "q975"), i), 8, self->name);
  }
  ump_posterior_clear (&posterior);
  ump_pair_fit_clear (&fit);
}


static void
test_posterior (void)
{
  for_each_case (check_posterior);
}


static void
check_first_pair (const Case *self)
{
  JsonArray *expected;
  guint wins = 0, decisive = 0;
  double lo, hi;

  if (!json_object_has_member (self->expected, "cs95_first_beats_second"))
    return;
  expected = json_object_get_array_member (self->expected, "cs95_first_beats_second");
  for (gsize i = 0; i < self->tally.n_pairs; i++) {
    const UmpPair *pair = &self->tally.pairs[i];

    if (pair->a == 0 && pair->b == 1) {
      wins = pair->wins_a[0] + pair->wins_a[1];
      decisive = wins + pair->wins_b[0] + pair->wins_b[1];
    }
  }
  ump_head_to_head_interval (wins, decisive, 0.05, &lo, &hi);
  ump_test_assert_near (lo, json_array_get_double_element (expected, 0), 1e-6, self->name);
  ump_test_assert_near (hi, json_array_get_double_element (expected, 1), 1e-6, self->name);
}


static void
test_head_to_head (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = ump_test_load_object ("ratings/edge_cases.json", parser);
  JsonArray *values = json_object_get_array_member (root, "beta_mixture_cs");

  for (guint i = 0; i < json_array_get_length (values); i++) {
    JsonObject *value = json_array_get_object_element (values, i);
    JsonArray *interval = json_object_get_array_member (value, "interval");
    double lo, hi;

    ump_head_to_head_interval (json_object_get_int_member (value, "wins"), json_object_get_int_member (value, "n"), json_object_get_double_member (value, "alpha"), &lo, &hi);
    ump_test_assert_near (lo, json_array_get_double_element (interval, 0), 1e-6, "lower end");
    ump_test_assert_near (hi, json_array_get_double_element (interval, 1), 1e-6, "upper end");
  }
  for_each_case (check_first_pair);
  /* Seven straight wins exclude one half, six do not. */
  g_assert_cmpint (ump_head_to_head_decide (6, 0, 0.05), ==, 0);
  g_assert_cmpint (ump_head_to_head_decide (7, 0, 0.05), ==, 1);
  g_assert_cmpint (ump_head_to_head_decide (0, 7, 0.05), ==, -1);
}


/* 999,999 to 1: ln of the odds, 400 Elo for each factor of ten. */
static void
test_extreme_pair (void)
{
  UmpComparison pair = { .a = 0, .b = 1, .wins_a = 999999, .wins_b = 1 };
  UmpPairModel model = { .kernel = UMP_KERNEL_BT, .n = 2, .comparisons = &pair, .n_comparisons = 1 };
  UmpPairFit fit;

  g_assert_true (ump_pair_fit (&fit, &model, NULL));
  ump_test_assert_near ((fit.x[0] - fit.x[1]) * UMP_ELO_PER_UNIT, 2399.99982628212, 1e-5, "difference");
  ump_pair_fit_clear (&fit);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ratings/edge-cases/bt", test_bt);
  g_test_add_func ("/ratings/edge-cases/map", test_map);
  g_test_add_func ("/ratings/edge-cases/elo", test_elo);
  g_test_add_func ("/ratings/edge-cases/components", test_components);
  g_test_add_func ("/ratings/edge-cases/posterior", test_posterior);
  g_test_add_func ("/ratings/edge-cases/head-to-head", test_head_to_head);
  g_test_add_func ("/ratings/edge-cases/extreme-pair", test_extreme_pair);
  return g_test_run ();
}
