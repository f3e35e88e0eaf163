/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ump-battle-record.h"

/**
 * UmpTranscriptPane:
 *
 * One side of a battle to read: who it was, what it answered, what it took.
 */
#define UMP_TYPE_TRANSCRIPT_PANE (ump_transcript_pane_get_type ())
G_DECLARE_FINAL_TYPE (UmpTranscriptPane, ump_transcript_pane, UMP, TRANSCRIPT_PANE, GtkWidget)

GtkWidget *ump_transcript_pane_new (UmpSide side);
void ump_transcript_pane_show (UmpTranscriptPane *self, const UmpBattleRecord *battle, guint turn);
void ump_transcript_pane_set_scale (UmpTranscriptPane *self, double scale);
