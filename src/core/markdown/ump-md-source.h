/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes of an answer what md4c is given. md4c 0.4.8 takes prices for formulas,
 * undoes \( before anybody sees it, reads a table head that begins with one
 * dash as a list, and makes a link of [^1]. So formulas are taken out first and a token
 * that Markdown does not touch stands for each; the parser puts them back.
 *
 * Tokens and marks are made of noncharacters (U+FDD0, U+FDD1), which no text
 * may contain; those in the answer are replaced by U+FFFD. */

typedef struct {
  /* As written, with delimiters; for where the token turns out to stand in code. */
  const char *source;
  /* Without them. */
  const char *tex;
  gboolean display;
} UmpMdFormula;

typedef struct {
  gsize place;
  gsize size;
} UmpMdInsertion;

typedef struct {
  GString *text;
  GArray *formulas;
  /* What the formulas are written with: an answer may hold very many. */
  GStringChunk *strings;
  /* Bytes in text that the answer does not have, by place. */
  GArray *insertions;
} UmpMdSource;

UmpMdSource *ump_md_source_new            (const char *text, gsize length);
void         ump_md_source_free           (UmpMdSource *self);
void         ump_md_source_append_literal (const UmpMdSource *self, GString *out, const char *text, gsize size);
gsize        ump_md_source_find_token     (const UmpMdSource *self, const char *text, gsize size, const UmpMdFormula **formula, gsize *token_size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpMdSource, ump_md_source_free)

G_END_DECLS
