/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-rating-table.h"
#include "ump-test-votes.h"
#include "ump-vote-reader.h"

/* Two vote sets and what an independent computation makes of them. The votes
 * are not part of this repository: $UMPIRE_VOTES_DIR says where they are. */

typedef struct {
  UmpTestVotes *votes;
  GArray *styles;
  GPtrArray *categories;
  UmpTally tally;
  JsonParser *parser;
  JsonObject *expected;
} Set;


static void
add_vote_cb (const UmpReadVote *vote, gpointer user_data)
{
  Set *self = user_data;
  UmpVote kept = { vote->a, vote->b, (UmpOutcome) vote->verdict, vote->cluster };

  g_array_append_val (self->votes->votes, kept);
  /* Bold is dropped: there is none in these answers. */
  g_array_append_vals (self->styles, vote->styles, UMP_N_STYLES);
  g_ptr_array_add (self->categories, GUINT_TO_POINTER (vote->category));
}


static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}


/* FALSE, and the test is skipped, where the votes are not there. */
static gboolean
load (Set *self, const char *name, UmpVoteColumns columns)
{
  const char *folder = g_getenv ("UMPIRE_VOTES_DIR");
  g_autofree char *file = g_strconcat (name, ".csv", NULL);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, file, NULL) : NULL;
  g_autofree char *expected = g_strdup_printf ("ratings/%s.json", name);
  g_autoptr (UmpVoteReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_test_skip ("UMPIRE_VOTES_DIR does not name the folder of the vote sets");
    return FALSE;
  }
  self->votes = g_new0 (UmpTestVotes, 1);
  self->votes->names = g_ptr_array_new_with_free_func (g_free);
  self->votes->votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));
  self->styles = g_array_new (FALSE, FALSE, sizeof (double));
  self->categories = g_ptr_array_new ();
  reader = ump_vote_reader_new (columns, add_vote_cb, self);
  g_assert_true (ump_vote_reader_read_file (reader, path, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (ump_vote_reader_get_n_bad (reader), ==, 0);
  for (guint i = 0; i < ump_vote_reader_get_models (reader)->len; i++)
    g_ptr_array_add (self->votes->names, g_strdup (g_ptr_array_index (ump_vote_reader_get_models (reader), i)));
  g_ptr_array_sort (self->votes->names, compare_names);
  for (guint i = 0; i < self->votes->votes->len; i++) {
    UmpVote *vote = &g_array_index (self->votes->votes, UmpVote, i);

    g_ptr_array_find_with_equal_func (self->votes->names, g_ptr_array_index (ump_vote_reader_get_models (reader), vote->a), g_str_equal, &vote->a);
    g_ptr_array_find_with_equal_func (self->votes->names, g_ptr_array_index (ump_vote_reader_get_models (reader), vote->b), g_str_equal, &vote->b);
  }
  ump_test_votes_tally (self->votes, &self->tally);
  self->parser = json_parser_new ();
  self->expected = ump_test_load_object (expected, self->parser);
  g_assert_cmpuint (self->tally.n_votes, ==, json_object_get_int_member (self->expected, "n_rows"));
  return TRUE;
}


static void
clear (Set *self)
{
  ump_tally_clear (&self->tally);
  ump_test_votes_free (self->votes);
  g_array_unref (self->styles);
  g_ptr_array_unref (self->categories);
  g_object_unref (self->parser);
}


static UmpRatingOptions
get_defaults (void)
{
  UmpRatingOptions options;

  ump_rating_options_init (&options);
  return options;
}


static void
rate (const Set *self, const char *method, const UmpRatingOptions *options, UmpRatingTable *table)
{
  UmpRatingData data = {
    .tally = &self->tally,
    .votes = (const UmpVote *) (gpointer) self->votes->votes->data,
    .n_votes = self->votes->votes->len,
    .styles = (const double *) (gpointer) self->styles->data,
    .n_styles = UMP_N_STYLES,
  };

  g_assert_true (ump_rating_table_compute (table, ump_rating_method_find (method), &data, options));
}


/* Compares a column of those rows that have it with a list. */
static void
check (const UmpRatingTable *table, gsize column, JsonObject *object, const char *key, double tolerance, gboolean relative)
{
  JsonArray *expected = json_object_get_array_member (object, key);
  guint k = 0;

  for (guint i = 0; i < table->n; i++) {
    double value = G_STRUCT_MEMBER (double, &table->rows[i], column);
    double target;

    if (isnan (value))
      continue;
    target = json_array_get_double_element (expected, k++);
    ump_test_assert_near (value, target, relative ? tolerance * fabs (target) : tolerance, key);
  }
  g_assert_cmpuint (k, ==, json_array_get_length (expected));
}

#define COLUMN(name) G_STRUCT_OFFSET (UmpRatingRow, name)


static void
check_bt (const Set *self)
{
  JsonObject *bt = json_object_get_object_member (self->expected, "bt");
  JsonArray *ranks = json_object_get_array_member (bt, "rank_ci");
  UmpRatingOptions options = get_defaults ();
  UmpRatingTable table;
  guint k = 0;

  rate (self, "bt", &options, &table);
  check (&table, COLUMN (rating), bt, "rating", 1e-5, FALSE);
  check (&table, COLUMN (se), bt, "se_hc0", 1e-6, TRUE);
  check (&table, COLUMN (lo), bt, "lo95", 1e-4, FALSE);
  check (&table, COLUMN (hi), bt, "hi95", 1e-4, FALSE);
  for (guint i = 0; i < table.n; i++)
    if (!isnan (table.rows[i].rating))
      g_assert_cmpuint (table.rows[i].rank_low, ==, json_array_get_int_element (ranks, k++));
  ump_test_assert_near (table.log_likelihood, json_object_get_double_member (bt, "loglik"), 1e-6, "log-likelihood");
  ump_rating_table_clear (&table);
  options.interval = UMP_INTERVAL_POSTERIOR;
  rate (self, "bt", &options, &table);
  check (&table, COLUMN (se), bt, "se_model", 1e-6, TRUE);
  ump_rating_table_clear (&table);
}


static void
check_elo (const Set *self)
{
  JsonObject *elo = json_object_get_object_member (self->expected, "elo_online");
  UmpRatingOptions options = get_defaults ();
  UmpRatingTable table;

  rate (self, "elo", &options, &table);
  check (&table, COLUMN (rating), elo, "K4", 1e-6, FALSE);
  ump_rating_table_clear (&table);
  options.k = 32;
  rate (self, "elo", &options, &table);
  check (&table, COLUMN (rating), elo, "K32", 1e-6, FALSE);
  ump_rating_table_clear (&table);
}


static void
check_map (const Set *self)
{
  JsonObject *map = json_object_get_object_member (self->expected, "map");
  g_autoptr (GList) keys = json_object_get_members (map);

  g_assert_cmpuint (g_list_length (keys), ==, 3);
  for (GList *l = keys; l != NULL; l = l->next) {
    JsonObject *one = json_object_get_object_member (map, l->data);
    UmpRatingOptions options = get_defaults ();
    UmpRatingTable table;

    options.prior_sd = json_object_get_double_member (one, "prior_sd_elo");
    rate (self, "bt-map", &options, &table);
    check (&table, COLUMN (rating), one, "rating", 1e-5, FALSE);
    check (&table, COLUMN (se), one, "se_laplace_centred", 1e-6, TRUE);
    ump_rating_table_clear (&table);
  }
}


static void
check_pairs (const Set *self)
{
  JsonArray *rows = json_object_get_array_member (json_object_get_object_member (self->expected, "pairs"), "rows");

  g_assert_cmpuint (json_array_get_length (rows), ==, self->tally.n_pairs);
  for (guint i = 0; i < self->tally.n_pairs; i++) {
    JsonArray *row = json_array_get_array_element (rows, i);
    const UmpPair *pair = &self->tally.pairs[i];

    g_assert_cmpuint (pair->a, ==, json_array_get_int_element (row, 0));
    g_assert_cmpuint (pair->b, ==, json_array_get_int_element (row, 1));
    g_assert_cmpuint (pair->wins_a[0] + pair->wins_a[1], ==, json_array_get_int_element (row, 2));
    g_assert_cmpuint (pair->wins_b[0] + pair->wins_b[1], ==, json_array_get_int_element (row, 3));
    g_assert_cmpuint (pair->ties[0] + pair->ties[1] + pair->both_bad[0] + pair->both_bad[1], ==, json_array_get_int_element (row, 4));
  }
}


static void
test_football (void)
{
  Set self = { 0 };

  if (!load (&self, "football_2010_2014", 0))
    return;
  check_pairs (&self);
  check_elo (&self);
  check_bt (&self);
  check_map (&self);
  clear (&self);
}


static void
test_pandalm (void)
{
  Set self = { 0 };
  UmpRatingOptions options = get_defaults ();
  UmpRatingTable table;
  JsonObject *object;

  if (!load (&self, "pandalm_human_votes", UMP_VOTE_COLUMN_CLUSTER | UMP_VOTE_COLUMN_STYLE))
    return;
  check_pairs (&self);
  check_elo (&self);
  check_bt (&self);
  check_map (&self);

  {
    double se[5];

    ump_test_arena_rank_se (&self.tally, se);
    ump_test_assert_array_near (se, json_object_get_array_member (json_object_get_object_member (self.expected, "bt_arena_rank_parity"), "se"), 1e-5, "arena-rank");
  }

  options.interval = UMP_INTERVAL_CLUSTER;
  rate (&self, "bt", &options, &table);
  object = json_object_get_object_member (json_object_get_object_member (self.expected, "bt_cluster"), "question_id");
  check (&table, COLUMN (se), object, "se", 1e-6, TRUE);
  ump_rating_table_clear (&table);

  options = get_defaults ();
  options.prior_sd = INFINITY;
  rate (&self, "davidson", &options, &table);
  object = json_object_get_object_member (self.expected, "davidson");
  check (&table, COLUMN (rating), object, "rating", 1e-4, FALSE);
  ump_test_assert_near (table.nu, json_object_get_double_member (object, "nu"), 1e-8, "nu");
  ump_test_assert_near (table.log_likelihood, json_object_get_double_member (object, "loglik"), 1e-6, "log-likelihood");
  ump_rating_table_clear (&table);

  options.prior_sd = 173.71779276130073;
  rate (&self, "davidson", &options, &table);
  object = json_object_get_object_member (self.expected, "davidson_map");
  check (&table, COLUMN (rating), object, "rating", 1e-4, FALSE);
  ump_test_assert_near (table.nu, json_object_get_double_member (object, "nu"), 1e-8, "nu");
  ump_rating_table_clear (&table);

  options = get_defaults ();
  rate (&self, "rao-kupper", &options, &table);
  object = json_object_get_object_member (self.expected, "rao_kupper");
  check (&table, COLUMN (rating), object, "rating", 1e-2, FALSE);
  ump_test_assert_near (table.kappa, json_object_get_double_member (object, "kappa"), 1e-6, "kappa");
  ump_test_assert_near (table.log_likelihood, json_object_get_double_member (object, "loglik"), 1e-6, "log-likelihood");
  ump_rating_table_clear (&table);
  clear (&self);
}


/* FastChat's ridge is the method's own prior; arena-rank's is set against the
 * mean of the loss, so its standard deviation falls with the votes. */
static void
test_style (void)
{
  const char *const keys[] = { "style_fastchat", "style_mle", "style_arena_rank" };
  Set self = { 0 };

  if (!load (&self, "pandalm_human_votes", UMP_VOTE_COLUMN_STYLE))
    return;
  for (guint k = 0; k < G_N_ELEMENTS (keys); k++) {
    JsonObject *expected = json_object_get_object_member (self.expected, keys[k]);
    UmpRatingOptions options = get_defaults ();
    UmpRatingTable table;

    options.prior_sd = k == 0 ? 0 : INFINITY;
    options.style_prior_sd = k == 0 ? 0 : k == 1 ? INFINITY : 1 / sqrt (self.votes->votes->len);
    rate (&self, "style", &options, &table);
    check (&table, COLUMN (rating), expected, "rating", 1e-4, FALSE);
    ump_test_assert_array_near (table.beta, json_object_get_array_member (expected, "beta"), 1e-6, keys[k]);
    g_assert_true (isnan (table.beta[3]));
    ump_rating_table_clear (&table);
  }
  clear (&self);
}


static void
test_bootstrap (void)
{
  Set self = { 0 };
  UmpRatingOptions options = get_defaults ();
  UmpRatingTable table;
  UmpRatingTable again;
  JsonObject *expected;

  if (!load (&self, "pandalm_human_votes", 0))
    return;
  options.interval = UMP_INTERVAL_BOOTSTRAP;
  rate (&self, "bt", &options, &table);
  options.threads = 3;
  rate (&self, "bt", &options, &again);
  expected = json_object_get_object_member (self.expected, "bootstrap");
  for (guint i = 0; i < table.n; i++) {
    double sd_lo = json_array_get_double_element (json_object_get_array_member (expected, "sd_1000_q025"), i);
    double sd_hi = json_array_get_double_element (json_object_get_array_member (expected, "sd_1000_q975"), i);

    ump_test_assert_near (table.rows[i].lo, json_array_get_double_element (json_object_get_array_member (expected, "q025"), i), 5 * sd_lo, "lower quantile");
    ump_test_assert_near (table.rows[i].hi, json_array_get_double_element (json_object_get_array_member (expected, "q975"), i), 5 * sd_hi, "upper quantile");
    /* The same seed, the same numbers, whatever the number of threads. */
    g_assert_cmpfloat (table.rows[i].lo, ==, again.rows[i].lo);
  }
  g_assert_cmpuint (table.rounds_failed, ==, 0);
  ump_rating_table_clear (&table);
  ump_rating_table_clear (&again);
  clear (&self);
}


/* One board for each category of the expected file. */
static void
test_categories (void)
{
  Set self = { 0 };
  JsonObject *boards;
  g_autoptr (GList) names = NULL;
  guint n_checked = 0;

  if (!load (&self, "football_2010_2014", UMP_VOTE_COLUMN_CATEGORY))
    return;
  boards = json_object_get_object_member (json_object_get_object_member (self.expected, "categories"), "boards");
  names = json_object_get_members (boards);
  for (GList *l = names; l != NULL; l = l->next) {
    JsonObject *map = json_object_get_object_member (json_object_get_object_member (boards, l->data), "map_prior_sd_173.7178");
    JsonArray *models = json_object_get_array_member (map, "models");
    gint64 n_rows = json_object_get_int_member (json_object_get_object_member (boards, l->data), "n_rows");
    g_autoptr (GArray) votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));
    UmpRatingOptions options = get_defaults ();
    UmpRatingTable table;
    UmpTally tally;
    UmpRatingData data = { .tally = &tally };

    /* The two categories by the number of their votes. */
    for (guint category = 0; category < 2 && votes->len != n_rows; category++) {
      g_array_set_size (votes, 0);
      for (guint i = 0; i < self.votes->votes->len; i++)
        if (GPOINTER_TO_UINT (g_ptr_array_index (self.categories, i)) == category)
          g_array_append_val (votes, g_array_index (self.votes->votes, UmpVote, i));
    }
    g_assert_cmpuint (votes->len, ==, n_rows);
    g_assert_true (ump_tally_from_votes (&tally, (const UmpVote *) (gpointer) votes->data, votes->len, self.votes->names->len));
    g_assert_true (ump_rating_table_compute (&table, ump_rating_method_find ("bt-map"), &data, &options));
    for (guint i = 0; i < json_array_get_length (models); i++) {
      guint place;
      double mean = 0;

      g_assert_true (g_ptr_array_find_with_equal_func (self.votes->names, json_array_get_string_element (models, i), g_str_equal, &place));
      /* Those without a vote in the category are at the mean and change nothing. */
      mean = table.rows[place].rating;
      ump_test_assert_near (mean, json_array_get_double_element (json_object_get_array_member (map, "rating"), i), 1e-5, l->data);
      n_checked++;
    }
    ump_rating_table_clear (&table);
    ump_tally_clear (&tally);
  }
  g_assert_cmpuint (n_checked, ==, 261 + 237);
  clear (&self);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ratings/expected/football", test_football);
  g_test_add_func ("/ratings/expected/pandalm", test_pandalm);
  g_test_add_func ("/ratings/expected/style", test_style);
  g_test_add_func ("/ratings/expected/bootstrap", test_bootstrap);
  g_test_add_func ("/ratings/expected/categories", test_categories);
  return g_test_run ();
}
