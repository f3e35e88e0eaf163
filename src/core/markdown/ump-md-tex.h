/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A formula as a tree. A subset of LaTeX's mathematics, the one that answers use;
 * whoever asks for anything else gets no tree and shows the source. */

typedef enum {
  UMP_MD_TEX_ROW,
  UMP_MD_TEX_SYMBOL,
  UMP_MD_TEX_SPACE,
  /* base, subscript, superscript; the last two may be NULL */
  UMP_MD_TEX_SCRIPTS,
  /* numerator, denominator */
  UMP_MD_TEX_FRACTION,
  /* body, index or NULL */
  UMP_MD_TEX_ROOT,
  /* body, between text and close */
  UMP_MD_TEX_FENCE,
  /* cells, row by row, n_columns each */
  UMP_MD_TEX_MATRIX,
  /* body, with text above it */
  UMP_MD_TEX_ACCENT,
  /* body, with a line above or below it, or around it */
  UMP_MD_TEX_OVERLINE,
  UMP_MD_TEX_UNDERLINE,
  UMP_MD_TEX_BOX,
  /* base, below, above; the last two may be NULL */
  UMP_MD_TEX_STACK,
} UmpMdTexKind;

typedef enum {
  UMP_MD_TEX_ORDINARY,
  UMP_MD_TEX_OPERATOR,
  UMP_MD_TEX_LARGE,
  UMP_MD_TEX_BINARY,
  UMP_MD_TEX_RELATION,
  UMP_MD_TEX_OPEN,
  UMP_MD_TEX_CLOSE,
  UMP_MD_TEX_PUNCTUATION,
  /* Dots that stand for something left out. */
  UMP_MD_TEX_INNER,
} UmpMdTexClass;

/* What a formula is laid out as, where it says so itself. */
typedef enum {
  UMP_MD_TEX_STYLE_INHERIT,
  UMP_MD_TEX_STYLE_DISPLAY,
  UMP_MD_TEX_STYLE_TEXT,
  UMP_MD_TEX_STYLE_SCRIPT,
} UmpMdTexStyle;

typedef enum {
  UMP_MD_TEX_ROMAN,
  UMP_MD_TEX_ITALIC,
  UMP_MD_TEX_BOLD,
  UMP_MD_TEX_MONOSPACE,
  UMP_MD_TEX_SANS,
} UmpMdTexFont;

typedef struct _UmpMdTex UmpMdTex;

struct _UmpMdTex {
  UmpMdTexKind kind;
  UmpMdTexClass klass;
  UmpMdTexFont font;
  /* Symbols: what to draw; fences and accents: the sign, "" for none. */
  char *text;
  char *close;
  /* Spaces: in em. */
  double width;
  /* Scripts stand above and below in a displayed formula. */
  gboolean limits;
  /* Spaces: of what follows in the row; matrices: of the cells; scripts: DISPLAY
   * where they stand above and below everywhere. */
  UmpMdTexStyle style;
  /* Fractions without a bar, and matrices that are lines of a derivation. */
  gboolean bare;
  guint n_columns;
  /* One of l, c, r a column; and bits of the columns that a line stands before. */
  char *aligns;
  guint64 lines;
  GPtrArray *children;
};

typedef struct {
  const char *name;
  const char *text;
  UmpMdTexClass klass;
} UmpMdTexSymbol;

UmpMdTex             *ump_md_tex_parse       (const char *source);
void                  ump_md_tex_free        (UmpMdTex *self);
char                 *ump_md_tex_to_text     (const UmpMdTex *self);
gboolean              ump_md_tex_is_prime    (const UmpMdTex *self);
const UmpMdTexSymbol *ump_md_tex_find_symbol (const char *name);
char                 *ump_md_tex_map_letter  (const char *alphabet, gunichar c);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpMdTex, ump_md_tex_free)

G_END_DECLS
