/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "ump-db.h"
#include "ump-error.h"
#include "ump-store-unmasked.h"
#include "ump-store.h"
#include "ump-test.h"

typedef struct {
  UmpStore *store;
  UmpBattleRecord *battle;
  guint changes[3];
  GAsyncResult *result;
} Fixture;


static void
changed_cb (UmpStore *store, int topic, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->changes[topic]++;
}


/* A battle of one turn between two practice partners. */
static UmpBattleRecord *
make_battle (const char *prompt)
{
  UmpBattleRecord *battle = ump_battle_record_new ();

  battle->practice = TRUE;
  battle->contenders[UMP_SIDE_A] = ump_contender_new (UMP_PRACTICE_PROVIDER, "alpha");
  battle->contenders[UMP_SIDE_B] = ump_contender_new (UMP_PRACTICE_PROVIDER, "beta");
  battle->conditions = ump_conditions_new ();
  g_ptr_array_add (battle->turns, ump_turn_new (0, prompt));
  return battle;
}


static void
set_up (Fixture *fixture, gconstpointer path)
{
  fixture->store = ump_store_new (path);
  fixture->battle = make_battle ("Why is the sky blue?");
  g_signal_connect (fixture->store, "changed", G_CALLBACK (changed_cb), fixture);
}


static void
tear_down (Fixture *fixture, gconstpointer path)
{
  ump_store_close (fixture->store);
  g_assert_finalize_object (fixture->store);
  ump_battle_record_free (fixture->battle);
}


#define AWAIT(fixture, call, ...) \
  (call##_async (fixture->store, ##__VA_ARGS__, NULL, ump_test_take_result, &fixture->result), \
   ump_test_await (&fixture->result, 10))


static void
test_open_twice (Fixture *fixture, gconstpointer path)
{
  g_autoptr (GAsyncResult) first = AWAIT (fixture, ump_store_open);
  g_autoptr (GAsyncResult) second = AWAIT (fixture, ump_store_open);
  g_autoptr (GError) error = NULL;

  g_assert_true (ump_store_open_finish (fixture->store, first, &error));
  g_assert_no_error (error);
  g_assert_true (ump_store_open_finish (fixture->store, second, &error));
  g_assert_no_error (error);
}


/* Jobs run in the order of the calls, without waiting for each other's result;
 * each change is announced once, in this thread, and not before it holds. */
static void
test_order_and_changes (Fixture *fixture, gconstpointer path)
{
  const UmpTurn *turn = g_ptr_array_index (fixture->battle->turns, 0);
  g_autoptr (UmpResponseRecord) response = ump_response_record_new (UMP_SIDE_B);
  g_autoptr (UmpBattleRecord) loaded = NULL;
  g_autoptr (GAsyncResult) cast = NULL;
  g_autoptr (GAsyncResult) load = NULL;
  g_autoptr (GError) error = NULL;

  ump_store_begin_battle_async (fixture->store, fixture->battle, NULL, NULL, NULL);
  g_free (response->text);
  response->text = g_strdup ("Rayleigh scattering.");
  response->ending = UMP_ENDING_STOP;
  ump_store_save_response_async (fixture->store, fixture->battle->id, turn->id, response, NULL, NULL, NULL);
  /* The store has its own copy. */
  g_free (response->text);
  response->text = g_strdup ("overwritten");
  cast = AWAIT (fixture, ump_store_cast_verdict, fixture->battle->id, UMP_VERDICT_B, fixture->battle->conditions);
  g_assert_true (ump_store_cast_verdict_finish (fixture->store, cast, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->changes[UMP_STORE_BATTLES], ==, 2);
  g_assert_cmpuint (fixture->changes[UMP_STORE_BALLOTS], ==, 1);

  load = AWAIT (fixture, ump_store_load_battle, fixture->battle->id);
  loaded = ump_store_load_battle_finish (fixture->store, load, &error);
  g_assert_no_error (error);
  turn = g_ptr_array_index (loaded->turns, 0);
  g_assert_cmpstr (turn->responses[UMP_SIDE_B]->text, ==, "Rayleigh scattering.");
  g_assert_cmpint (loaded->verdict, ==, UMP_VERDICT_B);
  g_assert_cmpuint (fixture->changes[UMP_STORE_BALLOTS], ==, 1);
}


static void
test_error_of_a_job (Fixture *fixture, gconstpointer path)
{
  g_autoptr (GAsyncResult) result = AWAIT (fixture, ump_store_retract, fixture->battle->id);
  g_autoptr (GError) error = NULL;

  g_assert_false (ump_store_retract_finish (fixture->store, result, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND);
  g_assert_cmpuint (fixture->changes[UMP_STORE_BALLOTS], ==, 0);
}


static void
test_notes (Fixture *fixture, gconstpointer path)
{
  g_autoptr (GAsyncResult) absent = AWAIT (fixture, ump_store_get_note, "draft");
  g_autoptr (GAsyncResult) saved = AWAIT (fixture, ump_store_set_note, "draft", "half a thought");
  g_autoptr (GAsyncResult) present = AWAIT (fixture, ump_store_get_note, "draft");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_null (ump_store_get_note_finish (fixture->store, absent, &error));
  g_assert_no_error (error);
  g_assert_true (ump_store_set_note_finish (fixture->store, saved, &error));
  g_assert_no_error (error);
  text = ump_store_get_note_finish (fixture->store, present, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "half a thought");
}


/* Runs one call and checks that it wrote. */
#define WRITE(fixture, call, ...) G_STMT_START { \
    g_autoptr (GAsyncResult) result_ = AWAIT (fixture, call, ##__VA_ARGS__); \
    g_autoptr (GError) error_ = NULL; \
    g_assert_true (call##_finish (fixture->store, result_, &error_)); \
    g_assert_no_error (error_); \
  } G_STMT_END


static guint
count_and_free (GPtrArray *rows)
{
  guint n;

  g_assert_nonnull (rows);
  n = rows->len;
  g_ptr_array_unref (rows);
  return n;
}


/* Each remaining call reaches its own function and announces its own topic. */
static void
test_accounts (Fixture *fixture, gconstpointer path)
{
  g_autoptr (UmpProvider) provider = ump_provider_new ("Home", "ollama", "http://127.0.0.1:11434");
  g_autoptr (UmpContender) contender = ump_contender_new (provider->id, "llama3.2");
  g_autoptr (GAsyncResult) providers = NULL;
  g_autoptr (GAsyncResult) newest = NULL;
  g_autoptr (GAsyncResult) all = NULL;

  WRITE (fixture, ump_store_save_provider, provider);
  WRITE (fixture, ump_store_add_contenders, &contender, 1);
  g_assert_cmpuint (fixture->changes[UMP_STORE_PROVIDERS], ==, 2);
  providers = AWAIT (fixture, ump_store_load_providers);
  g_assert_cmpuint (count_and_free (ump_store_load_providers_finish (fixture->store, providers, NULL)), ==, 1);
  newest = AWAIT (fixture, ump_store_load_contenders, FALSE);
  g_assert_cmpuint (count_and_free (ump_store_load_contenders_finish (fixture->store, newest, NULL)), ==, 1);
  WRITE (fixture, ump_store_remove_provider, provider->id);
  all = AWAIT (fixture, ump_store_load_contenders, TRUE);
  g_assert_cmpuint (count_and_free (ump_store_load_contenders_finish (fixture->store, all, NULL)), ==, 1);
  g_clear_object (&newest);
  newest = AWAIT (fixture, ump_store_load_contenders, FALSE);
  g_assert_cmpuint (count_and_free (ump_store_load_contenders_finish (fixture->store, newest, NULL)), ==, 0);
  g_assert_cmpuint (fixture->changes[UMP_STORE_PROVIDERS], ==, 3);
  g_assert_cmpuint (fixture->changes[UMP_STORE_BATTLES] + fixture->changes[UMP_STORE_BALLOTS], ==, 0);
}


static void
test_battles (Fixture *fixture, gconstpointer path)
{
  const char *id = fixture->battle->id;
  g_autoptr (UmpBattleRecord) other = make_battle ("Another");
  g_autoptr (UmpTurn) turn = ump_turn_new (1, "Really?");
  g_autoptr (GAsyncResult) load = NULL;
  g_autoptr (GAsyncResult) unmasked = NULL;
  g_autoptr (GAsyncResult) ballots = NULL;
  g_autoptr (GAsyncResult) list = NULL;
  g_autoptr (UmpBattleRecord) masked = NULL;
  g_autoptr (UmpBattleRecord) known = NULL;

  WRITE (fixture, ump_store_begin_battle, fixture->battle);
  WRITE (fixture, ump_store_begin_battle, other);
  WRITE (fixture, ump_store_add_turn, id, turn);
  g_assert_cmpuint (fixture->changes[UMP_STORE_BATTLES], ==, 3);
  load = AWAIT (fixture, ump_store_load_battle, id);
  masked = ump_store_load_battle_finish (fixture->store, load, NULL);
  g_assert_cmpuint (masked->turns->len, ==, 2);
  g_assert_null (masked->contenders[UMP_SIDE_A]);
  unmasked = AWAIT (fixture, ump_store_load_unmasked, id);
  known = ump_store_load_unmasked_finish (fixture->store, unmasked, NULL);
  g_assert_cmpstr (known->contenders[UMP_SIDE_A]->model, ==, "alpha");

  WRITE (fixture, ump_store_end_battle, other->id, UMP_BATTLE_SKIPPED, NULL);
  g_assert_cmpuint (fixture->changes[UMP_STORE_BATTLES], ==, 4);
  WRITE (fixture, ump_store_cast_verdict, id, UMP_VERDICT_TIE, NULL);
  WRITE (fixture, ump_store_set_category, id, "coding");
  ballots = AWAIT (fixture, ump_store_load_ballots, TRUE);
  g_assert_cmpuint (count_and_free (ump_store_load_ballots_finish (fixture->store, ballots, NULL)), ==, 1);
  WRITE (fixture, ump_store_retract, id);
  g_clear_object (&ballots);
  ballots = AWAIT (fixture, ump_store_load_ballots, TRUE);
  g_assert_cmpuint (count_and_free (ump_store_load_ballots_finish (fixture->store, ballots, NULL)), ==, 0);
  list = AWAIT (fixture, ump_store_list_battles, "another", NULL, 10);
  g_assert_cmpuint (count_and_free (ump_store_list_battles_finish (fixture->store, list, NULL)), ==, 1);
  WRITE (fixture, ump_store_delete_battle, id);
  g_clear_object (&list);
  list = AWAIT (fixture, ump_store_list_battles, NULL, NULL, 0);
  g_assert_cmpuint (count_and_free (ump_store_list_battles_finish (fixture->store, list, NULL)), ==, 1);
  g_assert_cmpuint (fixture->changes[UMP_STORE_BALLOTS], ==, 4);
}


/* May run in the store's own thread. */
static void
store_gone_cb (gpointer data, GObject *former)
{
  g_atomic_int_set ((int *) data, TRUE);
  g_main_context_wakeup (NULL);
}


static gboolean
is_gone (gpointer data)
{
  return g_atomic_int_get ((int *) data);
}


/* The last reference may go while jobs are under way. */
static void
test_dropped_with_work (void)
{
  int gone = FALSE;
  g_autoptr (UmpBattleRecord) battle = make_battle ("Dropped");
  UmpStore *store = ump_store_new (":memory:");
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  ump_store_begin_battle_async (store, battle, NULL, ump_test_take_result, &slot);
  g_object_weak_ref (G_OBJECT (store), store_gone_cb, &gone);
  g_object_unref (store);
  result = ump_test_await (&slot, 10);
  g_assert_false (is_gone (&gone));
  g_assert_true (ump_store_begin_battle_finish (store, result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  ump_test_wait_until (is_gone, &gone, 10);
}


/* Cancelled before its turn: not written. */
/* Whoever cancels a reading may free what its callback would touch, so it has
 * to hear of that even where the reading is done already. */
static void
test_cancelled_reading (Fixture *fixture, gconstpointer path)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  ump_store_get_note_async (fixture->store, "draft", cancellable, ump_test_take_result, &fixture->result);
  /* Done by now; nobody has been told. */
  ump_store_close (fixture->store);
  g_cancellable_cancel (cancellable);
  result = ump_test_await (&fixture->result, 10);
  g_assert_null (ump_store_get_note_finish (fixture->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}


static void
test_cancelled_is_not_written (Fixture *fixture, gconstpointer path)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) list = NULL;
  g_autoptr (GPtrArray) battles = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  ump_store_begin_battle_async (fixture->store, fixture->battle, cancellable, ump_test_take_result, &fixture->result);
  result = ump_test_await (&fixture->result, 10);
  g_assert_false (ump_store_begin_battle_finish (fixture->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  list = AWAIT (fixture, ump_store_list_battles, NULL, NULL, 0);
  battles = ump_store_list_battles_finish (fixture->store, list, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (battles->len, ==, 0);
}


/* Closing waits for what was asked for; what comes later is refused. */
static void
test_close_finishes_work (void)
{
  g_autofree char *folder = ump_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "a", "b", "umpire.db", NULL);
  Fixture fixture = { NULL };
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GAsyncResult) list = NULL;
  g_autoptr (GPtrArray) battles = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, path);
  ump_store_begin_battle_async (fixture.store, fixture.battle, NULL, NULL, NULL);
  ump_store_close (fixture.store);
  late = AWAIT ((&fixture), ump_store_load_ballots, TRUE);
  g_assert_null (ump_store_load_ballots_finish (fixture.store, late, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_STORE);
  g_clear_error (&error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&late);
  tear_down (&fixture, NULL);

  set_up (&fixture, path);
  list = AWAIT ((&fixture), ump_store_list_battles, NULL, NULL, 0);
  battles = ump_store_list_battles_finish (fixture.store, list, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (battles->len, ==, 1);
  g_clear_object (&list);
  tear_down (&fixture, NULL);
  ump_test_remove_folder (folder);
}


/* Another program has changed something: said once, at the next occasion. */
static void
test_foreign_changes (void)
{
  g_autofree char *folder = ump_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "umpire.db", NULL);
  g_autoptr (UmpBattleRecord) battle = make_battle ("From elsewhere");
  g_autoptr (UmpDb) other = NULL;
  Fixture fixture = { NULL };

  set_up (&fixture, path);
  WRITE ((&fixture), ump_store_open);
  g_assert_cmpuint (fixture.changes[UMP_STORE_BATTLES], ==, 0);
  other = ump_db_open (path, NULL);
  g_assert_true (ump_db_begin_battle (other, battle, NULL));
  for (int i = 0; i < 2; i++) {
    WRITE ((&fixture), ump_store_set_note, "draft", "x");
    g_assert_cmpuint (fixture.changes[UMP_STORE_PROVIDERS], ==, 1);
    g_assert_cmpuint (fixture.changes[UMP_STORE_BATTLES], ==, 1);
    g_assert_cmpuint (fixture.changes[UMP_STORE_BALLOTS], ==, 1);
  }
  g_clear_pointer (&other, ump_db_close);
  tear_down (&fixture, NULL);
  ump_test_remove_folder (folder);
}


/* Every job fails with the reason, and after it is gone the same store works. */
static void
test_reopen_after_failure (void)
{
  g_autofree char *folder = ump_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "umpire.db", NULL);
  Fixture fixture = { NULL };
  g_autoptr (GAsyncResult) failed = NULL;
  g_autoptr (GAsyncResult) reopened = NULL;
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (GError) error = NULL;

  /* A folder where the file should be. */
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  set_up (&fixture, path);
  failed = AWAIT ((&fixture), ump_store_begin_battle, fixture.battle);
  g_assert_false (ump_store_begin_battle_finish (fixture.store, failed, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);
  g_assert_cmpint (g_rmdir (path), ==, 0);
  reopened = AWAIT ((&fixture), ump_store_open);
  g_assert_true (ump_store_open_finish (fixture.store, reopened, &error));
  g_assert_no_error (error);
  begun = AWAIT ((&fixture), ump_store_begin_battle, fixture.battle);
  g_assert_true (ump_store_begin_battle_finish (fixture.store, begun, &error));
  g_assert_no_error (error);
  g_clear_object (&failed);
  g_clear_object (&reopened);
  g_clear_object (&begun);
  tear_down (&fixture, NULL);
  ump_test_remove_folder (folder);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, ":memory:", set_up, func, tear_down)
  ADD ("/store/open-twice", test_open_twice);
  ADD ("/store/order-and-changes", test_order_and_changes);
  ADD ("/store/error-of-a-job", test_error_of_a_job);
  ADD ("/store/notes", test_notes);
  ADD ("/store/accounts", test_accounts);
  ADD ("/store/battles", test_battles);
  g_test_add_func ("/store/dropped-with-work", test_dropped_with_work);
  ADD ("/store/cancelled-reading", test_cancelled_reading);
  ADD ("/store/cancelled-is-not-written", test_cancelled_is_not_written);
  g_test_add_func ("/store/close-finishes-work", test_close_finishes_work);
  g_test_add_func ("/store/foreign-changes", test_foreign_changes);
  g_test_add_func ("/store/reopen-after-failure", test_reopen_after_failure);
  return g_test_run ();
}
