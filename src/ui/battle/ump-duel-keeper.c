/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-duel-keeper.h"
#include "ump-toast.h"

struct _UmpDuelKeeper {
  GObject parent_instance;

  AdwToastOverlay *toasts; /* borrowed, of the page that owns this */
  UmpDuelView *parked;
  UmpDuelView *voted;
  AdwToast *vote_toast; /* a weak pointer */
};

G_DEFINE_FINAL_TYPE (UmpDuelKeeper, ump_duel_keeper, G_TYPE_OBJECT)


static void
show_toast (UmpDuelKeeper *self, const char *text, const char *button, const char *action_name)
{
  adw_toast_overlay_add_toast (self->toasts, ump_toast_new (text, button, action_name));
}


/* It is offered by one toast at a time, and by none where there is nothing to
 * take back any more. */
static void
offer_undo (UmpDuelKeeper *self, const char *text)
{
  AdwToast *toast = text != NULL ? ump_toast_new (text, _("_Undo"), "battle.undo") : NULL;

  if (self->vote_toast != NULL)
    adw_toast_dismiss (self->vote_toast);
  g_set_weak_pointer (&self->vote_toast, toast);
  if (toast != NULL)
    adw_toast_overlay_add_toast (self->toasts, toast);
}


static void
revealed_cb (UmpDuelView *duel, const UmpReveal *reveal, UmpDuelKeeper *self)
{
  /* There is nothing to go back to any more. */
  if (self->parked == duel)
    g_clear_object (&self->parked);
  if (reveal->state != UMP_BATTLE_VOTED)
    return;
  g_set_object (&self->voted, duel);
  offer_undo (self, reveal->clean ? _("Vote counted") : _("Vote kept, not rated"));
}


static void
failed_cb (UmpDuelView *duel, const char *sentence, UmpDuelKeeper *self)
{
  /* On the screen the duel says so itself. */
  if (gtk_widget_get_parent (GTK_WIDGET (duel)) != NULL)
    return;
  g_set_object (&self->parked, duel);
  show_toast (self, sentence, _("Go Back"), "battle.go-back");
}


static void
retracted_cb (UmpDuelView *duel, const char *error, UmpDuelKeeper *self)
{
  if (error != NULL) {
    g_set_object (&self->voted, duel);
    offer_undo (self, error);
    return;
  }
  if (self->voted == duel || self->voted == NULL) {
    g_clear_object (&self->voted);
    offer_undo (self, NULL);
  }
  /* On the screen the duel says so itself. */
  if (gtk_widget_get_parent (GTK_WIDGET (duel)) == NULL)
    show_toast (self, _("Vote taken back"), NULL, NULL);
}


static void
ump_duel_keeper_dispose (GObject *object)
{
  UmpDuelKeeper *self = UMP_DUEL_KEEPER (object);

  g_clear_object (&self->parked);
  g_clear_object (&self->voted);
  g_clear_weak_pointer (&self->vote_toast);
  G_OBJECT_CLASS (ump_duel_keeper_parent_class)->dispose (object);
}


static void
ump_duel_keeper_class_init (UmpDuelKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ump_duel_keeper_dispose;
}


static void
ump_duel_keeper_init (UmpDuelKeeper *self)
{
}


/**
 * ump_duel_keeper_new:
 * @toasts: where to say what happens; outlives the keeper
 *
 * Returns: (transfer full): a keeper of nothing
 */
UmpDuelKeeper *
ump_duel_keeper_new (AdwToastOverlay *toasts)
{
  UmpDuelKeeper *self = g_object_new (UMP_TYPE_DUEL_KEEPER, NULL);

  self->toasts = toasts;
  return self;
}


/**
 * ump_duel_keeper_watch:
 * @self: a keeper
 * @duel: a new duel
 *
 * Tells from now on what becomes of @duel, wherever it is.
 */
void
ump_duel_keeper_watch (UmpDuelKeeper *self, UmpDuelView *duel)
{
  g_return_if_fail (UMP_IS_DUEL_KEEPER (self) && UMP_IS_DUEL_VIEW (duel));
  g_signal_connect_object (duel, "revealed", G_CALLBACK (revealed_cb), self, 0);
  g_signal_connect_object (duel, "failed", G_CALLBACK (failed_cb), self, 0);
  g_signal_connect_object (duel, "retracted", G_CALLBACK (retracted_cb), self, 0);
}


/**
 * ump_duel_keeper_park:
 * @self: a keeper
 * @duel: a duel that leaves the screen
 *
 * An undecided battle is not lost when another one begins: it stays in the
 * store, blind, and one step away here. So does one whose verdict is on its
 * way to the disk, which may yet fail.
 */
void
ump_duel_keeper_park (UmpDuelKeeper *self, UmpDuelView *duel)
{
  UmpBattle *battle;
  UmpDuelStatus status;

  g_return_if_fail (UMP_IS_DUEL_KEEPER (self) && UMP_IS_DUEL_VIEW (duel));
  battle = ump_duel_view_get_battle (duel);
  status = ump_battle_get_status (battle);
  if (status == UMP_DUEL_REVEALED)
    return;
  g_set_object (&self->parked, duel);
  if (status == UMP_DUEL_SAVING)
    return;
  if (status == UMP_DUEL_ANSWERING || status == UMP_DUEL_STALLED)
    ump_battle_stop (battle);
  show_toast (self, _("Battle kept, still blind"), _("Go Back"), "battle.go-back");
}


/**
 * ump_duel_keeper_has_parked:
 * @self: a keeper
 * @battle_id: of a battle
 *
 * Returns: whether its duel is the parked one
 */
gboolean
ump_duel_keeper_has_parked (UmpDuelKeeper *self, const char *battle_id)
{
  g_return_val_if_fail (UMP_IS_DUEL_KEEPER (self), FALSE);
  return self->parked != NULL && g_str_equal (ump_battle_get_id (ump_duel_view_get_battle (self->parked)), battle_id);
}


/**
 * ump_duel_keeper_take_parked:
 * @self: a keeper
 *
 * Returns: (transfer full) (nullable): the parked duel, for the screen
 */
UmpDuelView *
ump_duel_keeper_take_parked (UmpDuelKeeper *self)
{
  g_return_val_if_fail (UMP_IS_DUEL_KEEPER (self), NULL);
  return g_steal_pointer (&self->parked);
}


/**
 * ump_duel_keeper_undo:
 * @self: a keeper
 *
 * Takes the last vote back. Where that fails it can be tried again.
 */
void
ump_duel_keeper_undo (UmpDuelKeeper *self)
{
  g_autoptr (UmpDuelView) voted = NULL;

  g_return_if_fail (UMP_IS_DUEL_KEEPER (self));
  voted = g_steal_pointer (&self->voted);
  if (voted != NULL)
    ump_duel_view_retract (voted);
}
