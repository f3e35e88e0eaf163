/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include "ump-cli.h"


/* Starts the window: the one beside this program where it was built, else the
 * installed one. */
static int
start_window (char **argv)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside = folder != NULL ? g_build_filename (folder, "umpire-window", NULL) : NULL;
  g_autofree char *installed = g_build_filename (UMP_LIBEXECDIR, "umpire-window", NULL);
  g_autofree char *schemas = folder != NULL ? g_build_filename (folder, "..", "data", NULL) : NULL;
  const char *program = installed;

  if (beside != NULL && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE)) {
    program = beside;
    g_setenv ("GSETTINGS_SCHEMA_DIR", schemas, FALSE);
  }
  execv (program, argv);
  fprintf (stderr, _("umpire: the window could not be started: %s: %s\n"), program, g_strerror (errno));
  return 1;
}


int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, UMP_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (argc < 2)
    return start_window (argv);
  return ump_cli_run (argc, argv);
}
