/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-toast.h"


/**
 * ump_toast_new:
 * @text: plain text; a toast would read it as markup
 * @button: (nullable): label of its button
 * @action_name: (nullable): what the button does
 *
 * Returns: (transfer full): a toast
 */
AdwToast *
ump_toast_new (const char *text, const char *button, const char *action_name)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  if (button != NULL) {
    adw_toast_set_button_label (toast, button);
    adw_toast_set_action_name (toast, action_name);
  }
  return toast;
}


/**
 * ump_toast_place:
 * @toasts: laid over something
 * @above: what it may hide the lower end of
 * @place: (out): where it goes, in what it is laid over
 *
 * Returns: %FALSE where @above has no place yet
 */
gboolean
ump_toast_place (GtkWidget *toasts, GtkWidget *above, GdkRectangle *place)
{
  GtkWidget *overlay = gtk_widget_get_parent (toasts);
  int width = gtk_widget_get_width (overlay);
  graphene_rect_t room;
  int natural;

  if (!gtk_widget_compute_bounds (above, overlay, &room))
    return FALSE;
  gtk_widget_measure (toasts, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  place->width = MIN (natural, width);
  place->x = (width - place->width) / 2;
  gtk_widget_measure (toasts, GTK_ORIENTATION_VERTICAL, place->width, NULL, &place->height, NULL, NULL);
  place->y = (int) (room.origin.y + room.size.height) - place->height;
  return TRUE;
}
