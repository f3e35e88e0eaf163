/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-contender-names.h"

/* How much a name says. A codename says the same at every level: version and
 * provider would tell who is behind it. */
enum {
  LEVEL_VERSION,
  LEVEL_PROVIDER,
  N_LEVELS,
};


static char *
make_name (const UmpContender *contender, guint level)
{
  const char *name = ump_contender_get_display_name (contender);

  if (contender->sealed || (level < LEVEL_PROVIDER && contender->version == 1))
    return g_strdup (name);
  if (level < LEVEL_PROVIDER || contender->provider_name == NULL)
    return g_strdup_printf (_("%s, version %u"), name, contender->version);
  if (contender->version == 1)
    /* Translators: a contender, then its provider */
    return g_strdup_printf (_("%s, %s"), name, contender->provider_name);
  return g_strdup_printf (_("%s, version %u, %s"), name, contender->version, contender->provider_name);
}


static GHashTable *
count_names (char **names, guint n_names)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < n_names; i++)
    g_hash_table_insert (counts, g_strdup (names[i]), GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, names[i])) + 1));
  return counts;
}


/* A number behind every name but the first of those that are the same. */
static void
number_names (char **names, guint n_names)
{
  g_autoptr (GHashTable) all = count_names (names, n_names);
  g_autoptr (GHashTable) used = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < n_names; i++) {
    for (guint number = 2; g_hash_table_contains (used, names[i]); number++) {
      g_autofree char *numbered = g_strdup_printf ("%s (%u)", names[i], number);

      if (g_hash_table_contains (all, numbered) || g_hash_table_contains (used, numbered))
        continue;
      g_free (names[i]);
      names[i] = g_steal_pointer (&numbered);
    }
    g_hash_table_add (used, names[i]);
  }
}


/**
 * ump_contender_names_new:
 * @contenders: (element-type UmpContender): who are to be told apart
 *
 * As the user knows them, and no two alike: versions of one contender bear
 * their version, equal names of two providers the provider, and what is the
 * same even then a number.
 *
 * Returns: (transfer full) (element-type utf8 utf8): their names by their ids
 */
GHashTable *
ump_contender_names_new (GPtrArray *contenders)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char **names = g_new0 (char *, contenders->len + 1);

  for (guint i = 0; i < contenders->len; i++)
    names[i] = make_name (g_ptr_array_index (contenders, i), LEVEL_VERSION);
  for (guint level = LEVEL_VERSION + 1; level < N_LEVELS; level++) {
    g_autoptr (GHashTable) counts = count_names (names, contenders->len);

    for (guint i = 0; i < contenders->len; i++) {
      if (GPOINTER_TO_UINT (g_hash_table_lookup (counts, names[i])) < 2)
        continue;
      g_free (names[i]);
      names[i] = make_name (g_ptr_array_index (contenders, i), level);
    }
  }
  number_names (names, contenders->len);
  for (guint i = 0; i < contenders->len; i++)
    g_hash_table_insert (table, g_strdup (((UmpContender *) g_ptr_array_index (contenders, i))->id), names[i]);
  return table;
}
