/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-dialect.h"

typedef enum {
  UMP_THINK_START, /* nothing but blanks so far: a <think> tag may come */
  UMP_THINK_INSIDE,
  UMP_THINK_AFTER, /* the blanks after </think> */
  UMP_THINK_NONE,
} UmpThink;

struct _UmpParser {
  GString *text;        /* of this event */
  GString *reasoning;
  gunichar text_half;   /* high half that waits for its low half, or 0 */
  gunichar reasoning_half;
  UmpThink think;
  GString *held;        /* what may be the beginning of a tag */
  UmpUsage usage;       /* last values seen */
  gboolean has_usage;
  gboolean finished;    /* the terminator was seen */
  gboolean tool_call;
  UmpEnding ending;
  char *finish;
  char *model;
  GError *error;
  GHashTable *blocks;   /* (nullable): index of a content block -> its kind */
};

void ump_parser_begin (UmpParser *self, UmpDelta *delta);
void ump_parser_end (UmpParser *self, UmpDelta *delta);
void ump_parser_add_text (UmpParser *self, const char *text);
void ump_parser_add_reasoning (UmpParser *self, const char *text);
void ump_parser_set_model (UmpParser *self, const char *model);
void ump_parser_finish (UmpParser *self, UmpEnding ending, const char *finish);
void ump_parser_fail (UmpParser *self, GError *error);
