/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-dialect.h"

extern const UmpDialect ump_dialect_openai_responses;
