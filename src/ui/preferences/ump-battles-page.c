/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-battles-page.h"

struct _UmpBattlesPage {
  AdwBin parent_instance;

  AdwComboRow *pace_row;
  AdwComboRow *style_row;
  AdwComboRow *matchmaking_row;
  GtkAdjustment *tokens_adjustment;
  GtkSwitch *notify_switch;

  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (UmpBattlesPage, ump_battles_page, ADW_TYPE_BIN)

/* In the order of the values of their enums, as the rows are too. */
static const char *const paces[] = { "even", "together", "live", NULL };
static const char *const styles[] = { "off", "on", "random", NULL };
static const char *const matchmakings[] = { "automatic", "uniform", "balanced", "informative", NULL };


static gboolean
get_position_cb (GValue *value, GVariant *variant, gpointer user_data)
{
  const char *const *nicks = user_data;
  const char *nick = g_variant_get_string (variant, NULL);

  for (guint i = 0; nicks[i] != NULL; i++) {
    if (g_str_equal (nicks[i], nick)) {
      g_value_set_uint (value, i);
      return TRUE;
    }
  }
  return FALSE;
}


static GVariant *
set_position_cb (const GValue *value, const GVariantType *type, gpointer user_data)
{
  const char *const *nicks = user_data;
  guint position = g_value_get_uint (value);

  return position < g_strv_length ((char **) nicks) ? g_variant_new_string (nicks[position]) : NULL;
}


static void
bind_choice (UmpBattlesPage *self, const char *key, AdwComboRow *row, const char *const *nicks)
{
  g_settings_bind_with_mapping (self->settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT, get_position_cb, set_position_cb, (gpointer) nicks, NULL);
}


static void
ump_battles_page_dispose (GObject *object)
{
  UmpBattlesPage *self = UMP_BATTLES_PAGE (object);

  g_clear_object (&self->settings);
  G_OBJECT_CLASS (ump_battles_page_parent_class)->dispose (object);
}


static void
ump_battles_page_class_init (UmpBattlesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_battles_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/preferences/ump-battles-page.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpBattlesPage, pace_row);
  gtk_widget_class_bind_template_child (widget_class, UmpBattlesPage, style_row);
  gtk_widget_class_bind_template_child (widget_class, UmpBattlesPage, matchmaking_row);
  gtk_widget_class_bind_template_child (widget_class, UmpBattlesPage, tokens_adjustment);
  gtk_widget_class_bind_template_child (widget_class, UmpBattlesPage, notify_switch);
}


static void
ump_battles_page_init (UmpBattlesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}


/**
 * ump_battles_page_new:
 * @settings: the program's settings
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
ump_battles_page_new (GSettings *settings)
{
  UmpBattlesPage *self = g_object_new (UMP_TYPE_BATTLES_PAGE, NULL);

  self->settings = g_object_ref (settings);
  bind_choice (self, "pace", self->pace_row, paces);
  bind_choice (self, "blind-style", self->style_row, styles);
  bind_choice (self, "matchmaking", self->matchmaking_row, matchmakings);
  g_settings_bind (settings, "max-tokens", self->tokens_adjustment, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notify", self->notify_switch, "active", G_SETTINGS_BIND_DEFAULT);
  return GTK_WIDGET (self);
}
