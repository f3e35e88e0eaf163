/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * UmpBodyFunc:
 * @bytes: (array length=length): what came
 * @length: how many; 0 at the end of the body
 * @error: (nullable): with 0 bytes, how the body broke off
 * @user_data: as given
 */
typedef void (*UmpBodyFunc) (const guint8 *bytes, gsize length, const GError *error, gpointer user_data);

/**
 * UmpBodyReader:
 *
 * Reads a response's body piece by piece, and closes it.
 */
typedef struct _UmpBodyReader UmpBodyReader;

UmpBodyReader *ump_body_reader_new (GInputStream *body, GCancellable *cancellable, UmpBodyFunc func, gpointer user_data);
void ump_body_reader_free (UmpBodyReader *self);
void ump_body_reader_expect_end (UmpBodyReader *self, gboolean complete);
