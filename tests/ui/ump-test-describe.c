/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-markdown-piece.h"
#include "ump-markdown-view.h"
#include "ump-test-window.h"

/* What can be read of a window, by eye, by pointer and by a screen reader. */


static void
describe_property (GtkWidget *widget, GtkAccessibleProperty property, const char *title, GString *out)
{
  g_autofree char *value = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), property, "\001");

  if (value != NULL && !g_str_equal (value, "undefined"))
    g_string_append_printf (out, " %s=%s", title, value);
}


static void
describe_widget (GtkWidget *widget, int depth, GString *out)
{
  g_auto (GStrv) classes = gtk_widget_get_css_classes (widget);
  /* Of what was never shown, AdwClamp's class depends on when it was measured. */
  g_autofree char *joined = gtk_widget_get_mapped (widget) ? g_strjoinv (".", classes) : g_strdup ("");
  const char *tooltip = gtk_widget_get_tooltip_markup (widget);

  /* Nobody can read a piece that rests, and how many do is a matter of time. */
  if (UMP_IS_MARKDOWN_PIECE (widget) && !gtk_widget_get_visible (widget))
    return;
  g_string_append_printf (out, "%*s%s name=%s classes=%s role=%d sensitive=%d shown=%d", depth, "",
                          G_OBJECT_TYPE_NAME (widget), gtk_widget_get_name (widget), joined,
                          gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)),
                          gtk_widget_get_sensitive (widget), gtk_widget_get_mapped (widget));
  if (tooltip != NULL)
    g_string_append_printf (out, " tooltip=%s", tooltip);
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (out, " label=%s", gtk_label_get_label (GTK_LABEL (widget)));
  if (GTK_IS_EDITABLE (widget))
    g_string_append_printf (out, " text=%s", gtk_editable_get_text (GTK_EDITABLE (widget)));
  if (GTK_IS_TEXT_VIEW (widget)) {
    GtkTextIter start, end;
    g_autofree char *text = NULL;

    gtk_text_buffer_get_bounds (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), &start, &end);
    text = gtk_text_iter_get_text (&start, &end);
    g_string_append_printf (out, " text=%s", text);
  }
  if (UMP_IS_MARKDOWN_VIEW (widget)) {
    g_autofree char *text = ump_markdown_view_get_markdown (UMP_MARKDOWN_VIEW (widget));

    g_string_append_printf (out, " text=%s", text);
  }
  describe_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, "a11y-label", out);
  describe_property (widget, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "a11y-description", out);
  describe_property (widget, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "a11y-value", out);
  describe_property (widget, GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER, "a11y-placeholder", out);
  describe_property (widget, GTK_ACCESSIBLE_PROPERTY_ROLE_DESCRIPTION, "a11y-role", out);
  g_string_append_c (out, '\n');
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    describe_widget (child, depth + 1, out);
}


static int
compare_names (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}


static void
describe_actions (GActionGroup *group, GString *out)
{
  g_auto (GStrv) names = g_action_group_list_actions (group);

  /* A hash table lists them in any order. */
  qsort (names, g_strv_length (names), sizeof (char *), compare_names);
  for (guint i = 0; names[i] != NULL; i++) {
    g_autoptr (GVariant) state = g_action_group_get_action_state (group, names[i]);
    g_autofree char *printed = state != NULL ? g_variant_print (state, TRUE) : NULL;

    g_string_append_printf (out, "action %s enabled=%d state=%s\n", names[i],
                            g_action_group_get_action_enabled (group, names[i]), printed != NULL ? printed : "");
  }
}


/**
 * ump_test_window_describe_at_rest:
 * @self: with a window
 *
 * Returns: (transfer full): ump_test_window_describe() when some frames in a
 *   row changed nothing any more
 */
char *
ump_test_window_describe_at_rest (UmpTestWindow *self)
{
  g_autofree char *last = NULL;
  guint n_same = 0;

  for (int i = 0; i < 100 && n_same < 4; i++) {
    g_autofree char *now = NULL;

    ump_test_window_settle (self);
    now = ump_test_window_describe (self);
    n_same = g_strcmp0 (now, last) == 0 ? n_same + 1 : 0;
    g_free (last);
    last = g_steal_pointer (&now);
  }
  g_assert_cmpuint (n_same, ==, 4);
  return g_steal_pointer (&last);
}


/**
 * ump_test_window_describe:
 * @self: with a window
 *
 * Returns: (transfer full): everything that can be read of the window: every
 *   widget with its name, style classes, tooltip, text and what a screen reader
 *   is told; the window's title; every action's state; every setting
 */
char *
ump_test_window_describe (UmpTestWindow *self)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_string_append_printf (out, "title %s\n", gtk_window_get_title (GTK_WINDOW (self->window)));
  describe_widget (GTK_WIDGET (self->window), 0, out);
  describe_actions (ump_test_window_get_actions (self), out);
  describe_actions (G_ACTION_GROUP (self->window), out);
  describe_actions (G_ACTION_GROUP (self->application), out);
  g_object_get (self->settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  qsort (keys, g_strv_length (keys), sizeof (char *), compare_names);
  for (guint i = 0; keys[i] != NULL; i++) {
    g_autoptr (GVariant) value = g_settings_get_value (self->settings, keys[i]);
    g_autofree char *printed = g_variant_print (value, TRUE);

    g_string_append_printf (out, "setting %s %s\n", keys[i], printed);
  }
  return g_string_free (out, FALSE);
}


static gboolean
needs_name (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  /* The menu button has the name; the toggle inside it is its drawing. */
  if (gtk_widget_get_parent (widget) != NULL && GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget)))
    return FALSE;
  /* libadwaita's own; the newest names its close button by other means than the label, as AT-SPI shows. */
  if (gtk_widget_get_parent (widget) != NULL && g_str_equal (G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)), "AdwToastWidget"))
    return FALSE;
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_TEXT_VIEW (widget) || GTK_IS_SEARCH_ENTRY (widget) ||
         GTK_IS_EXPANDER (widget) || GTK_IS_SWITCH (widget);
}


static void
assert_named (GtkWidget *widget)
{
  if (needs_name (widget)) {
    g_autofree char *name = ump_test_get_name (widget);
    g_autofree char *labelled = gtk_test_accessible_check_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY, NULL);

    if ((name == NULL || *name == '\0' || g_str_equal (name, "undefined")) && labelled == NULL)
      g_error ("%s in %s has no name", G_OBJECT_TYPE_NAME (widget), G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    assert_named (child);
}


/**
 * ump_test_window_assert_named:
 * @self: with a window
 *
 * Fails on a control that is shown and has no name for a screen reader.
 */
void
ump_test_window_assert_named (UmpTestWindow *self)
{
  assert_named (GTK_WIDGET (self->window));
}
