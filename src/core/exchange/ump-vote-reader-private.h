/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-name-table.h"
#include "ump-vote-reader.h"

/**
 * UmpField:
 *
 * What a column or a member of an object may hold. The last eight are in the
 * order of the style features, A before B.
 */
typedef enum {
  UMP_FIELD_MODEL_A,
  UMP_FIELD_MODEL_B,
  UMP_FIELD_WINNER,
  UMP_FIELD_WINNER_A,
  UMP_FIELD_WINNER_B,
  UMP_FIELD_WINNER_TIE,
  UMP_FIELD_ANONYMOUS,
  UMP_FIELD_TIME,
  UMP_FIELD_CLUSTER,
  UMP_FIELD_CATEGORY,
  UMP_FIELD_STYLE_FIRST,
  UMP_N_FIELDS = UMP_FIELD_STYLE_FIRST + 2 * UMP_N_STYLES,
  UMP_FIELD_NONE = UMP_N_FIELDS,
} UmpField;

/**
 * UmpSlice:
 * @text: bytes within the file's buffer, NULL where there is no such field
 * @length: how many
 */
typedef struct {
  const char *text;
  gsize length;
} UmpSlice;

/* Where in a JSON array the reader is. */
typedef enum {
  UMP_JSON_AFTER_BRACKET,
  UMP_JSON_AFTER_ELEMENT,
  UMP_JSON_AFTER_COMMA,
} UmpJsonPlace;

struct _UmpVoteReader {
  UmpVoteColumns columns;
  UmpVoteFunc func;
  gpointer user_data;
  gsize piece_size;
  UmpNameTable models;
  UmpNameTable clusters;
  UmpNameTable categories;
  UmpVoteColumns found;
  guint64 n_rows;
  guint64 n_bad;
  guint64 n_named;
  GPtrArray *bad_rows;

  /* Of the file that is being read. */
  const char *file;
  guint64 line;
  gboolean started;
  gboolean ended;
  gboolean json;
  gboolean json_lines;
  UmpJsonPlace place;
  guint8 *field_of_column;
  guint n_columns;
  guint n_wanted;
  GString *scratch;
};

/* Parses what it can of @length bytes and sets @consumed; more follows unless
 * @last. Returns FALSE only where the file cannot be read on. */
gboolean ump_vote_reader_parse_csv (UmpVoteReader *self, const char *data, gsize length, gboolean last, gsize *consumed, GError **error);
gboolean ump_vote_reader_parse_json (UmpVoteReader *self, const char *data, gsize length, gboolean last, gsize *consumed, GError **error);

UmpField ump_vote_reader_find_field (UmpVoteReader *self, const char *name, gsize length, guint *preference);
void ump_vote_reader_take_row (UmpVoteReader *self, const UmpSlice *fields, guint64 line);
void ump_vote_reader_reject (UmpVoteReader *self, guint64 line, const char *why);
