/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-md-block.h"

G_BEGIN_DECLS

GPtrArray *ump_md_parse    (const char *text, gssize length);
char      *ump_md_sanitize (const char *text, gssize length);

G_END_DECLS
