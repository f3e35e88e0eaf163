/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "ump-error.h"
#include "ump-keyring.h"
#include "ump-test.h"

#define KEY "sk-test-0123456789"
#define PROVIDER "0123456789abcdef0123456789abcdef"

/* run-keyring.sh starts this with the bus and the keyring that the case needs. */


static gboolean
store (UmpKeyring *keyring, const char *key, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  ump_keyring_store_async (keyring, PROVIDER, "Umpire test", key, NULL, ump_test_take_result, &slot);
  result = ump_test_await (&slot, 20);
  if (!ump_keyring_store_finish (keyring, result, error)) {
    g_test_message ("%s", (*error)->message);
    return FALSE;
  }
  return TRUE;
}


static char *
lookup (UmpKeyring *keyring, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  ump_keyring_lookup_async (keyring, PROVIDER, NULL, ump_test_take_result, &slot);
  result = ump_test_await (&slot, 20);
  return ump_keyring_lookup_finish (keyring, result, error);
}


static gboolean
has_key (UmpKeyring *keyring, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  ump_keyring_has_key_async (keyring, PROVIDER, NULL, ump_test_take_result, &slot);
  result = ump_test_await (&slot, 20);
  return ump_keyring_has_key_finish (keyring, result, error);
}


static gboolean
clear (UmpKeyring *keyring, GError **error)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  ump_keyring_clear_async (keyring, PROVIDER, NULL, ump_test_take_result, &slot);
  result = ump_test_await (&slot, 20);
  return ump_keyring_clear_finish (keyring, result, error);
}


static void
test_round_trip (void)
{
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();
  g_autoptr (GError) error = NULL;
  char *key;

  store (keyring, "an older key", &error);
  g_assert_no_error (error);
  store (keyring, KEY, &error);
  g_assert_no_error (error);
  key = lookup (keyring, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, KEY);
  ump_keyring_free_key (key);
  g_assert_true (has_key (keyring, &error));
  g_assert_no_error (error);

  g_assert_true (clear (keyring, &error));
  g_assert_no_error (error);
  g_assert_false (has_key (keyring, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_KEYRING_ABSENT);
  g_clear_error (&error);
  g_assert_null (lookup (keyring, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_KEYRING_ABSENT);
  g_clear_error (&error);
  /* Nothing to clear is no error. */
  g_assert_true (clear (keyring, &error));
  g_assert_no_error (error);
}


static void
test_store_only (void)
{
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (store (keyring, KEY, &error));
  g_assert_no_error (error);
}


/* The session key covers the keyring's and is forgotten when one is stored. */
static void
test_session_covers (void)
{
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();
  g_autoptr (GError) error = NULL;
  char *key;

  g_assert_true (store (keyring, KEY, &error));
  ump_keyring_set_session_key (keyring, PROVIDER, "for now");
  key = lookup (keyring, &error);
  g_assert_cmpstr (key, ==, "for now");
  ump_keyring_free_key (key);
  g_assert_true (store (keyring, KEY, &error));
  g_assert_false (ump_keyring_has_session_key (keyring, PROVIDER));
  key = lookup (keyring, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, KEY);
  ump_keyring_free_key (key);
}


static void
expect_failure (int code)
{
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (lookup (keyring, &error));
  g_assert_error (error, UMP_ERROR, code);
  g_assert_null (strstr (error->message, KEY));
  g_clear_error (&error);
  g_assert_false (store (keyring, KEY, &error));
  g_assert_error (error, UMP_ERROR, code);
}


/* A locked item that was not unlocked must not be taken for an absent one, or
 * the user would be asked for a key that is there. */
static void
test_locked (void)
{
  expect_failure (UMP_ERROR_KEYRING_LOCKED);
}


static void
test_dismissed (void)
{
  expect_failure (UMP_ERROR_KEYRING_DISMISSED);
}


static void
test_no_service (void)
{
  expect_failure (UMP_ERROR_NO_KEYRING);
}


/* Without any service a key for this session is all there is. */
static void
test_session_only (void)
{
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();
  g_autoptr (GError) error = NULL;
  char *key;

  ump_keyring_set_session_key (keyring, PROVIDER, KEY);
  g_assert_true (ump_keyring_has_session_key (keyring, PROVIDER));
  key = lookup (keyring, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, KEY);
  ump_keyring_free_key (key);
  ump_keyring_set_session_key (keyring, PROVIDER, NULL);
  g_assert_false (ump_keyring_has_session_key (keyring, PROVIDER));
}


static void
test_unanswered_prompt (void)
{
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  ump_keyring_lookup_async (keyring, PROVIDER, cancellable, ump_test_take_result, &slot);
  for (guint i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  result = ump_test_await (&slot, 5);
  g_assert_null (ump_keyring_lookup_finish (keyring, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}


int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*func) (void);
  } cases[] = {
    { "round-trip", test_round_trip },
    { "store-only", test_store_only },
    { "session-covers", test_session_covers },
    { "locked", test_locked },
    { "dismissed", test_dismissed },
    { "no-service", test_no_service },
    { "session-only", test_session_only },
    { "unanswered-prompt", test_unanswered_prompt },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (argc > 1 && g_str_equal (argv[1], cases[i].name)) {
      cases[i].func ();
      printf ("ok %s\n", cases[i].name);
      return 0;
    }
  return 2;
}
