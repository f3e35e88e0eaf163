/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ump-verdict.h"

/* Tokens, headers, lists, bold: the style of an answer in four numbers. */
#define UMP_N_STYLES 4
#define UMP_NO_NUMBER G_MAXUINT32
/* So many bad rows are kept to be shown; all are counted. */
#define UMP_MAX_BAD_ROWS 100

/**
 * UmpVoteColumns:
 * @UMP_VOTE_COLUMN_TIME: when
 * @UMP_VOTE_COLUMN_CLUSTER: which prompt
 * @UMP_VOTE_COLUMN_CATEGORY: which category
 * @UMP_VOTE_COLUMN_STYLE: tokens, headers, lists, bold
 *
 * What is read besides who fought whom and who won.
 */
typedef enum {
  UMP_VOTE_COLUMN_TIME = 1 << 0,
  UMP_VOTE_COLUMN_CLUSTER = 1 << 1,
  UMP_VOTE_COLUMN_CATEGORY = 1 << 2,
  UMP_VOTE_COLUMN_STYLE = 1 << 3,
} UmpVoteColumns;

/**
 * UmpReadVote:
 * @a: number of the model on the left, see ump_vote_reader_get_models()
 * @b: number of the model on the right
 * @verdict: what was said
 * @time: seconds since the epoch, NaN where unknown
 * @cluster: votes with the same number are on the same prompt
 * @category: number of its category, UMP_NO_NUMBER for none
 * @styles: (a - b)/(a + b + 1) of each style feature, NaN where unknown
 *
 * One vote of a file.
 */
typedef struct {
  guint32 a;
  guint32 b;
  UmpVerdict verdict;
  double time;
  guint32 cluster;
  guint32 category;
  double styles[UMP_N_STYLES];
} UmpReadVote;

/**
 * UmpBadRow:
 * @file: its name
 * @line: where the row starts, from 1
 * @why: a sentence without its full stop
 *
 * A row that could not be used.
 */
typedef struct {
  char *file;
  guint64 line;
  char *why;
} UmpBadRow;

typedef void (*UmpVoteFunc) (const UmpReadVote *vote, gpointer user_data);
typedef struct _UmpVoteReader UmpVoteReader;

UmpVoteReader *ump_vote_reader_new (UmpVoteColumns columns, UmpVoteFunc func, gpointer user_data);
void ump_vote_reader_free (UmpVoteReader *self);
void ump_vote_reader_set_piece_size (UmpVoteReader *self, gsize piece_size);
gboolean ump_vote_reader_read_file (UmpVoteReader *self, const char *path, GError **error);
gboolean ump_vote_reader_read_stream (UmpVoteReader *self, GInputStream *stream, const char *name, GError **error);
GPtrArray *ump_vote_reader_get_models (UmpVoteReader *self);
GPtrArray *ump_vote_reader_get_categories (UmpVoteReader *self);
UmpVoteColumns ump_vote_reader_get_found (UmpVoteReader *self);
guint64 ump_vote_reader_get_n_rows (UmpVoteReader *self);
guint64 ump_vote_reader_get_n_bad (UmpVoteReader *self);
guint64 ump_vote_reader_get_n_named (UmpVoteReader *self);
GPtrArray *ump_vote_reader_get_bad_rows (UmpVoteReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpVoteReader, ump_vote_reader_free)
