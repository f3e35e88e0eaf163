/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-composer.h"

/* What the button beside the text does. */
typedef enum {
  MODE_SEND,
  MODE_STOP, /* answers are coming in; typing goes on, sending waits */
  MODE_BUSY,
} Mode;

/**
 * UmpComposer:
 *
 * Where a prompt is written. Enter sends, Shift+Enter breaks the line, and an
 * input method sees every key first. Emits "send" with nothing, and only for a
 * prompt that can be sent; "changed" whenever the text changes. It never
 * clears the text by itself.
 */
struct _UmpComposer {
  GtkWidget parent_instance;
  GtkWidget *content;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkLabel *counter;
  GtkLabel *hint;
  GtkLabel *placeholder;
  GtkStack *buttons;
  GtkWidget *send_button;
  GtkSpinner *spinner;
  Mode mode;
  UmpDuelStatus status;
};

G_DEFINE_FINAL_TYPE (UmpComposer, ump_composer, GTK_TYPE_WIDGET)

enum {
  SIGNAL_SEND,
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* From here on the length is of interest. */
#define COUNTER_FROM 10000


static void
update_counter (UmpComposer *self)
{
  int n_characters = gtk_text_buffer_get_char_count (self->buffer);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->counter), n_characters >= COUNTER_FROM);
  if (n_characters < COUNTER_FROM)
    return;
  text = g_strdup_printf (ngettext ("%'d character", "%'d characters", n_characters), n_characters);
  gtk_label_set_label (self->counter, text);
}


/* Cheap for any length: stops at the first character that is no blank. */
static gboolean
is_blank (GtkTextBuffer *buffer)
{
  GtkTextIter iter;

  gtk_text_buffer_get_start_iter (buffer, &iter);
  while (!gtk_text_iter_is_end (&iter)) {
    if (!g_unichar_isspace (gtk_text_iter_get_char (&iter)))
      return FALSE;
    gtk_text_iter_forward_char (&iter);
  }
  return TRUE;
}


static void
try_send (UmpComposer *self)
{
  int n_characters = gtk_text_buffer_get_char_count (self->buffer);

  if (self->mode != MODE_SEND)
    return;
  if (is_blank (self->buffer)) {
    ump_composer_set_hint (self, _("Write a question first: there is nothing to send yet."));
    return;
  }
  if (n_characters > UMP_COMPOSER_MAX_CHARACTERS) {
    /* Translators: both numbers are far above 1. */
    g_autofree char *hint = g_strdup_printf (_("This prompt has %'d characters; at most %'d can be sent. Nothing was sent."),
                                             n_characters, UMP_COMPOSER_MAX_CHARACTERS);

    ump_composer_set_hint (self, hint);
    return;
  }
  ump_composer_set_hint (self, NULL);
  g_signal_emit (self, signals[SIGNAL_SEND], 0);
}


static void
set_mode (UmpComposer *self, Mode mode)
{
  static const char *const names[] = { "send", "stop", "busy" };

  self->mode = mode;
  gtk_stack_set_visible_child_name (self->buttons, names[mode]);
  gtk_spinner_set_spinning (self->spinner, mode == MODE_BUSY);
  gtk_text_view_set_editable (self->view, mode != MODE_BUSY);
}


static void
changed_cb (UmpComposer *self)
{
  gtk_widget_set_sensitive (self->send_button, !is_blank (self->buffer));
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), gtk_text_buffer_get_char_count (self->buffer) == 0);
  update_counter (self);
  ump_composer_set_hint (self, NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}


static void
send_cb (UmpComposer *self)
{
  try_send (self);
}


static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, UmpComposer *self)
{
  GdkEvent *event;

  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;
  if ((state & (GDK_SHIFT_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  /* An input method takes Enter to confirm what is being composed. */
  event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  if (event != NULL && gtk_text_view_im_context_filter_keypress (self->view, event))
    return GDK_EVENT_STOP;
  try_send (self);
  return GDK_EVENT_STOP;
}


static void
preedit_changed_cb (GtkTextView *view, const char *preedit, UmpComposer *self)
{
  gboolean empty = gtk_text_buffer_get_char_count (self->buffer) == 0;

  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), empty && (preedit == NULL || *preedit == '\0'));
}


static gboolean
ump_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (UMP_COMPOSER (widget)->view));
}


/* The default would grab the focus again on its way back out, since grabbing
 * goes to the text. */
static gboolean
ump_composer_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (UMP_COMPOSER (widget)->content, direction);
}


static void
ump_composer_dispose (GObject *object)
{
  UmpComposer *self = UMP_COMPOSER (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (ump_composer_parent_class)->dispose (object);
}


static void
ump_composer_class_init (UmpComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_composer_dispose;
  widget_class->grab_focus = ump_composer_grab_focus;
  widget_class->focus = ump_composer_focus;

  signals[SIGNAL_SEND] = g_signal_new ("send", UMP_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", UMP_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/ump-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpComposer, content);
  gtk_widget_class_bind_template_child (widget_class, UmpComposer, view);
  gtk_widget_class_bind_template_child (widget_class, UmpComposer, buffer);
  gtk_widget_class_bind_template_child (widget_class, UmpComposer, counter);
  gtk_widget_class_bind_template_child (widget_class, UmpComposer, hint);
  gtk_widget_class_bind_template_child (widget_class, UmpComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, UmpComposer, buttons);
  gtk_widget_class_bind_template_child (widget_class, UmpComposer, send_button);
  gtk_widget_class_bind_template_child (widget_class, UmpComposer, spinner);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "umpcomposer");
}


static void
ump_composer_init (UmpComposer *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  /* A placeholder of two lines makes room for both. */
  gtk_overlay_set_measure_overlay (GTK_OVERLAY (gtk_widget_get_parent (GTK_WIDGET (self->placeholder))), GTK_WIDGET (self->placeholder), TRUE);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
  g_signal_connect (self->view, "preedit-changed", G_CALLBACK (preedit_changed_cb), self);
}


/**
 * ump_composer_dup_text:
 * @self: a composer
 *
 * Returns: (transfer full): the text as it stands
 */
char *
ump_composer_dup_text (UmpComposer *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (UMP_IS_COMPOSER (self), NULL);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}


/**
 * ump_composer_set_text:
 * @self: a composer
 * @text: replaces what is there; undo brings that back
 */
void
ump_composer_set_text (UmpComposer *self, const char *text)
{
  GtkTextIter start, end;

  g_return_if_fail (UMP_IS_COMPOSER (self));
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, text, -1);
  gtk_text_buffer_end_user_action (self->buffer);
}


/**
 * ump_composer_is_empty:
 * @self: a composer
 *
 * Returns: whether there is no text at all
 */
gboolean
ump_composer_is_empty (UmpComposer *self)
{
  g_return_val_if_fail (UMP_IS_COMPOSER (self), TRUE);
  return gtk_text_buffer_get_char_count (self->buffer) == 0;
}


/**
 * ump_composer_set_status:
 * @self: a composer
 * @status: of the duel; revealed where there is none
 * @sending: a prompt is on its way; it is kept, and as it is, until it has begun
 *
 * Makes the button and the placeholder say what can be done.
 */
void
ump_composer_set_status (UmpComposer *self, UmpDuelStatus status, gboolean sending)
{
  const char *placeholder = _("Ask both models anything…");

  g_return_if_fail (UMP_IS_COMPOSER (self));
  if (status != self->status)
    ump_composer_set_hint (self, NULL);
  self->status = status;
  switch (status) {
    case UMP_DUEL_ANSWERING:
    case UMP_DUEL_STALLED:
      set_mode (self, sending ? MODE_BUSY : MODE_STOP);
      placeholder = _("Follow up when both are done");
      break;
    case UMP_DUEL_READY:
      set_mode (self, sending ? MODE_BUSY : MODE_SEND);
      placeholder = _("Follow up with both, or vote");
      break;
    case UMP_DUEL_FAILED:
    case UMP_DUEL_STOPPED:
      set_mode (self, sending ? MODE_BUSY : MODE_SEND);
      placeholder = _("Retry what is incomplete to follow up");
      break;
    case UMP_DUEL_SAVING:
    case UMP_DUEL_REVEALED:
    default:
      set_mode (self, sending ? MODE_BUSY : MODE_SEND);
      break;
  }
  gtk_label_set_label (self->placeholder, placeholder);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER, placeholder, -1);
}


/**
 * ump_composer_set_hint:
 * @self: a composer
 * @hint: (nullable): a sentence under the text, until the text or the status changes
 */
void
ump_composer_set_hint (UmpComposer *self, const char *hint)
{
  g_return_if_fail (UMP_IS_COMPOSER (self));
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
  gtk_label_set_label (self->hint, hint != NULL ? hint : "");
}
