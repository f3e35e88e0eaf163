/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-markdown-turns.h"

typedef struct {
  gconstpointer answer;
  gint64 frame;
  /* The frame that it was refused, for the sake of another one. */
  gint64 refused;
  /* Whether another one asked for the same frame. */
  gboolean wanted;
} Turn;

static G_DEFINE_QUARK (ump-markdown-turn, turn)


static Turn *
ensure_turn (GdkFrameClock *clock)
{
  Turn *turn = g_object_get_qdata (G_OBJECT (clock), turn_quark ());

  if (turn == NULL) {
    turn = g_new0 (Turn, 1);
    turn->frame = turn->refused = -1;
    g_object_set_qdata_full (G_OBJECT (clock), turn_quark (), turn, g_free);
  }
  return turn;
}


/**
 * ump_markdown_turns_take:
 * @widget: what wants to lay out and paint new text; all inside one scrolled
 *   window belongs together
 * @clock: its frame clock, which is in a frame
 *
 * Two answers that stream side by side take turns, so that no frame has the
 * work of both. One that streams alone has every frame.
 *
 * Returns: whether this frame is for @widget; where not, it asks again in the next
 */
gboolean
ump_markdown_turns_take (GtkWidget *widget, GdkFrameClock *clock)
{
  Turn *turn = ensure_turn (clock);
  gconstpointer answer = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  gint64 frame = gdk_frame_clock_get_frame_counter (clock);
  gboolean was_last = turn->answer == answer;

  /* What is not on the screen is not painted. */
  if (!gtk_widget_get_mapped (widget))
    return TRUE;
  if (turn->frame == frame) {
    turn->wanted |= !was_last;
    return was_last;
  }
  if (was_last && (turn->wanted || turn->refused == frame)) {
    turn->wanted = FALSE;
    turn->refused = frame;
    return FALSE;
  }
  *turn = (Turn) { answer, frame, -1, FALSE };
  return TRUE;
}
