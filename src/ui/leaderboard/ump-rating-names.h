/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

const char *ump_rating_names_get_method (guint index);
const char *ump_rating_names_get_name (const char *method);
char *ump_rating_names_describe (const char *method, guint n_ballots);
