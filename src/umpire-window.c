/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "ump-application.h"


int
main (int argc, char **argv)
{
  g_autoptr (UmpApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, UMP_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* The window's class on X11 and its id on Wayland: by it a desktop knows
   * which desktop file, and so which icon, a window belongs to. */
  g_set_prgname (UMP_APP_ID);
  g_set_application_name ("Umpire");
  application = ump_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
