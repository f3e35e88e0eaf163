/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-md-tex.h"

G_BEGIN_DECLS

/* Shared by the two halves of the parser: ump-md-tex.c reads rows, symbols and
 * scripts, ump-md-tex-structure.c what is built of parts. */

typedef struct {
  const char *at;
  guint depth;
  guint nodes;
  gboolean failed;
  /* Of \mathbf and the like. */
  UmpMdTexFont font;
  gboolean font_set;
  const char *alphabet;
} UmpMdTexParser;

UmpMdTex *ump_md_tex_new_node        (UmpMdTexParser *self, UmpMdTexKind kind);
UmpMdTex *ump_md_tex_new_symbol      (UmpMdTexParser *self, const char *text, UmpMdTexClass klass, UmpMdTexFont font);
UmpMdTex *ump_md_tex_new_space       (UmpMdTexParser *self, double width);
UmpMdTex *ump_md_tex_with_children   (UmpMdTexParser *self, UmpMdTexKind kind, UmpMdTex *first, UmpMdTex *second, UmpMdTex *third);
void      ump_md_tex_skip_space      (UmpMdTexParser *self);
gboolean  ump_md_tex_take            (UmpMdTexParser *self, const char *word);
char     *ump_md_tex_read_group_text (UmpMdTexParser *self);
UmpMdTex *ump_md_tex_parse_text      (UmpMdTexParser *self, UmpMdTexFont font);
char     *ump_md_tex_parse_delimiter (UmpMdTexParser *self);
UmpMdTex *ump_md_tex_parse_row       (UmpMdTexParser *self, const char *until);
UmpMdTex *ump_md_tex_parse_argument  (UmpMdTexParser *self);
UmpMdTex *ump_md_tex_parse_structure (UmpMdTexParser *self, const char *name);

G_END_DECLS
