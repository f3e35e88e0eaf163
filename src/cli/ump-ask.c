/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ump-answer.h"
#include "ump-ask.h"
#include "ump-cli-store.h"
#include "ump-cli-text.h"
#include "ump-dialect.h"
#include "ump-error.h"
#include "ump-practice.h"
#include "ump-response-stream.h"
#include "ump-services.h"

#define KEY_VARIABLE "UMPIRE_API_KEY"

/* No one types it. */
#define NO_LIMIT G_MININT

typedef struct {
  char *provider;
  char *dialect;
  char *base_url;
  char *model;
  char *system;
  char *effort;
  char *extra;
  double temperature;
  double top_p;
  int max_tokens;
  gint64 seed;
  gboolean key_stdin;
  gboolean allow_http;
  gboolean stats;
} Options;

typedef struct {
  UmpResponseStream *stream;
  GMainLoop *loop;
  gsize printed;
  int write_error; /* an errno, 0 where all was written */
  gint64 retry_at;
  GPtrArray *told; /* notes of the record that were told at once */
} Asking;


static void
options_clear (Options *options)
{
  g_free (options->provider);
  g_free (options->dialect);
  g_free (options->base_url);
  g_free (options->model);
  g_free (options->system);
  g_free (options->effort);
  g_free (options->extra);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)


/* The environment of a process can be read for as long as it runs, so the key
 * is overwritten where it is, not only taken off the list. */
static char *
take_key_from_environment (void)
{
  char *value = getenv (KEY_VARIABLE);
  char *key = value != NULL && *value != '\0' ? g_strdup (value) : NULL;

  if (value != NULL)
    explicit_bzero (value, strlen (value));
  unsetenv (KEY_VARIABLE);
  return key;
}


/* A line that is a key: it stays in no buffer of standard input, nor where it
 * was before it outgrew that. */
static char *
read_key (FILE *file)
{
  gsize size = 256;
  gsize length = 0;
  char *line = g_malloc0 (size);
  int c;

  setvbuf (file, NULL, _IONBF, 0);
  while ((c = getc (file)) != EOF && c != '\n') {
    if (length + 1 == size) {
      char *longer = g_malloc0 (2 * size);

      memcpy (longer, line, size);
      ump_keyring_free_key (line);
      line = longer;
      size *= 2;
    }
    line[length++] = c;
  }
  return line;
}


static char *
read_prompt (int argc, char **argv, GError **error)
{
  GString *prompt = g_string_new (NULL);
  char buffer[4096];
  gsize n;

  if (argc == 2 && !g_str_equal (argv[1], "-"))
    g_string_append (prompt, argv[1]);
  else
    while ((n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
      g_string_append_len (prompt, buffer, n);
  if (!g_utf8_validate (prompt->str, prompt->len, NULL))
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("The prompt is not valid UTF-8."));
  else if (prompt->str[strspn (prompt->str, " \t\r\n")] == '\0')
    g_set_error_literal (error, UMP_ERROR, UMP_ERROR_INVALID, _("The prompt is empty."));
  return g_string_free (prompt, FALSE);
}


/* The row of the services table that fits best: the one of this very host,
 * else the plainest one that speaks the dialect. */
static const UmpService *
find_service (const char *dialect, const char *base_url)
{
  g_autoptr (GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  const UmpService *fallback = NULL;
  guint n;
  const UmpService *const *services = ump_services_get_all (&n);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GUri) known = g_uri_parse (services[i]->base_url, G_URI_FLAGS_NONE, NULL);

    if (!g_str_equal (services[i]->dialect, dialect))
      continue;
    if (!services[i]->local && known != NULL && g_strcmp0 (g_uri_get_host (known), host) == 0)
      return services[i];
    if (fallback == NULL || *services[i]->base_url == '\0')
      fallback = services[i];
  }
  return fallback;
}


static UmpProvider *
make_provider (const Options *options, GError **error)
{
  g_autofree char *base_url = ump_services_normalize_base_url (options->base_url, error);
  const UmpService *service;
  UmpProvider *provider;

  if (base_url == NULL)
    return NULL;
  service = find_service (options->dialect, base_url);
  provider = ump_provider_new (service->name, service->id, base_url);
  provider->keyless = TRUE;
  provider->allow_http = options->allow_http;
  return provider;
}


/* The practice source answers for whoever it is asked. */
static UmpProvider *
find_practice (const char *model, GError **error)
{
  g_autoptr (GPtrArray) partners = ump_practice_get_contenders ();

  for (guint i = 0; i < partners->len; i++)
    if (g_str_equal (((UmpContender *) partners->pdata[i])->model, model))
      return ump_practice_get_provider ();
  g_set_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND, _("There is no practice partner “%s”. “umpire providers --models practice” lists them."), model);
  return NULL;
}


static UmpProvider *
find_provider (const Options *options, GError **error)
{
  const char *name = options->provider;
  g_autoptr (UmpDb) db = NULL;
  g_autoptr (GPtrArray) providers = NULL;

  if (g_ascii_strcasecmp (name, UMP_PRACTICE_PROVIDER) == 0)
    return find_practice (options->model, error);
  db = ump_cli_open_database (error);
  providers = db != NULL ? ump_db_load_providers (db, error) : NULL;
  if (providers == NULL)
    return NULL;
  for (guint i = 0; i < providers->len; i++) {
    const UmpProvider *provider = providers->pdata[i];

    if (g_str_equal (provider->name, name) || g_str_equal (provider->id, name))
      return ump_provider_copy (provider);
  }
  g_set_error (error, UMP_ERROR, UMP_ERROR_NOT_FOUND, _("There is no provider “%s”. “umpire providers” lists them."), name);
  return NULL;
}


/* Said before it is waited, so the note of it need not be printed with the others. */
static void
tell_wait (Asking *asking, gint64 retry_at)
{
  const char *notes = ump_response_stream_get_record (asking->stream)->notes;
  const char *last = notes != NULL ? strrchr (notes, '\n') : NULL;

  fprintf (stderr, _("umpire ask: the service is busy; asking again in %.1f s\n"),
           MAX (0, retry_at - g_get_real_time ()) / 1e6);
  if (notes != NULL)
    g_ptr_array_add (asking->told, g_strdup (last != NULL ? last + 1 : notes));
}


static void
changed_cb (UmpResponseStream *stream, gpointer user_data)
{
  Asking *asking = user_data;
  gsize length;
  const char *text = ump_response_stream_get_text (stream, &length);
  gint64 retry_at = ump_response_stream_get_retry_at (stream);

  if (retry_at > asking->retry_at)
    tell_wait (asking, retry_at);
  asking->retry_at = retry_at;
  if (length > asking->printed && asking->write_error == 0) {
    if (!ump_cli_text_print (text + asking->printed, length - asking->printed)) {
      asking->write_error = errno;
      ump_response_stream_cancel (stream);
    }
    asking->printed = length;
  }
}


static void
stalled_cb (UmpResponseStream *stream, gpointer user_data)
{
  fprintf (stderr, "%s\n", _("umpire ask: nothing has come for a while; still waiting (Ctrl+C stops)"));
}


static void
ended_cb (UmpResponseStream *stream, gpointer user_data)
{
  Asking *asking = user_data;

  changed_cb (stream, asking);
  g_main_loop_quit (asking->loop);
}


static gboolean
interrupted_cb (gpointer user_data)
{
  ump_response_stream_cancel (user_data);
  return G_SOURCE_CONTINUE;
}


static void
print_count (const char *format, gint64 count)
{
  if (count >= 0)
    fprintf (stderr, format, count);
}


static void
print_word (const char *format, const char *word)
{
  g_autofree char *line = ump_cli_text_one_line (word);

  fprintf (stderr, format, line);
}


static void
print_stats (const UmpResponseRecord *record)
{
  double speed = ump_answer_measure_speed (record);

  if (record->first_token_ms >= 0)
    fprintf (stderr, _("first token: %.3f s\n"), record->first_token_ms / 1000);
  if (record->duration_ms >= 0)
    fprintf (stderr, _("duration: %.3f s\n"), record->duration_ms / 1000);
  print_count (_("tokens in: %" PRId64 "\n"), record->usage.input);
  print_count (_("tokens out: %" PRId64 "\n"), record->usage.output);
  print_count (_("of them reasoning: %" PRId64 "\n"), record->usage.reasoning);
  if (!isnan (speed))
    fprintf (stderr, _("speed: %.1f tokens a second\n"), speed);
  print_word (_("finish: %s\n"), record->finish != NULL ? record->finish : _("unknown"));
  if (record->returned_model != NULL)
    print_word (_("model: %s\n"), record->returned_model);
  if (isnan (record->usage.cost))
    fprintf (stderr, "%s\n", _("cost: unknown"));
  else
    fprintf (stderr, _("cost: $%.6f\n"), record->usage.cost);
}


static void
print_notes (const char *notes, GPtrArray *told)
{
  g_auto (GStrv) lines = g_strsplit (notes, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (told, lines[i], g_str_equal, NULL))
      print_word ("%s\n", lines[i]);
}


/* Returns the exit status. */
static int
report (const UmpResponseRecord *record, const Options *options, const Asking *asking)
{
  const char *problem = NULL;
  int write_error = asking->write_error;

  if (write_error == 0 && *record->text != '\0' && !g_str_has_suffix (record->text, "\n") && !ump_cli_text_print ("\n", 1))
    write_error = errno;
  if (options->stats)
    print_stats (record);
  if (record->notes != NULL)
    print_notes (record->notes, asking->told);
  if (write_error != 0) {
    fprintf (stderr, _("umpire ask: the answer could not be written: %s\n"), g_strerror (write_error));
    return 1;
  }
  switch (record->ending) {
  case UMP_ENDING_STOP:
    return 0;
  case UMP_ENDING_LENGTH:
    fprintf (stderr, "%s\n", _("umpire ask: the answer was cut at the token limit"));
    return 0;
  case UMP_ENDING_FILTER:
    fprintf (stderr, "%s\n", _("umpire ask: the model or its service refused, or filtered the answer"));
    return 0;
  case UMP_ENDING_EMPTY:
    problem = _("the model ended without any text");
    break;
  case UMP_ENDING_INTERRUPTED:
    problem = _("interrupted");
    break;
  case UMP_ENDING_OPEN:
  case UMP_ENDING_ERROR:
  case UMP_ENDING_NO_TERMINATOR:
  default:
    problem = record->error != NULL ? record->error : _("the answer failed");
    break;
  }
  print_word ("umpire ask: %s\n", problem);
  return 1;
}


static int
ask (const Options *options, const UmpProvider *provider, const char *key, const char *prompt)
{
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();
  g_autoptr (UmpTransport) transport = ump_transport_new (keyring);
  g_autoptr (UmpContender) contender = ump_contender_new (provider->id, options->model);
  g_autoptr (UmpResponseStream) stream = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  UmpMessage message = { UMP_ROLE_USER, prompt };
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  Asking asking = { .told = told };
  guint signal_source;

  contender->system_prompt = g_strdup (options->system);
  contender->reasoning_effort = g_strdup (options->effort);
  contender->extra_json = g_strdup (options->extra);
  contender->temperature = options->temperature;
  contender->top_p = options->top_p;
  contender->max_tokens = options->max_tokens != NO_LIMIT ? options->max_tokens : 0;
  contender->seed = options->seed;
  if (key != NULL)
    ump_keyring_set_session_key (keyring, provider->id, key);
  stream = ump_response_stream_new (transport, provider, contender, UMP_SIDE_A);
  asking.stream = stream;
  asking.loop = loop;
  g_signal_connect (stream, "changed", G_CALLBACK (changed_cb), &asking);
  g_signal_connect (stream, "stalled", G_CALLBACK (stalled_cb), &asking);
  g_signal_connect (stream, "ended", G_CALLBACK (ended_cb), &asking);
  signal_source = g_unix_signal_add (SIGINT, interrupted_cb, stream);
  ump_response_stream_start (stream, &message, 1);
  g_main_loop_run (loop);
  g_source_remove (signal_source);
  return report (ump_response_stream_get_record (stream), options, &asking);
}


static int
refuse (const char *why)
{
  fprintf (stderr, _("umpire ask: %s See “umpire ask --help”.\n"), why);
  return 2;
}


/* Returns what is wrong with the command line, %NULL where nothing is. */
static const char *
find_misuse (const Options *options, int argc)
{
  if (options->model == NULL || *options->model == '\0')
    return _("Say which model, with --model.");
  if (argc > 2)
    return _("There is more than one prompt; put it in quotes.");
  if ((options->provider == NULL) == (options->dialect == NULL))
    return _("Say either --provider or --dialect.");
  if (options->dialect != NULL && ump_dialect_find (options->dialect) == NULL)
    return _("There is no such dialect.");
  if (options->dialect != NULL && options->base_url == NULL)
    return _("Say where to ask, with --base-url.");
  if (options->provider != NULL && options->base_url != NULL)
    return _("The provider has an address of its own; --base-url goes with --dialect.");
  if (options->max_tokens != NO_LIMIT && options->max_tokens <= 0)
    return _("The limit of --max-tokens must be above zero.");
  return NULL;
}


static char *
get_key (const Options *options, char *from_environment, GError **error)
{
  char *typed = options->key_stdin ? read_key (stdin) : g_steal_pointer (&from_environment);
  char *key = typed != NULL ? ump_services_check_key (typed, error) : NULL;

  ump_keyring_free_key (typed);
  ump_keyring_free_key (from_environment);
  return key;
}


static int
run (int argc, char **argv)
{
  char *from_environment = take_key_from_environment ();
  g_auto (Options) options = { .temperature = NAN, .top_p = NAN, .seed = -1, .max_tokens = NO_LIMIT };
  const GOptionEntry entries[] = {
    { "provider", 'p', 0, G_OPTION_ARG_STRING, &options.provider, N_("Ask through this provider of yours, or “practice”"), N_("NAME") },
    { "dialect", 'd', 0, G_OPTION_ARG_STRING, &options.dialect, N_("What the server speaks: openai-chat, openai-responses, anthropic, gemini, ollama"), N_("DIALECT") },
    { "base-url", 'u', 0, G_OPTION_ARG_STRING, &options.base_url, N_("Where the server is"), N_("URL") },
    { "model", 'm', 0, G_OPTION_ARG_STRING, &options.model, N_("Which model to ask"), N_("MODEL") },
    { "key-stdin", 0, 0, G_OPTION_ARG_NONE, &options.key_stdin, N_("Read the key from the first line of standard input"), NULL },
    { "system", 's', 0, G_OPTION_ARG_STRING, &options.system, N_("System prompt"), N_("TEXT") },
    { "temperature", 't', 0, G_OPTION_ARG_DOUBLE, &options.temperature, N_("Sampling temperature"), N_("NUMBER") },
    { "top-p", 0, 0, G_OPTION_ARG_DOUBLE, &options.top_p, N_("Nucleus sampling"), N_("NUMBER") },
    { "max-tokens", 'n', 0, G_OPTION_ARG_INT, &options.max_tokens, N_("Limit of the answer"), N_("NUMBER") },
    { "effort", 'e', 0, G_OPTION_ARG_STRING, &options.effort, N_("Reasoning effort, such as low, medium or high"), N_("EFFORT") },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options.seed, N_("Seed, where the service takes one"), N_("NUMBER") },
    { "extra", 0, 0, G_OPTION_ARG_STRING, &options.extra, N_("JSON object merged into the request"), N_("JSON") },
    { "allow-http", 0, 0, G_OPTION_ARG_NONE, &options.allow_http, N_("Allow http:// to another computer, where anybody on the way can read the key"), NULL },
    { "stats", 0, 0, G_OPTION_ARG_NONE, &options.stats, N_("Print times, tokens, speed and cost to standard error"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("[PROMPT|-]"));
  g_autoptr (UmpProvider) provider = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *prompt = NULL;
  const char *misuse;
  char *key;
  int status;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Asks one model and streams its answer to standard output."));
  g_option_context_set_description (context, _("With --dialect no set-up is needed. The key is taken from $UMPIRE_API_KEY, which is wiped at once, or from standard input. Without a prompt, or with “-”, the prompt is read from standard input."));
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    ump_keyring_free_key (from_environment);
    ump_cli_fail ("ask", error);
    return 2;
  }
  misuse = find_misuse (&options, argc);
  if (misuse != NULL) {
    ump_keyring_free_key (from_environment);
    return refuse (misuse);
  }
  key = get_key (&options, from_environment, &error);
  if (error == NULL)
    provider = options.provider != NULL ? find_provider (&options, &error) : make_provider (&options, &error);
  if (error == NULL)
    prompt = read_prompt (argc, argv, &error);
  status = error == NULL ? ask (&options, provider, key, prompt) : ump_cli_fail ("ask", error);
  ump_keyring_free_key (key);
  return status;
}


const UmpCommand ump_cli_ask = {
  .name = "ask",
  .summary = N_("asks one model, and streams its answer"),
  .run = run,
};
