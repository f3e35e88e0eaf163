/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>

#include "ump-db-private.h"
#include "ump-error.h"


/* Whether a write failed because there was no room for it. SQLite says
 * SQLITE_FULL for ENOSPC; a quota or a file size limit is an I/O error. */
static gboolean
is_disk_full (int code, int system_errno)
{
  if ((code & 0xff) == SQLITE_FULL)
    return TRUE;
  return (code & 0xff) == SQLITE_IOERR && (system_errno == ENOSPC || system_errno == EDQUOT || system_errno == EFBIG);
}


static void
set_error_for_code (const char *path, int code, int system_errno, const char *detail, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (is_disk_full (code, system_errno)) {
    g_set_error (error, UMP_ERROR, UMP_ERROR_STORE,
                 _("The disk is full. Make room in “%s”, then try again."), folder);
    return;
  }
  if (code == SQLITE_CONSTRAINT_FOREIGNKEY) {
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_NOT_FOUND,
                         _("This belongs to something that is not in the database; it may have been deleted."));
    return;
  }
  switch (code & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    g_set_error (error, UMP_ERROR, UMP_ERROR_BUSY,
                 _("Another program is using “%s”. Wait for it or close it, then try again."), path);
    return;
  case SQLITE_READONLY:
  case SQLITE_PERM:
  case SQLITE_AUTH:
    g_set_error (error, UMP_ERROR, UMP_ERROR_STORE,
                 _("“%s” is read-only, so nothing can be saved. Allow writing to it and to its folder, then try again."), path);
    return;
  case SQLITE_CANTOPEN:
    g_set_error (error, UMP_ERROR, UMP_ERROR_STORE,
                 _("“%s” cannot be opened: %s. Check the permissions of its folder, then try again."), path,
                 system_errno != 0 ? g_strerror (system_errno) : detail);
    return;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    g_set_error (error, UMP_ERROR, UMP_ERROR_STORE,
                 _("“%s” is damaged or is not a database of this program. Put a backup in its place, or move it away to start anew; it was left as it is."), path);
    return;
  case SQLITE_NOMEM:
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_STORE,
                         _("There is not enough memory for this. Close other programs, then try again."));
    return;
  case SQLITE_IOERR:
    g_set_error (error, UMP_ERROR, UMP_ERROR_STORE,
                 _("The disk reported an error at “%s”: %s. Check the disk, then try again."), path,
                 system_errno != 0 ? g_strerror (system_errno) : detail);
    return;
  default:
    g_set_error (error, UMP_ERROR, UMP_ERROR_STORE, _("The database refused this: %s"), detail);
  }
}


/**
 * ump_db_set_error:
 * @self: the database, right after a call failed
 * @system_errno: errno as that call left it, or 0: SQLite itself remembers it
 *   for opening a file, not for a step
 * @error: return location for the error
 *
 * Turns SQLite's last error into a sentence.
 */
void
ump_db_set_error (UmpDb *self, int system_errno, GError **error)
{
  set_error_for_code (self->path, sqlite3_extended_errcode (self->handle),
                      system_errno != 0 ? system_errno : sqlite3_system_errno (self->handle),
                      sqlite3_errmsg (self->handle), error);
}


/**
 * ump_db_set_open_error:
 * @path: of the database
 * @code: SQLite's result
 * @system_errno: errno, or 0
 * @error: return location for the error
 *
 * The same for a database that could not be opened.
 */
void
ump_db_set_open_error (const char *path, int code, int system_errno, GError **error)
{
  set_error_for_code (path, code, system_errno, sqlite3_errstr (code), error);
}
