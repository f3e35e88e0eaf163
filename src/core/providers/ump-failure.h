/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-dialect.h"
#include "ump-json.h"

void ump_failure_read (guint status, const char *body, gsize length, UmpFailure *self);
void ump_failure_read_node (UmpFailure *self, guint status, const UmpJson *root);
gboolean ump_failure_is_reported (const UmpJson *root);
