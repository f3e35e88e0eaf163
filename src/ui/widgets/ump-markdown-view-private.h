/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-markdown-selector.h"
#include "ump-markdown-view.h"

G_BEGIN_DECLS

struct _UmpMarkdownView {
  GtkWidget parent_instance;

  GtkWidget *overlay;
  GtkWidget *scroller;
  GtkWidget *canvas;
  GtkWidget *new_text;
  gboolean other_text;
  GtkWidget *menu;

  UmpMdDocument *document;
  UmpMarkdownMarks *marks;
  UmpMarkdownSelector *selector;
  UmpMarkdownStyle style;

  gboolean warm;
  gboolean pending;
  gboolean complete;
  gboolean last_shown;
  gboolean compared;
  gint64 rest_until;
  guint tick;
  guint hits;
};

void ump_markdown_view_flush           (UmpMarkdownView *self);
void ump_markdown_view_set_clipboard   (UmpMarkdownView *self, const char *plain, const char *markdown);
void ump_markdown_view_install_actions (GtkWidgetClass *widget_class);
void ump_markdown_view_add_menu        (UmpMarkdownView *self);

G_END_DECLS
