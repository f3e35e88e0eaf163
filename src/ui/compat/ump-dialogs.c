/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-compat.h"


#if ADW_CHECK_VERSION (1, 5, 0)
static AdwDialog *
get_dialog (GtkWindow *window)
{
  AdwDialog *dialog = NULL;

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  if (ADW_IS_APPLICATION_WINDOW (window))
    dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  else if (ADW_IS_WINDOW (window))
    dialog = adw_window_get_visible_dialog (ADW_WINDOW (window));
  G_GNUC_END_IGNORE_DEPRECATIONS
  return dialog;
}
#endif


/**
 * ump_window_close:
 * @window: a window
 *
 * Closes it with all the dialogs that are shown inside it since libadwaita
 * 1.5, whereas gtk_window_close() then only closes the uppermost of them.
 */
void
ump_window_close (GtkWindow *window)
{
#if ADW_CHECK_VERSION (1, 5, 0)
  AdwDialog *last = NULL;
  AdwDialog *dialog;

  while ((dialog = get_dialog (window)) != NULL && dialog != last) {
    last = dialog;
    G_GNUC_BEGIN_IGNORE_DEPRECATIONS
    adw_dialog_force_close (dialog);
    G_GNUC_END_IGNORE_DEPRECATIONS
  }
#endif
  gtk_window_close (window);
}


/**
 * ump_dialog_add_keys:
 * @dialog: is going to be shown inside a window
 * @parent: (nullable): that window
 *
 * Such a dialog holds back the keys of the program, also those that close it
 * or quit.
 */
void
ump_dialog_add_keys (GtkWidget *dialog, GtkWindow *parent)
{
  static const char *const actions[] = { "window.close", "app.quit" };
  GtkApplication *application = parent != NULL ? gtk_window_get_application (parent) : NULL;
  GtkEventController *controller;

  if (application == NULL)
    return;
  controller = gtk_shortcut_controller_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    g_auto (GStrv) keys = gtk_application_get_accels_for_action (application, actions[i]);

    for (gsize j = 0; keys[j] != NULL; j++)
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                            gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[j]), gtk_named_action_new (actions[i])));
  }
  gtk_widget_add_controller (dialog, controller);
}
