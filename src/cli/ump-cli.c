/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "ump-ask.h"
#include "ump-cli.h"
#include "ump-cli-export.h"
#include "ump-cli-import.h"
#include "ump-cli-leaderboard.h"
#include "ump-providers.h"
#include "ump-rate.h"

/* Every subcommand of the program. */
static const UmpCommand *const commands[] = {
  &ump_cli_ask,
  &ump_cli_providers,
  &ump_rate_command,
  &ump_cli_leaderboard,
  &ump_cli_export,
  &ump_cli_import,
  NULL,
};


static void
print_help (FILE *file)
{
  fprintf (file, "%s\n\n  umpire\n", _("Usage:"));
  for (guint i = 0; commands[i] != NULL; i++)
    fprintf (file, "  umpire %-12s %s\n", commands[i]->name, _(commands[i]->summary));
  fprintf (file, "\n%s\n", _("“umpire COMMAND --help” says more. Without a command the window opens."));
}


/**
 * ump_cli_run:
 * @argc: as of main()
 * @argv: as of main(); argv[1] names the subcommand
 *
 * Returns: the exit status
 */
int
ump_cli_run (int argc, char **argv)
{
  const char *name = argv[1];

  if (g_str_equal (name, "--version")) {
    printf ("umpire %s\n", UMP_VERSION);
    return 0;
  }
  if (g_str_equal (name, "--help") || g_str_equal (name, "-h") || g_str_equal (name, "help")) {
    print_help (stdout);
    return 0;
  }
  for (guint i = 0; commands[i] != NULL; i++) {
    if (g_str_equal (name, commands[i]->name)) {
      g_autofree char *program = g_strdup_printf ("umpire %s", name);

      /* As the command's own help names itself. */
      g_set_prgname (program);
      return commands[i]->run (argc - 1, argv + 1);
    }
  }

  fprintf (stderr, _("umpire: there is no command “%s”. “umpire --help” lists them.\n"), name);
  return 2;
}
