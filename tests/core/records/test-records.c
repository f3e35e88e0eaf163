/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-battle-record.h"
#include "ump-contender-names.h"
#include "ump-ids.h"
#include "ump-test.h"


static void
test_ids_differ (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 1000; i++) {
    char *id = ump_id_new ();

    g_assert_true (ump_id_is_valid (id));
    g_assert_true (g_hash_table_add (seen, id));
  }
  g_assert_false (ump_id_is_valid (NULL));
  g_assert_false (ump_id_is_valid ("0123"));
  g_assert_false (ump_id_is_valid ("0123456789ABCDEF0123456789ABCDEF"));
}


/* A fair coin lands 10,000 times within 5 standard deviations (50) of half:
 * the chance of a false alarm is 6e-7. */
static void
test_random_is_fair (void)
{
  int heads = 0;

  for (int i = 0; i < 10000; i++)
    heads += ump_random_below (2);
  g_assert_cmpint (heads, >, 5000 - 250);
  g_assert_cmpint (heads, <, 5000 + 250);
  for (int i = 0; i < 1000; i++)
    g_assert_cmpuint (ump_random_below (7), <, 7);
}


static void
test_verdict_names (void)
{
  /* FastChat's battle files spell it so. */
  g_assert_cmpstr (ump_verdict_to_string (UMP_VERDICT_BOTH_BAD), ==, "tie (bothbad)");
}


/* The table "When a response is complete" of the architecture page. */
static void
test_endings (void)
{
  g_assert_true (ump_ending_allows_vote (UMP_ENDING_STOP));
  g_assert_true (ump_ending_allows_vote (UMP_ENDING_LENGTH));
  g_assert_true (ump_ending_allows_vote (UMP_ENDING_FILTER));
  g_assert_false (ump_ending_allows_vote (UMP_ENDING_OPEN));
  g_assert_false (ump_ending_allows_vote (UMP_ENDING_EMPTY));
  g_assert_false (ump_ending_allows_vote (UMP_ENDING_ERROR));
  g_assert_false (ump_ending_allows_vote (UMP_ENDING_NO_TERMINATOR));
  g_assert_false (ump_ending_allows_vote (UMP_ENDING_INTERRUPTED));
}


static void
test_conditions_survive_json (void)
{
  g_autoptr (UmpConditions) conditions = ump_conditions_new ();
  g_autoptr (UmpConditions) back = NULL;
  g_autoptr (UmpConditions) sparse = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  UmpLeak *leak = g_new0 (UmpLeak, 1);

  leak->side = UMP_SIDE_B;
  leak->turn = 1;
  leak->offset = 17;
  leak->length = 6;
  leak->name = g_strdup ("Mistral");
  leak->family = g_strdup ("mistral");
  leak->own = TRUE;
  g_ptr_array_add (conditions->leaks, leak);
  conditions->pool_size = 5;
  conditions->pair_probability = 0.1;
  conditions->matchmaking = g_strdup ("uniform");
  conditions->pace = UMP_PACE_LIVE;
  conditions->both_seen = TRUE;
  conditions->turns = 2;
  conditions->retries[UMP_SIDE_B] = 3;
  conditions->endings[UMP_SIDE_A] = UMP_ENDING_LENGTH;
  conditions->returned_models[UMP_SIDE_B] = g_strdup ("mistral-small-2503");

  json = ump_conditions_to_json (conditions);
  back = ump_conditions_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->pool_size, ==, 5);
  g_assert_cmpfloat (back->pair_probability, ==, 0.1);
  g_assert_cmpstr (back->matchmaking, ==, "uniform");
  g_assert_cmpint (back->pace, ==, UMP_PACE_LIVE);
  g_assert_true (back->both_seen);
  g_assert_false (back->stacked);
  g_assert_cmpuint (back->turns, ==, 2);
  g_assert_cmpuint (back->retries[UMP_SIDE_B], ==, 3);
  g_assert_cmpint (back->endings[UMP_SIDE_A], ==, UMP_ENDING_LENGTH);
  g_assert_null (back->returned_models[UMP_SIDE_A]);
  g_assert_cmpstr (back->returned_models[UMP_SIDE_B], ==, "mistral-small-2503");
  g_assert_cmpuint (back->leaks->len, ==, 1);
  leak = g_ptr_array_index (back->leaks, 0);
  g_assert_cmpuint (leak->offset, ==, 17);
  g_assert_cmpstr (leak->family, ==, "mistral");
  g_assert_true (leak->own);
  g_assert_false (leak->claimed);

  /* An older version's conditions lack members. */
  sparse = ump_conditions_from_json ("{}", &error);
  g_assert_no_error (error);
  g_assert_true (isnan (sparse->pair_probability));
  g_assert_cmpint (sparse->time_to_vote_ms, ==, -1);
  g_assert_null (ump_conditions_from_json ("[]", &error));
  g_assert_nonnull (error);
}


static void
test_battle_copy_is_deep (void)
{
  g_autoptr (UmpBattleRecord) battle = ump_battle_record_new ();
  g_autoptr (UmpBattleRecord) copy = NULL;
  UmpTurn *turn = ump_turn_new (0, "Why is the sky blue?");

  turn->responses[UMP_SIDE_A] = ump_response_record_new (UMP_SIDE_A);
  g_ptr_array_add (battle->turns, turn);
  battle->contenders[UMP_SIDE_A] = ump_contender_new ("p", "m");
  battle->conditions = ump_conditions_new ();
  copy = ump_battle_record_copy (battle);
  g_assert_cmpstr (copy->id, ==, battle->id);
  g_assert_true (copy->id != battle->id);
  g_assert_cmpuint (copy->turns->len, ==, 1);
  g_assert_true (g_ptr_array_index (copy->turns, 0) != (gpointer) turn);
  g_assert_null (copy->contenders[UMP_SIDE_B]);
  g_assert_cmpstr (copy->contenders[UMP_SIDE_A]->model, ==, "m");
}


/* No two contenders bear one name, and no codename says more than itself. */
static void
test_contender_names (void)
{
  static const struct {
    const char *id, *model, *provider, *codename;
    guint version;
    const char *name;
  } rows[] = {
    { "1", "alone", "One", NULL, 1, "alone" },
    { "2", "edited", "One", NULL, 1, "edited" },
    { "3", "edited", "One", NULL, 2, "edited, version 2" },
    { "4", "both", "One", NULL, 1, "both, One" },
    { "5", "both", "Two", NULL, 1, "both, Two" },
    { "6", "twice", "One", NULL, 3, "twice, version 3, One" },
    { "7", "twice", "One", NULL, 3, "twice, version 3, One (2)" },
    { "8", "secret", "One", "Heron", 2, "Heron" },
    { "9", "secret", "Two", "Heron", 1, "Heron (2)" },
  };
  g_autoptr (GPtrArray) contenders = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_contender_free);
  g_autoptr (GHashTable) names = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    UmpContender *contender = ump_contender_new ("p", rows[i].model);

    g_free (contender->id);
    contender->id = g_strdup (rows[i].id);
    contender->provider_name = g_strdup (rows[i].provider);
    contender->version = rows[i].version;
    contender->codename = g_strdup (rows[i].codename);
    contender->sealed = rows[i].codename != NULL;
    g_ptr_array_add (contenders, contender);
  }
  names = ump_contender_names_new (contenders);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (g_hash_table_lookup (names, rows[i].id), ==, rows[i].name);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/records/ids/differ", test_ids_differ);
  g_test_add_func ("/records/random/fair", test_random_is_fair);
  g_test_add_func ("/records/verdict/names", test_verdict_names);
  g_test_add_func ("/records/endings/vote", test_endings);
  g_test_add_func ("/records/conditions/json", test_conditions_survive_json);
  g_test_add_func ("/records/battle/copy", test_battle_copy_is_deep);
  g_test_add_func ("/records/contender/names", test_contender_names);
  return g_test_run ();
}
