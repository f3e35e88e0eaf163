/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-application.h"
#include "ump-window.h"

struct _UmpApplication {
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (UmpApplication, ump_application, ADW_TYPE_APPLICATION)


static void
ump_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (ump_window_new (GTK_APPLICATION (application)));
  gtk_window_present (window);
}


static void
ump_application_class_init (UmpApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = ump_application_activate;
}


static void
ump_application_init (UmpApplication *self)
{
}


/**
 * ump_application_new:
 *
 * Returns: (transfer full): the one application of this process
 */
UmpApplication *
ump_application_new (void)
{
  return g_object_new (UMP_TYPE_APPLICATION,
                       "application-id", UMP_APP_ID,
                       "resource-base-path", UMP_APP_PATH,
                       "flags", G_APPLICATION_DEFAULT_FLAGS,
                       NULL);
}
