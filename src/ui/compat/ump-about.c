/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-compat.h"

#define COMMENTS _("Two models answer the same question without their names. You vote, then you see who was who, and your votes become a leaderboard with honest intervals.")


/**
 * ump_about_present:
 * @parent: the window that it belongs to
 *
 * Shows who made the program and under which licence.
 */
void
ump_about_present (GtkWindow *parent)
{
  const char *developers[] = { "The Umpire authors", NULL };

#if ADW_CHECK_VERSION (1, 5, 0)
  AdwDialog *dialog;

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  dialog = adw_about_dialog_new ();
  g_object_set (dialog,
                "application-name", _("Umpire"),
                "application-icon", UMP_APP_ID,
                "developer-name", developers[0],
                "developers", developers,
                "version", UMP_VERSION,
                "comments", COMMENTS,
                "copyright", "© 2026 The Umpire authors",
                "license-type", GTK_LICENSE_GPL_3_0,
                /* Translators: put your names here, one a line; they are shown in the About window. */
                "translator-credits", _("translator-credits"),
                NULL);
  adw_dialog_present (dialog, GTK_WIDGET (parent));
  G_GNUC_END_IGNORE_DEPRECATIONS
#else
  GtkWindow *window = g_object_new (ADW_TYPE_ABOUT_WINDOW,
                                    "transient-for", parent,
                                    "modal", TRUE,
                                    "application-name", _("Umpire"),
                                    "application-icon", UMP_APP_ID,
                                    "developer-name", developers[0],
                                    "developers", developers,
                                    "version", UMP_VERSION,
                                    "comments", COMMENTS,
                                    "copyright", "© 2026 The Umpire authors",
                                    "license-type", GTK_LICENSE_GPL_3_0,
                                    /* Translators: put your names here, one a line; they are shown in the About window. */
                                    "translator-credits", _("translator-credits"),
                                    NULL);

  gtk_window_present (window);
#endif
}
