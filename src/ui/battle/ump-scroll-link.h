/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/**
 * UmpScrollLink:
 *
 * Two panes that scroll together, by the fraction of their length, so that
 * answers of different length reach their ends at the same time.
 */
typedef struct _UmpScrollLink UmpScrollLink;

UmpScrollLink *ump_scroll_link_new (GtkAdjustment *a, GtkAdjustment *b);
void ump_scroll_link_free (UmpScrollLink *self);
