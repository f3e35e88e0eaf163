/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-scroll-link.h"

struct _UmpScrollLink {
  GtkAdjustment *adjustments[2];
  gulong handlers[2];
  gboolean moving;
};


static void
value_changed_cb (GtkAdjustment *moved, UmpScrollLink *self)
{
  GtkAdjustment *other = self->adjustments[moved == self->adjustments[0] ? 1 : 0];
  double room = gtk_adjustment_get_upper (moved) - gtk_adjustment_get_page_size (moved);
  double other_room = gtk_adjustment_get_upper (other) - gtk_adjustment_get_page_size (other);

  if (self->moving || room <= 0 || other_room <= 0)
    return;
  self->moving = TRUE;
  gtk_adjustment_set_value (other, gtk_adjustment_get_value (moved) / room * other_room);
  self->moving = FALSE;
}


/**
 * ump_scroll_link_new:
 * @a: scroll position of one pane
 * @b: of the other
 *
 * Returns: (transfer full): a link that holds until it is freed
 */
UmpScrollLink *
ump_scroll_link_new (GtkAdjustment *a, GtkAdjustment *b)
{
  UmpScrollLink *self = g_new0 (UmpScrollLink, 1);

  self->adjustments[0] = g_object_ref (a);
  self->adjustments[1] = g_object_ref (b);
  for (int i = 0; i < 2; i++)
    self->handlers[i] = g_signal_connect (self->adjustments[i], "value-changed", G_CALLBACK (value_changed_cb), self);
  return self;
}


/**
 * ump_scroll_link_free:
 * @self: (transfer full) (nullable): a link
 */
void
ump_scroll_link_free (UmpScrollLink *self)
{
  if (self == NULL)
    return;
  for (int i = 0; i < 2; i++) {
    g_clear_signal_handler (&self->handlers[i], self->adjustments[i]);
    g_clear_object (&self->adjustments[i]);
  }
  g_free (self);
}
