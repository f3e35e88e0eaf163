/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-archive.h"

char *ump_archive_json_write (const UmpArchive *archive);
UmpArchive *ump_archive_json_read (const char *data, gsize length, GError **error);
