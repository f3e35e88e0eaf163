/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * UmpExportRow:
 *
 * One contender of a leaderboard as it is written to a file. Figures that are
 * unknown are NaN and become empty cells or null; so do ranks where
 * ump_export_row_has_rank() says that there is none.
 */
typedef struct {
  const char *model;
  double rating;
  double lo;
  double hi;
  double se;
  guint votes;
  guint wins;
  guint losses;
  guint ties;
  guint both_bad;
  guint rank_low;
  guint rank_high;
  double p_best;
} UmpExportRow;

/**
 * UmpExporter:
 * @id: "csv"
 * @name: for the file chooser, untranslated; mark with N_()
 * @suffix: "csv"
 * @mime_type: "text/csv"
 * @write_board: (nullable): the whole file of a leaderboard
 *
 * One export format of leaderboards: records in, bytes out.
 */
typedef struct {
  const char *id;
  const char *name;
  const char *suffix;
  const char *mime_type;
  char *(*write_board) (const UmpExportRow *rows, gsize n_rows);
} UmpExporter;

gboolean ump_export_row_has_rank (const UmpExportRow *row);
const UmpExporter *const *ump_exporters_get_all (guint *n_exporters);
const UmpExporter *ump_exporters_find (const char *id);
