/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-figures.h"


/* Takes @text. */
static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}


static void
test_first_token (void)
{
  assert_text (ump_figures_describe_first_token (-1), NULL);
  assert_text (ump_figures_describe_first_token (NAN), NULL);
  assert_text (ump_figures_describe_first_token (0), "0 ms to first token");
  assert_text (ump_figures_describe_first_token (3.2), "3 ms to first token");
  assert_text (ump_figures_describe_first_token (999.4), "999 ms to first token");
  assert_text (ump_figures_describe_first_token (999.6), "1.0 s to first token");
  assert_text (ump_figures_describe_first_token (12340), "12.3 s to first token");
}


static void
test_others (void)
{
  assert_text (ump_figures_describe_speed (NAN), NULL);
  assert_text (ump_figures_describe_speed (41.7), "42 tokens/s");
  assert_text (ump_figures_describe_tokens (-1), NULL);
  assert_text (ump_figures_describe_tokens (1), "1 token");
  assert_text (ump_figures_describe_tokens (30), "30 tokens");
  assert_text (ump_figures_describe_cost (NAN), NULL);
  assert_text (ump_figures_describe_cost (INFINITY), NULL);
  assert_text (ump_figures_describe_cost (0), "$0.0000");
  assert_text (ump_figures_describe_cost (0.0123), "$0.0123");
  assert_text (ump_figures_describe_cost (0.25), "$0.25");
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figures/first-token", test_first_token);
  g_test_add_func ("/figures/others", test_others);
  return g_test_run ();
}
