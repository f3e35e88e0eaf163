/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-preferences-test.h"

/* What a provider's list of models does to the contenders that exist. */


static void
push_list (UmpPreferencesTest *fixture, const char *entries)
{
  UmpTestReply *reply = ump_test_reply_new (200, "application/json");
  g_autofree char *body = g_strdup_printf ("{\"data\":[%s]}", entries);

  ump_test_reply_send (reply, body);
  ump_test_reply_end (reply);
  ump_test_server_push (fixture->server, reply);
}


static UmpContender *
add_contender (UmpPreferencesTest *fixture, const UmpProvider *provider, const char *model, double price, gboolean typed)
{
  UmpContender *contender = ump_contender_new (provider->id, model);
  g_autoptr (GError) error = NULL;

  contender->price_in = price;
  contender->price_out = price;
  contender->price_typed = typed;
  g_assert_true (ump_db_add_contenders (fixture->db, &contender, 1, &error));
  return contender;
}


static UmpProvider *
add_provider (UmpPreferencesTest *fixture)
{
  UmpProvider *provider = ump_provider_new ("Router", "openrouter", ump_test_server_get_url (fixture->server));

  provider->keyless = TRUE;
  g_assert_true (ump_db_save_provider (fixture->db, provider, NULL));
  return provider;
}


static void
open_models (UmpPreferencesTest *fixture)
{
  ump_preferences_test_open_window (fixture);
  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "Router");
  ump_ui_activate_row (ump_preferences_test_find_row (fixture->window, "Router"));
  ump_ui_activate_row (ump_preferences_test_find_row (fixture->window, "_Models"));
}


static void
contenders_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GPtrArray **contenders = user_data;

  *contenders = ump_store_load_contenders_finish (UMP_STORE (source), result, NULL);
}


static gboolean
has_pointer (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}


static UmpContender *
load (UmpPreferencesTest *fixture, const char *id)
{
  g_autoptr (GPtrArray) contenders = NULL;

  ump_store_load_contenders_async (fixture->store, FALSE, NULL, contenders_loaded_cb, &contenders);
  ump_test_wait_until (has_pointer, &contenders, 10);
  for (guint i = 0; i < contenders->len; i++)
    if (g_str_equal (((UmpContender *) g_ptr_array_index (contenders, i))->id, id))
      return ump_contender_copy (g_ptr_array_index (contenders, i));
  g_assert_not_reached ();
}


static GtkWidget *
find_tooltip (GtkWidget *window, const char *tooltip)
{
  for (guint i = 0;; i++) {
    GtkWidget *button = ump_ui_find_type (window, GTK_TYPE_BUTTON, i);

    if (g_strcmp0 (gtk_widget_get_tooltip_text (button), tooltip) == 0)
      return button;
  }
}


/* Prices follow the list, but for those that the user typed. */
static void
test_prices (UmpPreferencesTest *fixture, gconstpointer data)
{
  g_autoptr (UmpProvider) provider = add_provider (fixture);
  g_autoptr (UmpContender) old = add_contender (fixture, provider, "m/old", 1, FALSE);
  g_autoptr (UmpContender) typed = add_contender (fixture, provider, "m/typed", 1, TRUE);
  g_autoptr (UmpContender) silent = add_contender (fixture, provider, "m/silent", 1, FALSE);
  g_autoptr (UmpContender) loaded = NULL;
  /* Digits are grouped as the locale says, and C libraries differ about C.UTF-8. */
  g_autofree char *details = g_strdup_printf ("Old · $2.00 in, $3.00 out per million tokens · %'d tokens of context", 131072);

  push_list (fixture,
             "{\"id\":\"m/old\",\"name\":\"Old\",\"context_length\":131072,\"pricing\":{\"prompt\":\"0.000002\",\"completion\":\"0.000003\"},\"supported_parameters\":[\"seed\",\"top_p\"]},"
             "{\"id\":\"m/typed\",\"pricing\":{\"prompt\":\"0.000002\",\"completion\":\"0.000003\"}},"
             "{\"id\":\"m/silent\"}");
  open_models (fixture);
  ump_ui_wait_text (fixture->window, details);
  ump_ui_shoot (fixture->window, "models-prices");
  loaded = load (fixture, old->id);
  g_assert_cmpfloat_with_epsilon (loaded->price_in, 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (loaded->price_out, 3, 1e-9);
  g_assert_cmpstr (loaded->parameters, ==, "seed top_p");
  g_clear_pointer (&loaded, ump_contender_free);
  loaded = load (fixture, typed->id);
  g_assert_cmpfloat (loaded->price_in, ==, 1);
  g_assert_true (loaded->price_typed);
  g_clear_pointer (&loaded, ump_contender_free);
  loaded = load (fixture, silent->id);
  g_assert_cmpfloat (loaded->price_in, ==, 1);
  g_assert_null (loaded->parameters);
}


/* A price that is typed is the user's, until it is taken out again. */
static void
test_typed_price (UmpPreferencesTest *fixture, gconstpointer data)
{
  static const struct {
    const char *typed;
    gboolean is_typed;
  } steps[] = { { "4", TRUE }, { "", FALSE } };
  g_autoptr (UmpProvider) provider = add_provider (fixture);
  g_autoptr (UmpContender) contender = add_contender (fixture, provider, "m/x", NAN, FALSE);

  ump_preferences_test_open_window (fixture);
  ump_preferences_test_show_view (fixture, "contenders");
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (UmpContender) loaded = NULL;

    ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "m/x");
    ump_ui_activate_row (ump_preferences_test_find_row (fixture->window, "m/x"));
    ump_ui_settle (fixture->window);
    ump_preferences_test_type_into (fixture->window, "For a million input tokens", steps[i].typed);
    ump_ui_click (fixture->window, "_Save");
    ump_ui_settle (fixture->window);
    loaded = load (fixture, contender->id);
    g_assert_true (loaded->price_typed == steps[i].is_typed);
  }
}


/* What was typed by hand is no less there because a list does not name it;
 * what a list has named and names no more is retired, and comes back with it. */
static void
test_typed_model_stays (UmpPreferencesTest *fixture, gconstpointer data)
{
  g_autoptr (UmpProvider) provider = add_provider (fixture);
  g_autoptr (UmpContender) typed = add_contender (fixture, provider, "m/by-hand", NAN, FALSE);
  g_autoptr (UmpContender) listed = add_contender (fixture, provider, "m/listed", NAN, FALSE);
  static const char *const first[] = { "m/listed", "m/other", NULL };
  UmpContender *loaded;
  GtkWidget *refresh;

  g_assert_true (ump_db_set_listed (fixture->db, provider->id, first, NULL));
  push_list (fixture, "{\"id\":\"m/other\"}");
  push_list (fixture, "{\"id\":\"m/listed\"}");
  open_models (fixture);
  ump_ui_wait_text (fixture->window, "1 contender is retired: the service no longer lists its model. It is drawn no more and stays on the leaderboard.");
  loaded = load (fixture, typed->id);
  g_assert_false (loaded->retired);
  g_assert_true (loaded->enabled);
  ump_contender_free (loaded);
  loaded = load (fixture, listed->id);
  g_assert_true (loaded->retired);
  ump_contender_free (loaded);

  refresh = find_tooltip (fixture->window, "Refresh Models");
  g_signal_emit_by_name (refresh, "clicked");
  g_assert_false (gtk_widget_is_sensitive (refresh));
  ump_test_wait_until (ump_preferences_test_is_idle_row, refresh, 10);
  loaded = load (fixture, listed->id);
  g_assert_false (loaded->retired);
  ump_contender_free (loaded);
}


/* A service without a list never lists a model again: then the user says so. */
static void
test_try_again (UmpPreferencesTest *fixture, gconstpointer data)
{
  g_autoptr (UmpProvider) provider = add_provider (fixture);
  g_autoptr (UmpContender) typed = add_contender (fixture, provider, "m/by-hand", NAN, FALSE);
  g_autoptr (UmpContender) listed = add_contender (fixture, provider, "m/listed", NAN, FALSE);
  static const char *const first[] = { "m/listed", NULL };
  static const char *const second[] = { "m/other", NULL };
  g_autoptr (UmpContender) loaded = NULL;

  g_assert_true (ump_db_set_listed (fixture->db, provider->id, first, NULL));
  g_assert_true (ump_db_set_listed (fixture->db, provider->id, second, NULL));
  g_assert_true (ump_db_retire_model (fixture->db, provider->id, typed->model, NULL));
  ump_preferences_test_open_window (fixture);
  ump_preferences_test_show_view (fixture, "contenders");
  ump_ui_wait_text (fixture->window, "Router · retired: no longer offered, until the service lists it again");
  ump_ui_wait_text (fixture->window, "Router · retired: the service does not know this model");
  ump_ui_activate_row (ump_preferences_test_find_row (fixture->window, "m/by-hand"));
  ump_ui_settle (fixture->window);
  ump_ui_shoot (fixture->window, "contender-retired");
  ump_ui_click (fixture->window, "_Try Again");
  ump_ui_wait_text (fixture->window, "Router");
  loaded = load (fixture, typed->id);
  g_assert_false (loaded->retired);
}


int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ump_ui_load_style ();
#define ADD(name, func) \
  g_test_add ("/preference-models/" name, UmpPreferencesTest, NULL, ump_preferences_test_set_up, func, ump_preferences_test_tear_down)
  ADD ("prices", test_prices);
  ADD ("typed-price", test_typed_price);
  ADD ("typed-model-stays", test_typed_model_stays);
  ADD ("try-again", test_try_again);
  return g_test_run ();
}
