/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-compat.h"
#include "ump-standing-item.h"
#include "ump-standing-table.h"
#include "ump-text-size.h"

/* From here on all columns have room. */
#define WIDE 560
/* Below it a name has none beside both its rank and its rating. */
#define TIGHT 300

struct _UmpStandingTable {
  GtkWidget parent_instance;

  GtkWidget *scrolled;
  GtkColumnView *view;
  GtkColumnViewColumn *columns[UMP_N_STANDING_FIELDS]; /* borrowed from the view */

  GListStore *items;
  gboolean narrow;
  gboolean tight;
  guint narrow_id;
};

G_DEFINE_FINAL_TYPE (UmpStandingTable, ump_standing_table, GTK_TYPE_WIDGET)

typedef struct {
  const char *title;
  gboolean when_narrow;
} ColumnInfo;

static const ColumnInfo infos[UMP_N_STANDING_FIELDS] = {
  [UMP_STANDING_RANK] = { NC_("column", "Rank"), TRUE },
  [UMP_STANDING_NAME] = { NC_("column", "Contender"), TRUE },
  [UMP_STANDING_RATING] = { NC_("column", "Rating"), TRUE },
  [UMP_STANDING_INTERVAL] = { NC_("column", "95 % interval"), FALSE },
  [UMP_STANDING_VOTES] = { NC_("column", "Votes"), FALSE },
  /* Translators: how battles ended: wins, losses, ties, both bad. Keep it short. */
  [UMP_STANDING_RECORD] = { NC_("column", "W–L–T–Bad"), FALSE },
  /* Translators: the probability that this is the best of the board. */
  [UMP_STANDING_P_BEST] = { NC_("column", "P(best)"), FALSE },
};


static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return ump_standing_item_compare ((UmpStandingItem *) a, (UmpStandingItem *) b, (UmpStandingField) GPOINTER_TO_INT (user_data));
}


static char *
get_figure (UmpStandingItem *standing, UmpStandingField field)
{
  g_autofree char *text = ump_standing_item_get_text (standing, field);

  /* Figures such as 24–9–4–1 run from left to right whatever the text does. */
  return g_strconcat ("\342\201\246", text, "\342\201\251", NULL);
}


static void
setup_figure_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", GPOINTER_TO_INT (user_data) == UMP_STANDING_RANK ? 0.0f : 1.0f, NULL);

  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}


static void
set_faint (GtkWidget *widget, gboolean faint)
{
  if (faint)
    gtk_widget_add_css_class (widget, "dim-label");
  else
    gtk_widget_remove_css_class (widget, "dim-label");
}


static void
bind_figure_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  UmpStandingItem *standing = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  g_autofree char *text = get_figure (standing, (UmpStandingField) GPOINTER_TO_INT (user_data));

  ump_list_item_set_name (item, text);
  gtk_label_set_text (GTK_LABEL (label), text);
  set_faint (label, ump_standing_item_get_standing (standing)->provisional);
}


/* A line with a smaller one below it. */
static void
set_lines (GtkListItem *item, GtkWidget *main, GtkWidget *note)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (note, "caption");
  gtk_widget_add_css_class (note, "dim-label");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), main);
  gtk_box_append (GTK_BOX (box), note);
  gtk_list_item_set_child (item, box);
}


static void
setup_rating_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *rating = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0f, NULL);
  GtkWidget *interval = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0f, NULL);

  gtk_widget_add_css_class (rating, "numeric");
  gtk_widget_add_css_class (interval, "numeric");
  set_lines (item, rating, interval);
}


static void
bind_rating_cb (GtkSignalListItemFactory *factory, GtkListItem *item, UmpStandingTable *self)
{
  UmpStandingItem *standing = gtk_list_item_get_item (item);
  GtkWidget *rating = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *interval = gtk_widget_get_next_sibling (rating);
  g_autofree char *text = get_figure (standing, UMP_STANDING_RATING);
  g_autofree char *ends = get_figure (standing, UMP_STANDING_INTERVAL);

  ump_list_item_set_name (item, text);
  gtk_label_set_text (GTK_LABEL (rating), text);
  set_faint (rating, ump_standing_item_get_standing (standing)->provisional);
  gtk_label_set_text (GTK_LABEL (interval), ends);
  gtk_widget_set_visible (interval, self->narrow);
}


static void
setup_name_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *name = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, NULL);
  /* Not wrapped: a scrolled table does not ask how high a cut column makes it. */
  GtkWidget *note = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  set_lines (item, name, note);
}


static void
bind_name_cb (GtkSignalListItemFactory *factory, GtkListItem *item, UmpStandingTable *self)
{
  UmpStandingItem *standing = gtk_list_item_get_item (item);
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *note = gtk_widget_get_next_sibling (name);
  gboolean provisional = ump_standing_item_get_standing (standing)->provisional;
  g_autofree char *sentence = ump_standing_item_get_sentence (standing);
  g_autofree char *text = self->narrow ? ump_standing_item_get_short_note (standing) : ump_standing_item_get_note (standing);

  ump_list_item_set_name (item, ump_standing_item_get_name (standing));
  ump_list_item_set_row_name (item, sentence);
  gtk_label_set_text (GTK_LABEL (name), ump_standing_item_get_name (standing));
  gtk_widget_set_tooltip_text (name, ump_standing_item_get_name (standing));
  set_faint (name, provisional);
  if (!provisional)
    gtk_widget_add_css_class (name, "heading");
  else
    gtk_widget_remove_css_class (name, "heading");
  gtk_label_set_text (GTK_LABEL (note), text != NULL ? text : "");
  gtk_widget_set_tooltip_text (note, text);
  gtk_widget_set_visible (note, text != NULL);
}


static GtkColumnViewColumn *
create_column (UmpStandingTable *self, UmpStandingField field)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column;
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, GINT_TO_POINTER (field), NULL));

  if (field == UMP_STANDING_NAME) {
    g_signal_connect (factory, "setup", G_CALLBACK (setup_name_cb), NULL);
    g_signal_connect (factory, "bind", G_CALLBACK (bind_name_cb), self);
  } else if (field == UMP_STANDING_RATING) {
    g_signal_connect (factory, "setup", G_CALLBACK (setup_rating_cb), NULL);
    g_signal_connect (factory, "bind", G_CALLBACK (bind_rating_cb), self);
  } else {
    g_signal_connect (factory, "setup", G_CALLBACK (setup_figure_cb), GINT_TO_POINTER (field));
    g_signal_connect (factory, "bind", G_CALLBACK (bind_figure_cb), GINT_TO_POINTER (field));
  }
  column = gtk_column_view_column_new (g_dpgettext2 (NULL, "column", infos[field].title), factory);
  gtk_column_view_column_set_expand (column, field == UMP_STANDING_NAME);
  gtk_column_view_column_set_sorter (column, sorter);
  return column;
}


/* A column has no say in how its title is aligned, so figures would stand away
 * from under their titles. Where a title is not built as expected, it stays. */
static void
align_titles (UmpStandingTable *self)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  GtkWidget *title = header != NULL ? gtk_widget_get_first_child (header) : NULL;

  for (guint field = 0; field < UMP_N_STANDING_FIELDS && title != NULL; field++) {
    GtkWidget *box = gtk_widget_get_first_child (title);
    GtkWidget *label = GTK_IS_BOX (box) ? gtk_widget_get_first_child (box) : box;

    if (field > UMP_STANDING_NAME && GTK_IS_LABEL (label)) {
      gtk_widget_set_hexpand (label, TRUE);
      gtk_widget_set_halign (label, GTK_ALIGN_END);
      /* The arrow that says how it is sorted goes before the title. */
      if (GTK_IS_BOX (box))
        gtk_box_reorder_child_after (GTK_BOX (box), label, gtk_widget_get_last_child (box));
    }
    title = gtk_widget_get_next_sibling (title);
  }
}


static gboolean
needs_rank (UmpStandingTable *self, GPtrArray *items)
{
  if (self->tight)
    return FALSE;
  for (guint i = 0; i < items->len; i++) {
    if (ump_standing_item_get_standing (g_ptr_array_index (items, i))->rank > 0)
      return TRUE;
  }
  return FALSE;
}


/* Also binds every row anew, since what stands in a cell depends on the width. */
static void
show_items (UmpStandingTable *self, GPtrArray *items)
{
  for (guint field = 0; field < UMP_N_STANDING_FIELDS; field++)
    gtk_column_view_column_set_visible (self->columns[field], !self->narrow || (infos[field].when_narrow && (field != UMP_STANDING_RANK || needs_rank (self, items))));
  /* In two steps: newer GTK keeps a row as it is when its item goes and comes back in one. */
  g_list_store_remove_all (self->items);
  g_list_store_splice (self->items, 0, 0, items->pdata, items->len);
}


static gboolean
apply_narrow_cb (gpointer user_data)
{
  UmpStandingTable *self = user_data;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  self->narrow_id = 0;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (self->items), i));
  show_items (self, items);
  return G_SOURCE_REMOVE;
}


static void
ump_standing_table_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (UMP_STANDING_TABLE (widget)->scrolled, orientation, for_size, minimum, natural, NULL, NULL);
}


static void
ump_standing_table_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  UmpStandingTable *self = UMP_STANDING_TABLE (widget);
  gboolean narrow = width < ump_text_size_scale (widget, WIDE);
  gboolean tight = width < ump_text_size_scale (widget, TIGHT);

  gtk_widget_size_allocate (self->scrolled, &(GtkAllocation) { 0, 0, width, height }, baseline);
  /* Columns must not come and go inside of an allocation. */
  if ((self->narrow != narrow || self->tight != tight) && self->narrow_id == 0)
    self->narrow_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, apply_narrow_cb, self, NULL);
  self->narrow = narrow;
  self->tight = tight;
}


static void
ump_standing_table_dispose (GObject *object)
{
  UmpStandingTable *self = UMP_STANDING_TABLE (object);

  g_clear_handle_id (&self->narrow_id, g_source_remove);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (ump_standing_table_parent_class)->dispose (object);
}


static void
ump_standing_table_class_init (UmpStandingTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ump_standing_table_dispose;
  widget_class->measure = ump_standing_table_measure;
  widget_class->size_allocate = ump_standing_table_size_allocate;
}


static void
ump_standing_table_init (UmpStandingTable *self)
{
  GtkSortListModel *sorted;

  self->items = g_list_store_new (UMP_TYPE_STANDING_ITEM);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "standings");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Leaderboard"), -1);
  for (guint field = 0; field < UMP_N_STANDING_FIELDS; field++) {
    self->columns[field] = create_column (self, field);
    gtk_column_view_append_column (self->view, self->columns[field]);
    g_object_unref (self->columns[field]);
  }
  align_titles (self);
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->items)), g_object_ref (gtk_column_view_get_sorter (self->view)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (sorted))));

  /* All rows are shown: the page scrolls, not the table. */
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->view));
  gtk_widget_add_css_class (self->scrolled, "card");
  gtk_widget_set_overflow (self->scrolled, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}


/**
 * ump_standing_table_set_items:
 * @self: a table
 * @items: (element-type UmpStandingItem): its rows, best first
 *
 * Replaces all rows; how they are sorted stays.
 */
void
ump_standing_table_set_items (UmpStandingTable *self, GPtrArray *items)
{
  show_items (self, items);
}
