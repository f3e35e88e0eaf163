/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-matrix.h"
#include "ump-pair-fit.h"
#include "ump-test-votes.h"
#include "ump-test.h"


static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}


static UmpOutcome
parse_outcome (const char *label)
{
  if (g_str_equal (label, "model_a"))
    return UMP_OUTCOME_A;
  if (g_str_equal (label, "model_b"))
    return UMP_OUTCOME_B;
  return g_str_equal (label, "tie") ? UMP_OUTCOME_TIE : UMP_OUTCOME_BOTH_BAD;
}


/**
 * ump_test_votes_from_battles:
 * @battles: array of [model_a, model_b, winner]
 *
 * Returns: (transfer full): the votes
 */
UmpTestVotes *
ump_test_votes_from_battles (JsonArray *battles)
{
  UmpTestVotes *self = g_new0 (UmpTestVotes, 1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->votes = g_array_new (FALSE, TRUE, sizeof (UmpVote));
  for (guint i = 0; i < json_array_get_length (battles); i++)
    for (guint k = 0; k < 2; k++) {
      const char *name = json_array_get_string_element (json_array_get_array_element (battles, i), k);

      if (g_hash_table_add (seen, (gpointer) name))
        g_ptr_array_add (self->names, g_strdup (name));
    }
  g_ptr_array_sort (self->names, compare_names);
  for (guint i = 0; i < json_array_get_length (battles); i++) {
    JsonArray *battle = json_array_get_array_element (battles, i);
    UmpVote vote = { 0 };

    g_ptr_array_find_with_equal_func (self->names, json_array_get_string_element (battle, 0), g_str_equal, &vote.a);
    g_ptr_array_find_with_equal_func (self->names, json_array_get_string_element (battle, 1), g_str_equal, &vote.b);
    vote.outcome = parse_outcome (json_array_get_string_element (battle, 2));
    vote.cluster = i;
    g_array_append_val (self->votes, vote);
  }
  return self;
}


/**
 * ump_test_votes_tally:
 * @self: votes
 * @tally: (out): becomes their tally
 */
void
ump_test_votes_tally (const UmpTestVotes *self, UmpTally *tally)
{
  g_assert_true (ump_tally_from_votes (tally, (const UmpVote *) (gpointer) self->votes->data, self->votes->len, self->names->len));
}


/**
 * ump_test_arena_rank_se:
 * @tally: votes whose optimum exists
 * @se: (out) (array): Elo
 *
 * The standard errors as arena-rank prints them: its sandwich adds 1e-5 times
 * the number of battles to the diagonal of the information. Written out here
 * because published examples have it, and the program must not.
 */
void
ump_test_arena_rank_se (const UmpTally *tally, double *se)
{
  size_t n = tally->n, n_comparisons;
  g_autofree UmpComparison *comparisons = ump_comparisons_from_tally (tally, false, &n_comparisons);
  g_autofree double *h = g_new0 (double, n * n);
  g_autofree double *g = g_new0 (double, n * n);
  UmpPairModel model = { .kernel = UMP_KERNEL_BT, .n = n, .comparisons = comparisons, .n_comparisons = n_comparisons };
  UmpPairFit fit;

  g_assert_true (ump_pair_fit (&fit, &model, NULL));
  for (size_t i = 0; i < n; i++)
    h[i * n + i] = 1e-5 * tally->n_votes;
  for (size_t k = 0; k < n_comparisons; k++) {
    const UmpComparison *c = &comparisons[k];
    double p = 1 / (1 + exp (fit.x[c->b] - fit.x[c->a]));
    double information = (c->wins_a + c->wins_b + c->ties) * p * (1 - p);
    double squares = c->wins_a * pow (1 - p, 2) + c->wins_b * p * p + c->ties * pow (0.5 - p, 2);

    h[c->a * n + c->a] += information;
    h[c->b * n + c->b] += information;
    h[c->b * n + c->a] -= information;
    g[c->a * n + c->a] += squares;
    g[c->b * n + c->b] += squares;
    g[c->a * n + c->b] -= squares;
    g[c->b * n + c->a] -= squares;
  }
  g_assert_true (ump_matrix_factor (h, n));
  for (size_t i = 0; i < n; i++) {
    g_autofree double *column = g_new0 (double, n);
    double variance = 0;

    column[i] = 1;
    ump_matrix_solve (h, n, column);
    for (size_t j = 0; j < n; j++)
      for (size_t k = 0; k < n; k++)
        variance += column[j] * g[j * n + k] * column[k];
    se[i] = UMP_ELO_PER_UNIT * sqrt (variance);
  }
  ump_pair_fit_clear (&fit);
}


/**
 * ump_test_votes_free:
 * @self: (transfer full): votes
 */
void
ump_test_votes_free (UmpTestVotes *self)
{
  g_ptr_array_unref (self->names);
  g_array_unref (self->votes);
  g_free (self);
}


/**
 * ump_test_load_object:
 * @relative_path: of a JSON file below tests/data
 * @parser: keeps what is returned
 *
 * Returns: (transfer none): the object that the file holds
 */
JsonObject *
ump_test_load_object (const char *relative_path, JsonParser *parser)
{
  g_autoptr (GBytes) bytes = ump_test_read_data (relative_path);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  json_parser_load_from_data (parser, text, length, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}


/**
 * ump_test_assert_near:
 * @value: what came out
 * @expected: what should have
 * @tolerance: how far it may be off
 * @what: named where it is further
 */
void
ump_test_assert_near (double value, double expected, double tolerance, const char *what)
{
  if (!(fabs (value - expected) <= tolerance))
    g_error ("%s: %.12g is not %.12g within %g", what, value, expected, tolerance);
}


/**
 * ump_test_assert_array_near:
 * @values: (array): what came out
 * @expected: what should have
 * @tolerance: how far each may be off
 * @what: named where one is further
 */
void
ump_test_assert_array_near (const double *values, JsonArray *expected, double tolerance, const char *what)
{
  for (guint i = 0; i < json_array_get_length (expected); i++) {
    g_autofree char *place = g_strdup_printf ("%s[%u]", what, i);

    ump_test_assert_near (values[i], json_array_get_double_element (expected, i), tolerance, place);
  }
}
