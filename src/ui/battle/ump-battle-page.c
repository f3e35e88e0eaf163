/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-battle-actions.h"
#include "ump-battle-page.h"
#include "ump-battle-settings.h"
#include "ump-broad-layout.h"
#include "ump-composer.h"
#include "ump-draft.h"
#include "ump-duel-keeper.h"
#include "ump-reveal-text.h"
#include "ump-start-view.h"
#include "ump-toast.h"

struct _UmpBattlePage {
  AdwBin parent_instance;
  GtkRevealer *practice_banner;
  GtkStack *stack;
  AdwToastOverlay *toasts;
  AdwBin *duel_bin;
  UmpComposer *composer;
  UmpStartView *start_view;

  UmpStore *store;
  UmpTransport *transport;
  GSettings *settings;
  GSimpleActionGroup *actions;
  UmpDraft *draft;

  UmpDuelView *duel;
  UmpDuelKeeper *keeper;
  gboolean ready;
  gboolean starting;
  gboolean following_up;
  gboolean keep_composer;
  gboolean passing_on; /* the duel is given up, then two others are asked */
};

G_DEFINE_FINAL_TYPE (UmpBattlePage, ump_battle_page, ADW_TYPE_BIN)

enum {
  SIGNAL_READY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];


static UmpBattle *
get_battle (UmpBattlePage *self)
{
  return self->duel != NULL ? ump_duel_view_get_battle (self->duel) : NULL;
}


static void
update_composer (UmpBattlePage *self)
{
  UmpBattle *battle = get_battle (self);

  /* Without a battle the same may be done as after a reveal: ask. */
  ump_composer_set_status (self->composer, battle != NULL ? ump_battle_get_status (battle) : UMP_DUEL_REVEALED,
                           self->starting || (self->following_up && ump_battle_get_status (battle) != UMP_DUEL_REVEALED));
}


static void
update_actions (UmpBattlePage *self)
{
  ump_battle_actions_update (G_ACTION_MAP (self->actions), self);
}


/* Toasts hide answers rather than the vote. */
static gboolean
place_toasts_cb (GtkOverlay *overlay, GtkWidget *toasts, GdkRectangle *place, UmpBattlePage *self)
{
  return ump_toast_place (toasts, self->duel != NULL ? GTK_WIDGET (ump_duel_view_get_stage (self->duel)) : GTK_WIDGET (overlay), place);
}


static void
update (UmpBattlePage *self)
{
  UmpBattle *battle = get_battle (self);
  gboolean ready = FALSE;
  gboolean was_ready = gtk_widget_get_visible (GTK_WIDGET (self->composer));

  gtk_revealer_set_reveal_child (self->practice_banner, battle != NULL ? ump_battle_get_practice (battle) : g_settings_get_boolean (self->settings, "practice"));
  if (battle != NULL) {
    gtk_stack_set_visible_child_name (self->stack, "duel");
  } else if (self->start_view != NULL) {
    ready = ump_start_view_get_can_ask (self->start_view);
    gtk_stack_set_visible_child_name (self->stack, "start");
  }
  gtk_widget_set_visible (GTK_WIDGET (self->composer), battle != NULL || ready);
  if (ready && !was_ready)
    gtk_widget_grab_focus (GTK_WIDGET (self->composer));
  update_composer (self);
  update_actions (self);
}


static void
set_duel (UmpBattlePage *self, UmpDuelView *duel)
{
  self->duel = duel;
  self->following_up = FALSE;
  self->passing_on = FALSE;
  adw_bin_set_child (self->duel_bin, duel != NULL ? GTK_WIDGET (duel) : NULL);
  update (self);
}


static void
park (UmpBattlePage *self)
{
  if (self->duel != NULL)
    ump_duel_keeper_park (self->keeper, self->duel);
}


static void
status_cb (UmpBattle *battle, GParamSpec *pspec, UmpBattlePage *self)
{
  gboolean ready = ump_battle_get_status (battle) == UMP_DUEL_READY;

  if (battle != get_battle (self) || ready == self->ready)
    return;
  self->ready = ready;
  g_signal_emit (self, signals[SIGNAL_READY], 0, ready);
}


static void
duel_changed_cb (UmpDuelView *duel, UmpBattlePage *self)
{
  if (duel != self->duel)
    return;
  update_composer (self);
  update_actions (self);
}


static void
turn_added_cb (UmpBattle *battle, guint turn, UmpBattlePage *self)
{
  if (battle != get_battle (self) || !self->following_up)
    return;
  self->following_up = FALSE;
  ump_composer_set_text (self->composer, "");
  update_composer (self);
}


static void
store_failed_cb (UmpBattle *battle, const char *sentence, UmpBattlePage *self)
{
  if (battle == get_battle (self) && self->following_up) {
    self->following_up = FALSE;
    update_composer (self);
    ump_composer_set_hint (self->composer, sentence);
  } else {
    adw_toast_overlay_add_toast (self->toasts, ump_toast_new (sentence, NULL, NULL));
  }
}


static void show_battle (UmpBattlePage *self, UmpBattle *battle);


static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpBattlePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpBattle) battle = ump_battle_start_finish (result, &error);

  self->starting = FALSE;
  if (self->draft == NULL)
    return;
  if (battle == NULL) {
    update (self);
    ump_composer_set_hint (self->composer, error->message);
    return;
  }
  if (!self->keep_composer)
    ump_composer_set_text (self->composer, "");
  park (self);
  show_battle (self, battle);
}


static void
start (UmpBattlePage *self, const char *prompt, const char *avoid_battle_id)
{
  UmpBattleOptions options;

  if (self->starting)
    return;
  ump_battle_settings_get_options (self->settings, gtk_widget_get_direction (GTK_WIDGET (self)), &options);
  options.avoid_battle_id = avoid_battle_id;
  self->starting = TRUE;
  self->keep_composer = avoid_battle_id != NULL;
  ump_battle_start_async (self->store, self->transport, prompt, &options, NULL, started_cb, g_object_ref (self));
  update_composer (self);
}


static void
ask_two_others (UmpBattlePage *self)
{
  UmpBattle *battle = get_battle (self);

  start (self, ump_battle_get_prompt (battle, 0), ump_battle_get_id (battle));
}


static void
revealed_cb (UmpDuelView *duel, const UmpReveal *reveal, UmpBattlePage *self)
{
  if (duel != self->duel || !self->passing_on)
    return;
  self->passing_on = FALSE;
  for (int side = 0; side < UMP_N_SIDES; side++) {
    g_autofree char *sentence = ump_reveal_text_over_capacity (&reveal->sides[side]);

    if (sentence != NULL)
      adw_toast_overlay_add_toast (self->toasts, ump_toast_new (sentence, NULL, NULL));
  }
  ask_two_others (self);
}


static void
failed_cb (UmpDuelView *duel, const char *sentence, UmpBattlePage *self)
{
  if (duel == self->duel)
    self->passing_on = FALSE;
}


static void
show_battle (UmpBattlePage *self, UmpBattle *battle)
{
  UmpDuelView *duel = UMP_DUEL_VIEW (ump_duel_view_new (battle, self->store, self->settings));

  self->ready = ump_battle_get_status (battle) == UMP_DUEL_READY;
  g_signal_connect_object (duel, "changed", G_CALLBACK (duel_changed_cb), self, 0);
  g_signal_connect_object (duel, "revealed", G_CALLBACK (revealed_cb), self, 0);
  g_signal_connect_object (duel, "failed", G_CALLBACK (failed_cb), self, 0);
  ump_duel_keeper_watch (self->keeper, duel);
  g_signal_connect_object (battle, "turn-added", G_CALLBACK (turn_added_cb), self, 0);
  g_signal_connect_object (battle, "store-failed", G_CALLBACK (store_failed_cb), self, 0);
  g_signal_connect_object (battle, "notify::status", G_CALLBACK (status_cb), self, 0);
  set_duel (self, duel);
}


static void
send_cb (UmpBattlePage *self)
{
  g_autofree char *prompt = ump_composer_dup_text (self->composer);
  UmpBattle *battle = get_battle (self);
  UmpDuelStatus status = battle != NULL ? ump_battle_get_status (battle) : UMP_DUEL_REVEALED;

  if (status == UMP_DUEL_REVEALED) {
    start (self, prompt, NULL);
  } else if (status == UMP_DUEL_READY) {
    self->following_up = TRUE;
    update_composer (self);
    ump_battle_follow_up (battle, prompt);
  } else {
    ump_composer_set_hint (self->composer, _("Retry what is incomplete first, or begin a new battle. Your text is kept."));
  }
}


static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpBattlePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpBattle) battle = ump_battle_resume_finish (result, &error);

  self->starting = FALSE;
  if (self->draft == NULL)
    return;
  if (battle == NULL) {
    adw_toast_overlay_add_toast (self->toasts, ump_toast_new (error->message, NULL, NULL));
    return;
  }
  ump_battle_set_max_tokens (battle, g_settings_get_int (self->settings, "max-tokens"));
  park (self);
  show_battle (self, battle);
}


/* For the banner: folded away it is not measured, which would cost the first
 * frame a tenth of its time. */
static gboolean
either (gpointer object, gboolean one, gboolean other)
{
  return one || other;
}


static void
end_practice_cb (UmpBattlePage *self)
{
  UmpBattle *battle = get_battle (self);

  g_settings_set_boolean (self->settings, "practice", FALSE);
  if (battle != NULL && ump_battle_get_practice (battle))
    ump_battle_page_new_battle (self);
}


static void
suggest_cb (UmpBattlePage *self, const char *prompt)
{
  ump_composer_set_text (self->composer, prompt);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}


static void
ump_battle_page_dispose (GObject *object)
{
  UmpBattlePage *self = UMP_BATTLE_PAGE (object);

  g_clear_pointer (&self->draft, ump_draft_free);
  g_clear_object (&self->keeper);
  self->duel = NULL;
  G_OBJECT_CLASS (ump_battle_page_parent_class)->dispose (object);
}


static void
ump_battle_page_finalize (GObject *object)
{
  UmpBattlePage *self = UMP_BATTLE_PAGE (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->store);
  g_clear_object (&self->transport);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (ump_battle_page_parent_class)->finalize (object);
}


static void
ump_battle_page_class_init (UmpBattlePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_battle_page_dispose;
  object_class->finalize = ump_battle_page_finalize;

  signals[SIGNAL_READY] = g_signal_new ("ready", UMP_TYPE_BATTLE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  g_type_ensure (UMP_TYPE_BROAD_LAYOUT);
  g_type_ensure (UMP_TYPE_COMPOSER);
  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/ump-battle-page.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpBattlePage, practice_banner);
  gtk_widget_class_bind_template_child (widget_class, UmpBattlePage, stack);
  gtk_widget_class_bind_template_child (widget_class, UmpBattlePage, toasts);
  gtk_widget_class_bind_template_child (widget_class, UmpBattlePage, duel_bin);
  gtk_widget_class_bind_template_child (widget_class, UmpBattlePage, composer);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, end_practice_cb);
  gtk_widget_class_bind_template_callback (widget_class, either);
  gtk_widget_class_bind_template_callback (widget_class, place_toasts_cb);
}


static void
ump_battle_page_init (UmpBattlePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->keeper = ump_duel_keeper_new (self->toasts);
}


/**
 * ump_battle_page_new:
 * @store: where battles are kept
 * @transport: the way to the models
 * @settings: the program's settings
 *
 * Returns: a page that shows nothing before ump_battle_page_load()
 */
GtkWidget *
ump_battle_page_new (UmpStore *store, UmpTransport *transport, GSettings *settings)
{
  UmpBattlePage *self = g_object_new (UMP_TYPE_BATTLE_PAGE, NULL);

  self->store = g_object_ref (store);
  self->transport = g_object_ref (transport);
  self->settings = g_object_ref (settings);
  self->actions = g_simple_action_group_new ();
  ump_battle_actions_add (G_ACTION_MAP (self->actions), self, settings);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "battle", G_ACTION_GROUP (self->actions));
  g_signal_connect_object (settings, "changed::practice", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  /* What is not on the screen leaves its keys to what is. */
  g_signal_connect (self, "map", G_CALLBACK (update_actions), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (update_actions), NULL);
  update_composer (self);
  return GTK_WIDGET (self);
}


/**
 * ump_battle_page_get_actions:
 * @self: a page
 *
 * Returns: (transfer none): its actions, to be inserted as "battle"
 */
GActionGroup *
ump_battle_page_get_actions (UmpBattlePage *self)
{
  g_return_val_if_fail (UMP_IS_BATTLE_PAGE (self), NULL);
  return G_ACTION_GROUP (self->actions);
}


/**
 * ump_battle_page_get_duel:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the battle that is shown
 */
UmpDuelView *
ump_battle_page_get_duel (UmpBattlePage *self)
{
  g_return_val_if_fail (UMP_IS_BATTLE_PAGE (self), NULL);
  return self->duel;
}


/**
 * ump_battle_page_load:
 * @self: a page
 *
 * Reads what the page needs; called after the first frame, once.
 */
void
ump_battle_page_load (UmpBattlePage *self)
{
  g_return_if_fail (UMP_IS_BATTLE_PAGE (self));
  if (self->start_view != NULL)
    return;
  self->draft = ump_draft_new (self->store, self->composer);
  self->start_view = UMP_START_VIEW (ump_start_view_new (self->store, self->settings));
  g_signal_connect_object (self->start_view, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->start_view, "resume", G_CALLBACK (ump_battle_page_resume), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->start_view, "suggest", G_CALLBACK (suggest_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->start_view), "start");
  ump_start_view_load (self->start_view);
}


/**
 * ump_battle_page_flush:
 * @self: a page
 *
 * Gives what is not saved yet to the store; for the end of the program.
 */
void
ump_battle_page_flush (UmpBattlePage *self)
{
  g_return_if_fail (UMP_IS_BATTLE_PAGE (self));
  if (self->draft != NULL)
    ump_draft_flush (self->draft);
}


/**
 * ump_battle_page_new_battle:
 * @self: a page
 *
 * Makes room for a new battle. One that is not decided stays open.
 */
void
ump_battle_page_new_battle (UmpBattlePage *self)
{
  g_return_if_fail (UMP_IS_BATTLE_PAGE (self));
  if (self->starting)
    return;
  park (self);
  set_duel (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}


/**
 * ump_battle_page_resume:
 * @self: a page
 * @battle_id: a battle without a verdict
 *
 * Goes on with it, still blind.
 */
void
ump_battle_page_resume (UmpBattlePage *self, const char *battle_id)
{
  g_return_if_fail (UMP_IS_BATTLE_PAGE (self));
  if (get_battle (self) != NULL && g_str_equal (ump_battle_get_id (get_battle (self)), battle_id))
    return;
  /* One battle has one object that writes it. */
  if (ump_duel_keeper_has_parked (self->keeper, battle_id)) {
    ump_battle_page_go_back (self);
  } else if (!self->starting) {
    self->starting = TRUE;
    ump_battle_resume_async (self->store, self->transport, battle_id, NULL, resumed_cb, g_object_ref (self));
  }
}


/**
 * ump_battle_page_other_pair:
 * @self: a page that shows a battle
 *
 * Asks two others the same. A battle that failed because a service had no room
 * is given up first: it would stay open for nothing.
 */
void
ump_battle_page_other_pair (UmpBattlePage *self)
{
  UmpBattle *battle;

  g_return_if_fail (UMP_IS_BATTLE_PAGE (self));
  battle = get_battle (self);
  if (battle == NULL || self->starting || self->passing_on)
    return;
  if (ump_battle_get_status (battle) == UMP_DUEL_FAILED && ump_battle_get_over_capacity (battle)) {
    self->passing_on = TRUE;
    ump_duel_view_void (self->duel);
  } else {
    ask_two_others (self);
  }
}


/**
 * ump_battle_page_undo:
 * @self: a page
 *
 * Takes the last vote back.
 */
void
ump_battle_page_undo (UmpBattlePage *self)
{
  g_return_if_fail (UMP_IS_BATTLE_PAGE (self));
  ump_duel_keeper_undo (self->keeper);
}


/**
 * ump_battle_page_go_back:
 * @self: a page
 *
 * Goes back to the undecided battle that the last one took the place of.
 */
void
ump_battle_page_go_back (UmpBattlePage *self)
{
  g_autoptr (UmpDuelView) parked = NULL;

  g_return_if_fail (UMP_IS_BATTLE_PAGE (self));
  parked = self->starting ? NULL : ump_duel_keeper_take_parked (self->keeper);
  if (parked == NULL)
    return;
  park (self);
  set_duel (self, parked);
}


/**
 * ump_battle_page_focus_next_area:
 * @self: a page
 *
 * Moves the focus on: response A, response B, vote bar, composer.
 */
void
ump_battle_page_focus_next_area (UmpBattlePage *self)
{
  GtkRoot *root;

  g_return_if_fail (UMP_IS_BATTLE_PAGE (self));
  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (self->duel == NULL || !ump_duel_view_focus_next_area (self->duel, gtk_root_get_focus (root)))
    gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}
