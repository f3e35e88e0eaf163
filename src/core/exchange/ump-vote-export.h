/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-verdict.h"

/**
 * UmpVoteRow:
 * @id: of the battle
 * @models: names of the two sides
 * @verdict: what was said
 * @cast_at: microseconds since the epoch
 * @category: (nullable): tag
 * @clean: it is rated
 * @tokens: output tokens of each side, -1 where unknown
 *
 * One vote as it is written to a battle file.
 */
typedef struct {
  const char *id;
  const char *models[UMP_N_SIDES];
  UmpVerdict verdict;
  gint64 cast_at;
  const char *category;
  gboolean clean;
  gint64 tokens[UMP_N_SIDES];
} UmpVoteRow;

char *ump_vote_export_csv (const UmpVoteRow *rows, gsize n_rows);
