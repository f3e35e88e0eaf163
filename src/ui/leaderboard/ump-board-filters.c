/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-board-filters.h"
#include "ump-category.h"

static const struct {
  const char *name;
  int days; /* 0 for all */
} periods[] = {
  { NC_("period", "Any Time"), 0 },
  { NC_("period", "Last 7 Days"), 7 },
  { NC_("period", "Last 30 Days"), 30 },
  { NC_("period", "Last 365 Days"), 365 },
};


/**
 * ump_board_filters_create_categories:
 *
 * Returns: (transfer full): what to choose from, "all" first
 */
GListModel *
ump_board_filters_create_categories (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  const char *const *categories = ump_category_get_all ();

  gtk_string_list_append (list, _("All Categories"));
  for (guint i = 0; categories[i] != NULL; i++)
    gtk_string_list_append (list, ump_category_get_name (categories[i]));
  return G_LIST_MODEL (list);
}


/**
 * ump_board_filters_get_category:
 * @position: in the list of categories
 *
 * Returns: (transfer none) (nullable): a category, %NULL for all
 */
const char *
ump_board_filters_get_category (guint position)
{
  const char *const *categories = ump_category_get_all ();

  if (position == 0 || position > g_strv_length ((char **) categories))
    return NULL;
  return categories[position - 1];
}


/**
 * ump_board_filters_create_periods:
 *
 * Returns: (transfer full): what to choose from, "any" first
 */
GListModel *
ump_board_filters_create_periods (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (periods); i++)
    gtk_string_list_append (list, g_dpgettext2 (NULL, "period", periods[i].name));
  return G_LIST_MODEL (list);
}


/**
 * ump_board_filters_get_since:
 * @position: in the list of periods
 * @now: microseconds since the epoch
 *
 * Returns: when the period begins, 0 where it has no beginning
 */
gint64
ump_board_filters_get_since (guint position, gint64 now)
{
  if (position >= G_N_ELEMENTS (periods) || periods[position].days == 0)
    return 0;
  return now - periods[position].days * G_TIME_SPAN_DAY;
}
