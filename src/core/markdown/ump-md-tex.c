/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-md-tex.h"

#define MAX_DEPTH 24
#define MAX_NODES 4000

typedef struct {
  const char *at;
  guint depth;
  guint nodes;
  gboolean failed;
  /* Of \mathbf and the like. */
  UmpMdTexFont font;
  gboolean font_set;
  const char *alphabet;
} Parser;

static UmpMdTex *parse_row (Parser *self, const char *until);
static UmpMdTex *parse_argument (Parser *self);


static UmpMdTex *
new_node (Parser *self, UmpMdTexKind kind)
{
  UmpMdTex *node = g_new0 (UmpMdTex, 1);

  if (self != NULL && ++self->nodes > MAX_NODES)
    self->failed = TRUE;
  node->kind = kind;
  node->children = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_md_tex_free);
  return node;
}


/**
 * ump_md_tex_free:
 * @self: (transfer full) (nullable): a formula
 */
void
ump_md_tex_free (UmpMdTex *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->children);
  g_free (self->text);
  g_free (self->close);
  g_free (self->aligns);
  g_free (self);
}


static UmpMdTex *
new_symbol (Parser *self, const char *text, UmpMdTexClass klass, UmpMdTexFont font)
{
  UmpMdTex *node = new_node (self, UMP_MD_TEX_SYMBOL);

  node->text = g_strdup (text);
  node->klass = klass;
  node->font = font;
  return node;
}


static UmpMdTex *
new_space (Parser *self, double width)
{
  UmpMdTex *node = new_node (self, UMP_MD_TEX_SPACE);

  node->width = width;
  return node;
}


static UmpMdTex *
with_children (Parser *self, UmpMdTexKind kind, UmpMdTex *first, UmpMdTex *second, UmpMdTex *third)
{
  UmpMdTex *node = new_node (self, kind);

  g_ptr_array_add (node->children, first);
  g_ptr_array_add (node->children, second);
  if (kind == UMP_MD_TEX_SCRIPTS || kind == UMP_MD_TEX_STACK)
    g_ptr_array_add (node->children, third);
  return node;
}


static void
skip_space (Parser *self)
{
  while (g_ascii_isspace (*self->at))
    self->at++;
}


/* The name of the command at a backslash: letters, or one other character. */
static char *
read_command (Parser *self)
{
  const char *start = ++self->at;

  if (*start == '\0') {
    self->failed = TRUE;
    return g_strdup ("");
  }
  if (!g_ascii_isalpha (*start)) {
    self->at = g_utf8_next_char (start);
    return g_strndup (start, (gsize) (self->at - start));
  }
  while (g_ascii_isalpha (*self->at))
    self->at++;
  return g_strndup (start, (gsize) (self->at - start));
}


/* What stands in braces, as it is. */
static char *
read_group_text (Parser *self)
{
  const char *start;
  int depth = 0;

  skip_space (self);
  if (*self->at != '{') {
    self->failed = TRUE;
    return g_strdup ("");
  }
  start = ++self->at;
  for (; *self->at != '\0' && (*self->at != '}' || depth > 0); self->at++) {
    if (*self->at == '{')
      depth++;
    else if (*self->at == '}')
      depth--;
  }
  if (*self->at == '\0') {
    self->failed = TRUE;
    return g_strdup ("");
  }
  return g_strndup (start, (gsize) (self->at++ - start));
}


static UmpMdTex *
parse_text (Parser *self, UmpMdTexFont font)
{
  g_autofree char *source = read_group_text (self);
  GString *text = g_string_new (NULL);
  UmpMdTex *node;

  for (const char *p = source; *p != '\0'; p++) {
    if (*p == '\\' && p[1] != '\0' && !g_ascii_isalpha (p[1]))
      g_string_append_c (text, *++p);
    else if (*p == '\\' || *p == '$')
      self->failed = TRUE;
    else if (*p != '{' && *p != '}')
      g_string_append_c (text, *p == '~' ? ' ' : *p);
  }
  node = new_symbol (self, text->str, UMP_MD_TEX_ORDINARY, font);
  g_string_free (text, TRUE);
  return node;
}


static UmpMdTexClass
get_class (gunichar c)
{
  switch (c) {
  case '+':
  case '-':
  case '*':
    return UMP_MD_TEX_BINARY;
  case '=':
  case '<':
  case '>':
  case ':':
    return UMP_MD_TEX_RELATION;
  case ',':
  case ';':
    return UMP_MD_TEX_PUNCTUATION;
  case '(':
  case '[':
    return UMP_MD_TEX_OPEN;
  case ')':
  case ']':
  case '!':
    return UMP_MD_TEX_CLOSE;
  default:
    return UMP_MD_TEX_ORDINARY;
  }
}


static UmpMdTex *
parse_character (Parser *self)
{
  gunichar c = g_utf8_get_char (self->at);
  char text[7] = { 0 };
  UmpMdTexFont font = g_unichar_isalpha (c) ? UMP_MD_TEX_ITALIC : UMP_MD_TEX_ROMAN;

  self->at = g_utf8_next_char (self->at);
  if (self->alphabet != NULL) {
    g_autofree char *letter = ump_md_tex_map_letter (self->alphabet, c);

    return new_symbol (self, letter, get_class (c), UMP_MD_TEX_ROMAN);
  }
  if (c == '-')
    c = 0x2212;
  else if (c == '*')
    c = 0x2217;
  g_unichar_to_utf8 (c, text);
  if (c >= 0x400)
    font = UMP_MD_TEX_ROMAN;
  return new_symbol (self, text, get_class (c == 0x2212 ? '-' : c == 0x2217 ? '*' : c), self->font_set ? self->font : font);
}


/* A sign after \left, \big and the like; "" for the dot. */
static char *
parse_delimiter (Parser *self)
{
  skip_space (self);
  if (*self->at == '\\') {
    g_autofree char *name = read_command (self);
    const UmpMdTexSymbol *symbol = ump_md_tex_find_symbol (name);

    if (symbol != NULL)
      return g_strdup (symbol->text);
    if (strcmp (name, "|") == 0)
      return g_strdup ("‖");
    if (strcmp (name, "{") == 0 || strcmp (name, "}") == 0)
      return g_strdup (name);
    self->failed = TRUE;
    return g_strdup ("");
  }
  if (*self->at == '\0' || strchr ("()[]|./<>", *self->at) == NULL) {
    self->failed = TRUE;
    return g_strdup ("");
  }
  self->at++;
  if (self->at[-1] == '.')
    return g_strdup ("");
  if (self->at[-1] == '<' || self->at[-1] == '>')
    return g_strdup (self->at[-1] == '<' ? "⟨" : "⟩");
  return g_strndup (self->at - 1, 1);
}


static UmpMdTex *
parse_fence (Parser *self)
{
  UmpMdTex *node = new_node (self, UMP_MD_TEX_FENCE);

  node->text = parse_delimiter (self);
  g_ptr_array_add (node->children, parse_row (self, "\\right"));
  if (g_str_has_prefix (self->at, "\\right"))
    self->at += strlen ("\\right");
  else
    self->failed = TRUE;
  node->close = parse_delimiter (self);
  return node;
}


static gboolean
take (Parser *self, const char *word)
{
  gsize n = strlen (word);

  if (strncmp (self->at, word, n) != 0 || (g_ascii_isalpha (word[n - 1]) && g_ascii_isalpha (self->at[n])))
    return FALSE;
  self->at += n;
  return TRUE;
}


static void
parse_cells (Parser *self, UmpMdTex *matrix, const char *end)
{
  guint columns = 0, column = 0;
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));

  for (;;) {
    UmpMdTex *cell;

    skip_space (self);
    while (take (self, "\\hline"))
      skip_space (self);
    cell = parse_row (self, "&");
    g_ptr_array_add (cells, cell);
    column++;
    if (take (self, "&"))
      continue;
    columns = MAX (columns, column);
    g_array_append_val (rows, column);
    column = 0;
    if (take (self, "\\\\")) {
      if (*self->at == '[')
        self->at += strcspn (self->at, "]") + (strchr (self->at, ']') != NULL);
      continue;
    }
    if (!take (self, end))
      self->failed = TRUE;
    break;
  }
  matrix->n_columns = columns;
  for (guint i = 0, at = 0; i < rows->len; i++) {
    guint filled = g_array_index (rows, guint, i);

    for (guint j = 0; j < columns; j++)
      g_ptr_array_add (matrix->children, j < filled ? g_ptr_array_index (cells, at + j) : new_node (self, UMP_MD_TEX_ROW));
    at += filled;
  }
}


static UmpMdTex *
parse_environment (Parser *self)
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
    { "Vmatrix", "‖", "‖", "c", FALSE }, { "cases", "{", "", "l", FALSE }, { "array", NULL, NULL, "c", FALSE },
    { "aligned", NULL, NULL, "rl", TRUE }, { "align", NULL, NULL, "rl", TRUE }, { "align*", NULL, NULL, "rl", TRUE },
    { "split", NULL, NULL, "rl", TRUE }, { "gathered", NULL, NULL, "c", TRUE }, { "gather", NULL, NULL, "c", TRUE },
    { "gather*", NULL, NULL, "c", TRUE }, { "equation", NULL, NULL, "c", TRUE }, { "equation*", NULL, NULL, "c", TRUE },
  };
  g_autofree char *name = read_group_text (self);
  g_autofree char *end = g_strdup_printf ("\\end{%s}", name);
  UmpMdTex *matrix = new_node (self, UMP_MD_TEX_MATRIX);
  UmpMdTex *fence;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    if (strcmp (known[i].name, name) != 0)
      continue;
    matrix->aligns = strcmp (name, "array") == 0 ? read_group_text (self) : g_strdup (known[i].aligns);
    matrix->bare = known[i].lines;
    parse_cells (self, matrix, end);
    if (known[i].open == NULL)
      return matrix;
    fence = new_node (self, UMP_MD_TEX_FENCE);
    fence->text = g_strdup (known[i].open);
    fence->close = g_strdup (known[i].close);
    g_ptr_array_add (fence->children, matrix);
    return fence;
  }
  self->failed = TRUE;
  return matrix;
}


static UmpMdTex *
parse_in_font (Parser *self, UmpMdTexFont font, const char *alphabet)
{
  Parser saved = *self;
  UmpMdTex *node;

  self->font = font;
  self->font_set = alphabet == NULL;
  self->alphabet = alphabet;
  node = parse_argument (self);
  self->font = saved.font;
  self->font_set = saved.font_set;
  self->alphabet = saved.alphabet;
  return node;
}


static UmpMdTex *
parse_fraction (Parser *self, gboolean bare)
{
  UmpMdTex *above = parse_argument (self);
  UmpMdTex *below = parse_argument (self);
  UmpMdTex *node = with_children (self, UMP_MD_TEX_FRACTION, above, below, NULL);

  node->bare = bare;
  if (bare) {
    UmpMdTex *fence = new_node (self, UMP_MD_TEX_FENCE);

    fence->text = g_strdup ("(");
    fence->close = g_strdup (")");
    g_ptr_array_add (fence->children, node);
    return fence;
  }
  return node;
}


static UmpMdTex *
parse_root (Parser *self)
{
  UmpMdTex *index = NULL;

  skip_space (self);
  if (*self->at == '[') {
    self->at++;
    index = parse_row (self, "]");
    if (!take (self, "]"))
      self->failed = TRUE;
  }
  return with_children (self, UMP_MD_TEX_ROOT, parse_argument (self), index, NULL);
}


static UmpMdTex *
parse_accent (Parser *self, const char *sign)
{
  UmpMdTex *node = new_node (self, UMP_MD_TEX_ACCENT);

  node->text = g_strdup (sign);
  g_ptr_array_add (node->children, parse_argument (self));
  return node;
}


static UmpMdTex *
parse_lined (Parser *self, UmpMdTexKind kind)
{
  UmpMdTex *node = new_node (self, kind);

  g_ptr_array_add (node->children, parse_argument (self));
  return node;
}


static UmpMdTex *
parse_stack (Parser *self, const char *name)
{
  UmpMdTex *first = parse_argument (self);
  UmpMdTex *base = parse_argument (self);
  UmpMdTex *node;

  if (strcmp (name, "underset") == 0)
    node = with_children (self, UMP_MD_TEX_STACK, base, first, NULL);
  else
    node = with_children (self, UMP_MD_TEX_STACK, base, NULL, first);
  node->klass = base->klass;
  return node;
}


static UmpMdTex *
parse_brace (Parser *self, gboolean over)
{
  UmpMdTex *body = parse_argument (self);
  UmpMdTex *line = with_children (self, over ? UMP_MD_TEX_OVERLINE : UMP_MD_TEX_UNDERLINE, body, NULL, NULL);
  UmpMdTex *note = NULL;

  g_ptr_array_set_size (line->children, 1);
  skip_space (self);
  if (take (self, over ? "^" : "_"))
    note = parse_argument (self);
  return with_children (self, UMP_MD_TEX_STACK, line, over ? NULL : note, over ? note : NULL);
}


static UmpMdTex *
parse_modulo (Parser *self)
{
  UmpMdTex *row = new_node (self, UMP_MD_TEX_ROW);

  g_ptr_array_add (row->children, new_space (self, .5));
  g_ptr_array_add (row->children, new_symbol (self, "(mod", UMP_MD_TEX_ORDINARY, UMP_MD_TEX_ROMAN));
  g_ptr_array_add (row->children, new_space (self, .33));
  g_ptr_array_add (row->children, parse_argument (self));
  g_ptr_array_add (row->children, new_symbol (self, ")", UMP_MD_TEX_CLOSE, UMP_MD_TEX_ROMAN));
  return row;
}


static UmpMdTex *
parse_arrow (Parser *self, const char *sign)
{
  UmpMdTex *base = new_symbol (self, sign, UMP_MD_TEX_RELATION, UMP_MD_TEX_ROMAN);
  UmpMdTex *node = with_children (self, UMP_MD_TEX_STACK, base, NULL, parse_argument (self));

  node->klass = UMP_MD_TEX_RELATION;
  return node;
}


static UmpMdTex *
parse_negated (Parser *self)
{
  UmpMdTex *node = parse_argument (self);

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
parse_sized (Parser *self)
{
  g_autofree char *sign = parse_delimiter (self);

  return new_symbol (self, sign, UMP_MD_TEX_ORDINARY, UMP_MD_TEX_ROMAN);
}


static UmpMdTex *
parse_operator_name (Parser *self, gboolean star)
{
  UmpMdTex *node = parse_text (self, UMP_MD_TEX_ROMAN);

  node->klass = UMP_MD_TEX_OPERATOR;
  node->limits = star;
  return node;
}


/* Spaces in em (The TeXbook, chapter 18). */
static UmpMdTex *
parse_space_command (Parser *self, const char *name)
{
  static const struct {
    const char *name;
    double width;
  } spaces[] = {
    { ",", .167 }, { ":", .222 }, { ">", .222 }, { ";", .278 }, { "!", -.167 }, { " ", .25 }, { "\n", .25 }, { "quad", 1 }, { "qquad", 2 },
    { "thinspace", .167 }, { "medspace", .222 }, { "thickspace", .278 }, { "enspace", .5 }, { "nonumber", 0 }, { "notag", 0 },
    { "displaystyle", 0 }, { "textstyle", 0 }, { "scriptstyle", 0 }, { "limits", 0 }, { "nolimits", 0 }, { "/", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (spaces); i++) {
    if (strcmp (spaces[i].name, name) == 0)
      return new_space (self, spaces[i].width);
  }
  return NULL;
}


static UmpMdTex *
parse_font_command (Parser *self, const char *name)
{
  static const struct {
    const char *name;
    UmpMdTexFont font;
    const char *alphabet;
    gboolean text;
  } fonts[] = {
    { "text", UMP_MD_TEX_ROMAN, NULL, TRUE }, { "textrm", UMP_MD_TEX_ROMAN, NULL, TRUE }, { "mbox", UMP_MD_TEX_ROMAN, NULL, TRUE },
    { "textbf", UMP_MD_TEX_BOLD, NULL, TRUE }, { "textit", UMP_MD_TEX_ITALIC, NULL, TRUE }, { "texttt", UMP_MD_TEX_MONOSPACE, NULL, TRUE },
    { "mathrm", UMP_MD_TEX_ROMAN, NULL, FALSE }, { "rm", UMP_MD_TEX_ROMAN, NULL, FALSE }, { "mathbf", UMP_MD_TEX_BOLD, NULL, FALSE },
    { "boldsymbol", UMP_MD_TEX_BOLD, NULL, FALSE }, { "bm", UMP_MD_TEX_BOLD, NULL, FALSE }, { "mathit", UMP_MD_TEX_ITALIC, NULL, FALSE },
    { "mathsf", UMP_MD_TEX_SANS, NULL, FALSE }, { "mathtt", UMP_MD_TEX_MONOSPACE, NULL, FALSE }, { "mathbb", 0, "bb", FALSE },
    { "mathcal", 0, "cal", FALSE }, { "mathscr", 0, "cal", FALSE }, { "mathfrak", 0, "frak", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fonts); i++) {
    if (strcmp (fonts[i].name, name) == 0)
      return fonts[i].text ? parse_text (self, fonts[i].font) : parse_in_font (self, fonts[i].font, fonts[i].alphabet);
  }
  return NULL;
}


static UmpMdTex *
parse_accent_command (Parser *self, const char *name)
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


static UmpMdTex *
parse_structure_command (Parser *self, const char *name)
{
  if (strcmp (name, "frac") == 0 || strcmp (name, "dfrac") == 0 || strcmp (name, "tfrac") == 0 || strcmp (name, "cfrac") == 0)
    return parse_fraction (self, FALSE);
  if (strcmp (name, "binom") == 0 || strcmp (name, "dbinom") == 0)
    return parse_fraction (self, TRUE);
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
    return new_symbol (self, "mod", UMP_MD_TEX_BINARY, UMP_MD_TEX_ROMAN);
  if (strcmp (name, "not") == 0)
    return parse_negated (self);
  if (strcmp (name, "operatorname") == 0)
    return parse_operator_name (self, take (self, "*"));
  if (is_size_command (name))
    return parse_sized (self);
  if (strcmp (name, "|") == 0)
    return new_symbol (self, "‖", UMP_MD_TEX_ORDINARY, UMP_MD_TEX_ROMAN);
  if (strlen (name) == 1 && strchr ("{}%$#_&", name[0]) != NULL)
    return new_symbol (self, name, name[0] == '{' ? UMP_MD_TEX_OPEN : name[0] == '}' ? UMP_MD_TEX_CLOSE : UMP_MD_TEX_ORDINARY, UMP_MD_TEX_ROMAN);
  return NULL;
}


static gboolean
takes_limits (const char *name)
{
  static const char * const names[] = { "lim", "limsup", "liminf", "max", "min", "sup", "inf", "argmax", "argmin", "det", "gcd", "Pr", NULL };

  return g_strv_contains (names, name);
}


static UmpMdTex *
parse_command (Parser *self)
{
  g_autofree char *name = read_command (self);
  const UmpMdTexSymbol *symbol = ump_md_tex_find_symbol (name);
  UmpMdTex *node;

  if (symbol != NULL) {
    /* Small Greek letters are slanted like the Latin ones. */
    gboolean slanted = symbol->klass == UMP_MD_TEX_ORDINARY && g_utf8_get_char (symbol->text) >= 0x3b1 && g_utf8_get_char (symbol->text) <= 0x3f1;

    node = new_symbol (self, symbol->text, symbol->klass, self->font_set ? self->font : slanted ? UMP_MD_TEX_ITALIC : UMP_MD_TEX_ROMAN);
    node->limits = symbol->klass == UMP_MD_TEX_LARGE ? strstr (name, "int") == NULL : takes_limits (name);
    return node;
  }
  node = parse_space_command (self, name);
  if (node == NULL)
    node = parse_font_command (self, name);
  if (node == NULL)
    node = parse_accent_command (self, name);
  if (node == NULL)
    node = parse_structure_command (self, name);
  if (node == NULL) {
    self->failed = TRUE;
    node = new_space (self, 0);
  }
  return node;
}


/* One thing: a group, a command with what belongs to it, or a character. */
static UmpMdTex *
parse_argument (Parser *self)
{
  UmpMdTex *node;

  skip_space (self);
  if (self->depth >= MAX_DEPTH || *self->at == '\0' || *self->at == '}') {
    self->failed = TRUE;
    return new_node (self, UMP_MD_TEX_ROW);
  }
  self->depth++;
  if (*self->at == '{') {
    self->at++;
    node = parse_row (self, "}");
    if (!take (self, "}"))
      self->failed = TRUE;
  } else if (*self->at == '\\') {
    node = parse_command (self);
  } else {
    node = parse_character (self);
  }
  self->depth--;
  return node;
}


static UmpMdTex *
parse_primes (Parser *self)
{
  GString *primes = g_string_new (NULL);
  UmpMdTex *node;

  while (take (self, "'"))
    g_string_append (primes, "′");
  node = new_symbol (self, primes->str, UMP_MD_TEX_ORDINARY, UMP_MD_TEX_ROMAN);
  g_string_free (primes, TRUE);
  return node;
}


static UmpMdTex *
parse_scripts (Parser *self, UmpMdTex *base)
{
  UmpMdTex *below = NULL, *above = NULL, *node;

  for (;;) {
    skip_space (self);
    while (take (self, "\\limits") || take (self, "\\nolimits"))
      skip_space (self);
    if (*self->at == '\'' && above == NULL) {
      above = parse_primes (self);
    } else if (*self->at == '_' && below == NULL) {
      self->at++;
      below = parse_argument (self);
    } else if (*self->at == '^') {
      UmpMdTex *more;

      self->at++;
      more = parse_argument (self);
      if (above != NULL) {
        UmpMdTex *row = new_node (self, UMP_MD_TEX_ROW);

        g_ptr_array_add (row->children, above);
        g_ptr_array_add (row->children, more);
        more = row;
      }
      above = more;
    } else {
      break;
    }
  }
  if (below == NULL && above == NULL)
    return base;
  node = with_children (self, UMP_MD_TEX_SCRIPTS, base, below, above);
  node->klass = base->klass;
  node->limits = base->limits;
  return node;
}


static gboolean
ends_row (Parser *self, const char *until)
{
  return *self->at == '\0' || *self->at == '}' || *self->at == '&' || g_str_has_prefix (self->at, "\\\\") ||
         g_str_has_prefix (self->at, "\\end{") || (until[0] == '\\' && g_str_has_prefix (self->at, until) && !g_ascii_isalpha (self->at[strlen (until)])) ||
         (until[0] == ']' && *self->at == ']');
}


static UmpMdTex *
parse_row (Parser *self, const char *until)
{
  UmpMdTex *row = new_node (self, UMP_MD_TEX_ROW);

  for (skip_space (self); !self->failed && !ends_row (self, until); skip_space (self)) {
    UmpMdTex *base;

    if (*self->at == '~') {
      self->at++;
      base = new_space (self, .25);
    } else if (*self->at == '_' || *self->at == '^' || *self->at == '\'') {
      base = new_node (self, UMP_MD_TEX_ROW);
    } else {
      base = parse_argument (self);
    }
    g_ptr_array_add (row->children, parse_scripts (self, base));
  }
  return row;
}


/**
 * ump_md_tex_parse:
 * @source: a formula without its delimiters; valid UTF-8
 *
 * Returns: (transfer full) (nullable): the formula; %NULL where it holds
 *   anything that is not known, so that it is never shown wrong
 */
UmpMdTex *
ump_md_tex_parse (const char *source)
{
  Parser self = { .at = source };
  UmpMdTex *top, *last;

  g_return_val_if_fail (source != NULL, NULL);

  if (strlen (source) > 8000)
    return NULL;
  top = new_node (&self, UMP_MD_TEX_MATRIX);
  top->n_columns = 1;
  top->bare = TRUE;
  top->aligns = g_strdup ("c");
  do
    g_ptr_array_add (top->children, parse_row (&self, ""));
  while (take (&self, "\\\\") && !self.failed);
  if (self.failed || *self.at != '\0') {
    ump_md_tex_free (top);
    return NULL;
  }
  if (top->children->len > 1)
    return top;
  last = g_ptr_array_steal_index (top->children, 0);
  ump_md_tex_free (top);
  return last;
}


static void
append_text (GString *out, const UmpMdTex *node)
{
  if (node == NULL)
    return;
  switch (node->kind) {
  case UMP_MD_TEX_SYMBOL:
    g_string_append (out, node->text);
    break;
  case UMP_MD_TEX_SPACE:
    if (node->width > .2)
      g_string_append_c (out, ' ');
    break;
  case UMP_MD_TEX_SCRIPTS:
    append_text (out, g_ptr_array_index (node->children, 0));
    for (guint i = 1; i < 3; i++) {
      if (g_ptr_array_index (node->children, i) == NULL)
        continue;
      g_string_append_c (out, i == 1 ? '_' : '^');
      append_text (out, g_ptr_array_index (node->children, i));
    }
    break;
  case UMP_MD_TEX_FRACTION:
    g_string_append_c (out, '(');
    append_text (out, g_ptr_array_index (node->children, 0));
    g_string_append (out, ")/(");
    append_text (out, g_ptr_array_index (node->children, 1));
    g_string_append_c (out, ')');
    break;
  case UMP_MD_TEX_ROOT:
    g_string_append (out, "√(");
    append_text (out, g_ptr_array_index (node->children, 0));
    g_string_append_c (out, ')');
    break;
  case UMP_MD_TEX_ROW:
  case UMP_MD_TEX_FENCE:
  case UMP_MD_TEX_MATRIX:
  case UMP_MD_TEX_ACCENT:
  case UMP_MD_TEX_OVERLINE:
  case UMP_MD_TEX_UNDERLINE:
  case UMP_MD_TEX_BOX:
  case UMP_MD_TEX_STACK:
  default:
    if (node->kind == UMP_MD_TEX_FENCE)
      g_string_append (out, node->text);
    for (guint i = 0; i < node->children->len; i++) {
      if (node->kind == UMP_MD_TEX_MATRIX && i > 0)
        g_string_append (out, i % node->n_columns == 0 ? "; " : " ");
      append_text (out, g_ptr_array_index (node->children, i));
    }
    if (node->kind == UMP_MD_TEX_FENCE)
      g_string_append (out, node->close);
    break;
  }
}


/**
 * ump_md_tex_to_text:
 * @self: a formula
 *
 * Returns: (transfer full): the formula on one line, for those who hear it
 */
char *
ump_md_tex_to_text (const UmpMdTex *self)
{
  GString *out = g_string_new (NULL);

  append_text (out, self);
  return g_string_free (out, FALSE);
}
