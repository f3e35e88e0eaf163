/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-practice.h"
#include "ump-services.h"

const UmpService *ump_practice_get_service (void);
char *ump_practice_compose (const char *model, const char *const *user_texts);
