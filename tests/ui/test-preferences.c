/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-model-chooser.h"
#include "ump-preferences-test.h"

#define KEY "sk-test-0123456789abcdef"


static void
test_add (UmpPreferencesTest *fixture, gconstpointer data)
{
  GtkWidget *window;
  GtkWidget *chooser;

  ump_preferences_test_open_window (fixture);
  ump_ui_shoot (fixture->window, "preferences-empty");
  window = ump_preferences_test_begin_adding (fixture);
  ump_preferences_test_type_into (window, "Key", "  " KEY "\n");
  ump_ui_shoot (window, "add-account");
  ump_preferences_test_push_models (fixture, 3);
  ump_preferences_test_push_models (fixture, 3);
  ump_ui_click (window, "_Next");
  ump_ui_wait_text (window, "maker/model-01");
  chooser = ump_ui_find_type (window, UMP_TYPE_MODEL_CHOOSER, 0);
  /* Few models: all are on. */
  g_assert_cmpuint (ump_model_chooser_get_n_chosen (UMP_MODEL_CHOOSER (chooser)), ==, 3);
  ump_ui_shoot (window, "add-models");
  g_assert_nonnull (strstr (ump_test_server_get_request (fixture->server, 0)->head, "Bearer " KEY "\r\n"));

  /* No keyring answers on the bus of the tests. */
  ump_ui_click (window, "_Add");
  ump_ui_wait_titled (window, ADW_TYPE_STATUS_PAGE, "There Is No Keyring");
  ump_ui_shoot (window, "add-no-keyring");
  ump_ui_click (window, "Use for This _Session Only");
  ump_test_wait_until (ump_preferences_test_is_gone, (gpointer) "Add Provider", 10);

  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "Custom");
  g_assert_nonnull (ump_ui_find_text (fixture->window, "3 models of “Custom” are ready to fight"));
  ump_preferences_test_show_view (fixture, "contenders");
  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "maker/model-02");
  ump_ui_shoot (fixture->window, "preferences-contenders");
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


/* A model that was typed takes part, confirmed or not. */
static void
test_typed_model (UmpPreferencesTest *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) contenders = NULL;
  gboolean found = FALSE;
  GtkWidget *window;

  ump_preferences_test_open_window (fixture);
  window = ump_preferences_test_begin_adding (fixture);
  ump_preferences_test_push_models (fixture, 21);
  ump_preferences_test_push_models (fixture, 21);
  ump_ui_click (window, "_Next");
  ump_ui_wait_text (window, "maker/model-01");
  ump_preferences_test_type_into (window, "Another model’s identifier", " maker/typed ");
  ump_ui_click (window, "_Add");
  ump_test_wait_until (ump_preferences_test_is_gone, (gpointer) "Add Provider", 10);
  ump_store_load_contenders_async (fixture->store, FALSE, NULL, contenders_loaded_cb, &contenders);
  ump_test_wait_until (has_pointer, &contenders, 10);
  for (guint i = 0; i < contenders->len; i++) {
    const UmpContender *contender = g_ptr_array_index (contenders, i);

    found |= g_str_equal (contender->model, "maker/typed") && contender->enabled;
  }
  g_assert_true (found);
}


/* With many models none is on: then it is said what is still to do. */
static void
test_no_models (UmpPreferencesTest *fixture, gconstpointer data)
{
  g_autofree char *subtitle = g_strconcat (ump_test_server_get_url (fixture->server), "/v1 · no model takes part yet: choose some under Models", NULL);
  GtkWidget *window;

  ump_preferences_test_open_window (fixture);
  window = ump_preferences_test_begin_adding (fixture);
  ump_preferences_test_push_models (fixture, 21);
  ump_preferences_test_push_models (fixture, 21);
  ump_ui_click (window, "_Next");
  ump_ui_wait_text (window, "maker/model-01");
  ump_ui_click (window, "_Add");
  ump_test_wait_until (ump_preferences_test_is_gone, (gpointer) "Add Provider", 10);
  ump_ui_wait_text (fixture->window, subtitle);
  g_assert_nonnull (ump_ui_find_text (fixture->window, "Choose models of “Custom” before it can fight"));
  ump_ui_shoot (fixture->window, "preferences-no-models");

  ump_ui_activate_row (ump_preferences_test_find_row (fixture->window, "Custom"));
  ump_ui_activate_row (ump_preferences_test_find_row (fixture->window, "_Models"));
  ump_ui_wait_text (fixture->window, "maker/model-01");
  gtk_switch_set_active (GTK_SWITCH (ump_ui_find_type (fixture->window, GTK_TYPE_SWITCH, 0)), TRUE);
  gtk_widget_activate_action (fixture->window, "preferences.back", NULL);
  gtk_widget_activate_action (fixture->window, "preferences.back", NULL);
  subtitle[strcspn (subtitle, " ")] = '\0';
  ump_ui_wait_text (fixture->window, subtitle);
}


/* What is pasted next takes the place of the key that was refused. */
static void
assert_key_selected (GtkWidget *window)
{
  GtkWidget *row = ump_ui_find_titled (window, ADW_TYPE_PASSWORD_ENTRY_ROW, "Key");
  int start, end;

  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), row));
  g_assert_true (gtk_editable_get_selection_bounds (GTK_EDITABLE (row), &start, &end));
  g_assert_cmpint (start, ==, 0);
  g_assert_cmpint (end, ==, (int) strlen (KEY));
}


static void
test_refused (UmpPreferencesTest *fixture, gconstpointer data)
{
  GtkWidget *window;

  ump_preferences_test_open_window (fixture);
  window = ump_preferences_test_begin_adding (fixture);
  ump_preferences_test_type_into (window, "Key", "sk test");
  ump_ui_click (window, "_Next");
  ump_ui_wait_text (window, "This Cannot Be Used");
  g_assert_cmpuint (ump_test_server_count_requests (fixture->server), ==, 0);

  ump_preferences_test_type_into (window, "Key", KEY);
  ump_preferences_test_push_refusal (fixture);
  ump_ui_click (window, "_Next");
  ump_ui_wait_text (window, "The Key Was Refused");
  ump_ui_shoot (window, "add-refused");
  assert_key_selected (window);
  /* Of another key nothing is known. */
  ump_preferences_test_type_into (window, "Key", KEY "0");
  g_assert_null (ump_ui_find_text (window, "The Key Was Refused"));
  g_assert_nonnull (ump_ui_find_titled (window, GTK_TYPE_BUTTON, "_Next"));
  ump_preferences_test_push_refusal (fixture);
  ump_ui_click (window, "_Next");
  ump_ui_wait_text (window, "The Key Was Refused");
  /* It warns and does not forbid. */
  ump_preferences_test_push_models (fixture, 21);
  ump_ui_click (window, "Add _Anyway");
  ump_ui_wait_text (window, "maker/model-01");
  /* Many models: none is on. */
  g_assert_cmpuint (ump_model_chooser_get_n_chosen (UMP_MODEL_CHOOSER (ump_ui_find_type (window, UMP_TYPE_MODEL_CHOOSER, 0))), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}


static void
test_http (UmpPreferencesTest *fixture, gconstpointer data)
{
  GtkWidget *window;

  ump_preferences_test_open_window (fixture);
  window = ump_preferences_test_begin_adding (fixture);
  ump_preferences_test_type_into (window, "Address", "http://models.example.com/v1");
  ump_preferences_test_type_into (window, "Key", KEY);
  ump_ui_settle (window);
  g_assert_nonnull (ump_preferences_test_find_row (window, "Send Everything Unencrypted"));
  ump_ui_click (window, "_Next");
  ump_ui_wait_text (window, "This Cannot Be Used");
  ump_ui_shoot (window, "add-http");
  ump_preferences_test_type_into (window, "Address", "https://models.example.com/v1");
  g_assert_null (ump_ui_find_titled (window, ADW_TYPE_PREFERENCES_ROW, "Send Everything Unencrypted"));
  gtk_window_destroy (GTK_WINDOW (window));
}


static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GPtrArray **providers = user_data;

  *providers = ump_store_load_providers_finish (UMP_STORE (source), result, NULL);
}


static void
go_back (GtkWidget *window)
{
  GtkWidget *button = NULL;

  for (guint i = 0; (button = ump_ui_find_type (window, GTK_TYPE_BUTTON, i)) != NULL; i++) {
    if (g_strcmp0 (gtk_widget_get_tooltip_text (button), "Back") == 0)
      break;
  }
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}


/* Nor is who goes back from there to another service. */
static void
test_other_service (UmpPreferencesTest *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) providers = NULL;
  GtkWidget *window;

  ump_preferences_test_open_window (fixture);
  window = ump_preferences_test_begin_adding (fixture);
  ump_preferences_test_type_into (window, "Key", KEY);
  ump_preferences_test_push_models (fixture, 2);
  ump_preferences_test_push_models (fixture, 2);
  ump_ui_click (window, "_Next");
  ump_ui_wait_text (window, "maker/model-01");
  ump_ui_click (window, "_Add");
  ump_ui_wait_titled (window, ADW_TYPE_STATUS_PAGE, "There Is No Keyring");
  for (guint i = 0; i < 3; i++) {
    go_back (window);
    ump_ui_settle (window);
  }
  ump_ui_activate_row (ump_preferences_test_find_row (window, "Mistral"));
  ump_ui_settle (window);
  ump_store_load_providers_async (fixture->store, NULL, loaded_cb, &providers);
  ump_test_wait_until (has_pointer, &providers, 10);
  for (guint i = 0; i < providers->len; i++)
    g_assert_cmpstr (((UmpProvider *) g_ptr_array_index (providers, i))->id, ==, UMP_PRACTICE_PROVIDER);
  gtk_window_close (GTK_WINDOW (window));
  ump_test_wait_until (ump_preferences_test_is_gone, (gpointer) "Add Provider", 10);
}


/* Who gives up at the keyring is not left with half a provider. */
static void
test_give_up (UmpPreferencesTest *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) providers = NULL;
  GtkWidget *window;

  ump_preferences_test_open_window (fixture);
  window = ump_preferences_test_begin_adding (fixture);
  ump_preferences_test_type_into (window, "Key", KEY);
  ump_preferences_test_push_models (fixture, 2);
  ump_preferences_test_push_models (fixture, 2);
  ump_ui_click (window, "_Next");
  ump_ui_wait_text (window, "maker/model-01");
  ump_ui_click (window, "_Add");
  ump_ui_wait_titled (window, ADW_TYPE_STATUS_PAGE, "There Is No Keyring");
  gtk_window_close (GTK_WINDOW (window));
  ump_test_wait_until (ump_preferences_test_is_gone, (gpointer) "Add Provider", 10);
  ump_store_load_providers_async (fixture->store, NULL, loaded_cb, &providers);
  ump_test_wait_until (has_pointer, &providers, 10);
  for (guint i = 0; i < providers->len; i++)
    g_assert_cmpstr (((UmpProvider *) g_ptr_array_index (providers, i))->id, ==, UMP_PRACTICE_PROVIDER);
}


static GtkWidget *
open_add_window (UmpPreferencesTest *fixture)
{
  ump_preferences_test_open_window (fixture);
  ump_preferences_window_add_provider (UMP_PREFERENCES_WINDOW (fixture->window));
  return ump_preferences_test_find_window ("Add Provider");
}


static void
test_discover (UmpPreferencesTest *fixture, gconstpointer data)
{
  GtkWidget *window;
  GtkWidget *row;

  window = open_add_window (fixture);
  ump_ui_settle (window);
  ump_ui_shoot (window, "add-services");
  row = ump_preferences_test_find_row (window, "_Look on This Computer");
  ump_ui_activate_row (row);
  g_assert_false (gtk_widget_is_sensitive (row));
  ump_test_wait_until (ump_preferences_test_is_idle_row, row, 20);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), !=, "");
  gtk_editable_set_text (GTK_EDITABLE (ump_ui_find_type (window, GTK_TYPE_SEARCH_ENTRY, 0)), "mistr");
  g_assert_nonnull (ump_preferences_test_find_row (window, "Mistral"));
  gtk_window_destroy (GTK_WINDOW (window));
}


/* A server that was started with a key is offered as well, and then asks for it. */
static void
test_discover_key (UmpPreferencesTest *fixture, gconstpointer data)
{
  g_autofree char *address = g_strconcat (ump_test_server_get_url (fixture->server), "/v1", NULL);
  g_autofree char *subtitle = g_strconcat (address, " · needs a key", NULL);
  GtkWidget *window;
  GtkWidget *row;

  window = open_add_window (fixture);
  ump_test_server_be_local (fixture->server, "llamacpp");
  ump_preferences_test_push_refusal (fixture);
  row = ump_preferences_test_find_row (window, "_Look on This Computer");
  ump_ui_activate_row (row);
  ump_test_wait_until (ump_preferences_test_is_idle_row, row, 20);
  ump_ui_shoot (window, "add-found");
  row = gtk_widget_get_ancestor (ump_ui_find_text (window, subtitle), ADW_TYPE_ACTION_ROW);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "llama.cpp");
  ump_ui_activate_row (row);
  row = ump_ui_find_titled (window, ADW_TYPE_ENTRY_ROW, "Address");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, address);
  row = ump_ui_find_titled (window, ADW_TYPE_PASSWORD_ENTRY_ROW, "Key");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), row));
  gtk_window_destroy (GTK_WINDOW (window));
}


/* Who knows the model's name finds its service. */
static void
test_search (UmpPreferencesTest *fixture, gconstpointer data)
{
  GtkWidget *window;
  GtkWidget *entry;

  window = open_add_window (fixture);
  ump_ui_settle (window);
  entry = ump_ui_find_type (window, GTK_TYPE_SEARCH_ENTRY, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "GPT");
  /* There are two: Enter takes neither. */
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (gtk_widget_get_mapped (entry));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Claude");
  g_signal_emit_by_name (entry, "activate");
  ump_ui_wait_text (window, "Anthropic");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ump_preferences_test_find_row (window, "Name"))), ==, "Anthropic");
  gtk_window_destroy (GTK_WINDOW (window));
}


static void
add_three (UmpPreferencesTest *fixture)
{
  g_autoptr (UmpProvider) provider = ump_ui_add_provider (fixture->db, "OpenAI");

  ump_contender_free (ump_ui_add_contender (fixture->db, provider, "gpt-5"));
  ump_contender_free (ump_ui_add_contender (fixture->db, provider, "gpt-5-mini"));
  ump_contender_free (ump_ui_add_contender (fixture->db, provider, "a-model-with-a-name-that-is-much-too-long-for-any-row-of-a-window-2026-01-31"));
}


static void
test_edit (UmpPreferencesTest *fixture, gconstpointer data)
{
  add_three (fixture);
  ump_preferences_test_open_window (fixture);
  ump_preferences_test_show_view (fixture, "contenders");
  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "gpt-5");
  ump_ui_activate_row (ump_preferences_test_find_row (fixture->window, "gpt-5"));
  ump_ui_settle (fixture->window);
  ump_ui_shoot (fixture->window, "contender-edit");
  ump_preferences_test_type_into (fixture->window, "Temperature", "3");
  ump_ui_click (fixture->window, "_Save");
  ump_ui_wait_text (fixture->window, "This must be a number from 0 to 2, or empty.");
  ump_preferences_test_type_into (fixture->window, "Temperature", "0,7");
  ump_ui_click (fixture->window, "_Save");
  ump_ui_wait_text (fixture->window, "OpenAI · version 2 · temperature 0.7");
  ump_ui_shoot (fixture->window, "contenders-version-2");
}


static void
test_enter_again (UmpPreferencesTest *fixture, gconstpointer data)
{
  add_three (fixture);
  ump_preferences_test_open_window (fixture);
  ump_preferences_test_show_view (fixture, "contenders");
  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "gpt-5");
  ump_ui_activate_row (ump_preferences_test_find_row (fixture->window, "gpt-5"));
  ump_ui_settle (fixture->window);
  ump_ui_activate_row (ump_preferences_test_find_row (fixture->window, "_Enter Again Under Another Name"));
  ump_preferences_test_type_into (fixture->window, "Name", "gpt-5, terse");
  ump_ui_click (fixture->window, "_Save");
  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "gpt-5, terse");
  g_assert_nonnull (ump_preferences_test_find_row (fixture->window, "gpt-5"));
}


static void
test_seal (UmpPreferencesTest *fixture, gconstpointer data)
{
  GtkWidget *button;

  add_three (fixture);
  ump_preferences_test_open_window (fixture);
  ump_preferences_test_show_view (fixture, "contenders");
  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "gpt-5");
  ump_ui_activate_row (ump_preferences_test_find_row (fixture->window, "_Seal Contenders…"));
  ump_ui_settle (fixture->window);
  button = ump_ui_find_titled (fixture->window, GTK_TYPE_BUTTON, "_Seal");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ump_ui_find_type (fixture->window, GTK_TYPE_CHECK_BUTTON, 1)), TRUE);
  /* Who is behind the only one would be known. */
  g_assert_false (gtk_widget_is_sensitive (button));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ump_ui_find_type (fixture->window, GTK_TYPE_CHECK_BUTTON, 2)), TRUE);
  g_assert_true (gtk_widget_is_sensitive (button));
  ump_ui_shoot (fixture->window, "seal");
  ump_ui_click (fixture->window, "_Seal");
  ump_ui_wait_titled (fixture->window, GTK_TYPE_BUTTON, "_Break the Seal…");
  g_assert_null (ump_ui_find_titled (fixture->window, ADW_TYPE_ACTION_ROW, "gpt-5"));
  g_assert_null (ump_ui_find_titled (fixture->window, ADW_TYPE_ACTION_ROW, "gpt-5-mini"));
  ump_ui_shoot (fixture->window, "contenders-sealed");
}


/* Names are shown as they were typed. */
static void
test_markup (UmpPreferencesTest *fixture, gconstpointer data)
{
  g_autoptr (UmpProvider) provider = ump_ui_add_provider (fixture->db, "Q&A <i>");

  ump_contender_free (ump_ui_add_contender (fixture->db, provider, "a&b <i>"));
  ump_contender_free (ump_ui_add_contender (fixture->db, provider, "c&d <b>"));
  ump_preferences_test_open_window (fixture);
  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "Q&A <i>");
  ump_ui_wait_text (fixture->window, "Q&A <i>");
  ump_preferences_test_show_view (fixture, "contenders");
  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "a&b <i>");
  ump_ui_wait_text (fixture->window, "a&b <i>");
  ump_ui_activate_row (ump_preferences_test_find_row (fixture->window, "_Seal Contenders…"));
  ump_ui_settle (fixture->window);
  ump_ui_shoot (fixture->window, "seal-markup");
  g_assert_nonnull (ump_ui_find_type (fixture->window, GTK_TYPE_CHECK_BUTTON, 1));
}


/* Nobody can switch on what its service no longer lists. */
static void
test_retired (UmpPreferencesTest *fixture, gconstpointer data)
{
  g_autoptr (UmpProvider) provider = ump_ui_add_provider (fixture->db, "OpenAI");
  g_autoptr (UmpContender) contender = ump_ui_add_contender (fixture->db, provider, "gpt-5");

  g_assert_true (ump_db_retire_model (fixture->db, provider->id, contender->model, NULL));
  ump_preferences_test_open_window (fixture);
  ump_preferences_test_show_view (fixture, "contenders");
  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "gpt-5");
  g_assert_false (gtk_widget_is_sensitive (ump_ui_find_type (ump_preferences_test_find_row (fixture->window, "gpt-5"), GTK_TYPE_SWITCH, 0)));
}


static gboolean
says_no_keyring (gpointer user_data)
{
  return g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (user_data)), "No password service answers on this computer");
}


static gboolean
is_insensitive (gpointer user_data)
{
  return !gtk_widget_is_sensitive (GTK_WIDGET (user_data));
}


/* The question is in a window of its own or in the one that asks. */
static GtkWidget *
find_question (const char *label)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (ump_ui_find_titled (window, GTK_TYPE_BUTTON, label) != NULL)
      return window;
  }
  return NULL;
}


static gboolean
is_asked (gpointer user_data)
{
  return find_question (user_data) != NULL;
}


/* Where it is in the window that asks, it comes with that window's next layout. */
static void
answer (const char *label)
{
  ump_test_wait_until (is_asked, (gpointer) label, 10);
  ump_ui_click (find_question (label), label);
}


static void
test_provider_page (UmpPreferencesTest *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) providers = NULL;

  add_three (fixture);
  ump_preferences_test_open_window (fixture);
  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "OpenAI");
  ump_ui_activate_row (ump_preferences_test_find_row (fixture->window, "OpenAI"));
  ump_ui_settle (fixture->window);
  /* A key that is not there is not said to be. */
  ump_test_wait_until (says_no_keyring, ump_preferences_test_find_row (fixture->window, "Status"), 10);
  g_assert_false (gtk_widget_is_sensitive (ump_preferences_test_find_row (fixture->window, "Remove _Key…")));
  g_assert_false (gtk_widget_is_sensitive (ump_ui_find_titled (fixture->window, GTK_TYPE_BUTTON, "_Test")));
  ump_ui_shoot (fixture->window, "provider");
  ump_preferences_test_type_into (fixture->window, "Name", "Work");
  g_signal_emit_by_name (ump_preferences_test_find_row (fixture->window, "Name"), "apply");
  ump_preferences_test_type_into (fixture->window, "New key", "a key with blanks");
  g_signal_emit_by_name (ump_preferences_test_find_row (fixture->window, "New key"), "apply");
  g_assert_true (gtk_widget_has_css_class (ump_preferences_test_find_row (fixture->window, "New key"), "error"));
  ump_preferences_test_type_into (fixture->window, "New key", KEY);
  g_signal_emit_by_name (ump_preferences_test_find_row (fixture->window, "New key"), "apply");
  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "Use the New Key for This _Session Only");
  ump_ui_activate_row (ump_preferences_test_find_row (fixture->window, "Use the New Key for This _Session Only"));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (ump_preferences_test_find_row (fixture->window, "Status"))), ==, "In memory, for this session only");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ump_preferences_test_find_row (fixture->window, "New key"))), ==, "");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (ump_ui_find_type (fixture->window, GTK_TYPE_SPIN_BUTTON, 0)), 3);
  ump_store_load_providers_async (fixture->store, NULL, loaded_cb, &providers);
  ump_test_wait_until (has_pointer, &providers, 10);
  g_assert_cmpuint (((UmpProvider *) g_ptr_array_index (providers, 0))->slots, ==, 3);
  /* A key is not removed without a question. */
  ump_ui_activate_row (ump_preferences_test_find_row (fixture->window, "Remove _Key…"));
  answer ("_Remove");
  ump_test_wait_until (is_insensitive, ump_preferences_test_find_row (fixture->window, "Remove _Key…"), 10);
  gtk_widget_activate_action (fixture->window, "preferences.back", NULL);
  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "Work");
}


static void
test_settings (UmpPreferencesTest *fixture, gconstpointer data)
{
  GtkWidget *row;

  ump_preferences_test_open_window (fixture);
  ump_preferences_test_show_view (fixture, "battles");
  ump_ui_shoot (fixture->window, "preferences-battles");
  row = ump_preferences_test_find_row (fixture->window, "Pace");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 0);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 2);
  g_assert_cmpint (g_settings_get_enum (fixture->settings, "pace"), ==, 2);
  g_settings_set_enum (fixture->settings, "matchmaking", 3);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (ump_preferences_test_find_row (fixture->window, "Pairs"))), ==, 3);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (ump_ui_find_type (fixture->window, GTK_TYPE_SPIN_BUTTON, 0)), 512);
  g_assert_cmpint (g_settings_get_int (fixture->settings, "max-tokens"), ==, 512);
}


static void
test_narrow (UmpPreferencesTest *fixture, gconstpointer data)
{
  add_three (fixture);
  ump_preferences_test_open_window (fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  ump_ui_settle (fixture->window);
  ump_preferences_test_show_view (fixture, "contenders");
  ump_ui_wait_titled (fixture->window, ADW_TYPE_ACTION_ROW, "gpt-5");
  ump_ui_shoot (fixture->window, "preferences-360");
  g_assert_cmpint (gtk_widget_get_width (fixture->window), <=, 400);
}


int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ump_ui_load_style ();
#define ADD(name, function) g_test_add ("/preferences/" name, UmpPreferencesTest, NULL, ump_preferences_test_set_up, function, ump_preferences_test_tear_down)
  ADD ("settings", test_settings);
  ADD ("add", test_add);
  ADD ("typed-model", test_typed_model);
  ADD ("no-models", test_no_models);
  ADD ("refused", test_refused);
  ADD ("http", test_http);
  ADD ("give-up", test_give_up);
  ADD ("other-service", test_other_service);
  ADD ("discover", test_discover);
  ADD ("discover-key", test_discover_key);
  ADD ("search", test_search);
  ADD ("edit", test_edit);
  ADD ("enter-again", test_enter_again);
  ADD ("seal", test_seal);
  ADD ("provider", test_provider_page);
  ADD ("markup", test_markup);
  ADD ("retired", test_retired);
  ADD ("narrow", test_narrow);
  return g_test_run ();
}
