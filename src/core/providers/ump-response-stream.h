/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ump-contender.h"
#include "ump-dialect.h"
#include "ump-provider.h"
#include "ump-response-record.h"
#include "ump-transport.h"

/**
 * UmpResponseStream:
 *
 * One streaming answer. Emits "changed" at most once for each read from the
 * network (never for each token), "stalled" when its idle watchdog first
 * fires and "resumed" with the next byte, and "ended" exactly once, from the
 * main loop, never from inside ump_response_stream_start(). The record is its
 * own and grows; read it, do not keep pointers into it across main-loop
 * iterations. Cancelling ends it as %UMP_ENDING_INTERRUPTED.
 */
#define UMP_TYPE_RESPONSE_STREAM (ump_response_stream_get_type ())
G_DECLARE_FINAL_TYPE (UmpResponseStream, ump_response_stream, UMP, RESPONSE_STREAM, GObject)

UmpResponseStream *ump_response_stream_new (UmpTransport *transport, const UmpProvider *provider, const UmpContender *contender, UmpSide side);
void ump_response_stream_set_max_tokens (UmpResponseStream *self, int max_tokens);
void ump_response_stream_start (UmpResponseStream *self, const UmpMessage *messages, gsize n_messages);
void ump_response_stream_cancel (UmpResponseStream *self);
const UmpResponseRecord *ump_response_stream_get_record (UmpResponseStream *self);
const char *ump_response_stream_get_text (UmpResponseStream *self, gsize *length);
const char *ump_response_stream_get_reasoning (UmpResponseStream *self, gsize *length);
gboolean ump_response_stream_get_stalled (UmpResponseStream *self);
gint64 ump_response_stream_get_retry_at (UmpResponseStream *self);
