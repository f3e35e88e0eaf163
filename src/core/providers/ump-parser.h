/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-dialect.h"
#include "ump-failure.h"
#include "ump-json-document.h"
#include "ump-think.h"

/**
 * UmpHalves:
 * @pending: high surrogate that ended the last piece, or 0
 *
 * Servers that cut strings by UTF-16 unit send an emoji in two halves, one at
 * the end of a piece and one at the start of the next.
 */
typedef struct {
  guint16 pending;
} UmpHalves;

void ump_halves_append (UmpHalves *self, GString *out, const UmpJson *piece);
void ump_halves_flush (UmpHalves *self, GString *out);

/* Shared by the dialects; see ump-dialect.h for what it is. */
struct _UmpParser {
  UmpJsonDocument *document;
  GString *piece;           /* a string of the event, its halves joined */
  GString *text;            /* what the event adds */
  GString *reasoning;
  UmpHalves text_halves;
  UmpHalves reasoning_halves;
  UmpThink think;
  UmpUsage usage;
  gint64 fresh_input;       /* Anthropic: input that no cache held */
  gint64 written_input;     /* Anthropic: input that a cache took */
  gint64 answer_output;     /* Gemini: output without the thoughts */
  gboolean has_usage;
  char *finish;
  char *model;
  GError *error;
  gboolean terminated;
  UmpEnding ending;
  gboolean cut;             /* the last event was only the start of a JSON text */
  gboolean has_deltas;      /* the answer came in pieces; a repeated whole is ignored */
  gboolean refused;
  gboolean message_open;    /* a message of the answer has begun */
  gboolean summary_open;    /* a part of the reasoning has begun */
};

const UmpJson *ump_parser_begin (UmpParser *self, const UmpFrame *frame);
void ump_parser_end (UmpParser *self, UmpDelta *delta);
void ump_parser_add_text (UmpParser *self, const UmpJson *string);
void ump_parser_add_reasoning (UmpParser *self, const UmpJson *string);
void ump_parser_break_reasoning (UmpParser *self);
void ump_parser_break_text (UmpParser *self);
void ump_parser_set_model (UmpParser *self, const char *model);
void ump_parser_set_finish (UmpParser *self, const char *finish);
void ump_parser_count (UmpParser *self, gint64 *counter, const UmpJson *object, const char *name);
void ump_parser_count_cost (UmpParser *self, const UmpJson *object);
void ump_parser_terminate (UmpParser *self, UmpEnding ending);
void ump_parser_fail (UmpParser *self, const UmpJson *node);
