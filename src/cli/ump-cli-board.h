/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ump-exporter.h"

gboolean ump_cli_board_knows_format (const char *format);
char *ump_cli_board_write (const char *format, const UmpExportRow *rows, gsize n_rows);
