/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ump-contender.h"

void ump_codenames_seal (GPtrArray *contenders, GPtrArray *taken, guint32 (*random) (guint32 bound));
