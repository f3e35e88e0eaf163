/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "ump-claims.h"
#include "ump-core-resources.h"

/* How far around a name words are looked at, in bytes; claims are short. */
#define WINDOW_BEFORE 200
#define WINDOW_AFTER 60
#define MAX_WORDS_BETWEEN 24

/**
 * Phrase:
 * @text: case folded
 * @length: its bytes
 * @at_start: it counts only where a sentence begins
 */
typedef struct {
  char *text;
  gsize length;
  gboolean at_start;
} Phrase;

/* Phrases by their last byte, or by their first one where they are looked for
 * behind a name. */
typedef struct {
  GArray *buckets[256];
} Phrases;

typedef struct {
  Phrases before;
  Phrases between;
  Phrases after;
  Phrases words_before;
  Phrases words_after;
  Phrases articles;
} Claims;


static void
add_phrases (Phrases *phrases, gboolean by_first, GKeyFile *file, const char *group, const char *column)
{
  g_auto (GStrv) texts = g_key_file_get_string_list (file, group, column, NULL, NULL);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++) {
    gboolean at_start = texts[i][0] == '^';
    Phrase phrase = { g_utf8_casefold (texts[i] + at_start, -1), 0, at_start };
    guchar key;

    phrase.length = strlen (phrase.text);
    if (phrase.length == 0) {
      g_free (phrase.text);
      continue;
    }
    key = phrase.text[by_first ? 0 : phrase.length - 1];
    if (phrases->buckets[key] == NULL)
      phrases->buckets[key] = g_array_new (FALSE, FALSE, sizeof (Phrase));
    g_array_append_val (phrases->buckets[key], phrase);
  }
}


static Claims *
read_claims (void)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (ump_core_get_resource (), "/umpire/claims.ini", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) groups = NULL;
  Claims *claims = g_new0 (Claims, 1);

  if (!g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, &error))
    g_error ("claims.ini: %s", error->message);
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++) {
    add_phrases (&claims->before, FALSE, file, groups[i], "before");
    add_phrases (&claims->between, FALSE, file, groups[i], "between");
    add_phrases (&claims->after, TRUE, file, groups[i], "after");
    add_phrases (&claims->words_before, FALSE, file, groups[i], "words");
    add_phrases (&claims->words_after, TRUE, file, groups[i], "words");
    add_phrases (&claims->articles, FALSE, file, groups[i], "articles");
  }
  return claims;
}


static const Claims *
get_claims (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, (gsize) read_claims ());
  return (const Claims *) once;
}


/* Scripts that write words without blanks have no word boundary to look for. */
static gboolean
joins_words (gunichar c)
{
  switch (g_unichar_get_script (c)) {
  case G_UNICODE_SCRIPT_HAN:
  case G_UNICODE_SCRIPT_HIRAGANA:
  case G_UNICODE_SCRIPT_KATAKANA:
  case G_UNICODE_SCRIPT_HANGUL:
  case G_UNICODE_SCRIPT_THAI:
    return FALSE;
  default:
    return g_unichar_isalnum (c);
  }
}


static gboolean
is_boundary (const char *text, gsize length, gsize offset)
{
  if (offset == 0 || offset >= length)
    return TRUE;
  return !joins_words (g_utf8_get_char (text + offset)) || !joins_words (g_utf8_get_char (g_utf8_prev_char (text + offset)));
}


static gboolean
is_sentence_end (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == '\n' || c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0x0964;
}


static gboolean
is_separator (gunichar c)
{
  return g_unichar_isspace (c) || (g_unichar_ispunct (c) && c != '\'' && !is_sentence_end (c)) || c == '`' || c == '~' || c == '|';
}


/* A piece of the answer, case folded and with one kind of apostrophe. */
static char *
fold (const char *text, gsize length)
{
  g_autofree char *folded = g_utf8_casefold (text, length);
  g_auto (GStrv) parts = g_strsplit (folded, "\xe2\x80\x99", -1);

  return g_strjoinv ("'", parts);
}


static gsize
skip_separators_back (const char *text, gsize end)
{
  while (end > 0) {
    const char *previous = g_utf8_prev_char (text + end);

    if (!is_separator (g_utf8_get_char (previous)))
      break;
    end = previous - text;
  }
  return end;
}


/* Bytes of the longest phrase that ends at @end, 0 where there is none. */
static gsize
match_back (const Phrases *phrases, const char *text, gsize length, gsize end, gboolean at_start)
{
  const GArray *bucket = end > 0 ? phrases->buckets[(guchar) text[end - 1]] : NULL;
  gsize longest = 0;

  for (guint i = 0; bucket != NULL && i < bucket->len; i++) {
    const Phrase *phrase = &g_array_index (bucket, Phrase, i);
    gsize begin = end - phrase->length;

    if (phrase->length > end || phrase->length <= longest || memcmp (text + begin, phrase->text, phrase->length) != 0)
      continue;
    if (!is_boundary (text, length, begin) || !is_boundary (text, length, end))
      continue;
    if (phrase->at_start && (!at_start || skip_separators_back (text, begin) > 0))
      continue;
    longest = phrase->length;
  }
  return longest;
}


static gboolean
match_ahead (const Phrases *phrases, const char *text, gsize length, gsize begin)
{
  const GArray *bucket = begin < length ? phrases->buckets[(guchar) text[begin]] : NULL;

  for (guint i = 0; bucket != NULL && i < bucket->len; i++) {
    const Phrase *phrase = &g_array_index (bucket, Phrase, i);

    if (phrase->length <= length - begin && memcmp (text + begin, phrase->text, phrase->length) == 0 && is_boundary (text, length, begin + phrase->length))
      return TRUE;
  }
  return FALSE;
}


/* The words before a name, from the beginning of its sentence. */
static void
look_back (const Claims *claims, const char *text, gsize from, gsize begin, UmpClaimContext *context)
{
  const char *floor = text + MAX (from, begin > WINDOW_BEFORE ? begin - WINDOW_BEFORE : 0);
  const char *start = text + begin;
  gboolean at_start = FALSE;
  gboolean at_from;
  g_autofree char *folded = NULL;
  gsize length;
  gsize end;

  while (start > floor && !at_start) {
    const char *previous = g_utf8_prev_char (start);

    if (is_sentence_end (g_utf8_get_char (previous)))
      at_start = TRUE;
    else
      start = previous;
  }
  at_from = !at_start && start <= text + from;
  at_start |= start == text;
  folded = fold (start, text + begin - start);
  length = strlen (folded);
  end = skip_separators_back (folded, length);
  context->article = match_back (&claims->articles, folded, length, end, FALSE) > 0;
  context->described |= match_back (&claims->words_before, folded, length, end, FALSE) > 0;
  for (guint words = 0; words < MAX_WORDS_BETWEEN; words++) {
    gsize taken;

    if (end == 0) {
      context->passed_on = at_from && from > 0;
      return;
    }
    if (match_back (&claims->before, folded, length, end, at_start) > 0) {
      context->claimed = TRUE;
      return;
    }
    taken = match_back (&claims->between, folded, length, end, FALSE);
    if (taken == 0)
      return;
    end = skip_separators_back (folded, end - taken);
  }
}


/* The words after a name. */
static void
look_ahead (const Claims *claims, const char *text, gsize length, gsize end, UmpClaimContext *context)
{
  const char *stop = text + MIN (length, end + WINDOW_AFTER);
  g_autofree char *folded = NULL;
  gsize folded_length;
  gsize digits;
  gsize begin = 0;

  while (stop < text + length && ((guchar) *stop & 0xC0) == 0x80)
    stop++;
  folded = fold (text + end, stop - (text + end));
  folded_length = strlen (folded);
  context->claimed |= match_ahead (&claims->after, folded, folded_length, 0);
  while (begin < folded_length && is_separator (g_utf8_get_char (folded + begin)))
    begin = g_utf8_next_char (folded + begin) - folded;
  context->claimed |= match_ahead (&claims->after, folded, folded_length, begin);
  context->described |= match_ahead (&claims->words_after, folded, folded_length, begin);
  /* “Claude 3.5”, “claude:3”, but neither “Claude 1926” nor “Claude, 3 apples”. */
  digits = begin == 0 || (begin == 1 && strchr (" -:", folded[0]) != NULL) ? strspn (folded + begin, "0123456789") : 0;
  context->versioned = digits >= 1 && digits <= 2;
}


/**
 * ump_claims_look_around:
 * @text: an answer, valid UTF-8
 * @length: its bytes
 * @from: end of the name before this one, or 0
 * @begin: where the name begins
 * @end: where it ends
 *
 * Looks at a bounded number of bytes on both sides of a name.
 *
 * Returns: what they say of it
 */
UmpClaimContext
ump_claims_look_around (const char *text, gsize length, gsize from, gsize begin, gsize end)
{
  const Claims *claims = get_claims ();
  UmpClaimContext context = { FALSE };

  look_back (claims, text, from, begin, &context);
  look_ahead (claims, text, length, end, &context);
  return context;
}
