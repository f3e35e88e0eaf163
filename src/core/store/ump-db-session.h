/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* One running program on the database, seen by the others while it lives. */
typedef struct _UmpDbSession UmpDbSession;

UmpDbSession *ump_db_session_new (const char *database_path);
void ump_db_session_free (UmpDbSession *self);
gint64 ump_db_session_get_number (UmpDbSession *self);
gboolean ump_db_session_is_alive (UmpDbSession *self, gint64 number);
