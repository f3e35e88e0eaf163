/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ump-markdown-decor.h"

#define QUOTE_INDENT 18
#define BAR_WIDTH 3
#define LIST_INDENT 26
#define DIGIT_INDENT 9
/* What deep nesting leaves for the text. */
#define MIN_CONTENT 140

typedef struct {
  double indent;
  GtkWidget *widget;
  gboolean bar;
} Level;

struct _UmpMarkdownDecor {
  GtkWidget *parent;
  GArray *levels;
};


static void
level_clear (gpointer data)
{
  Level *level = data;

  g_clear_pointer (&level->widget, gtk_widget_unparent);
}


/**
 * ump_markdown_decor_new:
 * @parent: the widget that the marks become children of
 *
 * Returns: (transfer full): nothing yet
 */
UmpMarkdownDecor *
ump_markdown_decor_new (GtkWidget *parent)
{
  UmpMarkdownDecor *self = g_new0 (UmpMarkdownDecor, 1);

  self->parent = parent;
  self->levels = g_array_new (FALSE, FALSE, sizeof (Level));
  g_array_set_clear_func (self->levels, level_clear);
  return self;
}


/**
 * ump_markdown_decor_free:
 * @self: (transfer full): marks; they leave their parent
 */
void
ump_markdown_decor_free (UmpMarkdownDecor *self)
{
  g_array_unref (self->levels);
  g_free (self);
}


static guint
count_digits (guint number)
{
  guint digits = 1;

  while ((number /= 10) > 0)
    digits++;
  return digits;
}


static char *
get_mark (const UmpMdContainer *container, guint bullets, const char **name)
{
  static const char * const signs[] = { "•", "◦", "▪" };

  *name = NULL;
  if (container->task != UMP_MD_TASK_NONE) {
    gboolean done = container->task == UMP_MD_TASK_DONE;

    *name = done ? C_("task list", "Done") : C_("task list", "To do");
    return g_strdup (done ? "☑" : "☐");
  }
  if (container->kind == UMP_MD_ORDERED)
    return g_strdup_printf ("%u.", container->number);
  return g_strdup (signs[MIN (bullets, G_N_ELEMENTS (signs)) - 1]);
}


static GtkWidget *
add_mark (UmpMarkdownDecor *self, const UmpMdContainer *container, guint bullets, const UmpMarkdownStyle *style)
{
  const char *name;
  g_autofree char *text = get_mark (container, bullets, &name);
  GtkWidget *label = gtk_label_new (text);

  if (style->scale != 1) {
    g_autoptr (PangoAttrList) attrs = pango_attr_list_new ();

    pango_attr_list_insert (attrs, pango_attr_scale_new (style->scale));
    gtk_label_set_attributes (GTK_LABEL (label), attrs);
  }
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "list-mark");
  if (container->kind == UMP_MD_ORDERED)
    gtk_widget_add_css_class (label, "numeric");
  if (name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_can_target (label, FALSE);
  gtk_widget_set_parent (label, self->parent);
  return label;
}


/**
 * ump_markdown_decor_set:
 * @self: marks
 * @block: the block
 * @first: whether its first item is shown, which has the mark of a list item
 * @style: plain style leaves quotes and bullets away
 */
void
ump_markdown_decor_set (UmpMarkdownDecor *self, const UmpMdBlock *block, gboolean first, const UmpMarkdownStyle *style)
{
  guint bullets = 0;

  g_array_set_size (self->levels, 0);
  for (guint i = 0; i < block->n_containers; i++) {
    const UmpMdContainer *container = &block->containers[i];
    Level level = { .indent = LIST_INDENT * style->scale };

    if (container->kind == UMP_MD_BULLET)
      bullets++;
    if (style->plain && container->kind != UMP_MD_ORDERED && container->task == UMP_MD_TASK_NONE)
      continue;
    if (container->kind == UMP_MD_QUOTE) {
      level.indent = QUOTE_INDENT;
      level.bar = TRUE;
      level.widget = g_object_new (GTK_TYPE_BOX, "can-target", FALSE, NULL);
      gtk_widget_add_css_class (level.widget, "quote-bar");
      gtk_widget_set_parent (level.widget, self->parent);
    } else {
      guint digits = container->kind == UMP_MD_ORDERED ? count_digits (container->number) : 1;

      level.indent += MAX (digits, 2) > 2 ? (digits - 2) * DIGIT_INDENT * style->scale : 0;
      if (container->first && first)
        level.widget = add_mark (self, container, MAX (bullets, 1), style);
    }
    g_array_append_val (self->levels, level);
  }
}


static double
get_squeeze (UmpMarkdownDecor *self, double width)
{
  double total = 0, room = MAX (width - MIN_CONTENT, width * .3);

  for (guint i = 0; i < self->levels->len; i++)
    total += g_array_index (self->levels, Level, i).indent;
  return total > room ? room / total : 1;
}


/**
 * ump_markdown_decor_get_indent:
 * @self: marks
 * @width: of the whole item
 *
 * Returns: how much of @width the marks take; deep nesting is squeezed
 */
double
ump_markdown_decor_get_indent (UmpMarkdownDecor *self, double width)
{
  double total = 0, squeeze = get_squeeze (self, width);

  for (guint i = 0; i < self->levels->len; i++)
    total += floor (g_array_index (self->levels, Level, i).indent * squeeze);
  return total;
}


/**
 * ump_markdown_decor_get_height:
 * @self: marks
 *
 * Returns: height of the highest mark
 */
double
ump_markdown_decor_get_height (UmpMarkdownDecor *self)
{
  int highest = 0;

  for (guint i = 0; i < self->levels->len; i++) {
    const Level *level = &g_array_index (self->levels, Level, i);
    int height;

    if (level->widget == NULL || level->bar)
      continue;
    gtk_widget_measure (level->widget, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
    highest = MAX (highest, height);
  }
  return highest;
}


/**
 * ump_markdown_decor_allocate:
 * @self: marks
 * @width: of the whole item
 * @height: the same
 * @margin: space above the text
 * @joined: number of containers whose bars go through the space
 * @mirrored: whether the marks are on the right
 */
void
ump_markdown_decor_allocate (UmpMarkdownDecor *self, double width, double height, double margin, guint joined, gboolean mirrored)
{
  double x = 0, squeeze = get_squeeze (self, width);

  for (guint i = 0; i < self->levels->len; i++) {
    const Level *level = &g_array_index (self->levels, Level, i);
    double indent = floor (level->indent * squeeze);
    int top = level->bar && i < joined ? 0 : (int) margin;
    GtkAllocation place = { (int) x, top, BAR_WIDTH, (int) height - top };

    if (level->widget != NULL) {
      int minimum;

      gtk_widget_measure (level->widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      if (!level->bar) {
        /* Numbers end one below the other, before the text. */
        place.width = MAX (minimum, (int) indent - 7);
        place.x = (int) x + MIN (0, (int) indent - 7 - minimum);
      }
      if (mirrored)
        place.x = (int) width - place.x - place.width;
      gtk_widget_size_allocate (level->widget, &place, -1);
    }
    x += indent;
  }
}


/**
 * ump_markdown_decor_snapshot:
 * @self: marks
 * @snapshot: to draw to
 */
void
ump_markdown_decor_snapshot (UmpMarkdownDecor *self, GtkSnapshot *snapshot)
{
  for (guint i = 0; i < self->levels->len; i++) {
    const Level *level = &g_array_index (self->levels, Level, i);

    if (level->widget != NULL)
      gtk_widget_snapshot_child (self->parent, level->widget, snapshot);
  }
}
