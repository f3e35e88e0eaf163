/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "ump-archive-json.h"
#include "ump-cli-import.h"
#include "ump-cli-store.h"
#include "ump-db-archive.h"
#include "ump-store.h"


static gboolean
import (UmpDb *db, const char *path, UmpMergeCount *count, GError **error)
{
  g_autoptr (UmpArchive) archive = NULL;
  g_autofree char *data = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &data, &length, error))
    return FALSE;
  archive = ump_archive_json_read (data, length, error);
  return archive != NULL && ump_db_merge_archive (db, archive, count, error);
}


static int
import_all (char **paths)
{
  g_autofree char *database = ump_store_get_default_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpDb) db = ump_db_open (database, &error);
  int status = 0;

  if (db == NULL)
    return ump_cli_fail ("import", error);
  for (guint i = 0; paths[i] != NULL; i++) {
    g_autoptr (GError) local = NULL;
    UmpMergeCount count;

    if (!import (db, paths[i], &count, &local)) {
      fprintf (stderr, "umpire import: %s: %s\n", paths[i], local->message);
      status = 1;
      continue;
    }
    printf (_("%s: new battles: %u, new verdicts: %u\n"), paths[i], count.battles, count.verdicts);
  }
  return status;
}


static int
run (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (_("FILE…"));
  g_autoptr (GError) error = NULL;

  g_option_context_set_summary (context, _("Adds the battles of an archive that “umpire export” wrote, here or on another computer."));
  g_option_context_set_description (context, _("What is here already stays as it is, so a file can be imported again. "
                                               "Providers come without keys and as removed: their history is shown, and nothing is sent to them."));
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    ump_cli_fail ("import", error);
    return 2;
  }
  if (argc < 2) {
    fprintf (stderr, "%s\n", _("umpire import: name a file; see “umpire import --help”."));
    return 2;
  }
  return import_all (argv + 1);
}


const UmpCommand ump_cli_import = {
  .name = "import",
  .summary = N_("adds the battles of an archive"),
  .run = run,
};
