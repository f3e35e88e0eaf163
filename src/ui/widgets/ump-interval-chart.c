/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <math.h>

#include "ump-interval-chart-row.h"
#include "ump-interval-chart.h"

/*  ├ name_width ┤GAP├────────── scale ──────────┤
 *      Contender     ─────────●─────────          row 0
 *  Other contender        ───────●───────         row 1
 *                  ├─────┼─────┼─────┼─────┤      AXIS_GAP
 *                 900   950  1000  1050  1100     tick labels
 *                       axis title
 *
 * Narrower than NARROW the names stand above the bars. From right to left the
 * whole is mirrored. */
#define NARROW 480
#define GAP 18
#define EDGE 10
#define AXIS_GAP 4
#define TITLE_GAP 6
#define TICK_LABEL_GAP 16
#define MOST_TICKS 13
#define LARGEST_NAME_SHARE 0.36

typedef struct {
  double value;
  GtkWidget *line;
  GtkWidget *label;
} Tick;

/* The same axis with fewer ticks: all labels exist, those that fit are shown,
 * because an allocation must not create or change any. */
typedef struct {
  Tick ticks[MOST_TICKS];
  guint n_ticks;
} TickLevel;

struct _UmpIntervalChart {
  GtkWidget parent_instance;

  GtkWidget *title_label;
  GtkWidget *reference_line;
  GPtrArray *rows;   /* (element-type UmpIntervalChartRow), parented */
  GArray *levels;    /* (element-type TickLevel), finest first */

  char *axis_title;
  double low;
  double high;
  double reference;
  guint current_row;
};

G_DEFINE_FINAL_TYPE (UmpIntervalChart, ump_interval_chart, GTK_TYPE_WIDGET)


static void
measure_natural (GtkWidget *widget, int *width, int *height)
{
  if (width != NULL)
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, width, NULL, NULL);
  if (height != NULL)
    gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, NULL, height, NULL, NULL);
}


static int
get_title_height (UmpIntervalChart *self, int width)
{
  int minimum;
  int natural;

  if (!gtk_widget_get_visible (self->title_label))
    return 0;
  gtk_widget_measure (self->title_label, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (self->title_label, GTK_ORIENTATION_VERTICAL, MAX (width, minimum), NULL, &natural, NULL, NULL);
  return natural + TITLE_GAP;
}


static int
get_tick_height (UmpIntervalChart *self)
{
  int height = 0;

  for (guint i = 0; i < self->levels->len; i++) {
    TickLevel *level = &g_array_index (self->levels, TickLevel, i);

    if (level->n_ticks > 0) {
      measure_natural (level->ticks[0].label, NULL, &height);
      break;
    }
  }
  return height;
}


static void
plan_rows (UmpIntervalChart *self, int width, UmpIntervalPlan *plan)
{
  gboolean right_to_left = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int plot_start = EDGE;
  int plot_end = MAX (width - EDGE, EDGE + 1);

  plan->narrow = width < NARROW;
  plan->name_start = EDGE;
  plan->name_width = MAX (width - 2 * EDGE, 1);
  if (!plan->narrow) {
    int largest = 0;

    for (guint i = 0; i < self->rows->len; i++)
      largest = MAX (largest, ump_interval_chart_row_get_name_width (g_ptr_array_index (self->rows, i)));
    plan->name_width = MIN (largest, (int) (width * LARGEST_NAME_SHARE));
    if (right_to_left) {
      plan->name_start = width - EDGE - plan->name_width;
      plot_end = plan->name_start - GAP;
    } else {
      plot_start = EDGE + plan->name_width + GAP;
    }
  }
  plan->scale = (UmpScale) {
    .low = self->low,
    .high = self->high,
    .start = right_to_left ? plot_end : plot_start,
    .end = right_to_left ? plot_start : plot_end,
  };
}


static int
get_row_height (UmpIntervalChart *self, gboolean narrow)
{
  int height = 0;

  for (guint i = 0; i < self->rows->len; i++)
    height = MAX (height, ump_interval_chart_row_get_height (g_ptr_array_index (self->rows, i), narrow));
  return height;
}


static void
place (GtkWidget *widget, double x, double y, int width, int height)
{
  gtk_widget_size_allocate (widget, &(GtkAllocation) { (int) lround (x), (int) lround (y), width, height }, -1);
}


static void
place_line (GtkWidget *line, const UmpScale *scale, double value, int height)
{
  int line_width;

  measure_natural (line, &line_width, NULL);
  line_width = MAX (line_width, 1);
  measure_natural (line, NULL, &(int) { 0 });
  place (line, floor (ump_scale_to_pixel (scale, value) - line_width / 2.0), 0, line_width, height);
}


/* Whether the labels of @level fit; places them in @starts where they do. */
static gboolean
fit_level (TickLevel *level, const UmpScale *scale, int width, double *starts, double *widths)
{
  double centers[MOST_TICKS];
  double sorted[MOST_TICKS];
  double sorted_widths[MOST_TICKS];
  gboolean mirrored = scale->end < scale->start;
  gboolean fits;

  for (guint i = 0; i < level->n_ticks; i++) {
    int label_width;
    guint at = mirrored ? level->n_ticks - 1 - i : i;

    measure_natural (level->ticks[i].label, &label_width, NULL);
    widths[i] = label_width;
    centers[at] = ump_scale_to_pixel (scale, level->ticks[i].value);
    sorted_widths[at] = label_width;
  }
  fits = ump_labels_place (centers, sorted_widths, level->n_ticks, TICK_LABEL_GAP, 0, width, sorted);
  for (guint i = 0; i < level->n_ticks; i++)
    starts[i] = sorted[mirrored ? level->n_ticks - 1 - i : i];
  return fits;
}


static void
place_axis (UmpIntervalChart *self, const UmpScale *scale, int width, int rows_height)
{
  gboolean placed = FALSE;

  for (guint i = 0; i < self->levels->len; i++) {
    TickLevel *level = &g_array_index (self->levels, TickLevel, i);
    double starts[MOST_TICKS];
    double widths[MOST_TICKS];
    gboolean shown = !placed && (fit_level (level, scale, width, starts, widths) || i + 1 == self->levels->len);

    for (guint j = 0; j < level->n_ticks; j++) {
      Tick *tick = &level->ticks[j];
      int label_height;

      gtk_widget_set_child_visible (tick->label, shown);
      gtk_widget_set_child_visible (tick->line, shown);
      if (!shown)
        continue;
      measure_natural (tick->label, NULL, &label_height);
      place (tick->label, starts[j], rows_height + AXIS_GAP, (int) widths[j], label_height);
      place_line (tick->line, scale, tick->value, rows_height);
    }
    placed |= shown;
  }
}


static void
ump_interval_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  UmpIntervalChart *self = UMP_INTERVAL_CHART (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = 200;
    *natural = 760;
  } else {
    int width = for_size < 0 ? 760 : for_size;

    *minimum = (int) self->rows->len * get_row_height (self, width < NARROW) + AXIS_GAP + get_tick_height (self) + get_title_height (self, width);
    *natural = *minimum;
  }
}


static void
ump_interval_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  UmpIntervalChart *self = UMP_INTERVAL_CHART (widget);
  UmpIntervalPlan plan;
  int row_height;
  int rows_height;

  plan_rows (self, width, &plan);
  row_height = get_row_height (self, plan.narrow);
  rows_height = row_height * (int) self->rows->len;

  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);

    ump_interval_chart_row_set_plan (UMP_INTERVAL_CHART_ROW (row), &plan);
    measure_natural (row, &(int) { 0 }, &(int) { 0 });
    /* The plan of all may have changed where this row's place did not. */
    gtk_widget_queue_allocate (row);
    place (row, 0, row_height * (int) i, width, row_height);
  }
  place_axis (self, &plan.scale, width, rows_height);
  gtk_widget_set_child_visible (self->reference_line, !isnan (self->reference) && self->rows->len > 0);
  if (!isnan (self->reference) && self->rows->len > 0)
    place_line (self->reference_line, &plan.scale, self->reference, rows_height);

  if (gtk_widget_get_visible (self->title_label)) {
    int title_height = get_title_height (self, width);

    place (self->title_label, 0, rows_height + AXIS_GAP + get_tick_height (self) + TITLE_GAP, width, title_height - TITLE_GAP);
  }
}


static GtkSizeRequestMode
ump_interval_chart_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}


static gboolean
focus_row (UmpIntervalChart *self, guint index)
{
  if (index >= self->rows->len)
    return FALSE;
  return gtk_widget_grab_focus (g_ptr_array_index (self->rows, index));
}


/* The chart is one stop of the Tab key; arrows go from row to row. */
static gboolean
ump_interval_chart_focus (GtkWidget *widget, GtkDirectionType direction)
{
  UmpIntervalChart *self = UMP_INTERVAL_CHART (widget);
  gboolean inside = gtk_widget_get_focus_child (widget) != NULL;

  if (!inside)
    return focus_row (self, MIN (self->current_row, self->rows->len - 1));
  if (direction == GTK_DIR_UP && self->current_row > 0)
    return focus_row (self, self->current_row - 1);
  if (direction == GTK_DIR_DOWN)
    return focus_row (self, self->current_row + 1);
  return FALSE;
}


static gboolean
ump_interval_chart_grab_focus (GtkWidget *widget)
{
  return ump_interval_chart_focus (widget, GTK_DIR_TAB_FORWARD);
}


static gboolean
move_to_end_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  UmpIntervalChart *self = UMP_INTERVAL_CHART (widget);
  gboolean last = g_variant_get_boolean (args);

  return focus_row (self, last ? self->rows->len - 1 : 0);
}


/* What the focused row says stands where the axis title was. */
static void
update_title (UmpIntervalChart *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));
  const char *text = self->axis_title;
  guint index;

  if (child != NULL && g_ptr_array_find (self->rows, child, &index)) {
    self->current_row = index;
    text = ump_interval_chart_row_get_interval (UMP_INTERVAL_CHART_ROW (child))->text;
  }
  gtk_label_set_text (GTK_LABEL (self->title_label), text != NULL ? text : "");
  gtk_widget_set_visible (self->title_label, text != NULL);
}


static void
ump_interval_chart_set_focus_child (GtkWidget *widget, GtkWidget *child)
{
  GTK_WIDGET_CLASS (ump_interval_chart_parent_class)->set_focus_child (widget, child);
  if (UMP_INTERVAL_CHART (widget)->rows != NULL)
    update_title (UMP_INTERVAL_CHART (widget));
}


static void
clear_level (gpointer data)
{
  TickLevel *level = data;

  for (guint i = 0; i < level->n_ticks; i++) {
    gtk_widget_unparent (level->ticks[i].line);
    gtk_widget_unparent (level->ticks[i].label);
  }
}


static GtkWidget *
create_line (UmpIntervalChart *self)
{
  GtkWidget *line = g_object_new (ADW_TYPE_BIN, "css-name", "gridline", "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "can-target", FALSE, NULL);

  gtk_widget_insert_after (line, GTK_WIDGET (self), self->title_label);
  return line;
}


static void
create_levels (UmpIntervalChart *self)
{
  UmpTicks ticks;

  ump_ticks_choose (&ticks, self->low, self->high, MOST_TICKS);
  /* The tick at 0 stays however wide the steps are. */
  while (ticks.count > 0 && ticks.step <= self->high - self->low) {
    TickLevel level = { .n_ticks = ticks.count };

    for (guint i = 0; i < ticks.count; i++) {
      double value = ump_ticks_get_value (&ticks, i);
      g_autofree char *text = g_strdup_printf ("%.*f", ump_ticks_get_decimals (&ticks), value);
      GtkWidget *label = gtk_label_new (text);

      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "numeric");
      gtk_widget_set_parent (label, GTK_WIDGET (self));
      level.ticks[i] = (Tick) { value, create_line (self), label };
    }
    g_array_append_val (self->levels, level);
    ump_ticks_coarsen (&ticks, self->low, self->high);
  }
}


static void
ump_interval_chart_dispose (GObject *object)
{
  UmpIntervalChart *self = UMP_INTERVAL_CHART (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->levels, g_array_unref);
  g_clear_pointer (&self->reference_line, gtk_widget_unparent);
  g_clear_pointer (&self->title_label, gtk_widget_unparent);
  g_clear_pointer (&self->axis_title, g_free);
  G_OBJECT_CLASS (ump_interval_chart_parent_class)->dispose (object);
}


static void
ump_interval_chart_class_init (UmpIntervalChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_interval_chart_dispose;
  widget_class->measure = ump_interval_chart_measure;
  widget_class->size_allocate = ump_interval_chart_size_allocate;
  widget_class->get_request_mode = ump_interval_chart_get_request_mode;
  widget_class->set_focus_child = ump_interval_chart_set_focus_child;
  widget_class->focus = ump_interval_chart_focus;
  widget_class->grab_focus = ump_interval_chart_grab_focus;

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Home, 0, move_to_end_cb, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_End, 0, move_to_end_cb, "b", TRUE);
  gtk_widget_class_set_css_name (widget_class, "intervalchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}


static void
ump_interval_chart_init (UmpIntervalChart *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->levels = g_array_new (FALSE, FALSE, sizeof (TickLevel));
  g_array_set_clear_func (self->levels, clear_level);
  self->reference = NAN;
  self->high = 1;

  self->title_label = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "justify", GTK_JUSTIFY_CENTER, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->title_label, "caption");
  gtk_widget_set_parent (self->title_label, GTK_WIDGET (self));
  self->reference_line = create_line (self);
  gtk_widget_add_css_class (self->reference_line, "reference");
}


/**
 * ump_interval_chart_new:
 *
 * A chart of estimates with their intervals, one a row. Its axis adapts to
 * the room; it is read row by row with the arrow keys.
 *
 * Returns: (transfer floating): a chart without rows
 */
GtkWidget *
ump_interval_chart_new (void)
{
  return g_object_new (UMP_TYPE_INTERVAL_CHART, NULL);
}


/**
 * ump_interval_chart_set_axis_title:
 * @self: a chart
 * @title: (nullable): what the numbers are, plain text
 */
void
ump_interval_chart_set_axis_title (UmpIntervalChart *self, const char *title)
{
  g_return_if_fail (UMP_IS_INTERVAL_CHART (self));

  g_free (self->axis_title);
  self->axis_title = g_strdup (title);
  update_title (self);
}


/**
 * ump_interval_chart_set_rows:
 * @self: a chart
 * @rows: (array length=n_rows): what it shows, in order; copied
 * @n_rows: how many
 * @reference: a value that gets a line of its own, NaN for none
 *
 * Replaces all rows. The axis holds all intervals and @reference. The focus
 * stays on the row of the same number.
 */
void
ump_interval_chart_set_rows (UmpIntervalChart *self, const UmpChartInterval *rows, gsize n_rows, double reference)
{
  gboolean focused;

  g_return_if_fail (UMP_IS_INTERVAL_CHART (self));

  focused = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
  g_ptr_array_set_size (self->rows, 0);
  g_array_set_size (self->levels, 0);
  self->reference = reference;
  self->low = self->high = NAN;
  ump_range_include (&self->low, &self->high, reference);
  for (gsize i = 0; i < n_rows; i++) {
    ump_range_include (&self->low, &self->high, rows[i].low);
    ump_range_include (&self->low, &self->high, rows[i].value);
    ump_range_include (&self->low, &self->high, rows[i].high);
  }
  if (isnan (self->low))
    self->low = self->high = 0;
  ump_range_pad (&self->low, &self->high, 0.03, 20);

  if (n_rows > 0)
    create_levels (self);
  for (gsize i = 0; i < n_rows; i++) {
    GtkWidget *row = ump_interval_chart_row_new (&rows[i]);

    gtk_widget_set_parent (row, GTK_WIDGET (self));
    g_ptr_array_add (self->rows, row);
  }
  self->current_row = n_rows > 0 ? MIN (self->current_row, (guint) n_rows - 1) : 0;
  if (focused)
    focus_row (self, self->current_row);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}


/**
 * ump_interval_chart_get_n_rows:
 * @self: a chart
 *
 * Returns: how many rows it has
 */
guint
ump_interval_chart_get_n_rows (UmpIntervalChart *self)
{
  g_return_val_if_fail (UMP_IS_INTERVAL_CHART (self), 0);

  return self->rows->len;
}


/**
 * ump_interval_chart_get_row:
 * @self: a chart
 * @index: counts from 0
 *
 * Returns: (transfer none): the widget of one row
 */
GtkWidget *
ump_interval_chart_get_row (UmpIntervalChart *self, guint index)
{
  g_return_val_if_fail (UMP_IS_INTERVAL_CHART (self), NULL);
  g_return_val_if_fail (index < self->rows->len, NULL);

  return g_ptr_array_index (self->rows, index);
}
