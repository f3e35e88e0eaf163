/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-markdown-canvas.h"
#include "ump-markdown-view.h"

G_BEGIN_DECLS

/* A view in a window, for the tests of what it shows. */
typedef struct {
  GtkWidget *window;
  UmpMarkdownView *view;
  int frames;
} UmpMarkdownTest;

typedef struct {
  const char *name;
  void (*function) (UmpMarkdownTest *fixture, gconstpointer data);
} UmpMarkdownTestCase;

void               ump_markdown_test_settle     (UmpMarkdownTest *fixture);
void               ump_markdown_test_set_text   (UmpMarkdownTest *fixture, const char *text, gboolean complete);
char              *ump_markdown_test_repeat     (const char *unit, guint times);
GtkWidget         *ump_markdown_test_find_text  (GtkWidget *widget, const char *text);
GtkWidget         *ump_markdown_test_find_type  (GtkWidget *widget, GType type);
UmpMarkdownCanvas *ump_markdown_test_get_canvas (UmpMarkdownTest *fixture);
void               ump_markdown_test_add        (const UmpMarkdownTestCase *tests, guint n);

G_END_DECLS
