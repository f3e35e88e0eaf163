/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-contender.h"

GHashTable *ump_contender_names_new (GPtrArray *contenders);
