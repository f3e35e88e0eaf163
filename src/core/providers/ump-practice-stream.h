/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * UmpPracticeStream:
 *
 * A body of bytes that become readable one after the other in time, as those
 * of a network do.
 */
#define UMP_TYPE_PRACTICE_STREAM (ump_practice_stream_get_type ())
G_DECLARE_FINAL_TYPE (UmpPracticeStream, ump_practice_stream, UMP, PRACTICE_STREAM, GInputStream)

UmpPracticeStream *ump_practice_stream_new (void);
void ump_practice_stream_add (UmpPracticeStream *self, const char *bytes, double due_ms);
