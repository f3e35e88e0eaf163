/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-compat.h"
#include "ump-contender-fields.h"
#include "ump-contender-page.h"
#include "ump-contenders-page.h"
#include "ump-seal-page.h"

struct _UmpContendersPage {
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *empty_page;
  GtkWidget *add_button;
  AdwPreferencesGroup *group;
  GtkWidget *seal_group;

  UmpStore *store;
  GCancellable *cancellable;
  GPtrArray *contenders; /* (element-type UmpContender): as they are shown */
  GPtrArray *rows;       /* (element-type GtkWidget), borrowed from the group */
  gboolean stale;        /* what is kept changed while nobody looked */
};

G_DEFINE_FINAL_TYPE (UmpContendersPage, ump_contenders_page, ADW_TYPE_BIN)


static UmpPreferencesWindow *
get_window (UmpContendersPage *self)
{
  return UMP_PREFERENCES_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}


/* By provider, then by name; sealed ones last, by codename, so that their
 * place says nothing. */
static int
compare_contenders (gconstpointer a, gconstpointer b)
{
  const UmpContender *first = *(const UmpContender *const *) a;
  const UmpContender *second = *(const UmpContender *const *) b;
  int order = first->sealed - second->sealed;

  if (order == 0 && !first->sealed)
    order = g_strcmp0 (first->provider_name, second->provider_name);
  if (order == 0)
    order = g_utf8_collate (ump_contender_get_display_name (first), ump_contender_get_display_name (second));
  return order;
}


static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpContendersPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!ump_store_set_contenders_finish (UMP_STORE (source), result, &error) && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    ump_preferences_window_toast (get_window (self), error->message);
}


static void
save (UmpContendersPage *self, UmpContenderFact fact, UmpContender *contender)
{
  ump_store_set_contenders_async (self->store, fact, &contender, 1, NULL, saved_cb, g_object_ref (self));
}


static void
enabled_cb (UmpContendersPage *self, GParamSpec *pspec, GtkSwitch *toggle)
{
  UmpContender *contender = g_object_get_data (G_OBJECT (toggle), "contender");

  contender->enabled = gtk_switch_get_active (toggle);
  save (self, UMP_CONTENDER_ENABLED, contender);
}


static void
row_activated_cb (UmpContendersPage *self, GtkWidget *row)
{
  ump_contender_page_push (get_window (self), self->store, g_object_get_data (G_OBJECT (row), "contender"));
}


static void
break_confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) row = user_data;
  UmpContendersPage *self = UMP_CONTENDERS_PAGE (gtk_widget_get_ancestor (row, UMP_TYPE_CONTENDERS_PAGE));
  UmpContender *contender = g_object_get_data (G_OBJECT (row), "contender");
  g_autofree char *sentence = NULL;

  if (!ump_confirm_finish (result, NULL) || self == NULL)
    return;
  contender->sealed = FALSE;
  /* Translators: the codename that hid a model until now, then its real name. */
  sentence = g_strdup_printf (_("“%s” is %s"), contender->codename, ump_contender_get_display_name (contender));
  ump_preferences_window_toast (get_window (self), sentence);
  save (self, UMP_CONTENDER_SEAL, contender);
}


static void
break_cb (UmpContendersPage *self, GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  const UmpContender *contender = g_object_get_data (G_OBJECT (row), "contender");
  /* Translators: %s is the codename behind which a model is hidden. */
  g_autofree char *heading = g_strdup_printf (_("Break the Seal of “%s”?"), contender->codename);

  ump_confirm_async (GTK_WINDOW (get_window (self)), heading,
                     _("You will see who it is, here, on the leaderboard and in history. It can be sealed again, but not unseen."),
                     _("_Break the Seal"), TRUE, self->cancellable, break_confirmed_cb, g_object_ref (row));
}


static GtkWidget *
create_row (UmpContendersPage *self, UmpContender *contender)
{
  const char *name = ump_contender_get_display_name (contender);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);
  GtkWidget *toggle = g_object_new (GTK_TYPE_SWITCH, "valign", GTK_ALIGN_CENTER, "active", contender->enabled, NULL);
  /* Translators: %s is the name of a model; this is the name of its switch. */
  g_autofree char *toggle_name = g_strdup_printf (_("%s takes part"), name);

  /* Only now: while it is constructed, the row still reads markup. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, toggle_name, -1);
  gtk_widget_set_tooltip_text (toggle, _("Takes Part"));
  gtk_widget_set_sensitive (toggle, !contender->retired);
  if (contender->sealed) {
    GtkWidget *button = gtk_button_new_with_mnemonic (_("_Break the Seal…"));

    /* Only where the codename would have no room else. */
    g_object_set (gtk_button_get_child (GTK_BUTTON (button)),
                  "wrap", TRUE, "natural-wrap-mode", GTK_NATURAL_WRAP_NONE, "justify", GTK_JUSTIFY_CENTER, NULL);
    gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
    g_signal_connect_object (button, "clicked", G_CALLBACK (break_cb), self, G_CONNECT_SWAPPED);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("Sealed"));
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  } else {
    g_autofree char *details = ump_contender_fields_describe (contender);
    g_autofree char *subtitle = *details != '\0' && contender->provider_name != NULL
                                  ? g_strdup_printf ("%s · %s", contender->provider_name, details)
                                  : g_strdup (contender->provider_name != NULL ? contender->provider_name : details);

    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  if (!contender->sealed)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic", "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));

  g_object_set_data (G_OBJECT (row), "contender", contender);
  g_object_set_data (G_OBJECT (toggle), "contender", contender);
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (enabled_cb), self, G_CONNECT_SWAPPED);
  return row;
}


static void
show_contenders (UmpContendersPage *self)
{
  guint n_unsealed = 0;

  for (guint i = 0; i < self->contenders->len; i++) {
    UmpContender *contender = g_ptr_array_index (self->contenders, i);
    GtkWidget *row = create_row (self, contender);

    n_unsealed += !contender->sealed;
    adw_preferences_group_add (self->group, row);
    g_ptr_array_add (self->rows, row);
  }
  gtk_widget_set_visible (self->seal_group, n_unsealed >= 2);
  gtk_stack_set_visible_child_name (self->stack, self->rows->len > 0 ? "list" : "empty");
}


/* Whether the list would look the same but for the switches, which show by
 * themselves what was done with them. */
static gboolean
is_shown (UmpContendersPage *self, GPtrArray *contenders)
{
  if (contenders->len != self->contenders->len)
    return FALSE;
  for (guint i = 0; i < contenders->len; i++) {
    const UmpContender *a = g_ptr_array_index (contenders, i);
    const UmpContender *b = g_ptr_array_index (self->contenders, i);

    if (!g_str_equal (a->id, b->id) || a->sealed != b->sealed || a->retired != b->retired || a->enabled != b->enabled ||
        g_strcmp0 (ump_contender_get_display_name (a), ump_contender_get_display_name (b)) != 0 || g_strcmp0 (a->provider_name, b->provider_name) != 0)
      return FALSE;
  }
  return TRUE;
}


static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UmpContendersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = ump_store_load_contenders_finish (UMP_STORE (source), result, &error);
  g_autoptr (GPtrArray) contenders = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_contender_free);

  /* The store finishes a job that has begun, wanted or not. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  if (all == NULL) {
    g_autofree char *escaped = g_markup_escape_text (error->message, -1);

    adw_status_page_set_title (self->empty_page, _("The Contenders Could Not Be Read"));
    adw_status_page_set_description (self->empty_page, escaped);
    gtk_widget_set_visible (self->add_button, FALSE);
    gtk_stack_set_visible_child_name (self->stack, "empty");
    return;
  }
  for (guint i = 0; i < all->len; i++) {
    const UmpContender *contender = g_ptr_array_index (all, i);

    if (!contender->practice)
      g_ptr_array_add (contenders, ump_contender_copy (contender));
  }
  g_ptr_array_sort (contenders, compare_contenders);
  if (self->rows->len > 0 && is_shown (self, contenders))
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_unref (self->contenders);
  self->contenders = g_steal_pointer (&contenders);
  show_contenders (self);
}


static void
reload (UmpContendersPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  ump_store_load_contenders_async (self->store, FALSE, self->cancellable, loaded_cb, g_object_ref (self));
}


static void
store_changed_cb (UmpContendersPage *self, UmpStoreTopic topic)
{
  if (topic != UMP_STORE_PROVIDERS)
    return;
  self->stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (!self->stale)
    reload (self);
}


/* There may be hundreds, so rows are made only for who looks at them. */
static void
ump_contenders_page_map (GtkWidget *widget)
{
  UmpContendersPage *self = UMP_CONTENDERS_PAGE (widget);

  GTK_WIDGET_CLASS (ump_contenders_page_parent_class)->map (widget);
  if (self->stale)
    reload (self);
  self->stale = FALSE;
}


static void
add_cb (UmpContendersPage *self)
{
  ump_preferences_window_add_provider (get_window (self));
}


static void
seal_cb (UmpContendersPage *self)
{
  ump_seal_page_push (get_window (self), self->store, self->contenders);
}


static void
ump_contenders_page_dispose (GObject *object)
{
  UmpContendersPage *self = UMP_CONTENDERS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (ump_contenders_page_parent_class)->dispose (object);
}


static void
ump_contenders_page_finalize (GObject *object)
{
  UmpContendersPage *self = UMP_CONTENDERS_PAGE (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->contenders);
  G_OBJECT_CLASS (ump_contenders_page_parent_class)->finalize (object);
}


static void
ump_contenders_page_class_init (UmpContendersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_contenders_page_dispose;
  object_class->finalize = ump_contenders_page_finalize;
  widget_class->map = ump_contenders_page_map;

  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/preferences/ump-contenders-page.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpContendersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, UmpContendersPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, UmpContendersPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, UmpContendersPage, group);
  gtk_widget_class_bind_template_child (widget_class, UmpContendersPage, seal_group);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, seal_cb);
}


static void
ump_contenders_page_init (UmpContendersPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->contenders = g_ptr_array_new_with_free_func ((GDestroyNotify) ump_contender_free);
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}


/**
 * ump_contenders_page_new:
 * @store: where contenders are kept
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
ump_contenders_page_new (UmpStore *store)
{
  UmpContendersPage *self = g_object_new (UMP_TYPE_CONTENDERS_PAGE, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  self->stale = TRUE;
  return GTK_WIDGET (self);
}
