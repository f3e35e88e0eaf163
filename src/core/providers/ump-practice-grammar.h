/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-practice-prompt.h"

/**
 * UmpPracticeGrammar:
 *
 * The texts of one practice partner: symbols with alternatives, from which an
 * answer is written. The format is described in data/practice/common.txt.
 */
typedef struct _UmpPracticeGrammar UmpPracticeGrammar;

UmpPracticeGrammar *ump_practice_grammar_new (void);
void ump_practice_grammar_free (UmpPracticeGrammar *self);
void ump_practice_grammar_load (UmpPracticeGrammar *self, const char *text);
char *ump_practice_grammar_write (UmpPracticeGrammar *self, const UmpPracticePrompt *prompt, guint32 seed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpPracticeGrammar, ump_practice_grammar_free)
