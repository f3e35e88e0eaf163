/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * UmpFraming:
 * @UMP_FRAMING_SSE: server-sent events (text/event-stream)
 * @UMP_FRAMING_LINES: one JSON text a line (application/x-ndjson)
 * @UMP_FRAMING_WHOLE: the whole body is one JSON text
 */
typedef enum {
  UMP_FRAMING_SSE,
  UMP_FRAMING_LINES,
  UMP_FRAMING_WHOLE,
} UmpFraming;

/**
 * UmpFrame:
 * @event: the event's type, "message" where the stream named none
 * @data: its data, NUL-terminated; not yet checked for UTF-8
 * @length: bytes in @data
 * @bare: a JSON text that stood in a stream of events outside of any; by the
 *   standard it means nothing, but servers put errors there
 */
typedef struct {
  const char *event;
  const char *data;
  gsize length;
  gboolean bare;
} UmpFrame;

typedef void (*UmpFrameFunc) (const UmpFrame *frame, gpointer user_data);

#define UMP_FRAMER_MAX_LINE (8 * 1024 * 1024)
#define UMP_FRAMER_MAX_EVENT (16 * 1024 * 1024)

typedef struct _UmpFramer UmpFramer;

UmpFramer *ump_framer_new (UmpFraming framing);
void ump_framer_free (UmpFramer *self);
gboolean ump_framer_push (UmpFramer *self, const guint8 *bytes, gsize length, UmpFrameFunc func, gpointer user_data, GError **error);
gboolean ump_framer_finish (UmpFramer *self, UmpFrameFunc func, gpointer user_data, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpFramer, ump_framer_free)
