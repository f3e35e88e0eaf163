/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ump-prompt-strip.h"
#include "ump-wrap-scroller.h"

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
/* What fits into two lines however narrow the strip is keeps no room for the button. */
#define SHORT_BYTES 40


/* A label counts its lines paragraph by paragraph, so what is to be shown in
 * two of them has to be one paragraph. */
static char *
join_lines (const char *prompt)
{
  GString *joined = g_string_new (NULL);
  gboolean blank = FALSE;
  const char *next;

  for (next = prompt; *next != '\0' && joined->len < MAX_SHORT_BYTES; next = g_utf8_next_char (next)) {
    gunichar character = g_utf8_get_char (next);

    if (g_unichar_isspace (character)) {
      blank = joined->len > 0;
      continue;
    }
    if (blank)
      g_string_append_c (joined, ' ');
    g_string_append_unichar (joined, character);
    blank = FALSE;
  }
  if (*next != '\0')
    g_string_append (joined, "…");
  return g_string_free (joined, FALSE);
}


static char *
shorten (const char *prompt)
{
  g_autofree char *start = NULL;

  if (strlen (prompt) <= MAX_WHOLE_BYTES)
    return g_strdup (prompt);
  start = g_strndup (prompt, g_utf8_find_prev_char (prompt, prompt + MAX_WHOLE_BYTES) - prompt);
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


/* Only the allocated label knows whether it had to cut. The button keeps its
 * room, so that showing it does not change what is cut. */
static void
ump_prompt_strip_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  UmpPromptStrip *self = UMP_PROMPT_STRIP (widget);
  gboolean more = gtk_toggle_button_get_active (self->more_button);

  gtk_widget_allocate (self->content, width, height, baseline, NULL);
  gtk_widget_set_child_visible (GTK_WIDGET (self->more_button), more || pango_layout_is_ellipsized (gtk_label_get_layout (self->prompt)));
}


static void
ump_prompt_strip_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (UMP_PROMPT_STRIP (widget)->content, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
}


static GtkSizeRequestMode
ump_prompt_strip_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
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
  widget_class->size_allocate = ump_prompt_strip_size_allocate;
  widget_class->measure = ump_prompt_strip_measure;
  widget_class->get_request_mode = ump_prompt_strip_get_request_mode;

  signals[SIGNAL_TURN] = g_signal_new ("turn", UMP_TYPE_PROMPT_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  g_type_ensure (UMP_TYPE_WRAP_SCROLLER);
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
  gtk_widget_class_set_css_name (widget_class, "promptstrip");
}


static void
ump_prompt_strip_init (UmpPromptStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
  shown = join_lines (prompt);
  whole = shorten (prompt);
  /* Translators: which turn of the conversation is shown, out of how many */
  label = g_strdup_printf (_("Turn %u of %u"), turn + 1, n_turns);
  self->turn = turn;
  gtk_toggle_button_set_active (self->more_button, FALSE);
  gtk_label_set_label (self->prompt, shown);
  gtk_label_set_label (self->whole, whole);
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), strlen (shown) > SHORT_BYTES);
  gtk_label_set_label (self->turn_label, label);
  gtk_widget_set_visible (self->turn_box, n_turns > 1);
  gtk_widget_set_sensitive (self->previous_button, turn > 0);
  gtk_widget_set_sensitive (self->next_button, turn + 1 < n_turns);
}
