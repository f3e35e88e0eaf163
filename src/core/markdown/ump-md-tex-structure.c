/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-md-tex-private.h"


static UmpMdTex *
parse_fence (UmpMdTexParser *self)
{
  UmpMdTex *node = ump_md_tex_new_node (self, UMP_MD_TEX_FENCE);

  node->text = ump_md_tex_parse_delimiter (self);
  g_ptr_array_add (node->children, ump_md_tex_parse_row (self, "\\right"));
  if (g_str_has_prefix (self->at, "\\right"))
    self->at += strlen ("\\right");
  else
    self->failed = TRUE;
  node->close = ump_md_tex_parse_delimiter (self);
  return node;
}


static void
parse_cells (UmpMdTexParser *self, UmpMdTex *matrix, const char *end)
{
  guint columns = 0, column = 0;
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));

  for (;;) {
    UmpMdTex *cell;

    ump_md_tex_skip_space (self);
    while (ump_md_tex_take (self, "\\hline"))
      ump_md_tex_skip_space (self);
    cell = ump_md_tex_parse_row (self, "&");
    g_ptr_array_add (cells, cell);
    column++;
    if (ump_md_tex_take (self, "&"))
      continue;
    columns = MAX (columns, column);
    g_array_append_val (rows, column);
    column = 0;
    if (ump_md_tex_take (self, "\\\\")) {
      if (*self->at == '[')
        self->at += strcspn (self->at, "]") + (strchr (self->at, ']') != NULL);
      continue;
    }
    if (!ump_md_tex_take (self, end))
      self->failed = TRUE;
    break;
  }
  matrix->n_columns = columns;
  for (guint i = 0, at = 0; i < rows->len; i++) {
    guint filled = g_array_index (rows, guint, i);

    for (guint j = 0; j < columns; j++)
      g_ptr_array_add (matrix->children, j < filled ? g_ptr_array_index (cells, at + j) : ump_md_tex_new_node (self, UMP_MD_TEX_ROW));
    at += filled;
  }
}


/* The columns of an array: l, c, r, and lines between them. */
static void
parse_columns (UmpMdTexParser *self, UmpMdTex *matrix)
{
  g_autofree char *columns = ump_md_tex_read_group_text (self);
  GString *aligns = g_string_new (NULL);

  for (const char *p = columns; *p != '\0'; p++) {
    if (*p == '|' && aligns->len < 64)
      matrix->lines |= G_GUINT64_CONSTANT (1) << aligns->len;
    else if (*p != '\0' && strchr ("lcr", *p) != NULL)
      g_string_append_c (aligns, *p);
    else if (*p != ' ')
      self->failed = TRUE;
  }
  matrix->aligns = g_string_free (aligns, FALSE);
}


static UmpMdTex *
parse_environment (UmpMdTexParser *self)
{
  static const struct {
    const char *name;
    const char *open;
    const char *close;
    /* Aligns repeat. */
    const char *aligns;
    gboolean lines;
  } known[] = {
    { "matrix", NULL, NULL, "c", FALSE }, { "smallmatrix", NULL, NULL, "c", FALSE }, { "pmatrix", "(", ")", "c", FALSE },
    { "bmatrix", "[", "]", "c", FALSE }, { "Bmatrix", "{", "}", "c", FALSE }, { "vmatrix", "|", "|", "c", FALSE },
    { "Vmatrix", "‖", "‖", "c", FALSE }, { "cases", "{", "", "l", FALSE }, { "dcases", "{", "", "l", FALSE }, { "array", NULL, NULL, "c", FALSE },
    { "aligned", NULL, NULL, "rl", TRUE }, { "align", NULL, NULL, "rl", TRUE }, { "align*", NULL, NULL, "rl", TRUE },
    { "split", NULL, NULL, "rl", TRUE }, { "gathered", NULL, NULL, "c", TRUE }, { "gather", NULL, NULL, "c", TRUE },
    { "gather*", NULL, NULL, "c", TRUE }, { "equation", NULL, NULL, "c", TRUE }, { "equation*", NULL, NULL, "c", TRUE },
  };
  g_autofree char *name = ump_md_tex_read_group_text (self);
  g_autofree char *end = g_strdup_printf ("\\end{%s}", name);
  UmpMdTex *matrix = ump_md_tex_new_node (self, UMP_MD_TEX_MATRIX);
  UmpMdTex *fence;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    if (strcmp (known[i].name, name) != 0)
      continue;
    if (strcmp (name, "array") == 0)
      parse_columns (self, matrix);
    else
      matrix->aligns = g_strdup (known[i].aligns);
    matrix->style = strcmp (name, "dcases") == 0 ? UMP_MD_TEX_STYLE_DISPLAY : UMP_MD_TEX_STYLE_INHERIT;
    matrix->bare = known[i].lines;
    parse_cells (self, matrix, end);
    if (known[i].open == NULL)
      return matrix;
    fence = ump_md_tex_new_node (self, UMP_MD_TEX_FENCE);
    fence->text = g_strdup (known[i].open);
    fence->close = g_strdup (known[i].close);
    g_ptr_array_add (fence->children, matrix);
    return fence;
  }
  self->failed = TRUE;
  return matrix;
}


static UmpMdTex *
parse_fraction (UmpMdTexParser *self, gboolean bare, char size)
{
  UmpMdTex *above = ump_md_tex_parse_argument (self);
  UmpMdTex *below = ump_md_tex_parse_argument (self);
  UmpMdTex *node = ump_md_tex_with_children (self, UMP_MD_TEX_FRACTION, above, below, NULL);

  node->bare = bare;
  if (size == 'd' || size == 'c')
    node->style = UMP_MD_TEX_STYLE_DISPLAY;
  else if (size == 't')
    node->style = UMP_MD_TEX_STYLE_TEXT;
  if (bare) {
    UmpMdTex *fence = ump_md_tex_new_node (self, UMP_MD_TEX_FENCE);

    fence->text = g_strdup ("(");
    fence->close = g_strdup (")");
    g_ptr_array_add (fence->children, node);
    return fence;
  }
  return node;
}


static UmpMdTex *
parse_root (UmpMdTexParser *self)
{
  UmpMdTex *index = NULL;

  ump_md_tex_skip_space (self);
  if (*self->at == '[') {
    self->at++;
    index = ump_md_tex_parse_row (self, "]");
    if (!ump_md_tex_take (self, "]"))
      self->failed = TRUE;
  }
  return ump_md_tex_with_children (self, UMP_MD_TEX_ROOT, ump_md_tex_parse_argument (self), index, NULL);
}


static UmpMdTex *
parse_accent (UmpMdTexParser *self, const char *sign)
{
  UmpMdTex *node = ump_md_tex_new_node (self, UMP_MD_TEX_ACCENT);

  node->text = g_strdup (sign);
  g_ptr_array_add (node->children, ump_md_tex_parse_argument (self));
  return node;
}


static UmpMdTex *
parse_lined (UmpMdTexParser *self, UmpMdTexKind kind)
{
  UmpMdTex *node = ump_md_tex_new_node (self, kind);

  g_ptr_array_add (node->children, ump_md_tex_parse_argument (self));
  return node;
}


static UmpMdTex *
parse_stack (UmpMdTexParser *self, const char *name)
{
  UmpMdTex *first = ump_md_tex_parse_argument (self);
  UmpMdTex *base = ump_md_tex_parse_argument (self);
  UmpMdTex *node;

  if (strcmp (name, "underset") == 0)
    node = ump_md_tex_with_children (self, UMP_MD_TEX_STACK, base, first, NULL);
  else
    node = ump_md_tex_with_children (self, UMP_MD_TEX_STACK, base, NULL, first);
  node->klass = base->klass;
  return node;
}


static UmpMdTex *
parse_brace (UmpMdTexParser *self, gboolean over)
{
  UmpMdTex *body = ump_md_tex_parse_argument (self);
  UmpMdTex *line = ump_md_tex_with_children (self, over ? UMP_MD_TEX_OVERLINE : UMP_MD_TEX_UNDERLINE, body, NULL, NULL);
  UmpMdTex *note = NULL;

  g_ptr_array_set_size (line->children, 1);
  ump_md_tex_skip_space (self);
  if (ump_md_tex_take (self, over ? "^" : "_"))
    note = ump_md_tex_parse_argument (self);
  return ump_md_tex_with_children (self, UMP_MD_TEX_STACK, line, over ? NULL : note, over ? note : NULL);
}


static UmpMdTex *
parse_modulo (UmpMdTexParser *self)
{
  UmpMdTex *row = ump_md_tex_new_node (self, UMP_MD_TEX_ROW);

  g_ptr_array_add (row->children, ump_md_tex_new_space (self, .5));
  g_ptr_array_add (row->children, ump_md_tex_new_symbol (self, "(mod", UMP_MD_TEX_ORDINARY, UMP_MD_TEX_ROMAN));
  g_ptr_array_add (row->children, ump_md_tex_new_space (self, .33));
  g_ptr_array_add (row->children, ump_md_tex_parse_argument (self));
  g_ptr_array_add (row->children, ump_md_tex_new_symbol (self, ")", UMP_MD_TEX_CLOSE, UMP_MD_TEX_ROMAN));
  return row;
}


static UmpMdTex *
parse_arrow (UmpMdTexParser *self, const char *sign)
{
  UmpMdTex *base = ump_md_tex_new_symbol (self, sign, UMP_MD_TEX_RELATION, UMP_MD_TEX_ROMAN);
  UmpMdTex *node = ump_md_tex_with_children (self, UMP_MD_TEX_STACK, base, NULL, ump_md_tex_parse_argument (self));

  node->klass = UMP_MD_TEX_RELATION;
  return node;
}


static UmpMdTex *
parse_negated (UmpMdTexParser *self)
{
  UmpMdTex *node = ump_md_tex_parse_argument (self);

  if (node->kind == UMP_MD_TEX_SYMBOL) {
    char *struck = g_strconcat (node->text, "\xcc\xb8", NULL);

    g_free (node->text);
    node->text = struck;
  } else {
    self->failed = TRUE;
  }
  return node;
}


static UmpMdTex *
parse_sized (UmpMdTexParser *self)
{
  g_autofree char *sign = ump_md_tex_parse_delimiter (self);

  return ump_md_tex_new_symbol (self, sign, UMP_MD_TEX_ORDINARY, UMP_MD_TEX_ROMAN);
}


static UmpMdTex *
parse_operator_name (UmpMdTexParser *self, gboolean star)
{
  UmpMdTex *node = ump_md_tex_parse_text (self, UMP_MD_TEX_ROMAN);

  node->klass = UMP_MD_TEX_OPERATOR;
  node->limits = star;
  return node;
}


/* The number of an equation stands behind it. */
static UmpMdTex *
parse_tag (UmpMdTexParser *self)
{
  UmpMdTex *row = ump_md_tex_new_node (self, UMP_MD_TEX_ROW);

  g_ptr_array_add (row->children, ump_md_tex_new_space (self, 2));
  g_ptr_array_add (row->children, ump_md_tex_new_symbol (self, "(", UMP_MD_TEX_OPEN, UMP_MD_TEX_ROMAN));
  g_ptr_array_add (row->children, ump_md_tex_parse_text (self, UMP_MD_TEX_ROMAN));
  g_ptr_array_add (row->children, ump_md_tex_new_symbol (self, ")", UMP_MD_TEX_CLOSE, UMP_MD_TEX_ROMAN));
  return row;
}


static UmpMdTex *
parse_substack (UmpMdTexParser *self)
{
  UmpMdTex *matrix = ump_md_tex_new_node (self, UMP_MD_TEX_MATRIX);

  matrix->aligns = g_strdup ("c");
  matrix->bare = TRUE;
  ump_md_tex_skip_space (self);
  if (ump_md_tex_take (self, "{"))
    parse_cells (self, matrix, "}");
  else
    self->failed = TRUE;
  return matrix;
}


/* Colours are not shown: they would be the model's, and not the theme's. */
static UmpMdTex *
parse_color (UmpMdTexParser *self, gboolean takes_text)
{
  g_autofree char *color = ump_md_tex_read_group_text (self);

  return takes_text ? ump_md_tex_parse_argument (self) : ump_md_tex_new_space (self, 0);
}


static UmpMdTex *
parse_accent_command (UmpMdTexParser *self, const char *name)
{
  static const struct {
    const char *name;
    const char *sign;
  } accents[] = {
    { "hat", "ˆ" }, { "widehat", "ˆ" }, { "tilde", "˜" }, { "widetilde", "˜" }, { "bar", "¯" }, { "vec", "→" }, { "overrightarrow", "→" },
    { "overleftarrow", "←" }, { "dot", "˙" }, { "ddot", "¨" }, { "check", "ˇ" }, { "breve", "˘" }, { "acute", "´" }, { "grave", "`" },
    { "mathring", "˚" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (accents); i++) {
    if (strcmp (accents[i].name, name) == 0)
      return parse_accent (self, accents[i].sign);
  }
  return NULL;
}


static gboolean
is_size_command (const char *name)
{
  static const char * const sizes[] = {
    "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "bigm", "Bigm", "middle", NULL,
  };

  return g_strv_contains (sizes, name);
}


UmpMdTex *
ump_md_tex_parse_structure (UmpMdTexParser *self, const char *name)
{
  UmpMdTex *accent = parse_accent_command (self, name);

  if (accent != NULL)
    return accent;
  if (strcmp (name, "frac") == 0 || strcmp (name, "dfrac") == 0 || strcmp (name, "tfrac") == 0 || strcmp (name, "cfrac") == 0)
    return parse_fraction (self, FALSE, name[0]);
  if (strcmp (name, "binom") == 0 || strcmp (name, "dbinom") == 0)
    return parse_fraction (self, TRUE, name[0]);
  if (strcmp (name, "tag") == 0)
    return parse_tag (self);
  if (strcmp (name, "substack") == 0)
    return parse_substack (self);
  if (strcmp (name, "color") == 0 || strcmp (name, "textcolor") == 0)
    return parse_color (self, name[0] == 't');
  if (strcmp (name, "sqrt") == 0)
    return parse_root (self);
  if (strcmp (name, "left") == 0)
    return parse_fence (self);
  if (strcmp (name, "begin") == 0)
    return parse_environment (self);
  if (strcmp (name, "overline") == 0)
    return parse_lined (self, UMP_MD_TEX_OVERLINE);
  if (strcmp (name, "underline") == 0)
    return parse_lined (self, UMP_MD_TEX_UNDERLINE);
  if (strcmp (name, "boxed") == 0)
    return parse_lined (self, UMP_MD_TEX_BOX);
  if (strcmp (name, "overset") == 0 || strcmp (name, "stackrel") == 0 || strcmp (name, "underset") == 0)
    return parse_stack (self, name);
  if (strcmp (name, "overbrace") == 0 || strcmp (name, "underbrace") == 0)
    return parse_brace (self, name[0] == 'o');
  if (strcmp (name, "xrightarrow") == 0 || strcmp (name, "xleftarrow") == 0)
    return parse_arrow (self, name[1] == 'r' ? "⟶" : "⟵");
  if (strcmp (name, "pmod") == 0)
    return parse_modulo (self);
  if (strcmp (name, "bmod") == 0 || strcmp (name, "mod") == 0)
    return ump_md_tex_new_symbol (self, "mod", UMP_MD_TEX_BINARY, UMP_MD_TEX_ROMAN);
  if (strcmp (name, "not") == 0)
    return parse_negated (self);
  if (strcmp (name, "operatorname") == 0)
    return parse_operator_name (self, ump_md_tex_take (self, "*"));
  if (is_size_command (name))
    return parse_sized (self);
  if (strcmp (name, "|") == 0)
    return ump_md_tex_new_symbol (self, "‖", UMP_MD_TEX_ORDINARY, UMP_MD_TEX_ROMAN);
  if (strlen (name) == 1 && strchr ("{}%$#_&", name[0]) != NULL)
    return ump_md_tex_new_symbol (self, name, name[0] == '{' ? UMP_MD_TEX_OPEN : name[0] == '}' ? UMP_MD_TEX_CLOSE : UMP_MD_TEX_ORDINARY, UMP_MD_TEX_ROMAN);
  return NULL;
}
