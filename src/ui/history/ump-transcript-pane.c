/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-figures.h"
#include "ump-markdown-view.h"
#include "ump-transcript-pane.h"

struct _UmpTranscriptPane {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *title;
  GtkWidget *mark;
  GtkWidget *facts;
  GtkWidget *notes;
  UmpMarkdownView *view;

  UmpSide side;
};

G_DEFINE_FINAL_TYPE (UmpTranscriptPane, ump_transcript_pane, GTK_TYPE_WIDGET)

enum {
  SIGNAL_ACTIVATE_LINK,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];


static const char *
get_letter (UmpSide side)
{
  return side == UMP_SIDE_A ? C_("side", "A") : C_("side", "B");
}


static void
append (GPtrArray *parts, char *part)
{
  if (part != NULL)
    g_ptr_array_add (parts, part);
}


/* What the answer took, as one line; nothing of it while the battle is blind. */
static char *
describe_facts (const UmpContender *contender, const UmpResponseRecord *response)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (contender->sealed)
    append (parts, g_strdup (_("Sealed: its name stays hidden")));
  else if (contender->provider_name != NULL)
    append (parts, g_strdup (contender->provider_name));
  if (response != NULL) {
    append (parts, ump_figures_describe_first_token (response->first_token_ms));
    append (parts, ump_figures_describe_tokens (response->usage.output));
    append (parts, ump_figures_describe_cost (response->usage.cost));
  }
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}


/* What the service made different, and what went wrong. A sealed contender's
 * stays sealed, since such sentences name models and services. */
static char *
describe_notes (const UmpContender *contender, const UmpResponseRecord *response)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (response == NULL || contender == NULL || contender->sealed)
    return g_strdup ("");
  append (parts, g_strdup (response->error));
  append (parts, g_strdup (response->notes));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv ("\n", (char **) parts->pdata);
}


static const char *
describe_mark (const UmpBattleRecord *battle, UmpSide side)
{
  if (battle->state != UMP_BATTLE_VOTED)
    return NULL;
  switch (battle->verdict) {
  case UMP_VERDICT_A:
    return side == UMP_SIDE_A ? C_("mark of a side", "Better") : NULL;
  case UMP_VERDICT_B:
    return side == UMP_SIDE_B ? C_("mark of a side", "Better") : NULL;
  case UMP_VERDICT_TIE:
    return C_("mark of a side", "Tie");
  case UMP_VERDICT_BOTH_BAD:
    return C_("mark of a side", "Bad");
  default:
    return NULL;
  }
}


static void
set_label (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}


static void
link_cb (UmpTranscriptPane *self, const char *uri)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATE_LINK], 0, uri);
}


static void
ump_transcript_pane_dispose (GObject *object)
{
  UmpTranscriptPane *self = UMP_TRANSCRIPT_PANE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ump_transcript_pane_parent_class)->dispose (object);
}


static void
ump_transcript_pane_class_init (UmpTranscriptPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_transcript_pane_dispose;
  signals[SIGNAL_ACTIVATE_LINK] = g_signal_new ("activate-link", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}


static GtkWidget *
create_header (UmpTranscriptPane *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *badge = g_object_new (GTK_TYPE_LABEL, "label", get_letter (self->side), "valign", GTK_ALIGN_CENTER, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  self->title = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);
  self->mark = g_object_new (GTK_TYPE_LABEL, "valign", GTK_ALIGN_CENTER, "visible", FALSE, NULL);
  self->facts = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "visible", FALSE, NULL);
  self->notes = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "visible", FALSE, NULL);
  gtk_widget_add_css_class (header, "pane-header");
  gtk_widget_add_css_class (badge, "badge");
  gtk_widget_add_css_class (self->title, "heading");
  gtk_widget_add_css_class (self->mark, "chip");
  gtk_widget_add_css_class (self->facts, "caption");
  gtk_widget_add_css_class (self->facts, "dim-label");
  gtk_widget_add_css_class (self->notes, "caption");
  gtk_box_append (GTK_BOX (line), badge);
  gtk_box_append (GTK_BOX (line), self->title);
  gtk_box_append (GTK_BOX (line), self->mark);
  gtk_box_append (GTK_BOX (header), line);
  gtk_box_append (GTK_BOX (header), self->facts);
  gtk_box_append (GTK_BOX (header), self->notes);
  return header;
}


static void
ump_transcript_pane_init (UmpTranscriptPane *self)
{
}


/**
 * ump_transcript_pane_new:
 * @side: A or B
 *
 * Returns: (transfer floating): an empty pane
 */
GtkWidget *
ump_transcript_pane_new (UmpSide side)
{
  UmpTranscriptPane *self = g_object_new (UMP_TYPE_TRANSCRIPT_PANE, NULL);
  /* Translators: %s is the letter of a side, A or B. */
  g_autofree char *name = g_strdup_printf (_("Response %s"), get_letter (side));

  self->side = side;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->view = UMP_MARKDOWN_VIEW (ump_markdown_view_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  ump_markdown_view_set_title (self->view, side == UMP_SIDE_A ? _("Text of Response A") : _("Text of Response B"));
  gtk_box_append (GTK_BOX (self->box), create_header (self));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (self->view, "activate-link", G_CALLBACK (link_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}


/**
 * ump_transcript_pane_show:
 * @self: a pane
 * @battle: a battle with its turns; without names while it is blind
 * @turn: which turn, from 0
 *
 * Shows this side's part of a turn.
 */
void
ump_transcript_pane_show (UmpTranscriptPane *self, const UmpBattleRecord *battle, guint turn)
{
  const UmpTurn *shown = turn < battle->turns->len ? g_ptr_array_index (battle->turns, turn) : NULL;
  const UmpResponseRecord *response = shown != NULL ? shown->responses[self->side] : NULL;
  const UmpContender *contender = battle->contenders[self->side];
  const char *text = response != NULL && response->text != NULL ? response->text : "";
  g_autofree char *anonymous = g_strdup_printf (_("Response %s"), get_letter (self->side));
  g_autofree char *facts = contender != NULL ? describe_facts (contender, response) : g_strdup ("");
  g_autofree char *notes = describe_notes (contender, response);

  set_label (self->title, contender != NULL ? ump_contender_get_display_name (contender) : anonymous);
  gtk_widget_set_tooltip_text (self->title, contender != NULL ? ump_contender_get_display_name (contender) : NULL);
  set_label (self->mark, describe_mark (battle, self->side));
  set_label (self->facts, facts);
  set_label (self->notes, notes);
  ump_markdown_view_set_revealed (self->view, !ump_battle_state_is_blind (battle->state));
  ump_markdown_view_set_text (self->view, text, -1, TRUE);
}


/**
 * ump_transcript_pane_set_scale:
 * @self: a pane
 * @scale: size of the text relative to the desktop's font
 */
void
ump_transcript_pane_set_scale (UmpTranscriptPane *self, double scale)
{
  ump_markdown_view_set_scale (self->view, scale);
}
