/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-leaderboard.h"

/**
 * UmpRatingChange:
 * @before: rating without the ballot, NaN where there was none
 * @after: rating with it, NaN where there is none
 * @low: lower end of the 95 % interval after it
 * @high: upper end
 */
typedef struct {
  double before;
  double after;
  double low;
  double high;
} UmpRatingChange;

void ump_rating_change_async (UmpStore *store, const UmpScope *scope, const char *battle_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_rating_change_finish (GAsyncResult *result, const char *contender_id, UmpRatingChange *change, GError **error);
