/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

gboolean ump_key_error_is_keyring (const GError *error);
const char *ump_key_error_get_heading (const GError *error);
const char *ump_key_error_get_sentence (const GError *error);
