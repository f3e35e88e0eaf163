/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "ump-leaderboard.h"

/**
 * UmpStandingField:
 *
 * What the table's columns show.
 */
typedef enum {
  UMP_STANDING_RANK,
  UMP_STANDING_NAME,
  UMP_STANDING_RATING,
  UMP_STANDING_INTERVAL,
  UMP_STANDING_VOTES,
  UMP_STANDING_RECORD,
  UMP_STANDING_P_BEST,
} UmpStandingField;
#define UMP_N_STANDING_FIELDS 7

/**
 * UmpStandingItem:
 *
 * One line of a leaderboard in a list model, with its texts.
 */
#define UMP_TYPE_STANDING_ITEM (ump_standing_item_get_type ())
G_DECLARE_FINAL_TYPE (UmpStandingItem, ump_standing_item, UMP, STANDING_ITEM, GObject)

UmpStandingItem *ump_standing_item_new (const UmpStanding *standing, const char *name);
const UmpStanding *ump_standing_item_get_standing (UmpStandingItem *self);
const char *ump_standing_item_get_name (UmpStandingItem *self);
char *ump_standing_item_get_text (UmpStandingItem *self, UmpStandingField field);
char *ump_standing_item_get_note (UmpStandingItem *self);
char *ump_standing_item_get_short_note (UmpStandingItem *self);
char *ump_standing_item_get_sentence (UmpStandingItem *self);
int ump_standing_item_compare (UmpStandingItem *a, UmpStandingItem *b, UmpStandingField field);
