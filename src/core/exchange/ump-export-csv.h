/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-exporter.h"

extern const UmpExporter ump_export_csv;

void ump_csv_append_cell (GString *text, const char *cell);
void ump_csv_append_number (GString *text, double number, guint digits);
