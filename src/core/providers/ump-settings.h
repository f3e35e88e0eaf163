/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-dialect.h"

char *ump_settings_describe_unsent (const UmpPrompt *prompt, const UmpRequest *request);
gboolean ump_settings_is_one (guint field);
guint ump_settings_read_request (const char *body);
