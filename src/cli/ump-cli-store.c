/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "ump-cli-store.h"
#include "ump-cli-text.h"
#include "ump-store.h"


/**
 * ump_cli_open_database:
 * @error: return location for an error
 *
 * A command has one thread and nothing else to do, so it uses the database
 * without the store around it. Where there is none yet, nothing is made on the
 * disk just to be read.
 *
 * Returns: (transfer full): the user's database
 */
UmpDb *
ump_cli_open_database (GError **error)
{
  g_autofree char *path = ump_store_get_default_path ();

  return ump_db_open (g_file_test (path, G_FILE_TEST_EXISTS) ? path : ":memory:", error);
}


/**
 * ump_cli_fail:
 * @command: name of the subcommand
 * @error: what went wrong
 *
 * Says so in one line on standard error.
 *
 * Returns: the exit status for a job that failed
 */
int
ump_cli_fail (const char *command, const GError *error)
{
  g_autofree char *line = ump_cli_text_one_line (error->message);

  fprintf (stderr, "umpire %s: %s\n", command, line);
  return 1;
}
