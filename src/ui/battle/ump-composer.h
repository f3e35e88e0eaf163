/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ump-battle.h"

#define UMP_TYPE_COMPOSER (ump_composer_get_type ())
G_DECLARE_FINAL_TYPE (UmpComposer, ump_composer, UMP, COMPOSER, GtkWidget)

/* More is a document and no prompt: no model in the tables takes it, and one
 * request with it would cost dollars. */
#define UMP_COMPOSER_MAX_CHARACTERS 500000

char *ump_composer_dup_text (UmpComposer *self);
void ump_composer_set_text (UmpComposer *self, const char *text);
gboolean ump_composer_is_empty (UmpComposer *self);
void ump_composer_set_status (UmpComposer *self, UmpDuelStatus status, gboolean sending);
void ump_composer_set_hint (UmpComposer *self, const char *hint);
