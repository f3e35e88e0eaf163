/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-scale.h"

#define assert_close(a, b) g_assert_cmpfloat_with_epsilon ((a), (b), 1e-9)


static void
test_scale (void)
{
  UmpScale scale = { .low = 900, .high = 1100, .start = 20, .end = 420 };
  UmpScale mirrored = { .low = 900, .high = 1100, .start = 420, .end = 20 };

  assert_close (ump_scale_to_pixel (&scale, 900), 20);
  assert_close (ump_scale_to_pixel (&scale, 1000), 220);
  assert_close (ump_scale_to_pixel (&scale, 1150), 520);

  assert_close (ump_scale_to_pixel (&mirrored, 900), 420);
  assert_close (ump_scale_to_pixel (&mirrored, 1050), 120);
}


static void
test_range (void)
{
  double low = NAN;
  double high = NAN;

  ump_range_include (&low, &high, NAN);
  g_assert_true (isnan (low));
  g_assert_true (isnan (high));
  ump_range_include (&low, &high, 1000);
  assert_close (low, 1000);
  assert_close (high, 1000);
  ump_range_include (&low, &high, 1080);
  ump_range_include (&low, &high, INFINITY);
  ump_range_include (&low, &high, 960);
  assert_close (low, 960);
  assert_close (high, 1080);

  ump_range_pad (&low, &high, 0.05, 50);
  assert_close (low, 954);
  assert_close (high, 1086);

  /* A single point becomes a range around it. */
  low = high = 1000;
  ump_range_pad (&low, &high, 0, 50);
  assert_close (low, 975);
  assert_close (high, 1025);
}


static void
test_ticks (void)
{
  static const struct {
    double low, high;
    guint most;
    double first, step;
    guint count;
    int decimals;
  } cases[] = {
    { 835, 1165, 8, 850, 50, 7, 0 },
    { 850, 1150, 7, 850, 50, 7, 0 },
    { 850, 1150, 6, 900, 100, 3, 0 },
    { 0, 1, 6, 0, 0.2, 6, 1 },
    { 0, 1, 11, 0, 0.1, 11, 1 },
    { -250, 260, 6, -200, 200, 3, 0 },
    { -3, 3, 7, -3, 1, 7, 0 },
    { 0.011, 0.029, 5, 0.015, 0.005, 3, 3 },
    { 1e6, 5e6, 5, 1e6, 1e6, 5, 0 },
    { 1003, 1004, 2, 1003, 1, 2, 0 },
    { 1003.5, 1003.9, 2, 1003.5, 0.5, 1, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    UmpTicks ticks;

    ump_ticks_choose (&ticks, cases[i].low, cases[i].high, cases[i].most);
    assert_close (ticks.step, cases[i].step);
    assert_close (ticks.first, cases[i].first);
    g_assert_cmpuint (ticks.count, ==, cases[i].count);
    g_assert_cmpint (ump_ticks_get_decimals (&ticks), ==, cases[i].decimals);
    assert_close (ump_ticks_get_value (&ticks, 0), cases[i].first);
  }
}


/* For any range: never more than asked for, all inside, none missing. */
static void
test_ticks_any (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < 20000; i++) {
    double low = g_rand_double_range (random, -5000, 5000);
    double high = low + pow (10, g_rand_double_range (random, -3, 5));
    guint most = (guint) g_rand_int_range (random, 2, 15);
    UmpTicks ticks;

    ump_ticks_choose (&ticks, low, high, most);
    g_assert_cmpuint (ticks.count, <=, most);
    if (ticks.count == 0)
      continue;
    g_assert_cmpfloat (ump_ticks_get_value (&ticks, 0), >=, low - ticks.step * 1e-6);
    g_assert_cmpfloat (ump_ticks_get_value (&ticks, 0) - ticks.step, <, low);
    g_assert_cmpfloat (ump_ticks_get_value (&ticks, ticks.count - 1), <=, high + ticks.step * 1e-6);
    g_assert_cmpfloat (ump_ticks_get_value (&ticks, ticks.count - 1) + ticks.step, >, high - ticks.step * 1e-6);
  }
}


static void
test_ticks_coarsen (void)
{
  static const double steps[] = { 20, 50, 100, 200, 500 };
  UmpTicks ticks;

  ump_ticks_choose (&ticks, 840, 1160, 40);
  assert_close (ticks.step, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    ump_ticks_coarsen (&ticks, 840, 1160);
    assert_close (ticks.step, steps[i]);
  }
  /* 500 × 2 lies in the range. */
  g_assert_cmpuint (ticks.count, ==, 1);
  assert_close (ump_ticks_get_value (&ticks, 0), 1000);

  ump_ticks_choose (&ticks, -0.3, 0.3, 8);
  assert_close (ticks.step, 0.1);
  ump_ticks_coarsen (&ticks, -0.3, 0.3);
  assert_close (ticks.step, 0.2);
  g_assert_cmpuint (ticks.count, ==, 3);
  g_assert_false (signbit (ump_ticks_get_value (&ticks, 1)));
  assert_close (ump_ticks_get_value (&ticks, 1), 0);
}


static void
test_labels (void)
{
  double starts[3];

  g_assert_true (ump_labels_place ((double[]) { 10, 100, 190 }, (double[]) { 30, 30, 30 }, 3, 8, 0, 200, starts));
  assert_close (starts[0], 0);
  assert_close (starts[1], 85);
  assert_close (starts[2], 170);

  /* The room between the first two would be 7. */
  g_assert_false (ump_labels_place ((double[]) { 15, 52, 190 }, (double[]) { 30, 30, 30 }, 3, 8, 0, 200, starts));
  g_assert_true (ump_labels_place ((double[]) { 15, 53, 185 }, (double[]) { 30, 30, 30 }, 3, 8, 0, 200, starts));

  /* One that is wider than the axis. */
  g_assert_false (ump_labels_place ((double[]) { 10 }, (double[]) { 300 }, 1, 8, 0, 200, starts));
  g_assert_true (ump_labels_place (NULL, NULL, 0, 8, 0, 200, NULL));
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/scale", test_scale);
  g_test_add_func ("/charts/range", test_range);
  g_test_add_func ("/charts/ticks", test_ticks);
  g_test_add_func ("/charts/ticks/any", test_ticks_any);
  g_test_add_func ("/charts/ticks/coarsen", test_ticks_coarsen);
  g_test_add_func ("/charts/labels", test_labels);
  return g_test_run ();
}
