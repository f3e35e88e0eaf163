/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-compat.h"
#include "ump-duel-trouble.h"
#include "ump-duel-view.h"
#include "ump-rating-change.h"
#include "ump-reveal-text.h"
#include "ump-vote-bar.h"

/**
 * UmpDuelView:
 *
 * One battle from its first word to its reveal. It shows what the blind face
 * of the battle gives, and knows who answered only as the result of a vote.
 *
 * Signals: "changed" when something that decides about actions did; "revealed"
 * (const UmpReveal *reveal) when a verdict, a skip or a void was saved and shown;
 * "failed" (const char *sentence) when it could not be saved; "retracted"
 * (const char *error) when a verdict was taken back, or could not be.
 */
struct _UmpDuelView {
  GtkWidget parent_instance;
  UmpDuelStage *stage;
  UmpVoteBar *vote_bar;

  UmpBattle *battle;
  UmpStore *store;
  GSettings *settings;
  GCancellable *cancellable;
  GApplication *held;
  char *contender_ids[UMP_N_SIDES];
  gboolean waiting;
  guint countdown;
  gboolean announced;
  gboolean standing;  /* a verdict was saved that may be taken back */
  gboolean retracted; /* it was, with the names on the screen */
  UmpVerdict verdict;
  UmpBattleState wanted;
};

G_DEFINE_FINAL_TYPE (UmpDuelView, ump_duel_view, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_BATTLE,
  PROP_STORE,
  PROP_SETTINGS,
  N_PROPS,
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_REVEALED,
  SIGNAL_FAILED,
  SIGNAL_RETRACTED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];


/* Who took a vote back may say what was meant, knowing that it cannot count. */
static gboolean
is_open_again (UmpDuelView *self)
{
  return self->retracted && ump_battle_get_status (self->battle) == UMP_DUEL_REVEALED;
}


static void update_status (UmpDuelView *self);


static gboolean
countdown_cb (gpointer user_data)
{
  UmpDuelView *self = user_data;

  self->countdown = 0;
  update_status (self);
  return G_SOURCE_REMOVE;
}


static void
update_status (UmpDuelView *self)
{
  UmpDuelStatus status = ump_battle_get_status (self->battle);
  g_autofree char *trouble = ump_duel_trouble_describe (self->battle);
  gboolean idle = status == UMP_DUEL_FAILED || status == UMP_DUEL_STOPPED;
  gboolean again = is_open_again (self);

  ump_vote_bar_set_status (self->vote_bar, again ? UMP_DUEL_READY : status, !ump_battle_get_both_seen (self->battle), self->waiting);
  if (again)
    ump_vote_bar_set_result (self->vote_bar, _("Your vote was taken back. The names are known now: a new vote is kept, but not rated."));
  else if (trouble != NULL)
    ump_vote_bar_set_result (self->vote_bar, trouble);
  if (ump_battle_get_retry_at (self->battle) > 0 && self->countdown == 0)
    self->countdown = g_timeout_add_seconds (1, countdown_cb, self);
  for (int side = 0; side < UMP_N_SIDES; side++) {
    UmpDuelPane *pane = ump_duel_stage_get_pane (self->stage, side);

    ump_duel_stage_set_failed (self->stage, side, idle && ump_battle_get_side_failed (self->battle, side), status == UMP_DUEL_STOPPED);
    if (status != UMP_DUEL_REVEALED)
      ump_duel_pane_set_finished (pane, status == UMP_DUEL_READY);
  }
  if (status == UMP_DUEL_READY && !self->announced)
    ump_announce (GTK_WIDGET (self), _("Both responses are finished"));
  self->announced = status == UMP_DUEL_READY;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}


static void
rating_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpDuelView) self = user_data;

  for (int side = 0; side < UMP_N_SIDES && self->stage != NULL; side++) {
    g_autoptr (GError) error = NULL;
    UmpRatingChange change;

    /* The reveal stands without it; the leaderboard says what is wrong. */
    if (!ump_rating_change_finish (result, self->contender_ids[side], &change, &error)) {
      g_info ("The change of ratings could not be computed: %s", error->message);
      return;
    }
    ump_duel_pane_set_rating (ump_duel_stage_get_pane (self->stage, side), &change);
  }
}


static void
show_reveal (UmpDuelView *self, const UmpReveal *reveal)
{
  gboolean practice = ump_battle_get_practice (self->battle);
  g_autofree char *result = ump_reveal_text_result (reveal, practice);

  for (int side = 0; side < UMP_N_SIDES; side++) {
    g_free (self->contender_ids[side]);
    self->contender_ids[side] = g_strdup (reveal->sides[side].contender->id);
    ump_duel_pane_reveal (ump_duel_stage_get_pane (self->stage, side), reveal, self->battle);
  }
  self->standing = reveal->state == UMP_BATTLE_VOTED;
  self->retracted = FALSE;
  update_status (self);
  ump_vote_bar_set_result (self->vote_bar, result);
  ump_announce (GTK_WIDGET (self), result);
  if (reveal->state == UMP_BATTLE_VOTED && reveal->clean) {
    g_autofree char *method = g_settings_get_string (self->settings, "leaderboard-method");
    UmpScope scope = { 0 };

    scope.practice = practice;
    scope.method = method;
    scope.include_unclean = g_settings_get_boolean (self->settings, "include-unclean");
    ump_rating_change_async (self->store, &scope, reveal->battle_id, self->cancellable, rating_cb, g_object_ref (self));
  }
  g_signal_emit (self, signals[SIGNAL_REVEALED], 0, reveal);
}


static void
release_application (UmpDuelView *self)
{
  if (self->held == NULL)
    return;
  g_application_release (self->held);
  g_clear_object (&self->held);
}


static void
revealed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpDuelView) self = user_data;
  g_autoptr (UmpReveal) reveal = NULL;
  g_autoptr (GError) error = NULL;

  if (self->wanted == UMP_BATTLE_VOTED)
    reveal = ump_battle_vote_finish (self->battle, result, &error);
  else if (self->wanted == UMP_BATTLE_SKIPPED)
    reveal = ump_battle_skip_finish (self->battle, result, &error);
  else
    reveal = ump_battle_void_finish (self->battle, result, &error);

  release_application (self);
  /* The window may have been closed meanwhile. */
  if (self->stage == NULL)
    return;
  if (reveal != NULL) {
    show_reveal (self, reveal);
  } else {
    /* Translators: a whole sentence that says why follows */
    const char *format = self->retracted ? _("Your vote was not saved. %s") : _("Nothing was saved, so the names stay hidden. %s");
    g_autofree char *sentence = g_strdup_printf (format, error->message);

    update_status (self);
    ump_vote_bar_set_error (self->vote_bar, sentence);
    ump_announce (GTK_WIDGET (self), sentence);
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, sentence);
  }
}


static void
retracted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpDuelView) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = ump_store_retract_finish (UMP_STORE (source), result, &error);

  self->standing = !done;
  self->retracted = done;
  if (done && self->stage != NULL) {
    g_cancellable_cancel (self->cancellable);
    for (int side = 0; side < UMP_N_SIDES; side++)
      ump_duel_pane_take_back_verdict (ump_duel_stage_get_pane (self->stage, side));
    update_status (self);
    ump_announce (GTK_WIDGET (self), _("Your vote was taken back. The names are known now: a new vote is kept, but not rated."));
  } else {
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  }
  g_signal_emit (self, signals[SIGNAL_RETRACTED], 0, done ? NULL : error->message);
}


static void
end_battle (UmpDuelView *self, UmpBattleState wanted)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkApplication *application = GTK_IS_WINDOW (root) ? gtk_window_get_application (GTK_WINDOW (root)) : NULL;

  /* Not cancellable: a verdict that was given is saved, whatever happens to
   * the window; the program waits for it too. */
  release_application (self);
  if (application != NULL) {
    self->held = g_object_ref (G_APPLICATION (application));
    g_application_hold (self->held);
  }
  self->wanted = wanted;
  ump_battle_set_stacked (self->battle, ump_duel_stage_get_stacked (self->stage));
  if (wanted == UMP_BATTLE_VOTED)
    ump_battle_vote_async (self->battle, self->verdict, NULL, revealed_cb, g_object_ref (self));
  else if (wanted == UMP_BATTLE_SKIPPED)
    ump_battle_skip_async (self->battle, NULL, revealed_cb, g_object_ref (self));
  else
    ump_battle_void_async (self->battle, NULL, revealed_cb, g_object_ref (self));
}


static void
text_changed_cb (UmpDuelView *self)
{
  self->waiting = FALSE;
}


static void
stage_changed_cb (UmpDuelView *self)
{
  ump_vote_bar_set_stacked (self->vote_bar, ump_duel_stage_get_stacked (self->stage));
  /* An error about saving stays until something is done about it. */
  if (!ump_vote_bar_has_error (self->vote_bar))
    update_status (self);
}


static void
ump_duel_view_constructed (GObject *object)
{
  UmpDuelView *self = UMP_DUEL_VIEW (object);
  GtkLayoutManager *manager = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  G_OBJECT_CLASS (ump_duel_view_parent_class)->constructed (object);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (manager), GTK_ORIENTATION_VERTICAL);
  self->stage = UMP_DUEL_STAGE (ump_duel_stage_new (self->battle, self->settings));
  self->vote_bar = UMP_VOTE_BAR (ump_vote_bar_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stage), TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->stage), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->vote_bar), GTK_WIDGET (self));

  g_signal_connect_object (self->stage, "changed", G_CALLBACK (stage_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->battle, "text-changed", G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->battle, "notify::status", G_CALLBACK (update_status), self, G_CONNECT_SWAPPED);
  update_status (self);
}


static void
ump_duel_view_dispose (GObject *object)
{
  UmpDuelView *self = UMP_DUEL_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->countdown, g_source_remove);
  if (self->stage != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stage)));
  if (self->vote_bar != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->vote_bar)));
  G_OBJECT_CLASS (ump_duel_view_parent_class)->dispose (object);
}


static void
ump_duel_view_finalize (GObject *object)
{
  UmpDuelView *self = UMP_DUEL_VIEW (object);

  for (int side = 0; side < UMP_N_SIDES; side++)
    g_free (self->contender_ids[side]);
  g_clear_object (&self->battle);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (ump_duel_view_parent_class)->finalize (object);
}


static void
ump_duel_view_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  UmpDuelView *self = UMP_DUEL_VIEW (object);

  switch (prop_id) {
    case PROP_BATTLE:
      self->battle = g_value_dup_object (value);
      break;
    case PROP_STORE:
      self->store = g_value_dup_object (value);
      break;
    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}


static void
ump_duel_view_class_init (UmpDuelViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = ump_duel_view_constructed;
  object_class->dispose = ump_duel_view_dispose;
  object_class->finalize = ump_duel_view_finalize;
  object_class->set_property = ump_duel_view_set_property;

  properties[PROP_BATTLE] = g_param_spec_object ("battle", NULL, NULL, UMP_TYPE_BATTLE, flags);
  properties[PROP_STORE] = g_param_spec_object ("store", NULL, NULL, UMP_TYPE_STORE, flags);
  properties[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", UMP_TYPE_DUEL_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REVEALED] = g_signal_new ("revealed", UMP_TYPE_DUEL_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", UMP_TYPE_DUEL_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_RETRACTED] = g_signal_new ("retracted", UMP_TYPE_DUEL_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}


static void
ump_duel_view_init (UmpDuelView *self)
{
  self->cancellable = g_cancellable_new ();
}


/**
 * ump_duel_view_new:
 * @battle: the battle to show
 * @store: for the change of ratings
 * @settings: size of text, linked scrolling, method of the leaderboard
 *
 * Returns: a view of @battle
 */
GtkWidget *
ump_duel_view_new (UmpBattle *battle, UmpStore *store, GSettings *settings)
{
  return g_object_new (UMP_TYPE_DUEL_VIEW, "battle", battle, "store", store, "settings", settings, NULL);
}


/**
 * ump_duel_view_get_battle:
 * @self: a view
 *
 * Returns: (transfer none): its battle
 */
UmpBattle *
ump_duel_view_get_battle (UmpDuelView *self)
{
  g_return_val_if_fail (UMP_IS_DUEL_VIEW (self), NULL);
  return self->battle;
}


/**
 * ump_duel_view_get_stage:
 * @self: a view
 *
 * Returns: (transfer none): where the turns are shown
 */
UmpDuelStage *
ump_duel_view_get_stage (UmpDuelView *self)
{
  g_return_val_if_fail (UMP_IS_DUEL_VIEW (self), NULL);
  return self->stage;
}


/**
 * ump_duel_view_get_can_vote:
 * @self: a view
 *
 * Returns: whether both responses are complete and were looked at, and no
 *   verdict on them stands
 */
gboolean
ump_duel_view_get_can_vote (UmpDuelView *self)
{
  g_return_val_if_fail (UMP_IS_DUEL_VIEW (self), FALSE);
  return (ump_battle_get_can_vote (self->battle) || is_open_again (self)) && ump_battle_get_both_seen (self->battle);
}


/**
 * ump_duel_view_get_can_retract:
 * @self: a view
 *
 * Returns: whether a verdict stands that ump_duel_view_retract() takes back
 */
gboolean
ump_duel_view_get_can_retract (UmpDuelView *self)
{
  g_return_val_if_fail (UMP_IS_DUEL_VIEW (self), FALSE);
  return self->standing;
}


/**
 * ump_duel_view_get_both_failed:
 * @self: a view
 *
 * Returns: whether neither response can be judged, and both may be asked again
 */
gboolean
ump_duel_view_get_both_failed (UmpDuelView *self)
{
  g_return_val_if_fail (UMP_IS_DUEL_VIEW (self), FALSE);
  return ump_battle_get_side_failed (self->battle, UMP_SIDE_A) && ump_battle_get_side_failed (self->battle, UMP_SIDE_B);
}


/**
 * ump_duel_view_vote:
 * @self: a view
 * @verdict: what the user says
 *
 * Saves the verdict, then shows who was who. Does nothing while the vote is closed.
 */
void
ump_duel_view_vote (UmpDuelView *self, UmpVerdict verdict)
{
  g_return_if_fail (UMP_IS_DUEL_VIEW (self));
  if (!ump_duel_view_get_can_vote (self))
    return;
  self->verdict = verdict;
  end_battle (self, UMP_BATTLE_VOTED);
}


/**
 * ump_duel_view_skip:
 * @self: a view
 *
 * Shows who was who without a vote; kept and never rated.
 */
void
ump_duel_view_skip (UmpDuelView *self)
{
  g_return_if_fail (UMP_IS_DUEL_VIEW (self));
  end_battle (self, UMP_BATTLE_SKIPPED);
}


/**
 * ump_duel_view_void:
 * @self: a view
 *
 * Gives the battle up, because a side cannot be judged.
 */
void
ump_duel_view_void (UmpDuelView *self)
{
  g_return_if_fail (UMP_IS_DUEL_VIEW (self));
  end_battle (self, UMP_BATTLE_VOID);
}


/**
 * ump_duel_view_try_again:
 * @self: a view
 *
 * Saves once more what could not be saved; does nothing where all was.
 */
void
ump_duel_view_try_again (UmpDuelView *self)
{
  g_return_if_fail (UMP_IS_DUEL_VIEW (self));
  if (ump_vote_bar_has_error (self->vote_bar))
    end_battle (self, self->wanted);
}


/**
 * ump_duel_view_retract:
 * @self: a view
 *
 * Takes the verdict back, in the store and then here. Does nothing where none
 * stands.
 */
void
ump_duel_view_retract (UmpDuelView *self)
{
  g_return_if_fail (UMP_IS_DUEL_VIEW (self));
  if (!self->standing)
    return;
  self->standing = FALSE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  ump_store_retract_async (self->store, ump_battle_get_id (self->battle), NULL, retracted_cb, g_object_ref (self));
}


/**
 * ump_duel_view_keep_waiting:
 * @self: a view whose duel is stalled
 */
void
ump_duel_view_keep_waiting (UmpDuelView *self)
{
  g_return_if_fail (UMP_IS_DUEL_VIEW (self));
  self->waiting = TRUE;
  update_status (self);
}


/**
 * ump_duel_view_focus_next_area:
 * @self: a view
 * @focus: (nullable): where the focus is
 *
 * Moves the focus on: response A, response B, vote bar.
 *
 * Returns: %FALSE where it was in the last of them
 */
gboolean
ump_duel_view_focus_next_area (UmpDuelView *self, GtkWidget *focus)
{
  gboolean in_bar;

  g_return_val_if_fail (UMP_IS_DUEL_VIEW (self), FALSE);
  in_bar = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->vote_bar));
  if (in_bar)
    return FALSE;
  return ump_duel_stage_focus_next_side (self->stage, focus) ||
         gtk_widget_child_focus (GTK_WIDGET (self->vote_bar), GTK_DIR_TAB_FORWARD);
}
