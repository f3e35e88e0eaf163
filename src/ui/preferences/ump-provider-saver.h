/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ump-keyring.h"
#include "ump-provider.h"
#include "ump-store.h"

void ump_provider_saver_save_async (UmpStore *store, UmpKeyring *keyring, const UmpProvider *provider, const char *key, gboolean session_only, GPtrArray *contenders, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean ump_provider_saver_save_finish (GAsyncResult *result, GError **error);
