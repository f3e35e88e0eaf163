/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-davidson.h"
#include "ump-test-votes.h"

/* Pass mark of the learnt width: 0.05 Elo. */
#define WIDTH_TOLERANCE 0.05


static void
check_case (const char *name, JsonObject *expected)
{
  g_autoptr (UmpTestVotes) votes = ump_test_votes_from_battles (json_object_get_array_member (expected, "battles"));
  UmpDavidson davidson = { 0 };
  g_autofree double *se = g_new0 (double, votes->names->len + 1);
  g_autofree UmpComparison *comparisons = NULL;
  UmpTally tally;
  JsonObject *hier;
  size_t n_comparisons;

  if (!json_object_has_member (expected, "davidson_hier"))
    return;
  hier = json_object_get_object_member (expected, "davidson_hier");
  ump_test_votes_tally (votes, &tally);
  comparisons = ump_comparisons_from_tally (&tally, false, &n_comparisons);
  g_assert_true (ump_davidson_fit (&davidson, comparisons, n_comparisons, tally.n));
  for (guint i = 0; i < tally.n; i++)
    se[i] = sqrt (davidson.covariance[i * tally.n + i]);
  ump_test_assert_array_near (davidson.rating, json_object_get_array_member (hier, "rating"), WIDTH_TOLERANCE, name);
  ump_test_assert_array_near (se, json_object_get_array_member (hier, "se"), WIDTH_TOLERANCE, name);
  ump_test_assert_array_near (davidson.weights, json_object_get_array_member (hier, "sigma_weights"), 1e-6, name);
  ump_davidson_clear (&davidson);
  ump_tally_clear (&tally);
}


static void
test_learnt_width (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *cases = json_object_get_object_member (ump_test_load_object ("ratings/edge_cases.json", parser), "cases");
  g_autoptr (GList) names = json_object_get_members (cases);

  g_assert_cmpuint (g_list_length (names), ==, 22);
  for (GList *l = names; l != NULL; l = l->next)
    check_case (l->data, json_object_get_object_member (cases, l->data));
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ratings/davidson/learnt-width", test_learnt_width);
  return g_test_run ();
}
