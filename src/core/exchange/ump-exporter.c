/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-ballot.h"
#include "ump-export-csv.h"
#include "ump-export-json.h"
#include "ump-exporter.h"

/* Every export format. To add one, write one file and name it here. */
static const UmpExporter *const exporters[] = {
  &ump_export_csv,
  &ump_export_json,
};


/**
 * ump_export_row_has_rank:
 * @row: one contender
 *
 * Below ten votes nothing that is written says a rank, whoever made the row.
 *
 * Returns: whether its ranks may be told
 */
gboolean
ump_export_row_has_rank (const UmpExportRow *row)
{
  g_return_val_if_fail (row != NULL, FALSE);

  return row->votes >= UMP_VOTES_FOR_RANK && row->rank_low > 0;
}


/**
 * ump_exporters_get_all:
 * @n_exporters: (out): how many
 *
 * Returns: (transfer none) (array length=n_exporters): every export format
 */
const UmpExporter *const *
ump_exporters_get_all (guint *n_exporters)
{
  g_return_val_if_fail (n_exporters != NULL, NULL);

  *n_exporters = G_N_ELEMENTS (exporters);
  return exporters;
}


/**
 * ump_exporters_find:
 * @id: as "csv"
 *
 * Returns: (transfer none) (nullable): the format with that id
 */
const UmpExporter *
ump_exporters_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (exporters); i++)
    if (g_str_equal (exporters[i]->id, id))
      return exporters[i];
  return NULL;
}
