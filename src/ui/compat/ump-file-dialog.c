/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-compat.h"

#if GTK_CHECK_VERSION (4, 10, 0)

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GFile *file;

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);
  if (g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED)) {
    g_clear_error (&error);
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("No file was chosen."));
  }
  G_GNUC_END_IGNORE_DEPRECATIONS
  if (file != NULL)
    g_task_return_pointer (task, file, g_object_unref);
  else
    g_task_return_error (task, error);
}


static void
choose (GTask *task, GtkWindow *parent, const char *title, const char *suggested_name)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_initial_name (dialog, suggested_name);
  gtk_file_dialog_save (dialog, parent, g_task_get_cancellable (task), chosen_cb, task);
  G_GNUC_END_IGNORE_DEPRECATIONS
}

#else

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("No file was chosen."));
  gtk_native_dialog_destroy (dialog);
}


static void
choose (GTask *task, GtkWindow *parent, const char *title, const char *suggested_name)
{
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), suggested_name);
  /* Nobody else keeps a native dialog alive. */
  g_task_set_task_data (task, dialog, g_object_unref);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

#endif


/**
 * ump_file_save_async:
 * @parent: the window that asks
 * @title: of the file chooser
 * @suggested_name: a file name without folder
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it was answered
 * @user_data: for @callback
 *
 * Asks where to write a file.
 */
void
ump_file_save_async (GtkWindow *parent, const char *title, const char *suggested_name, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, ump_file_save_async);
  choose (task, parent, title, suggested_name);
}


/**
 * ump_file_save_finish:
 * @result: what the callback was given
 * @error: %G_IO_ERROR_CANCELLED where the user chose none
 *
 * Returns: (transfer full) (nullable): the file, which may exist already: the
 *   chooser has asked
 */
GFile *
ump_file_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ump_file_save_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
