/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-db.h"
#include "ump-error.h"
#include "ump-test.h"

typedef struct {
  UmpDb *db;
} Fixture;


static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->db = ump_db_open (":memory:", &error);
  g_assert_no_error (error);
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ump_db_close (fixture->db);
}


static void
test_providers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpProvider) provider = ump_provider_new ("Home", "ollama", "http://127.0.0.1:11434");
  g_autoptr (UmpContender) contender = ump_contender_new (provider->id, "llama3.2");
  UmpContender *contenders[] = { contender };
  g_autoptr (GPtrArray) none = ump_db_load_providers (fixture->db, NULL);
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) present = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  const UmpProvider *loaded;

  /* The practice partners' provider is built in, not the user's. */
  g_assert_cmpuint (none->len, ==, 0);
  provider->keyless = TRUE;
  provider->slots = 1;
  g_assert_true (ump_db_save_provider (fixture->db, provider, &error));
  g_free (provider->name);
  provider->name = g_strdup ("At home");
  provider->allow_http = TRUE;
  g_assert_true (ump_db_save_provider (fixture->db, provider, &error));
  g_assert_true (ump_db_add_contenders (fixture->db, contenders, 1, &error));
  g_assert_no_error (error);

  one = ump_db_load_providers (fixture->db, &error);
  g_assert_cmpuint (one->len, ==, 1);
  loaded = g_ptr_array_index (one, 0);
  g_assert_cmpstr (loaded->id, ==, provider->id);
  g_assert_cmpstr (loaded->name, ==, "At home");
  g_assert_cmpstr (loaded->service, ==, "ollama");
  g_assert_cmpstr (loaded->base_url, ==, "http://127.0.0.1:11434");
  g_assert_true (loaded->keyless);
  g_assert_true (loaded->allow_http);
  g_assert_cmpuint (loaded->slots, ==, 1);
  g_assert_cmpint (loaded->created_at, ==, provider->created_at);

  g_assert_true (ump_db_remove_provider (fixture->db, provider->id, &error));
  g_assert_no_error (error);
  after = ump_db_load_providers (fixture->db, &error);
  g_assert_cmpuint (after->len, ==, 0);
  present = ump_db_load_contenders (fixture->db, FALSE, &error);
  g_assert_cmpuint (present->len, ==, 0);
  all = ump_db_load_contenders (fixture->db, TRUE, &error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_false (((UmpContender *) g_ptr_array_index (all, 0))->enabled);
  g_assert_cmpstr (((UmpContender *) g_ptr_array_index (all, 0))->provider_name, ==, "At home");

  g_assert_false (ump_db_remove_provider (fixture->db, "nobody", &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (ump_db_remove_provider (fixture->db, UMP_PRACTICE_PROVIDER, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND);
}


static void
test_contenders (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpContender) first = ump_contender_new (UMP_PRACTICE_PROVIDER, "eliza");
  g_autoptr (UmpContender) second = NULL;
  g_autoptr (GPtrArray) newest = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  UmpContender *list[2];
  const UmpContender *loaded;

  first->temperature = 0.7;
  first->seed = 42;
  first->system_prompt = g_strdup ("Be brief.");
  first->price_in = 2.5;
  first->price_typed = TRUE;
  first->parameters = g_strdup ("seed top_p");
  second = ump_contender_copy (first);
  g_free (second->id);
  second->id = g_strdup ("00000000000000000000000000000002");
  second->version = 2;
  second->temperature = 1;
  list[0] = first;
  list[1] = second;
  g_assert_true (ump_db_add_contenders (fixture->db, list, 2, &error));
  g_assert_no_error (error);

  newest = ump_db_load_contenders (fixture->db, FALSE, &error);
  g_assert_cmpuint (newest->len, ==, 1);
  loaded = g_ptr_array_index (newest, 0);
  g_assert_cmpstr (loaded->id, ==, second->id);
  g_assert_cmpstr (loaded->lineage, ==, first->id);
  g_assert_cmpuint (loaded->version, ==, 2);
  g_assert_cmpstr (loaded->system_prompt, ==, "Be brief.");
  g_assert_cmpfloat (loaded->temperature, ==, 1);
  g_assert_true (isnan (loaded->top_p));
  g_assert_true (isnan (loaded->price_out));
  g_assert_cmpfloat (loaded->price_in, ==, 2.5);
  g_assert_true (loaded->price_typed);
  g_assert_cmpstr (loaded->parameters, ==, "seed top_p");
  g_assert_cmpint (loaded->seed, ==, 42);
  g_assert_null (loaded->label);
  g_assert_cmpstr (loaded->service, ==, "practice");

  /* Of a known id nothing is taken. */
  first->temperature = 2;
  first->enabled = FALSE;
  g_assert_true (ump_db_add_contenders (fixture->db, list, 1, &error));
  all = ump_db_load_contenders (fixture->db, TRUE, &error);
  g_assert_cmpuint (all->len, ==, 2);
  loaded = g_ptr_array_index (all, 0);
  g_assert_cmpstr (loaded->id, ==, first->id);
  g_assert_cmpfloat (loaded->temperature, ==, 0.7);
  g_assert_true (loaded->enabled);
}


static UmpContender *
load_contender (Fixture *fixture, const char *id)
{
  g_autoptr (GPtrArray) all = ump_db_load_contenders (fixture->db, TRUE, NULL);

  for (guint i = 0; i < all->len; i++)
    if (g_str_equal (((UmpContender *) g_ptr_array_index (all, i))->id, id))
      return ump_contender_copy (g_ptr_array_index (all, i));
  g_assert_not_reached ();
}


/* Who sets one fact from an old copy leaves the others as they are. */
static void
test_one_fact (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpContender) stale = ump_contender_new (UMP_PRACTICE_PROVIDER, "m");
  g_autoptr (UmpContender) sealed = ump_contender_copy (stale);
  g_autoptr (UmpContender) loaded = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (ump_db_add_contenders (fixture->db, &stale, 1, &error));
  sealed->sealed = TRUE;
  sealed->codename = g_strdup ("Heron");
  g_assert_true (ump_db_set_contenders (fixture->db, UMP_CONTENDER_SEAL, &sealed, 1, &error));
  stale->enabled = FALSE;
  g_assert_true (ump_db_set_contenders (fixture->db, UMP_CONTENDER_ENABLED, &stale, 1, &error));
  stale->price_in = 3;
  g_assert_true (ump_db_set_contenders (fixture->db, UMP_CONTENDER_PRICES, &stale, 1, &error));
  sealed->parameters = g_strdup ("top_p");
  g_assert_true (ump_db_set_contenders (fixture->db, UMP_CONTENDER_PARAMETERS, &sealed, 1, &error));
  g_assert_true (ump_db_retire_model (fixture->db, UMP_PRACTICE_PROVIDER, "m", &error));
  g_assert_no_error (error);
  loaded = load_contender (fixture, stale->id);
  g_assert_true (loaded->sealed);
  g_assert_cmpstr (loaded->codename, ==, "Heron");
  g_assert_false (loaded->enabled);
  g_assert_cmpfloat (loaded->price_in, ==, 3);
  g_assert_cmpstr (loaded->parameters, ==, "top_p");
  g_assert_true (loaded->retired);
}


/* A new name is not a new contender, and all its versions bear it. */
static void
test_label (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpContender) first = ump_contender_new (UMP_PRACTICE_PROVIDER, "m");
  g_autoptr (UmpContender) second = ump_contender_copy (first);
  g_autoptr (UmpContender) loaded = NULL;
  g_autoptr (UmpContender) renamed = NULL;

  g_free (second->id);
  second->id = g_strdup ("00000000000000000000000000000002");
  second->version = 2;
  second->label = g_strdup ("Terse");
  g_assert_true (ump_db_add_contenders (fixture->db, &first, 1, NULL));
  g_assert_true (ump_db_add_contenders (fixture->db, &second, 1, NULL));
  loaded = load_contender (fixture, first->id);
  g_assert_cmpstr (loaded->label, ==, "Terse");
  g_clear_pointer (&second->label, g_free);
  g_assert_true (ump_db_set_contenders (fixture->db, UMP_CONTENDER_LABEL, &second, 1, NULL));
  renamed = load_contender (fixture, first->id);
  g_assert_null (renamed->label);
}


/* Retired is what was listed and is not any more. */
static void
test_listed (Fixture *fixture, gconstpointer data)
{
  static const char *const with[] = { "other", "m", NULL };
  static const char *const without[] = { "other", NULL };
  g_autoptr (UmpContender) listed = ump_contender_new (UMP_PRACTICE_PROVIDER, "m");
  g_autoptr (UmpContender) typed = ump_contender_new (UMP_PRACTICE_PROVIDER, "typed-by-hand");
  UmpContender *list[] = { listed, typed };
  const struct {
    const char *const *models;
    gboolean retired;
  } steps[] = { { without, FALSE }, { with, FALSE }, { without, TRUE }, { with, FALSE } };

  g_assert_true (ump_db_add_contenders (fixture->db, list, 2, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (UmpContender) first = NULL;
    g_autoptr (UmpContender) second = NULL;

    g_assert_true (ump_db_set_listed (fixture->db, UMP_PRACTICE_PROVIDER, steps[i].models, NULL));
    first = load_contender (fixture, listed->id);
    second = load_contender (fixture, typed->id);
    g_assert_cmpint (first->retired, ==, steps[i].retired);
    g_assert_cmpint (first->listed, ==, i > 0);
    g_assert_false (second->retired);
    g_assert_false (second->listed);
  }
}


/* All or none: the second one's provider does not exist. */
static void
test_contenders_together (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpContender) good = ump_contender_new (UMP_PRACTICE_PROVIDER, "m");
  g_autoptr (UmpContender) bad = ump_contender_new ("nobody", "m");
  UmpContender *list[] = { good, bad };
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (ump_db_add_contenders (fixture->db, list, 2, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND);
  all = ump_db_load_contenders (fixture->db, TRUE, NULL);
  g_assert_cmpuint (all->len, ==, 0);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/accounts/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("providers", test_providers);
  ADD ("contenders", test_contenders);
  ADD ("one-fact", test_one_fact);
  ADD ("label", test_label);
  ADD ("listed", test_listed);
  ADD ("contenders-together", test_contenders_together);
  return g_test_run ();
}
