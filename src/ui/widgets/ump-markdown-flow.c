/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "ump-markdown-flow.h"
#include "ump-markdown-math.h"

#define OBJECT "\xef\xbf\xbc"
#define MAX_ADDRESS 120
/* Marks stacked on one character; more are dropped from the label. */
#define MAX_STACKED 5

/* A stretch where label and block run in step, or where they do not. */
typedef struct {
  guint label;
  guint label_size;
  guint block;
  guint block_size;
  gboolean same;
} Segment;

struct _UmpMarkdownFlow {
  GString *text;
  GString *markup;
  /* NULL where it is the text. */
  GString *spoken;
  /* Places of spaces that slanted letters lean into. */
  GArray *leans;
  PangoAttrList *attrs;
  GArray *segments;
  GArray *formulas;
  const UmpMarkdownStyle *style;
  /* Size of the text as a factor of the font's. */
  double scale;
};

static const double heading_scales[] = { 1, 1.6, 1.35, 1.18, 1.05, 1, .95 };


static void
formula_clear (gpointer data)
{
  UmpMarkdownFlowFormula *formula = data;

  g_clear_pointer (&formula->tree, ump_md_tex_free);
  g_clear_pointer (&formula->box, ump_markdown_math_free);
}


static void
add_segment (UmpMarkdownFlow *self, guint label, guint block, guint block_size, gboolean same)
{
  guint label_size = (guint) self->text->len - label;
  Segment segment = { label, label_size, block, block_size, same };

  if (same && self->segments->len > 0) {
    Segment *last = &g_array_index (self->segments, Segment, self->segments->len - 1);

    if (last->same && last->block + last->block_size == block) {
      last->label_size += label_size;
      last->block_size += block_size;
      return;
    }
  }
  if (label_size > 0 || block_size > 0)
    g_array_append_val (self->segments, segment);
}


/* A visible sign for a character that would hide itself or others: terminal
 * escapes and the marks that turn the direction of what follows. */
static const char *
get_visible_sign (gunichar c, char buffer[8])
{
  static const char * const turns[] = { "⟨LRE⟩", "⟨RLE⟩", "⟨PDF⟩", "⟨LRO⟩", "⟨RLO⟩" };
  static const char * const isolates[] = { "⟨LRI⟩", "⟨RLI⟩", "⟨FSI⟩", "⟨PDI⟩" };

  if (c >= 0x202a && c <= 0x202e)
    return turns[c - 0x202a];
  if (c >= 0x2066 && c <= 0x2069)
    return isolates[c - 0x2066];
  if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) {
    buffer[g_unichar_to_utf8 (c == 0x7f ? 0x2421 : 0x2400 + c, buffer)] = '\0';
    return buffer;
  }
  /* Separators would break a label into paragraphs that the block has not. */
  if (c == 0x2028 || c == 0x2029 || c == 0xfffc)
    return "\xef\xbf\xbd";
  return NULL;
}


static void
append_text (UmpMarkdownFlow *self, const UmpMdBlock *block, guint start, guint end)
{
  const char *text = block->text;
  guint plain = start, stacked = 0;

  for (guint i = start; i < end;) {
    guchar byte = (guchar) text[i];
    gunichar c = byte < 0x80 ? byte : g_utf8_get_char (text + i);
    guint size = (guint) (g_utf8_skip[byte]);
    char buffer[8];
    const char *sign = NULL;

    stacked = byte >= 0x80 && g_unichar_ismark (c) ? stacked + 1 : 0;
    if (byte < 0x20 || byte == 0x7f || byte >= 0xe2)
      sign = get_visible_sign (c, buffer);
    if (stacked > MAX_STACKED)
      sign = "";
    if (sign != NULL) {
      guint label = (guint) self->text->len;

      g_string_append_len (self->text, text + plain, i - plain);
      add_segment (self, label, plain, i - plain, TRUE);
      label = (guint) self->text->len;
      g_string_append (self->text, sign);
      add_segment (self, label, i, size, FALSE);
      plain = i + size;
    }
    i += size;
  }
  if (plain < end) {
    guint label = (guint) self->text->len;

    g_string_append_len (self->text, text + plain, end - plain);
    add_segment (self, label, plain, end - plain, TRUE);
  }
}


static void
insert (UmpMarkdownFlow *self, PangoAttribute *attribute, guint start)
{
  attribute->start_index = start;
  attribute->end_index = (guint) self->text->len;
  pango_attr_list_insert (self->attrs, attribute);
}


/* A formula that is not understood is shown as it is written. */
static void
append_formula (UmpMarkdownFlow *self, const UmpMdBlock *block, const UmpMdRun *run, guint start, guint end)
{
  guint label = (guint) self->text->len;
  g_autofree char *source = g_strndup (block->text + start, end - start);
  UmpMarkdownFlowFormula formula = {
    .place = label,
    .tree = start == run->start && end == run->end ? ump_md_tex_parse (source) : NULL,
    .display = (run->flags & UMP_MD_RUN_DISPLAY) != 0,
  };

  if (formula.tree == NULL) {
    append_text (self, block, start, end);
    insert (self, pango_attr_family_new ("monospace"), label);
    return;
  }
  g_string_append (self->text, OBJECT);
  add_segment (self, label, start, end - start, FALSE);
  g_array_append_val (self->formulas, formula);
}


/* What a data: address is, in place of what it holds (RFC 2397). */
static char *
describe_data (const char *target)
{
  gsize kind = strcspn (target, ";,"), bytes = strlen (target + strcspn (target, ",")), padding = 0;
  const char *end = target + strlen (target);

  while (padding < 2 && end > target && end[-1 - (gssize) padding] == '=')
    padding++;
  bytes = bytes > 0 ? bytes - 1 : 0;
  if (memmem (target, strcspn (target, ","), ";base64", 7) != NULL)
    bytes = bytes / 4 * 3 - MIN (padding, bytes / 4 * 3);
  /* Translators: the kind of a picture inside an answer, and its size: "data:image/png, 85 bytes". */
  return g_strdup_printf (ngettext ("%.*s, %u byte", "%.*s, %u bytes", (guint) bytes), (int) kind, target, (guint) bytes);
}


/* Pictures are never fetched: what they show is said, and where they are. */
static void
append_address (UmpMarkdownFlow *self, const char *target, guint end)
{
  guint label = (guint) self->text->len;
  glong length = g_utf8_strlen (target, -1);
  g_autofree char *shown = g_str_has_prefix (target, "data:") ? describe_data (target) : g_utf8_substring (target, 0, MIN (length, MAX_ADDRESS));

  if (*target == '\0')
    return;
  g_string_append_printf (self->text, " (%s%s)", shown, length > MAX_ADDRESS && !g_str_has_prefix (target, "data:") ? "…" : "");
  add_segment (self, label, end, 0, FALSE);
  insert (self, pango_attr_foreground_alpha_new (0x9999), label);
}


static gboolean
may_be_link (const char *target)
{
  return g_ascii_strncasecmp (target, "http://", 7) == 0 || g_ascii_strncasecmp (target, "https://", 8) == 0 ||
         g_ascii_strncasecmp (target, "mailto:", 7) == 0;
}


static void
style_run (UmpMarkdownFlow *self, const UmpMdRun *run, guint label)
{
  gboolean plain = self->style->plain;

  if ((run->flags & UMP_MD_RUN_STRONG) != 0 && !plain)
    insert (self, pango_attr_weight_new (PANGO_WEIGHT_BOLD), label);
  if ((run->flags & UMP_MD_RUN_EMPHASIS) != 0 && !plain)
    insert (self, pango_attr_style_new (PANGO_STYLE_ITALIC), label);
  if ((run->flags & UMP_MD_RUN_STRIKE) != 0)
    insert (self, pango_attr_strikethrough_new (TRUE), label);
  if ((run->flags & (UMP_MD_RUN_CODE | UMP_MD_RUN_HTML)) != 0) {
    insert (self, pango_attr_family_new ("monospace"), label);
    insert (self, pango_attr_scale_new (self->scale * .92), label);
  }
  if ((run->flags & UMP_MD_RUN_CODE) != 0 && !plain) {
    /* A grey that shows on white and on black. */
    insert (self, pango_attr_background_new (0x8888, 0x8888, 0x8888), label);
    insert (self, pango_attr_background_alpha_new (0x2666), label);
  }
}


/* @from is the first byte of the label that the markup does not have yet. */
static void
append_markup (UmpMarkdownFlow *self, guint from, const char *target)
{
  g_autofree char *text = g_markup_escape_text (self->text->str + from, (gssize) (self->text->len - from));

  if (target == NULL) {
    g_string_append (self->markup, text);
  } else {
    g_autofree char *href = g_markup_escape_text (target, -1);
    /* The tool tip is markup again. */
    g_autofree char *title = g_markup_escape_text (href, -1);

    g_string_append_printf (self->markup, "<a href=\"%s\" title=\"%s\">%s</a>", href, title, text);
  }
}


/* A link that cannot be followed says where it would lead, behind its last run. */
static gboolean
ends_link (const UmpMdBlock *block, const UmpMdRun *run, guint end)
{
  const UmpMdRun *next = run + 1 < block->runs + block->n_runs ? run + 1 : NULL;

  return end == run->end && (next == NULL || next->start > run->end || next->target != run->target);
}


static void
append_run (UmpMarkdownFlow *self, const UmpMdBlock *block, const UmpMdRun *run, guint start, guint end)
{
  guint label = (guint) self->text->len;
  const char *target = run->target >= 0 ? block->targets[run->target] : NULL;
  gboolean link = (run->flags & UMP_MD_RUN_LINK) != 0 && target != NULL && may_be_link (target);

  if ((run->flags & UMP_MD_RUN_IMAGE) != 0 && start == run->start && !g_str_has_prefix (block->text + start, UMP_MD_PICTURE)) {
    g_string_append (self->text, UMP_MD_PICTURE " ");
    add_segment (self, label, start, 0, FALSE);
  }
  if ((run->flags & UMP_MD_RUN_MATH) != 0) {
    append_formula (self, block, run, start, end);
  } else {
    append_text (self, block, start, end);
    style_run (self, run, label);
    /* A theme makes text fainter than its colour, and the colour of a link would be too faint with that. */
    if (link)
      insert (self, pango_attr_foreground_alpha_new (0xffff), label);
  }
  if ((run->flags & UMP_MD_RUN_IMAGE) != 0 && target != NULL && end == run->end)
    append_address (self, run->picture >= 0 ? block->targets[run->picture] : target, end);
  else if ((run->flags & UMP_MD_RUN_LINK) != 0 && target != NULL && !link && *target != '\0' && *target != '#' && ends_link (block, run, end))
    append_address (self, target, end);
  if (link && self->markup == NULL) {
    g_autofree char *before = g_markup_escape_text (self->text->str, label);

    self->markup = g_string_new (before);
  }
  if (self->markup != NULL)
    append_markup (self, label, link ? target : NULL);
}


static void
append_plain (UmpMarkdownFlow *self, const UmpMdBlock *block, guint start, guint end)
{
  guint label = (guint) self->text->len;

  append_text (self, block, start, end);
  if (self->markup != NULL)
    append_markup (self, label, NULL);
}


/* Before the runs, which may have another size. */
static void
set_scale (UmpMarkdownFlow *self, const UmpMdBlock *block)
{
  self->scale = self->style->scale;
  if (block->kind == UMP_MD_HEADING && !self->style->plain)
    self->scale *= heading_scales[MIN (block->level, 6)];
  else if (block->kind == UMP_MD_CODE)
    self->scale *= .95;
  if (self->scale != 1)
    pango_attr_list_insert (self->attrs, pango_attr_scale_new (self->scale));
}


static void
style_whole (UmpMarkdownFlow *self, const UmpMdBlock *block)
{
  if (block->kind == UMP_MD_HEADING && !self->style->plain)
    insert (self, pango_attr_weight_new (PANGO_WEIGHT_BOLD), 0);
  if (block->kind == UMP_MD_HTML || block->kind == UMP_MD_CODE)
    insert (self, pango_attr_family_new ("monospace"), 0);
  else if (block->kind == UMP_MD_PARAGRAPH)
    insert (self, pango_attr_line_height_new (UMP_MARKDOWN_LINE_SPACING), 0);
  insert (self, pango_attr_insert_hyphens_new (FALSE), 0);
}


static void
add_lean (UmpMarkdownFlow *self, guint place)
{
  guint label = ump_markdown_flow_to_label (self, place);

  g_array_append_val (self->leans, label);
}


/**
 * ump_markdown_flow_new:
 * @block: a block
 * @start: first byte of its text
 * @end: byte behind the last one
 * @style: how it is shown
 *
 * Returns: (transfer full): that part of @block, ready for a label
 */
UmpMarkdownFlow *
ump_markdown_flow_new (const UmpMdBlock *block, guint start, guint end, const UmpMarkdownStyle *style)
{
  UmpMarkdownFlow *self = g_new0 (UmpMarkdownFlow, 1);
  guint done = start, before = 0;

  self->text = g_string_sized_new (end - start + 8);
  self->attrs = pango_attr_list_new ();
  self->leans = g_array_new (FALSE, FALSE, sizeof (guint));
  self->segments = g_array_new (FALSE, FALSE, sizeof (Segment));
  self->formulas = g_array_new (FALSE, FALSE, sizeof (UmpMarkdownFlowFormula));
  g_array_set_clear_func (self->formulas, formula_clear);
  self->style = style;
  set_scale (self, block);

  for (guint i = 0; i < block->n_runs; i++) {
    const UmpMdRun *run = &block->runs[i];

    if (run->end <= start || run->start >= end)
      continue;
    append_plain (self, block, done, MAX (run->start, start));
    if ((before & UMP_MD_RUN_EMPHASIS) != 0 && !style->plain && done < MIN (run->start, end) && block->text[done] == ' ')
      add_lean (self, done);
    before = run->flags;
    append_run (self, block, run, MAX (run->start, start), MIN (run->end, end));
    done = MIN (run->end, end);
  }
  append_plain (self, block, done, end);
  if ((before & UMP_MD_RUN_EMPHASIS) != 0 && !style->plain && done < end && block->text[done] == ' ')
    add_lean (self, done);
  style_whole (self, block);
  self->style = NULL;
  return self;
}


/**
 * ump_markdown_flow_free:
 * @self: (transfer full): a flow
 */
void
ump_markdown_flow_free (UmpMarkdownFlow *self)
{
  g_string_free (self->text, TRUE);
  if (self->markup != NULL)
    g_string_free (self->markup, TRUE);
  if (self->spoken != NULL)
    g_string_free (self->spoken, TRUE);
  g_array_unref (self->leans);
  pango_attr_list_unref (self->attrs);
  g_array_unref (self->segments);
  g_array_unref (self->formulas);
  g_free (self);
}


/**
 * ump_markdown_flow_get_text:
 * @self: a flow
 *
 * Returns: (transfer none): the label's text
 */
const char *
ump_markdown_flow_get_text (UmpMarkdownFlow *self)
{
  return self->text->str;
}


/**
 * ump_markdown_flow_get_attrs:
 * @self: a flow
 *
 * Returns: (transfer none): fonts and sizes, to which formulas and colours are added
 */
PangoAttrList *
ump_markdown_flow_get_attrs (UmpMarkdownFlow *self)
{
  return self->attrs;
}


/**
 * ump_markdown_flow_get_spoken:
 * @self: a flow that is laid out
 *
 * Returns: (transfer none) (nullable): the text with its formulas spelled out;
 *   %NULL where there are none
 */
const char *
ump_markdown_flow_get_spoken (UmpMarkdownFlow *self)
{
  return self->spoken != NULL ? self->spoken->str : NULL;
}


/**
 * ump_markdown_flow_get_markup:
 * @self: a flow
 *
 * Returns: (transfer none) (nullable): the text with its links marked and all
 *   else escaped; %NULL where there are no links
 */
const char *
ump_markdown_flow_get_markup (UmpMarkdownFlow *self)
{
  return self->markup != NULL ? self->markup->str : NULL;
}


/**
 * ump_markdown_flow_get_formulas:
 * @self: a flow
 *
 * Returns: (transfer none) (element-type UmpMarkdownFlowFormula): its formulas
 */
GArray *
ump_markdown_flow_get_formulas (UmpMarkdownFlow *self)
{
  return self->formulas;
}


/**
 * ump_markdown_flow_get_font_size:
 * @context: fonts
 *
 * Returns: size of the text in pixels
 */
double
ump_markdown_flow_get_font_size (PangoContext *context)
{
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = pango_units_to_double (pango_font_description_get_size (font));
  double resolution = pango_cairo_context_get_resolution (context);

  if (pango_font_description_get_size_is_absolute (font))
    return size;
  return size * (resolution > 0 ? resolution : 96) / 72;
}


/* A font without italics is slanted, and its letters lean into the space after
 * them. */
static void
widen_spaces (UmpMarkdownFlow *self, double size)
{
  for (guint i = 0; i < self->leans->len; i++) {
    PangoAttribute *spacing = pango_attr_letter_spacing_new ((int) (size * .1 * PANGO_SCALE));

    spacing->start_index = g_array_index (self->leans, guint, i);
    spacing->end_index = spacing->start_index + 1;
    pango_attr_list_insert (self->attrs, spacing);
  }
}


/* For those who hear a text: a formula is a sign in it that says nothing. */
static void
spell_formulas (UmpMarkdownFlow *self)
{
  guint done = 0;

  self->spoken = g_string_new (NULL);
  for (guint i = 0; i < self->formulas->len; i++) {
    const UmpMarkdownFlowFormula *formula = &g_array_index (self->formulas, UmpMarkdownFlowFormula, i);
    g_autofree char *text = ump_md_tex_to_text (formula->tree);

    g_string_append_len (self->spoken, self->text->str + done, formula->place - done);
    g_string_append (self->spoken, text);
    done = formula->place + (guint) strlen (OBJECT);
  }
  g_string_append (self->spoken, self->text->str + done);
}


/**
 * ump_markdown_flow_lay_out:
 * @self: a flow
 * @context: fonts of the text
 *
 * Lays out the formulas and keeps room for them in the text. To be called once.
 */
void
ump_markdown_flow_lay_out (UmpMarkdownFlow *self, PangoContext *context)
{
  double size = ump_markdown_flow_get_font_size (context) * self->scale;

  if (self->leans->len > 0)
    widen_spaces (self, size);
  if (self->formulas->len > 0)
    spell_formulas (self);
  for (guint i = 0; i < self->formulas->len; i++) {
    UmpMarkdownFlowFormula *formula = &g_array_index (self->formulas, UmpMarkdownFlowFormula, i);
    PangoRectangle rect;
    PangoAttribute *shape;

    formula->box = ump_markdown_math_new (formula->tree, context, size * 1.08, formula->display);
    rect.x = 0;
    rect.y = (int) (-(formula->box->ascent + 1) * PANGO_SCALE);
    rect.width = (int) ((formula->box->width + 1) * PANGO_SCALE);
    rect.height = (int) ((formula->box->ascent + formula->box->descent + 2) * PANGO_SCALE);
    shape = pango_attr_shape_new (&rect, &rect);
    shape->start_index = formula->place;
    shape->end_index = formula->place + (guint) strlen (OBJECT);
    pango_attr_list_insert (self->attrs, shape);
  }
}


/**
 * ump_markdown_flow_to_block:
 * @self: a flow
 * @place: byte in the label
 *
 * Returns: the byte of the block's text that is shown there
 */
guint
ump_markdown_flow_to_block (UmpMarkdownFlow *self, guint place)
{
  guint last = 0;

  for (guint i = 0; i < self->segments->len; i++) {
    const Segment *segment = &g_array_index (self->segments, Segment, i);

    if (place < segment->label + segment->label_size)
      return segment->same ? segment->block + place - segment->label : segment->block;
    last = segment->block + segment->block_size;
  }
  return last;
}


/**
 * ump_markdown_flow_to_label:
 * @self: a flow
 * @place: byte in the block's text
 *
 * Returns: the byte of the label where that is shown
 */
guint
ump_markdown_flow_to_label (UmpMarkdownFlow *self, guint place)
{
  for (guint i = 0; i < self->segments->len; i++) {
    const Segment *segment = &g_array_index (self->segments, Segment, i);

    if (place < segment->block + segment->block_size)
      return segment->same && place > segment->block ? segment->label + place - segment->block : segment->label;
  }
  return (guint) self->text->len;
}
