/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded before any program with LD_PRELOAD: prints the time from START_NS to
 * the first frame of the first window (or the first with a widget of the type
 * that FRAME_WITH names in it), or, where IDLE_SECONDS is set, the CPU
 * time in ms of the idle time after it; then ends the process. So the program that
 * is measured is the one that is installed, without a line for measuring. */
#include <gtk/gtk.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>


static double
now_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}


/* Time on the CPU, not the counters in /proc: those step by a whole tick when
 * a thread of the pool ends and its microseconds cross a border. */
static double
cpu_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}


static gboolean
idle_over_cb (gpointer user_data)
{
  const double *start = user_data;

  printf ("%.2f\n", cpu_ms () - *start);
  fflush (stdout);
  _exit (0);
}


static gboolean
settled_cb (gpointer user_data)
{
  static double start;

  start = cpu_ms ();
  g_timeout_add_seconds (atoi (g_getenv ("IDLE_SECONDS")), idle_over_cb, &start);
  return G_SOURCE_REMOVE;
}


static void
after_paint_cb (GdkFrameClock *clock, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, user_data);
  if (g_getenv ("IDLE_SECONDS") != NULL) {
    g_timeout_add_seconds (5, settled_cb, NULL);
    return;
  }
  printf ("%.2f\n", now_ms () - atof (g_getenv ("START_NS")) / 1e6);
  fflush (stdout);
  _exit (0);
}


static gboolean
map_hook (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  GObject *widget = g_value_get_object (values);

  const char *wanted = g_getenv ("FRAME_WITH");

  if (!g_type_is_a (G_OBJECT_TYPE (widget), g_type_from_name (wanted != NULL ? wanted : "GtkWindow")))
    return TRUE;
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (widget)), "after-paint", G_CALLBACK (after_paint_cb), NULL);
  return FALSE;
}


static void __attribute__ ((constructor))
watch_windows (void)
{
  if (g_getenv ("START_NS") == NULL)
    return;
  g_type_class_ref (GTK_TYPE_WIDGET);
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, map_hook, NULL, NULL);
}
