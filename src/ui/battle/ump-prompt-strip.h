/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define UMP_TYPE_PROMPT_STRIP (ump_prompt_strip_get_type ())
G_DECLARE_FINAL_TYPE (UmpPromptStrip, ump_prompt_strip, UMP, PROMPT_STRIP, GtkWidget)

void ump_prompt_strip_set_turn (UmpPromptStrip *self, guint turn, guint n_turns, const char *prompt);
