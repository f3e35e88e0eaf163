/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * UmpClaimContext:
 * @claimed: the name is claimed in the first person
 * @passed_on: only words that a claim may hold stand between the place where
 *   looking began and the name, so that a claim of a name there goes on to it
 * @article: an article stands right before the name
 * @versioned: a small number stands right after it
 * @described: a word such as “model” stands beside it
 *
 * What the words around a name say of it.
 */
typedef struct {
  gboolean claimed;
  gboolean passed_on;
  gboolean article;
  gboolean versioned;
  gboolean described;
} UmpClaimContext;

UmpClaimContext ump_claims_look_around (const char *text, gsize length, gsize from, gsize begin, gsize end);
