/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

char *ump_practice_eliza_answer (const char *script, const char *const *user_texts);
