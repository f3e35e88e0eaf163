/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the preferences decide without a window. */
#include "config.h"

#include <math.h>

#include "ump-codenames.h"
#include "ump-contender-fields.h"
#include "ump-error.h"
#include "ump-key-error.h"
#include "ump-ui-test.h"


static void
test_numbers (void)
{
  static const struct {
    const char *typed;
    gboolean right;
    double number;
  } cases[] = {
    { "", TRUE, NAN }, { "  ", TRUE, NAN }, { "0.7", TRUE, 0.7 }, { " 0,7 ", TRUE, 0.7 }, { "2", TRUE, 2 },
    { "2.1", FALSE, NAN }, { "-1", FALSE, NAN }, { "nan", FALSE, NAN }, { "inf", FALSE, NAN }, { "0.7x", FALSE, NAN }, { "1,2,3", FALSE, NAN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    double number = 1;

    g_assert_cmpint (ump_contender_fields_parse_number (cases[i].typed, 0, 2, &number, &error), ==, cases[i].right);
    g_assert_cmpint (error == NULL, ==, cases[i].right);
    if (isnan (cases[i].number))
      g_assert_true (isnan (number));
    else
      g_assert_cmpfloat (number, ==, cases[i].number);
  }
}


static void
test_integers (void)
{
  gint64 number;

  g_assert_true (ump_contender_fields_parse_integer (" 42 ", 1, 100, 0, &number, NULL));
  g_assert_cmpint (number, ==, 42);
  g_assert_true (ump_contender_fields_parse_integer ("", 1, 100, -1, &number, NULL));
  g_assert_cmpint (number, ==, -1);
  g_assert_false (ump_contender_fields_parse_integer ("101", 1, 100, -1, &number, NULL));
  g_assert_false (ump_contender_fields_parse_integer ("4.5", 1, 100, -1, &number, NULL));
  g_assert_false (ump_contender_fields_parse_integer ("many", 1, 100, -1, &number, NULL));
}


static void
test_json (void)
{
  g_autofree char *brackets = g_strnfill (200000, '[');

  g_assert_true (ump_contender_fields_check_json ("", NULL));
  g_assert_true (ump_contender_fields_check_json (" {\"top_k\": 40} ", NULL));
  g_assert_false (ump_contender_fields_check_json ("[1]", NULL));
  g_assert_false (ump_contender_fields_check_json ("{", NULL));
  g_assert_false (ump_contender_fields_check_json ("top_k = 40", NULL));
  /* What the request would not take is not taken here either. */
  g_assert_false (ump_contender_fields_check_json ("{'top_k': 40}", NULL));
  g_assert_false (ump_contender_fields_check_json ("{/* few */ \"top_k\": 40}", NULL));
  g_assert_false (ump_contender_fields_check_json (brackets, NULL));
}


static guint32
always_first (guint32 bound)
{
  return 0;
}


static void
test_codenames (void)
{
  g_autoptr (GPtrArray) contenders = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_contender_free);
  g_autoptr (GPtrArray) taken = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  /* More than there are words. */
  for (guint i = 0; i < 150; i++)
    g_ptr_array_add (contenders, ump_contender_new ("p", "m"));
  ump_codenames_seal (contenders, taken, always_first);
  for (guint i = 0; i < contenders->len; i++) {
    const UmpContender *contender = g_ptr_array_index (contenders, i);

    g_assert_true (contender->sealed);
    g_assert_true (g_hash_table_add (seen, contender->codename));
  }
}


/* The five ways in which a keyring fails each have a sentence of their own. */
static void
test_key_errors (void)
{
  static const int codes[] = { UMP_ERROR_KEYRING_LOCKED, UMP_ERROR_KEYRING_DISMISSED, UMP_ERROR_KEYRING_ABSENT, UMP_ERROR_NO_KEYRING, UMP_ERROR_KEYRING_FAILED };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_autoptr (GError) other = g_error_new_literal (UMP_ERROR, UMP_ERROR_STORE, "The disk is full.");

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autofree char *raw = g_strdup_printf ("raw %" G_GSIZE_FORMAT, i);
    GError *error = g_error_new_literal (UMP_ERROR, codes[i], raw);

    g_ptr_array_add (errors, error);

    g_assert_true (ump_key_error_is_keyring (error));
    g_assert_true (g_hash_table_add (seen, (gpointer) ump_key_error_get_heading (error)));
    g_assert_true (g_hash_table_add (seen, (gpointer) ump_key_error_get_sentence (error)));
  }
  g_assert_false (ump_key_error_is_keyring (other));
  g_assert_cmpstr (ump_key_error_get_sentence (other), ==, "The disk is full.");
}


int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preference-fields/numbers", test_numbers);
  g_test_add_func ("/preference-fields/integers", test_integers);
  g_test_add_func ("/preference-fields/json", test_json);
  g_test_add_func ("/preference-fields/codenames", test_codenames);
  g_test_add_func ("/preference-fields/key-errors", test_key_errors);
  return g_test_run ();
}
