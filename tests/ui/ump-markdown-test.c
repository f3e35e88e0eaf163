/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-markdown-piece.h"
#include "ump-markdown-test.h"
#include "ump-test.h"


static gboolean
count_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  UmpMarkdownTest *fixture = user_data;

  fixture->frames--;
  return G_SOURCE_CONTINUE;
}


static gboolean
has_drawn (gpointer user_data)
{
  UmpMarkdownTest *fixture = user_data;

  return fixture->frames <= 0;
}


/* Lets some frames go by, in which parsing and layout come to rest. */
void
ump_markdown_test_settle (UmpMarkdownTest *fixture)
{
  fixture->frames = 8;
  ump_test_wait_until (has_drawn, fixture, 20);
}


static void
set_up (UmpMarkdownTest *fixture, gconstpointer data)
{
  fixture->window = adw_window_new ();
  fixture->view = UMP_MARKDOWN_VIEW (ump_markdown_view_new ());
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 480, 400);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_widget_add_tick_callback (GTK_WIDGET (fixture->view), count_frame_cb, fixture, NULL);
  ump_markdown_test_settle (fixture);
}


static void
tear_down (UmpMarkdownTest *fixture, gconstpointer data)
{
  gpointer view = fixture->view;

  g_object_add_weak_pointer (G_OBJECT (fixture->view), &view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (view != NULL)
    g_main_context_iteration (NULL, TRUE);
}


void
ump_markdown_test_set_text (UmpMarkdownTest *fixture, const char *text, gboolean complete)
{
  ump_markdown_view_set_text (fixture->view, text, -1, complete);
  ump_markdown_test_settle (fixture);
}


char *
ump_markdown_test_repeat (const char *unit, guint times)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < times; i++)
    g_string_append (text, unit);
  return g_string_free (text, FALSE);
}


/* First label below @widget that contains this text; a piece that rests does not count. */
GtkWidget *
ump_markdown_test_find_text (GtkWidget *widget, const char *text)
{
  const char *shown = NULL;

  if (UMP_IS_MARKDOWN_PIECE (widget) && !gtk_widget_get_visible (widget))
    return NULL;
  if (GTK_IS_LABEL (widget))
    shown = gtk_label_get_text (GTK_LABEL (widget));
  else if (GTK_IS_INSCRIPTION (widget))
    shown = gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  if (shown != NULL && strstr (shown, text) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = ump_markdown_test_find_text (child, text);

    if (found != NULL)
      return found;
  }
  return NULL;
}


GtkWidget *
ump_markdown_test_find_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = ump_markdown_test_find_type (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}


UmpMarkdownCanvas *
ump_markdown_test_get_canvas (UmpMarkdownTest *fixture)
{
  return UMP_MARKDOWN_CANVAS (ump_markdown_test_find_type (GTK_WIDGET (fixture->view), UMP_TYPE_MARKDOWN_CANVAS));
}


void
ump_markdown_test_add (const UmpMarkdownTestCase *tests, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *path = g_strconcat ("/markdown-view/", tests[i].name, NULL);

    g_test_add (path, UmpMarkdownTest, NULL, set_up, tests[i].function, tear_down);
  }
}
