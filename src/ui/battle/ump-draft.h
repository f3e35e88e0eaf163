/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-composer.h"
#include "ump-store.h"

/**
 * UmpDraft:
 *
 * Keeps what stands in a composer in the store, so that it survives the end
 * of the program, however it comes.
 */
typedef struct _UmpDraft UmpDraft;

UmpDraft *ump_draft_new (UmpStore *store, UmpComposer *composer);
void ump_draft_free (UmpDraft *self);
void ump_draft_flush (UmpDraft *self);
