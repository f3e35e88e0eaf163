/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

#include "ump-error.h"
#include "ump-rate-votes.h"

/* Pooling works on contenders times categories unknowns at once; categories
 * beyond that are taken together. */
#define MAX_POOLED 240
/* With more contenders a category is rated by its own votes alone. */
#define MAX_POOLED_CONTENDERS 300


static UmpTally *
get_raw_tally (UmpRateVotes *self, guint number)
{
  while (self->raw_tallies->len <= number) {
    UmpTally tally;

    ump_tally_init (&tally);
    g_array_append_val (self->raw_tallies, tally);
  }
  return &g_array_index (self->raw_tallies, UmpTally, number);
}


/* Whether the vote is of the category that is asked for. */
static gboolean
is_wanted (UmpRateVotes *self, const UmpReadVote *vote)
{
  GPtrArray *categories = ump_vote_reader_get_categories (self->reader);

  return self->wanted_category == NULL
         || (vote->category != UMP_NO_NUMBER && g_str_equal (g_ptr_array_index (categories, vote->category), self->wanted_category));
}


static void
keep_vote (UmpRateVotes *self, const UmpReadVote *vote)
{
  UmpVote kept = { vote->a, vote->b, (UmpOutcome) vote->verdict, vote->cluster };

  /* A vote without a prompt of its own depends on no other. */
  if (vote->cluster == UMP_NO_NUMBER)
    kept.cluster = G_MAXUINT32 - self->votes->len;
  g_array_append_val (self->votes, kept);
  if (self->times != NULL)
    g_array_append_val (self->times, vote->time);
  if (self->styles != NULL)
    g_array_append_vals (self->styles, vote->styles, UMP_N_STYLES);
}


static void
count_vote_cb (const UmpReadVote *vote, gpointer user_data)
{
  UmpRateVotes *self = user_data;
  /* The first tally is that of votes without a category. */
  guint number = self->pool && vote->category != UMP_NO_NUMBER ? vote->category + 1 : 0;

  if (!self->pool && self->wanted_category != NULL && !is_wanted (self, vote))
    return;
  if (!ump_tally_add (get_raw_tally (self, number), vote->a, vote->b, (UmpOutcome) vote->verdict))
    self->failed = TRUE;
  if (self->keep_votes)
    keep_vote (self, vote);
}


/* The same where every vote is wanted and counts do. */
static void
count_plain_vote_cb (const UmpReadVote *vote, gpointer user_data)
{
  UmpRateVotes *self = user_data;

  if (!ump_tally_add ((UmpTally *) (gpointer) self->raw_tallies->data, vote->a, vote->b, (UmpOutcome) vote->verdict))
    self->failed = TRUE;
}


static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}


/* Contenders in the order of their names, without those of whom no vote was
 * kept. Returns (transfer full): the new place of each number of the reader. */
static guint32 *
sort_names (UmpRateVotes *self)
{
  GPtrArray *models = ump_vote_reader_get_models (self->reader);
  g_autofree gboolean *seen = g_new0 (gboolean, models->len + 1);
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  guint32 *places = g_new (guint32, models->len + 1);

  /* Only a filter leaves contenders without a vote. */
  for (guint i = 0; i < models->len; i++)
    seen[i] = self->wanted_category == NULL || self->pool;
  for (guint i = 0; self->wanted_category != NULL && i < self->raw_tallies->len; i++) {
    const UmpTally *tally = &g_array_index (self->raw_tallies, UmpTally, i);

    for (gsize k = 0; k < tally->n_pairs; k++)
      seen[tally->pairs[k].a] = seen[tally->pairs[k].b] = TRUE;
  }
  for (guint i = 0; i < models->len; i++) {
    places[i] = 0;
    g_hash_table_insert (numbers, g_ptr_array_index (models, i), GUINT_TO_POINTER (i));
    if (seen[i])
      g_ptr_array_add (self->names, g_ptr_array_index (models, i));
  }
  g_ptr_array_sort (self->names, compare_names);
  for (guint i = 0; i < self->names->len; i++)
    places[GPOINTER_TO_UINT (g_hash_table_lookup (numbers, g_ptr_array_index (self->names, i)))] = i;
  return places;
}


static int
compare_times (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const double *times = user_data;
  guint first = *(const guint *) a, second = *(const guint *) b;

  if (times[first] != times[second])
    return times[first] < times[second] ? -1 : 1;
  return first < second ? -1 : first > second;
}


/* By time where it is known of all, stably: votes of the same time stay in the
 * order of the file. */
static void
sort_by_time (UmpRateVotes *self)
{
  const double *times = (const double *) (gpointer) self->times->data;
  g_autofree guint *order = g_new (guint, self->votes->len + 1);
  GArray *sorted;
  gboolean known = TRUE;

  for (guint i = 0; i < self->votes->len; i++) {
    order[i] = i;
    known = known && !isnan (times[i]);
  }
  if (!known)
    return;
  qsort_r (order, self->votes->len, sizeof *order, compare_times, (gpointer) times);
  sorted = g_array_sized_new (FALSE, FALSE, sizeof (UmpVote), self->votes->len);
  for (guint i = 0; i < self->votes->len; i++)
    g_array_append_val (sorted, g_array_index (self->votes, UmpVote, order[i]));
  g_array_unref (self->votes);
  self->votes = sorted;
}


/* Leaves out the style features that the files do not have. */
static void
pack_styles (UmpRateVotes *self)
{
  static const char *const labels[UMP_N_STYLES] = { "tokens", "headers", "lists", "bold" };
  double *styles = (double *) (gpointer) self->styles->data;
  gsize kept[UMP_N_STYLES];

  for (guint k = 0; k < UMP_N_STYLES; k++)
    for (guint i = 0; i < self->votes->len; i++)
      if (!isnan (styles[i * UMP_N_STYLES + k])) {
        self->style_names[self->n_styles] = labels[k];
        kept[self->n_styles++] = k;
        break;
      }
  for (guint i = 0; i < self->votes->len; i++)
    for (guint k = 0; k < self->n_styles; k++)
      styles[i * self->n_styles + k] = styles[i * UMP_N_STYLES + kept[k]];
}


/* The category asked for, the largest others, and the rest as one, so that
 * contenders times categories stays bearable. */
static void
move_tallies (UmpRateVotes *self, guint wanted)
{
  guint n = MAX (self->names->len, 1);
  guint most = CLAMP (MAX_POOLED / n, 2, MAX (self->raw_tallies->len, 2));
  UmpTally rest;
  gboolean any_rest = FALSE;

  self->tallies = g_new0 (UmpTally, self->raw_tallies->len + 1);
  self->tallies[self->n_tallies++] = g_array_index (self->raw_tallies, UmpTally, wanted);
  ump_tally_init (&rest);
  for (guint i = 0; i < self->raw_tallies->len; i++) {
    UmpTally *tally = &g_array_index (self->raw_tallies, UmpTally, i);

    if (i == wanted)
      continue;
    if (n > MAX_POOLED_CONTENDERS) {
      ump_tally_clear (tally);
      continue;
    }
    if (self->n_tallies + 1 < most || (!any_rest && i + 1 == self->raw_tallies->len)) {
      self->tallies[self->n_tallies++] = *tally;
      continue;
    }
    any_rest = TRUE;
    self->failed = self->failed || !ump_tally_merge (&rest, tally);
    ump_tally_clear (tally);
  }
  if (any_rest)
    self->tallies[self->n_tallies++] = rest;
  g_array_set_size (self->raw_tallies, 0);
}


static gboolean
arrange (UmpRateVotes *self, GError **error)
{
  g_autofree guint32 *places = NULL;
  guint wanted = 0;

  get_raw_tally (self, 0);
  for (guint i = 0; i < self->raw_tallies->len; i++)
    self->failed = self->failed || !ump_tally_finish (&g_array_index (self->raw_tallies, UmpTally, i));
  for (guint i = 0; i < self->raw_tallies->len; i++)
    self->n_self += g_array_index (self->raw_tallies, UmpTally, i).n_self;
  places = sort_names (self);
  for (guint i = 0; i < self->raw_tallies->len; i++)
    self->failed = self->failed || !ump_tally_relabel (&g_array_index (self->raw_tallies, UmpTally, i), places, self->names->len);
  if (self->pool) {
    GPtrArray *categories = ump_vote_reader_get_categories (self->reader);

    if (!g_ptr_array_find_with_equal_func (categories, self->wanted_category, g_str_equal, &wanted) || wanted + 1 >= self->raw_tallies->len) {
      g_set_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND, _("no vote has the category “%s”"), self->wanted_category);
      return FALSE;
    }
    wanted++;
  }
  move_tallies (self, wanted);
  for (guint i = 0; self->votes != NULL && i < self->votes->len; i++) {
    UmpVote *vote = &g_array_index (self->votes, UmpVote, i);

    vote->a = places[vote->a];
    vote->b = places[vote->b];
  }
  if (self->failed)
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_FAILED, _("there is not enough memory"));
  return !self->failed;
}


static gboolean
check_found (UmpRateVotes *self, const UmpRateNeeds *needs, GError **error)
{
  UmpVoteColumns found = ump_vote_reader_get_found (self->reader);
  const char *missing = NULL;

  if (ump_vote_reader_get_n_rows (self->reader) == 0)
    return TRUE;
  if (needs->cluster && !(found & UMP_VOTE_COLUMN_CLUSTER))
    missing = "question_id";
  else if (needs->style && !(found & UMP_VOTE_COLUMN_STYLE))
    missing = "tokens_a";
  else if (needs->category != NULL && !(found & UMP_VOTE_COLUMN_CATEGORY))
    missing = "category";
  if (missing != NULL)
    g_set_error (error, UMP_ERROR, UMP_ERROR_FORMAT, _("the votes have no “%s”, which is needed here"), missing);
  return missing == NULL;
}


/**
 * ump_rate_votes_read:
 * @self: (out): becomes the votes; to be cleared in any case
 * @files: (array zero-terminated=1): paths
 * @needs: what has to be kept
 * @error: return location for a #GError
 *
 * Reads files of votes in one pass. Where counts do, no vote is kept.
 *
 * Returns: FALSE where a file cannot be read or lacks what is needed
 */
gboolean
ump_rate_votes_read (UmpRateVotes *self, char **files, const UmpRateNeeds *needs, GError **error)
{
  UmpVoteColumns columns = 0;

  memset (self, 0, sizeof *self);
  columns |= needs->order ? UMP_VOTE_COLUMN_TIME : 0;
  columns |= needs->cluster ? UMP_VOTE_COLUMN_CLUSTER : 0;
  columns |= needs->style ? UMP_VOTE_COLUMN_STYLE : 0;
  columns |= needs->category != NULL ? UMP_VOTE_COLUMN_CATEGORY : 0;
  self->names = g_ptr_array_new ();
  self->raw_tallies = g_array_new (FALSE, TRUE, sizeof (UmpTally));
  self->wanted_category = needs->category;
  self->pool = needs->pool;
  self->keep_votes = needs->votes || needs->order || needs->cluster || needs->style;
  self->reader = ump_vote_reader_new (columns, self->keep_votes || needs->category != NULL ? count_vote_cb : count_plain_vote_cb, self);
  if (self->keep_votes)
    self->votes = g_array_new (FALSE, FALSE, sizeof (UmpVote));
  if (needs->order)
    self->times = g_array_new (FALSE, FALSE, sizeof (double));
  if (needs->style)
    self->styles = g_array_new (FALSE, FALSE, sizeof (double));
  get_raw_tally (self, 0);
  for (guint i = 0; files[i] != NULL; i++)
    if (!ump_vote_reader_read_file (self->reader, files[i], error))
      return FALSE;
  if (!check_found (self, needs, error) || !arrange (self, error))
    return FALSE;
  if (needs->order)
    sort_by_time (self);
  if (needs->style)
    pack_styles (self);
  return TRUE;
}


/**
 * ump_rate_votes_clear:
 * @self: votes
 *
 * Frees what @self holds.
 */
void
ump_rate_votes_clear (UmpRateVotes *self)
{
  for (guint i = 0; i < self->n_tallies; i++)
    ump_tally_clear (&self->tallies[i]);
  for (guint i = 0; self->raw_tallies != NULL && i < self->raw_tallies->len; i++)
    ump_tally_clear (&g_array_index (self->raw_tallies, UmpTally, i));
  g_clear_pointer (&self->raw_tallies, g_array_unref);
  g_clear_pointer (&self->tallies, g_free);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->votes, g_array_unref);
  g_clear_pointer (&self->times, g_array_unref);
  g_clear_pointer (&self->styles, g_array_unref);
  g_clear_pointer (&self->reader, ump_vote_reader_free);
}
