/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ump-compat.h"
#include "ump-duel-pane.h"
#include "ump-reveal-header.h"
#include "ump-reveal-text.h"
#include "ump-wrap-layout.h"

/**
 * UmpDuelPane:
 *
 * One side of a duel, named by its letter until the reveal. It holds one view
 * for each turn and shows one of them.
 */
struct _UmpDuelPane {
  GtkWidget parent_instance;
  GtkWidget *content;
  GtkBox *header;
  GtkLabel *badge;
  GtkLabel *title;
  GtkWidget *subtitle_box;
  GtkLabel *chip;
  GtkLabel *subtitle;
  GtkWidget *rating_box;
  GtkLabel *rating;
  GtkLabel *rating_change;
  GtkWidget *copy_button;
  GtkWidget *details; /* after the reveal */
  GtkStack *turns;
  GtkRevealer *failed_revealer;
  GtkWidget *failed_box;
  GtkLabel *failed_label;
  GtkWidget *retry_button;

  UmpSide side;
  GPtrArray *views;
  guint shown;
  gboolean plain;
  gboolean revealed;
  UmpVerdict verdict; /* once it is revealed */
  double scale;
};

G_DEFINE_FINAL_TYPE (UmpDuelPane, ump_duel_pane, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_SIDE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];


static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}


static void
link_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    g_info ("A link could not be opened: %s", error->message);
}


static void
link_confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *uri = user_data;

  if (ump_confirm_finish (result, NULL))
    g_app_info_launch_default_for_uri_async (uri, NULL, NULL, link_opened_cb, NULL);
}


static void
activate_link_cb (UmpMarkdownView *view, const char *uri, UmpDuelPane *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  ump_confirm_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _("Open This Link?"), uri, _("_Open"), FALSE,
                     NULL, link_confirmed_cb, g_strdup (uri));
}


static UmpMarkdownView *
ensure_view (UmpDuelPane *self, guint turn)
{
  while (self->views->len <= turn) {
    GtkWidget *view = ump_markdown_view_new ();
    g_autofree char *name = g_strdup_printf ("%u", self->views->len);

    ump_markdown_view_set_plain_style (UMP_MARKDOWN_VIEW (view), self->plain);
    ump_markdown_view_set_scale (UMP_MARKDOWN_VIEW (view), self->scale);
    ump_markdown_view_set_title (UMP_MARKDOWN_VIEW (view), self->side == UMP_SIDE_A ? _("Text of Response A") : _("Text of Response B"));
    ump_markdown_view_set_revealed (UMP_MARKDOWN_VIEW (view), self->revealed);
    gtk_widget_set_vexpand (view, TRUE);
    g_signal_connect_object (view, "activate-link", G_CALLBACK (activate_link_cb), self, 0);
    gtk_stack_add_named (self->turns, view, name);
    g_ptr_array_add (self->views, view);
  }
  return g_ptr_array_index (self->views, turn);
}


static void
ump_duel_pane_constructed (GObject *object)
{
  UmpDuelPane *self = UMP_DUEL_PANE (object);
  gboolean is_a = self->side == UMP_SIDE_A;
  const char *copy = is_a ? _("Copy Response A") : _("Copy Response B");

  G_OBJECT_CLASS (ump_duel_pane_parent_class)->constructed (object);
  gtk_label_set_label (self->badge, is_a ? C_("side", "A") : C_("side", "B"));
  gtk_label_set_label (self->title, is_a ? _("Response A") : _("Response B"));
  gtk_widget_set_tooltip_text (self->copy_button, copy);
  set_name (self->copy_button, copy);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->copy_button), is_a ? "battle.copy-a" : "battle.copy-b");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->retry_button), is_a ? "battle.retry-a" : "battle.retry-b");
  set_name (self->failed_box, is_a ? _("Response A is incomplete") : _("Response B is incomplete"));
  ump_duel_pane_set_finished (self, FALSE);
}


static void
ump_duel_pane_dispose (GObject *object)
{
  UmpDuelPane *self = UMP_DUEL_PANE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->views, g_ptr_array_unref);
  G_OBJECT_CLASS (ump_duel_pane_parent_class)->dispose (object);
}


static void
ump_duel_pane_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  UmpDuelPane *self = UMP_DUEL_PANE (object);

  switch (prop_id) {
    case PROP_SIDE:
      self->side = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}


static void
ump_duel_pane_class_init (UmpDuelPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = ump_duel_pane_constructed;
  object_class->dispose = ump_duel_pane_dispose;
  object_class->set_property = ump_duel_pane_set_property;

  properties[PROP_SIDE] = g_param_spec_int ("side", NULL, NULL, UMP_SIDE_A, UMP_SIDE_B, UMP_SIDE_A,
    G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (UMP_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/ump-duel-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, content);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, header);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, badge);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, title);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, subtitle_box);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, chip);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, subtitle);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, rating_box);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, rating);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, rating_change);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, copy_button);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, turns);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, failed_revealer);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, failed_box);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, failed_label);
  gtk_widget_class_bind_template_child (widget_class, UmpDuelPane, retry_button);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "duelpane");
}


static void
ump_duel_pane_init (UmpDuelPane *self)
{
  self->views = g_ptr_array_new ();
  self->scale = 1.0;
  gtk_widget_init_template (GTK_WIDGET (self));
}


/**
 * ump_duel_pane_new:
 * @side: A or B
 *
 * Returns: an empty pane
 */
GtkWidget *
ump_duel_pane_new (UmpSide side)
{
  return g_object_new (UMP_TYPE_DUEL_PANE, "side", side, NULL);
}


/**
 * ump_duel_pane_get_side:
 * @self: a pane
 *
 * Returns: A or B
 */
UmpSide
ump_duel_pane_get_side (UmpDuelPane *self)
{
  g_return_val_if_fail (UMP_IS_DUEL_PANE (self), UMP_SIDE_A);
  return self->side;
}


/**
 * ump_duel_pane_set_style:
 * @self: a pane
 * @plain: both answers are shown in one plain style
 * @scale: text size as a factor of the desktop's
 */
void
ump_duel_pane_set_style (UmpDuelPane *self, gboolean plain, double scale)
{
  g_return_if_fail (UMP_IS_DUEL_PANE (self));
  self->plain = plain;
  self->scale = scale;
  for (guint i = 0; i < self->views->len; i++) {
    UmpMarkdownView *view = g_ptr_array_index (self->views, i);

    ump_markdown_view_set_plain_style (view, plain);
    ump_markdown_view_set_scale (view, scale);
  }
}


/**
 * ump_duel_pane_set_text:
 * @self: a pane
 * @turn: which turn, from 0
 * @text: (nullable): all that may be shown of it by now
 * @length: bytes of @text
 * @complete: nothing more will come
 */
void
ump_duel_pane_set_text (UmpDuelPane *self, guint turn, const char *text, gsize length, gboolean complete)
{
  g_return_if_fail (UMP_IS_DUEL_PANE (self));
  ump_markdown_view_set_text (ensure_view (self, turn), text != NULL ? text : "", text != NULL ? (gssize) length : 0, complete);
}


/**
 * ump_duel_pane_show_turn:
 * @self: a pane
 * @turn: the turn whose response is to be shown, from 0
 */
void
ump_duel_pane_show_turn (UmpDuelPane *self, guint turn)
{
  g_return_if_fail (UMP_IS_DUEL_PANE (self));
  gtk_stack_set_visible_child (self->turns, GTK_WIDGET (ensure_view (self, turn)));
  self->shown = turn;
}


/**
 * ump_duel_pane_get_view:
 * @self: a pane
 *
 * Returns: (transfer none): the view of the turn that is shown
 */
UmpMarkdownView *
ump_duel_pane_get_view (UmpDuelPane *self)
{
  g_return_val_if_fail (UMP_IS_DUEL_PANE (self), NULL);
  return ensure_view (self, self->shown);
}


/**
 * ump_duel_pane_set_finished:
 * @self: a pane
 * @finished: both sides are complete; never said of one side alone
 */
void
ump_duel_pane_set_finished (UmpDuelPane *self, gboolean finished)
{
  gboolean is_a;

  g_return_if_fail (UMP_IS_DUEL_PANE (self));
  is_a = self->side == UMP_SIDE_A;
  if (finished)
    set_name (GTK_WIDGET (self), is_a ? _("Response A, finished") : _("Response B, finished"));
  else
    set_name (GTK_WIDGET (self), is_a ? _("Response A") : _("Response B"));
}


/**
 * ump_duel_pane_describe_failure:
 * @stopped: because the user stopped it
 *
 * The sentence is the same whoever it is and whatever went wrong: a service's
 * own words name the model.
 *
 * Returns: why a side cannot be judged
 */
const char *
ump_duel_pane_describe_failure (gboolean stopped)
{
  return stopped ? _("This response was stopped.") : _("This response could not be completed.");
}


/**
 * ump_duel_pane_set_failed:
 * @self: a pane
 * @failed: this side cannot be judged
 * @stopped: because the user stopped it
 */
void
ump_duel_pane_set_failed (UmpDuelPane *self, gboolean failed, gboolean stopped)
{
  g_return_if_fail (UMP_IS_DUEL_PANE (self));
  if (failed)
    gtk_label_set_label (self->failed_label, ump_duel_pane_describe_failure (stopped));
  gtk_revealer_set_reveal_child (self->failed_revealer, failed);
}


/**
 * ump_duel_pane_reveal:
 * @self: a pane
 * @reveal: the result of the vote
 * @battle: its battle
 */
void
ump_duel_pane_reveal (UmpDuelPane *self, const UmpReveal *reveal, UmpBattle *battle)
{
  const UmpSideReveal *side;
  const char *name;
  const char *verdict;
  g_autofree char *subtitle = NULL;
  g_autofree char *group = NULL;

  g_return_if_fail (UMP_IS_DUEL_PANE (self));
  side = &reveal->sides[self->side];
  name = ump_contender_get_display_name (side->contender);
  verdict = ump_reveal_text_verdict (reveal, self->side);
  subtitle = ump_reveal_text_subtitle (side);
  /* Translators: name of a side after the reveal; a letter, then who it was */
  group = g_strdup_printf (_("Response %s, %s"), self->side == UMP_SIDE_A ? C_("side", "A") : C_("side", "B"), name);

  /* No tooltips: the one tooltip window of the display would still hold a name
   * when the next battle is blind. */
  self->revealed = TRUE;
  self->verdict = reveal->verdict;
  gtk_label_set_label (self->title, name);
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_widget_set_visible (self->subtitle_box, TRUE);
  set_name (GTK_WIDGET (self), group);
  if (verdict != NULL) {
    gtk_label_set_label (self->chip, verdict);
    gtk_widget_set_visible (GTK_WIDGET (self->chip), TRUE);
  }
  if (reveal->verdict == (self->side == UMP_SIDE_A ? UMP_VERDICT_A : UMP_VERDICT_B) && verdict != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->header), "picked");

  /* There are some already where a vote was taken back and another one given. */
  if (self->details != NULL)
    gtk_box_remove (self->header, self->details);
  self->details = ump_reveal_header_new ();
  ump_reveal_header_set_side (UMP_REVEAL_HEADER (self->details), side, battle);
  gtk_box_append (self->header, self->details);
  ump_duel_pane_set_failed (self, FALSE, FALSE);
  for (guint i = 0; i < self->views->len; i++)
    ump_markdown_view_set_revealed (g_ptr_array_index (self->views, i), TRUE);
}


/* Nobody won with a tie, or where both are bad, whatever that does to the
 * numbers. */
static const char *
get_change_style (UmpVerdict verdict, int points)
{
  if (points == 0 || verdict == UMP_VERDICT_TIE || verdict == UMP_VERDICT_BOTH_BAD)
    return "dim-label";
  return points > 0 ? "success" : "error";
}


/**
 * ump_duel_pane_set_rating:
 * @self: a revealed pane
 * @change: rating before and after the vote
 */
void
ump_duel_pane_set_rating (UmpDuelPane *self, const UmpRatingChange *change)
{
  g_autofree char *rating = NULL;
  g_autofree char *sentence = NULL;
  int points;

  g_return_if_fail (UMP_IS_DUEL_PANE (self));
  if (isnan (change->after))
    return;
  rating = ump_reveal_text_rating (change->before, change->after, change->low, change->high);
  sentence = ump_reveal_text_rating_sentence (change->before, change->after, change->low, change->high);
  gtk_label_set_label (self->rating, rating);
  gtk_widget_set_tooltip_text (self->rating_box, sentence);
  set_name (GTK_WIDGET (self->rating), sentence);

  if (isnan (change->before)) {
    gtk_label_set_label (self->rating_change, _("first vote"));
    gtk_widget_add_css_class (GTK_WIDGET (self->rating_change), "dim-label");
  } else {
    /* The difference of what is shown, so that the sum is right to the eye. */
    points = (int) (lround (change->after) - lround (change->before));
    g_autofree char *text = ump_reveal_text_points (points);

    gtk_label_set_label (self->rating_change, text);
    gtk_widget_add_css_class (GTK_WIDGET (self->rating_change), get_change_style (self->verdict, points));
  }
  gtk_widget_set_visible (self->rating_box, TRUE);
}


/**
 * ump_duel_pane_take_back_verdict:
 * @self: a revealed pane
 *
 * The verdict was retracted: nothing here says any more that it counted.
 */
void
ump_duel_pane_take_back_verdict (UmpDuelPane *self)
{
  g_return_if_fail (UMP_IS_DUEL_PANE (self));
  gtk_widget_set_visible (GTK_WIDGET (self->chip), FALSE);
  gtk_widget_set_visible (self->rating_box, FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->header), "picked");
}
