/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ump-store.h"

/* Only the arena includes this: it must know who answers, to go on with a
 * blind battle and to reveal it. A test holds the list of includers. */
void ump_store_load_unmasked_async (UmpStore *self, const char *battle_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
UmpBattleRecord *ump_store_load_unmasked_finish (UmpStore *self, GAsyncResult *result, GError **error);
