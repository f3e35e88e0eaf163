/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-markdown-frame.h"

struct _UmpMarkdownFrame {
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (UmpMarkdownFrame, ump_markdown_frame, GTK_TYPE_WIDGET)


/* Pieces of something else may stand between its own. */
static gboolean
ump_markdown_frame_contains (GtkWidget *widget, double x, double y)
{
  return FALSE;
}


static void
ump_markdown_frame_class_init (UmpMarkdownFrameClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->contains = ump_markdown_frame_contains;
  gtk_widget_class_set_css_name (widget_class, "markdownframe");
}


static void
ump_markdown_frame_init (UmpMarkdownFrame *self)
{
}


/**
 * ump_markdown_frame_new:
 * @kind: a list or a table
 *
 * Returns: (transfer floating): an empty frame; whoever puts pieces into it
 *   takes them out again and allocates them
 */
GtkWidget *
ump_markdown_frame_new (UmpMarkdownFrameKind kind)
{
  GtkAccessibleRole role = kind == UMP_MARKDOWN_FRAME_TABLE ? GTK_ACCESSIBLE_ROLE_TABLE : GTK_ACCESSIBLE_ROLE_LIST;

  GtkWidget *self = g_object_new (UMP_TYPE_MARKDOWN_FRAME, "accessible-role", role, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  kind == UMP_MARKDOWN_FRAME_TABLE ? C_("accessible name", "Table") : C_("accessible name", "List"), -1);
  return self;
}


/**
 * ump_markdown_frame_is_used:
 * @self: a frame
 *
 * Returns: whether it holds anything but pieces that rest
 */
gboolean
ump_markdown_frame_is_used (UmpMarkdownFrame *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    if (gtk_widget_get_visible (child))
      return TRUE;
  }
  return FALSE;
}
