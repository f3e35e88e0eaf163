/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* HTML blocks that a blank line does not end. */

gsize       ump_md_html_get_raw_tag (const char *at, gsize size);
const char *ump_md_html_get_end     (const char *at, gsize size);
gboolean    ump_md_html_has_end     (const char *at, gsize size, const char *end);

G_END_DECLS
