/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ump-battle-item.h"

/* Longer titles than any row shows cost layout for nothing. */
#define TITLE_CHARS 200

struct _UmpBattleItem {
  GObject parent_instance;

  UmpBattleRecord *battle;
  char *title;
  char *outcome;
  char *date;
};

G_DEFINE_FINAL_TYPE (UmpBattleItem, ump_battle_item, G_TYPE_OBJECT)


/* The first words of the prompt, on one line. */
static char *
make_title (const char *prompt)
{
  g_autofree char *text = NULL;
  char *end;

  if (prompt == NULL || *prompt == '\0')
    return g_strdup (_("No prompt"));
  end = g_utf8_strlen (prompt, -1) > TITLE_CHARS ? g_utf8_offset_to_pointer (prompt, TITLE_CHARS) : (char *) prompt + strlen (prompt);
  text = g_strndup (prompt, end - prompt);
  return g_strstrip (g_strdelimit (g_steal_pointer (&text), "\r\n\t", ' '));
}


static void
ump_battle_item_finalize (GObject *object)
{
  UmpBattleItem *self = UMP_BATTLE_ITEM (object);

  ump_battle_record_free (self->battle);
  g_free (self->title);
  g_free (self->outcome);
  g_free (self->date);
  G_OBJECT_CLASS (ump_battle_item_parent_class)->finalize (object);
}


static void
ump_battle_item_class_init (UmpBattleItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ump_battle_item_finalize;
}


static void
ump_battle_item_init (UmpBattleItem *self)
{
}


/**
 * ump_battle_item_new:
 * @battle: as the store lists it; copied
 *
 * Returns: (transfer full): the battle as an object
 */
UmpBattleItem *
ump_battle_item_new (const UmpBattleRecord *battle)
{
  UmpBattleItem *self = g_object_new (UMP_TYPE_BATTLE_ITEM, NULL);

  self->battle = ump_battle_record_copy (battle);
  self->title = make_title (battle->first_prompt);
  self->outcome = ump_battle_outcome_describe (battle);
  self->date = ump_battle_date_describe (battle->created_at, g_get_real_time ());
  return self;
}


/**
 * ump_battle_item_get_battle:
 * @self: a battle
 *
 * Returns: (transfer none): its record, without turns
 */
const UmpBattleRecord *
ump_battle_item_get_battle (UmpBattleItem *self)
{
  return self->battle;
}


/**
 * ump_battle_item_get_title:
 * @self: a battle
 *
 * Returns: (transfer none): how its prompt begins
 */
const char *
ump_battle_item_get_title (UmpBattleItem *self)
{
  return self->title;
}


/**
 * ump_battle_item_get_outcome:
 * @self: a battle
 *
 * Returns: (transfer none): how it ended, in one sentence
 */
const char *
ump_battle_item_get_outcome (UmpBattleItem *self)
{
  return self->outcome;
}


/**
 * ump_battle_item_get_date:
 * @self: a battle
 *
 * Returns: (transfer none): when it began
 */
const char *
ump_battle_item_get_date (UmpBattleItem *self)
{
  return self->date;
}


/**
 * ump_battle_item_equal:
 * @a: a battle
 * @b: a battle
 *
 * Returns: %TRUE where both look the same in a list
 */
gboolean
ump_battle_item_equal (UmpBattleItem *a, UmpBattleItem *b)
{
  return g_str_equal (a->battle->id, b->battle->id) &&
         g_str_equal (a->title, b->title) &&
         g_str_equal (a->outcome, b->outcome) &&
         g_str_equal (a->date, b->date);
}


/**
 * ump_battle_outcome_describe:
 * @battle: a battle
 *
 * Returns: (transfer full): how it ended, with names; of a blind one only that
 *   it is open
 */
char *
ump_battle_outcome_describe (const UmpBattleRecord *battle)
{
  const char *names[UMP_N_SIDES];

  if (battle->state == UMP_BATTLE_INTERRUPTED)
    return g_strdup (_("Interrupted battle — resume to vote"));
  if (ump_battle_state_is_blind (battle->state))
    return g_strdup (_("Open battle — resume to vote"));
  for (int side = 0; side < UMP_N_SIDES; side++)
    names[side] = battle->contenders[side] != NULL ? ump_contender_get_display_name (battle->contenders[side]) : _("unknown");

  if (battle->state == UMP_BATTLE_SKIPPED)
    /* Translators: two names of models. */
    return g_strdup_printf (_("%s and %s, revealed without a vote"), names[0], names[1]);
  if (battle->state == UMP_BATTLE_VOID)
    /* Translators: two names of models; the battle between them was given up. */
    return g_strdup_printf (_("%s and %s, given up"), names[0], names[1]);
  switch (battle->verdict) {
  case UMP_VERDICT_A:
    /* Translators: two names of models, the winner first. */
    return g_strdup_printf (_("%s was better than %s"), names[UMP_SIDE_A], names[UMP_SIDE_B]);
  case UMP_VERDICT_B:
    return g_strdup_printf (_("%s was better than %s"), names[UMP_SIDE_B], names[UMP_SIDE_A]);
  case UMP_VERDICT_TIE:
    /* Translators: two names of models. */
    return g_strdup_printf (_("A tie between %s and %s"), names[0], names[1]);
  case UMP_VERDICT_BOTH_BAD:
    /* Translators: two names of models; the answers of both were bad. */
    return g_strdup_printf (_("Both were bad, %s and %s"), names[0], names[1]);
  default:
    /* Translators: two names of models; the user took the verdict on them back. */
    return g_strdup_printf (_("%s and %s, verdict taken back"), names[0], names[1]);
  }
}


/**
 * ump_battle_date_describe:
 * @time: microseconds since the epoch
 * @now: the same, of now
 *
 * Returns: (transfer full): the time of today, else the date
 */
char *
ump_battle_date_describe (gint64 time, gint64 now)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now / G_USEC_PER_SEC);

  /* A database may hold what no calendar does. */
  if (then == NULL || today == NULL)
    return g_strdup (_("Unknown date"));
  if (g_date_time_get_year (then) == g_date_time_get_year (today) && g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (today))
    /* Translators: a time of today, for g_date_time_format(). */
    return g_date_time_format (then, C_("time of today", "%H:%M"));
  return g_date_time_format (then, "%x");
}
