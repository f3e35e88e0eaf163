/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-db.h"
#include "ump-store.h"

/**
 * UmpStoreJob:
 * @run: does it, in the store's thread; a reading job leaves what it read in
 *   @result
 * @free_result: of @result; %NULL for a job that writes
 * @writes: emits "changed" with @topic when it succeeded
 *
 * One call of #UmpStore on its way to the store's thread, with copies of its
 * arguments. Each kind of job uses the few that it needs.
 */
typedef struct _UmpStoreJob UmpStoreJob;
typedef gboolean (*UmpStoreRun) (UmpStoreJob *job, UmpDb *db, GError **error);

struct _UmpStoreJob {
  UmpStoreRun run;
  GTask *task;
  gpointer result;
  GDestroyNotify free_result;
  gboolean writes;
  UmpStoreTopic topic;

  char *id;
  char *turn_id;
  char *text;
  char **names;
  int number;
  UmpProvider *provider;
  GPtrArray *contenders;
  UmpBattleRecord *battle;
  UmpTurn *turn;
  UmpResponseRecord *response;
  UmpConditions *conditions;
};

UmpStoreJob *ump_store_job_new_read (UmpStoreRun run, GDestroyNotify free_result);
UmpStoreJob *ump_store_job_new_write (UmpStoreRun run, UmpStoreTopic topic);
void ump_store_push (UmpStore *self, UmpStoreJob *job, gpointer source_tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_store_finish_write (UmpStore *self, GAsyncResult *result, GError **error);
gpointer ump_store_finish_read (UmpStore *self, GAsyncResult *result, GError **error);
