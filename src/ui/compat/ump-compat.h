/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* What differs between GTK 4.8 with libadwaita 1.2 and the newest ones. Each
 * function has both branches inside, and no version is asked for elsewhere. */

void ump_about_present (GtkWindow *parent, const char *debug_info);

void ump_window_close (GtkWindow *window);
void ump_dialog_add_keys (GtkWidget *dialog, GtkWindow *parent);

void ump_confirm_async (GtkWindow *parent, const char *heading, const char *body, const char *action_label, gboolean destructive, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_confirm_finish (GAsyncResult *result, GError **error);

void ump_file_save_async (GtkWindow *parent, const char *title, const char *suggested_name, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GFile *ump_file_save_finish (GAsyncResult *result, GError **error);

GtkAccessibleRole ump_role_article (void);
GtkAccessibleRole ump_role_paragraph (void);
GtkAccessibleRole ump_role_column_header (void);
void ump_list_item_set_name (GtkListItem *item, const char *name);
void ump_list_item_set_row_name (GtkListItem *item, const char *name);

void ump_widget_get_color (GtkWidget *widget, GdkRGBA *color);
void ump_announce (GtkWidget *widget, const char *message);
