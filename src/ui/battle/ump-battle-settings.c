/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-battle-settings.h"
#include "ump-ids.h"

/* The values of the setting "blind-style". */
enum {
  BLIND_STYLE_OFF = 0,
  BLIND_STYLE_ON = 1,
  BLIND_STYLE_RANDOM = 2,
};


/**
 * ump_battle_settings_get_options:
 * @settings: the program's settings
 * @direction: in which the window is read; from right to left A is on the right
 * @options: (out caller-allocates): how the next battle is to be fought
 */
void
ump_battle_settings_get_options (GSettings *settings, GtkTextDirection direction, UmpBattleOptions *options)
{
  int blind_style = g_settings_get_enum (settings, "blind-style");

  *options = (UmpBattleOptions) { 0 };
  options->practice = g_settings_get_boolean (settings, "practice");
  options->pace = g_settings_get_enum (settings, "pace");
  options->blind_style = blind_style == BLIND_STYLE_ON || (blind_style == BLIND_STYLE_RANDOM && ump_random_below (2) == 1);
  options->right_to_left = direction == GTK_TEXT_DIR_RTL;
  options->max_tokens = g_settings_get_int (settings, "max-tokens");
  options->matchmaking = g_settings_get_enum (settings, "matchmaking");
}
