/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-compat.h"


/**
 * ump_role_article:
 *
 * Returns: the role of a text that stands for itself, which GTK has from 4.14 on
 */
GtkAccessibleRole
ump_role_article (void)
{
#if GTK_CHECK_VERSION (4, 14, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  return GTK_ACCESSIBLE_ROLE_ARTICLE;
  G_GNUC_END_IGNORE_DEPRECATIONS
#else
  return GTK_ACCESSIBLE_ROLE_GROUP;
#endif
}


/**
 * ump_role_paragraph:
 *
 * Returns: the role of a paragraph, which GTK has from 4.14 on
 */
GtkAccessibleRole
ump_role_paragraph (void)
{
#if GTK_CHECK_VERSION (4, 14, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  return GTK_ACCESSIBLE_ROLE_PARAGRAPH;
  G_GNUC_END_IGNORE_DEPRECATIONS
#else
  return GTK_ACCESSIBLE_ROLE_GROUP;
#endif
}


/**
 * ump_role_column_header:
 *
 * GTK before 4.14 tells assistive tools that the head of a column is filler,
 * which they pass over; there it is a cell.
 *
 * Returns: the role of a cell in the head of a table
 */
GtkAccessibleRole
ump_role_column_header (void)
{
#if GTK_CHECK_VERSION (4, 14, 0)
  return GTK_ACCESSIBLE_ROLE_COLUMN_HEADER;
#else
  return GTK_ACCESSIBLE_ROLE_CELL;
#endif
}
