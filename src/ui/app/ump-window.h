/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-store.h"
#include "ump-transport.h"

#define UMP_TYPE_WINDOW (ump_window_get_type ())
G_DECLARE_FINAL_TYPE (UmpWindow, ump_window, UMP, WINDOW, AdwApplicationWindow)

UmpWindow *ump_window_new (GtkApplication *application, UmpStore *store, UmpTransport *transport, GSettings *settings);
void ump_window_new_battle (UmpWindow *self);
void ump_window_flush (UmpWindow *self);
