/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "ump-tally.h"

/**
 * UmpTestVotes:
 * @names: (element-type utf8): contenders, sorted by bytes
 * @votes: (element-type UmpVote): in the order of the source
 *
 * A set of votes to test with.
 */
typedef struct {
  GPtrArray *names;
  GArray *votes;
} UmpTestVotes;

UmpTestVotes *ump_test_votes_from_battles (JsonArray *battles);
void ump_test_votes_tally (const UmpTestVotes *self, UmpTally *tally);
void ump_test_votes_free (UmpTestVotes *self);
void ump_test_arena_rank_se (const UmpTally *tally, double *se);
JsonObject *ump_test_load_object (const char *relative_path, JsonParser *parser);
void ump_test_assert_near (double value, double expected, double tolerance, const char *what);
void ump_test_assert_array_near (const double *values, JsonArray *expected, double tolerance, const char *what);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpTestVotes, ump_test_votes_free)
