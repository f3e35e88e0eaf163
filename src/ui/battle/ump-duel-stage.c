/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-duel-layout.h"
#include "ump-duel-stage.h"
#include "ump-find-bar.h"
#include "ump-prompt-strip.h"
#include "ump-scroll-link.h"
#include "ump-wrap-layout.h"

/**
 * UmpDuelStage:
 *
 * The turns of one battle: the prompt of the one that is shown, the two
 * responses to it, and what is done with them without judging: finding,
 * copying, scrolling both together. It knows which sides were looked at.
 *
 * Signals: "changed" when what was looked at, or how the sides stand, changed.
 */
struct _UmpDuelStage {
  GtkWidget parent_instance;
  GtkWidget *content;
  UmpFindBar *find_bar;
  UmpPromptStrip *strip;
  UmpDuelLayout *layout;
  GtkToggleButton *a_toggle;
  GtkToggleButton *b_toggle;
  GtkWidget *a_warning;
  GtkWidget *b_warning;
  UmpDuelPane *panes[UMP_N_SIDES];

  UmpBattle *battle;
  GSettings *settings;
  UmpScrollLink *scroll_link;
  guint shown_turn;
};

G_DEFINE_FINAL_TYPE (UmpDuelStage, ump_duel_stage, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_BATTLE,
  PROP_SETTINGS,
  N_PROPS,
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];


/* A side was seen when it was in front with its last response complete. */
static void
update_seen (UmpDuelStage *self)
{
  guint n_turns = ump_battle_get_n_turns (self->battle);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || n_turns == 0 || self->shown_turn + 1 != n_turns)
    return;
  for (int side = 0; side < UMP_N_SIDES; side++) {
    if (ump_duel_layout_is_shown (self->layout, side) && ump_battle_get_text_complete (self->battle, n_turns - 1, side))
      ump_battle_set_seen (self->battle, side);
  }
}


static void
changed (UmpDuelStage *self)
{
  update_seen (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}


static void
update_link (UmpDuelStage *self)
{
  UmpDuelStatus status = ump_battle_get_status (self->battle);
  gboolean growing = status == UMP_DUEL_ANSWERING || status == UMP_DUEL_STALLED;

  g_clear_pointer (&self->scroll_link, ump_scroll_link_free);
  /* While answers grow both panes follow their ends, each by itself. */
  if (growing || !g_settings_get_boolean (self->settings, "linked-scrolling"))
    return;
  self->scroll_link = ump_scroll_link_new (
    ump_markdown_view_get_vadjustment (ump_duel_pane_get_view (self->panes[UMP_SIDE_A])),
    ump_markdown_view_get_vadjustment (ump_duel_pane_get_view (self->panes[UMP_SIDE_B])));
}


static void
show_turn (UmpDuelStage *self, guint turn)
{
  self->shown_turn = turn;
  ump_prompt_strip_set_turn (self->strip, turn, ump_battle_get_n_turns (self->battle), ump_battle_get_prompt (self->battle, turn));
  for (int side = 0; side < UMP_N_SIDES; side++)
    ump_duel_pane_show_turn (self->panes[side], turn);
  ump_find_bar_set_views (self->find_bar, ump_duel_pane_get_view (self->panes[UMP_SIDE_A]),
                          ump_duel_pane_get_view (self->panes[UMP_SIDE_B]));
  update_link (self);
}


static void
show_text (UmpDuelStage *self, guint turn)
{
  for (int side = 0; side < UMP_N_SIDES; side++) {
    gsize length = 0;
    const char *text = ump_battle_get_text (self->battle, turn, side, &length);

    ump_duel_pane_set_text (self->panes[side], turn, text, length,
                            ump_battle_get_text_complete (self->battle, turn, side));
  }
}


static void
text_changed_cb (UmpBattle *battle, guint turn, UmpDuelStage *self)
{
  show_text (self, turn);
}


static void
turn_added_cb (UmpBattle *battle, guint turn, UmpDuelStage *self)
{
  show_text (self, turn);
  show_turn (self, turn);
  ump_duel_layout_set_front (self->layout, UMP_SIDE_A);
  changed (self);
}


static void
status_cb (UmpDuelStage *self)
{
  guint n_turns = ump_battle_get_n_turns (self->battle);

  if (n_turns > 0)
    show_text (self, n_turns - 1);
  update_link (self);
  changed (self);
}


static void
stacked_cb (UmpDuelStage *self)
{
  ump_battle_set_stacked (self->battle, ump_duel_layout_get_stacked (self->layout));
  changed (self);
}


static void
front_cb (UmpDuelStage *self)
{
  UmpSide front = ump_duel_layout_get_front (self->layout);

  gtk_toggle_button_set_active (front == UMP_SIDE_A ? self->a_toggle : self->b_toggle, TRUE);
  changed (self);
}


static void
toggled_cb (UmpDuelStage *self)
{
  ump_duel_layout_set_front (self->layout, gtk_toggle_button_get_active (self->a_toggle) ? UMP_SIDE_A : UMP_SIDE_B);
}


static void
turn_cb (UmpDuelStage *self, guint turn)
{
  if (turn >= ump_battle_get_n_turns (self->battle))
    return;
  show_turn (self, turn);
  changed (self);
}


static void
found_cb (UmpDuelStage *self, int side)
{
  ump_duel_layout_set_front (self->layout, side);
}


static void
style_changed_cb (UmpDuelStage *self)
{
  double scale = g_settings_get_double (self->settings, "text-scale");

  for (int side = 0; side < UMP_N_SIDES; side++)
    ump_duel_pane_set_style (self->panes[side], ump_battle_get_blind_style (self->battle), scale);
}


static void
ump_duel_stage_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ump_duel_stage_parent_class)->map (widget);
  changed (UMP_DUEL_STAGE (widget));
}


static void
ump_duel_stage_constructed (GObject *object)
{
  UmpDuelStage *self = UMP_DUEL_STAGE (object);
  guint n_turns = ump_battle_get_n_turns (self->battle);

  G_OBJECT_CLASS (ump_duel_stage_parent_class)->constructed (object);
  g_signal_connect_object (self->battle, "text-changed", G_CALLBACK (text_changed_cb), self, 0);
  g_signal_connect_object (self->battle, "turn-added", G_CALLBACK (turn_added_cb), self, 0);
  g_signal_connect_object (self->battle, "notify::status", G_CALLBACK (status_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::text-scale", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::linked-scrolling", G_CALLBACK (update_link), self, G_CONNECT_SWAPPED);

  style_changed_cb (self);
  for (guint turn = 0; turn < n_turns; turn++)
    show_text (self, turn);
  if (n_turns > 0)
    show_turn (self, n_turns - 1);
}


static void
ump_duel_stage_dispose (GObject *object)
{
  UmpDuelStage *self = UMP_DUEL_STAGE (object);

  g_clear_pointer (&self->scroll_link, ump_scroll_link_free);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (ump_duel_stage_parent_class)->dispose (object);
}


static void
ump_duel_stage_finalize (GObject *object)
{
  UmpDuelStage *self = UMP_DUEL_STAGE (object);

  g_clear_object (&self->battle);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (ump_duel_stage_parent_class)->finalize (object);
}


static void
ump_duel_stage_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  UmpDuelStage *self = UMP_DUEL_STAGE (object);

  switch (prop_id) {
    case PROP_BATTLE:
      self->battle = g_value_dup_object (value);
      break;
    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}


static void
ump_duel_stage_class_init (UmpDuelStageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = ump_duel_stage_constructed;
  object_class->dispose = ump_duel_stage_dispose;
  object_class->finalize = ump_duel_stage_finalize;
  object_class->set_property = ump_duel_stage_set_property;
  widget_class->map = ump_duel_stage_map;

  properties[PROP_BATTLE] = g_param_spec_object ("battle", NULL, NULL, UMP_TYPE_BATTLE, flags);
  properties[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", UMP_TYPE_DUEL_STAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (UMP_TYPE_DUEL_LAYOUT);
  g_type_ensure (UMP_TYPE_FIND_BAR);
  g_type_ensure (UMP_TYPE_PROMPT_STRIP);
  g_type_ensure (UMP_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/ump-duel-stage.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpDuelStage, content);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelStage, find_bar);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelStage, strip);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelStage, layout);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelStage, a_toggle);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelStage, b_toggle);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelStage, a_warning);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelStage, b_warning);
  gtk_widget_class_bind_template_callback (widget_class, found_cb);
  gtk_widget_class_bind_template_callback (widget_class, turn_cb);
  gtk_widget_class_bind_template_callback (widget_class, stacked_cb);
  gtk_widget_class_bind_template_callback (widget_class, front_cb);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}


static void
ump_duel_stage_init (UmpDuelStage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int side = 0; side < UMP_N_SIDES; side++) {
    self->panes[side] = UMP_DUEL_PANE (ump_duel_pane_new (side));
    ump_duel_layout_set_side (self->layout, side, GTK_WIDGET (self->panes[side]));
  }
}


/**
 * ump_duel_stage_new:
 * @battle: the battle to show
 * @settings: size of text, linked scrolling
 *
 * Returns: a stage for @battle
 */
GtkWidget *
ump_duel_stage_new (UmpBattle *battle, GSettings *settings)
{
  return g_object_new (UMP_TYPE_DUEL_STAGE, "battle", battle, "settings", settings, NULL);
}


/**
 * ump_duel_stage_get_pane:
 * @self: a stage
 * @side: A or B
 *
 * Returns: (transfer none): its pane
 */
UmpDuelPane *
ump_duel_stage_get_pane (UmpDuelStage *self, UmpSide side)
{
  g_return_val_if_fail (UMP_IS_DUEL_STAGE (self), NULL);
  return self->panes[side];
}


/**
 * ump_duel_stage_get_stacked:
 * @self: a stage
 *
 * Returns: whether only one side is shown at a time
 */
gboolean
ump_duel_stage_get_stacked (UmpDuelStage *self)
{
  g_return_val_if_fail (UMP_IS_DUEL_STAGE (self), FALSE);
  return ump_duel_layout_get_stacked (self->layout);
}


/**
 * ump_duel_stage_set_failed:
 * @self: a stage
 * @side: A or B
 * @failed: it cannot be judged
 * @stopped: because the user stopped it
 *
 * Where only the other side is shown, the way to this one says so too.
 */
void
ump_duel_stage_set_failed (UmpDuelStage *self, UmpSide side, gboolean failed, gboolean stopped)
{
  GtkAccessible *toggle;

  g_return_if_fail (UMP_IS_DUEL_STAGE (self));
  toggle = GTK_ACCESSIBLE (side == UMP_SIDE_A ? self->a_toggle : self->b_toggle);
  ump_duel_pane_set_failed (self->panes[side], failed, stopped);
  gtk_widget_set_visible (side == UMP_SIDE_A ? self->a_warning : self->b_warning, failed);
  if (failed)
    gtk_accessible_update_property (toggle, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, ump_duel_pane_describe_failure (stopped), -1);
  else
    gtk_accessible_reset_property (toggle, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}


/**
 * ump_duel_stage_copy:
 * @self: a stage
 * @side: A or B
 *
 * Puts the response that is shown on the clipboard, as it was written.
 */
void
ump_duel_stage_copy (UmpDuelStage *self, UmpSide side)
{
  g_autofree char *text = NULL;

  g_return_if_fail (UMP_IS_DUEL_STAGE (self));
  text = ump_markdown_view_get_markdown (ump_duel_pane_get_view (self->panes[side]));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}


/**
 * ump_duel_stage_copy_prompt:
 * @self: a stage
 *
 * Puts the prompt of the turn that is shown on the clipboard, all of it.
 */
void
ump_duel_stage_copy_prompt (UmpDuelStage *self)
{
  g_return_if_fail (UMP_IS_DUEL_STAGE (self));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), ump_battle_get_prompt (self->battle, self->shown_turn));
}


/**
 * ump_duel_stage_find:
 * @self: a stage
 *
 * Opens the search in both responses.
 */
void
ump_duel_stage_find (UmpDuelStage *self)
{
  g_return_if_fail (UMP_IS_DUEL_STAGE (self));
  ump_find_bar_open (self->find_bar);
}


/**
 * ump_duel_stage_find_step:
 * @self: a stage
 * @forward: to the next hit, not to the previous one
 */
void
ump_duel_stage_find_step (UmpDuelStage *self, gboolean forward)
{
  g_return_if_fail (UMP_IS_DUEL_STAGE (self));
  ump_find_bar_step (self->find_bar, forward);
}


/**
 * ump_duel_stage_focus_next_side:
 * @self: a stage
 * @focus: (nullable): where the focus is
 *
 * Moves the focus on: to response A, then to response B.
 *
 * Returns: %FALSE where it was in the last of them
 */
gboolean
ump_duel_stage_focus_next_side (UmpDuelStage *self, GtkWidget *focus)
{
  int next = UMP_SIDE_A;

  g_return_val_if_fail (UMP_IS_DUEL_STAGE (self), FALSE);
  for (int side = 0; focus != NULL && side < UMP_N_SIDES; side++) {
    if (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->panes[side])))
      next = side + 1;
  }
  for (; next < UMP_N_SIDES; next++) {
    ump_duel_layout_set_front (self->layout, next);
    if (gtk_widget_child_focus (GTK_WIDGET (self->panes[next]), GTK_DIR_TAB_FORWARD))
      return TRUE;
  }
  return FALSE;
}
