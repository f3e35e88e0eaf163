/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-battle.h"

/* What the reveal says, as sentences; plain text, never markup. */
char **ump_reveal_text_facts (const UmpSideReveal *side);
char *ump_reveal_text_subtitle (const UmpSideReveal *side);
char *ump_reveal_text_rating (double before, double after, double low, double high);
char *ump_reveal_text_points (int points);
char *ump_reveal_text_rating_sentence (double before, double after, double low, double high);
char *ump_reveal_text_leak (const UmpLeak *leak, const char *answer, gsize length);
const char *ump_reveal_text_verdict (const UmpReveal *reveal, UmpSide side);
char *ump_reveal_text_result (const UmpReveal *reveal, gboolean practice);
char *ump_reveal_text_over_capacity (const UmpSideReveal *side);
