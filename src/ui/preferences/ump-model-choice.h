/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "ump-contender.h"
#include "ump-dialect.h"

/**
 * UmpModelChoice:
 *
 * A model in a list of those that may fight, with its switch. Properties:
 * "model", "details", "chosen" (writable).
 */
#define UMP_TYPE_MODEL_CHOICE (ump_model_choice_get_type ())
G_DECLARE_FINAL_TYPE (UmpModelChoice, ump_model_choice, UMP, MODEL_CHOICE, GObject)

UmpModelChoice *ump_model_choice_new (const UmpModelInfo *info, gboolean chosen);
UmpModelChoice *ump_model_choice_new_for_id (const char *model, gboolean chosen);
const char *ump_model_choice_get_model (UmpModelChoice *self);
const char *ump_model_choice_get_details (UmpModelChoice *self);
gboolean ump_model_choice_get_chosen (UmpModelChoice *self);
void ump_model_choice_set_chosen (UmpModelChoice *self, gboolean chosen);
UmpContender *ump_model_choice_create_contender (UmpModelChoice *self, const char *provider_id);
gboolean ump_model_choice_matches (UmpModelChoice *self, const char *folded);
