/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <md4c.h>
#include <string.h>

#include "ump-md-entities.h"
#include "ump-md-nesting.h"
#include "ump-md-parse.h"
#include "ump-md-source.h"
#include "ump-md-split.h"

typedef struct {
  const UmpMdSource *source;
  GPtrArray *blocks;
  UmpMdNesting nesting;

  /* The block that text goes to, and whether md4c named it (text stands
   * directly in the items of a tight list). */
  UmpMdBlock *leaf;
  gboolean implicit;
  GString *text;
  GArray *runs;
  GPtrArray *targets;
  GArray *cells;
  GArray *spans;
  guint flags;
  int target;
  int picture;
  /* Columns of indentation in a code block that md4c gave as spaces. */
  gsize indent;
} Parser;

typedef struct {
  guint flags;
  int target;
  int picture;
  gsize start;
} Span;


static void
append_attribute (const Parser *self, GString *out, const MD_ATTRIBUTE *attribute)
{
  if (attribute->text == NULL)
    return;
  for (guint i = 0; attribute->substr_offsets[i] < attribute->size; i++) {
    const char *part = attribute->text + attribute->substr_offsets[i];
    gsize size = attribute->substr_offsets[i + 1] - attribute->substr_offsets[i];

    if (attribute->substr_types[i] == MD_TEXT_ENTITY)
      ump_md_entity_append (out, part, size);
    else if (attribute->substr_types[i] == MD_TEXT_NULLCHAR)
      g_string_append (out, "\xef\xbf\xbd");
    else
      ump_md_source_append_literal (self->source, out, part, size);
  }
}


static void
open_leaf (Parser *self, UmpMdBlockKind kind, gboolean implicit)
{
  self->leaf = ump_md_block_new (kind);
  self->implicit = implicit;
  ump_md_nesting_place (&self->nesting, self->leaf);
}


static void
take_text (Parser *self, UmpMdBlock *block)
{
  block->length = (guint) self->text->len;
  block->text = g_strndup (self->text->str, self->text->len);
  block->n_runs = self->runs->len;
  if (self->runs->len > 0)
    block->runs = g_memdup2 (self->runs->data, self->runs->len * sizeof (UmpMdRun));
  if (self->targets->len > 0) {
    g_ptr_array_add (self->targets, NULL);
    block->targets = (char **) g_ptr_array_free (self->targets, FALSE);
    self->targets = g_ptr_array_new ();
  }
  g_string_truncate (self->text, 0);
  g_array_set_size (self->runs, 0);
}


static void
close_leaf (Parser *self)
{
  UmpMdBlock *block = self->leaf;

  if (block == NULL)
    return;
  self->leaf = NULL;
  self->flags = 0;
  self->target = self->picture = -1;
  g_array_set_size (self->spans, 0);
  if (block->kind == UMP_MD_CODE || block->kind == UMP_MD_HTML) {
    if (self->text->len > 0 && self->text->str[self->text->len - 1] == '\n')
      g_string_truncate (self->text, self->text->len - 1);
  }
  if (block->kind == UMP_MD_TABLE) {
    block->cells = g_memdup2 (self->cells->data, self->cells->len * sizeof (UmpMdSpan));
    block->n_rows = block->n_columns > 0 ? self->cells->len / block->n_columns : 0;
    g_array_set_size (self->cells, 0);
  }
  take_text (self, block);
  if (block->kind == UMP_MD_PARAGRAPH)
    ump_md_split_paragraph (self->blocks, block);
  else
    g_ptr_array_add (self->blocks, block);
}


static void
close_implicit (Parser *self)
{
  if (self->leaf != NULL && self->implicit)
    close_leaf (self);
}


static void
need_leaf (Parser *self)
{
  if (self->leaf == NULL)
    open_leaf (self, UMP_MD_PARAGRAPH, TRUE);
}


static void
add_run (Parser *self, gsize start, guint flags)
{
  UmpMdRun run = { (guint) start, (guint) self->text->len, flags, self->target, self->picture };

  if (run.start == run.end || flags == 0)
    return;
  if (self->runs->len > 0 && (flags & UMP_MD_RUN_MATH) == 0) {
    UmpMdRun *last = &g_array_index (self->runs, UmpMdRun, self->runs->len - 1);

    if (last->end == run.start && last->flags == flags && last->target == run.target && last->picture == run.picture) {
      last->end = run.end;
      return;
    }
  }
  g_array_append_val (self->runs, run);
}


static void
append_normal (Parser *self, const char *text, gsize size)
{
  while (size > 0) {
    const UmpMdFormula *formula;
    gsize token;
    gsize before = ump_md_source_find_token (self->source, text, size, &formula, &token);
    gsize start = self->text->len;

    ump_md_source_append_literal (self->source, self->text, text, before);
    add_run (self, start, self->flags);
    if (formula != NULL) {
      guint display = formula->display ? UMP_MD_RUN_DISPLAY : 0;

      start = self->text->len;
      if (self->leaf->kind != UMP_MD_PARAGRAPH)
        display = 0;
      g_string_append (self->text, formula->tex);
      add_run (self, start, self->flags | UMP_MD_RUN_MATH | display);
    }
    text += before + token;
    size -= before + token;
  }
}


static void
open_item (Parser *self, const MD_BLOCK_LI_DETAIL *detail)
{
  UmpMdTask task = detail->task_mark == ' ' ? UMP_MD_TASK_OPEN : UMP_MD_TASK_DONE;

  ump_md_nesting_open_item (&self->nesting, detail->is_task ? task : UMP_MD_TASK_NONE);
}


static void
close_item (Parser *self)
{
  close_implicit (self);
  /* An item without content has its mark to show all the same. */
  if (ump_md_nesting_lacks_item (&self->nesting)) {
    open_leaf (self, UMP_MD_PARAGRAPH, TRUE);
    close_leaf (self);
  }
  ump_md_nesting_close_item (&self->nesting);
}


static void
push_container (Parser *self, UmpMdContainerKind kind, guint number, gboolean loose)
{
  UmpMdContainer container = { .kind = kind, .loose = loose, .number = number };

  close_implicit (self);
  ump_md_nesting_push (&self->nesting, &container, self->blocks->len);
}


static void
pop_container (Parser *self)
{
  close_implicit (self);
  ump_md_nesting_pop (&self->nesting, self->blocks);
}


static void
open_code (Parser *self, const MD_BLOCK_CODE_DETAIL *detail)
{
  g_autoptr (GString) info = g_string_new (NULL);

  append_attribute (self, info, &detail->info);
  if (info->len > 0)
    self->leaf->info = g_strdup (info->str);
}


static int
enter_block_cb (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  Parser *self = user_data;

  switch (type) {
  case MD_BLOCK_QUOTE:
    push_container (self, UMP_MD_QUOTE, 0, FALSE);
    break;
  case MD_BLOCK_UL:
    push_container (self, UMP_MD_BULLET, 0, !((MD_BLOCK_UL_DETAIL *) detail)->is_tight);
    break;
  case MD_BLOCK_OL:
    push_container (self, UMP_MD_ORDERED, ((MD_BLOCK_OL_DETAIL *) detail)->start, !((MD_BLOCK_OL_DETAIL *) detail)->is_tight);
    break;
  case MD_BLOCK_LI:
    open_item (self, detail);
    break;
  case MD_BLOCK_HR:
    close_implicit (self);
    open_leaf (self, UMP_MD_RULE, FALSE);
    break;
  case MD_BLOCK_H:
    close_implicit (self);
    open_leaf (self, UMP_MD_HEADING, FALSE);
    self->leaf->level = ((MD_BLOCK_H_DETAIL *) detail)->level;
    break;
  case MD_BLOCK_CODE:
    close_implicit (self);
    open_leaf (self, UMP_MD_CODE, FALSE);
    open_code (self, detail);
    break;
  case MD_BLOCK_HTML:
    close_implicit (self);
    open_leaf (self, UMP_MD_HTML, FALSE);
    break;
  case MD_BLOCK_P:
    close_implicit (self);
    open_leaf (self, UMP_MD_PARAGRAPH, FALSE);
    break;
  case MD_BLOCK_TABLE:
    close_implicit (self);
    open_leaf (self, UMP_MD_TABLE, FALSE);
    self->leaf->n_columns = ((MD_BLOCK_TABLE_DETAIL *) detail)->col_count;
    self->leaf->aligns = g_new0 (guint8, self->leaf->n_columns);
    break;
  case MD_BLOCK_TH:
  case MD_BLOCK_TD: {
    UmpMdSpan cell = { (guint) self->text->len, 0 };

    self->leaf->aligns[self->cells->len % self->leaf->n_columns] = (guint8) ((MD_BLOCK_TD_DETAIL *) detail)->align;
    g_array_append_val (self->cells, cell);
    break;
  }
  case MD_BLOCK_DOC:
  case MD_BLOCK_THEAD:
  case MD_BLOCK_TBODY:
  case MD_BLOCK_TR:
  default:
    break;
  }
  return 0;
}


static void
close_cell (Parser *self)
{
  gboolean last = self->cells->len % self->leaf->n_columns == 0;

  g_array_index (self->cells, UmpMdSpan, self->cells->len - 1).end = (guint) self->text->len;
  g_string_append_c (self->text, last ? '\n' : '\t');
}


static int
leave_block_cb (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  Parser *self = user_data;

  switch (type) {
  case MD_BLOCK_QUOTE:
  case MD_BLOCK_UL:
  case MD_BLOCK_OL:
    pop_container (self);
    break;
  case MD_BLOCK_LI:
    close_item (self);
    break;
  case MD_BLOCK_TH:
  case MD_BLOCK_TD:
    close_cell (self);
    break;
  case MD_BLOCK_TABLE:
    if (self->text->len > 0)
      g_string_truncate (self->text, self->text->len - 1);
    close_leaf (self);
    break;
  case MD_BLOCK_HR:
  case MD_BLOCK_H:
  case MD_BLOCK_CODE:
  case MD_BLOCK_HTML:
  case MD_BLOCK_P:
    close_leaf (self);
    break;
  case MD_BLOCK_DOC:
  case MD_BLOCK_THEAD:
  case MD_BLOCK_TBODY:
  case MD_BLOCK_TR:
  default:
    break;
  }
  return 0;
}


static guint
get_span_flag (MD_SPANTYPE type)
{
  switch (type) {
  case MD_SPAN_EM:
    return UMP_MD_RUN_EMPHASIS;
  case MD_SPAN_STRONG:
    return UMP_MD_RUN_STRONG;
  case MD_SPAN_A:
    return UMP_MD_RUN_LINK;
  case MD_SPAN_IMG:
    return UMP_MD_RUN_IMAGE;
  case MD_SPAN_CODE:
    return UMP_MD_RUN_CODE;
  case MD_SPAN_DEL:
    return UMP_MD_RUN_STRIKE;
  case MD_SPAN_LATEXMATH:
  case MD_SPAN_LATEXMATH_DISPLAY:
  case MD_SPAN_WIKILINK:
  case MD_SPAN_U:
  default:
    return 0;
  }
}


static int
add_target (Parser *self, const MD_ATTRIBUTE *address)
{
  g_autoptr (GString) target = g_string_new (NULL);

  append_attribute (self, target, address);
  g_ptr_array_add (self->targets, g_strdup (target->str));
  return (int) self->targets->len - 1;
}


static int
enter_span_cb (MD_SPANTYPE type, void *detail, void *user_data)
{
  Parser *self = user_data;
  Span span = { self->flags, self->target, self->picture, self->text->len };

  need_leaf (self);
  g_array_append_val (self->spans, span);
  self->flags |= get_span_flag (type);
  /* A picture inside a picture keeps the outer address. */
  if (type == MD_SPAN_A && self->target < 0)
    self->target = add_target (self, &((MD_SPAN_A_DETAIL *) detail)->href);
  else if (type == MD_SPAN_IMG && self->target < 0)
    self->target = add_target (self, &((MD_SPAN_IMG_DETAIL *) detail)->src);
  else if (type == MD_SPAN_IMG && (span.flags & UMP_MD_RUN_IMAGE) == 0)
    self->picture = add_target (self, &((MD_SPAN_IMG_DETAIL *) detail)->src);
  return 0;
}


static int
leave_span_cb (MD_SPANTYPE type, void *detail, void *user_data)
{
  Parser *self = user_data;
  const Span *span;

  /* md4c 0.4.8 leaves spans that it never entered ("![]([^)*]()"). */
  if (self->spans->len == 0)
    return 0;
  span = &g_array_index (self->spans, Span, self->spans->len - 1);
  /* A picture that says nothing is one all the same. */
  if (type == MD_SPAN_IMG && span->start == self->text->len && (span->flags & UMP_MD_RUN_IMAGE) == 0) {
    g_string_append (self->text, UMP_MD_PICTURE);
    add_run (self, span->start, self->flags);
  }
  self->flags = span->flags;
  self->target = span->target;
  self->picture = span->picture;
  g_array_set_size (self->spans, self->spans->len - 1);
  return 0;
}


/* md4c gives the indentation of code as spaces. What stands in the text is
 * kept instead, tabs above all, so that a Makefile stays one. */
static void
append_indent (Parser *self, const char *text)
{
  const char *source = self->source->text->str;
  const char *line = text;
  gsize column = 0, width, skip;

  while (line > source && line[-1] != '\n')
    line--;
  for (const char *p = line; p < text; p++)
    column += *p == '\t' ? 4 - column % 4 : 1;
  width = MIN (self->indent, column);
  skip = column - width;
  column = 0;
  for (const char *p = line; p < text; p++) {
    gsize end = column + (*p == '\t' ? 4 - column % 4 : 1);

    if (column >= skip)
      g_string_append_c (self->text, *p);
    else if (end > skip)
      g_string_append_printf (self->text, "%*s", (int) (end - skip), "");
    column = end;
  }
}


static void
append_code (Parser *self, const char *text, gsize size)
{
  const GString *source = self->source->text;
  gboolean inside = text >= source->str && text < source->str + source->len;

  if (!inside && text[0] == ' ') {
    self->indent += size;
    return;
  }
  if (self->indent > 0 && inside)
    append_indent (self, text);
  else
    g_string_append_printf (self->text, "%*s", (int) self->indent, "");
  self->indent = 0;
  ump_md_source_append_literal (self->source, self->text, text, size);
}


/* A cell's code has the backslash before a pipe only because of the table (GFM
 * 0.29, section 4.10). */
static void
unescape_pipes (GString *text, gsize start)
{
  gsize to = start;

  for (gsize from = start; from < text->len; from++) {
    if (text->str[from] == '\\' && text->str[from + 1] == '|')
      from++;
    text->str[to++] = text->str[from];
  }
  g_string_truncate (text, to);
}


static int
text_cb (MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user_data)
{
  Parser *self = user_data;
  gsize start;

  need_leaf (self);
  start = self->text->len;
  switch (type) {
  case MD_TEXT_NORMAL:
    append_normal (self, text, size);
    return 0;
  case MD_TEXT_NULLCHAR:
    g_string_append (self->text, "\xef\xbf\xbd");
    break;
  case MD_TEXT_BR:
    g_string_append_c (self->text, '\n');
    break;
  case MD_TEXT_SOFTBR:
    g_string_append_c (self->text, ' ');
    break;
  case MD_TEXT_ENTITY:
    ump_md_entity_append (self->text, text, size);
    break;
  case MD_TEXT_HTML:
    ump_md_source_append_literal (self->source, self->text, text, size);
    if (self->leaf->kind != UMP_MD_HTML) {
      add_run (self, start, self->flags | UMP_MD_RUN_HTML);
      return 0;
    }
    break;
  case MD_TEXT_CODE:
    if (self->leaf->kind == UMP_MD_CODE) {
      append_code (self, text, size);
      return 0;
    }
    ump_md_source_append_literal (self->source, self->text, text, size);
    if (self->leaf->kind == UMP_MD_TABLE)
      unescape_pipes (self->text, start);
    break;
  case MD_TEXT_LATEXMATH:
  default:
    ump_md_source_append_literal (self->source, self->text, text, size);
    break;
  }
  add_run (self, start, self->flags);
  return 0;
}


/**
 * ump_md_parse:
 * @text: as ump_md_sanitize() returns it
 * @length: bytes of @text, or -1
 *
 * CommonMark with tables, strikethrough, task lists and bare addresses.
 *
 * Returns: (transfer full) (element-type UmpMdBlock): the blocks
 */
GPtrArray *
ump_md_parse (const char *text, gssize length)
{
  static const MD_PARSER callbacks = {
    .flags = MD_DIALECT_GITHUB,
    .enter_block = enter_block_cb,
    .leave_block = leave_block_cb,
    .enter_span = enter_span_cb,
    .leave_span = leave_span_cb,
    .text = text_cb,
  };
  g_autoptr (UmpMdSource) source = ump_md_source_new (text, length < 0 ? strlen (text) : (gsize) length);
  Parser self = { .source = source, .target = -1, .picture = -1 };

  self.blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_md_block_unref);
  ump_md_nesting_init (&self.nesting);
  self.text = g_string_new (NULL);
  self.runs = g_array_new (FALSE, TRUE, sizeof (UmpMdRun));
  self.targets = g_ptr_array_new ();
  self.cells = g_array_new (FALSE, FALSE, sizeof (UmpMdSpan));
  self.spans = g_array_new (FALSE, FALSE, sizeof (Span));

  md_parse (source->text->str, (MD_SIZE) source->text->len, &callbacks, &self);
  close_leaf (&self);

  ump_md_nesting_clear (&self.nesting);
  g_string_free (self.text, TRUE);
  g_array_unref (self.runs);
  g_ptr_array_unref (self.targets);
  g_array_unref (self.cells);
  g_array_unref (self.spans);
  return self.blocks;
}
