/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-codenames.h"
#include "ump-contender.h"
#include "ump-ids.h"
#include "ump-seal-page.h"

#define LEAST_SET 2

struct _UmpSealPage {
  AdwBin parent_instance;

  AdwPreferencesGroup *group;

  UmpStore *store;
  GPtrArray *contenders; /* (element-type UmpContender): that are not sealed */
  GPtrArray *checks;     /* (element-type GtkCheckButton): one each, borrowed */
  GPtrArray *taken;      /* (element-type utf8): codenames in use */
  GtkWidget *seal_button; /* borrowed, in the page's header */
};

G_DEFINE_FINAL_TYPE (UmpSealPage, ump_seal_page, ADW_TYPE_BIN)


static void
toggled_cb (UmpSealPage *self)
{
  guint n_marked = 0;

  for (guint i = 0; i < self->checks->len; i++)
    n_marked += gtk_check_button_get_active (g_ptr_array_index (self->checks, i));
  gtk_widget_set_sensitive (self->seal_button, n_marked >= LEAST_SET);
}


static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpSealPage) self = user_data;
  g_autoptr (GError) error = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean saved = ump_store_set_contenders_finish (UMP_STORE (source), result, &error);

  if (!UMP_IS_PREFERENCES_WINDOW (root))
    return;
  ump_preferences_window_toast (UMP_PREFERENCES_WINDOW (root), saved ? _("Sealed. Their codenames are on the leaderboard.") : error->message);
  if (saved)
    ump_preferences_window_pop (UMP_PREFERENCES_WINDOW (root));
  else
    toggled_cb (self);
}


static gpointer
copy_text (gconstpointer text, gpointer data)
{
  return g_strdup (text);
}


static void
seal_cb (UmpSealPage *self)
{
  g_autoptr (GPtrArray) marked = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_contender_free);
  g_autoptr (GPtrArray) taken = g_ptr_array_copy (self->taken, copy_text, NULL);

  /* Of copies: nobody is sealed before it is saved. */
  for (guint i = 0; i < self->checks->len; i++) {
    if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
      g_ptr_array_add (marked, ump_contender_copy (g_ptr_array_index (self->contenders, i)));
  }
  gtk_widget_set_sensitive (self->seal_button, FALSE);
  ump_codenames_seal (marked, taken, ump_random_below);
  ump_store_set_contenders_async (self->store, UMP_CONTENDER_SEAL, (UmpContender *const *) marked->pdata, marked->len, NULL, saved_cb, g_object_ref (self));
}


static void
add_contender (UmpSealPage *self, const UmpContender *contender)
{
  GtkWidget *check = g_object_new (GTK_TYPE_CHECK_BUTTON, "valign", GTK_ALIGN_CENTER, NULL);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);

  /* Only now: while it is constructed, the row still reads markup. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), ump_contender_get_display_name (contender));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), contender->provider_name != NULL ? contender->provider_name : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, ump_contender_get_display_name (contender), -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->checks, check);
  g_ptr_array_add (self->contenders, ump_contender_copy (contender));
}


static void
ump_seal_page_finalize (GObject *object)
{
  UmpSealPage *self = UMP_SEAL_PAGE (object);

  g_clear_object (&self->store);
  g_ptr_array_unref (self->contenders);
  g_ptr_array_unref (self->checks);
  g_ptr_array_unref (self->taken);
  G_OBJECT_CLASS (ump_seal_page_parent_class)->finalize (object);
}


static void
ump_seal_page_class_init (UmpSealPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ump_seal_page_finalize;
}


static void
ump_seal_page_init (UmpSealPage *self)
{
  GtkWidget *page = adw_preferences_page_new ();

  self->contenders = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_contender_free);
  self->checks = g_ptr_array_new ();
  self->taken = g_ptr_array_new_with_free_func (g_free);
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_description (self->group, _("Sealed contenders fight under codenames drawn by lot. Even after your vote you see only those, until you break a seal. Mark at least two."));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), self->group);
  adw_bin_set_child (ADW_BIN (self), page);
}


/**
 * ump_seal_page_push:
 * @window: the preferences window
 * @store: where contenders are kept
 * @contenders: (element-type UmpContender): all; those that are not sealed can be marked
 *
 * Slides the page in.
 */
void
ump_seal_page_push (UmpPreferencesWindow *window, UmpStore *store, GPtrArray *contenders)
{
  UmpSealPage *self = g_object_new (UMP_TYPE_SEAL_PAGE, NULL);

  self->store = g_object_ref (store);
  self->seal_button = gtk_button_new_with_mnemonic (_("_Seal"));
  gtk_widget_add_css_class (self->seal_button, "suggested-action");
  gtk_widget_set_sensitive (self->seal_button, FALSE);
  g_signal_connect_object (self->seal_button, "clicked", G_CALLBACK (seal_cb), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < contenders->len; i++) {
    const UmpContender *contender = g_ptr_array_index (contenders, i);

    if (contender->codename != NULL)
      g_ptr_array_add (self->taken, g_strdup (contender->codename));
    if (!contender->sealed && !contender->practice)
      add_contender (self, contender);
  }
  ump_preferences_window_push (window, _("Seal Contenders"), GTK_WIDGET (self), self->seal_button);
}
