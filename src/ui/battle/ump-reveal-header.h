/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ump-battle.h"

#define UMP_TYPE_REVEAL_HEADER (ump_reveal_header_get_type ())
G_DECLARE_FINAL_TYPE (UmpRevealHeader, ump_reveal_header, UMP, REVEAL_HEADER, GtkWidget)

GtkWidget *ump_reveal_header_new (void);
void ump_reveal_header_set_side (UmpRevealHeader *self, const UmpSideReveal *side, UmpBattle *battle);
