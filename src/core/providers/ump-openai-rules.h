/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

gboolean ump_openai_model_reasons (const char *model);
gboolean ump_openai_model_takes_sampling (const char *model, const char *effort);
