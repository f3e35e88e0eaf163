/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-tally.h"

char *ump_rate_print_advice (const UmpTally *tally, GPtrArray *names, guint64 seed);
