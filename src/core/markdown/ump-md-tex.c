/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-md-tex-private.h"

#define MAX_DEPTH 24
#define MAX_NODES 4000


UmpMdTex *
ump_md_tex_new_node (UmpMdTexParser *self, UmpMdTexKind kind)
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


UmpMdTex *
ump_md_tex_new_symbol (UmpMdTexParser *self, const char *text, UmpMdTexClass klass, UmpMdTexFont font)
{
  UmpMdTex *node = ump_md_tex_new_node (self, UMP_MD_TEX_SYMBOL);

  node->text = g_strdup (text);
  node->klass = klass;
  node->font = font;
  return node;
}


UmpMdTex *
ump_md_tex_new_space (UmpMdTexParser *self, double width)
{
  UmpMdTex *node = ump_md_tex_new_node (self, UMP_MD_TEX_SPACE);

  node->width = width;
  return node;
}


UmpMdTex *
ump_md_tex_with_children (UmpMdTexParser *self, UmpMdTexKind kind, UmpMdTex *first, UmpMdTex *second, UmpMdTex *third)
{
  UmpMdTex *node = ump_md_tex_new_node (self, kind);

  g_ptr_array_add (node->children, first);
  g_ptr_array_add (node->children, second);
  if (kind == UMP_MD_TEX_SCRIPTS || kind == UMP_MD_TEX_STACK)
    g_ptr_array_add (node->children, third);
  return node;
}


void
ump_md_tex_skip_space (UmpMdTexParser *self)
{
  while (g_ascii_isspace (*self->at))
    self->at++;
}


/* The name of the command at a backslash: letters, or one other character. */
static char *
read_command (UmpMdTexParser *self)
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
char *
ump_md_tex_read_group_text (UmpMdTexParser *self)
{
  const char *start;
  int depth = 0;

  ump_md_tex_skip_space (self);
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


UmpMdTex *
ump_md_tex_parse_text (UmpMdTexParser *self, UmpMdTexFont font)
{
  g_autofree char *source = ump_md_tex_read_group_text (self);
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
  node = ump_md_tex_new_symbol (self, text->str, UMP_MD_TEX_ORDINARY, font);
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
parse_character (UmpMdTexParser *self)
{
  gunichar c = g_utf8_get_char (self->at);
  char text[7] = { 0 };
  UmpMdTexFont font = g_unichar_isalpha (c) ? UMP_MD_TEX_ITALIC : UMP_MD_TEX_ROMAN;

  self->at = g_utf8_next_char (self->at);
  if (self->alphabet != NULL) {
    g_autofree char *letter = ump_md_tex_map_letter (self->alphabet, c);

    return ump_md_tex_new_symbol (self, letter, get_class (c), UMP_MD_TEX_ROMAN);
  }
  if (c == '-')
    c = 0x2212;
  else if (c == '*')
    c = 0x2217;
  g_unichar_to_utf8 (c, text);
  if (c >= 0x400)
    font = UMP_MD_TEX_ROMAN;
  return ump_md_tex_new_symbol (self, text, get_class (c == 0x2212 ? '-' : c == 0x2217 ? '*' : c), self->font_set ? self->font : font);
}


/* A sign after \left, \big and the like; "" for the dot. */
char *
ump_md_tex_parse_delimiter (UmpMdTexParser *self)
{
  ump_md_tex_skip_space (self);
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


gboolean
ump_md_tex_take (UmpMdTexParser *self, const char *word)
{
  gsize n = strlen (word);

  if (strncmp (self->at, word, n) != 0 || (g_ascii_isalpha (word[n - 1]) && g_ascii_isalpha (self->at[n])))
    return FALSE;
  self->at += n;
  return TRUE;
}


static UmpMdTex *
parse_in_font (UmpMdTexParser *self, UmpMdTexFont font, const char *alphabet)
{
  UmpMdTexParser saved = *self;
  UmpMdTex *node;

  self->font = font;
  self->font_set = alphabet == NULL;
  self->alphabet = alphabet;
  node = ump_md_tex_parse_argument (self);
  self->font = saved.font;
  self->font_set = saved.font_set;
  self->alphabet = saved.alphabet;
  return node;
}


/* Spaces in em (The TeXbook, chapter 18). */
static UmpMdTex *
parse_space_command (UmpMdTexParser *self, const char *name)
{
  static const struct {
    const char *name;
    double width;
  } spaces[] = {
    { ",", .167 }, { ":", .222 }, { ">", .222 }, { ";", .278 }, { "!", -.167 }, { " ", .25 }, { "\n", .25 }, { "quad", 1 }, { "qquad", 2 },
    { "thinspace", .167 }, { "medspace", .222 }, { "thickspace", .278 }, { "enspace", .5 }, { "nonumber", 0 }, { "notag", 0 },
    { "/", 0 },
  };
  static const struct {
    const char *name;
    UmpMdTexStyle style;
  } styles[] = {
    { "displaystyle", UMP_MD_TEX_STYLE_DISPLAY }, { "textstyle", UMP_MD_TEX_STYLE_TEXT }, { "scriptstyle", UMP_MD_TEX_STYLE_SCRIPT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (spaces); i++) {
    if (strcmp (spaces[i].name, name) == 0)
      return ump_md_tex_new_space (self, spaces[i].width);
  }
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++) {
    if (strcmp (styles[i].name, name) == 0) {
      UmpMdTex *node = ump_md_tex_new_space (self, 0);

      node->style = styles[i].style;
      return node;
    }
  }
  return NULL;
}


static UmpMdTex *
parse_font_command (UmpMdTexParser *self, const char *name)
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
      return fonts[i].text ? ump_md_tex_parse_text (self, fonts[i].font) : parse_in_font (self, fonts[i].font, fonts[i].alphabet);
  }
  return NULL;
}


static gboolean
takes_limits (const char *name)
{
  static const char * const names[] = { "lim", "limsup", "liminf", "max", "min", "sup", "inf", "argmax", "argmin", "det", "gcd", "Pr", NULL };

  return g_strv_contains (names, name);
}


static UmpMdTex *
parse_command (UmpMdTexParser *self)
{
  g_autofree char *name = read_command (self);
  const UmpMdTexSymbol *symbol = ump_md_tex_find_symbol (name);
  UmpMdTex *node;

  if (symbol != NULL) {
    /* Small Greek letters are slanted like the Latin ones. */
    gboolean slanted = symbol->klass == UMP_MD_TEX_ORDINARY && g_utf8_get_char (symbol->text) >= 0x3b1 && g_utf8_get_char (symbol->text) <= 0x3f1;

    node = ump_md_tex_new_symbol (self, symbol->text, symbol->klass, self->font_set ? self->font : slanted ? UMP_MD_TEX_ITALIC : UMP_MD_TEX_ROMAN);
    node->limits = symbol->klass == UMP_MD_TEX_LARGE ? strstr (name, "int") == NULL : takes_limits (name);
    return node;
  }
  node = parse_space_command (self, name);
  if (node == NULL)
    node = parse_font_command (self, name);
  if (node == NULL)
    node = ump_md_tex_parse_structure (self, name);
  if (node == NULL) {
    self->failed = TRUE;
    node = ump_md_tex_new_space (self, 0);
  }
  return node;
}


/* One thing: a group, a command with what belongs to it, or a character. */
UmpMdTex *
ump_md_tex_parse_argument (UmpMdTexParser *self)
{
  UmpMdTex *node;

  ump_md_tex_skip_space (self);
  if (self->depth >= MAX_DEPTH || *self->at == '\0' || *self->at == '}') {
    self->failed = TRUE;
    return ump_md_tex_new_node (self, UMP_MD_TEX_ROW);
  }
  self->depth++;
  if (*self->at == '{') {
    self->at++;
    node = ump_md_tex_parse_row (self, "}");
    if (!ump_md_tex_take (self, "}"))
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
parse_primes (UmpMdTexParser *self)
{
  GString *primes = g_string_new (NULL);
  UmpMdTex *node;

  while (ump_md_tex_take (self, "'"))
    g_string_append (primes, "′");
  node = ump_md_tex_new_symbol (self, primes->str, UMP_MD_TEX_ORDINARY, UMP_MD_TEX_ROMAN);
  g_string_free (primes, TRUE);
  return node;
}


static UmpMdTex *
parse_scripts (UmpMdTexParser *self, UmpMdTex *base)
{
  UmpMdTex *below = NULL, *above = NULL, *node;
  UmpMdTexStyle style = UMP_MD_TEX_STYLE_INHERIT;

  for (;;) {
    ump_md_tex_skip_space (self);
    if (ump_md_tex_take (self, "\\limits")) {
      base->limits = TRUE;
      style = UMP_MD_TEX_STYLE_DISPLAY;
      continue;
    }
    if (ump_md_tex_take (self, "\\nolimits")) {
      base->limits = FALSE;
      continue;
    }
    if (*self->at == '\'' && above == NULL) {
      above = parse_primes (self);
    } else if (*self->at == '_' && below == NULL) {
      self->at++;
      below = ump_md_tex_parse_argument (self);
    } else if (*self->at == '^') {
      UmpMdTex *more;

      self->at++;
      more = ump_md_tex_parse_argument (self);
      if (above != NULL) {
        UmpMdTex *row = ump_md_tex_new_node (self, UMP_MD_TEX_ROW);

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
  node = ump_md_tex_with_children (self, UMP_MD_TEX_SCRIPTS, base, below, above);
  node->klass = base->klass;
  node->limits = base->limits;
  node->style = style;
  return node;
}


static gboolean
ends_row (UmpMdTexParser *self, const char *until)
{
  return *self->at == '\0' || *self->at == '}' || *self->at == '&' || g_str_has_prefix (self->at, "\\\\") ||
         g_str_has_prefix (self->at, "\\end{") || (until[0] == '\\' && g_str_has_prefix (self->at, until) && !g_ascii_isalpha (self->at[strlen (until)])) ||
         (until[0] == ']' && *self->at == ']');
}


UmpMdTex *
ump_md_tex_parse_row (UmpMdTexParser *self, const char *until)
{
  UmpMdTex *row = ump_md_tex_new_node (self, UMP_MD_TEX_ROW);

  for (ump_md_tex_skip_space (self); !self->failed && !ends_row (self, until); ump_md_tex_skip_space (self)) {
    UmpMdTex *base;

    if (*self->at == '~') {
      self->at++;
      base = ump_md_tex_new_space (self, .25);
    } else if (*self->at == '_' || *self->at == '^' || *self->at == '\'') {
      base = ump_md_tex_new_node (self, UMP_MD_TEX_ROW);
    } else {
      base = ump_md_tex_parse_argument (self);
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
  UmpMdTexParser self = { .at = source };
  UmpMdTex *top, *last;

  g_return_val_if_fail (source != NULL, NULL);

  if (strlen (source) > 8000)
    return NULL;
  top = ump_md_tex_new_node (&self, UMP_MD_TEX_MATRIX);
  top->n_columns = 1;
  top->bare = TRUE;
  top->aligns = g_strdup ("c");
  do
    g_ptr_array_add (top->children, ump_md_tex_parse_row (&self, ""));
  while (ump_md_tex_take (&self, "\\\\") && !self.failed);
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
