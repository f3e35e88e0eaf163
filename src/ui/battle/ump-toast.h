/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

AdwToast *ump_toast_new (const char *text, const char *button, const char *action_name);
gboolean ump_toast_place (GtkWidget *toasts, GtkWidget *above, GdkRectangle *place);
