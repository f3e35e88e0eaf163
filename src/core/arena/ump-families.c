/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "ump-core-resources.h"
#include "ump-families.h"

/**
 * Table:
 * @rows: (element-type UmpFamily): in the file's order
 * @names: all names of all rows
 * @patterns: in the file's order: the first that matches wins
 * @makers_by_prefix: rows by what gateways put before the slash
 *
 * The table as it was read; it lives as long as the program.
 */
typedef struct {
  GPtrArray *rows;
  GArray *names;
  GArray *patterns;
  GHashTable *makers_by_prefix;
} Table;

typedef struct {
  GPatternSpec *spec;
  const UmpFamily *family;
} Pattern;


static void
add_names (Table *table, GKeyFile *file, const UmpFamily *row, const char *column, UmpNameStrength strength)
{
  g_auto (GStrv) texts = g_key_file_get_string_list (file, row->id, column, NULL, NULL);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++) {
    gboolean exact = texts[i][0] == '=';
    UmpFamilyName name = { g_strdup (texts[i] + exact), row, strength, exact };

    g_array_append_val (table->names, name);
  }
}


static void
add_row (Table *table, GKeyFile *file, const char *id)
{
  g_auto (GStrv) models = g_key_file_get_string_list (file, id, "models", NULL, NULL);
  g_auto (GStrv) prefixes = g_key_file_get_string_list (file, id, "prefixes", NULL, NULL);
  UmpFamily *row = g_new0 (UmpFamily, 1);

  row->id = g_strdup (id);
  row->name = g_key_file_get_string (file, id, "name", NULL);
  row->maker = g_key_file_get_string (file, id, "maker", NULL);
  row->is_maker = models == NULL;
  g_ptr_array_add (table->rows, row);
  add_names (table, file, row, "aliases", UMP_NAME_TELLS);
  add_names (table, file, row, "weak", UMP_NAME_WEAK);
  add_names (table, file, row, "words", UMP_NAME_WORD);
  for (guint i = 0; models != NULL && models[i] != NULL; i++) {
    Pattern pattern = { g_pattern_spec_new (models[i]), row };

    g_array_append_val (table->patterns, pattern);
  }
  for (guint i = 0; prefixes != NULL && prefixes[i] != NULL; i++)
    g_hash_table_insert (table->makers_by_prefix, g_strdup (prefixes[i]), row);
}


static Table *
read_table (void)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (ump_core_get_resource (), "/umpire/families.ini", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;
  Table *table = g_new0 (Table, 1);

  table->rows = g_ptr_array_new ();
  table->names = g_array_new (FALSE, FALSE, sizeof (UmpFamilyName));
  table->patterns = g_array_new (FALSE, FALSE, sizeof (Pattern));
  table->makers_by_prefix = g_hash_table_new (g_str_hash, g_str_equal);
  if (!g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, &error))
    g_error ("families.ini: %s", error->message);
  ids = g_key_file_get_groups (file, NULL);
  for (guint i = 0; ids[i] != NULL; i++)
    add_row (table, file, ids[i]);
  return table;
}


/* Read once, when it is first needed: from the worker thread that looks for
 * names too, so this is safe in any thread. */
static const Table *
get_table (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, (gsize) read_table ());
  return (const Table *) once;
}


/**
 * ump_families_get_names:
 * @n_names: (out): how many
 *
 * Returns: (transfer none) (array length=n_names): all names of all rows
 */
const UmpFamilyName *
ump_families_get_names (guint *n_names)
{
  const Table *table = get_table ();

  *n_names = table->names->len;
  return (const UmpFamilyName *) table->names->data;
}


/**
 * ump_families_classify:
 * @model: a model's id as its provider lists it, such as
 *   "meta-llama/llama-3.3-70b-instruct:free" or "qwen2.5-coder:7b"
 * @maker: (out) (nullable): id of the maker's row
 * @family: (out) (nullable): id of the family's row
 *
 * Finds out whose model it is. A gateway's prefix says only who offers the
 * weights, so the family's own maker goes before it.
 */
void
ump_families_classify (const char *model, const char **maker, const char **family)
{
  const Table *table = get_table ();
  g_autofree char *lower = g_utf8_strdown (model, -1);
  char *slash = strrchr (lower, '/');
  const char *base = slash != NULL ? slash + 1 : lower;
  gsize length = strlen (base);

  *maker = NULL;
  *family = NULL;
  for (guint i = 0; i < table->patterns->len && *family == NULL; i++) {
    const Pattern *pattern = &g_array_index (table->patterns, Pattern, i);

    if (!g_pattern_spec_match (pattern->spec, length, base, NULL))
      continue;
    *family = pattern->family->id;
    *maker = pattern->family->maker;
  }
  if (*maker == NULL && slash != NULL) {
    const UmpFamily *row;
    char *prefix;

    *slash = '\0';
    prefix = strrchr (lower, '/');
    row = g_hash_table_lookup (table->makers_by_prefix, prefix != NULL ? prefix + 1 : lower);
    *maker = row != NULL ? row->id : NULL;
  }
}
