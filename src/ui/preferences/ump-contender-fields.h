/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-contender.h"

gboolean ump_contender_fields_parse_number (const char *typed, double low, double high, double *number, GError **error);
gboolean ump_contender_fields_parse_integer (const char *typed, gint64 low, gint64 high, gint64 unset, gint64 *number, GError **error);
char *ump_contender_fields_format_number (double number);
char *ump_contender_fields_format_integer (gint64 number, gint64 unset);
gboolean ump_contender_fields_check_json (const char *typed, GError **error);
gboolean ump_contender_fields_same_version (const UmpContender *a, const UmpContender *b);
char *ump_contender_fields_describe (const UmpContender *contender);
