/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-md-tex.h"


/**
 * ump_md_tex_is_prime:
 * @self: a superscript
 *
 * Returns: whether it is made of primes, or begins with them; those are raised
 *   by themselves
 */
gboolean
ump_md_tex_is_prime (const UmpMdTex *self)
{
  if (self->kind == UMP_MD_TEX_ROW && self->children->len > 0)
    return ump_md_tex_is_prime (g_ptr_array_index (self->children, 0));
  return self->kind == UMP_MD_TEX_SYMBOL && g_str_has_prefix (self->text, "′");
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
      if (!ump_md_tex_is_prime (g_ptr_array_index (node->children, i)))
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
