/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

char *ump_cli_text_one_line (const char *text);
char *ump_cli_text_for_terminal (const char *text, gsize length);
gboolean ump_cli_text_print (const char *text, gsize length);
