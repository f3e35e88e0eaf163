/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * UmpThink:
 *
 * Some servers put the reasoning into the text, between <think> and </think>,
 * and the network may cut a tag anywhere. Only a tag at the very start of the
 * answer counts: one that comes later is something the answer is about.
 */
typedef struct {
  enum { UMP_THINK_BEFORE, UMP_THINK_INSIDE, UMP_THINK_AFTER, UMP_THINK_OVER } state;
  GString *held; /* what may still become a tag */
} UmpThink;

void ump_think_init (UmpThink *self);
void ump_think_clear (UmpThink *self);
void ump_think_push (UmpThink *self, const char *piece, gsize length, GString *text, GString *reasoning);
void ump_think_flush (UmpThink *self, GString *text, GString *reasoning);
