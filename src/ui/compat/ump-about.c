/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-compat.h"


/* What the window of libadwaita 1.2 and the dialog of 1.5 have in common. */
static void
fill (GObject *about, const char *debug_info)
{
  const char *developers[] = { "The Umpire developers " UMP_WEBSITE "/graphs/contributors", NULL };
  /* Translators: the notes of the newest release; the metainfo has the same sentence. */
  const char *news = _("First release: blind battles, practice partners, a personal leaderboard with intervals, keys in the keyring.");
  g_autofree char *escaped = g_markup_escape_text (news, -1);
  g_autofree char *notes = g_strdup_printf ("<p>%s</p>", escaped);

  g_object_set (about,
                "application-name", _("Umpire"),
                "application-icon", UMP_APP_ID,
                "developer-name", "The Umpire developers",
                "developers", developers,
                "version", UMP_VERSION,
                "comments", _("Two models answer the same question without their names. You vote, then you see who was who, and your votes become a leaderboard with honest intervals."),
                "website", UMP_WEBSITE,
                "issue-url", UMP_WEBSITE "/issues",
                "release-notes", notes,
                "release-notes-version", UMP_VERSION,
                "debug-info", debug_info,
                "debug-info-filename", "umpire-debug-info.txt",
                "copyright", "© 2026 The Umpire developers",
                "license-type", GTK_LICENSE_GPL_3_0,
                /* Translators: put your names here, one a line; they are shown in the About window. */
                "translator-credits", _("translator-credits"),
                NULL);
}


/**
 * ump_about_present:
 * @parent: the window that it belongs to
 * @debug_info: what a report of a problem should say of this computer
 *
 * Shows who made the program, what is new, under which licence it is, and
 * where to report problems.
 */
void
ump_about_present (GtkWindow *parent, const char *debug_info)
{
#if ADW_CHECK_VERSION (1, 5, 0)
  AdwDialog *dialog;

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  dialog = adw_about_dialog_new ();
  fill (G_OBJECT (dialog), debug_info);
  ump_dialog_add_keys (GTK_WIDGET (dialog), parent);
  adw_dialog_present (dialog, GTK_WIDGET (parent));
  G_GNUC_END_IGNORE_DEPRECATIONS
#else
  GtkWidget *window = adw_about_window_new ();

  fill (G_OBJECT (window), debug_info);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_application (GTK_WINDOW (window), gtk_window_get_application (parent));
  gtk_window_present (GTK_WINDOW (window));
#endif
}
