/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-contender.h"

/**
 * UmpWatchdogFunc:
 * @stalled: nothing has come for the limit; %FALSE with the next byte
 * @user_data: as given
 */
typedef void (*UmpWatchdogFunc) (gboolean stalled, gpointer user_data);

/**
 * UmpWatchdog:
 *
 * Notices that nothing comes any more. It ends nothing: some broken
 * connections never report an error, and some models think for minutes, so
 * the user decides.
 */
typedef struct _UmpWatchdog UmpWatchdog;

UmpWatchdog *ump_watchdog_new (UmpWatchdogFunc func, gpointer user_data);
void ump_watchdog_free (UmpWatchdog *self);
void ump_watchdog_feed (UmpWatchdog *self, guint limit_ms);
void ump_watchdog_stop (UmpWatchdog *self);
gboolean ump_watchdog_is_stalled (UmpWatchdog *self);
guint ump_watchdog_get_limit (const UmpContender *contender, gboolean has_reasoned);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpWatchdog, ump_watchdog_free)
