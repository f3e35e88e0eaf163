/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-dialect.h"

void ump_openai_add_key (UmpRequest *request, const char *key);
gboolean ump_openai_model_reasons (const char *model);
gboolean ump_openai_model_takes_sampling (const char *model, const char *effort);
