/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <stdlib.h>

#include "ump-cli-board.h"
#include "ump-export-csv.h"
#include "ump-head-to-head.h"
#include "ump-rate-print.h"

#define ALPHA 0.05

typedef struct {
  const UmpRatingTable *table;
  GPtrArray *names;
} Order;

/* What two contenders did to each other, the better one first. */
typedef struct {
  const char *model_a;
  const char *model_b;
  double p_better;
  double difference;
  double se;
  guint votes, wins_a, wins_b, ties, both_bad;
  double share_lo, share_hi;
} PairLine;


/* Best first; those without a rating last, by name. */
static int
compare_rows (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Order *order = user_data;
  guint first = *(const guint *) a, second = *(const guint *) b;
  double x = order->table->rows[first].rating, y = order->table->rows[second].rating;

  if (isnan (x) != isnan (y))
    return isnan (x) ? 1 : -1;
  if (x != y && !isnan (x))
    return x > y ? -1 : 1;
  return first < second ? -1 : first > second;
}


static guint *
sort_rows (const UmpRatingTable *table, GPtrArray *names)
{
  Order order = { table, names };
  guint *places = g_new (guint, names->len + 1);

  for (guint i = 0; i < names->len; i++)
    places[i] = i;
  qsort_r (places, names->len, sizeof *places, compare_rows, &order);
  return places;
}


/* Columns on a terminal: wide characters take two. */
static guint
get_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (!g_unichar_iszerowidth (c))
      width += g_unichar_iswide (c) ? 2 : 1;
  }
  return width;
}


/* A name from a file must not move the cursor. */
static void
append_name (GString *text, const char *name, guint width)
{
  guint used = get_width (name);

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (text, g_unichar_iscntrl (c) ? 0xfffd : c);
  }
  for (; used < width; used++)
    g_string_append_c (text, ' ');
}


/* A number in a column of its own, a dash where there is none. */
static void
append_cell (GString *text, double number, guint digits, guint width)
{
  g_autofree char *cell = isfinite (number) ? g_strdup_printf ("%.*f", (int) digits, number) : g_strdup ("–");

  for (guint used = get_width (cell); used < width; used++)
    g_string_append_c (text, ' ');
  g_string_append (text, cell);
}


static guint
get_name_width (GPtrArray *names)
{
  guint width = 5;

  for (guint i = 0; i < names->len; i++)
    width = MAX (width, get_width (g_ptr_array_index (names, i)));
  return MIN (width, 48);
}


/**
 * ump_rate_print_board:
 * @table: a board
 * @names: (element-type utf8): its contenders
 * @format: "table" or the id of an export format
 *
 * Returns: (transfer full): the board as text, best first
 */
char *
ump_rate_print_board (const UmpRatingTable *table, GPtrArray *names, const char *format)
{
  g_autofree guint *order = sort_rows (table, names);
  g_autofree UmpExportRow *rows = g_new0 (UmpExportRow, names->len + 1);

  for (guint i = 0; i < names->len; i++) {
    const UmpRatingRow *row = &table->rows[order[i]];

    rows[i] = (UmpExportRow) {
      .model = g_ptr_array_index (names, order[i]),
      .rating = row->rating,
      .lo = row->lo,
      .hi = row->hi,
      .se = row->se,
      .votes = row->votes,
      .wins = row->wins,
      .losses = row->losses,
      .ties = row->ties,
      .both_bad = row->both_bad,
      .rank_low = row->rank_low,
      .rank_high = row->rank_high,
      .p_best = row->p_best,
    };
  }
  return ump_cli_board_write (format, rows, names->len);
}


static PairLine
make_line (const UmpRatingTable *table, GPtrArray *names, guint a, guint b, const UmpPair *pair)
{
  gsize n = table->n;
  PairLine line = {
    .model_a = g_ptr_array_index (names, a),
    .model_b = g_ptr_array_index (names, b),
    .p_better = table->better != NULL ? table->better[a * n + b] : NAN,
    .difference = table->rows[a].rating - table->rows[b].rating,
    .se = NAN,
  };

  if (table->covariance != NULL)
    line.se = sqrt (table->covariance[a * n + a] + table->covariance[b * n + b] - 2 * table->covariance[a * n + b]);
  if (pair != NULL) {
    const guint32 *wins_a = pair->a == a ? pair->wins_a : pair->wins_b;
    const guint32 *wins_b = pair->a == a ? pair->wins_b : pair->wins_a;

    line.wins_a = wins_a[0] + wins_a[1];
    line.wins_b = wins_b[0] + wins_b[1];
    line.ties = pair->ties[0] + pair->ties[1];
    line.both_bad = pair->both_bad[0] + pair->both_bad[1];
    line.votes = line.wins_a + line.wins_b + line.ties + line.both_bad;
  }
  ump_head_to_head_interval (line.wins_a, line.wins_a + line.wins_b, ALPHA, &line.share_lo, &line.share_hi);
  return line;
}


static int
compare_pairs (const void *a, const void *b)
{
  const UmpPair *first = a, *second = b;

  if (first->a != second->a)
    return first->a < second->a ? -1 : 1;
  return first->b < second->b ? -1 : first->b > second->b;
}


static void
write_csv_line (const PairLine *line, gpointer user_data)
{
  GString *text = user_data;

  ump_csv_append_cell (text, line->model_a);
  g_string_append_c (text, ',');
  ump_csv_append_cell (text, line->model_b);
  g_string_append_c (text, ',');
  ump_csv_append_number (text, line->p_better, 9);
  g_string_append_c (text, ',');
  ump_csv_append_number (text, line->difference, 9);
  g_string_append_c (text, ',');
  ump_csv_append_number (text, line->se, 9);
  g_string_append_printf (text, ",%u,%u,%u,%u,%u,", line->votes, line->wins_a, line->wins_b, line->ties, line->both_bad);
  ump_csv_append_number (text, line->share_lo, 9);
  g_string_append_c (text, ',');
  ump_csv_append_number (text, line->share_hi, 9);
  g_string_append_c (text, '\n');
}


static void
add_member (JsonBuilder *builder, const char *name, double number)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (number))
    json_builder_add_double_value (builder, number);
  else
    json_builder_add_null_value (builder);
}


static void
add_count (JsonBuilder *builder, const char *name, guint count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, count);
}


static void
write_json_line (const PairLine *line, gpointer user_data)
{
  JsonBuilder *builder = user_data;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "model_a");
  json_builder_add_string_value (builder, line->model_a);
  json_builder_set_member_name (builder, "model_b");
  json_builder_add_string_value (builder, line->model_b);
  add_member (builder, "p_better", line->p_better);
  add_member (builder, "difference", line->difference);
  add_member (builder, "se", line->se);
  add_count (builder, "votes", line->votes);
  add_count (builder, "wins_a", line->wins_a);
  add_count (builder, "wins_b", line->wins_b);
  add_count (builder, "ties", line->ties);
  add_count (builder, "both_bad", line->both_bad);
  add_member (builder, "share_lo", line->share_lo);
  add_member (builder, "share_hi", line->share_hi);
  json_builder_end_object (builder);
}


static void
for_each_pair (const UmpRatingTable *table, const UmpTally *tally, GPtrArray *names, const guint *order, void (*write) (const PairLine *line, gpointer user_data), gpointer user_data)
{
  for (guint i = 0; i < names->len; i++)
    for (guint j = i + 1; j < names->len; j++) {
      UmpPair key = { MIN (order[i], order[j]), MAX (order[i], order[j]) };
      const UmpPair *pair = bsearch (&key, tally->pairs, tally->n_pairs, sizeof key, compare_pairs);
      PairLine line = make_line (table, names, order[i], order[j], pair);

      write (&line, user_data);
    }
}


/* P(row is better than column) for a terminal. */
static char *
print_matrix (const UmpRatingTable *table, GPtrArray *names, const guint *order)
{
  GString *text = g_string_new (NULL);
  guint width = get_name_width (names);

  append_name (text, _("P(row is better)"), width + 5);
  for (guint j = 0; j < names->len; j++)
    append_cell (text, j + 1, 0, 6);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < names->len; i++) {
    append_cell (text, i + 1, 0, 4);
    g_string_append_c (text, ' ');
    append_name (text, g_ptr_array_index (names, order[i]), width);
    for (guint j = 0; j < names->len; j++)
      append_cell (text, i == j || table->better == NULL ? NAN : table->better[order[i] * table->n + order[j]], 3, 6);
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}


/**
 * ump_rate_print_pairs:
 * @table: a board
 * @tally: what it was made from
 * @names: (element-type utf8): its contenders
 * @format: "table", "csv" or "json"
 *
 * Every pair, the better one first: the probability that it is better, the
 * difference and its standard error, the votes between the two, and the share
 * of wins with the interval that may be looked at after every vote.
 *
 * Returns: (transfer full): the pairs as text
 */
char *
ump_rate_print_pairs (const UmpRatingTable *table, const UmpTally *tally, GPtrArray *names, const char *format)
{
  g_autofree guint *order = sort_rows (table, names);
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = NULL;
  GString *text;

  if (g_str_equal (format, "table"))
    return print_matrix (table, names, order);
  if (g_str_equal (format, "csv")) {
    text = g_string_new ("model_a,model_b,p_better,difference,se,votes,wins_a,wins_b,ties,both_bad,share_lo,share_hi\n");
    for_each_pair (table, tally, names, order, write_csv_line, text);
    return g_string_free (text, FALSE);
  }
  builder = json_builder_new_immutable ();
  json_builder_begin_array (builder);
  for_each_pair (table, tally, names, order, write_json_line, builder);
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  json = json_to_string (root, TRUE);
  return g_strconcat (json, "\n", NULL);
}
