/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * UmpError:
 * @UMP_ERROR_FAILED: anything without a kind of its own
 * @UMP_ERROR_BAD_KEY: the service refused the key
 * @UMP_ERROR_NO_MONEY: the account has no credit (402, insufficient_quota)
 * @UMP_ERROR_NOT_ALLOWED: region, moderation or a restricted key (403)
 * @UMP_ERROR_NO_MODEL: the service does not know the model (404, 410)
 * @UMP_ERROR_TOO_LONG: the prompt does not fit into the context
 * @UMP_ERROR_BAD_PARAMETER: a field was refused; the request was not accepted
 * @UMP_ERROR_RATE_LIMIT: too many requests; wait
 * @UMP_ERROR_OVERLOADED: the service has no capacity (502, 503, 529)
 * @UMP_ERROR_NOT_THIS_SERVICE: redirect, HTML, or another kind of server
 * @UMP_ERROR_NETWORK: name not found, refused, reset, cut, no route
 * @UMP_ERROR_TLS: the certificate was not accepted
 * @UMP_ERROR_PROTOCOL: the answer breaks its protocol, or a size limit
 * @UMP_ERROR_NO_TERMINATOR: the stream ended without its protocol's terminator
 * @UMP_ERROR_INVALID: what the user typed cannot be used; nothing was sent
 * @UMP_ERROR_KEYRING_LOCKED: the keyring is locked
 * @UMP_ERROR_KEYRING_DISMISSED: the user closed the keyring's prompt
 * @UMP_ERROR_KEYRING_ABSENT: there is no such key in the keyring
 * @UMP_ERROR_NO_KEYRING: there is no Secret Service
 * @UMP_ERROR_KEYRING_FAILED: the Secret Service answered with an error of its own
 * @UMP_ERROR_STORE: the database could not be read or written
 * @UMP_ERROR_NEWER_STORE: the database was written by a newer version
 * @UMP_ERROR_BUSY: another process holds the database
 * @UMP_ERROR_NOT_FOUND: there is no such row
 * @UMP_ERROR_FORMAT: a file to be read is not what it should be
 *
 * Errors of the program's domain. The message is a sentence for the user and
 * never holds a key; before the reveal the interface shows its own neutral
 * sentence instead, because messages name models and services.
 */
typedef enum {
  UMP_ERROR_FAILED,
  UMP_ERROR_BAD_KEY,
  UMP_ERROR_NO_MONEY,
  UMP_ERROR_NOT_ALLOWED,
  UMP_ERROR_NO_MODEL,
  UMP_ERROR_TOO_LONG,
  UMP_ERROR_BAD_PARAMETER,
  UMP_ERROR_RATE_LIMIT,
  UMP_ERROR_OVERLOADED,
  UMP_ERROR_NOT_THIS_SERVICE,
  UMP_ERROR_NETWORK,
  UMP_ERROR_TLS,
  UMP_ERROR_PROTOCOL,
  UMP_ERROR_NO_TERMINATOR,
  UMP_ERROR_INVALID,
  UMP_ERROR_KEYRING_LOCKED,
  UMP_ERROR_KEYRING_DISMISSED,
  UMP_ERROR_KEYRING_ABSENT,
  UMP_ERROR_NO_KEYRING,
  UMP_ERROR_KEYRING_FAILED,
  UMP_ERROR_STORE,
  UMP_ERROR_NEWER_STORE,
  UMP_ERROR_BUSY,
  UMP_ERROR_NOT_FOUND,
  UMP_ERROR_FORMAT,
} UmpError;

#define UMP_ERROR (ump_error_quark ())
GQuark ump_error_quark (void);
