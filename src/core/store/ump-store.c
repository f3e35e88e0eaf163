/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <sqlite3.h>

#include "ump-error.h"
#include "ump-store-private.h"

/* What the thread needs. It outlives the store where the store's last
 * reference is dropped in the thread itself. */
typedef struct {
  char *path;
  GAsyncQueue *queue;
  GMainContext *context;
  GThread *thread;
  UmpDb *db;
  gint64 foreign_changes;
  GError *error; /* why it is not open */
} Worker;

struct _UmpStore {
  GObject parent_instance;

  Worker *worker;
  GThread *thread;
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (UmpStore, ump_store, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

typedef struct {
  UmpStore *store;
  UmpStoreTopic topic;
} Change;


static void
job_free (UmpStoreJob *job)
{
  if (job->result != NULL)
    job->free_result (job->result);
  g_clear_object (&job->task);
  g_free (job->id);
  g_free (job->turn_id);
  g_free (job->text);
  g_strfreev (job->names);
  ump_provider_free (job->provider);
  g_clear_pointer (&job->contenders, g_ptr_array_unref);
  ump_battle_record_free (job->battle);
  ump_turn_free (job->turn);
  ump_response_record_free (job->response);
  ump_conditions_free (job->conditions);
  g_free (job);
}


static void
worker_clear (gpointer data)
{
  Worker *worker = data;

  g_free (worker->path);
  g_async_queue_unref (worker->queue);
  g_main_context_unref (worker->context);
  g_clear_error (&worker->error);
}


static void
change_free (gpointer data)
{
  Change *change = data;

  g_object_unref (change->store);
  g_free (change);
}


static gboolean
emit_changed_cb (gpointer user_data)
{
  Change *change = user_data;

  g_signal_emit (change->store, signals[SIGNAL_CHANGED], 0, change->topic);
  return G_SOURCE_REMOVE;
}


/* Not g_main_context_invoke(): while nobody iterates the context, that would
 * run the handlers in this thread. */
static void
announce (Worker *worker, UmpStore *store, UmpStoreTopic topic)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Change *change = g_new0 (Change, 1);

  change->store = g_object_ref (store);
  change->topic = topic;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit_changed_cb, change, change_free);
  g_source_set_static_name (source, "[umpire] store changed");
  g_source_attach (source, worker->context);
}


static void
worker_open (Worker *worker)
{
  g_assert (g_thread_self () == worker->thread);

  if (worker->db != NULL)
    return;
  g_clear_error (&worker->error);
  worker->db = ump_db_open (worker->path, &worker->error);
  if (worker->db != NULL)
    worker->foreign_changes = ump_db_get_foreign_changes (worker->db);
}


/* What a command has imported meanwhile is shown by the window when it next
 * has to do with the database. */
static void
worker_look_around (Worker *worker, UmpStore *store)
{
  gint64 changes = ump_db_get_foreign_changes (worker->db);

  if (changes == worker->foreign_changes)
    return;
  worker->foreign_changes = changes;
  for (UmpStoreTopic topic = UMP_STORE_PROVIDERS; topic <= UMP_STORE_BALLOTS; topic++)
    announce (worker, store, topic);
}


/* A job that was cancelled before its turn is not run. One that wrote says
 * what it did, cancelled or not; who asked to read and has given up may be
 * gone, so that it is told nothing but that. */
static void
worker_run (Worker *worker, UmpStoreJob *job)
{
  GError *error = NULL;
  gboolean ok;

  g_assert (g_thread_self () == worker->thread);

  if (g_task_return_error_if_cancelled (job->task))
    return;
  if (job->writes)
    g_task_set_check_cancellable (job->task, FALSE);
  if (job->run == NULL)
    worker_open (worker);
  if (worker->db == NULL) {
    g_task_return_error (job->task, g_error_copy (worker->error));
    return;
  }
  ok = job->run == NULL || job->run (job, worker->db, &error);
  worker_look_around (worker, g_task_get_source_object (job->task));
  if (!ok) {
    g_task_return_error (job->task, error);
    return;
  }
  if (job->writes)
    announce (worker, g_task_get_source_object (job->task), job->topic);
  if (job->free_result != NULL)
    g_task_return_pointer (job->task, g_steal_pointer (&job->result), job->free_result);
  else
    g_task_return_boolean (job->task, TRUE);
}


static gpointer
worker_main (gpointer data)
{
  Worker *worker = data;
  gboolean quit = FALSE;
  gboolean opened = FALSE;

  worker->thread = g_thread_self ();
  while (!quit) {
    UmpStoreJob *job = g_async_queue_pop (worker->queue);

    /* The job that ends the thread has no task. */
    quit = job->task == NULL;
    /* With the first job and not before, so that the window's first frame does
     * not share the processor with it. */
    if (!quit && !opened)
      worker_open (worker);
    opened = TRUE;
    if (!quit)
      worker_run (worker, job);
    job_free (job);
  }
  g_clear_pointer (&worker->db, ump_db_close);
  g_atomic_rc_box_release_full (worker, worker_clear);
  return NULL;
}


static void
ump_store_dispose (GObject *object)
{
  ump_store_close (UMP_STORE (object));
  G_OBJECT_CLASS (ump_store_parent_class)->dispose (object);
}


static void
ump_store_finalize (GObject *object)
{
  UmpStore *self = UMP_STORE (object);

  if (self->worker != NULL)
    g_atomic_rc_box_release_full (self->worker, worker_clear);
  G_OBJECT_CLASS (ump_store_parent_class)->finalize (object);
}


static void
ump_store_class_init (UmpStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ump_store_dispose;
  object_class->finalize = ump_store_finalize;

  /**
   * UmpStore::changed:
   * @self: the store
   * @topic: a #UmpStoreTopic
   *
   * A transaction that changed something was committed.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", UMP_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}


static void
ump_store_init (UmpStore *self)
{
}


/* A job that reads; @free_result frees what it reads. */
UmpStoreJob *
ump_store_job_new_read (UmpStoreRun run, GDestroyNotify free_result)
{
  UmpStoreJob *job = g_new0 (UmpStoreJob, 1);

  job->run = run;
  job->free_result = free_result;
  return job;
}


/* A job that writes and announces @topic. */
UmpStoreJob *
ump_store_job_new_write (UmpStoreRun run, UmpStoreTopic topic)
{
  UmpStoreJob *job = g_new0 (UmpStoreJob, 1);

  job->run = run;
  job->writes = TRUE;
  job->topic = topic;
  return job;
}


/* Hands @job to the thread; takes it. */
void
ump_store_push (UmpStore *self, UmpStoreJob *job, gpointer source_tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  if (self->closed) {
    g_task_return_new_error (task, UMP_ERROR, UMP_ERROR_STORE, "%s", _("The database is closed: the program is about to end."));
    job_free (job);
    return;
  }
  job->task = g_steal_pointer (&task);
  g_async_queue_push (self->worker->queue, job);
}


/* For every _finish() of a job that writes. */
gboolean
ump_store_finish_write (UmpStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}


/* For every _finish() of a job that reads. */
gpointer
ump_store_finish_read (UmpStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}


/**
 * ump_store_get_library_version:
 *
 * Returns: (transfer none): the version of SQLite that runs
 */
const char *
ump_store_get_library_version (void)
{
  return sqlite3_libversion ();
}


/**
 * ump_store_get_default_path:
 *
 * Returns: (transfer full): where the user's database is
 */
char *
ump_store_get_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "umpire", "umpire.db", NULL);
}


/**
 * ump_store_new:
 * @path: of the database, or ":memory:"
 *
 * Starts the store's thread, which opens the database with the first job.
 *
 * Returns: (transfer full): a store
 */
UmpStore *
ump_store_new (const char *path)
{
  UmpStore *self = g_object_new (UMP_TYPE_STORE, NULL);

  g_return_val_if_fail (path != NULL, NULL);

  self->worker = g_atomic_rc_box_new0 (Worker);
  self->worker->path = g_strdup (path);
  self->worker->queue = g_async_queue_new_full ((GDestroyNotify) job_free);
  self->worker->context = g_main_context_ref_thread_default ();
  self->thread = g_thread_new ("umpire-store", worker_main, g_atomic_rc_box_acquire (self->worker));
  return self;
}


/**
 * ump_store_open_async:
 * @self: a store
 * @cancellable: (nullable): to give up
 * @callback: called when it is open or cannot be
 * @user_data: for @callback
 *
 * Waits until the database is open, and tries again where it could not be
 * opened. Nothing depends on calling it: every other call waits too.
 */
void
ump_store_open_async (UmpStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (UMP_IS_STORE (self));

  ump_store_push (self, ump_store_job_new_read (NULL, NULL), ump_store_open_async, cancellable, callback, user_data);
}


/**
 * ump_store_open_finish:
 * @self: a store
 * @result: of ump_store_open_async()
 * @error: return location for an error
 *
 * Returns: whether the database is open
 */
gboolean
ump_store_open_finish (UmpStore *self, GAsyncResult *result, GError **error)
{
  return ump_store_finish_write (self, result, error);
}


/**
 * ump_store_close:
 * @self: a store
 *
 * Waits until everything that was asked for is done, and closes the database.
 * Later calls fail. For the end of the program.
 */
void
ump_store_close (UmpStore *self)
{
  g_return_if_fail (UMP_IS_STORE (self));

  if (self->closed || self->worker == NULL)
    return;
  self->closed = TRUE;
  g_async_queue_push (self->worker->queue, g_new0 (UmpStoreJob, 1));
  /* The last reference may have been that of a job. */
  if (g_thread_self () == self->thread)
    g_thread_unref (self->thread);
  else
    g_thread_join (self->thread);
}
