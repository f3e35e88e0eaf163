/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * UmpScale:
 * @low: value at @start
 * @high: value at @end; greater than @low
 * @start: pixel of @low
 * @end: pixel of @high; smaller than @start where the axis runs from right to left
 *
 * A linear scale between values and pixels.
 */
typedef struct {
  double low;
  double high;
  double start;
  double end;
} UmpScale;

double ump_scale_to_pixel (const UmpScale *self, double value);

void ump_range_include (double *low, double *high, double value);
void ump_range_pad (double *low, double *high, double fraction, double least_span);

/**
 * UmpTicks:
 * @first: value of the first tick, a multiple of @step
 * @step: 1, 2 or 5 times a power of ten
 * @count: how many ticks lie in the range
 *
 * Where an axis is labelled.
 */
typedef struct {
  double first;
  double step;
  guint count;
} UmpTicks;

void ump_ticks_choose (UmpTicks *self, double low, double high, guint most);
void ump_ticks_coarsen (UmpTicks *self, double low, double high);
double ump_ticks_get_value (const UmpTicks *self, guint index);
int ump_ticks_get_decimals (const UmpTicks *self);

gboolean ump_labels_place (const double *centers, const double *widths, gsize n_labels, double gap, double low, double high, double *starts);
