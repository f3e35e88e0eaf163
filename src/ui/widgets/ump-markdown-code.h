/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-markdown-flow.h"
#include "ump-markdown-state.h"

G_BEGIN_DECLS

/* Colours of code, by GtkSourceView's engine and in its style. */

UmpMarkdownCodePool *ump_markdown_code_pool_new  (void);
void                 ump_markdown_code_pool_free (UmpMarkdownCodePool *self);

gboolean    ump_markdown_code_is_loaded    (UmpMarkdownState *state);
void        ump_markdown_code_load         (UmpMarkdownState *state, UmpMdBlock *block);
void        ump_markdown_code_forget       (UmpMarkdownState *state);
void        ump_markdown_code_color        (UmpMarkdownState *state, UmpMdBlock *block, guint start, guint end, UmpMarkdownFlow *flow);
const char *ump_markdown_code_get_language (const char *word);

G_END_DECLS
