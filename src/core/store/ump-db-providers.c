/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-db-private.h"
#include "ump-error.h"

/* In the order in which read_contender() takes them. */
#define CONTENDER_COLUMNS \
  "c.id, c.lineage, c.version, c.provider_id, p.name, p.service, c.model, c.label, c.maker, c.family," \
  " c.system_prompt, c.temperature, c.top_p, c.max_tokens, c.reasoning_effort, c.seed, c.extra_json," \
  " c.practice, c.enabled, c.retired, c.sealed, c.codename, c.price_in, c.price_out, c.listed, c.price_typed, c.parameters"
#define FROM_CONTENDERS " FROM contenders AS c JOIN providers AS p ON p.id = c.provider_id "


static UmpProvider *
read_provider (sqlite3_stmt *statement)
{
  UmpProvider *provider = g_new0 (UmpProvider, 1);

  provider->id = ump_column_text (statement, 0);
  provider->name = ump_column_text (statement, 1);
  provider->service = ump_column_text (statement, 2);
  provider->base_url = ump_column_text (statement, 3);
  provider->keyless = sqlite3_column_int (statement, 4);
  provider->allow_http = sqlite3_column_int (statement, 5);
  provider->slots = sqlite3_column_int (statement, 6);
  provider->removed = sqlite3_column_int (statement, 7);
  provider->created_at = sqlite3_column_int64 (statement, 8);
  return provider;
}


static UmpContender *
read_contender (sqlite3_stmt *statement)
{
  UmpContender *contender = g_new0 (UmpContender, 1);
  int i = 0;

  contender->id = ump_column_text (statement, i++);
  contender->lineage = ump_column_text (statement, i++);
  contender->version = sqlite3_column_int (statement, i++);
  contender->provider_id = ump_column_text (statement, i++);
  contender->provider_name = ump_column_text (statement, i++);
  contender->service = ump_column_text (statement, i++);
  contender->model = ump_column_text (statement, i++);
  contender->label = ump_column_text (statement, i++);
  contender->maker = ump_column_text (statement, i++);
  contender->family = ump_column_text (statement, i++);
  contender->system_prompt = ump_column_text (statement, i++);
  contender->temperature = ump_column_double (statement, i++);
  contender->top_p = ump_column_double (statement, i++);
  contender->max_tokens = sqlite3_column_int (statement, i++);
  contender->reasoning_effort = ump_column_text (statement, i++);
  contender->seed = sqlite3_column_int64 (statement, i++);
  contender->extra_json = ump_column_text (statement, i++);
  contender->practice = sqlite3_column_int (statement, i++);
  contender->enabled = sqlite3_column_int (statement, i++);
  contender->retired = sqlite3_column_int (statement, i++);
  contender->sealed = sqlite3_column_int (statement, i++);
  contender->codename = ump_column_text (statement, i++);
  contender->price_in = ump_column_double (statement, i++);
  contender->price_out = ump_column_double (statement, i++);
  contender->listed = sqlite3_column_int (statement, i++);
  contender->price_typed = sqlite3_column_int (statement, i++);
  contender->parameters = ump_column_text (statement, i++);
  return contender;
}


/* Reads every row of @statement with @read_row. */
static GPtrArray *
read_all (UmpDb *self, sqlite3_stmt *statement, gpointer (*read_row) (sqlite3_stmt *), GDestroyNotify free_row, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (TRUE) {
    if (!ump_db_step (self, statement, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&rows);
    g_ptr_array_add (rows, read_row (statement));
  }
}


/**
 * ump_db_load_providers:
 * @self: the database
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type UmpProvider): those that the user
 *   has, oldest first, without the practice partners' one
 */
GPtrArray *
ump_db_load_providers (UmpDb *self, GError **error)
{
  sqlite3_stmt *statement = ump_db_query (self, error,
    "SELECT id, name, service, base_url, keyless, allow_http, slots, removed, created_at FROM providers"
    " WHERE removed = 0 AND id <> ?1 ORDER BY created_at, id", "t", UMP_PRACTICE_PROVIDER);

  return read_all (self, statement, (gpointer (*) (sqlite3_stmt *)) read_provider, (GDestroyNotify) ump_provider_free, error);
}


/* Also those that were removed, for the archive. */
GPtrArray *
ump_db_load_all_providers (UmpDb *self, GError **error)
{
  sqlite3_stmt *statement = ump_db_query (self, error,
    "SELECT id, name, service, base_url, keyless, allow_http, slots, removed, created_at FROM providers"
    " WHERE id <> ?1 ORDER BY created_at, id", "t", UMP_PRACTICE_PROVIDER);

  return read_all (self, statement, (gpointer (*) (sqlite3_stmt *)) read_provider, (GDestroyNotify) ump_provider_free, error);
}


/**
 * ump_db_save_provider:
 * @self: the database
 * @provider: new, or known by its id
 * @error: return location for an error
 *
 * Returns: whether it is saved
 */
gboolean
ump_db_save_provider (UmpDb *self, const UmpProvider *provider, GError **error)
{
  return ump_db_run (self, error,
                     "INSERT INTO providers (id, name, service, base_url, keyless, allow_http, slots, removed, created_at)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                     " ON CONFLICT (id) DO UPDATE SET name = excluded.name, service = excluded.service,"
                     "  base_url = excluded.base_url, keyless = excluded.keyless, allow_http = excluded.allow_http,"
                     "  slots = excluded.slots, removed = excluded.removed",
                     "ttttnnnni", provider->id, provider->name, provider->service, provider->base_url,
                     provider->keyless, provider->allow_http, (int) provider->slots, provider->removed, provider->created_at);
}


/**
 * ump_db_remove_provider:
 * @self: the database
 * @provider_id: of the provider
 * @error: return location for an error
 *
 * Returns: whether it is marked as removed and its contenders as disabled;
 *   %UMP_ERROR_NOT_FOUND where there is none
 */
gboolean
ump_db_remove_provider (UmpDb *self, const char *provider_id, GError **error)
{
  gboolean ok;

  if (!ump_db_begin (self, error))
    return FALSE;
  ok = ump_db_run (self, error, "UPDATE providers SET removed = 1 WHERE id = ?1 AND id <> ?2", "tt",
                   provider_id, UMP_PRACTICE_PROVIDER);
  if (ok && ump_db_changes (self) == 0) {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_NOT_FOUND, _("This provider is not there any more; it may have been removed."));
    ok = FALSE;
  }
  ok = ok && ump_db_run (self, error, "UPDATE contenders SET enabled = 0 WHERE provider_id = ?1", "t", provider_id);
  return ump_db_end (self, ok, error);
}


/**
 * ump_db_load_contenders:
 * @self: the database
 * @all_versions: also superseded ones and those of removed providers
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type UmpContender): contenders with the
 *   name and service of their provider
 */
GPtrArray *
ump_db_load_contenders (UmpDb *self, gboolean all_versions, GError **error)
{
  sqlite3_stmt *statement = all_versions ?
    ump_db_query (self, error,
                  "SELECT " CONTENDER_COLUMNS FROM_CONTENDERS "ORDER BY p.created_at, p.id, c.model, c.lineage, c.version, c.id", "") :
    ump_db_query (self, error,
                  "SELECT " CONTENDER_COLUMNS FROM_CONTENDERS
                  "WHERE p.removed = 0 AND NOT EXISTS (SELECT 1 FROM contenders AS newer WHERE newer.lineage = c.lineage"
                  "  AND (newer.version > c.version OR (newer.version = c.version AND newer.id > c.id)))"
                  " ORDER BY p.created_at, p.id, c.model, c.lineage", "");

  return read_all (self, statement, (gpointer (*) (sqlite3_stmt *)) read_contender, (GDestroyNotify) ump_contender_free, error);
}


/* The contender with this id, or NULL with an error. */
UmpContender *
ump_db_load_contender (UmpDb *self, const char *contender_id, GError **error)
{
  sqlite3_stmt *statement = ump_db_query (self, error, "SELECT " CONTENDER_COLUMNS FROM_CONTENDERS "WHERE c.id = ?1", "t", contender_id);
  gboolean row = FALSE;
  UmpContender *contender;

  if (statement == NULL || !ump_db_step (self, statement, &row, error))
    return NULL;
  if (!row) {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_NOT_FOUND, _("This contender is not there any more; it may have been removed."));
    return NULL;
  }
  contender = read_contender (statement);
  sqlite3_reset (statement);
  return contender;
}


/* Inserts a contender unless its id is known; within a transaction. */
gboolean
ump_db_insert_contender (UmpDb *self, const UmpContender *c, GError **error)
{
  return ump_db_run (self, error,
                     "INSERT INTO contenders (id, lineage, version, provider_id, model, label, maker, family, system_prompt,"
                     "  temperature, top_p, max_tokens, reasoning_effort, seed, extra_json, practice, enabled, retired,"
                     "  sealed, codename, price_in, price_out, listed, price_typed, parameters)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)"
                     " ON CONFLICT (id) DO NOTHING",
                     "ttnttttttddntitnnnntddnnt",
                     c->id, c->lineage, (int) c->version, c->provider_id, c->model, c->label, c->maker, c->family,
                     c->system_prompt, c->temperature, c->top_p, c->max_tokens, c->reasoning_effort, c->seed,
                     c->extra_json, c->practice, c->enabled, c->retired, c->sealed, c->codename, c->price_in, c->price_out, c->listed,
                     c->price_typed, c->parameters);
}


/* A lineage has one label, whichever version it was given to. */
static gboolean
set_label (UmpDb *self, const UmpContender *c, GError **error)
{
  return ump_db_run (self, error, "UPDATE contenders SET label = ?2 WHERE lineage = ?1 AND label IS NOT ?2", "tt", c->lineage, c->label);
}


static gboolean
set_facts (UmpDb *self, UmpContenderFact facts, const UmpContender *c, GError **error)
{
  gboolean ok = TRUE;

  if (facts & UMP_CONTENDER_ENABLED)
    ok = ump_db_run (self, error, "UPDATE contenders SET enabled = ?2 WHERE id = ?1", "tn", c->id, c->enabled);
  if (ok && (facts & UMP_CONTENDER_SEAL))
    ok = ump_db_run (self, error, "UPDATE contenders SET sealed = ?2, codename = ?3 WHERE id = ?1", "tnt", c->id, c->sealed, c->codename);
  if (ok && (facts & UMP_CONTENDER_PRICES))
    ok = ump_db_run (self, error, "UPDATE contenders SET price_in = ?2, price_out = ?3, price_typed = ?4 WHERE id = ?1", "tddn",
                     c->id, c->price_in, c->price_out, c->price_typed);
  if (ok && (facts & UMP_CONTENDER_PARAMETERS))
    ok = ump_db_run (self, error, "UPDATE contenders SET parameters = ?2 WHERE id = ?1", "tt", c->id, c->parameters);
  if (ok && (facts & UMP_CONTENDER_RETIRED))
    ok = ump_db_run (self, error, "UPDATE contenders SET retired = ?2 WHERE id = ?1", "tn", c->id, c->retired);
  if (ok && (facts & UMP_CONTENDER_LABEL))
    ok = set_label (self, c, error);
  return ok;
}


/**
 * ump_db_add_contenders:
 * @self: the database
 * @contenders: (array length=n_contenders): new ones; those that are known
 *   stay as they are
 * @n_contenders: how many
 * @error: return location for an error
 *
 * A new version gives its label to the older ones.
 *
 * Returns: whether all of them are there
 */
gboolean
ump_db_add_contenders (UmpDb *self, UmpContender *const *contenders, gsize n_contenders, GError **error)
{
  gboolean ok = TRUE;

  if (!ump_db_begin (self, error))
    return FALSE;
  for (gsize i = 0; ok && i < n_contenders; i++) {
    ok = ump_db_insert_contender (self, contenders[i], error);
    if (ok && ump_db_changes (self) > 0 && contenders[i]->version > 1)
      ok = set_label (self, contenders[i], error);
  }
  return ump_db_end (self, ok, error);
}


/**
 * ump_db_set_contenders:
 * @self: the database
 * @facts: what to take of them
 * @contenders: (array length=n_contenders): known ones
 * @n_contenders: how many
 * @error: return location for an error
 *
 * Sets @facts and nothing else: what the records say besides may be old.
 *
 * Returns: whether all is saved
 */
gboolean
ump_db_set_contenders (UmpDb *self, UmpContenderFact facts, UmpContender *const *contenders, gsize n_contenders, GError **error)
{
  gboolean ok = TRUE;

  if (!ump_db_begin (self, error))
    return FALSE;
  for (gsize i = 0; ok && i < n_contenders; i++)
    ok = set_facts (self, facts, contenders[i], error);
  return ump_db_end (self, ok, error);
}


/**
 * ump_db_retire_model:
 * @self: the database
 * @provider_id: of a provider
 * @model: one that it does not know any more
 * @error: return location for an error
 *
 * Returns: whether every contender of that model is retired now
 */
gboolean
ump_db_retire_model (UmpDb *self, const char *provider_id, const char *model, GError **error)
{
  return ump_db_run (self, error, "UPDATE contenders SET retired = 1 WHERE provider_id = ?1 AND model = ?2", "tt", provider_id, model);
}


/**
 * ump_db_set_listed:
 * @self: the database
 * @provider_id: of a provider
 * @models: (array zero-terminated=1): all that it lists now
 * @error: return location for an error
 *
 * What it has listed and does not list any more is retired, what it lists
 * again is not. What it never listed stays as it is.
 *
 * Returns: whether all is saved
 */
gboolean
ump_db_set_listed (UmpDb *self, const char *provider_id, const char *const *models, GError **error)
{
  gboolean ok;

  if (!ump_db_begin (self, error))
    return FALSE;
  ok = ump_db_run (self, error, "UPDATE contenders SET retired = 1 WHERE provider_id = ?1 AND listed = 1", "t", provider_id);
  for (guint i = 0; ok && models[i] != NULL; i++)
    ok = ump_db_run (self, error, "UPDATE contenders SET listed = 1, retired = 0 WHERE provider_id = ?1 AND model = ?2", "tt", provider_id, models[i]);
  return ump_db_end (self, ok, error);
}
