/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-model-choice.h"

/* With more models than this none is switched on by itself. */
#define UMP_MODELS_ALL_ON 20

/**
 * UmpModelChooser:
 *
 * A searchable list of models, each with a switch. Property "n-chosen".
 */
#define UMP_TYPE_MODEL_CHOOSER (ump_model_chooser_get_type ())
G_DECLARE_FINAL_TYPE (UmpModelChooser, ump_model_chooser, UMP, MODEL_CHOOSER, AdwBin)

GListModel *ump_model_chooser_get_choices (UmpModelChooser *self);
void ump_model_chooser_apply_typed (UmpModelChooser *self);
guint ump_model_chooser_get_n_chosen (UmpModelChooser *self);
void ump_model_chooser_set_models (UmpModelChooser *self, GPtrArray *models);
void ump_model_chooser_set_choices (UmpModelChooser *self, GPtrArray *choices);
void ump_model_chooser_set_message (UmpModelChooser *self, const char *message);
