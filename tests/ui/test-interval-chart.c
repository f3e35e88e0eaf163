/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <math.h>

#include "ump-interval-chart.h"
#include "ump-test.h"

static const UmpChartInterval rows[] = {
  { "Alpha", "Alpha: 1084", 1084, 1037, 1131, FALSE },
  { "Beta", "Beta: 1000", 1000, 950, 1050, FALSE },
  { "Gamma with a name that is much too long for any column of a chart", "Gamma: 900", 900, 850, 950, TRUE },
};


static gboolean
is_mapped (gpointer user_data)
{
  return gtk_widget_get_mapped (GTK_WIDGET (user_data)) && gtk_widget_get_width (GTK_WIDGET (user_data)) > 0;
}


static gboolean
has_width (gpointer user_data)
{
  GtkWidget **widgets = user_data;

  return gtk_widget_get_width (widgets[0]) == GPOINTER_TO_INT (widgets[1]);
}


/* The chart in a window of its own, exactly @width wide. */
static GtkWidget *
show_chart (GtkWidget **chart, int width, GtkTextDirection direction)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  *chart = ump_interval_chart_new ();
  gtk_widget_set_direction (*chart, direction);
  ump_interval_chart_set_rows (UMP_INTERVAL_CHART (*chart), rows, G_N_ELEMENTS (rows), 1000);
  gtk_widget_set_size_request (scrolled, width, 500);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), *chart);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  ump_test_wait_until (is_mapped, *chart, 10);
  ump_test_wait_until (has_width, (GtkWidget *[]) { *chart, GINT_TO_POINTER (width) }, 10);
  return window;
}


static GtkWidget *
find_child (GtkWidget *parent, const char *css_name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    if (g_str_equal (gtk_widget_get_css_name (child), css_name))
      return child;
  }
  return NULL;
}


static graphene_rect_t
get_bounds (GtkWidget *widget, GtkWidget *target)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, target, &bounds));
  return bounds;
}


static double
get_center (GtkWidget *widget, GtkWidget *target)
{
  graphene_rect_t bounds = get_bounds (widget, target);

  return bounds.origin.x + bounds.size.width / 2;
}


/* Pixels of one rating point, from the dots of the rows 0 and 2, which are 184
 * points apart. */
static void
check_row (GtkWidget *chart, guint index, double zero, double unit)
{
  GtkWidget *row = ump_interval_chart_get_row (UMP_INTERVAL_CHART (chart), index);
  graphene_rect_t bar = get_bounds (find_child (row, "interval"), chart);
  double low = zero + unit * rows[index].low;
  double high = zero + unit * rows[index].high;

  g_assert_cmpfloat_with_epsilon (get_center (find_child (row, "estimate"), chart), zero + unit * rows[index].value, 1.5);
  g_assert_cmpfloat_with_epsilon (bar.origin.x, MIN (low, high), 1.5);
  g_assert_cmpfloat_with_epsilon (bar.origin.x + bar.size.width, MAX (low, high), 1.5);
}


static void
check_geometry (int width, GtkTextDirection direction)
{
  GtkWidget *chart;
  GtkWidget *window = show_chart (&chart, width, direction);
  double first = get_center (find_child (ump_interval_chart_get_row (UMP_INTERVAL_CHART (chart), 0), "estimate"), chart);
  double last = get_center (find_child (ump_interval_chart_get_row (UMP_INTERVAL_CHART (chart), 2), "estimate"), chart);
  double unit = (first - last) / 184;
  double zero = first - unit * 1084;
  gboolean narrow = width < 480;

  g_assert_cmpfloat (fabs (unit), >, 0.3);
  g_assert_true ((unit > 0) == (direction == GTK_TEXT_DIR_LTR));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    GtkWidget *row = ump_interval_chart_get_row (UMP_INTERVAL_CHART (chart), i);
    graphene_rect_t name = get_bounds (find_child (row, "label"), chart);
    graphene_rect_t bar = get_bounds (find_child (row, "interval"), chart);

    check_row (chart, i, zero, unit);
    g_assert_cmpfloat (name.origin.x, >=, 0);
    g_assert_cmpfloat (name.origin.x + name.size.width, <=, width);
    g_assert_cmpfloat (bar.origin.x, >=, 0);
    g_assert_cmpfloat (bar.origin.x + bar.size.width, <=, width);
    if (narrow)
      g_assert_cmpfloat (name.origin.y + name.size.height, <=, bar.origin.y);
    else if (direction == GTK_TEXT_DIR_LTR)
      g_assert_cmpfloat (name.origin.x + name.size.width, <, bar.origin.x);
    else
      g_assert_cmpfloat (name.origin.x, >, bar.origin.x + bar.size.width);
  }
  gtk_window_destroy (GTK_WINDOW (window));
}


static void
test_geometry (void)
{
  check_geometry (900, GTK_TEXT_DIR_LTR);
  check_geometry (900, GTK_TEXT_DIR_RTL);
  check_geometry (560, GTK_TEXT_DIR_LTR);
  check_geometry (340, GTK_TEXT_DIR_LTR);
  check_geometry (340, GTK_TEXT_DIR_RTL);
  check_geometry (220, GTK_TEXT_DIR_LTR);
}


/* The labels that are seen are inside, apart from each other, and at the
 * place of their value. */
static void
check_ticks (int width, guint least, guint most)
{
  GtkWidget *chart;
  GtkWidget *window = show_chart (&chart, width, GTK_TEXT_DIR_LTR);
  double first = get_center (find_child (ump_interval_chart_get_row (UMP_INTERVAL_CHART (chart), 0), "estimate"), chart);
  double last = get_center (find_child (ump_interval_chart_get_row (UMP_INTERVAL_CHART (chart), 2), "estimate"), chart);
  double unit = (first - last) / 184;
  double end = -1;
  guint n_seen = 0;

  /* The first child is the title, which no tick is. */
  for (GtkWidget *child = gtk_widget_get_next_sibling (gtk_widget_get_first_child (chart)); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    graphene_rect_t bounds;

    if (!GTK_IS_LABEL (child) || !gtk_widget_get_child_visible (child) || !gtk_widget_get_visible (child))
      continue;
    bounds = get_bounds (child, chart);
    n_seen++;
    g_assert_cmpfloat (bounds.origin.x, >, end);
    end = bounds.origin.x + bounds.size.width;
    g_assert_cmpfloat (end, <=, width);
    g_assert_cmpfloat_with_epsilon (get_center (child, chart), first + unit * (g_ascii_strtod (gtk_label_get_text (GTK_LABEL (child)), NULL) - 1084), 12);
  }
  g_assert_cmpuint (n_seen, >=, least);
  g_assert_cmpuint (n_seen, <=, most);
  gtk_window_destroy (GTK_WINDOW (window));
}


static void
test_ticks (void)
{
  check_ticks (1000, 6, 13);
  check_ticks (340, 3, 6);
  check_ticks (220, 1, 4);
}


static void
test_keyboard (void)
{
  GtkWidget *chart;
  GtkWidget *window = show_chart (&chart, 700, GTK_TEXT_DIR_LTR);
  UmpIntervalChart *interval_chart = UMP_INTERVAL_CHART (chart);

  ump_interval_chart_set_axis_title (interval_chart, "Rating");
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  g_assert_true (gtk_widget_child_focus (chart, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_is_focus (ump_interval_chart_get_row (interval_chart, 0)));
  g_assert_true (gtk_widget_child_focus (chart, GTK_DIR_DOWN));
  g_assert_true (gtk_widget_child_focus (chart, GTK_DIR_DOWN));
  g_assert_true (gtk_widget_is_focus (ump_interval_chart_get_row (interval_chart, 2)));
  g_assert_false (gtk_widget_child_focus (chart, GTK_DIR_DOWN));
  g_assert_true (gtk_widget_child_focus (chart, GTK_DIR_UP));
  g_assert_true (gtk_widget_is_focus (ump_interval_chart_get_row (interval_chart, 1)));
  /* Tab leaves the chart. */
  g_assert_false (gtk_widget_child_focus (chart, GTK_DIR_TAB_FORWARD));
  /* What is focused is said in words. */
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_widget_get_first_child (chart))), ==, "Beta: 1000");
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_widget_get_first_child (chart))), ==, "Rating");
  gtk_window_destroy (GTK_WINDOW (window));
}


static void
test_accessible (void)
{
  GtkWidget *chart;
  GtkWidget *window = show_chart (&chart, 700, GTK_TEXT_DIR_LTR);

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_ROLE_LIST);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    GtkWidget *row = ump_interval_chart_get_row (UMP_INTERVAL_CHART (chart), i);

    gtk_test_accessible_assert_role (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
    gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, rows[i].text);
    g_assert_cmpstr (gtk_widget_get_tooltip_text (row), ==, rows[i].text);
  }
  gtk_window_destroy (GTK_WINDOW (window));
}


/* Rows come and go while the chart is shown and focused. */
static void
test_replace (void)
{
  GtkWidget *chart;
  GtkWidget *window = show_chart (&chart, 700, GTK_TEXT_DIR_LTR);
  UmpIntervalChart *interval_chart = UMP_INTERVAL_CHART (chart);

  gtk_widget_grab_focus (ump_interval_chart_get_row (interval_chart, 2));
  ump_interval_chart_set_rows (interval_chart, rows, 1, NAN);
  g_assert_cmpuint (ump_interval_chart_get_n_rows (interval_chart), ==, 1);
  g_assert_true (gtk_widget_is_focus (ump_interval_chart_get_row (interval_chart, 0)));
  ump_interval_chart_set_rows (interval_chart, NULL, 0, 1000);
  g_assert_cmpuint (ump_interval_chart_get_n_rows (interval_chart), ==, 0);
  g_assert_false (gtk_widget_child_focus (chart, GTK_DIR_TAB_FORWARD));
  ump_interval_chart_set_rows (interval_chart, rows, 3, 1000);
  ump_test_wait_until (is_mapped, ump_interval_chart_get_row (interval_chart, 2), 10);
  g_object_add_weak_pointer (G_OBJECT (chart), (gpointer *) &chart);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_null (chart);
}


/* An axis with 0 on it: that tick is one of every step, however wide. */
static void
test_zero (void)
{
  static const UmpChartInterval wide[] = {
    { "Alpha", "Alpha: 1950", 1950, 1400, 2600, FALSE },
    { "Beta", "Beta: 50", 50, -600, 600, TRUE },
  };
  GtkWidget *chart;
  GtkWidget *window = show_chart (&chart, 500, GTK_TEXT_DIR_LTR);

  ump_interval_chart_set_rows (UMP_INTERVAL_CHART (chart), wide, G_N_ELEMENTS (wide), 1000);
  g_assert_cmpuint (ump_interval_chart_get_n_rows (UMP_INTERVAL_CHART (chart)), ==, 2);
  gtk_window_destroy (GTK_WINDOW (window));
}


int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/interval-chart/geometry", test_geometry);
  g_test_add_func ("/interval-chart/ticks", test_ticks);
  g_test_add_func ("/interval-chart/keyboard", test_keyboard);
  g_test_add_func ("/interval-chart/accessible", test_accessible);
  g_test_add_func ("/interval-chart/replace", test_replace);
  g_test_add_func ("/interval-chart/zero", test_zero);
  return g_test_run ();
}
