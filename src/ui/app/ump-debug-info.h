/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

char *ump_debug_info_collect (GdkDisplay *display);
