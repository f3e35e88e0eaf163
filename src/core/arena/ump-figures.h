/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

char *ump_figures_describe_first_token (double milliseconds);
char *ump_figures_describe_speed (double tokens_per_second);
char *ump_figures_describe_tokens (gint64 tokens);
char *ump_figures_describe_cost (double dollars);
