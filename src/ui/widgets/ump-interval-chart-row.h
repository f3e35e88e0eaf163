/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-interval-chart.h"
#include "ump-scale.h"

/**
 * UmpIntervalPlan:
 * @narrow: names stand above the bars
 * @name_start: where names begin, in pixels from the left
 * @name_width: how wide they may be
 * @scale: values to pixels
 *
 * What all rows of a chart have in common, so that they line up.
 */
typedef struct {
  gboolean narrow;
  int name_start;
  int name_width;
  UmpScale scale;
} UmpIntervalPlan;

#define UMP_TYPE_INTERVAL_CHART_ROW (ump_interval_chart_row_get_type ())
G_DECLARE_FINAL_TYPE (UmpIntervalChartRow, ump_interval_chart_row, UMP, INTERVAL_CHART_ROW, GtkWidget)

GtkWidget *ump_interval_chart_row_new (const UmpChartInterval *interval);
const UmpChartInterval *ump_interval_chart_row_get_interval (UmpIntervalChartRow *self);
int ump_interval_chart_row_get_name_width (UmpIntervalChartRow *self);
int ump_interval_chart_row_get_height (UmpIntervalChartRow *self, gboolean narrow);
void ump_interval_chart_row_set_plan (UmpIntervalChartRow *self, const UmpIntervalPlan *plan);
