/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ump-markdown-math.h"

#define SCRIPT .72
#define MIN_SIZE .5
/* Height of the line that fractions and signs are centred on, in em. */
#define AXIS .26

typedef struct {
  PangoContext *context;
  /* In pixels. */
  double size;
  double relative;
  gboolean display;
  gboolean script;
} Style;

static UmpMarkdownMath *lay_out (const UmpMdTex *node, const Style *style);


static UmpMarkdownMath *
new_box (void)
{
  UmpMarkdownMath *self = g_new0 (UmpMarkdownMath, 1);

  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_markdown_math_free);
  self->stretch = 1;
  return self;
}


/**
 * ump_markdown_math_free:
 * @self: (transfer full): a formula
 */
void
ump_markdown_math_free (UmpMarkdownMath *self)
{
  g_clear_object (&self->layout);
  g_ptr_array_unref (self->children);
  g_free (self);
}


/* Puts @child into @self, its baseline @y below that of @self. */
static void
add (UmpMarkdownMath *self, UmpMarkdownMath *child, double x, double y)
{
  child->x = x;
  child->y = y;
  self->width = MAX (self->width, x + child->width);
  self->ascent = MAX (self->ascent, child->ascent - y);
  self->descent = MAX (self->descent, child->descent + y);
  g_ptr_array_add (self->children, child);
}


static UmpMarkdownMath *
new_rule (double width, double thickness)
{
  UmpMarkdownMath *self = new_box ();

  self->rule = TRUE;
  self->width = width;
  self->ascent = thickness;
  return self;
}


static double
get_thickness (const Style *style)
{
  return MAX (1, round (style->size * .055));
}


static Style
get_script_style (const Style *style)
{
  Style script = *style;

  script.relative = MAX (MIN_SIZE, style->relative * SCRIPT);
  script.size = style->size * script.relative / style->relative;
  script.display = FALSE;
  script.script = TRUE;
  return script;
}


/* As \dfrac, \displaystyle and the like ask for. */
static Style
get_asked_style (const Style *style, UmpMdTexStyle asked)
{
  Style result = *style;

  if (asked == UMP_MD_TEX_STYLE_SCRIPT)
    return get_script_style (style);
  if (asked != UMP_MD_TEX_STYLE_INHERIT) {
    result.size = style->size / style->relative;
    result.relative = 1;
    result.script = FALSE;
    result.display = asked == UMP_MD_TEX_STYLE_DISPLAY;
  }
  return result;
}


static UmpMarkdownMath *
new_text (const char *text, UmpMdTexFont font, double size, const Style *style)
{
  UmpMarkdownMath *self = new_box ();
  PangoFontDescription *description = pango_font_description_new ();
  PangoRectangle ink, logical;

  pango_font_description_set_family (description, font == UMP_MD_TEX_MONOSPACE ? "monospace" : font == UMP_MD_TEX_SANS ? "sans"
                                                                                         : "STIX Two Math,Latin Modern Math,Noto Serif,serif");
  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_font_description_set_style (description, font == UMP_MD_TEX_ITALIC ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_font_description_set_weight (description, font == UMP_MD_TEX_BOLD ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  self->layout = pango_layout_new (style->context);
  pango_layout_set_font_description (self->layout, description);
  pango_layout_set_auto_dir (self->layout, FALSE);
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_get_extents (self->layout, &ink, &logical);
  self->layout_baseline = pango_units_to_double (pango_layout_get_baseline (self->layout));
  self->width = pango_units_to_double (MAX (logical.width, ink.x + ink.width));
  self->ascent = self->layout_baseline - pango_units_to_double (ink.y);
  self->descent = pango_units_to_double (ink.y + ink.height) - self->layout_baseline;
  pango_font_description_free (description);
  return self;
}


/* Centres a sign on the axis. */
static UmpMarkdownMath *
center (UmpMarkdownMath *sign, const Style *style)
{
  UmpMarkdownMath *self = new_box ();
  double middle = (sign->ascent - sign->descent) / 2;

  add (self, sign, 0, middle - AXIS * style->size);
  return self;
}


static UmpMarkdownMath *
lay_out_symbol (const UmpMdTex *node, const Style *style)
{
  if (node->klass == UMP_MD_TEX_LARGE)
    return center (new_text (node->text, UMP_MD_TEX_ROMAN, style->size * (style->display ? 1.5 : 1.1), style), style);
  return new_text (node->text, node->font, style->size, style);
}


/* A fence sign as high as what it encloses. */
static UmpMarkdownMath *
new_fence (const char *sign, double ascent, double descent, const Style *style)
{
  UmpMarkdownMath *text = new_text (sign, UMP_MD_TEX_ROMAN, style->size, style);
  double axis = AXIS * style->size;
  double half = MAX (ascent - axis, descent + axis) + 1;
  double natural = text->ascent + text->descent;

  if (natural > 0 && 2 * half > natural * 1.1) {
    text->stretch = 2 * half / natural;
    text->ascent *= text->stretch;
    text->descent *= text->stretch;
  }
  return center (text, style);
}


static gboolean
holds_matrix (const UmpMdTex *fence)
{
  const UmpMdTex *body = g_ptr_array_index (fence->children, 0);

  if (body->kind == UMP_MD_TEX_ROW && body->children->len == 1)
    body = g_ptr_array_index (body->children, 0);
  return body->kind == UMP_MD_TEX_MATRIX;
}


static UmpMarkdownMath *
lay_out_fence (const UmpMdTex *node, const Style *style)
{
  UmpMarkdownMath *self = new_box ();
  UmpMarkdownMath *body = lay_out (g_ptr_array_index (node->children, 0), style);
  double ascent = body->ascent, descent = body->descent, x = 0, gap = holds_matrix (node) ? style->size * .12 : 0;

  if (*node->text != '\0') {
    add (self, new_fence (node->text, ascent, descent, style), 0, 0);
    x = self->width + gap;
  }
  add (self, body, x, 0);
  if (*node->close != '\0')
    add (self, new_fence (node->close, ascent, descent, style), self->width + gap, 0);
  return self;
}


static UmpMarkdownMath *
lay_out_fraction (const UmpMdTex *node, const Style *around)
{
  Style own = get_asked_style (around, node->style), part = own;
  const Style *style = &own;
  UmpMarkdownMath *self = new_box (), *above, *below;
  double axis = AXIS * style->size, thickness = get_thickness (style), gap = style->size * (style->display ? .18 : .1), width;

  if (!style->display)
    part = get_script_style (style);
  part.display = FALSE;
  above = lay_out (g_ptr_array_index (node->children, 0), &part);
  below = lay_out (g_ptr_array_index (node->children, 1), &part);
  width = MAX (above->width, below->width) + style->size * .2;
  add (self, above, (width - above->width) / 2, -axis - thickness / 2 - gap - above->descent);
  add (self, below, (width - below->width) / 2, -axis + thickness / 2 + gap + below->ascent);
  if (!node->bare)
    add (self, new_rule (width, thickness), 0, -axis + thickness / 2);
  self->width = width;
  return self;
}


static UmpMarkdownMath *
lay_out_root (const UmpMdTex *node, const Style *style)
{
  const UmpMdTex *index = g_ptr_array_index (node->children, 1);
  UmpMarkdownMath *self = new_box (), *sign = new_box ();
  UmpMarkdownMath *body = lay_out (g_ptr_array_index (node->children, 0), style);
  double thickness = get_thickness (style), gap = style->size * .12, x = 0;

  body->ascent = MAX (body->ascent, style->size * .5);
  sign->root = TRUE;
  sign->width = style->size * .6 + body->width + style->size * .1;
  sign->ascent = body->ascent + gap + thickness;
  sign->descent = body->descent + gap * .5;
  sign->stretch = style->size;
  if (index != NULL) {
    Style small = get_script_style (style);
    UmpMarkdownMath *box;

    small = get_script_style (&small);
    box = lay_out (index, &small);
    x = MAX (0, box->width - style->size * .25);
    add (self, box, 0, -sign->ascent * .45 - box->descent);
  }
  add (self, sign, x, 0);
  add (self, body, x + style->size * .6, 0);
  return self;
}


static void
add_limits (UmpMarkdownMath *self, UmpMarkdownMath *base, UmpMarkdownMath *below, UmpMarkdownMath *above, double gap, double below_gap)
{
  double width = base->width, ascent = base->ascent, descent = base->descent;

  if (below != NULL)
    width = MAX (width, below->width);
  if (above != NULL)
    width = MAX (width, above->width);
  add (self, base, (width - base->width) / 2, 0);
  if (above != NULL)
    add (self, above, (width - above->width) / 2, -ascent - gap - above->descent);
  if (below != NULL)
    add (self, below, (width - below->width) / 2, descent + below_gap + below->ascent);
  self->width = width;
}


static double
get_rise (const UmpMarkdownMath *base, const Style *style, const Style *script)
{
  return MAX (base->ascent - script->size * .38, style->size * .38);
}


/* A prime is as large as the letters and raised by itself; what it is drawn at is
 * the baseline of @base, which the superscript is raised above. */
static UmpMarkdownMath *
lay_out_superscript (const UmpMdTex *node, const Style *style, const Style *script, const UmpMarkdownMath *base)
{
  UmpMarkdownMath *self;
  const UmpMdTex *first = node;
  double up = get_rise (base, style, script);

  if (!ump_md_tex_is_prime (node))
    return lay_out (node, script);
  self = new_box ();
  while (first->kind == UMP_MD_TEX_ROW)
    first = g_ptr_array_index (first->children, 0);
  add (self, new_text (first->text, UMP_MD_TEX_ROMAN, style->size, style), 0, up);
  for (guint i = 1; node->kind == UMP_MD_TEX_ROW && i < node->children->len; i++) {
    const UmpMdTex *more = g_ptr_array_index (node->children, i);

    if (ump_md_tex_is_prime (more) && more->kind == UMP_MD_TEX_SYMBOL)
      add (self, new_text (more->text, UMP_MD_TEX_ROMAN, style->size, style), self->width, up);
    else
      add (self, lay_out (more, script), self->width, 0);
  }
  self->descent = 0;
  return self;
}


static UmpMarkdownMath *
lay_out_scripts (const UmpMdTex *node, const Style *style)
{
  Style script = get_script_style (style);
  const UmpMdTex *below_node = g_ptr_array_index (node->children, 1);
  const UmpMdTex *above_node = g_ptr_array_index (node->children, 2);
  UmpMarkdownMath *self = new_box ();
  UmpMarkdownMath *base = lay_out (g_ptr_array_index (node->children, 0), style);
  UmpMarkdownMath *below = below_node != NULL ? lay_out (below_node, &script) : NULL;
  UmpMarkdownMath *above = above_node != NULL ? lay_out_superscript (above_node, style, &script, base) : NULL;
  double descent = base->descent, width = base->width, up, down;

  if (node->limits && (style->display || node->style == UMP_MD_TEX_STYLE_DISPLAY)) {
    add_limits (self, base, below, above, style->size * .14, style->size * .2);
    return self;
  }
  add (self, base, 0, 0);
  up = get_rise (base, style, &script);
  down = MAX (descent + script.size * .12, style->size * .18);
  /* An index never touches the exponent above it. */
  if (below != NULL && above != NULL)
    down = MAX (down, above->descent - up + below->ascent + style->size * .12);
  if (above != NULL)
    add (self, above, width + style->size * .06, -up);
  if (below != NULL)
    add (self, below, width + style->size * .03, down);
  self->width += style->size * .05;
  return self;
}


static UmpMarkdownMath *
lay_out_stack (const UmpMdTex *node, const Style *style)
{
  Style script = get_script_style (style);
  const UmpMdTex *below = g_ptr_array_index (node->children, 1);
  const UmpMdTex *above = g_ptr_array_index (node->children, 2);
  UmpMarkdownMath *self = new_box ();

  add_limits (self, lay_out (g_ptr_array_index (node->children, 0), style), below != NULL ? lay_out (below, &script) : NULL,
              above != NULL ? lay_out (above, &script) : NULL, style->size * .12, style->size * .12);
  return self;
}


static UmpMarkdownMath *
lay_out_accent (const UmpMdTex *node, const Style *style)
{
  UmpMarkdownMath *self = new_box ();
  UmpMarkdownMath *body = lay_out (g_ptr_array_index (node->children, 0), style);
  UmpMarkdownMath *sign = new_text (node->text, UMP_MD_TEX_ROMAN, style->size * (g_utf8_get_char (node->text) >= 0x2190 ? .6 : .95), style);
  double ascent = body->ascent, width = body->width, gap = style->size * .12;
  double height = sign->ascent + sign->descent;

  add (self, body, 0, 0);
  /* Its ink, which is what has a height here, right above the body's. */
  add (self, sign, (width - sign->width) / 2 + style->size * .04, -(ascent + gap) - sign->descent);
  self->ascent = ascent + gap + height;
  self->width = MAX (width, 1);
  return self;
}


static UmpMarkdownMath *
lay_out_lined (const UmpMdTex *node, const Style *style)
{
  UmpMarkdownMath *self = new_box ();
  UmpMarkdownMath *body = lay_out (g_ptr_array_index (node->children, 0), style);
  double thickness = get_thickness (style), gap = style->size * .14, pad = node->kind == UMP_MD_TEX_BOX ? style->size * .25 : 0;
  double width = body->width + 2 * pad, ascent = body->ascent + pad, descent = body->descent + pad;

  add (self, body, pad, 0);
  if (node->kind != UMP_MD_TEX_UNDERLINE)
    add (self, new_rule (width, thickness), 0, -ascent - (pad > 0 ? 0 : gap));
  if (node->kind != UMP_MD_TEX_OVERLINE)
    add (self, new_rule (width, thickness), 0, descent + thickness + (pad > 0 ? 0 : gap));
  if (node->kind == UMP_MD_TEX_BOX) {
    add (self, new_rule (thickness, ascent + descent), 0, descent);
    add (self, new_rule (thickness, ascent + descent), width - thickness, descent);
  }
  return self;
}


/* Between the columns of an array, where it has them. */
static void
add_lines (UmpMarkdownMath *self, const UmpMdTex *node, const double *widths, guint columns, double height, const Style *style)
{
  double x = 0, gap = style->size * .8;

  for (guint column = 0; column <= columns && column < 64; column++) {
    double place = column == 0 ? 0 : column == columns ? x - gap : x - gap / 2;

    if ((node->lines & (G_GUINT64_CONSTANT (1) << column)) != 0)
      add (self, new_rule (get_thickness (style), height), place, height);
    if (column < columns)
      x += widths[column] + gap;
  }
}


static UmpMarkdownMath *
lay_out_matrix (const UmpMdTex *node, const Style *style)
{
  UmpMarkdownMath *self = new_box ();
  guint columns = MAX (node->n_columns, 1), rows = (node->children->len + columns - 1) / columns;
  g_autofree double *widths = g_new0 (double, columns);
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  gsize n_aligns = strlen (node->aligns);
  double y = 0, height, shift;
  Style cell_style = *style;

  cell_style.display = (node->bare && style->display) || node->style == UMP_MD_TEX_STYLE_DISPLAY;
  for (guint i = 0; i < node->children->len; i++) {
    UmpMarkdownMath *cell = lay_out (g_ptr_array_index (node->children, i), &cell_style);

    cell->ascent = MAX (cell->ascent, style->size * .6);
    cell->descent = MAX (cell->descent, style->size * .2);
    widths[i % columns] = MAX (widths[i % columns], cell->width);
    g_ptr_array_add (cells, cell);
  }
  for (guint row = 0; row < rows; row++) {
    double ascent = 0, descent = 0, x = 0;

    for (guint column = 0; column < columns && row * columns + column < cells->len; column++) {
      const UmpMarkdownMath *cell = g_ptr_array_index (cells, row * columns + column);

      ascent = MAX (ascent, cell->ascent);
      descent = MAX (descent, cell->descent);
    }
    y += ascent;
    for (guint column = 0; column < columns && row * columns + column < cells->len; column++) {
      UmpMarkdownMath *cell = g_ptr_array_index (cells, row * columns + column);
      char align = n_aligns > 0 ? node->aligns[column % n_aligns] : 'c';
      double spare = widths[column] - cell->width;

      add (self, cell, x + (align == 'l' ? 0 : align == 'r' ? spare : spare / 2), y);
      x += widths[column] + style->size * (node->bare ? (column % 2 == 0 ? .15 : 1) : .8);
    }
    y += descent + style->size * (node->bare ? .35 : .25);
  }
  add_lines (self, node, widths, columns, y, style);
  /* The whole is centred on the axis. */
  height = y - style->size * (node->bare ? .35 : .25);
  shift = height / 2 + AXIS * style->size;
  for (guint i = 0; i < self->children->len; i++)
    ((UmpMarkdownMath *) g_ptr_array_index (self->children, i))->y -= shift;
  self->ascent = shift;
  self->descent = height - shift;
  return self;
}


/* Space between two neighbours, in em (The TeXbook, chapter 18). */
static double
get_gap (UmpMdTexClass left, UmpMdTexClass right, const Style *style)
{
  if (left == UMP_MD_TEX_OPEN || right == UMP_MD_TEX_CLOSE || right == UMP_MD_TEX_PUNCTUATION)
    return 0;
  if (!style->script) {
    if (left == UMP_MD_TEX_RELATION || right == UMP_MD_TEX_RELATION)
      return left == right ? 0 : .278;
    if (left == UMP_MD_TEX_BINARY || right == UMP_MD_TEX_BINARY)
      return .222;
    if (left == UMP_MD_TEX_PUNCTUATION)
      return .167;
  }
  if (left == UMP_MD_TEX_OPERATOR && right == UMP_MD_TEX_OPEN)
    return 0;
  if (left == UMP_MD_TEX_INNER || right == UMP_MD_TEX_INNER)
    return style->script ? 0 : .167;
  if (left == UMP_MD_TEX_OPERATOR || right == UMP_MD_TEX_OPERATOR || left == UMP_MD_TEX_LARGE || right == UMP_MD_TEX_LARGE)
    return .167;
  return 0;
}


static UmpMdTexClass
get_class (const UmpMdTex *node)
{
  if (node->kind == UMP_MD_TEX_FENCE)
    return UMP_MD_TEX_ORDINARY;
  return node->klass;
}


static UmpMarkdownMath *
lay_out_row (const UmpMdTex *node, const Style *style)
{
  UmpMarkdownMath *self = new_box ();
  UmpMdTexClass before = UMP_MD_TEX_OPEN;
  Style own = *style;
  double x = 0;

  for (guint i = 0; i < node->children->len; i++) {
    const UmpMdTex *child = g_ptr_array_index (node->children, i);
    UmpMdTexClass klass = get_class (child);
    UmpMarkdownMath *box;

    if (child->kind == UMP_MD_TEX_SPACE) {
      x += child->width * style->size;
      own = get_asked_style (&own, child->style);
      continue;
    }
    /* A sign in front of a number joins nothing. */
    if (klass == UMP_MD_TEX_BINARY && (before == UMP_MD_TEX_OPEN || before == UMP_MD_TEX_RELATION || before == UMP_MD_TEX_BINARY ||
                                       before == UMP_MD_TEX_PUNCTUATION || before == UMP_MD_TEX_LARGE || before == UMP_MD_TEX_OPERATOR))
      klass = UMP_MD_TEX_ORDINARY;
    box = lay_out (child, &own);
    x += get_gap (before, klass, &own) * own.size;
    add (self, box, x, 0);
    x += box->width;
    before = klass;
  }
  self->width = MAX (self->width, x);
  return self;
}


static UmpMarkdownMath *
lay_out (const UmpMdTex *node, const Style *style)
{
  switch (node->kind) {
  case UMP_MD_TEX_SYMBOL:
    return lay_out_symbol (node, style);
  case UMP_MD_TEX_SCRIPTS:
    return lay_out_scripts (node, style);
  case UMP_MD_TEX_FRACTION:
    return lay_out_fraction (node, style);
  case UMP_MD_TEX_ROOT:
    return lay_out_root (node, style);
  case UMP_MD_TEX_FENCE:
    return lay_out_fence (node, style);
  case UMP_MD_TEX_MATRIX:
    return lay_out_matrix (node, style);
  case UMP_MD_TEX_ACCENT:
    return lay_out_accent (node, style);
  case UMP_MD_TEX_OVERLINE:
  case UMP_MD_TEX_UNDERLINE:
  case UMP_MD_TEX_BOX:
    return lay_out_lined (node, style);
  case UMP_MD_TEX_STACK:
    return lay_out_stack (node, style);
  case UMP_MD_TEX_SPACE:
  case UMP_MD_TEX_ROW:
  default:
    return lay_out_row (node, style);
  }
}


/**
 * ump_markdown_math_new:
 * @formula: a formula
 * @context: fonts
 * @size: of the text around it, in pixels
 * @display: whether it stands on lines of its own
 *
 * Returns: (transfer full): the formula, laid out
 */
UmpMarkdownMath *
ump_markdown_math_new (const UmpMdTex *formula, PangoContext *context, double size, gboolean display)
{
  Style style = { .context = context, .size = size, .relative = 1, .display = display };

  return lay_out (formula, &style);
}
