/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ump-export-csv.h"

#define HEADER "model,rating,lo,hi,se,votes,wins,losses,ties,both_bad,rank_low,rank_high,p_best\n"


/**
 * ump_csv_append_cell:
 * @text: what is being written
 * @cell: any UTF-8 text
 *
 * Appends one cell, in quotes where RFC 4180 asks for them: where it holds a
 * comma, a quote or a line break.
 */
void
ump_csv_append_cell (GString *text, const char *cell)
{
  if (strpbrk (cell, ",\"\r\n") == NULL) {
    g_string_append (text, cell);
    return;
  }
  g_string_append_c (text, '"');
  for (const char *p = cell; *p != '\0'; p++) {
    if (*p == '"')
      g_string_append_c (text, '"');
    g_string_append_c (text, *p);
  }
  g_string_append_c (text, '"');
}


/**
 * ump_csv_append_number:
 * @text: what is being written
 * @number: NaN leaves the cell empty
 * @digits: after the point
 *
 * Appends a number with a point whatever the locale.
 */
void
ump_csv_append_number (GString *text, double number, guint digits)
{
  char format[8];
  char buffer[G_ASCII_DTOSTR_BUF_SIZE + 320];

  if (!isfinite (number))
    return;
  g_snprintf (format, sizeof format, "%%.%uf", digits);
  g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, format, number));
}


static void
append_rank (GString *text, guint rank)
{
  g_string_append_c (text, ',');
  if (rank > 0)
    g_string_append_printf (text, "%u", rank);
}


static char *
write_board (const UmpExportRow *rows, gsize n_rows)
{
  GString *text = g_string_new (HEADER);

  for (gsize i = 0; i < n_rows; i++) {
    const UmpExportRow *row = &rows[i];
    gboolean ranked = ump_export_row_has_rank (row);
    const double numbers[] = { row->rating, row->lo, row->hi, row->se };

    ump_csv_append_cell (text, row->model);
    for (guint k = 0; k < G_N_ELEMENTS (numbers); k++) {
      g_string_append_c (text, ',');
      ump_csv_append_number (text, numbers[k], 9);
    }
    g_string_append_printf (text, ",%u,%u,%u,%u,%u", row->votes, row->wins, row->losses, row->ties, row->both_bad);
    append_rank (text, ranked ? row->rank_low : 0);
    append_rank (text, ranked ? row->rank_high : 0);
    g_string_append_c (text, ',');
    ump_csv_append_number (text, row->p_best, 6);
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}


const UmpExporter ump_export_csv = {
  .id = "csv",
  .name = N_("Comma-Separated Values"),
  .suffix = "csv",
  .mime_type = "text/csv",
  .write_board = write_board,
};
