/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-claims.h"
#include "ump-families.h"
#include "ump-identity.h"

/* Enough to mark an answer that names names throughout, without letting it
 * fill the database. */
#define MAX_TELLING_LEAKS 16
#define MAX_OTHER_LEAKS 8
/* “Google’s Gemini”: as much may stand between a maker and its model. */
#define MAX_POSSESSIVE 5
#define MIN_MODEL_NAME 4

/* A letter or digit of a script that sets words apart. */
#define WORD_CHARACTER "(?:(?![\\p{Han}\\p{Hiragana}\\p{Katakana}\\p{Hangul}\\p{Thai}])[\\p{L}\\p{N}\\p{M}])"

/**
 * Scanner:
 * @regex: finds every name of the table
 * @by_key: the names by what make_key() makes of them
 */
typedef struct {
  GRegex *regex;
  GHashTable *by_key;
} Scanner;

typedef struct {
  gsize begin;
  gsize end;
  const UmpFamilyName *name;
  gboolean claimed;
  gboolean counts;
} Match;


/* Case and the blank or hyphen between two parts make no difference. */
static char *
make_key (const char *text, gsize length)
{
  g_autofree char *folded = g_utf8_casefold (text, length);
  g_autoptr (GString) key = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (!g_unichar_isspace (c) && g_unichar_type (c) != G_UNICODE_DASH_PUNCTUATION && c != '_')
      g_string_append_unichar (key, c);
  }
  return g_string_free (g_steal_pointer (&key), FALSE);
}


static void
append_name (GString *pattern, const char *name)
{
  if (pattern->len > 0)
    g_string_append_c (pattern, '|');
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == ' ' || c == '-') {
      g_string_append (pattern, "[ \\t\\x{A0}_\\p{Pd}]?");
    } else {
      if (c < 128 && !g_ascii_isalnum (c))
        g_string_append_c (pattern, '\\');
      g_string_append_unichar (pattern, c);
    }
  }
}


static gboolean
is_cjk (const char *name)
{
  switch (g_unichar_get_script (g_utf8_get_char (name))) {
  case G_UNICODE_SCRIPT_HAN:
  case G_UNICODE_SCRIPT_HIRAGANA:
  case G_UNICODE_SCRIPT_KATAKANA:
  case G_UNICODE_SCRIPT_HANGUL:
    return TRUE;
  default:
    return FALSE;
  }
}


static int
compare_length (gconstpointer a, gconstpointer b)
{
  const UmpFamilyName *const *first = a;
  const UmpFamilyName *const *second = b;
  gsize first_length = strlen ((*first)->text);
  gsize second_length = strlen ((*second)->text);

  return (first_length < second_length) - (first_length > second_length);
}


static GRegex *
compile_words (const char *words)
{
  g_autofree char *pattern = g_strdup_printf ("(?<!" WORD_CHARACTER ")(?:%s)(?!" WORD_CHARACTER ")", words);
  g_autoptr (GError) error = NULL;
  GRegex *regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, &error);

  if (regex == NULL)
    g_error ("names: %s", error->message);
  return regex;
}


static Scanner *
make_scanner (void)
{
  Scanner *scanner = g_new0 (Scanner, 1);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GString) joined = g_string_new (NULL);
  g_autofree char *pattern = NULL;
  g_autoptr (GError) error = NULL;
  const UmpFamilyName *names;
  guint n_names;

  scanner->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  names = ump_families_get_names (&n_names);
  for (guint i = 0; i < n_names; i++) {
    g_ptr_array_add (sorted, (gpointer) &names[i]);
    g_hash_table_insert (scanner->by_key, make_key (names[i].text, -1), (gpointer) &names[i]);
  }
  /* The longest first: of alternatives, the first that fits is taken. */
  g_ptr_array_sort (sorted, compare_length);
  for (guint i = 0; i < sorted->len; i++) {
    const UmpFamilyName *name = g_ptr_array_index (sorted, i);

    append_name (is_cjk (name->text) ? joined : words, name->text);
  }
  pattern = g_strdup_printf ("(?<!" WORD_CHARACTER ")(?:%s)(?!" WORD_CHARACTER ")|(?:%s)", words->str, joined->str);
  scanner->regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, &error);
  if (scanner->regex == NULL)
    g_error ("families.ini: %s", error->message);
  return scanner;
}


/* Made once, for the life of the program. */
static const Scanner *
get_scanner (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, (gsize) make_scanner ());
  return (const Scanner *) once;
}


/* The name that stands at a place of @text; %NULL where it is none after all:
 * a command of LaTeX, or spelt otherwise where spelling matters. */
static const UmpFamilyName *
look_up (const Scanner *scanner, const char *text, gsize begin, gsize end)
{
  g_autofree char *key = make_key (text + begin, end - begin);
  const UmpFamilyName *name = g_hash_table_lookup (scanner->by_key, key);

  if (name == NULL || (begin > 0 && text[begin - 1] == '\\'))
    return NULL;
  if (name->exact && (strlen (name->text) != end - begin || memcmp (name->text, text + begin, end - begin) != 0))
    return NULL;
  return name;
}


/* Decides whether the name of @match is meant as one. */
static void
weigh (Match *match, const Match *last, const UmpClaimContext *context)
{
  const UmpFamilyName *name = match->name;
  gboolean of_maker = last->name != NULL && match->begin - last->end <= MAX_POSSESSIVE && g_strcmp0 (last->name->family->id, name->family->maker) == 0;
  gboolean described = name->strength == UMP_NAME_WEAK && !name->family->is_maker && (context->described || context->versioned);

  match->claimed = context->claimed || (context->passed_on && last->claimed);
  /* “I am a Gemini” is no claim to be a model. */
  if (name->strength != UMP_NAME_TELLS && context->article && !described)
    match->claimed = FALSE;
  match->counts = name->strength == UMP_NAME_TELLS || match->claimed || described || of_maker;
}


/* All names in @text, in order, with what the words around them say. */
static GArray *
find_names (const char *text)
{
  const Scanner *scanner = get_scanner ();
  GArray *matches = g_array_new (FALSE, FALSE, sizeof (Match));
  g_autoptr (GMatchInfo) info = NULL;
  gsize length = strlen (text);
  Match last = { 0 };

  for (gboolean found = g_regex_match_full (scanner->regex, text, length, 0, 0, &info, NULL); found; found = g_match_info_next (info, NULL)) {
    Match match = { 0 };
    UmpClaimContext context;
    int begin;
    int end;

    g_match_info_fetch_pos (info, 0, &begin, &end);
    match.begin = begin;
    match.end = end;
    match.name = look_up (scanner, text, begin, end);
    if (match.name == NULL)
      continue;
    context = ump_claims_look_around (text, length, last.end, begin, end);
    weigh (&match, &last, &context);
    g_array_append_val (matches, match);
    last = match;
  }
  return matches;
}


/**
 * ump_identity_find_families:
 * @prompts: (array zero-terminated=1): what the user asked
 * @named: (out): whether a name was meant as one
 *
 * Returns: (transfer full) (element-type utf8 utf8): a set of the rows whose
 *   names the prompts hold, in whatever meaning: who asks about llamas will
 *   read of llamas
 */
GHashTable *
ump_identity_find_families (const char *const *prompts, gboolean *named)
{
  GHashTable *families = g_hash_table_new (g_str_hash, g_str_equal);

  *named = FALSE;
  for (guint i = 0; prompts[i] != NULL; i++) {
    g_autoptr (GArray) matches = find_names (prompts[i]);

    for (guint j = 0; j < matches->len; j++) {
      const Match *match = &g_array_index (matches, Match, j);

      *named |= match->counts;
      g_hash_table_add (families, match->name->family->id);
    }
  }
  return families;
}


static gboolean
add_leak (GPtrArray *leaks, const UmpLeak *leak, const char *answer, guint *n_telling, guint *n_others)
{
  gboolean telling = leak->own || leak->claimed;
  UmpLeak *copy;

  if (telling ? *n_telling >= MAX_TELLING_LEAKS : *n_others >= MAX_OTHER_LEAKS)
    return FALSE;
  if (telling)
    (*n_telling)++;
  else
    (*n_others)++;
  copy = g_memdup2 (leak, sizeof *leak);
  copy->name = g_strndup (answer + leak->offset, leak->length);
  copy->family = g_strdup (leak->family);
  g_ptr_array_add (leaks, copy);
  return TRUE;
}


/* "meta-llama/llama-3.3-70b-instruct:free" is called llama-3.3-70b-instruct,
 * "alder-large-latest" is called alder-large. */
static char *
cut_model_name (const char *model)
{
  static const char *const endings[] = { "-latest", "-preview" };
  const char *slash = strrchr (model, '/');
  const char *base = slash != NULL ? slash + 1 : model;
  char *name = g_strndup (base, strcspn (base, ":@"));

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      name[strlen (name) - strlen (endings[i])] = '\0';
  return name;
}


static GRegex *
make_model_regex (const UmpContender *contender, const char *returned_model)
{
  const char *models[] = { contender->model, returned_model };
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (models); i++) {
    g_autofree char *name = models[i] != NULL ? cut_model_name (models[i]) : NULL;

    if (name != NULL && strlen (name) >= MIN_MODEL_NAME && g_utf8_validate (name, -1, NULL))
      append_name (words, name);
  }
  return words->len > 0 ? compile_words (words->str) : NULL;
}


/* Whether a model's id at a place of @answer means the model. One that holds a
 * digit does. “alder-large” and “Alder Large” do, but not “alder large”, and a
 * single word such as “Command” only where the answer says to be that. */
static gboolean
means_model (const char *answer, gsize begin, gsize end, gboolean claimed)
{
  gboolean capitals = TRUE;
  gboolean hyphens = FALSE;
  gboolean in_part = FALSE;
  guint n_parts = 0;

  for (const char *p = answer + begin; p < answer + end; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isdigit (c))
      return TRUE;
    if (g_unichar_isalpha (c)) {
      n_parts += !in_part;
      capitals &= in_part || !g_unichar_islower (c);
    } else {
      hyphens |= !g_unichar_isspace (c);
    }
    in_part = g_unichar_isalpha (c);
  }
  if (n_parts > 1)
    return claimed || hyphens || capitals;
  return claimed && capitals;
}


static gboolean
overlaps (GArray *matches, gsize begin, gsize end)
{
  for (guint i = 0; i < matches->len; i++) {
    const Match *match = &g_array_index (matches, Match, i);

    if (match->counts && match->begin < end && match->end > begin)
      return TRUE;
  }
  return FALSE;
}


static gboolean
is_asked_about (GRegex *model_regex, const char *const *prompts)
{
  for (guint i = 0; prompts[i] != NULL; i++) {
    if (g_regex_match (model_regex, prompts[i], 0, NULL))
      return TRUE;
  }
  return FALSE;
}


/**
 * ump_identity_find_leaks:
 * @answer: valid UTF-8
 * @contender: who answered
 * @returned_model: (nullable): the model string that came with the answer
 * @prompts: (array zero-terminated=1): what the user asked before it
 * @prompt_families: of ump_identity_find_families(): their names do not count
 *   unless they are claimed
 * @side: for the leaks, as is @turn
 * @turn: index of the turn
 * @leaks: (element-type UmpLeak): leaks are added here
 *
 * Finds the names in an answer. The time it takes grows with the length of
 * the answer and no faster; it is meant for a worker thread, when the vote
 * has been cast.
 */
void
ump_identity_find_leaks (const char *answer, const UmpContender *contender, const char *returned_model, const char *const *prompts, GHashTable *prompt_families, UmpSide side, guint turn, GPtrArray *leaks)
{
  g_autoptr (GArray) matches = find_names (answer);
  g_autoptr (GRegex) model_regex = make_model_regex (contender, returned_model);
  g_autoptr (GMatchInfo) info = NULL;
  const char *maker = contender->maker;
  const char *family = contender->family;
  gsize length = strlen (answer);
  gsize last_end = 0;
  gboolean in_prompt;
  guint n_telling = 0;
  guint n_others = 0;

  if (family == NULL) {
    const char *found_maker;

    ump_families_classify (contender->model, &found_maker, &family);
    maker = maker != NULL ? maker : found_maker;
  }
  for (guint i = 0; i < matches->len; i++) {
    const Match *match = &g_array_index (matches, Match, i);
    const char *id = match->name->family->id;
    UmpLeak leak = { side, turn, match->begin, match->end - match->begin, NULL, (char *) id, FALSE, match->claimed };

    leak.own = g_strcmp0 (id, family) == 0 || g_strcmp0 (id, maker) == 0;
    if (match->counts && (match->claimed || !g_hash_table_contains (prompt_families, id)))
      add_leak (leaks, &leak, answer, &n_telling, &n_others);
  }
  if (model_regex == NULL)
    return;
  in_prompt = (family != NULL && g_hash_table_contains (prompt_families, family)) || is_asked_about (model_regex, prompts);
  for (gboolean found = g_regex_match (model_regex, answer, 0, &info); found; found = g_match_info_next (info, NULL)) {
    UmpLeak leak = { side, turn, 0, 0, NULL, (char *) family, TRUE, FALSE };
    UmpClaimContext context;
    int begin;
    int end;

    g_match_info_fetch_pos (info, 0, &begin, &end);
    context = ump_claims_look_around (answer, length, last_end, begin, end);
    last_end = end;
    leak.offset = begin;
    leak.length = end - begin;
    leak.claimed = context.claimed && !context.article;
    if (!means_model (answer, begin, end, leak.claimed) || (in_prompt && !leak.claimed) || overlaps (matches, begin, end))
      continue;
    if (!add_leak (leaks, &leak, answer, &n_telling, &n_others))
      return;
  }
}
