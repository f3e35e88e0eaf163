/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-practice-grammar.h"

#define MAX_DEPTH 12

struct _UmpPracticeGrammar {
  GHashTable *symbols; /* symbol -> GPtrArray of alternatives */
};

typedef struct {
  UmpPracticeGrammar *grammar;
  const UmpPracticePrompt *prompt;
  GRand *random;
  GHashTable *used; /* alternative -> itself, so that none is said twice */
  GString *output;
} Writing;

static void expand (Writing *writing, const char *text, guint depth);


static void
add_alternative (UmpPracticeGrammar *self, const char *symbol, GString *text)
{
  GPtrArray *alternatives;

  while (text->len > 0 && text->str[text->len - 1] == '\n')
    g_string_truncate (text, text->len - 1);
  if (symbol != NULL && text->len > 0) {
    alternatives = g_hash_table_lookup (self->symbols, symbol);
    if (alternatives == NULL) {
      alternatives = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->symbols, g_strdup (symbol), alternatives);
    }
    g_ptr_array_add (alternatives, g_strdup (text->str));
  }
  g_string_truncate (text, 0);
}


static const char *
choose (Writing *writing, GPtrArray *alternatives)
{
  guint first = g_rand_int_range (writing->random, 0, alternatives->len);

  for (guint i = 0; i < alternatives->len; i++) {
    char *candidate = alternatives->pdata[(first + i) % alternatives->len];

    if (g_hash_table_add (writing->used, candidate))
      return candidate;
  }
  return alternatives->pdata[first];
}


static void
append_capitalized (GString *output, const char *text)
{
  g_autofree char *rest = g_strdup (g_utf8_next_char (text));

  g_string_append_unichar (output, g_unichar_toupper (g_utf8_get_char (text)));
  g_string_append (output, rest);
}


/* What comes from the prompt goes into Markdown: its own signs must not act. */
static char *
quote_prompt (const char *text)
{
  g_autofree char *shortened = g_utf8_strlen (text, -1) > 80 ? g_utf8_substring (text, 0, 80) : g_strdup (text);
  g_autofree char *line = g_strstrip (g_strdelimit (g_strdup (shortened), "\r\n\t`*_<>[]|\\", ' '));

  return g_strconcat (line, strlen (shortened) < strlen (text) ? "…" : "", NULL);
}


static gboolean
expand_variable (Writing *writing, const char *name)
{
  const UmpPracticePrompt *prompt = writing->prompt;

  if (g_str_equal (name, "topic"))
    g_string_append (writing->output, prompt->topic);
  else if (g_str_equal (name, "Topic"))
    append_capitalized (writing->output, prompt->topic);
  else if (g_str_equal (name, "other"))
    g_string_append (writing->output, prompt->other != NULL ? prompt->other : "the rest");
  else if (g_str_equal (name, "Other"))
    append_capitalized (writing->output, prompt->other != NULL ? prompt->other : "the rest");
  else if (g_str_equal (name, "name"))
    g_string_append (writing->output, prompt->name);
  else if (g_str_equal (name, "sum"))
    g_string_append (writing->output, prompt->sum != NULL ? prompt->sum : "nothing");
  else if (g_str_equal (name, "echo")) {
    g_autofree char *echo = quote_prompt (prompt->text);

    g_string_append (writing->output, echo);
  } else
    return FALSE;
  return TRUE;
}


/* Angle brackets that hold no symbol, as in C, stand for themselves. */
static gboolean
expand_symbol (Writing *writing, const char *name, guint depth)
{
  g_autofree char *with_intent = g_strconcat (name, ".", writing->prompt->intent, NULL);
  g_autofree char *with_language = g_strconcat (name, ".", writing->prompt->language, NULL);
  const char *const tries[] = { with_intent, with_language, name };

  if (expand_variable (writing, name))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (tries); i++) {
    GPtrArray *alternatives = g_hash_table_lookup (writing->grammar->symbols, tries[i]);

    if (alternatives != NULL) {
      expand (writing, choose (writing, alternatives), depth + 1);
      return TRUE;
    }
  }
  return FALSE;
}


static void
expand (Writing *writing, const char *text, guint depth)
{
  const char *p = text;

  if (depth > MAX_DEPTH)
    return;
  while (*p != '\0') {
    const char *end = *p == '<' ? strchr (p, '>') : NULL;
    g_autofree char *name = end != NULL ? g_strndup (p + 1, end - p - 1) : NULL;

    if (name != NULL && expand_symbol (writing, name, depth))
      p = end + 1;
    else
      g_string_append_c (writing->output, *p++);
  }
}


/**
 * ump_practice_grammar_new:
 *
 * Returns: (transfer full): a grammar without symbols
 */
UmpPracticeGrammar *
ump_practice_grammar_new (void)
{
  UmpPracticeGrammar *self = g_new0 (UmpPracticeGrammar, 1);

  self->symbols = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  return self;
}


/**
 * ump_practice_grammar_free:
 * @self: (transfer full) (nullable): a grammar
 */
void
ump_practice_grammar_free (UmpPracticeGrammar *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->symbols);
  g_free (self);
}


/**
 * ump_practice_grammar_load:
 * @self: a grammar
 * @text: a file of symbols; its alternatives are added to those already there
 */
void
ump_practice_grammar_load (UmpPracticeGrammar *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *symbol = NULL;
  g_autoptr (GString) alternative = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++) {
    gboolean starts = g_str_has_prefix (lines[i], "@ ");

    if (starts || g_str_equal (lines[i], "--")) {
      add_alternative (self, symbol, alternative);
      if (starts) {
        g_free (symbol);
        symbol = g_strdup (lines[i] + 2);
      }
    } else if (symbol != NULL) {
      g_string_append_printf (alternative, "%s\n", lines[i]);
    }
  }
  add_alternative (self, symbol, alternative);
}


/**
 * ump_practice_grammar_write:
 * @self: a grammar with the symbol “answer”
 * @prompt: what is answered
 * @seed: the same one gives the same answer
 *
 * Returns: (transfer full): Markdown
 */
char *
ump_practice_grammar_write (UmpPracticeGrammar *self, const UmpPracticePrompt *prompt, guint32 seed)
{
  Writing writing = {
    .grammar = self,
    .prompt = prompt,
    .random = g_rand_new_with_seed (seed),
    .used = g_hash_table_new (NULL, NULL),
    .output = g_string_new (NULL),
  };

  expand_symbol (&writing, "answer", 0);
  g_rand_free (writing.random);
  g_hash_table_unref (writing.used);
  return g_string_free (writing.output, FALSE);
}
