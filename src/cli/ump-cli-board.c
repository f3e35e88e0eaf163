/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ump-cli-board.h"

enum {
  COLUMN_RANK,
  COLUMN_MODEL,
  COLUMN_RATING,
  COLUMN_INTERVAL,
  COLUMN_VOTES,
  COLUMN_RECORD,
  COLUMN_P_BEST,
  N_COLUMNS,
};


static char *
format_rank (const UmpExportRow *row)
{
  if (!ump_export_row_has_rank (row))
    return g_strdup ("–");
  if (row->rank_low == row->rank_high)
    return g_strdup_printf ("%u", row->rank_low);
  return g_strdup_printf ("%u–%u", row->rank_low, row->rank_high);
}


/* Control characters of a name must not reach the terminal. */
static char *
make_printable (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  GString *text = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (text, g_unichar_iscntrl (c) ? 0xfffd : c);
  }
  return g_string_free (text, FALSE);
}


static void
fill_cells (char **cells, const UmpExportRow *row)
{
  cells[COLUMN_RANK] = format_rank (row);
  cells[COLUMN_MODEL] = make_printable (row->model);
  cells[COLUMN_RATING] = isfinite (row->rating) ? g_strdup_printf ("%.0f", row->rating) : g_strdup ("–");
  cells[COLUMN_INTERVAL] = isfinite (row->lo) && isfinite (row->hi) ? g_strdup_printf ("%.0f…%.0f", row->lo, row->hi) : g_strdup ("–");
  cells[COLUMN_VOTES] = g_strdup_printf ("%u", row->votes);
  cells[COLUMN_RECORD] = g_strdup_printf ("%u/%u/%u/%u", row->wins, row->losses, row->ties, row->both_bad);
  cells[COLUMN_P_BEST] = isfinite (row->p_best) ? g_strdup_printf ("%.0f %%", 100 * row->p_best) : g_strdup ("–");
}


/* Places that @cell takes on a terminal. */
static int
measure (const char *cell)
{
  int width = 0;

  for (const char *p = cell; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
  }
  return width;
}


static void
append_cell (GString *text, const char *cell, int width, gboolean right)
{
  int blanks = MAX (0, width - measure (cell));

  g_string_append_printf (text, "%*s%s%*s", right ? blanks : 0, "", cell, right ? 0 : blanks, "");
}


static void
append_line (GString *text, char *const *cells, const int *widths)
{
  for (int column = 0; column < N_COLUMNS; column++) {
    if (column > 0)
      g_string_append (text, "  ");
    append_cell (text, cells[column], widths[column], column != COLUMN_MODEL);
  }
  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
  g_string_append_c (text, '\n');
}


static char *
write_table (const UmpExportRow *rows, gsize n_rows)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  const char *headings[N_COLUMNS] = {
    [COLUMN_RANK] = C_("column", "Rank"),
    [COLUMN_MODEL] = C_("column", "Model"),
    [COLUMN_RATING] = C_("column", "Rating"),
    [COLUMN_INTERVAL] = C_("column", "95 %"),
    [COLUMN_VOTES] = C_("column", "Votes"),
    [COLUMN_RECORD] = C_("column", "W/L/T/both bad"),
    [COLUMN_P_BEST] = C_("column", "P(best)"),
  };
  GString *text = g_string_new (NULL);
  int widths[N_COLUMNS];

  for (int column = 0; column < N_COLUMNS; column++)
    widths[column] = measure (headings[column]);
  g_ptr_array_set_size (cells, n_rows * N_COLUMNS);
  for (gsize i = 0; i < n_rows; i++) {
    char **line = (char **) cells->pdata + i * N_COLUMNS;

    fill_cells (line, &rows[i]);
    for (int column = 0; column < N_COLUMNS; column++)
      widths[column] = MAX (widths[column], measure (line[column]));
  }
  append_line (text, (char *const *) headings, widths);
  for (gsize i = 0; i < n_rows; i++)
    append_line (text, (char **) cells->pdata + i * N_COLUMNS, widths);
  return g_string_free (text, FALSE);
}


/**
 * ump_cli_board_knows_format:
 * @format: as typed after --format
 *
 * Returns: whether ump_cli_board_write() can write it
 */
gboolean
ump_cli_board_knows_format (const char *format)
{
  const UmpExporter *exporter = ump_exporters_find (format);

  return g_str_equal (format, "table") || (exporter != NULL && exporter->write_board != NULL);
}


/**
 * ump_cli_board_write:
 * @format: "table", or the id of an export format
 * @rows: (array length=n_rows): a leaderboard
 * @n_rows: how many
 *
 * Returns: (transfer full): what is to be printed
 */
char *
ump_cli_board_write (const char *format, const UmpExportRow *rows, gsize n_rows)
{
  if (g_str_equal (format, "table"))
    return write_table (rows, n_rows);
  return ump_exporters_find (format)->write_board (rows, n_rows);
}
