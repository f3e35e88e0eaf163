/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ump-markdown-view-private.h"

/* What keys, buttons and the menu of the view do. */


void
ump_markdown_view_set_clipboard (UmpMarkdownView *self, const char *plain, const char *markdown)
{
  GdkContentProvider *providers[3];
  g_autoptr (GdkContentProvider) both = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (markdown, strlen (markdown));

  providers[0] = gdk_content_provider_new_typed (G_TYPE_STRING, plain);
  providers[1] = gdk_content_provider_new_for_bytes ("text/markdown;charset=utf-8", bytes);
  providers[2] = gdk_content_provider_new_for_bytes ("text/markdown", bytes);
  both = gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), both);
}


static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ump_markdown_view_copy_selection (UMP_MARKDOWN_VIEW (widget));
}


static void
copy_markdown_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UmpMarkdownView *self = UMP_MARKDOWN_VIEW (widget);
  UmpMdPlace start, end;
  g_autofree char *text = NULL;

  ump_markdown_view_flush (self);
  if (ump_markdown_marks_get_selection (self->marks, &start, &end))
    text = ump_md_write_markdown (ump_md_document_get_blocks (self->document), start, end);
  else
    text = ump_markdown_view_get_markdown (self);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}


static void
copy_answer_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UmpMarkdownView *self = UMP_MARKDOWN_VIEW (widget);
  g_autofree char *plain = ump_markdown_view_get_plain_text (self);
  g_autofree char *markdown = ump_markdown_view_get_markdown (self);

  ump_markdown_view_set_clipboard (self, plain, markdown);
}


static void
copy_code_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UmpMarkdownView *self = UMP_MARKDOWN_VIEW (widget);
  GPtrArray *blocks = ump_md_document_get_blocks (self->document);
  guint index = g_variant_get_uint32 (parameter);

  if (index < blocks->len)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), ((UmpMdBlock *) g_ptr_array_index (blocks, index))->text);
}


static void
show_more_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UmpMarkdownView *self = UMP_MARKDOWN_VIEW (widget);

  ump_markdown_canvas_show_more (UMP_MARKDOWN_CANVAS (self->canvas), g_variant_get_uint32 (parameter));
}


static void
open_link_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit_by_name (widget, "activate-link", g_variant_get_string (parameter, NULL));
}


static void
select_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ump_markdown_view_select_all (UMP_MARKDOWN_VIEW (widget));
}


static void
scroll_to_end_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ump_markdown_view_scroll_to_end (UMP_MARKDOWN_VIEW (widget));
}


static void
menu_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  UmpMarkdownView *self = UMP_MARKDOWN_VIEW (widget);

  gtk_widget_action_set_enabled (widget, "markdown.copy", ump_markdown_view_get_has_selection (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { gtk_widget_get_width (widget) / 2, 40, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}


static void
secondary_cb (GtkGestureClick *gesture, int presses, double x, double y, UmpMarkdownView *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "markdown.copy", ump_markdown_view_get_has_selection (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}


void
ump_markdown_view_add_menu (UmpMarkdownView *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) all = g_menu_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_menu_append (menu, _("_Copy"), "markdown.copy");
  g_menu_append (menu, _("Copy as _Markdown"), "markdown.copy-markdown");
  g_menu_append (all, _("Copy _Answer"), "markdown.copy-answer");
  g_menu_append (all, _("Select _All"), "markdown.select-all");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (all));
  self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (secondary_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}


/**
 * ump_markdown_view_install_actions:
 * @widget_class: the class of the view
 *
 * Installs the actions markdown.* and their keys.
 */
void
ump_markdown_view_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "markdown.copy", NULL, copy_cb);
  gtk_widget_class_install_action (widget_class, "markdown.copy-markdown", NULL, copy_markdown_cb);
  gtk_widget_class_install_action (widget_class, "markdown.copy-answer", NULL, copy_answer_cb);
  gtk_widget_class_install_action (widget_class, "markdown.copy-code", "u", copy_code_cb);
  gtk_widget_class_install_action (widget_class, "markdown.show-more", "u", show_more_cb);
  gtk_widget_class_install_action (widget_class, "markdown.open-link", "s", open_link_cb);
  gtk_widget_class_install_action (widget_class, "markdown.select-all", NULL, select_all_cb);
  gtk_widget_class_install_action (widget_class, "markdown.scroll-to-end", NULL, scroll_to_end_cb);
  gtk_widget_class_install_action (widget_class, "markdown.menu", NULL, menu_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "markdown.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Insert, GDK_CONTROL_MASK, "markdown.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, "markdown.select-all", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "markdown.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "markdown.menu", NULL);
}
