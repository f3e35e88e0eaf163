/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-pacer.h"

#define STEP_US 33000

/**
 * Source:
 * @begins: when its first byte comes, in seconds
 * @rate: bytes a second
 * @length: bytes in all
 * @fails: it breaks off there instead of ending
 *
 * A stream as numbers; its text is words of four letters.
 */
typedef struct {
  double begins;
  double rate;
  gsize length;
  gboolean fails;
} Source;

#define MAX_STEPS 4000
#define MAX_TEXT 20000

static char words[MAX_TEXT + 1];


static void
fill_input (const Source *source, double seconds, UmpPacerInput *input)
{
  double come = (seconds - source->begins) * source->rate;

  input->text = words;
  input->available = come <= 0 ? 0 : MIN ((gsize) come, source->length);
  input->ended = input->available == source->length && seconds >= source->begins;
  input->failed = input->ended && source->fails;
}


/* Runs two streams through a pacer and writes down what is visible after each step. */
static guint
run (UmpPace pace, const Source *a, const Source *b, gsize (*visible)[UMP_N_SIDES])
{
  UmpPacer pacer;
  UmpPacerInput inputs[UMP_N_SIDES];

  ump_pacer_init (&pacer, pace);
  for (guint step = 0; step < MAX_STEPS; step++) {
    gint64 now = 1000000 + (gint64) step * STEP_US;

    fill_input (a, step * STEP_US / 1e6, &inputs[UMP_SIDE_A]);
    fill_input (b, step * STEP_US / 1e6, &inputs[UMP_SIDE_B]);
    ump_pacer_advance (&pacer, now, inputs);
    memcpy (visible[step], pacer.visible, sizeof pacer.visible);
    if (ump_pacer_side_is_done (&pacer, UMP_SIDE_A, inputs) && ump_pacer_side_is_done (&pacer, UMP_SIDE_B, inputs)) {
      g_assert_true (ump_pacer_is_settled (&pacer, inputs));
      return step + 1;
    }
  }
  g_assert_not_reached ();
}


static gsize first_run[MAX_STEPS][UMP_N_SIDES];
static gsize second_run[MAX_STEPS][UMP_N_SIDES];


/* One side is ten times as fast, begins earlier and comes in large pieces: as
 * long as both have text left, they show the same. */
static void
test_even_hides_speed (void)
{
  Source fast = { 0.1, 1000, 3000, FALSE };
  Source slow = { 2.0, 100, 3000, FALSE };
  guint steps = run (UMP_PACE_EVEN, &fast, &slow, first_run);

  for (guint i = 0; i < steps; i++)
    g_assert_cmpint (ABS ((gint64) first_run[i][0] - (gint64) first_run[i][1]), <=, 24);
  /* Nothing before the slow one begins. */
  for (guint i = 0; i * STEP_US < 2000000; i++)
    g_assert_cmpuint (first_run[i][0], ==, 0);
  g_assert_cmpuint (first_run[steps - 1][0], ==, 3000);
  g_assert_cmpuint (first_run[steps - 1][1], ==, 3000);
}


/* Which side is which makes no difference. */
static void
test_even_is_symmetric (void)
{
  Source one = { 0.1, 700, 1200, FALSE };
  Source two = { 0.7, 90, 2500, FALSE };
  guint steps = run (UMP_PACE_EVEN, &one, &two, first_run);

  g_assert_cmpuint (run (UMP_PACE_EVEN, &two, &one, second_run), ==, steps);
  for (guint i = 0; i < steps; i++) {
    g_assert_cmpuint (first_run[i][0], ==, second_run[i][1]);
    g_assert_cmpuint (first_run[i][1], ==, second_run[i][0]);
  }
}


/* The short answer comes from the slow side, or from the fast one: what is on
 * the screen, and when, does not tell. The learnt cadence is an average over
 * the first ten seconds, so it may be off by the quarter of a second over
 * which text is spread: 2.5 % of what follows, 50 bytes. */
static void
test_even_hides_who_was_slow (void)
{
  Source short_slow = { 0.5, 100, 1000, FALSE };
  Source long_fast = { 0.5, 2000, 3000, FALSE };
  Source short_fast = { 0.5, 2000, 1000, FALSE };
  Source long_slow = { 0.5, 100, 3000, FALSE };
  guint first = run (UMP_PACE_EVEN, &short_slow, &long_fast, first_run);
  guint second = run (UMP_PACE_EVEN, &short_fast, &long_slow, second_run);

  for (guint i = 0; i < MIN (first, second); i++)
    for (int side = 0; side < UMP_N_SIDES; side++)
      g_assert_cmpint (ABS ((gint64) first_run[i][side] - (gint64) second_run[i][side]), <=, 80);
  g_assert_cmpint (ABS ((int) first - (int) second), <=, 31);
}


/* A service that sends 600 bytes each two seconds does not jump. */
static void
test_even_smooths (void)
{
  UmpPacer pacer;
  UmpPacerInput inputs[UMP_N_SIDES] = { { words, 0, FALSE, FALSE }, { words, 0, FALSE, FALSE } };
  gsize largest = 0;

  ump_pacer_init (&pacer, UMP_PACE_EVEN);
  for (guint step = 0; step < 300; step++) {
    gsize before = pacer.visible[UMP_SIDE_A];

    inputs[UMP_SIDE_A].available = inputs[UMP_SIDE_B].available = step * STEP_US / 2000000 * 600;
    ump_pacer_advance (&pacer, (gint64) step * STEP_US, inputs);
    largest = MAX (largest, pacer.visible[UMP_SIDE_A] - before);
  }
  /* Most in one step: 1 - exp (-0.033 / 0.25) = 12.4 % of 600, and a word. */
  g_assert_cmpuint (largest, <=, 75 + 5);
  g_assert_cmpuint (pacer.visible[UMP_SIDE_A], >=, 2390);
}


static void
test_together (void)
{
  Source fast = { 0, 5000, 500, FALSE };
  Source slow = { 1, 100, 300, FALSE };
  guint steps = run (UMP_PACE_TOGETHER, &fast, &slow, first_run);

  for (guint i = 0; i + 1 < steps; i++) {
    g_assert_cmpuint (first_run[i][0], ==, 0);
    g_assert_cmpuint (first_run[i][1], ==, 0);
  }
  g_assert_cmpuint (first_run[steps - 1][0], ==, 500);
  g_assert_cmpuint (first_run[steps - 1][1], ==, 300);
}


static void
test_live (void)
{
  Source fast = { 0, 5000, 500, FALSE };
  Source slow = { 1, 100, 300, FALSE };
  guint steps = run (UMP_PACE_LIVE, &fast, &slow, first_run);

  for (guint i = 0; i < steps; i++) {
    UmpPacerInput input;

    fill_input (&fast, i * STEP_US / 1e6, &input);
    g_assert_cmpuint (first_run[i][0], ==, input.available);
  }
}


/* What had arrived of a side that broke off tells its speed: it stays hidden. */
static void
test_failure_freezes (void)
{
  Source breaks = { 0, 1000, 2000, TRUE };
  Source slow = { 0, 50, 400, FALSE };
  guint steps = run (UMP_PACE_EVEN, &breaks, &slow, first_run);

  g_assert_cmpuint (first_run[steps - 1][0], <=, 2 * 50 + 24);
  g_assert_cmpuint (first_run[steps - 1][1], ==, 400);
}


static void
test_retry_and_skip (void)
{
  UmpPacer pacer;
  UmpPacerInput inputs[UMP_N_SIDES] = { { words, 100, TRUE, TRUE }, { words, 900, TRUE, FALSE } };

  ump_pacer_init (&pacer, UMP_PACE_EVEN);
  ump_pacer_skip_ahead (&pacer, inputs);
  g_assert_true (ump_pacer_advance (&pacer, 1, inputs));
  g_assert_cmpuint (pacer.visible[UMP_SIDE_A], ==, 0);
  g_assert_cmpuint (pacer.visible[UMP_SIDE_B], ==, 900);

  ump_pacer_restart_side (&pacer, UMP_SIDE_A);
  inputs[UMP_SIDE_A] = (UmpPacerInput) { words, 0, FALSE, FALSE };
  g_assert_false (ump_pacer_advance (&pacer, 2, inputs));
  g_assert_true (ump_pacer_is_settled (&pacer, inputs));
  g_assert_cmpuint (pacer.visible[UMP_SIDE_B], ==, 900);
  inputs[UMP_SIDE_A] = (UmpPacerInput) { words, 500, TRUE, FALSE };
  g_assert_false (ump_pacer_is_settled (&pacer, inputs));
  for (gint64 now = 1; now < 3 * G_USEC_PER_SEC; now += STEP_US)
    ump_pacer_advance (&pacer, now, inputs);
  g_assert_cmpuint (pacer.visible[UMP_SIDE_A], ==, 500);
}


/* Both were stopped after three seconds, and half a minute later one is asked
 * again: what it says comes at the pace of a side that is alone from the
 * start, 400 bytes a second, so 6000 bytes take 15 seconds. */
static void
test_retry_after_pause (void)
{
  UmpPacerInput inputs[UMP_N_SIDES];
  gint64 now = 0;
  gint64 began;
  UmpPacer pacer;

  ump_pacer_init (&pacer, UMP_PACE_EVEN);
  for (guint step = 1; step <= 90; step++) {
    now += STEP_US;
    for (int side = 0; side < UMP_N_SIDES; side++)
      inputs[side] = (UmpPacerInput) { words, 13 * step, FALSE, FALSE };
    ump_pacer_advance (&pacer, now, inputs);
  }
  for (int side = 0; side < UMP_N_SIDES; side++)
    inputs[side].ended = inputs[side].failed = TRUE;
  ump_pacer_advance (&pacer, now, inputs);

  began = now += 30 * G_USEC_PER_SEC;
  ump_pacer_restart_side (&pacer, UMP_SIDE_A);
  inputs[UMP_SIDE_A] = (UmpPacerInput) { words, 6000, TRUE, FALSE };
  while (!ump_pacer_side_is_done (&pacer, UMP_SIDE_A, inputs) && now - began < 200 * G_USEC_PER_SEC) {
    now += STEP_US;
    ump_pacer_advance (&pacer, now, inputs);
  }
  g_assert_cmpfloat_with_epsilon ((now - began) / (double) G_USEC_PER_SEC, 15, 1);
}


/* Accents, joined emoji and flags are never cut in two, nor is a character. */
static void
test_boundaries (void)
{
  const char *text = "e\xcc\x81" "e\xcc\x81" "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7" "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa"
                     "\xe4\xb8\xad\xe6\x96\x87\xe3\x81\xab\xe3\x81\xbb\xe3\x82\x93\xe3\x81\x94";
  /* By hand: the places where a reader would cut. */
  const gsize places[] = { 0, 3, 6, 17, 25, 28, 31, 34, 37, 40, 43 };
  gsize length = strlen (text);

  g_assert_cmpuint (length, ==, 43);
  for (gsize available = 0; available <= length; available++) {
    UmpPacerInput inputs[UMP_N_SIDES] = { { text, available, FALSE, FALSE }, { text, available, FALSE, FALSE } };
    UmpPacer pacer;
    gboolean found = FALSE;

    /* Only whole characters arrive. */
    if (available < length && ((guchar) text[available] & 0xC0) == 0x80)
      continue;
    for (gsize target = 0; target <= available; target++) {
      ump_pacer_init (&pacer, UMP_PACE_EVEN);
      pacer.position = target;
      ump_pacer_advance (&pacer, 0, inputs);
      found = FALSE;
      for (guint i = 0; i < G_N_ELEMENTS (places); i++)
        found |= pacer.visible[UMP_SIDE_A] == places[i];
      g_assert_true (found);
      g_assert_cmpuint (pacer.visible[UMP_SIDE_A], <=, target);
    }
  }
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < MAX_TEXT; i++)
    words[i] = i % 5 == 4 ? ' ' : 'a' + i % 26;
  g_test_add_func ("/pacer/even-hides-speed", test_even_hides_speed);
  g_test_add_func ("/pacer/even-is-symmetric", test_even_is_symmetric);
  g_test_add_func ("/pacer/even-hides-who-was-slow", test_even_hides_who_was_slow);
  g_test_add_func ("/pacer/even-smooths", test_even_smooths);
  g_test_add_func ("/pacer/together", test_together);
  g_test_add_func ("/pacer/live", test_live);
  g_test_add_func ("/pacer/failure-freezes", test_failure_freezes);
  g_test_add_func ("/pacer/retry-and-skip", test_retry_and_skip);
  g_test_add_func ("/pacer/retry-after-pause", test_retry_after_pause);
  g_test_add_func ("/pacer/boundaries", test_boundaries);
  return g_test_run ();
}
