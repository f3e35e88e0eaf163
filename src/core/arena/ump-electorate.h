/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-ballot.h"
#include "ump-contender.h"
#include "ump-rating.h"

/**
 * UmpElectorate:
 * @players: (element-type UmpContender): by number; borrowed
 *
 * The rated votes of a scope, with a number for everyone who takes part.
 */
typedef struct {
  GPtrArray *players;
  GHashTable *by_id;   /* id -> UmpContender, all there are */
  GHashTable *numbers; /* id -> number + 1 */
  GArray *votes;       /* UmpVote */
  GArray *lengths;     /* double: how the answers of each vote differ in length */
  GArray *elsewhere;   /* UmpVote: of other categories */
} UmpElectorate;

void ump_electorate_init (UmpElectorate *self, GPtrArray *contenders);
void ump_electorate_clear (UmpElectorate *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UmpElectorate, ump_electorate_clear)

const UmpContender *ump_electorate_find (UmpElectorate *self, const char *contender_id);
void ump_electorate_add (UmpElectorate *self, const UmpBallot *ballot);
void ump_electorate_add_elsewhere (UmpElectorate *self, const UmpBallot *ballot);
gboolean ump_electorate_rate (UmpElectorate *self, const UmpRatingMethod *method, UmpRatingRow *rows);
