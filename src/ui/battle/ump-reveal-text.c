/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ump-figures.h"
#include "ump-reveal-text.h"
#include "ump-settings.h"

/* Signs and arrows between numbers keep their order in right-to-left text too. */
#define LEFT_TO_RIGHT "\xE2\x81\xA6"
#define END_ISOLATE "\xE2\x81\xA9"
/* Bytes of the answer that are quoted on each side of a name. */
#define QUOTE_CONTEXT 28


/**
 * ump_reveal_text_facts:
 * @side: one side of a reveal
 *
 * Returns: (transfer full) (array zero-terminated=1): one short text for each
 *   figure that is known; a figure that is not known is not made up
 */
char **
ump_reveal_text_facts (const UmpSideReveal *side)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *first_token = ump_figures_describe_first_token (side->first_token_ms);
  g_autofree char *speed = ump_figures_describe_speed (side->tokens_per_second);
  g_autofree char *tokens = ump_figures_describe_tokens (side->tokens);
  g_autofree char *cost = ump_figures_describe_cost (side->cost);
  const char *facts[] = { first_token, speed, tokens, cost };

  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    if (facts[i] != NULL)
      g_strv_builder_add (builder, facts[i]);
  return g_strv_builder_end (builder);
}


/**
 * ump_reveal_text_subtitle:
 * @side: one side of a reveal
 *
 * Returns: (transfer full): the provider and the parameters that differ from
 *   the defaults and were sent; a sealed contender's stay sealed
 */
char *
ump_reveal_text_subtitle (const UmpSideReveal *side)
{
  const UmpContender *contender = side->contender;
  guint sent = side->request != NULL ? ump_settings_read_request (side->request) : ~0u;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (contender->sealed)
    return g_strdup (_("Sealed: its name stays hidden"));
  if (side->provider_name != NULL)
    g_ptr_array_add (parts, g_strdup (side->provider_name));
  if (!contender->practice && contender->label != NULL && *contender->label != '\0')
    g_ptr_array_add (parts, g_strdup (contender->model));
  if (!isnan (contender->temperature) && (sent & UMP_FIELD_TEMPERATURE) != 0)
    /* Translators: the sampling temperature of a model, one part of a line of settings. */
    g_ptr_array_add (parts, g_strdup_printf (_("temperature %.2g"), contender->temperature));
  if (!isnan (contender->top_p) && (sent & UMP_FIELD_TOP_P) != 0)
    /* Translators: “top-p” is a sampling parameter of a model; it is usually not translated. */
    g_ptr_array_add (parts, g_strdup_printf (_("top-p %.2g"), contender->top_p));
  if (contender->reasoning_effort != NULL && (sent & (UMP_FIELD_REASONING_EFFORT | UMP_FIELD_REASONING_OBJECT)) != 0)
    /* Translators: %s is how hard the model shall think: a word of its service, such as “low” or “high”. */
    g_ptr_array_add (parts, g_strdup_printf (_("reasoning %s"), contender->reasoning_effort));
  if (contender->system_prompt != NULL && *contender->system_prompt != '\0' && (sent & UMP_FIELD_SYSTEM) != 0)
    g_ptr_array_add (parts, g_strdup (_("own system prompt")));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}


/**
 * ump_reveal_text_rating:
 * @before: rating without this ballot, NaN where there was none
 * @after: rating with it
 * @low: lower end of the 95 % interval after it
 * @high: upper end; the two are not equally far away
 *
 * Returns: (transfer full): the change in short, with its uncertainty
 */
char *
ump_reveal_text_rating (double before, double after, double low, double high)
{
  g_autofree char *text = NULL;

  if (isnan (before))
    /* Translators: a first rating and its 95 % interval, such as 1059 (869–1344) */
    text = g_strdup_printf (C_("rating", "%.0f (%.0f–%.0f)"), after, low, high);
  else
    /* Translators: rating before, rating after, the 95 % interval after it */
    text = g_strdup_printf (C_("rating", "%.0f → %.0f (%.0f–%.0f)"), before, after, low, high);
  return g_strconcat (LEFT_TO_RIGHT, text, END_ISOLATE, NULL);
}


/**
 * ump_reveal_text_points:
 * @points: how far a rating moved
 *
 * Returns: (transfer full): the same with its sign, which stays in front in
 *   right-to-left text too
 */
char *
ump_reveal_text_points (int points)
{
  if (points == 0)
    return g_strdup (LEFT_TO_RIGHT "±0" END_ISOLATE);
  return g_strdup_printf (LEFT_TO_RIGHT "%s%d" END_ISOLATE, points > 0 ? "+" : "−", ABS (points));
}


/**
 * ump_reveal_text_rating_sentence:
 * @before: rating without this ballot, NaN where there was none
 * @after: rating with it
 * @low: lower end of the 95 % interval
 * @high: upper end
 *
 * Returns: (transfer full): the same as words, for tooltip and screen reader
 */
char *
ump_reveal_text_rating_sentence (double before, double after, double low, double high)
{
  if (isnan (before))
    /* Translators: a rating, then the ends of its interval. */
    return g_strdup_printf (_("First rating %.0f; with 95 %% certainty between %.0f and %.0f"), after, low, high);
  /* Translators: two ratings, then the ends of the interval of the second. */
  return g_strdup_printf (_("Rating before this vote %.0f, after it %.0f; with 95 %% certainty between %.0f and %.0f"),
                          before, after, low, high);
}


/* The words around a name, cut at characters and blanks, on one line. */
static char *
quote (const char *answer, gsize length, gsize offset, gsize name_length)
{
  const char *start = answer + (offset > QUOTE_CONTEXT ? offset - QUOTE_CONTEXT : 0);
  const char *end = answer + MIN (length, offset + name_length + QUOTE_CONTEXT);
  g_autofree char *cut = NULL;
  g_autofree char *valid = NULL;

  while (start > answer && start < answer + offset && *start != ' ' && *start != '\n')
    start++;
  while (end < answer + length && end > answer + offset + name_length && *end != ' ' && *end != '\n')
    end--;
  cut = g_strndup (start, end - start);
  valid = g_utf8_make_valid (cut, -1);
  g_strdelimit (valid, "\n\r\t", ' ');
  g_strstrip (valid);
  return g_strdup_printf ("%s%s%s", start > answer ? "…" : "", valid, end < answer + length ? "…" : "");
}


/**
 * ump_reveal_text_leak:
 * @leak: a name that appeared
 * @answer: the answer in which it did
 * @length: bytes of @answer
 *
 * Returns: (transfer full) (nullable): where the side gave itself away, or
 *   %NULL where this name does not do that
 */
char *
ump_reveal_text_leak (const UmpLeak *leak, const char *answer, gsize length)
{
  g_autofree char *words = NULL;

  if (!leak->own && !leak->claimed)
    return NULL;
  if (answer != NULL && leak->offset + leak->length <= length)
    words = quote (answer, length, leak->offset, leak->length);
  else
    words = g_strdup (leak->name);
  if (!leak->own)
    /* Translators: number of a turn of the conversation, then words of the answer, in which a model said that it is another one. */
    return g_strdup_printf (_("Claimed another name in turn %u: “%s”"), leak->turn + 1, words);
  if (leak->claimed)
    /* Translators: number of a turn of the conversation, then words of the answer. */
    return g_strdup_printf (_("Said who it is in turn %u: “%s”"), leak->turn + 1, words);
  /* Translators: number of a turn of the conversation, then words of the answer, in which the name of the model occurs. */
  return g_strdup_printf (_("Named itself in turn %u: “%s”"), leak->turn + 1, words);
}


/**
 * ump_reveal_text_verdict:
 * @reveal: a reveal
 * @side: one side
 *
 * Returns: (nullable): what the verdict means for @side, as a chip
 */
const char *
ump_reveal_text_verdict (const UmpReveal *reveal, UmpSide side)
{
  if (reveal->state != UMP_BATTLE_VOTED)
    return NULL;
  switch (reveal->verdict) {
    case UMP_VERDICT_A:
      return side == UMP_SIDE_A ? _("Your pick") : NULL;
    case UMP_VERDICT_B:
      return side == UMP_SIDE_B ? _("Your pick") : NULL;
    case UMP_VERDICT_TIE:
      return C_("verdict", "Tie");
    case UMP_VERDICT_BOTH_BAD:
      return C_("verdict", "Bad");
    case UMP_VERDICT_NONE:
    default:
      return NULL;
  }
}


/**
 * ump_reveal_text_result:
 * @reveal: a reveal
 * @practice: of the practice board
 *
 * Returns: (transfer full): what became of the ballot, in one line
 */
char *
ump_reveal_text_result (const UmpReveal *reveal, gboolean practice)
{
  g_autofree char *reasons = NULL;

  if (reveal->state == UMP_BATTLE_SKIPPED)
    return g_strdup (_("Revealed without a vote: kept in the history, never rated."));
  if (reveal->state == UMP_BATTLE_VOID)
    return g_strdup (_("This battle is void: kept in the history, never rated."));
  if (reveal->clean)
    return g_strdup (practice ? _("Clean ballot, counted on the practice board.") : _("Clean ballot, counted."));
  reasons = reveal->reasons != NULL ? g_strjoinv (" ", reveal->reasons) : g_strdup ("");
  /* Translators: one or more whole sentences that say why follow */
  return g_strdup_printf (_("Your vote is kept, but not rated. %s"), reasons);
}


/**
 * ump_reveal_text_over_capacity:
 * @side: one side of a reveal
 *
 * Returns: (transfer full) (nullable): that its service had no room, in the
 *   service's own words where they may be shown; %NULL where it had
 */
char *
ump_reveal_text_over_capacity (const UmpSideReveal *side)
{
  const char *name = ump_contender_get_display_name (side->contender);

  if (!side->over_capacity)
    return NULL;
  if (side->error == NULL)
    /* Translators: %s is the name of a model; its service had no capacity. */
    return g_strdup_printf (_("There was no room for %s."), name);
  /* Translators: a contender, then the words of its service */
  return g_strdup_printf (_("%s: %s"), name, side->error);
}
