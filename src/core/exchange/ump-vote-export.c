/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-export-csv.h"
#include "ump-vote-export.h"


static void
append_tokens (GString *text, gint64 tokens)
{
  g_string_append_c (text, ',');
  if (tokens >= 0)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, tokens);
}


/**
 * ump_vote_export_csv:
 * @rows: (array length=n_rows): votes
 * @n_rows: how many
 *
 * The columns "model_a", "model_b", "winner" and "tstamp" (seconds since the
 * epoch) and the spelling of the verdicts are those of FastChat's battle
 * files, so that other tools read them too.
 *
 * Returns: (transfer full): the whole file
 */
char *
ump_vote_export_csv (const UmpVoteRow *rows, gsize n_rows)
{
  GString *text = g_string_new ("question_id,model_a,model_b,winner,tstamp,category,clean,tokens_a,tokens_b\n");

  for (gsize i = 0; i < n_rows; i++) {
    const UmpVoteRow *row = &rows[i];

    ump_csv_append_cell (text, row->id);
    g_string_append_c (text, ',');
    ump_csv_append_cell (text, row->models[UMP_SIDE_A]);
    g_string_append_c (text, ',');
    ump_csv_append_cell (text, row->models[UMP_SIDE_B]);
    g_string_append_c (text, ',');
    ump_csv_append_cell (text, ump_verdict_to_string (row->verdict));
    g_string_append_printf (text, ",%" G_GINT64_FORMAT ".%06d,", row->cast_at / G_USEC_PER_SEC, (int) (row->cast_at % G_USEC_PER_SEC));
    ump_csv_append_cell (text, row->category != NULL ? row->category : "");
    g_string_append (text, row->clean ? ",true" : ",false");
    append_tokens (text, row->tokens[UMP_SIDE_A]);
    append_tokens (text, row->tokens[UMP_SIDE_B]);
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}
