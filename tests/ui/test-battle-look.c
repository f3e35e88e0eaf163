/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-duel-layout.h"
#include "ump-duel-pane.h"
#include "ump-reveal-text.h"
#include "ump-test-duel.h"
#include "ump-test-window.h"
#include "ump-test.h"

/* The battle screen in every dress: it fits, nothing overlaps (GTK's warnings
 * are fatal here), and A is the first thing read. With $UMPIRE_SHOTS each is
 * written as a picture to be looked at. */

typedef struct {
  UmpTestDuel duel;
  UmpTestWindow window;
} Fixture;

typedef struct {
  const char *name;
  int width;
  int height;
  gboolean dark;
  gboolean right_to_left;
  double scale;
  const char *prompt;
  int dpi; /* of the desktop's fonts; 0 is 96 */
} Look;

#define LONG_PROMPT \
  "Write a function that returns the n-th Fibonacci number fast, and explain its cost. Take care of large numbers, of " \
  "negative ones, and of everything else that a reviewer would ask about; then compare it with the plain loop, in a " \
  "table, and say when you would prefer which."
#define ARABIC_PROMPT "اكتب دالة ترجع العدد النوني في متتالية فيبوناتشي بسرعة، واشرح كلفتها."

static const Look looks[] = {
  { "light", 1080, 760, FALSE, FALSE, 1.0, "Write a function that returns the n-th Fibonacci number fast" },
  { "dark", 1080, 760, TRUE, FALSE, 1.0, "Write a function that returns the n-th Fibonacci number fast" },
  { "narrow", 360, 640, FALSE, FALSE, 1.0, LONG_PROMPT },
  { "narrow-dark", 360, 640, TRUE, FALSE, 1.0, "Short" },
  { "right-to-left", 1080, 760, FALSE, TRUE, 1.0, ARABIC_PROMPT },
  { "right-to-left-narrow", 360, 640, FALSE, TRUE, 1.0, ARABIC_PROMPT },
  { "long", 700, 600, FALSE, FALSE, 1.0, LONG_PROMPT },
  { "large-text", 1080, 760, FALSE, FALSE, 2.0, LONG_PROMPT },
  { "large-font", 1080, 760, FALSE, FALSE, 1.0, LONG_PROMPT, 192 },
  { "large-font-narrow", 500, 800, FALSE, FALSE, 1.0, LONG_PROMPT, 192 },
};

static const char *const answers[UMP_N_SIDES] = {
  "Use **fast doubling**: two identities let you jump from *F(k)* to *F(2k)* directly.\n\n"
  "```python\ndef fib(n):\n    def step(n):\n        if n == 0:\n            return 0, 1\n        a, b = step(n // 2)\n"
  "        c = a * (2 * b - a)\n        d = a * a + b * b\n        return (d, c + d) if n % 2 else (c, d)\n    return step(n)[0]\n```\n\n"
  "**Cost.** The recursion halves *n*, so it makes O(log n) steps.\n\n- 10 steps reach *F(1000)*\n- 20 steps reach *F(1 000 000)*\n",
  "Here is the classic loop. It keeps the last two numbers and walks up to *n*:\n\n"
  "| n | F(n) |\n|--:|-----:|\n| 1 | 1 |\n| 10 | 55 |\n| 50 | 12586269025 |\n\n"
  "1. Start with 0 and 1.\n2. Replace the pair by (b, a + b).\n3. Repeat n times.\n\n> It needs n additions and constant extra space.\n",
};


static void
set_up (Fixture *fixture, gconstpointer data)
{
  const Look *look = data;

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (look->dpi > 0 ? look->dpi : 96) * 1024, NULL);
  gtk_widget_set_default_direction (look->right_to_left ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  ump_test_duel_set_up (&fixture->duel, NULL);
  ump_test_window_adopt (&fixture->window, fixture->duel.store, fixture->duel.transport);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      look->dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_settings_set_int (fixture->window.settings, "window-width", look->width);
  g_settings_set_int (fixture->window.settings, "window-height", look->height);
  g_settings_set_double (fixture->window.settings, "text-scale", look->scale);
}


static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ump_test_window_release (&fixture->window);
  ump_test_duel_tear_down (&fixture->duel, NULL);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-xft-dpi");
}


/* Which widgets are too wide, for whoever has to make them narrower. */
static void
report_wide (GtkWidget *widget, int width)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum <= width || !gtk_widget_get_mapped (widget))
    return;
  g_test_message ("%s wants %d pixels", G_OBJECT_TYPE_NAME (widget), minimum);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    report_wide (child, width);
}


static void
shoot (Fixture *fixture, const Look *look, const char *step)
{
  g_autofree char *name = g_strdup_printf ("battle-%s-%s", look->name, step);
  int minimum;

  g_bytes_unref (ump_test_window_draw (&fixture->window, name));
  gtk_widget_measure (GTK_WIDGET (fixture->window.window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > look->width)
    report_wide (GTK_WIDGET (fixture->window.window), look->width);
  g_assert_cmpint (minimum, <=, look->width);
  /* With the border that a window has where nothing draws a shadow for it. */
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->window.window)), <=, look->width);
}


static double
get_x (GtkWidget *child, GtkWidget *parent)
{
  graphene_point_t point;

  g_assert_true (gtk_widget_compute_point (child, parent, &GRAPHENE_POINT_INIT (0, 0), &point));
  return point.x;
}


static void
check_order (Fixture *fixture, const Look *look)
{
  GtkWidget *layout = ump_test_find_type (fixture->window.window, "UmpDuelLayout");
  /* In text of twice the size only half as many letters have room. */
  gboolean stacked = look->width < UMP_DUEL_LAYOUT_SIDE_BY_SIDE * (look->dpi > 0 ? look->dpi : 96) / 96;
  double a, b;

  g_assert_cmpint (ump_duel_layout_get_stacked (UMP_DUEL_LAYOUT (layout)), ==, stacked);
  if (stacked)
    return;
  a = get_x (ump_duel_layout_get_side (UMP_DUEL_LAYOUT (layout), UMP_SIDE_A), layout);
  b = get_x (ump_duel_layout_get_side (UMP_DUEL_LAYOUT (layout), UMP_SIDE_B), layout);
  if (look->right_to_left)
    g_assert_cmpfloat (a, >, b);
  else
    g_assert_cmpfloat (a, <, b);
}


static void
test_look (Fixture *fixture, gconstpointer data)
{
  const Look *look = data;
  UmpTestWindow *window = &fixture->window;
  GtkWidget *layout;

  ump_test_window_open (window);
  ump_test_window_wait_for_text (window, "Ask Anything");
  shoot (fixture, look, "1-start");
  ump_test_window_send (window, look->prompt);
  ump_test_window_wait_for_status (window, UMP_DUEL_ANSWERING);
  ump_test_wait_until (ump_test_duel_both_asked, &fixture->duel, 10);
  ump_test_models_say (fixture->duel.models, UMP_TEST_DUEL_X, answers[0]);
  ump_test_models_say (fixture->duel.models, UMP_TEST_DUEL_Y, answers[1]);
  ump_test_window_settle (window);
  shoot (fixture, look, "2-answering");
  ump_test_models_finish (fixture->duel.models, UMP_TEST_DUEL_X, "stop");
  ump_test_models_finish (fixture->duel.models, UMP_TEST_DUEL_Y, "stop");
  ump_test_window_wait_for_status (window, UMP_DUEL_READY);
  check_order (fixture, look);
  layout = ump_test_find_type (window->window, "UmpDuelLayout");
  shoot (fixture, look, "3-ready");
  ump_duel_layout_set_front (UMP_DUEL_LAYOUT (layout), UMP_SIDE_B);
  ump_test_window_wait_for_action (window, "vote-a", TRUE);
  ump_test_window_act (window, "vote-a");
  ump_test_window_wait_for_text (window, "New Battle");
  ump_test_window_settle (window);
  ump_duel_layout_set_front (UMP_DUEL_LAYOUT (layout), UMP_SIDE_A);
  ump_test_window_wait_for_text (window, "first vote");
  shoot (fixture, look, "4-reveal");
}


/* The interval of a first win is not symmetric: its ends are said, not its width. */
static void
test_rating_text (void)
{
  g_autofree char *first = ump_reveal_text_rating (NAN, 1059.2, 869.4, 1343.8);
  g_autofree char *change = ump_reveal_text_rating (1006, 997.4, 891, 1120);

  g_assert_cmpstr (first, ==, "\u2066" "1059 (869–1344)\u2069");
  g_assert_cmpstr (change, ==, "\u2066" "1006 → 997 (891–1120)\u2069");
}


/* Where both were bad nobody is praised, though both ratings may rise. */
static void
test_change_style (void)
{
  static const struct {
    UmpVerdict verdict;
    double after;
    const char *text;
    const char *style;
  } cases[] = {
    { UMP_VERDICT_A, 1007, "\u2066+7\u2069", "success" },
    { UMP_VERDICT_B, 992, "\u2066−8\u2069", "error" },
    { UMP_VERDICT_BOTH_BAD, 1007, "\u2066+7\u2069", "dim-label" },
    { UMP_VERDICT_TIE, 992, "\u2066−8\u2069", "dim-label" },
  };
  g_autoptr (UmpContender) contender = ump_contender_new ("p", "model-x");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    GtkWidget *pane = g_object_ref_sink (ump_duel_pane_new (UMP_SIDE_A));
    UmpReveal reveal = { .state = UMP_BATTLE_VOTED, .verdict = cases[i].verdict };
    UmpRatingChange change = { .before = 1000, .after = cases[i].after, .low = 900, .high = 1150 };
    GtkWidget *label;

    reveal.sides[UMP_SIDE_A] = (UmpSideReveal) { .contender = contender, .first_token_ms = -1, .tokens_per_second = NAN, .tokens = -1, .cost = NAN };
    ump_duel_pane_reveal (UMP_DUEL_PANE (pane), &reveal, NULL);
    ump_duel_pane_set_rating (UMP_DUEL_PANE (pane), &change);
    label = GTK_WIDGET (gtk_widget_get_template_child (pane, UMP_TYPE_DUEL_PANE, "rating_change"));
    g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, cases[i].text);
    g_assert_true (gtk_widget_has_css_class (label, cases[i].style));
    g_assert_finalize_object (pane);
  }
}


static gboolean
has_size (gpointer user_data)
{
  return gtk_widget_get_width (GTK_WIDGET (user_data)) > 0;
}


/* On a telephone the reveal still says the whole of an ordinary model's name. */
static void
test_narrow_name (void)
{
  g_autoptr (UmpContender) contender = ump_contender_new ("p", "mistral-large-instruct-2411");
  UmpReveal reveal = { .state = UMP_BATTLE_VOTED, .verdict = UMP_VERDICT_B };
  UmpRatingChange change = { .before = 1006, .after = 997, .low = 891, .high = 1120 };
  GtkWidget *window = gtk_window_new ();
  GtkWidget *pane = ump_duel_pane_new (UMP_SIDE_A);
  GtkLabel *title;

  reveal.sides[UMP_SIDE_A] = (UmpSideReveal) { .contender = contender, .first_token_ms = -1, .tokens_per_second = NAN, .tokens = -1, .cost = NAN };
  ump_duel_pane_reveal (UMP_DUEL_PANE (pane), &reveal, NULL);
  ump_duel_pane_set_rating (UMP_DUEL_PANE (pane), &change);
  gtk_window_set_default_size (GTK_WINDOW (window), 344, 400);
  gtk_window_set_child (GTK_WINDOW (window), pane);
  gtk_window_present (GTK_WINDOW (window));
  title = GTK_LABEL (gtk_widget_get_template_child (pane, UMP_TYPE_DUEL_PANE, "title"));
  ump_test_wait_until (has_size, title, 10);
  g_assert_cmpint (gtk_widget_get_width (pane), <=, 360);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (title)));
  gtk_window_destroy (GTK_WINDOW (window));
}


int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/battle-look/rating-text", test_rating_text);
  g_test_add_func ("/battle-look/change-style", test_change_style);
  g_test_add_func ("/battle-look/narrow-name", test_narrow_name);
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++) {
    g_autofree char *path = g_strconcat ("/battle-look/", looks[i].name, NULL);

    g_test_add (path, Fixture, &looks[i], set_up, test_look, tear_down);
  }
  return g_test_run ();
}
