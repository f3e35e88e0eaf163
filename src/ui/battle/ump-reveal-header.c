/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-reveal-header.h"
#include "ump-reveal-text.h"
#include "ump-wrap-layout.h"

/**
 * UmpRevealHeader:
 *
 * What is said of one side after the reveal, below its name: figures, whether
 * it gave itself away and where, what the service said, what it thought aloud.
 * It is made at the reveal, so that there is nothing to find before.
 */
struct _UmpRevealHeader {
  GtkWidget parent_instance;
  GtkWidget *content;
  GtkBox *facts;
  GtkBox *marks;
  GtkWidget *reasoning_expander;
  GtkTextView *reasoning_view;
};

G_DEFINE_FINAL_TYPE (UmpRevealHeader, ump_reveal_header, GTK_TYPE_WIDGET)

/* A side that repeats its name all over says no more than one that does so
 * this often. */
#define MAX_MARKS 3


static void
add_fact (UmpRevealHeader *self, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "chip");
  gtk_box_append (self->facts, label);
}


static void
add_mark (UmpRevealHeader *self, const char *icon_name, const char *text, const char *style)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (box, "mark");
  if (style != NULL)
    gtk_widget_add_css_class (box, style);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (self->marks, box);
  gtk_widget_set_visible (GTK_WIDGET (self->marks), TRUE);
}


/* Two names near each other are in the same words of the answer. */
static void
add_leaks (UmpRevealHeader *self, const UmpSideReveal *side, UmpBattle *battle)
{
  g_autoptr (GPtrArray) said = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; side->leaks != NULL && i < side->leaks->len && said->len < MAX_MARKS; i++) {
    const UmpLeak *leak = g_ptr_array_index (side->leaks, i);
    const char *answer = NULL;
    gsize length = 0;
    g_autofree char *text = NULL;

    if (leak->turn < ump_battle_get_n_turns (battle))
      answer = ump_battle_get_text (battle, leak->turn, leak->side, &length);
    text = ump_reveal_text_leak (leak, answer, length);
    if (text == NULL || g_ptr_array_find_with_equal_func (said, text, g_str_equal, NULL))
      continue;
    add_mark (self, "dialog-warning-symbolic", text, "warning");
    g_ptr_array_add (said, g_steal_pointer (&text));
  }
}


static void
ump_reveal_header_dispose (GObject *object)
{
  UmpRevealHeader *self = UMP_REVEAL_HEADER (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (ump_reveal_header_parent_class)->dispose (object);
}


static void
ump_reveal_header_class_init (UmpRevealHeaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_reveal_header_dispose;

  g_type_ensure (UMP_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/ump-reveal-header.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpRevealHeader, content);
  gtk_widget_class_bind_template_child (widget_class, UmpRevealHeader, facts);
  gtk_widget_class_bind_template_child (widget_class, UmpRevealHeader, marks);
  gtk_widget_class_bind_template_child (widget_class, UmpRevealHeader, reasoning_expander);
  gtk_widget_class_bind_template_child (widget_class, UmpRevealHeader, reasoning_view);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}


static void
ump_reveal_header_init (UmpRevealHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}


/**
 * ump_reveal_header_new:
 *
 * Returns: an empty one
 */
GtkWidget *
ump_reveal_header_new (void)
{
  return g_object_new (UMP_TYPE_REVEAL_HEADER, NULL);
}


/**
 * ump_reveal_header_set_side:
 * @self: an empty header
 * @side: who it was and how it did
 * @battle: the battle, for the answers that marks quote
 */
void
ump_reveal_header_set_side (UmpRevealHeader *self, const UmpSideReveal *side, UmpBattle *battle)
{
  g_auto (GStrv) facts = ump_reveal_text_facts (side);

  g_return_if_fail (UMP_IS_REVEAL_HEADER (self));
  for (guint i = 0; facts[i] != NULL; i++)
    add_fact (self, facts[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), facts[0] != NULL);

  /* Of a sealed contender everything that could name it stays hidden. */
  if (side->contender->sealed)
    return;
  add_leaks (self, side, battle);
  if (side->error != NULL)
    add_mark (self, "dialog-error-symbolic", side->error, "error");
  if (side->notes != NULL && *side->notes != '\0')
    add_mark (self, "dialog-information-symbolic", side->notes, NULL);
  if (side->reasoning != NULL && *side->reasoning != '\0') {
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->reasoning_view), side->reasoning, -1);
    gtk_widget_set_visible (self->reasoning_expander, TRUE);
  }
}
