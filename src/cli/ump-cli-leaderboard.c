/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "ump-cli-board.h"
#include "ump-cli-leaderboard.h"
#include "ump-cli-store.h"
#include "ump-contender-names.h"
#include "ump-error.h"
#include "ump-leaderboard.h"
#include "ump-rating.h"

typedef struct {
  char *method;
  char *category;
  char *provider;
  char *format;
  gboolean practice;
  gboolean all;
} Options;


static void
options_clear (Options *options)
{
  g_free (options->method);
  g_free (options->category);
  g_free (options->provider);
  g_free (options->format);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)


static void
print_board (const UmpLeaderboard *leaderboard, const char *format)
{
  g_autofree UmpExportRow *rows = g_new0 (UmpExportRow, leaderboard->standings->len);
  g_autoptr (GPtrArray) contenders = g_ptr_array_new ();
  g_autoptr (GHashTable) names = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < leaderboard->standings->len; i++)
    g_ptr_array_add (contenders, ((UmpStanding *) g_ptr_array_index (leaderboard->standings, i))->contender);
  names = ump_contender_names_new (contenders);
  for (guint i = 0; i < leaderboard->standings->len; i++) {
    const UmpStanding *standing = g_ptr_array_index (leaderboard->standings, i);

    rows[i] = (UmpExportRow) {
      .model = g_hash_table_lookup (names, standing->contender->id),
      .rating = standing->rating,
      .lo = standing->low,
      .hi = standing->high,
      .se = standing->se,
      .votes = standing->votes,
      .wins = standing->wins,
      .losses = standing->losses,
      .ties = standing->ties,
      .both_bad = standing->both_bad,
      .rank_low = standing->rank_low,
      .rank_high = standing->rank_high,
      .p_best = standing->p_best,
    };
  }
  text = ump_cli_board_write (format, rows, leaderboard->standings->len);
  fputs (text, stdout);
}


/* What the numbers do not say. On standard error, so that a file that the
 * board is sent to holds the board alone. */
static void
print_remarks (const UmpLeaderboard *leaderboard, const Options *options)
{
  if (leaderboard->n_ballots == 0 && !options->practice)
    fprintf (stderr, "%s\n", _("No vote counts here yet. “--practice” shows the board of the practice partners."));
  else if (leaderboard->n_ballots == 0)
    fprintf (stderr, "%s\n", _("No vote counts here yet."));
  if (leaderboard->n_left_out == 0)
    return;
  fprintf (stderr, ngettext ("%u ballot is left out:\n", "%u ballots are left out:\n", leaderboard->n_left_out), leaderboard->n_left_out);
  for (guint i = 0; leaderboard->reasons[i] != NULL; i++)
    fprintf (stderr, "  %s\n", leaderboard->reasons[i]);
}


static gboolean
find_provider (UmpDb *db, const char *name, char **id, GError **error)
{
  g_autoptr (GPtrArray) providers = ump_db_load_providers (db, error);

  for (guint i = 0; providers != NULL && i < providers->len; i++) {
    const UmpProvider *provider = g_ptr_array_index (providers, i);

    if (g_str_equal (provider->name, name)) {
      *id = g_strdup (provider->id);
      return TRUE;
    }
  }
  if (providers != NULL)
    g_set_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND, _("There is no provider “%s”. “umpire providers” lists them."), name);
  return FALSE;
}


static gboolean
show (const Options *options, GError **error)
{
  g_autoptr (UmpDb) db = ump_cli_open_database (error);
  g_autoptr (GPtrArray) contenders = NULL;
  g_autoptr (GPtrArray) ballots = NULL;
  g_autoptr (UmpLeaderboard) leaderboard = NULL;
  g_autofree char *provider_id = NULL;
  UmpScope scope = {
    .practice = options->practice,
    .method = options->method,
    .include_unclean = options->all,
    .category = options->category,
  };

  if (db == NULL)
    return FALSE;
  if (options->provider != NULL && !find_provider (db, options->provider, &provider_id, error))
    return FALSE;
  scope.provider_id = provider_id;
  contenders = ump_db_load_contenders (db, TRUE, error);
  ballots = contenders != NULL ? ump_db_load_ballots (db, options->practice, error) : NULL;
  leaderboard = ballots != NULL ? ump_leaderboard_fit (contenders, ballots, &scope, error) : NULL;
  if (leaderboard == NULL)
    return FALSE;
  print_board (leaderboard, options->format);
  print_remarks (leaderboard, options);
  return TRUE;
}


static char *
list_methods (void)
{
  g_autoptr (GString) text = g_string_new (_("Rating methods:"));
  size_t n_methods;
  const UmpRatingMethod *const *methods = ump_rating_methods_get_all (&n_methods);

  for (size_t i = 0; i < n_methods; i++)
    g_string_append_printf (text, " %s", methods[i]->name);
  return g_string_free (g_steal_pointer (&text), FALSE);
}


static int
run (int argc, char **argv)
{
  g_auto (Options) options = { .method = NULL };
  const GOptionEntry entries[] = {
    { "method", 'm', 0, G_OPTION_ARG_STRING, &options.method, N_("How to rate"), N_("METHOD") },
    { "category", 'c', 0, G_OPTION_ARG_STRING, &options.category, N_("Count battles of this category alone"), N_("CATEGORY") },
    { "provider", 'p', 0, G_OPTION_ARG_STRING, &options.provider, N_("Count battles within this provider alone"), N_("NAME") },
    { "practice", 0, 0, G_OPTION_ARG_NONE, &options.practice, N_("Show the board of the practice partners"), NULL },
    { "all", 'a', 0, G_OPTION_ARG_NONE, &options.all, N_("Count ballots that are not clean, too"), NULL },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &options.format, N_("table (the default), csv or json"), N_("FORMAT") },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *methods = list_methods ();

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Shows the leaderboard of your own battles."));
  g_option_context_set_description (context, methods);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    ump_cli_fail ("leaderboard", error);
    return 2;
  }
  if (options.format == NULL)
    options.format = g_strdup ("table");
  if (argc > 1 || !ump_cli_board_knows_format (options.format)) {
    const char *word = argc > 1 ? argv[1] : options.format;

    fprintf (stderr, _("umpire leaderboard: “%s” is not understood; see “umpire leaderboard --help”.\n"), word);
    return 2;
  }
  if (options.method != NULL && ump_rating_method_find (options.method) == NULL) {
    fprintf (stderr, _("umpire leaderboard: there is no rating method “%s”. %s\n"), options.method, methods);
    return 2;
  }
  return show (&options, &error) ? 0 : ump_cli_fail ("leaderboard", error);
}


const UmpCommand ump_cli_leaderboard = {
  .name = "leaderboard",
  .summary = N_("shows the leaderboard of your own battles"),
  .run = run,
};
