/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-ballot.h"
#include "ump-error.h"
#include "ump-leaderboard.h"
#include "ump-test-records.h"
#include "ump-test.h"

typedef struct {
  GPtrArray *contenders;
  GPtrArray *ballots;
} Fixture;


static void
add_contender (Fixture *fixture, const char *id, const char *provider_id)
{
  UmpContender *contender = ump_contender_new (provider_id, id);

  g_free (contender->id);
  contender->id = g_strdup (id);
  g_ptr_array_add (fixture->contenders, contender);
}


static UmpBallot *
add_ballot (Fixture *fixture, const char *a, const char *b, UmpVerdict verdict)
{
  UmpBallot *ballot = g_new0 (UmpBallot, 1);

  ballot->battle_id = g_strdup_printf ("battle-%u", fixture->ballots->len);
  ballot->contender_ids[UMP_SIDE_A] = g_strdup (a);
  ballot->contender_ids[UMP_SIDE_B] = g_strdup (b);
  ballot->verdict = verdict;
  ballot->cast_at = 1000 + fixture->ballots->len;
  ballot->cluster = fixture->ballots->len;
  ballot->conditions = ump_test_make_conditions ();
  g_ptr_array_add (fixture->ballots, ballot);
  return ballot;
}


/* The case "undefeated" of the reference: A takes 5 of 5. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->contenders = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_contender_free);
  fixture->ballots = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_ballot_free);
  add_contender (fixture, "A", "one");
  add_contender (fixture, "B", "one");
  add_contender (fixture, "C", "two");
  add_contender (fixture, "D", "two");
  add_ballot (fixture, "B", "C", UMP_VERDICT_A);
  add_ballot (fixture, "B", "A", UMP_VERDICT_B);
  add_ballot (fixture, "C", "A", UMP_VERDICT_B);
  add_ballot (fixture, "B", "A", UMP_VERDICT_B);
  add_ballot (fixture, "A", "C", UMP_VERDICT_A);
  add_ballot (fixture, "C", "B", UMP_VERDICT_B);
  add_ballot (fixture, "B", "A", UMP_VERDICT_B);
  add_ballot (fixture, "B", "C", UMP_VERDICT_B);
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->contenders);
  g_ptr_array_unref (fixture->ballots);
}


static UmpLeaderboard *
fit (Fixture *fixture, const UmpScope *scope)
{
  g_autoptr (GError) error = NULL;
  UmpLeaderboard *leaderboard = ump_leaderboard_fit (fixture->contenders, fixture->ballots, scope, &error);

  g_assert_no_error (error);
  return leaderboard;
}


/* Ratings and standard errors: an independent computation of Davidson's model
 * with learnt prior width; counts by hand. */
static void
test_known_ratings (Fixture *fixture, gconstpointer data)
{
  const char *const ids[] = { "A", "B", "C" };
  const double ratings[] = { 1184.306, 934.230, 881.464 };
  const double errors[] = { 145.218, 95.353, 114.098 };
  const guint votes[] = { 5, 6, 5 }, wins[] = { 5, 2, 1 }, losses[] = { 0, 4, 4 };
  UmpScope scope = { .method = "davidson" };
  g_autoptr (UmpLeaderboard) leaderboard = fit (fixture, &scope);

  g_assert_cmpuint (leaderboard->n_ballots, ==, 8);
  g_assert_cmpuint (leaderboard->n_left_out, ==, 0);
  g_assert_null (leaderboard->reasons[0]);
  g_assert_cmpuint (leaderboard->standings->len, ==, 3);
  for (guint i = 0; i < 3; i++) {
    const UmpStanding *standing = g_ptr_array_index (leaderboard->standings, i);

    g_assert_cmpstr (standing->contender->id, ==, ids[i]);
    g_assert_true (standing == ump_leaderboard_find (leaderboard, ids[i]));
    g_assert_cmpfloat_with_epsilon (standing->rating, ratings[i], 0.05);
    g_assert_cmpfloat_with_epsilon (standing->se, errors[i], 0.05);
    g_assert_cmpfloat (standing->low, <, standing->rating);
    g_assert_cmpfloat (standing->high, >, standing->rating);
    g_assert_cmpuint (standing->votes, ==, votes[i]);
    g_assert_cmpuint (standing->wins, ==, wins[i]);
    g_assert_cmpuint (standing->losses, ==, losses[i]);
    g_assert_true (standing->rated);
    /* Fewer than ten votes. */
    g_assert_true (standing->provisional);
    g_assert_cmpuint (standing->rank, ==, 0);
  }
  /* Who never fought is not there. */
  g_assert_null (ump_leaderboard_find (leaderboard, "D"));
}


static void
test_ranks_from_ten_votes (Fixture *fixture, gconstpointer data)
{
  UmpScope scope = { .method = NULL };
  g_autoptr (UmpLeaderboard) leaderboard = NULL;
  const UmpStanding *first, *second, *third;

  for (int i = 0; i < 20; i++)
    add_ballot (fixture, "A", "B", UMP_VERDICT_A);
  leaderboard = fit (fixture, &scope);
  first = ump_leaderboard_find (leaderboard, "A");
  second = ump_leaderboard_find (leaderboard, "B");
  third = ump_leaderboard_find (leaderboard, "C");
  g_assert_false (first->provisional);
  g_assert_cmpuint (first->rank, ==, 1);
  g_assert_cmpuint (second->votes, ==, 26);
  g_assert_cmpuint (second->rank, ==, 2);
  g_assert_true (third->provisional);
  g_assert_cmpuint (third->rank, ==, 0);
}


static void
test_left_out (Fixture *fixture, gconstpointer data)
{
  UmpScope scope = { .method = "davidson" };
  g_autoptr (UmpLeaderboard) leaderboard = NULL;
  g_autoptr (UmpLeaderboard) all = NULL;
  UmpBallot *ballot;

  ballot = add_ballot (fixture, "A", "B", UMP_VERDICT_B);
  ballot->unblinded = TRUE;
  ballot = add_ballot (fixture, "A", "B", UMP_VERDICT_B);
  ballot->conditions->both_seen = FALSE;
  ballot = add_ballot (fixture, "A", "B", UMP_VERDICT_B);
  ballot->conditions->both_seen = FALSE;
  leaderboard = fit (fixture, &scope);
  g_assert_cmpuint (leaderboard->n_ballots, ==, 8);
  g_assert_cmpuint (leaderboard->n_left_out, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (leaderboard->left_out, 0), ==, "battle-8");
  g_assert_cmpuint (g_strv_length (leaderboard->reasons), ==, 2);
  g_assert_true (g_str_has_prefix (leaderboard->reasons[0], "1 verdict "));
  g_assert_true (g_str_has_prefix (leaderboard->reasons[1], "In 2 battles "));
  g_assert_cmpuint (ump_leaderboard_find (leaderboard, "A")->votes, ==, 5);

  /* The switch lets in what is doubtful, but nothing cast after a reveal. */
  scope.include_unclean = TRUE;
  all = fit (fixture, &scope);
  g_assert_cmpuint (all->n_ballots, ==, 10);
  g_assert_cmpuint (all->n_left_out, ==, 1);
  g_assert_cmpuint (ump_leaderboard_find (all, "A")->losses, ==, 2);
}


static guint
count (Fixture *fixture, UmpScope scope)
{
  g_autoptr (UmpLeaderboard) leaderboard = fit (fixture, &scope);

  g_assert_cmpuint (leaderboard->n_left_out, ==, 0);
  return leaderboard->n_ballots;
}


static void
test_scopes (Fixture *fixture, gconstpointer data)
{
  UmpBallot *ballot = g_ptr_array_index (fixture->ballots, 0);

  ballot->category = g_strdup ("coding");
  ballot = g_ptr_array_index (fixture->ballots, 7);
  ballot->practice = TRUE;
  g_assert_cmpuint (count (fixture, (UmpScope) { .practice = FALSE }), ==, 7);
  g_assert_cmpuint (count (fixture, (UmpScope) { .practice = TRUE }), ==, 1);
  g_assert_cmpuint (count (fixture, (UmpScope) { .category = "coding" }), ==, 1);
  g_assert_cmpuint (count (fixture, (UmpScope) { .category = "maths" }), ==, 0);
  g_assert_cmpuint (count (fixture, (UmpScope) { .since = 1005 }), ==, 2);
  /* Battles in which both sides are that provider's. */
  g_assert_cmpuint (count (fixture, (UmpScope) { .provider_id = "one" }), ==, 3);
  g_assert_cmpuint (count (fixture, (UmpScope) { .provider_id = "two" }), ==, 0);
  g_assert_cmpuint (count (fixture, (UmpScope) { .exclude_battle_id = "battle-3" }), ==, 6);
}


static UmpBallot *
add_of_category (Fixture *fixture, const char *a, const char *b, UmpVerdict verdict, const char *category)
{
  UmpBallot *ballot = add_ballot (fixture, a, b, verdict);

  ballot->category = g_strdup (category);
  return ballot;
}


/* One vote of a category says little; forty votes elsewhere say more. A method
 * that does not pool goes by the one. */
static void
test_categories_are_pooled (Fixture *fixture, gconstpointer data)
{
  UmpScope scope = { .method = "davidson", .category = "coding" };
  g_autoptr (UmpLeaderboard) pooled = NULL;
  g_autoptr (UmpLeaderboard) alone = NULL;

  g_ptr_array_set_size (fixture->ballots, 0);
  for (int i = 0; i < 40; i++) {
    add_of_category (fixture, "B", "A", i % 10 == 0 ? UMP_VERDICT_B : UMP_VERDICT_A, "creative");
    add_of_category (fixture, "C", "D", UMP_VERDICT_A, "creative");
  }
  add_of_category (fixture, "A", "B", UMP_VERDICT_A, "coding");
  pooled = fit (fixture, &scope);
  g_assert_cmpuint (pooled->n_ballots, ==, 1);
  g_assert_cmpuint (pooled->standings->len, ==, 2);
  g_assert_cmpuint (ump_leaderboard_find (pooled, "A")->votes, ==, 1);
  g_assert_cmpuint (ump_leaderboard_find (pooled, "A")->wins, ==, 1);
  g_assert_cmpfloat (ump_leaderboard_find (pooled, "A")->rating, <, 1000);
  g_assert_cmpfloat (ump_leaderboard_find (pooled, "B")->rating, >, 1000);
  /* Who only fought elsewhere is not on this board. */
  g_assert_null (ump_leaderboard_find (pooled, "C"));

  scope.method = "bt-map";
  alone = fit (fixture, &scope);
  /* The reference's "single_win", with a prior of 174 Elo points. */
  g_assert_cmpfloat_with_epsilon (ump_leaderboard_find (alone, "A")->rating, 1058.615, 0.05);
}


static void
test_unknown_method (Fixture *fixture, gconstpointer data)
{
  UmpScope scope = { .method = "tea leaves" };
  g_autoptr (GError) error = NULL;

  g_assert_null (ump_leaderboard_fit (fixture->contenders, fixture->ballots, &scope, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "tea leaves"));
}


/* Through a store: rating before and after one vote; a cancelled computation
 * never brings its result. */
static void
test_with_a_store (void)
{
  g_autoptr (UmpStore) store = ump_store_new (":memory:");
  g_autoptr (UmpBattleRecord) battle = ump_test_make_battle ("p", "eliza", "parry");
  g_autoptr (UmpConditions) conditions = ump_test_make_conditions ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) after_result = NULL;
  g_autoptr (GAsyncResult) before_result = NULL;
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (UmpLeaderboard) after = NULL;
  g_autoptr (UmpLeaderboard) before = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  UmpScope scope = { .practice = TRUE, .method = "davidson" };

  ump_store_begin_battle_async (store, battle, NULL, NULL, NULL);
  ump_store_cast_verdict_async (store, battle->id, UMP_VERDICT_A, conditions, NULL, NULL, NULL);
  ump_leaderboard_compute_async (store, &scope, NULL, ump_test_take_result, &slot);
  after_result = ump_test_await (&slot, 10);
  after = ump_leaderboard_compute_finish (after_result, &error);
  g_assert_no_error (error);
  /* The reference's case "single_win". */
  g_assert_cmpfloat_with_epsilon (ump_leaderboard_find (after, battle->contenders[UMP_SIDE_A]->id)->rating, 1058.713, 0.05);
  g_assert_cmpfloat_with_epsilon (ump_leaderboard_find (after, battle->contenders[UMP_SIDE_B]->id)->rating, 941.287, 0.05);

  scope.exclude_battle_id = battle->id;
  ump_leaderboard_compute_async (store, &scope, NULL, ump_test_take_result, &slot);
  before_result = ump_test_await (&slot, 10);
  before = ump_leaderboard_compute_finish (before_result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (before->standings->len, ==, 0);

  ump_leaderboard_compute_async (store, &scope, cancellable, ump_test_take_result, &slot);
  g_cancellable_cancel (cancellable);
  cancelled = ump_test_await (&slot, 10);
  g_assert_null (ump_leaderboard_compute_finish (cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ump_store_close (store);
}


/* The board says nothing that a seal hides. */
static void
test_sealed_reasons (Fixture *fixture, gconstpointer data)
{
  UmpContender *a = g_ptr_array_index (fixture->contenders, 0);
  UmpBallot *ballot = add_ballot (fixture, "A", "B", UMP_VERDICT_A);
  UmpLeak *leak = g_new0 (UmpLeak, 1);
  UmpScope scope = { .method = "davidson" };
  g_autoptr (UmpLeaderboard) leaderboard = NULL;

  a->sealed = TRUE;
  a->codename = g_strdup ("Heron");
  leak->name = g_strdup ("GPT");
  leak->own = TRUE;
  g_ptr_array_add (ballot->conditions->leaks, leak);
  leaderboard = fit (fixture, &scope);
  g_assert_cmpstr (leaderboard->reasons[0], ==, "In 1 battle an answer held a name that may give it away.");
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/leaderboard/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("known-ratings", test_known_ratings);
  ADD ("ranks-from-ten-votes", test_ranks_from_ten_votes);
  ADD ("left-out", test_left_out);
  ADD ("sealed-reasons", test_sealed_reasons);
  ADD ("scopes", test_scopes);
  ADD ("categories-are-pooled", test_categories_are_pooled);
  ADD ("unknown-method", test_unknown_method);
  g_test_add_func ("/leaderboard/with-a-store", test_with_a_store);
  return g_test_run ();
}
