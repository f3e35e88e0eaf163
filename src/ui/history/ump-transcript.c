/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-battle-item.h"
#include "ump-category.h"
#include "ump-compat.h"
#include "ump-duel-layout.h"
#include "ump-transcript-pane.h"
#include "ump-transcript.h"
#include "ump-wrap-layout.h"
#include "ump-wrap-scroller.h"

struct _UmpTranscript {
  AdwBin parent_instance;

  GtkLabel *outcome_label;
  GtkLabel *date_label;
  GtkDropDown *category_drop;
  GtkWidget *resume_button;
  GtkWidget *turn_box;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  GtkLabel *turn_label;
  GtkLabel *prompt_label;
  GtkWidget *switcher;
  GtkToggleButton *a_button;
  GtkToggleButton *b_button;
  UmpDuelLayout *duel;

  UmpTranscriptPane *panes[UMP_N_SIDES]; /* borrowed from the duel */
  UmpBattleRecord *battle;
  guint turn;
};

G_DEFINE_FINAL_TYPE (UmpTranscript, ump_transcript, ADW_TYPE_BIN)

enum {
  SIGNAL_BACK,
  SIGNAL_RESUME,
  SIGNAL_DELETE,
  SIGNAL_CATEGORY,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];


static void
show_turn (UmpTranscript *self)
{
  guint n_turns = self->battle->turns->len;
  const UmpTurn *turn = self->turn < n_turns ? g_ptr_array_index (self->battle->turns, self->turn) : NULL;
  g_autofree char *number = g_strdup_printf (_("Turn %u of %u"), self->turn + 1, n_turns);

  gtk_label_set_text (self->prompt_label, turn != NULL ? turn->prompt : "");
  gtk_label_set_text (self->turn_label, number);
  gtk_widget_set_visible (GTK_WIDGET (self->turn_label), n_turns > 1);
  gtk_widget_set_visible (self->turn_box, n_turns > 1);
  gtk_widget_set_sensitive (self->previous_button, self->turn > 0);
  gtk_widget_set_sensitive (self->next_button, self->turn + 1 < n_turns);
  for (int side = 0; side < UMP_N_SIDES; side++)
    ump_transcript_pane_show (self->panes[side], self->battle, self->turn);
}


static guint
find_category (const char *category)
{
  const char *const *categories = ump_category_get_all ();

  for (guint i = 0; categories[i] != NULL; i++) {
    if (g_strcmp0 (categories[i], category) == 0)
      return i + 1;
  }
  return 0;
}


static void
fill_categories (UmpTranscript *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const char *const *categories = ump_category_get_all ();

  gtk_string_list_append (names, C_("category of a prompt", "No Category"));
  for (guint i = 0; categories[i] != NULL; i++)
    gtk_string_list_append (names, ump_category_get_name (categories[i]));
  gtk_drop_down_set_model (self->category_drop, G_LIST_MODEL (names));
}


static void
category_selected_cb (UmpTranscript *self)
{
  guint selected = gtk_drop_down_get_selected (self->category_drop);

  if (selected == GTK_INVALID_LIST_POSITION || selected == find_category (self->battle->category))
    return;
  g_free (self->battle->category);
  self->battle->category = selected > 0 ? g_strdup (ump_category_get_all ()[selected - 1]) : NULL;
  g_signal_emit (self, signals[SIGNAL_CATEGORY], 0, self->battle->category);
}


static void
previous_cb (UmpTranscript *self)
{
  if (self->turn > 0)
    self->turn--;
  show_turn (self);
}


static void
next_cb (UmpTranscript *self)
{
  if (self->turn + 1 < self->battle->turns->len)
    self->turn++;
  show_turn (self);
}


static void
back_cb (UmpTranscript *self)
{
  g_signal_emit (self, signals[SIGNAL_BACK], 0);
}


static void
resume_cb (UmpTranscript *self)
{
  g_signal_emit (self, signals[SIGNAL_RESUME], 0);
}


static void
delete_cb (UmpTranscript *self)
{
  g_signal_emit (self, signals[SIGNAL_DELETE], 0);
}


static void
side_toggled_cb (UmpTranscript *self)
{
  ump_duel_layout_set_front (self->duel, gtk_toggle_button_get_active (self->a_button) ? UMP_SIDE_A : UMP_SIDE_B);
}


static void
front_changed_cb (UmpTranscript *self)
{
  gtk_toggle_button_set_active (ump_duel_layout_get_front (self->duel) == UMP_SIDE_A ? self->a_button : self->b_button, TRUE);
}


static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    g_message ("A link could not be opened: %s", error->message);
}


static void
link_confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *uri = user_data;
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (source)));

  if (ump_confirm_finish (result, NULL))
    g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, opened_cb, NULL);
}


static void
link_cb (UmpTranscript *self, const char *uri)
{
  ump_confirm_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("Open This Link?"), uri, _("_Open"), FALSE, NULL,
                     link_confirmed_cb, g_strdup (uri));
}


static void
ump_transcript_finalize (GObject *object)
{
  UmpTranscript *self = UMP_TRANSCRIPT (object);

  ump_battle_record_free (self->battle);
  G_OBJECT_CLASS (ump_transcript_parent_class)->finalize (object);
}


static void
ump_transcript_class_init (UmpTranscriptClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = ump_transcript_finalize;

  signals[SIGNAL_BACK] = g_signal_new ("back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RESUME] = g_signal_new ("resume", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DELETE] = g_signal_new ("delete", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CATEGORY] = g_signal_new ("category", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (UMP_TYPE_DUEL_LAYOUT);
  g_type_ensure (UMP_TYPE_WRAP_LAYOUT);
  g_type_ensure (UMP_TYPE_WRAP_SCROLLER);
  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/history/ump-transcript.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpTranscript, outcome_label);
  gtk_widget_class_bind_template_child (widget_class, UmpTranscript, date_label);
  gtk_widget_class_bind_template_child (widget_class, UmpTranscript, resume_button);
  gtk_widget_class_bind_template_child (widget_class, UmpTranscript, category_drop);
  gtk_widget_class_bind_template_child (widget_class, UmpTranscript, turn_box);
  gtk_widget_class_bind_template_child (widget_class, UmpTranscript, previous_button);
  gtk_widget_class_bind_template_child (widget_class, UmpTranscript, next_button);
  gtk_widget_class_bind_template_child (widget_class, UmpTranscript, turn_label);
  gtk_widget_class_bind_template_child (widget_class, UmpTranscript, prompt_label);
  gtk_widget_class_bind_template_child (widget_class, UmpTranscript, switcher);
  gtk_widget_class_bind_template_child (widget_class, UmpTranscript, a_button);
  gtk_widget_class_bind_template_child (widget_class, UmpTranscript, b_button);
  gtk_widget_class_bind_template_child (widget_class, UmpTranscript, duel);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, resume_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_cb);
  gtk_widget_class_bind_template_callback (widget_class, category_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, side_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, front_changed_cb);
}


static void
ump_transcript_init (UmpTranscript *self)
{
  self->battle = ump_battle_record_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_categories (self);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    self->panes[side] = UMP_TRANSCRIPT_PANE (ump_transcript_pane_new (side));
    g_signal_connect_object (self->panes[side], "activate-link", G_CALLBACK (link_cb), self, G_CONNECT_SWAPPED);
    ump_duel_layout_set_side (self->duel, side, GTK_WIDGET (self->panes[side]));
  }
  g_object_bind_property (self->duel, "stacked", self->switcher, "visible", G_BINDING_SYNC_CREATE);
}


/**
 * ump_transcript_set_battle:
 * @self: a transcript
 * @battle: a battle with its turns, as the store loads it; copied
 *
 * Shows it from its first turn on.
 */
void
ump_transcript_set_battle (UmpTranscript *self, const UmpBattleRecord *battle)
{
  g_autofree char *outcome = ump_battle_outcome_describe (battle);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (battle->created_at / G_USEC_PER_SEC);
  g_autofree char *date = time != NULL ? g_date_time_format (time, C_("date and time", "%x, %H:%M")) : g_strdup (_("Unknown date"));
  /* Translators: %s is a date; the battle was one of the practice partners. */
  g_autofree char *practice_date = g_strdup_printf (_("%s, practice"), date);

  if (g_strcmp0 (battle->id, self->battle->id) != 0)
    self->turn = 0;
  ump_battle_record_free (self->battle);
  self->battle = ump_battle_record_copy (battle);
  gtk_label_set_text (self->outcome_label, outcome);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->outcome_label), outcome);
  gtk_label_set_text (self->date_label, battle->practice ? practice_date : date);
  gtk_drop_down_set_selected (self->category_drop, find_category (battle->category));
  gtk_widget_set_visible (self->resume_button, ump_battle_state_is_blind (battle->state));
  show_turn (self);
}


/**
 * ump_transcript_set_scale:
 * @self: a transcript
 * @scale: size of the answers relative to the desktop's font
 */
void
ump_transcript_set_scale (UmpTranscript *self, double scale)
{
  for (int side = 0; side < UMP_N_SIDES; side++)
    ump_transcript_pane_set_scale (self->panes[side], scale);
}
