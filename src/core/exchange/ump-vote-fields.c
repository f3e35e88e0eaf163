/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-vote-reader-private.h"

/* The names of columns and members: FastChat's, LMArena's, Kaggle's and our
 * own. Where a file has several for one field, the least @preference holds. */
static const struct {
  const char *name;
  UmpField field;
  guint preference;
} names[] = {
  { "model_a", UMP_FIELD_MODEL_A, 0 },
  { "model_b", UMP_FIELD_MODEL_B, 0 },
  { "winner", UMP_FIELD_WINNER, 0 },
  { "winner_model_a", UMP_FIELD_WINNER_A, 0 },
  { "winner_model_b", UMP_FIELD_WINNER_B, 0 },
  { "winner_tie", UMP_FIELD_WINNER_TIE, 0 },
  { "anony", UMP_FIELD_ANONYMOUS, 0 },
  { "tstamp", UMP_FIELD_TIME, 0 },
  { "timestamp", UMP_FIELD_TIME, 1 },
  { "question_id", UMP_FIELD_CLUSTER, 0 },
  { "prompt", UMP_FIELD_CLUSTER, 1 },
  { "evaluation_session_id", UMP_FIELD_CLUSTER, 2 },
  { "category", UMP_FIELD_CATEGORY, 0 },
  { "language", UMP_FIELD_CATEGORY, 1 },
  { "tokens_a", UMP_FIELD_STYLE_FIRST + 0, 0 },
  { "tokens_b", UMP_FIELD_STYLE_FIRST + 1, 0 },
  { "headers_a", UMP_FIELD_STYLE_FIRST + 2, 0 },
  { "headers_b", UMP_FIELD_STYLE_FIRST + 3, 0 },
  { "lists_a", UMP_FIELD_STYLE_FIRST + 4, 0 },
  { "lists_b", UMP_FIELD_STYLE_FIRST + 5, 0 },
  { "bold_a", UMP_FIELD_STYLE_FIRST + 6, 0 },
  { "bold_b", UMP_FIELD_STYLE_FIRST + 7, 0 },
};


static gboolean
is_wanted (const UmpVoteReader *self, UmpField field)
{
  switch (field) {
  case UMP_FIELD_TIME:
    return (self->columns & UMP_VOTE_COLUMN_TIME) != 0;
  case UMP_FIELD_CLUSTER:
    return (self->columns & UMP_VOTE_COLUMN_CLUSTER) != 0;
  case UMP_FIELD_CATEGORY:
    return (self->columns & UMP_VOTE_COLUMN_CATEGORY) != 0;
  default:
    return field < UMP_FIELD_STYLE_FIRST || (self->columns & UMP_VOTE_COLUMN_STYLE) != 0;
  }
}


/* Which field goes by that name; UMP_FIELD_NONE where nobody asked for it. */
UmpField
ump_vote_reader_find_field (UmpVoteReader *self, const char *name, gsize length, guint *preference)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i].name) == length && memcmp (names[i].name, name, length) == 0) {
      *preference = names[i].preference;
      return is_wanted (self, names[i].field) ? names[i].field : UMP_FIELD_NONE;
    }
  return UMP_FIELD_NONE;
}
