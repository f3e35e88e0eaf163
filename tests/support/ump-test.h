/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

typedef gboolean (*UmpTestCondition) (gpointer user_data);

void ump_test_wait_until (UmpTestCondition condition, gpointer user_data, guint seconds);
void ump_test_take_result (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *ump_test_await (GAsyncResult **slot, guint seconds);
char *ump_test_make_folder (void);
void ump_test_remove_folder (const char *path);
GBytes *ump_test_read_data (const char *relative_path);
