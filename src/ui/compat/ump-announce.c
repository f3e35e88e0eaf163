/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-compat.h"


/**
 * ump_announce:
 * @widget: what it is about
 * @message: a sentence, plain text
 *
 * Has a screen reader say @message when it is done with what it says now. GTK
 * before 4.14 has no way to, so that what matters must stand in a label of
 * the status role too.
 */
void
ump_announce (GtkWidget *widget, const char *message)
{
#if GTK_CHECK_VERSION (4, 14, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  {
    g_autoptr (GObject) context = (GObject *) gtk_accessible_get_at_context (GTK_ACCESSIBLE (widget));

    /* The context that GTK has for tests cannot announce and crashes when it is asked to. */
    if (context != NULL && !g_str_equal (G_OBJECT_TYPE_NAME (context), "GtkTestATContext"))
      gtk_accessible_announce (GTK_ACCESSIBLE (widget), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  }
  G_GNUC_END_IGNORE_DEPRECATIONS
#endif
}
