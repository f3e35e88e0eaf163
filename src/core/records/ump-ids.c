/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "ump-ids.h"


static void
fill_from_system (void *bytes, gsize n)
{
  guint8 *p = bytes;

  while (n > 0) {
    gssize got = getrandom (p, n, 0);

    if (got < 0) {
      /* getrandom() of fewer than 256 bytes fails only when interrupted early in boot. */
      if (errno == EINTR)
        continue;
      g_error ("The system's random source failed: %s", g_strerror (errno));
    }
    p += got;
    n -= got;
  }
}


/**
 * ump_id_new:
 *
 * Makes a random 128-bit id, so that archives of two computers can be merged
 * without two rows having the same one.
 *
 * Returns: (transfer full): 32 lower-case hexadecimal digits
 */
char *
ump_id_new (void)
{
  guint8 bytes[16];
  char *id = g_malloc (33);

  fill_from_system (bytes, sizeof bytes);
  for (gsize i = 0; i < sizeof bytes; i++)
    g_snprintf (id + 2 * i, 3, "%02x", bytes[i]);
  return id;
}


/**
 * ump_id_is_valid:
 * @id: (nullable): a string
 *
 * Returns: whether @id has the form that ump_id_new() makes
 */
gboolean
ump_id_is_valid (const char *id)
{
  return id != NULL && strlen (id) == 32 && strspn (id, "0123456789abcdef") == 32;
}


/**
 * ump_random_below:
 * @bound: greater than zero
 *
 * Draws from the system's random source, because sides and pairs must not be
 * predictable from earlier ones. Values above the last multiple of @bound are
 * drawn again, so that every result is equally likely.
 *
 * Returns: a number from 0 to @bound - 1
 */
guint32
ump_random_below (guint32 bound)
{
  guint32 limit, value;

  g_return_val_if_fail (bound > 0, 0);

  limit = G_MAXUINT32 - G_MAXUINT32 % bound;
  do
    fill_from_system (&value, sizeof value);
  while (value >= limit);
  return value % bound;
}
