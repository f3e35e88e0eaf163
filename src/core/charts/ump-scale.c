/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-scale.h"

/* Keeps a tick that rounding put a hair outside of the range. */
#define SLACK 1e-9


static void
place_ticks (UmpTicks *self, double low, double high)
{
  self->first = ceil (low / self->step - SLACK) * self->step;
  /* Not "-0". */
  self->first += 0.0;
  if (self->first > high + self->step * SLACK)
    self->count = 0;
  else
    self->count = (guint) floor ((high - self->first) / self->step + SLACK) + 1;
}


/**
 * ump_scale_to_pixel:
 * @self: a scale
 * @value: a value, also outside of the range
 *
 * Returns: where it is drawn
 */
double
ump_scale_to_pixel (const UmpScale *self, double value)
{
  g_return_val_if_fail (self->high > self->low, self->start);

  return self->start + (value - self->low) / (self->high - self->low) * (self->end - self->start);
}


/**
 * ump_range_include:
 * @low: (inout): lower end, NaN where the range is empty
 * @high: (inout): upper end, NaN where the range is empty
 * @value: what must be in the range; NaN and infinities are left out
 */
void
ump_range_include (double *low, double *high, double value)
{
  if (!isfinite (value))
    return;
  if (isnan (*low) || value < *low)
    *low = value;
  if (isnan (*high) || value > *high)
    *high = value;
}


/**
 * ump_range_pad:
 * @low: (inout): lower end
 * @high: (inout): upper end
 * @fraction: of the span, added at both ends
 * @least_span: the range becomes at least this wide, around its middle
 *
 * Makes room around what is drawn, so that nothing sits on the edge.
 */
void
ump_range_pad (double *low, double *high, double fraction, double least_span)
{
  double span = MAX (*high - *low, least_span);
  double middle = *low + (*high - *low) / 2;

  *low = middle - span * (0.5 + fraction);
  *high = middle + span * (0.5 + fraction);
}


/**
 * ump_ticks_choose:
 * @self: (out): the ticks
 * @low: lower end of the range
 * @high: upper end, greater than @low
 * @most: how many ticks there may be, at least 2
 *
 * Chooses the finest step of 1, 2 or 5 times a power of ten that gives at most
 * @most ticks, whatever the range begins with.
 */
void
ump_ticks_choose (UmpTicks *self, double low, double high, guint most)
{
  double least;
  double power;

  g_return_if_fail (isfinite (low) && isfinite (high) && high > low);
  g_return_if_fail (most >= 2);

  /* A range of k steps holds at most k + 1 ticks. */
  least = (high - low) / (most - 1);
  power = pow (10, floor (log10 (least)));
  if (least <= power * (1 + SLACK))
    self->step = power;
  else if (least <= 2 * power * (1 + SLACK))
    self->step = 2 * power;
  else if (least <= 5 * power * (1 + SLACK))
    self->step = 5 * power;
  else
    self->step = 10 * power;
  place_ticks (self, low, high);
}


/**
 * ump_ticks_coarsen:
 * @self: ticks of the range
 * @low: lower end of the range
 * @high: upper end
 *
 * Goes to the next wider step of 1, 2 or 5 times a power of ten.
 */
void
ump_ticks_coarsen (UmpTicks *self, double low, double high)
{
  double power = pow (10, floor (log10 (self->step) + SLACK));
  double lead = self->step / power;

  if (lead < 1.5)
    self->step = 2 * power;
  else if (lead < 3)
    self->step = 5 * power;
  else
    self->step = 10 * power;
  place_ticks (self, low, high);
}


/**
 * ump_ticks_get_value:
 * @self: ticks
 * @index: counts from 0
 *
 * Returns: the value of one tick
 */
double
ump_ticks_get_value (const UmpTicks *self, guint index)
{
  double value = self->first + index * self->step;

  /* Zero and not the rest of a subtraction. */
  return fabs (value) < self->step * SLACK ? 0 : value;
}


/**
 * ump_ticks_get_decimals:
 * @self: ticks
 *
 * Returns: how many digits after the point tell two ticks apart
 */
int
ump_ticks_get_decimals (const UmpTicks *self)
{
  return MAX (0, (int) -floor (log10 (self->step) + SLACK));
}


/**
 * ump_labels_place:
 * @centers: (array length=n_labels): where each label would be centred, ascending
 * @widths: (array length=n_labels): how wide each is
 * @n_labels: how many
 * @gap: least room between two
 * @low: no label begins before
 * @high: no label ends behind
 * @starts: (out) (array length=n_labels): where each begins
 *
 * Centres labels under their ticks and moves those at the ends inside.
 *
 * Returns: %FALSE where two of them would touch: take fewer ticks
 */
gboolean
ump_labels_place (const double *centers, const double *widths, gsize n_labels, double gap, double low, double high, double *starts)
{
  gboolean fits = TRUE;

  for (gsize i = 0; i < n_labels; i++) {
    starts[i] = centers[i] - widths[i] / 2;
    starts[i] = MIN (starts[i], high - widths[i]);
    starts[i] = MAX (starts[i], low);
    if (starts[i] + widths[i] > high)
      fits = FALSE;
    if (i > 0 && starts[i] < starts[i - 1] + widths[i - 1] + gap)
      fits = FALSE;
  }
  return fits;
}
