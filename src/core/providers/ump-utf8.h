/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

void ump_utf8_append_repaired (GString *text, const char *bytes, gsize length);
