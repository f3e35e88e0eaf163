/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-error.h"
#include "ump-key-error.h"


/**
 * ump_key_error_is_keyring:
 * @error: (nullable): an error
 *
 * Returns: %TRUE where the keyring failed, so that keeping the key for this
 *   session only helps
 */
gboolean
ump_key_error_is_keyring (const GError *error)
{
  return g_error_matches (error, UMP_ERROR, UMP_ERROR_KEYRING_LOCKED) ||
         g_error_matches (error, UMP_ERROR, UMP_ERROR_KEYRING_DISMISSED) ||
         g_error_matches (error, UMP_ERROR, UMP_ERROR_KEYRING_ABSENT) ||
         g_error_matches (error, UMP_ERROR, UMP_ERROR_NO_KEYRING) ||
         g_error_matches (error, UMP_ERROR, UMP_ERROR_KEYRING_FAILED);
}


/**
 * ump_key_error_get_heading:
 * @error: an error
 *
 * Returns: (transfer none): what happened, in a few words
 */
const char *
ump_key_error_get_heading (const GError *error)
{
  if (error->domain != UMP_ERROR)
    return _("The Key Could Not Be Kept");

  switch (error->code) {
  case UMP_ERROR_KEYRING_LOCKED:
    return _("The Keyring Is Locked");
  case UMP_ERROR_KEYRING_DISMISSED:
    return _("The Keyring Stayed Locked");
  case UMP_ERROR_KEYRING_ABSENT:
    return _("The Key Is Not in the Keyring");
  case UMP_ERROR_NO_KEYRING:
    return _("There Is No Keyring");
  case UMP_ERROR_KEYRING_FAILED:
    return _("The Keyring Reported an Error");
  default:
    return _("The Key Could Not Be Kept");
  }
}


/**
 * ump_key_error_get_sentence:
 * @error: an error
 *
 * Returns: (transfer none): what happened and what can be done, for the user
 */
const char *
ump_key_error_get_sentence (const GError *error)
{
  if (error->domain != UMP_ERROR)
    return error->message;

  switch (error->code) {
  case UMP_ERROR_KEYRING_LOCKED:
    return _("Your keyring is locked, and it could not be unlocked from here. Unlock it, for example in Passwords and Keys, and try again.");
  case UMP_ERROR_KEYRING_DISMISSED:
    return _("The question for your keyring’s password was closed, so the key could not be reached. Try again to be asked once more.");
  case UMP_ERROR_KEYRING_ABSENT:
    return _("Your keyring holds no key for this provider. It may have been removed by another program. Enter the key again.");
  case UMP_ERROR_NO_KEYRING:
    return _("No password service answers on this computer, so there is no safe place to keep the key. It is never written to a file.");
  default:
    return error->message;
  }
}
