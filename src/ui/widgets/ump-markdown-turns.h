/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean ump_markdown_turns_take (GtkWidget *widget, GdkFrameClock *clock);

G_END_DECLS
