/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ump-battle.h"

#define UMP_TYPE_VOTE_BAR (ump_vote_bar_get_type ())
G_DECLARE_FINAL_TYPE (UmpVoteBar, ump_vote_bar, UMP, VOTE_BAR, GtkWidget)

GtkWidget *ump_vote_bar_new (void);
void ump_vote_bar_set_stacked (UmpVoteBar *self, gboolean stacked);
void ump_vote_bar_set_status (UmpVoteBar *self, UmpDuelStatus status, gboolean unseen, gboolean waiting);
void ump_vote_bar_set_result (UmpVoteBar *self, const char *sentence);
void ump_vote_bar_set_error (UmpVoteBar *self, const char *sentence);
gboolean ump_vote_bar_has_error (UmpVoteBar *self);
