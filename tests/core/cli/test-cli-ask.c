/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ump-test-stream.h"
#include "ump-test.h"

typedef struct {
  int status;
  char *output;
  char *errors;
} Outcome;


static void
outcome_clear (Outcome *outcome)
{
  g_clear_pointer (&outcome->output, g_free);
  g_clear_pointer (&outcome->errors, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)


static GSubprocess *
spawn (const char *key, const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) line = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *home = g_build_filename (g_get_tmp_dir (), "umpire-test-no-such-home", NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_ptr_array_add (line, g_build_filename (g_getenv ("UMPIRE_BUILDDIR"), "src", "umpire", NULL));
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (line, g_strdup (arguments[i]));
  g_ptr_array_add (line, NULL);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", home, TRUE);
  g_subprocess_launcher_setenv (launcher, "GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  if (key != NULL)
    g_subprocess_launcher_setenv (launcher, "UMPIRE_API_KEY", key, TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) line->pdata, &error);
  g_assert_no_error (error);
  return process;
}


static void
finish (GSubprocess *process, const char *input, Outcome *outcome)
{
  GAsyncResult *slot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  outcome_clear (outcome);
  g_subprocess_communicate_utf8_async (process, input, NULL, ump_test_take_result, &slot);
  result = ump_test_await (&slot, 30);
  g_subprocess_communicate_utf8_finish (process, result, &outcome->output, &outcome->errors, &error);
  g_assert_no_error (error);
  outcome->status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
}


static void
run (const char *key, const char *input, Outcome *outcome, const char *const *arguments)
{
  g_autoptr (GSubprocess) process = spawn (key, arguments);

  finish (process, input, outcome);
}


static void
push_answer (UmpTestServer *server)
{
  UmpTestReply *reply = ump_test_chat_reply ("Four", ".", NULL);

  ump_test_chat_end (reply);
  ump_test_server_push (server, reply);
}


static void
test_answer (void)
{
  g_autofree char *long_key = g_strnfill (1000, 'k');
  g_autofree char *input = g_strconcat (long_key, "\nAnd the prompt", NULL);
  g_autofree char *header = g_strdup_printf ("Authorization: Bearer %s\r\n", long_key);
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  const char *url = ump_test_server_get_url (server);
  g_auto (Outcome) outcome = { 0 };

  push_answer (server);
  run (UMP_TEST_KEY, "", &outcome, (const char *const[]) { "ask", "--dialect", "openai-chat", "--base-url", url, "--model", "m1", "--stats", "What is 2+2?", NULL });
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpstr (outcome.output, ==, "Four.\n");
  g_assert_nonnull (strstr (outcome.errors, "first token: "));
  g_assert_nonnull (strstr (outcome.errors, "tokens in: 7\n"));
  g_assert_nonnull (strstr (outcome.errors, "tokens out: 3\n"));
  g_assert_nonnull (strstr (outcome.errors, "finish: stop\n"));
  g_assert_nonnull (strstr (outcome.errors, "cost: unknown\n"));
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 0)->head, "Authorization: Bearer " UMP_TEST_KEY "\r\n"));
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 0)->body, "What is 2+2?"));

  /* The prompt, or the key and then the prompt, from standard input; no key. */
  run (NULL, "From stdin\n", &outcome, (const char *const[]) { "ask", "-d", "openai-chat", "-u", url, "-m", "m1", "-", NULL });
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpstr (outcome.errors, ==, "");
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 1)->body, "From stdin"));
  g_assert_null (strstr (ump_test_server_get_request (server, 1)->head, "Authorization"));
  run (NULL, " sk-from-stdin \nAnd the prompt", &outcome, (const char *const[]) { "ask", "-d", "openai-chat", "-u", url, "-m", "m1", "--key-stdin", NULL });
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 2)->head, "Authorization: Bearer sk-from-stdin\r\n"));
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 2)->body, "And the prompt"));
  /* Some services give out keys as long as this. */
  run (NULL, input, &outcome, (const char *const[]) { "ask", "-d", "openai-chat", "-u", url, "-m", "m1", "--key-stdin", NULL });
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 3)->head, header));
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 3)->body, "And the prompt"));
}


/* One line on standard error, and a status that says whose fault it is. */
static void
test_failures (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  const char *url = ump_test_server_get_url (server);
  const struct {
    const char *const arguments[12];
    const char *input;
    int status;
    const char *says;
  } cases[] = {
    { { "ask", "-d", "openai-chat", "-u", url, "-m", "m1", "hi", NULL }, "", 1, "does not accept the key" },
    { { "ask", "-d", "openai-chat", "-u", "http://192.0.2.1", "-m", "m1", "hi", NULL }, "", 1, "http://" },
    { { "ask", "-d", "openai-chat", "-u", "not a url", "-m", "m1", "hi", NULL }, "", 1, "" },
    { { "ask", "-d", "openai-chat", "-u", "http://127.0.0.1:9", "-m", "m1", "hi", NULL }, "", 1, "refuses connections" },
    { { "ask", "-d", "no-such", "-u", url, "-m", "m1", "hi", NULL }, "", 2, "no such dialect" },
    { { "ask", "-d", "gemini", "-m", "m1", "hi", NULL }, "", 2, "--base-url" },
    { { "ask", "-p", "practice", "-u", url, "-m", "practice-laconic", "hi", NULL }, "", 2, "--base-url goes with --dialect" },
    { { "ask", "-d", "openai-chat", "-u", url, "-m", "", "hi", NULL }, "", 2, "--model" },
    { { "ask", "-d", "openai-chat", "-u", url, "-m", "m1", "-n", "0", "hi", NULL }, "", 2, "above zero" },
    { { "ask", "-d", "openai-chat", "-u", url, "-m", "m1", "-n", "-5", "hi", NULL }, "", 2, "above zero" },
    { { "ask", "-d", "openai-chat", "-u", url, "-m", "m1", "--extra", "{'a':1}", "hi", NULL }, "", 1, "one JSON object" },
    { { "ask", "-p", "Nobody", "-m", "m1", "hi", NULL }, "", 1, "Nobody" },
    { { "ask", "-d", "openai-chat", "-u", url, "-m", "m1", "  ", NULL }, "", 1, "empty" },
    { { "ask", "-d", "openai-chat", "-u", url, "-m", "m1", "--key-stdin", "hi", NULL }, "two words\n", 1, "inside the key" },
    { { "ask", "-d", "openai-chat", "-u", url, "hi", NULL }, "", 2, "--model" },
    { { "ask", "-m", "m1", "hi", NULL }, "", 2, "--dialect" },
    { { "ask", "-d", "openai-chat", "-u", url, "-m", "m1", "two", "prompts", NULL }, "", 2, "quotes" },
    { { "ask", "--nonsense", NULL }, "", 2, "nonsense" },
    { { "providers", "what", NULL }, "", 2, "what" },
    { { "providers", "--models", "Nobody", NULL }, "", 1, "Nobody" },
  };
  UmpTestReply *reply = ump_test_reply_new (401, "application/json");

  ump_test_reply_send (reply, "{\"error\":{\"message\":\"no\",\"code\":\"invalid_api_key\"}}");
  ump_test_reply_end (reply);
  ump_test_server_push (server, reply);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Outcome) outcome = { 0 };

    run (NULL, cases[i].input, &outcome, cases[i].arguments);
    g_test_message ("%u: %s", i, outcome.errors);
    g_assert_cmpint (outcome.status, ==, cases[i].status);
    g_assert_cmpstr (outcome.output, ==, "");
    g_assert_nonnull (strstr (outcome.errors, cases[i].says));
    /* One line. */
    g_assert_true (strchr (outcome.errors, '\n') == outcome.errors + strlen (outcome.errors) - 1);
  }
}


/* A service's words are one line, and steer no terminal; an empty variable is
 * no key; what is not sent is told. */
static void
test_words (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  const char *url = ump_test_server_get_url (server);
  g_auto (Outcome) outcome = { 0 };
  UmpTestReply *reply = ump_test_reply_new (500, "application/json");

  ump_test_reply_send (reply, "{\"error\":{\"message\":\"first\\nsecond\\r\\u001b[31mthird\\u2028\"}}");
  ump_test_reply_end (reply);
  ump_test_server_push (server, reply);
  push_answer (server);
  run ("", "", &outcome, (const char *const[]) { "ask", "-d", "openai-chat", "-u", url, "-m", "m1", "hi", NULL });
  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_cmpstr (outcome.errors, ==, "umpire ask: The service reported an error: first second  [31mthird \n");
  g_assert_null (strstr (ump_test_server_get_request (server, 0)->head, "Authorization"));
  run (NULL, "", &outcome, (const char *const[]) { "ask", "-d", "openai-chat", "-u", url, "-m", "m1", "-e", "low", "hi", NULL });
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpstr (outcome.errors, ==, "“reasoning_effort” was not sent, because the service or this model does not take it.\n");
}


/* Runs with standard output at @fd. */
static GSubprocess *
spawn_at (int fd, const char *url)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *program = g_build_filename (g_getenv ("UMPIRE_BUILDDIR"), "src", "umpire", NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_take_stdout_fd (launcher, fd);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "ask", "-d", "openai-chat", "-u", url, "-m", "m1", "hi", NULL);
  g_assert_no_error (error);
  return process;
}


/* An answer that could not be kept is no success. */
static void
test_full_disk (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  int fd = open ("/dev/full", O_WRONLY);
  g_autoptr (GSubprocess) process = NULL;
  g_auto (Outcome) outcome = { 0 };

  g_assert_cmpint (fd, >=, 0);
  push_answer (server);
  process = spawn_at (fd, ump_test_server_get_url (server));
  finish (process, NULL, &outcome);
  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_nonnull (strstr (outcome.errors, "could not be written"));
}


/* A model must not be able to steer the user's terminal; into a file goes what
 * it said. */
static void
test_terminal (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  UmpTestReply *reply = ump_test_chat_reply ("a\\u001b]0;title\\u0007\\tb\\r\\nü\\u009bc", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_auto (Outcome) outcome = { 0 };
  int terminal = posix_openpt (O_RDWR | O_NOCTTY);
  char seen[200] = "";
  int fd;

  g_assert_cmpint (terminal, >=, 0);
  g_assert_cmpint (grantpt (terminal), ==, 0);
  g_assert_cmpint (unlockpt (terminal), ==, 0);
  fd = open (ptsname (terminal), O_RDWR | O_NOCTTY);
  g_assert_cmpint (fd, >=, 0);
  ump_test_chat_end (reply);
  ump_test_server_push (server, reply);
  process = spawn_at (fd, ump_test_server_get_url (server));
  finish (process, NULL, &outcome);
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpint (read (terminal, seen, sizeof seen - 1), >, 0);
  close (terminal);
  /* The terminal itself makes CR LF of LF. */
  g_assert_cmpstr (seen, ==, "a\xEF\xBF\xBD]0;title\xEF\xBF\xBD\tb\r\nü\xEF\xBF\xBD" "c\r\n");

  run (NULL, "", &outcome, (const char *const[]) { "ask", "-d", "openai-chat", "-u", ump_test_server_get_url (server), "-m", "m1", "hi", NULL });
  g_assert_cmpstr (outcome.output, ==, "a\x1b]0;title\x07\tb\r\nü\xC2\x9B" "c\n");
}


static gboolean
has_request (gpointer user_data)
{
  return ump_test_server_count_requests (user_data) > 0;
}


static gboolean
file_holds_key (const char *pid, const char *name)
{
  g_autofree char *path = g_build_filename ("/proc", pid, name, NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, 0);
  return memmem (content, length, UMP_TEST_KEY, strlen (UMP_TEST_KEY)) != NULL;
}


/* While it waits for the answer the key is in no place that other processes
 * can read; interrupted, it says so, and what came is on the output. */
static void
test_key_and_interrupt (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  UmpTestReply *reply = ump_test_chat_reply ("Well", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_auto (Outcome) outcome = { 0 };
  const char *pid;

  ump_test_reply_stall (reply);
  ump_test_server_push (server, reply);
  process = spawn (UMP_TEST_KEY, (const char *const[]) { "ask", "-d", "openai-chat", "-u", ump_test_server_get_url (server), "-m", "m1", "hi", NULL });
  pid = g_subprocess_get_identifier (process);
  ump_test_wait_until (has_request, server, 10);
  g_assert_nonnull (strstr (ump_test_server_get_request (server, 0)->head, UMP_TEST_KEY));
  g_assert_false (file_holds_key (pid, "cmdline"));
  g_assert_false (file_holds_key (pid, "environ"));

  g_subprocess_send_signal (process, SIGINT);
  finish (process, NULL, &outcome);
  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_nonnull (strstr (outcome.errors, "interrupted"));
}


static void
test_practice (void)
{
  g_auto (Outcome) outcome = { 0 };

  run (NULL, "", &outcome, (const char *const[]) { "ask", "-p", "practice", "-m", "practice-laconic", "What is 6 * 7?", NULL });
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_nonnull (strstr (outcome.output, "42"));
}


/* A wait is told when it begins, and not once more at the end. */
static void
test_busy (void)
{
  g_autoptr (UmpTestServer) server = ump_test_server_new (NULL);
  UmpTestReply *busy = ump_test_reply_new (503, "application/json");
  UmpTestReply *reply = ump_test_chat_reply ("Here.", NULL);
  g_auto (Outcome) outcome = { 0 };

  ump_test_reply_header (busy, "Retry-After", "0.1");
  ump_test_reply_send (busy, "{\"error\":{\"message\":\"busy\"}}");
  ump_test_reply_end (busy);
  ump_test_chat_end (reply);
  ump_test_server_push (server, busy);
  ump_test_server_push (server, reply);
  run (NULL, "", &outcome, (const char *const[]) { "ask", "-d", "openai-chat", "-u", ump_test_server_get_url (server), "-m", "m1", "-e", "low", "hi", NULL });
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpstr (outcome.output, ==, "Here.\n");
  g_assert_cmpstr (outcome.errors, ==, "umpire ask: the service is busy; asking again in 0.1 s\n"
                                       "“reasoning_effort” was not sent, because the service or this model does not take it.\n");
}


/* One that is not there does not answer, and a question has one meaning. */
static void
test_misunderstood (void)
{
  g_auto (Outcome) outcome = { 0 };

  run (NULL, "", &outcome, (const char *const[]) { "ask", "-p", "practice", "-m", "nobody", "hi", NULL });
  g_assert_cmpint (outcome.status, ==, 1);
  g_assert_cmpstr (outcome.output, ==, "");
  g_assert_cmpstr (outcome.errors, ==, "umpire ask: There is no practice partner “nobody”. “umpire providers --models practice” lists them.\n");
  run (NULL, "", &outcome, (const char *const[]) { "providers", "--discover", "--models", "practice", NULL });
  g_assert_cmpint (outcome.status, ==, 2);
  g_assert_cmpstr (outcome.output, ==, "");
}


/* Every option that --help lists is described in the page, below its command. */
static void
test_man_page (void)
{
  static const char *const commands[] = { "ask", "providers", "rate", "leaderboard", "export", "import" };
  g_autofree char *path = g_build_filename (g_getenv ("UMPIRE_SRCDIR"), "data", "umpire.1.in", NULL);
  g_autofree char *source = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *page = NULL;
  g_autoptr (GRegex) option = g_regex_new ("^  (?:-\\w, )?(--[a-z-]+)", G_REGEX_MULTILINE, 0, NULL);

  g_assert_true (g_file_get_contents (path, &source, NULL, NULL));
  parts = g_strsplit (source, "\\-", -1);
  page = g_strjoinv ("-", parts);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *heading = g_strdup_printf (".SS Options of umpire %s\n", commands[i]);
    const char *begin = strstr (page, heading);
    const char *end = begin != NULL ? strstr (begin + 1, "\n.S") : NULL;
    g_auto (Outcome) outcome = { 0 };
    g_autoptr (GMatchInfo) match = NULL;

    run (NULL, "", &outcome, (const char *const[]) { commands[i], "--help", NULL });
    for (g_regex_match (option, outcome.output, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL)) {
      g_autofree char *name = g_match_info_fetch (match, 1);
      g_autofree char *described = g_strdup_printf ("%s\\f", name);

      if (g_str_equal (name, "--help"))
        continue;
      g_test_message ("%s %s", commands[i], name);
      g_assert_nonnull (begin);
      g_assert_nonnull (g_strstr_len (begin, end - begin, described));
    }
  }
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-ask/answer", test_answer);
  g_test_add_func ("/cli-ask/failures", test_failures);
  g_test_add_func ("/cli-ask/words", test_words);
  g_test_add_func ("/cli-ask/full-disk", test_full_disk);
  g_test_add_func ("/cli-ask/terminal", test_terminal);
  g_test_add_func ("/cli-ask/key-and-interrupt", test_key_and_interrupt);
  g_test_add_func ("/cli-ask/practice", test_practice);
  g_test_add_func ("/cli-ask/busy", test_busy);
  g_test_add_func ("/cli-ask/misunderstood", test_misunderstood);
  g_test_add_func ("/cli-ask/man-page", test_man_page);
  return g_test_run ();
}
