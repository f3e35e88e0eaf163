/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <math.h>

#include "ump-export-json.h"


static void
add_number (JsonBuilder *builder, const char *name, double number)
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
add_rank (JsonBuilder *builder, const char *name, guint rank)
{
  json_builder_set_member_name (builder, name);
  if (rank > 0)
    json_builder_add_int_value (builder, rank);
  else
    json_builder_add_null_value (builder);
}


static char *
write_board (const UmpExportRow *rows, gsize n_rows)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = NULL;

  json_builder_begin_array (builder);
  for (gsize i = 0; i < n_rows; i++) {
    const UmpExportRow *row = &rows[i];
    gboolean ranked = ump_export_row_has_rank (row);

    json_builder_begin_object (builder);
    json_builder_set_member_name (builder, "model");
    json_builder_add_string_value (builder, row->model);
    add_number (builder, "rating", row->rating);
    add_number (builder, "lo", row->lo);
    add_number (builder, "hi", row->hi);
    add_number (builder, "se", row->se);
    add_count (builder, "votes", row->votes);
    add_count (builder, "wins", row->wins);
    add_count (builder, "losses", row->losses);
    add_count (builder, "ties", row->ties);
    add_count (builder, "both_bad", row->both_bad);
    add_rank (builder, "rank_low", ranked ? row->rank_low : 0);
    add_rank (builder, "rank_high", ranked ? row->rank_high : 0);
    add_number (builder, "p_best", row->p_best);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  json = json_to_string (root, TRUE);
  return g_strconcat (json, "\n", NULL);
}


const UmpExporter ump_export_json = {
  .id = "json",
  .name = N_("JSON"),
  .suffix = "json",
  .mime_type = "application/json",
  .write_board = write_board,
};
