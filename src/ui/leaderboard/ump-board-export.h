/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ump-exporter.h"

void ump_board_export_async (GtkWindow *parent, const UmpExporter *exporter, GPtrArray *items, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GFile *ump_board_export_finish (GAsyncResult *result, GError **error);
