/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-compat.h"


/**
 * ump_list_item_set_name:
 * @item: of a list that is bound to it
 * @name: what a screen reader calls the row or the cell
 *
 * GTK before 4.12 has no function for it; there the widget that holds the child
 * is what a screen reader meets.
 */
void
ump_list_item_set_name (GtkListItem *item, const char *name)
{
#if GTK_CHECK_VERSION (4, 12, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_list_item_set_accessible_label (item, name);
  G_GNUC_END_IGNORE_DEPRECATIONS
#else
  GtkWidget *holder = gtk_widget_get_parent (gtk_list_item_get_child (item));

  gtk_accessible_update_property (GTK_ACCESSIBLE (holder), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
#endif
}


/**
 * ump_list_item_set_row_name:
 * @item: a cell of a column view
 * @name: what a screen reader calls its row
 *
 * GTK from 4.12 on calls a row by what stands in it.
 */
void
ump_list_item_set_row_name (GtkListItem *item, const char *name)
{
#if !GTK_CHECK_VERSION (4, 12, 0)
  GtkWidget *cell = gtk_widget_get_parent (gtk_list_item_get_child (item));

  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (cell)), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
#endif
}


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
