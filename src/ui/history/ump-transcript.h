/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-battle-record.h"

/**
 * UmpTranscript:
 *
 * One battle to read. Signals: "back"; "resume" where the user wants to go on
 * with it; "delete" where the user wants it gone;
 * "category" (const char *, nullable) where the user says what it is about.
 */
#define UMP_TYPE_TRANSCRIPT (ump_transcript_get_type ())
G_DECLARE_FINAL_TYPE (UmpTranscript, ump_transcript, UMP, TRANSCRIPT, AdwBin)

void ump_transcript_set_battle (UmpTranscript *self, const UmpBattleRecord *battle);
void ump_transcript_set_scale (UmpTranscript *self, double scale);
