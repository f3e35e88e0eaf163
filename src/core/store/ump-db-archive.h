/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-archive.h"
#include "ump-db.h"

/**
 * UmpMergeCount:
 * @battles: that were not there before
 * @verdicts: that were not there before, retractions among them
 */
typedef struct {
  guint battles;
  guint verdicts;
} UmpMergeCount;

UmpArchive *ump_db_load_archive (UmpDb *self, GError **error);
gboolean ump_db_merge_archive (UmpDb *self, const UmpArchive *archive, UmpMergeCount *count, GError **error);
