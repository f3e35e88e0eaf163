/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-compat.h"

#define RESPONSE_ACT "act"


static void
response_cb (GTask *task, const char *response, gpointer dialog)
{
  if (!g_task_get_completed (task))
    g_task_return_boolean (task, g_str_equal (response, RESPONSE_ACT));
}


/**
 * ump_confirm_async:
 * @parent: the window that asks
 * @heading: the question, plain text
 * @body: what will happen, plain text
 * @action_label: the button that does it, with a mnemonic
 * @destructive: what is done cannot be undone
 * @cancellable: (nullable): to take the question back
 * @callback: called when it was answered
 * @user_data: for @callback
 *
 * Asks before something that cannot be undone. Where it can, do it and offer
 * to undo it instead.
 */
void
ump_confirm_async (GtkWindow *parent, const char *heading, const char *body, const char *action_label, gboolean destructive, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, ump_confirm_async);

#if ADW_CHECK_VERSION (1, 5, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  {
    AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));

    adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), RESPONSE_ACT, action_label, NULL);
    adw_alert_dialog_set_response_appearance (dialog, RESPONSE_ACT, destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
    adw_alert_dialog_set_default_response (dialog, "cancel");
    adw_alert_dialog_set_close_response (dialog, "cancel");
    g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), g_steal_pointer (&task), (GClosureNotify) (void (*) (void)) g_object_unref, G_CONNECT_SWAPPED);
    ump_dialog_add_keys (GTK_WIDGET (dialog), parent);
    adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (parent));
  }
  G_GNUC_END_IGNORE_DEPRECATIONS
#else
  {
    AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));

    adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), RESPONSE_ACT, action_label, NULL);
    adw_message_dialog_set_response_appearance (dialog, RESPONSE_ACT, destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
    adw_message_dialog_set_default_response (dialog, "cancel");
    adw_message_dialog_set_close_response (dialog, "cancel");
    g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), g_steal_pointer (&task), (GClosureNotify) (void (*) (void)) g_object_unref, G_CONNECT_SWAPPED);
    gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
    gtk_window_set_application (GTK_WINDOW (dialog), parent != NULL ? gtk_window_get_application (parent) : NULL);
    gtk_window_present (GTK_WINDOW (dialog));
  }
#endif
}


/**
 * ump_confirm_finish:
 * @result: what the callback was given
 * @error: (nullable): cancelled
 *
 * Returns: %TRUE where the user said yes
 */
gboolean
ump_confirm_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ump_confirm_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
