/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

int ump_text_size_scale (GtkWidget *widget, int pixels);
