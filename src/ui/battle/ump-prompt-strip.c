/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ump-prompt-strip.h"

/**
 * UmpPromptStrip:
 *
 * The prompt of the turn that is shown, above both panes, and the way to the
 * other turns. Emits "turn" (uint) when the user asks for another one.
 */
struct _UmpPromptStrip {
  GtkWidget parent_instance;
  GtkWidget *content;
  GtkWidget *turn_box;
  GtkWidget *previous_button;
  GtkLabel *turn_label;
  GtkWidget *next_button;
  GtkLabel *prompt;
  GtkWidget *whole_scroller;
  GtkLabel *whole;
  GtkToggleButton *more_button;
  guint turn;
};

G_DEFINE_FINAL_TYPE (UmpPromptStrip, ump_prompt_strip, GTK_TYPE_WIDGET)

enum {
  SIGNAL_TURN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A label lays all of its text out at once: two lines hold less than this … */
#define MAX_SHORT_BYTES 1000
/* … and whoever wants to read more than this has it in *Copy Prompt*. */
#define MAX_WHOLE_BYTES 16000
/* A shorter prompt of one or two lines needs no button. */
#define SHORT_BYTES 90


static char *
shorten (const char *prompt, gsize max_bytes)
{
  g_autofree char *start = NULL;

  if (strlen (prompt) <= max_bytes)
    return g_strdup (prompt);
  start = g_strndup (prompt, g_utf8_find_prev_char (prompt, prompt + max_bytes) - prompt);
  return g_strconcat (start, "…", NULL);
}


static void
previous_cb (UmpPromptStrip *self)
{
  if (self->turn > 0)
    g_signal_emit (self, signals[SIGNAL_TURN], 0, self->turn - 1);
}


static void
next_cb (UmpPromptStrip *self)
{
  g_signal_emit (self, signals[SIGNAL_TURN], 0, self->turn + 1);
}


static void
more_cb (UmpPromptStrip *self)
{
  gboolean more = gtk_toggle_button_get_active (self->more_button);

  gtk_widget_set_visible (GTK_WIDGET (self->prompt), !more);
  gtk_widget_set_visible (self->whole_scroller, more);
}


static void
ump_prompt_strip_dispose (GObject *object)
{
  UmpPromptStrip *self = UMP_PROMPT_STRIP (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (ump_prompt_strip_parent_class)->dispose (object);
}


static void
ump_prompt_strip_class_init (UmpPromptStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_prompt_strip_dispose;

  signals[SIGNAL_TURN] = g_signal_new ("turn", UMP_TYPE_PROMPT_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/ump-prompt-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpPromptStrip, content);
  gtk_widget_class_bind_template_child (widget_class, UmpPromptStrip, turn_box);
  gtk_widget_class_bind_template_child (widget_class, UmpPromptStrip, previous_button);
  gtk_widget_class_bind_template_child (widget_class, UmpPromptStrip, turn_label);
  gtk_widget_class_bind_template_child (widget_class, UmpPromptStrip, next_button);
  gtk_widget_class_bind_template_child (widget_class, UmpPromptStrip, prompt);
  gtk_widget_class_bind_template_child (widget_class, UmpPromptStrip, whole_scroller);
  gtk_widget_class_bind_template_child (widget_class, UmpPromptStrip, whole);
  gtk_widget_class_bind_template_child (widget_class, UmpPromptStrip, more_button);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "promptstrip");
}


static void
ump_prompt_strip_init (UmpPromptStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}


/**
 * ump_prompt_strip_new:
 *
 * Returns: an empty strip
 */
GtkWidget *
ump_prompt_strip_new (void)
{
  return g_object_new (UMP_TYPE_PROMPT_STRIP, NULL);
}


/**
 * ump_prompt_strip_set_turn:
 * @self: a strip
 * @turn: the turn that is shown, from 0
 * @n_turns: how many there are
 * @prompt: what the user asked in it
 */
void
ump_prompt_strip_set_turn (UmpPromptStrip *self, guint turn, guint n_turns, const char *prompt)
{
  g_autofree char *shown = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *label = NULL;

  g_return_if_fail (UMP_IS_PROMPT_STRIP (self));
  shown = shorten (prompt, MAX_SHORT_BYTES);
  whole = shorten (prompt, MAX_WHOLE_BYTES);
  /* Translators: which turn of the conversation is shown, out of how many */
  label = g_strdup_printf (_("Turn %u of %u"), turn + 1, n_turns);
  self->turn = turn;
  gtk_toggle_button_set_active (self->more_button, FALSE);
  gtk_label_set_label (self->prompt, shown);
  gtk_label_set_label (self->whole, whole);
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), strlen (shown) > SHORT_BYTES || strchr (shown, '\n') != NULL);
  gtk_label_set_label (self->turn_label, label);
  gtk_widget_set_visible (self->turn_box, n_turns > 1);
  gtk_widget_set_sensitive (self->previous_button, turn > 0);
  gtk_widget_set_sensitive (self->next_button, turn + 1 < n_turns);
}
