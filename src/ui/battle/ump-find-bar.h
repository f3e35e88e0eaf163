/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ump-markdown-view.h"
#include "ump-verdict.h"

#define UMP_TYPE_FIND_BAR (ump_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (UmpFindBar, ump_find_bar, UMP, FIND_BAR, GtkWidget)

void ump_find_bar_set_views (UmpFindBar *self, UmpMarkdownView *a, UmpMarkdownView *b);
void ump_find_bar_open (UmpFindBar *self);
void ump_find_bar_close (UmpFindBar *self);
void ump_find_bar_step (UmpFindBar *self, gboolean forward);
