/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "ump-archive-json.h"
#include "ump-cli-export.h"
#include "ump-cli-store.h"
#include "ump-conditions-rule.h"
#include "ump-contender-names.h"
#include "ump-db-archive.h"
#include "ump-error.h"
#include "ump-vote-export.h"

/**
 * Format:
 * @id: as typed after --format
 * @write: the whole file, or %NULL with an error
 *
 * What can be written. To add one, write a function and name it below.
 */
typedef struct {
  const char *id;
  char *(*write) (UmpDb *db, gboolean practice, GError **error);
} Format;


static char *
write_archive (UmpDb *db, gboolean practice, GError **error)
{
  g_autoptr (UmpArchive) archive = ump_db_load_archive (db, error);

  return archive != NULL ? ump_archive_json_write (archive) : NULL;
}


static char *
write_votes (UmpDb *db, gboolean practice, GError **error)
{
  g_autoptr (GPtrArray) contenders = ump_db_load_contenders (db, TRUE, error);
  g_autoptr (GPtrArray) ballots = contenders != NULL ? ump_db_load_ballots (db, practice, error) : NULL;
  g_autoptr (GHashTable) names = NULL;
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (UmpVoteRow));

  if (ballots == NULL)
    return NULL;
  names = ump_contender_names_new (contenders);
  for (guint i = 0; i < ballots->len; i++) {
    const UmpBallot *ballot = g_ptr_array_index (ballots, i);
    UmpVoteRow row = {
      .id = ballot->battle_id,
      .verdict = ballot->verdict,
      .cast_at = ballot->cast_at,
      .category = ballot->category,
      .clean = ump_conditions_rule_check (ballot->conditions, ballot->unblinded) == 0,
    };

    for (int side = 0; side < UMP_N_SIDES; side++) {
      row.models[side] = g_hash_table_lookup (names, ballot->contender_ids[side]);
      row.tokens[side] = ballot->tokens[side];
    }
    g_array_append_val (rows, row);
  }
  return ump_vote_export_csv ((const UmpVoteRow *) rows->data, rows->len);
}


static const Format formats[] = {
  { "archive", write_archive },
  { "csv", write_votes },
};


static const Format *
find_format (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i].id, id))
      return &formats[i];
  return NULL;
}


/* Prompts and answers are the user's own affair: others cannot read the file. */
static gboolean
export (const Format *format, gboolean practice, const char *path, GError **error)
{
  g_autoptr (UmpDb) db = ump_cli_open_database (error);
  g_autofree char *text = db != NULL ? format->write (db, practice, error) : NULL;

  if (text == NULL)
    return FALSE;
  if (g_str_equal (path, "-")) {
    if (fputs (text, stdout) >= 0 && fflush (stdout) == 0)
      return TRUE;
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_FAILED, _("Standard output could not be written."));
    return FALSE;
  }
  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}


static int
run (int argc, char **argv)
{
  g_autofree char *id = NULL;
  gboolean practice = FALSE;
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_STRING, &id, N_("archive (the default) or csv"), N_("FORMAT") },
    { "practice", 0, 0, G_OPTION_ARG_NONE, &practice, N_("With csv: the votes on practice partners"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("FILE"));
  g_autoptr (GError) error = NULL;
  const Format *format;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Writes your battles to a file, or to standard output for “-”."));
  g_option_context_set_description (context, _("An archive holds every battle that has ended, with all answers and verdicts, and can be imported on another computer. "
                                               "A csv file holds one vote a line, for “umpire rate” and other tools. Keys, and battles that are still blind, are in neither."));
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    ump_cli_fail ("export", error);
    return 2;
  }
  format = find_format (id != NULL ? id : "archive");
  if (format == NULL || argc != 2) {
    fprintf (stderr, "%s\n", format == NULL ? _("umpire export: there is no such format; see “umpire export --help”.")
                                            : _("umpire export: name one file; see “umpire export --help”."));
    return 2;
  }
  return export (format, practice, argv[1], &error) ? 0 : ump_cli_fail ("export", error);
}


const UmpCommand ump_cli_export = {
  .name = "export",
  .summary = N_("writes your battles to a file"),
  .run = run,
};
