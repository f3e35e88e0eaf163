/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads a text line by line and knows, without parsing it, where a top-level
 * block certainly begins. There a text can be cut: what comes before is parsed
 * alike with or without what follows, and the other way round. */

typedef struct {
  /* Bytes in the text; the end is before the line break. */
  gsize start;
  gsize end;
  gsize next;
  gboolean blank;
  gboolean has_break;
  /* Whether the text may be cut before this line. */
  gboolean cut;
  /* Whether it is a fence directly below what may be a table. */
  gboolean ends_table;
  /* Whether it goes on with a paragraph and must not be read as a fence or tag. */
  gboolean only_text;
  /* Whether the line is a fence or stands between fences. */
  gboolean verbatim;
  /* Whether it may define a link. */
  gboolean definition;
} UmpMdLine;

typedef struct {
  const char *text;
  gsize length;
  gsize place;

  /* Fence of any depth: character and length. */
  char fence;
  gsize fence_length;
  /* Top level only. */
  char top_fence;
  gsize top_fence_length;
  const char *html_end;
  gboolean html_until_blank;
  gboolean previous_blank;
  gboolean two_blanks;
  gboolean in_paragraph;
  gboolean previous_quote;
  gboolean previous_pipe;
  gboolean in_table;
  gboolean in_list;
  gboolean previous_lazy;
  /* Whether a line without indentation came after the item began. */
  gboolean lazy;
  char list_mark;
  gsize item_offset;
  gboolean item_empty;
  /* Lines before this place are the inside of a displayed formula. */
  gsize formula_end;
  gboolean formula_sure;
  gboolean doubt;
  gboolean lost;
} UmpMdLines;

void     ump_md_lines_init    (UmpMdLines *self, const char *text, gsize length);
gboolean ump_md_lines_next    (UmpMdLines *self, UmpMdLine *line);
gboolean ump_md_is_table_rule (const char *line, gsize size, gsize *start);
gsize    ump_md_get_list_mark (const char *at, gsize size);

G_END_DECLS
