/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What a prompt is about, by rule and not by judgement: each "strong" pattern
 * of data/categories.ini that a prompt holds counts three, each "weak" one
 * counts one. The category with most points wins, the earlier one of two that
 * have as many; with fewer than two points a prompt has none. The user can
 * always say otherwise. */

const char *ump_category_detect (const char *prompt);
const char *const *ump_category_get_all (void);
const char *ump_category_get_name (const char *category);
