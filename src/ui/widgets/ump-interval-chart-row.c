/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <math.h>

#include "ump-interval-chart-row.h"

#define PADDING 7
#define NAME_GAP 3
/* A bar is never shorter: one pixel would look like dirt. */
#define LEAST_BAR 4

struct _UmpIntervalChartRow {
  GtkWidget parent_instance;

  GtkWidget *name_label;
  GtkWidget *bar;
  GtkWidget *dot;

  UmpChartInterval interval;
  char *name;
  char *text;
  UmpIntervalPlan plan;
};

G_DEFINE_FINAL_TYPE (UmpIntervalChartRow, ump_interval_chart_row, GTK_TYPE_WIDGET)


static int
measure_height (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}


static int
measure_width (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}


static void
place (GtkWidget *widget, double x, double y, int width, int height)
{
  gtk_widget_size_allocate (widget, &(GtkAllocation) { (int) lround (x), (int) lround (y), width, height }, -1);
}


static void
ump_interval_chart_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  UmpIntervalChartRow *self = UMP_INTERVAL_CHART_ROW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = 0;
    *natural = measure_width (self->name_label);
  } else {
    *minimum = *natural = ump_interval_chart_row_get_height (self, FALSE);
  }
}


static void
ump_interval_chart_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  UmpIntervalChartRow *self = UMP_INTERVAL_CHART_ROW (widget);
  const UmpIntervalPlan *plan = &self->plan;
  int name_height = measure_height (self->name_label);
  int bar_height = measure_height (self->bar);
  int dot_size = measure_height (self->dot);
  double low;
  double high;
  double middle;
  int bar_width;

  if (plan->narrow) {
    place (self->name_label, plan->name_start, PADDING, plan->name_width, name_height);
    middle = PADDING + name_height + NAME_GAP + MAX (bar_height, dot_size) / 2.0;
  } else {
    middle = height / 2.0;
    place (self->name_label, plan->name_start, middle - name_height / 2.0, plan->name_width, name_height);
  }

  low = ump_scale_to_pixel (&plan->scale, self->interval.low);
  high = ump_scale_to_pixel (&plan->scale, self->interval.high);
  bar_width = MAX ((int) lround (fabs (high - low)), MAX (LEAST_BAR, measure_width (self->bar)));
  place (self->bar, (low + high - bar_width) / 2, middle - bar_height / 2.0, bar_width, bar_height);
  place (self->dot, ump_scale_to_pixel (&plan->scale, self->interval.value) - dot_size / 2.0, middle - dot_size / 2.0, dot_size, dot_size);
}


static void
ump_interval_chart_row_dispose (GObject *object)
{
  UmpIntervalChartRow *self = UMP_INTERVAL_CHART_ROW (object);

  g_clear_pointer (&self->name_label, gtk_widget_unparent);
  g_clear_pointer (&self->bar, gtk_widget_unparent);
  g_clear_pointer (&self->dot, gtk_widget_unparent);
  G_OBJECT_CLASS (ump_interval_chart_row_parent_class)->dispose (object);
}


static void
ump_interval_chart_row_finalize (GObject *object)
{
  UmpIntervalChartRow *self = UMP_INTERVAL_CHART_ROW (object);

  g_free (self->name);
  g_free (self->text);
  G_OBJECT_CLASS (ump_interval_chart_row_parent_class)->finalize (object);
}


static void
ump_interval_chart_row_class_init (UmpIntervalChartRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_interval_chart_row_dispose;
  object_class->finalize = ump_interval_chart_row_finalize;
  widget_class->measure = ump_interval_chart_row_measure;
  widget_class->size_allocate = ump_interval_chart_row_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "intervalrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}


/* Marks are CSS nodes, so that the theme colours them in every style. */
static GtkWidget *
create_mark (UmpIntervalChartRow *self, const char *css_name)
{
  GtkWidget *mark = g_object_new (ADW_TYPE_BIN, "css-name", css_name, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "can-target", FALSE, NULL);

  gtk_widget_set_parent (mark, GTK_WIDGET (self));
  return mark;
}


static void
ump_interval_chart_row_init (UmpIntervalChartRow *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  self->bar = create_mark (self, "interval");
  self->dot = create_mark (self, "estimate");
  self->name_label = g_object_new (GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, "single-line-mode", TRUE, NULL);
  gtk_widget_set_parent (self->name_label, GTK_WIDGET (self));
}


/**
 * ump_interval_chart_row_new:
 * @interval: what it shows; copied
 *
 * Returns: (transfer floating): one row of an interval chart
 */
GtkWidget *
ump_interval_chart_row_new (const UmpChartInterval *interval)
{
  UmpIntervalChartRow *self = g_object_new (UMP_TYPE_INTERVAL_CHART_ROW, NULL);

  self->name = g_strdup (interval->name);
  self->text = g_strdup (interval->text);
  self->interval = *interval;
  self->interval.name = self->name;
  self->interval.text = self->text;
  gtk_label_set_text (GTK_LABEL (self->name_label), self->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), self->text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->text, -1);
  if (interval->faint)
    gtk_widget_add_css_class (GTK_WIDGET (self), "faint");
  return GTK_WIDGET (self);
}


/**
 * ump_interval_chart_row_get_interval:
 * @self: a row
 *
 * Returns: (transfer none): what it shows
 */
const UmpChartInterval *
ump_interval_chart_row_get_interval (UmpIntervalChartRow *self)
{
  return &self->interval;
}


/**
 * ump_interval_chart_row_get_name_width:
 * @self: a row
 *
 * Returns: how wide its name is when it is not cut
 */
int
ump_interval_chart_row_get_name_width (UmpIntervalChartRow *self)
{
  return measure_width (self->name_label);
}


/**
 * ump_interval_chart_row_get_height:
 * @self: a row
 * @narrow: with the name above the bar
 *
 * Returns: how high it is
 */
int
ump_interval_chart_row_get_height (UmpIntervalChartRow *self, gboolean narrow)
{
  int name = measure_height (self->name_label);
  int mark = MAX (measure_height (self->bar), measure_height (self->dot));

  return 2 * PADDING + (narrow ? name + NAME_GAP + mark : MAX (name, mark));
}


/**
 * ump_interval_chart_row_set_plan:
 * @self: a row
 * @plan: what all rows have in common; copied
 *
 * To be followed by an allocation.
 */
void
ump_interval_chart_row_set_plan (UmpIntervalChartRow *self, const UmpIntervalPlan *plan)
{
  self->plan = *plan;
  /* Names stand at the bars when they are beside them. */
  gtk_label_set_xalign (GTK_LABEL (self->name_label), plan->narrow ? 0 : 1);
}
