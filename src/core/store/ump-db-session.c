/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <unistd.h>

#include "ump-db-session.h"
#include "ump-ids.h"

/* A battle belongs to the program that runs it. If that program was killed,
 * the battle is interrupted; if it is the window while a command opens the
 * same database, it is not. The kernel knows which: each session locks one
 * byte of a file beside the database, at the offset that is its number, and a
 * lock ends with its process however that dies. These are open file
 * description locks, so two sessions of one process see each other too. */

struct _UmpDbSession {
  int file;
  gint64 number;
};


static int
lock_byte (UmpDbSession *self, int command, gint64 number, struct flock *lock)
{
  *lock = (struct flock) {
    .l_type = F_WRLCK,
    .l_whence = SEEK_SET,
    .l_start = number,
    .l_len = 1,
  };
  return fcntl (self->file, command, lock);
}


/**
 * ump_db_session_new:
 * @database_path: of the database, or ":memory:"
 *
 * A file system without locks costs no more than that battles which still run
 * in another program are called interrupted; both are blind.
 *
 * Returns: (transfer full): a session with a random number
 */
UmpDbSession *
ump_db_session_new (const char *database_path)
{
  UmpDbSession *self = g_new0 (UmpDbSession, 1);
  struct flock lock;

  self->file = -1;
  self->number = 1 + ((gint64) ump_random_below (G_MAXINT32) << 30 | ump_random_below (1 << 30));
  if (!g_str_equal (database_path, ":memory:")) {
    g_autofree char *path = g_strconcat (database_path, "-sessions", NULL);

    self->file = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (self->file >= 0)
      lock_byte (self, F_OFD_SETLK, self->number, &lock);
  }
  return self;
}


/**
 * ump_db_session_free:
 * @self: (transfer full) (nullable): a session; it ends
 */
void
ump_db_session_free (UmpDbSession *self)
{
  if (self == NULL)
    return;
  if (self->file >= 0)
    close (self->file);
  g_free (self);
}


/**
 * ump_db_session_get_number:
 * @self: a session
 *
 * Returns: its number, greater than zero
 */
gint64
ump_db_session_get_number (UmpDbSession *self)
{
  return self->number;
}


/**
 * ump_db_session_is_alive:
 * @self: the own session
 * @number: a number
 *
 * Returns: whether the session with @number still runs
 */
gboolean
ump_db_session_is_alive (UmpDbSession *self, gint64 number)
{
  struct flock lock;

  if (number == self->number)
    return TRUE;
  if (self->file < 0 || lock_byte (self, F_OFD_GETLK, number, &lock) != 0)
    return FALSE;
  return lock.l_type != F_UNLCK;
}
