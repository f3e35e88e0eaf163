/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-markdown-item.h"

G_BEGIN_DECLS

#define UMP_TYPE_MARKDOWN_FRAME (ump_markdown_frame_get_type ())

/* The list that list items stand in, or the table that rows do. It is there for
 * assistive tools; nothing of it is seen. */
G_DECLARE_FINAL_TYPE (UmpMarkdownFrame, ump_markdown_frame, UMP, MARKDOWN_FRAME, GtkWidget)

GtkWidget *ump_markdown_frame_new     (UmpMarkdownFrameKind kind);
gboolean   ump_markdown_frame_is_used (UmpMarkdownFrame *self);

G_END_DECLS
