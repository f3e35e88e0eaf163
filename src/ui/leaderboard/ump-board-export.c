/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-board-export.h"
#include "ump-compat.h"
#include "ump-standing-item.h"


static GBytes *
write_board (const UmpExporter *exporter, GPtrArray *items)
{
  g_autofree UmpExportRow *rows = g_new0 (UmpExportRow, items->len);
  char *text;

  for (guint i = 0; i < items->len; i++) {
    UmpStandingItem *item = g_ptr_array_index (items, i);
    const UmpStanding *standing = ump_standing_item_get_standing (item);

    rows[i] = (UmpExportRow) {
      .model = ump_standing_item_get_name (item),
      .rating = standing->rating,
      .lo = standing->low,
      .hi = standing->high,
      .se = standing->se,
      .votes = standing->votes,
      .wins = standing->wins,
      .losses = standing->losses,
      .ties = standing->ties,
      .both_bad = standing->both_bad,
      .rank_low = standing->rank_low,
      .rank_high = standing->rank_high,
      .p_best = standing->p_best,
    };
  }
  text = exporter->write_board (rows, items->len);
  return g_bytes_new_take (text, strlen (text));
}


static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_pointer (task, g_object_ref (source), g_object_unref);
  else
    g_task_return_error (task, error);
}


static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GFile) file = ump_file_save_finish (result, &error);

  if (file == NULL)
    g_task_return_error (task, error);
  else
    g_file_replace_contents_bytes_async (file, g_task_get_task_data (task), NULL, FALSE, G_FILE_CREATE_NONE,
                                         g_task_get_cancellable (task), written_cb, g_object_ref (task));
}


/**
 * ump_board_export_async:
 * @parent: the window that asks where to
 * @exporter: the format
 * @items: (element-type UmpStandingItem): the board as it is seen
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when the file is written
 * @user_data: for @callback
 *
 * Asks for a file and writes the board to it, as it was when it was asked for.
 */
void
ump_board_export_async (GtkWindow *parent, const UmpExporter *exporter, GPtrArray *items, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (parent, cancellable, callback, user_data);
  /* Translators: name of a file, without its ending. */
  g_autofree char *name = g_strdup_printf ("%s.%s", _("leaderboard"), exporter->suffix);

  g_task_set_source_tag (task, ump_board_export_async);
  g_task_set_task_data (task, write_board (exporter, items), (GDestroyNotify) g_bytes_unref);
  ump_file_save_async (parent, _("Export Leaderboard"), name, cancellable, chosen_cb, task);
}


/**
 * ump_board_export_finish:
 * @result: what the callback was given
 * @error: %G_IO_ERROR_CANCELLED where no file was chosen
 *
 * Returns: (transfer full) (nullable): the file that was written
 */
GFile *
ump_board_export_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ump_board_export_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
