/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-history-page.h"

struct _UmpHistoryPage {
  AdwBin parent_instance;

  UmpStore *store;
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (UmpHistoryPage, ump_history_page, ADW_TYPE_BIN)

enum {
  SIGNAL_RESUME_BATTLE,
  SIGNAL_START_BATTLE,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];


static void
ump_history_page_dispose (GObject *object)
{
  UmpHistoryPage *self = UMP_HISTORY_PAGE (object);

  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (ump_history_page_parent_class)->dispose (object);
}


static void
ump_history_page_class_init (UmpHistoryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ump_history_page_dispose;

  signals[SIGNAL_RESUME_BATTLE] = g_signal_new ("resume-battle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_START_BATTLE] = g_signal_new ("start-battle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}


static void
ump_history_page_init (UmpHistoryPage *self)
{
}


/**
 * ump_history_page_new:
 * @store: where battles come from
 * @settings: the program's settings
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
ump_history_page_new (UmpStore *store, GSettings *settings)
{
  UmpHistoryPage *self = g_object_new (UMP_TYPE_HISTORY_PAGE, NULL);

  self->store = g_object_ref (store);
  self->settings = g_object_ref (settings);
  return GTK_WIDGET (self);
}


/**
 * ump_history_page_show_battle:
 * @self: the page
 * @battle_id: a battle
 *
 * Opens one battle to read.
 */
void
ump_history_page_show_battle (UmpHistoryPage *self, const char *battle_id)
{
  g_return_if_fail (UMP_IS_HISTORY_PAGE (self));
}
