/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-conditions.h"
#include "ump-contender.h"

/* Who gave itself away: names of models, families and makers in an answer.
 *
 * Names come from the families table, and from the contender's own model id.
 * They are found in any case, as whole words; scripts that put no blanks
 * between words join to a Latin name without hiding it. A weak name (“Gemini”
 * is a sign of the zodiac, “Claude” a painter, “Google” a place to search)
 * counts only beside a version, a word such as “model”, or in a claim.
 *
 * A claim is one of the phrases of data/claims.ini ("before", such as “I am”),
 * then any number of the words "between" (“a large language model made by”),
 * then the name; or the name and a phrase "after" it (“made me”). A name that
 * stands among those words passes the claim on to the next one. */

GHashTable *ump_identity_find_families (const char *const *prompts, gboolean *named);
void ump_identity_find_leaks (const char *answer, const UmpContender *contender, const char *returned_model, const char *const *prompts, GHashTable *prompt_families, UmpSide side, guint turn, GPtrArray *leaks);
