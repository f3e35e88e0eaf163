/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-db.h"

UmpDb *ump_cli_open_database (GError **error);
int ump_cli_fail (const char *command, const GError *error);
