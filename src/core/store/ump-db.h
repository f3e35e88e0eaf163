/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ump-ballot.h"
#include "ump-battle-record.h"
#include "ump-contender.h"
#include "ump-provider.h"

/**
 * UmpDb:
 *
 * The database, synchronous. It knows no thread: one thread at a time may use
 * it. Every function that writes is one transaction: where it fails, nothing
 * of it is kept and the database can be used on.
 */
typedef struct _UmpDb UmpDb;

UmpDb *ump_db_open (const char *path, GError **error);
void ump_db_close (UmpDb *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpDb, ump_db_close)
const char *ump_db_get_path (UmpDb *self);
void ump_db_set_busy_timeout (UmpDb *self, int milliseconds);
gboolean ump_db_set_max_pages (UmpDb *self, gint64 pages, GError **error);
gint64 ump_db_get_version (UmpDb *self);
gint64 ump_db_get_foreign_changes (UmpDb *self);

GPtrArray *ump_db_load_providers (UmpDb *self, GError **error);
gboolean ump_db_save_provider (UmpDb *self, const UmpProvider *provider, GError **error);
gboolean ump_db_remove_provider (UmpDb *self, const char *provider_id, GError **error);
GPtrArray *ump_db_load_contenders (UmpDb *self, gboolean all_versions, GError **error);
gboolean ump_db_add_contenders (UmpDb *self, UmpContender *const *contenders, gsize n_contenders, GError **error);
gboolean ump_db_set_contenders (UmpDb *self, UmpContenderFact facts, UmpContender *const *contenders, gsize n_contenders, GError **error);
gboolean ump_db_retire_model (UmpDb *self, const char *provider_id, const char *model, GError **error);
gboolean ump_db_set_listed (UmpDb *self, const char *provider_id, const char *const *models, GError **error);

gboolean ump_db_begin_battle (UmpDb *self, const UmpBattleRecord *battle, GError **error);
gboolean ump_db_add_turn (UmpDb *self, const char *battle_id, const UmpTurn *turn, GError **error);
gboolean ump_db_save_response (UmpDb *self, const char *battle_id, const char *turn_id, const UmpResponseRecord *response, GError **error);
gboolean ump_db_end_battle (UmpDb *self, const char *battle_id, UmpBattleState state, const UmpConditions *conditions, GError **error);
gboolean ump_db_set_category (UmpDb *self, const char *battle_id, const char *category, GError **error);
gboolean ump_db_delete_battle (UmpDb *self, const char *battle_id, GError **error);

GPtrArray *ump_db_list_battles (UmpDb *self, const char *search, const char *before_id, guint limit, GError **error);
UmpBattleRecord *ump_db_load_battle (UmpDb *self, const char *battle_id, GError **error);
UmpBattleRecord *ump_db_load_unmasked (UmpDb *self, const char *battle_id, GError **error);

gboolean ump_db_cast_verdict (UmpDb *self, const char *battle_id, UmpVerdict verdict, const UmpConditions *conditions, GError **error);
gboolean ump_db_retract (UmpDb *self, const char *battle_id, GError **error);
GPtrArray *ump_db_load_ballots (UmpDb *self, gboolean practice, GError **error);

gboolean ump_db_set_note (UmpDb *self, const char *name, const char *text, GError **error);
char *ump_db_get_note (UmpDb *self, const char *name, GError **error);
