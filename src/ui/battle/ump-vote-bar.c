/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-broad-layout.h"
#include "ump-vote-bar.h"
#include "ump-wrap-layout.h"

/**
 * UmpVoteBar:
 *
 * The one status of the duel, and under it the vote or, after the reveal, what
 * comes next. Its buttons name actions of the group "battle" and decide nothing.
 */
struct _UmpVoteBar {
  GtkWidget parent_instance;
  GtkWidget *content;
  GtkStack *stack;
  GtkGrid *grid;
  GtkWidget *revealed_box;
  GtkLabel *status;
  GtkSpinner *spinner;
  GtkWidget *a_button;
  GtkWidget *tie_button;
  GtkWidget *bad_button;
  GtkWidget *b_button;
  GtkWidget *again_button;
  GtkWidget *wait_button;
  GtkWidget *stop_button;
};

G_DEFINE_FINAL_TYPE (UmpVoteBar, ump_vote_bar, GTK_TYPE_WIDGET)


static void
place (UmpVoteBar *self, GtkWidget *button, int column, int row)
{
  GtkLayoutManager *manager = gtk_widget_get_layout_manager (GTK_WIDGET (self->grid));
  GtkLayoutChild *child = gtk_layout_manager_get_layout_child (manager, button);

  g_object_set (child, "column", column, "row", row, NULL);
}


/* Beside each other words are cut rather than wrapped: the window asks how
 * narrow four may be before it is known that only two have room. That they
 * wrap at all never changes: GTK remembers for a hidden page that its height
 * does not depend on its width. */
static void
set_wrapped (GtkWidget *box, gboolean wrapped)
{
  for (GtkWidget *button = gtk_widget_get_first_child (box); button != NULL; button = gtk_widget_get_next_sibling (button)) {
    GtkLabel *label = GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button)));

    gtk_label_set_lines (label, wrapped ? -1 : 1);
    gtk_label_set_ellipsize (label, wrapped ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  }
}


static const char *
describe (UmpDuelStatus status, gboolean unseen, gboolean waiting)
{
  switch (status) {
    case UMP_DUEL_ANSWERING:
      return _("Both are answering…");
    case UMP_DUEL_STALLED:
      return waiting ? _("Still waiting…") : _("Nothing new has come for a while.");
    case UMP_DUEL_READY:
      return unseen ? _("Look at both responses, then vote") : _("Ready to vote");
    case UMP_DUEL_FAILED:
      return _("This battle cannot be judged yet: retry what failed, or void it.");
    case UMP_DUEL_STOPPED:
      return _("Stopped. Retry what is incomplete, or void the battle.");
    case UMP_DUEL_SAVING:
      return _("Saving your vote…");
    case UMP_DUEL_REVEALED:
    default:
      return "";
  }
}


static void
ump_vote_bar_dispose (GObject *object)
{
  UmpVoteBar *self = UMP_VOTE_BAR (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (ump_vote_bar_parent_class)->dispose (object);
}


static void
ump_vote_bar_class_init (UmpVoteBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_vote_bar_dispose;

  g_type_ensure (UMP_TYPE_BROAD_LAYOUT);
  g_type_ensure (UMP_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/ump-vote-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpVoteBar, content);
  gtk_widget_class_bind_template_child (widget_class, UmpVoteBar, stack);
  gtk_widget_class_bind_template_child (widget_class, UmpVoteBar, grid);
  gtk_widget_class_bind_template_child (widget_class, UmpVoteBar, revealed_box);
  gtk_widget_class_bind_template_child (widget_class, UmpVoteBar, status);
  gtk_widget_class_bind_template_child (widget_class, UmpVoteBar, spinner);
  gtk_widget_class_bind_template_child (widget_class, UmpVoteBar, a_button);
  gtk_widget_class_bind_template_child (widget_class, UmpVoteBar, tie_button);
  gtk_widget_class_bind_template_child (widget_class, UmpVoteBar, bad_button);
  gtk_widget_class_bind_template_child (widget_class, UmpVoteBar, b_button);
  gtk_widget_class_bind_template_child (widget_class, UmpVoteBar, again_button);
  gtk_widget_class_bind_template_child (widget_class, UmpVoteBar, wait_button);
  gtk_widget_class_bind_template_child (widget_class, UmpVoteBar, stop_button);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "votebar");
}


static void
ump_vote_bar_init (UmpVoteBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ump_vote_bar_set_stacked (self, FALSE);
}


/**
 * ump_vote_bar_new:
 *
 * Returns: a bar that shows that both are answering
 */
GtkWidget *
ump_vote_bar_new (void)
{
  return g_object_new (UMP_TYPE_VOTE_BAR, NULL);
}


/**
 * ump_vote_bar_set_stacked:
 * @self: a bar
 * @stacked: there is room for two buttons beside each other, not for four
 */
void
ump_vote_bar_set_stacked (UmpVoteBar *self, gboolean stacked)
{
  g_return_if_fail (UMP_IS_VOTE_BAR (self));
  place (self, self->a_button, 0, 0);
  place (self, self->tie_button, stacked ? 0 : 1, stacked ? 1 : 0);
  place (self, self->bad_button, stacked ? 1 : 2, stacked ? 1 : 0);
  place (self, self->b_button, stacked ? 1 : 3, 0);
  gtk_grid_set_column_homogeneous (self->grid, stacked);
  set_wrapped (GTK_WIDGET (self->grid), stacked);
  set_wrapped (self->revealed_box, stacked);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->revealed_box),
                                  stacked ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}


/**
 * ump_vote_bar_set_status:
 * @self: a bar
 * @status: of the duel
 * @unseen: one of the responses was not yet looked at
 * @waiting: the user said to keep waiting
 */
void
ump_vote_bar_set_status (UmpVoteBar *self, UmpDuelStatus status, gboolean unseen, gboolean waiting)
{
  gboolean stalled = status == UMP_DUEL_STALLED;
  gboolean busy = status == UMP_DUEL_ANSWERING || stalled || status == UMP_DUEL_SAVING;

  g_return_if_fail (UMP_IS_VOTE_BAR (self));
  if (status != UMP_DUEL_REVEALED)
    gtk_label_set_label (self->status, describe (status, unseen, waiting));
  gtk_widget_remove_css_class (GTK_WIDGET (self->status), "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "dim-label");
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_widget_set_visible (self->again_button, FALSE);
  gtk_widget_set_visible (self->wait_button, stalled && !waiting);
  gtk_widget_set_visible (self->stop_button, stalled);
  gtk_stack_set_visible_child_name (self->stack, status == UMP_DUEL_REVEALED ? "revealed" : "vote");
}


/**
 * ump_vote_bar_set_result:
 * @self: a bar
 * @sentence: what became of the vote; shown once revealed
 */
void
ump_vote_bar_set_result (UmpVoteBar *self, const char *sentence)
{
  g_return_if_fail (UMP_IS_VOTE_BAR (self));
  gtk_label_set_label (self->status, sentence);
}


/**
 * ump_vote_bar_set_error:
 * @self: a bar
 * @sentence: why the vote was not saved; *Try Again* stands beside it
 */
void
ump_vote_bar_set_error (UmpVoteBar *self, const char *sentence)
{
  g_return_if_fail (UMP_IS_VOTE_BAR (self));
  gtk_label_set_label (self->status, sentence);
  gtk_widget_remove_css_class (GTK_WIDGET (self->status), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "error");
  gtk_widget_set_visible (self->again_button, TRUE);
}


/**
 * ump_vote_bar_has_error:
 * @self: a bar
 *
 * Returns: whether it shows that a vote was not saved
 */
gboolean
ump_vote_bar_has_error (UmpVoteBar *self)
{
  g_return_val_if_fail (UMP_IS_VOTE_BAR (self), FALSE);
  return gtk_widget_get_visible (self->again_button);
}
