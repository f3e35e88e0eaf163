/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-md-formula.h"

/* Longer ones are not typed by anybody and would only make work. */
#define MAX_INLINE 2000
#define MAX_DISPLAY 20000


static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n';
}


/* Whether there is a sign that belongs to formulas rather than to prose. */
static gboolean
has_math_sign (const char *at, gsize size)
{
  for (gsize i = 0; i < size; i++) {
    if (at[i] != '\0' && strchr ("\\^_={}<>+", at[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}


static gboolean
has_name (const char *at, gsize size)
{
  for (gsize i = 0; i < size; i++) {
    if (g_ascii_isalnum (at[i]) || (guchar) at[i] >= 0x80)
      return TRUE;
  }
  return FALSE;
}


static guint
count_words (const char *at, gsize size)
{
  guint words = 0;

  for (gsize i = 0; i < size;) {
    gsize start = i;

    while (i < size && g_ascii_isalpha (at[i]))
      i++;
    if (i - start >= 2)
      words++;
    if (i == start)
      i++;
  }
  return words;
}


static gboolean
begins_block (const char *at, gsize size)
{
  gsize i = 0;

  while (i < size && (at[i] == ' ' || at[i] == '\t'))
    i++;
  if (i < size && at[i] != '\0' && strchr ("#>|-*+<=~`", at[i]) != NULL)
    return TRUE;
  while (i < size && g_ascii_isdigit (at[i]))
    i++;
  return i > 0 && i < size && g_ascii_isdigit (at[i - 1]) && (at[i] == '.' || at[i] == ')');
}


/* "th" of "the $n$th": the only letters that may follow at once. */
static gboolean
is_ordinal (const char *at, gsize size)
{
  static const char * const endings[] = { "th", "st", "nd", "rd", "s" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    gsize n = strlen (endings[i]);

    if (size >= n && strncmp (at, endings[i], n) == 0 && (size == n || !g_ascii_isalnum (at[n])))
      return TRUE;
  }
  return FALSE;
}


/* Next $ that no backslash takes away; @size where there is none. */
static gsize
find_dollar (const char *chunk, gsize size, gsize at)
{
  for (; at < size && chunk[at] != '$'; at++) {
    if (chunk[at] == '\\' && at + 1 < size)
      at++;
  }
  return MIN (at, size);
}


static gboolean
is_price (const char *body, gsize size)
{
  return g_ascii_isdigit (body[0]) && count_words (body, size) > 0 && !has_math_sign (body, size);
}


static gboolean
crosses_block (const char *chunk, gsize start, gsize end)
{
  const char *line = memchr (chunk + start, '\n', end - start);

  while (line != NULL) {
    gsize place = (gsize) (line + 1 - chunk);

    if (begins_block (chunk + place, end - place))
      return TRUE;
    line = memchr (line + 1, '\n', end - place);
  }
  return FALSE;
}


/* Only the very next dollar may close: what stands between "$5 and $6" would
 * otherwise be searched for a partner further on. */
static UmpMdFormulaMatch
match_single_dollar (const char *chunk, gsize size, gsize at)
{
  const UmpMdFormulaMatch none = { 0 };
  gsize start = at + 1;
  gsize end = find_dollar (chunk, size, start);

  if (end >= size || end == start || end - start > MAX_INLINE)
    return none;
  if (at > 0 && g_ascii_isalnum (chunk[at - 1]))
    return none;
  if (is_space (chunk[start]) || is_space (chunk[end - 1]))
    return none;
  if (end + 1 < size && g_ascii_isalnum (chunk[end + 1]) && !is_ordinal (chunk + end + 1, size - end - 1))
    return none;
  if (is_price (chunk + start, end - start))
    return none;
  if (memmem (chunk + start, end - start, " | ", 3) != NULL)
    return none;
  if (crosses_block (chunk, start, end))
    return none;
  return (UmpMdFormulaMatch) { .size = end + 1 - at, .delimiter = 1 };
}


static UmpMdFormulaMatch
match_double_dollar (const char *chunk, gsize size, gsize at)
{
  gsize start = at + 2;
  gsize end = find_dollar (chunk, size, start);
  gboolean filled = FALSE;

  if (end + 1 >= size || chunk[end + 1] != '$' || end - start > MAX_DISPLAY)
    return (UmpMdFormulaMatch) { 0 };
  for (gsize i = start; i < end; i++)
    filled = filled || !is_space (chunk[i]);
  if (!filled)
    return (UmpMdFormulaMatch) { 0 };
  return (UmpMdFormulaMatch) { .size = end + 2 - at, .delimiter = 2, .display = TRUE };
}


/* "\[2\]" and "\[3, 5-7\]" are notes. */
static gboolean
is_number (const char *at, gsize size)
{
  for (gsize i = 0; i < size; i++) {
    if (!g_ascii_isdigit (at[i]) && at[i] != ',' && at[i] != '-' && !is_space (at[i]))
      return FALSE;
  }
  return TRUE;
}


/* \( … \) and \[ … \]; Markdown's own escape of a bracket in prose is left
 * alone ("\[citation needed\]"). */
static UmpMdFormulaMatch
match_backslash (const char *chunk, gsize size, gsize at)
{
  gboolean display = chunk[at + 1] == '[';
  char close = display ? ']' : ')';
  gsize start = at + 2;
  gsize i = start;

  for (; i + 1 < size && i - start <= MAX_DISPLAY; i++) {
    if (chunk[i] != '\\')
      continue;
    if (chunk[i + 1] == close)
      break;
    if (chunk[i + 1] == chunk[at + 1])
      return (UmpMdFormulaMatch) { 0 };
    i++;
  }
  if (i + 1 >= size || i - start > MAX_DISPLAY || !has_name (chunk + start, i - start))
    return (UmpMdFormulaMatch) { 0 };
  /* "arr\[i\]" */
  if (display && at > 0 && (g_ascii_isalnum (chunk[at - 1]) || (chunk[at - 1] != '\0' && strchr ("_])", chunk[at - 1]) != NULL)))
    return (UmpMdFormulaMatch) { 0 };
  if (display && is_number (chunk + start, i - start))
    return (UmpMdFormulaMatch) { 0 };
  if (!display && crosses_block (chunk, start, i))
    return (UmpMdFormulaMatch) { 0 };
  if (!has_math_sign (chunk + start, i - start) && count_words (chunk + start, i - start) > 1)
    return (UmpMdFormulaMatch) { 0 };
  if (i + 2 < size && (chunk[i + 2] == '(' || chunk[i + 2] == ':') && display)
    return (UmpMdFormulaMatch) { 0 };
  return (UmpMdFormulaMatch) { .size = i + 2 - at, .delimiter = 2, .display = display };
}


/**
 * ump_md_formula_match:
 * @chunk: lines without an empty one among them
 * @size: bytes of @chunk
 * @at: where a $ or a backslash stands
 *
 * $…$ follows Pandoc's rule (nothing empty inside the dollars, nothing
 * alphanumeric outside them) and md4c's, and takes no price for a formula.
 *
 * Returns: the formula that begins at @at
 */
UmpMdFormulaMatch
ump_md_formula_match (const char *chunk, gsize size, gsize at)
{
  g_assert (at < size);

  if (chunk[at] == '$') {
    if (at + 1 < size && chunk[at + 1] == '$')
      return match_double_dollar (chunk, size, at);
    return match_single_dollar (chunk, size, at);
  }
  if (at + 1 < size && (chunk[at + 1] == '(' || chunk[at + 1] == '['))
    return match_backslash (chunk, size, at);
  return (UmpMdFormulaMatch) { 0 };
}
