/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-conditions-rule.h"


static UmpConditions *
make_clean (void)
{
  UmpConditions *conditions = ump_conditions_new ();

  conditions->both_seen = TRUE;
  conditions->turns = 1;
  conditions->endings[UMP_SIDE_A] = UMP_ENDING_STOP;
  conditions->endings[UMP_SIDE_B] = UMP_ENDING_LENGTH;
  return conditions;
}


static void
add_leak (UmpConditions *conditions, gboolean own, gboolean claimed)
{
  UmpLeak *leak = g_new0 (UmpLeak, 1);

  leak->name = g_strdup ("Qwen");
  leak->family = g_strdup ("qwen");
  leak->own = own;
  leak->claimed = claimed;
  g_ptr_array_add (conditions->leaks, leak);
}


static void
test_facts_that_do_not_matter (void)
{
  g_autoptr (UmpConditions) conditions = make_clean ();

  conditions->pace = UMP_PACE_LIVE;
  conditions->stacked = TRUE;
  conditions->right_to_left = TRUE;
  conditions->sequential = TRUE;
  conditions->interrupted = TRUE;
  conditions->prompt_named = TRUE;
  conditions->retries[UMP_SIDE_A] = 2;
  conditions->errors[UMP_SIDE_A] = 2;
  conditions->time_to_vote_ms = 1;
  add_leak (conditions, FALSE, FALSE);
  g_assert_cmpint (ump_conditions_rule_check (conditions, FALSE), ==, 0);
  g_assert_true (ump_conditions_rule_may_rate (0, FALSE));
}


static void
test_each_reason (void)
{
  g_autoptr (UmpConditions) revealed = make_clean ();
  g_autoptr (UmpConditions) retracted = make_clean ();
  g_autoptr (UmpConditions) unseen = make_clean ();
  g_autoptr (UmpConditions) own = make_clean ();
  g_autoptr (UmpConditions) claimed = make_clean ();

  g_assert_cmpint (ump_conditions_rule_check (NULL, FALSE), ==, UMP_UNCLEAN_UNKNOWN);
  revealed->revealed_before = TRUE;
  g_assert_cmpint (ump_conditions_rule_check (revealed, FALSE), ==, UMP_UNCLEAN_UNBLINDED);
  retracted->retracted_before = TRUE;
  g_assert_cmpint (ump_conditions_rule_check (retracted, TRUE), ==, UMP_UNCLEAN_UNBLINDED | UMP_UNCLEAN_RETRACTED);
  unseen->both_seen = FALSE;
  g_assert_cmpint (ump_conditions_rule_check (unseen, FALSE), ==, UMP_UNCLEAN_NOT_SEEN);
  add_leak (own, TRUE, FALSE);
  g_assert_cmpint (ump_conditions_rule_check (own, FALSE), ==, UMP_UNCLEAN_NAMED_ITSELF);
  /* A model that claims to be another one misleads as much. */
  add_leak (claimed, FALSE, TRUE);
  g_assert_cmpint (ump_conditions_rule_check (claimed, FALSE), ==, UMP_UNCLEAN_CLAIMED);
}


/* The table "When a response is complete". */
static void
test_endings (void)
{
  for (UmpEnding ending = UMP_ENDING_OPEN; ending <= UMP_ENDING_INTERRUPTED; ending++) {
    g_autoptr (UmpConditions) conditions = make_clean ();
    gboolean rated = ending == UMP_ENDING_STOP || ending == UMP_ENDING_LENGTH || ending == UMP_ENDING_FILTER;

    conditions->endings[UMP_SIDE_B] = ending;
    g_assert_cmpint (ump_conditions_rule_check (conditions, FALSE), ==, rated ? 0 : UMP_UNCLEAN_INCOMPLETE);
  }
}


/* No switch lets in what was cast with the names in sight. */
static void
test_switch (void)
{
  g_assert_false (ump_conditions_rule_may_rate (UMP_UNCLEAN_CLAIMED, FALSE));
  g_assert_true (ump_conditions_rule_may_rate (UMP_UNCLEAN_CLAIMED, TRUE));
  g_assert_true (ump_conditions_rule_may_rate (UMP_UNCLEAN_NAMED_ITSELF | UMP_UNCLEAN_NOT_SEEN, TRUE));
  g_assert_false (ump_conditions_rule_may_rate (UMP_UNCLEAN_UNBLINDED, TRUE));
  g_assert_false (ump_conditions_rule_may_rate (UMP_UNCLEAN_UNBLINDED | UMP_UNCLEAN_CLAIMED, TRUE));
  g_assert_false (ump_conditions_rule_may_rate (UMP_UNCLEAN_RETRACTED, TRUE));
  g_assert_false (ump_conditions_rule_may_rate (UMP_UNCLEAN_INCOMPLETE, TRUE));
}


static void
test_sentences (void)
{
  g_auto (GStrv) none = ump_unclean_describe_all (0, FALSE);
  g_auto (GStrv) two = ump_unclean_describe_all (UMP_UNCLEAN_CLAIMED | UMP_UNCLEAN_NOT_SEEN, FALSE);
  g_autofree char *one = ump_unclean_describe_count (UMP_UNCLEAN_NAMED_ITSELF, 1, FALSE);
  g_autofree char *sealed = ump_unclean_describe_count (UMP_UNCLEAN_NAMED_ITSELF, 2, TRUE);
  g_autofree char *many = ump_unclean_describe_count (UMP_UNCLEAN_NAMED_ITSELF, 12, FALSE);

  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_cmpuint (g_strv_length (two), ==, 2);
  g_assert_cmpstr (two[0], ==, "An answer said who it is.");
  g_assert_cmpstr (two[1], ==, "One of the answers had not been looked at.");
  g_assert_cmpstr (one, ==, "In 1 battle an answer named its own model or maker.");
  g_assert_cmpstr (many, ==, "In 12 battles an answer named its own model or maker.");
  /* Which name in an answer is its own one is what a seal hides. */
  g_assert_cmpstr (sealed, ==, "In 2 battles an answer held a name that may give it away.");
  g_assert_cmpstr (ump_unclean_describe (UMP_UNCLEAN_NAMED_ITSELF, TRUE), ==, "An answer held a name that may give it away.");
  for (guint i = 0; i < UMP_N_UNCLEAN; i++) {
    g_autofree char *counted = ump_unclean_describe_count (1u << i, 3, FALSE);

    g_assert_nonnull (strchr (counted, '3'));
    g_assert_true (g_str_has_suffix (counted, "."));
    g_assert_true (g_str_has_suffix (ump_unclean_describe (1u << i, FALSE), "."));
  }
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conditions-rule/facts-that-do-not-matter", test_facts_that_do_not_matter);
  g_test_add_func ("/conditions-rule/each-reason", test_each_reason);
  g_test_add_func ("/conditions-rule/endings", test_endings);
  g_test_add_func ("/conditions-rule/switch", test_switch);
  g_test_add_func ("/conditions-rule/sentences", test_sentences);
  return g_test_run ();
}
