/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/**
 * UmpChartInterval:
 * @name: of the row, plain text
 * @text: the whole row as a sentence, for tooltips and screen readers
 * @value: where the dot is
 * @low: where the bar begins
 * @high: where the bar ends
 * @faint: drawn faint, because little is known
 *
 * One row of an interval chart.
 */
typedef struct {
  const char *name;
  const char *text;
  double value;
  double low;
  double high;
  gboolean faint;
} UmpChartInterval;

#define UMP_TYPE_INTERVAL_CHART (ump_interval_chart_get_type ())
G_DECLARE_FINAL_TYPE (UmpIntervalChart, ump_interval_chart, UMP, INTERVAL_CHART, GtkWidget)

GtkWidget *ump_interval_chart_new (void);
void ump_interval_chart_set_axis_title (UmpIntervalChart *self, const char *title);
void ump_interval_chart_set_rows (UmpIntervalChart *self, const UmpChartInterval *rows, gsize n_rows, double reference);
guint ump_interval_chart_get_n_rows (UmpIntervalChart *self);
GtkWidget *ump_interval_chart_get_row (UmpIntervalChart *self, guint index);
