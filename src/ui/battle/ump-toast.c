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
