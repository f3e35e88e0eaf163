/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <arpa/inet.h>
#include <glib.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* A server that speaks openai-chat. The name of the model says how:
 *
 *   first   thinks for 50 ms, then one delta
 *   fast    2 MB as fast as they go
 *   paced   2,000 deltas a second for two seconds
 *   short   twenty deltas at once
 *
 * Each event is a chunk of its own, as it is with the services, and each delta
 * holds the time at which it was sent, in nanoseconds of CLOCK_MONOTONIC.
 * Prints its port. */

#define FAST_BYTES (2 * 1000 * 1000)
#define PACED_DELTAS 4000
#define PACED_NS (500 * 1000)
#define THINKING_NS (50 * 1000 * 1000)
#define SHORT_DELTAS 20

static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";


static gint64
now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}


static void
sleep_until (gint64 when)
{
  struct timespec until = { when / 1000000000, when % 1000000000 };

  clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}


static void
add_chunk (GString *bytes, const char *event)
{
  g_string_append_printf (bytes, "%zx\r\n%s\r\n", strlen (event), event);
}


static void
add_delta (GString *bytes)
{
  char event[400];

  g_snprintf (event, sizeof event,
              "data: {\"id\":\"chatcmpl-0123456789\",\"object\":\"chat.completion.chunk\",\"created\":1770933892,\"model\":\"bench\","
              "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%020" G_GINT64_FORMAT " \"},\"logprobs\":null,\"finish_reason\":null}]}\n\n",
              now_ns ());
  add_chunk (bytes, event);
}


static void
add_end (GString *bytes)
{
  add_chunk (bytes, "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
  add_chunk (bytes, "data: [DONE]\n\n");
  g_string_append (bytes, "0\r\n\r\n");
}


static gboolean
flush (int fd, GString *bytes)
{
  gsize sent = 0;

  while (sent < bytes->len) {
    gssize n = send (fd, bytes->str + sent, bytes->len - sent, MSG_NOSIGNAL);

    if (n <= 0)
      return FALSE;
    sent += n;
  }
  g_string_truncate (bytes, 0);
  return TRUE;
}


static void
answer (int fd, const char *body)
{
  g_autoptr (GString) bytes = g_string_new (head);
  gint64 start = now_ns ();

  if (strstr (body, "\"first\"") != NULL) {
    sleep_until (start + THINKING_NS);
    add_delta (bytes);
  } else if (strstr (body, "\"paced\"") != NULL) {
    flush (fd, bytes);
    for (guint i = 0; i < PACED_DELTAS; i++) {
      sleep_until (start + (i + 1) * (gint64) PACED_NS);
      add_delta (bytes);
      if (!flush (fd, bytes))
        return;
    }
  } else {
    gsize limit = strstr (body, "\"fast\"") != NULL ? FAST_BYTES : 0;

    for (guint i = 0; i < SHORT_DELTAS || bytes->len < limit; i++)
      add_delta (bytes);
  }
  add_end (bytes);
  flush (fd, bytes);
}


static gpointer
serve (gpointer data)
{
  int fd = GPOINTER_TO_INT (data);
  g_autofree char *buffer = g_malloc0 (65536);
  int one = 1;
  gsize filled = 0;

  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  for (;;) {
    gssize n = recv (fd, buffer + filled, 65535 - filled, 0);
    const char *body;
    const char *length;

    if (n <= 0)
      break;
    filled += n;
    buffer[filled] = '\0';
    body = strstr (buffer, "\r\n\r\n");
    length = strcasestr (buffer, "\r\nContent-Length:");
    if (body == NULL || length == NULL || strlen (body + 4) < g_ascii_strtoull (length + 17, NULL, 10))
      continue;
    answer (fd, body);
    filled = 0;
  }
  close (fd);
  return NULL;
}


int
main (int argc, char **argv)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM, 0);

  if (bind (fd, (struct sockaddr *) &address, sizeof address) != 0 || listen (fd, 64) != 0
      || getsockname (fd, (struct sockaddr *) &address, &length) != 0) {
    perror ("stream-server");
    return 1;
  }
  printf ("%u\n", ntohs (address.sin_port));
  fflush (stdout);
  for (;;) {
    int client = accept (fd, NULL, NULL);

    if (client < 0)
      continue;
    g_thread_unref (g_thread_new ("serve", serve, GINT_TO_POINTER (client)));
  }
}
