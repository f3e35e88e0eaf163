/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ump-application.h"
#include "ump-markdown-view.h"
#include "ump-test.h"

/* One run of the benchmark:  bench-markdown-stream markdown|textview|open
 *
 * Two panes take 400 KB each in deltas of 20 bytes, 2,000 a second. By bytes
 * half is prose, a quarter code, 15 % lists and 10 % tables. What is measured
 * for each turn of the main loop is the processor time of the main thread, so
 * that other work of the machine does not count; the clock's is shown beside. */

#define PANE_BYTES (400 * 1024)
#define DELTA 20
#define RATE 2000
#define EARLY 20
#define WINDOW_KB 20

typedef struct {
  GtkWidget *view;
  GtkTextBuffer *buffer;
  GString *text;
  gsize shown;
} Pane;

typedef struct {
  Pane panes[2];
  gint64 begun;
  GArray *busy;
  double clock_longest;
  double early;
  double late;
} Run;

static Run run;
static double turn_begun = -1;
static gint64 turn_clock;


static double
get_cpu (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}


static int
measured_poll (GPollFD *fds, guint n, int timeout)
{
  int ready;

  if (turn_begun >= 0) {
    double taken = get_cpu (CLOCK_THREAD_CPUTIME_ID) - turn_begun;
    double clock = (double) (g_get_monotonic_time () - turn_clock) / 1000;

    g_array_append_val (run.busy, taken);
    run.clock_longest = MAX (run.clock_longest, clock);
  }
  ready = poll ((struct pollfd *) fds, n, timeout);
  turn_begun = get_cpu (CLOCK_THREAD_CPUTIME_ID);
  turn_clock = g_get_monotonic_time ();
  return ready;
}


static void
append_words (GString *text, GRand *random, guint n)
{
  static const char * const words[] = {
    "the", "answer", "of", "a", "model", "scatters", "light", "and", "therefore", "**strongly**", "while", "`code`", "never",
    "asks", "why", "$x_1$", "because", "wavelengths", "differ", "*slightly*", "from", "what", "was", "expected", "earlier",
  };

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))], i + 1 < n ? " " : ".");
}


static void
append_code (GString *text, GRand *random)
{
  static const char * const languages[] = { "python", "c", "rust", "sh" };
  guint lines = (guint) g_rand_int_range (random, 6, 40);

  g_string_append_printf (text, "```%s\n", languages[g_rand_int_range (random, 0, G_N_ELEMENTS (languages))]);
  for (guint i = 0; i < lines; i++)
    g_string_append_printf (text, "%*sresult_%u = compute (value[%d], \"text\")  # note %d\n", (int) (i % 4) * 4, "", i,
                            g_rand_int_range (random, 0, 99), g_rand_int_range (random, 0, 99));
  g_string_append (text, "```\n\n");
}


static void
append_list (GString *text, GRand *random)
{
  guint items = (guint) g_rand_int_range (random, 4, 14);

  for (guint i = 0; i < items; i++) {
    g_string_append_printf (text, "%s- ", i % 4 == 3 ? "  " : "");
    append_words (text, random, (guint) g_rand_int_range (random, 4, 14));
    g_string_append_c (text, '\n');
  }
  g_string_append_c (text, '\n');
}


static void
append_table (GString *text, GRand *random)
{
  guint rows = (guint) g_rand_int_range (random, 4, 16);

  g_string_append (text, "| Name | Value | Share | Remarks |\n|:--|--:|:-:|---|\n");
  for (guint i = 0; i < rows; i++) {
    g_string_append_printf (text, "| row %u | %d | %d %% | ", i, g_rand_int_range (random, 0, 99999), g_rand_int_range (random, 0, 100));
    append_words (text, random, (guint) g_rand_int_range (random, 1, 6));
    g_string_append (text, " |\n");
  }
  g_string_append_c (text, '\n');
}


/* Keeps the four kinds at their share while the text grows. */
static GString *
generate (gsize size, guint seed)
{
  static const double shares[] = { .5, .25, .15, .1 };
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  GString *text = g_string_new (NULL);
  gsize bytes[4] = { 0 };

  while (text->len < size) {
    gsize before = text->len;
    guint kind = 0;

    for (guint i = 1; i < 4; i++) {
      if ((double) bytes[i] / shares[i] < (double) bytes[kind] / shares[kind])
        kind = i;
    }
    switch (kind) {
    case 0:
      if (g_rand_int_range (random, 0, 4) == 0) {
        g_string_append (text, "## ");
        append_words (text, random, 5);
        g_string_append (text, "\n\n");
      }
      append_words (text, random, (guint) g_rand_int_range (random, 30, 160));
      g_string_append (text, "\n\n");
      break;
    case 1:
      append_code (text, random);
      break;
    case 2:
      append_list (text, random);
      break;
    default:
      append_table (text, random);
    }
    bytes[kind] += text->len - before;
  }
  g_string_truncate (text, size);
  return text;
}


/* Private memory of the process in MB. */
static double
get_memory (void)
{
  g_autofree char *smaps = NULL;
  g_auto (GStrv) lines = NULL;
  double kb = 0;

  g_file_get_contents ("/proc/self/smaps_rollup", &smaps, NULL, NULL);
  lines = g_strsplit (smaps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (g_str_has_prefix (lines[i], "Private_"))
      kb += g_ascii_strtod (strchr (lines[i], ':') + 1, NULL);
  }
  return kb / 1024;
}


static void
add_delta (Pane *pane, gsize size, gboolean complete)
{
  if (pane->view != NULL) {
    ump_markdown_view_set_text (UMP_MARKDOWN_VIEW (pane->view), pane->text->str, (gssize) (pane->shown + size), complete);
  } else {
    GtkTextIter end;

    gtk_text_buffer_get_end_iter (pane->buffer, &end);
    gtk_text_buffer_insert (pane->buffer, &end, pane->text->str + pane->shown, (int) size);
  }
  pane->shown += size;
}


static gboolean
feed_cb (gpointer user_data)
{
  gsize due = (gsize) ((double) (g_get_monotonic_time () - run.begun) / 1e6 * RATE) * DELTA;
  static double early_begun, late_begun;
  gsize shown = run.panes[0].shown;

  for (guint i = 0; i < 2; i++) {
    Pane *pane = &run.panes[i];

    while (pane->shown + DELTA <= MIN (due, pane->text->len))
      add_delta (pane, DELTA, pane->shown + DELTA >= pane->text->len);
  }
  if (early_begun == 0 && shown >= (EARLY - WINDOW_KB / 2) * 1024)
    early_begun = get_cpu (CLOCK_PROCESS_CPUTIME_ID);
  if (run.early == 0 && shown >= (EARLY + WINDOW_KB / 2) * 1024)
    run.early = (get_cpu (CLOCK_PROCESS_CPUTIME_ID) - early_begun) / WINDOW_KB / 2;
  if (late_begun == 0 && shown >= PANE_BYTES - (WINDOW_KB + 2) * 1024)
    late_begun = get_cpu (CLOCK_PROCESS_CPUTIME_ID);
  if (run.late == 0 && shown >= PANE_BYTES - 2 * 1024)
    run.late = (get_cpu (CLOCK_PROCESS_CPUTIME_ID) - late_begun) / WINDOW_KB / 2;
  return G_SOURCE_CONTINUE;
}


static gboolean
is_fed (gpointer user_data)
{
  return run.panes[0].shown + DELTA > PANE_BYTES && run.panes[1].shown + DELTA > PANE_BYTES;
}


static gboolean
is_over (gpointer user_data)
{
  gint64 *until = user_data;

  return g_get_monotonic_time () >= *until;
}


static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}


static void
settle (guint ms)
{
  gint64 until = g_get_monotonic_time () + (gint64) ms * 1000;
  guint wake = g_timeout_add (20, wake_cb, NULL);

  ump_test_wait_until (is_over, &until, 30);
  g_source_remove (wake);
}


static GtkWidget *
make_pane (Pane *pane, gboolean markdown)
{
  GtkWidget *scroller, *view;

  if (markdown)
    return pane->view = ump_markdown_view_new ();
  scroller = gtk_scrolled_window_new ();
  view = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  pane->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  return scroller;
}


static GtkWidget *
open_window (GtkApplication *application, gboolean markdown)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  for (guint i = 0; i < 2; i++)
    gtk_box_append (GTK_BOX (box), make_pane (&run.panes[i], markdown));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 800);
  gtk_window_present (GTK_WINDOW (window));
  settle (600);
  return window;
}


static int
compare_double (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}


static void
stream (GtkApplication *application, const char *name)
{
  GtkWidget *window = open_window (application, strcmp (name, "markdown") == 0);
  double memory = get_memory (), cpu;
  guint source;

  for (guint i = 0; i < 2; i++)
    run.panes[i].text = generate (PANE_BYTES, 100 + i);
  run.busy = g_array_new (FALSE, FALSE, sizeof (double));
  memory = get_memory ();
  cpu = get_cpu (CLOCK_PROCESS_CPUTIME_ID);
  turn_begun = -1;
  g_main_context_set_poll_func (NULL, measured_poll);
  run.begun = g_get_monotonic_time ();
  source = g_timeout_add (2, feed_cb, NULL);
  ump_test_wait_until (is_fed, NULL, 120);
  g_source_remove (source);
  settle (300);
  g_main_context_set_poll_func (NULL, NULL);
  cpu = get_cpu (CLOCK_PROCESS_CPUTIME_ID) - cpu;
  g_array_sort (run.busy, compare_double);
  printf ("%s turns %u\n", name, run.busy->len);
  printf ("%s p999 %.2f\n", name, g_array_index (run.busy, double, (guint) (run.busy->len * .999)));
  printf ("%s longest %.2f\n", name, g_array_index (run.busy, double, run.busy->len - 1));
  printf ("%s median %.2f\n", name, g_array_index (run.busy, double, run.busy->len / 2));
  printf ("%s p99 %.2f\n", name, g_array_index (run.busy, double, (guint) (run.busy->len * .99)));
  printf ("%s clock-longest %.2f\n", name, run.clock_longest);
  printf ("%s cpu %.3f\n", name, cpu / 1000);
  printf ("%s early %.3f\n", name, run.early);
  printf ("%s late %.3f\n", name, run.late);
  printf ("%s memory %.2f\n", name, (get_memory () - memory) / 2);
  gtk_window_destroy (GTK_WINDOW (window));
}


static gboolean
is_drawn (gpointer user_data)
{
  int *frames = user_data;

  return *frames >= 2;
}


static void
after_paint_cb (GdkFrameClock *clock, int *frames)
{
  (*frames)++;
}


/* Until the second frame after the text was given: the first one lays out. */
static double
time_opening (GtkWidget *window, const char *text, gsize size)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  int frames = 0;
  gulong handler;
  gint64 begun = g_get_monotonic_time ();

  if (run.panes[0].view != NULL)
    ump_markdown_view_set_text (UMP_MARKDOWN_VIEW (run.panes[0].view), text, (gssize) size, TRUE);
  else
    gtk_text_buffer_set_text (run.panes[0].buffer, text, (int) size);
  gtk_widget_queue_draw (window);
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &frames);
  while (!is_drawn (&frames)) {
    gtk_widget_queue_draw (window);
    g_main_context_iteration (NULL, TRUE);
  }
  g_signal_handler_disconnect (clock, handler);
  return (double) (g_get_monotonic_time () - begun) / 1000;
}


static void
open_finished (GtkApplication *application)
{
  GString *text = generate (1024 * 1024, 7);
  GtkWidget *window = open_window (application, FALSE);

  printf ("open textview %.2f\n", time_opening (window, text->str, text->len));
  gtk_window_destroy (GTK_WINDOW (window));
  window = open_window (application, TRUE);
  printf ("open first %.2f\n", time_opening (window, text->str, text->len));
  gtk_window_destroy (GTK_WINDOW (window));
  g_string_free (text, TRUE);
}


int
main (int argc, char **argv)
{
  g_autoptr (UmpApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  if (argc != 2) {
    g_printerr ("usage: bench-markdown-stream markdown|textview|open\n");
    return 2;
  }
  gtk_init ();
  application = ump_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  if (strcmp (argv[1], "open") == 0)
    open_finished (GTK_APPLICATION (application));
  else
    stream (GTK_APPLICATION (application), argv[1]);
  return 0;
}
