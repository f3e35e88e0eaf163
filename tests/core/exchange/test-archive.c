/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>

#include "ump-archive-json.h"
#include "ump-db-archive.h"
#include "ump-error.h"
#include "ump-test-records.h"
#include "ump-test.h"

/* A database with battles of every kind, and an empty one. */
typedef struct {
  UmpDb *db;
  UmpDb *other;
  UmpBattleRecord *voted;
  UmpBattleRecord *retracted;
  UmpBattleRecord *skipped;
  UmpBattleRecord *blind;
} Fixture;


static UmpDb *
open_empty (void)
{
  g_autoptr (GError) error = NULL;
  UmpDb *db = ump_db_open (":memory:", &error);

  g_assert_no_error (error);
  return db;
}


static UmpBattleRecord *
add_battle (UmpDb *db, const char *prompt, const char *model_a, const char *model_b)
{
  UmpBattleRecord *battle = ump_test_make_battle (prompt, model_a, model_b);
  UmpTurn *turn = g_ptr_array_index (battle->turns, 0);
  g_autoptr (UmpResponseRecord) retry = ump_test_make_response (UMP_SIDE_A, "A “quoted” answer\n\twith \\ and 🜚", UMP_ENDING_STOP);
  g_autoptr (GError) error = NULL;

  turn->responses[UMP_SIDE_A] = ump_test_make_response (UMP_SIDE_A, "", UMP_ENDING_ERROR);
  turn->responses[UMP_SIDE_B] = ump_test_make_response (UMP_SIDE_B, "No.", UMP_ENDING_LENGTH);
  retry->attempt = 2;
  g_assert_true (ump_db_begin_battle (db, battle, &error));
  g_assert_true (ump_db_save_response (db, battle->id, turn->id, retry, &error));
  g_assert_no_error (error);
  return battle;
}


static void
vote (UmpDb *db, const UmpBattleRecord *battle, UmpVerdict verdict)
{
  g_autoptr (UmpConditions) conditions = ump_test_make_conditions ();
  g_autoptr (GError) error = NULL;

  g_assert_true (ump_db_cast_verdict (db, battle->id, verdict, conditions, &error));
  g_assert_no_error (error);
}


static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->db = open_empty ();
  fixture->other = open_empty ();
  fixture->voted = add_battle (fixture->db, "voted", "alpha", "beta");
  fixture->retracted = add_battle (fixture->db, "retracted", "gamma", "delta");
  fixture->skipped = add_battle (fixture->db, "skipped", "gamma", "delta");
  fixture->blind = add_battle (fixture->db, "still blind", "hidden-one", "hidden-two");
  vote (fixture->db, fixture->voted, UMP_VERDICT_BOTH_BAD);
  g_assert_true (ump_db_set_category (fixture->db, fixture->voted->id, "coding", NULL));
  vote (fixture->db, fixture->retracted, UMP_VERDICT_A);
  g_assert_true (ump_db_retract (fixture->db, fixture->retracted->id, NULL));
  vote (fixture->db, fixture->retracted, UMP_VERDICT_B);
  g_assert_true (ump_db_end_battle (fixture->db, fixture->skipped->id, UMP_BATTLE_SKIPPED, NULL, NULL));
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ump_db_close (fixture->db);
  ump_db_close (fixture->other);
  ump_battle_record_free (fixture->voted);
  ump_battle_record_free (fixture->retracted);
  ump_battle_record_free (fixture->skipped);
  ump_battle_record_free (fixture->blind);
}


static char *
export (UmpDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpArchive) archive = ump_db_load_archive (db, &error);

  g_assert_no_error (error);
  return ump_archive_json_write (archive);
}


static UmpMergeCount
import (UmpDb *db, const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpArchive) archive = ump_archive_json_read (json, strlen (json), &error);
  UmpMergeCount count;

  g_assert_no_error (error);
  g_assert_true (ump_db_merge_archive (db, archive, &count, &error));
  g_assert_no_error (error);
  return count;
}


static void
test_there_and_back (Fixture *fixture, gconstpointer data)
{
  g_autofree char *json = export (fixture->db);
  g_autofree char *back = NULL;
  g_autoptr (UmpBattleRecord) voted = NULL;
  g_autoptr (UmpBattleRecord) retracted = NULL;
  g_autoptr (UmpBattleRecord) skipped = NULL;
  g_autoptr (GPtrArray) ballots = NULL;
  g_autoptr (GError) error = NULL;
  const UmpResponseRecord *response;
  UmpMergeCount count;

  count = import (fixture->other, json);
  g_assert_cmpuint (count.battles, ==, 3);
  /* Voted; voted, retracted, voted again. */
  g_assert_cmpuint (count.verdicts, ==, 4);
  back = export (fixture->other);
  g_assert_cmpstr (json, ==, back);

  voted = ump_db_load_battle (fixture->other, fixture->voted->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (voted->verdict, ==, UMP_VERDICT_BOTH_BAD);
  g_assert_cmpstr (voted->category, ==, "coding");
  g_assert_cmpstr (voted->contenders[UMP_SIDE_B]->model, ==, "beta");
  g_assert_true (voted->conditions->both_seen);
  response = ((UmpTurn *) g_ptr_array_index (voted->turns, 0))->responses[UMP_SIDE_A];
  g_assert_cmpstr (response->text, ==, "A “quoted” answer\n\twith \\ and 🜚");
  g_assert_cmpuint (response->attempt, ==, 2);
  g_assert_cmpfloat (response->usage.cost, ==, 0.25);
  g_assert_cmpfloat (response->first_token_ms, ==, 120.5);
  g_assert_cmpstr (response->request, ==, "{\"model\":\"secret-model\"}");
  retracted = ump_db_load_battle (fixture->other, fixture->retracted->id, &error);
  g_assert_cmpint (retracted->verdict, ==, UMP_VERDICT_B);
  g_assert_true (retracted->conditions->retracted_before);
  skipped = ump_db_load_battle (fixture->other, fixture->skipped->id, &error);
  g_assert_cmpint (skipped->state, ==, UMP_BATTLE_SKIPPED);
  ballots = ump_db_load_ballots (fixture->other, TRUE, &error);
  g_assert_cmpuint (ballots->len, ==, 2);
}


/* What is still blind is not in it: not the battle, not who fights in it. */
static void
test_blind_is_left_out (Fixture *fixture, gconstpointer data)
{
  g_autofree char *json = export (fixture->db);

  g_assert_nonnull (strstr (json, "alpha"));
  g_assert_null (strstr (json, fixture->blind->id));
  g_assert_null (strstr (json, "still blind"));
  g_assert_null (strstr (json, "hidden-one"));
  g_assert_null (strstr (json, "hidden-two"));
}


/* Two computers that exchange their archives hold the same, whatever the
 * order, and doing it again adds nothing. */
static void
test_merging_is_idempotent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpBattleRecord) elsewhere = add_battle (fixture->other, "elsewhere", "epsilon", "zeta");
  g_autofree char *first = export (fixture->db);
  g_autofree char *second = NULL;
  g_autofree char *merged = NULL;
  g_autofree char *merged_other = NULL;
  UmpMergeCount count;

  vote (fixture->other, elsewhere, UMP_VERDICT_TIE);
  second = export (fixture->other);
  count = import (fixture->other, first);
  g_assert_cmpuint (count.battles, ==, 3);
  count = import (fixture->db, second);
  g_assert_cmpuint (count.battles, ==, 1);
  g_assert_cmpuint (count.verdicts, ==, 1);
  count = import (fixture->db, second);
  g_assert_cmpuint (count.battles, ==, 0);
  g_assert_cmpuint (count.verdicts, ==, 0);
  count = import (fixture->db, first);
  g_assert_cmpuint (count.battles, ==, 0);
  g_assert_cmpuint (count.verdicts, ==, 0);
  merged = export (fixture->db);
  merged_other = export (fixture->other);
  g_assert_cmpstr (merged, ==, merged_other);
}


/* A verdict that was taken back on the other computer is taken back here too. */
static void
test_retraction_travels (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = export (fixture->db);
  g_autofree char *after = NULL;
  g_autoptr (GPtrArray) ballots = NULL;
  UmpMergeCount count;

  import (fixture->other, before);
  g_assert_true (ump_db_retract (fixture->db, fixture->voted->id, NULL));
  after = export (fixture->db);
  count = import (fixture->other, after);
  g_assert_cmpuint (count.battles, ==, 0);
  g_assert_cmpuint (count.verdicts, ==, 1);
  ballots = ump_db_load_ballots (fixture->other, TRUE, NULL);
  g_assert_cmpuint (ballots->len, ==, 1);
}


/* Copies of one database in which the same open battle was decided twice: the
 * verdict that was here first stays the blind one. */
static void
test_decided_twice (void)
{
  g_autofree char *folder = ump_test_make_folder ();
  g_autofree char *here = g_build_filename (folder, "here.db", NULL);
  g_autofree char *there = g_build_filename (folder, "there.db", NULL);
  g_autofree char *json = NULL;
  g_autofree char *content = NULL;
  g_autoptr (UmpBattleRecord) battle = NULL;
  g_autoptr (GPtrArray) ballots = NULL;
  g_autoptr (UmpDb) a = ump_db_open (here, NULL);
  g_autoptr (UmpDb) b = NULL;
  UmpMergeCount count;
  gsize length;

  battle = add_battle (a, "p", "alpha", "beta");
  g_clear_pointer (&a, ump_db_close);
  g_assert_true (g_file_get_contents (here, &content, &length, NULL));
  g_assert_true (g_file_set_contents (there, content, length, NULL));
  a = ump_db_open (here, NULL);
  b = ump_db_open (there, NULL);
  vote (a, battle, UMP_VERDICT_A);
  vote (b, battle, UMP_VERDICT_B);
  json = export (b);
  count = import (a, json);
  g_assert_cmpuint (count.battles, ==, 0);
  g_assert_cmpuint (count.verdicts, ==, 1);
  ballots = ump_db_load_ballots (a, TRUE, NULL);
  g_assert_cmpuint (ballots->len, ==, 1);
  g_assert_cmpint (((UmpBallot *) g_ptr_array_index (ballots, 0))->verdict, ==, UMP_VERDICT_A);
  g_assert_false (((UmpBallot *) g_ptr_array_index (ballots, 0))->unblinded);
  g_clear_pointer (&a, ump_db_close);
  g_clear_pointer (&b, ump_db_close);
  ump_test_remove_folder (folder);
}


/* Nobody is asked anything because a file said so. */
static void
test_accounts_stay_out (Fixture *fixture, gconstpointer data)
{
  g_autoptr (UmpProvider) provider = ump_provider_new ("Far away", "custom", "https://far.example");
  g_autoptr (UmpContender) contender = ump_contender_new (provider->id, "m");
  UmpContender *list[] = { contender };
  g_autofree char *json = NULL;
  g_autoptr (GPtrArray) providers = NULL;
  g_autoptr (GPtrArray) present = NULL;
  g_autoptr (GPtrArray) all = NULL;

  provider->allow_http = TRUE;
  g_assert_true (ump_db_save_provider (fixture->db, provider, NULL));
  g_assert_true (ump_db_add_contenders (fixture->db, list, 1, NULL));
  json = export (fixture->db);
  import (fixture->other, json);
  providers = ump_db_load_providers (fixture->other, NULL);
  g_assert_cmpuint (providers->len, ==, 0);
  present = ump_db_load_contenders (fixture->other, FALSE, NULL);
  for (guint i = 0; i < present->len; i++)
    g_assert_true (((UmpContender *) g_ptr_array_index (present, i))->practice);
  all = ump_db_load_contenders (fixture->other, TRUE, NULL);
  for (guint i = 0; i < all->len; i++) {
    const UmpContender *loaded = g_ptr_array_index (all, i);

    g_assert_true (loaded->practice || !loaded->enabled);
  }
  /* Where it is the user's own, it stays as it is. */
  import (fixture->db, json);
  g_clear_pointer (&providers, g_ptr_array_unref);
  providers = ump_db_load_providers (fixture->db, NULL);
  g_assert_cmpuint (providers->len, ==, 1);
}


static void
assert_refused (Fixture *fixture, const char *json, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpArchive) archive = ump_archive_json_read (json, strlen (json), &error);
  UmpMergeCount count;

  if (archive != NULL)
    g_assert_false (ump_db_merge_archive (fixture->other, archive, &count, &error));
  g_assert_error (error, UMP_ERROR, UMP_ERROR_FORMAT);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
}


static char *
replace (const char *text, const char *old, const char *new)
{
  g_auto (GStrv) parts = g_strsplit (text, old, 2);

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  return g_strjoinv (new, parts);
}


static void
test_refused (Fixture *fixture, gconstpointer data)
{
  const char *const changes[][3] = {
    { "\"format\" : \"umpire-archive\"", "\"format\" : 3", "not an archive" },
    { "\"version\" : 1,\n  \"providers\"", "\"version\" : 2,\n  \"providers\"", "newer version" },
    { "\"state\" : \"voted\"", "\"state\" : \"open\"", "without an end" },
    { "\"state\" : \"voted\"", "\"state\" : \"won\"", "“state”" },
    { "\"prompt\" : \"voted\"", "\"prompt\" : null", "“prompt”" },
    { "\"prompt\" : \"voted\"", "\"prompt\" : [1]", "“prompt”" },
    { "\"turns\" : [", "\"turns\" : {}, \"x\" : [", "not a list" },
    { "\"conditions\" : {", "\"conditions\" : [], \"x\" : {", "“conditions”" },
    { "\"verdict\" : \"tie (bothbad)\"", "\"verdict\" : \"none\"", "says nothing" },
    { "\"attempt\" : 1", "\"attempt\" : 99999999999", "“attempt”" },
    { "\"contenders\" : [", "\"contenders\" : [ 7, ", "contenders[0]" },
  };
  g_autofree char *json = export (fixture->db);
  g_autofree char *id = g_strdup_printf ("\"id\" : \"%s\"", fixture->voted->id);
  g_autofree char *bad_id = replace (json, id, "\"id\" : \"../../etc/passwd\"");
  g_autofree char *side = g_strdup_printf ("\"contender_a\" : \"%s\"", fixture->voted->contenders[UMP_SIDE_A]->id);
  g_autofree char *unknown = replace (json, side, "\"contender_a\" : \"00000000000000000000000000000000\"");
  g_autofree char *cut = g_strndup (json, strlen (json) / 2);
  g_autofree char *deep = g_strnfill (300000, '[');
  g_autofree char *empty = NULL;
  g_autoptr (GPtrArray) battles = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree char *changed = replace (json, changes[i][0], changes[i][1]);

    assert_refused (fixture, changed, changes[i][2]);
  }
  assert_refused (fixture, bad_id, "id");
  assert_refused (fixture, unknown, "not complete");
  assert_refused (fixture, cut, "damaged");
  assert_refused (fixture, deep, "not an archive");
  assert_refused (fixture, "", "not an archive");
  assert_refused (fixture, "[]", "not an archive");
  assert_refused (fixture, "\xff\xfe", "not an archive");
  /* None of it has left anything. */
  battles = ump_db_list_battles (fixture->other, NULL, NULL, 0, NULL);
  g_assert_cmpuint (battles->len, ==, 0);
  empty = export (fixture->other);
  g_assert_null (strstr (empty, "alpha"));
}


/* A file that this version wrote will be read by all that follow. */
static void
test_version_1 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = ump_test_read_data ("archives/version-1.json");
  g_autofree char *json = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  UmpMergeCount count = import (fixture->other, json);
  g_autoptr (UmpBattleRecord) battle = NULL;
  g_autoptr (GError) error = NULL;
  const UmpResponseRecord *response;
  const UmpLeak *leak;

  g_assert_cmpuint (count.battles, ==, 3);
  g_assert_cmpuint (count.verdicts, ==, 5);
  battle = ump_db_load_battle (fixture->other, "00000000000000000000000000000031", &error);
  g_assert_no_error (error);
  g_assert_false (battle->practice);
  g_assert_cmpstr (battle->category, ==, "coding");
  g_assert_cmpstr (battle->first_prompt, ==, "Sort a list in “C”.\nBriefly.");
  g_assert_cmpint (battle->verdict, ==, UMP_VERDICT_BOTH_BAD);
  g_assert_cmpstr (battle->contenders[UMP_SIDE_A]->model, ==, "llama3.2:3b");
  g_assert_cmpfloat (battle->contenders[UMP_SIDE_A]->temperature, ==, 0.7);
  g_assert_cmpint (battle->contenders[UMP_SIDE_A]->seed, ==, 42);
  g_assert_cmpstr (battle->contenders[UMP_SIDE_A]->provider_name, ==, "At home");
  g_assert_cmpstr (ump_contender_get_display_name (battle->contenders[UMP_SIDE_B]), ==, "Heron");
  g_assert_cmpfloat (battle->contenders[UMP_SIDE_B]->price_in, ==, 0.1);
  response = ((UmpTurn *) g_ptr_array_index (battle->turns, 0))->responses[UMP_SIDE_A];
  g_assert_cmpuint (response->attempt, ==, 2);
  g_assert_cmpint (response->ending, ==, UMP_ENDING_STOP);
  leak = g_ptr_array_index (battle->conditions->leaks, 0);
  g_assert_cmpstr (leak->name, ==, "Gemma");
  g_assert_cmpuint (leak->offset, ==, 3);
  g_assert_true (leak->claimed);
}


/* No calendar goes on after the year 9999, whose last second is 253402300799. */
static void
test_odd_times (Fixture *fixture, gconstpointer data)
{
  const gint64 odd[] = { -1, G_MININT64, G_MAXINT64, G_GINT64_CONSTANT (253402300800000000) };
  g_autoptr (UmpProvider) provider = ump_provider_new ("P", "openai", "https://example.com/v1");
  g_autoptr (UmpArchive) archive = NULL;
  g_autofree char *last = NULL;

  g_assert_true (ump_db_save_provider (fixture->db, provider, NULL));
  archive = ump_db_load_archive (fixture->db, NULL);
  {
    UmpArchivedBattle *battle = g_ptr_array_index (archive->battles, 0);
    gint64 *times[] = {
      &battle->created_at,
      &((UmpArchivedTurn *) g_ptr_array_index (battle->turns, 0))->created_at,
      &((UmpArchivedVerdict *) g_ptr_array_index (battle->verdicts, 0))->cast_at,
      &((UmpProvider *) g_ptr_array_index (archive->providers, 0))->created_at,
    };

    for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
      gint64 kept = *times[i];

      for (guint k = 0; k < G_N_ELEMENTS (odd); k++) {
        g_autofree char *json = NULL;

        *times[i] = odd[k];
        json = ump_archive_json_write (archive);
        assert_refused (fixture, json, "_at”");
      }
      *times[i] = kept;
    }
    battle->created_at = G_GINT64_CONSTANT (253402300799000000);
  }
  last = ump_archive_json_write (archive);
  import (fixture->other, last);
}


/* Behind a seal without a codename there would be nothing to show but the model. */
static void
test_seal_without_codename (Fixture *fixture, gconstpointer data)
{
  g_autofree char *json = export (fixture->db);
  g_autofree char *sealed = replace (json, "\"sealed\" : false", "\"sealed\" : true");

  assert_refused (fixture, sealed, "no codename");
}


/* Half a character, escaped, becomes a whole one: what is read is UTF-8. From
 * some version between 1.6 and 1.10 on, json-glib refuses it instead. */
static void
test_half_characters (Fixture *fixture, gconstpointer data)
{
  g_autofree char *json = export (fixture->db);
  g_autofree char *prompt = replace (json, "\"prompt\" : \"voted\"", "\"prompt\" : \"\\ud83d!!\"");
  g_autofree char *halves = replace (prompt, "\"matchmaking\" : null", "\"matchmaking\" : \"\\udc00!\"");
  g_autofree char *back = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpArchive) archive = ump_archive_json_read (halves, strlen (halves), &error);

  if (archive == NULL) {
    g_assert_nonnull (strstr (error->message, "This file is damaged: "));
    g_assert_nonnull (strstr (error->message, "surrogate"));
    return;
  }
  import (fixture->other, halves);
  back = export (fixture->other);
  g_assert_true (g_utf8_validate (back, -1, NULL));
  g_assert_nonnull (strstr (back, "\xef\xbf\xbd!"));
}


/* Any member of the conditions may be of any kind; it then counts as absent. */
static void
test_odd_conditions (void)
{
  const char *const odd[] = {
    "{\"sides\":3,\"leaks\":{}}",
    "{\"sides\":[1,null],\"leaks\":[\"x\",[],{\"side\":9,\"offset\":\"y\"}]}",
    "{\"sides\":[{\"ending\":99,\"returned_model\":[]},{\"ending\":-1}],\"pace\":77,\"turns\":{}}",
    "{\"pair_probability\":\"x\",\"matchmaking\":1.5,\"both_seen\":\"yes\",\"pool_size\":null}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (UmpConditions) conditions = ump_conditions_from_json (odd[i], &error);

    g_assert_no_error (error);
    g_assert_cmpint (conditions->endings[UMP_SIDE_A], ==, UMP_ENDING_OPEN);
    g_assert_cmpint (conditions->pace, ==, UMP_PACE_EVEN);
    g_assert_false (conditions->both_seen);
    g_assert_true (isnan (conditions->pair_probability));
  }
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/archive/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("there-and-back", test_there_and_back);
  ADD ("blind-is-left-out", test_blind_is_left_out);
  ADD ("merging-is-idempotent", test_merging_is_idempotent);
  ADD ("retraction-travels", test_retraction_travels);
  ADD ("accounts-stay-out", test_accounts_stay_out);
  ADD ("refused", test_refused);
  ADD ("odd-times", test_odd_times);
  ADD ("seal-without-codename", test_seal_without_codename);
  ADD ("half-characters", test_half_characters);
  ADD ("version-1", test_version_1);
  g_test_add_func ("/archive/decided-twice", test_decided_twice);
  g_test_add_func ("/archive/odd-conditions", test_odd_conditions);
  return g_test_run ();
}
