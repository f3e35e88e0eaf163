/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ump-ballot.h"
#include "ump-conditions-rule.h"
#include "ump-electorate.h"
#include "ump-error.h"
#include "ump-leaderboard.h"
#include "ump-rating.h"

/* One computation on its way; owns what the thread reads. */
typedef struct {
  UmpStore *store;
  UmpScope scope;
  GPtrArray *contenders;
  GPtrArray *ballots;
} Job;

static void
job_free (Job *job)
{
  g_clear_object (&job->store);
  g_free ((char *) job->scope.method);
  g_free ((char *) job->scope.category);
  g_free ((char *) job->scope.provider_id);
  g_free ((char *) job->scope.exclude_battle_id);
  g_clear_pointer (&job->contenders, g_ptr_array_unref);
  g_clear_pointer (&job->ballots, g_ptr_array_unref);
  g_free (job);
}


static void
standing_free (UmpStanding *standing)
{
  ump_contender_free (standing->contender);
  g_free (standing);
}


static UmpLeaderboard *
leaderboard_new (void)
{
  UmpLeaderboard *self = g_new0 (UmpLeaderboard, 1);

  self->standings = g_ptr_array_new_with_free_func ((GDestroyNotify) standing_free);
  self->left_out = g_ptr_array_new_with_free_func (g_free);
  return self;
}


/* Whether the ballot concerns the scope; its category is looked at apart. */
static gboolean
is_in_scope (UmpElectorate *electorate, const UmpBallot *ballot, const UmpScope *scope)
{
  if (ballot->practice != scope->practice || ballot->cast_at < scope->since)
    return FALSE;
  if (scope->exclude_battle_id != NULL && g_str_equal (ballot->battle_id, scope->exclude_battle_id))
    return FALSE;
  for (int side = 0; side < UMP_N_SIDES; side++) {
    const UmpContender *contender = ump_electorate_find (electorate, ballot->contender_ids[side]);

    if (contender == NULL || (scope->provider_id != NULL && !g_str_equal (contender->provider_id, scope->provider_id)))
      return FALSE;
  }
  return TRUE;
}


static gboolean
has_sealed_side (UmpElectorate *electorate, const UmpBallot *ballot)
{
  return ump_electorate_find (electorate, ballot->contender_ids[UMP_SIDE_A])->sealed ||
         ump_electorate_find (electorate, ballot->contender_ids[UMP_SIDE_B])->sealed;
}


static gboolean
is_of_category (const UmpBallot *ballot, const UmpScope *scope)
{
  return scope->category == NULL || g_strcmp0 (ballot->category, scope->category) == 0;
}


/* What other categories say of those who take part in this one. */
static void
count_elsewhere (UmpElectorate *electorate, GPtrArray *ballots, const UmpScope *scope)
{
  for (guint i = 0; i < ballots->len; i++) {
    const UmpBallot *ballot = g_ptr_array_index (ballots, i);

    if (!is_of_category (ballot, scope) && is_in_scope (electorate, ballot, scope) &&
        ump_conditions_rule_may_rate (ump_conditions_rule_check (ballot->conditions, ballot->unblinded), scope->include_unclean))
      ump_electorate_add_elsewhere (electorate, ballot);
  }
}


/* Takes what is rated into @electorate, and notes what is not, and why. */
static void
count_ballots (UmpLeaderboard *self, UmpElectorate *electorate, GPtrArray *ballots, const UmpScope *scope)
{
  g_autoptr (GStrvBuilder) reasons = g_strv_builder_new ();
  guint counts[UMP_N_UNCLEAN] = { 0 };
  gboolean sealed[UMP_N_UNCLEAN] = { FALSE };

  for (guint i = 0; i < ballots->len; i++) {
    const UmpBallot *ballot = g_ptr_array_index (ballots, i);
    UmpUnclean unclean;

    if (!is_of_category (ballot, scope) || !is_in_scope (electorate, ballot, scope))
      continue;
    unclean = ump_conditions_rule_check (ballot->conditions, ballot->unblinded);
    if (ump_conditions_rule_may_rate (unclean, scope->include_unclean)) {
      ump_electorate_add (electorate, ballot);
      continue;
    }
    g_ptr_array_add (self->left_out, g_strdup (ballot->battle_id));
    for (guint reason = 0; reason < UMP_N_UNCLEAN; reason++) {
      gboolean applies = (unclean >> reason) & 1;

      counts[reason] += applies;
      sealed[reason] |= applies && has_sealed_side (electorate, ballot);
    }
  }
  self->n_ballots = electorate->votes->len;
  self->n_left_out = self->left_out->len;
  for (guint reason = 0; reason < UMP_N_UNCLEAN; reason++) {
    if (counts[reason] > 0) {
      g_autofree char *sentence = ump_unclean_describe_count (1u << reason, counts[reason], sealed[reason]);

      g_strv_builder_add (reasons, sentence);
    }
  }
  self->reasons = g_strv_builder_end (reasons);
}


static int
compare_standings (gconstpointer a, gconstpointer b)
{
  const UmpStanding *first = *(const UmpStanding *const *) a;
  const UmpStanding *second = *(const UmpStanding *const *) b;

  if (first->rated != second->rated)
    return first->rated ? -1 : 1;
  if (first->rated && first->rating != second->rating)
    return first->rating > second->rating ? -1 : 1;
  if (first->votes != second->votes)
    return first->votes > second->votes ? -1 : 1;
  return g_utf8_collate (ump_contender_get_display_name (first->contender), ump_contender_get_display_name (second->contender));
}


static UmpStanding *
standing_new (const UmpContender *contender, const UmpRatingRow *row)
{
  UmpStanding *standing = g_new0 (UmpStanding, 1);

  standing->contender = ump_contender_copy (contender);
  standing->rated = isfinite (row->rating);
  standing->provisional = row->votes < UMP_VOTES_FOR_RANK;
  standing->rank_low = row->rank_low;
  standing->rank_high = row->rank_high;
  standing->rank = standing->provisional || !standing->rated ? 0 : row->rank_low;
  standing->rating = row->rating;
  standing->low = row->lo;
  standing->high = row->hi;
  standing->se = row->se;
  standing->p_best = row->p_best;
  standing->votes = row->votes;
  standing->wins = row->wins;
  standing->losses = row->losses;
  standing->ties = row->ties;
  standing->both_bad = row->both_bad;
  return standing;
}


static void
compute_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  UmpLeaderboard *leaderboard = ump_leaderboard_fit (job->contenders, job->ballots, &job->scope, &error);

  if (leaderboard != NULL)
    g_task_return_pointer (task, leaderboard, (GDestroyNotify) ump_leaderboard_free);
  else
    g_task_return_error (task, error);
}


static void
ballots_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->ballots = ump_store_load_ballots_finish (UMP_STORE (source), result, &error);
  if (job->ballots == NULL)
    g_task_return_error (task, error);
  else
    g_task_run_in_thread (task, compute_in_thread);
}


static void
contenders_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->contenders = ump_store_load_contenders_finish (UMP_STORE (source), result, &error);
  if (job->contenders == NULL) {
    g_task_return_error (task, error);
    return;
  }
  ump_store_load_ballots_async (job->store, job->scope.practice, g_task_get_cancellable (task),
                                ballots_loaded_cb, g_object_ref (task));
}


/**
 * ump_leaderboard_free:
 * @self: (transfer full) (nullable): a leaderboard
 */
void
ump_leaderboard_free (UmpLeaderboard *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->standings);
  g_ptr_array_unref (self->left_out);
  g_strfreev (self->reasons);
  g_free (self);
}


/**
 * ump_leaderboard_find:
 * @self: a leaderboard
 * @contender_id: of a contender
 *
 * Returns: (transfer none) (nullable): its line, or %NULL where no rated
 *   ballot of the scope concerns it
 */
const UmpStanding *
ump_leaderboard_find (const UmpLeaderboard *self, const char *contender_id)
{
  g_return_val_if_fail (self != NULL && contender_id != NULL, NULL);

  for (guint i = 0; i < self->standings->len; i++) {
    const UmpStanding *standing = g_ptr_array_index (self->standings, i);

    if (g_str_equal (standing->contender->id, contender_id))
      return standing;
  }
  return NULL;
}


/**
 * ump_leaderboard_fit:
 * @contenders: (element-type UmpContender): all versions, so that old ballots
 *   find theirs
 * @ballots: (element-type UmpBallot): standing verdicts
 * @scope: what to count, and how; without a method, the first of the table
 * @error: return location for an error
 *
 * The computation itself, without a store. It may run in any thread.
 *
 * Returns: (transfer full): the leaderboard, or %NULL with %UMP_ERROR_INVALID
 *   where there is no such method
 */
UmpLeaderboard *
ump_leaderboard_fit (GPtrArray *contenders, GPtrArray *ballots, const UmpScope *scope, GError **error)
{
  size_t n_methods = 0;
  const UmpRatingMethod *const *methods = ump_rating_methods_get_all (&n_methods);
  const UmpRatingMethod *method = scope->method != NULL ? ump_rating_method_find (scope->method) : methods[0];
  g_autoptr (UmpLeaderboard) self = NULL;
  g_autofree UmpRatingRow *rows = NULL;
  g_auto (UmpElectorate) electorate = { NULL };

  if (method == NULL) {
    g_set_error (error, UMP_ERROR, UMP_ERROR_INVALID, _("There is no rating method “%s”. Choose another one."), scope->method);
    return NULL;
  }
  self = leaderboard_new ();
  ump_electorate_init (&electorate, contenders);
  count_ballots (self, &electorate, ballots, scope);
  if (electorate.votes->len == 0)
    return g_steal_pointer (&self);

  if (scope->category != NULL)
    count_elsewhere (&electorate, ballots, scope);
  rows = g_new0 (UmpRatingRow, electorate.players->len);
  if (!ump_electorate_rate (&electorate, method, rows)) {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_FAILED,
                         _("There is not enough memory to compute this leaderboard. Close other programs, then try again."));
    return NULL;
  }
  for (guint i = 0; i < electorate.players->len; i++)
    g_ptr_array_add (self->standings, standing_new (g_ptr_array_index (electorate.players, i), &rows[i]));
  g_ptr_array_sort (self->standings, compare_standings);
  return g_steal_pointer (&self);
}


/**
 * ump_leaderboard_compute_async:
 * @store: where the ballots are
 * @scope: what to count, and how; copied
 * @cancellable: (nullable): cancel it before computing anew, so that an older
 *   result never arrives after a newer one
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Copies the ballots and fits in a worker thread.
 */
void
ump_leaderboard_compute_async (UmpStore *store, const UmpScope *scope, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_return_if_fail (UMP_IS_STORE (store) && scope != NULL);

  g_task_set_source_tag (task, ump_leaderboard_compute_async);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  job->store = g_object_ref (store);
  job->scope = *scope;
  job->scope.method = g_strdup (scope->method);
  job->scope.category = g_strdup (scope->category);
  job->scope.provider_id = g_strdup (scope->provider_id);
  job->scope.exclude_battle_id = g_strdup (scope->exclude_battle_id);
  ump_store_load_contenders_async (store, TRUE, cancellable, contenders_loaded_cb, g_steal_pointer (&task));
}


/**
 * ump_leaderboard_compute_finish:
 * @result: of ump_leaderboard_compute_async()
 * @error: return location for an error
 *
 * Returns: (transfer full): the leaderboard, or %NULL with an error of the
 *   store, %UMP_ERROR_INVALID, or %G_IO_ERROR_CANCELLED
 */
UmpLeaderboard *
ump_leaderboard_compute_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
