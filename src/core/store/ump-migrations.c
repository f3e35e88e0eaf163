/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "ump-core-resources.h"
#include "ump-db-private.h"
#include "ump-error.h"
#include "ump-ids.h"
#include "ump-migrations.h"

/* "UmpD": a database with another id than this is not ours. */
#define APPLICATION_ID 0x556d7044


static void
sync_path (const char *path, int flags)
{
  int file = open (path, O_RDONLY | O_CLOEXEC | flags);

  if (file < 0)
    return;
  fsync (file);
  close (file);
}


/* Writes what the database holds now into one file beside it. The name
 * appears only when the file is whole. */
static gboolean
back_up (UmpDb *db, gint64 version, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *id = NULL;
  g_autofree char *part = NULL;
  g_autofree char *folder = NULL;
  int file;

  if (g_str_equal (ump_db_get_path (db), ":memory:"))
    return TRUE;
  path = g_strdup_printf ("%s.version-%" G_GINT64_FORMAT ".backup", ump_db_get_path (db), version);
  /* Window and command may find the old schema at the same moment. */
  id = ump_id_new ();
  part = g_strdup_printf ("%s.%s.part", path, id);
  folder = g_path_get_dirname (path);
  /* SQLite takes an empty file that is there, with the permissions it has. */
  file = open (part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) {
    g_set_error (error, UMP_ERROR, UMP_ERROR_STORE,
                 _("No backup could be written to “%s”: %s. The database was left as it is."), folder, g_strerror (errno));
    return FALSE;
  }
  close (file);
  if (!ump_db_run (db, error, "VACUUM INTO ?1", "t", part)) {
    g_unlink (part);
    return FALSE;
  }
  sync_path (part, 0);
  if (g_rename (part, path) != 0) {
    g_set_error (error, UMP_ERROR, UMP_ERROR_STORE,
                 _("No backup could be written to “%s”: %s. The database was left as it is."), folder, g_strerror (errno));
    g_unlink (part);
    return FALSE;
  }
  sync_path (folder, O_DIRECTORY);
  return TRUE;
}


/* One step, in one transaction. Another program may have done it since the
 * version was read, so it is read again under the lock. */
static gboolean
run_one (UmpDb *db, UmpMigrationSource source, gint64 version, GError **error)
{
  g_autofree char *sql = source (version + 1, error);
  g_autofree char *set_version = NULL;
  gint64 now = 0, broken = 0;
  gboolean ok;

  if (sql == NULL || !ump_db_begin (db, error))
    return FALSE;
  ok = ump_db_get_int (db, &now, error, "PRAGMA user_version", "");
  if (ok && now == version) {
    set_version = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID, (int) version + 1);
    ok = ump_db_script (db, sql, error) &&
         ump_db_script (db, set_version, error) &&
         ump_db_get_int (db, &broken, error, "SELECT count (*) FROM pragma_foreign_key_check", "");
    if (ok && broken > 0) {
      g_set_error (error, UMP_ERROR, UMP_ERROR_STORE,
                   _("“%s” is damaged: it holds rows that point nowhere. Put a backup in its place, or move it away to start anew; it was left as it is."),
                   ump_db_get_path (db));
      ok = FALSE;
    }
  }
  return ump_db_end (db, ok, error);
}


/**
 * ump_migrations_read:
 * @number: from 1 to %UMP_SCHEMA_VERSION
 * @error: return location for an error
 *
 * Returns: (transfer full): the SQL of that file of data/migrations
 */
char *
ump_migrations_read (int number, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/umpire/migrations/%03d.sql", number);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (ump_core_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (bytes == NULL)
    return NULL;
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}


/**
 * ump_migrations_check:
 * @db: a database, in no transaction
 * @newest: the version that this program knows
 * @error: return location for an error
 *
 * Reads only, so that what is not ours is left as it is, and all in one
 * transaction, because another program may be making the schema right now.
 *
 * Returns: whether the database is new, or of this program and not of a newer
 *   version of it
 */
gboolean
ump_migrations_check (UmpDb *db, int newest, GError **error)
{
  gint64 version = 0, application = 0, tables = 0;
  gboolean ok;

  if (!ump_db_run (db, error, "BEGIN", ""))
    return FALSE;
  ok = ump_db_get_int (db, &tables, error, "SELECT count (*) FROM sqlite_schema", "") &&
       ump_db_get_int (db, &application, error, "PRAGMA application_id", "") &&
       ump_db_get_int (db, &version, error, "PRAGMA user_version", "");
  if (!ump_db_end (db, ok, error))
    return FALSE;
  if (application != APPLICATION_ID && (application != 0 || version != 0 || tables != 0)) {
    g_set_error (error, UMP_ERROR, UMP_ERROR_STORE,
                 _("“%s” is a database of another program. Move it away, then try again; it was left as it is."),
                 ump_db_get_path (db));
    return FALSE;
  }
  if (version > newest) {
    g_set_error (error, UMP_ERROR, UMP_ERROR_NEWER_STORE,
                 _("“%s” was written by a newer version of Umpire. Update Umpire to open it; it was left as it is."),
                 ump_db_get_path (db));
    return FALSE;
  }
  return TRUE;
}


/**
 * ump_migrations_run:
 * @db: a database
 * @source: gives the SQL of each step
 * @newest: the version to reach
 * @error: return location for an error
 *
 * Brings the schema up to @newest, one numbered step after the other, each in
 * a transaction of its own and, unless the database is new, after a backup.
 * Foreign keys are not enforced meanwhile, so that a step may rebuild a table;
 * they are checked before each commit.
 *
 * Returns: whether the schema is the newest now
 */
gboolean
ump_migrations_run (UmpDb *db, UmpMigrationSource source, int newest, GError **error)
{
  gboolean ok = TRUE;

  if (!ump_db_script (db, "PRAGMA foreign_keys = OFF", error))
    return FALSE;
  while (ok) {
    gint64 version = 0;

    ok = ump_migrations_check (db, newest, error) && ump_db_get_int (db, &version, error, "PRAGMA user_version", "");
    if (!ok || version == newest)
      break;
    ok = (version == 0 || back_up (db, version, error)) && run_one (db, source, version, error);
  }
  return ok && ump_db_script (db, "PRAGMA foreign_keys = ON", error);
}
