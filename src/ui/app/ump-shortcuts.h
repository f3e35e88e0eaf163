/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

void ump_shortcuts_install (GtkApplication *application);
void ump_shortcuts_present (GtkWindow *parent);
