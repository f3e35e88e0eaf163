/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ump_markdown_warm_up (GtkWidget *widget);

G_END_DECLS
