/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "ump-fit-test.h"
#include "ump-test-duel.h"
#include "ump-test-window.h"

typedef struct {
  GtkWidget *window;
  const UmpFit *fit;
  GString *faults;
} Look;

/* Proper names, what users and models said, and what is the same in every language. */
static const char *const same_everywhere[] = {
  "Umpire", "A", "B", "CSV", "JSON", "Scripted service", "Custom", "OpenAI", "Davidson", "Bradley–Terry", UMP_TEST_DUEL_X, UMP_TEST_DUEL_Y,
  UMP_TEST_DUEL_X " · Scripted service", "Falcon", "Meadow", "Claude Sonnet 4.5", "Gemini 2.5 Pro", "GPT-5", "GPT-5 mini", "Mistral Large",
  "Llama-3.3-70B-Instruct-Turbo-with-a-very-long-name-indeed", "qwen3-coder", "Who are you?",
  "Show Text", "Show Password", "Dismiss", /* of libadwaita */
  NULL
};


static gboolean
is_within (GtkWidget *widget, const char *type_name)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget)) {
    if (g_str_equal (G_OBJECT_TYPE_NAME (widget), type_name))
      return TRUE;
  }
  return FALSE;
}


static gboolean
has_letter (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isalpha (*p))
      return TRUE;
  return FALSE;
}


/* The answers are in the language of the model, services of the table and
 * addresses are proper names, keys are GTK's words. */
static gboolean
is_foreign (GtkWidget *widget, const char *text)
{
  return g_strv_contains (same_everywhere, text) || strstr (text, "://") != NULL
         || is_within (widget, "UmpServiceList") || is_within (widget, "UmpMarkdownView") || is_within (widget, "UmpModelChooser")
         || is_within (widget, "AdwAboutWindow") || is_within (widget, "AdwAboutDialog") || is_within (widget, "GtkWindowControls") || gtk_widget_has_css_class (widget, "keys")
         || gtk_widget_get_ancestor (widget, GTK_TYPE_TEXT_VIEW) != NULL;
}


static void
check_words (Look *look, GtkWidget *widget, const char *what, const char *text)
{
  if (look->fit->pseudo && text != NULL && has_letter (text) && strchr (text, '[') == NULL && !is_foreign (widget, text))
    g_string_append_printf (look->faults, "%s: %s not translated: %s\n", look->fit->screen, what, text);
}


/* Names and prompts are as long as whoever gave them wants; toasts, switchers
 * and titles are libadwaita's, which must not cut a long language but may cut
 * a large font. */
static gboolean
may_be_cut (Look *look, GtkWidget *label)
{
  static const char *const cutting[] = { "AdwViewSwitcherButton", "AdwToastWidget", "GtkListView", "UmpStandingTable", "UmpIntervalChart" };

  for (gsize i = 0; i < G_N_ELEMENTS (cutting); i++)
    if (is_within (label, cutting[i]))
      return TRUE;
  return GTK_IS_TEXT (gtk_widget_get_parent (label)) || (is_within (label, "UmpLeftOutWindow") && gtk_widget_has_css_class (label, "title")) ||
         (!look->fit->pseudo && (is_within (label, "AdwWindowTitle") || is_within (label, "AdwEntryRow")));
}


static void
check_label (Look *look, GtkLabel *label)
{
  const char *text = gtk_label_get_text (label);
  PangoLayout *layout = gtk_label_get_layout (label);
  int width, height;

  check_words (look, GTK_WIDGET (label), "text", text);
  pango_layout_get_pixel_size (layout, &width, &height);
  if (pango_layout_is_ellipsized (layout) && !may_be_cut (look, GTK_WIDGET (label)) && (!look->fit->pseudo || strchr (text, '[') != NULL))
    g_string_append_printf (look->faults, "%s: cut off: %s\n", look->fit->screen, text);
  if (gtk_widget_has_css_class (GTK_WIDGET (label), "numeric") && pango_layout_get_line_count (layout) > 1)
    g_string_append_printf (look->faults, "%s: figures torn apart: %s\n", look->fit->screen, text);
  if (width > gtk_widget_get_width (GTK_WIDGET (label)))
    g_string_append_printf (look->faults, "%s: %d pixels for %d: %s\n", look->fit->screen, gtk_widget_get_width (GTK_WIDGET (label)), width, text);
  if (height > gtk_widget_get_height (GTK_WIDGET (label)))
    g_string_append_printf (look->faults, "%s: %d pixels of height for %d: %s\n", look->fit->screen, gtk_widget_get_height (GTK_WIDGET (label)), height, text);
}


static gboolean
scrolls_sideways (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkPolicyType policy;

  if (scrolled == NULL)
    return FALSE;
  gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (scrolled), &policy, NULL);
  return policy != GTK_POLICY_NEVER || scrolls_sideways (gtk_widget_get_parent (scrolled));
}


static void
check_place (Look *look, GtkWidget *widget)
{
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (widget, look->window, &bounds) || is_within (widget, "UmpMarkdownView") || scrolls_sideways (widget))
    return;
  if (bounds.origin.x < -0.5 || bounds.origin.x + bounds.size.width > gtk_widget_get_width (look->window) + 0.5)
    g_string_append_printf (look->faults, "%s: %s from %.0f to %.0f\n", look->fit->screen, G_OBJECT_TYPE_NAME (widget), bounds.origin.x,
                            bounds.origin.x + bounds.size.width);
}


static void
walk (Look *look, GtkWidget *widget)
{
  g_autofree char *name = NULL;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    check_label (look, GTK_LABEL (widget));
  if (GTK_IS_LABEL (widget) || GTK_IS_BUTTON (widget) || GTK_IS_ENTRY (widget))
    check_place (look, widget);
  name = ump_test_get_name (widget);
  if (g_strcmp0 (name, "undefined") != 0)
    check_words (look, widget, "name", name);
  check_words (look, widget, "tooltip", gtk_widget_get_tooltip_text (widget));
  if (GTK_IS_TEXT (widget))
    check_words (look, widget, "placeholder", gtk_text_get_placeholder_text (GTK_TEXT (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    walk (look, child);
}


/* Which widgets are too wide, for whoever has to make them narrower. */
static void
report_wide (Look *look, GtkWidget *widget, int depth)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum <= look->fit->width / 2 || !gtk_widget_get_mapped (widget))
    return;
  g_string_append_printf (look->faults, "%s:%*s %s wants %d pixels\n", look->fit->screen, depth, "", G_OBJECT_TYPE_NAME (widget), minimum);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    report_wide (look, child, depth + 1);
}


/* GTK 4.18 warns of a window whose least height is more than what it takes at
 * some width: whichever has the width of its least, here. */
static gboolean
check_least_height (Look *look, GtkWidget *widget, int depth)
{
  int width;
  int least;
  int height;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, MAX (width, gtk_widget_get_width (widget)), &height, NULL, NULL, NULL);
  if (least <= height || !gtk_widget_get_mapped (widget))
    return FALSE;
  g_string_append_printf (look->faults, "%s:%*s %s takes %d pixels, but at least %d\n", look->fit->screen, depth, "", G_OBJECT_TYPE_NAME (widget), height, least);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    check_least_height (look, child, depth + 1);
  return TRUE;
}


/**
 * ump_fit_test_check:
 * @window: that is seen
 * @fit: what is asked of it
 * @faults: gets a line each
 */
void
ump_fit_test_check (GtkWidget *window, const UmpFit *fit, GString *faults)
{
  Look look = { window, fit, faults };
  int minimum;

  /* A window that is shown does not grow at once with what it holds. */
  gtk_widget_measure (gtk_widget_get_first_child (window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  minimum = MAX (minimum, gtk_widget_get_width (window));
  if (minimum > fit->width) {
    g_string_append_printf (faults, "%s: %d pixels wide\n", fit->screen, minimum);
    report_wide (&look, window, 0);
  }
  if (fit->pseudo && gtk_widget_get_height (window) > fit->height)
    g_string_append_printf (faults, "%s: %d pixels high\n", fit->screen, gtk_widget_get_height (window));
  check_least_height (&look, window, 0);
  check_words (&look, window, "title", gtk_window_get_title (GTK_WINDOW (window)));
  walk (&look, window);
}
