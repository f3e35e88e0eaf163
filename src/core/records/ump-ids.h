/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

char *ump_id_new (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean ump_id_is_valid (const char *id);
guint32 ump_random_below (guint32 bound);
