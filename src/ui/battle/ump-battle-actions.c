/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-battle-actions.h"

typedef void (*RunFunc) (UmpBattlePage *page);
typedef gboolean (*MayFunc) (UmpDuelView *duel);

/**
 * ActionRow:
 * @name: of the action; keys and buttons name it
 * @run: what it does
 * @when: bits of #UmpDuelStatus in which it may, 0 where it always may
 * @may: (nullable): what else must hold
 */
typedef struct {
  const char *name;
  RunFunc run;
  guint when;
  MayFunc may;
} ActionRow;

#define AT(status) (1u << UMP_DUEL_##status)
#define RUNNING (AT (ANSWERING) | AT (STALLED))
#define IDLE (AT (FAILED) | AT (STOPPED))
#define BLIND (RUNNING | IDLE | AT (READY))
#define ANY (BLIND | AT (REVEALED))


static void
run_vote_a (UmpBattlePage *page)
{
  ump_duel_view_vote (ump_battle_page_get_duel (page), UMP_VERDICT_A);
}


static void
run_vote_tie (UmpBattlePage *page)
{
  ump_duel_view_vote (ump_battle_page_get_duel (page), UMP_VERDICT_TIE);
}


static void
run_vote_both_bad (UmpBattlePage *page)
{
  ump_duel_view_vote (ump_battle_page_get_duel (page), UMP_VERDICT_BOTH_BAD);
}


static void
run_vote_b (UmpBattlePage *page)
{
  ump_duel_view_vote (ump_battle_page_get_duel (page), UMP_VERDICT_B);
}


static void
run_again (UmpBattlePage *page)
{
  ump_duel_view_try_again (ump_battle_page_get_duel (page));
}


static void
run_undo_vote (UmpBattlePage *page)
{
  ump_duel_view_retract (ump_battle_page_get_duel (page));
}


static void
run_skip (UmpBattlePage *page)
{
  ump_duel_view_skip (ump_battle_page_get_duel (page));
}


static void
run_void (UmpBattlePage *page)
{
  ump_duel_view_void (ump_battle_page_get_duel (page));
}


static void
run_stop (UmpBattlePage *page)
{
  ump_battle_stop (ump_duel_view_get_battle (ump_battle_page_get_duel (page)));
}


static void
retry (UmpBattlePage *page, UmpSide side)
{
  UmpBattle *battle = ump_duel_view_get_battle (ump_battle_page_get_duel (page));

  if (ump_battle_get_side_failed (battle, side))
    ump_battle_retry_side (battle, side);
}


static void
run_retry_a (UmpBattlePage *page)
{
  retry (page, UMP_SIDE_A);
}


static void
run_retry_b (UmpBattlePage *page)
{
  retry (page, UMP_SIDE_B);
}


static void
run_retry_both (UmpBattlePage *page)
{
  retry (page, UMP_SIDE_A);
  retry (page, UMP_SIDE_B);
}


static void
run_keep_waiting (UmpBattlePage *page)
{
  ump_duel_view_keep_waiting (ump_battle_page_get_duel (page));
}


static void
run_copy_a (UmpBattlePage *page)
{
  ump_duel_stage_copy (ump_duel_view_get_stage (ump_battle_page_get_duel (page)), UMP_SIDE_A);
}


static void
run_copy_b (UmpBattlePage *page)
{
  ump_duel_stage_copy (ump_duel_view_get_stage (ump_battle_page_get_duel (page)), UMP_SIDE_B);
}


static void
run_copy_prompt (UmpBattlePage *page)
{
  ump_duel_stage_copy_prompt (ump_duel_view_get_stage (ump_battle_page_get_duel (page)));
}


static void
run_find (UmpBattlePage *page)
{
  ump_duel_stage_find (ump_duel_view_get_stage (ump_battle_page_get_duel (page)));
}


static void
run_find_next (UmpBattlePage *page)
{
  ump_duel_stage_find_step (ump_duel_view_get_stage (ump_battle_page_get_duel (page)), TRUE);
}


static void
run_find_previous (UmpBattlePage *page)
{
  ump_duel_stage_find_step (ump_duel_view_get_stage (ump_battle_page_get_duel (page)), FALSE);
}

static const ActionRow rows[] = {
  { "vote-a", run_vote_a, ANY, ump_duel_view_get_can_vote },
  { "vote-tie", run_vote_tie, ANY, ump_duel_view_get_can_vote },
  { "vote-both-bad", run_vote_both_bad, ANY, ump_duel_view_get_can_vote },
  { "vote-b", run_vote_b, ANY, ump_duel_view_get_can_vote },
  { "vote-again", run_again, ANY, NULL },
  { "undo-vote", run_undo_vote, AT (REVEALED), ump_duel_view_get_can_retract },
  { "skip", run_skip, BLIND, NULL },
  { "void", run_void, IDLE, NULL },
  { "stop", run_stop, RUNNING, NULL },
  { "retry-a", run_retry_a, IDLE, NULL },
  { "retry-b", run_retry_b, IDLE, NULL },
  { "retry-both", run_retry_both, IDLE, ump_duel_view_get_both_failed },
  { "keep-waiting", run_keep_waiting, AT (STALLED), NULL },
  { "copy-a", run_copy_a, ANY, NULL },
  { "copy-b", run_copy_b, ANY, NULL },
  { "copy-prompt", run_copy_prompt, ANY, NULL },
  { "find", run_find, ANY, NULL },
  { "find-next", run_find_next, ANY, NULL },
  { "find-previous", run_find_previous, ANY, NULL },
  { "other-pair", ump_battle_page_other_pair, ANY, NULL },
  { "new", ump_battle_page_new_battle, 0, NULL },
  { "undo", ump_battle_page_undo, 0, NULL },
  { "go-back", ump_battle_page_go_back, 0, NULL },
  { "next-area", ump_battle_page_focus_next_area, 0, NULL },
};


static const ActionRow *
find_row (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (g_str_equal (rows[i].name, name))
      return &rows[i];
  }
  return NULL;
}


/* The focus would go nowhere with a button that goes as soon as it was pressed. */
static void
hand_focus_on (const ActionRow *row, UmpBattlePage *page)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  g_autofree char *name = g_strconcat ("battle.", row->name, NULL);
  GtkWidget *pane;

  if (!GTK_IS_ACTIONABLE (focus) || g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (focus)), name) != 0)
    return;
  pane = gtk_widget_get_ancestor (focus, UMP_TYPE_DUEL_PANE);
  if (pane != NULL && (row->run == run_retry_a || row->run == run_retry_b || row->run == run_void))
    gtk_widget_grab_focus (GTK_WIDGET (ump_duel_pane_get_view (UMP_DUEL_PANE (pane))));
  /* What comes after the vote bar is the composer. */
  else if (row->run == run_undo_vote || row->run == run_retry_both)
    ump_battle_page_focus_next_area (page);
}


static void
activate_cb (GSimpleAction *action, GVariant *parameter, UmpBattlePage *page)
{
  const ActionRow *row = find_row (g_action_get_name (G_ACTION (action)));

  hand_focus_on (row, page);
  row->run (page);
}


/**
 * ump_battle_actions_add:
 * @map: where to
 * @page: what they act on; lives longer than @map
 * @settings: for those that are settings
 */
void
ump_battle_actions_add (GActionMap *map, UmpBattlePage *page, GSettings *settings)
{
  static const char *const keys[] = { "linked-scrolling", "practice" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GSimpleAction) action = g_simple_action_new (rows[i].name, NULL);

    g_signal_connect_object (action, "activate", G_CALLBACK (activate_cb), page, 0);
    g_action_map_add_action (map, G_ACTION (action));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autoptr (GAction) action = g_settings_create_action (settings, keys[i]);

    g_action_map_add_action (map, action);
  }
  ump_battle_actions_update (map, page);
}


/**
 * ump_battle_actions_update:
 * @map: with the actions
 * @page: its page
 *
 * Enables what the state of the duel allows. The keys work with the focus
 * anywhere in the window, and a vote on something that is not on the screen is
 * none: what acts on the duel needs the page to be mapped.
 */
void
ump_battle_actions_update (GActionMap *map, UmpBattlePage *page)
{
  UmpDuelView *duel = ump_battle_page_get_duel (page);
  UmpBattle *battle = duel != NULL ? ump_duel_view_get_battle (duel) : NULL;
  gboolean mapped = gtk_widget_get_mapped (GTK_WIDGET (page));

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    GAction *action = g_action_map_lookup_action (map, rows[i].name);
    gboolean enabled = rows[i].when == 0;

    if (battle != NULL && rows[i].when != 0)
      enabled = mapped && (rows[i].when & (1u << ump_battle_get_status (battle))) != 0;
    if (rows[i].may != NULL)
      enabled = enabled && rows[i].may (duel);
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
  }
}
