/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ump-practice-prompt.h"

#define MAX_TOPIC_WORDS 3

/* In the order in which they are looked for; the words of an intent are no topic. */
static const struct {
  const char *intent;
  const char *words;
} intents[] = {
  { "identity", " who-are-you your-name which-model what-are-you which-llm who-made-you " },
  { "code", " code function program script implement compile bash loop programs coding debug snippet in-python in-c in-bash in-c++ " },
  { "poem", " poem haiku rhyme sonnet limerick song verse poetry ballad lyrics " },
  { "compare", " vs versus compare comparison difference differences differ better table pros cons " },
  { "opinion", " should-i should-we opinion favourite favorite worth prefer do-you-think " },
  { "list", " list ideas idea suggest suggestions names tips examples example ways things steps checklist recommend plan " },
  { "why", " why reason reasons cause causes " },
  { "how", " how-do how-to how-can how-should how make build cook fix start install bake repair improve learn " },
  { "thanks", " thanks thank thx cheers " },
  { "greeting", " hello hi hey greetings morning evening hola moin " },
};

static const char stop_words[] =
  " a an the and or but nor so if then than that this these those there here it its is are was were be been being am do does did done doing"
  " have has had having can could will would shall may might must not no yes of in on at by for from to into onto with without about between"
  " through over under as like per via i me my mine we us our you your yours he him his she her they them their what which who whom whose when"
  " where while write tell give show explain describe create please want need get got let help say says ask question answer me some any all"
  " each every both few more most much many very really just only also too even still again up down out off one two three first second"
  " explain short brief simple simply detail details paragraph sentence words word line lines using use used people someone something anything"
  " mean means meaning work works know understand good great nice new old way kind sort type now today day time thing see look take go come"
  " don't can't it's what's i'm feel because ill sad happy tired always never often sometimes maybe perhaps please next previous between"
  " buy sell move whether should however reverse sort print return read point points ";


static gboolean
holds_word (const char *list, const char *word)
{
  g_autofree char *spaced = g_strconcat (" ", word, " ", NULL);

  return strstr (list, spaced) != NULL;
}


static gboolean
is_topic_word (const char *word)
{
  if (holds_word (stop_words, word))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (intents); i++)
    if (holds_word (intents[i].words, word))
      return FALSE;
  return TRUE;
}


static gboolean
is_word_char (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '\'' || c == '+' || c == '-' || c == '#' || c == 0x2019;
}


/* Words in lower case; an empty string wherever punctuation ends a run. */
static GPtrArray *
split_words (const char *text)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *lower = g_utf8_strdown (text, -1);
  const char *start = NULL;

  for (const char *p = lower;; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (is_word_char (c)) {
      if (start == NULL)
        start = p;
      continue;
    }
    if (start != NULL)
      g_ptr_array_add (words, g_strndup (start, p - start));
    start = NULL;
    if (c == '\0')
      break;
    if (!g_unichar_isspace (c))
      g_ptr_array_add (words, g_strdup (""));
  }
  return words;
}


static const char *
find_intent (GPtrArray *words)
{
  for (guint i = 0; i < G_N_ELEMENTS (intents); i++) {
    gboolean short_only = g_str_equal (intents[i].intent, "greeting") || g_str_equal (intents[i].intent, "thanks");

    if (short_only && words->len > 6)
      continue;
    for (guint j = 0; j < words->len; j++) {
      const char *one = words->pdata[j];
      const char *two = j + 1 < words->len ? words->pdata[j + 1] : "";
      const char *three = j + 2 < words->len ? words->pdata[j + 2] : "";
      g_autofree char *pair = g_strconcat (one, "-", two, NULL);
      g_autofree char *triple = g_strconcat (pair, "-", three, NULL);

      if (*one != '\0' && (holds_word (intents[i].words, one) || holds_word (intents[i].words, pair) || holds_word (intents[i].words, triple)))
        return intents[i].intent;
    }
  }
  return "explain";
}


/* The runs of words that are neither stop words nor ask for something. */
static GPtrArray *
find_topics (GPtrArray *words)
{
  GPtrArray *topics = g_ptr_array_new_with_free_func (g_free);
  GString *run = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i <= words->len; i++) {
    const char *word = i < words->len ? words->pdata[i] : "";

    if (*word != '\0' && is_topic_word (word) && n < MAX_TOPIC_WORDS) {
      g_string_append_printf (run, "%s%s", n > 0 ? " " : "", word);
      n++;
    } else if (run->len > 0) {
      g_ptr_array_add (topics, g_strdup (run->str));
      g_string_truncate (run, 0);
      n = 0;
    }
  }
  g_string_free (run, TRUE);
  return topics;
}


static const char *
find_longest (GPtrArray *topics)
{
  const char *longest = topics->pdata[0];

  for (guint i = 1; i < topics->len; i++)
    if (strlen (topics->pdata[i]) > strlen (longest))
      longest = topics->pdata[i];
  return longest;
}


static char *
make_identifier (const char *topic)
{
  GString *name = g_string_new (NULL);

  for (const char *p = topic; *p != '\0' && name->len < 24; p++) {
    if (g_ascii_isalnum (*p))
      g_string_append_c (name, *p);
    else if (name->len > 0 && name->str[name->len - 1] != '_')
      g_string_append_c (name, '_');
  }
  while (name->len > 0 && name->str[name->len - 1] == '_')
    g_string_truncate (name, name->len - 1);
  if (name->len == 0 || g_ascii_isdigit (name->str[0]))
    g_string_prepend (name, "item");
  return g_string_free (name, FALSE);
}


/* Sums of two numbers are what people try first. */
static char *
find_sum (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new ("(\\d+(?:\\.\\d+)?)\\s*([-+*/x×÷^]|plus|minus|times)\\s*(\\d+(?:\\.\\d+)?)", G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *left = NULL;
  g_autofree char *sign = NULL;
  g_autofree char *right = NULL;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  double a, b, result;

  if (!g_regex_match (regex, text, 0, &match))
    return NULL;
  left = g_match_info_fetch (match, 1);
  sign = g_match_info_fetch (match, 2);
  right = g_match_info_fetch (match, 3);
  a = g_ascii_strtod (left, NULL);
  b = g_ascii_strtod (right, NULL);
  switch (g_unichar_tolower (g_utf8_get_char (sign))) {
  case '+':
    result = a + b;
    break;
  case 'p':
    result = a + b;
    break;
  case '-':
  case 'm':
    result = a - b;
    break;
  case '/':
  case 0xF7:
    result = a / b;
    break;
  case '^':
    result = pow (a, b);
    break;
  default:
    result = a * b;
    break;
  }
  return isfinite (result) ? g_strdup (g_ascii_formatd (number, sizeof number, "%.10g", result)) : NULL;
}


static const char *
find_language (GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++) {
    if (g_str_equal (words->pdata[i], "c") || g_str_equal (words->pdata[i], "c++"))
      return "c";
    if (holds_word (" bash shell sh terminal ", words->pdata[i]))
      return "sh";
  }
  return "python";
}


/**
 * ump_practice_prompt_new:
 * @text: what the user wrote
 * @earlier: (nullable): the prompt before, whose topic holds where this one has none
 *
 * Returns: (transfer full): what a practice partner understands of it
 */
UmpPracticePrompt *
ump_practice_prompt_new (const char *text, const char *earlier)
{
  UmpPracticePrompt *self = g_new0 (UmpPracticePrompt, 1);
  /* The beginning says what it is about; a pasted book need not be read. */
  g_autofree char *start = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), 2000));
  g_autoptr (GPtrArray) words = split_words (start);
  g_autoptr (GPtrArray) topics = find_topics (words);
  g_autoptr (GPtrArray) earlier_words = split_words (earlier != NULL ? earlier : "");
  g_autoptr (GPtrArray) earlier_topics = find_topics (earlier_words);

  self->text = g_strdup (start);
  self->intent = find_intent (words);
  self->sum = find_sum (start);
  if (self->sum != NULL)
    self->intent = "sum";
  if (topics->len > 1 && g_str_equal (self->intent, "compare"))
    self->topic = g_strdup (topics->pdata[0]);
  else if (topics->len > 0)
    self->topic = g_strdup (find_longest (topics));
  else if (earlier_topics->len > 0)
    self->topic = g_strdup (find_longest (earlier_topics));
  else
    self->topic = g_strdup ("this question");
  if (topics->len > 1)
    self->other = g_strdup (topics->pdata[1]);
  else if (g_str_equal (self->intent, "compare"))
    self->intent = "explain";
  self->name = make_identifier (self->topic);
  self->language = find_language (words);
  return self;
}


/**
 * ump_practice_prompt_free:
 * @self: (transfer full) (nullable): a prompt
 */
void
ump_practice_prompt_free (UmpPracticePrompt *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->topic);
  g_free (self->other);
  g_free (self->name);
  g_free (self->sum);
  g_free (self);
}
