/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-leaderboard-page.h"

struct _UmpLeaderboardPage {
  AdwBin parent_instance;

  UmpStore *store;
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (UmpLeaderboardPage, ump_leaderboard_page, ADW_TYPE_BIN)

enum {
  SIGNAL_START_BATTLE,
  SIGNAL_OPEN_BATTLE,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];


static void
ump_leaderboard_page_dispose (GObject *object)
{
  UmpLeaderboardPage *self = UMP_LEADERBOARD_PAGE (object);

  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (ump_leaderboard_page_parent_class)->dispose (object);
}


static void
ump_leaderboard_page_class_init (UmpLeaderboardPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ump_leaderboard_page_dispose;

  signals[SIGNAL_START_BATTLE] = g_signal_new ("start-battle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_OPEN_BATTLE] = g_signal_new ("open-battle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}


static void
ump_leaderboard_page_init (UmpLeaderboardPage *self)
{
}


/**
 * ump_leaderboard_page_new:
 * @store: where ballots come from
 * @settings: the program's settings
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
ump_leaderboard_page_new (UmpStore *store, GSettings *settings)
{
  UmpLeaderboardPage *self = g_object_new (UMP_TYPE_LEADERBOARD_PAGE, NULL);

  self->store = g_object_ref (store);
  self->settings = g_object_ref (settings);
  return GTK_WIDGET (self);
}
