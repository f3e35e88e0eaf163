/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-rating-change.h"

typedef struct {
  UmpStore *store;
  UmpScope scope;
  char *method;
  char *battle_id;
  UmpLeaderboard *after;
  UmpLeaderboard *before;
} Job;


static void
job_free (Job *job)
{
  g_clear_object (&job->store);
  g_clear_pointer (&job->after, ump_leaderboard_free);
  g_clear_pointer (&job->before, ump_leaderboard_free);
  g_free (job->method);
  g_free (job->battle_id);
  g_free (job);
}


static void
before_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->before = ump_leaderboard_compute_finish (result, &error);
  if (job->before == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}


static void
after_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->after = ump_leaderboard_compute_finish (result, &error);
  if (job->after == NULL) {
    g_task_return_error (task, error);
    return;
  }
  job->scope.exclude_battle_id = job->battle_id;
  ump_leaderboard_compute_async (job->store, &job->scope, g_task_get_cancellable (task), before_cb, g_object_ref (task));
}


/**
 * ump_rating_change_async:
 * @store: the store
 * @scope: the board; only its method, practice and include_unclean count
 * @battle_id: the battle whose ballot makes the change
 * @cancellable: (nullable): to give up
 * @callback: for ump_rating_change_finish()
 * @user_data: for @callback
 *
 * Fits the board with and without one ballot.
 */
void
ump_rating_change_async (UmpStore *store, const UmpScope *scope, const char *battle_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (store, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, ump_rating_change_async);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  job->store = g_object_ref (store);
  job->method = g_strdup (scope->method);
  job->battle_id = g_strdup (battle_id);
  job->scope.practice = scope->practice;
  job->scope.include_unclean = scope->include_unclean;
  job->scope.method = job->method;
  ump_leaderboard_compute_async (store, &job->scope, cancellable, after_cb, g_object_ref (task));
}


/**
 * ump_rating_change_finish:
 * @result: as given to the callback
 * @contender_id: whose change
 * @change: (out): the ratings; all NaN where the contender has none
 * @error: where it could not be computed
 *
 * May be called once for each contender.
 *
 * Returns: whether it was computed
 */
gboolean
ump_rating_change_finish (GAsyncResult *result, const char *contender_id, UmpRatingChange *change, GError **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  const UmpStanding *after;
  const UmpStanding *before;

  *change = (UmpRatingChange) { NAN, NAN, NAN, NAN };
  if (g_task_had_error (G_TASK (result)))
    return g_task_propagate_boolean (G_TASK (result), error);
  after = ump_leaderboard_find (job->after, contender_id);
  before = ump_leaderboard_find (job->before, contender_id);
  if (after != NULL && after->rated) {
    change->after = after->rating;
    change->low = after->low;
    change->high = after->high;
  }
  if (before != NULL && before->rated)
    change->before = before->rating;
  return TRUE;
}
