/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-ids.h"
#include "ump-practice-eliza.h"
#include "ump-practice-private.h"
#include "ump-response-stream.h"
#include "ump-test.h"


static char *
compose (const char *model, const char *text)
{
  const char *const texts[] = { text, NULL };

  return ump_practice_compose (model, texts);
}


static void
test_contenders (void)
{
  g_autoptr (GPtrArray) contenders = ump_practice_get_contenders ();
  g_autoptr (GPtrArray) again = ump_practice_get_contenders ();
  g_autoptr (UmpProvider) provider = ump_practice_get_provider ();

  g_assert_cmpuint (contenders->len, >=, 4);
  g_assert_cmpstr (provider->id, ==, UMP_PRACTICE_PROVIDER);
  g_assert_true (provider->keyless);
  for (guint i = 0; i < contenders->len; i++) {
    UmpContender *contender = contenders->pdata[i];
    UmpContender *same = again->pdata[i];

    g_assert_true (ump_id_is_valid (contender->id));
    g_assert_cmpstr (contender->id, ==, same->id);
    g_assert_cmpstr (contender->provider_id, ==, UMP_PRACTICE_PROVIDER);
    g_assert_true (contender->practice);
    for (guint j = 0; j < i; j++)
      g_assert_cmpstr (((UmpContender *) contenders->pdata[j])->id, !=, contender->id);
  }
}


/* The same prompt gives the same answer; 300 prompts that differ in one word
 * give several hundred answers that differ in more than that word. */
static void
test_variety (void)
{
  g_autoptr (GPtrArray) contenders = ump_practice_get_contenders ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < contenders->len; i++) {
    UmpContender *contender = contenders->pdata[i];

    for (guint j = 0; j < 300; j++) {
      g_autofree char *topic = g_strdup_printf ("qz%03u", j);
      g_autofree char *upper = g_strdup_printf ("Qz%03u", j);
      g_autofree char *prompt = g_strdup_printf ("Explain %s to me", topic);
      g_autofree char *answer = compose (contender->model, prompt);
      g_autofree char *same = compose (contender->model, prompt);
      GString *neutral = g_string_new (answer);

      g_assert_cmpstr (answer, ==, same);
      g_assert_true (g_utf8_validate (answer, -1, NULL));
      g_assert_cmpint (*answer, !=, '\0');
      g_string_replace (neutral, topic, "x", 0);
      g_string_replace (neutral, upper, "x", 0);
      g_hash_table_add (seen, g_string_free (neutral, FALSE));
    }
  }
  g_assert_cmpuint (g_hash_table_size (seen), >, 500);
}


static void
assert_says (const char *model, const char *prompt, const char *part)
{
  g_autofree char *answer = compose (model, prompt);

  if (strstr (answer, part) == NULL)
    g_test_message ("%s answered “%s” to “%s”", model, answer, prompt);
  g_assert_nonnull (strstr (answer, part));
}


/* What a reader would call an answer to the prompt. */
static void
test_reacts (void)
{
  assert_says ("practice-lecturer", "What is a binary search tree?", "inary search tree");
  assert_says ("practice-lecturer", "What is a binary search tree?", "## ");
  assert_says ("practice-lecturer", "What is a binary search tree?", "|---");
  assert_says ("practice-lecturer", "Compare tea and coffee", "Coffee |");
  assert_says ("practice-laconic", "What is 12 * 7?", "84");
  assert_says ("practice-boatswain", "what is 10 minus 4", "**6**");
  assert_says ("practice-laconic", "Write python code for a stack", "```python\n");
  assert_says ("practice-laconic", "Write a C function for sorting", "```c\n");
  assert_says ("practice-rhymer", "Write a poem about autumn rain", "utumn rain");
  assert_says ("practice-courtier", "Should I buy a boat?", "boat");
}


static void
test_no_holes (void)
{
  static const char *const prompts[] = {
    "hello", "thanks!", "who are you?", "Why is the sky blue?", "How do I bake bread?", "Give me three ideas for a birthday",
    "Compare cats and dogs", "Write code", "Write a poem", "What is 2+2", "Should I move to Oslo?", "日本語で答えてください", "", "?!", "```x```", "<topic>",
  };
  g_autoptr (GPtrArray) contenders = ump_practice_get_contenders ();

  for (guint i = 0; i < contenders->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (prompts); j++) {
      UmpContender *contender = contenders->pdata[i];
      g_autofree char *answer = compose (contender->model, prompts[j]);
      static const char *const symbols[] = { "<topic>", "<other>", "<quality>", "<trait>", "<judgement>", "<code>", "<claim>", "<verse>", "<echo>", "{1}", "{2}" };

      g_assert_cmpint (*answer, !=, '\0');
      for (guint k = 0; k < G_N_ELEMENTS (symbols); k++)
        g_assert_null (strstr (answer, symbols[k]));
    }
}


/* By hand from the rules below: ranks, reflection, turns, memory. */
static void
test_eliza (void)
{
  static const char script[] =
    "key my 2\nmatch * my *\nYour {2}?\nmemory * my *\nEarlier you spoke of your {2}.\n"
    "key i 0\nmatch * i want *\nWhy do you want {2}?\nAnd if you got {2}?\n"
    "key mother 6\nmatch *\nTell me about her.\n"
    "key mum = mother\n"
    "none\nGo on.\n";
  static const struct {
    const char *const texts[4];
    const char *answer;
  } cases[] = {
    { { "I want my book", NULL }, "Your book?" },
    { { "Well, I want you to help me", NULL }, "Why do you want I to help you?" },
    { { "My mum said: I want it", NULL }, "Tell me about her." },
    { { "xyz", NULL }, "Go on." },
    { { "My dog is old.", "xyz", NULL }, "Earlier you spoke of your dog is old." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *answer = ump_practice_eliza_answer (script, cases[i].texts);

    if (i == 1) {
      /* Which of a rule's answers comes first depends on the prompt. */
      g_assert_true (g_str_equal (answer, cases[i].answer) || g_str_equal (answer, "And if you got I to help you?"));
      continue;
    }
    g_assert_cmpstr (answer, ==, cases[i].answer);
  }
}


static void
ended_cb (UmpResponseStream *stream, gpointer user_data)
{
  gboolean *ended = user_data;

  g_assert_false (*ended);
  *ended = TRUE;
}


static void
count_cb (UmpResponseStream *stream, gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
}


static gboolean
is_set (gpointer user_data)
{
  return *(gboolean *) user_data;
}


/* Through the same framer, parser and response stream as everybody. */
static void
test_stream (gconstpointer user_data)
{
  double speed = *(const double *) user_data;
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();
  g_autoptr (UmpTransport) transport = ump_transport_new (keyring);
  g_autoptr (UmpProvider) provider = ump_practice_get_provider ();
  g_autoptr (GPtrArray) contenders = ump_practice_get_contenders ();
  UmpContender *contender = contenders->pdata[2];
  UmpMessage message = { UMP_ROLE_USER, "Compare tea and coffee" };
  g_autoptr (UmpResponseStream) stream = ump_response_stream_new (transport, provider, contender, UMP_SIDE_B);
  g_autofree char *expected = compose (contender->model, message.text);
  const UmpResponseRecord *record = ump_response_stream_get_record (stream);
  gboolean ended = FALSE;
  guint n_changed = 0;
  gsize length;

  ump_transport_set_practice_speed (transport, speed);
  g_signal_connect (stream, "ended", G_CALLBACK (ended_cb), &ended);
  g_signal_connect (stream, "changed", G_CALLBACK (count_cb), &n_changed);
  ump_response_stream_start (stream, &message, 1);
  g_assert_false (ended);
  g_assert_cmpint (record->ending, ==, UMP_ENDING_OPEN);
  ump_test_wait_until (is_set, &ended, 20);

  g_assert_cmpstr (record->error, ==, NULL);
  g_assert_cmpint (record->ending, ==, UMP_ENDING_STOP);
  g_assert_cmpstr (record->text, ==, expected);
  g_assert_cmpstr (ump_response_stream_get_text (stream, &length), ==, expected);
  g_assert_cmpuint (length, ==, strlen (expected));
  g_assert_cmpint (record->side, ==, UMP_SIDE_B);
  g_assert_cmpstr (record->finish, ==, "stop");
  g_assert_cmpstr (record->returned_model, ==, contender->model);
  g_assert_cmpint (record->usage.output, >, 20);
  g_assert_cmpfloat (record->first_token_ms, >=, 0);
  g_assert_cmpfloat (record->duration_ms, >=, record->first_token_ms);
  g_assert_nonnull (strstr (record->request, "Compare tea and coffee"));
  g_assert_cmpuint (n_changed, >=, speed > 0 ? 20 : 1);
  if (speed > 0)
    g_assert_cmpfloat (record->duration_ms, >, 100);
}


static void
test_limit_and_cancel (void)
{
  static const double fast = 0;
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();
  g_autoptr (UmpTransport) transport = ump_transport_new (keyring);
  g_autoptr (UmpProvider) provider = ump_practice_get_provider ();
  g_autoptr (GPtrArray) contenders = ump_practice_get_contenders ();
  UmpMessage message = { UMP_ROLE_USER, "Compare tea and coffee" };
  UmpResponseStream *stream = ump_response_stream_new (transport, provider, contenders->pdata[2], UMP_SIDE_A);
  const UmpResponseRecord *record = ump_response_stream_get_record (stream);
  gboolean ended = FALSE;

  ump_transport_set_practice_speed (transport, fast);
  ump_response_stream_set_max_tokens (stream, 5);
  g_signal_connect (stream, "ended", G_CALLBACK (ended_cb), &ended);
  ump_response_stream_start (stream, &message, 1);
  ump_test_wait_until (is_set, &ended, 20);
  g_assert_cmpint (record->ending, ==, UMP_ENDING_LENGTH);
  g_assert_cmpint (record->usage.output, ==, 5);
  g_object_unref (stream);

  ended = FALSE;
  ump_transport_set_practice_speed (transport, 1);
  stream = ump_response_stream_new (transport, provider, contenders->pdata[2], UMP_SIDE_A);
  record = ump_response_stream_get_record (stream);
  g_signal_connect (stream, "ended", G_CALLBACK (ended_cb), &ended);
  ump_response_stream_start (stream, &message, 1);
  ump_response_stream_cancel (stream);
  g_assert_false (ended);
  ump_test_wait_until (is_set, &ended, 5);
  g_assert_cmpint (record->ending, ==, UMP_ENDING_INTERRUPTED);
  g_assert_cmpint (record->error_code, ==, -1);
  g_object_unref (stream);
}


int
main (int argc, char **argv)
{
  static const double speeds[] = { 0, 20 };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/contenders", test_contenders);
  g_test_add_func ("/practice/variety", test_variety);
  g_test_add_func ("/practice/reacts", test_reacts);
  g_test_add_func ("/practice/no-holes", test_no_holes);
  g_test_add_func ("/practice/eliza", test_eliza);
  g_test_add_data_func ("/practice/stream/at-once", &speeds[0], test_stream);
  g_test_add_data_func ("/practice/stream/paced", &speeds[1], test_stream);
  g_test_add_func ("/practice/limit-and-cancel", test_limit_and_cancel);
  return g_test_run ();
}
