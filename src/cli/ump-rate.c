/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "ump-categories.h"
#include "ump-error.h"
#include "ump-pair-fit.h"
#include "ump-rate-advice.h"
#include "ump-rate-print.h"
#include "ump-rate-votes.h"
#include "ump-rate.h"

/* What was asked for on the command line. */
typedef struct {
  char *method_name;
  char *interval_name;
  char *format_name;
  char *seed_text;
  char *anchor_text;
  char *category;
  char *prior_text;
  char *style_prior_text;
  int rounds;
  int threads;
  double k;
  gboolean pairs;
  gboolean advice;
  gboolean keep_going;
  char **files;

  const UmpRatingMethod *method;
  const char *format;
  UmpRatingOptions rating;
} Options;


static void
clear_options (Options *self)
{
  g_free (self->method_name);
  g_free (self->interval_name);
  g_free (self->format_name);
  g_free (self->seed_text);
  g_free (self->anchor_text);
  g_free (self->category);
  g_free (self->prior_text);
  g_free (self->style_prior_text);
  g_strfreev (self->files);
}


static gboolean
fail_usage (GError **error, const char *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);
  return FALSE;
}


/* Place of @name in a list that ends with NULL, or the list's length. */
static guint
find_name (const char *const *list, const char *name)
{
  guint i;

  for (i = 0; list[i] != NULL && !g_str_equal (list[i], name); i++)
    ;
  return i;
}


/* A standard deviation: a number above 0, or "none" for no prior. */
static gboolean
parse_sd (const char *text, double *sd)
{
  char *end;

  if (text == NULL)
    return TRUE;
  if (g_str_equal (text, "none")) {
    *sd = INFINITY;
    return TRUE;
  }
  *sd = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*sd) && *sd > 0;
}


static gboolean
check_options (Options *self, GError **error)
{
  static const char *const intervals[] = { "none", "posterior", "sandwich", "cluster", "bootstrap", NULL };
  static const char *const formats[] = { "table", "csv", "json", NULL };
  guint64 seed;

  self->method = ump_rating_method_find (self->method_name != NULL ? self->method_name : "davidson");
  if (self->method == NULL)
    return fail_usage (error, _("--method is one of davidson, bt-map, bt, rao-kupper, elo, fastchat, style"));
  if (self->interval_name != NULL) {
    guint place = find_name (intervals, self->interval_name);

    if (intervals[place] == NULL)
      return fail_usage (error, _("--ci is one of none, posterior, sandwich, cluster, bootstrap"));
    self->rating.interval = UMP_INTERVAL_NONE + place;
    if (!(self->method->intervals & (1u << self->rating.interval)))
      return fail_usage (error, _("this method has no such interval"));
  }
  self->format = formats[find_name (formats, self->format_name != NULL ? self->format_name : "table")];
  if (self->format == NULL)
    return fail_usage (error, _("--format is one of table, csv, json"));
  if (self->rounds < 0 || self->rounds > 1000000)
    return fail_usage (error, _("--rounds is a number from 1 to 1000000"));
  self->rating.rounds = self->rounds;
  if (self->seed_text != NULL) {
    if (!g_ascii_string_to_unsigned (self->seed_text, 10, 0, G_MAXUINT64, &seed, NULL))
      return fail_usage (error, _("--seed is a whole number"));
    self->rating.seed = seed;
  }
  self->rating.threads = self->threads > 0 ? (guint) self->threads : g_get_num_processors ();
  if (!(self->k > 0) || !isfinite (self->k))
    return fail_usage (error, _("--k is a number above 0"));
  self->rating.k = self->k;
  if (!parse_sd (self->prior_text, &self->rating.prior_sd) || !parse_sd (self->style_prior_text, &self->rating.style_prior_sd))
    return fail_usage (error, _("a prior’s standard deviation is a number above 0, or none"));
  if (self->files == NULL || self->files[0] == NULL)
    return fail_usage (error, _("name a file of votes, or - for standard input"));
  return TRUE;
}


static gboolean
parse_options (Options *self, int *argc, char ***argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (_("FILE…"));
  const GOptionEntry entries[] = {
    { "method", 'm', 0, G_OPTION_ARG_STRING, &self->method_name, N_("davidson (default), bt-map, bt, rao-kupper, elo, fastchat, style"), N_("METHOD") },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &self->format_name, N_("table (default), csv, json"), N_("FORMAT") },
    { "ci", 0, 0, G_OPTION_ARG_STRING, &self->interval_name, N_("none, posterior, sandwich, cluster (votes on one prompt belong together), bootstrap"), N_("KIND") },
    { "rounds", 0, 0, G_OPTION_ARG_INT, &self->rounds, N_("rounds of the bootstrap (default 1000, with fastchat 100)"), N_("N") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &self->seed_text, N_("seed of what is drawn (default 1)"), N_("N") },
    { "threads", 0, 0, G_OPTION_ARG_INT, &self->threads, N_("threads of the bootstrap (default: one for each processor)"), N_("N") },
    { "anchor", 0, 0, G_OPTION_ARG_STRING, &self->anchor_text, N_("hold a model at a rating"), N_("MODEL=RATING") },
    { "category", 0, 0, G_OPTION_ARG_STRING, &self->category, N_("rate one category; davidson pools it with the others"), N_("CATEGORY") },
    { "pairs", 0, 0, G_OPTION_ARG_NONE, &self->pairs, N_("print the probability that one is better than the other for each pair"), NULL },
    { "advice", 0, 0, G_OPTION_ARG_NONE, &self->advice, N_("say how far it is to a decision, on which votes the lead hangs, and more"), NULL },
    { "prior-sd", 0, 0, G_OPTION_ARG_STRING, &self->prior_text, N_("prior of a rating in Elo points, or none (default: davidson learns it, bt-map 173.7, style 565.7)"), N_("SD") },
    { "style-prior-sd", 0, 0, G_OPTION_ARG_STRING, &self->style_prior_text, N_("prior of a style coefficient, or none (default 1.414)"), N_("SD") },
    { "k", 0, 0, G_OPTION_ARG_DOUBLE, &self->k, N_("step of Elo (default 4)"), N_("K") },
    { "keep-going", 0, 0, G_OPTION_ARG_NONE, &self->keep_going, N_("rate even if more than one row in a hundred is bad"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->files, NULL, NULL },
    { NULL },
  };

  ump_rating_options_init (&self->rating);
  self->k = self->rating.k;
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Rates any file of votes: CSV, JSON or JSON Lines, also compressed by gzip, with the\ncolumns model_a, model_b and winner, or those of FastChat, LMArena and Kaggle."));
  return g_option_context_parse (context, argc, argv, error) && check_options (self, error);
}


static void
report_rows (UmpVoteReader *reader)
{
  GPtrArray *rows = ump_vote_reader_get_bad_rows (reader);
  guint64 n_bad = ump_vote_reader_get_n_bad (reader), n_named = ump_vote_reader_get_n_named (reader);

  for (guint i = 0; i < rows->len; i++) {
    const UmpBadRow *row = g_ptr_array_index (rows, i);

    fprintf (stderr, _("umpire: %s, line %" PRIu64 ": %s\n"), row->file, row->line, row->why);
  }
  if (n_bad > rows->len)
    fprintf (stderr, ngettext ("umpire: and %" PRIu64 " more row\n", "umpire: and %" PRIu64 " more rows\n", n_bad - rows->len), n_bad - rows->len);
  if (n_bad > 0)
    fprintf (stderr, ngettext ("umpire: %" PRIu64 " bad row was left out\n", "umpire: %" PRIu64 " bad rows were left out\n", n_bad), n_bad);
  if (n_named > 0)
    fprintf (stderr, ngettext ("umpire: %" PRIu64 " vote with the names in sight was left out\n", "umpire: %" PRIu64 " votes with the names in sight were left out\n", n_named), n_named);
}


/* More than one row in a hundred: more likely a wrong file than bad luck. */
static gboolean
check_rows (const Options *options, UmpVoteReader *reader, GError **error)
{
  guint64 n_bad = ump_vote_reader_get_n_bad (reader);
  guint64 n_all = n_bad + ump_vote_reader_get_n_rows (reader) + ump_vote_reader_get_n_named (reader);

  if (options->keep_going || n_bad * 100 <= n_all)
    return TRUE;
  g_set_error (error, UMP_ERROR, UMP_ERROR_FORMAT, _("%" PRIu64 " of %" PRIu64 " rows are bad; --keep-going rates the others"), n_bad, n_all);
  return FALSE;
}


static gboolean
find_anchor (Options *options, GPtrArray *names, GError **error)
{
  const char *sign = options->anchor_text != NULL ? strrchr (options->anchor_text, '=') : NULL;
  g_autofree char *name = NULL;
  char *end;
  guint place;

  if (options->anchor_text == NULL)
    return TRUE;
  if (sign != NULL)
    options->rating.anchor_rating = g_ascii_strtod (sign + 1, &end);
  if (sign == NULL || end == sign + 1 || *end != '\0' || !isfinite (options->rating.anchor_rating))
    return fail_usage (error, _("--anchor is MODEL=RATING"));
  name = g_strndup (options->anchor_text, sign - options->anchor_text);
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, &place)) {
    g_set_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND, _("there is no model “%s” to hold"), name);
    return FALSE;
  }
  options->rating.anchored = TRUE;
  options->rating.anchor = place;
  return TRUE;
}


static void
report_unidentified (const UmpRatingTable *table, GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);

    switch (table->identified[i]) {
    case UMP_NEVER_LOST:
      fprintf (stderr, _("umpire: not identified: %s has never lost a point\n"), name);
      break;
    case UMP_NEVER_WON:
      fprintf (stderr, _("umpire: not identified: %s has never taken a point\n"), name);
      break;
    case UMP_OTHER_GROUP:
      fprintf (stderr, _("umpire: not identified: %s is not in the one largest group within which points went round both ways\n"), name);
      break;
    case UMP_NO_VOTES:
      fprintf (stderr, _("umpire: not identified: %s has no votes against others\n"), name);
      break;
    default:
      break;
    }
  }
}


static void
report_table (const Options *options, const UmpRateVotes *votes, const UmpRatingTable *table)
{
  if (votes->n_self > 0)
    fprintf (stderr, ngettext ("umpire: %" PRIu64 " battle of a model with itself was left out\n", "umpire: %" PRIu64 " battles of a model with itself were left out\n", votes->n_self), votes->n_self);
  report_unidentified (table, votes->names);
  if (options->method->needs == UMP_NEEDS_VOTES)
    fprintf (stderr, "%s\n", _("umpire: Elo shows form and depends on the order of the votes; it has no interval and is no ranking"));
  else if (table->interval == UMP_INTERVAL_NONE && options->rating.interval != UMP_INTERVAL_NONE && table->n > UMP_PAIR_FIT_DENSE_LIMIT)
    fprintf (stderr, ngettext ("umpire: no intervals: there are more than %d model\n", "umpire: no intervals: there are more than %d models\n", UMP_PAIR_FIT_DENSE_LIMIT), UMP_PAIR_FIT_DENSE_LIMIT);
  if (table->interval == UMP_INTERVAL_BOOTSTRAP)
    fprintf (stderr, _("umpire: bootstrap with seed %" PRIu64 "\n"), (guint64) options->rating.seed);
  if (table->rounds_failed > 0)
    fprintf (stderr, ngettext ("umpire: %u bootstrap round had no finite ratings and was left out; the intervals are too narrow\n", "umpire: %u bootstrap rounds had no finite ratings and were left out; the intervals are too narrow\n", table->rounds_failed), table->rounds_failed);
  for (guint k = 0; k < votes->n_styles; k++)
    if (isnan (table->beta[k]))
      fprintf (stderr, _("umpire: style: %s do not vary and were dropped\n"), votes->style_names[k]);
    else
      fprintf (stderr, _("umpire: style: %s %+.6f ± %.6f\n"), votes->style_names[k], table->beta[k], table->beta_se[k]);
}


static gboolean
rate (const Options *options, UmpRateVotes *votes, UmpRatingTable *table, GError **error)
{
  UmpRatingData data = {
    .tally = &votes->tallies[0],
    .votes = votes->votes != NULL ? (const UmpVote *) (gpointer) votes->votes->data : NULL,
    .n_votes = votes->votes != NULL ? votes->votes->len : 0,
    .styles = votes->styles != NULL ? (const double *) (gpointer) votes->styles->data : NULL,
    .n_styles = votes->n_styles,
  };
  gboolean done;

  if (votes->n_tallies > 1)
    done = ump_categories_rate (votes->tallies, votes->n_tallies, 0, &options->rating, table);
  else
    done = ump_rating_table_compute (table, options->method, &data, &options->rating);
  if (!done)
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_FAILED, _("there is not enough memory"));
  return done;
}


static gboolean
rate_files (Options *options, GError **error)
{
  UmpInterval interval = options->rating.interval;
  gboolean default_method = options->method == ump_rating_method_find ("davidson");
  UmpRateNeeds needs = {
    .order = options->method->needs == UMP_NEEDS_VOTES,
    .cluster = interval == UMP_INTERVAL_CLUSTER,
    .style = options->method->needs == UMP_NEEDS_STYLE,
    .category = options->category,
    .pool = options->category != NULL && default_method && options->rating.prior_sd == 0
            && (interval == UMP_INTERVAL_DEFAULT || interval == UMP_INTERVAL_POSTERIOR),
  };
  UmpRateVotes votes;
  UmpRatingTable table = { 0 };
  gboolean done = ump_rate_votes_read (&votes, options->files, &needs, error);

  report_rows (votes.reader);
  done = done && check_rows (options, votes.reader, error) && find_anchor (options, votes.names, error) && rate (options, &votes, &table, error);
  if (done) {
    g_autofree char *text = NULL;

    report_table (options, &votes, &table);
    if (options->advice)
      text = ump_rate_print_advice (&votes.tallies[0], votes.names, options->rating.seed);
    else if (options->pairs)
      text = ump_rate_print_pairs (&table, &votes.tallies[0], votes.names, options->format);
    else
      text = ump_rate_print_board (&table, votes.names, options->format);
    if (fputs (text, stdout) == EOF || fflush (stdout) == EOF) {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("cannot write: %s"), g_strerror (errno));
      done = FALSE;
    }
  }
  ump_rating_table_clear (&table);
  ump_rate_votes_clear (&votes);
  return done;
}


static int
run (int argc, char **argv)
{
  Options options = { 0 };
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (!parse_options (&options, &argc, &argv, &error) || !rate_files (&options, &error)) {
    status = error->domain == G_OPTION_ERROR ? 2 : 1;
    fprintf (stderr, "umpire: %s\n", error->message);
  }
  clear_options (&options);
  return status;
}


const UmpCommand ump_rate_command = {
  .name = "rate",
  .summary = N_("rates any file of votes"),
  .run = run,
};
