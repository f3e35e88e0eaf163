/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-practice-eliza.h"

#define MAX_PARTS 12
#define MAX_WORDS 60

/* A keyword's rule: what a clause must look like, and what may be made of it. */
typedef struct {
  char **pattern;
  GPtrArray *answers;
  guint next;
} Rule;

typedef struct {
  int rank;
  char *same_as;
  GPtrArray *rules;
  GPtrArray *memories;
} Keyword;

typedef struct {
  GHashTable *keywords;
  GPtrArray *none;
  guint next_none;
  guint first; /* which answer of a rule is its first in this conversation */
  GQueue memory;
} Eliza;

/* Where each “*” of a pattern begins and ends in the clause. */
typedef struct {
  guint from[MAX_PARTS];
  guint to[MAX_PARTS];
  guint n;
} Parts;

/* What the doctor says of “me” the patient said of “you”. */
static const char *const reflections[][2] = {
  { "i", "you" }, { "me", "you" }, { "my", "your" }, { "mine", "yours" }, { "myself", "yourself" }, { "am", "are" },
  { "i'm", "you are" }, { "i've", "you have" }, { "i'd", "you would" }, { "i'll", "you will" },
  { "you", "I" }, { "your", "my" }, { "yours", "mine" }, { "yourself", "myself" }, { "was", "were" },
  { "our", "your" }, { "we", "you" }, { "us", "you" },
};


static void
rule_free (gpointer data)
{
  Rule *self = data;

  g_strfreev (self->pattern);
  g_ptr_array_unref (self->answers);
  g_free (self);
}


static void
keyword_free (gpointer data)
{
  Keyword *self = data;

  g_free (self->same_as);
  g_ptr_array_unref (self->rules);
  g_ptr_array_unref (self->memories);
  g_free (self);
}


static void
eliza_clear (Eliza *self)
{
  g_hash_table_unref (self->keywords);
  g_ptr_array_unref (self->none);
  g_queue_clear_full (&self->memory, g_free);
}


static Keyword *
add_keyword (Eliza *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  Keyword *keyword = g_new0 (Keyword, 1);

  if (words[0] != NULL && words[1] != NULL && g_str_equal (words[1], "="))
    keyword->same_as = g_strdup (words[2]);
  else if (words[0] != NULL && words[1] != NULL)
    keyword->rank = (int) g_ascii_strtoll (words[1], NULL, 10);
  keyword->rules = g_ptr_array_new_with_free_func (rule_free);
  keyword->memories = g_ptr_array_new_with_free_func (rule_free);
  g_hash_table_insert (self->keywords, g_strdup (words[0]), keyword);
  return keyword;
}


static GPtrArray *
add_rule (GPtrArray *rules, const char *pattern)
{
  Rule *rule = g_new0 (Rule, 1);

  rule->pattern = g_strsplit (pattern, " ", -1);
  rule->answers = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (rules, rule);
  return rule->answers;
}


static void
eliza_load (Eliza *self, const char *script)
{
  g_auto (GStrv) lines = g_strsplit (script, "\n", -1);
  Keyword *keyword = NULL;
  GPtrArray *answers = NULL;

  self->keywords = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, keyword_free);
  self->none = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = g_strstrip (lines[i]);

    if (*line == '\0' || *line == '#')
      continue;
    if (g_str_has_prefix (line, "key "))
      keyword = add_keyword (self, line + 4);
    else if (g_str_equal (line, "none"))
      answers = self->none;
    else if (g_str_has_prefix (line, "match ") && keyword != NULL)
      answers = add_rule (keyword->rules, line + 6);
    else if (g_str_has_prefix (line, "memory ") && keyword != NULL)
      answers = add_rule (keyword->memories, line + 7);
    else if (answers != NULL)
      g_ptr_array_add (answers, g_strdup (line));
  }
}


static gboolean
word_matches (const char *pattern, const char *word)
{
  g_auto (GStrv) choices = NULL;

  if (strchr (pattern, '|') == NULL)
    return g_str_equal (pattern, word);
  choices = g_strsplit (pattern, "|", -1);
  return g_strv_contains ((const char *const *) choices, word);
}


/* The pattern is a list of words, of choices “a|b”, and of “*”, which stands
 * for any number of words, the fewest that do. */
static gboolean
match (char **pattern, char **words, guint at, Parts *parts)
{
  if (*pattern == NULL)
    return words[at] == NULL;
  if (g_str_equal (*pattern, "*")) {
    guint part = parts->n;

    if (part >= MAX_PARTS)
      return FALSE;
    for (guint to = at;; to++) {
      parts->from[part] = at;
      parts->to[part] = to;
      parts->n = part + 1;
      if (match (pattern + 1, words, to, parts))
        return TRUE;
      if (words[to] == NULL)
        break;
    }
    parts->n = part;
    return FALSE;
  }
  return words[at] != NULL && word_matches (*pattern, words[at]) && match (pattern + 1, words, at + 1, parts);
}


static void
append_part (GString *output, char **words, const Parts *parts, guint part)
{
  if (part >= parts->n)
    return;
  for (guint i = parts->from[part]; i < parts->to[part]; i++) {
    const char *word = words[i];

    for (guint j = 0; j < G_N_ELEMENTS (reflections); j++)
      if (g_str_equal (reflections[j][0], words[i]))
        word = reflections[j][1];
    g_string_append_printf (output, "%s%s", i > parts->from[part] ? " " : "", word);
  }
}


/* “{2}” is the second “*” of the pattern. */
static char *
reassemble (const char *answer, char **words, const Parts *parts)
{
  GString *output = g_string_new (NULL);

  for (const char *p = answer; *p != '\0'; p++) {
    if (p[0] == '{' && g_ascii_isdigit (p[1]) && p[2] == '}') {
      append_part (output, words, parts, p[1] - '1');
      p += 2;
    } else {
      g_string_append_c (output, *p);
    }
  }
  return g_string_free (output, FALSE);
}


static char *
apply_rules (GPtrArray *rules, char **words, guint first)
{
  for (guint i = 0; i < rules->len; i++) {
    Rule *rule = rules->pdata[i];
    Parts parts = { .n = 0 };

    if (rule->answers->len > 0 && match (rule->pattern, words, 0, &parts)) {
      const char *answer = rule->answers->pdata[(first + rule->next++) % rule->answers->len];

      return reassemble (answer, words, &parts);
    }
  }
  return NULL;
}


static const Keyword *
find_keyword (Eliza *self, const char *word)
{
  const Keyword *keyword = g_hash_table_lookup (self->keywords, word);

  if (keyword != NULL && keyword->same_as != NULL)
    keyword = g_hash_table_lookup (self->keywords, keyword->same_as);
  return keyword;
}


/* The keyword of the highest rank that has a rule for its clause answers. */
static char *
answer_one (Eliza *self, const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  g_auto (GStrv) clauses = g_strsplit_set (g_strdelimit (lower, "\r\n\t\"()*`", ' '), ".,;!?:", -1);
  char *best = NULL;
  int best_rank = -1;

  for (guint i = 0; clauses[i] != NULL; i++) {
    g_auto (GStrv) words = NULL;
    g_autoptr (GPtrArray) kept = g_ptr_array_new ();

    words = g_strsplit (g_strstrip (clauses[i]), " ", -1);
    for (guint j = 0; words[j] != NULL && kept->len < MAX_WORDS; j++)
      if (*words[j] != '\0')
        g_ptr_array_add (kept, words[j]);
    g_ptr_array_add (kept, NULL);
    for (guint j = 0; kept->pdata[j] != NULL; j++) {
      const Keyword *keyword = find_keyword (self, kept->pdata[j]);
      char *answer;

      if (keyword == NULL)
        continue;
      answer = apply_rules (keyword->memories, (char **) kept->pdata, self->first);
      if (answer != NULL)
        g_queue_push_tail (&self->memory, answer);
      if (keyword->rank <= best_rank)
        continue;
      answer = apply_rules (keyword->rules, (char **) kept->pdata, self->first);
      if (answer != NULL) {
        g_free (best);
        best = answer;
        best_rank = keyword->rank;
      }
    }
  }
  if (best == NULL)
    best = g_queue_pop_head (&self->memory);
  if (best == NULL && self->none->len > 0)
    best = g_strdup (self->none->pdata[(self->first + self->next_none++) % self->none->len]);
  return best;
}


/**
 * ump_practice_eliza_answer:
 * @script: the rules; the format is described in data/practice/doctor.txt
 * @user_texts: (array zero-terminated=1): what the user said, oldest first
 *
 * A conversation in the manner of J. Weizenbaum's ELIZA (“ELIZA – A Computer
 * Program For the Study of Natural Language Communication Between Man And
 * Machine”, Communications of the ACM 9 (1), 1966): keywords with ranks,
 * decomposition and reassembly rules that take turns, and a memory for when
 * nothing matches. The rules and words are our own. It is played from its
 * beginning each time, so nothing is kept between two answers.
 *
 * Returns: (transfer full): the answer to the last text
 */
char *
ump_practice_eliza_answer (const char *script, const char *const *user_texts)
{
  Eliza eliza = { 0 };
  char *answer = NULL;

  g_queue_init (&eliza.memory);
  eliza_load (&eliza, script);
  eliza.first = user_texts[0] != NULL ? g_str_hash (user_texts[0]) : 0;
  for (guint i = 0; user_texts[i] != NULL; i++) {
    g_free (answer);
    answer = answer_one (&eliza, user_texts[i]);
  }
  eliza_clear (&eliza);
  return answer != NULL ? answer : g_strdup ("…");
}
