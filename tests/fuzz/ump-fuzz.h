/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "ump-dialect.h"

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

const UmpDialect *ump_fuzz_choose_dialect (guint8 byte);
void ump_fuzz_require (gboolean condition, const char *what);
void ump_fuzz_require_utf8 (const char *text, const char *what);
