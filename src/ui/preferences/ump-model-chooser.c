/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-compat.h"
#include "ump-model-chooser.h"

struct _UmpModelChooser {
  AdwBin parent_instance;

  GtkLabel *message_label;
  GtkSearchEntry *search_entry;
  GtkLabel *summary_label;
  GtkWidget *summary_box;
  GtkStack *stack;
  GtkListView *list_view;
  GtkWidget *manual_row;

  GListStore *choices;
  GtkFilterListModel *shown;
  char *folded;
  guint n_chosen;
};

G_DEFINE_FINAL_TYPE (UmpModelChooser, ump_model_chooser, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_N_CHOSEN,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];


static int
compare_choices (gconstpointer a, gconstpointer b, gpointer user_data)
{
  UmpModelChoice *first = UMP_MODEL_CHOICE ((gpointer) a);
  UmpModelChoice *second = UMP_MODEL_CHOICE ((gpointer) b);

  return g_ascii_strcasecmp (ump_model_choice_get_model (first), ump_model_choice_get_model (second));
}


static gboolean
filter_cb (gpointer item, gpointer user_data)
{
  UmpModelChooser *self = user_data;

  return self->folded == NULL || ump_model_choice_matches (item, self->folded);
}


static void
update_summary (UmpModelChooser *self)
{
  guint n_models = g_list_model_get_n_items (G_LIST_MODEL (self->choices));
  g_autofree char *text = NULL;
  guint n_chosen = 0;

  for (guint i = 0; i < n_models; i++) {
    g_autoptr (UmpModelChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->choices), i);

    n_chosen += ump_model_choice_get_chosen (choice);
  }
  text = g_strdup_printf (ngettext ("%u of %u model takes part", "%u of %u models take part", n_models), n_chosen, n_models);
  gtk_label_set_text (self->summary_label, text);
  gtk_widget_set_visible (self->summary_box, n_models > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->search_entry), n_models > 0);
  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (G_LIST_MODEL (self->shown)) > 0 ? "list" : "nothing");
  if (self->n_chosen != n_chosen) {
    self->n_chosen = n_chosen;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_CHOSEN]);
  }
}


static void
set_all_shown (UmpModelChooser *self, gboolean chosen)
{
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->shown));

  for (guint i = 0; i < n_shown; i++) {
    g_autoptr (UmpModelChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->shown), i);

    g_signal_handlers_block_by_func (choice, update_summary, self);
    ump_model_choice_set_chosen (choice, chosen);
    g_signal_handlers_unblock_by_func (choice, update_summary, self);
  }
  update_summary (self);
}


static void
add_choice (UmpModelChooser *self, UmpModelChoice *choice)
{
  g_signal_connect_object (choice, "notify::chosen", G_CALLBACK (update_summary), self, G_CONNECT_SWAPPED);
  g_list_store_insert_sorted (self->choices, choice, compare_choices, NULL);
}


static void
search_changed_cb (UmpModelChooser *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  g_free (self->folded);
  self->folded = *text != '\0' ? g_utf8_casefold (text, -1) : NULL;
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->shown), GTK_FILTER_CHANGE_DIFFERENT);
  update_summary (self);
}


static void
all_clicked_cb (UmpModelChooser *self)
{
  set_all_shown (self, TRUE);
}


static void
none_clicked_cb (UmpModelChooser *self)
{
  set_all_shown (self, FALSE);
}


static void
row_activated_cb (UmpModelChooser *self, guint position)
{
  g_autoptr (UmpModelChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->shown), position);

  ump_model_choice_set_chosen (choice, !ump_model_choice_get_chosen (choice));
}


/* What was just switched on may be out of sight. */
static void
scroll_to (UmpModelChooser *self, UmpModelChoice *choice)
{
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->shown));

  for (guint i = 0; i < n_shown; i++) {
    g_autoptr (UmpModelChoice) shown = g_list_model_get_item (G_LIST_MODEL (self->shown), i);

    if (shown == choice)
      gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", i);
  }
}


static void
manual_applied_cb (UmpModelChooser *self)
{
  g_autofree char *model = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->manual_row))));
  g_autoptr (UmpModelChoice) choice = NULL;
  guint n_models = g_list_model_get_n_items (G_LIST_MODEL (self->choices));

  if (*model == '\0')
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_editable_set_text (GTK_EDITABLE (self->manual_row), "");
  /* The entry says only after a while that it is empty. */
  search_changed_cb (self);
  for (guint i = 0; i < n_models; i++) {
    g_autoptr (UmpModelChoice) known = g_list_model_get_item (G_LIST_MODEL (self->choices), i);

    if (g_str_equal (ump_model_choice_get_model (known), model)) {
      ump_model_choice_set_chosen (known, TRUE);
      scroll_to (self, known);
      return;
    }
  }
  choice = ump_model_choice_new_for_id (model, TRUE);
  add_choice (self, choice);
  update_summary (self);
  scroll_to (self, choice);
}


static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, "hexpand", TRUE, NULL);
  GtkWidget *subtitle = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  GtkWidget *toggle = g_object_new (GTK_TYPE_SWITCH, "valign", GTK_ALIGN_CENTER, NULL);

  gtk_widget_add_css_class (subtitle, "caption");
  gtk_widget_add_css_class (subtitle, "dim-label");
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), title);
  gtk_box_append (GTK_BOX (texts), subtitle);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), toggle);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_RELATION_LABELLED_BY, title, NULL, -1);
  gtk_list_item_set_child (item, box);

  g_object_set_data (G_OBJECT (item), "title", title);
  g_object_set_data (G_OBJECT (item), "subtitle", subtitle);
  g_object_set_data (G_OBJECT (item), "toggle", toggle);
}


static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  UmpModelChoice *choice = gtk_list_item_get_item (item);
  GtkWidget *title = g_object_get_data (G_OBJECT (item), "title");
  GtkWidget *subtitle = g_object_get_data (G_OBJECT (item), "subtitle");
  const char *details = ump_model_choice_get_details (choice);

  ump_list_item_set_name (item, ump_model_choice_get_model (choice));
  gtk_label_set_text (GTK_LABEL (title), ump_model_choice_get_model (choice));
  gtk_widget_set_tooltip_text (title, ump_model_choice_get_model (choice));
  gtk_label_set_text (GTK_LABEL (subtitle), details);
  gtk_widget_set_tooltip_text (subtitle, *details != '\0' ? details : NULL);
  gtk_widget_set_visible (subtitle, *details != '\0');
  g_object_set_data_full (G_OBJECT (item), "binding",
                          g_object_ref (g_object_bind_property (choice, "chosen", g_object_get_data (G_OBJECT (item), "toggle"), "active",
                                                                G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL)),
                          g_object_unref);
}


static void
unbind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GBinding *binding = g_object_get_data (G_OBJECT (item), "binding");

  g_binding_unbind (binding);
  g_object_set_data (G_OBJECT (item), "binding", NULL);
}


static void
ump_model_chooser_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UmpModelChooser *self = UMP_MODEL_CHOOSER (object);

  switch (id) {
  case PROP_N_CHOSEN:
    g_value_set_uint (value, self->n_chosen);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
ump_model_chooser_dispose (GObject *object)
{
  UmpModelChooser *self = UMP_MODEL_CHOOSER (object);

  g_clear_object (&self->shown);
  g_clear_object (&self->choices);
  g_clear_pointer (&self->folded, g_free);
  G_OBJECT_CLASS (ump_model_chooser_parent_class)->dispose (object);
}


static void
ump_model_chooser_class_init (UmpModelChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ump_model_chooser_get_property;
  object_class->dispose = ump_model_chooser_dispose;

  properties[PROP_N_CHOSEN] = g_param_spec_uint ("n-chosen", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, UMP_APP_PATH "/preferences/ump-model-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, UmpModelChooser, message_label);
  gtk_widget_class_bind_template_child (widget_class, UmpModelChooser, search_entry);
  gtk_widget_class_bind_template_child (widget_class, UmpModelChooser, summary_label);
  gtk_widget_class_bind_template_child (widget_class, UmpModelChooser, summary_box);
  gtk_widget_class_bind_template_child (widget_class, UmpModelChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, UmpModelChooser, list_view);
  gtk_widget_class_bind_template_child (widget_class, UmpModelChooser, manual_row);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, none_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, manual_applied_cb);
}


static void
ump_model_chooser_init (UmpModelChooser *self)
{
  g_autoptr (GtkSelectionModel) selection = NULL;
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->choices = g_list_store_new (UMP_TYPE_MODEL_CHOICE);
  self->shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->choices)),
                                           GTK_FILTER (gtk_custom_filter_new (filter_cb, self, NULL)));
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->shown))));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row_cb), NULL);
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, selection);
  update_summary (self);
}


/**
 * ump_model_chooser_get_choices:
 * @self: a chooser
 *
 * Returns: (transfer none): a list of all #UmpModelChoice, whatever is searched for
 */
GListModel *
ump_model_chooser_get_choices (UmpModelChooser *self)
{
  return G_LIST_MODEL (self->choices);
}


/**
 * ump_model_chooser_apply_typed:
 * @self: a chooser
 *
 * Takes the identifier that was typed and not yet confirmed, if there is one.
 */
void
ump_model_chooser_apply_typed (UmpModelChooser *self)
{
  manual_applied_cb (self);
}


/**
 * ump_model_chooser_get_n_chosen:
 * @self: a chooser
 *
 * Returns: how many models are switched on
 */
guint
ump_model_chooser_get_n_chosen (UmpModelChooser *self)
{
  return self->n_chosen;
}


/**
 * ump_model_chooser_set_choices:
 * @self: a chooser
 * @choices: (element-type UmpModelChoice): what it offers
 */
void
ump_model_chooser_set_choices (UmpModelChooser *self, GPtrArray *choices)
{
  g_list_store_remove_all (self->choices);
  for (guint i = 0; i < choices->len; i++) {
    UmpModelChoice *choice = g_ptr_array_index (choices, i);

    g_signal_connect_object (choice, "notify::chosen", G_CALLBACK (update_summary), self, G_CONNECT_SWAPPED);
  }
  g_list_store_splice (self->choices, 0, 0, choices->pdata, choices->len);
  g_list_store_sort (self->choices, compare_choices, NULL);
  update_summary (self);
}


/**
 * ump_model_chooser_set_models:
 * @self: a chooser
 * @models: (element-type UmpModelInfo): what a provider lists
 *
 * Offers the models that can chat. All are switched on where they are few;
 * where they are many, none is, since each costs money.
 */
void
ump_model_chooser_set_models (UmpModelChooser *self, GPtrArray *models)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_usable = 0;

  for (guint i = 0; i < models->len; i++)
    n_usable += !((UmpModelInfo *) g_ptr_array_index (models, i))->not_chat;
  for (guint i = 0; i < models->len; i++) {
    const UmpModelInfo *info = g_ptr_array_index (models, i);

    if (!info->not_chat)
      g_ptr_array_add (choices, ump_model_choice_new (info, n_usable <= UMP_MODELS_ALL_ON));
  }
  ump_model_chooser_set_choices (self, choices);
}


/**
 * ump_model_chooser_set_message:
 * @self: a chooser
 * @message: (nullable): a sentence above the list, plain text
 */
void
ump_model_chooser_set_message (UmpModelChooser *self, const char *message)
{
  gtk_label_set_text (self->message_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message != NULL);
}
