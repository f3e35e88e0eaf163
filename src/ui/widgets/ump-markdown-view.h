/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define UMP_TYPE_MARKDOWN_VIEW (ump_markdown_view_get_type ())

/* Shows one answer. It scrolls by itself: do not put it into a
 * GtkScrolledWindow. It follows the end of a growing text only while the user
 * is at the end, and shows a button otherwise.
 *
 * Signal "activate-link" (const char *uri): the user activated a link. Nothing
 * is opened by the view; whoever listens asks first. */
G_DECLARE_FINAL_TYPE (UmpMarkdownView, ump_markdown_view, UMP, MARKDOWN_VIEW, GtkWidget)

GtkWidget     *ump_markdown_view_new               (void);

void           ump_markdown_view_set_text          (UmpMarkdownView *self, const char *text, gssize length, gboolean complete);
char          *ump_markdown_view_get_plain_text    (UmpMarkdownView *self);
char          *ump_markdown_view_get_markdown      (UmpMarkdownView *self);

void           ump_markdown_view_set_plain_style   (UmpMarkdownView *self, gboolean plain);
void           ump_markdown_view_set_revealed      (UmpMarkdownView *self, gboolean revealed);
void           ump_markdown_view_set_scale         (UmpMarkdownView *self, double scale);

void           ump_markdown_view_set_title         (UmpMarkdownView *self, const char *title);

GtkAdjustment *ump_markdown_view_get_vadjustment   (UmpMarkdownView *self);
void           ump_markdown_view_scroll_to_end     (UmpMarkdownView *self);

gboolean       ump_markdown_view_get_has_selection (UmpMarkdownView *self);
void           ump_markdown_view_copy_selection    (UmpMarkdownView *self);
void           ump_markdown_view_select_all        (UmpMarkdownView *self);
void           ump_markdown_view_unselect          (UmpMarkdownView *self);

guint          ump_markdown_view_find              (UmpMarkdownView *self, const char *needle);
gboolean       ump_markdown_view_find_step         (UmpMarkdownView *self, gboolean forward);

G_END_DECLS
