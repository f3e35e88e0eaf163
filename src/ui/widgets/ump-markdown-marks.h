/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-markdown-piece.h"
#include "ump-md-write.h"

G_BEGIN_DECLS

/* What is selected in an answer and what a search has found. */
typedef struct _UmpMarkdownMarks UmpMarkdownMarks;

UmpMarkdownMarks *ump_markdown_marks_new           (void);
void              ump_markdown_marks_free          (UmpMarkdownMarks *self);

void              ump_markdown_marks_select        (UmpMarkdownMarks *self, UmpMdPlace anchor, UmpMdPlace focus);
void              ump_markdown_marks_unselect      (UmpMarkdownMarks *self);
gboolean          ump_markdown_marks_get_selection (UmpMarkdownMarks *self, UmpMdPlace *start, UmpMdPlace *end);
gboolean          ump_markdown_marks_get_ends      (UmpMarkdownMarks *self, UmpMdPlace *anchor, UmpMdPlace *focus);

void              ump_markdown_marks_set_needle    (UmpMarkdownMarks *self, const char *needle);
guint             ump_markdown_marks_search        (UmpMarkdownMarks *self, GPtrArray *blocks, guint first);
gboolean          ump_markdown_marks_step          (UmpMarkdownMarks *self, gboolean forward, UmpMdPlace *place);

void              ump_markdown_marks_append_ranges (UmpMarkdownMarks *self, guint block, GArray *ranges);

int               ump_md_place_compare             (UmpMdPlace a, UmpMdPlace b);

G_END_DECLS
