/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

void ump_board_headline_compose (GPtrArray *items, char **headline, char **details);
