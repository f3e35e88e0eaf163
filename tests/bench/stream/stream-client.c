/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ump-response-stream.h"
#include "ump-transport-private.h"

/* usage: stream-client MODE PORT
 *
 *   first    milliseconds from the start to the first delta
 *   fast     milliseconds for 2 MB
 *   bare     the same for libsoup alone, whose bytes nobody looks at
 *   paced    milliseconds by which the last delta is later than it was sent, and
 *            milliseconds for the whole stream
 *   pair     the latter, of two streams at once: the slower one
 *   memory   kilobytes of private memory after 50 and after 1,000 answers
 *   lag      of standard input, which is what curl prints: as the first of paced
 */

#define READ_SIZE (16 * 1024)

typedef struct {
  UmpTransport *transport;
  UmpProvider *provider;
  GMainLoop *loop;
  guint running;
  double first_ms;
  double lag_ms;
  gint64 started;
} Bench;


static gint64
now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}


/* Each delta is the 20 digits of the time at which it was sent, and a blank. */
static double
lag_of (const char *text, gsize length)
{
  return length >= 21 ? (now_ns () - g_ascii_strtoll (text + length - 21, NULL, 10)) / 1e6 : -1;
}


static void
changed_cb (UmpResponseStream *stream, gpointer user_data)
{
  Bench *bench = user_data;
  gsize length;
  const char *text = ump_response_stream_get_text (stream, &length);

  if (bench->first_ms < 0)
    bench->first_ms = (now_ns () - bench->started) / 1e6;
  bench->lag_ms = lag_of (text, length);
}


static void
ended_cb (UmpResponseStream *stream, gpointer user_data)
{
  Bench *bench = user_data;
  const UmpResponseRecord *record = ump_response_stream_get_record (stream);

  if (record->ending != UMP_ENDING_STOP)
    g_error ("ended as %d: %s", record->ending, record->error);
  g_object_unref (stream);
  if (--bench->running == 0)
    g_main_loop_quit (bench->loop);
}


static double
ask (Bench *bench, const char *model, guint n)
{
  g_autoptr (UmpContender) contender = ump_contender_new (bench->provider->id, model);
  UmpMessage message = { UMP_ROLE_USER, "bench" };

  bench->first_ms = -1;
  bench->started = now_ns ();
  for (guint i = 0; i < n; i++) {
    UmpResponseStream *stream = ump_response_stream_new (bench->transport, bench->provider, contender, UMP_SIDE_A);

    g_signal_connect (stream, "changed", G_CALLBACK (changed_cb), bench);
    g_signal_connect (stream, "ended", G_CALLBACK (ended_cb), bench);
    bench->running++;
    ump_response_stream_start (stream, &message, 1);
  }
  g_main_loop_run (bench->loop);
  return (now_ns () - bench->started) / 1e6;
}


static guint8 bare_buffer[READ_SIZE];


static void
bare_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (n > 0)
    g_input_stream_read_async (G_INPUT_STREAM (source), bare_buffer, READ_SIZE, G_PRIORITY_DEFAULT, NULL, bare_read_cb, user_data);
  else
    g_main_loop_quit (user_data);
}


static void
bare_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GInputStream) body = soup_session_send_finish (SOUP_SESSION (source), result, NULL);

  g_input_stream_read_async (body, bare_buffer, READ_SIZE, G_PRIORITY_DEFAULT, NULL, bare_read_cb, user_data);
}


static double
run_bare (Bench *bench)
{
  g_autofree char *url = g_strconcat (bench->provider->base_url, "/chat/completions", NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"model\":\"fast\"}", 16);
  gint64 started = now_ns ();

  soup_message_set_request_body_from_bytes (message, "application/json", body);
  soup_session_send_async (ump_transport_get_session (bench->transport), message, G_PRIORITY_DEFAULT, NULL, bare_sent_cb, bench->loop);
  g_main_loop_run (bench->loop);
  return (now_ns () - started) / 1e6;
}


static long
read_private_kb (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  line = strstr (status, "RssAnon:");
  return line != NULL ? strtol (line + strlen ("RssAnon:"), NULL, 10) : -1;
}


static void
run_memory (Bench *bench)
{
  long after_50 = 0;

  for (guint i = 1; i <= 1000; i++) {
    ask (bench, "short", 1);
    if (i == 50)
      after_50 = read_private_kb ();
  }
  printf ("%ld %ld\n", after_50, read_private_kb ());
}


/* What curl -N writes, as it comes. */
static void
run_lag (void)
{
  char line[1024];
  double lag = -1;

  setvbuf (stdin, NULL, _IOLBF, 4096);
  while (fgets (line, sizeof line, stdin) != NULL) {
    const char *content = strstr (line, "\"content\":\"");

    if (content != NULL)
      lag = (now_ns () - g_ascii_strtoll (content + strlen ("\"content\":\""), NULL, 10)) / 1e6;
  }
  printf ("%.3f\n", lag);
}


int
main (int argc, char **argv)
{
  g_autoptr (UmpKeyring) keyring = ump_keyring_new ();
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%s/v1", argc > 2 ? argv[2] : "0");
  Bench bench = { 0 };
  const char *mode = argc > 1 ? argv[1] : "";

  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  bench.transport = ump_transport_new (keyring);
  bench.provider = ump_provider_new ("Bench", "custom", url);
  bench.provider->keyless = TRUE;
  bench.loop = g_main_loop_new (NULL, FALSE);
  if (g_str_equal (mode, "lag")) {
    run_lag ();
    return 0;
  }
  /* What is done once for a process is not what is measured. */
  ask (&bench, "short", 1);
  if (g_str_equal (mode, "first")) {
    ask (&bench, "first", 1);
    printf ("%.3f\n", bench.first_ms);
  } else if (g_str_equal (mode, "fast")) {
    printf ("%.3f\n", ask (&bench, "fast", 1));
  } else if (g_str_equal (mode, "bare")) {
    printf ("%.3f\n", run_bare (&bench));
  } else if (g_str_equal (mode, "paced")) {
    double total = ask (&bench, "paced", 1);

    printf ("%.3f %.3f\n", bench.lag_ms, total);
  } else if (g_str_equal (mode, "pair")) {
    printf ("%.3f\n", ask (&bench, "paced", 2));
  } else if (g_str_equal (mode, "memory")) {
    run_memory (&bench);
  } else {
    fprintf (stderr, "stream-client: unknown mode\n");
    return 2;
  }
  return 0;
}
