/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "ump-category.h"
#include "ump-core-resources.h"

#define STRONG_POINTS 3
#define WEAK_POINTS 1
#define MIN_POINTS 2
/* What a prompt is about is said at its beginning; what is pasted below may be long. */
#define MAX_LOOKED_AT 4096

static const char *const categories[] = { "coding", "math", "language", "creative", NULL };
#define N_CATEGORIES (G_N_ELEMENTS (categories) - 1)

/* The patterns of each category, strong ones first. */
typedef struct {
  GPtrArray *strong[N_CATEGORIES];
  GPtrArray *weak[N_CATEGORIES];
} Rules;


static GPtrArray *
read_patterns (GKeyFile *file, const char *category, const char *column)
{
  g_autofree char *value = g_key_file_get_value (file, category, column, NULL);
  g_auto (GStrv) patterns = g_strsplit (value != NULL ? value : "", " ", -1);
  GPtrArray *compiled = g_ptr_array_new ();

  for (guint i = 0; patterns[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;
    GRegex *regex;

    if (*patterns[i] == '\0')
      continue;
    regex = g_regex_new (patterns[i], G_REGEX_CASELESS | G_REGEX_MULTILINE | G_REGEX_OPTIMIZE, 0, &error);
    if (regex == NULL)
      g_error ("categories.ini: %s: %s", patterns[i], error->message);
    g_ptr_array_add (compiled, regex);
  }
  return compiled;
}


static Rules *
read_rules (void)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (ump_core_get_resource (), "/umpire/categories.ini", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  Rules *rules = g_new0 (Rules, 1);

  if (!g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, &error))
    g_error ("categories.ini: %s", error->message);
  for (guint i = 0; i < N_CATEGORIES; i++) {
    rules->strong[i] = read_patterns (file, categories[i], "strong");
    rules->weak[i] = read_patterns (file, categories[i], "weak");
  }
  return rules;
}


static const Rules *
get_rules (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, (gsize) read_rules ());
  return (const Rules *) once;
}


static guint
count_matches (GPtrArray *patterns, const char *text, gsize length)
{
  guint n = 0;

  for (guint i = 0; i < patterns->len; i++)
    n += g_regex_match_full (g_ptr_array_index (patterns, i), text, length, 0, 0, NULL, NULL);
  return n;
}


/**
 * ump_category_detect:
 * @prompt: what the user asked, valid UTF-8
 *
 * Takes the same time for any prompt that is longer than a page.
 *
 * Returns: (transfer none) (nullable): a tag, or %NULL where no rule speaks
 */
const char *
ump_category_detect (const char *prompt)
{
  const Rules *rules = get_rules ();
  gsize length = strlen (prompt);
  const char *best = NULL;
  guint most = MIN_POINTS - 1;

  if (length > MAX_LOOKED_AT) {
    length = MAX_LOOKED_AT;
    while (((guchar) prompt[length] & 0xC0) == 0x80)
      length--;
  }
  for (guint i = 0; i < N_CATEGORIES; i++) {
    guint points = STRONG_POINTS * count_matches (rules->strong[i], prompt, length) + WEAK_POINTS * count_matches (rules->weak[i], prompt, length);

    if (points <= most)
      continue;
    most = points;
    best = categories[i];
  }
  return best;
}


/**
 * ump_category_get_all:
 *
 * Returns: (transfer none) (array zero-terminated=1): all tags that may be
 *   detected; the user may have others
 */
const char *const *
ump_category_get_all (void)
{
  return categories;
}


/**
 * ump_category_get_name:
 * @category: a tag
 *
 * Returns: (transfer none): what the user reads; the tag itself where it is
 *   the user's own
 */
const char *
ump_category_get_name (const char *category)
{
  if (g_str_equal (category, "coding"))
    return C_("category of a prompt", "Coding");
  if (g_str_equal (category, "math"))
    return C_("category of a prompt", "Math");
  if (g_str_equal (category, "language"))
    return C_("category of a prompt", "Language");
  if (g_str_equal (category, "creative"))
    return C_("category of a prompt", "Creative");
  return category;
}
